"""What is measured of each standard: of which reports, what counts as done, and what as recorded and not done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from unbroken.vocabulary.answers import ANSWERS
from unbroken.vocabulary.evidence import EVIDENCE_TYPES
from unbroken.vocabulary.orders import INSTRUMENTS

Condition = Callable[[Any], Any]
ALL = "reports"
BASES: Mapping[str, Condition] = {
    ALL: lambda cases: cases.case.notnull(),
    "suspect": lambda cases: cases.suspect.notnull(),
    "left": lambda cases: cases.left_as.notnull(),
}
"""Of which reports a measure is: of all, of those that name a suspect, of those whose victim left."""
THEMES: Mapping[str, str] = {
    "victim": "Risk, statements, contact and supervision",
    "evidence": "Evidence, witnesses and suspects",
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: of which reports, and what of them is done, recorded as not done, and recorded as not known.

    The conditions exclude each other, and are never null. None: the record has no way to say it. `how` says what
    counts, in plain words.
    """

    name: str
    text: str
    theme: str
    how: str
    done: Condition
    not_done: Condition | None = None
    not_known: Condition | None = None
    base: str = ALL

    @property
    def can_be_no(self) -> bool:
        """Whether the record can say that it was not done."""
        return self.not_done is not None

    def states(self, cases: Any) -> tuple[Any, Any, Any]:
        """The three conditions on these cases."""
        return (
            self.done(cases),
            self.not_done(cases) if self.not_done else None,
            self.not_known(cases) if self.not_known else None,
        )


RISK = tuple(
    code.code for code in INSTRUMENTS.codes if code.group in ("stalking", "domestic", "vulnerability", "other")
)
"""Instruments that assess the risk to a victim: no aids to recognition, and nothing that predicts reoffending."""
TECHNOLOGY = tuple(code.code for code in EVIDENCE_TYPES.codes if code.group == "technology")
TAKEN = ("taken", "updated", "sent_to_prosecutor", "read_in_court")
"""Steps of a statement that there can be only of one that was taken."""
_NOT_KNOWN = tuple(ANSWERS.in_group("missing"))


def has(column: str, codes: Iterable[str]) -> Condition:
    """Whether a list of codes has any of these."""
    return lambda cases: reduce(or_, [cases[column].contains(code) for code in codes])


def _any(column: str) -> Condition:
    return lambda cases: cases[column].length() > 0


def _count(column: str) -> Condition:
    return lambda cases: cases[column] > 0


def _flag(column: str) -> Condition:
    return lambda cases: cases[column]


def _but(first: Condition, other: Condition) -> Condition:
    """The first, and not the other."""
    return lambda cases: first(cases) & ~other(cases)


def _is(column: str, *codes: str) -> Condition:
    return lambda cases: cases[column].isin(codes).fill_null(False)


_STATEMENT = has("statements", TAKEN)
_TECHNOLOGY = has("evidence_obtained", TECHNOLOGY)
_WITNESSED = has("evidence_obtained", ("witness_statement",))

MEASURES = (
    Measure("risk", "Risk assessment", "victim", "an instrument, or judgement without one; no aid to recognition",
            has("risk_assessed", RISK)),
    Measure("effect", "Effect on the victim asked about", "victim", "an effect, or that the victim was asked",
            _flag("impact_asked")),
    Measure("statement", "Victim personal statement taken", "victim",
            "taken or a later step; not done: offered or declined, and none of these", _STATEMENT,
            _but(_any("statements"), _STATEMENT)),
    Measure("contact", "Contact with the victim", "victim",
            "at least one contact; not done: attempts that failed, and nothing else", _count("contacts_made"),
            _but(_count("contacts_failed"), _count("contacts_made"))),
    Measure("lead", "Stalking lead named", "victim", "a single point of contact for stalking is named",
            _flag("has_stalking_lead")),
    Measure("supervisor", "Supervisor named", "victim", "a supervisor is named", _flag("has_supervisor")),
    Measure("withdrawal", "Withdrawal statement taken", "victim",
            "of reports whose victim left, in whatever way: whether a statement was taken",
            _is("withdrawal_statement", "yes"), _is("withdrawal_statement", "no"),
            _is("withdrawal_statement", *_NOT_KNOWN), "left"),
    Measure("technology", "Technology evidence obtained", "evidence",
            "evidence of a technical type; not done: wanted, and none of it obtained", _TECHNOLOGY,
            _but(has("evidence_wanted", TECHNOLOGY), _TECHNOLOGY)),
    Measure("evidence", "Any evidence obtained", "evidence",
            "of any type; not done: wanted, and none of it obtained", _any("evidence_obtained"),
            _but(_any("evidence_wanted"), _any("evidence_obtained"))),
    Measure("witness", "Witness named", "evidence", "a witness is named in the report", _count("witnesses")),
    Measure("witnessed", "Witness statement obtained", "evidence", "not done: wanted and not obtained", _WITNESSED,
            _but(has("evidence_wanted", ("witness_statement",)), _WITNESSED)),
    Measure("interviewed", "Suspect interviewed", "evidence", "of reports that name a suspect: an interview",
            _flag("is_interviewed"), base="suspect"),
    Measure("arrested", "Suspect arrested", "evidence", "of reports that name a suspect: an arrest",
            _flag("is_arrested"), base="suspect"),
)  # fmt: skip
"""Every measure, in the order of its theme."""
