"""Everything between two people as it was known on a day: what was recorded by then, and who was joined then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.entries import MADE, draft
from tests.integration.web.reading.conftest import Read
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.pair_case import COUNTER, FIRST, HER, HER_NAME, HIM, HIS_NAME, pair_case
from unbroken.flow import take_in
from unbroken.record.entries import Draft

PAGE = "/pairs/pc-her/pc-him/"
pytestmark = [pytest.mark.django_db, pytest.mark.demand("LNK-01")]
BEFORE, FIRST_KNOWN, ALL_KNOWN = "2024-02-09", "2024-02-15", "2024-06-01"


def recorded(one: Draft, day: str) -> Draft:
    """The draft as another system recorded it on a day."""
    return replace(one, recorded_at=f"{day}T20:00", recorded_by="officer")


@pytest.fixture
def pair(db: None) -> None:
    """Her report was recorded when she made it, his when he did, whenever what they tell of happened."""
    made = {FIRST: "2024-02-10", COUNTER: "2024-02-21"}
    days = [max(one.happened[:10], *(made.get(s.object, "") for s in one.subjects)) for one in pair_case()]
    take_in([recorded(one, day) for one, day in zip(pair_case(), days, strict=True)], by="tests")


@pytest.mark.usefixtures("pair")
class TestThePageThen:
    def test_leaves_out_what_was_recorded_later(self, read: Read) -> None:
        page = read(PAGE, known=FIRST_KNOWN)
        assert "This is the record as known at the end of Thursday 15 February 2024." in text_of(page)
        assert [row[0] for row in rows_of(page, "Incidents between them")] == [
            "Friday 5 January 2024", "Saturday 20 January 2024", "Thursday 8 February 2024",
        ]  # fmt: skip
        assert [row[0].split()[0] for row in rows_of(page, "Reports that name both")] == ["PC/1"]
        assert "counter-allegation" not in text_of(page)
        assert len(rows_of(read(PAGE, known=ALL_KNOWN), "Incidents between them")) == len(
            rows_of(read(PAGE), "Incidents between them")
        )

    def test_says_the_class_that_the_report_had_then(self, read: Read) -> None:
        then = rows_of(read(PAGE, known="2024-02-11"), "Reports that name both")
        assert then[0][2] == "Malicious communications"
        now = rows_of(read(PAGE), "Reports that name both")
        assert now[0][2] == "Stalking (s.2A) First: Malicious communications"

    def test_leads_on_to_the_same_day_and_back_to_now(self, read: Read) -> None:
        links = links_of(read(PAGE, known=FIRST_KNOWN, role="officer"))
        assert f"/journeys/pc-her/?known={FIRST_KNOWN}" in links
        assert f"/reports/pc-first/?known={FIRST_KNOWN}" in links
        assert f"{PAGE}contacts.csv?known={FIRST_KNOWN}" in links
        assert PAGE in links
        assert not [link for link in links_of(read(PAGE, role="officer")) if "known=" in link]

    def test_before_either_was_known_is_empty_and_not_an_error(self, read: Read) -> None:
        page = read(PAGE, known=BEFORE)
        assert page.status_code == 200
        assert "No report that is shown to you names both." in text_of(page)
        assert HER_NAME not in text_of(page), "what she is called was learnt later"
        assert rows_of(page, "Incidents between them") == []

    def test_a_day_that_cannot_be_read_is_said_and_asks_for_nothing(self, read: Read) -> None:
        page = read(PAGE, known="soon")
        assert page.status_code == 400
        assert "Enter a date such as 5/3/2018" in text_of(page)
        assert read(f"{PAGE}contacts.csv", role="officer", known="soon").status_code == 400

    def test_the_exhibit_holds_what_was_known_and_says_so(self, read: Read) -> None:
        answer = read(f"{PAGE}contacts.csv", role="officer", known="2024-02-15").content.decode()
        assert "The record,as known at the end of Thursday 15 February 2024" in answer
        assert f"{HER_NAME} toward" not in answer
        assert f"{HER_NAME} toward" in read(f"{PAGE}contacts.csv", role="officer").content.decode()

    def test_the_other_way_round_leads_to_the_one_address_with_the_day(self, read: Read) -> None:
        assert read("/pairs/pc-him/pc-her/", known="2024").headers["Location"] == f"{PAGE}?known=2024"

    def test_who_may_not_open_it_now_may_not_for_any_day(self, read: Read) -> None:
        assert read(PAGE, role="analyst", known=ALL_KNOWN).status_code == 403
        assert read("/pairs/pc-her/nobody/", known=ALL_KNOWN).status_code == 404
        assert "PC/3" not in text_of(read(PAGE, role="officer", known=ALL_KNOWN))
        assert "PC/3" in text_of(read(PAGE, role="supervisor", known=ALL_KNOWN))


OLD = "person:pc-older"


def joined(verdict: str, day: str, ref: str, other: str = OLD) -> Draft:
    body: dict[str, Any] = {"reason": "Same number."} | ({"basis": "human"} if verdict == "linked" else {})
    one = draft(f"identity.{verdict}", body, ("person", HIM), ("other_person", other), happened=day, ref=ref)
    return recorded(one, day)


@pytest.mark.usefixtures("pair")
class TestWhoWasJoinedThen:
    @pytest.fixture(autouse=True)
    def older(self, pair: None) -> None:
        """An older report of hers names him under another name; the two were joined on 1 March, apart on 1 May."""
        both = ("report:pc-older", ("victim", HER), ("suspect", OLD))
        his = {"role_here": "suspect", "names": [{"text": "T. R."}]}
        drafts = [
            draft("report.made", {**MADE, "reference": "PC/0"}, *both, happened="2023-11-01"),
            draft("person.described", his, ("person", OLD), "report:pc-older", happened="2023-11-01"),
            draft("incident.recorded", {"behaviours": ["other"]}, *both, happened="2023-11-01"),
        ]
        take_in([recorded(one, "2023-11-01") for one in drafts], by="tests")
        take_in([joined("linked", "2024-03-01", "join")], by="tests")

    @pytest.mark.parametrize(
        ("day", "reports"), [("2024-02-28", ["PC/1", "PC/2"]), ("2024-03-02", ["PC/0", "PC/1", "PC/2"])]
    )
    def test_reports_under_another_name_count_from_the_day_of_the_join(
        self, read: Read, day: str, reports: list[str]
    ) -> None:
        rows = rows_of(read(PAGE, known=day, role="officer"), "Reports that name both")
        assert [row[0].split()[0] for row in rows] == reports

    def test_a_join_taken_back_later_still_stood_then(self, read: Read) -> None:
        take_in([joined("unlinked", "2024-05-01", "part")], by="tests")
        assert "PC/0" not in text_of(read(PAGE))
        assert "PC/0" in text_of(read(PAGE, known="2024-04-01"))
        assert "PC/0" not in text_of(read(PAGE, known="2024-05-02"))

    def test_before_a_name_was_known_it_is_the_first_of_those_they_have_now(self, read: Read) -> None:
        page = read(PAGE, known="2023-12-01", role="officer")
        assert [row[0].split()[0] for row in rows_of(page, "Reports that name both")] == ["PC/0"]
        assert "T. R." in text_of(page)
        assert HIS_NAME not in text_of(page)

    def test_two_who_were_held_to_be_one_are_said_to_have_been(self, read: Read) -> None:
        third = "person:pc-third"
        named = draft("person.described", {"role_here": "witness", "names": [{"text": "Pavel Oss"}]},
                      ("person", third), "report:pc-older", happened="2023-11-02")  # fmt: skip
        take_in([recorded(named, "2023-11-02"), joined("linked", "2024-03-05", "j2", third)], by="tests")
        take_in([joined("unlinked", "2024-05-01", "p2", third), joined("unlinked", "2024-05-01", "p3")], by="tests")
        page = read("/pairs/pc-him/pc-third/", known="2024-04-01")
        assert page.status_code == 200
        assert "At that time both were held to be one person" in text_of(page)


@pytest.mark.usefixtures("pair")
def test_a_long_course_asks_as_many_questions_as_a_short_one(read: Read) -> None:
    def course(name: str, reports: int) -> str:
        both = (("victim", f"person:{name}-a"), ("suspect", f"person:{name}-b"))
        made = [draft("report.made", None, f"report:{name}-{n}", *both, happened="2024-03-08") for n in range(reports)]
        take_in([recorded(one, "2024-03-08") for one in made], by="tests")
        return f"/pairs/{name}-a/{name}-b/"

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert read(path, known="2024-04-01").status_code == 200
        return sum("access_accesslogobject" not in query["sql"] for query in captured)

    few, many = course("few", 1), course("many", 20)
    read(few, known="2024-04-01")
    assert queries(many) == queries(few)
