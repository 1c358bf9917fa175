"""Files all the way into the record: once, twice, half way and again."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson
import pytest
from django.db import connection

from tests.entries import draft
from tests.unit.exchange.importing.tables import ARREST, CONNECT, CRIME, OCCURRENCE, write_connect, write_csv
from unbroken import flow
from unbroken.exchange.demo import CASES, case_files
from unbroken.exchange.importing import ImportReport, SourceError, load_mapping, run_import, to_line
from unbroken.record.models import RecordEntry
from unbroken.record.verify import verify
from unbroken.synthetic import write_force

pytestmark = [pytest.mark.django_db, pytest.mark.demand("REC-01")]


def take(*paths: Path, batch: int = 2000, **options: Any) -> ImportReport:
    return run_import(paths, take_in=partial(flow.take_in_bulk, batch=batch), by="tests", **options)


def rejected(path: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in path.read_bytes().splitlines()]


def journey(path: Path, number: int, *, start: int = 0) -> Path:
    """A journey file of reports, one line each."""
    lines = (
        to_line(draft("report.made", None, f"report:r{each}", f"person:v{each}", ref=f"r{each}"))
        for each in range(start, number)
    )
    path.write_bytes(b"".join(lines))
    return path


def test_the_published_cases_go_in_whole_and_only_once() -> None:
    first = take(CASES)
    assert (first.files, first.rejected) == ([path.name for path in case_files()], 0)
    assert (first.read, first.included) == (30, 30)
    assert first.recorded == RecordEntry.objects.count()
    again = take(CASES)
    assert (again.recorded, again.duplicates, again.rejected) == (0, first.recorded, 0)


def test_every_row_of_both_shapes_goes_in_and_only_once(tmp_path: Path) -> None:
    crimes = write_csv(tmp_path / "cris.csv", [CRIME])
    write_connect(tmp_path / "connect", CONNECT)
    first = take(crimes, mapping=load_mapping("cris_like"))
    second = take(tmp_path / "connect", mapping=load_mapping("connect_like"))
    assert (first.read, first.rejected, first.recorded) == (1, 0, 14)
    assert (second.read, second.rejected, second.recorded) == (8, 0, 13)
    assert take(crimes, mapping=load_mapping("cris_like")).duplicates == 14
    assert take(tmp_path / "connect", mapping=load_mapping("connect_like")).duplicates == 13


@pytest.mark.demand("REC-14")
def test_included_and_rejected_make_up_what_was_read(tmp_path: Path) -> None:
    rows = [
        CRIME,
        CRIME,
        CRIME | {"CRIME_REF": "2/24", "INITIAL_CLASS": "S9Z"},
        CRIME | {"CRIME_REF": "3/24", "REPORTED_DT": "01/01/2062 09:00", "RECORDED_DT": ""},
        CRIME | {"CRIME_REF": "4/24", "COMMITTED_TO_DT": "01/01/2024"},
        CRIME | {"CRIME_REF": "5/24"},
    ]
    out = tmp_path / "out.rejects.jsonl"
    report = take(write_csv(tmp_path / "cris.csv", rows), mapping=load_mapping("cris_like"), rejects=out)
    assert (report.read, report.included, report.rejected) == (6, 3, 3)
    found = {(each["line"], each["field"]) for each in rejected(out)}
    assert found == {(4, "INITIAL_CLASS"), (5, "happened"), (6, "happened")}
    assert all(each["reason"] and orjson.loads(each["raw"])["CRIME_REF"] for each in rejected(out))
    assert (report.recorded, report.duplicates, report.refused) == (28, 14, 0)


def test_the_same_reference_with_other_content_goes_to_the_rejects(tmp_path: Path) -> None:
    take(write_csv(tmp_path / "cris-march.csv", [CRIME]), mapping=load_mapping("cris_like"))
    out = tmp_path / "out.rejects.jsonl"
    later = write_csv(tmp_path / "cris-april.csv", [CRIME | {"MO_DETAILS": "Told otherwise."}])
    report = take(later, mapping=load_mapping("cris_like"), rejects=out)
    assert (report.rejected, report.refused, report.duplicates, report.recorded) == (1, 1, 13, 0)
    (found,) = rejected(out)
    assert (found["kind"], found["source_ref"], found["field"]) == ("report.made", "3400123/24/made", "source_ref")
    assert "already recorded with other content" in found["reason"]
    assert found["expected"].startswith("correct entry ")


def test_what_a_later_extract_adds_is_recorded(tmp_path: Path) -> None:
    early = CRIME | {"OUTCOME": "", "OUTCOME_DT": "", "OUTCOME_REASON": "", "VIC_WITHDREW_DT": ""}
    mapping = load_mapping("cris_like")
    take(write_csv(tmp_path / "cris-march.csv", [early]), mapping=mapping)
    report = take(write_csv(tmp_path / "cris-april.csv", [CRIME]), mapping=mapping)
    assert (report.recorded, report.duplicates, report.rejected) == (2, 12, 0)


def test_a_correction_in_a_journey_finds_its_line_in_the_same_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    made = draft(ref="r1")
    body = {"why": "typed wrongly", "body": {"channel": "online", "reported_by": "victim"}}
    corrected = orjson.loads(to_line(draft("entry.corrected", body, ref="c1")))
    corrected |= {"subjects": [], "corrects": {"source": made.source, "source_ref": "r1"}}
    path.write_bytes(to_line(made) + orjson.dumps(corrected))
    report = take(path)
    assert (report.recorded, report.rejected) == (2, 0)
    assert take(path).duplicates == 2


def test_a_broken_line_is_rejected_and_the_rest_goes_in(tmp_path: Path) -> None:
    path = journey(tmp_path / "a.jsonl", 3)
    path.write_bytes(path.read_bytes() + b'{"kind": "report.made"\n' + to_line(draft("report.maid", ref="x")))
    out = tmp_path / "a.rejects.csv"
    report = take(path, rejects=out)
    assert (report.read, report.included, report.recorded, report.refused) == (5, 3, 3, 1)
    assert out.read_text(encoding="utf-8").count("\n") == 3


def test_a_wrong_file_stops_the_import_before_anything_is_recorded(tmp_path: Path) -> None:
    good = journey(tmp_path / "a.jsonl", 3)
    bad = write_csv(tmp_path / "b.csv", [OCCURRENCE])
    with pytest.raises(SourceError, match=r"b\.csv has no column CRIME_REF|is no table of this mapping"):
        take(good, bad, mapping=load_mapping("cris_like"))
    with pytest.raises(SourceError, match=r"b\.csv is an extract and needs a mapping"):
        take(good, bad)
    with pytest.raises(SourceError, match="there is no file"):
        take(good, tmp_path / "nowhere.jsonl")
    assert RecordEntry.objects.count() == 0


def test_progress_is_told_to_the_end(tmp_path: Path) -> None:
    path = journey(tmp_path / "a.jsonl", 250)
    told: list[tuple[str, int, int]] = []
    take(path, batch=100, progress=lambda file, done, total: told.append((file, done, total)))
    assert len(told) == 3
    assert told[-1] == ("a.jsonl", path.stat().st_size, path.stat().st_size)


def test_what_is_left_unread_is_said(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "cris.csv", [CRIME | {"SHOE_SIZE": "9"}])
    assert take(path, mapping=load_mapping("cris_like")).notes == ["cris.csv: no entry draws on SHOE_SIZE"]


def test_rejects_of_an_earlier_run_are_not_taken_for_a_journey(tmp_path: Path) -> None:
    journey(tmp_path / "a.jsonl", 2)
    (tmp_path / "a.jsonl.rejects.jsonl").write_text("{}\n", encoding="utf-8")
    assert take(tmp_path).files == ["a.jsonl"]


def test_a_row_split_by_the_end_of_a_batch_is_rejected_once(tmp_path: Path) -> None:
    rows = CONNECT | {"actions": [ARREST]}
    mapping = load_mapping("connect_like")
    take(*write_connect(tmp_path / "a", rows), mapping=mapping)
    changed = OCCURRENCE | {"mo_text": "Other words.", "first_offence": "Harassment (s2)", "investigator": "EV 1"}
    report = take(*write_connect(tmp_path / "b", rows | {"occurrences": [changed]}), mapping=mapping, batch=1)
    assert (report.refused, report.rejected) == (3, 1)


@pytest.mark.demand("REC-02")
def test_of_a_made_up_force_exactly_what_was_spoilt_is_rejected(tmp_path: Path) -> None:
    """Against the truth that the generator keeps: every spoilt row is found, and beside it only rows that need it."""
    write_force(tmp_path, reports=1500, seed=3)
    extracts, out = tmp_path / "extract-crime", tmp_path / "out.rejects.jsonl"
    found: dict[tuple[str, int], str] = {}
    for path, mapping, key in [
        (extracts / "northmoor-cris.csv", "cris_like", "CRIME_REF"),
        (extracts / "eastvale-connect", "connect_like", "occurrence_no"),
    ]:
        report = take(path, mapping=load_mapping(mapping), rejects=out)
        assert report.read == report.included + report.rejected
        assert report.recorded > 5000
        for each in rejected(out):
            found[each["file"].partition(".")[0], each["line"] - 1] = orjson.loads(each["raw"]).get(key, "")
    with (tmp_path / "truth" / "rows.csv").open(encoding="utf-8", newline="") as file:
        rows = [(Path(row["file"]).stem, int(row["row"]), row) for row in csv.DictReader(file)]
    spoilt = {(name, number) for name, number, row in rows if row["fate"] in {"malformed", "orphan", "conflict"}}
    references = {row["reference"] for name, number, row in rows if (name, number) in spoilt}
    assert len(spoilt) > 10
    assert spoilt - found.keys() == set()
    assert {reference for place, reference in found.items() if place not in spoilt} <= references


CHILD = """
import os, signal, sys
from functools import partial
from pathlib import Path
import django
django.setup()
from unbroken import flow
from unbroken.exchange.importing import run_import

