"""The pages of the registers, of marked people and of several victims: what they say, do, and to whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.entries import draft
from tests.integration.triage.stage import about, placed, register, report, same, taken
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.matter import make_user
from unbroken.access import commands
from unbroken.access.models import AccessLog, User
from unbroken.access.policy import MAY, SEES, Permission
from unbroken.access.roles import Role
from unbroken.record.entries import Entry
from unbroken.record.ids import new_id
from unbroken.record.kinds import Handling
from unbroken.record.queries import entries_about

pytestmark = pytest.mark.django_db
Ask = Callable[..., HttpResponse]
NAME = "Dov Renn"
WATCHED = ({"what": "stalking_victims", "at_least": 2},)


@pytest.fixture
def users(db: None) -> dict[str, User]:
    return {}


@pytest.fixture
def ask(users: dict[str, User]) -> Ask:
    """Open a page, or send a form, as somebody in a role."""

    def go(path: str, post: Mapping[str, object] | None = None, *, role: str = "specialist_reviewer", **query: str):
        if role not in users:
            users[role] = make_user(role)
        client = Client()
        client.force_login(users[role], backend="django.contrib.auth.backends.ModelBackend")
        return client.get(path, query) if post is None else client.post(path, post, follow=True)

    return go


def fill(ask: Ask, path: str, said: Mapping[str, object]) -> HttpResponse:
    """Open a form, answer it and send it."""
    return ask(path, {**hidden_in(ask(path)), **said})


def hidden_in(page: HttpResponse) -> dict[str, str]:
    """What the form of a page sends along."""
    fields = re.findall(r'<input type="hidden" name="(form_id|asks|seen)" value="([^"]*)">', page.content.decode())
    return dict(fields)


@pytest.fixture
def board(db: None) -> None:
    """A list with a rule; `a`, who is on it; `b`, who meets its rule; and another list, with both on it."""
    described = {"role_here": "suspect", "names": [{"text": NAME}]}
    taken(
        register("griffin", *WATCHED, calls_for_marker="yes"),
        draft("person.described", described, ("person", "person:a"), "report:r1"),
        *report("r1", "v1", "a"),
        *report("r2", "v2", "b"),
        *report("r3", "v3", "b"),
        placed("a", "Griffin", next_review="2024-05-01"),
        placed("a", "Domestic"),
        placed("b", "Domestic", marker_owner="PS 77", marker_due="2024-04-09", marker="no"),
    )


def recorded(person: str, kind: str) -> list[Entry]:
    return [entry for entry in entries_about({f"person:{person}"}) if entry.kind == kind]


def day_of(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}


@pytest.mark.demand("LNK-08")
@pytest.mark.usefixtures("board")
class TestTheLists:
    def test_the_page_lists_them_and_prints_whom_each_two_share(self, ask: Ask) -> None:
        page = ask("/registers/")
        assert rows_of(page, "Lists") == [
            ["Griffin", "Stalking unit", "In force since Monday 1 January 2024", "1"],
            ["Domestic", "Not defined Entries only name it", "not recorded", "2"],
        ]
        assert rows_of(page, "Overlaps") == [["Griffin", "Domestic", "1", "1 and 2"]]
        people = rows_of(page, "Everybody on a list or with a marker")
        assert [(row[0], row[2]) for row in people] == [
            (NAME, "None"),
            ("b", "To be placed By Tuesday 9 April 2024"),
        ]
        assert people[0][1].startswith("Griffin, since Monday 1 April 2024")

    def test_the_overlaps_can_be_taken_as_csv_which_is_logged(self, ask: Ask) -> None:
        answer = ask("/registers/overlaps.csv")
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        rows = answer.content.decode().split("\r\n")
        assert rows[-3:-1] == ["list,other_list,on_list,on_other_list,on_both", "Griffin,Domestic,1,2,1"]
        assert AccessLog.objects.filter(category="disclosure", action="register_overlaps").count() == 1

    def test_one_list_says_its_rule_and_who_is_on_it(self, ask: Ask) -> None:
        page = ask("/registers/griffin/")
        assert "Different victims in reports of stalking as the suspect: at least 2, whenever it was" in text_of(page)
        assert "1 person meets the rule and is not on the list" in text_of(page)
        [[name, since, grounds, rule, review, marker]] = rows_of(page, "On the list now")
        assert (name, grounds, marker) == (NAME, "Likely to cause serious harm", "None")
        assert since == "Monday 1 April 2024 Authorised by not recorded"
        assert rule == "Does not meet it by what is recorded"
        assert review == "Wednesday 1 May 2024 Overdue"

    def test_who_meets_the_rule_and_is_not_on_it_stands_with_reasons_and_entries(self, ask: Ask) -> None:
        page = ask("/registers/griffin/meets/")
        assert "2 different victims in reports of stalking as the suspect; the rule asks for 2" in text_of(page)
        entries = {href for href in links_of(page) if href.startswith("/entries/")}
        classes = [entry for name in ("r2", "r3") for entry in entries_about({f"report:{name}"})]
        assert entries == {f"/entries/{entry.id}/" for entry in classes if entry.kind == "report.classified"}
        assert NAME not in text_of(page), "who is on it is not listed again"
        assert "a person puts somebody on the list, or does not" in text_of(page)

    def test_what_is_closed_to_a_reader_is_neither_shown_nor_counted(self, ask: Ask, users: dict[str, User]) -> None:
        users["supervisor"] = make_user("supervisor")
        commands.declare_conflict(users["supervisor"], "person:v3", why="His sister.", by="standards")
        assert "Nobody. Everybody who meets the rule" in text_of(ask("/registers/griffin/meets/", role="supervisor"))
        commands.declare_conflict(users["supervisor"], "person:a", why="A friend.", by="standards")
        page = ask("/registers/", role="supervisor")
        assert NAME not in text_of(page)
        assert [row[3] for row in rows_of(page, "Lists")] == ["0", "1"]
        assert ask("/people/a/marker/", role="supervisor").status_code == 404

    def test_pages_take_as_many_queries_for_many_as_for_one(self, ask: Ask) -> None:
        paths = ("/registers/", "/registers/griffin/", "/registers/griffin/meets/", "/", "/people/b/marker/")
        taken(about("marker.placed", "b"), *report("r4", "v4", "b"))
        few = {path: queries(ask, path) for path in paths}
        for n in range(31):
            taken(*report(f"m{n}", f"w{n}", f"s{n}"), *report(f"n{n}", f"x{n}", f"s{n}"))
            taken(placed(f"t{n}", "Griffin", marker="yes"), *report(f"o{n}", f"y{n}", f"t{n}"))
            taken(*report(f"p{n}", f"z{n}", "b"), placed(f"t{n}", f"List {n}"))
        assert {path: queries(ask, path) for path in paths if queries(ask, path) > few[path]} == {}
        assert "30 people" in text_of(ask("/registers/")) or "1 to 30" in text_of(ask("/registers/"))
        assert text_of(ask("/registers/", page="9")).startswith("There is a problem")


def queries(ask: Ask, path: str) -> int:
    ask(path)
    with CaptureQueriesContext(connection) as captured:
        assert ask(path).status_code == 200
    return len([one for one in captured.captured_queries if "access_accesslog" not in one["sql"]])


@pytest.mark.demand("LNK-08", "LNK-05", "REC-11")
@pytest.mark.usefixtures("board")
def test_each_role_sees_lists_as_the_policy_says(ask: Ask) -> None:
    """Everything about the lists is for leads; on a suspect's pages whoever sees how offenders are managed, too."""
    taken(about("marker.placed", "a"), *report("r9", "v9", "a"))
    hers = ("victim", "person:v1")
    taken(draft("support.started", {"service": "paladin"}, hers, "report:r1", agency="helpline"))
    taken(draft("hearing.listed", {"date": "2024-09-01"}, "prosecution:p1", "report:r1", agency="cps"))
    for agency in ("probation", "nhs"):
        taken(draft("contact.made", {"about": ["general"]}, hers, "report:r1", agency=agency))
    drawn = {"number": 1, "stratum": "all", "coders": ["researcher-1"]}
    taken(draft("coding.drawn", drawn, ("sample", "sample:s"), "report:r1"))
    pages = ("/registers/", "/registers/griffin/", "/registers/griffin/meets/", "/registers/overlaps.csv",
             "/registers/new/", "/registers/griffin/change/", "/registers/griffin/people/a/", "/people/a/marker/",
             "/people/a/marker/change/", "/people/b/several-victims/")  # fmt: skip
    for role in Role:
        leads = role in MAY[Permission.SEE_REGISTERS][1]
        for path in pages:
            assert ask(path, role=role).status_code == (200 if leads else 403), (role, path)
            if path not in (
                "/registers/",
                "/registers/griffin/",
                "/registers/griffin/meets/",
                "/registers/overlaps.csv",
            ):
                assert ask(path, {}, role=role).status_code == (422 if leads else 403), (role, path)
        for path in ("/people/a/", "/people/a/history/"):
            answer = ask(path, role=role)
            assert answer.status_code == (200 if SEES[role] else 403), (role, path)
            shows = Handling.MANAGED_OFFENDER in SEES[role]
            assert ("Griffin" in text_of(answer)) == shows, (role, path)
            assert ("A marker is in place" in text_of(answer)) == shows, (role, path)
        assert ("New about marked people" in text_of(ask("/", role=role))) == (role == Role.SPECIALIST_REVIEWER), role


