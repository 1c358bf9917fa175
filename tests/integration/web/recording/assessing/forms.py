"""The form of an instrument as a browser fills it in and sends it, and what it leaves on the record."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.entries import draft
from unbroken.record.entries import Draft, Entry
from unbroken.record.queries import entries_about

REPORT, FORM, CHOOSE = "/reports/r1/", "/reports/r1/risk/s_dash/", "/reports/r1/risk/"
HER, HIM = ("victim", "person:v1"), ("suspect", "person:s1")
EVERY_ITEM = {f"item-sd{n:02}": "no" for n in range(1, 12)} | {"item-sd01": "yes", "item-sd06": "yes"}
WHOLE = {"complete": "yes", "judgement": "high", "judgement_reason": "He was seen outside the school."}


def days_ago(days: int) -> str:
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def incident(days: int = 9, *, report: str = "report:r1", **body: Any) -> Draft:
    return draft(
        "incident.recorded", {"behaviours": ["calls_texts"], **body}, report, HER, HIM, happened=days_ago(days)
    )


def hidden_in(page: HttpResponse) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(form_id|seen)" value="([^"]*)">', page.content.decode()))


def today() -> dict[str, str]:
    day = timezone.localdate()
    return {"happened-day": str(day.day), "happened-month": str(day.month), "happened-year": str(day.year)}


def send(client: Client, path: str = FORM, **answers: Any) -> HttpResponse:
    return client.post(path, {**hidden_in(client.get(path)), **today(), **answers}, follow=True)


def assessed() -> list[Entry]:
    return [entry for entry in entries_about({"report:r1"}) if entry.kind == "risk.assessed"]


def ticked_in(page: HttpResponse) -> list[str]:
    return re.findall(r'<input[^>]*name="(item-\w+)"[^>]*checked', page.content.decode())


def beside(page: HttpResponse, item: str) -> str:
    html = page.content.decode().partition(f'id="beside-item-{item}"')[2].partition("</div>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition(">")[2]).split())
