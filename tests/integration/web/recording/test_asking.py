"""Known to probation? Asked and answered in a word: neither side learns anything else of what the other holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.entries import draft
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.integration.web.recording.conftest import errors_in, form_id_in
from tests.pair_case import HER_NAME, HIM, HIS_NAME, pair_case
from unbroken.access.commands import declare_conflict
from unbroken.access.enquiries import questions_to
from unbroken.access.models import AccessLog, User
from unbroken.access.writing import judge
from unbroken.flow import take_in
from unbroken.record.entries import Draft, Entry, Subject
from unbroken.record.queries import entries_about
from unbroken.web.words import say_day

ASK, HISTORY = "/people/pc-him/ask/", "/people/pc-him/history/"
ANSWERS = {"to": "probation", "question": "known", "ground": "law_enforcement", "why": "A stalking report."}
pytestmark = [pytest.mark.django_db, pytest.mark.demand("LNK-09")]


@pytest.fixture
def people(client_as: Callable[..., User]) -> Callable[[str], User]:
    """The case, an officer and a probation worker who has nothing to do with it; whose client it is from now on."""
    take_in(pair_case(), by="officer")
    agencies = {"officer": "northmoor", "probation": "probation", "advocate": "helpline"}
    client_as("probation", agency="probation")
    return lambda role: client_as(role, agency=agencies[role])


def ask(client: Client, **changed: Any) -> Any:
    return client.post(ASK, {**ANSWERS, "form_id": form_id_in(client.get(ASK)), **changed})


def question() -> Entry:
    return next(entry for entry in entries_about([HIM]) if entry.kind == "enquiry.asked")


def answer(client: Client, word: str = "yes") -> Any:
    address = f"/questions/{question().id}/"
    return client.post(address, {"answer": word, "form_id": form_id_in(client.get(address))})


class TestTheQuestion:
    def test_tells_who_is_meant_and_nothing_else(self, client: Client, people: Callable[[str], User]) -> None:
        people("officer")
        assert ASK in links_of(client.get(HISTORY))
        assert ask(client).status_code == 302
        told = question().body
        assert told == {**ANSWERS, "name": HIS_NAME}
        people("probation")
        assert rows_of(client.get("/"), "Questions") == [
            [HIS_NAME, "Is this person known to you?", _asked_by(question()), "No day given"]
        ]
        page = text_of(client.get(f"/questions/{question().id}/"))
        assert "A stalking report." in page
        assert HER_NAME not in page
        assert "PC/1" not in page

    def test_opens_nothing_of_the_record(self, client: Client, people: Callable[[str], User]) -> None:
        people("officer")
        ask(client)
        people("probation")
        answer(client)
        for path in (HISTORY, "/people/pc-him/", "/reports/pc-first/", f"/entries/{question().id}/"):
            assert client.get(path).status_code == 404, path

    def test_needs_a_ground_and_a_reason(self, client: Client, people: Callable[[str], User]) -> None:
        people("officer")
        done = ask(client, ground="", why="")
        assert done.status_code == 422
        assert [where for where, _ in errors_in(done)] == ["#ground", "#why"]

    def test_is_put_only_to_an_agency_that_can_answer(self, client: Client, people: Callable[[str], User]) -> None:
        people("officer")
        assert ask(client, to="helpline").status_code == 422
        assert ask(client, to="northmoor").status_code == 422

    def test_is_not_for_those_who_work_with_the_victim(self, client: Client, people: Callable[[str], User]) -> None:
        people("officer")
        ask(client)
        answered = {"question": question().id, "answer": "yes"}
        take_in([draft("enquiry.answered", answered, ("person", HIM), agency="probation")], by="tests")
        people("advocate")
        assert client.get(ASK).status_code == 403
        page = text_of(client.get(HISTORY))
        assert "Probation Service" not in page
        assert "held by" not in page


class TestTheAnswer:
    def test_is_a_word_and_stands_in_the_history(self, client: Client, people: Callable[[str], User]) -> None:
        people("officer")
        ask(client)
        assert rows_of(client.get(HISTORY), "Asked of other agencies")[0][2] == "No answer yet"
        user = people("probation")
        assert answer(client).status_code == 302
        assert questions_to(user) == []
        people("officer")
        row = rows_of(client.get(HISTORY), "Asked of other agencies")[0]
        assert row[0] == "Probation Service"
        assert row[2].startswith("Yes On ")

    def test_given_anew_takes_the_place_of_the_first(self, client: Client, people: Callable[[str], User]) -> None:
        people("officer")
        ask(client)
        people("probation")
        answer(client, "no")
        answer(client, "refused")
        people("officer")
        assert rows_of(client.get(HISTORY), "Asked of other agencies")[0][2].startswith("Not answered On ")

    def test_is_that_of_the_agency_that_was_asked(self, client: Client, people: Callable[[str], User]) -> None:
        officer = people("officer")
        ask(client)
        assert client.get(f"/questions/{question().id}/").status_code == 404
        assert not judge(officer, [_answer(HIM, agency="northmoor")])[0]

    def test_is_about_whom_it_was_asked_and_nothing_else(self, client: Client, people: Callable[[str], User]) -> None:
        people("officer")
        ask(client)
        probation = people("probation")
        allowed = judge(probation, [_answer(HIM)])[0]
        assert allowed, allowed.reason
        assert not judge(probation, [_answer("person:pc-her")])[0]
        assert not judge(probation, [_answer(HIM, Subject("report", "report:pc-first"))])[0]
        assert not judge(probation, [_answer(HIM, agency="northmoor")])[0]

    def test_is_not_asked_of_somebody_close_to_it(self, client: Client, people: Callable[[str], User]) -> None:
        people("officer")
        ask(client)
        user = people("probation")
        declare_conflict(user, HIM, why="His brother.", by="admin")
        assert questions_to(user) == []
        assert client.get(f"/questions/{question().id}/").status_code == 404

    def test_looking_and_answering_are_logged(self, client: Client, people: Callable[[str], User]) -> None:
        people("officer")
        ask(client)
        people("probation")
        answer(client)
        logged = AccessLog.objects.filter(who="probation", objects_named__object=HIM).values_list("action", flat=True)
        assert {"enquiry_answer", "ask:enquiry.answered"} <= set(logged)


def _asked_by(entry: Entry) -> str:
    return f"Northmoor Constabulary On {say_day(entry.day)}"


def _answer(person: str, *more: Subject, agency: str = "probation") -> Draft:
    body = {"question": question().id, "answer": "yes"}
    return Draft("enquiry.answered", body, (Subject("person", person), *more), "2024-03-09", agency, "tests", "answer")