@pytest.mark.demand("LNK-08")
@pytest.mark.usefixtures("board")
class TestThePagesOfASuspect:
    @pytest.mark.parametrize("path", ["/people/a/", "/people/a/history/"])
    def test_every_list_they_are_or_were_on_is_shown(self, ask: Ask, path: str) -> None:
        taken(about("nominal.removed", "a", {"register_name": "Domestic", "reason": "risk_reduced"}))
        rows = [[row[0], row[3]] for row in rows_of(ask(path), "Lists")]
        assert rows == [
            ["Griffin", "On it; next review Wednesday 1 May 2024"],
            ["Domestic", "Taken off on Tuesday 2 April 2024: risk reduced"],
        ]

    def test_a_place_under_another_description_counts(self, ask: Ask) -> None:
        taken(*report("r5", "v5", "also-a"))
        assert rows_of(ask("/people/also-a/"), "Lists") == []
        described = {"role_here": "suspect", "names": [{"text": NAME}]}
        taken(draft("person.described", described, ("person", "person:also-a"), "report:r5"), same("a", "also-a"))
        for path in ("/people/also-a/", "/people/also-a/history/"):
            assert [row[0] for row in rows_of(ask(path), "Lists")] == ["Griffin", "Domestic"], path

    def test_probation_sees_the_lists_of_its_own_matters_and_is_led_nowhere(self, ask: Ask) -> None:
        taken(draft("contact.made", {"about": ["general"]}, "report:r1", ("victim", "person:v1"), agency="probation"))
        page = ask("/people/a/", role="probation")
        assert [row[0] for row in rows_of(page, "Lists")] == ["Griffin", "Domestic"]
        assert [href for href in links_of(page) if "marker" in href or "registers" in href] == []
        assert ask("/people/b/", role="probation").status_code == 404

    def test_somebody_on_no_list_has_no_such_section(self, ask: Ask) -> None:
        assert "Registers" not in text_of(ask("/people/v1/"))


