"""How objects stand to one another in an exported log: what the record says, as it stands now."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.entries import entry
from tests.unit.exchange.exporting.sample import R1, R2, VICTIM, make_entries
from unbroken.exchange.exporting.ocel import write_ocel_json, write_ocel_sqlite
from unbroken.exchange.exporting.relations import Relation, Relations
from unbroken.record.entries import Entry

pytestmark = pytest.mark.demand("REC-11")
Pair = tuple[str, str]

SUSPECT, ORDER, PROSECUTION = "person:s1", "order:o1", "prosecution:p1"
LINKED = [("report", R1), ("other_report", R2)]
JOINED = [("person", "person:a"), ("other_person", "person:b")]
KNOWN = [("victim", VICTIM), ("suspect", SUSPECT)]

OF_THE_SAMPLE = [
    (ORDER, R1, "order"),
    (ORDER, R2, "order"),
    (SUSPECT, ORDER, "suspect"),
    (SUSPECT, PROSECUTION, "suspect"),
    (SUSPECT, R1, "suspect"),
    (SUSPECT, R2, "suspect"),
    (VICTIM, ORDER, "victim"),
    (VICTIM, PROSECUTION, "victim"),
    (VICTIM, R1, "victim"),
    (VICTIM, R2, "victim"),
    (PROSECUTION, R2, "prosecution"),
]


def standing(entries: Sequence[Entry]) -> list[Relation]:
    with Relations() as relations:
        relations.add(entries)
        return list(relations.standing())


def amended(target: Entry, kind: str, body: dict[str, Any], *more: Pair, **header: Any) -> Entry:
    about = [(subject.role, subject.object) for subject in target.subjects]
    return entry(kind, body, *about, *more, happened="2024-06-01", corrects=target.id, **header)


def withdrawn(target: Entry, **header: Any) -> Entry:
    return amended(target, "entry.withdrawn", {"why": "-"}, **header)


def test_json_says_how_the_objects_stand_to_one_another() -> None:
    file = BytesIO()
    written = write_ocel_json(make_entries(), file)
    found = [
        (each["id"], relation["objectId"], relation["qualifier"])
        for each in json.loads(file.getvalue())["objects"]
        for relation in each["relationships"]
    ]
    assert sorted(found) == sorted(OF_THE_SAMPLE)
    assert written.relations == len(OF_THE_SAMPLE)


def test_sqlite_says_how_the_objects_stand_to_one_another(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    written = write_ocel_sqlite(make_entries(), path)
    with closing(sqlite3.connect(path)) as log:
        assert sorted(log.execute("SELECT * FROM object_object").fetchall()) == sorted(OF_THE_SAMPLE)
        assert log.execute("PRAGMA foreign_key_check").fetchall() == []
    assert written.relations == len(OF_THE_SAMPLE)


@pytest.mark.parametrize(
    ("kind", "body", "about", "qualifier"),
    [
        ("report.linked", {"why": "same_incident"}, LINKED, "same_incident"),
        ("report.linked", {}, LINKED, "linked"),
        ("identity.linked", {"basis": "person"}, JOINED, "same_person"),
        ("identity.unlinked", {}, JOINED, "another_person"),
        ("person.described", {"role_here": "reporter"}, [("person", VICTIM), ("report", R1)], "reporter"),
        ("incident.recorded", {}, [("witness", "person:w"), ("report", R1)], "witness"),
        ("incident.recorded", {}, [("third_party", "person:t"), ("report", R1)], "third_party"),
        ("referral.made", {}, [("referral", "referral:f"), ("report", R1)], "referral"),
        ("charge.laid", {}, [("prosecution", PROSECUTION), ("report", R1)], "prosecution"),
        ("order.granted", {}, [("order", ORDER), ("prosecution", PROSECUTION)], "order"),
    ],
)
def test_the_qualifier_is_what_the_entry_says(
    kind: str, body: dict[str, Any], about: list[Pair], qualifier: str
) -> None:
    (_, source), (_, target) = about
    assert standing([entry(kind, body, *about)]) == [(source, target, qualifier)]


def test_a_suspect_is_to_the_victim_what_was_said_last() -> None:
    said = [
        entry("relationship.stated", {"relationship": code}, *KNOWN, happened=day)
        for code, day in (("stranger", "2024-01-01"), ("ex_partner", "2024-03-01"), ("acquaintance", "2024-02-01"))
    ]
    assert standing(said) == [(SUSPECT, VICTIM, "ex_partner")]
    assert standing([*said, withdrawn(said[1])]) == [(SUSPECT, VICTIM, "acquaintance")]


def test_two_held_to_be_different_people_are_not_the_same() -> None:
    by_model = {"basis": "model"}
    linked = entry("identity.linked", by_model, *JOINED, recorded="2024-05-03")
    unlinked = entry("identity.unlinked", {}, *JOINED, recorded="2024-05-02")
    turned = entry("identity.linked", by_model, *reversed_roles(*JOINED), recorded="2024-05-04")
    for order in permutations([unlinked, linked, turned]):
        assert standing(list(order)) == [("person:a", "person:b", "another_person")], "a model overrules nobody"
    assert standing([withdrawn(unlinked), unlinked, linked]) == [("person:a", "person:b", "same_person")]


def test_two_joined_again_by_somebody_are_the_same() -> None:
    unlinked = entry("identity.unlinked", {}, *JOINED, recorded="2024-05-02")
    again = entry("identity.linked", {"basis": "human"}, *reversed_roles(*JOINED), recorded="2024-05-03")
    for order in permutations([unlinked, again]):
        assert standing(list(order)) == [("person:b", "person:a", "same_person")]
    assert standing([unlinked, again, withdrawn(again)]) == [("person:a", "person:b", "another_person")]
    apart = entry("identity.unlinked", {}, *JOINED, recorded="2024-05-04")
    assert standing([apart, unlinked, again]) == [("person:a", "person:b", "another_person")]


def reversed_roles(one: Pair, other: Pair) -> tuple[Pair, Pair]:
    """The same two, named the other way round."""
    return (one[0], other[1]), (other[0], one[1])


def test_what_was_withdrawn_relates_nothing_and_what_was_corrected_what_it_should_have() -> None:
    linked = entry("report.linked", {"why": "same_incident"}, *LINKED)
    other = [["report", R1], ["other_report", "report:r9"]]
    corrected = amended(
        linked,
        "entry.corrected",
        {"why": "-", "body": {"why": "same_suspect"}, "subjects": other},
        ("other_report", "report:r9"),
        recorded="2024-06-02",
    )
    assert standing([linked, corrected]) == [(R1, "report:r9", "same_suspect")]
    assert standing([linked, corrected, withdrawn(corrected, recorded="2024-06-03")]) == [(R1, R2, "same_incident")]
    assert standing([linked, corrected, withdrawn(linked)]) == []
    assert standing([corrected]) == []  # what it corrects is not in this log


def test_it_is_not_said_whose_is_whose_of_several_victims_and_reports() -> None:
    about = [("victim", "person:a"), ("victim", "person:b"), ("report", R1), ("report", R2), ("suspect", SUSPECT)]
    assert standing([entry("evidence.obtained", {}, *about)]) == [(SUSPECT, R1, "suspect"), (SUSPECT, R2, "suspect")]


def test_an_erased_body_says_nothing_of_people() -> None:
    erased = [entry("relationship.stated", {}, *KNOWN), entry("person.described", {}, ("person", VICTIM), R1)]
    assert standing(erased) == []
