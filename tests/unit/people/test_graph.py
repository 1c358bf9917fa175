"""How what holds a person together is laid out."""

from __future__ import annotations

import pytest

from unbroken.people.graph import Bond, Token, lay_out, weaker, weakest_between, weakest_of
from unbroken.people.linkage.comparable import Comparable

PHONE = Token("phones", "+447700900917")


def described(name: str, *reports: str, phones: tuple[str, ...] = (PHONE.value,)) -> Comparable:
    return Comparable(name, phones=frozenset(phones), reports=frozenset(reports))


def known(*ones: Comparable) -> dict[str, Comparable]:
    return {one.id: one for one in ones}


@pytest.mark.demand("LNK-02")
def test_identifiers_that_two_share_are_drawn_and_the_others_counted() -> None:
    graph = lay_out(
        known(described("a", "r1", phones=(PHONE.value, "+44111111111")), described("b", "r2")),
        [Bond("a", "b", 9.0, "e1")],
        first="a",
    )
    assert graph.identifiers == (PHONE,)
    assert graph.has == {("a", PHONE), ("b", PHONE)}
    assert graph.lone == 1
    assert graph.in_reports == {("a", "r1"), ("b", "r2")}
    assert graph.reports == ("r1", "r2")


def test_everybody_stands_after_whom_they_are_joined_with_the_surest_first() -> None:
    bonds = [Bond("a", "d", 8.0, "1"), Bond("a", "c", 20.0, "2"), Bond("b", "c", 9.0, "3")]
    graph = lay_out(known(*(described(name) for name in "abcde")), bonds, first="a")
    assert graph.people == ("a", "c", "b", "d", "e")
    assert graph.weakest == bonds[0]


def test_the_layout_is_the_same_in_whatever_order_it_is_told() -> None:
    ones = [described(name, f"r{name}") for name in "abcd"]
    bonds = [Bond("a", "b", 9.0, "1"), Bond("b", "c", 9.0, "2"), Bond("b", "d", None, "3")]
    there = lay_out(known(*ones), bonds, first="b")
    assert lay_out(known(*reversed(ones)), bonds[::-1], first="b") == there


def test_more_than_can_be_told_apart_are_left_out_and_counted() -> None:
    ones = known(*(described(f"p{n:02}", f"r{n:02}") for n in range(45)))
    graph = lay_out(ones, [], first="p03")
    assert len(graph.people) == 40
    assert graph.people[0] == "p03"
    assert graph.left_out == 5
    assert len(graph.reports) == 40


def test_what_people_decided_is_never_the_weakest() -> None:
    decided = Bond("a", "b", None, "1")
    assert weakest_of([decided]) is None
    assert weakest_of([decided, Bond("b", "c", 7.5, "2")]) == Bond("b", "c", 7.5, "2")
    assert weakest_of([]) is None


BONDS = [Bond("a", "b", 20.0, "1"), Bond("b", "c", 9.0, "2"), Bond("a", "c", 5.0, "3"), Bond("c", "d", None, "4")]


@pytest.mark.demand("LNK-02")
@pytest.mark.parametrize(
    ("some", "others", "weakest"),
    [
        ("a", "b", "1"),
        ("a", "c", "2"),
        ("a", "d", "2"),
        ("c", "d", "4"),
        ("ac", "d", "4"),
        ("ab", "bd", ""),
        ("a", "e", ""),
    ],
)
def test_of_the_surest_way_between_descriptions_the_weakest_link_is_found(some: str, others: str, weakest: str) -> None:
    found = weakest_between(BONDS, some, others)
    assert (found.entry if found else "") == weakest
    back = weakest_between(BONDS[::-1], others, some)
    assert back == found


def test_what_people_decided_is_surer_than_what_a_model_did() -> None:
    assert weaker(BONDS[3], BONDS[1]) == BONDS[1]
    assert weaker(None, BONDS[3]) == BONDS[3]
    assert weaker(None, None) is None
