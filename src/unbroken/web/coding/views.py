"""Deep coding: what have I to code, what do I say of this report, how far do we agree, and what counts?"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unbroken.access.gate import consult, requires, signed_in
from unbroken.access.policy import Permission
from unbroken.cases.queries import reports_by_name
from unbroken.coding.comparing import open_questions
from unbroken.coding.fold import CODED, DONE, PART, SETTLED
from unbroken.coding.queries import read_samples
from unbroken.insight.coding.agreement import Pair, agree
from unbroken.record.entries import Draft, Subject
from unbroken.record.errors import Conflict, Refused
from unbroken.record.ids import new_id
from unbroken.web.asked import Reader
from unbroken.web.coding.forms import NOTE, answered, coding_form, settling_form, started, started_settling
from unbroken.web.coding.opening import OpenReport, OpenSample, Question, open_report, open_sample
from unbroken.web.coding.presenting import (
    PageAsked,
    is_done,
    list_mine,
    list_samples,
    list_steps,
    present_agreement,
    present_report,
    present_settling,
)
from unbroken.web.forms import Filled
from unbroken.web.presenters.paging import page_count, paging
from unbroken.web.presenters.register_forms import OVERTAKEN, SENT_AGAIN
from unbroken.web.recording.asked import raw_of
from unbroken.web.recording.entry_form import FORM_ID, SOURCE, numbered
from unbroken.web.recording.meanwhile import SEEN, Overtaken, record_as_seen, version
from unbroken.web.visible import limits_of
from unbroken.web.words import say_count

SIZE = 50
RESAMPLES = 500  # draws behind each interval of alpha on the page; the command takes more
HOW = "how"  # the button that was pressed
_SAVED = "Saved. You can go on with it at any time."
_DONE = "Done. You can still change it: open it again."
_NO_CHANGE = "Answer a question, or write a note, before you save."
_NOTHING_SETTLED = "Give an answer that counts, and why, before you record it."


@requires(Permission.CODE, consults="the reports that the reader codes")
@require_safe
def coding(request: HttpRequest) -> HttpResponse:
    """Which samples do I code or settle?"""
    user = signed_in(request)
    limits = limits_of(user)
    opened = [OpenSample(user, limits, sample) for sample in read_samples(user)]
    consult(request, ())
    return render(request, "coding/list.html", {"samples": list_samples(opened)})


@requires(Permission.CODE, consults="the reports that the reader codes")
@require_safe
def sample(request: HttpRequest, sample: str) -> HttpResponse:
    """Which reports of this sample have I to code?"""
    opened = open_sample(request, sample)
    reader = Reader(request.GET, ("page",))
    mine = sorted(opened.mine, key=lambda one: (is_done(one, opened.user.username), one.number))
    asked = PageAsked(page=reader.page(), errors=reader.errors).beyond(reader.page(), last=page_count(len(mine), SIZE))
    number = min(asked.page, page_count(len(mine), SIZE))
    shown = mine[(number - 1) * SIZE : number * SIZE]
    consult(request, {one.report for one in shown})
    kept_back = len(opened.sample.for_coder(opened.user.username)) - len(mine)
    context = {
        "opened": opened,
        "asked": asked,
        "reports": list_mine(opened, shown, reports_by_name([one.report for one in shown])),
        "steps": list_steps(opened.sample),
        "done": sum(is_done(one, opened.user.username) for one in mine),
        "total": len(mine),
        "kept_back": say_count(kept_back, "report") if kept_back else "",
        "pages": paging(
            number=number, size=SIZE, total=len(mine), address=lambda page: f"?page={page}", things="reports"
        ),
    }
    return render(request, "coding/sample.html", context, status=asked.status)


@requires(Permission.CODE, consults="a report to code")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, sample: str, report: str) -> HttpResponse:
    """What do I say of this report?"""
    found = open_report(request, sample, report)
    consult(request, found.reading.objects)
    if request.method == "POST":
        return _take_coding(request, found)
    return _show_coding(request, found, _start_coding(found))


def _start_coding(found: OpenReport) -> Filled:
    before = found.drawn.codings.get(found.opened.user.username)
    form = coding_form(found.questions, answers=before.answers if before else {}, is_done=False)
    hidden = {FORM_ID: new_id(), SEEN: _version(found)}
    return form.start({**started(found.questions, before), **hidden})


def _version(found: OpenReport) -> str:
    """What tells the coder's own answers from what they were when the form was opened."""
    before = found.drawn.codings.get(found.opened.user.username)
    return version(before.entry if before else "")


def _show_coding(request: HttpRequest, found: OpenReport, form: Filled) -> HttpResponse:
    page = present_report(found, reports_by_name([found.drawn.report]))
    context = {"page": page, "form": form, "how": HOW}
    return render(request, "coding/report.html", context, status=200 if form.ok else 422)


def _take_coding(request: HttpRequest, found: OpenReport) -> HttpResponse:
    before = found.drawn.codings.get(found.opened.user.username)
    is_complete = request.POST.get(HOW) == DONE
    fields = coding_form(found.questions, answers=before.answers if before else {}, is_done=is_complete)
    form = numbered(fields.read(request.POST), raw_of(request.POST))
    if form.ok and not (body := _coded(found, form, is_complete)):
        form = form.refuse([("", _NO_CHANGE)])
    if not form.ok:
        return _show_coding(request, found, form)

    def now() -> str:
        return _version(open_report(request, found.opened.sample.object, found.drawn.report))

    draft = _draft(CODED, body, found, form)
    if (failed := _record(draft, found, form, action="coding_report", now=now)) is not None:
        return _show_coding(request, found, failed)
    messages.success(request, _DONE if is_complete else _SAVED)
    return redirect("coding_sample", found.opened.sample.object)


