"""Recorded once, knowing what others recorded, and kept until then."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.entries import draft
from tests.integration.triage.stage import taken
from tests.integration.web.reading.pages import text_of
from tests.integration.web.recording.assessing.forms import (
    CHOOSE,
    EVERY_ITEM,
    FORM,
    HER,
    HIM,
    WHOLE,
    assessed,
    beside,
    days_ago,
    hidden_in,
    send,
    ticked_in,
    today,
)
from tests.integration.web.recording.conftest import errors_in
from unbroken.access.models import User
from unbroken.web.models import BegunForm

pytestmark = pytest.mark.django_db


def test_sent_twice_it_is_recorded_once(client: Client, case: User) -> None:
    sent = {**hidden_in(client.get(FORM)), **today(), **EVERY_ITEM, **WHOLE}
    client.post(FORM, sent)
    again = client.post(FORM, sent, follow=True)
    assert "Nothing was recorded twice" in again.content.decode()
    assert len(assessed()) == 1
    other = client.post(FORM, {**sent, "judgement": "medium"})
    assert other.status_code == 422
    assert len(assessed()) == 1


def test_what_somebody_else_recorded_meanwhile_is_shown_first(client: Client, case: User) -> None:
    sent = {**hidden_in(client.get(FORM)), **today(), **EVERY_ITEM, **WHOLE}
    body = {"instrument": "s_dash", "complete": "yes", "answers": [{"item": "sd03", "answer": "yes"}]}
    taken(draft("risk.assessed", body, HER, HIM, "report:r1", happened=days_ago(0)))
    page = client.post(FORM, sent)
    assert page.status_code == 422
    assert errors_in(page)[0][1].startswith("Somebody recorded an assessment with this instrument")
    assert "Item 3 was answered before: yes" in beside(page, "sd03")
    assert len(assessed()) == 1
    client.post(FORM, {**sent, **hidden_in(page)})
    assert len(assessed()) == 2


def test_a_form_can_be_kept_and_gone_on_with_and_is_nowhere_on_record(client: Client, case: User) -> None:
    send(client, **{"item-sd02": "yes", "note-sd02": "Her sister.", "do": "later"})
    assert assessed() == []
    page = client.get(FORM)
    assert ticked_in(page) == ["item-sd02"]
    assert "This is what you typed before. It is not recorded yet." in text_of(page)
    client.post(FORM, {**hidden_in(page), **today(), **EVERY_ITEM, **WHOLE})
    assert len(assessed()) == 1
    assert not BegunForm.objects.exists()


def test_what_was_kept_is_said_where_an_instrument_is_chosen(client: Client, case: User) -> None:
    assert "not recorded yet" not in text_of(client.get(CHOOSE))
    send(client, **{"item-sd02": "yes", "do": "later"})
    assert "You have typed something that is not recorded yet." in text_of(client.get(CHOOSE))
