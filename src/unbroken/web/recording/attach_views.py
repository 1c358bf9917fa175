"""Attaching a number or account to a person: from their page, from what lies between two, from an incident (LNK-07)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission, may_record
from unbroken.access.reading import read_entry
from unbroken.cases.between import INCIDENT
from unbroken.cases.queries import parts_of, reports_by_name
from unbroken.cases.references import name_report
from unbroken.exchange.exporting.shapes import sentence_of
from unbroken.people.queries import Hit
from unbroken.people.resolved import names_of_resolved
from unbroken.record.entries import Entry
from unbroken.record.errors import Conflict, NotAllowed, Refused
from unbroken.record.ids import new_id
from unbroken.web.addresses import page_of
from unbroken.web.beside import parties_for
from unbroken.web.finding import find
from unbroken.web.forms import Filled, Form
from unbroken.web.person_reading import read_about
from unbroken.web.presenters.people import Known, know, name_of
from unbroken.web.recording.asked import raw_of
from unbroken.web.recording.attaching import KIND, Used, attach_draft, attach_form, start_values
from unbroken.web.recording.entry_form import numbered
from unbroken.web.recording.meanwhile import SEEN, Overtaken, record_as_seen, version
from unbroken.web.visible import limits_of
from unbroken.web.words import NOT_RECORDED, say_happened

_MOST_OTHERS = 10
_DONE = {
    "sure": "Attached. It is compared from now on when people are linked.",
    "probable": "Attached as probable. It joins nobody until somebody is sure.",
    "possible": "Attached as possible. It joins nobody until somebody is sure.",
}


@requires(Permission.SEE_JOURNEYS, consults="a person")
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, person: str, kind: str) -> HttpResponse:
    """Attach a number or account to this person."""
    user = _may_attach(request)
    persons, seen = read_about(request, person)
    consult(request, persons)
    known = know(person, persons, seen)
    used = _used(request)
    form = attach_form(name_of(known), list(_reports(known, used)))
    if request.method == "POST":
        return _take(request, user, known, used, form)
    start = start_values(new_id(), used=used, today=timezone.localdate().isoformat())
    return _show(request, known, used, form.start(start), _others(user, known, used.text) if used else ())


def _take(request: HttpRequest, user: User, known: Known, used: Used | None, form: Form) -> HttpResponse:
    filled = form.read(request.POST)
    filled = numbered(filled, raw_of(request.POST))
    if not filled.ok:
        return _show(request, known, used, filled)
    draft = attach_draft(known.main.object, filled.values, used=used, agency=user.agency)

    def now() -> str:
        return _version(_others(user, known, filled.values["value"]))

    try:
        twice = record_as_seen(draft, by=user, action=f"attach:{KIND}", seen=filled.values[SEEN] or "", now=now)
    except Overtaken:
        return _show(request, known, used, filled, _others(user, known, filled.values["value"]))
    except Conflict:
        again = "This form has been recorded already, with other answers. Open it again to attach something else."
        return _show(request, known, used, filled.refuse([("", again)]))
    except Refused as refused:
        return _show(request, known, used, filled.refused(refused))
    said = "It had been attached already. Nothing was recorded twice." if twice else _DONE[filled.values["confidence"]]
    messages.success(request, said)
    return redirect(f"{page_of(known.main.object)}#attached")


def _show(
    request: HttpRequest, known: Known, used: Used | None, form: Filled, others: Sequence[Hit] = ()
) -> HttpResponse:
    """The form; with `others`, who else is known by what is to be attached, which then has been seen."""
    consult(request, {one.person for one in others})
    seen = replace(form, typed={**form.typed, SEEN: _version(others)})
    context = {
        "name": name_of(known),
        "person": known.main.object,
        "used": used,
        "form": seen,
        "others": [(one.display_name or NOT_RECORDED, page_of(one.person)) for one in others[:_MOST_OTHERS]],
        "further": max(0, len(others) - _MOST_OTHERS),
    }
    return render(request, "recording/attach.html", context, status=200 if form.ok else 422)


def _others(user: User, known: Known, typed: str) -> list[Hit]:
    """Everybody else whom this reader may see to have this number or account, or one that reads alike, each once."""
    hits = [hit for hit in find(typed, limits_of(user)).hits if hit.matched != "name"]
    resolved = names_of_resolved({known.main.object, *(hit.person for hit in hits)})
    each = {resolved[hit.person]: hit for hit in reversed(hits)}
    each.pop(resolved[known.main.object], None)
    return list(each.values())


def _version(others: Sequence[Hit]) -> str:
    """What tells one set of others from another; "" of nobody, whom every form has seen at its start."""
    return version(sorted(hit.person for hit in others)) if others else ""


def _reports(known: Known, used: Used | None) -> Iterator[tuple[str, str]]:
    """The reports in which the person has a part, and that in which it was used."""
    names = known.reports | ({used.report} if used and used.report else set())
    rows = reports_by_name(names)
    yield from ((name, f"Report {name_report(name, rows[name].reference)}") for name in sorted(names) if name in rows)


def _used(request: HttpRequest) -> Used | None:
    """What was used, by the incident and its place there, which the address gives; raises Http404 where it is not."""
    if "entry" not in request.GET:
        return None
    place = request.GET.get("n", "")
    found = list(_identifiers(_incident(request, request.GET["entry"])))
    if not (place.isascii() and place.isdigit() and len(place) < 4 and int(place) < len(found)):
        raise Http404
    return found[int(place)]


def _incident(request: HttpRequest, entry_id: str) -> Entry:
    """The incident as it stands, if the reader may see it. Raises Http404."""
    reading = read_entry(signed_in(request), entry_id)
    items = reading.effective() if reading else []
    found = next((one for one in items if one.original.id == entry_id and one.withdrawn is None), None)
    if reading is None or found is None or found.entry.kind != INCIDENT or not found.entry.get("identifiers_used"):
        raise refuse_closed(request, entry_id)
    consult(request, reading.objects)
    return found.entry


def _identifiers(entry: Entry) -> Iterator[Used]:
    report = next(iter(entry.of("report")), "")
    yield from (Used(text, entry.id, report) for text in entry.get("identifiers_used") or ())


@dataclass(frozen=True, slots=True)
class Whose:
    """A number or account used in an incident, and the way to attach it to each person whose it may be."""

    text: str
    people: tuple[tuple[str, str], ...]


@requires(Permission.SEE_JOURNEYS, consults="an entry")
@require_safe
def whose(request: HttpRequest, entry: UUID, kind: str) -> HttpResponse:
    """Whose is what was used here?"""
    user = _may_attach(request)
    incident = _incident(request, str(entry))
    people = _may_be(user, incident)
    consult(request, people.keys())
    found = [
        Whose(used.text, tuple((name, _address(one, incident.id, n)) for one, name in people.items()))
        for n, used in enumerate(_identifiers(incident))
    ]
    context = {
        "entry": incident.id,
        "sentence": f"{sentence_of(incident.kind, incident.body)} ({say_happened(incident.happened)})",
        "found": found,
    }
    return render(request, "recording/whose.html", context)


def _address(person: str, entry: str, place: int) -> str:
    return f"{reverse('identifier_attach', args=[person])}?entry={entry}&n={place}"


def _may_be(user: User, incident: Entry) -> dict[str, str]:
    """Everybody but the victims who is in a report of theirs, as far as the reader may see it, with their names."""
    victims = set(incident.of("victim"))
    limits = limits_of(user)
    theirs = {part.report for part in parts_of(victims) if part.role == "victim" and limits.shows(part.report)}
    parties = parties_for(user, theirs | set(incident.of("report")))
    own = {parties.resolved.get(name, name) for name in victims}
    found: dict[str, str] = {}
    for party in (one for of in parties.of.values() for one in of):
        if party.person not in victims and parties.resolved[party.person] not in own:
            found.setdefault(party.person, parties.names[party.person])
    return dict(sorted(found.items(), key=lambda pair: (pair[1], pair[0])))


def _may_attach(request: HttpRequest) -> User:
    user = signed_in(request)
    if not (decision := may_record(user, KIND, user.agency)):
        raise NotAllowed(decision.reason.replace(f"record {KIND}", "attach a number or account"))
    return user
