"""The shapes of folded state of a report.

Days are calendar days in the UK. Of what is known only to a period, `on` is its first day and `last_on` its last;
numbers of days are whole days from the report, as the least and the most they can be, None where either day is not
known. `entry` is the id of the entry that a fact rests on. Free text stays in the entries, save
for the reasons that a list has to show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from unbroken.cases.fold.court_shapes import Charge, Hearing, Sentence, StageEntered, Submission
from unbroken.record.times import Length
from unbroken.vocabulary.offences import Change


@dataclass(frozen=True, slots=True)
class Party:
    """A person object in a role here, and since when."""

    person: str
    role: str
    since: date


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a suspect is to the victims, as last stated. `is_former_partner` includes a partner since separated."""

    suspect: str
    victims: tuple[str, ...]
    relationship: str
    is_former_partner: bool
    unknown_because: str | None
    children_together: str | None
    on: date
    entry: str


@dataclass(frozen=True, slots=True)
class DomesticFlag:
    """Whether it is domestic abuse: by the rule, by each flag, and as it counts.

    `derived` follows relationship and ages (Domestic Abuse Act 2021 ss.1-2), None where they do not settle it.
    `stands` is the derived answer, unless police departed from it with a reason; the police answer where nothing
    is derived. `differs` names the pairs that disagree: `police_rule`, `cps_rule`, `police_cps`. `because` is what
    settled the derived answer: `connected`, `under_16` or `not_connected`; "" where nothing did.
    """

    derived: bool | None
    police: str | None
    police_reason: str | None
    cps: str | None
    cps_reason: str | None
    stands: bool | None
    differs: tuple[str, ...]
    because: str = ""


@dataclass(frozen=True, slots=True)
class Classification:
    """One class given to the report. `change` says what it means against the class before it.

    A police class follows the police class before it; the class at charge follows either.
    """

    offence: str
    stage: str
    on: date
    last_on: date
    entry: str
    agency: str
    recorded_by: str
    decided_by: str | None
    change: Change
    reason: str | None
    explanation: str | None
    override_reason: str | None
    included: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Classes:
    """The history of the class. Police classes and the class at charge are told apart.

    `current` is the last police class; `final` the last given at the final stage; `charge` the class at charge.
    `recognised_on` is the first day on which it was held to be stalking. The numbers are of changes of the police
    class: recognition and seriousness (2A to 4A or back) are counted apart (REC-04).
    """

    history: tuple[Classification, ...] = ()
    initial: str | None = None
    current: str | None = None
    final: str | None = None
    charge: str | None = None
    recognised_on: date | None = None
    days_to_recognition: Length | None = None
    recognition_changes: int = 0
    seriousness_changes: int = 0
    losses: int = 0
    other_changes: int = 0


@dataclass(frozen=True, slots=True)
class Allocation:
    """One allocation. What it leaves open stays as it was."""

    on: date
    entry: str
    officer: str | None
    team: str | None
    stalking_lead: str | None
    supervisor: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Allocations:
    """Who has the report now and who had it. `officer_changes` counts changes, not the first officer."""

    history: tuple[Allocation, ...] = ()
    officer: str | None = None
    team: str | None = None
    stalking_lead: str | None = None
    supervisor: str | None = None
    officers: int = 0
    officer_changes: int = 0


@dataclass(frozen=True, slots=True)
class Closure:
    """One closing of the investigation. `outcome` is None where the source says only that it was closed.

    `ended_by` is police, cps, victim, health, prosecution, neither or nobody; where the outcome leaves it open it is
    the decider recorded beside it, and police_or_cps or police_or_health where none is. `left_at` is the stage of
    attrition (A4a, A4b, A6n, …). Without an outcome, `ended_by` is the decider, and both are empty where not known.
    """

    outcome: str | None
    no_outcome_because: str | None
    on: date
    entry: str
    days: Length | None
    reasons: tuple[str, ...]
    decided_by: str | None
    ended_by: str
    left_at: str
    supervisor: str | None
    victim_told_on: str | None
    relationship_stated: bool
    reopened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """Whole days from the report to each step; None where the step or the day of the report is missing."""

    identified: Length | None = None
    arrested: Length | None = None
    interviewed: Length | None = None
    victim_device: Length | None = None
    suspect_device: Length | None = None
    submissions: tuple[Length, ...] = ()
    charged: Length | None = None
    first_hearing: Length | None = None
    ended: Length | None = None


