"""Run the benchmarks on both engines and write docs/benchmarks.md: `make bench`."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"


@dataclass(frozen=True)
class Aim:
    """What a figure should reach. `per_second` for throughput; `times_floor` and `p95_ms` are upper bounds.

    Throughput was asked for on a machine whose floor of the bulk import did REFERENCE entries a second. Beside the
    figure itself, the page says whether it was reached in proportion to the floor of the same run.
    """

    text: str
    per_second: dict[str, int] | None = None
    times_floor: float | None = None
    p95_ms: float | None = None


REFERENCE = {"SQLite": 46_000, "PostgreSQL": 29_000}

AIMS = {
    "test_import_of_a_file_validated_chained_folded": Aim(
        "at least 10,000 entries a second on SQLite, 6,000 on PostgreSQL",
        per_second={"SQLite": 10_000, "PostgreSQL": 6_000},
    ),
    "test_verify_every_book": Aim(
        "at least 150,000 a second on SQLite, 80,000 on PostgreSQL",
        per_second={"SQLite": 150_000, "PostgreSQL": 80_000},
    ),
    "test_rebuild_every_table": Aim("at least 20,000 a second", per_second={"SQLite": 20_000, "PostgreSQL": 20_000}),
    "test_an_incident_added_to_a_report_of_eleven_entries": Aim("within 3 times the floor", times_floor=3),
    "test_a_first_report": Aim("within 3 times the floor", times_floor=3),
    "test_a_journey_of_300_entries_among_a_million": Aim("95 of 100 under 150 ms", p95_ms=150),
}


def run(url: str) -> list[dict[str, Any]]:
    """The benchmarks on one engine, as pytest-benchmark's JSON has them."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command = [sys.executable, "-m", "pytest", "-q", "tests/bench", "--benchmark-only", "-p", "no:xdist"]
        command += [f"--benchmark-json={file.name}", "--benchmark-disable-gc"]
        subprocess.run(command, cwd=ROOT, check=True, env={**os.environ, "UNBROKEN_TEST_DATABASE_URL": url})
        found: list[dict[str, Any]] = json.loads(Path(file.name).read_text())["benchmarks"]
        return found


def row(engine: str, figure: dict[str, Any], floors: dict[str, float]) -> str:
    """One line of the table. `floors` are the seconds an entry, or a transaction, of each group's floor."""
    name, seconds, extra = figure["name"], figure["stats"]["median"], figure["extra_info"]
    entries = extra.get("entries")
    shown = f"{entries / seconds:,.0f} a second" if entries else f"{seconds * 1000:.2f} ms"
    per_entry = seconds / entries if entries else seconds
    floor = floors.get(figure["group"])
    ratio = f"{per_entry / floor:.1f}" if floor and not name.startswith("test_floor") else ""
    aim = AIMS.get(name)
    more = "; ".join(f"{key.replace('_', ' ')} {value:,.0f}" for key, value in extra.items() if key != "entries")
    if aim and aim.p95_ms:
        more += f"; 95 of 100 under {p95(figure):.0f} ms"
    words = name.removeprefix("test_").replace("_", " ")
    cells = (engine, words, shown, ratio, aim.text if aim else "", verdict(engine, figure, floors), more)
    return f"| {' | '.join(cells)} |"


def verdict(engine: str, figure: dict[str, Any], floors: dict[str, float]) -> str:
    """Whether the aim was reached in this run."""
    aim = AIMS.get(figure["name"])
    if aim is None:
        return ""
    seconds, entries = figure["stats"]["median"], figure["extra_info"].get("entries")
    if aim.per_second:
        wanted, floor = aim.per_second[engine], 1 / floors["bulk import"]
        if entries / seconds >= wanted:
            return "yes"
        scaled = wanted * floor / REFERENCE[engine]
        reached = "in proportion to the floor, yes" if entries / seconds >= scaled else "**no**, nor in proportion"
        return f"{reached} ({scaled:,.0f} a second)"
    if aim.times_floor:
        return "yes" if seconds <= aim.times_floor * floors[figure["group"]] else "**no**"
    return "yes" if p95(figure) <= (aim.p95_ms or 0) else "**no**"


def p95(figure: dict[str, Any]) -> float:
    """The 95th percentile in milliseconds."""
    return quantiles(figure["stats"]["data"], n=20)[18] * 1000


def main() -> None:
    """Run, and write the page. UNBROKEN_BENCH_POSTGRES names a PostgreSQL database; without it, SQLite alone."""
    engines = {"SQLite": ""}
    if url := os.environ.get("UNBROKEN_BENCH_POSTGRES"):
        engines["PostgreSQL"] = url
    lines = []
    for engine, url in engines.items():
        figures = run(url)
        floors = {
            figure["group"]: figure["stats"]["median"] / figure["extra_info"].get("entries", 1)
            for figure in figures
            if figure["name"].startswith("test_floor")
        }
        lines += [row(engine, figure, floors) for figure in figures]
    head = (PAGE.read_text(encoding="utf-8") if PAGE.exists() else "# Benchmarks\n\n").partition("<!-- figures -->")
    machine = f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
    table = [
        "| engine | what | median | times the floor | aim | reached | more |",
        "|---|---|---|---|---|---|---|",
        *lines,
    ]
    text = "\n".join([head[0].rstrip(), "", "<!-- figures -->", "", f"Measured on: {machine}.", "", *table, ""])
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
