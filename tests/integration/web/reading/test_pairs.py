"""Everything between two people, as a page and as an exhibit, for every role."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.entries import MADE, draft
from tests.integration.web.reading.conftest import Read
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.matter import make_user
from tests.pair_case import HER, HER_ADVOCATES, HER_NAME, HIM, HIS_ADVOCATES, HIS_NAME, NUMBER, SHUT, pair_case
from unbroken.access import commands
from unbroken.access.models import AccessLog, User
from unbroken.access.policy import MAY, OWN_MATTERS, Permission
from unbroken.access.roles import Role
from unbroken.flow import take_in
from unbroken.record.entries import Draft
from unbroken.record.models import RecordEntry

PAGE = "/pairs/pc-her/pc-him/"
HIS_WAY, HER_WAY = f"{HIS_NAME} toward {HER_NAME}", f"{HER_NAME} toward {HIS_NAME}"
pytestmark = pytest.mark.usefixtures("pair")


@pytest.fixture
def pair(db: None) -> None:
    take_in(pair_case(), by="officer")


def ask(user: User, path: str = PAGE) -> HttpResponse:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(path)


class TestThePage:
    @pytest.mark.demand("LNK-01")
    def test_lists_what_was_done_in_both_directions_with_where_it_is_recorded(self, read: Read) -> None:
        rows = rows_of(read(PAGE, role="officer"), "Incidents between them")
        assert [[row[0], row[2], row[3]] for row in rows] == [
            ["Friday 5 January 2024", HIS_WAY, "PC/1"],
            ["Saturday 20 January 2024", HIS_WAY, "PC/1"],
            ["Thursday 1 February 2024", f"{HER_WAY} counter-allegation", "PC/2"],
            [
                "Thursday 8 February 2024",
                f"{HIS_WAY} The incident names nobody; its report names {HIS_NAME} as the suspect.",
                "PC/1",
            ],
        ]

    @pytest.mark.demand("LNK-06")
    def test_keeps_who_was_recorded_as_victim_first(self, read: Read) -> None:
        page = read(PAGE, role="officer")
        assert f"{HER_NAME} was recorded as the victim first, in report PC/1" in text_of(page)
        assert [row[1] for row in rows_of(page, "Reports that name both")] == [
            f"{HER_NAME}: victim; {HIS_NAME}: suspect",
            f"{HER_NAME}: suspect; {HIS_NAME}: victim counter-allegation",
        ]
        assert rows_of(page, "Counter-allegations made in interview") == [
            ["Tuesday 20 February 2024", HIS_NAME, "PC/1"]
        ]

    @pytest.mark.demand("LNK-06")
    def test_shows_a_report_by_somebody_bound_by_an_order_and_says_so(self, read: Read) -> None:
        late = (("victim", HIM), ("suspect", HER), "report:pc-late")
        take_in([draft("report.made", {**MADE, "reference": "PC/4"}, *late, happened="2024-04-01")], by="tests")
        last = rows_of(read(PAGE), "Reports that name both")[-1]
        assert last[0].startswith("PC/4")
        assert f"When it was made, {HIS_NAME} was bound by an order for {HER_NAME}: Non-molestation order" in last[1]

    def test_says_how_they_know_one_another_and_who_said_so(self, read: Read) -> None:
        assert rows_of(read(PAGE), "Who they are to each other") == [
            [
                "Ex-partner Separated: November 2023",
                f"{HIS_NAME} to {HER_NAME}",
                "The victim",
                "Saturday 10 February 2024",
            ]
        ]

    def test_shows_classes_orders_what_was_made_clear_and_safeguarding(self, read: Read) -> None:
        page = read(PAGE, role="advocate")
        text = text_of(read(PAGE))
        assert "Stalking (s.2A) First: Malicious communications" in text
        assert "Asked the suspect to stop" in text
        assert rows_of(read(PAGE), "Protective orders")[0][0] == "Non-molestation order"
        assert [row[1] for row in rows_of(page, "Safeguarding done")] == ["Safety plan made"]

    def test_says_the_picture_in_words(self, read: Read) -> None:
        text = text_of(read(PAGE, role="officer"))
        assert f"{HIS_WAY}: 3 incidents on 3 days, from Friday 5 January 2024 to Thursday 8 February 2024." in text
        assert f"{HER_WAY}: 1 incident on 1 day, Thursday 1 February 2024." in text

    @pytest.mark.parametrize("path", ["/pairs/pc-him/pc-her/", "/pairs/person:pc-him/person:pc-her/"])
    def test_stands_at_one_address_whichever_way_round(self, read: Read, path: str) -> None:
        answer = read(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, PAGE)

    def test_of_two_names_of_one_person_is_that_person(self, read: Read) -> None:
        link = {"basis": "human", "reason": "Same number."}
        joined = draft("identity.linked", link, ("person", HIM), ("other_person", "person:pc-him-2"))
        hims = {"role_here": "suspect", "names": [{"text": HIS_NAME}]}
        take_in([draft("person.described", hims, ("person", "person:pc-him-2")), joined], by="tests")
        assert read("/pairs/pc-him/pc-him-2/").headers["Location"] == "/people/pc-him/"
        assert read("/pairs/pc-her/pc-him-2/").headers["Location"] == PAGE, "the pair of the resolved person"

    def test_counts_what_was_withdrawn_no_more(self, read: Read) -> None:
        target = RecordEntry.objects.get(source_ref="pc-calls")
        why = {"why": "Another pair."}
        gone = Draft("entry.withdrawn", why, (), "2024-05-01", "northmoor", "tests", "pc-gone", target.id)
        take_in([gone], by="tests")
        assert len(rows_of(read(PAGE, role="officer"), "Incidents between them")) == 3


class TestWhoMaySeeIt:
    @pytest.mark.demand("REC-15")
    def test_a_restricted_report_is_counted_and_not_shown(self, read: Read) -> None:
        page = read(PAGE, role="officer")
        assert "1 report that names both is restricted and not shown to your role" in text_of(page)
        assert "PC/3" not in text_of(page)
        assert "PC/3" in text_of(read(PAGE, role="supervisor"))

    @pytest.mark.demand("LNK-06")
    def test_each_side_is_shown_only_with_rights_in_it(self) -> None:
        hers = ask(make_user("advocate", username="hers", agency=HER_ADVOCATES))
        his = ask(make_user("advocate", username="his", agency=HIS_ADVOCATES))
        assert "PC/1" in text_of(hers)
        assert "PC/2" not in text_of(hers)
        assert len(rows_of(hers, "Incidents between them")) == 3
        assert "PC/2" in text_of(his)
        assert "PC/1" not in text_of(his)
        assert NUMBER not in text_of(his)
        assert len(rows_of(his, "Incidents between them")) == 1

    @pytest.mark.parametrize("role", list(Role))
    def test_every_role_is_answered_as_the_policy_says(self, role: Role) -> None:
        answer = ask(make_user(role, agency="elsewhere"))
        if role not in MAY[Permission.SEE_JOURNEYS][1]:
            assert answer.status_code == 403
        else:
            assert answer.status_code == (404 if role in OWN_MATTERS else 200)

    @pytest.mark.parametrize("near", [HER, HIM])
    def test_it_is_not_there_for_who_is_close_to_either(self, near: str) -> None:
        user = make_user("supervisor")
        commands.declare_conflict(user, near, why="Close to them.", by="standards")
        assert ask(user).status_code == 404
        assert ask(user, PAGE + "contacts.csv").status_code == 404

    @pytest.mark.parametrize("path", ["/pairs/pc-her/nobody/", "/pairs/nobody/pc-him/", "/pairs/nobody/no-one/"])
    def test_nobody_of_this_name_is_not_found_and_logged(self, read: Read, path: str) -> None:
        assert read(path).status_code == 404
        assert AccessLog.objects.filter(refused=True, action="pair").exists()

    def test_who_is_named_only_in_a_restricted_report_is_told_so_like_elsewhere(self, read: Read) -> None:
        about = (SHUT, ("victim", HER), ("suspect", "person:pc-hidden"))
        hidden = draft("incident.recorded", {"behaviours": ["other"]}, *about, happened="2024-03-01")
        take_in([hidden], by="tests")
        assert read("/pairs/pc-her/pc-hidden/", role="officer").status_code == 403
        assert read("/pairs/pc-her/pc-hidden/", role="supervisor").status_code == 200
        assert "pc-hidden" not in text_of(read("/people/pc-her/", role="officer"))

    def test_a_name_that_only_a_restricted_report_gives_is_never_used(self, read: Read) -> None:
        """Joined to him, and known to the officer by nothing they may see."""
        other = "person:pc-a-hidden"
        about = (SHUT, ("victim", HER), ("suspect", other))
        made = draft("incident.recorded", {"behaviours": ["other"]}, *about, happened="2024-03-01")
        joined = draft(
            "identity.linked", {"basis": "human", "reason": "Same."}, ("person", HIM), ("other_person", other)
        )
        take_in([made, joined], by="tests")
        page = read(PAGE, role="officer")
        assert page.status_code == 200, "it does not lead on to the hidden name"
        assert "pc-a-hidden" not in page.content.decode()

    def test_what_is_shown_is_logged(self, read: Read) -> None:
        read(PAGE)
        logged = AccessLog.objects.get(action="pair")
        named = set(logged.objects_named.values_list("object", flat=True))
        assert {HER, HIM, "report:pc-first", "report:pc-counter"} <= named


class TestTheExhibit:
    @pytest.mark.demand("LNK-07")
    def test_counts_contacts_by_identifier_and_in_total(self, read: Read) -> None:
        answer = read(PAGE + "contacts.csv", role="officer")
        table = [line for line in csv.reader(StringIO(answer.content.decode())) if line and "toward" in line[0]]
        assert [line[1:7] for line in table] == [
            [NUMBER, f"A source gives it as {HIS_NAME}’s (phone number)", "2", "13", "2024-01-05", "2024-01-20"],
            ["'@night_kite", "No source ties it to either of them", "1", "1", "2024-01-20", "2024-01-20"],
            [f"All contacts by {HIS_NAME}", "", "2", "13", "2024-01-05", "2024-01-20"],
            ["No identifier recorded", "", "1", "1", "2024-02-01", "2024-02-01"],
            [f"All contacts by {HER_NAME}", "", "1", "1", "2024-02-01", "2024-02-01"],
        ]

    @pytest.mark.demand("LNK-07")
    def test_is_logged_as_disclosed_and_offered_to_those_who_may(self, read: Read) -> None:
        read(PAGE + "contacts.csv", role="officer")
        assert AccessLog.objects.filter(category="disclosure", action="pair_contacts").exists()
        assert PAGE + "contacts.csv" in links_of(read(PAGE, role="officer"))
        assert PAGE + "contacts.csv" not in links_of(read(PAGE, role="advocate"))
        assert read(PAGE + "contacts.csv", role="advocate").status_code == 403


class TestTheWayThere:
    @pytest.mark.demand("LNK-01")
    @pytest.mark.parametrize(
        "path", ["/reports/pc-first/", "/reports/pc-counter/", "/people/pc-her/", "/people/pc-him/", "/search/?q=varga"]
    )
    def test_is_one_step(self, read: Read, path: str) -> None:
        assert PAGE in links_of(read(path))

    @pytest.mark.parametrize("typed", ["ilse and tomas", "Varga, Reck", "ilse varga tomas reck", "reck ilse"])
    def test_two_names_that_were_typed_lead_to_the_pair(self, read: Read, typed: str) -> None:
        page = read("/search/", q=typed)
        assert rows_of(page, "Two people together") == [[f"Everything between {HER_NAME} and {HIS_NAME}", "3 reports"]]

    def test_a_search_shows_no_pair_to_who_may_not_know_of_it(self) -> None:
        user = make_user("advocate", agency="elsewhere")
        assert "Everything between" not in text_of(ask(user, "/search/?q=ilse+and+tomas"))

    def test_a_report_as_it_was_known_leads_nowhere_that_was_not_known(self, read: Read) -> None:
        assert PAGE not in links_of(read("/reports/pc-first/", known="2024-01-01"))


def course(her: str, him: str, *, reports: int, incidents: int) -> None:
    both = (("victim", f"person:{her}"), ("suspect", f"person:{him}"))
    names = [f"report:{her}-{number}" for number in range(reports)]
    made = [draft("report.made", None, name, *both, happened="2024-03-08") for name in names]
    acts = [
        draft(
            "incident.recorded",
            {"behaviours": ["calls_texts"]},
            names[n % reports],
            *both,
            happened=f"2023-0{1 + n % 9}",
        )
        for n in range(incidents)
    ]
    take_in(made + acts, by="tests")


@pytest.mark.parametrize("path", ["/pairs/{}/{}/", "/people/{}/history/", "/people/{1}/history/", "/people/{}/"])
def test_30_reports_ask_as_many_questions_as_one(read: Read, path: str) -> None:
    course("few-a", "few-b", reports=1, incidents=1)
    course("many-a", "many-b", reports=30, incidents=60)
    few, many = path.format("few-a", "few-b"), path.format("many-a", "many-b")
    read(few)
    assert queries(read, many) == queries(read, few)


def queries(read: Callable[..., HttpResponse], path: str) -> int:
    """How many questions a page asks; what it writes to the access log is not one, and on PostgreSQL may be a COPY."""
    with CaptureQueriesContext(connection) as captured:
        assert read(path).status_code == 200
    return sum("access_accesslogobject" not in query["sql"] for query in captured)


def test_a_course_of_120_incidents_is_shown_a_page_at_a_time(read: Read) -> None:
    course("many-a", "many-b", reports=2, incidents=120)
    first, second = read("/pairs/many-a/many-b/"), read("/pairs/many-a/many-b/", page="2")
    assert len(rows_of(first, "Incidents between them")) == 100
    assert len(rows_of(second, "Incidents between them")) == 20
    assert "120 incidents are recorded" in text_of(second)
    assert read("/pairs/many-a/many-b/", page="3").status_code == 400
