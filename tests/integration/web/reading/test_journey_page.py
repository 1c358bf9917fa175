"""The journey page: what each role sees of it, what it says of the rest, and what a copy of it leaves behind."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from tests.entries import draft
from tests.integration.web.reading.conftest import Read
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.whole_case import NAME, R1, VICTIM
from unbroken.access.models import AccessLog
from unbroken.exchange.exporting.ocel_reading import read_ocel_json
from unbroken.flow import take_in
from unbroken.record.entries import Entry

JOURNEY = "/journeys/nm-v1/"
pytestmark = pytest.mark.usefixtures("case")


def titles(page: Any) -> list[str]:
    found = re.findall(r'class="moj-timeline__title">(.*?)</h\d>', page.content.decode())
    return [re.sub(r"<[^>]+>", "", title) for title in found]


@pytest.mark.demand("REC-11")
def test_it_tells_the_whole_course_newest_first(read: Read) -> None:
    page = read(JOURNEY, role="specialist_reviewer")
    assert text_of(page).startswith(f"Journey {NAME} 3 incidents in 2 reports, from February 2023 to")
    assert titles(page)[0].startswith("Work with the suspect started")
    assert titles(read(JOURNEY, role="specialist_reviewer", order="oldest"))[0].startswith("Incident 1:")


def test_reports_are_listed_with_their_class_now_and_before(read: Read) -> None:
    assert rows_of(read(JOURNEY), "Reports") == [
        ["R1: NM/2023/0417", "Monday 17 April 2023", "Harassment (s.2)", "Closed without charge Ended after 11 weeks"],
        [
            "R2: NM/2024/0022",
            "Thursday 4 January 2024",
            "Stalking: fear of violence (s.4A(i)) First: Harassment (s.2)",
            rows_of(read(JOURNEY), "Reports")[1][3],
        ],
    ]


@pytest.mark.demand("REC-04")
def test_a_correction_shows_both_and_a_withdrawal_stands_apart_in_words(read: Read) -> None:
    text = text_of(read(JOURNEY))
    assert "was Asked the suspect to stop; Blocked the suspect , corrected to Police had warned the suspect" in text
    withdrawn = text.partition("Withdrawn from the record These entries")[2]
    assert "The parcel was from her sister." in withdrawn


@pytest.mark.parametrize(
    ("role", "withheld"),
    [
        ("officer", "1 entry is held by health and not shown to your role."),
        ("advocate", "1 entry is held by health and not shown to your role."),
        ("prosecutor", "1 entry is held by those who may see addresses and not shown to your role."),
        ("specialist_reviewer", ""),
    ],
)
def test_what_is_withheld_is_said_and_not_shown(read: Read, role: str, withheld: str) -> None:
    text = text_of(read(JOURNEY, role=role))
    assert withheld in text
    assert ("A friend walks with her." in text) == (role == "advocate")
    assert ("9 Hill End" in text) == (role in {"officer", "advocate", "specialist_reviewer"})


def test_as_known_on_a_day_leaves_out_what_was_recorded_later(read: Read) -> None:
    then = read(JOURNEY, known="2023-05-01")
    text = text_of(then)
    assert "This is the record as known at the end of Monday 1 May 2023." in text
    assert "Asked the suspect to stop" not in text  # the correction came later, so nothing is said to be corrected
    assert "NM/2024/0022" not in text
    assert "/journeys/nm-v1/chronology.pdf?known=2023-05-01" not in links_of(read(JOURNEY, role="officer"))
    assert "/journeys/nm-v1/chronology.pdf?known=2023-05-01" in links_of(then)


def test_known_before_anything_was_recorded_is_an_empty_journey_and_not_an_error(read: Read) -> None:
    page = read(JOURNEY, known="2001-01-01")
    assert page.status_code == 200
    assert "Nothing is recorded yet." in text_of(page)
    assert NAME not in text_of(page)


def test_a_day_that_cannot_be_read_is_said_beside_its_field(read: Read) -> None:
    page = read(JOURNEY, known="soon")
    assert "There is a problem Enter a date such as 5/3/2018" in text_of(page)
    assert 'value="soon"' in page.content.decode()


def test_filters_are_in_the_address_and_can_be_cleared(read: Read) -> None:
    page = read(JOURNEY, lane="incidents", **{"from": "2024"})
    assert re.search(r"1 of \d+ entries", text_of(page))
    assert len(titles(page)) == 1
    assert "?lane=incidents&from=2024&order=oldest#timeline" in links_of(page)
    assert "?#timeline" in links_of(page)


def test_what_people_wrote_is_text_and_never_markup(read: Read) -> None:
    content = read(JOURNEY).content.decode()
    assert "<b>Not</b>" not in content
    assert "&lt;b&gt;Not&lt;/b&gt; markup" in content


def test_nobody_of_this_name_is_not_found_and_logged(read: Read) -> None:
    assert read("/journeys/nobody/").status_code == 404
    assert AccessLog.objects.filter(refused=True, objects_named__object="person:nobody").exists()


def test_a_whole_object_name_leads_to_the_same_page(read: Read) -> None:
    assert text_of(read(f"/journeys/{VICTIM}/")) == text_of(read(JOURNEY))


def queries(read: Read, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert read(path).status_code == 200
    return len(captured)


def long_journey(person: str, entries: int) -> None:
    reports = [f"report:{person[7:]}-{number}" for number in range(5)]
    made = [draft("report.made", None, report, person) for report in reports]
    acts = [
        draft("incident.recorded", {"behaviours": ["calls_texts"]}, reports[n % 5], person)
        for n in range(entries - len(reports))
    ]
    take_in(made + acts, by="tests")


def test_a_journey_of_300_entries_asks_as_many_questions_as_one_of_30(read: Read) -> None:
    long_journey("person:long", 300)
    long_journey("person:short", 30)
    read("/journeys/short/")
    assert queries(read, "/journeys/long/") == queries(read, "/journeys/short/")
    assert queries(read, "/reports/long-1/") == queries(read, "/reports/short-1/")
    assert queries(read, "/people/long/") == queries(read, "/people/short/")


class TestACopy:
    COPY = JOURNEY + "copy/"

    def test_needs_a_reason(self, read: Read) -> None:
        page = read(self.COPY, post={"format": "ocel-json", "why": " "})
        assert page.status_code == 200
        assert "Enter why you need it" in text_of(page)
        assert not AccessLog.objects.filter(category="disclosure").exists()

    @pytest.mark.demand("CPS-03")
    def test_is_logged_as_disclosed_with_its_reason(self, read: Read) -> None:
        read(self.COPY, post={"format": "csv", "why": "For the panel on Friday"})
        row = AccessLog.objects.get(category="disclosure")
        assert (row.action, row.why, row.refused) == ("journey_export", "For the panel on Friday", False)
        assert row.objects_named.filter(object=VICTIM).exists()

    def test_holds_what_the_role_sees_and_nothing_else(self, read: Read, case: dict[str, Entry]) -> None:
        answer = read(self.COPY, role="officer", post={"format": "ocel-json", "why": "x"})
        assert answer["Content-Disposition"] == 'attachment; filename="journey-nm-v1.ocel.json"'
        found = {entry.id for entry in read_ocel_json(answer.content)}
        assert found == {entry.id for entry in case.values()} - {case["plan"].id, case["programme"].id}

    def test_as_known_on_a_day_holds_what_was_known(self, read: Read, case: dict[str, Entry]) -> None:
        answer = read(self.COPY, post={"format": "ocel-json", "why": "x"}, known="2023-04-17")
        found = {entry.id for entry in read_ocel_json(answer.content)}
        assert case["gate"].id in found
        assert found.isdisjoint({case["gate-again"].id, case["made-2"].id})

    @pytest.mark.parametrize("format", ["csv", "parquet"])
    def test_tables_come_in_one_file_with_their_dictionary(self, read: Read, format: str) -> None:
        answer = read(self.COPY, post={"format": format, "why": "x"})
        names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
        assert {f"entries.{format}", f"subjects.{format}", "dictionary.csv"} <= set(names)

    def test_sqlite_is_a_database(self, read: Read) -> None:
        answer = read(self.COPY, post={"format": "ocel-sqlite", "why": "x"})
        assert answer.content.startswith(b"SQLite format 3\x00")

    def test_another_format_is_refused(self, read: Read) -> None:
        assert "Select what you need" in text_of(read(self.COPY, post={"format": "xml", "why": "x"}))

    @pytest.mark.demand("CPS-03")
    def test_the_chronology_is_a_pdf_logged_as_disclosed(self, read: Read) -> None:
        answer = read(JOURNEY + "chronology.pdf", role="prosecutor")
        text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
        assert NAME in text
        assert "A friend walks with her" not in text
        assert AccessLog.objects.filter(category="disclosure", action="journey_pdf").exists()

    @pytest.mark.parametrize("role", ["advocate", "health", "analyst"])
    def test_is_not_for_those_who_may_not_export(self, read: Read, role: str) -> None:
        assert read(self.COPY, role=role).status_code == 403
        assert read(JOURNEY + "chronology.pdf", role=role).status_code == 403

    def test_its_link_is_shown_only_to_those_who_may(self, read: Read) -> None:
        assert JOURNEY + "copy/" in links_of(read(JOURNEY, role="officer"))
        assert JOURNEY + "copy/" not in links_of(read(JOURNEY, role="advocate"))


def test_a_restricted_report_is_counted_and_nothing_of_it_shown(read: Read) -> None:
    take_in([draft("report.restricted", {"reason": "covert"}, ("report", R1))], by="tests")
    text = text_of(read(JOURNEY, role="officer"))
    assert "1 report is restricted and not shown to your role. Ask a supervisor" in text
    assert "NM/2023/0417" not in text
    assert "NM/2023/0417" in text_of(read(JOURNEY, role="supervisor"))


@pytest.mark.demand("REC-15")
def test_a_journey_of_restricted_reports_alone_does_not_say_that_nothing_is_recorded(read: Read) -> None:
    victim, report = "person:shut", "report:shut"
    made = draft("report.made", {"channel": "phone", "reported_by": "victim"}, report, victim)
    take_in([made, draft("report.restricted", {"reason": "covert"}, ("report", report))], by="tests")
    text = text_of(read("/journeys/shut/", role="officer"))
    assert "Nothing that your role may see." in text
    assert "1 report is restricted" in text
    assert "Nothing is recorded" not in text
    assert "Nothing recorded" not in text


@pytest.mark.demand("VIC-09")
def test_whether_it_is_safe_to_talk_comes_first_for_those_who_contact_her(read: Read) -> None:
    about = (("victim", "person:nm-v1"), ("report", R1))
    body = {"about": ["general"], "safe_to_talk": "no"}
    take_in([draft("contact.made", body, *about, happened="2024-02-02", agency="northmoor")], by="officer")
    said = "Safe to talk, when last asked (Friday 2 February 2024): no. Ask again."
    assert said in text_of(read(JOURNEY, role="officer"))
    assert "Safe to talk" not in text_of(read(JOURNEY, role="prosecutor"))
