"""Reports recorded twice: proposed with evidence, merged by a person, unmerged, refused, and to whom it is shown."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
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
from unbroken.access import commands
from unbroken.access.models import AccessLog, User
from unbroken.access.policy import MAY, Permission
from unbroken.access.roles import Role
from unbroken.cases.queries import reports_by_name
from unbroken.record.entries import Draft, Entry
from unbroken.record.queries import entries_about
from unbroken.web.desks.twice import Twice, twice
from unbroken.web.twice import proposed_for, proposed_lately
from unbroken.web.visible import limits_of

pytestmark = [pytest.mark.django_db, pytest.mark.demand("REC-15")]
Ask = Callable[..., HttpResponse]
COMPARE = "/reports/form/twice/call/"
SECTION = "May have been recorded twice"
EVIDENCE = ["same_victim", "same_suspect", "same_incident", "made_together", "same_class"]
SAID = (
    "Same victim Same suspect An incident of the same sort on the same day Made on the same or the next day "
    "Same police class now"
)


def today() -> date:
    return timezone.localdate()


def days_ago(days: int) -> str:
    return (today() - timedelta(days=days)).isoformat()


def report(
    name: str,
    victim: str = "v",
    suspect: str = "s",
    *,
    made: int = 3,
    acts: tuple[int, ...] = (4,),
    offence: str = "stalking_2a",
    **said: Any,
) -> list[Draft]:
    """A report made so many days ago, with incidents on days so long ago."""
    parties = (f"report:{name}", ("victim", f"person:{victim}"), ("suspect", f"person:{suspect}"))
    calls = {"behaviours": ["calls_texts"]}
    return [
        draft("report.made", {**MADE, **said}, *parties, happened=days_ago(made)),
        draft("report.classified", {"offence": offence, "stage": "initial"}, parties[0], happened=days_ago(made)),
        *(draft("incident.recorded", calls, *parties, happened=days_ago(day)) for day in acts),
    ]


@pytest.fixture
def users(db: None) -> dict[str, User]:
    return {}


@pytest.fixture
def ask(users: dict[str, User]) -> Ask:
    """Open a page, or send a form, as somebody in a role."""

    def go(path: str, post: Mapping[str, object] | None = None, *, role: str = "supervisor") -> HttpResponse:
        if role not in users:
            users[role] = make_user(role)
        client = Client()
        client.force_login(users[role], backend="django.contrib.auth.backends.ModelBackend")
        return client.get(path) if post is None else client.post(path, post, follow=True)

    return go


@pytest.fixture
def recorded_twice(db: None) -> None:
    """A call and a form about the same evening, and a report of what came after it."""
    taken(
        *report("call"),
        *report("form", made=2, channel="online", narrative="She rang."),
        *report("after", made=1, acts=(1,)),
    )


def hidden_in(page: HttpResponse) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(form_id|seen)" value="([^"]*)">', page.content.decode()))


def decide(ask: Ask, verdict: str, *, role: str = "supervisor", note: str = "") -> HttpResponse:
    return ask(COMPARE, {**hidden_in(ask(COMPARE, role=role)), "verdict": verdict, "note": note}, role=role)


def recorded(kind: str) -> list[Entry]:
    return [entry for entry in entries_about({"report:form"}) if entry.kind == kind]


def withdraw(entry: Entry) -> None:
    taken(
        Draft("entry.withdrawn", {"why": "Wrong."}, (), days_ago(0), entry.agency, "tests", "w-" + entry.id, entry.id)
    )


def proposed(ask: Ask, name: str = "form", *, role: str = "supervisor") -> list[list[str]]:
    return rows_of(ask(f"/reports/{name}/", role=role), SECTION)


def on_the_desk(ask: Ask, *, role: str = "supervisor") -> list[list[str]]:
    return rows_of(ask("/", role=role), "Reports that may be one")


@pytest.mark.usefixtures("recorded_twice")
class TestProposing:
    def test_a_pair_is_proposed_on_both_reports_and_on_the_desk_with_its_evidence(self, ask: Ask) -> None:
        for name, other in (("form", "call"), ("call", "form")):
            [[link, _, why]] = proposed(ask, name)
            assert (link, why) == (f"Compare with {other}", SAID)
            assert f"/reports/{name}/twice/{other}/" in links_of(ask(f"/reports/{name}/"))
        for role in ("supervisor", "specialist_reviewer"):
            [[both, _, victim, why]] = on_the_desk(ask, role=role)
            assert (both, victim, why) == ("call and form", "v", SAID)

    def test_a_further_incident_is_not_proposed_and_has_no_such_page(self, ask: Ask) -> None:
        assert proposed(ask, "after") == []
        assert SECTION not in text_of(ask("/reports/after/"))
        for path in ("/reports/form/twice/after/", "/reports/form/twice/form/", "/reports/form/twice/none/"):
            assert ask(path).status_code == 404, path
            assert ask(path, {"verdict": "this"}).status_code == 404, path

    def test_a_victim_under_another_name_is_the_same_victim_once_both_are_joined(self, ask: Ask) -> None:
        taken(*report("third", "w", "s"))
        assert proposed(ask, "third") == []
        taken(same("v", "w"))
        assert {row[0] for row in proposed(ask, "third")} == {"Compare with call", "Compare with form"}
        assert len(on_the_desk(ask)) == 3

    def test_the_desk_says_when_something_appears_there(self, ask: Ask) -> None:
        decide(ask, "apart")
        assert "None. Two reports of the last 60 days appear here when" in text_of(ask("/"))

    def test_what_was_made_long_ago_stands_on_its_page_and_not_on_the_desk(self, ask: Ask) -> None:
        taken(*report("old", "u", made=200, acts=(201,)), *report("older", "u", made=201, acts=(201,)))
        assert [row[0] for row in proposed(ask, "old")] == ["Compare with older"]
        assert len(on_the_desk(ask)) == 1

    def test_a_report_that_nobody_made_or_that_is_alone_in_its_days_is_not_held_against_others(self, ask: Ask) -> None:
        hers = ("report:unmade", ("victim", "person:v"))
        taken(draft("incident.recorded", {"behaviours": ["calls_texts"]}, *hers, happened=days_ago(4)))
        taken(*report("alone", made=100))
        assert proposed(ask, "unmade") == proposed(ask, "alone") == []

    def test_nothing_is_read_for_those_who_may_not_decide(self) -> None:
        assert twice(limits_of(make_user("advocate")), today()) == Twice()

    def test_as_known_on_a_day_proposes_nothing(self, ask: Ask) -> None:
        assert SECTION not in text_of(ask(f"/reports/form/?known={days_ago(0)}"))

    def test_both_are_shown_side_by_side_and_logged(self, ask: Ask) -> None:
        page = ask(COMPARE)
        rows = {name: [one, other] for name, one, other in rows_of(page, "The two reports side by side")}
        assert rows["Report"] == ["Open form", "Open call"]
        assert rows["How it came in"] == ["Online", "Phone"]
        assert rows["Class now"] == ["Stalking (s.2A)", "Stalking (s.2A)"]
        assert rows["Victims"] == ["v", "v"]
        assert rows["Suspects"] == ["s", "s"]
        assert all("behaviour" in cell for cell in rows["Incidents"])
        assert rows["What was said"] == ["She rang.", "not recorded"]
        logged = AccessLog.objects.get(action="report_twice", refused=False)
        names = set(logged.objects_named.values_list("object", flat=True))
        assert names == {"report:form", "report:call", "person:v", "person:s"}


@pytest.mark.usefixtures("recorded_twice")
class TestDeciding:
    @pytest.mark.parametrize(("verdict", "duplicate", "of"), [("this", "form", "call"), ("other", "call", "form")])
    def test_a_person_merges_them_and_says_which_is_the_duplicate(
        self, ask: Ask, verdict: str, duplicate: str, of: str
    ) -> None:
        page = decide(ask, verdict, note="One caller, one evening.")
        assert f"{duplicate} counts as the duplicate of {of}. Withdrawing that entry takes the two apart" in text_of(
            page
        )
        assert page.redirect_chain == [("/reports/form/", 302)]
        [link] = recorded("report.linked")
        assert link.body == {"why": "same_incident", "note": "One caller, one evening."}
        assert (link.of("report"), link.of("other_report")) == ((f"report:{duplicate}",), (f"report:{of}",))
        assert link.recorded_by == "supervisor-1"
        rows = reports_by_name({"report:form", "report:call"})
        assert rows[f"report:{duplicate}"].duplicate_of == f"report:{of}"
        assert proposed(ask) == proposed(ask, "call") == on_the_desk(ask) == []

    def test_a_merged_pair_stands_as_linked_and_says_how_to_take_it_apart(self, ask: Ask) -> None:
        decide(ask, "this")
        [link] = recorded("report.linked")
        for name, said in (("form", "This report counts as the duplicate of call"),
                           ("call", "form counts as the duplicate of this report")):  # fmt: skip
            page = ask(f"/reports/{name}/")
            assert f"{said}: one incident, recorded twice. Withdrawing the entry that says so" in text_of(page)
            assert f"/entries/{link.id}/" in links_of(page)
        page = ask(COMPARE)
        assert "form counts as the duplicate of call: one incident, recorded twice." in text_of(page)
        assert "Record the decision" not in text_of(page)

    def test_withdrawing_the_link_unmerges_them_and_proposes_them_again(self, ask: Ask) -> None:
        decide(ask, "this")
        [link] = recorded("report.linked")
        withdraw(link)
        assert reports_by_name({"report:form"})["report:form"].duplicate_of == ""
        assert [row[0] for row in proposed(ask)] == ["Compare with call"]
        page = text_of(ask("/reports/form/"))
        assert "counts as the duplicate" not in page
        assert "Linked report" not in page

    def test_what_was_refused_is_not_proposed_again(self, ask: Ask) -> None:
        page = decide(ask, "apart", note="He came twice that evening.")
        assert "held to be different incidents" in text_of(page)
        [apart] = recorded("report.kept_apart")
        assert apart.body == {"evidence": EVIDENCE, "note": "He came twice that evening."}
        assert proposed(ask) == proposed(ask, "call") == on_the_desk(ask) == []
        page = ask(COMPARE)
        assert "Held to be about different incidents. Withdrawing that entry lets them be proposed" in text_of(page)
        assert "Record the decision" not in text_of(page)

    @pytest.mark.demand("LNK-01")
    def test_it_is_proposed_again_with_evidence_that_nobody_looked_at(self, ask: Ask) -> None:
        decide(ask, "apart")
        [made] = recorded("report.made")
        for entry in (made, *(one for one in entries_about({"report:call"}) if one.kind == "report.made")):
            said = {"why": "The number was found.", "body": {**(entry.body or {}), "reference": "CR/1/26"}}
            taken(Draft("entry.corrected", said, (), days_ago(0), "northmoor", "tests", "c-" + entry.id, entry.id))
        [[link, _, why]] = proposed(ask)
        assert (link, "Same reference number" in why) == ("Compare with CR/1/26", True)
        assert "Since then something new speaks for it." in text_of(ask(COMPARE))
        decide(ask, "apart")
        assert proposed(ask) == []
        assert set(recorded("report.kept_apart")[-1].get("evidence")) == {*EVIDENCE, "same_reference"}

    def test_who_holds_them_to_be_one_withdraws_first_that_they_are_not(self, ask: Ask) -> None:
        form = hidden_in(ask(COMPARE))
        decide(ask, "apart")
        answer = ask(COMPARE, {**form, "verdict": "this"})
        again = ask(COMPARE, {**hidden_in(answer), "verdict": "this"})
        assert again.status_code == 422
        assert "Somebody holds them to be different incidents. Withdraw that entry first" in text_of(again)
        assert recorded("report.linked") == []

    def test_withdrawing_a_refusal_proposes_them_again(self, ask: Ask) -> None:
        decide(ask, "apart")
        withdraw(recorded("report.kept_apart")[0])
        assert [row[0] for row in proposed(ask)] == ["Compare with call"]

    def test_nothing_chosen_is_named_and_nothing_recorded(self, ask: Ask) -> None:
        answer = decide(ask, "")
        assert answer.status_code == 422
        assert "Select whether they are about one incident" in text_of(answer)
        lost = ask(COMPARE, {"verdict": "this"})
        assert "The form has lost its number" in text_of(lost)
        assert recorded("report.linked") == recorded("report.kept_apart") == []

    def test_the_same_form_twice_is_recorded_once(self, ask: Ask) -> None:
        form = {**hidden_in(ask(COMPARE)), "verdict": "this"}
        ask(COMPARE, form)
        assert "It had been recorded already" in text_of(ask(COMPARE, form))
        assert "has been sent already, with other answers" in text_of(ask(COMPARE, {**form, "note": "Other."}))
        assert len(recorded("report.linked")) == 1

    @pytest.mark.parametrize(
        ("first", "said"),
        [("apart", "Somebody has recorded something about this while the form was open"),
         ("this", "They are held to be one incident already")],
    )  # fmt: skip
    def test_of_two_at_once_the_second_sees_what_the_first_recorded_and_loses_nothing(
        self, ask: Ask, first: str, said: str
    ) -> None:
        mine, theirs = (hidden_in(ask(COMPARE)) for _ in range(2))
        ask(COMPARE, {**theirs, "verdict": first}, role="specialist_reviewer")
        answer = ask(COMPARE, {**mine, "verdict": "other", "note": "The same caller."})
        assert answer.status_code == 422
        assert said in text_of(answer)
        assert "Decided by specialist_reviewer-1" in text_of(answer)
        assert "The same caller." in answer.content.decode(), "what was typed is kept"
        assert len(recorded("report.linked")) + len(recorded("report.kept_apart")) == 1
        again = {**hidden_in(answer), "verdict": "other", "note": "The same caller."}
        assert again["form_id"] != mine["form_id"]
        assert ask(COMPARE, again).status_code == 422, "what was decided is withdrawn first"

    def test_where_nothing_speaks_for_it_any_more_there_is_nothing_to_refuse(self, ask: Ask) -> None:
        mine = hidden_in(ask(COMPARE))
        decide(ask, "apart")
        for entry in entries_about({"report:call"}):
            if entry.kind in ("report.made", "incident.recorded"):
                other = {
                    "subjects": [["report", "report:call"], ["victim", "person:else"]],
                    "body": dict(entry.body or {}),
                }
                taken(Draft("entry.corrected", {"why": "Hers.", **other}, (), days_ago(0), "northmoor", "tests",
                            "c-" + entry.id, entry.id))  # fmt: skip
        page = ask(COMPARE)
        assert "Nothing that is compared. Somebody decided it by what they knew." in text_of(page)
        again = hidden_in(ask(COMPARE, {**mine, "verdict": "apart"}))
        answer = ask(COMPARE, {**again, "verdict": "apart"})
        assert "there is nothing to keep apart" in text_of(answer)
        assert len(recorded("report.kept_apart")) == 1

    def test_evidence_that_changed_while_the_form_was_open_is_shown_before_anything_is_recorded(self, ask: Ask) -> None:
        form = {**hidden_in(ask(COMPARE)), "verdict": "apart"}
        taken(draft("report.classified", {"offence": "harassment_2", "stage": "supervisor_review",
                                          "reason": "new_incident"}, "report:call", happened=days_ago(1)))  # fmt: skip
        answer = ask(COMPARE, form)
        assert (answer.status_code, recorded("report.kept_apart")) == (422, [])
        assert "Same police class" not in text_of(answer)


@pytest.mark.usefixtures("recorded_twice")
class TestWhoSeesIt:
    def test_each_role(self, ask: Ask) -> None:
        hers = ("victim", "person:v")
        taken(draft("support.started", {"service": "paladin"}, hers, "report:form", agency="helpline"))
        taken(draft("hearing.listed", {"date": days_ago(0)}, "prosecution:p1", "report:form", agency="cps"))
        for agency in ("probation", "nhs"):
            taken(draft("contact.made", {"about": ["general"]}, hers, "report:form", agency=agency))
        for role in Role:
            decides = role in MAY[Permission.RECORD_POLICE][1]
            assert ask(COMPARE, role=role).status_code == (200 if decides else 403), role
            assert ask(COMPARE, {}, role=role).status_code == (422 if decides else 403), role
            page = ask("/reports/form/", role=role)
            assert (SECTION in text_of(page)) == decides, role
            assert any("/twice/" in href for href in links_of(page)) == decides, role
            leads = role in {Role.SUPERVISOR, Role.SPECIALIST_REVIEWER}
            assert ("Reports that may be one" in text_of(ask("/", role=role))) == leads, role

    def test_a_restricted_report_is_neither_proposed_nor_hinted_at(self, ask: Ask) -> None:
        taken(draft("report.restricted", {"reason": "covert"}, "report:call"))
        assert SECTION not in text_of(ask("/reports/form/", role="officer"))
        answer, nothing = ask(COMPARE, role="officer"), ask("/reports/form/twice/none/", role="officer")
        assert (answer.status_code, text_of(answer)) == (404, text_of(nothing))
        assert ask(COMPARE, {"verdict": "this"}, role="officer").status_code == 404
        assert ask("/reports/call/twice/form/", role="officer").status_code == 403
        assert [row[0] for row in proposed(ask)] == ["Compare with call"], "those with the right compare it"
        decide(ask, "this")
        page = text_of(ask("/reports/form/", role="officer"))
        assert "counts as the duplicate" not in page
        assert "Linked report" not in page

    def test_a_conflict_of_interest_closes_one_of_the_two(self, ask: Ask, users: dict[str, User]) -> None:
        taken(*report("third", "v2", "s2"), *report("fourth", "v2", "s2"))
        users["supervisor"] = make_user("supervisor")
        commands.declare_conflict(users["supervisor"], "person:v", why="His sister.", by="standards")
        assert [row[0] for row in on_the_desk(ask)] == ["fourth and third"]
        assert ask(COMPARE).status_code == 404
        assert AccessLog.objects.filter(action="report_twice", refused=True).exists()

    def test_pages_take_as_many_queries_for_many_as_for_one(self, ask: Ask) -> None:
        paths = ("/", "/reports/form/")
        few = {path: queries(ask, path) for path in paths}
        for n in range(12):
            taken(*report(f"a{n}", f"w{n}"), *report(f"b{n}", f"w{n}", made=2), *report(f"c{n}", made=2))
        assert {path: queries(ask, path) for path in paths if queries(ask, path) > few[path]} == {}
        assert len(proposed(ask)) == 13
        assert len(on_the_desk(ask)) == 10
        assert "The first 10 of 103 pairs" in text_of(ask("/"))


@pytest.mark.parametrize("seed", range(3))
def test_the_desk_proposes_what_every_report_proposes_by_itself(seed: int) -> None:
    """The oracle of the fast way, which looks only at reports that share a victim and were made within a month."""
    chance = random.Random(seed)
    names = [f"r{n}" for n in range(24)]
    for name in names:
        made = chance.randrange(1, 50)
        acts = tuple(made + chance.randrange(0, 3) for _ in range(chance.randrange(0, 3)))
        number = {"reference": f"CR{chance.randrange(4)}"} if chance.random() < 0.4 else {}
        taken(*report(name, chance.choice("vwx"), chance.choice("st"), made=made, acts=acts, **number))
    taken(same("v", "w"))
    limits = limits_of(make_user("supervisor"))
    one_by_one = {tuple(sorted(pair.reports)) for name in names for pair in proposed_for(limits, f"report:{name}")}
    lately = [tuple(sorted(pair.reports)) for pair in proposed_lately(limits, today())]
    assert sorted(lately) == sorted(one_by_one)
    assert lately


def queries(ask: Ask, path: str) -> int:
    ask(path)
    with CaptureQueriesContext(connection) as captured:
        assert ask(path).status_code == 200
    return len([one for one in captured.captured_queries if "access_accesslog" not in one["sql"]])
