"""Rows that have changed since an earlier extract, with `on_change = "correct"`: corrections, and never twice."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.entries import draft
from tests.integration.exchange.test_importing import child_environment, rejected, take
from tests.unit.exchange.importing.tables import write_csv
from unbroken import flow
from unbroken.exchange.importing import ImportReport
from unbroken.exchange.importing.mapping import Mapping, read_mapping
from unbroken.record import queries
from unbroken.record.amend import Effective, effective
from unbroken.record.entries import Entry
from unbroken.record.models import RecordEntry
from unbroken.record.verify import verify

pytestmark = [pytest.mark.django_db, pytest.mark.demand("REC-04", "REC-14")]

MAPPING: dict[str, Any] = {
    "source": {"name": "small", "agency": "northmoor", "on_change": "correct"},
    "tables": [
        {
            "name": "reports",
            "row_id": "NO",
            "entries": [
                {
                    "kind": "report.made",
                    "ref": "made",
                    "happened": "AT",
                    "recorded_at": "TYPED",
                    "subjects": [{"role": "report", "id": "{NO}"}, {"role": "victim", "id": "{WHO}"}],
                    "body": {"channel": "HOW", "reported_by": {"value": "victim"}, "narrative": "WORDS"},
                },
                {
                    "kind": "report.classified",
                    "ref": "class",
                    "when": "CLASS",
                    "happened": "AT",
                    "recorded_at": "TYPED",
                    "subjects": [{"role": "report", "id": "{NO}"}],
                    "body": {"offence": "CLASS", "stage": {"value": "initial"}},
                },
            ],
        }
    ],
}
ROW = {
    "NO": "1",
    "AT": "2024-03-08",
    "TYPED": "2024-03-09",
    "HOW": "phone",
    "WHO": "1-v",
    "WORDS": "He waits outside.",
    "CLASS": "stalking_2a",
}
LATER = ROW | {"WORDS": "He waits outside, and follows her home."}
MADE = "1/made"


def mapping() -> Mapping:
    return read_mapping(MAPPING)


def imported(folder: Path, *rows: dict[str, str], **options: Any) -> tuple[ImportReport, list[dict[str, Any]]]:
    """An extract with these rows taken in, and what was rejected."""
    out = folder / "out.rejects.jsonl"
    path = write_csv(folder / "extract.csv", rows)
    options = {"mapping": mapping()} | options
    return take(path, rejects=out, **options), rejected(out)


def counts(report: ImportReport) -> tuple[int, int, int]:
    return report.recorded, report.duplicates, report.rejected


def recorded(ref: str) -> Entry:
    found = queries.entry(str(RecordEntry.objects.get(source_ref=ref).id))
    assert found is not None
    return found


def standing(ref: str = MADE) -> Effective:
    """How the entry of this reference stands now."""
    entry = recorded(ref)
    return effective([entry, *queries.amendments_of(entry.id)])[0]


def amend(kind: str, body: dict[str, Any], target: Entry) -> None:
    """What a person does on the page of an entry."""
    made = draft(kind, body, ("report", "report:1"), happened="2024-04-01", corrects=target.id)
    flow.take_in([made], by="officer")


def corrected_by_hand(words: str) -> dict[str, Any]:
    return {"why": "She rang.", "body": {"channel": "phone", "reported_by": "victim", "narrative": words}}


def test_a_changed_row_corrects_its_entry(tmp_path: Path) -> None:
    imported(tmp_path, ROW)
    report, rejects = imported(tmp_path, LATER)
    assert (counts(report), rejects) == ((1, 1, 0), [])
    (correction,) = standing().corrections
    assert standing().original.get("narrative") == ROW["WORDS"]
    assert standing().entry.get("narrative") == LATER["WORDS"]
    assert correction.get("why") == "A later extract of small says otherwise: narrative."
    assert (correction.source, correction.recorded_by, correction.agency) == ("small", "tests", "northmoor")
    assert correction.recorded_at > standing().original.recorded_at
    assert verify("northmoor").misfit is None


def test_the_same_extract_again_changes_nothing(tmp_path: Path) -> None:
    imported(tmp_path, ROW)
    imported(tmp_path, LATER)
    assert counts(imported(tmp_path, LATER)[0]) == (0, 2, 0)
    assert counts(imported(tmp_path, LATER, LATER)[0]) == (0, 4, 0)
    assert RecordEntry.objects.count() == 3


def test_each_further_change_is_a_further_correction(tmp_path: Path) -> None:
    last = LATER | {"HOW": "online"}
    for row in (ROW, LATER, last):
        imported(tmp_path, row)
    assert [correction.get("why").rpartition(": ")[2] for correction in standing().corrections] == [
        "narrative.",
        "channel.",
    ]
    assert standing().entry.body == {"channel": "online", "reported_by": "victim", "narrative": LATER["WORDS"]}


def test_time_and_subjects_are_corrected_and_carried_on(tmp_path: Path) -> None:
    imported(tmp_path, ROW)
    moved = ROW | {"AT": "2024-03-07", "WHO": "2-v", "CLASS": ""}
    imported(tmp_path, moved)
    imported(tmp_path, moved | {"WORDS": ""})
    assert standing().entry.day.isoformat() == "2024-03-07"
    assert standing().entry.of("victim") == ("person:northmoor-2-v",)
    assert standing().entry.body == {"channel": "phone", "reported_by": "victim"}
    assert [each.get("why").rpartition(": ")[2] for each in standing().corrections] == [
        "happened, subjects.",
        "narrative.",
    ]


def test_a_correction_is_recorded_when_the_source_says_it_had_it(tmp_path: Path) -> None:
    imported(tmp_path, ROW)
    imported(tmp_path, LATER | {"TYPED": "2024-05-02T10:00:00Z"})
    (correction,) = standing().corrections
    assert correction.recorded_at == correction.happened_from == "2024-05-02T10:00:00.000000Z"


def test_unless_the_mapping_says_so_a_changed_row_is_rejected(tmp_path: Path) -> None:
    source = {name: value for name, value in MAPPING["source"].items() if name != "on_change"}
    default = read_mapping(MAPPING | {"source": source})
    imported(tmp_path, ROW, mapping=default)
    report, (found,) = imported(tmp_path, LATER, mapping=default)
    assert counts(report) == (0, 1, 1)
    assert "already recorded with other content" in found["reason"]


def test_a_changed_row_that_holds_nothing_recordable_is_rejected(tmp_path: Path) -> None:
    imported(tmp_path, ROW)
    report, (found,) = imported(tmp_path, LATER | {"HOW": "semaphore"})
    assert counts(report) == (0, 0, 1)
    assert (found["field"], found["line"], found["source_ref"]) == ("body.channel", 2, MADE)


def test_a_guard_of_the_record_holds_for_a_correction(tmp_path: Path) -> None:
    """A code that was not in use on the day cannot come in by a correction either."""
    old = ROW | {"AT": "2010-03-08", "TYPED": "2010-03-09", "CLASS": "harassment_2"}
    imported(tmp_path, old)
    report, (found,) = imported(tmp_path, old | {"CLASS": "stalking_2a", "WORDS": "Other words."})
    assert (found["kind"], found["field"]) == ("entry.corrected", "body.body.offence")
    assert "was not in use then" in found["reason"]
    assert counts(report) == (1, 0, 1)


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        ("entry.corrected", corrected_by_hand("As she put it."), "the entry was corrected here"),
        ("entry.withdrawn", {"why": "Another person."}, "the entry was withdrawn here"),
        ("body.erased", {"ground": "retention_ended", "authorised_by": "Head"}, "its content was erased"),
    ],
)
def test_what_a_person_amended_is_for_a_person_to_decide(
    tmp_path: Path, kind: str, body: dict[str, Any], reason: str
) -> None:
    imported(tmp_path, ROW)
    amend(kind, body, recorded(MADE))
    assert counts(imported(tmp_path, ROW)[0]) == (0, 2, 0)
    report, (found,) = imported(tmp_path, LATER | {"AT": "2024-03-07", "CLASS": ""})
    assert counts(report) == (0, 0, 1)
    assert reason in found["reason"]
    assert found["source_ref"] == MADE


def test_what_a_person_put_right_as_the_source_did_needs_no_correction(tmp_path: Path) -> None:
    imported(tmp_path, ROW)
    amend("entry.corrected", corrected_by_hand(LATER["WORDS"]), recorded(MADE))
    assert counts(imported(tmp_path, LATER)[0]) == (0, 2, 0)


def test_an_import_s_correction_that_was_withdrawn_is_not_made_again(tmp_path: Path) -> None:
    imported(tmp_path, ROW)
    imported(tmp_path, LATER)
    amend("entry.withdrawn", {"why": "The source is wrong."}, standing().corrections[0])
    assert counts(imported(tmp_path, LATER)[0]) == (0, 2, 0)
    assert standing().entry.get("narrative") == ROW["WORDS"]


def test_an_older_extract_undoes_nothing(tmp_path: Path) -> None:
    imported(tmp_path, ROW)
    imported(tmp_path, LATER)
    report, (found,) = imported(tmp_path, ROW)
    assert counts(report) == (0, 1, 1)
    assert "an older extract, or the source went back" in found["reason"]
    assert standing().entry.get("narrative") == LATER["WORDS"]


def test_one_import_says_one_thing(tmp_path: Path) -> None:
    """Which of two rows with one reference is right, no order of rows says: neither does the second import."""
    for recorded_now, there in ((2, 1), (0, 3)):
        report, (found,) = imported(tmp_path, ROW, LATER)
        assert counts(report) == (recorded_now, there, 1)
        assert (found["line"], found["reason"]) == (3, "is in this import with other content too")


def test_another_kind_under_the_same_reference_is_no_version_of_it(tmp_path: Path) -> None:
    imported(tmp_path, ROW)
    other = {
        **MAPPING,
        "tables": [MAPPING["tables"][0] | {"entries": [MAPPING["tables"][0]["entries"][1] | {"ref": "made"}]}],
    }
    report, (found,) = imported(tmp_path, ROW, mapping=read_mapping(other))
    assert counts(report) == (0, 0, 1)
    assert "already recorded with other content" in found["reason"]


CHILD = """
import os, signal, sys
from functools import partial
from pathlib import Path
import django
django.setup()
import orjson
from unbroken import flow
from unbroken.exchange.importing import run_import
from unbroken.exchange.importing.mapping import read_mapping

