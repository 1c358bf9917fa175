"""A new report: its pages, the list of its incidents, the check, and what it became."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unbroken import flow
from unbroken.access.gate import consult, requires, signed_in
from unbroken.access.log import log_recorded
from unbroken.access.models import User
from unbroken.access.policy import Permission
from unbroken.access.writing import check_may_record
from unbroken.cases.queries import people_in, reports_by_name
from unbroken.cases.references import name_report
from unbroken.record import sql
from unbroken.record.book import stored_now
from unbroken.record.check import check
from unbroken.record.errors import Refused
from unbroken.web.addresses import address_if_any
from unbroken.web.forms import Filled
from unbroken.web.models import BegunForm
from unbroken.web.presenters.findings import ADVISES
from unbroken.web.recording import keeping
from unbroken.web.recording.asked import Asked, Raw, Setting, raw_of, say_answers, slots_of
from unbroken.web.recording.foreseen import foresee
from unbroken.web.recording.recognising import ROLES, split
from unbroken.web.recording.report_pages import (
    INCIDENT,
    INCIDENTS,
    PAGES,
    SLUGS,
    Page,
    after,
    before,
    incidents_in,
    next_incident,
    page_at,
)
from unbroken.web.recording.report_plan import (
    Located,
    Names,
    Planned,
    Told,
    locate,
    locate_refused,
    plan,
)
from unbroken.web.recording.seeing import (
    SEEN_ON,
    AnswersLost,
    AnswersRefused,
    forget_lost,
    is_too_much,
    keep_answers,
    look_up,
    plan_answers,
    say_lost,
    show_seen,
    with_answers,
)
from unbroken.web.recording.seen_before import Found
from unbroken.web.recording.suggested import added, suggest_for_all, suggest_on
from unbroken.web.recording.who_is_who import who_is_who
from unbroken.web.risk import usable_by


@dataclass(frozen=True, slots=True)
class Row:
    """One answer on the check page."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one page on the check page, with the way back to it."""

    title: str
    href: str
    rows: tuple[Row, ...]
    wrong: bool


