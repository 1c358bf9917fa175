from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.entries import draft
from unbroken.cases.queries import (
    SORTS,
    PartIn,
    VictimLine,
    Wanted,
    changes_since,
    count_by,
    count_flags,
    count_reports,
    days_made,
    find_by_reference,
    flags_of,
    hearings_between,
    list_reports,
    list_victims,
    my_reports,
    parts_of,
    people_in,
    reports_by_name,
)
from unbroken.flow import take_in
from unbroken.record.entries import Draft

pytestmark = pytest.mark.django_db


def made(number: int, day: str = "2024-03-01", agency: str = "northmoor", **body: Any) -> Draft:
    whole = {"channel": "phone", "reported_by": "victim", "reference": f"NM/{number:05}/24", **body}
    names = (("report", f"report:r{number}"), ("victim", f"person:v{number}"), ("suspect", "person:s1"))
    return draft("report.made", whole, *names, happened=day, agency=agency)


def about(number: int, kind: str, day: str = "2024-03-02", **body: Any) -> Draft:
    return draft(kind, body, ("report", f"report:r{number}"), happened=day)


def names(wanted: Wanted, **how: Any) -> list[str]:
    return [row.object.partition(":")[2] for row in list_reports(wanted, **how).rows]


@pytest.fixture
def _reports(db: None) -> None:
    """Five reports of two agencies, of several classes and stages, one restricted, one a duplicate."""
    for items in (
        [made(1, "2024-01-01", force="met", area="Eastvale"), made(2, "2024-02-01"), made(4, "2024-04-01")],
        [made(3, "2024-03-01", "otherforce", other_references=["CON 77-1"]), made(5, "2024-05-01")],
        [
            about(1, "report.classified", offence="stalking_2a", stage="initial"),
            about(2, "report.classified", offence="harassment_2", stage="initial"),
            about(1, "report.allocated", officer="pc1", team="Response"),
            about(2, "report.allocated", officer="pc2", stalking_lead="pc1"),
            about(4, "report.restricted", reason="covert"),
            draft(
                "relationship.stated",
                {"relationship": "stranger"},
                ("report", "report:r3"),
                ("victim", "person:v3"),
                ("suspect", "person:s1"),
            ),
            about(3, "investigation.closed", "2024-04-01", outcome="18"),
            draft("report.linked", {"why": "same_incident"}, ("report", "report:r5"), ("other_report", "report:r1")),
        ],
    ):
        take_in(items, by="tests")


@pytest.mark.usefixtures("_reports")
@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["r5", "r4", "r3", "r2", "r1"]),
        (Wanted(agencies=["otherforce"]), ["r3"]),
        (Wanted(force="met"), ["r1"]),
        (Wanted(area="Eastvale"), ["r1"]),
        (Wanted(officer="pc2"), ["r2"]),
        (Wanted(stalking_lead="pc1"), ["r2"]),
        (Wanted(team="Response"), ["r1"]),
        (Wanted(stages=["under_investigation"]), ["r2", "r1"]),
        (Wanted(offences=["stalking_2a", "stalking_4a_fear"]), ["r1"]),
        (Wanted(outcomes=["18"]), ["r3"]),
        (Wanted(relationships=["stranger"]), ["r3"]),
        (Wanted(flag="impact_absent"), ["r1"]),
        (Wanted(is_open=True), ["r5", "r4", "r2", "r1"]),
        (Wanted(is_open=False), ["r3"]),
        (Wanted(is_duplicate=True), ["r5"]),
        (Wanted(is_duplicate=False), ["r4", "r3", "r2", "r1"]),
        (Wanted(restricted=True), ["r4"]),
        (Wanted(restricted=False), ["r5", "r3", "r2", "r1"]),
        (Wanted(made_from=date(2024, 2, 1), made_to=date(2024, 3, 1)), ["r3", "r2"]),
        (Wanted(of=["report:r1", "report:r2"], without=["report:r1"]), ["r2"]),
        (Wanted(of=[]), []),
    ],
    ids=str,
)
def test_a_list_holds_what_is_wanted(wanted: Wanted, found: list[str]) -> None:
    assert names(wanted) == found
    assert count_reports(wanted) == len(found)


@pytest.mark.usefixtures("_reports")
def test_the_days_on_which_reports_were_made_come_newest_first_and_no_more_than_asked() -> None:
    take_in([about(6, "report.classified", offence="stalking_2a", stage="initial")], by="tests")  # made on no day
    found = days_made(Wanted(without=["report:r5"]), most=2)
    assert list(found.items()) == [("report:r4", date(2024, 4, 1)), ("report:r3", date(2024, 3, 1))]
    assert "report:r6" not in days_made(Wanted(), most=10)


@pytest.mark.usefixtures("_reports")
@pytest.mark.parametrize("sort", SORTS)
def test_every_order_has_its_mirror_and_what_has_no_day_comes_last(sort: str) -> None:
    up, down = names(Wanted(), sort=sort, descending=False), names(Wanted(), sort=sort)
    assert sorted(up) == sorted(down) == ["r1", "r2", "r3", "r4", "r5"]
    take_in([draft("incident.recorded", {"behaviours": ["calls_texts"]}, "report:r2", "person:v2")], by="tests")
    assert names(Wanted(), sort="last_incident_on")[0] == names(Wanted(), sort="last_incident_on", descending=False)[0]


def test_an_order_that_is_not_offered_is_refused() -> None:
    with pytest.raises(ValueError, match="'state' is not one of"):
        list_reports(Wanted(), sort="state")
    with pytest.raises(ValueError, match="'state' is not one of"):
        count_by("state", Wanted())


