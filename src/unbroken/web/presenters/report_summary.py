"""Where a report stands, in a few lines: what it is held to be, who has it, how long each step took. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from django.urls import reverse

from unbroken.cases.fold import Report
from unbroken.cases.fold.court_shapes import StageEntered
from unbroken.cases.fold.shapes import Classification, Closure, Leaving, SafeToTalk
from unbroken.cases.references import short_reference
from unbroken.cases.stages import STAGES
from unbroken.record.times import Length
from unbroken.vocabulary.agencies import say_agency
from unbroken.vocabulary.answers import ANSWERS
from unbroken.vocabulary.codes import CodeList
from unbroken.vocabulary.offences import OFFENCES
from unbroken.vocabulary.outcomes import CLOSURE_REASONS, DECIDERS, OUTCOMES, WITHDRAWAL_REASONS
from unbroken.vocabulary.people import RELATIONSHIPS
from unbroken.vocabulary.reports import CHANNELS, CLASSIFICATION_STAGES, FORCES, RECLASSIFICATION_REASONS, REPORTERS
from unbroken.vocabulary.support import WITHDRAWAL_STAGES
from unbroken.web.presenters.cases import reference_of, say_class, say_days_open
from unbroken.web.presenters.listings import Cell, Fact, Listing, listing
from unbroken.web.words import NOT_RECORDED, say_between, say_count, say_day, say_length

_WAYS: Mapping[str, str] = MappingProxyType(
    {
        "withdrew": "The victim withdrew",
        "disengaged": "The victim could no longer be reached",
        "no_support_at_report": "The victim did not want a prosecution at the time of the report",
    }
)
_FLAGS_BY: Mapping[str, str] = MappingProxyType(
    {
        "police_rule": "the police flag and the rule differ",
        "cps_rule": "the CPS flag and the rule differ",
        "police_cps": "the police and the CPS flags differ",
    }
)
_BY_RULE: Mapping[str, str] = MappingProxyType(
    {
        "connected": "by rule, because they are or were partners or are family, and both are 16 or over",
        "under_16": "by rule, because one of them is recorded as under 16; check the birth dates and ages",
        "not_connected": "by rule, because they are not recorded as partners, former partners or family",
    }
)


def summarise(report: Report, *, today: date) -> tuple[Fact, ...]:
    """The summary list of a report, in the order in which it is asked."""
    return (
        Fact("Class now", say_class(report.classes.current), note=_say_first_class(report)),
        Fact("Held to be stalking since", _recognised(report), note=_days_to_recognition(report)),
        Fact("Where it stands", STAGES.label(report.stage), note=_since(report.stages[-1])),
        Fact("How long", say_days_open(report, today=today)),
        *_outcome(report.outcome),
        *(_leaving(leaving) for leaving in report.leavings),
        Fact("Officer in the case", report.allocations.officer or NOT_RECORDED, note=_officers(report)),
        Fact("Team", report.allocations.team or NOT_RECORDED),
        Fact("Stalking single point of contact", report.allocations.stalking_lead or NOT_RECORDED),
        Fact("Supervisor", report.allocations.supervisor or NOT_RECORDED),
        Fact("Relationship", label(RELATIONSHIPS, report.relationship), note="Suspect to victim, as last stated"),
        Fact("Domestic abuse", *_domestic(report)),
        Fact("Last contact with the victim", *_contact(report, today)),
        *_safe_to_talk(report.contact.safe_to_talk),
        Fact("Made", *_made(report)),
        Fact("References", say_references(report)),
        Fact("Force and area", *_place(report)),
    )


def list_classes(report: Report) -> Listing:
    """Every class the report was given, first to last."""
    rows = (
        (
            Cell(say_between(item.on, item.last_on), reverse("entry", args=[item.entry])),
            Cell(OFFENCES.label(item.offence), note=_included(item)),
            Cell(CLASSIFICATION_STAGES.label(item.stage), note=label(DECIDERS, item.decided_by, none="")),
            _why(item),
        )
        for item in report.classes.history
    )
    return listing(
        "Every class it was given",
        ("Day", "Class", "Stage", "Reason"),
        rows,
        empty="No class is recorded. It appears here when somebody classifies the report.",
    )


def list_steps(report: Report) -> tuple[Fact, ...]:
    """How long after the report each step came."""
    days = report.days
    found = (
        ("Suspect identified", days.identified),
        ("First arrest", days.arrested),
        ("First interview", days.interviewed),
        ("Victim's device examined", days.victim_device),
        ("Suspect's device examined", days.suspect_device),
        *((f"File to the CPS, submission {n}", sent) for n, sent in enumerate(days.submissions, 1)),
        ("First charge", days.charged),
        ("First hearing", days.first_hearing),
        ("Case ended", days.ended),
    )
    return tuple(Fact(text, _say_after(number)) for text, number in found)


def label(codes: CodeList, code: str | None, *, none: str = NOT_RECORDED) -> str:
    """The readable name of a code; `none` where there is none."""
    return codes.label(code) if code else none


def labels(codes: CodeList, found: tuple[str, ...]) -> str:
    """The readable names of several codes."""
    return ", ".join(codes.label(code) for code in found)


def say_references(report: Report) -> str:
    """Every number it is known by; the one we gave it too, which somebody may have been told."""
    given = (reference_of(report), *report.other_references, short_reference(report.object))
    return ", ".join(dict.fromkeys(filter(None, given)))


def _say_after(days: Length | None) -> str:
    """How long after the report, or before it; not which, where what is known only to a period leaves it open."""
    if days is None:
        return NOT_RECORDED
    if not days.is_ordered:
        return "Not known: dated only to a period"
    if days == Length(0, 0):
        return "On the day of the report"
    return f"{say_length(days)} {'after' if days.most > 0 else 'before'} the report"


def _since(entered: StageEntered) -> str:
    when = say_between(entered.on, entered.last_on)
    return f"Since {when}" if entered.on == entered.last_on else f"Began: {when}"


def _recognised(report: Report) -> str:
    found = next((item for item in report.classes.history if item.on == report.classes.recognised_on), None)
    return say_between(found.on, found.last_on) if found else NOT_RECORDED


def _say_first_class(report: Report) -> str:
    first, now = report.classes.initial, report.classes.current
    return f"First: {say_class(first)}" if first and first != now else ""


def _days_to_recognition(report: Report) -> str:
    days = report.classes.days_to_recognition
    return _say_after(days) if days is not None and days.is_ordered else ""


def _outcome(closure: Closure | None) -> Iterator[Fact]:
    if closure is None:
        return
    told = (
        f"Victim told on {say_day(closure.victim_told_on)}" if closure.victim_told_on else "Victim told: not recorded"
    )
    parts = (closure.no_outcome_because, labels(CLOSURE_REASONS, closure.reasons), told)
    yield Fact(
        "Outcome",
        _say_outcome(closure),
        reverse("entry", args=[closure.entry]),
        note="; ".join(part for part in parts if part),
    )


def _say_outcome(closure: Closure) -> str:
    """The outcome; that whoever closed it gave none is not the same as that the source does not say."""
    if closure.outcome:
        return f"Outcome {closure.outcome}: {OUTCOMES.label(closure.outcome)}"
    return "Closed, no outcome given" if closure.no_outcome_because else "Closed, outcome not recorded"


def _leaving(leaving: Leaving) -> Fact:
    parts = (
        label(WITHDRAWAL_STAGES, leaving.stage, none=""),
        labels(WITHDRAWAL_REASONS, leaving.reasons),
        f"statement taken: {ANSWERS.label(leaving.statement_taken).lower()}" if leaving.statement_taken else "",
        f"came back on {say_day(leaving.came_back_on)}" if leaving.came_back_on else "",
    )
    return Fact(
        _WAYS[leaving.way],
        say_between(leaving.on, leaving.last_on),
        reverse("entry", args=[leaving.entry]),
        note="; ".join(part for part in parts if part),
    )


def _officers(report: Report) -> str:
    changes = report.allocations.officer_changes
    return f"{say_count(changes, 'change')} of officer so far" if changes else ""


def _domestic(report: Report) -> tuple[str, str, str]:
    """What counts, no address, and why: the rule that says so, and where the flags disagree."""
    stands = report.domestic.stands
    text = NOT_RECORDED if stands is None else "Yes" if stands else "No"
    differ = ", ".join(_FLAGS_BY.get(pair, pair) for pair in report.domestic.differs)
    is_by_rule = stands is not None and stands is report.domestic.derived
    because = _BY_RULE.get(report.domestic.because, "") if is_by_rule else ""
    note = "; ".join(part for part in (because, differ) if part)
    return text, "", note[:1].upper() + note[1:]


def _contact(report: Report, today: date) -> tuple[str, str, str]:
    contact = report.contact
    failed = f"{say_count(contact.failed, 'attempt')} failed" if contact.failed else ""
    if contact.last_on is None or contact.last_to is None:
        return NOT_RECORDED, "", failed
    ago = Length((today - contact.last_to).days, (today - contact.last_on).days)
    said = f"{say_length(ago)} ago" if ago.is_ordered else ""
    return say_between(contact.last_on, contact.last_to), "", "; ".join(part for part in (said, failed) if part)


def _safe_to_talk(asked: SafeToTalk | None) -> Iterator[Fact]:
    """Nothing where there is none: a reader from whom it is kept must not take it for unrecorded."""
    if asked is not None:
        when = say_between(asked.on, asked.last_on)
        yield Fact("Safe to talk, when last asked", say_safe(asked), reverse("entry", args=[asked.entry]), note=when)


def say_safe(asked: SafeToTalk) -> str:
    """The answer in words."""
    return ANSWERS.label(asked.answer)


def _made(report: Report) -> tuple[str, str, str]:
    how = label(CHANNELS, report.channel, none="")
    who = label(REPORTERS, report.reported_by, none="")
    return (
        say_between(report.made_on, report.made_last_on),
        "",
        "; ".join(part for part in (how, f"by {who.lower()}" if who else "") if part),
    )


def _place(report: Report) -> tuple[str, str, str]:
    """The force and the area; where no force is stated, the agency that recorded the report. No address."""
    where = label(FORCES, report.force) if report.force else say_agency(report.agency)
    note = "" if report.force else "The agency that recorded it; no force is stated"
    return ", ".join(part for part in (where, report.area) if part), "", note


def _included(item: Classification) -> str:
    return f"With {labels(OFFENCES, item.included)}" if item.included else ""


def _why(item: Classification) -> str:
    parts = (label(RECLASSIFICATION_REASONS, item.reason, none=""), item.explanation, item.override_reason)
    return "; ".join(part for part in parts if part) or NOT_RECORDED
