"""What a report's record lacks, or what in it asks for a second look. Flags advise; nobody decides by them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from unbroken.cases.fold.history import History
from unbroken.cases.fold.shapes import Classes, Closure, DomesticFlag, Impact, Incidents, Leaving, Relationship
from unbroken.cases.rules import hocr_former_partner, is_before_its_report
from unbroken.vocabulary.codes import Code, CodeList
from unbroken.vocabulary.offences import STALKING, stalking_class
from unbroken.vocabulary.people import VULNERABILITIES
from unbroken.vocabulary.support import IMPACTS

FLAGS = CodeList(
    name="quality_flags",
    title="What needs a second look",
    source="Demands REC-03 to REC-10 and INV-07",
    codes=(
        Code("impact_beyond_2a", "Fear or effect on daily life recorded, classed as section 2A", group="class"),
        Code("former_partner_harassment", "Former partner, classed as harassment without a reason", group="class"),
        Code("class_change_without_reason", "Class changed without a reason", group="class"),
        Code("impact_absent", "Stalking with no effect on the victim recorded", group="impact"),
        Code("closed_without_relationship", "Closed with the relationship not stated", group="relationship"),
        Code("domestic_flags_differ", "Domestic abuse flags differ", group="flags"),
        Code("vulnerable_flag_missing", "Health or safeguarding need recorded, not marked vulnerable", group="flags"),
        Code("further_incident_unreported", "Further incident without a crime reference", group="incidents"),
        Code("withdrawal_statement_missing", "Withdrawal without a statement", group="withdrawal"),
        Code("step_before_report", "A step is dated before the report was made", group="dates"),
    ),
)

_BEYOND_2A = IMPACTS.in_group("fear") | IMPACTS.in_group("daily_life") | {"serious_alarm_distress"}
_COMPONENTS = (
    VULNERABILITIES.in_group("mental_health")
    | VULNERABILITIES.in_group("physical_health")
    | VULNERABILITIES.in_group("safeguarding")
)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the flags look at."""

    classes: Classes
    relationships: Sequence[Relationship]
    force: str | None
    impact: Impact
    closures: Sequence[Closure]
    domestic: DomesticFlag
    vulnerabilities: Sequence[tuple[str, str, str]]
    incidents: Incidents
    leavings: Sequence[Leaving]
    early: Sequence[str]


def fold_flags(gathered: Gathered) -> tuple[str, ...]:
    """The flags that are up, in the order of the list."""
    return tuple(code.code for code in FLAGS if _FLAGS[code.code](gathered))


def impact_beyond_2a(found: Gathered) -> bool:
    """Recorded fear of violence, serious alarm or effect on daily life is what parts 4A from 2A (REC-09)."""
    current = found.classes.current
    return current is not None and stalking_class(current) == "s2a" and not _BEYOND_2A.isdisjoint(found.impact.effects)


def former_partner_harassment(found: Gathered) -> bool:
    """The rule on former partners would not let this class in now: the relationship was stated after it."""
    last = next((item for item in reversed(found.classes.history) if item.offence == found.classes.current), None)
    return last is not None and bool(
        hocr_former_partner(
            offence=last.offence,
            on=last.on,
            force=found.force,
            is_former_partner=any(item.is_former_partner for item in found.relationships),
            override_reason=last.override_reason,
        )
    )


def class_change_without_reason(found: Gathered) -> bool:
    """A class that arrived between two others, or history without reasons, leaves a change unexplained."""
    return any(item.change != "none" and not item.reason for item in found.classes.history)


def impact_absent(found: Gathered) -> bool:
    """A stalking report shows the effect on the victim, or that it was asked about, within a working day (REC-09)."""
    return found.classes.current in STALKING and not found.impact.asked


def closed_without_relationship(found: Gathered) -> bool:
    """Relationship is stated before a report is closed (REC-06)."""
    return any(item.reopened_on is None and not item.relationship_stated for item in found.closures)


def domestic_flags_differ(found: Gathered) -> bool:
    """The rule, the police and the CPS do not say the same (REC-05)."""
    return bool(found.domestic.differs)


def vulnerable_flag_missing(found: Gathered) -> bool:
    """A component of vulnerability is present and the vulnerable flag is not (REC-07)."""
    marked = {person for person, flag, answer in found.vulnerabilities if flag == "vulnerable" and answer == "yes"}
    return any(
        flag in _COMPONENTS and answer == "yes" and person not in marked
        for person, flag, answer in found.vulnerabilities
    )


def further_incident_unreported(found: Gathered) -> bool:
    """Every further incident has a crime reference (REC-10)."""
    return bool(found.incidents.without_reference)


def withdrawal_statement_missing(found: Gathered) -> bool:
    """A withdrawal statement is taken (INV-07); the entry says why where it was not."""
    return any(item.way == "withdrew" and item.statement_taken != "yes" for item in found.leavings)


def step_before_report(found: Gathered) -> bool:
    """A step cannot be older than the report it follows: one of the dates is wrong, or the step is another's."""
    return bool(found.early)


def fold_early(history: History) -> tuple[str, ...]:
    """The ids of steps of this report that are dated before it was made. A joint prosecution's may be older."""
    made = history.made_on
    if made is None:
        return ()
    return tuple(
        entry.id
        for entry in history.entries
        if entry.day < made
        and is_before_its_report(entry.kind, last_day=entry.last_day, made_on=made)
        and history.object in entry.of("report")
    )


_FLAGS: dict[str, Callable[[Gathered], bool]] = {
    "impact_beyond_2a": impact_beyond_2a,
    "former_partner_harassment": former_partner_harassment,
    "class_change_without_reason": class_change_without_reason,
    "impact_absent": impact_absent,
    "closed_without_relationship": closed_without_relationship,
    "domestic_flags_differ": domestic_flags_differ,
    "vulnerable_flag_missing": vulnerable_flag_missing,
    "further_incident_unreported": further_incident_unreported,
    "withdrawal_statement_missing": withdrawal_statement_missing,
    "step_before_report": step_before_report,
}