@pytest.mark.usefixtures("_reports")
def test_pages_divide_the_list_and_one_past_the_end_is_the_last() -> None:
    pages = [list_reports(Wanted(), number=number, size=2) for number in (1, 2, 3, 9)]
    assert [[row.object for row in page.rows] for page in pages] == [
        ["report:r5", "report:r4"],
        ["report:r3", "report:r2"],
        ["report:r1"],
        ["report:r1"],
    ]
    assert [(page.number, page.pages, page.total) for page in pages] == [(1, 3, 5), (2, 3, 5), (3, 3, 5), (3, 3, 5)]
    assert list_reports(Wanted(of=[])).pages == 1


@pytest.mark.usefixtures("_reports")
def test_victims_are_listed_once_with_how_many_reports_they_made_newest_information_first() -> None:
    take_in([draft("report.made", {"channel": "phone", "reported_by": "victim"}, "report:r6", "person:v2")], by="tests")
    first = list_victims(Wanted(), size=2)
    assert [(line.person, line.reports) for line in first.rows] == [("person:v2", 2), ("person:v1", 1)]
    assert (first.total, first.pages, list_victims(Wanted(), size=2, number=9).number) == (5, 3, 3)
    newest = reports_by_name(["report:r6"])["report:r6"].last_recorded_at
    assert list_victims(Wanted(), persons=["person:v2"]).rows == (VictimLine("person:v2", 2, newest),)
    shown = list_victims(Wanted(restricted=False, is_open=True), without=["person:v5"]).rows
    assert {line.person for line in shown} == {"person:v1", "person:v2"}


@pytest.mark.usefixtures("_reports")
def test_counts_add_up_to_all() -> None:
    assert count_by("offence", Wanted()) == {"": 3, "harassment_2": 1, "stalking_2a": 1}
    assert count_by("stage", Wanted(restricted=False)) == {"closed": 1, "reported": 1, "under_investigation": 2}
    assert count_flags(Wanted()) == {"impact_absent": 1}
    assert flags_of(["report:r1", "report:r2"]) == {"report:r1": ("impact_absent",), "report:r2": ()}


@pytest.mark.usefixtures("_reports")
@pytest.mark.parametrize("typed", ["NM/00003/24", "nm 00003 24", "con77/1"])
def test_a_report_is_found_by_its_number_however_it_is_written(typed: str) -> None:
    assert find_by_reference(typed) == ("report:r3",)
    assert find_by_reference("NM/0000") == ()
    assert find_by_reference(" / ") == ()


@pytest.mark.usefixtures("_reports")
@pytest.mark.parametrize("typed", ["r3", "report:r3", " R3 "])
def test_a_report_is_found_by_its_name_in_the_record(typed: str) -> None:
    assert find_by_reference(typed) == ("report:r3",)


@pytest.mark.usefixtures("_reports")
def test_somebody_s_parts_in_reports_and_a_report_s_people() -> None:
    assert [part.report for part in parts_of(["person:s1"])] == [f"report:r{n}" for n in range(1, 6)]
    assert people_in(["report:r2"]) == (
        PartIn("report:r2", "person:s1", "suspect", date(2024, 2, 1)),
        PartIn("report:r2", "person:v2", "victim", date(2024, 2, 1)),
    )
    assert set(reports_by_name(["report:r2", "report:r77"])) == {"report:r2"}


@pytest.mark.demand("INV-01")
@pytest.mark.usefixtures("_reports")
def test_my_reports_are_those_i_have_and_those_i_lead_open_ones_only() -> None:
    assert {row.object for row in my_reports("pc1")} == {"report:r1", "report:r2"}
    assert [row.object for row in my_reports("pc1", without=["report:r1"])] == ["report:r2"]


@pytest.mark.usefixtures("_reports")
def test_what_has_changed_is_what_was_recorded_since() -> None:
    since = max(row.last_recorded_at for row in list_reports(Wanted()).rows)
    take_in([about(1, "delay.recorded", cause="cps"), about(2, "delay.recorded", cause="cps")], by="pc7")
    [change] = changes_since(["report:r1"], since)
    assert (change.report, change.kind, change.recorded_by, change.agency) == (
        "report:r1",
        "delay.recorded",
        "pc7",
        "northmoor",
    )
    assert changes_since(["report:r1"], change.recorded_at) == ()


@pytest.mark.demand("CPS-05")
def test_hearings_of_a_week_and_victims_not_told() -> None:
    trial = {"date": "2024-06-05", "purpose": "trial"}
    court = (("prosecution", "prosecution:c1"), ("report", "report:r1"))
    take_in([made(1), draft("hearing.listed", trial, *court)], by="tests")
    week = (date(2024, 6, 3), date(2024, 6, 9))
    [hearing] = hearings_between(*week)
    assert (hearing.object, hearing.prosecution, hearing.day, hearing.purpose) == (
        "report:r1",
        "prosecution:c1",
        date(2024, 6, 5),
        "trial",
    )
    assert [row.n for row in hearings_between(*week, victim_told=False)] == [0]
    assert hearings_between(*week, victim_told=True) == []
    assert hearings_between(*week, of=["report:r2"]) == []
    assert hearings_between(date(2024, 6, 6), date(2024, 6, 9)) == []


@pytest.mark.usefixtures("_reports")
def test_a_list_asks_as_often_for_one_row_as_for_many() -> None:
    with CaptureQueriesContext(connection) as one:
        list_reports(Wanted(), size=1)
    with CaptureQueriesContext(connection) as many:
        list_reports(Wanted(flag="impact_absent", without=["report:r9"]), size=30)
    assert len(one) == len(many) == 2
