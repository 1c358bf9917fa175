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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unbroken import flow
from unbroken.access.gate import requires, signed_in
from unbroken.access.log import log_recorded
from unbroken.access.models import User
from unbroken.access.policy import Permission, may_record
from unbroken.access.writing import check_may_record
from unbroken.cases.queries import find_by_reference
from unbroken.exchange.exporting.journey import LANE_TITLES
from unbroken.exchange.exporting.shapes import title_of
from unbroken.record import sql
from unbroken.record.check import AMENDMENTS
from unbroken.record.entries import Draft
from unbroken.record.errors import Conflict, NotAllowed, Refused
from unbroken.record.kinds import REGISTER, Kind, Lane
from unbroken.web.addresses import address_if_any
from unbroken.web.forms import Filled
from unbroken.web.recording import keeping
from unbroken.web.recording.advocacy import shown_to_triage
from unbroken.web.recording.asked import Raw, raw_of
from unbroken.web.recording.described import NOT_LOOKED_AT, Describing, is_looked_for, split_blocks
from unbroken.web.recording.entry_form import EntryForm, entry_form
from unbroken.web.recording.matter import Matter, open_matter
from unbroken.web.recording.recognising import split
from unbroken.web.recording.seeing import AnswersLost, AnswersRefused, consult_once, is_too_much, show_seen
from unbroken.web.recording.sheets import Sheet, sheet_of
from unbroken.web.recording.subjects import Find
from unbroken.web.recording.suggested import NOT_LOOKED_AT as WORDS_NOT_LOOKED_AT
from unbroken.web.recording.suggested import SHOWN, not_shown, suggest_for_entry, words_of
from unbroken.web.recording.suggesting import Suggestions
from unbroken.web.visible import limits_of

TRIAGED = "support.triaged"
# They have a way in of their own.
_ELSEWHERE = (
    frozenset(
        {
            "report.made",
            "enquiry.asked",
            "enquiry.answered",
            "report.kept_apart",
            "wording.reviewed",
            "coding.sampled",
            "coding.drawn",
            "coding.coded",
            "coding.adjudicated",
        }
    )
    | AMENDMENTS
)


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
    raw, said = (kept.answers.get(page, {}) if kept else {} for page in (_PAGE, "said"))
    form = entry_form(kind, matter, raw, today=timezone.localdate(), find=_finder(user))
    page = _Page(request, user, matter, form, _describing(user, matter, form, said))
    if kept is not None:
        return _show(page, form.asked.show(raw), kept=True)
    return _show(page, form.start(today=timezone.localdate()))


_PAGE = "entry"


@dataclass(frozen=True, slots=True)
class _Page:
    """A form as it is shown to somebody: about which report, and whom it describes where it looks for them."""

    request: HttpRequest
    user: User
    matter: Matter
    form: EntryForm
    describing: Describing | None


def _describing(user: User, matter: Matter, form: EntryForm, said: Raw) -> Describing | None:
    if not is_looked_for(user, form.sheet.kind):
        return None
    return Describing(user, matter, form, said, timezone.localdate())


def _take(request: HttpRequest, matter: Matter, kind: str, user: User) -> HttpResponse:
    (raw, said), do = split(raw_of(request.POST)), request.POST.get("do", "")
    more = do.removeprefix("add-") if do.startswith("add-") else ""
    form = entry_form(kind, matter, raw, today=timezone.localdate(), more=more, find=_finder(user))
    page = _Page(request, user, matter, form, _describing(user, matter, form, said))
    if more or do == "look":
        return _show(page, form.asked.show(raw))
    if do == "later":
        keeping.keep_entry(user, kind, matter.report, raw, said=said)
        messages.success(request, "What you typed is kept. Only you can see it.")
        return redirect(_onward(matter))
    filled = form.asked.read(raw)
    if not filled.ok or form.about.missing:
        return _show(page, filled)
    if not_shown(_suggestions(page, filled), raw):
        return _show(page, filled, first=({"text": WORDS_NOT_LOOKED_AT, "href": "#suggested"},))
    try:
        twice = _record(page, filled)
    except _NotLookedAt:
        return _show(page, filled, first=({"text": NOT_LOOKED_AT, "href": "#seen"},))
    except (AnswersLost, AnswersRefused) as answers:
        return _show(page, filled, first=({"text": str(answers), "href": "#seen"},))
    except Conflict:
        again = "This form has been recorded already, with other answers. Open it again to record something new."
        return _show(page, filled.refuse([("", again)]))
    except Refused as refused:
        return _refused(page, filled, refused)
    keeping.forget_entry(user, kind, matter.report)
    done = "It had been recorded already. Nothing was recorded twice." if twice else f"{title_of(kind)}: recorded."
    messages.success(request, f"{done} {form.sheet.after}".strip())
    return redirect((request.GET.get("next") and _next(request, matter)) or _onward(matter))


