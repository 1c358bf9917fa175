"""What somebody says of a person whom they describe for the first time, as drafts of the same intake."""

from __future__ import annotations

import pytest

from tests.entries import draft
from unbroken import flow
from unbroken.people.commands import CANNOT_TELL, NOT_THE_SAME, SAME, Recognised, recognise
from unbroken.record.entries import Draft
from unbroken.record.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.demand("LNK-01")]
NOW = "2025-03-04T10:00:00Z"


def said(person: str, other: str, verdict: str = SAME, *, weight: float | None = 3.25) -> Recognised:
    return Recognised(f"person:{person}", f"person:{other}", verdict, "She says so.", weight, NOW)


def drafts_of(*all_said: Recognised) -> list[Draft]:
    return recognise(all_said, report="report:new", agency="met", source="form", source_ref="f/seen")


@pytest.fixture
def known() -> None:
    """Two people of one report, and somebody of another."""
    people = [("her", "report:one"), ("him", "report:one"), ("another", "report:two")]
    flow.take_in(
        [
            draft("person.described", {"role_here": "witness", "names": [{"given": name, "family": "Quill"}]},
                  ("person", f"person:{name}"), ("report", report), ref=name)
            for name, report in people
        ],
        by="tests",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "kind", "body"),
    [
        (SAME, "identity.linked", {"reason": "She says so.", "basis": "human"}),
        (NOT_THE_SAME, "identity.unlinked", {"reason": "She says so."}),
        (CANNOT_TELL, "identity.undecided", {"reason": "She says so.", "weight": 3.25}),
    ],
)
def test_each_answer_is_a_draft(known: None, verdict: str, kind: str, body: dict[str, object]) -> None:
    (made,) = drafts_of(said("new", "her", verdict))
    assert (made.kind, made.body, made.happened, made.source_ref) == (kind, body, NOW, "f/seen-0")
    assert [(one.role, one.object) for one in made.subjects] == [("person", "person:her"),
                                                                 ("other_person", "person:new")]  # fmt: skip


def test_whom_nobody_described_cannot_be_recognised(known: None) -> None:
    with pytest.raises(Refused, match="not a person who is described") as caught:
        drafts_of(said("new", "her"), said("new", "nobody"))
    assert caught.value.index == 1


def test_an_answer_that_is_none_is_refused(known: None) -> None:
    with pytest.raises(Refused, match="is no answer"):
        drafts_of(said("new", "her", "perhaps"))


def test_two_people_of_a_report_on_record_are_not_one_new_person(known: None) -> None:
    with pytest.raises(Refused, match="two people of report:one") as caught:
        drafts_of(said("new", "her"), said("new", "him"))
    assert caught.value.index == 1
    assert len(drafts_of(said("new", "her"), said("new", "another"))) == 2
    assert len(drafts_of(said("new", "her"), said("new", "him", NOT_THE_SAME))) == 2


def test_two_people_of_the_new_report_are_not_one_on_record(known: None) -> None:
    with pytest.raises(Refused, match="two people of report:new"):
        drafts_of(said("victim", "her"), said("suspect", "her"))
    assert len(drafts_of(said("victim", "her"), said("suspect", "him"))) == 2


def test_two_of_a_new_report_are_not_one_under_another_name_either(known: None) -> None:
    pair = (("person", "person:another"), ("other_person", "person:her"))
    flow.take_in([draft("identity.linked", {"basis": "human", "reason": "x"}, *pair, ref="joined")], by="tests")
    with pytest.raises(Refused, match="two people of report:new"):
        drafts_of(said("victim", "her"), said("suspect", "another"))
