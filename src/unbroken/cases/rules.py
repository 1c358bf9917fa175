"""The law and the counting rules that a draft about a report must keep: one named function for each.

Each takes values and returns a Problem or None; `cases.guards` gathers the values. The flags of
`cases.fold.quality` ask the same functions of what is already on the record.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

from unbroken.record.errors import Problem
from unbroken.vocabulary.counting import ex_partner_rule_from
from unbroken.vocabulary.offences import OFFENCES, present_code
from unbroken.vocabulary.outcomes import OUTCOMES

PLAIN_HARASSMENT: Final = frozenset({"harassment_2", "harassment_4_fear", "harassment_unspecified"})
"""Harassment that is a course of conduct and nothing else; an aggravated offence says more than either class."""


def hocr_former_partner(
    *, offence: str, on: date, force: str | None, is_former_partner: bool, override_reason: str | None
) -> Problem | None:
    """A course of conduct by a former partner is recorded as stalking.

    Home Office Counting Rules, Violence: since April 2020 (in a force that began earlier, since then) such a
    course of conduct is recorded as stalking, unless police are satisfied that it is harassment in law only; that
    is a reasoned override. The rule in force on the day of the classification counts.
    """
    if offence not in PLAIN_HARASSMENT or not is_former_partner or override_reason:
        return None
    since = ex_partner_rule_from(force)
    if on < since:
        return None
    message = f"{OFFENCES.label(offence)} by a former partner is recorded as stalking since {since.day} {since:%B %Y}"
    return Problem("body.offence", message, "record it as stalking, or say why it is harassment only")


def hocr_change_of_class(*, before: str | None, after: str, reason: str | None) -> Problem | None:
    """A change of class has its reason.

    Home Office Counting Rules, Reclassification: who changed a class, when, from what, to what and why stays on
    the record. The first class needs none.
    """
    if before is None or reason or present_code(before) == present_code(after):
        return None
    message = f"the class changes from {OFFENCES.label(before)} to {OFFENCES.label(after)}"
    return Problem("body.reason", message, "give the reason for the change")


FOLLOWS_THE_REPORT: Final = frozenset(
    {
        "report.classified",
        "report.allocated",
        "suspect.arrested",
        "suspect.interviewed",
        "suspect.bailed",
        "evidence.requested",
        "evidence.obtained",
        "victim.withdrew",
        "victim.disengaged",
        "victim.did_not_support_at_report",
        "victim.reengaged",
        "contact.made",
        "contact.failed",
        "investigation.closed",
        "investigation.reopened",
        "prosecution.submitted",
        "prosecution.returned",
        "prosecution.decided",
        "charge.laid",
        "charge.changed",
        "hearing.held",
        "hearing.adjourned",
        "plea.entered",
        "verdict.returned",
        "sentence.passed",
    }
)
"""Steps that a report leads to. What was done to the victim, who the suspect is and an order may be older than it."""


def is_before_its_report(kind: str, *, last_day: date, made_on: date) -> bool:
    """Whether a step is dated before the report that it follows was made: an error in a date, or in the report.

    Of what is known only to a period, all of it lies before. A warning and never a refusal: the source may be right.
    """
    return kind in FOLLOWS_THE_REPORT and last_day < made_on


def rec06_relationship_before_closing(*, is_stated: bool, is_taken_over: bool) -> Problem | None:
    """Nobody closes a report before saying how victim and suspect know one another.

    Demand REC-06: relationship was recorded in 9% of the Metropolitan Police data. Unknown is an answer when it
    says why. History taken over from another system cannot be asked again: it is let in, and flagged.
    """
    if is_stated or is_taken_over:
        return None
    message = "the relationship of suspect to victim is not stated"
    return Problem("kind", message, "record relationship.stated first; unknown is an answer when it says why")


def inv06_outcome_on_closing(*, outcome: str | None, because: str | None, is_taken_over: bool) -> Problem | None:
    """Nobody closes a report without an outcome, save with a reason, nor with the one that says none is assigned yet.

    Demand INV-06: a closing says why. What is taken over from other systems is let in as it stands there: one that
    says only "closed" ends the case with its outcome not recorded, one that says "not yet assigned" ends nothing.
    """
    if is_taken_over:
        return None
    if outcome is None:
        expected = "choose the outcome, or say why there is none"
        return None if because else Problem("body.outcome", "is not given", expected)
    if OUTCOMES[outcome].group != "not_yet_assigned":
        return None
    return Problem("body.outcome", "says that no outcome is assigned yet", "choose why it is closed")


def rec15_two_reports(*, report: str, other: str, other_merged_into: Collection[str]) -> Problem | None:
    """A report is linked with another report or kept apart from it, and is never in the end its own duplicate.

    Demand REC-15: duplicates are merged by a person and can be taken apart. A ring of them would leave none of the
    reports to be counted. `other_merged_into` are those that the other was merged into, one after the other.
    """
    if report == other:
        return Problem("subjects.other_report", "is the report itself", "name the other report")
    if report in other_merged_into:
        return Problem("subjects.other_report", "is already merged into this report", "withdraw that link first")
    return None


def rec11_made_once(*, is_made: bool) -> Problem | None:
    """One report is made once: a second account of the same first contact corrects the first."""
    if not is_made:
        return None
    return Problem("subjects.report", "has been made already", "correct the entry that made it, or name another report")
