"""What the demonstration shows: eight published cases, with names replaced, as case files."""

from __future__ import annotations

from pathlib import Path

CASES = Path(__file__).parent / "cases"


def case_files() -> list[Path]:
    """The case files that come with Unbroken, by name."""
    return sorted(CASES.glob("*.json"))
