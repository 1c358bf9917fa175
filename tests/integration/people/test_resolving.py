"""Who is joined with whom as entries are taken in, and that people can decide otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

import pytest
from django.db import connection

from tests.entries import draft
from unbroken import flow
from unbroken.people import resolved
from unbroken.people.commands import CANNOT_TELL, NOT_THE_SAME, SAME, decide
from unbroken.record.entries import Draft, Entry
from unbroken.record.errors import Refused
from unbroken.record.queries import entries_about

pytestmark = pytest.mark.django_db
_refs = count(1)
JANE = {
    "names": [{"kind": "legal", "given": "Jane", "family": "Whitlock"}],
    "date_of_birth": "1990-02-22",
    "sex": "female",
    "identifiers": [{"type": "phone", "value": "07700 900917"}],
}


def described(person: str, report: str, body: Mapping[str, Any], *, role: str = "victim") -> Draft:
    """A draft that describes a person in a report."""
    subjects = (("person", f"person:{person}"), ("report", f"report:{report}"))
    return draft("person.described", {"role_here": role, **body}, *subjects)


def take(*drafts: Draft) -> tuple[Entry, ...]:
    """Take drafts in; what the linkage recorded because of them."""
    return flow.take_in(drafts, by="tests").linked


def decision(one: str, other: str, verdict: str) -> Draft:
    return decide(
        f"person:{one}", f"person:{other}", verdict, "Looked at both files.",
        agency="northmoor", source="tests", source_ref=f"decision-{next(_refs)}", happened="2024-05-01",
    )  # fmt: skip


def clusters(*persons: str) -> list[list[str]]:
    """The resolved persons among these person objects."""
    found = resolved.resolved([f"person:{name}" for name in persons])
    return sorted({tuple(name[7:] for name in each.members) for each in found.values()})  # type: ignore[return-value,arg-type]


def kinds(entries: Iterable[Entry]) -> list[str]:
    return [entry.kind for entry in entries]


@pytest.mark.demand("LNK-01")
def test_a_second_description_of_somebody_is_joined_and_the_link_is_an_entry_with_its_reasons() -> None:
    take(described("a", "r1", JANE))
    [link] = take(described("b", "r2", JANE | {"names": [{"given": "Jayne", "family": "Whitlock"}]}))
    assert clusters("a", "b") == [("a", "b")]
    assert (link.kind, link.recorded_by, link.agency) == ("identity.linked", "linkage 2026.1", "northmoor")
    assert link.body is not None
    assert link.body["basis"] == "model"
    assert link.body["weight"] >= 8
    assert "same date of birth" in link.body["reason"]
    assert resolved.resolved(["person:b"])["person:b"].weakest == link.body["weight"]


@pytest.mark.demand("LNK-01")
def test_two_people_of_one_report_are_never_joined() -> None:
    assert take(described("a", "r1", JANE), described("b", "r1", JANE, role="suspect")) == ()
    with pytest.raises(Refused, match="nobody is two people of one report"):
        decision("a", "b", SAME)


@pytest.mark.parametrize(
    ("other", "guard"),
    [
        ({"names": [{"given": "Joan", "family": "Whitlock"}]}, "twins"),
        ({"date_of_birth": "1971-11-03"}, "other_birth"),
        ({"sex": "male"}, "other_sex"),
    ],
)
@pytest.mark.demand("LNK-01")
def test_what_contradicts_goes_to_a_person_with_its_reason(other: Mapping[str, Any], guard: str) -> None:
    same_phone_and_mail = JANE | {"identifiers": [*JANE["identifiers"], {"type": "email", "value": "j.w@example.org"}]}  # type: ignore[misc]
    assert take(described("a", "r1", same_phone_and_mail), described("b", "r2", same_phone_and_mail | other)) == ()
    [waiting] = resolved.waiting()
    assert waiting.guard is not None
    assert (waiting.one, waiting.other, waiting.guard.name) == ("person:a", "person:b", guard)


@pytest.mark.demand("REC-15", "LNK-01")
def test_not_the_same_is_final_until_a_person_says_otherwise() -> None:
    take(described("a", "r1", JANE), described("b", "r2", JANE))
    assert clusters("a", "b") == [("a", "b")]
    assert kinds(take(decision("a", "b", NOT_THE_SAME))) == ["identity.split"]
    assert clusters("a", "b") == [("a",), ("b",)]
    assert take(described("b", "r3", JANE | {"identifiers": [{"type": "email", "value": "j@example.org"}]})) == ()
    assert take(described("a", "r4", JANE | {"identifiers": [{"type": "email", "value": "j@example.org"}]})) == ()
    assert resolved.waiting() == ()
    assert kinds(take(decision("a", "b", SAME))) == ["identity.merged"]
    assert clusters("a", "b") == [("a", "b")]
    assert resolved.resolved(["person:a"])["person:a"].weakest is None


@pytest.mark.demand("REC-15")
def test_undoing_a_merge_restores_what_was_there() -> None:
    other = {"names": [{"given": "Marek", "family": "Zyla"}], "date_of_birth": "1985-06-07", "sex": "male"}
    take(described("a", "r1", JANE), described("b", "r2", JANE))
    take(described("c", "r3", other), described("d", "r4", other))
    before = resolved.resolved([f"person:{name}" for name in "abcd"])
    [joined] = flow.take_in([decision("b", "c", SAME)], by="tests").recorded
    assert clusters(*"abcd") == [("a", "b", "c", "d")]
    undo = Draft(
        "entry.withdrawn", {"why": "A mix-up."}, (), "2024-05-02", "northmoor", "tests", "undo", joined.entry.id
    )
    assert kinds(take(undo)) == ["identity.split"]
    assert resolved.resolved([f"person:{name}" for name in "abcd"]) == before


def test_left_open_is_not_asked_again_until_more_is_known() -> None:
    vague = {"names": [{"given": "Jane", "family": "Whitlock"}], "sex": "female"}
    take(described("a", "r1", JANE), described("b", "r2", vague))
    assert len(resolved.waiting()) == 1
    take(decision("a", "b", CANNOT_TELL))
    assert resolved.waiting() == ()
    take(described("b", "r2", {"identifiers": [{"type": "postcode", "value": "ZZ1 1AA"}]}))
    assert resolved.waiting() == ()  # nothing in common is known that was not
    take(described("b", "r2", {"age": 34}))
    assert len(resolved.waiting()) == 1


@pytest.mark.demand("LNK-01")
def test_a_correction_that_contradicts_parts_them_again_and_says_so() -> None:
    [first] = flow.take_in([described("a", "r1", JANE)], by="tests").recorded
    take(described("b", "r2", JANE))
    corrected = {"why": "The wrong file.", "body": {"role_here": "victim", **JANE, "date_of_birth": "1961-12-01"}}
    fix = Draft("entry.corrected", corrected, (), "2024-05-02", "northmoor", "tests", "fix", first.entry.id)
    assert sorted(kinds(take(fix))) == ["entry.withdrawn", "identity.split"]
    assert clusters("a", "b") == [("a",), ("b",)]


@pytest.mark.demand("LNK-07")
def test_a_number_that_turns_out_to_be_shared_no_longer_holds_strangers_together() -> None:
    line = {"identifiers": [{"type": "phone", "value": "01632 960980"}, {"type": "vehicle", "value": "QA12 IBC"}]}
    take(described("x", "r1", line, role="suspect"), described("y", "r2", line, role="suspect"))
    assert clusters("x", "y") == [("x", "y")]
    strangers = [
        ("Ada", "Brook"),
        ("Carl", "Dean"),
        ("Eve", "Frost"),
        ("Gus", "Hale"),
        ("Ian", "Judd"),
        ("Kit", "Lane"),
    ]
    for n, (given, family) in enumerate(strangers):
        take(described(f"s{n}", f"q{n}", line | {"names": [{"given": given, "family": family}]}))
    assert clusters("x", "y") == [("x",), ("y",)]


@pytest.mark.demand("LNK-07")
def test_numbers_that_hundreds_give_at_once_let_go_of_those_who_were_joined_by_them() -> None:
    line = {"identifiers": [{"type": "phone", "value": "0808 157 0042"}, {"type": "vehicle", "value": "QA12 IBC"}]}
    before = [described(f"x{n}", f"r{n}", line, role="suspect") for n in range(8)]
    take(*before)
    assert len(clusters(*(f"x{n}" for n in range(8)))) == 1
    take(*(described(f"h{n}", f"q{n}", line, role="suspect") for n in range(250)))
    assert len(clusters(*(f"x{n}" for n in range(8)))) == 8
    assert resolved.waiting() == ()


@pytest.mark.demand("LNK-07")
def test_a_suspect_known_by_numbers_alone_is_found_by_several_of_them() -> None:
    numbers = [f"07700 9001{n:02}" for n in range(10)]
    accounts = [("instagram", f"grey_heron_{n}") for n in range(5)]

    def used(phones: Iterable[str], handles: Iterable[tuple[str, str]]) -> dict[str, Any]:
        found = [{"type": "phone", "value": phone} for phone in phones]
        found += [{"type": "social_handle", "value": name, "platform": platform} for platform, name in handles]
        return {"identifiers": found, "sex": "male"}

    take(described("u1", "r1", used(numbers[:4], accounts[:1]), role="suspect"))
    take(described("u2", "r2", used(numbers[3:8], accounts[1:3]), role="suspect"))
    take(described("u3", "r3", used(numbers[7:], accounts[2:]), role="suspect"))
    take(described("n", "r4", used(numbers[5:7], accounts[4:]) | {"names": [{"given": "Karl", "family": "Voss"}]},
                   role="suspect"))  # fmt: skip
    found = resolved.resolved(["person:n"])["person:n"]
    waiting = {frozenset((one.one, one.other)) for one in resolved.waiting()}
    assert len(found.members) > 1 or waiting


def test_nothing_about_ethnicity_health_or_vulnerability_reaches_the_linkage() -> None:
    more = {
        "ethnicity_self": "white_british",
        "ethnicity_officer": "white_north_european",
        "flags": [{"flag": "mental_health", "answer": "yes"}],
        "disability": "yes",
        "gender_identity": "woman",
        "language": "Welsh",
    }
    take(described("a", "r1", JANE), described("b", "r2", JANE | more))
    with connection.cursor() as cursor:
        cursor.execute("SELECT packed FROM people_comparable ORDER BY object")
        plain, full = (row[0].replace("r1", "r").replace("r2", "r") for row in cursor.fetchall())
    assert full == plain


def test_withdrawing_a_description_takes_the_person_out() -> None:
    take(described("a", "r1", JANE))
    [second] = flow.take_in([described("b", "r2", JANE)], by="tests").recorded
    out = Draft(
        "entry.withdrawn", {"why": "Never was."}, (), "2024-05-02", "northmoor", "tests", "out", second.entry.id
    )
    take(out)
    assert clusters("a", "b") == [("a",), ("b",)]
    assert resolved.waiting() == ()


def test_linking_everybody_finds_nothing_left_to_do() -> None:
    take(described("a", "r1", JANE), described("b", "r2", JANE))
    done = flow.relink()
    assert (done.records, done.people, done.linked, done.released) == (2, 1, 0, 0)


def test_linking_everybody_joins_what_the_record_has_apart_and_keeps_what_people_decided() -> None:
    take(described("a", "r1", JANE), described("b", "r2", JANE), described("c", "r3", JANE))
    take(decision("a", "c", NOT_THE_SAME))
    state = clusters(*"abc")
    done = flow.relink()
    assert (done.linked, done.released) == (0, 0)
    assert clusters(*"abc") == state
    assert all(not {"a", "c"} <= set(each) for each in state)


def test_what_the_linkage_records_stands_in_the_books_like_everything_else() -> None:
    take(described("a", "r1", JANE), described("b", "r2", JANE))
    [link] = [entry for entry in entries_about({"person:a"}) if entry.kind == "identity.linked"]
    assert (link.source, link.book) == ("linkage", "northmoor")
