from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import bodies
from unbroken.record.amend import Effective
from unbroken.record.entries import Entry, Subject
from unbroken.record.ids import new_id
from unbroken.record.kinds import REGISTER
from unbroken.record.times import Interval, read_interval
from unbroken.web.recording import amending
from unbroken.web.recording.amending import Said
from unbroken.web.recording.entry_form import FORM_ID

DAY = read_interval("2025-03-03")


def entry(kind: str = "incident.recorded", happened: Interval = DAY, **body: object) -> Entry:
    return Entry(new_id(), "met", 1, kind, 1, happened.start, happened.end, DAY.end, "a", "met", "t", "1", "",
                 (Subject("report", "report:r1"),), body)  # fmt: skip


def said(text: str = "2025", **body: object) -> Said:
    return Said(body, read_interval(text))


@pytest.mark.parametrize("kind", [kind.kind for kind in REGISTER if not kind.kind.startswith(("entry.", "body."))])
@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_a_correction_that_changes_nothing_says_what_was_said(kind: str, data: st.DataObject) -> None:
    """Through the very form that a browser sends back: no field of no kind may be lost or altered on the way."""
    body = data.draw(bodies(kind))
    item = Effective(*(entry(kind, **body),) * 2)
    values = {
        **amending.start_values(item),
        amending.WHY: "To see.",
        FORM_ID: new_id(),
        amending.SEEN: item.original.id,
    }
    asked = amending.correction_form(item, {name: [""] for name in values}, today=date(2030, 1, 1))
    filled = asked.read(amending.raw_for(asked.form, values))
    assert filled.errors == []
    assert amending._stored(amending.answered(item, filled.values).body) == body


def test_a_time_more_exact_than_the_questions_is_kept_unless_it_is_changed():
    exact = read_interval("2025-03-03T14:15:30")
    item = Effective(*(entry(happened=exact, behaviours=["theft"]),) * 2)
    values = {**amending.start_values(item)}
    assert amending.answered(item, values).happened == exact
    assert amending.answered(item, {**values, "happened_clock": "14:16"}).happened == read_interval("2025-03-03T14:16")


def test_a_correction_carries_on_what_was_corrected_before():
    first = entry(behaviours=["theft"])
    moved = replace(first, happened_from=read_interval("2024").start, happened_to=read_interval("2024").end,
                    subjects=(Subject("report", "report:r2"),))  # fmt: skip
    draft = amending.correction(
        Effective(moved, first), amending.said_in(Effective(moved, first)), why="x", form=new_id()
    )
    assert read_interval(draft.body["happened"]) == read_interval("2024")
    assert draft.body["subjects"] == [["report", "report:r2"]]


def test_two_corrections_of_different_fields_are_both_kept():
    base, theirs = said(times=1, narrative="a"), said("2024", times=2, narrative="a")
    mine = said(times=1, narrative="b", place_note="Park")
    merged = amending.merge("incident.recorded", base=base, theirs=theirs, mine=mine)
    assert merged == said("2024", times=2, narrative="b", place_note="Park")


def test_of_two_corrections_of_one_field_mine_is_offered_and_both_are_shown():
    base, theirs, mine = said(times=1), said(times=2), said(times=3)
    assert amending.merge("incident.recorded", base=base, theirs=theirs, mine=mine).body == {"times": 3}
    [clash] = amending.clashes("incident.recorded", base=base, theirs=theirs, mine=mine, names={})
    assert (clash.label, clash.was, clash.theirs, clash.mine) == ("How many times", "1", "2", "3")


def test_what_i_took_out_stays_out():
    base = said(times=1, place_note="Park")
    merged = amending.merge("incident.recorded", base=base, theirs=base, mine=said(times=1))
    assert merged.body == {"times": 1}


def test_of_two_corrections_of_whom_it_is_about_mine_is_offered_and_both_are_shown():
    base, theirs, mine = (
        amending.Said({}, said().happened, (Subject("report", "report:r"), Subject("suspect", f"person:{name}")))
        for name in ("a", "b", "c")
    )
    kind, names = "incident.recorded", {"person:a": "Ann", "person:b": "Ben"}
    assert amending.merge(kind, base=base, theirs=theirs, mine=mine).subjects == mine.subjects
    assert amending.merge(kind, base=base, theirs=theirs, mine=base).subjects == theirs.subjects
    [clash] = amending.clashes(kind, base=base, theirs=theirs, mine=mine, names=names)
    assert (clash.was, clash.theirs, clash.mine) == ("Suspect: Ann", "Suspect: Ben", "Suspect: person:c")
