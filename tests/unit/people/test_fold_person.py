from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.entries import entry
from tests.spec.histories import history
from unbroken.people.comparing import comparable_of
from unbroken.people.fold import Person, fold_person
from unbroken.people.identifiers import fold_identifier, fold_phone, fold_words
from unbroken.record.amend import standing

ME = "person:v1"
HERE = ["person=person:v1", "report=report:r1"]


def person(*lines: list[Any]) -> Person:
    return fold_person(ME, history(lines))


def described(day: str, **body: Any) -> list[Any]:
    return [day, "person.described", {"role_here": "victim", **body}, HERE]


@pytest.mark.demand("LNK-07")
def test_descriptions_stand_side_by_side_and_none_is_merged() -> None:
    state = person(
        described("2024-03-01", names=[{"given": "Asha", "family": "Rao"}], sex="female"),
        described("2024-04-01", names=[{"given": "Aisha", "family": "Rao"}], sex="unknown"),
    )
    assert [item.body["names"][0]["given"] for item in state.descriptions] == ["Asha", "Aisha"]
    assert [item.on for item in state.descriptions] == [date(2024, 3, 1), date(2024, 4, 1)]
    assert state.names == ("Aisha Rao", "Asha Rao")
    assert state.display_name == "Aisha Rao"
    assert state.sex == "female"  # that somebody did not know says nothing against it


def test_an_alias_is_shown_only_where_there_is_no_name() -> None:
    alias = {"kind": "alias", "text": "Ash"}
    assert person(described("2024-03-01", names=[alias])).display_name == "Ash"
    state = person(described("2024-03-01", names=[{"text": "A. Rao"}]), described("2024-04-01", names=[alias]))
    assert state.names == ("A. Rao", "Ash")


@pytest.mark.demand("REC-08")
def test_self_defined_and_officer_defined_ethnicity_are_two_facts() -> None:
    state = person(described("2024-03-01", ethnicity_officer="asian"))
    assert (state.ethnicity_self, state.ethnicity_officer) == (None, "asian")
    state = person(described("2024-03-01", ethnicity_self="declined"))
    assert (state.ethnicity_self, state.ethnicity_officer) == ("declined", None)


@pytest.mark.demand("REC-08")
def test_an_answer_outlasts_a_later_not_asked() -> None:
    state = person(
        described("2024-03-01", ethnicity_self="black_african"),
        described("2024-04-01", ethnicity_self="not_asked"),
    )
    assert state.ethnicity_self == "black_african"


def test_identifiers_written_in_two_ways_are_one() -> None:
    state = person(
        described("2024-03-01", identifiers=[{"type": "phone", "value": "07700 900123"}]),
        described("2024-04-01", identifiers=[{"type": "phone", "value": "+44 7700 900 123"}]),
    )
    [found] = state.identifiers
    assert (found.folded, found.value) == ("+447700900123", "+44 7700 900 123")


def test_a_handle_on_two_services_is_two() -> None:
    state = person(
        described(
            "2024-03-01",
            identifiers=[
                {"type": "social_handle", "platform": platform, "value": "@DovK"} for platform in ("instagram", "x")
            ],
        )
    )
    assert [(item.platform, item.folded) for item in state.identifiers] == [("instagram", "dovk"), ("x", "dovk")]


def test_a_role_is_since_it_was_said_and_not_since_what_was_said_happened() -> None:
    named = (("report", "report:r1"), ("victim", "person:v1"), ("suspect", "person:s1"))
    made = entry("report.made", {}, *named[:2], happened="2024-03-01", recorded="2024-03-06")
    incident = entry("incident.recorded", {}, *named, happened="2024-02-01", recorded="2024-03-04")
    entries = standing([made, incident])
    assert [item.since for item in fold_person("person:v1", entries).roles] == [date(2024, 3, 1)]
    assert [item.since for item in fold_person("person:s1", entries).roles] == [date(2024, 3, 4)]


def test_roles_are_those_in_reports_since_the_first_day() -> None:
    pair = ["victim=person:v1", "suspect=person:s1", "report=report:r1"]
    counter = ["victim=person:s1", "suspect=person:v1", "report=report:r2"]
    state = person(
        ["2024-03-01", "report.made", {}, pair],
        ["2024-03-09", "incident.recorded", {}, pair],
        ["2024-04-01", "report.made", {}, counter],
        ["2024-05-01", "support.offered", {"service": "paladin"}, ["victim=person:v1"]],
    )
    assert [(item.report, item.role, item.since) for item in state.roles] == [
        ("report:r1", "victim", date(2024, 3, 1)),
        ("report:r2", "suspect", date(2024, 4, 1)),
    ]


