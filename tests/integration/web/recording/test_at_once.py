"""Two people at the same entry at the same moment: one is recorded, the other sees that."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connections
from django.test import Client

from tests.entries import draft
from tests.integration.web.recording.test_amending import typed_in
from unbroken.access.models import User
from unbroken.flow import take_in
from unbroken.record.queries import amendments_of, entries_about
from unbroken.web.recording import amending

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def meet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold whoever has passed the check until the other has passed it too."""
    both = threading.Barrier(2, timeout=20)

    def wait_for(name: str) -> None:
        make = getattr(amending, name)

        def made(*args: Any, **kwargs: Any) -> Any:
            if not both.broken:
                both.wait()
            return make(*args, **kwargs)

        monkeypatch.setattr(amending, name, made)

    wait_for("correction")
    wait_for("withdrawal")


@pytest.mark.demand("REC-15")
@pytest.mark.usefixtures("meet")
@pytest.mark.parametrize("other", ["correct", "withdraw"])
def test_of_two_who_amend_an_entry_at_once_one_is_told(client_as: Any, report: str, other: str) -> None:
    [entry] = [one for one in entries_about([f"report:{report}"]) if one.kind == "incident.recorded"]
    said = {"correct": {"times": ["12"], "do": "record"}, "withdraw": {}}
    answers: dict[str, Any] = {}

    def prepare(name: str, page: str) -> tuple[Client, dict[str, Any]]:
        browser = Client()
        user: User = client_as("officer", username=name)
        browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        typed = typed_in(browser.get(f"/entries/{entry.id}/{page}/"))
        return browser, {**typed, **said[page], "amendment_why": [name], **({"times": ["13"]} if name == "two" else {})}

    def send(name: str, page: str, browser: Client, typed: dict[str, Any]) -> None:
        try:
            answers[name] = browser.post(f"/entries/{entry.id}/{page}/", typed).status_code
        finally:
            connections.close_all()

    forms = [(name, page, *prepare(name, page)) for name, page in (("one", "correct"), ("two", other))]
    threads = [threading.Thread(target=send, args=form) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers.values())[0] == 302
    assert sorted(answers.values())[1] in ({409} if other == "correct" else {422})
    assert len(amendments_of(entry.id)) == 1


@pytest.mark.demand("REC-15")
def test_who_amends_and_who_records_do_not_wait_for_each_other_for_ever(client_as: Any, report: str) -> None:
    """Both lock, and in the same order: else PostgreSQL breaks one of them off."""
    [entry] = [one for one in entries_about([f"report:{report}"]) if one.kind == "incident.recorded"]
    browser = Client()
    browser.force_login(client_as("officer", username="one"), backend="django.contrib.auth.backends.ModelBackend")
    failed: list[Exception] = []
    again = draft(entry.kind, dict(entry.body or {}), entry.subjects[0].object, agency=entry.agency)
    again = replace(again, subjects=entry.subjects)

    def go_on_recording() -> None:
        try:
            for _ in range(40):
                take_in([replace(again, source_ref=f"more-{uuid4()}")], by="two")
        except OperationalError as error:
            failed.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=go_on_recording)
    other.start()
    answers = []
    for number in range(8):
        typed = typed_in(browser.get(f"/entries/{entry.id}/correct/"))
        said = {"times": [str(20 + number)], "do": "record", "amendment_why": ["again"]}
        answers.append(browser.post(f"/entries/{entry.id}/correct/", {**typed, **said}).status_code)
    other.join()
    assert (answers, failed) == ([302] * 8, [])
