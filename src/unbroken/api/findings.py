"""Operations that say what a course of conduct adds up to: judged from what the caller may see, as the pages do."""

# Annotations are read when the operations are made, past the decorator that guards them: they cannot be put off.

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import P, PathEx, QueryEx, Router

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.policy import Permission
from unbroken.access.reading import read_report
from unbroken.api.answers import answer
from unbroken.api.auth import READS
from unbroken.api.reading import KNOWN_AT, moment
from unbroken.api.service import FAILS, Unreadable
from unbroken.api.shapes import PERSON, REPORT, PairFindingsOut, ReportFindingsOut
from unbroken.conduct.course.pairs import Decided
from unbroken.conduct.course.telling import Asked, Judged, Met, Part, Reason
from unbroken.conduct.judging import Course, courses_of, courses_of_report
from unbroken.conduct.pair_reading import RESTRICTED, Refusal, read_pair
from unbroken.conduct.recognition import Rule
from unbroken.people.graph import Bond
from unbroken.record.errors import NotAllowed, Problem

_SHUT = "This report is restricted. Ask a supervisor or a specialist reviewer."
router = Router(tags=["Recognition"], throttle=[READS])


@router.get(
    "/pairs/{one}/{other}/findings",
    response={200: PairFindingsOut, **FAILS},
    summary="Findings about two people",
)
@requires(Permission.API_READ, consults="what lies between two people")
def pair_findings(
    request: HttpRequest,
    one: PathEx[str, P(pattern=PERSON, description="One of the two, under any of their names.")],
    other: PathEx[str, P(pattern=PERSON, description="The other.")],
    known_at: QueryEx[str | None, P(max_length=40, description=KNOWN_AT)] = None,
) -> HttpResponse:
    """What each of two people is said to have done to the other comes to, by written rules: advice, and no decision.

    It is judged from what the caller may see and nothing else. None, where nothing is told.
    """
    reading = read_pair(signed_in(request), one, other, known_at=moment(known_at))
    if isinstance(reading, Refusal):
        closed = refuse_closed(request, one, other)
        if reading.is_one_person:
            raise Unreadable(Problem("other", "is the same person as the first", "somebody else"))
        raise NotAllowed(RESTRICTED) if reading.restricted else closed
    consult(request, reading.objects)
    return answer({"known_at": reading.known_at, "findings": say_courses(courses_of(reading))})


@router.get("/reports/{report}/findings", response={200: ReportFindingsOut, **FAILS}, summary="Findings of a report")
@requires(Permission.API_READ, consults="what lies between two people")
def report_findings(request: HttpRequest, report: PathEx[str, P(pattern=REPORT)]) -> HttpResponse:
    """What each suspect of a report is said to have done to each of its victims comes to, in whatever report.

    Of a report that names nobody as suspect, what it tells by itself.
    """
    user = signed_in(request)
    reading = read_report(user, report)
    if reading is None:
        raise refuse_closed(request, report)
    if report in reading.seen.restricted:
        refuse_closed(request, report)
        raise NotAllowed(_SHUT)
    courses = courses_of_report(user, report)
    consult(request, reading.objects.union(*(course.objects for course in courses)))
    return answer({"report": report, "findings": say_courses(courses)})


def say_courses(courses: Iterable[Course]) -> list[dict[str, Any]]:
    """What each course comes to."""
    return [
        {
            "victim": course.victim,
            "suspect": None if course.is_unknown else course.suspect,
            "reports": list(course.judged.course.reports),
            **_say_judged(course.judged, course.held_by),
            "apart": [_say_part(part, course.held_by) for part in course.judged.parts],
            "decision": _say_decision(course.decided, settled=course.is_settled) if course.decided else None,
        }
        for course in courses
    ]


def _say_judged(judged: Judged, held_by: Mapping[str, Bond]) -> dict[str, Any]:
    return {
        "finding": judged.finding,
        "limbs": [_say_rule(rule) for rule in judged.recognised.limbs],
        "rests_on_words": judged.rests_on_words,
        "recorded_finding": judged.recorded_finding,
        "four": [_say_asked(one) for one in judged.four],
        "prompt": judged.prompt,
        "rules_met": [{**_say_rule(one.rule), **_say_reasons(one)} for one in judged.met],
        "rules_not_met": [_say_rule(rule) for rule in judged.recognised.not_met],
        "changing": [{"fact": one.fact, "finding": one.finding} for one in judged.changing],
        "questions": list(judged.recognised.questions),
        "incidents": [
            {
                "entry": one.act.entry,
                "on": one.act.on,
                "also": list(one.act.also),
                "surely": one.surely,
                "weakest_link": _say_bond(held_by.get(one.act.entry)),
            }
            for one in judged.course.incidents
        ],
    }


def _say_part(part: Part, held_by: Mapping[str, Bond]) -> dict[str, Any]:
    apart = part.apart
    return {"entry": apart.entry, "on": apart.on, "reason": apart.reason, **_say_judged(part.judged, held_by)}


def _say_bond(bond: Bond | None) -> dict[str, Any] | None:
    return {"one": bond.one, "other": bond.other, "bits": bond.weight, "entry": bond.entry} if bond else None


def _say_asked(asked: Asked) -> dict[str, Any]:
    by = asked.by
    reasons = _say_reasons(by) if by else {"reasons": [], "count": 0}
    return {"question": asked.question.name, "answer": asked.answer, "rule": by.rule.name if by else None, **reasons}


def _say_rule(rule: Rule) -> dict[str, Any]:
    return {"rule": rule.name, "says": rule.says, "reference": rule.reference}


def _say_reasons(met: Met) -> dict[str, Any]:
    every = (*met.reasons, *met.more)
    return {"reasons": _say_each(every), "count": len(every)}


def _say_each(reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    return [
        {"told": one.name, "entry": one.entry, "on": one.on, "says": one.says, "words": one.words or None}
        for one in reasons
    ]


def _say_decision(decided: Decided, *, settled: bool) -> dict[str, Any]:
    entry = decided.entry
    return {
        "entry": entry.id,
        "on": entry.day,
        "finding": decided.finding,
        "decision": decided.decision,
        "reason": entry.get("reason"),
        "settled": settled,
    }
