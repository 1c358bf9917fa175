"""What a reader asks of a page in its address: read as people write it, and kept as it was where it cannot be."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from unbroken.record.kinds import Lane
from unbroken.record.times import TimeError
from unbroken.web.asked import (
    read_day,
    read_nothing_asked,
    read_number,
    read_query,
    read_search_asked,
    read_timeline_asked,
)


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("5/3/2018", "2018-03-05"),
        ("05.03.2018", "2018-03-05"),
        ("5-3-2018", "2018-03-05"),
        ("5 March 2018", "2018-03-05"),
        ("5 mar 2018", "2018-03-05"),
        ("March 2018", "2018-03"),
        ("2018", "2018"),
        ("2018-03", "2018-03"),
        ("2018-03-05", "2018-03-05"),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, iso: str) -> None:
    assert read_day(typed) == iso


@pytest.mark.parametrize(
    "typed", ["31/2/2018", "13 Foo 2018", "2018-03-05T10:00", "2017/2018", "yesterday", "1/13/2018"]
)
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(TimeError, match="such as 5/3/2018"):
        read_day(typed)


def test_everything_asked_stands_in_the_address_again() -> None:
    query = (
        "known=2018-03-05&lane=incidents&lane=police&report=r1&agency=Northmoor&from=2018-01&to=2018-02&order=oldest"
    )
    asked = read_timeline_asked(QueryDict(query))
    assert asked.address() == f"?{query}"
    assert asked.lanes == {Lane.INCIDENTS, Lane.POLICE}
    assert asked.is_filtered
    assert asked.oldest_first


def test_a_change_of_the_view_keeps_the_rest_and_begins_at_the_first_page() -> None:
    asked = read_timeline_asked(QueryDict("lane=police&report=r1&page=3"))
    assert asked.page == 3
    assert asked.address(report="", order="oldest") == "?lane=police&order=oldest"
    assert asked.address(lane="") == "?report=r1"
    assert asked.kept(("lane",)) == [("lane", "police")]


def test_what_cannot_be_read_is_kept_as_typed_and_asks_for_nothing() -> None:
    asked = read_timeline_asked(QueryDict("known=soon&from=2/1/2018&to=1/1/2018&lane=nonsense"))
    assert asked.known == ""
    assert asked.typed["known"] == "soon"
    assert [(one["href"], one["text"]) for one in asked.error_list] == [
        ("#known", "Enter a date such as 5/3/2018 or 5 March 2018"),
        ("#to", "The last day must not be before the first"),
        ("#lane", "Choose “What” from the list: “nonsense” is not on it"),
    ]
    assert asked.lanes == frozenset()
    assert asked.status == 400


def test_what_is_not_on_the_timeline_is_said_and_asks_for_nothing() -> None:
    there = {"reports": {"r1": "NM/1"}, "agencies": ["Northmoor"], "fields": ["agency"]}
    asked = read_timeline_asked(QueryDict("report=zzz&agency=Kent&order=random&page=abc")).among(**there)
    assert (asked.report, asked.agency, asked.oldest_first, asked.page) == ("", "", False, 1)
    assert asked.error_list == [
        {"text": "There is no order “random”: it is “oldest” or “newest”"},
        {"text": "There is no page “abc”. Pages are numbered 1, 2, 3; this is the first"},
        {"text": "There is no report “zzz” on this timeline. It has: NM/1"},
        {"text": "There is no agency “Kent” on this timeline. It has: Northmoor", "href": "#agency"},
    ]


def test_as_known_on_a_day_before_what_was_chosen_is_no_mistake() -> None:
    asked = read_timeline_asked(QueryDict("report=r2&known=2018"))
    assert asked.among(reports={"r1": "NM/1"}, agencies=(), fields=()).status == 200


def test_a_parameter_that_the_page_does_not_have_is_named_with_those_it_has() -> None:
    assert read_search_asked(QueryDict("q=ada&sort=name")).error_list == [
        {"text": "“sort” in the address is not a filter of this page, which has “q”"}
    ]
    assert read_nothing_asked(QueryDict("q=ada")).status == 400
    assert read_nothing_asked(QueryDict("")).status == 200


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1", 1), ("2", 2), ("0", None), ("-3", None), ("x", None), ("9" * 30, None), ("²", None), ("", None)],
)
def test_a_page_number_is_a_number_from_1(typed: str, number: int | None) -> None:
    assert read_number(typed) == number


def test_what_was_typed_into_the_box_is_one_line() -> None:
    assert read_query(QueryDict("q=++Anna%0A+Kowalska+")) == "Anna Kowalska"
    asked = read_search_asked(QueryDict(f"q={'a' * 500}"))
    assert len(asked.query) == 100
    assert asked.error_list == [
        {"text": "Search for 100 characters or fewer: only the first 100 were used", "href": "#q"}
    ]
