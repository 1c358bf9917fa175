"""Reports whose risk waits to be assessed, with deadline and owner; how often and how soon it is done (ASS-01)."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.entries import MADE, draft
from tests.integration.triage.stage import same, taken
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.matter import make_user
from unbroken.access.models import AccessLog, User
from unbroken.access.policy import MAY, Permission
from unbroken.access.roles import Role
from unbroken.record.entries import Draft, Entry

pytestmark = [pytest.mark.django_db, pytest.mark.demand("ASS-01")]
Ask = Callable[..., HttpResponse]
WAITING, RATES, FILE = "/assessments/", "/figures/assessments/", "/figures/assessments.csv"


def ago(days: int) -> str:
    return (timezone.localdate() - timedelta(days=days)).isoformat()


@pytest.fixture
def ask(db: None) -> Ask:
    """Open a page as somebody in a role."""
    users: dict[str, User] = {}

    def go(path: str, role: str = "supervisor", **query: str) -> HttpResponse:
        users[role] = users.get(role) or make_user(role, username=f"a-{role}")
        client = Client()
        client.force_login(users[role], backend="django.contrib.auth.backends.ModelBackend")
        return client.get(path, query)

    return go


def made(name: str, *, days: int = 10, offence: str = "stalking_2a", area: str = "North", victim: str = "",
         **header: Any) -> list[Draft]:  # fmt: skip
    report, her = f"report:{name}", ("victim", f"person:{victim or name}")
    body = {**MADE, "reference": f"NM/{name}", **({"area": area} if area else {})}
    him = ("suspect", f"person:him-{name}")
    return [
        draft("report.made", body, report, her, him, happened=ago(days), **header),
        draft("report.classified", {"offence": offence, "stage": "initial"}, report, happened=ago(days), **header),
    ]


def assessed(name: str, *, days: int = 8, complete: str = "yes", victim: str = "", **body: Any) -> Draft:
    said = {"instrument": "s_dash", **({"complete": complete} if complete else {}), **body}
    return draft("risk.assessed", said, ("victim", f"person:{victim or name}"), f"report:{name}", happened=ago(days))


def listed(page: HttpResponse) -> list[str]:
    return [row[0].split()[0] for row in rows_of(page, "Reports that wait")]


def test_a_report_waits_until_every_victim_was_assessed_in_full(ask: Ask) -> None:
    taken(*made("a"), *made("b"), assessed("b", complete="no"), *made("c"), assessed("c"),
          *made("d", offence="harassment_2"), *made("e"), assessed("e", instrument="sash"),
          *made("f"), draft("incident.recorded", {"behaviours": ["calls_texts"]}, "report:f", ("victim", "person:f2")),
          assessed("f"))  # fmt: skip
    page = ask(WAITING)
    assert sorted(listed(page)) == ["NM/a", "NM/b", "NM/e", "NM/f"]
    states = {row[0].split()[0]: row[3] for row in rows_of(page, "Reports that wait")}
    assert (states["NM/a"], states["NM/b"]) == ("Not done", "Begun, not complete")
    assert "Showing 1 to 4 of 4 reports" in text_of(page)
    taken(assessed("f", victim="f2"))
    assert "NM/f" not in listed(ask(WAITING))


def test_two_names_of_one_victim_are_one_victim(ask: Ask) -> None:
    taken(*made("a"), assessed("a", victim="hers-elsewhere"))
    assert listed(ask(WAITING)) == ["NM/a"]
    taken(same("a", "hers-elsewhere"))
    assert listed(ask(WAITING)) == []


def test_the_deadline_runs_from_the_day_it_was_held_to_be_stalking(ask: Ask, settings: Any) -> None:
    settings.UNBROKEN_RISK_DUE_DAYS = 3
    reviewed = {"offence": "stalking_2a", "stage": "specialist_review", "reason": "new_incident"}
    late = [*made("late", days=30, offence="harassment_2"),
            draft("report.classified", reviewed, "report:late", happened=ago(4))]  # fmt: skip
    taken(*late, *made("last-day", days=3), *made("in-time", days=1))
    cells = {row[0].split()[0]: row[2] for row in rows_of(ask(WAITING), "Reports that wait")}
    assert {name: cell.split(" 20")[-1][3:].strip() for name, cell in cells.items()} == {
        "NM/late": "Overdue by 1 day", "NM/last-day": "Today", "NM/in-time": "",
    }  # fmt: skip
    assert listed(ask(WAITING)) == ["NM/late", "NM/last-day", "NM/in-time"]
    assert listed(ask(WAITING, show="overdue")) == ["NM/late"]
    assert listed(ask(WAITING, show="due")) == ["NM/last-day", "NM/in-time"]


def test_the_owner_is_named_and_where_there_is_none_it_says_so(ask: Ask) -> None:
    taken(*made("a", days=9), draft("report.allocated", {"officer": "a-officer", "team": "Blue"}, "report:a"),
          *made("b", days=8), draft("report.allocated", {"team": "Blue"}, "report:b"),
          *made("c", days=7, area=""), *made("x", days=6, agency="eastvale"))  # fmt: skip
    owners = [row[1] for row in rows_of(ask(WAITING), "Reports that wait")]
    assert owners[:3] == ["a-officer North", "Blue North", "Nobody: it is not allocated Area not recorded"]
    assert listed(ask(WAITING, whose="agency")) == ["NM/a", "NM/b", "NM/c"]
    assert listed(ask(WAITING, "officer", whose="mine")) == ["NM/a"]
    assert listed(ask(WAITING, area="North")) == ["NM/a", "NM/b", "NM/x"]


def test_a_case_that_has_ended_and_a_duplicate_wait_for_nothing(ask: Ask) -> None:
    known = {"relationship": "stranger"}
    her, him = ("victim", "person:a"), ("suspect", "person:him-a")
    taken(*made("a"), draft("relationship.stated", known, "report:a", her, him, happened=ago(2)),
          draft("investigation.closed", {"outcome": "18"}, "report:a", her, happened=ago(1)),
          *made("b"), *made("b2"),
          draft("report.linked", {"why": "same_incident"}, "report:b2", ("other_report", "report:b")))  # fmt: skip
    assert listed(ask(WAITING)) == ["NM/b"]


def test_what_is_restricted_is_not_shown_to_an_officer(ask: Ask) -> None:
    taken(*made("a"), draft("report.restricted", {"reason": "covert"}, "report:a"))
    assert (listed(ask(WAITING, "officer")), listed(ask(WAITING))) == ([], ["NM/a"])


def test_whoever_is_listed_is_logged(ask: Ask) -> None:
    taken(*made("a"))
    ask(WAITING)
    logged = set(AccessLog.objects.filter(who="a-supervisor").values_list("objects_named__object", flat=True))
    assert {"report:a", "person:a"} <= logged


def test_a_desk_says_how_many_wait_and_leads_there(ask: Ask) -> None:
    assert "S-DASH not done" not in text_of(ask("/"))
    taken(*made("a"), *made("b", days=0), draft("report.allocated", {"officer": "a-officer"}, "report:b"))
    said = "S-DASH not done 2 reports held to be stalking, 1 of them overdue."
    for role in ("supervisor", "specialist_reviewer"):
        page = ask("/", role)
        assert said in text_of(page)
        assert f"{WAITING}?whose=agency" in links_of(page)
    mine = ask("/", "officer")
    assert "1 report held to be stalking, 0 of them overdue." in text_of(mine)
    assert f"{WAITING}?whose=mine" in links_of(mine)


def recorded() -> list[Entry]:
    """Three done after 2, 4 and 9 days in two areas, one begun, one refused, one not said, one not done."""
    return taken(
        *made("a"), assessed("a", days=8), *made("b"), assessed("b", days=6), *made("c", area="South"),
        assessed("c", days=1), *made("d"), assessed("d", complete="no"), *made("e"), assessed("e", complete="refused"),
        *made("f", area="South"), assessed("f", complete=""), *made("g", area=""),
        *made("h", days=3000), *made("i", offence="harassment_2"),
    )  # fmt: skip


def test_the_rate_stands_with_its_numerator_its_base_and_its_definition(ask: Ask) -> None:
    recorded()
    page = ask(RATES)
    assert "Done in 3 of 7 reports (43%), made from " in text_of(page)
    assert rows_of(page, "By area (BCU)") == [
        ["North", "2", "4", "50%", "1 begun 1 refused", "3 of 2 reports"],
        ["South", "1", "2", "50%", "1 not said whether complete", "9 of 1 report"],
        ["Area not recorded", "0", "1", "0%", "1 not done", "None known"],
    ]
    said = text_of(page)
    assert "A complete S-DASH is on record for every victim" in said
    assert "Reports done, of all reports counted." in said
    assert "as far as both days are recorded" in said
    assert "a small count can point" in said


def test_it_can_be_asked_by_month_and_by_area(ask: Ask) -> None:
    recorded()
    of_south = ask(RATES, area="South")
    assert [row[0] for row in rows_of(of_south, "By area (BCU)")] == ["South"]
    assert "Done in 1 of 2 reports (50%)" in text_of(of_south)
    day = timezone.localdate() - timedelta(days=3000)
    old = ask(RATES, **{"from": f"{day:%Y-%m}", "to": f"{day:%Y-%m}"})
    assert rows_of(old, "By month of the report") == [
        [f"{day:%B} {day.year}", "0", "1", "0%", "1 not done", "None known"]
    ]
    assert ask(RATES, area="Nowhere").status_code == 400
    wrong = ask(RATES, **{"from": "2026-03"})
    assert (wrong.status_code, "Enter both months, or neither" in text_of(wrong)) == (400, True)


def test_without_a_report_it_says_so(ask: Ask) -> None:
    assert "No report of stalking, made from" in text_of(ask(RATES))
    assert "No report of stalking was made in these months." in text_of(ask(RATES))


def test_the_file_has_each_area_in_each_month_under_the_same_definition(ask: Ask) -> None:
    recorded()
    page = ask(RATES, area="North")
    assert f"{FILE}?area=North" in links_of(page)
    rows = list(csv.reader(ask(FILE).content.decode().splitlines()))
    table = rows[rows.index([]) + 1 :]
    assert table[0] == ["area", "month", "reports", "done", "begun", "unclear", "refused", "not_done", "rate",
                        "median_days", "median_of"]  # fmt: skip
    assert [row[0] for row in table[1:]] == ["North", "South", ""]
    month = (timezone.localdate() - timedelta(days=10)).isoformat()[:7]
    assert table[1] == ["North", month, "4", "2", "1", "0", "1", "0", "0.5000", "3.0", "2"]
    assert ["Rate", "Reports done, of all reports counted. What was reported lately may still be assessed."] in rows
    assert ask(FILE, area="Nowhere").status_code == 400
    assert AccessLog.objects.filter(who="a-supervisor", action="assessment_rates_csv").count() == 1


@pytest.mark.parametrize("role", list(Role))
def test_each_page_is_for_those_whose_work_it_is(ask: Ask, role: Role) -> None:
    assert (ask(WAITING, role.value).status_code == 200) is (role in MAY[Permission.RECORD_POLICE][1])
    assert (ask(RATES, role.value).status_code == 200) is (role in MAY[Permission.INSIGHT][1])


def test_a_report_without_a_day_is_in_no_month_and_said_to_be_left_out(ask: Ask) -> None:
    taken(draft("report.classified", {"offence": "stalking_2a", "stage": "initial"}, "report:bare", happened=ago(3)))
    page = ask(RATES)
    assert "No report of stalking, made from" in text_of(page)
    assert "1 report of stalking whose day is not recorded." in text_of(page)


def test_thirty_reports_cost_no_more_queries_than_one(ask: Ask) -> None:
    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            ask(path)
        return len(caught)

    taken(*made("a"), assessed("a", complete="no"))
    for path in (WAITING, RATES):
        ask(path)
    before = {path: cost(path) for path in (WAITING, RATES)}
    for number in range(20):
        taken(*made(f"n{number}"), assessed(f"n{number}", complete="no"))
    assert all(cost(path) <= before[path] for path in (WAITING, RATES))