batches = 0

def progress(file, done, total):
    global batches
    batches += 1
    if batches == 3:
        os.kill(os.getpid(), signal.SIGKILL)

take_in = partial(flow.take_in_bulk, batch=100)
run_import([Path(sys.argv[1])], take_in=take_in, by="child", rejects=Path(sys.argv[2]), progress=progress)
"""


@pytest.mark.django_db(transaction=True)
def test_an_import_killed_half_way_loses_nothing_and_the_next_finishes_it(tmp_path: Path) -> None:
    path, out = journey(tmp_path / "a.jsonl", 1000), tmp_path / "a.rejects.jsonl"
    path.write_bytes(b"broken\n" + path.read_bytes())
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(path), str(out)], env=child_environment(tmp_path), check=False, timeout=120
    )
    assert child.returncode == -signal.SIGKILL
    assert RecordEntry.objects.count() == 300
    assert verify("northmoor").misfit is None
    assert [each["line"] for each in rejected(out.with_name(f"{out.name}.partial"))] == [1]

    report = take(path, rejects=out)
    assert (report.recorded, report.duplicates, report.read, report.rejected) == (700, 300, 1001, 1)
    assert RecordEntry.objects.count() == 1000
    assert verify("northmoor").misfit is None
    assert [each["line"] for each in rejected(out)] == [1]


def child_environment(tmp_path: Path) -> dict[str, str]:
    """Another process of the service, on the database of the tests."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        address = f"sqlite:///{name}"
    else:
        address = urlsplit(os.environ["UNBROKEN_TEST_DATABASE_URL"])._replace(path=f"/{name}").geturl()
    ours = {"DJANGO_SETTINGS_MODULE": "unbroken.settings", "UNBROKEN_DATABASE_URL": address}
    return os.environ | ours | {"UNBROKEN_HOME": str(tmp_path / "home")}
