"""What a report holds, list by list: people, incidents, evidence, court, orders, and what needs a second look. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType

from django.urls import reverse

from unbroken.cases.fold import Report
from unbroken.cases.fold.court_shapes import Charge, Hearing, Sentence
from unbroken.cases.fold.quality import FLAGS
from unbroken.cases.fold.shapes import Evidence
from unbroken.exchange.exporting.journey import Journey, Line
from unbroken.safety.fold import ORDER_STAGES, Order
from unbroken.vocabulary.courts import ADJOURNMENT_REASONS, HEARING_RESULTS, HEARING_TYPES, PLEAS, SENTENCES, VERDICTS
from unbroken.vocabulary.evidence import EVIDENCE_REFUSALS, EVIDENCE_TYPES
from unbroken.vocabulary.offences import OFFENCES
from unbroken.vocabulary.orders import ORDER_TYPES
from unbroken.vocabulary.people import ROLES_HERE
from unbroken.web.addresses import page_of
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.report_summary import label, labels
from unbroken.web.words import NOT_RECORDED, say_between, say_count, say_day, say_duration, say_length

# What each flag rests on, and what would settle it.
WHY: Mapping[str, str] = MappingProxyType(
    {
        "impact_beyond_2a": "Fear of violence, serious alarm or a changed daily life is recorded: what sets section 4A "
        "apart from 2A. Look at the class again, or record why it stays.",
        "former_partner_harassment": "Under the counting rules a course of conduct by a former partner is recorded as "
        "stalking. Look at the class again, or record why it is harassment in law only.",
        "class_change_without_reason": "The class changed and nobody recorded why. Correct the entry with the reason.",
        "impact_absent": "It is classed as stalking and no effect on the victim is recorded. Ask the victim, and "
        "record the answer, or that you asked.",
        "closed_without_relationship": "It was closed before anybody recorded what the suspect is to the victim. "
        "Unknown is an answer when it says why.",
        "domestic_flags_differ": "The rule on relationship and age, the police flag and the CPS flag do not all say "
        "the same. Set them right, or record the reason.",
        "vulnerable_flag_missing": "A health or safeguarding need is recorded and the person is not marked vulnerable.",
        "further_incident_unreported": "An incident after the report has no crime reference of its own.",
        "step_before_report": "A step that follows a report is dated before it was made. Look at both dates and "
        "correct the one that is wrong; or the step belongs to another report.",
        "withdrawal_statement_missing": "The victim withdrew and no statement was taken. Take one, or record why not.",
    }
)
_STATES: Mapping[str, str] = MappingProxyType(
    {"referenced": "Known of", "requested": "Asked for", "obtained": "Obtained", "refused": "Refused"}
)


def list_flags(report: Report, journey: Journey) -> Listing:
    """What asks for a second look, with what it rests on. Steps dated before the report are named."""
    early = "; ".join(f"{line.title}, {line.when}" for line in map(journey.line, report.early))
    rows = (
        (FLAGS.label(flag), Cell(WHY[flag], note=early if flag == "step_before_report" else ""))
        for flag in report.flags
    )
    empty = "Nothing in the record by itself. What it lacks, or what in it does not fit together, appears here."
    return listing("What needs a second look", ("What", "Why, and what would settle it"), rows, empty=empty)


def list_people(report: Report, names: Mapping[str, str]) -> Listing:
    """Who has a part in the report."""
    rows = (
        (
            Cell(names.get(party.person) or party.person.partition(":")[2], page_of(party.person)),
            label(ROLES_HERE, party.role),
            say_day(party.since),
        )
        for party in report.parties
    )
    empty = "Nobody is named yet. Everybody whom an entry of this report is about appears here."
    return listing("People", ("Person", "Part", "First named"), rows, empty=empty)


def list_incidents(lines: Iterable[Line]) -> Listing:
    """What was done, in the order in which it happened."""
    rows = ((Cell(line.when, reverse("entry", args=[line.id])), line.sentence) for line in lines)
    empty = "No incident is recorded. Each act that was reported appears here, in the order in which it happened."
    return listing("Incidents", ("When", "What was done"), rows, empty=empty)


def list_evidence(found: Iterable[Evidence]) -> Listing:
    """Each piece of evidence with its last step."""
    rows = (
        (
            Cell(label(EVIDENCE_TYPES, item.type), note=item.reference or ""),
            Cell(_STATES[item.state], note=label(EVIDENCE_REFUSALS, item.refused_because, none="")),
            say_day(item.requested_on),
            say_day(item.obtained_on),
        )
        for item in found
    )
    empty = "None is recorded. Each piece appears here when it is known of, asked for, obtained or refused."
    return listing("Evidence", ("What", "State", "Asked for", "Obtained"), rows, empty=empty)


def list_charges(found: Iterable[Charge]) -> Listing:
    """Each charge from what police proposed to the sentence."""
    rows = (
        (
            Cell(label(OFFENCES, charge.final or charge.laid or charge.advised), note=_say_before(charge)),
            say_between(charge.laid_on, charge.laid_last_on),
            label(PLEAS, charge.plea),
            Cell(label(VERDICTS, charge.verdict), note=labels(SENTENCES, charge.sentence)),
        )
        for charge in found
    )
    empty = "Nobody has been charged. A charge appears here with everything that becomes of it."
    return listing("Charges", ("Charge now", "Laid", "Plea", "Verdict and sentence"), rows, empty=empty)


def list_hearings(found: Iterable[Hearing]) -> Listing:
    """Each day in court."""
    rows = (
        (
            Cell(say_day(hearing.day), reverse("entry", args=[hearing.entry])),
            Cell(label(HEARING_TYPES, hearing.purpose), note=hearing.court or ""),
            Cell(hearing.state.capitalize(), note=_say_result(hearing)),
            Cell(say_day(hearing.victim_told_on), note=_say_told(hearing)),
        )
        for hearing in found
    )
    empty = "No hearing is recorded. Each day in court appears here as it is listed, held or adjourned."
    return listing("Hearings", ("Day", "What for", "What became of it", "Victim told"), rows, empty=empty)


def list_sentences(found: Iterable[Sentence]) -> Listing:
    """Each sentence passed."""
    rows = (
        (
            Cell(say_between(sentence.on, sentence.last_on), reverse("entry", args=[sentence.entry])),
            label(OFFENCES, sentence.offence),
            "; ".join(_component(*part) for part in sentence.components),
        )
        for sentence in found
    )
    return listing("Sentences", ("Day", "For", "Sentence"), rows, empty="")


def list_orders(found: Iterable[Order], *, today: date) -> Listing:
    """The protective orders that name the report or the person."""
    rows = (
        (
            Cell(label(ORDER_TYPES, order.type), note=order.court or ""),
            Cell(
                "In force" if order.is_in_force(today) else ORDER_STAGES.label(order.stage),
                note=ORDER_STAGES.label(order.stage) if order.is_in_force(today) else "",
            ),
            _say_run(order),
            say_count(len(order.breaches), "breach", "breaches") if order.breaches else "None recorded",
        )
        for order in found
    )
    empty = "None is recorded. Every order that is considered, applied for or made appears here."
    return listing("Protective orders", ("Order", "State", "Runs", "Breaches"), rows, empty=empty)


def _say_before(charge: Charge) -> str:
    steps = (("police proposed", charge.proposed), ("CPS advised", charge.advised), ("first laid", charge.laid))
    said = [f"{who} {OFFENCES.label(offence)}" for who, offence in steps if offence and offence != charge.final]
    return ("; ".join(said))[:1].upper() + "; ".join(said)[1:]


def _say_result(hearing: Hearing) -> str:
    if hearing.state == "adjourned":
        until = f"until {say_day(hearing.until)}" if hearing.until else ""
        return "; ".join(part for part in (label(ADJOURNMENT_REASONS, hearing.reason, none=""), until) if part)
    return labels(HEARING_RESULTS, hearing.results)


def _say_told(hearing: Hearing) -> str:
    days = hearing.days_to_tell
    return f"{say_length(days)} after it was adjourned" if days and days.is_ordered and days.most > 0 else ""


def _component(type_: str, days: int | None) -> str:
    return SENTENCES.label(type_) + (f", {say_duration(days)}" if days else "")


def _say_run(order: Order) -> str:
    first = order.starts or order.granted_on or order.served_on
    if first is None:
        return NOT_RECORDED
    if order.ended_on or order.until:
        return f"{say_day(first)} to {say_day(order.ended_on or order.until)}"
    return f"From {say_day(first)}, " + ("until further order" if order.until_further_order else "no end recorded")
