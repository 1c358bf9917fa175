"""Run the benchmarks on both engines and write docs/benchmarks.md: `make bench`.

`python -m tests.bench.report lookup` runs one suite alone, and leaves the figures of the others as they were.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"


@dataclass(frozen=True)
class Aim:
    """What a figure should reach. `per_second` for throughput; `times_floor` and `p95_ms` are upper bounds; `faster` is
    how many times as fast as another benchmark of the same run it should be at least, where that was run.

    Throughput was asked for on a machine whose floor of the bulk import did REFERENCE entries a second. Beside the
    figure itself, the page says whether it was reached in proportion to the floor of the same run. `seconds` is the
    most that the whole of it may take.
    """

    text: str
    per_second: dict[str, int] | None = None
    times_floor: float | None = None
    p95_ms: dict[str, float] | None = None
    faster: tuple[str, float] | None = None
    seconds: float | None = None


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
    "test_look_up_weigh_and_explain_one_person": Aim(
        "95 of 100 under 1 ms on SQLite, 3 ms on PostgreSQL; within 5 times the floor; 1,000 times as fast as Splink's",
        times_floor=5,
        p95_ms={"SQLite": 1, "PostgreSQL": 3},
        faster=("test_splink_looks_up_one_person", 1000),
    ),
    "test_a_report_of_two_people_and_three_incidents_taken_in_and_linked": Aim(
        "95 of 100 under 60 ms", p95_ms={"SQLite": 60, "PostgreSQL": 60}
    ),
    "test_ten_thousand_people_added_to_a_linked_million": Aim(
        "30 seconds: 334 a second", per_second={"SQLite": 334, "PostgreSQL": 334}
    ),
    "test_trained_predicted_and_clustered_with_guards": Aim("within 1.15 times plain Splink", times_floor=1.15),
    "test_a_course_of_a_hundred_incidents_judged": Aim(
        "95 of 100 under 10 ms", p95_ms={"SQLite": 10, "PostgreSQL": 10}
    ),
    "test_narratives_of_150_words_read": Aim(
        "at least 1,000 a second", per_second={"SQLite": 1000, "PostgreSQL": 1000}
    ),
    "test_the_sweep_over_a_record": Aim(
        "a million reports in 30 minutes: 556 a second", per_second={"SQLite": 556, "PostgreSQL": 556}
    ),
    "test_what_stage_follows_what": Aim(
        "within 1.2 times SQL by hand; at least 4 times as fast as pandas",
        times_floor=1.2,
        faster=("test_pandas_finds_what_stage_follows_what", 4),
    ),
    "test_how_long_reports_stay_in_each_stage": Aim("within 1.2 times SQL by hand", times_floor=1.2),
    "test_an_extract_of_the_record": Aim(
        "a million entries in 60 seconds: 16,667 a second", per_second={"SQLite": 16_667, "PostgreSQL": 16_667}
    ),
    "test_the_whole_report_of_the_record": Aim("96,000 reports in 60 seconds", seconds=60),
    "test_the_whole_report_of_a_sample": Aim("10 seconds", seconds=10),
    "test_how_far_reports_get": Aim("within 1.2 times SQL by hand", times_floor=1.2),
    "test_a_journey_of_300_entries_among_a_million": Aim(
        "95 of 100 under 150 ms", p95_ms={"SQLite": 150, "PostgreSQL": 150}
    ),
}


@dataclass(frozen=True)
class Suite:
    """Files that are run together, and how: on the engines named, choosing tests by `only`, in this environment."""

    files: tuple[str, ...]
    engines: tuple[str, ...] = ("SQLite", "PostgreSQL")
    only: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


SUITES = {
    "record": Suite(("test_bulk.py", "test_one.py", "test_pages.py")),
    "lookup": Suite(("test_lookup.py",)),
    "linked intake": Suite(("test_linked_intake.py",)),
    "lookup among five million": Suite(("test_nation.py",), ("SQLite",), "", {"UNBROKEN_BENCH_PEOPLE": "5000000"}),
    "recognition": Suite(("test_conduct.py",), ("SQLite",)),
    "linking all at once": Suite(("test_batch.py",), ("SQLite",)),
    "analysis": Suite(("test_insight.py",), ("SQLite",)),
    "extract and report": Suite(("test_extract.py",), ("SQLite",)),
}


def run(suite: Suite, url: str) -> list[dict[str, Any]]:
    """The benchmarks of a suite on one engine, as pytest-benchmark's JSON has them."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        files = [f"tests/bench/{name}" for name in suite.files]
        command = [sys.executable, "-m", "pytest", "-q", *files, "--benchmark-only", "-p", "no:xdist", "-k", suite.only]
        command += [f"--benchmark-json={file.name}", "--benchmark-disable-gc"]
        environment = {**os.environ, **suite.environment, "UNBROKEN_TEST_DATABASE_URL": url}
        subprocess.run(command, cwd=ROOT, check=True, env=environment)
        found: list[dict[str, Any]] = json.loads(Path(file.name).read_text())["benchmarks"]
        return found


