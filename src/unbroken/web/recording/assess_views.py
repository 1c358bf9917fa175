"""Assessing the risk of a case: which instruments somebody may use, and the form of one, made from its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unbroken.access.gate import consult, requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission, may_record, may_record_content
from unbroken.record.entries import Draft, Entry
from unbroken.record.errors import Conflict, NotAllowed, Refused
from unbroken.record.ids import new_id
from unbroken.record.kinds import REGISTER
from unbroken.safety.instruments.earlier import KIND, Earlier, assessments, earlier_answers
from unbroken.safety.instruments.facts import Fact, facts_for
from unbroken.safety.instruments.loading import shipped
from unbroken.safety.instruments.shapes import Instrument
from unbroken.safety.instruments.wording import Wording
from unbroken.safety.licensed import wording_for
from unbroken.web.forms import Filled
from unbroken.web.presenters.assessments import hints_for, present_form, say_recorded
from unbroken.web.presenters.risk import present_choice, whom_to_assess
from unbroken.web.recording import keeping
from unbroken.web.recording.asked import Raw, asked, raw_of
from unbroken.web.recording.assessing import answers_in, assessment_draft, assessment_form
from unbroken.web.recording.entry_form import FORM_ID, TWICE, numbered, show_refused
from unbroken.web.recording.happening import HAPPENED
from unbroken.web.recording.matter import Matter, open_matter
from unbroken.web.recording.meanwhile import SEEN, Overtaken, record_as_seen, version
from unbroken.web.recording.subjects import About, about
from unbroken.web.risk import Case, cases_in, objects_in, usable_by, widen

_MEANWHILE = (
    "Somebody recorded an assessment with this instrument while the form was open. Its answers stand beside the items "
    "now. Nothing of yours is recorded yet: look at them, and record it if it still holds."
)
_AGAIN = "This form has been recorded already, with other answers. Open it again to make a new assessment."
_KEPT = "What you typed is kept. Only you can see it. It is not on the record."


@dataclass(frozen=True, slots=True)
class _Opened:
    """An instrument as somebody opened it for a report: what it is about, and what stands beside its items."""

    request: HttpRequest
    user: User
    matter: Matter
    instrument: Instrument
    wording: Wording | None
    case: Case | None
    about: About
    facts: Mapping[str, tuple[Fact, ...]]
    earlier: Mapping[str, Earlier]
    made: tuple[Entry, ...]
    form_id: str

    @property
    def version(self) -> str:
        """What tells one state of the assessments with this instrument from another."""
        return version([entry.id for entry in self.made])

    @property
    def kept_as(self) -> str:
        """Under what name a half-typed form is kept: for each victim her own."""
        return kept_name(self.instrument, self.case)

    def form(self, raw: Raw | None = None) -> Filled:
        """The form as it was sent; before anybody has typed where nothing was."""
        hints = {} if self.instrument.mode == "recorded" else hints_for(self.instrument, self.facts, self.earlier)
        form = assessment_form(self.instrument, wording=self.wording, about=self.about.fields, hints=hints)
        if raw is not None:
            return asked(form.fields, rules=form.rules).read(raw)
        start = {FORM_ID: self.form_id, SEEN: self.version, **self.about.start}
        if self.instrument.mode == "asked":  # what another body made was hardly made today
            start[HAPPENED] = timezone.localdate().isoformat()
        return form.start(start)


@requires(Permission.SEE_JOURNEYS, consults="a report")
@require_safe
def choose(request: HttpRequest, report: str, kind: str) -> HttpResponse:
    """Which instrument?"""
    user = _may_assess(request)
    matter = open_matter(request, report)
    cases = cases_in(report, matter.entries)
    kept = keeping.kept_about(user, report)
    usable = usable_by(user)
    page = present_choice(
        usable,
        [case.standings(timezone.localdate()) for case in cases],
        report,
        begun={one.key for one in usable if kept & {kept_name(one, case) for case in cases}},
        own=reverse("entry_add", args=[report, kind]),
    )
    return render(request, "recording/assess_choose.html", {"matter": matter, "page": page})


@requires(Permission.SEE_JOURNEYS, consults="a report, and what is on record between its victim and suspect")
@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: HttpRequest, report: str, instrument: str, kind: str) -> HttpResponse:
    """Fill in an instrument."""
    user = _may_assess(request)
    found = shipped().get(instrument)
    if not (decision := may_record_content(user, kind, {"instrument": instrument})):
        raise NotAllowed(decision.reason)
    matter = open_matter(request, report)
    if found is None:
        raise Http404
    raw = raw_of(request.POST) if request.method == "POST" else None
    opened = _open(request, user, matter, found, raw)
    if opened is None:
        whom = whom_to_assess(found, matter.report, cases_in(report, matter.entries), matter.everybody)
        return render(request, "recording/assess_whom.html", {"matter": matter, "title": found.title, "whom": whom})
    if raw is not None:
        return _take(opened, raw)
    kept = keeping.kept_entry(user, opened.kept_as, report)
    if kept is None:
        return _show(opened, opened.form())
    shown = opened.form(kept.answers.get("entry", {}))
    shown = Filled(shown.form, {**shown.typed, FORM_ID: opened.form_id, SEEN: opened.version})
    return _show(opened, shown, is_kept=True)


def _may_assess(request: HttpRequest) -> User:
    user = signed_in(request)
    if not (decision := may_record(user, KIND, user.agency)):
        raise NotAllowed(decision.reason.replace(f"record {KIND}", "record a risk assessment"))
    return user


def kept_name(instrument: Instrument, case: Case | None) -> str:
    """Under what name a form is kept, short enough for any name of a victim."""
    return f"{KIND}:{instrument.key}:{version(case.victim if case else '')}"


def _case(request: HttpRequest, user: User, matter: Matter) -> tuple[Case | None, int]:
    """The case that is assessed, and of how many: of the victim whom the address names, where there are several."""
    cases = cases_in(matter.report, matter.entries)
    asked_of = f"person:{request.GET.get('victim', '')}"
    chosen = [case for case in cases if len(cases) == 1 or case.victim == asked_of]
    return (widen(user, chosen[0]) if chosen else None), len(cases)


def _open(request: HttpRequest, user: User, matter: Matter, instrument: Instrument, raw: Raw | None) -> _Opened | None:
    """The instrument for one victim of the report; None where it must be said first for which."""
    case, count = _case(request, user, matter)
    if case is None and count:
        return None
    facts = facts_for(instrument, case.entries, pair=case.pair) if case else {}
    earlier = earlier_answers(instrument, case.entries, victims=case.pair.victims) if case else {}
    shown = [one.entry for found in facts.values() for one in found] + [one.entry for one in earlier.values()]
    consult(request, set(objects_in(shown)) - set(objects_in(matter.entries)))
    form_id = (raw or {}).get(FORM_ID, [new_id()])[0]
    return _Opened(
        request=request,
        user=user,
        matter=matter,
        instrument=instrument,
        wording=wording_for(instrument.key, force=user.agency, on=timezone.localdate()),
        case=case,
        about=about(REGISTER[KIND], _about_one(matter, case), form=form_id),
        facts=facts,
        earlier=earlier,
        made=_made(case, instrument),
        form_id=form_id,
    )


def _about_one(matter: Matter, case: Case | None) -> Matter:
    """The report with this one victim: an assessment is of one person."""
    if case is None:
        return matter
    victims = tuple(one for one in matter.people.get("victim", ()) if one.object == case.victim)
    return replace(matter, people={**matter.people, "victim": victims})


def _made(case: Case | None, instrument: Instrument) -> tuple[Entry, ...]:
    return tuple(assessments(case.entries, instrument.key, case.pair.victims)) if case else ()


def _take(opened: _Opened, raw: Raw) -> HttpResponse:
    if opened.request.POST.get("do") == "later":
        keeping.keep_entry(opened.user, opened.kept_as, opened.matter.report, raw)
        messages.success(opened.request, _KEPT)
        return redirect("report", opened.matter.report)
    form = numbered(opened.form(raw), raw)
    if not form.ok or opened.about.missing:
        return _show(opened, form)
    draft = _draft(opened, form.values)
    try:
        twice = _record(opened, draft, seen=form.values[SEEN] or "")
    except Overtaken:
        fresh = _open(opened.request, opened.user, _again(opened), opened.instrument, raw) or opened
        form = fresh.form(raw).refuse([("", _MEANWHILE)])
        return _show(fresh, Filled(form.form, {**form.typed, SEEN: fresh.version}, {}, form.wrongs, form.general))
    except Conflict:
        return _show(opened, form.refuse([("", _AGAIN)]))
    except Refused as refused:
        return _show(opened, show_refused(form, refused.problems, ()))
    keeping.forget_entry(opened.user, opened.kept_as, opened.matter.report)
    said = TWICE if twice else say_recorded(opened.instrument, answers_in(opened.instrument, form.values), draft.body)
    messages.success(opened.request, said)
    return redirect(f"{reverse('report', args=[opened.matter.report])}#risk")


def _draft(opened: _Opened, values: Mapping[str, Any]) -> Draft:
    subjects = opened.about.subjects(values, form=opened.form_id)
    return assessment_draft(opened.instrument, values, subjects=subjects, agency=opened.user.agency)


def _record(opened: _Opened, draft: Draft, *, seen: str) -> bool:
    """Record it, unless somebody else assessed with the same instrument since. Whether it had been recorded before."""

    def now() -> str:
        case, _ = _case(opened.request, opened.user, _again(opened))
        return version([entry.id for entry in _made(case, opened.instrument)])

    return record_as_seen(draft, by=opened.user, action=f"assess:{opened.instrument.key}", seen=seen, now=now)


def _again(opened: _Opened) -> Matter:
    """The report as it is by now."""
    return open_matter(opened.request, opened.matter.report)


def _show(opened: _Opened, form: Filled, *, is_kept: bool = False) -> HttpResponse:
    page = present_form(
        opened.instrument, form, wording=opened.wording, facts=opened.facts, earlier=opened.earlier, is_kept=is_kept
    )
    is_wrong = not form.ok or (opened.request.method == "POST" and bool(opened.about.missing))
    context = {"matter": opened.matter, "page": page, "form": form, "missing": opened.about.missing}
    return render(opened.request, "recording/assess.html", context, status=422 if is_wrong else 200)