@pytest.mark.demand("LNK-05")
@pytest.mark.usefixtures("board")
class TestTheMarker:
    @pytest.fixture
    def news(self, board: None) -> list[Entry]:
        taken(about("marker.placed", "a"))
        return [
            entry for entry in taken(*report("r6", "v6", "a"), *report("r7", "a", "c")) if entry.kind == "report.made"
        ]

    def send(self, ask: Ask, entries: list[Entry], **changes: str) -> HttpResponse:
        ids = " ".join(entry.id for entry in entries)
        return ask("/people/a/marker/", {"form_id": new_id(), "activity": ids, "note": "Told the officer.", **changes})

    def test_a_task_stands_on_the_desk_until_the_marker_is_there(self, ask: Ask) -> None:
        [task] = rows_of(ask("/"), "Markers to be placed")
        assert task == ["b", "Domestic", "PS 77", "Tuesday 9 April 2024 Overdue"]
        assert "To be placed by PS 77, due Tuesday 9 April 2024 (overdue): Domestic" in text_of(
            ask("/people/b/marker/")
        )
        given = {"placed_by": "PS 77", **day_of("happened", date(2024, 4, 8))}
        page = fill(ask, "/people/b/marker/change/", given)
        assert "A marker is in place since Monday 8 April 2024" in text_of(page)
        assert rows_of(ask("/"), "Markers to be placed") == []
        gone = {"why": "Placed on the wrong man.", **day_of("happened", date(2024, 4, 9))}
        assert "No marker is recorded as placed" in text_of(fill(ask, "/people/b/marker/change/", gone))
        assert [len(recorded("b", kind)) for kind in ("marker.placed", "marker.lifted")] == [1, 1]

    def test_what_is_new_is_on_the_desk_once_until_somebody_acknowledges_it(self, ask: Ask, news: list[Entry]) -> None:
        [[name, what, _]] = rows_of(ask("/"), "New about marked people")
        assert (name, what.endswith("and 1 entry more")) == (NAME, True)
        told = [row[1:3] for row in rows_of(ask("/people/a/marker/"), "New since the marker")]
        assert told == [["Suspect", "r6"], ["Victim", "r7"]]
        page = self.send(ask, news)
        assert rows_of(page, "New since the marker") == []
        assert len(rows_of(page, "Acknowledged")) == 2
        assert rows_of(ask("/"), "New about marked people") == []
        [acknowledged] = recorded("a", "marker.acknowledged")
        assert acknowledged.body == {"activity": [entry.id for entry in news], "note": "Told the officer."}
        assert acknowledged.recorded_by == "specialist_reviewer-1"

    def test_how_long_it_took_is_measured(self, ask: Ask, news: list[Entry]) -> None:
        page = self.send(ask, news)
        assert "2 entries were acknowledged, half of them within less than a minute" in text_of(page)
        assert "2 entries were acknowledged" in text_of(ask("/"))
        assert rows_of(page, "Acknowledged")[0][2] == "less than a minute"

    def test_the_same_form_twice_is_recorded_once(self, ask: Ask, news: list[Entry]) -> None:
        form = new_id()
        self.send(ask, news, form_id=form)
        assert "It had been recorded already" in ask("/people/a/marker/", self._again(form, news)).content.decode()
        assert len(recorded("a", "marker.acknowledged")) == 1

    def _again(self, form: str, news: list[Entry]) -> dict[str, str]:
        return {"form_id": form, "activity": " ".join(entry.id for entry in news), "note": "Told the officer."}

    def test_what_another_has_acknowledged_meanwhile_is_said(self, ask: Ask, news: list[Entry]) -> None:
        self.send(ask, news)
        answer = self.send(ask, news)
        assert answer.status_code == 422
        assert "Somebody has acknowledged this already" in text_of(answer)
        assert len(recorded("a", "marker.acknowledged")) == 1

    def test_nothing_else_can_be_acknowledged(self, ask: Ask, news: list[Entry]) -> None:
        [elsewhere] = taken(draft("report.made", None, "report:r8", "person:v8"))
        assert self.send(ask, [elsewhere]).status_code == 422
        assert self.send(ask, news, form_id="").status_code == 422
        assert recorded("a", "marker.acknowledged") == []

    def test_an_entry_that_is_withdrawn_is_no_news(self, ask: Ask, news: list[Entry]) -> None:
        withdrawn = draft("entry.withdrawn", {"why": "Another man."}, corrects=news[0].id)
        taken(type(withdrawn)(**{**_fields(withdrawn), "subjects": ()}))
        assert len(rows_of(ask("/people/a/marker/"), "New since the marker")) == 1

    def test_what_the_team_may_not_see_is_not_brought_to_it(self, ask: Ask, news: list[Entry]) -> None:
        work = {"programme": "nhs_forensic", "needs": "Needs time."}
        taken(draft("intervention.started", work, ("suspect", "person:a"), agency="nhs"))
        assert len(rows_of(ask("/people/a/marker/"), "New since the marker")) == 3
        assert len(rows_of(ask("/people/a/marker/", role="supervisor"), "New since the marker")) == 2

    def test_a_description_of_the_person_is_news_only_where_they_have_a_part(self, ask: Ask, news: list[Entry]) -> None:
        for role in ("suspect", "victim", "witness", "third_party"):
            taken(draft("person.described", {"role_here": role, "names": [{"text": NAME}]}, ("person", "person:a")))
        assert len(rows_of(ask("/people/a/marker/"), "New since the marker")) == 2 + 3

    def test_markers_and_lists_that_do_not_fit_are_listed_both_ways(self, ask: Ask) -> None:
        taken(about("marker.placed", "d"), *report("r8", "v8", "d"))
        page = ask("/registers/")
        assert [row[0] for row in rows_of(page, "On a list that calls for a marker, without one")] == [NAME]
        assert [row[0] for row in rows_of(page, "With a marker and on no list")] == ["d"]

    def test_somebody_on_no_list_and_without_a_marker_has_no_such_page(self, ask: Ask) -> None:
        assert ask("/people/v1/marker/").status_code == 404
        assert ask("/people/nobody/marker/").status_code == 404