@requires(Permission.RECORD_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Begin a report, or go on with one that was begun."""
    user = signed_in(request)
    if request.method == "POST":
        return redirect("report_page", keeping.begin(user).pk, SLUGS[0])
    return render(request, "recording/start.html", {"begun": keeping.begun_reports(user)})


@requires(Permission.RECORD_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, begun: str, slug: str) -> HttpResponse:
    """One page of a new report."""
    user = signed_in(request)
    kept = keeping.find(user, begun)
    found = page_at(slug)
    if kept.done:
        return redirect("report_done", kept.done)
    if found is None or (slug not in SLUGS and slug not in (*incidents_in(kept.answers), next_incident(kept.answers))):
        raise Http404
    if slug == INCIDENTS:
        return _incidents(request, kept)
    if request.method == "POST":
        return _save(request, kept, found, slug)
    setting = _setting(kept, user)
    raw = kept.answers.get(slug)
    asked = found.make(setting, raw or {})
    filled = asked.show(raw) if raw is not None else asked.form.start(found.start(setting))
    wrong = [(name, message) for at, name, message in kept.refused if at == slug]
    return _show(request, _Shown(kept, found, slug, asked, setting), filled.refuse(wrong))


@dataclass(frozen=True, slots=True)
class _Shown:
    """A page as it is shown: of which form, with which questions, and in what setting."""

    kept: BegunForm
    page: Page
    slug: str
    asked: Asked
    setting: Setting


def _save(request: HttpRequest, kept: BegunForm, found: Page, slug: str) -> HttpResponse:
    user, do = signed_in(request), request.POST.get("do", "")
    raw, said = split(raw_of(request.POST))
    if do.startswith("add-"):
        raw = {**raw, f"{do[4:]}-{slots_of(raw, [do[4:]])[do[4:]]}-": [""]}
    setting = _setting(kept, user, {**with_answers(kept.answers, said), slug: raw})
    asked = found.make(setting, raw)
    shown = _Shown(kept, found, slug, asked, setting)
    if do.startswith("add-") or do == "look":
        return _show(request, shown, asked.show(raw))
    if do == "later":
        keeping.answer(kept, slug, raw)
        keep_answers(request, kept, Told(_setting(kept, user)), said, SEEN_ON.get(slug, ()))
        messages.success(request, "Your answers are kept. Only you can see them.")
        return redirect("report_new")
    filled = asked.read(raw)
    if filled.ok:
        filled = _refuse_early(filled, kept, slug, setting, user)
    if not filled.ok:
        return _show(request, shown, filled)
    keeping.answer(kept, slug, raw)
    keep_answers(request, kept, Told(_setting(kept, user)), said, SEEN_ON.get(slug, ()))
    following = _next(request, slug, kept)
    return redirect("report_check", kept.pk) if following == "check" else redirect("report_page", kept.pk, following)


def _next(request: HttpRequest, slug: str, kept: BegunForm) -> str:
    if request.GET.get("change") and not slug.startswith(INCIDENT):
        return "check"
    following = after(slug)
    if following == INCIDENTS and not incidents_in(kept.answers):
        return next_incident(kept.answers)
    return following


def _refuse_early(filled: Filled, kept: BegunForm, slug: str, setting: Setting, user: User) -> Filled:
    """What the record would find wrong with this page is said on this page, not at the end."""
    told = Told(setting)
    planned = plan(told, form=kept.pk, agency=user.agency)
    found = told.too_young(page=slug)
    now = stored_now()
    for one in planned:
        try:
            check(one.draft, now=now)
        except Refused as refused:
            found += locate(one, refused.problems, told.filled)
    if slug == "class" and not found and not told.unfinished():
        found = _rehearse(planned, told, user)
    return filled.refuse((one.field, one.message) for one in found if one.page == slug)


def _rehearse(planned: list[Planned], told: Told, user: User) -> list[Located]:
    """What the record would refuse, found by recording it and taking it back."""
    try:
        with transaction.atomic():
            flow.take_in([one.draft for one in planned], by=user.username)
            transaction.set_rollback(True)
    except Refused as refused:
        return locate_refused(refused, planned, told.filled)
    return []


def _show(request: HttpRequest, shown: _Shown, filled: Filled) -> HttpResponse:
    kept, slug = shown.kept, shown.slug
    number = SLUGS.index(INCIDENTS if slug.startswith(INCIDENT) else slug) + 1
    roles = SEEN_ON.get(slug, ())
    return render(
        request,
        "recording/page.html",
        {
            "title": shown.page.title,
            "caption": f"New report: step {number} of {len(PAGES)}",
            "lead": _lead(shown.page, kept, slug),
            "form": filled,
            "blocks": shown.asked.blocks,
            "suggestions": suggest_on(slug, shown.setting.answers, asked=[one.name for one in shown.asked.form.fields]),
            "read_here": "narrative" if slug.startswith(INCIDENT) else "",
            "heading": any(one.heading for one in shown.asked.form.fields),
            "back": _back(request, kept, slug),
            "look": reverse("report_seen", args=[kept.pk, slug]) if roles else "",
            **show_seen(request, look_up(signed_in(request), Told(shown.setting), roles)),
            "buttons": (
                ("", "Save and continue", ""),
                ("later", "Save and come back later", "govuk-button--secondary"),
            ),
        },
        status=200 if filled.ok else 422,
    )


@requires(Permission.RECORD_REPORT)
@require_POST
def look(request: HttpRequest, begun: str, slug: str) -> HttpResponse:
    """Who may be on record already, from what is typed on a page so far: asked as somebody types. Keeps nothing."""
    user = signed_in(request)
    kept = keeping.find(user, begun)
    if kept.done or slug not in SEEN_ON:
        raise Http404
    if is_too_much(request):
        return HttpResponse(status=429)
    raw, said = split(raw_of(request.POST))
    told = Told(_setting(kept, user, {**with_answers(kept.answers, said), slug: raw}))
    return render(request, "recording/_seen.html", show_seen(request, look_up(user, told, SEEN_ON[slug]), again=True))


def _lead(found: Page, kept: BegunForm, slug: str) -> str:
    if slug == "safe-contact" and kept.answers.get("safe-now", {}).get("safe_now") == ["no"]:
        return "It is not safe to talk now. Agree a safe way and time, then end the call. Everything so far is kept."
    return found.lead


def _back(request: HttpRequest, kept: BegunForm, slug: str) -> str:
    if request.GET.get("change") and not slug.startswith(INCIDENT):
        return reverse("report_check", args=[kept.pk])
    earlier = before(slug)
    if earlier == INCIDENTS and slug.startswith(INCIDENT) and not incidents_in(kept.answers):
        earlier = before(INCIDENTS)
    return reverse("report_page", args=[kept.pk, earlier]) if earlier else reverse("report_new")


def _incidents(request: HttpRequest, kept: BegunForm) -> HttpResponse:
    slugs = incidents_in(kept.answers)
    if request.method == "POST":
        return _after_incidents(request, kept, slugs)
    if not slugs:
        return redirect("report_page", kept.pk, next_incident(kept.answers))
    told = Told(_setting(kept, signed_in(request)))
    sections = [_section(told, kept, slug, number) for number, slug in enumerate(slugs, 1)]
    context = {
        "caption": f"New report: step {SLUGS.index(INCIDENTS) + 1} of {len(PAGES)}",
        "sections": list(zip(slugs, sections, strict=True)),
        "back": _back(request, kept, INCIDENTS),
    }
    return render(request, "recording/incidents.html", context)


def _after_incidents(request: HttpRequest, kept: BegunForm, slugs: Sequence[str]) -> HttpResponse:
    do = request.POST.get("do", "")
    if do.startswith("remove-") and do.removeprefix("remove-") in slugs:
        keeping.answer(kept, do.removeprefix("remove-"), None)
        messages.success(request, "The incident is removed from this report.")
        return redirect("report_page", kept.pk, INCIDENTS)
    if do == "add" or not slugs:
        return redirect("report_page", kept.pk, next_incident(kept.answers))
    if not Told(_setting(kept, signed_in(request))).unfinished():  # somebody came back to add what came up later
        return redirect("report_check", kept.pk)
    return redirect("report_page", kept.pk, after(INCIDENTS))


@requires(Permission.RECORD_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def check_answers(request: HttpRequest, begun: str) -> HttpResponse:
    """Check the answers, and record the report."""
    user = signed_in(request)
    kept = keeping.find(user, begun)
    if kept.done:
        return redirect("report_done", kept.done)
    told = Told(_setting(kept, user))
    wrong = told.unfinished() or [Located(*one) for one in kept.refused]
    if request.method == "POST":
        raw, said = split(raw_of(request.POST))
        keep_answers(request, kept, told, said, ())
        more = added(raw, kept.answers)
        for slug, answers in more.items():
            keeping.answer(kept, slug, answers)
        if request.POST.get("do") == "add":
            messages.success(request, _say_added(more))
            return redirect("report_check", kept.pk)
        told = Told(_setting(kept, user))
        if not told.unfinished():
            answer, wrong = _record(request, kept, told, user)
            if answer is not None:
                return answer
            told = Told(_setting(kept, user))
    return _show_check(request, kept, told, wrong)


def _say_added(more: Mapping[str, Raw]) -> str:
    if not more:
        return "Nothing was ticked, so nothing was added."
    return "What you ticked is added below. Nothing is recorded yet."


def _show_check(request: HttpRequest, kept: BegunForm, told: Told, wrong: Sequence[Located]) -> HttpResponse:
    slugs = told.slugs() or []
    user = signed_in(request)
    found = look_up(user, told, ROLES)
    foreseen = foresee(user, kept, told)
    if foreseen and foreseen.objects:
        consult(request, foreseen.objects)
    context = {
        "foreseen": foreseen.section if foreseen else None,
        "advises": ADVISES,
        "sections": [_section(told, kept, slug, _number(slug, kept), wrong) for slug in slugs],
        "recognised": [_recognised(kept, one) for one in found if one.people],
        "lost": say_lost(found),
        "wrong": [{"text": one.message, "href": _href(kept, one)} for one in wrong],
        "back": reverse("report_page", args=[kept.pk, before("check")]),
        "begun": kept.pk,
        "heard": suggest_for_all(kept.answers),
        "look": "",
        **show_seen(request, found),
        "sent": request.method == "POST",
    }
    return render(request, "recording/check.html", context, status=422 if context["sent"] else 200)


def _recognised(kept: BegunForm, found: Found) -> Section:
    """What was answered about who may be a person of the report, with the way back."""
    rows = tuple(Row(one.name, one.answer.text if one.answer else "Not answered") for one in found.people)
    href = reverse("report_page", args=[kept.pk, found.role]) + "?change=1#seen"
    return Section(f"Is {found.question} on record already?", href, rows, wrong=False)


def _record(
    request: HttpRequest, kept: BegunForm, told: Told, user: User
) -> tuple[HttpResponseRedirect | None, list[Located]]:
    planned = plan(told, form=kept.pk, agency=user.agency)
    drafts = [one.draft for one in planned]
    try:
        with transaction.atomic():
            sql.one_writer()
            if done := keeping.done_by_now(kept):
                return redirect("report_done", done), []
            answers = plan_answers(user, kept, told)
            check_may_record(user, drafts, recognised=[one.draft for one in answers])
            planned += answers
            intake = flow.take_in([one.draft for one in planned], by=user.username)
            new = [one.entry for one in intake.recorded if not one.duplicate]
            log_recorded(new, by=user, action="report_new")
            report = Names(kept.pk).report.object
            keeping.finish(kept, done=report)
    except AnswersLost as lost:
        forget_lost(user, kept, told)
        return None, [Located("victim", "seen", str(lost))]
    except AnswersRefused as answers_refused:
        return None, [Located("victim", "seen", str(answers_refused))]
    except Refused as refused:
        found = locate_refused(refused, planned, told.filled)
        keeping.refuse(kept, [(one.page, one.field, one.message) for one in found])
        return None, found
    return redirect("report_done", report), []


def _section(told: Told, kept: BegunForm, slug: str, number: int = 0, wrong: Sequence[Located] = ()) -> Section:
    page = page_at(slug)
    filled = told.filled.get(slug)
    rows = tuple(Row(*pair) for pair in say_answers(filled)) if filled else ()
    title = f"Incident {number}" if number else page.title if page else slug
    href = reverse("report_page", args=[kept.pk, slug]) + "?change=1"
    return Section(title, href, rows, any(one.page == slug for one in wrong))


def _number(slug: str, kept: BegunForm) -> int:
    return incidents_in(kept.answers).index(slug) + 1 if slug in incidents_in(kept.answers) else 0


def _href(kept: BegunForm, one: Located) -> str:
    href = reverse("report_page", args=[kept.pk, one.page]) + "?change=1"
    return f"{href}#{one.field}" if one.field else href


@requires(Permission.RECORD_REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, begun: str) -> HttpResponse:
    """Ask whether to forget a report that was begun, and forget it: nothing brings the account back."""
    kept = keeping.find(signed_in(request), begun)
    if kept.done:
        return redirect("report_done", kept.done)
    if request.method == "POST":
        kept.delete()
        messages.success(request, "The unfinished report is deleted. Nothing of it was recorded.")
        return redirect("report_new")
    context = {
        "one": keeping.listed(kept),
        "answered": sum(1 for slug in SLUGS if kept.answers.get(slug)),
        "incidents": len(incidents_in(kept.answers)),
    }
    return render(request, "recording/delete.html", context)


@requires(Permission.RECORD_REPORT, consults="a report that was just made")
@require_safe
def done(request: HttpRequest, report: str) -> HttpResponse:
    """The report is recorded."""
    consult(request, {report})
    row = reports_by_name([report]).get(report)
    if row is None:
        raise Http404
    parts = people_in([report])
    victim = next((part.person for part in parts if part.role == "victim"), "")
    links = [
        ("Go to the report", address_if_any("report", report)),
        *(
            (f"Fill in {one.title}", reverse("risk_assess", args=[report, one.key]))
            for one in usable_by(signed_in(request))
            if one.expected
        ),
        ("See the victim’s journey", address_if_any("journey", victim) if victim else ""),
        ("Record the victim’s contact with us", address_if_any("contact_add", report)),
        ("Make another report", reverse("report_new")),
    ]
    who = who_is_who(signed_in(request), {part.person: part.role for part in parts})
    if who.shown:
        consult(request, who.shown)
    context = {
        "reference": name_report(report, row.reference),
        "links": [one for one in links if one[1]],
        "who": who,
    }
    return render(request, "recording/done.html", context)


def _setting(kept: BegunForm, user: User, answers: dict[str, Raw] | None = None) -> Setting:
    started = timezone.localtime(kept.started)
    return Setting(timezone.localdate(), f"{started:%H:%M}", kept.answers if answers is None else answers, user.agency)
