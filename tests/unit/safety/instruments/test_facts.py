"""What the record says beside an item, and what earlier assessments answered: shown, never an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.entries import entry
from unbroken.record.entries import Entry
from unbroken.safety.instruments.earlier import earlier_answers
from unbroken.safety.instruments.facts import Pair, facts_for
from unbroken.safety.instruments.loading import shipped

HER, HIM = "person:v1", "person:s1"
PAIR = Pair(frozenset({HER}), frozenset({HIM}))
S_DASH, DASH = shipped()["s_dash"], shipped()["dash_ric"]


def incident(day: str = "2024-03-01", *, victim: str = HER, suspect: str = HIM, **body: Any) -> Entry:
    about = ("report:r1", ("victim", victim), ("suspect", suspect))
    return entry("incident.recorded", {"behaviours": ["calls_texts"], **body}, *about, happened=day)


def described(who: str, role: str, flag: str, answer: str = "yes") -> Entry:
    body = {"role_here": role, "flags": [{"flag": flag, "answer": answer}, {"flag": "vulnerable", "answer": "yes"}]}
    return entry("person.described", body, ("person", who), "report:r1")


def said(*entries: Entry, of: Any = S_DASH, pair: Pair = PAIR) -> dict[str, list[tuple[str, ...]]]:
    return {key: [fact.says for fact in facts] for key, facts in facts_for(of, entries, pair=pair).items()}


@pytest.mark.demand("ASS-01")
def test_an_incident_speaks_for_every_item_that_it_supports_and_for_no_other() -> None:
    assert said(incident(behaviours=["attends_home", "property_damage"], threats=["harm", "reputation"])) == {
        "sd03": [("Damage to property",)],
        "sd05": [("Coming to the home",)],
        "sd06": [("Of physical harm",)],
    }
    assert said(incident()) == {}


@pytest.mark.demand("ASS-01")
def test_incidents_before_the_last_speak_for_harassment_before() -> None:
    first, other, last = incident("2024-03-01"), incident("2024-03-05"), incident("2024-03-05", threats=["kill"])
    found = facts_for(S_DASH, [first, other, last], pair=PAIR)["sd02"]
    assert [fact.entry.id for fact in found] == [first.id]
    assert "sd02" not in said(incident("2024-03-01", suspect="person:x"), incident("2024-03-05"))


@pytest.mark.demand("ASS-01")
def test_visits_speak_for_more_than_three_a_week_only_where_the_dates_say_so() -> None:
    def visits(*days: int, **body: Any) -> list[Entry]:
        return [incident(f"2024-03-{day:02}", behaviours=["attends_home"], **body) for day in days]

    assert "sd04" not in said(*visits(2, 3, 4, 9, 10))
    four = visits(2, 3, 5, 8)  # from a Saturday to a Friday
    assert said(*four, *visits(20))["sd04"] == [("Coming to the home", "4 times in the seven days from 02/03/2024")] * 4
    assert len(said(*visits(2, times=4))["sd04"]) == 1


def test_the_latest_entry_comes_first_and_one_entry_is_named_once() -> None:
    both = incident("2024-03-02", behaviours=["threats_harm"], threats=["kill"])
    first = incident("2024-03-01", threats=["harm"])
    assert said(first, both)["sd06"] == [("To kill", "Threats of harm"), ("Of physical harm",)]


def test_words_and_answers_support_without_being_repeated() -> None:
    assert said(incident(third_parties="His brother Dov drove the car.", injury="yes")) == {"sd08": [()], "sd09": [()]}
    assert said(incident(injury="no")) == {}


@pytest.mark.parametrize(
    ("who", "role", "answer", "supports"),
    [
        (HIM, "suspect", "yes", True),
        (HIM, "suspect", "no", False),
        (HER, "victim", "yes", False),
        (HER, "suspect", "yes", False),  # as he described her, in a counter-allegation
        ("person:x", "suspect", "yes", False),
    ],
)
def test_a_flag_counts_of_the_person_it_is_about_where_it_was_answered_yes(
    who: str, role: str, answer: str, supports: bool
) -> None:
    assert ("sd10" in said(described(who, role, "alcohol_misuse", answer))) is supports


def test_what_came_before_is_asked_of_the_suspect_only() -> None:
    def conviction(of: str) -> Entry:
        return entry("antecedent.recorded", {"what": "conviction", "offence": "assault"}, ("person", of))

    assert list(said(conviction(HIM))) == ["sd11"]
    assert said(conviction(HER)) == {}


@pytest.mark.parametrize(
    ("victim", "suspect", "supports"),
    [(HER, HIM, True), (HIM, HER, False), ("person:other", HIM, False), (HER, "person:stranger", False)],
)
def test_only_what_this_suspect_did_to_this_victim_counts(victim: str, suspect: str, supports: bool) -> None:
    assert bool(said(incident(victim=victim, suspect=suspect, threats=["kill"]))) is supports


def test_where_nobody_knows_who_it_is_every_incident_to_her_counts() -> None:
    assert "sd06" in said(incident(threats=["kill"]), pair=Pair(frozenset({HER})))


@pytest.mark.demand("ASS-03")
def test_what_is_getting_worse_is_shown_where_somebody_says_so() -> None:
    def view(answer: str) -> Entry:
        return entry("escalation.noted", {"by": "victim", "escalating": answer, "ways": ["frequency"]})

    assert list(said(view("yes"), of=DASH)) == ["dr10"]
    assert said(view("no"), of=DASH) == {}


def test_an_erased_body_says_nothing() -> None:
    breach = entry("order.breached", {"type": "spo"}, ("victim", HER), ("suspect", HIM))
    assert list(said(breach, of=DASH)) == ["dr23"]
    assert said(replace(breach, body=None), of=DASH) == {}


def assessed(day: str, *answers: tuple[str, str], instrument: str = "s_dash", victim: str = HER, **body: Any) -> Entry:
    given = [{"item": item, "answer": answer} for item, answer in answers]
    return entry(
        "risk.assessed", {"instrument": instrument, "answers": given, **body}, ("victim", victim), happened=day
    )


@pytest.mark.demand("ASS-01")
def test_the_latest_yes_or_no_is_carried_forward_whatever_was_left_open_since() -> None:
    first = assessed("2024-03-01", ("sd01", "yes"), ("sd02", "no"), ("sd03", "refused"))
    second = assessed("2024-03-05", ("sd01", "not_asked"), ("sd02", "yes"), complete="no")
    found = earlier_answers(S_DASH, [first, second], victims=PAIR.victims)
    assert {key: (one.answer, one.entry.id) for key, one in found.items()} == {
        "sd01": ("yes", first.id),
        "sd02": ("yes", second.id),
    }


def test_nothing_is_carried_from_another_instrument_another_victim_or_an_item_that_is_no_more() -> None:
    others = [
        assessed("2024-03-01", ("sd01", "yes"), instrument="vs_dash"),
        assessed("2024-03-01", ("sd01", "yes"), victim="person:other"),
        assessed("2024-03-01", ("sd99", "yes")),
        entry("risk.assessed", {"instrument": "s_dash"}, ("victim", HER)),
    ]
    assert earlier_answers(S_DASH, others, victims=PAIR.victims) == {}
