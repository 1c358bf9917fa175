"""The weakest link that holds an incident to a course, where who somebody is rests on links between records."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.entries import MADE, entry
from unbroken.cases.between import ONE, OTHER, Two
from unbroken.conduct.course.holding import held_by
from unbroken.conduct.course.pairs import between_two, people_of, whose_between
from unbroken.conduct.course.shapes import fold_course
from unbroken.people.graph import Bond
from unbroken.record.entries import Entry

pytestmark = pytest.mark.demand("RCG-01", "LNK-01")
HER, HER_AGAIN = "person:her", "person:her-2"
HIM, AGAIN, THIRD = "person:him", "person:him-2", "person:him-3"
TWO = Two(frozenset({HER, HER_AGAIN}), frozenset({HIM, AGAIN, THIRD}))


def incident(day: str, *, suspect: str = HIM, victim: str = HER, report: str = "report:r1", **body: object) -> Entry:
    named = (("suspect", suspect),) if suspect else ()
    return entry("incident.recorded", {"behaviours": ["calls_texts"], **body}, report, ("victim", victim), *named,
                 happened=day)  # fmt: skip


def linked(one: str, other: str, *, bits: float | None = None) -> Entry:
    body = {"basis": "human", "reason": "Same."} if bits is None else {"basis": "model", "weight": bits, "score": 0.99,
                                                                      "model_version": "3"}  # fmt: skip
    return entry("identity.linked", body, ("person", one), ("other_person", other))


def held(*entries: Entry) -> dict[str, Bond]:
    ordered = sorted(entries, key=lambda one: (one.happened_from, one.id))
    people = {ONE: people_of(TWO.one, ordered), OTHER: people_of(TWO.other, ordered)}
    course = fold_course(TWO, between_two(TWO, ordered, whose_between(TWO, ordered)), OTHER, ordered)
    assert course.incidents
    return dict(held_by(TWO, people, course, ordered))


def weights(found: dict[str, Bond], incidents: Sequence[Entry]) -> list[float | str | None]:
    return [found[one.id].weight if one.id in found else "none" for one in incidents]


def test_those_that_most_incidents_name_rest_on_no_link_and_the_others_on_the_link_to_them() -> None:
    course = [incident("2024-03-01"), incident("2024-03-02"), incident("2024-03-03", suspect=AGAIN)]
    found = held(*course, linked(HIM, AGAIN, bits=9.5))
    assert weights(found, course) == ["none", "none", 9.5]
    assert {found[course[2].id].one, found[course[2].id].other} == {HIM, AGAIN}


def test_of_the_surest_way_the_weakest_link_is_said() -> None:
    course = [incident("2024-03-01"), incident("2024-03-02"), incident("2024-03-03", suspect=THIRD)]
    chain = (linked(HIM, AGAIN, bits=20.0), linked(AGAIN, THIRD, bits=12.0))
    assert weights(held(*course, *chain), course)[2] == 12.0
    assert weights(held(*course, *chain, linked(HIM, THIRD, bits=8.0)), course)[2] == 12.0
    assert weights(held(*course, *chain, linked(HIM, THIRD, bits=15.0)), course)[2] == 15.0


def test_what_a_person_decided_is_surer_than_any_weight() -> None:
    course = [incident("2024-03-01"), incident("2024-03-02"), incident("2024-03-03", suspect=AGAIN)]
    assert weights(held(*course, linked(HIM, AGAIN)), course) == ["none", "none", None]


def test_of_victim_and_suspect_the_weaker_link_holds_an_incident() -> None:
    course = [incident("2024-03-01"), incident("2024-03-02"),
              incident("2024-03-03", suspect=AGAIN, victim=HER_AGAIN)]  # fmt: skip
    found = held(*course, linked(HIM, AGAIN, bits=20.0), linked(HER, HER_AGAIN, bits=7.0))
    assert weights(found, course) == ["none", "none", 7.0]


def test_an_incident_that_names_nobody_is_held_by_whom_its_report_names() -> None:
    made = entry("report.made", MADE, "report:r2", ("victim", HER), ("suspect", AGAIN), happened="2024-03-04")
    course = [incident("2024-03-01"), incident("2024-03-02"), incident("2024-03-03", suspect="", report="report:r2")]
    assert weights(held(made, *course, linked(HIM, AGAIN, bits=9.5)), course) == ["none", "none", 9.5]


def test_an_incident_done_with_a_number_is_held_by_whose_it_is() -> None:
    number = "07700 900417"
    described = entry("person.described", {"role_here": "suspect", "identifiers": [{"type": "phone", "value": number}]},
                      ("person", AGAIN))  # fmt: skip
    course = [incident("2024-03-01"), incident("2024-03-02"),
              incident("2024-03-03", suspect="", report="report:r9", identifiers_used=[number])]  # fmt: skip
    assert weights(held(described, *course, linked(HIM, AGAIN, bits=9.5)), course) == ["none", "none", 9.5]


def test_nothing_is_said_where_no_link_is_shown_that_leads_there() -> None:
    course = [incident("2024-03-01"), incident("2024-03-02"), incident("2024-03-03", suspect=THIRD)]
    assert weights(held(*course, linked(HIM, AGAIN, bits=9.5)), course) == ["none", "none", "none"]


def test_an_incident_that_was_split_off_is_held_too() -> None:
    course = [incident("2024-03-01"), incident("2024-03-02"), incident("2024-03-03", suspect=AGAIN)]
    body = {"incidents": [course[2].id], "reason": "Another matter."}
    split = entry("course.split", body, ("victim", HER), ("suspect", HIM), happened="2024-04-01")
    assert weights(held(*course, split, linked(HIM, AGAIN, bits=9.5)), course) == ["none", "none", 9.5]
