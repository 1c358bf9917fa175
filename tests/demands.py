"""Print each demand with the tests that prove it, and those with none: `make demands`."""

from __future__ import annotations

import contextlib
import io
import re
import sys
from collections import defaultdict
from pathlib import Path

import pytest

DEMANDS = Path(__file__).parent.parent / "docs" / "demands.md"


class Collector:
    """Collects the marks without running anything."""

    def __init__(self) -> None:
        self.tests: dict[str, set[str]] = defaultdict(set)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            for mark in item.iter_markers("demand"):
                for demand in mark.args:
                    self.tests[demand].add(item.nodeid.partition("[")[0])


def published() -> dict[str, str]:
    """Every demand with its title, from docs/demands.md."""
    found = re.findall(r"^### ([A-Z]{3}-\d\d) (.+)$", DEMANDS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(found)


def main() -> int:
    """Print the table; fail on a mark that names no published demand."""
    collector = Collector()
    with contextlib.redirect_stdout(io.StringIO()) as said:
        code = pytest.main(["--collect-only", "-q", "tests"], plugins=[collector])
    if code != pytest.ExitCode.OK:
        sys.stderr.write(said.getvalue())
        return int(code)
    demands = published()
    lines = []
    for demand, title in demands.items():
        tests = sorted(collector.tests.get(demand, ()))
        lines.append(f"{demand}  {title}: {len(tests) or 'no'} test{'' if len(tests) == 1 else 's'}")
        lines += [f"    {test}" for test in tests]
    proven = sum(bool(collector.tests.get(demand)) for demand in demands)
    strangers = sorted(set(collector.tests) - set(demands))
    sys.stdout.write("\n".join(lines) + f"\n\n{proven} of {len(demands)} demands have a test.\n")
    for demand in strangers:
        sys.stdout.write(f"{demand} is marked and is not a published demand.\n")
    return 1 if strangers else 0


if __name__ == "__main__":
    sys.exit(main())