def _coded(found: OpenReport, form: Filled, is_complete: bool) -> dict[str, Any]:
    """The body of the entry; empty where nothing was said. Answers about people not asked for any more are kept."""
    frame = found.opened.sample.frame
    answers = [_answer(one, values, "note", note) for one, values, note in answered(found.questions, form.values)]
    asked = {one.key for one in found.questions}
    if before := found.drawn.codings.get(found.opened.user.username):
        answers += [
            {"variable": key[0], "person": key[1], "values": list(values)}
            for key, values in before.answers.items()
            if key not in asked and key[1]
        ]
    note = form.values.get(NOTE)
    if not answers and not note:
        return {}
    body: dict[str, Any] = {"frame": frame.name, "frame_version": frame.version, "state": DONE if is_complete else PART}
    return body | ({"answers": answers} if answers else {}) | ({"note": note} if note else {})


def _answer(one: Question, values: tuple[str, ...], beside: str, words: str) -> dict[str, Any]:
    found: dict[str, Any] = {"variable": one.variable.name, "values": list(values)}
    if one.person:
        found["person"] = one.person
    return found | ({beside: words} if words else {})


def _draft(kind: str, body: dict[str, Any], found: OpenReport, form: Filled) -> Draft:
    return Draft(
        kind=kind,
        body=body,
        subjects=(Subject("sample", found.opened.sample.object), Subject("report", found.drawn.report)),
        happened=timezone.localdate().isoformat(),
        agency=found.opened.user.agency,
        source=SOURCE,
        source_ref=form.values[FORM_ID],
    )


def _record(draft: Draft, found: OpenReport, form: Filled, *, action: str, now: Any) -> Filled | None:
    """Record it; the form with what is wrong where it could not be."""
    try:
        record_as_seen(draft, by=found.opened.user, action=action, seen=form.values[SEEN] or "", now=now)
    except Overtaken:
        return form.refuse([("", OVERTAKEN)])
    except Conflict:
        return form.refuse([("", SENT_AGAIN)])
    except Refused as refused:
        return form.refused(refused)
    return None


@requires(Permission.CODE, consults="how far the coders of a sample agree")
@require_safe
def agreement(request: HttpRequest, sample: str) -> HttpResponse:
    """How far do the coders agree, and what is to be settled?"""
    opened = open_sample(request, sample)
    if not opened.settles:
        return redirect("coding_sample", sample)
    shown = opened.shown(opened.sample.reports)
    pairs = [Pair(one.report, both[0].answers, both[1].answers) for one in shown if (both := one.both)]
    agreed = agree(opened.sample.frame, pairs, resamples=RESAMPLES) if pairs else ()
    reports = {pair.report for pair in pairs}
    consult(request, reports)
    page = present_agreement(opened, shown, agreed, reports_by_name(reports))
    return render(request, "coding/agreement.html", {"page": page})


@requires(Permission.CODE, consults="what two coders said of a report")
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, sample: str, report: str) -> HttpResponse:
    """Which of two answers counts?"""
    found = open_report(request, sample, report, to_settle=True)
    consult(request, found.reading.objects)
    questions = _differing(found)
    if request.method == "POST":
        return _take_settling(request, found, questions)
    hidden = {FORM_ID: new_id(), SEEN: _settled_version(found)}
    form = settling_form(questions).start({**started_settling(questions, found.drawn.settled), **hidden})
    return _show_settling(request, found, questions, form)


def _differing(found: OpenReport) -> tuple[Question, ...]:
    open_keys = {(one.variable, one.person) for one in open_questions(found.opened.sample, found.drawn)}
    return tuple(one for one in found.questions if one.key in open_keys)


def _settled_version(found: OpenReport) -> str:
    both = found.drawn.both or ()
    settled = sorted((key, one.entry) for key, one in found.drawn.settled.items())
    return version([one.entry for one in both], settled)


def _show_settling(
    request: HttpRequest, found: OpenReport, questions: tuple[Question, ...], form: Filled
) -> HttpResponse:
    page = present_settling(found, questions, reports_by_name([found.drawn.report]))
    return render(request, "coding/settle.html", {"page": page, "form": form}, status=200 if form.ok else 422)


def _take_settling(request: HttpRequest, found: OpenReport, questions: tuple[Question, ...]) -> HttpResponse:
    form = numbered(settling_form(questions).read(request.POST), raw_of(request.POST))
    answers = [_answer(one, values, "reason", why) for one, values, why in answered(questions, form.values)]
    if form.ok and not answers:
        form = form.refuse([("", _NOTHING_SETTLED)])
    if not form.ok:
        return _show_settling(request, found, questions, form)

    def now() -> str:
        return _settled_version(open_report(request, found.opened.sample.object, found.drawn.report, to_settle=True))

    draft = _draft(SETTLED, {"answers": answers}, found, form)
    if (failed := _record(draft, found, form, action="coding_settle", now=now)) is not None:
        return _show_settling(request, found, questions, failed)
    messages.success(request, "Recorded. Both coders' answers stay on the record beside it.")
    return redirect("coding_agreement", found.opened.sample.object)
