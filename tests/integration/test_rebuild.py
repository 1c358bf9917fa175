"""Folded state follows from the record alone: however entries came in, the same rows come of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Barrier, Thread
from time import sleep

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.entries import draft
from tests.strategies import KINDS, histories
from unbroken.cases.models import ReportRow
from unbroken.conduct.models import CourseRow
from unbroken.flow import PROJECTIONS, rebuild, take_in, take_in_bulk
from unbroken.record.check import AMENDMENTS
from unbroken.record.entries import Draft
from unbroken.record.errors import Refused
from unbroken.record.kinds import REGISTER
from unbroken.record.models import RecordEntry
from unbroken.record.projector import Row, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
State = dict[str, list[Row]]
LOOKED_AT = tuple(
    REGISTER[name]
    for name in ("report.made", "report.classified", "report.linked", "relationship.stated", "investigation.closed")
) + tuple(kind for kind in KINDS if kind.kind.partition(".")[0] in {"charge", "prosecution", "verdict", "identity"})
"""Kinds that guards look at, and kinds whose entries are read together."""
_random = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@st.composite
def _histories(draw: st.DrawFn) -> list[Draft]:
    """Random histories, with withdrawals of amendments and erasures among the amendments."""
    parts = draw(st.lists(histories(draw(st.sampled_from((KINDS, LOOKED_AT))), max_size=7), min_size=2, max_size=3))
    history = [item for part in parts for item in part]
    for number, target in enumerate(draw(st.lists(st.sampled_from(history), max_size=4))):
        is_undone = target.kind in AMENDMENTS or draw(st.booleans())
        kind = "entry.withdrawn" if is_undone else "body.erased"
        body = {"why": "Mistaken."} if is_undone else {"ground": "court_order", "authorised_by": "Records"}
        ref = (target.source, target.source_ref)
        history.append(
            replace(
                target, kind=kind, body=body, subjects=(), source_ref=f"undo-{number}", corrects="", corrects_ref=ref
            )
        )
    return history


class _Undo(Exception):
    """Ends a transaction that was only for looking."""


def _after(act: Callable[[], object]) -> State:
    """Every row after an act, which is then undone. Entries go by their reference, and when is left out."""
    state: State = {}
    try:
        with transaction.atomic():
            act()
            state = _named_by_reference(_without_links_of_the_model(_state()))
            raise _Undo
    except _Undo:
        return state


def _state() -> State:
    """Every row of folded state, who is who and what each course comes to among it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT object, resolved FROM people_resolved ORDER BY 1")
        who = {"people_resolved": cursor.fetchall()}
        cursor.execute("SELECT object, other, weight, guard FROM people_review ORDER BY 1, 2")
        who["people_review"] = cursor.fetchall()
    courses = [tuple(map(str, row)) for row in CourseRow.objects.order_by("victim", "suspect").values_list()]
    return snapshot(PROJECTIONS) | who | {"conduct_course": courses}


def _without_links_of_the_model(state: State) -> State:
    """Which links hold a resolved person depends on the order in which descriptions came; who is joined does not.

    Nor is there a row, then, of somebody of whom nothing is known but that the linkage joined or parted them.
    """
    links = [row for row in state["people_link"] if row[4] != "model"]
    plain = [(*row[:1], *row[2:]) for row in links]  # without its place among the links
    persons = [
        (*row[:-1], re.sub(r'"links":\[.*?\],"works_in"', '"works_in"', row[-1])) for row in state["people_person"]
    ]
    known = [row for row in persons if '"descriptions":[]' not in row[-1] or '"roles":[]' not in row[-1]]
    return state | {"people_link": plain, "people_person": known}


def _named_by_reference(state: State) -> State:
    names = dict(RecordEntry.objects.values_list("id", "source_ref"))
    names |= dict.fromkeys(RecordEntry.objects.values_list("recorded_at", flat=True), "then")
    pattern = re.compile("|".join(map(re.escape, names)) or "nothing")

    def plain(value: object) -> object:
        return pattern.sub(lambda found: names[found[0]], value) if isinstance(value, str) else value

    return {table: sorted((tuple(map(plain, row)) for row in rows), key=repr) for table, rows in state.items()}


