"""Who is on which list, who meets its rule, what is new about marked people: by resolved person, from the tables."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.entries import draft
from tests.integration.triage.stage import about, placed, register, report, same, taken
from unbroken.people.resolved import names_of_resolved
from unbroken.record.entries import Draft
from unbroken.record.queries import entries_by_id
from unbroken.triage import queries
from unbroken.triage.activity import new_entries
from unbroken.triage.conduct import facts_of, who_meets
from unbroken.triage.registers import Criterion, Rule
from unbroken.triage.rules import judge
from unbroken.triage.several import serials
from unbroken.vocabulary.triage import REGISTER_CRITERIA

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 15)


def boards() -> dict[str, set[str]]:
    found = queries.lists(queries.registers(), queries.everybody())
    return {one.name: {name.removeprefix("person:") for name in one.persons} for one in found}


def meets(*criteria: tuple[str, int, int | None], needs_all: bool = True, without: frozenset[str] = frozenset()):
    rule = Rule(tuple(Criterion(*one) for one in criteria), needs_all)
    return {name.removeprefix("person:") for name in who_meets(rule, today=TODAY, without=without)}


@pytest.mark.demand("LNK-08")
class TestLists:
    def test_several_lists_hold_whom_entries_put_on_them(self) -> None:
        taken(register("griffin"), register("domestic"))
        taken(placed("a", "Griffin"), placed("b", "griffin"), placed("b", "Domestic"), placed("c", "An old list"))
        taken(about("nominal.removed", "a", {"register_name": "Griffin"}))
        assert boards() == {"Domestic": {"b"}, "Griffin": {"b"}, "An old list": {"c"}}

    def test_a_list_keeps_its_people_when_it_is_called_otherwise(self) -> None:
        taken(register("griffin"), placed("a", "Griffin"))
        taken(register("griffin", called="Highest harm", in_force_from="2024-05-01"), placed("b", "Highest harm"))
        assert boards() == {"Highest harm": {"a", "b"}}

    def test_of_two_agencies_with_a_list_of_one_name_each_means_its_own(self) -> None:
        north, south = register("north", called="Register"), register("south", called="Register")
        taken(north, Draft(**{**_fields(south), "agency": "southmoor"}))
        theirs = placed("a", "Register")
        taken(theirs, Draft(**{**_fields(placed("b", "Register")), "agency": "southmoor"}))
        taken(Draft(**{**_fields(placed("c", "Register")), "agency": "elsewhere"}))
        found = queries.lists(queries.registers(), queries.everybody())
        held = [(one.register.object if one.register else "", sorted(one.persons)) for one in found]
        assert held == [
            ("register:north", ["person:a"]),
            ("register:south", ["person:b"]),
            ("", ["person:c"]),
        ]

    def test_a_place_under_any_description_is_a_place_of_the_person(self) -> None:
        taken(*report("r1", "v1", "a"), *report("r2", "v2", "also-a"))
        described = {"role_here": "suspect", "names": [{"text": "Dov Renn"}]}
        taken(*(draft("person.described", described, ("person", f"person:{one}")) for one in ("a", "also-a")))
        taken(placed("a", "Griffin"), placed("also-a", "Domestic"))
        assert boards() == {"Domestic": {"also-a"}, "Griffin": {"a"}}
        taken(same("a", "also-a"))
        name = names_of_resolved({"person:a"})["person:a"].removeprefix("person:")
        assert boards() == {"Domestic": {name}, "Griffin": {name}}
        found = queries.lists(queries.registers(), queries.everybody())
        assert queries.overlaps(found) == {(0, 1): frozenset({f"person:{name}"})}

    def test_pairwise_overlaps_are_those_of_sets(self) -> None:
        on = {"One": "abcd", "Two": "cde", "Three": "e"}
        taken(*(placed(person, name) for name, people in on.items() for person in people))
        found = queries.lists((), queries.everybody())
        counts = {(found[i].name, found[j].name): len(both) for (i, j), both in queries.overlaps(found).items()}
        assert counts == {("One", "Three"): 0, ("One", "Two"): 2, ("Three", "Two"): 1}

    def test_who_is_closed_to_the_reader_and_what_is_known_from_a_closed_report_is_left_out(self) -> None:
        for_report = ("report", "report:r1")
        taken(placed("a", "Griffin"), placed("b", "Griffin"))
        taken(draft("nominal.registered", {"grounds": ["weapon"]}, ("suspect", "person:c"), for_report))
        everybody = queries.everybody(without={"person:b", "report:r1"})
        assert [(one.person, len(one.nominal.current)) for one in everybody] == [("person:a", 1)]


@pytest.mark.demand("LNK-08", "TRI-16")
class TestRules:
    @pytest.fixture(autouse=True)
    def conduct(self, db: None) -> None:
        """Two reports by two victims, an old one, a breach, a conviction; and a report of something else."""
        taken(*report("r1", "v1", "a"), *report("r2", "v2", "a", on="2021-03-01"), *report("r3", "v1", "b"))
        taken(*report("r4", "v3", "c", offence="assault"))
        him = ("suspect", "person:b")
        taken(draft("order.granted", {"type": "spo"}, "order:o1", ("victim", "person:v1"), him, happened="2024-03-02"))
        taken(draft("order.breached", {"type": "spo"}, "order:o1", ("victim", "person:v1"), him, happened="2024-04-01"))
        charge = {"offence": "stalking_2a", "charge": "c1"}
        taken(draft("charge.laid", charge, "prosecution:p1", "report:r3", him, happened="2024-03-09"))
        guilty = {"verdict": "guilty", "charge": "c1"}
        taken(draft("verdict.returned", guilty, "prosecution:p1", him, happened="2024-05-01"))

    @pytest.mark.parametrize(
        ("criteria", "people"),
        [
            ([("stalking_victims", 2, None)], {"a"}),
            ([("stalking_victims", 2, 12)], set()),
            ([("stalking_reports", 1, None)], {"a", "b"}),
            ([("reports", 1, 12)], {"a", "b", "c"}),
            ([("breaches", 1, None)], {"b"}),
            ([("breaches", 1, 1)], set()),
            ([("breaches", 2, None)], set()),
            ([("convictions", 1, None)], {"b"}),
            ([("stalking_convictions", 1, 6)], {"b"}),
            ([("stalking_reports", 1, None), ("breaches", 1, None)], {"b"}),
        ],
    )
    def test_they_are_met_by_those_of_whom_it_is_recorded(self, criteria, people: set[str]) -> None:
        assert meets(*criteria) == people

    def test_any_one_of_several_can_be_enough(self) -> None:
        assert meets(("stalking_victims", 2, None), ("breaches", 1, None), needs_all=False) == {"a", "b"}

    def test_nothing_that_is_closed_to_the_reader_counts(self) -> None:
        assert meets(("stalking_victims", 2, None), without=frozenset({"report:r2"})) == set()
        assert meets(("breaches", 1, None), without=frozenset({"order:o1"})) == set()
        assert meets(("convictions", 1, None), without=frozenset({"report:r3"})) == set()
        assert meets(("reports", 1, None), without=frozenset({"person:a"})) == {"b", "c"}

    def test_each_reason_rests_on_entries_that_are_on_the_record(self) -> None:
        rule = Rule((Criterion("stalking_victims", 2, None),))
        [reason] = who_meets(rule, today=TODAY)["person:a"]
        kinds = {entry.id: entry.kind for entry in entries_by_id({fact.entry for fact in reason.facts})}
        assert [kinds[fact.entry] for fact in reason.facts] == ["report.classified", "report.classified"]
        facts = [
            fact for fact in facts_of({"person:b"})["person:b"] if fact.about.startswith(("order:", "prosecution:"))
        ]
        kinds = {entry.id: entry.kind for entry in entries_by_id({fact.entry for fact in facts})}
        assert sorted(kinds.values()) == ["order.breached", "verdict.returned"]

    def test_counting_in_the_database_first_leaves_nobody_out(self) -> None:
        """The slow, obvious twin: the facts of everybody, each held against the rule."""
        taken(*report("r5", "v9", "also-a"), same("a", "also-a"), *report("r6", "v2", "c"), *report("r7", "v3", "c"))
        everybody = facts_of(names_of_resolved({f"person:{name}" for name in ("a", "also-a", "b", "c")}).values())
        codes = [code.code for code in REGISTER_CRITERIA]
        for what, at_least, months in product(codes, (1, 2, 3), (None, 1, 3, 60)):
            rule = Rule((Criterion(what, at_least, months),))
            slow = {name for name, facts in everybody.items() if judge(rule, facts, today=TODAY)}
            assert who_meets(rule, today=TODAY).keys() == slow, (what, at_least, months)

    def test_a_duplicate_report_counts_once(self) -> None:
        taken(*report("r8", "v1", "b"))
        assert meets(("stalking_reports", 2, None)) == {"a", "b"}
        subjects = (("report", "report:r8"), ("other_report", "report:r3"))
        taken(draft("report.linked", {"why": "same_incident"}, *subjects))
        assert meets(("stalking_reports", 2, None)) == {"a"}

    def test_it_takes_as_many_queries_for_many_as_for_one(self) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as captured:
                meets(("stalking_reports", 1, None), ("reports", 1, None))
            return len(captured)

        few = count()
        for n in range(30):
            taken(*report(f"more-{n}", f"mv-{n}", f"ms-{n}"))
        assert count() == few


@pytest.mark.demand("LNK-05")
class TestMarkers:
    def test_people_whose_markers_and_lists_do_not_fit(self) -> None:
        taken(register("griffin", calls_for_marker="yes"), register("domestic"))
        taken(placed("a", "Griffin"), placed("b", "Griffin", marker="yes"), placed("c", "Domestic"))
        taken(about("marker.placed", "d"), placed("e", "Griffin", marker="yes"))
        taken(about("nominal.removed", "e", {"register_name": "Griffin", "marker_lifted": "no"}))
        people, known = queries.everybody(), queries.registers()
        assert [one.person for one in queries.without_marker(people, known, on=TODAY)] == ["person:a"]
        assert [one.person for one in queries.marked_on_no_list(people)] == ["person:d", "person:e"]

    def test_a_list_that_is_no_longer_kept_calls_for_no_marker(self) -> None:
        taken(register("griffin", calls_for_marker="yes", ends="2024-06-01"), placed("a", "Griffin"))
        people, known = queries.everybody(), queries.registers()
        assert queries.without_marker(people, known, on=TODAY) == []
        assert len(queries.without_marker(people, known, on=date(2024, 5, 31))) == 1

    def test_everything_recorded_since_about_any_description_is_new(self) -> None:
        taken(*report("r1", "v1", "a"))
        taken(placed("a", "Griffin"), about("marker.placed", "a"))
        fresh = taken(*report("r2", "v2", "also-a"), *report("r3", "a", "x"))
        taken(same("a", "also-a"))
        people = queries.everybody()
        [found] = new_entries(people).values()
        assert found == {entry.id for entry in fresh if entry.kind == "report.made"}, "a class names nobody"

    def test_nobody_without_a_marker_is_watched(self) -> None:
        taken(placed("a", "Griffin"), about("marker.placed", "a"), about("marker.lifted", "a", {"why": "Moved away."}))
        taken(*report("r1", "v1", "a"))
        assert new_entries(queries.everybody()) == {"person:a": frozenset()}

    def test_what_a_slow_feed_brings_of_before_is_new_when_it_comes(self) -> None:
        taken(about("marker.placed", "a", happened="2024-04-02"))
        who = (("victim", "person:v1"), ("suspect", "person:a"))
        then = {"happened": "2024-03-01", "recorded_at": "2024-03-01T12:00:00Z"}
        [late] = taken(draft("report.made", None, "report:r1", *who, **then))
        assert new_entries(queries.everybody()) == {"person:a": frozenset({late.id})}


@pytest.mark.demand("LNK-03")
class TestSeveralVictims:
    def waiting(self) -> dict[str, int]:
        return {one.person: len(one.unseen) for one in serials(queries.everybody()) if one.unseen}

    def look(self, *suspects: str) -> None:
        body = {"result": "nothing_further", "reasons": "One of them is of another man."}
        taken(draft("serial.reviewed", body, *(("suspect", f"person:{name}") for name in suspects)))

    def test_a_second_victim_raises_it_and_a_look_settles_it_until_the_next(self) -> None:
        taken(*report("r1", "v1", "a"), *report("r2", "v1", "a"), *report("r3", "v2", "b"))
        assert self.waiting() == {}
        taken(*report("r4", "v2", "a"))
        assert self.waiting() == {"person:a": 2}
        self.look("a")
        assert self.waiting() == {}
        taken(*report("r5", "v1", "a"))
        assert self.waiting() == {}, "a further report by the same victim is no new victim"
        taken(*report("r6", "v3", "a"))
        assert self.waiting() == {"person:a": 1}
        self.look("a")
        assert self.waiting() == {}

    def test_victims_who_are_one_person_are_one_victim(self) -> None:
        taken(*report("r1", "v1", "a"), *report("r2", "v2", "a"))
        taken(same("v1", "v2"))
        assert self.waiting() == {}

    def test_a_report_that_becomes_one_of_stalking_after_a_look_is_new(self) -> None:
        taken(*report("r1", "v1", "a"), *report("r2", "v2", "a"), *report("r3", "v3", "a", offence="harassment_2"))
        self.look("a")
        assert self.waiting() == {}
        again = {"offence": "stalking_2a", "stage": "specialist_review", "reason": "course_of_conduct_found"}
        taken(draft("report.classified", again, "report:r3", happened="2024-04-01"))
        assert self.waiting() == {"person:a": 1}

    def test_a_suspect_who_is_joined_with_another_brings_victims_nobody_saw(self) -> None:
        taken(*report("r1", "v1", "a"), *report("r2", "v2", "a"), *report("r3", "v3", "b"))
        self.look("a")
        taken(same("a", "b"))
        [(_, unseen)] = self.waiting().items()
        assert unseen == 1

    def test_it_asks_about_no_report_that_is_closed(self) -> None:
        taken(*report("r1", "v1", "a"), *report("r2", "v2", "a"))
        assert serials(queries.everybody(), without={"report:r2"}) == []


def _fields(one: Draft) -> dict[str, object]:
    return {name: getattr(one, name) for name in Draft.__slots__}
