"""Correcting and withdrawing an entry: both stay on the record, with who did it and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.policy import Permission, may, may_record
from unbroken.access.reading import read_entry
from unbroken.access.writing import judge
from unbroken.exchange.exporting.details import details_of
from unbroken.exchange.exporting.shapes import sentence_of, shapes_of, title_of
from unbroken.record.amend import Effective
from unbroken.record.check import AMENDMENTS, check_body
from unbroken.record.entries import Draft, Entry
from unbroken.record.errors import Conflict, NotAllowed, Refused
from unbroken.record.ids import new_id
from unbroken.record.kinds import REGISTER
from unbroken.record.queries import amendments_of
from unbroken.record.sql import one_writer
from unbroken.vocabulary.disclosure import ERASURE_GROUNDS
from unbroken.web.addresses import address_if_any
from unbroken.web.forms import Checkboxes, Choice, Field, Filled, Form, Hidden, Select, Text, Textarea, choices_of
from unbroken.web.recording import amending
from unbroken.web.recording.amending import SEEN, WHY, Said
from unbroken.web.recording.asked import Asked, Raw, raw_of
from unbroken.web.recording.entry_form import FORM_ID, is_form_id, show_refused
from unbroken.web.recording.entry_views import record
from unbroken.web.recording.matter import open_matter
from unbroken.web.recording.subjects import corrected_about
from unbroken.web.recording.suggested import (
    SHOWN,
    not_looked_at,
    not_shown,
    suggest_for_correction,
    words_corrected,
)
from unbroken.web.recording.suggesting import Suggestions
from unbroken.web.words import say_happened, say_time

_STAYS = "The entry as it was stays on the record."
_DONE = {
    "entry.corrected": ("The correction", _STAYS),
    "entry.withdrawn": ("The withdrawal", _STAYS),
    "body.erased": (
        "The erasure",
        "That there was an entry, by whom and when, stays on the record; what it said is gone.",
    ),
}
_AGAIN = "This form has been sent already, with other answers. Open the entry again to go on."


class _Overtaken(Exception):
    """Somebody amended the entry between the check of a form and its recording."""


@dataclass(frozen=True, slots=True)
class Target:
    """The entry to be amended, with everything that amends it, as the reader sees it.

    `whom` are the questions who it is about, `names` what those it could be about are called, `told` the behaviours
    that incidents of its report tell.
    """

    entry: Entry
    entries: tuple[Entry, ...]
    version: str
    whom: tuple[Field, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    told: frozenset[str] = frozenset()

    @property
    def item(self) -> Effective | None:
        """The entry as it stands; None for an amendment."""
        return amending.stand_at(self.entries, self.entry.id)

    @property
    def title(self) -> str:
        """What it is."""
        return title_of(self.entry.kind)

    @property
    def sentence(self) -> str:
        """What it says, in a line."""
        shown = self.item.entry if self.item else self.entry
        return sentence_of(shown.kind, shown.body)

    @property
    def when(self) -> str:
        """When it happened."""
        return say_happened((self.item.entry if self.item else self.entry).happened)

    @property
    def last(self) -> Entry | None:
        """The last amendment."""
        return next((one for one in self.entries if one.id == self.version and one.id != self.entry.id), None)


@requires(Permission.AMEND, consults="an entry")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Correct an entry."""
    target = _open(request, str(entry), "entry.corrected")
    item = target.item
    if item is None or item.entry.body is None or (item.withdrawn and request.method != "POST"):
        return _too_late(request, target)
    target = _with_whom(request, target, item)
    if request.method == "POST":
        return _withdrawn_meanwhile(request, target, item) if item.withdrawn else _correct(request, target, item)
    values = {**amending.start_values(item, target.whom), FORM_ID: new_id(), SEEN: target.version}
    asked = amending.correction_form(
        item, {name: [""] for name in values}, today=timezone.localdate(), whom=target.whom
    )
    return _edit(request, target, asked, asked.form.start(values))


def _with_whom(request: HttpRequest, target: Target, item: Effective) -> Target:
    """The same with the questions who it is about, of those in its report; without any where it is in no report."""
    report = next((subject.object for subject in item.entry.subjects if subject.role == "report"), "")
    if not report:
        return target
    matter = open_matter(request, report)
    whom = corrected_about(REGISTER[item.entry.kind], item.entry.subjects, matter)
    known = (*matter.everybody, *(one for group in matter.others.values() for one in group))
    incidents = (one for one in matter.entries if one.kind == "incident.recorded")
    told = frozenset(code for one in incidents for code in one.get("behaviours") or ())
    return replace(target, whom=whom, names={one.object: one.text for one in known}, told=told)