@pytest.mark.demand("LNK-03")
@pytest.mark.usefixtures("board")
class TestSeveralVictims:
    FORM = {"result": "together", "reasons": "Both name the same car."}

    def test_a_suspect_waits_on_the_desk_until_somebody_has_looked(self, ask: Ask) -> None:
        [[name, why, reports]] = rows_of(ask("/"), "Several victims")
        assert name == "b"
        assert why.startswith("2 different victims in reports of stalking")
        assert why.endswith("Nobody has looked at them together.")
        assert reports.startswith("2 reports")
        page = ask("/people/b/several-victims/")
        assert rows_of(page, "Reports of stalking") == [["r2", "v2"], ["r3", "v3"]]
        answer = fill(ask, "/people/b/several-victims/", self.FORM)
        assert [row[1] for row in rows_of(answer, "Looked at before")] == ["Reports to be investigated together"]
        assert rows_of(ask("/"), "Several victims") == []
        [look] = recorded("b", "serial.reviewed")
        assert {subject.object for subject in look.subjects} == {"person:b"}, "it names no victim"
        history = ask("/people/b/history/")
        assert "reports to be investigated together" in text_of(history)
        assert "/people/b/several-victims/" in links_of(history)
        assert "/people/b/several-victims/" not in links_of(ask("/people/b/history/", role="officer"))

    def test_a_new_victim_brings_them_back(self, ask: Ask) -> None:
        fill(ask, "/people/b/several-victims/", self.FORM)
        taken(*report("r8", "v8", "b"))
        [[_, why, _]] = rows_of(ask("/"), "Several victims")
        assert why.endswith("1 victim is new since.")

    def test_what_is_missing_is_asked_for_and_nothing_is_recorded(self, ask: Ask) -> None:
        answer = ask("/people/b/several-victims/", {"form_id": new_id(), "result": "", "reasons": ""})
        assert answer.status_code == 422
        assert "Select what comes of it" in text_of(answer)
        assert recorded("b", "serial.reviewed") == []

    def test_a_suspect_with_one_victim_has_no_such_page(self, ask: Ask) -> None:
        assert ask("/people/a/several-victims/").status_code == 404
        assert ask("/people/a/several-victims/", {"form_id": new_id(), **self.FORM}).status_code == 404
        assert recorded("a", "serial.reviewed") == []


