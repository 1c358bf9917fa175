"""Recording one entry about a report: a page for each kind that has a form of its own, and one list for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unbroken import flow
from unbroken.access.gate import requires, signed_in
from unbroken.access.log import log_recorded
from unbroken.access.models import User
from unbroken.access.policy import Permission, may_record
from unbroken.access.writing import check_may_record
from unbroken.cases.queries import find_by_reference
from unbroken.exchange.exporting.journey import LANE_TITLES
from unbroken.exchange.exporting.shapes import title_of
from unbroken.record.check import AMENDMENTS
from unbroken.record.entries import Draft
from unbroken.record.errors import Conflict, NotAllowed, Refused
from unbroken.record.kinds import REGISTER, Kind, Lane
from unbroken.web.addresses import address_if_any
from unbroken.web.forms import Filled
from unbroken.web.recording import keeping
from unbroken.web.recording.asked import raw_of
from unbroken.web.recording.entry_form import EntryForm, entry_form
from unbroken.web.recording.matter import Matter, open_matter
from unbroken.web.recording.sheets import Sheet, sheet_of
from unbroken.web.recording.subjects import Find
from unbroken.web.visible import limits_of

# They have a way in of their own.
_ELSEWHERE = frozenset({"report.made", "enquiry.asked", "enquiry.answered"}) | AMENDMENTS


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a form."""

    text: str
    href: str


@requires(Permission.SEE_JOURNEYS, consults="a report")
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, report: str, kind: str) -> HttpResponse:
    """Record an entry of this kind about this report."""
    user = signed_in(request)
    if not _is_offered(kind):
        raise Http404
    if not (decision := may_record(user, kind, user.agency)):
        raise NotAllowed(decision.reason.replace(f"record {kind}", f"record this: {title_of(kind).lower()}"))
    matter = open_matter(request, report)
    if request.method == "POST":
        return _take(request, matter, kind, user)
    kept = keeping.kept_entry(user, kind, report)
    raw = kept.answers.get(_PAGE, {}) if kept else {}
    form = entry_form(kind, matter, raw, today=timezone.localdate(), find=_finder(user))
    if kept is not None:
        return _show(request, matter, form, form.asked.show(kept.answers[_PAGE]), kept=True)
    return _show(request, matter, form, form.start(today=timezone.localdate()))


_PAGE = "entry"


def _take(request: HttpRequest, matter: Matter, kind: str, user: User) -> HttpResponse:
    raw, do = raw_of(request.POST), request.POST.get("do", "")
    more = do.removeprefix("add-") if do.startswith("add-") else ""
    form = entry_form(kind, matter, raw, today=timezone.localdate(), more=more, find=_finder(user))
    if more:
        return _show(request, matter, form, form.asked.show(raw))
    if do == "later":
        keeping.keep_entry(user, kind, matter.report, raw)
        messages.success(request, "What you typed is kept. Only you can see it.")
        return redirect(_onward(matter))
    filled = form.asked.read(raw)
    if not filled.ok or form.about.missing:
        return _show(request, matter, form, filled)
    try:
        twice = record([form.draft(filled.values, agency=user.agency)], by=user, action=f"add:{kind}")
    except Conflict:
        again = "This form has been recorded already, with other answers. Open it again to record something new."
        return _show(request, matter, form, filled.refuse([("", again)]))
    except Refused as refused:
        return _refused(request, matter, form, filled, refused)
    keeping.forget_entry(user, kind, matter.report)
    said = "It had been recorded already. Nothing was recorded twice." if twice else f"{title_of(kind)}: recorded."
    messages.success(request, f"{said} {form.sheet.after}".strip())
    return redirect((request.GET.get("next") and _next(request, matter)) or _onward(matter))


def record(drafts: Sequence[Draft], *, by: User, action: str) -> bool:
    """Record drafts if their author may, and log it. Whether all of them had been recorded before."""
    check_may_record(by, drafts)
    with transaction.atomic():
        intake = flow.take_in(drafts, by=by.username)
        new = [one.entry for one in intake.recorded if not one.duplicate]
        log_recorded(new, by=by, action=action)
    return not new


