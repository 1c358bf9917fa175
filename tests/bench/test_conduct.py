"""Recognition: a course of a hundred incidents judged, narratives read, and the sweep over a record.

The floor of judging is folding the same incidents; that of reading is the tokenizer alone on the same texts. The sweep
runs as the command, in processes of its own.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from tests.entries import MADE, entry
from unbroken.cases.between import Two, nobodys
from unbroken.conduct.course.pairs import between_two, judge_both
from unbroken.conduct.evaluation import labelled
from unbroken.conduct.reading import narrative
from unbroken.conduct.reading.words import language
from unbroken.conduct.readings import fold_readings
from unbroken.record.entries import Entry

REPORTS = int(os.environ.get("UNBROKEN_BENCH_SWEEP", "20000"))
INCIDENTS, WORDS, NARRATIVES = 100, 150, 500
TWO = Two(frozenset({"person:v"}), frozenset({"person:s"}))
_DONE = cycle(("calls_texts", "attends_home", "online_contact", "following_surveillance", "threats_harm"))


def _texts() -> list[str]:
    """Narratives of 150 words, made of the labelled ones."""
    words = iter(" ".join(one.text for one in labelled("tuned_on")).split())
    found = iter(lambda: " ".join(islice(words, WORDS)), "")
    return list(islice(cycle(list(found)), NARRATIVES))


def _course() -> list[Entry]:
    """A report a month with its incidents, each with a narrative, over three years."""
    about = ("report:r", ("victim", "person:v"), ("suspect", "person:s"))
    first = date(2021, 1, 4)
    acts = [
        entry("incident.recorded", {"behaviours": [next(_DONE)], "told": ["asked_to_stop"], "narrative": text}, *about,
              happened=(first + timedelta(days=11 * n)).isoformat())
        for n, text in enumerate(_texts()[:INCIDENTS])
    ]  # fmt: skip
    made = entry("report.made", MADE, *about, happened="2021-01-04")
    stated = entry("relationship.stated", {"relationship": "ex_partner", "stated_by": "victim"}, *about,
                   happened="2021-01-04")  # fmt: skip
    return sorted([made, stated, *acts], key=lambda one: (one.happened_from, one.id))


@pytest.fixture(scope="module")
def course() -> list[Entry]:
    return _course()


@pytest.mark.benchmark(group="one course")
def test_floor_a_hundred_incidents_folded(benchmark: Any, course: Sequence[Entry]) -> None:
    benchmark.pedantic(lambda: between_two(TWO, course, nobodys), rounds=200, warmup_rounds=10)


@pytest.mark.benchmark(group="one course")
def test_a_course_of_a_hundred_incidents_judged(benchmark: Any, course: Sequence[Entry]) -> None:
    """Folded, measured and judged in both directions, with reasons; narratives are read when they are recorded."""
    readings = {one.entry: one.said for one in fold_readings("report:r", course).readings}

    def judge() -> None:
        found = judge_both(TWO, between_two(TWO, course, nobodys), course, readings)
        assert all(judged.met for judged, _ in found.values())

    benchmark.pedantic(judge, rounds=200, warmup_rounds=10)


@pytest.mark.benchmark(group="narratives")
def test_floor_words_told_apart(benchmark: Any) -> None:
    texts = _texts()
    benchmark.extra_info["entries"] = len(texts)
    tokenizer = language().tokenizer
    benchmark.pedantic(lambda: [tokenizer(text) for text in texts], rounds=5, warmup_rounds=1)


@pytest.mark.benchmark(group="narratives")
def test_narratives_of_150_words_read(benchmark: Any) -> None:
    texts = _texts()
    benchmark.extra_info["entries"] = len(texts)
    benchmark.pedantic(lambda: [narrative.read(text) for text in texts], rounds=5, warmup_rounds=1)


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A record of a made-up force in a place of its own, and how to reach it."""
    home = tmp_path_factory.mktemp("sweep")
    environment = {**os.environ, "UNBROKEN_HOME": str(home)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    _run(environment, "synth", "--reports", str(REPORTS), "--seed", "7", "--out", str(home / "force"))
    _run(environment, "setup")
    _run(environment, "import", *map(str, sorted((home / "force").glob("journeys-*.jsonl"))))
    return environment


def _run(environment: dict[str, str], *arguments: str) -> None:
    command = Path(sys.executable).with_name("unbroken")
    subprocess.run([str(command), *arguments], check=True, env=environment, capture_output=True)


@pytest.mark.benchmark(group="sweep")
def test_the_sweep_over_a_record(benchmark: Any, swept: dict[str, str]) -> None:
    started = perf_counter()
    benchmark.pedantic(lambda: _run(swept, "recognise", "--sweep", "--most", "0"), rounds=1)
    benchmark.extra_info["entries"] = REPORTS
    benchmark.extra_info["minutes_for_a_million"] = (perf_counter() - started) / REPORTS * 1_000_000 / 60
    benchmark.extra_info["peak_mb_of_a_process"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
