"""Search, the lists of journeys and reports, and what lies on each desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.entries import MADE, draft
from tests.integration.web.reading.conftest import Read
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.whole_case import NAME, R1, R2, SUSPECT, VICTIM
from unbroken.access import commands
from unbroken.access.models import AccessLog, User
from unbroken.cases.figure_queries import TABLES
from unbroken.flow import take_in
from unbroken.record.entries import Draft
from unbroken.vocabulary.agencies import say_agency

SEARCH, SIGNS = "/search/", "/review/recognition/"


def queries(read: Read, path: str, role: str = "supervisor", **query: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert read(path, role=role, **query).status_code == 200
    return len(captured)


def many(count: int, first: int = 0) -> list[Draft]:
    """Reports of victims called Ada, each with a class, a service, a file and a hearing."""
    soon = (date.today() + timedelta(days=5)).isoformat()
    found: list[Draft] = []
    for n in range(first, first + count):
        report, victim, suspect = f"report:many-{n}", f"person:ada-{n:03}", ("suspect", f"person:him-{n}")
        case = f"prosecution:many-{n}"
        name = {"role_here": "victim", "names": [{"text": f"Ada {n:03}"}]}
        found += [
            draft("report.made", {"channel": "phone", "reported_by": "victim"}, report, victim, suspect),
            draft("person.described", name, ("person", victim), report),
            draft("incident.recorded", {"behaviours": ["calls_texts"]}, report, victim, suspect),
            draft("incident.recorded", {"behaviours": ["threats_harm"]}, report, victim, suspect),
            draft("report.classified", {"offence": "harassment_2", "stage": "initial"}, report),
            draft("support.started", {"service": "idva"}, victim, report, agency="helpline"),
            draft("prosecution.submitted", {}, report, case, suspect),
            draft("hearing.listed", {"date": soon, "purpose": "trial"}, case, report, agency="cps"),
        ]
    return found


@pytest.mark.usefixtures("case")
class TestSearch:
    @pytest.mark.demand("LNK-07")
    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("lindq mar", [NAME, "A name has “lindqvist”", "Victim in 2 reports", "Open the journey"]),
            ("07700 900417", [NAME, "Phone number: +447700900417", "Victim in 2 reports", "Open the journey"]),
            ("nm17xyz", ["A. Tregarth", "Vehicle registration: NM17XYZ", "Suspect in 2 reports", "–"]),
            ("@Northern_Kite", ["A. Tregarth", "Social media account: northern_kite", "Suspect in 2 reports", "–"]),
            ("alwyn", ["A. Tregarth", "A name has “alwyn”", "Suspect in 2 reports", "–"]),
        ],
    )
    def test_one_box_finds_people_and_says_why(self, read: Read, typed: str, found: list[str]) -> None:
        assert rows_of(read(SEARCH, q=typed), "People") == [found]

    def test_and_reports_by_their_number_however_it_is_written(self, read: Read) -> None:
        [row] = rows_of(read(SEARCH, q="nm 2023 0417"), "Reports")
        assert row[:2] == ["NM/2023/0417", "Its number is what you typed"]

    def test_nothing_found_says_how_to_search_and_nothing_typed_too(self, read: Read) -> None:
        assert "Nothing found for “zzz”." in text_of(read(SEARCH, q="zzz"))
        for page in (read(SEARCH, q="zzz"), read(SEARCH)):
            assert "Names are found by the beginning of each word" in text_of(page)

    def test_logs_whom_it_showed_and_never_what_was_typed(self, read: Read) -> None:
        read(SEARCH, q="marta")
        row = AccessLog.objects.get(action="search")
        assert row.objects_named.filter(object=VICTIM).exists()
        assert row.why == ""

    @pytest.mark.demand("REC-15")
    def test_whom_only_a_restricted_report_names_is_not_even_counted(self, read: Read) -> None:
        take_in([draft("report.restricted", {"reason": "covert"}, ("report", R1))], by="tests")
        # Only the first report named him in full and gave his car; the second has his account and his initial.
        nobody = text_of(read(SEARCH, role="officer", q="zzz")).replace("zzz", "…")
        for typed in ("alwyn", "nm17xyz"):
            assert text_of(read(SEARCH, role="officer", q=typed)).replace(typed, "…") == nobody, typed
        text = text_of(read(SEARCH, role="officer", q="nm/2023/0417"))
        assert "1 match is in a restricted report and not shown. Ask a supervisor" in text, "who has its number is told"
        assert "Tregarth" not in text
        [row] = rows_of(read(SEARCH, role="officer", q="tregarth"), "People")
        assert row == ["A. Tregarth", "A name has “tregarth”", "Suspect in 1 report", "–"]
        assert rows_of(read(SEARCH, q="alwyn"), "People")

    @pytest.mark.demand("REC-15", "LNK-07")
    def test_a_number_attached_in_a_restricted_report_finds_nobody(self, read: Read) -> None:
        number = {"identifier": {"type": "phone", "value": "07700 900888"}, "confidence": "sure",
                  "grounds": ["found_on_device"]}  # fmt: skip
        shut = [draft("report.made", MADE, "report:shut", ("victim", "person:ada-shut")),
                draft("report.restricted", {"reason": "covert"}, ("report", "report:shut"))]  # fmt: skip
        take_in([*shut, draft("identifier.attributed", number, ("person", SUSPECT), "report:shut")], by="tests")
        assert rows_of(read(SEARCH, q="07700 900888"), "People"), "for a supervisor it does"
        assert "Nothing found" in text_of(read(SEARCH, role="officer", q="07700 900888"))

    @pytest.mark.demand("REC-15")
    def test_what_is_hidden_does_not_cut_off_the_rest(self, read: Read) -> None:
        shut = [draft("report.restricted", {"reason": "covert"}, ("report", f"report:many-{n}")) for n in range(55)]
        take_in([*many(58), *shut], by="tests")
        page = read(SEARCH, role="officer", q="ada")
        assert [row[0] for row in rows_of(page, "People")] == ["Ada 055", "Ada 056", "Ada 057"]
        assert "The first" not in text_of(page)

    def test_a_report_without_a_number_is_found_by_its_name(self, read: Read) -> None:
        take_in(many(1), by="tests")
        assert rows_of(read(SEARCH, q="many-0"), "Reports")[0][0] == "many-0"

    def test_what_is_closed_by_a_conflict_is_never_spoken_of(self, read: Read, user_of: Callable[[str], User]) -> None:
        commands.declare_conflict(user_of("officer"), VICTIM, why="Her brother.", by="standards")
        for typed in ("marta", "alwyn", "nm17xyz", "nm/2023/0417"):
            assert "Nothing found" in text_of(read(SEARCH, role="officer", q=typed))

    @pytest.mark.parametrize(("role", "found"), [("officer", 1), ("prosecutor", 0)])
    def test_a_postcode_finds_only_for_those_who_may_know_addresses(self, read: Read, role: str, found: int) -> None:
        body = {"role_here": "victim", "identifiers": [{"type": "postcode", "value": "NM1 2AB"}]}
        take_in([draft("person.described", body, ("person", VICTIM), R1)], by="tests")
        assert len(rows_of(read(SEARCH, role=role, q="nm12ab"), "People")) == found

    @pytest.mark.parametrize("role", ["analyst", "administrator"])
    def test_is_not_for_those_who_open_no_journey(self, read: Read, role: str) -> None:
        assert read(SEARCH, role=role, q="marta").status_code == 403


@pytest.mark.usefixtures("case")
class TestTheLists:
    def test_of_journeys_says_how_many_reports_and_the_newest_class(self, read: Read) -> None:
        [row] = rows_of(read("/journeys/"), "Journeys")
        assert row[:3] == [
            f"{NAME} nm-v1",
            "2 reports 1 ended",
            "Stalking: fear of violence (s.4A(i)) Charged",
        ]
        assert "/journeys/nm-v1/" in links_of(read("/journeys/"))

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"q": "marta"}, 1),
            ({"q": "nm/2023/0417"}, 1),
            ({"q": "nobody"}, 0),
            ({"state": "open", "class": "stalking"}, 1),
            ({"state": "ended", "class": "stalking"}, 0),
            ({"state": ""}, 1),
            ({"class": "other"}, 1),
            ({"area": "Harbour"}, 1),
        ],
        ids=str,
    )
    def test_of_journeys_can_be_filtered(self, read: Read, query: dict[str, str], found: int) -> None:
        page = read("/journeys/", **query)
        assert len(rows_of(page, "Journeys")) == found
        assert found or "No victim fits." in text_of(page)

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, ["NM/2024/0022", "NM/2023/0417"]),
            ({"flag": "impact_absent"}, ["NM/2024/0022"]),
            ({"stage": "closed"}, ["NM/2023/0417"]),
            ({"class": "stalking"}, ["NM/2024/0022"]),
            ({"whose": "mine"}, []),
            ({"whose": "agency", "area": "Harbour"}, ["NM/2024/0022", "NM/2023/0417"]),
        ],
        ids=str,
    )
    def test_of_reports_can_be_filtered(self, read: Read, query: dict[str, str], found: list[str]) -> None:
        assert [row[0].split()[0] for row in rows_of(read("/reports/", **query), "Reports")] == found

    @pytest.mark.parametrize(
        ("path", "query", "said"),
        [
            ("/reports/", {"stage": "bogus"}, "Choose “Where it stands” from the list: “bogus” is not on it"),
            ("/reports/", {"area": "Elsewhere"}, "Choose “Area” from the list: “Elsewhere” is not on it"),
            ("/reports/", {"known": "zzz"}, "“known” in the address is not a filter of this page, which has “whose”"),
            ("/reports/", {"page": "abc"}, "There is no page “abc”. Pages are numbered 1, 2, 3"),
            ("/reports/", {"page": "99999"}, "There is no page 99,999. The last page is 1, which is shown"),
            ("/journeys/", {"page": "2"}, "There is no page 2. The last page is 1, which is shown"),
            ("/journeys/nm-v1/", {"page": "99"}, "There is no page 99. The last page is 1, which is shown"),
            ("/reports/nm-r1/", {"page": "99"}, "There is no page 99. The last page is 1, which is shown"),
            ("/reports/nm-r1/", {"known": "zzz"}, "Enter a date such as 5/3/2018 or 5 March 2018"),
            ("/journeys/", {"state": "bogus"}, "Choose “Where a report stands” from the list: “bogus” is not on it"),
            ("/journeys/", {"page": "0"}, "There is no page “0”. Pages are numbered 1, 2, 3"),
            ("/journeys/nm-v1/", {"report": "zzz"}, "There is no report “zzz” on this timeline. It has: "),
            ("/journeys/nm-v1/", {"lane": "zzz"}, "Choose “What” from the list: “zzz” is not on it"),
            ("/people/nm-v1/", {"page": "2"}, "“page” in the address is not a filter of this page, which has none"),
            (SEARCH, {"q": "ada", "page": "2"}, "“page” in the address is not a filter of this page, which has “q”"),
        ],
        ids=str,
    )
    def test_say_which_filter_they_do_not_understand(
        self, read: Read, path: str, query: dict[str, str], said: str
    ) -> None:
        page = read(path, **query)
        assert page.status_code == 400
        assert text_of(page).startswith(f"There is a problem {said}")
        assert "<title>Error: " in page.content.decode()

    def test_keep_the_filters_that_they_do_understand(self, read: Read) -> None:
        page = read("/reports/", stage="closed", flag="bogus")
        assert [row[0].split()[0] for row in rows_of(page, "Reports")] == ["NM/2023/0417"]

    @pytest.mark.parametrize("what", ["chronology.pdf", "copy/"])
    def test_a_copy_is_not_made_of_another_day_than_was_asked_for(self, read: Read, what: str) -> None:
        page = read(f"/journeys/nm-v1/{what}", known="zzz")
        assert page.status_code == 400
        assert "Enter a date such as 5/3/2018 or 5 March 2018." in text_of(page)

    @pytest.mark.demand("REC-15")
    def test_leave_out_what_is_restricted(self, read: Read) -> None:
        take_in([draft("report.restricted", {"reason": "covert"}, ("report", R2))], by="tests")
        assert rows_of(read("/journeys/", role="officer"), "Journeys")[0][1] == "1 report 1 ended"
        assert "NM/2024/0022" not in text_of(read("/reports/", role="officer"))
        assert "NM/2024/0022" in text_of(read("/reports/", role="supervisor"))

    def test_leave_out_what_a_conflict_closes(self, read: Read, user_of: Callable[[str], User]) -> None:
        commands.declare_conflict(user_of("officer"), VICTIM, why="Her brother.", by="standards")
        assert rows_of(read("/journeys/", role="officer"), "Journeys") == []
        assert rows_of(read("/reports/", role="officer"), "Reports") == []

    def test_are_divided_into_pages(self, read: Read) -> None:
        take_in(many(30), by="tests")
        second = read("/journeys/", page="2", q="ada")
        assert [row[0].split()[1] for row in rows_of(second, "Journeys")] == [f"{n:03}" for n in range(25, 30)]
        assert "Showing 26 to 30 of 30 victims" in text_of(second)
        assert "?q=ada&page=1" in links_of(second)

    @pytest.mark.parametrize("path", ["/journeys/", "/reports/"])
    def test_ask_as_many_questions_for_1_row_as_for_25(self, read: Read, path: str) -> None:
        read(path)
        few = queries(read, path)
        take_in(many(30), by="tests")
        assert queries(read, path) <= few  # fewer on PostgreSQL, whose COPY into the access log is not counted

    def test_so_does_the_search(self, read: Read) -> None:
        take_in(many(1), by="tests")
        read(SEARCH, q="ada")
        few = queries(read, SEARCH, q="ada")
        take_in(many(29, first=1), by="tests")
        assert queries(read, SEARCH, q="ada") <= few


@pytest.mark.django_db
class TestTheDesk:
    QUESTIONS = (
        ("officer", "What do I have to do now?"),
        ("supervisor", "Where are we failing someone?"),
        ("specialist_reviewer", "Who first, and why?"),
        ("advocate", "Who needs me today?"),
        ("prosecutor", "What is in front of the court?"),
        ("witness_care", "What is in front of the court?"),
        ("probation", "Which orders need looking at?"),
        ("health", "Which orders need looking at?"),
        ("analyst", "What changed?"),
        ("administrator", "Is the service in order?"),
    )

    @pytest.mark.parametrize(("role", "question"), QUESTIONS)
    def test_has_a_question_for_each_role_and_says_when_there_is_nothing(
        self, read: Read, role: str, question: str
    ) -> None:
        page = read("/", role=role)
        assert text_of(page).startswith(question)
        assert role == "administrator" or "app-empty" in page.content.decode()

    @pytest.mark.parametrize("role", [role for role, _ in QUESTIONS])
    def test_asks_as_many_questions_for_1_report_as_for_30(self, read: Read, role: str) -> None:
        take_in(many(1), by="tests")
        read("/", role=role)
        few = queries(read, "/", role=role)
        take_in(many(29, first=1), by="tests")
        read("/", role=role)  # warm again: what an agency has to do with is kept until something is recorded
        assert queries(read, "/", role=role) <= few

    def test_of_an_officer_has_their_own_reports_and_what_others_recorded(
        self, read: Read, user_of: Callable[[str], User]
    ) -> None:
        name = user_of("officer").username
        take_in([*many(2), draft("report.allocated", {"officer": name}, ("report", "report:many-1"))], by="tests")
        page = read("/", role="officer")
        assert [row[0] for row in rows_of(page, "Reports")] == ["many-1 Ada 001"]
        assert any("Allocated" in row[0] for row in rows_of(page, "News"))

    def test_of_an_officer_without_any_has_those_of_the_agency(self, read: Read) -> None:
        take_in(many(2), by="tests")
        assert f"Open reports of {say_agency('northmoor')} None is allocated to you" in text_of(
            read("/", role="officer")
        )

    def test_of_a_supervisor_counts_flags_and_leads_to_the_reports(self, read: Read, case: Any) -> None:
        page = read("/", role="supervisor")
        counts = dict(rows_of(page, "Flags"))
        assert counts["Stalking with no effect on the victim recorded"] == "1"
        link = "/reports/?whose=agency&flag=impact_absent"
        assert link in links_of(page)
        assert len(rows_of(read("/reports/", whose="agency", flag="impact_absent"), "Reports")) == 1

    @pytest.mark.demand("REC-03")
    def test_of_a_reviewer_leads_to_pairs_with_signs_and_says_why_each_is_there(self, read: Read) -> None:
        again = draft("report.made", {"channel": "phone", "reported_by": "victim"}, "report:again", "person:ada-000",
                      ("suspect", "person:him-0"), happened="2024-03-09")  # fmt: skip
        take_in([*many(1), again], by="tests")
        home = read("/", role="specialist_reviewer")
        assert "1 other pair has signs of a course of conduct" in text_of(home)
        assert "/review/recognition/" in links_of(home)
        [row] = rows_of(read(SIGNS, role="specialist_reviewer", show="signs"), "Signs, not yet indicated")
        assert row[0] == "Ada 000 and him-0"
        assert row[2].startswith("2 reports about the same two people 2 incidents recorded")

    def test_of_a_reviewer_leaves_out_what_is_held_to_be_stalking(self, read: Read) -> None:
        known = {"offence": "stalking_2a", "stage": "final", "reason": "course_of_conduct_found"}
        take_in(
            [*many(1), draft("report.classified", known, ("report", "report:many-0"), happened="2024-03-20")], by="t"
        )
        assert rows_of(read(SIGNS, role="specialist_reviewer", show="signs"), "Signs, not yet indicated") == []
        assert "0 other pairs have signs" in text_of(read("/", role="specialist_reviewer"))

    def test_of_an_advocate_has_clients_and_their_hearings(self, read: Read) -> None:
        take_in(many(1), by="tests")
        page = read("/", role="advocate")
        assert rows_of(page, "Clients") == [
            ["Ada 000", "Independent domestic violence adviser", "not recorded", "not recorded"]
        ]
        assert rows_of(page, "Hearings")[0][3] == "Not recorded as told"

    @pytest.mark.demand("CPS-05")
    def test_of_a_prosecutor_has_files_hearings_and_who_was_not_told(self, read: Read) -> None:
        take_in(many(1), by="tests")
        page = read("/", role="prosecutor")
        assert rows_of(page, "Files")[0][0] == "many-0 Ada 000"
        assert "Victims not recorded as told" in text_of(page)

    def test_of_probation_has_orders_that_end_soon(self, read: Read) -> None:
        soon = (date.today() + timedelta(days=9)).isoformat()
        about = ("order:o", VICTIM, ("suspect", "person:nm-s1"), "report:x")
        take_in([draft("order.granted", {"type": "spo", "until": soon}, *about)], by="tests")
        assert rows_of(read("/", role="probation"), "Orders") == []  # nobody's of theirs
        take_in([draft("contact.made", {"about": ["general"]}, VICTIM, agency="probation")], by="tests")
        assert rows_of(read("/", role="probation"), "Orders")[0][0] == "Stalking protection order"

    def test_of_probation_has_the_matters_of_the_agency(self, read: Read) -> None:
        take_in([*many(2), draft("contact.made", {"about": ["general"]}, "person:ada-001", agency="probation")], by="t")
        assert [row[0] for row in rows_of(read("/", role="probation"), "Reports")] == ["many-1 Ada 001"]

    @pytest.mark.demand("GOV-07")
    def test_of_an_analyst_never_has_a_figure_without_source_period_and_base(self, read: Read) -> None:
        take_in(many(3), by="tests")
        page = read("/", role="analyst")
        text = text_of(page)
        tables = page.content.decode().count("<table")
        assert tables == 10
        assert text.count("Source: The record of this service on") == 10  # also where there is nothing to count
        assert text.count("Source: The record of this service, and the charge histories imported into it on") == 3
        assert text.count("Base: 3 reports.") == 10
        assert [text.count(f"Base: {number} suspects.") for number in (3, 0)] == [2, 3]
        assert text.count("Caveats: ") == 15
        assert text.count("Source: What police describe, as it is on the record of this service on") == 1
        assert text.count("Source: Assessments by probation, OASys among them, as they are on the record") == 1
        assert "Period: Reports made from Friday 8 March 2024 to Friday 8 March 2024." in text
        assert "These are the true counts, small ones too" in text
        names = {table.name for table in TABLES} | {"pnc-ids", "earlier-charges", "earlier-stalking-charges"}
        names |= {"needs-reported", "needs-assessed"}
        assert links_of(page) == {
            "/figures/sample/",
            "/figures/assessments/",
            *(f"/figures/{name}.csv" for name in names),
        }
        assert rows_of(page, "Offences and recording classes") == [["Harassment (s.2)", "3", "100%"]]
        assert "Ada" not in text

    def test_of_an_administrator_has_books_and_no_names(self, read: Read) -> None:
        take_in(many(3), by="tests")
        page = read("/", role="administrator")
        assert rows_of(page, "Books")[0][:2] == [f"{say_agency('cps')} cps", "3"]
        assert "Ada" not in text_of(page)

    @pytest.mark.demand("REC-15")
    @pytest.mark.parametrize("role", ["officer", "advocate", "prosecutor", "witness_care"])
    def test_leaves_out_what_is_restricted(self, read: Read, role: str) -> None:
        take_in([*many(1), draft("report.restricted", {"reason": "covert"}, ("report", "report:many-0"))], by="tests")
        text = text_of(read("/", role=role))
        assert "many-0" not in text
        assert "Ada 000" not in text

    @pytest.mark.demand("REC-15")
    def test_of_an_advocate_names_nobody_known_only_by_a_restricted_report(self, read: Read) -> None:
        take_in([*many(1), draft("report.restricted", {"reason": "covert"}, ("report", "report:many-0"))], by="tests")
        assert "/journeys/ada-000/" not in links_of(read("/", role="advocate"))
        assert rows_of(read("/", role="advocate"), "Clients") == []

    @pytest.mark.demand("REC-15")
    def test_of_an_advocate_says_of_a_client_nothing_that_only_a_restricted_report_says(self, read: Read) -> None:
        victim, suspect = "person:ada-000", ("suspect", "person:him-0")
        spoken = {"contact.made": "2024-03-12", "safetyplan.made": "2024-03-13"}
        bodies: dict[str, dict[str, Any]] = {
            "contact.made": {"about": ["arrest"]},
            "safetyplan.made": {"review_on": "2030-01-02"},
        }
        hidden = "report:hidden"
        take_in(
            [
                *many(1),
                draft("report.made", {"channel": "phone", "reported_by": "victim"}, hidden, victim, suspect),
                draft("support.started", {"service": "isac"}, victim, hidden),
                *(draft(kind, bodies[kind], victim, hidden, happened=day) for kind, day in spoken.items()),
            ],
            by="tests",
        )
        [open_row] = rows_of(read("/", role="advocate"), "Clients")
        assert "Wednesday 2 January 2030" in open_row
        take_in([draft("report.restricted", {"reason": "covert"}, ("report", hidden))], by="tests")
        assert rows_of(read("/", role="advocate"), "Clients") == [
            ["Ada 000", "Independent domestic violence adviser", "not recorded", "not recorded"]
        ]