def _refused(request: HttpRequest, matter: Matter, form: EntryForm, filled: Filled, refused: Refused) -> HttpResponse:
    if any(problem.field == "kind" for problem in refused.problems):
        # What was typed is kept while somebody records what must come first.
        keeping.keep_entry(signed_in(request), form.sheet.kind, matter.report, raw_of(request.POST))
        href = reverse("relationship_add", args=[matter.report]) + f"?next={form.sheet.kind}"
        text = "Say how victim and suspect know one another before you close the report. What you typed is kept."
        return _show(request, matter, form, filled, first=({"text": text, "href": href},))
    return _show(request, matter, form, form.refused(filled, refused))


def _show(
    request: HttpRequest,
    matter: Matter,
    form: EntryForm,
    filled: Filled,
    *,
    kept: bool = False,
    first: Sequence[dict[str, str]] = (),
) -> HttpResponse:
    sheet = form.sheet
    context = {
        "matter": matter,
        "sheet": sheet,
        "form": filled,
        "errors": [*first, *filled.errors],
        "blocks": form.asked.blocks,
        "past": matter.past(sheet.history),
        "instead": _instead(request, matter, sheet),
        "missing": [_missing(matter, role) for role in form.about.missing],
        "kept": kept,
    }
    wrong = bool(first) or not filled.ok or (request.method == "POST" and bool(form.about.missing))
    return render(request, "recording/entry.html", context, status=422 if wrong else 200)


def _instead(request: HttpRequest, matter: Matter, sheet: Sheet) -> list[Link]:
    user = signed_in(request)
    return [
        Link(text, reverse("entry_add", args=[matter.report, kind]))
        for text, kind in sheet.instead
        if may_record(user, kind, user.agency)
    ]


def _missing(matter: Matter, role: str) -> Link:
    """What must be recorded first, where nobody or nothing plays a role yet."""
    first = {
        "order": ("There is no order in this report yet. Record first that one was considered", "order.considered"),
        "prosecution": ("There is no prosecution in this report yet. Record first a charge", "charge.laid"),
        "referral": ("There is no referral in this report yet. Record it first", "referral.made"),
    }
    text, kind = first.get(role, (f"The report has no {role} yet. Describe them first", "person.described"))
    return Link(text, reverse("entry_add", args=[matter.report, kind]))


@requires(Permission.SEE_JOURNEYS, consults="a report")
@require_safe
def choose(request: HttpRequest, report: str) -> HttpResponse:
    """Everything that the reader may record about a report."""
    user = signed_in(request)
    matter = open_matter(request, report)
    groups: dict[Lane, list[Link]] = {}
    for kind in REGISTER:
        if _is_offered(kind.kind) and may_record(user, kind.kind, user.agency):
            link = Link(kind.title(), reverse("entry_add", args=[report, kind.kind]))
            groups.setdefault(kind.lane, []).append(link)
    named = [(LANE_TITLES[lane], sorted(groups[lane], key=lambda link: link.text)) for lane in Lane if lane in groups]
    return render(request, "recording/choose.html", {"matter": matter, "groups": named})


def _is_offered(name: str) -> bool:
    """Whether a kind can be recorded about a report on a form."""
    kind = REGISTER.get(name)
    return kind is not None and _has_form(kind) and name not in _ELSEWHERE


def _has_form(kind: type[Kind]) -> bool:
    roles = {rule.role for rule in kind.subjects}
    asked = roles & set(sheet_of(kind.kind).only_about or roles)
    return "report" in asked and "other_person" not in asked


def _finder(user: User) -> Find:
    """Finds reports by a reference, among those that this reader may see."""
    return lambda text: [name for name in find_by_reference(text) if name not in limits_of(user).hidden]


def _onward(matter: Matter) -> str:
    return matter.href or address_if_any("home") or "/"


def _next(request: HttpRequest, matter: Matter) -> str:
    """The form that somebody came from, to go back to: only ever one of our own."""
    kind = request.GET.get("next", "")
    return reverse("entry_add", args=[matter.report, kind]) if _is_offered(kind) else ""
