"""Somebody signed in, and the answers of a whole new report."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from unbroken.access.models import User
from unbroken.web.models import BegunForm

ANSWERS: dict[str, dict[str, Any]] = {
    "reporting": {
        "reported_by": "victim", "channel": "phone_101",
        "made_on-day": "3", "made_on-month": "3", "made_on-year": "2025", "made_at": "2:15pm",
    },
    "safe-now": {"safe_now": "yes"},
    "safe-contact": {"channels": ["text"], "never": "No letters.", "code_word": "bluebell"},
    "victim": {"given": "Anna", "family": "Made-Up", "age": "31"},
    "victim-about": {"sex": "female", "ethnicity_self": "not_asked", "language": "Polish", "interpreter": "no"},
    "victim-contact": {
        "phone": "07700 900123\n07700 900124", "email": "anna@example.org",
        "handles-0-platform": "instagram", "handles-0-value": "anna_m", "postcode": "SW1A 1AA",
    },
    "victim-needs": {"flags": ["pregnancy"], "flags_said_by": "victim"},
    "suspect-known": {"known": "partly"},
    "suspect": {"given": "Dean"},
    "suspect-contact": {"vehicle": "AB12 CDE"},
    "relationship": {"relationship": "ex_partner", "separated_on-year": "2023", "stated_by": "victim"},
    "account": {"narrative": "He keeps turning up.", "said_stalking": "no"},
    "incident-1": {
        "behaviours": ["calls_texts"], "happened-month": "2", "happened-year": "2025", "times": "40",
        "threats": ["kill"], "threat_words": "You will see.", "weapon": "not_asked",
    },
    "before": {"further_offending": "no", "told": ["asked_to_stop", "blocked"], "escalating": "yes"},
    "impact": {"effects": ["changed_route", "sleep"], "words": "I take another way to work."},
    "where": {"reference": "CR/1/25", "force": "met"},
    "class": {"offence": "stalking_2a"},
}  # fmt: skip


def errors_in(response: Any) -> list[tuple[str, str]]:
    """The error summary of a page: where each error leads, and what it says."""
    summary = response.content.decode().partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    items = re.findall(r"<li>(.*?)</li>", summary, re.DOTALL)
    return [
        ((re.findall(r'href="([^"]*)"', item) or [""])[0], " ".join(re.sub(r"<[^>]*>", "", item).split()))
        for item in items
    ]


def form_id_in(response: Any) -> str:
    """The id under which a form will be recorded."""
    return re.findall(r'name="form_id" value="([^"]*)"', response.content.decode())[0]


@pytest.fixture
def client_as(client: Client, db: None) -> Callable[..., User]:
    """`client_as("officer", agency="met")`: whose client it is from now on."""

    def enter(role: str, *, agency: str = "met", username: str = "") -> User:
        user, _ = User.objects.get_or_create(username=username or role, defaults={"role": role, "agency": agency})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return user

    return enter


@pytest.fixture
def fill(client: Client) -> Callable[..., str]:
    """Begin a report and answer its pages one by one, as a person does; the id of the form."""

    def go(**changed: dict[str, Any] | None) -> str:
        begun: str = client.post("/reports/new/").url.split("/")[3]
        changes = {name.replace("_", "-"): answers for name, answers in changed.items()}
        for slug, answers in {**ANSWERS, **changes}.items():
            if answers is not None:
                response = client.post(f"/reports/new/{begun}/{slug}/", answers)
                assert response.status_code == 302, (slug, errors_in(response))
        return begun

    return go


@pytest.fixture
def filled(client_as: Callable[..., User]) -> Callable[..., str]:
    """The same, kept at once, without its pages."""

    def go(user: User, **changed: dict[str, Any]) -> str:
        changes = {name.replace("_", "-"): answers for name, answers in changed.items()}
        answers = {slug: raw_from(typed) for slug, typed in {**ANSWERS, **changes}.items()}
        return BegunForm.objects.create(user=user, form="report.new", answers=answers).pk

    return go


def raw_from(typed: dict[str, Any]) -> dict[str, list[str]]:
    """Answers as a browser sends them."""
    return {name: list(value) if isinstance(value, list) else [value] for name, value in typed.items()}


@pytest.fixture
def report(client: Client, client_as: Callable[..., User], filled: Callable[..., str]) -> str:
    """A report that an officer has made; the id of its form, which is its own."""
    begun = filled(client_as("officer"))
    assert client.post(f"/reports/new/{begun}/check/").status_code == 302
    return begun