def row(engine: str, figure: dict[str, Any], floors: dict[str, float]) -> str:
    """One line of the table. `floors` are the seconds an entry, or a transaction, of each group's floor, and of every
    benchmark by its name.
    """
    name, seconds, extra = figure["name"], figure["stats"]["median"], figure["extra_info"]
    entries = extra.get("entries")
    shown = f"{entries / seconds:,.0f} a second" if entries else f"{seconds * 1000:.2f} ms"
    per_entry = seconds / entries if entries else seconds
    floor = floors.get(figure["group"])
    ratio = f"{per_entry / floor:.1f}" if floor and not name.startswith("test_floor") else ""
    aim = AIMS.get(name)
    more = "; ".join(f"{key.replace('_', ' ')} {value:,.0f}" for key, value in extra.items() if key != "entries")
    if aim and aim.p95_ms:
        more += f"; 95 of 100 under {p95(figure):.3g} ms"
    if aim and aim.faster and aim.faster[0] in floors:
        more += f"; {floors[aim.faster[0]] / seconds:,.0f} times as fast"
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
        wanted = aim.per_second[engine]
        if entries / seconds >= wanted:
            return "yes"
        if "bulk import" not in floors:
            return "**no**"
        floor = 1 / floors["bulk import"]
        scaled = wanted * floor / REFERENCE[engine]
        reached = "in proportion to the floor, yes" if entries / seconds >= scaled else "**no**, nor in proportion"
        return f"{reached} ({scaled:,.0f} a second)"
    if aim.seconds:
        return "yes" if seconds <= aim.seconds else "**no**"
    reached = not aim.times_floor or seconds / (entries or 1) <= aim.times_floor * floors[figure["group"]]
    if aim.faster and aim.faster[0] in floors:
        reached = reached and seconds * aim.faster[1] <= floors[aim.faster[0]]
    return "yes" if reached and (not aim.p95_ms or p95(figure) <= aim.p95_ms[engine]) else "**no**"


def p95(figure: dict[str, Any]) -> float:
    """The 95th percentile in milliseconds."""
    return quantiles(figure["stats"]["data"], n=20)[18] * 1000


def table(suite: Suite, engines: dict[str, str]) -> list[str]:
    """The lines of a suite's table, measured now."""
    lines = [
        "| engine | what | median | times the floor | aim | reached | more |",
        "|---|---|---|---|---|---|---|",
    ]
    for engine in (name for name in suite.engines if name in engines):
        figures = run(suite, engines[engine])
        floors = {
            figure["group"]: figure["stats"]["median"] / figure["extra_info"].get("entries", 1)
            for figure in figures
            if figure["name"].startswith("test_floor")
        } | {figure["name"]: figure["stats"]["median"] for figure in figures}
        lines += [row(engine, figure, floors) for figure in figures]
    return lines


def main() -> None:
    """Run, and write the page. UNBROKEN_BENCH_POSTGRES names a PostgreSQL database; without it, SQLite alone.

    UNBROKEN_BENCH_ENGINE names the one engine to measure; what stands of the other is kept.
    """
    engines = {"SQLite": ""}
    if url := os.environ.get("UNBROKEN_BENCH_POSTGRES"):
        engines["PostgreSQL"] = url
    if only := os.environ.get("UNBROKEN_BENCH_ENGINE"):
        engines = {only: engines[only]}
    machine = f"Measured on: {os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}."
    text = PAGE.read_text(encoding="utf-8")
    for suite in sys.argv[1:] or SUITES:
        begin, end = f"<!-- figures: {suite} -->", f"<!-- end of figures: {suite} -->"
        before, _, rest = text.partition(begin)
        stood, _, after = rest.partition(end)
        lines = table(SUITES[suite], engines)
        lines += [line for line in stood.splitlines() if line.startswith(_others(engines))]
        block = "\n".join([begin, "", machine, "", *lines, "", end])
        text = before + block + after
        PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def _others(engines: Mapping[str, str]) -> tuple[str, ...]:
    """How the lines of the engines begin that are not measured now."""
    return tuple(f"| {name} |" for name in REFERENCE if name not in engines)


if __name__ == "__main__":
    main()