def _correct(request: HttpRequest, target: Target, item: Effective) -> HttpResponse:
    raw, do = raw_of(request.POST), request.POST.get("do", "")
    more = do.removeprefix("add-") if do.startswith("add-") else ""
    asked = amending.correction_form(item, raw, today=timezone.localdate(), more=more, whom=target.whom)
    if more or do in ("edit", "look"):
        return _edit(request, target, asked, asked.show(raw))
    filled = asked.read(raw)
    if not is_form_id(raw):
        filled = filled.refuse([("", _AGAIN)])
    if filled.ok:
        filled = _checked(target, item, filled)
    if not filled.ok:
        return _edit(request, target, asked, filled)
    if not_shown(_suggestions(target, filled), raw) and not _is_recorded(target, raw):
        text, href = not_looked_at(target.entry.kind)
        return _edit(request, target, asked, filled, first=({"text": text, "href": href},))
    said = amending.answered(item, filled.values)
    if raw.get(SEEN) != [target.version] and not _is_recorded(target, raw):
        return _clash(request, target, item, said, raw)
    if do != "record":
        return _show_check(request, target, item, said, raw)
    draft = amending.correction(item, said, why=filled.values[WHY], form=raw[FORM_ID][0])
    return _record(request, target, draft, asked, filled)


def _withdrawn_meanwhile(request: HttpRequest, target: Target, item: Effective) -> HttpResponse:
    """Somebody withdrew the entry since the form was opened: said, and what was typed still there to be copied."""
    raw = raw_of(request.POST)
    asked = amending.correction_form(item, raw, today=timezone.localdate(), whom=target.whom)
    by, why = (item.withdrawn.recorded_by, item.withdrawn.get("why", "")) if item.withdrawn else ("", "")
    text = f"{by} withdrew the entry since you opened this page ({why}). What you typed is below and is not recorded."
    return _edit(request, target, asked, asked.show(raw).refuse([("", text)]))


def _checked(target: Target, item: Effective, filled: Filled) -> Filled:
    """The form with what is wrong with the corrected body, and whether anything changes at all."""
    said = amending.answered(item, filled.values)
    problems = check_body(said.body, REGISTER[item.entry.kind])[1]
    filled = show_refused(filled, problems, shapes_of(item.entry.kind))
    if filled.ok and said == amending.said_in(item) and not _is_recorded(target, {FORM_ID: [_form_id(filled)]}):
        return filled.refuse([("", "Nothing is changed yet. Change what was wrong, or leave the entry as it is.")])
    return filled


def _form_id(filled: Filled) -> str:
    return str(filled.typed.get(FORM_ID, ""))


def _is_recorded(target: Target, raw: Raw) -> bool:
    """Whether this very form has been recorded: the second click of two."""
    return any([one.source_ref] == list(raw.get(FORM_ID, ())) for one in target.entries)


def _look_again(request: HttpRequest, target: Target) -> HttpResponse:
    """The same form, read against the entry as it stands now."""
    assert request.resolver_match is not None
    answer: HttpResponse = request.resolver_match.func(request, entry=UUID(target.entry.id))
    return answer


def _record(request: HttpRequest, target: Target, draft: Draft, asked: Asked, filled: Filled) -> HttpResponse:
    try:
        with transaction.atomic():
            one_writer()  # before anything is looked at: of two who passed the check at once, one looks again
            if amending.version_of(target.entry.id, amendments_of(target.entry.id)) != target.version:
                raise _Overtaken
            twice = record([draft], by=signed_in(request), action=f"amend:{draft.kind}")
    except _Overtaken:
        return _look_again(request, target)
    except Conflict:
        return _again(request, target, draft.kind, asked, filled.refuse([("", _AGAIN)]))
    except Refused as refused:
        kind = target.entry.kind if draft.kind == "entry.corrected" else draft.kind
        return _again(request, target, draft.kind, asked, show_refused(filled, refused.problems, shapes_of(kind)))
    done, stays = _DONE[draft.kind]
    again = " had been recorded already. Nothing was recorded twice."
    messages.success(request, done + (again if twice else f" is recorded. {stays}"))
    return redirect("entry", target.entry.id)


