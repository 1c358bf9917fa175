"""Words to look at: on the page of a report, in the list, looked at with a reason, and to whom it is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.entries import MADE, draft
from tests.integration.web.reading.pages import links_of, text_of
from tests.matter import make_user
from unbroken.access import commands
from unbroken.access.models import AccessLog, AccessLogObject, User
from unbroken.access.policy import MAY, Permission
from unbroken.access.roles import Role
from unbroken.flow import take_in
from unbroken.record.entries import Entry
from unbroken.record.queries import entries_about

pytestmark = [pytest.mark.django_db, pytest.mark.demand("PRO-13", "INV-13")]
Ask = Callable[..., HttpResponse]
NARRATIVE = "He rang. Officer advised her to ignore him <b>now</b>. She is exaggerating. He rang again."
SEES = MAY[Permission.SEE_WORDING][1]


@pytest.fixture
def ask(db: None) -> Ask:
    """Open a page, or send a form, as somebody in a role."""
    users: dict[tuple[str, str], User] = {}

    def go(path: str, role: str = "supervisor", *, agency: str = "", post: Any = None, **query: str) -> HttpResponse:
        user = users.get((role, agency)) or make_user(role, agency=agency, username=f"{role}-{agency or 'own'}")
        users[role, agency] = user
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client.get(path, query) if post is None else client.post(path, post, follow=True)

    return go


@pytest.fixture
def made(db: None) -> Entry:
    """A report whose account holds words of both concerns."""
    body = {**MADE, "narrative": NARRATIVE, "reference": "NM/1", "area": "North"}
    parties = ("report:r1", ("victim", "person:v1"), ("suspect", "person:s1"))
    recorded = take_in([draft("report.made", body, *parties),
                        draft("report.allocated", {"team": "Blue team", "officer": "DC Wren"}, "report:r1")],
                       by="dc-wren").recorded  # fmt: skip
    return recorded[0].entry


def look_at(entry: Entry, concern: str = "harmful_advice", report: str = "r1") -> str:
    return f"/reports/{report}/words/{entry.id}/{concern}/"


def hidden_in(answer: HttpResponse) -> dict[str, str]:
    main = answer.content.decode().partition("<main")[2]
    return {name: re.findall(rf'name="{name}" value="([^"]*)"', main)[0] for name in ("form_id", "seen")}


def looks() -> list[Entry]:
    return [entry for entry in entries_about(["report:r1"]) if entry.kind == "wording.reviewed"]


def test_the_list_shows_the_words_in_their_sentence_with_entry_team_and_reason(ask, made):
    page = ask("/words/")
    text = text_of(page)
    assert "2 entries , recorded last first." in text
    assert "Advice that may do harm: report NM/1" in text
    assert "Officer advised her to ignore him <b>now</b>." in text
    assert "<strong>advised her to ignore</strong></mark> him &lt;b&gt;now" in page.content.decode()
    assert "Northmoor" in text
    assert "The report is with Blue team" in text
    assert "MOPAC Evidence & Insight, Stalking Deep Dive, 2024; demand PRO-13" in text
    assert {f"/entries/{made.id}/", "/reports/r1/", look_at(made), look_at(made, "doubt_or_blame")} <= links_of(page)


def test_it_names_and_counts_nobody_who_recorded(ask, made):
    text = text_of(ask("/words/")) + text_of(ask(look_at(made)))
    assert "wren" not in text.lower()
    assert "counted against nobody" in text


def test_the_page_of_the_report_shows_them_to_those_who_supervise_alone(ask, made):
    for role in ("officer", "supervisor", "specialist_reviewer", "prosecutor"):
        page = ask("/reports/r1/", role)
        assert ("Words to look at" in text_of(page)) is (Role(role) in SEES), role
        assert ("<mark>" in page.content.decode()) is (Role(role) in SEES), role


def test_the_page_as_known_then_shows_none(ask, made):
    assert "Words to look at" not in text_of(ask("/reports/r1/", known="2024-06-01"))


def test_a_desk_says_that_there_are_some_and_leads_there(ask, made):
    for role in ("supervisor", "specialist_reviewer"):
        page = ask("/", role)
        assert "2 entries may hold advice that does harm, or doubt or blame toward a victim." in text_of(page)
        assert "/words/" in links_of(page)
    assert "/words/" not in links_of(ask("/", "supervisor", agency="eastvale"))
    assert "/words/" not in links_of(ask("/", "officer"))


def test_a_supervisor_says_what_follows_and_the_words_are_looked_at(ask, made):
    opened = ask(look_at(made))
    assert "What follows from it, or why does nothing?" in text_of(opened)
    sent = {**hidden_in(opened), "why": "The victim was called with other advice."}
    after = ask(look_at(made), post=sent)
    assert "Recorded. The words stay in their entry as they are" in after.content.decode()
    assert "1 entry , recorded last first." in text_of(after)
    [look] = looks()
    assert (look.agency, look.recorded_by) == ("northmoor", "supervisor-own")
    assert look.body == {
        "entry": made.id,
        "concern": "harmful_advice",
        "places": ["narrative:17-38"],
        "why": "The victim was called with other advice.",
    }
    seen = text_of(ask("/words/", state="looked"))
    assert "Looked at by supervisor-own" in seen
    assert "The victim was called with other advice." in seen
    assert "Nothing is left to do here." in text_of(ask(look_at(made)))
    ask(look_at(made), post=sent)
    assert len(looks()) == 1, "the form sent twice is recorded once"


def test_without_a_reason_nothing_is_recorded(ask, made):
    opened = ask(look_at(made))
    refused = ask(look_at(made), post={**hidden_in(opened), "why": " "})
    assert refused.status_code == 422
    assert "Enter what follows, or why nothing does" in text_of(refused)
    lost = ask(look_at(made), post={"why": "Looked at."})
    assert lost.status_code == 422
    assert looks() == []


def test_of_two_at_once_the_second_is_shown_what_the_first_recorded(ask, made):
    first, second = ask(look_at(made)), ask(look_at(made), "specialist_reviewer")
    ask(look_at(made), post={**hidden_in(first), "why": "Spoke with the team."})
    late = ask(look_at(made), "specialist_reviewer", post={**hidden_in(second), "why": "So did I."})
    assert late.status_code == 422
    assert "Spoke with the team." in text_of(late)
    assert len(looks()) == 1


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_supervise_see_the_list_and_what_was_looked_at(ask, made, role):
    opened = ask(look_at(made))
    ask(look_at(made), post={**hidden_in(opened), "why": "MARKEDLOOK"})
    assert ask("/words/", role.value).status_code == (200 if role in SEES else 403)
    for path in ("/reports/r1/", "/journeys/v1/", f"/entries/{looks()[0].id}/"):
        page = ask(path, role.value)
        assert role in SEES or "MARKEDLOOK" not in page.content.decode()
        assert role in SEES or "Words of an entry looked at" not in page.content.decode()
        assert "supervise" not in text_of(page), "nobody is told that something is withheld"


def test_the_list_is_of_reports_that_the_reader_s_own_agency_took(ask, made):
    assert "0 entries" in text_of(ask("/words/", agency="eastvale"))
    assert ask(look_at(made), agency="eastvale").status_code == 404
    theirs = ask("/reports/r1/", agency="eastvale")
    assert "Words to look at" in text_of(theirs)
    assert look_at(made) not in links_of(theirs)


def test_words_that_are_not_there_cannot_be_looked_at(ask, made):
    assert ask(look_at(made, "nothing")).status_code == 404
    assert ask(look_at(made, report="gone")).status_code == 404


def test_a_conflict_of_interest_closes_them(ask, made):
    assert "NM/1" in text_of(ask("/words/"))
    commands.declare_conflict(User.objects.get(username="supervisor-own"), "person:v1", why="Close.", by="standards")
    page = ask("/words/")
    assert "0 entries" in text_of(page)
    assert "NM/1" not in text_of(page)
    assert ask(look_at(made)).status_code == 404


def test_whoever_looks_is_logged_with_the_report(ask, made):
    ask("/words/")
    log = AccessLog.objects.get(action="words")
    assert (log.who, log.category) == ("supervisor-own", "consultation")
    seen = AccessLogObject.objects.filter(log=log).values_list("object", flat=True)
    assert set(seen) == {"report:r1", "person:v1", "person:s1"}


def test_the_list_is_filtered_and_says_what_it_cannot_read(ask, made):
    assert "1 entry" in text_of(ask("/words/", concern="doubt_or_blame"))
    assert "2 entries" in text_of(ask("/words/", area="North"))
    assert "No words fit." in text_of(ask("/words/", state="looked"))
    wrong = ask("/words/", concern="blame", page="9")
    assert wrong.status_code == 400
    assert "“blame” is not on it" in text_of(wrong)
    assert "There is no page 9." in text_of(wrong)


def test_the_list_asks_as_often_for_many_as_for_one(ask, made):
    def queries() -> int:
        ask("/words/")
        with CaptureQueriesContext(connection) as context:
            ask("/words/")
        return len(context)

    one = queries()
    parties = (("victim", "person:v1"), ("suspect", "person:s1"))
    take_in([draft("report.made", {**MADE, "narrative": NARRATIVE}, f"report:m{n}", *parties) for n in range(8)],
            by="tests")  # fmt: skip
    assert queries() == one
