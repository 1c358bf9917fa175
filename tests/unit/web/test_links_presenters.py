"""How identifiers and links are said, and a picture of more than fits."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.entries import entry
from unbroken.people.fold import fold_person
from unbroken.people.graph import Bond, Token, bonds_of, lay_out
from unbroken.people.linkage.comparable import Comparable
from unbroken.web.presenters.links import present_links, say_token, say_weakest


@pytest.mark.parametrize(
    ("token", "said"),
    [
        (Token("phones", "+447700900917"), "Phone +447700900917"),
        (Token("handles", "instagram:jo"), "Instagram jo"),
        (Token("handles", "elsewhere:jo"), "Elsewhere jo"),
        (Token("vehicles", "reg:12345"), "Vehicle 12345"),
        (Token("homes", "ZZ11AA|12/3"), "Address 12/3, ZZ11AA"),
        (Token("homes", "12|bell"), "Address 12 bell"),
        (Token("police_ids", "pnc:030006743O"), "PNC number 030006743O"),
    ],
)
def test_identifiers_are_said_as_people_say_them(token: Token, said: str) -> None:
    assert say_token(token) == said


def test_a_model_that_gives_only_a_probability_has_its_weight_from_it() -> None:
    body = {"basis": "model", "score": 0.8, "model_version": "3"}
    link = entry("identity.linked", body, ("person", "person:a"), ("other_person", "person:b"))
    people = {name: fold_person(name, [link]) for name in ("person:a", "person:b")}
    [bond] = bonds_of(people)
    assert bond.weight == pytest.approx(2.0)
    names = {"person:a": "Jo", "person:b": "Al"}
    said = "The weakest link that holds this person together is between Jo and Al: +2.0 bits, with which the model was"
    assert say_weakest([bond], names) == f"{said} 80% sure."
    assert say_weakest([], names) == ""


@pytest.mark.demand("LNK-02")
def test_a_picture_of_very_many_says_what_it_leaves_out_and_what_is_kept_from_the_reader() -> None:
    names = [f"person:p{n:02}" for n in range(42)]
    phones = frozenset({"+447700900917"})
    known = {name: Comparable(name, phones=phones, emails=frozenset({f"{name[7:]}@example.org"})) for name in names}
    bonds = [Bond(names[0], other, None, "00000000-0000-7000-8000-000000000001") for other in names[1:]]
    people = {name: fold_person(name, [entry("person.described", {"role_here": "victim"}, ("person", name))])
              for name in names}  # fmt: skip
    page = present_links(
        lay_out(known, bonds, first=names[0]),
        name="Jo", person=names[0], notice="", hidden=2, people=people, names=dict.fromkeys(names, "Jo"),
        rows={}, crowds={name: {"+447700900917": 1} for name in names},
    )  # fmt: skip
    assert page.left_out == (
        "Only the 40 descriptions that are joined most surely are shown, in the picture and below it; 2 more are not. "
        "40 identifiers that only one description has are left out."
    )
    assert page.notice == "2 descriptions of this person not shown to you."
    assert page.weakest == "People decided every link that holds this person together."
    assert [row[1].text for row in page.identifiers.rows] == ["Used by a few people"]
    for svg in (page.drawn.wide, page.drawn.narrow):
        root = ElementTree.fromstring(svg)
        assert "40 descriptions in 0 reports" in "".join(root.itertext())
        assert page.drawn.text in "".join(root.itertext())