def _again(request: HttpRequest, target: Target, kind: str, asked: Asked, filled: Filled) -> HttpResponse:
    """The form that was refused, once more."""
    if kind == "entry.corrected":
        return _edit(request, target, asked, filled)
    return _ask_why(request, target, filled) if kind == "entry.withdrawn" else _ask_erasure(request, target, filled)


def _edit(
    request: HttpRequest, target: Target, asked: Asked, filled: Filled, *, first: Sequence[dict[str, str]] = ()
) -> HttpResponse:
    suggestions = _suggestions(target, filled)
    context = {
        "target": target,
        "form": filled,
        "blocks": asked.blocks,
        "errors": [*first, *filled.errors],
        "suggestions": suggestions,
        "read_here": words_corrected(target.entry.kind),
        "shown": [(SHOWN, code) for code in suggestions.codes],
        "add_href": _add_incident(request, target) if suggestions.codes else "",
    }
    return render(request, "recording/correct.html", context, status=422 if first or not filled.ok else 200)


def _add_incident(request: HttpRequest, target: Target) -> str:
    """Where an incident is added to the report whose account is corrected; "" where it is another entry."""
    user = signed_in(request)
    report = next((one.object for one in target.entry.subjects if one.role == "report"), "")
    is_asked = target.entry.kind == "report.made" and may_record(user, "incident.recorded", user.agency)
    return address_if_any("incident_add", report) if report and is_asked else ""


def _suggestions(target: Target, filled: Filled) -> Suggestions:
    """What the words typed so far may say beyond what is answered, or stands in incidents of the report."""
    return suggest_for_correction(target.entry.kind, filled, taken=target.told)


def _show_check(request: HttpRequest, target: Target, item: Effective, said: Said, raw: Raw) -> HttpResponse:
    rows = amending.changes(item.entry.kind, amending.said_in(item), said, target.names)
    context = {
        "target": target,
        "rows": [{"label": one.label, "before": one.before, "after": one.after, "changed": True} for one in rows],
        "why": raw[WHY][0],
        "hidden": _hidden(raw),
    }
    return render(request, "recording/correct_check.html", context)


def _clash(request: HttpRequest, target: Target, item: Effective, said: Said, raw: Raw) -> HttpResponse:
    """Somebody else corrected it since the form was opened: both versions, and nothing lost."""
    seen = (raw.get(SEEN) or [""])[0]
    then = amending.stand_at(target.entries, target.entry.id, version=seen) or item
    kind, base, theirs = item.entry.kind, amending.said_in(then), amending.said_in(item)
    merged = amending.merge(kind, base=base, theirs=theirs, mine=said)
    kept = {WHY: raw[WHY][0], FORM_ID: new_id(), SEEN: target.version}
    values = {**amending.start_from(kind, merged, target.whom), **kept}
    asked = amending.correction_form(
        item, {name: [""] for name in values}, today=timezone.localdate(), whom=target.whom
    )
    context = {
        "target": target,
        "clashes": amending.clashes(kind, base=base, theirs=theirs, mine=said, names=target.names),
        "by": target.last.recorded_by if target.last else "",
        "at": say_time(target.last.recorded_at) if target.last else "",
        "reason": target.last.get("why", "") if target.last else "",
        "why": raw[WHY][0],
        "hidden": _hidden(amending.raw_for(asked.form, values)),
    }
    return render(request, "recording/clash.html", context, status=409)


def _hidden(raw: Raw) -> list[tuple[str, str]]:
    return [(name, value) for name, values in raw.items() for value in values]


_WITHDRAW = Form(
    (
        Hidden(FORM_ID),
        Hidden(SEEN),
        Textarea(WHY, "Why should it not have been recorded?", called="why it should not have been recorded", rows=3,
                 max_length=2000),
    )
)  # fmt: skip