def _one_by_one(history: Sequence[Draft]) -> list[Draft]:
    """Take drafts in one at a time; those that were taken."""
    taken = []
    for item in history:
        try:
            take_in([item], by="tests")
        except Refused:
            continue
        taken.append(item)
    return taken


def _in_bulk(history: Sequence[Draft], batch: int) -> None:
    take_in_bulk(enumerate(history), by="tests", on_reject=lambda place, item, problems: None, batch=batch)


@pytest.mark.demand("REC-11")
@_random
@given(_histories())
def test_rebuilding_from_the_record_gives_the_same_rows(history: list[Draft]) -> None:
    def take_and_rebuild() -> None:
        _one_by_one(history)
        before = _state()
        rebuild()
        assert _state() == before

    _after(take_and_rebuild)


@_random
@given(_histories(), st.integers(1, 6))
def test_the_bulk_road_leaves_the_same_rows(history: list[Draft], batch: int) -> None:
    assert _after(lambda: _in_bulk(history, batch)) == _after(lambda: _one_by_one(history))


@_random
@given(_histories())
def test_what_is_taken_in_all_at_once_leaves_the_same_rows(history: list[Draft]) -> None:
    taken: list[Draft] = []
    one_by_one = _after(lambda: taken.extend(_one_by_one(history)))
    assert _after(lambda: take_in(taken, by="tests")) == one_by_one


def test_a_withdrawal_that_is_itself_withdrawn_brings_back_the_same_rows() -> None:
    made, incident = take_in(
        [draft(), draft("incident.recorded", {"behaviours": ["calls_texts"]}, "report:r1", "person:v1")], by="tests"
    ).recorded
    before = snapshot(PROJECTIONS)
    [out] = take_in([_withdrawal(incident.entry.id)], by="tests").recorded
    assert snapshot(PROJECTIONS) != before
    take_in([_withdrawal(out.entry.id)], by="tests")
    assert snapshot(PROJECTIONS) == before
    assert made.entry.kind == "report.made"


def test_what_is_withdrawn_whole_leaves_no_rows() -> None:
    [made] = take_in([draft()], by="tests").recorded
    take_in([_withdrawal(made.entry.id)], by="tests")
    assert not any(snapshot(PROJECTIONS).values())


def _withdrawal(entry_id: str) -> Draft:
    return Draft(
        "entry.withdrawn", {"why": "Never happened."}, (), "2024-06-01", "northmoor", "tests", entry_id, entry_id
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_two_agencies_that_record_about_one_report_at_once_leave_the_same_rows() -> None:
    """Each of two transactions would fold the report without the other's entry, and the later one would stand."""
    reports = [f"report:at-once-{n}" for n in range(20)]
    take_in([draft("report.made", None, name, "person:v1") for name in reports], by="x")
    body = {"behaviours": ["calls_texts"], "times": 1}
    together = Barrier(2)

    def record(agency: str) -> None:
        for name in reports:
            together.wait(timeout=30)
            take_in([draft("incident.recorded", body, name, "person:v1", agency=agency)], by=agency)
        connection.close()

    threads = [Thread(target=record, args=(agency,)) for agency in ("northmoor", "cps")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {row.object: row.incidents for row in ReportRow.objects.all()} == dict.fromkeys(reports, 2)


@pytest.mark.django_db(transaction=True)
def test_what_is_recorded_during_a_rebuild_is_in_the_tables() -> None:
    take_in([draft("report.made", None, f"report:r{n}", f"person:v{n}") for n in range(5)], by="x")
    body = {"behaviours": ["calls_texts"], "times": 1}
    waiting: list[Thread] = []

    def record() -> None:
        take_in([draft("incident.recorded", body, "report:r1", "person:v1")], by="y")
        connection.close()

    def meanwhile(_: int) -> None:
        if not waiting:
            waiting.append(Thread(target=record))
            waiting[0].start()
            sleep(0.3)  # long enough to get as far as it can

    rebuild(progress=meanwhile)
    waiting[0].join()
    live = snapshot(PROJECTIONS)
    assert ReportRow.objects.get(object="report:r1").incidents == 1
    rebuild()
    assert snapshot(PROJECTIONS) == live