batches = 0

def progress(file, done, total):
    global batches
    batches += 1
    if batches == 3:
        os.kill(os.getpid(), signal.SIGKILL)

take_in = partial(flow.take_in_bulk, batch=50)
mapping = read_mapping(orjson.loads(sys.argv[2]))
run_import([Path(sys.argv[1])], take_in=take_in, by="child", mapping=mapping, progress=progress)
"""


@pytest.mark.django_db(transaction=True)
def test_an_import_killed_among_corrections_is_finished_by_the_next(tmp_path: Path) -> None:
    rows = [ROW | {"NO": str(number), "WHO": f"{number}-v"} for number in range(150)]
    changed = [row | {"WORDS": f"Other words about {row['NO']}."} for row in rows]
    imported(tmp_path, *rows)
    path = write_csv(tmp_path / "later.csv", changed)
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(path), orjson.dumps(MAPPING).decode()],
        env=child_environment(tmp_path),
        check=False,
        timeout=120,
    )
    assert child.returncode == -signal.SIGKILL
    assert RecordEntry.objects.filter(kind="entry.corrected").count() == 75  # of each row, one entry has changed
    report = take(path, mapping=mapping(), batch=50)
    assert counts(report) == (75, 225, 0)
    assert counts(take(path, mapping=mapping())) == (0, 300, 0)
    assert {standing(f"{row['NO']}/made").entry.get("narrative") for row in changed} == {r["WORDS"] for r in changed}
    assert verify("northmoor").misfit is None