@pytest.mark.demand("LNK-08", "TRI-05")
@pytest.mark.usefixtures("board")
class TestDeciding:
    def test_a_list_is_defined_and_defined_anew(self, ask: Ask) -> None:
        given = {
            "form_id": new_id(),
            "name": "Repeat breach",
            "keeper": "Orders team",
            "criteria": ["breaches", "stalking_reports"],
            "breaches-least": "2",
            "breaches-months": "12",
            "stalking_reports-least": "1",
            "needs": "any",
            "calls_for_marker": "no",
            **day_of("in_force_from", date(2024, 5, 1)),
        }
        page = ask("/registers/new/", given)
        assert page.status_code == 200
        assert "Any one of them" in text_of(page)
        assert "Alleged breaches of a protective order: at least 2, in the last 12 months" in text_of(page)
        assert "2 people meet the rule" in text_of(page)
        [name] = [href for href in links_of(page) if href.endswith("/change/")]
        again = {**given, "form_id": new_id(), "criteria": [], **day_of("in_force_from", date(2024, 6, 1))}
        page = ask(name, again)
        assert "No rule that can be counted: judgement decides." in text_of(page)
        assert len(rows_of(page, "How it was defined")) == 2

    def test_what_does_not_fit_together_is_said(self, ask: Ask) -> None:
        when = day_of("in_force_from", date(2024, 5, 1))
        rule = {"criteria": ["breaches", "reports"], "breaches-least": "0"}
        given = {"form_id": new_id(), "name": "X", "keeper": "Y", "calls_for_marker": "no", **rule, **when}
        answer = ask("/registers/new/", given)
        assert answer.status_code == 422
        assert "Select how much must be met" in text_of(answer)
        assert "how many there must be" in text_of(answer)

    def test_somebody_is_put_on_a_list_with_a_marker_to_be_placed_and_taken_off_it(self, ask: Ask) -> None:
        path = "/registers/griffin/people/b/"
        assert "2 different victims in reports of stalking" in text_of(ask(path))
        due = timezone.localdate() + timedelta(days=7)
        placing = {"grounds": ["repeat_victims"], "explanation": "Two victims.", "marker": "no",
                   "authorised_by": "Supt 1", "marker_owner": "PS 8", **day_of("marker_due", due),
                   **day_of("next_review", due)}  # fmt: skip
        page = fill(ask, path, placing)
        assert [row[0] for row in rows_of(page, "On the list now")] == [NAME, "b"]
        [_, on] = recorded("b", "nominal.registered")
        assert (on.get("register_name"), on.get("marker"), on.get("marker_owner")) == ("Griffin", "no", "PS 8")
        assert "Look again at the place of b" in text_of(ask(path))
        leaving = {"stays": "no", "reason": "risk_reduced", "authorised_by": "Supt 1",
                   "explanation": "In custody."}  # fmt: skip
        assert [row[0] for row in rows_of(fill(ask, path, leaving), "On the list now")] == [NAME]

    def test_a_place_is_looked_at_again(self, ask: Ask) -> None:
        after = timezone.localdate() + timedelta(days=90)
        staying = {"stays": "yes", "explanation": "No change.", **day_of("next_review", after)}
        page = fill(ask, "/registers/griffin/people/a/", staying)
        [row] = rows_of(page, "On the list now")
        assert "Overdue" not in row[4]
        [review] = recorded("a", "nominal.reviewed")
        assert (review.get("stays"), review.get("next_review")) == ("yes", after.isoformat())

    def test_a_form_that_is_sent_twice_is_recorded_once_and_never_becomes_the_other_form(self, ask: Ask) -> None:
        due = day_of("next_review", timezone.localdate() + timedelta(days=7))
        put = {"grounds": ["repeat_victims"], "explanation": "Two victims.", "authorised_by": "Supt 1",
               "marker": "none", **due}  # fmt: skip
        mark = day_of("happened", date(2024, 4, 8))
        for path, said in (("/registers/griffin/people/b/", put), ("/people/b/marker/change/", mark)):
            form = {**hidden_in(ask(path)), **said}
            answers = [ask(path, form) for _ in range(2)]
            assert [answer.status_code for answer in answers] == [200, 200], path
            assert "It had been recorded already" in answers[1].content.decode(), path
        assert [len(recorded("b", kind)) for kind in ("nominal.registered", "marker.placed")] == [2, 1]

    def test_of_two_at_once_the_second_sees_what_the_first_recorded_and_loses_nothing(self, ask: Ask) -> None:
        due = day_of("next_review", timezone.localdate() + timedelta(days=7))
        put = {"grounds": ["repeat_victims"], "explanation": "Two victims.", "authorised_by": "Supt 1",
               "marker": "none", **due}  # fmt: skip
        mark = {"placed_by": "PS 1", **day_of("happened", date(2024, 4, 8))}
        look = {"result": "together", "reasons": "Both name the same car."}
        opened = (
            ("/registers/griffin/people/b/", put, "nominal.registered", 2, "Look again at the place of b"),
            ("/people/b/marker/change/", mark, "marker.placed", 1, "lifted"),
            ("/people/b/several-victims/", look, "serial.reviewed", 1, "Reports to be investigated together"),
        )
        for path, said, kind, once, shown in opened:
            mine, theirs = (hidden_in(ask(path)) for _ in range(2))
            assert ask(path, {**theirs, **said}).status_code == 200, path
            answer = ask(path, {**mine, **said})
            assert answer.status_code == 422, path
            assert "Somebody has recorded something about this while the form was open" in text_of(answer)
            assert shown in text_of(answer), path
            assert len(recorded("b", kind)) == once, path
            again = hidden_in(answer)
            assert str(said.get("reasons", "")) in answer.content.decode(), "what was typed is kept"
            assert again["form_id"] != mine["form_id"]
            assert again["seen"] != mine["seen"], path
        assert ask("/people/b/several-victims/", {**again, **look}).status_code == 200
        assert len(recorded("b", "serial.reviewed")) == 2

    def test_what_is_recorded_of_something_else_meanwhile_hinders_nobody(self, ask: Ask) -> None:
        after = day_of("next_review", timezone.localdate() + timedelta(days=90))
        mine = hidden_in(ask("/registers/griffin/people/a/"))
        taken(about("marker.placed", "a"))
        staying = {**mine, "stays": "yes", "explanation": "No change.", **after}
        assert ask("/registers/griffin/people/a/", staying).status_code == 200

    def test_there_are_no_silent_places(self, ask: Ask) -> None:
        answer = ask("/registers/griffin/people/b/", {"form_id": new_id(), "marker": "none"})
        assert answer.status_code == 422
        for text in ("Select the grounds", "Enter what they rest on", "Enter who authorised it"):
            assert text in text_of(answer)

    def test_an_unknown_list_or_person_is_not_found(self, ask: Ask) -> None:
        for path in ("/registers/none/", "/registers/none/meets/", "/registers/griffin/people/nobody/"):
            assert ask(path).status_code == 404, path


def _fields(one: object) -> dict[str, object]:
    return {name: getattr(one, name) for name in type(one).__slots__}  # type: ignore[attr-defined]


@pytest.mark.demand("REC-04", "LNK-08")
@pytest.mark.usefixtures("board")
def test_entries_about_lists_and_markers_open_and_can_be_corrected_and_withdrawn(ask: Ask) -> None:
    [defined] = entries_about({"register:griffin"})
    [placed_] = taken(about("marker.placed", "a"))
    [seen] = taken(about("marker.acknowledged", "a", {"activity": [placed_.id]}))
    [looked] = taken(about("serial.reviewed", "b", {"result": "together", "reasons": "The same car."}))
    for entry in (defined, placed_, seen, looked):
        for page in ("", "correct/", "withdraw/"):
            assert ask(f"/entries/{entry.id}/{page}").status_code == 200, (entry.kind, page)
        assert ask(f"/entries/{entry.id}/", role="officer").status_code == 404, entry.kind
        assert ask(f"/entries/{entry.id}/", role="advocate").status_code == 404, entry.kind
