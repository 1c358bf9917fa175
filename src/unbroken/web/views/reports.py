"""Reports: one, as a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.models import User
from unbroken.access.policy import Permission, may_record
from unbroken.access.reading import Reading, read_report
from unbroken.cases.queries import Wanted, count_by, list_reports, reports_by_name
from unbroken.conduct.judging import courses_between, pairs_in, unknown_in
from unbroken.conduct.nocrime import statements_in
from unbroken.conduct.wording.queries import words_in
from unbroken.record.errors import NotAllowed
from unbroken.record.journey import as_known
from unbroken.web.actions import actions_on_report
from unbroken.web.asked import read_timeline_asked
from unbroken.web.beside import Parties, parties_for
from unbroken.web.desks.desk import gather
from unbroken.web.presenters.companions import pairs_in_report
from unbroken.web.presenters.findings import ADVISES, FindingSection, present_finding
from unbroken.web.presenters.listings import Cell
from unbroken.web.presenters.nocrime import present_statements
from unbroken.web.presenters.report_listing import SIZE, present_reports, read_reports_asked
from unbroken.web.presenters.reports import objects_named, present_report
from unbroken.web.presenters.risk import OfVictim, RiskSection, present_risk
from unbroken.web.presenters.twice import list_proposed
from unbroken.web.presenters.victims import offences_of
from unbroken.web.presenters.wording import Words, present_words
from unbroken.web.risk import cases_in, usable_by
from unbroken.web.twice import may_decide, proposed_for
from unbroken.web.visible import limits_of, name_objects, names_for, orders_for
from unbroken.web.wording import may_see_words, show_words


@require_safe
@requires(Permission.SEE_JOURNEYS, consults="a list of reports")
def reports(request: HttpRequest) -> HttpResponse:
    """Which reports are these?"""
    user = signed_in(request)
    limits = limits_of(user)
    everything = Wanted(without=limits.hidden, of=limits.reports)
    areas = count_by("area", everything)
    asked = read_reports_asked(request.GET, areas=areas)
    offences = offences_of(asked.group, count_by("offence", everything)) if asked.group else []
    wanted = replace(
        everything,
        flag=asked.flag,
        area=asked.area,
        stages=[asked.stage] if asked.stage else [],
        offences=offences or (["-"] if asked.group else []),  # a group without a report gives none, not all
        agencies=[user.agency] if asked.whose == "agency" else [],
        officer=user.username if asked.whose == "mine" else "",
    )
    found = list_reports(wanted, number=asked.page, size=SIZE)
    asked = asked.beyond(asked.page, last=found.pages)
    gathered = gather(found.rows, limits)
    consult(request, gathered.objects)
    page = present_reports(found, asked, reports=gathered, areas=areas, today=timezone.localdate())
    return render(request, "reports/list.html", {"page": page, "asked": asked}, status=asked.status)


@require_safe
@requires(Permission.SEE_JOURNEYS, consults="a report")
def report(request: HttpRequest, report: str) -> HttpResponse:
    """Where does this stand?"""
    user = signed_in(request)
    asked = read_timeline_asked(request.GET)
    reading = read_report(user, report, known_at=as_known(asked.known) if asked.known else None)
    if reading is None:
        raise refuse_closed(request, report)
    if report in reading.seen.restricted:
        refuse_closed(request, report)  # logged; then told why, as the journey it belongs to tells them too
        raise NotAllowed("This report is restricted. Ask a supervisor or a specialist reviewer.")
    limits = limits_of(user)
    proposals = proposed_for(limits, report) if may_decide(user) and not reading.known_at else []
    beside = {proposal.beside(report).report for proposal in proposals}
    consult(request, reading.objects | beside)
    names = name_objects(limits, objects_named(reading, report) | beside)
    orders = {name for name in reading.objects if name.startswith("order:")}
    page = present_report(
        reading,
        report=report,
        asked=asked,
        today=timezone.localdate(),
        actions=actions_on_report(user, report),
        names=names,
        orders=orders_for(user, orders, known_at=reading.known_at),
    )
    parties = None if reading.known_at else parties_for(user, {report})
    findings = _findings(request, report, parties) if parties else []
    twice = list_proposed(report, proposals, names) if proposals else None
    context = {
        "page": page,
        "asked": page.asked,
        "pairs": pairs_in_report(report, parties) if parties else (),
        "findings": findings,
        "advises": ADVISES,
        "statements": _statements(reading),
        "decides": bool(may_record(user, "finding.decided", user.agency)),
        "twice": twice,
        "risk": _risk(user, report, reading, names),
        "words": _words(user, report, reading),
    }
    return render(request, "reports/report.html", context, status=page.asked.status)


def _findings(request: HttpRequest, report: str, parties: Parties) -> list[FindingSection]:
    """What each suspect of a report did to each of its victims comes to, as far as the reader may see.

    Of a report that names nobody as suspect, what it tells by itself.
    """
    user = signed_in(request)
    named = parties.of.get(report, ())
    courses = courses_between(user, pairs_in(named, parties.resolved) or unknown_in(report, named))
    consult(request, frozenset().union(*(course.objects for course in courses)))
    names = names_for(limits_of(user), frozenset().union(*(course.people for course in courses)))
    return [present_finding(course, names) for course in courses]


def _statements(reading: Reading) -> tuple[Cell, ...]:
    """That it was said to be no crime or no stalking, to be read beside what it adds up to."""
    return present_statements(statements_in(one.entry for one in reading.effective() if one.withdrawn is None))


def _words(user: User, report: str, reading: Reading) -> tuple[Words, ...]:
    """The words to look at, for those who supervise, as they stand now."""
    if reading.known_at or not may_see_words(user):
        return ()
    entries = [one.entry for one in reading.effective() if one.withdrawn is None]
    return present_words(show_words(user, words_in(report), entries), reports_by_name([report]))


def _risk(user: User, report: str, reading: Reading, names: Mapping[str, str]) -> RiskSection | None:
    """Where the risk stands; as it was known then, where that was asked for. None where no victim is named."""
    cases = cases_in(report, [one.entry for one in reading.effective() if one.withdrawn is None])
    today = None if reading.known_at else timezone.localdate()
    of_each = [
        OfVictim(
            case.victim, case.standings(today), case.without_form(), case.supervision(), case.prompts(), case.offence
        )
        for case in cases
    ]
    usable = frozenset(one.key for one in usable_by(user))
    may_classify = bool(may_record(user, "report.classified", user.agency)) and not reading.known_at
    return present_risk(report, of_each, names, usable=usable, may_classify=may_classify) if of_each else None