@requires(Permission.AMEND, consults="an entry")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Withdraw an entry."""
    target = _open(request, str(entry), "entry.withdrawn")
    raw = raw_of(request.POST)
    if (target.item is not None and target.item.withdrawn) and not _is_recorded(target, raw):
        return _too_late(request, target)
    if request.method != "POST":
        return _ask_why(request, target, _WITHDRAW.start({FORM_ID: new_id(), SEEN: target.version}))
    filled = _WITHDRAW.read(request.POST)
    if not is_form_id(raw):
        filled = filled.refuse([("", _AGAIN)])
    if filled.ok and raw.get(SEEN) != [target.version] and not _is_recorded(target, raw):
        by = f" by {target.last.recorded_by}" if target.last else ""
        text = f"It was corrected{by} since you opened this page. What it says now is below: look at it again."
        filled = amending.set_hidden(filled.refuse([("", text)]), **{SEEN: target.version})
    if not filled.ok:
        return _ask_why(request, target, filled)
    draft = amending.withdrawal(target.entry, why=filled.values[WHY], form=raw[FORM_ID][0])
    return _record(request, target, draft, Asked(_WITHDRAW, ()), filled)


def _ask_why(request: HttpRequest, target: Target, filled: Filled) -> HttpResponse:
    shown = target.item.entry if target.item else target.entry
    context = {"target": target, "form": filled, "details": details_of(shown.kind, shown.body)}
    return render(request, "recording/withdraw.html", context, status=200 if filled.ok else 422)


_ERASE = Form(
    (
        Hidden(FORM_ID),
        Select("ground", "On what legal ground?", called="the legal ground", choices=choices_of(ERASURE_GROUNDS)),
        Text("authorised_by", "Who authorised it?", called="who authorised it"),
        Text("reference", "Order, request or review that it rests on", required=False),
        Checkboxes("sure", "Is it certain?", called="that it cannot be undone",
                   choices=(Choice("yes", "I know that what the entry says cannot be brought back"),),
                   missing="Confirm that what the entry says cannot be brought back"),
    )
)  # fmt: skip


@requires(Permission.ERASE, consults="an entry")
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, entry: UUID) -> HttpResponse:
    """Erase what an entry says, where the law requires it."""
    if not may(signed_in(request), Permission.SEE_JOURNEYS):  # an administrator sees no entry, and would erase unseen
        raise NotAllowed("Your role does not see what entries say. Ask a supervisor to erase it.")
    target = _open(request, str(entry), "body.erased")
    raw = raw_of(request.POST)
    if target.entry.body is None and not _is_recorded(target, raw):
        messages.warning(request, "What the entry said was erased before. Nothing more was recorded.")
        return redirect("entry", target.entry.id)
    if request.method != "POST":
        return _ask_erasure(request, target, _ERASE.start({FORM_ID: new_id()}))
    filled = _ERASE.read(request.POST)
    if not is_form_id(raw):
        filled = filled.refuse([("", _AGAIN)])
    if not filled.ok:
        return _ask_erasure(request, target, filled)
    body = {name: filled.values[name] for name in ("ground", "authorised_by", "reference") if filled.values.get(name)}
    draft = amending.erasure(target.entry, body, form=raw[FORM_ID][0])
    return _record(request, target, draft, Asked(_ERASE, ()), filled)


def _ask_erasure(request: HttpRequest, target: Target, filled: Filled) -> HttpResponse:
    context = {"target": target, "form": filled}
    return render(request, "recording/erase.html", context, status=200 if filled.ok else 422)


def _too_late(request: HttpRequest, target: Target) -> HttpResponse:
    item = target.item
    if item is not None and item.withdrawn:
        reason = item.withdrawn.get("why", "")
        messages.warning(request, f"The entry was withdrawn by {item.withdrawn.recorded_by}: {reason}")
    else:
        messages.warning(request, "This entry cannot be corrected. Withdraw it, and record what is right.")
    return redirect("entry", target.entry.id)


def _open(request: HttpRequest, entry_id: str, amendment: str) -> Target:
    """The entry that is to be amended. Raises Http404 and NotAllowed; logs that it was looked at."""
    user = signed_in(request)
    reading = read_entry(user, entry_id)
    if reading is None:
        raise refuse_closed(request, entry_id)
    found = next((one for one in reading.seen.entries if one.id == entry_id), None)
    if found is None or found.kind == "body.erased":
        raise refuse_closed(request, entry_id)
    body = {"why": "-", "body": {}} if amendment == "entry.corrected" else {"why": "-"}
    proposal = Draft(amendment, body, (), found.happened, found.agency, "form", "-", corrects=entry_id)
    if not (decision := judge(user, [proposal])[0]):
        raise NotAllowed(decision.reason)
    if amendment != "entry.withdrawn" and found.kind in AMENDMENTS:
        raise Http404
    consult(request, reading.objects)
    return Target(found, _with_all(reading.seen.entries), amending.version_of(entry_id, amendments_of(entry_id)))


def _with_all(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda one: one.id))
