"""Two reports that may be one incident recorded twice: a person decides, and what was decided can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission
from unbroken.cases.twice import MERGED
from unbroken.record.entries import Draft, Subject
from unbroken.record.errors import Conflict, NotAllowed, Refused
from unbroken.record.ids import new_id
from unbroken.web.forms import Filled
from unbroken.web.presenters.register_forms import OVERTAKEN, SENT_AGAIN
from unbroken.web.presenters.twice import APART, NOTE, OTHER, TAKE_APART, VERDICT, call, decision_form, present_two
from unbroken.web.recording.asked import raw_of
from unbroken.web.recording.entry_form import FORM_ID, SOURCE, TWICE, numbered
from unbroken.web.recording.meanwhile import SEEN, Overtaken, record_as_seen
from unbroken.web.twice import Two, read_two
from unbroken.web.visible import Limits, limits_of, names_for

_MERGED = "They are held to be one incident already. Withdraw that entry first, if it is wrong."
_STANDS_APART = "Somebody holds them to be different incidents. Withdraw that entry first, if it is wrong."
_NOTHING_LEFT = "Nothing that is compared speaks for one incident any more: there is nothing to keep apart."
_IS_MERGED = "merged"  # the version of two that are one already: no form carries it
_APART = "Recorded. The two are held to be different incidents, and proposed again only if something new speaks for it."


@dataclass(frozen=True, slots=True)
class _Opened:
    """Two reports as somebody opened them, in the order of the address."""

    user: User
    limits: Limits
    two: Two

    @property
    def names(self) -> tuple[str, str]:
        """The names of both."""
        return self.two.one.object, self.two.other.object


@requires(Permission.RECORD_POLICE, consults="two reports that may be one")
@require_http_methods(["GET", "HEAD", "POST"])
def twice(request: HttpRequest, report: str, other: str) -> HttpResponse:
    """Are these two reports one incident, recorded twice?"""
    opened = _open(request, report, other)
    if request.method == "POST":
        return _decide(request, opened)
    return _show(request, opened, _start(opened, {}))


def _open(request: HttpRequest, report: str, other: str) -> _Opened:
    """The two, if the reader may see both and there is something to decide or decided. Raises Http404, NotAllowed."""
    user = signed_in(request)
    limits = limits_of(user)
    if report in limits.restricted and limits.speaks_of(report):
        refuse_closed(request, report)  # logged; then told why, as the page of the report tells it
        raise NotAllowed("This report is restricted. Ask a supervisor or a specialist reviewer.")
    two = read_two(limits, report, other)
    if two is None:
        raise refuse_closed(request, report, other)
    consult(request, two.objects)
    return _Opened(user, limits, two)


def _start(opened: _Opened, values: Mapping[str, Any]) -> Filled:
    return decision_form(opened.two).start({**values, FORM_ID: new_id(), SEEN: opened.two.version})


def _show(request: HttpRequest, opened: _Opened, form: Filled) -> HttpResponse:
    persons = {name for name in opened.two.objects if name.startswith("person:")}
    page = present_two(opened.two, names_for(opened.limits, persons))
    context = {"page": page, "form": form, "asks": page.asks or not form.ok}
    return render(request, "reports/twice.html", context, status=200 if form.ok else 422)


def _decide(request: HttpRequest, opened: _Opened) -> HttpResponse:
    form = decision_form(opened.two).read(request.POST)
    form = numbered(form, raw_of(request.POST))
    if form.ok and form.values[VERDICT] == APART and not opened.two.evidence:
        form = form.refuse([(VERDICT, _NOTHING_LEFT)])
    is_known = form.values.get(SEEN) == opened.two.version  # else what was decided meanwhile is shown first
    if form.ok and is_known and form.values[VERDICT] != APART and opened.two.is_kept_apart:
        form = form.refuse([(VERDICT, _STANDS_APART)])
    if not form.ok:
        return _show(request, opened, form)
    draft = _draft(opened, form)
    try:
        again = _record(opened, draft, seen=form.values[SEEN] or "")
    except Overtaken:
        fresh = _open(request, *opened.names)
        kept = {name: form.values[name] for name in (VERDICT, NOTE)}
        return _show(request, fresh, _start(fresh, kept).refuse([("", _MERGED if fresh.two.is_merged else OVERTAKEN)]))
    except Conflict:
        return _show(request, opened, form.refuse([("", SENT_AGAIN)]))
    except Refused as refused:
        return _show(request, opened, form.refused(refused))
    messages.success(request, TWICE if again else _say_done(opened, draft))
    return redirect("report", opened.names[0])


def _draft(opened: _Opened, form: Filled) -> Draft:
    """What the form says. The evidence is what was looked at: the form carries its version, which must still hold."""
    report, other = opened.names[::-1] if form.values[VERDICT] == OTHER else opened.names
    is_apart = form.values[VERDICT] == APART
    body = {"evidence": list(opened.two.evidence)} if is_apart else {"why": MERGED}
    note = form.values.get(NOTE)
    return Draft(
        kind="report.kept_apart" if is_apart else "report.linked",
        body=body | ({"note": note} if note else {}),
        subjects=(Subject("report", report), Subject("other_report", other)),
        happened=timezone.localdate().isoformat(),
        agency=opened.user.agency,
        source=SOURCE,
        source_ref=form.values[FORM_ID],
    )


def _record(opened: _Opened, draft: Draft, *, seen: str) -> bool:
    """Record the decision, unless what it is about has changed since. Whether it had been recorded before."""

    def now() -> str:
        two = read_two(limits_of(opened.user), *opened.names)
        return two.version if two and not two.is_merged else _IS_MERGED

    return record_as_seen(draft, by=opened.user, action=f"twice:{draft.kind}", seen=seen, now=now)


def _say_done(opened: _Opened, draft: Draft) -> str:
    if draft.kind == "report.kept_apart":
        return _APART
    called = call(opened.two)
    duplicate, of = (subject.object for subject in draft.subjects)
    return f"Recorded. {called[duplicate]} counts as the duplicate of {called[of]}. {TAKE_APART}"
