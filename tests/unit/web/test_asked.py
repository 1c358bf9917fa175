"""What a reader asks of a page in its address: read as people write it, and kept as it was where it cannot be."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from unbroken.record.kinds import Lane
from unbroken.record.times import TimeError
from unbroken.web.asked import read_day, read_page, read_query, read_timeline_asked


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
    ]
    assert asked.lanes == frozenset()


@pytest.mark.parametrize(("typed", "page"), [("", 1), ("2", 2), ("0", 1), ("-3", 1), ("x", 1), ("9" * 30, 1), ("²", 1)])
def test_a_page_number_is_a_number_from_1(typed: str, page: int) -> None:
    assert read_page(QueryDict(mutable=True) if not typed else QueryDict(f"page={typed}")) == page


def test_what_was_typed_into_the_box_is_one_line() -> None:
    assert read_query(QueryDict("q=++Anna%0A+Kowalska+")) == "Anna Kowalska"
    assert len(read_query(QueryDict(f"q={'a' * 500}"))) == 100
