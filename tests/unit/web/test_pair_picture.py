"""The picture of what two people did: nothing in it rests on colour, and it says in words what it shows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from unbroken.cases.between import Act, Between
from unbroken.web.presenters.pair_contacts import same_identifier
from unbroken.web.presenters.pair_picture import Span, draw_pair

NAMES = {"one": "Ilse <b>", "other": "Tomas & Co"}


def act(by: str, day: date) -> Act:
    return Act("e", "report:r1", by, day, day, 1, ("calls_texts",), (), (), (), True, False)


def drawn(*acts: Act, orders: tuple[Span, ...] = ()):
    return draw_pair(Between(acts=acts, first_by="other"), names=NAMES, reports=[], orders=orders)


def test_there_is_no_picture_of_nothing() -> None:
    assert draw_pair(Between(), names=NAMES, reports=[], orders=[]) is None


def test_each_direction_has_a_row_and_a_shape_of_its_own_and_orders_have_bars() -> None:
    order = Span("Order, from a day, no end recorded", date(2024, 1, 3), None)
    picture = drawn(act("other", date(2024, 1, 1)), act("one", date(2024, 2, 1)), orders=(order,))
    for svg in (picture.wide, picture.narrow):
        ElementTree.fromstring(svg)
        assert svg.count("<circle") == 1
        assert svg.count("<polygon") == 1
        assert svg.index("Tomas &amp; Co toward Ilse &lt;b&gt;") < svg.index("Ilse &lt;b&gt; toward Tomas &amp; Co")
        assert "<title>Order, from a day, no end recorded</title>" in svg
        assert not re.search(r"\b(style|class)=\"(?!app-swimlanes)", svg)


@pytest.mark.demand("RCG-01")
def test_the_graver_stands_higher_and_bursts_being_told_and_the_sum_are_drawn_and_said() -> None:
    days = [date(2024, 1, day) for day in (1, 3, 6)]
    acts = [replace(act("other", day), entry=str(day)) for day in days]
    acts[1] = replace(acts[1], behaviours=("threats_harm",))
    acts[2] = replace(acts[2], told=("blocked",))
    picture = drawn(*acts)
    heights = [float(y) for y in re.findall(r'<circle cx="[^"]*" cy="([^"]*)"', picture.wide)]
    assert heights[0] < heights[1] == heights[2]  # the threat first: it is drawn on the upper line
    for words in ("3 days with incidents from", "Saturday 6 January 2024: Blocked the suspect", "3 incidents in all"):
        assert words in picture.wide
    assert "Threats of harm, damage or violence: 1." in picture.text
    assert "Made clear that it is not wanted: Saturday 6 January 2024." in picture.text
    assert picture.table.rows[0][1].note == "1 threats of harm, damage or violence"


def test_what_would_touch_stands_together_with_its_number() -> None:
    many = [act("other", date(2024, 1, 1))] * 3
    picture = drawn(*many, act("other", date(2024, 12, 1)))
    assert picture.wide.count("<circle") == 2
    assert ">3</text>" in picture.wide


def test_it_says_in_words_and_in_a_table_what_it_shows() -> None:
    picture = drawn(act("other", date(2024, 1, 1)), act("other", date(2024, 3, 1)))
    assert picture.text == (
        "Tomas & Co toward Ilse <b>: 2 incidents on 2 days, from Monday 1 January 2024 to Friday 1 March 2024. "
        "Contact, from a distance: 2. "
        "Ilse <b> toward Tomas & Co: nothing recorded."
    )
    assert [[cell.text for cell in row] for row in picture.table.rows] == [
        ["January 2024", "1", "0"],
        ["March 2024", "1", "0"],
    ]


@pytest.mark.demand("LNK-07")
@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("07700 900417", "+44 7700 900417", True),
        ("@Night_Kite", "night_kite", True),
        ("Somebody@Example.org", "somebody@example.org ", True),
        ("07700 900417", "07700 900418", False),
        ("night_kite", "night_kite2", False),
    ],
)
def test_one_identifier_is_one_however_it_was_written(one: str, other: str, same: bool) -> None:
    assert (same_identifier(one) == same_identifier(other)) is same
