"""What one person did to another adds up to: a person accepts the finding or not, and says what belongs together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission
from unbroken.conduct.judging import Course, course_between, unnamed_toward
from unbroken.record.entries import Draft
from unbroken.record.errors import Conflict, Refused
from unbroken.record.ids import new_id
from unbroken.web.addresses import trail
from unbroken.web.forms import Filled, Form
from unbroken.web.presenters.finding_forms import (
    decision_draft,
    decision_form,
    parts_drafts,
    parts_form,
    version_of,
)
from unbroken.web.presenters.findings import ADVISES, back_address, present_finding, say_both
from unbroken.web.presenters.register_forms import OVERTAKEN, SENT_AGAIN
from unbroken.web.recording.asked import raw_of
from unbroken.web.recording.entry_form import FORM_ID, TWICE, numbered
from unbroken.web.recording.meanwhile import SEEN, Overtaken, record_as_seen
from unbroken.web.visible import limits_of, names_for

_DECIDED = "Recorded. The class of the reports is as it was: change it there if you accept that it is stalking."
_PARTED = "Recorded. What it adds up to is judged anew, and withdrawing that entry undoes it."


@dataclass(frozen=True, slots=True)
class _Page:
    """A form about a course: its template, the form, the drafts that answers make, and what is said when recorded."""

    template: str
    action: str
    form: Callable[[User, Course], Form]
    drafts: Callable[..., Sequence[Draft]]
    said: str


_DECISION = _Page(
    "pairs/decide.html",
    "finding.decided",
    lambda user, course: decision_form(),
    lambda course, values, **known: [decision_draft(course, values, **known)],
    _DECIDED,
)
_PARTS = _Page(
    "pairs/incidents.html",
    "course.parted",
    lambda user, course: parts_form(course, unnamed_toward(user, course)),
    parts_drafts,
    _PARTED,
)


@requires(Permission.RECORD_POLICE, consults="what lies between two people")
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, one: str, other: str, kind: str) -> HttpResponse:
    """Do you accept what this adds up to? `one` is the victim, `other` the suspect."""
    return _serve(request, one, other, _DECISION)


@requires(Permission.RECORD_POLICE, consults="what lies between two people")
@require_http_methods(["GET", "HEAD", "POST"])
def unknown(request: HttpRequest, report: str, person: str, kind: str) -> HttpResponse:
    """Do you accept what a report adds up to that names nobody as suspect?"""
    return _serve(request, person, report, _DECISION)


@requires(Permission.RECORD_TRIAGE, consults="what lies between two people")
@require_http_methods(["GET", "HEAD", "POST"])
def course(request: HttpRequest, one: str, other: str, kind: str) -> HttpResponse:
    """Which of these incidents belong together?"""
    return _serve(request, one, other, _PARTS)


def _serve(request: HttpRequest, victim: str, suspect: str, page: _Page) -> HttpResponse:
    user = signed_in(request)
    opened = _open(request, victim, suspect)
    form = page.form(user, opened)
    if request.method == "POST":
        return _record(request, opened, page, form)
    return _show(request, opened, page, _start(opened, form, {}))


def _open(request: HttpRequest, victim: str, suspect: str) -> Course:
    """What the suspect did to the victim, logged as shown. Raises Http404 where the reader may see none of it."""
    found = course_between(signed_in(request), victim, suspect)
    if found is None:
        raise refuse_closed(request, victim, suspect)
    consult(request, found.objects)
    return found


def _start(course: Course, form: Form, values: dict[str, Any]) -> Filled:
    return form.start({**values, FORM_ID: new_id(), SEEN: version_of(course)})


def _show(request: HttpRequest, course: Course, page: _Page, form: Filled) -> HttpResponse:
    names = names_for(limits_of(signed_in(request)), course.people)
    title = say_both(course, names)
    context = {
        "title": title,
        "trail": trail(("Journeys", reverse("journeys")), (title, back_address(course)), ("What it adds up to", "")),
        "section": present_finding(course, names),
        "advises": ADVISES,
        "form": form,
    }
    return render(request, page.template, context, status=200 if form.ok else 422)


def _record(request: HttpRequest, course: Course, page: _Page, form: Form) -> HttpResponse:
    user = signed_in(request)
    filled = numbered(form.read(request.POST), raw_of(request.POST))
    if not filled.ok:
        return _show(request, course, page, filled)
    today = timezone.localdate().isoformat()
    drafts = page.drafts(course, filled.values, agency=user.agency, today=today)
    try:
        again = record_as_seen(
            *drafts, by=user, action=page.action, seen=filled.values[SEEN] or "", now=lambda: _version(user, course)
        )
    except Overtaken:
        fresh = _open(request, course.victim, course.suspect)
        kept = {name: value for name, value in filled.values.items() if name not in (FORM_ID, SEEN)}
        return _show(request, fresh, page, _start(fresh, page.form(user, fresh), kept).refuse([("", OVERTAKEN)]))
    except Conflict:
        return _show(request, course, page, filled.refuse([("", SENT_AGAIN)]))
    except Refused as refused:
        return _show(request, course, page, filled.refused(refused))
    messages.success(request, TWICE if again else page.said)
    return redirect(back_address(course) + "#finding")


def _version(user: User, course: Course) -> str:
    fresh = course_between(user, course.victim, course.suspect)
    return version_of(fresh) if fresh else ""
