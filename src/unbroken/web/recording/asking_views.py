"""Asking another agency whether it knows somebody, and answering in a word (LNK-09)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from unbroken.access.enquiries import question_to
from unbroken.access.gate import consult, consult_asked, refuse_closed, requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission, may_record, recorders_of, roles_with
from unbroken.record.entries import Draft
from unbroken.record.errors import Conflict, NotAllowed, Refused
from unbroken.record.ids import new_id
from unbroken.web.forms import Filled, Form
from unbroken.web.person_reading import read_about
from unbroken.web.presenters.enquiries import present_question, say_told
from unbroken.web.presenters.people import know, name_of
from unbroken.web.recording.asked import raw_of
from unbroken.web.recording.asking import ANSWER, ANSWERED, ASKED, answer_draft, ask_draft, ask_form, told_about
from unbroken.web.recording.entry_form import FORM_ID, is_form_id
from unbroken.web.recording.entry_views import record

_AGAIN = "This form has been sent already, with other answers. Open it again to go on."


@requires(Permission.SEE_JOURNEYS, consults="a person")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, person: str, kind: str) -> HttpResponse:
    """Ask another agency whether it knows this person."""
    user = _may(request, ASKED, "ask another agency")
    persons, seen = read_about(request, person)
    consult(request, persons)
    known = know(person, persons, seen)
    told = told_about([known.main, *(one for one in known.all if one is not known.main)])
    form = ask_form(_agencies(user))
    context = {"name": name_of(known), "person": person, "told": say_told(told), "may_ask": "name" in told}
    if request.method != "POST" or "name" not in told:
        return _show(request, "recording/ask.html", context, form.start({FORM_ID: new_id()}))
    filled = _read(request, form)
    if filled.ok:
        draft = ask_draft(person, told, filled.values, agency=user.agency, happened=_today())
        filled = _record(user, draft, filled)
    if not filled.ok:
        return _show(request, "recording/ask.html", context, filled)
    messages.success(request, "Asked. The answer will stand in the history of this person.")
    return redirect(f"{reverse('person_history', args=[person])}#asked")


@requires(Permission.SEE_JOURNEYS, consults="a question to the reader's agency")
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, entry: UUID, kind: str) -> HttpResponse:
    """Answer a question to this agency."""
    user = _may(request, ANSWERED, "answer for an agency")
    question = question_to(user, str(entry))
    if question is None:
        raise refuse_closed(request, str(entry))
    consult_asked(request, question.id, question.of("person")[0])
    context = {"page": present_question(question)}
    if request.method != "POST":
        return _show(request, "recording/answer.html", context, ANSWER.start({FORM_ID: new_id()}))
    filled = _read(request, ANSWER)
    if filled.ok:
        filled = _record(user, answer_draft(question, filled.values, agency=user.agency, happened=_today()), filled)
    if not filled.ok:
        return _show(request, "recording/answer.html", context, filled)
    messages.success(request, "Answered. Whoever asked sees the answer and nothing else of yours.")
    return redirect("home")


def _may(request: HttpRequest, kind: str, does: str) -> User:
    user = signed_in(request)
    if not (decision := may_record(user, kind, user.agency)):
        raise NotAllowed(decision.reason.replace(f"record {kind}", does))
    return user


def _agencies(user: User) -> list[str]:
    """The other agencies in which somebody can answer."""
    answers = roles_with(*recorders_of(ANSWERED))
    found = User.objects.filter(is_active=True, role__in=answers).values_list("agency", flat=True)
    return sorted(set(found) - {user.agency, ""})


def _read(request: HttpRequest, form: Form) -> Filled:
    filled = form.read(request.POST)
    return filled if is_form_id(raw_of(request.POST)) else filled.refuse([("", _AGAIN)])


def _record(user: User, draft: Draft, filled: Filled) -> Filled:
    """Record it; the form with what is wrong, where something is."""
    try:
        record([draft], by=user, action=f"ask:{draft.kind}")
    except Conflict:
        return filled.refuse([("", _AGAIN)])
    except Refused as refused:
        return filled.refused(refused)
    return filled


def _show(request: HttpRequest, template: str, context: Mapping[str, object], form: Filled) -> HttpResponse:
    return render(request, template, {**context, "form": form}, status=200 if form.ok else 422)


def _today() -> str:
    return timezone.localdate().isoformat()
