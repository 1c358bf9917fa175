"""The shapes of folded state of a prosecution: submissions, charges, hearings, sentences, and the stages.

Days and entries are as in `shapes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unbroken.record.times import Length
from unbroken.vocabulary.offences import Change


@dataclass(frozen=True, slots=True)
class StageEntered:
    """A stage the report entered, and the entry that took it there."""

    stage: str
    on: date
    last_on: date
    entry: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One submission of the file to the CPS, with what came back."""

    prosecution: str
    number: int
    on: date
    entry: str
    days: Length | None
    returned_on: date | None = None
    return_reasons: tuple[str, ...] = ()
    decided_on: date | None = None
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class ChargeChange:
    """A change of one charge, with its reason. `change` says what it means for the recognition of stalking."""

    before: str
    after: str
    change: Change
    reason: str | None
    on: date
    entry: str


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge, followed from the police's proposal to the sentence (CPS-01).

    `final` is the offence as last charged. `is_changed` compares all four offences, and recorded changes.
    """

    prosecution: str
    charge: str | None
    suspect: str | None
    proposed: str | None
    advised: str | None
    laid: str | None
    laid_on: date | None
    laid_last_on: date | None
    laid_by: str | None
    final: str | None
    changes: tuple[ChargeChange, ...]
    plea: str | None
    plea_on: date | None
    verdict: str | None
    verdict_on: date | None
    verdict_entry: str | None
    convicted_of: str | None
    sentence: tuple[str, ...]
    sentenced_on: date | None

    @property
    def is_changed(self) -> bool:
        """Whether it is not what the police proposed, the CPS advised or was first laid."""
        return bool(self.changes) or len({self.proposed, self.advised, self.laid, self.final} - {None}) > 1


@dataclass(frozen=True, slots=True)
class Hearing:
    """A hearing on one day. `state` is listed, held or adjourned.

    `victim_told_on` is when the victim was told of it or, once adjourned, of that; `days_to_tell` counts from the
    day of the adjournment.
    """

    prosecution: str
    day: date
    state: str
    entry: str
    court: str | None
    court_type: str | None
    purpose: str | None
    results: tuple[str, ...] = ()
    reason: str | None = None
    asked_by: str | None = None
    until: date | None = None
    victim_told_on: date | None = None
    days_to_tell: Length | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence passed: its parts as (type, days), with the orders asked for and made."""

    prosecution: str
    offence: str | None
    components: tuple[tuple[str, int | None], ...]
    on: date
    last_on: date
    entry: str
    release_on: str | None
    order_requested: str | None
    order_made: str | None


@dataclass(frozen=True, slots=True)
class Prosecution:
    """A prosecution as it stands."""

    object: str
    reports: tuple[str, ...]
    suspects: tuple[str, ...]
    victims: tuple[str, ...]
    stage: str
    stages: tuple[StageEntered, ...]
    submissions: tuple[Submission, ...]
    charges: tuple[Charge, ...]
    hearings: tuple[Hearing, ...]
    sentences: tuple[Sentence, ...]
    first_on: date
    ended_on: date | None
