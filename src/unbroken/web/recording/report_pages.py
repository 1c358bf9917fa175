"""The pages of a new report, in the order in which they are asked: one thing a page.

The order is that of a conversation with somebody who may be in danger: whether it is safe to talk comes before
names, an account in their own words before any list to tick.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from unbroken.vocabulary.reports import FORCES
from unbroken.web.recording import conduct_questions as conduct
from unbroken.web.recording import people_questions as people
from unbroken.web.recording.asked import Answers, Asked, Raw, Setting, asked

INCIDENT = "incident-"
INCIDENTS = "incidents"


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name in the address, its heading, what is said above the questions, and the questions."""

    slug: str
    title: str
    make: Callable[[Setting, Raw], Asked]
    lead: str = ""
    start: Callable[[Setting], Mapping[str, Any]] = lambda setting: {}


def _now(setting: Setting) -> Mapping[str, Any]:
    return {"made_on": setting.today.isoformat(), "made_at": setting.clock}


def _own_force(setting: Setting) -> Mapping[str, Any]:
    return {"force": setting.agency} if setting.agency in FORCES else {}


PAGES: tuple[Page, ...] = (
    Page("reporting", "Who is reporting, and how?", people.ask_reporting, start=_now),
    Page("safe-now", "Is it safe to talk now?", people.ask_safe_now),
    Page(
        "safe-contact",
        "How can we reach the victim safely?",
        people.ask_safe_contact,
        "Everybody who contacts the victim from now on will see this first. Leave out what you do not know.",
    ),
    Page("victim", "Who is the victim?", people.ask_victim),
    Page(
        "victim-about",
        "About the victim",
        people.ask_victim_about,
        "Leave out what has not come up.",
    ),
    Page("victim-contact", "Numbers, accounts and address of the victim", people.ask_victim_contact),
    Page("victim-needs", "What the victim may need", people.ask_victim_needs),
    Page("suspect-known", "Is it known who the other person is?", people.ask_suspect_known),
    Page(
        "suspect",
        "Who is the other person?",
        people.ask_suspect,
        "Anything that is known helps to find other reports about the same person.",
    ),
    Page(
        "suspect-contact",
        "Anything that ties the other person to this",
        people.ask_suspect_contact,
        "A number, an account or a car may have been reported before.",
    ),
    Page("relationship", "How they know one another", conduct.ask_relationship),
    Page("account", "What has happened?", conduct.ask_account),
    Page(INCIDENTS, "The incidents", lambda setting, raw: asked(())),
    Page("before", "Before today", conduct.ask_before),
    Page("impact", "What it has done to the victim", conduct.ask_impact),
    Page("where", "Reference and area", conduct.ask_where, start=_own_force),
    Page("class", "First class", conduct.ask_class),
)
SLUGS = tuple(page.slug for page in PAGES)
_ONE_INCIDENT = Page("incident", "What happened?", conduct.ask_incident, "One act, or several of a kind over a time.")


def page_at(slug: str) -> Page | None:
    """The page at this address, or None."""
    if slug.startswith(INCIDENT) and slug.removeprefix(INCIDENT).isdecimal():
        return _ONE_INCIDENT
    return next((page for page in PAGES if page.slug == slug), None)


def incidents_in(answers: Answers) -> list[str]:
    """The addresses of the incidents that were entered, in their order."""
    found = (slug for slug in answers if slug.startswith(INCIDENT) and slug.removeprefix(INCIDENT).isdecimal())
    return sorted(found, key=lambda slug: int(slug.removeprefix(INCIDENT)))


def next_incident(answers: Answers) -> str:
    """The address of an incident that is not there yet."""
    numbers = [int(slug.removeprefix(INCIDENT)) for slug in incidents_in(answers)]
    return f"{INCIDENT}{max(numbers, default=0) + 1}"


def after(slug: str) -> str:
    """The address of the page that follows; "check" after the last."""
    if slug.startswith(INCIDENT):
        return INCIDENTS
    place = SLUGS.index(slug) + 1
    return SLUGS[place] if place < len(SLUGS) else "check"


def before(slug: str) -> str:
    """The address of the page before; "" before the first."""
    if slug.startswith(INCIDENT):
        return INCIDENTS
    place = len(SLUGS) if slug == "check" else SLUGS.index(slug)
    return SLUGS[place - 1] if place else ""
