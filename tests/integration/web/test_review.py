"""The match review: what waits, a pair side by side, and decisions that are entries and can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.entries import draft
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.matter import make_user
from unbroken import flow
from unbroken.access import commands
from unbroken.access.models import AccessLog, User
from unbroken.access.policy import MAY, Permission
from unbroken.access.roles import Role
from unbroken.people import resolved
from unbroken.people.models import ReviewRow
from unbroken.record.entries import Draft, Entry
from unbroken.record.ids import new_id
from unbroken.record.queries import entries_about

pytestmark = pytest.mark.django_db
Open = Callable[..., HttpResponse]
JANE: Mapping[str, Any] = {
    "names": [{"kind": "legal", "given": "Jane", "family": "Whitlock"}],
    "date_of_birth": "1990-02-22",
    "sex": "female",
    "identifiers": [{"type": "phone", "value": "07700 900917"}],
}
JOAN = JANE | {"names": [{"kind": "legal", "given": "Joan", "family": "Whitlock"}]}  # kept apart: may be her twin
PAIR = "/review/a/b/"
WHY = "Both files give the same passport."


def described(person: str, report: str, body: Mapping[str, Any], *, role: str = "victim") -> Draft:
    subjects = (("person", f"person:{person}"), ("report", f"report:{report}"))
    return draft("person.described", {"role_here": role, **body}, *subjects)


def take(*drafts: Draft) -> tuple[Entry, ...]:
    return flow.take_in(drafts, by="tests").linked


@pytest.fixture
def users(db: None) -> dict[str, User]:
    return {}


@pytest.fixture
def ask(users: dict[str, User]) -> Open:
    """Open a page, or send a form, as somebody in a role."""

    def go(
        path: str, post: Mapping[str, str] | None = None, *, role: str = "supervisor", follow: bool = False, **query
    ):
        if role not in users:
            users[role] = make_user(role)
        client = Client()
        client.force_login(users[role], backend="django.contrib.auth.backends.ModelBackend")
        return client.get(path, query) if post is None else client.post(path, post, follow=follow)

    return go


@pytest.fixture
def waiting_pair(db: None) -> None:
    take(described("a", "r1", JANE), described("b", "r2", JOAN))


def answer(verdict: str, *, form: str = "", seen: str = "", reason: str = WHY) -> dict[str, str]:
    return {"verdict": verdict, "reason": reason, "form_id": form or new_id(), "seen": seen}


def held_now(one: str = "a", other: str = "b") -> str:
    link = next(iter(resolved.links_among([f"person:{one}", f"person:{other}"])), None)
    return link.entry if link else ""


def members(person: str) -> list[str]:
    return [name[7:] for name in resolved.resolved([f"person:{person}"])[f"person:{person}"].members]


def decisions() -> list[Entry]:
    kinds = {"identity.linked", "identity.unlinked", "identity.undecided"}
    return [entry for entry in entries_about({"person:a"}) if entry.kind in kinds]


@pytest.mark.demand("LNK-01")
@pytest.mark.usefixtures("waiting_pair")
class TestTheList:
    def test_says_in_words_what_agrees_and_what_keeps_them_apart(self, ask: Open) -> None:
        [[pair, agrees, against, likely]] = rows_of(ask("/review/"), "Matches to review")
        assert pair == "Jane Whitlock and Joan Whitlock victim in 1 report; and victim in 1 report"
        assert "Same date of birth" in agrees
        assert "Same phone number, used by nobody else" in agrees
        assert "it may be a twin" in against
        assert likely == "Very likely, by what agrees"
        assert PAIR in links_of(ask("/review/"))

    def test_can_be_asked_about_one_person(self, ask: Open) -> None:
        take(described("c", "r3", {"names": [{"given": "Otto", "family": "Fennimore"}]}))
        assert len(rows_of(ask("/review/", about="a"), "Matches to review")) == 1
        assert "Nothing waits about this person" in text_of(ask("/review/", about="c"))
        assert "Nothing waits about this person" in text_of(ask("/review/", about="nobody"))

    def test_is_for_those_who_may_decide(self, ask: Open) -> None:
        for role in Role:
            allowed = role in MAY[Permission.LINK_PEOPLE][1]
            assert ask("/review/", role=role).status_code == (200 if allowed else 403), role
            assert ask(PAIR, role=role).status_code == (200 if allowed else 403), role
            assert ask(PAIR, answer("same", seen=held_now()), role=role).status_code == (302 if allowed else 403), role
            assert (b'href="/review/"' in ask("/", role=role).content) == allowed, role

    @pytest.mark.demand("REC-11")
    def test_leaves_out_whoever_is_closed_to_the_reader(self, ask: Open, users: dict[str, User]) -> None:
        ask("/review/")
        commands.declare_conflict(users["supervisor"], "person:b", why="His sister.", by="standards")
        page = ask("/review/")
        assert "Nothing waits" in text_of(page)
        assert "Joan" not in page.content.decode()
        assert ask(PAIR).status_code == 404
        assert ask(PAIR, answer("same")).status_code == 404
        assert AccessLog.objects.filter(who=users["supervisor"].username, refused=True).exists()

    def test_says_when_a_page_is_not_there(self, ask: Open) -> None:
        assert "There is no page 9" in text_of(ask("/review/", page="9"))
        assert ask("/review/", page="9").status_code == 400


@pytest.mark.demand("LNK-01")
def test_the_list_and_the_desk_ask_as_much_for_one_row_as_for_many(ask: Open) -> None:
    def queries(path: str = "/review/") -> int:
        with CaptureQueriesContext(connection) as captured:
            assert ask(path).status_code == 200
        # Not what is written: what was shown is logged by COPY where it is much, which is no query that is counted.
        return sum(query["sql"].startswith("SELECT") for query in captured)

    def twins(n: int) -> list[Draft]:
        body = {"date_of_birth": f"19{50 + n}-02-22", "identifiers": [{"type": "phone", "value": f"07700 9009{n:02}"}]}
        family = f"Whit{chr(97 + n)}lock"
        both = ({"names": [{"given": given, "family": family}]} for given in ("Jane", "Agatha"))
        return [described(f"t{n}-{m}", f"tr{n}-{m}", {**body, **one}) for m, one in enumerate(both)]

    take(*twins(0))
    ask("/review/")
    ask("/")
    few, desk = queries(), queries("/")
    take(*(one for n in range(1, 20) for one in twins(n)))
    assert len(rows_of(ask("/review/"), "Matches to review")) == 25
    ask("/")  # warm again: what an agency has to do with is kept until something is recorded
    assert (queries(), queries("/")) == (few, desk)


@pytest.mark.demand("LNK-01")
class TestTheDesk:
    DECIDE = ("supervisor", "specialist_reviewer")

    @pytest.mark.usefixtures("waiting_pair")
    @pytest.mark.parametrize("role", DECIDE)
    def test_says_how_many_wait_and_leads_there(self, ask: Open, role: str) -> None:
        desk = ask("/", role=role)
        assert "Matches to review 1 match waits. Each is two descriptions" in text_of(desk)
        assert '<a class="govuk-link" href="/review/">Review matches</a>' in desk.content.decode()
        ask(PAIR, answer("apart", seen=held_now()))
        assert ReviewRow.objects.exists(), "the queue keeps what somebody decided"
        assert "Matches to review No match waits." in text_of(ask("/", role=role))

    @pytest.mark.usefixtures("waiting_pair")
    def test_counts_nobody_who_is_closed_to_the_reader(self, ask: Open, users: dict[str, User]) -> None:
        ask("/")
        commands.declare_conflict(users["supervisor"], "person:b", why="His sister.", by="standards")
        assert "No match waits." in text_of(ask("/"))

    @pytest.mark.usefixtures("waiting_pair")
    @pytest.mark.parametrize(("said", "decided"), [("1 or more matches wait", False), ("None of the 500 l", True)])
    def test_says_when_more_may_wait_than_is_looked_at(
        self, ask: Open, monkeypatch: pytest.MonkeyPatch, said: str, decided: bool
    ) -> None:
        monkeypatch.setattr("unbroken.web.reviewing.MOST_WAITING", 0)
        if decided:
            ask(PAIR, answer("apart", seen=held_now()))
        for address in ("/", "/review/"):
            assert said in text_of(ask(address)), address
        assert f"<title>Matches to review: {said}" in ask("/review/").content.decode()
        assert "Others appear as these are decided" in text_of(ask("/review/"))

    def test_is_for_those_who_may_decide(self, ask: Open) -> None:
        for role in Role:
            assert ("Matches to review" in text_of(ask("/", role=role))) == (role in self.DECIDE), role


@pytest.mark.demand("LNK-01")
@pytest.mark.usefixtures("waiting_pair")
class TestThePair:
    def test_stands_side_by_side_with_what_each_field_adds(self, ask: Open) -> None:
        page = ask(PAIR)
        rows = {row[0]: row[1:] for row in rows_of(page, "What each source said, side by side")}
        assert rows["Names"] == ["Jane Whitlock", "Joan Whitlock"]
        assert rows["Date of birth"][0] == rows["Date of birth"][1]
        assert rows["Part in reports"][0].startswith("Victim in r1, since")
        figures = rows_of(page, "What each field adds, in bits")
        assert figures[0][:2] == ["Any two people", "before anything is compared"]
        [name] = [row[1] for row in figures if row[0] == "Name"]
        assert name == "same family name, different given names (of which +5.6 because the value is rare)"
        assert figures[-1][0] == "Together"
        assert "A rule keeps them apart however much agrees" in text_of(page)
        assert "it may be a twin" in text_of(page)

    def test_is_the_same_from_either_side_and_nobody_is_compared_with_themselves(self, ask: Open) -> None:
        assert text_of(ask("/review/b/a/")) == text_of(ask(PAIR))
        assert ask("/review/a/a/").status_code == 404
        assert ask("/review/a/nobody/").status_code == 404

    def test_is_logged(self, ask: Open, users: dict[str, User]) -> None:
        ask(PAIR)
        logged = AccessLog.objects.filter(who=users["supervisor"].username, category="consultation", refused=False)
        assert logged.filter(action="review_pair").exists()

    @pytest.mark.parametrize(
        ("post", "said"),
        [
            ({"verdict": "", "reason": WHY}, "Select whether they are the same person"),
            ({"verdict": "same", "reason": " "}, "Enter why, so that whoever looks at this next"),
            ({"verdict": "perhaps", "reason": WHY}, "Select whether they are the same person from the list"),
            ({"verdict": "same", "reason": WHY, "form_id": "mine"}, "The form has lost its number"),
        ],
    )
    def test_says_what_is_missing_and_keeps_what_was_typed(self, ask: Open, post: dict[str, str], said: str) -> None:
        page = ask(PAIR, {"form_id": new_id(), "seen": "", **post})
        assert page.status_code == 422
        assert said in text_of(page)
        assert decisions() == []


@pytest.mark.demand("LNK-01", "REC-15")
@pytest.mark.usefixtures("waiting_pair")
class TestADecision:
    @pytest.mark.parametrize(
        ("verdict", "kind", "said"),
        [
            ("same", "identity.linked", "Jane Whitlock and Joan Whitlock are one person now, in 2 descriptions."),
            ("apart", "identity.unlinked", "Jane Whitlock and Joan Whitlock are not the same person."),
            ("open", "identity.undecided", "Whether Jane Whitlock and Joan Whitlock are one person is left open."),
        ],
    )
    def test_is_an_entry_with_its_actor_and_reason(self, ask: Open, verdict: str, kind: str, said: str) -> None:
        page = ask(PAIR, answer(verdict), follow=True)
        assert said in page.content.decode()
        [entry] = decisions()
        assert (entry.kind, entry.recorded_by, entry.agency, entry.source) == (
            kind,
            "supervisor-1",
            "northmoor",
            "form",
        )
        assert entry.get("reason") == WHY
        assert WHY in text_of(page)
        assert resolved.waiting() == ()
        assert members("a") == (["a", "b"] if verdict == "same" else ["a"])

    def test_taken_back_restores_what_was_there(self, ask: Open) -> None:
        take(described("c", "r3", JOAN | {"identifiers": [{"type": "phone", "value": "07700 900917"}]}))
        before = {name: members(name) for name in ("a", "b", "c")}
        assert before == {"a": ["a"], "b": ["b", "c"], "c": ["b", "c"]}
        ask(PAIR, answer("same"))
        assert members("a") == ["a", "b", "c"]
        ask(PAIR, answer("apart", seen=held_now()))
        assert {name: members(name) for name in ("a", "b", "c")} == before
        assert [entry.kind for entry in decisions() if entry.recorded_by == "supervisor-1"] == [
            "identity.linked", "identity.unlinked",
        ]  # fmt: skip

    def test_sent_twice_is_recorded_once(self, ask: Open) -> None:
        once = answer("same")
        ask(PAIR, once)
        assert "Nothing was recorded twice" in ask(PAIR, once, follow=True).content.decode()
        assert len(decisions()) == 1
        assert ask(PAIR, once | {"verdict": "apart"}).status_code == 422

    def test_of_two_people_at_once_shows_the_second_what_the_first_decided(self, ask: Open) -> None:
        ask(PAIR, answer("apart", reason="She has a sister."), role="specialist_reviewer")
        page = ask(PAIR, answer("same"))
        assert page.status_code == 409
        assert "specialist_reviewer-1 decided on" in text_of(page)
        assert "She has a sister." in text_of(page)
        assert WHY in page.content.decode()
        assert len(decisions()) == 1
        ask(PAIR, answer("same", seen=held_now()))
        assert members("a") == ["a", "b"]


@pytest.mark.demand("LNK-01")
class TestWhatCannotBe:
    def test_two_people_of_one_report_are_refused_with_the_remedy(self, ask: Open) -> None:
        take(described("a", "r1", JANE), described("b", "r1", JANE, role="suspect"))
        assert "Nobody is two people of one report" in text_of(ask(PAIR))
        page = ask(PAIR, answer("same"))
        assert page.status_code == 422
        assert "correct who is who in that report first" in text_of(page)
        assert decisions() == []

    @pytest.mark.usefixtures("waiting_pair")
    def test_who_else_would_be_joined_is_said_and_who_of_them_cannot(self, ask: Open) -> None:
        take(
            described("c", "r1", JOAN | {"identifiers": [{"type": "email", "value": "j@example.org"}]}, role="suspect")
        )
        take(described("b", "r4", {"identifiers": [{"type": "email", "value": "j@example.org"}]}))
        assert members("b") == ["b", "c"]
        page = ask(PAIR)
        [row] = rows_of(page, "Who else would be the same person")
        assert row == ["Joan Whitlock c", "One person with Joan Whitlock (b) already"]
        assert "Jane Whitlock (a) and Joan Whitlock (c) are both people of report r1." in text_of(page)
        done = ask(PAIR, answer("same"), follow=True).content.decode()
        assert "They are not joined yet" in done
        assert members("a") == ["a"]

    @pytest.mark.demand("REC-11")
    @pytest.mark.usefixtures("waiting_pair")
    def test_a_pair_of_which_somebody_else_is_closed_to_the_reader_is_closed_too(
        self, ask: Open, users: dict[str, User]
    ) -> None:
        take(described("c", "r9", JOAN))
        assert members("b") == ["b", "c"]
        assert "c" in text_of(ask(PAIR)).split()
        commands.declare_conflict(users["supervisor"], "person:c", why="His sister.", by="standards")
        assert ask(PAIR).status_code == 404

    def test_of_two_who_are_joined_through_others_it_is_said(self, ask: Open) -> None:
        mail = {"identifiers": [{"type": "email", "value": "j.whitlock@example.org"}]}
        take(
            described("a", "r1", JANE),
            described("m", "r2", JANE | {"identifiers": [*JANE["identifiers"], *mail["identifiers"]]}),
        )
        take(described("b", "r3", {"names": JANE["names"], **mail}))
        assert members("a") == ["a", "b", "m"]
        assert held_now("a", "b") == ""
        assert "They are one person now, through other descriptions." in text_of(ask(PAIR))
        ask(PAIR, answer("apart"))
        assert members("a") != members("b")

    def test_a_long_queue_says_that_it_is_cut(self, ask: Open) -> None:
        rows = [ReviewRow(object=f"person:x{n}", other=f"person:y{n}", weight=1.0, guard="") for n in range(501)]
        ReviewRow.objects.bulk_create(rows[:500])
        assert "likeliest pairs are looked at" not in text_of(ask("/review/"))
        ReviewRow.objects.bulk_create(rows[500:])
        assert "Only the 500 likeliest pairs are looked at." in text_of(ask("/review/"))


@pytest.mark.demand("LNK-01", "GOV-01")
def test_ethnicity_is_not_shown_to_who_decides_whether_two_are_one(ask: Open) -> None:
    said = {"ethnicity_self": "white_british", "ethnicity_officer": "white_north_european"}
    take(described("a", "r1", JANE | said), described("b", "r2", JOAN | said))
    page = text_of(ask(PAIR))
    assert "Whitlock" in page
    assert "ethnicity" not in page.lower()
    assert "White" not in page