@pytest.mark.demand("REC-06")
def test_a_relationship_is_kept_for_each_pair_and_from_each_side() -> None:
    lines = [
        ["2024-03-01", "relationship.stated", {"relationship": "neighbour"}, ["victim=person:v1", "suspect=person:s1"]],
        [
            "2024-04-01",
            "relationship.stated",
            {"relationship": "ex_partner"},
            ["victim=person:v1", "suspect=person:s1"],
        ],
        ["2024-05-01", "relationship.stated", {"relationship": "friend"}, ["victim=person:s2", "suspect=person:v1"]],
    ]
    found = [(item.person, item.role, item.relationship) for item in person(*lines).relationships]
    assert found == [("person:s1", "victim", "ex_partner"), ("person:s2", "suspect", "friend")]


_PAIR = ["person=person:v1", "other_person=person:v2"]
_SAID = {
    "linked": ("identity.linked", {"basis": "human"}),
    "unlinked": ("identity.unlinked", {"reason": "Twins."}),
    "undecided": ("identity.undecided", {"reason": "No photograph."}),
    "model": ("identity.linked", {"basis": "model", "score": 0.99, "model_version": "1", "weight": 9.5}),
}


@pytest.mark.demand("LNK-01")
@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (("linked", "unlinked"), "apart"),
        (("unlinked", "linked"), "same"),
        (("unlinked", "undecided"), "open"),
        (("model", "unlinked"), "apart"),
        (("unlinked", "model"), "apart"),
        (("undecided", "model"), "open"),
        (("model", "linked", "model"), "same"),
    ],
)
def test_what_a_person_decided_last_counts_and_the_model_overrules_nobody(said: tuple[str, ...], verdict: str) -> None:
    entries = history([[f"2024-0{n}-01", *_SAID[step], _PAIR] for n, step in enumerate(said, 1)])
    ours = [replace(one, source="linkage") if one.get("basis") == "model" else one for one in entries]
    state = fold_person(ME, ours)
    assert [(link.person, link.verdict) for link in state.links] == [("person:v2", verdict)]
    assert state.linked == (("person:v2",) if verdict == "same" else ())


def test_what_another_system_s_model_joined_is_not_ours_to_let_go_of() -> None:
    state = person(["2024-02-01", *_SAID["model"], _PAIR])
    assert [(link.verdict, link.basis, link.is_ours) for link in state.links] == [("same", "model", False)]


def test_a_link_is_seen_from_both_sides() -> None:
    entries = history([["2024-03-01", "identity.linked", {"basis": "human"}]])
    assert fold_person("person:v1", entries).linked == ("person:v2",)
    assert fold_person("person:v2", entries).linked == ("person:v1",)


@pytest.mark.demand("REC-07")
def test_flags_are_kept_apart_each_as_last_said_and_by_whom() -> None:
    state = person(
        described("2024-03-01", flags=[{"flag": "mental_health", "answer": "not_asked"}]),
        described("2024-04-01", flags=[{"flag": "mental_health", "answer": "yes", "said_by": "health"}]),
        described("2024-05-01", flags=[{"flag": "vulnerable", "answer": "no", "said_by": "officer"}]),
    )
    assert [(flag.flag, flag.answer, flag.said_by, flag.on.month) for flag in state.flags] == [
        ("mental_health", "yes", "health", 4),
        ("vulnerable", "no", "officer", 5),
    ]


def test_work_in_policing_is_seen_whichever_source_says_it() -> None:
    state = person(described("2024-03-01", works_in=["policing"]), described("2024-04-01", works_in=["none_of_these"]))
    assert state.is_in_policing
    assert not person(described("2024-03-01", works_in=["health"])).is_in_policing


def test_a_person_nobody_described_is_there_without_a_name() -> None:
    state = person(["2024-03-01", "report.made"])
    assert (state.display_name, state.descriptions, len(state.roles)) == ("", (), 1)


