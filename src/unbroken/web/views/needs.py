"""Needs of suspects that are reported or assessed, and for which nobody has recorded a referral or a reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, requires, signed_in
from unbroken.access.policy import Permission, may_record
from unbroken.access.reading import read_entries
from unbroken.cases.queries import parts_of
from unbroken.people.resolved import resolved
from unbroken.record.amend import standing
from unbroken.record.errors import NotAllowed
from unbroken.record.queries import entries_about
from unbroken.safety.needs import needs_of
from unbroken.triage.needs import unanswered
from unbroken.web.presenters.needs import SIZE, Unanswered, present_unanswered, read_needs_asked
from unbroken.web.presenters.paging import page_count
from unbroken.web.visible import Limits, limits_of, names_for


@requires(Permission.SEE_JOURNEYS, consults="a list of suspects by their needs")
@require_safe
def needs(request: HttpRequest, kind: str) -> HttpResponse:
    """Which needs has nobody answered?"""
    user = signed_in(request)
    if not (decision := may_record(user, kind, user.agency)):
        raise NotAllowed(decision.reason.replace(f"record {kind}", "say what follows from a need"))
    limits = limits_of(user)
    asked = read_needs_asked(request.GET)
    people = [name for name, _ in unanswered(shows=limits.shows)]
    asked = asked.beyond(asked.page, last=page_count(len(people), SIZE))
    number = min(asked.page, page_count(len(people), SIZE))
    found = list(_read(limits, people[(number - 1) * SIZE : number * SIZE]))
    consult(request, {one.person for one in found})
    names = names_for(limits, {one.person for one in found})
    page = present_unanswered(found, asked, total=len(people), names=names)
    return render(request, "needs/list.html", {"page": page, "asked": asked}, status=asked.status)


def _read(limits: Limits, people: Sequence[str]) -> Iterator[Unanswered]:
    """Their needs, folded from what this reader sees of them under every name: a table knows more than one reader."""
    members = {name: frozenset(one.members) for name, one in resolved(people).items()}
    everybody = frozenset().union(*members.values())
    entries = standing(read_entries(limits.user, entries_about(everybody)).entries) if everybody else []
    reports: dict[str, str] = {}
    for part in parts_of(everybody):
        if part.role == "suspect" and limits.shows(part.report):
            reports[part.person] = part.report  # the last that was made
    for name in people:
        names = members[name]
        found = needs_of(name, entries, names=names)
        if found is not None and any(need.is_open for need in found.needs):
            shown = name if limits.shows(name) else next(filter(limits.shows, sorted(names)), name)
            yield Unanswered(shown, found, next((reports[one] for one in sorted(names) if one in reports), ""))
