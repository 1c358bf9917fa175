"""The corrected history: what folds see."""

from __future__ import annotations

from typing import Any

import pytest

from tests.entries import entry
from unbroken.record.amend import effective, standing
from unbroken.record.entries import Entry, Subject


def amendment(kind: str, target: Entry, *, recorded: str, **body: Any) -> Entry:
    return entry(kind, {"why": "a slip", **body}, happened=recorded, recorded=recorded, corrects=target.id)


FIRST = entry(body={"channel": "phone", "reported_by": "victim"}, happened="2024-03-01")
SECOND = entry("incident.recorded", {"behaviours": ["calls_texts"]}, happened="2024-02-20", recorded="2024-03-05")


def test_entries_come_in_the_order_in_which_they_happened() -> None:
    assert standing([FIRST, SECOND]) == [SECOND, FIRST]


@pytest.mark.demand("REC-11")
def test_a_correction_replaces_the_body_and_keeps_the_original() -> None:
    fix = amendment(
        "entry.corrected", FIRST, recorded="2024-03-10", body={"channel": "online", "reported_by": "family"}
    )
    (item,) = effective([FIRST, fix])
    assert item.entry.body == {"channel": "online", "reported_by": "family"}
    assert item.entry.id == FIRST.id
    assert item.original == FIRST
    assert item.corrections == (fix,)


def test_a_correction_can_move_an_entry_in_time_and_change_whom_it_is_about() -> None:
    fix = amendment(
        "entry.corrected",
        SECOND,
        recorded="2024-03-10",
        body={"behaviours": ["attends_home"]},
        happened="2024-03-04",
        subjects=[["victim", "person:v2"], ["report", "report:r1"]],
    )
    moved = standing([FIRST, SECOND, fix])[-1]
    assert moved.id == SECOND.id
    assert str(moved.day) == "2024-03-04"
    assert moved.subjects == (Subject("report", "report:r1"), Subject("victim", "person:v2"))


def test_the_latest_correction_counts_whatever_the_order_of_reading() -> None:
    one = amendment(
        "entry.corrected", FIRST, recorded="2024-03-10", body={"channel": "online", "reported_by": "victim"}
    )
    two = amendment(
        "entry.corrected", FIRST, recorded="2024-03-11", body={"channel": "in_person", "reported_by": "victim"}
    )
    assert [e.body for e in standing([two, FIRST, one])] == [two.body["body"] for _ in (1,) if two.body]
    assert effective([two, FIRST, one])[0].corrections == (one, two)


@pytest.mark.demand("REC-15")
def test_a_withdrawal_takes_an_entry_out_and_can_itself_be_withdrawn() -> None:
    gone = amendment("entry.withdrawn", FIRST, recorded="2024-03-10")
    back = amendment("entry.withdrawn", gone, recorded="2024-03-11")
    assert standing([FIRST, gone]) == []
    assert effective([FIRST, gone])[0].withdrawn == gone
    assert standing([FIRST, gone, back]) == [FIRST]


def test_withdrawing_a_correction_brings_the_one_before_back() -> None:
    one = amendment(
        "entry.corrected", FIRST, recorded="2024-03-10", body={"channel": "online", "reported_by": "victim"}
    )
    two = amendment(
        "entry.corrected", FIRST, recorded="2024-03-11", body={"channel": "in_person", "reported_by": "victim"}
    )
    undo = amendment("entry.withdrawn", two, recorded="2024-03-12")
    (item,) = effective([FIRST, one, two, undo])
    assert item.entry.body == {"channel": "online", "reported_by": "victim"}


@pytest.mark.demand("REC-11")
def test_as_known_on_a_date_leaves_out_what_was_recorded_later() -> None:
    fix = amendment(
        "entry.corrected", FIRST, recorded="2024-03-10", body={"channel": "online", "reported_by": "victim"}
    )
    known = "2024-03-06T00:00:00.000000Z"
    assert standing([FIRST, SECOND, fix], known_at=known) == [SECOND, FIRST]
    assert standing([FIRST, SECOND, fix], known_at="2024-03-03T00:00:00.000000Z") == [FIRST]


def test_an_erased_body_is_not_brought_back_by_a_correction() -> None:
    erased = entry(body=None, happened="2024-03-01")
    erased = Entry(**{**{name: getattr(erased, name) for name in Entry.__slots__}, "body": None})
    fix = amendment(
        "entry.corrected", erased, recorded="2024-03-10", body={"channel": "online", "reported_by": "victim"}
    )
    assert standing([erased, fix])[0].body is None
