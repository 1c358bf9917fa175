"""People being described who may be on the record already: looked up, shown, asked about, kept and recorded."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest

from unbroken.access.gate import consult, signed_in
from unbroken.access.models import User
from unbroken.people.commands import CANNOT_TELL, Recognised, recognise
from unbroken.record.book import stored_now
from unbroken.record.entries import Draft
from unbroken.record.errors import Refused
from unbroken.web.models import BegunForm
from unbroken.web.recording import keeping
from unbroken.web.recording.asked import Raw
from unbroken.web.recording.recognising import (
    CHOICES,
    REPORTING,
    ROLES,
    kept_answers,
    merge,
    page_of_answers,
    read_answers,
    recognised,
    to_raw,
)
from unbroken.web.recording.report_plan import SOURCE, Names, Planned, Told, description
from unbroken.web.recording.seen_before import Found, Seen, not_logged_yet, seen_before

# Beside which pages it is shown: those on which something is asked that people are found by, and those that follow.
SEEN_ON: Mapping[str, tuple[str, ...]] = {
    "victim": ("victim",),
    "victim-contact": ("victim",),
    "victim-needs": ("victim",),
    "suspect": ("suspect",),
    "suspect-contact": ("suspect",),
    "relationship": ROLES,
}
MOST_BYTES = 200_000  # of what is typed on one page; the longest page that people type has a few thousand
MOST_A_MINUTE = 100  # lookups of one person; somebody who types without a pause makes none at all
_LOST = "What was typed, or the record, has changed, and no longer points to somebody about whom you answered."


class AnswersLost(ValueError):
    """An answer is about somebody who is no longer found: not on the record any more, or not as typed."""


class AnswersRefused(ValueError):
    """The answers do not go together."""


def look_up(user: User, told: Told, roles: Sequence[str], *, answers: Mapping[str, Raw] | None = None) -> list[Found]:
    """Who may be the people of this report, of each role, with the answers kept with it, or others."""
    on = told.happened[:10] if len(told.happened) >= len("2026-03-03") else told.setting.today.isoformat()
    answers = told.setting.answers if answers is None else answers
    return [
        seen_before(user, role, description(told, role), on=on, answers=kept_answers(answers, role)) for role in roles
    ]


def show_seen(
    request: HttpRequest, found: Sequence[Found], *, again: bool = False, form: str = "report"
) -> dict[str, Any]:
    """What the template of them needs; logs whom it shows. `form` is the id of the form that takes the answers.

    A page logs everybody it shows, whenever it does. Answers to somebody who is typing (`again`) come every second:
    they log each person and report once in a quarter of an hour, and nothing where nobody is shown.
    """
    shown = frozenset().union(*(one.shown for one in found))
    if again:
        consult_once(request, shown)
    elif shown:
        consult(request, shown)
    return {"seen": found, "choices": CHOICES, "seen_form": form}


def consult_once(request: HttpRequest, objects: Collection[str]) -> None:
    """Log that somebody who is typing is shown these, if that was not logged within the last minutes."""
    if missing := not_logged_yet(signed_in(request), objects):
        consult(request, missing)
    request.consulted = True  # type: ignore[attr-defined]  # the others were, within the last minutes


def is_too_much(request: HttpRequest) -> bool:
    """Whether more is asked than anybody types: too long a text, or too often."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return True
    key = f"report_seen:{signed_in(request).pk}"
    cache.add(key, 0, timeout=60)
    try:
        return int(cache.incr(key)) > MOST_A_MINUTE
    except ValueError:  # the minute ended in between
        return False


def with_answers(answers: Mapping[str, Raw], said: Raw) -> dict[str, Raw]:
    """What is kept of a form, with what is answered now about people seen before."""
    now = stored_now()
    merged = {role: merge(kept_answers(answers, role), read_answers(said, role, now=now)) for role in ROLES}
    return {**answers, **{page_of_answers(role): to_raw(each) for role, each in merged.items() if each}}


def keep_answers(request: HttpRequest, kept: BegunForm, told: Told, said: Raw, roles: Sequence[str]) -> None:
    """Keep what was answered. Answers about these roles that are about nobody found any more are dropped, saying so."""
    now = with_answers(kept.answers, said)
    for role in ROLES:
        if page_of_answers(role) in now and now[page_of_answers(role)] != kept.answers.get(page_of_answers(role)):
            keeping.answer(kept, page_of_answers(role), now[page_of_answers(role)])
    if forget_lost(signed_in(request), kept, told, roles=roles):
        messages.info(request, f"{_LOST} That answer is dropped.")


def forget_lost(user: User, kept: BegunForm, told: Told, *, roles: Sequence[str] = ROLES) -> bool:
    """Forget the answers that are about nobody found any more. Whether there were any."""
    any_lost = False
    for role in roles:
        answers = kept_answers(kept.answers, role)
        people = look_up(user, told, (role,), answers=kept.answers)[0].people if answers else ()
        found = {name: one for name, one in answers.items() if any(name in each.names for each in people)}
        if found != answers:
            keeping.answer(kept, page_of_answers(role), to_raw(found) or None)
            any_lost = True
    return any_lost


def say_lost(found: Sequence[Found]) -> str:
    """That answers were given which cannot be recorded as they are, if so."""
    return f"{_LOST} That answer will not be recorded." if any(one.lost for one in found) else ""


def plan_answers(user: User, kept: BegunForm, told: Told) -> list[Planned]:
    """The entries that record what was answered. Raises AnswersLost and AnswersRefused."""
    names = Names(kept.pk)
    said: list[tuple[str, Recognised]] = []
    for role, person in (("victim", names.victim), ("suspect", names.suspect)):
        if kept_answers(told.setting.answers, role):
            (found,) = look_up(user, told, (role,))
            said += [(role, one) for one in said_about(person, found)]
    drafts = draft_answers([one for _, one in said], report=names.report.object, agency=user.agency, form=kept.pk)
    return [Planned(draft, role) for (role, _), draft in zip(said, drafts, strict=True)]


def said_about(person: str, found: Found, *, while_: str = REPORTING) -> list[Recognised]:
    """What was answered about a person of a report. Raises AnswersLost."""
    if found.lost:
        raise AnswersLost(f"{_LOST} That answer is dropped. Look at the others, and record it again if they are right")
    answered = [(name, one.answer, one.weights[name]) for one in found.people if one.answer for name in _said_of(one)]
    return recognised(person, answered, while_=while_)


def draft_answers(said: Sequence[Recognised], *, report: str, agency: str, form: str) -> list[Draft]:
    """The entries that say so, named after the form. Raises AnswersRefused."""
    try:
        return recognise(said, report=report, agency=agency, source=SOURCE, source_ref=f"{form}/seen")
    except Refused as refused:
        raise AnswersRefused(
            "Nobody is two people of one report, and your answers would make one of two. Look again at whom you said "
            "is the same person"
        ) from refused


def _said_of(one: Seen) -> Sequence[str]:
    """Of which descriptions of somebody an answer is recorded: a doubt of each that was found, for the model joins
    through any of them what is not left open; a yes or no of the likeliest, which holds for all."""
    is_doubt = one.answer is not None and one.answer.verdict == CANNOT_TELL
    return tuple(one.weights) if is_doubt else (one.person,)