class _NotLookedAt(Exception):
    """Somebody on record may be the person described, and was not shown to whoever describes them."""


def _record(page: _Page, filled: Filled) -> bool:
    """Record the entry, and what was answered about who it is. Whether all of it had been recorded before."""
    draft, describing = page.form.draft(filled.values, agency=page.user.agency), page.describing
    action = f"add:{draft.kind}"
    with transaction.atomic():
        if describing is None:
            return record([draft], by=page.user, action=action)
        sql.one_writer()  # nobody decides who it is between what is looked up and what is recorded
        if describing.is_recorded:
            return record([draft], by=page.user, action=action)
        found = describing.look_up(filled)
        if describing.not_looked_at(found):
            raise _NotLookedAt
        person = next(subject.object for subject in draft.subjects if subject.role == "person")
        answers = describing.draft_answers(person, found)
        return record([draft], by=page.user, action=action, recognised=answers)


@requires(Permission.RECOGNISE, consults="a report, and people who may be on record")
@require_POST
def look(request: HttpRequest, report: str, kind: str) -> HttpResponse:
    """Who on the record somebody may be who is being described: asked as somebody types. Keeps nothing."""
    user = signed_in(request)
    if not _is_offered(kind) or not is_looked_for(user, kind):
        raise Http404
    if is_too_much(request):
        return HttpResponse(status=429)
    matter = open_matter(request, report, log=consult_once)
    raw, said = split(raw_of(request.POST))
    form = entry_form(kind, matter, raw, today=timezone.localdate())
    found = Describing(user, matter, form, said, timezone.localdate()).look_up(form.asked.show(raw))
    return render(request, "recording/_seen.html", show_seen(request, [found], again=True, form=_PAGE))


def record(drafts: Sequence[Draft], *, by: User, action: str, recognised: Sequence[Draft] = ()) -> bool:
    """Record drafts if their author may, and log it. Whether all of them had been recorded before.

    `recognised` say who those are whom the drafts describe.
    """
    check_may_record(by, drafts, recognised=recognised)
    with transaction.atomic():
        intake = flow.take_in([*drafts, *recognised], by=by.username)
        new = [one.entry for one in intake.recorded if not one.duplicate]
        log_recorded(new, by=by, action=action)
    return not new


def _refused(page: _Page, filled: Filled, refused: Refused) -> HttpResponse:
    matter, form = page.matter, page.form
    if any(problem.field == "kind" for problem in refused.problems):
        # What was typed is kept while somebody records what must come first.
        keeping.keep_entry(page.user, form.sheet.kind, matter.report, raw_of(page.request.POST))
        href = reverse("relationship_add", args=[matter.report]) + f"?next={form.sheet.kind}"
        text = "Say how victim and suspect know one another before you close the report. What you typed is kept."
        return _show(page, filled, first=({"text": text, "href": href},))
    return _show(page, form.refused(filled, refused))


def _show(page: _Page, filled: Filled, *, kept: bool = False, first: Sequence[dict[str, str]] = ()) -> HttpResponse:
    request, matter, form, sheet = page.request, page.matter, page.form, page.form.sheet
    first_blocks, more_blocks = split_blocks(sheet, form.asked.blocks)
    suggestions = _suggestions(page, filled)
    context = {
        "matter": matter,
        "sheet": sheet,
        "form": filled,
        "errors": [*first, *filled.errors],
        "first_blocks": first_blocks,
        "more_blocks": more_blocks,
        "beside": page.describing is not None,
        "suggestions": suggestions,
        "read_here": words_of(sheet.kind),
        "shown": [(SHOWN, code) for code in suggestions.codes],
        "past": matter.past(sheet.history),
        "known": shown_to_triage(matter) if sheet.kind == TRIAGED else (),
        "instead": _instead(request, matter, sheet),
        "missing": [_missing(matter, role) for role in form.about.missing],
        "kept": kept,
    }
    if page.describing is not None:
        context["look"] = reverse("entry_seen", args=[matter.report, sheet.kind])
        context |= show_seen(request, [page.describing.look_up(filled)], form=_PAGE)
    wrong = bool(first) or not filled.ok or (request.method == "POST" and bool(form.about.missing))
    return render(request, "recording/entry.html", context, status=422 if wrong else 200)


def _suggestions(page: _Page, filled: Filled) -> Suggestions:
    """What the words typed so far may say beyond what is answered."""
    return suggest_for_entry(page.form.sheet.kind, filled)


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