@pytest.mark.parametrize(
    ("type_", "value", "folded"),
    [
        ("phone", "07700 900123", "+447700900123"),
        ("phone", "0044 7700 900123", "+447700900123"),
        ("phone", "+1 202-555-0143", "+12025550143"),
        ("phone", "ends 4471", ""),
        ("phone", "withheld", ""),
        ("email", " Asha.Rao@Example.ORG ", "asha.rao@example.org"),
        ("social_handle", "@Dov_K", "dov_k"),
        ("social_handle", "https://www.instagram.com/Dov_K/", "dov_k"),
        ("vehicle", "lb 51-xyz", "LB51XYZ"),
        ("postcode", "sw1a 1aa", "SW1A1AA"),
        ("address", "12 Café Street, Eastvale", "12 cafe street eastvale"),
        ("custody_number", "23/0456", "230456"),
    ],
)
def test_identifiers_are_folded_to_what_can_be_compared(type_: str, value: str, folded: str) -> None:
    assert fold_identifier(type_, value) == folded


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Zoë Ó Briain-Tesař", ("zoe", "o", "briain", "tesar")),
        ("O'Neill", ("oneill",)),
        ("Straße", ("strasse",)),
        ("Łukasz", ("lukasz",)),
        ("李 雷", ("李", "雷")),
        ("\U0001d6a8\U0001d4d0", ("αa",)),  # capitals of mathematics: capitals only once they are taken apart
        ("...", ()),
    ],
)
def test_names_are_folded_word_by_word(name: str, words: tuple[str, ...]) -> None:
    assert fold_words(name) == words


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_words(" ".join(fold_words(text))) == fold_words(text)
    assert fold_phone(fold_phone(text)) == fold_phone(text)


@settings(deadline=None)
@given(st.integers(0, 99))
def test_a_person_is_folded_the_same_whatever_order_entries_arrived_in(seed: int) -> None:
    lines = [
        described("2024-03-01", names=[{"text": "A. Rao"}], sex="female", flags=[{"flag": "age", "answer": "yes"}]),
        described("2024-03-02", names=[{"kind": "alias", "text": "Ash"}], date_of_birth="1990-02-03"),
        ["2024-03-03", "identity.linked", {"basis": "human"}],
        ["2024-03-04", "relationship.stated", {"relationship": "ex_partner"}],
        ["2024-03-05", "report.made"],
    ]
    entries = history(lines)
    shuffled = list(entries)
    random.Random(seed).shuffle(shuffled)
    assert fold_person(ME, standing(shuffled)) == fold_person(ME, entries)


def attached(day: str, confidence: str, value: str = "07700 900345", type_: str = "phone", **body: Any) -> list[Any]:
    said = {"identifier": {"type": type_, "value": value}, "confidence": confidence, "grounds": ["seen_using"]}
    return [day, "identifier.attributed", {**said, **body}, ["person=person:v1"]]


@pytest.mark.demand("LNK-07")
def test_what_was_attached_is_found_with_how_sure_it_is_and_what_says_so() -> None:
    state = person(described("2024-03-01"), attached("2024-04-01", "probable", explanation="At the station."))
    (held,), (said,) = state.identifiers, state.attributions
    assert (held.folded, held.confidence, held.entry) == ("+447700900345", "probable", said.entry)
    assert (said.grounds, said.explanation, said.on) == (("seen_using",), "At the station.", date(2024, 4, 1))


@pytest.mark.demand("LNK-07")
def test_how_sure_it_is_was_said_last_and_a_description_stands_whoever_doubts_it() -> None:
    known = described("2024-03-01", identifiers=[{"type": "email", "value": "a@example.org"}])
    doubts = attached("2024-05-01", "possible", "A@example.org", "email")
    state = person(known, attached("2024-04-01", "sure"), doubts, attached("2024-06-01", "possible"))
    assert [(item.type, item.confidence) for item in state.identifiers] == [("email", None), ("phone", "possible")]
    assert len(state.attributions) == 3


@pytest.mark.demand("LNK-07")
@pytest.mark.parametrize(("confidence", "compared"), [("sure", True), ("probable", False), ("possible", False)])
def test_only_what_is_sure_is_compared(confidence: str, compared: bool) -> None:
    found = comparable_of(person(described("2024-03-01"), attached("2024-04-01", confidence)))
    assert bool(found.phones) is compared


def test_an_identifier_that_is_kept_from_the_reader_is_not_there() -> None:
    told = entry("identifier.attributed", {"confidence": "sure", "grounds": ["provider"]}, ("person", ME))
    assert fold_person(ME, [told]).identifiers == ()
