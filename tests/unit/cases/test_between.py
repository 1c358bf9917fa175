"""What lies between two people, folded from entries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.entries import MADE, entry
from unbroken.cases.between import (
    ONE,
    OTHER,
    Between,
    Two,
    all_contacts,
    count_contacts,
    fold_between,
    is_between,
    shared_reports,
)
from unbroken.record.entries import Entry

HER, ALSO_HER, HIM, ELSE = "person:her", "person:her-2", "person:him", "person:else"
TWO = Two(frozenset({HER, ALSO_HER}), frozenset({HIM}))
CALLS = {"behaviours": ["calls_texts"]}


def made(report: str, victim: str, suspect: str, day: str = "2024-03-08") -> Entry:
    return entry("report.made", MADE, report, ("victim", victim), ("suspect", suspect), happened=day)


def incident(report: str, victim: str, *suspects: str, day: str = "2024-03-01", **body: object) -> Entry:
    about = (report, ("victim", victim), *(("suspect", suspect) for suspect in suspects))
    return entry("incident.recorded", {**CALLS, **body}, *about, happened=day)


def fold(*entries: Entry) -> Between:
    return fold_between(TWO, sorted(entries, key=lambda one: (one.happened_from, one.id)))


def test_nothing_lies_between_those_whom_nothing_names_together() -> None:
    assert fold(made("report:r1", HER, ELSE), made("report:r2", ELSE, HIM)) == Between()


def test_an_incident_goes_from_who_did_it_toward_whom_it_was_done_to() -> None:
    found = fold(made("report:r1", HER, HIM), incident("report:r1", HER, HIM), incident("report:r1", HIM, HER))
    assert [act.by for act in found.acts] == [OTHER, ONE]
    assert [act.is_counter for act in found.acts] == [False, True]


def test_all_names_of_one_person_count_as_that_person() -> None:
    found = fold(made("report:r1", HER, HIM), made("report:r2", ALSO_HER, HIM), incident("report:r2", ALSO_HER, HIM))
    assert [report.report for report in found.reports] == ["report:r1", "report:r2"]
    assert len(found.acts_by(OTHER)) == 1


@pytest.mark.demand("RCG-01")
def test_what_is_done_to_somebody_else_in_her_report_is_part_of_it_and_marked() -> None:
    found = fold(made("report:r1", HER, HIM), incident("report:r1", ELSE, HIM), incident("report:r9", ELSE, HIM))
    assert [(act.by, act.report, act.is_toward_others) for act in found.acts] == [(OTHER, "report:r1", True)]


@pytest.mark.demand("RCG-01")
def test_an_incident_of_which_nobody_is_named_belongs_to_whom_a_person_joined_it() -> None:
    unknown, named = incident("report:r9", HER), incident("report:r9", HER, ELSE)
    assert fold(unknown).acts == ()
    joined = {unknown.id: OTHER, named.id: OTHER}
    assert [act.entry for act in fold_between(TWO, [unknown, named], joined=joined).acts] == [unknown.id]
    assert is_between(TWO, unknown, (), joined=joined)


class TestRecordedTwice:
    TWICE = (
        made("report:r1", HER, HIM),
        made("report:r2", ALSO_HER, HIM),
        entry(
            "report.linked", {"why": "same_incident"}, "report:r2", ("other_report", "report:r1"), happened="2024-03-09"
        ),
    )

    def test_an_incident_that_a_duplicate_tells_again_counts_once(self) -> None:
        call, again = incident("report:r1", HER, HIM), incident("report:r2", ALSO_HER, HIM)
        found = fold(*self.TWICE, call, again)
        assert [(act.entry, act.also) for act in found.acts] == [(call.id, (again.id,))]
        assert [(one.report, one.duplicate_of) for one in found.reports] == [
            ("report:r1", ""),
            ("report:r2", "report:r1"),
        ]
        (total,) = filter(None, [all_contacts(found.acts, OTHER)])
        assert (total.incidents, total.entries) == (1, (call.id, again.id))

    def test_what_only_the_duplicate_tells_stays(self) -> None:
        call, later = incident("report:r1", HER, HIM), incident("report:r2", HER, HIM, day="2024-03-02")
        back = incident("report:r2", HIM, HER)
        assert {act.entry for act in fold(*self.TWICE, call, later, back).acts} == {call.id, later.id, back.id}

    def test_of_several_on_one_day_each_stands_for_one_that_is_most_alike(self) -> None:
        call, damage = incident("report:r1", HER, HIM), incident("report:r1", HER, HIM, behaviours=["property_damage"])
        again, more = incident("report:r2", HER, HIM, behaviours=["property_damage"]), incident("report:r2", HER, HIM)
        third = incident("report:r2", HER, HIM, behaviours=["following"])
        found = {act.entry: act.also for act in fold(*self.TWICE, call, damage, again, more, third).acts}
        assert found == {call.id: (more.id,), damage.id: (again.id,), third.id: ()}

    def test_what_a_duplicate_says_of_it_besides_is_kept(self) -> None:
        number = {"identifiers_used": ["07700 900123"], "times": 9, "told": ["blocked"]}
        call, again = incident("report:r1", HER, HIM), incident("report:r2", HER, HIM, **number)
        (act,) = fold(*self.TWICE, call, again).acts
        assert (act.also, act.identifiers, act.times, act.told) == ((again.id,), ("07700 900123",), 9, ("blocked",))

    @pytest.mark.parametrize(
        "again",
        [
            pytest.param({"behaviours": ["property_damage"]}, id="something else that day"),
            pytest.param({"day": "2024-01-01/2024-03-01"}, id="a period with that day in it"),
        ],
    )
    def test_what_is_not_surely_the_same_incident_counts(self, again: dict[str, Any]) -> None:
        call, other = incident("report:r1", HER, HIM), incident("report:r2", HER, HIM, **again)
        assert [(act.entry, act.also) for act in fold(*self.TWICE, call, other).acts] in (
            [(call.id, ()), (other.id, ())],
            [(other.id, ()), (call.id, ())],
        )

    def test_without_the_link_both_count(self) -> None:
        found = fold(*self.TWICE[:2], incident("report:r1", HER, HIM), incident("report:r2", HER, HIM))
        assert len(found.acts) == 2


def test_an_incident_that_names_nobody_is_by_the_suspect_of_its_report_and_says_so() -> None:
    (act,) = fold(made("report:r1", HER, HIM), incident("report:r1", HER)).acts
    assert (act.by, act.is_named) == (OTHER, False)


def test_what_somebody_else_did_in_the_same_report_is_not_between_them() -> None:
    assert fold(made("report:r1", HER, HIM), incident("report:r1", HER, ELSE)).acts == ()


@pytest.mark.demand("LNK-06")
def test_who_was_recorded_as_victim_first_stays_so() -> None:
    first, later = made("report:r1", HER, HIM, "2024-03-08"), made("report:r2", HIM, HER, "2024-03-10")
    found = fold(first, later, incident("report:r2", HIM, HER, day="2023-01-01"))
    assert found.first_by == OTHER, "an older incident in a later report does not turn it round"
    assert [(one.report, one.by, one.counter) for one in found.reports] == [
        ("report:r1", (OTHER,), False),
        ("report:r2", (ONE,), True),
    ]


@pytest.mark.demand("LNK-06")
def test_of_two_reports_on_one_day_the_one_recorded_first_is_first() -> None:
    later = made("report:a", HIM, HER)
    first = made("report:b", HER, HIM)
    stamped = {"recorded_at": "2024-03-08T09:00:00.000000Z"}, {"recorded_at": "2024-03-08T10:00:00.000000Z"}
    swapped = [
        Entry(**{**{name: getattr(one, name) for name in Entry.__slots__}, **header})
        for one, header in zip((first, later), stamped, strict=True)
    ]
    assert [report.report for report in fold(*swapped).reports] == ["report:b", "report:a"]


@pytest.mark.demand("LNK-06")
def test_a_counter_allegation_made_in_interview_is_found() -> None:
    said = entry("suspect.interviewed", {"accounts": ["denial", "counter_allegation"]}, "report:r1", ("suspect", HIM))
    denied = entry("suspect.interviewed", {"accounts": ["denial"]}, "report:r1", ("suspect", HIM))
    assert fold(made("report:r1", HER, HIM), said, denied).counters_said == (said,)


def test_safeguarding_is_of_both_of_a_report_they_share_or_of_one_alone() -> None:
    of_the_report = entry("safetyplan.made", {}, "report:r1", ("victim", HER))
    alone = entry("safetyplan.made", {}, ("victim", HER))
    from_another = entry("risk.assessed", {}, ("victim", HER), ("suspect", ELSE))
    of_another = entry("safetyplan.made", {}, "report:r9", ("victim", HER))
    entries = (made("report:r1", HER, HIM), of_the_report, alone, from_another, of_another)
    assert fold(*entries).safeguarding == (of_the_report, alone)
    assert [is_between(TWO, one, {"report:r1"}) for one in entries] == [True, True, True, False, False]


def test_an_order_is_theirs_where_it_protects_one_from_the_other() -> None:
    theirs = entry("order.granted", {}, "order:o1", ("victim", HER), ("suspect", HIM))
    of_another = entry("order.granted", {}, "order:o2", ("victim", ELSE), ("suspect", HIM))
    assert fold(theirs, of_another).orders == ("order:o1",)


def test_a_report_is_shared_only_where_both_have_a_part() -> None:
    described = entry("person.described", {"role_here": "witness"}, ("person", HIM), "report:r1")
    assert shared_reports(TWO, [made("report:r1", HER, ELSE), described]) == {
        "report:r1": frozenset({(ONE, "victim"), (OTHER, "witness")})
    }


@pytest.mark.demand("LNK-07")
def test_contacts_are_counted_by_identifier_and_once_in_the_total() -> None:
    acts = fold(
        made("report:r1", HER, HIM),
        incident("report:r1", HER, HIM, day="2024-01-01", identifiers_used=["A 1", "b"], times=3),
        incident("report:r1", HER, HIM, day="2024-01-05", identifiers_used=["a1"]),
        incident("report:r1", HER, HIM, day="2024-01-06"),
        incident("report:r1", HER, HIM, day="2024-01-07", behaviours=["property_damage"]),
    ).acts
    counted = count_contacts(acts, same=lambda text: text.replace(" ", "").lower())
    assert [(one.identifier, one.incidents, one.times) for one in counted] == [("A 1", 2, 4), ("b", 1, 3), ("", 1, 1)]
    total = all_contacts(acts, OTHER)
    assert total is not None
    assert (total.incidents, total.times) == (3, 5)
    assert (total.first_on, total.last_on) == (date(2024, 1, 1), date(2024, 1, 6))
    assert all_contacts(acts, ONE) is None


def his(text: str) -> str:
    return OTHER if text == "@kite" else ""


class TestANumberThatIsAttached:
    @pytest.mark.demand("LNK-07")
    def test_what_names_nobody_and_was_done_with_it_falls_into_place(self) -> None:
        unknown = incident("report:r9", HER, identifiers_used=["@owl", "@kite"])
        assert fold_between(TWO, [unknown]).acts == ()
        (act,) = fold_between(TWO, [unknown], whose=his).acts
        assert (act.by, act.is_named, act.by_identifier, act.report) == (OTHER, False, "@kite", "report:r9")
        assert is_between(TWO, unknown, (), whose=his)
        assert not is_between(TWO, unknown, ())

    def test_who_is_named_stays_named_whatever_was_used(self) -> None:
        by_another = incident("report:r9", HER, ELSE, identifiers_used=["@kite"])
        assert fold_between(TWO, [by_another], whose=his).acts == ()
        named = incident("report:r1", HER, HIM, identifiers_used=["@kite"])
        (act,) = fold_between(TWO, [made("report:r1", HER, HIM), named], whose=his).acts
        assert (act.is_named, act.by_identifier) == (True, "")

    def test_nobody_contacts_themselves(self) -> None:
        assert fold_between(TWO, [incident("report:r9", HIM, identifiers_used=["@kite"])], whose=his).acts == ()