@dataclass(frozen=True, slots=True)
class SuspectStep:
    """An arrest, interview, bail, remand, release or detention of one suspect."""

    kind: str
    suspect: str
    on: date
    entry: str
    codes: tuple[str, ...] = ()
    until: str | None = None
    victim_told_on: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: pieces of one type are told apart by their reference.

    `state` is the last step: referenced, requested, obtained or refused.
    """

    type: str
    reference: str | None
    state: str
    referenced_on: date | None
    requested_on: date | None
    obtained_on: date | None
    refused_on: date | None
    refused_because: str | None
    witness: str | None
    lost_after: str | None


@dataclass(frozen=True, slots=True)
class Delay:
    """A delay: its cause and the days lost."""

    cause: str
    days: int | None
    on: date
    entry: str


@dataclass(frozen=True, slots=True)
class Leaving:
    """A victim's leaving. The three ways are never merged: `withdrew`, `disengaged`, `no_support_at_report`."""

    way: str
    victim: str
    on: date
    last_on: date
    entry: str
    days: Length | None
    stage: str | None
    reasons: tuple[str, ...]
    statement_taken: str | None
    safeguarding_considered: str | None
    came_back_on: date | None = None


@dataclass(frozen=True, slots=True)
class Incidents:
    """The incidents of a report: how many entries and acts, from when to when, what was done.

    `further` are the ids of those after the report was made, `without_reference` of those among them that have no
    crime reference of their own (REC-10).
    """

    number: int = 0
    acts: int = 0
    first_on: date | None = None
    last_on: date | None = None
    behaviours: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    without_reference: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Impact:
    """What is recorded of the effect on the victim, and the steps of the victim personal statement.

    `asked` is true also where the victim was asked and stated no effect: that is not the same as nothing recorded.
    """

    asked: bool = False
    effects: tuple[str, ...] = ()
    first_on: date | None = None
    last_on: date | None = None
    statements: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class SafeToTalk:
    """What the victim said when last asked whether it was safe to talk: an answer holds for then and not for now."""

    answer: str
    on: date
    last_on: date
    entry: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Contact with the victim about this report. Days since then are counted when asked, from a given day.

    The last was on a day from `last_on` to `last_to`.
    """

    made: int = 0
    failed: int = 0
    last_on: date | None = None
    last_to: date | None = None
    last_failed_on: date | None = None
    safe_to_talk: SafeToTalk | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A review asked for under the Victims' Right to Review, and its result."""

    of: str | None
    asked_on: date | None
    decided_on: date | None
    result: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """A crime report as it stands, with its prosecutions. `early` are the steps dated before it was made."""

    object: str
    reference: str | None
    other_references: tuple[str, ...]
    agency: str
    source: str
    force: str | None
    area: str | None
    made_on: date | None
    made_last_on: date | None
    made_at: str | None
    channel: str | None
    reported_by: str | None
    further_offending: str | None
    victim_knows: str | None
    parties: tuple[Party, ...]
    relationships: tuple[Relationship, ...]
    relationship: str | None
    domestic: DomesticFlag
    classes: Classes
    allocations: Allocations
    stage: str
    stages: tuple[StageEntered, ...]
    closures: tuple[Closure, ...]
    outcome: Closure | None
    ended_on: date | None
    days: Days
    identified_on: date | None
    identified_band: str
    suspect_steps: tuple[SuspectStep, ...]
    accounts: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    delays: tuple[Delay, ...]
    submissions: tuple[Submission, ...]
    charges: tuple[Charge, ...]
    hearings: tuple[Hearing, ...]
    sentences: tuple[Sentence, ...]
    reviews: tuple[Review, ...]
    leavings: tuple[Leaving, ...]
    incidents: Incidents
    escalating: tuple[tuple[str, str], ...]
    impact: Impact
    contact: Contact
    vulnerabilities: tuple[tuple[str, str, str], ...]
    is_restricted: bool
    duplicate_of: str | None
    links: tuple[tuple[str, str | None], ...]
    prosecutions: tuple[str, ...]
    orders: tuple[str, ...]
    early: tuple[str, ...]
    flags: tuple[str, ...]
    entries: int
    last_recorded_at: str

    def people(self, role: str) -> tuple[str, ...]:
        """The person objects in a role here: victim, suspect, witness, third_party."""
        return tuple(party.person for party in self.parties if party.role == role)
