"""Counts over a cohort: nobody is lost between those who came in, those who left and those still inside."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.entries import draft
from unbroken.cases.queries import COUNTED, Wanted, count_by, count_reports
from unbroken.cases.stages import ENDED
from unbroken.flow import take_in
from unbroken.record.entries import Draft
from unbroken.safety.queries import checks_due

pytestmark = pytest.mark.django_db

COUPLE = {"relationship": "ex_partner", "children_together": "yes"}
WITHDREW = {"stage": "investigation", "statement_taken": "no", "statement_absent_because": "No answer."}
CLASS = {"offence": "stalking_2a", "stage": "initial"}


@pytest.fixture(autouse=True)
def _cohort() -> None:
    """Six reports: still inside, closed by police, closed after a withdrawal, sentenced, never classified."""
    histories: list[list[tuple[str, dict[str, Any]]]] = [
        [("report.classified", CLASS), ("relationship.stated", COUPLE), ("suspect.arrested", {})],
        [("relationship.stated", COUPLE), ("investigation.closed", {"outcome": "15", "decided_by": "police"})],
        [
            ("relationship.stated", {"relationship": "stranger"}),
            ("victim.withdrew", WITHDREW),
            ("investigation.closed", {"outcome": "16", "decided_by": "police"}),
        ],
        [
            ("charge.laid", {"offence": "stalking_2a", "by": "cps"}),
            ("verdict.returned", {"verdict": "guilty"}),
            ("sentence.passed", {"components": [{"type": "fine"}]}),
        ],
        [],
        [("relationship.stated", {"relationship": "unknown", "unknown_because": "She did not see him."})],
    ]
    for number, history in enumerate(histories, start=1):
        people = (("report", f"report:r{number}"), ("victim", f"person:v{number}"), ("suspect", f"person:s{number}"))
        made = {"channel": "phone", "reported_by": "victim", "area": "Castle" if number % 2 else "Harbour"}
        drafts = [draft("report.made", made, *people, happened=f"2024-0{1 + number // 4}-01")]
        for day, (kind, body) in enumerate(history, start=10):
            court = kind.startswith(("charge", "verdict", "sentence"))
            objects = people[:1] if kind == "report.classified" else people
            named = (*objects, ("prosecution", "prosecution:p1")) if court else objects
            drafts.append(draft(kind, body, *named, happened=f"2024-03-{day}"))
        take_in([*drafts, *(_aged(*pair, people[0]) for pair in people[1:])], by="tests")


def _aged(role: str, person: str, report: tuple[str, str]) -> Draft:
    """Domestic abuse is between people of sixteen and over."""
    return draft("person.described", {"role_here": role, "age": 30}, ("person", person), report, happened="2024-03-20")


@pytest.mark.demand("REC-11", "GOV-10")
def test_entrants_are_those_inside_and_those_who_left() -> None:
    stages = count_by("stage", Wanted())
    left = sum(number for stage, number in stages.items() if stage in ENDED)
    assert (left, count_reports(Wanted(is_open=False))) == (3, 3)
    assert count_reports(Wanted(is_open=True)) == 3
    assert left + count_reports(Wanted(is_open=True)) == count_reports(Wanted()) == 6


@pytest.mark.demand("REC-12")
def test_closed_by_police_after_withdrawal_and_without_outcome_stand_apart() -> None:
    assert count_by("outcome", Wanted(is_open=False)) == {"": 1, "15": 1, "16": 1}
    assert count_by("outcome", Wanted(is_open=True)) == {"": 3}


@pytest.mark.demand("REC-05", "GOV-10")
@pytest.mark.parametrize("column", COUNTED)
def test_every_count_can_be_split_by_domestic_abuse_and_the_parts_add_up(column: str) -> None:
    whole = count_by(column, Wanted())
    parts = [count_by(column, Wanted(domestic=is_domestic)) for is_domestic in (True, False)]
    unsaid = count_reports(Wanted()) - sum(sum(part.values()) for part in parts)
    assert sum(whole.values()) == 6
    assert [sum(part.values()) for part in parts] == [2, 1]
    assert unsaid == 3  # nobody stated the relationship, or it is not known: neither yes nor no
    assert all(part[value] <= whole[value] for part in parts for value in part)


@pytest.mark.demand("REC-06")
def test_how_complete_the_relationship_is_can_be_counted_by_area_and_month() -> None:
    january = Wanted(made_from=date(2024, 1, 1), made_to=date(2024, 1, 31))
    assert count_by("relationship", january) == {"ex_partner": 2, "stranger": 1}
    assert count_by("relationship", Wanted(area="Castle")) == {"": 1, "ex_partner": 1, "stranger": 1}
    assert count_by("relationship", Wanted(area="Harbour")) == {"": 1, "ex_partner": 1, "unknown": 1}


@pytest.mark.demand("CPS-08")
def test_an_order_is_watched_on_after_the_case_has_ended() -> None:
    about = (("order", "order:o1"), ("victim", "person:v4"), ("suspect", "person:s4"), ("report", "report:r4"))
    granted = draft("order.granted", {"type": "restraining_order_conviction"}, *about, happened="2024-03-14")
    checked = draft(
        "order.checked",
        {"type": "restraining_order_conviction", "next_check": "2025-01-10"},
        *about,
        happened="2024-06-01",
    )
    take_in([granted, checked], by="tests")
    assert count_by("stage", Wanted(of=["report:r4"])).keys() <= set(ENDED)
    assert [row.object for row in checks_due(by=date(2025, 1, 31))] == ["order:o1"]
