"""What goes in and comes out of the API: the shapes that its OpenAPI description is made of.

Answers are written from plain values (`answers`); these shapes describe them, and a test holds every answer
against them.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

MOST_ENTRIES = 1000  # in one batch
MOST_BYTES = 5 * 1024 * 1024  # of one request
PERSON = r"^person:[A-Za-z0-9._-]{1,80}$"
REPORT = r"^report:[A-Za-z0-9._-]{1,80}$"
ENTRY_ID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"

Subject = Annotated[
    tuple[Annotated[str, Field(max_length=40)], Annotated[str, Field(max_length=120)]],
    Field(description="A role and the object that plays it.", examples=[["victim", "person:p1"]]),
]


class _In(Schema):
    model_config = ConfigDict(extra="forbid")


class EntryIn(_In):
    """An entry to record, as a line of a journey file has it. When it was recorded is for the service to say."""

    kind: str = Field(max_length=60, description="The kind of entry.", examples=["report.made"])
    happened: str = Field(
        max_length=80,
        description="When it happened: a year, month, day, two of these with a slash between, or a timestamp.",
        examples=["2026-03-03T14:15"],
    )
    agency: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")] | None = Field(
        None, description="Whose entry it is. The token's own agency unless said; no other is accepted."
    )
    source: str = Field(min_length=1, max_length=80, description="The system that sends it.")
    source_ref: str = Field(
        min_length=1,
        max_length=200,
        description="Its reference there. The same source and reference again is the same entry.",
    )
    subjects: list[Subject] = Field(
        default=[], max_length=100, description="Who and what it is about. A correction takes over its target's."
    )
    body: dict[str, Any] = Field(description="The fields of the kind: see /api/v1/kinds/{kind}.")
    corrects: Annotated[str, StringConstraints(pattern=ENTRY_ID)] | None = Field(
        None, description="The id of the entry that this one corrects, withdraws or erases."
    )


class BatchIn(_In):
    """Several entries to record."""

    entries: list[EntryIn] = Field(min_length=1, max_length=MOST_ENTRIES)
    mode: Literal["all", "each"] = Field(
        "all", description="all: everything or nothing. each: what is good goes in, and each entry has its answer."
    )


class ProblemOut(Schema):
    """One thing wrong."""

    index: int | None = Field(None, description="The place of the entry in the batch, from 0.")
    field: str = Field(description="The dotted path of the field.", examples=["body.offence"])
    message: str
    expected: str = Field("", description="What would be right.")


class FailureOut(Schema):
    """Why something was not done (RFC 9457, application/problem+json)."""

    type: str = Field(examples=["about:blank"])
    title: str
    status: int
    detail: str
    problems: list[ProblemOut] = []


class RecordedOut(Schema):
    """Where an entry stands on the record."""

    id: str
    book: str = Field(description="The agency's part of the record.")
    seq: int = Field(description="Its place in the book, from 1.")
    digest: str = Field(description="Its link in the chain of the book.")
    duplicate: bool = Field(description="It had been recorded before; nothing was added.")


class ResultOut(Schema):
    """What became of one entry of a batch."""

    index: int
    status: Literal["recorded", "duplicate", "refused", "conflict", "forbidden"]
    entry: RecordedOut | None = None
    problems: list[ProblemOut] = []


class BatchOut(Schema):
    """What became of a batch, in its order."""

    recorded: int
    duplicates: int
    rejected: int
    results: list[ResultOut]


class HappenedOut(Schema):
    """When something happened: from `start` up to, not including, `end`; an instant has both the same. UTC."""

    start: str
    end: str


class EntryOut(Schema):
    """An entry as it was recorded, as far as the caller may see it. The body is null where it was erased."""

    id: str
    book: str
    seq: int
    kind: str
    version: int
    title: str
    lane: str
    handling: str
    happened: HappenedOut
    recorded_at: str
    recorded_by: str
    agency: str
    source: str
    source_ref: str
    corrects: str | None
    subjects: list[Subject]
    body: dict[str, Any] | None
    digest: str


class StandingOut(EntryOut):
    """An entry as it stands: with its corrections applied, and the ids of the entries that amended it."""

    amended_by: list[str] = Field(description="Corrections and withdrawals, oldest first.")


class WithheldOut(Schema):
    """How many entries are held more closely than the caller may see, or shown with a field left out."""

    handling: str
    count: int


class ReadOut(Schema):
    """What a reading shows and what it does not."""

    known_at: str | None = Field(description="Up to when things were known, if that was asked for.")
    entries: list[StandingOut] = Field(description="In the order in which they happened.")
    withdrawn: list[StandingOut] = Field(description="Entries that were withdrawn: they no longer count.")
    withheld: list[WithheldOut] = Field(description="Entries held elsewhere and not shown to the caller's role.")
    masked: list[WithheldOut] = Field(description="Entries shown without fields that are held elsewhere.")
    restricted_reports: int = Field(description="Reports that are counted and not shown.")


class JourneyOut(ReadOut):
    """A victim's journey."""

    person: str


class ReportOut(ReadOut):
    """A report with its prosecutions and orders."""

    report: str


class EntryAnswerOut(Schema):
    """One entry: as recorded, as it stands (null when withdrawn), what amends it, and what it amends."""

    entry: EntryOut
    stands: StandingOut | None
    amendments: list[EntryOut]
    amends: list[EntryOut]


class ReasonOut(Schema):
    """Why something counts as told: the entry, its day, and what it says."""

    told: str = Field(description="The fact, or the code of the behaviour, that the entry tells.")
    entry: str = Field(description="The id of the entry.")
    on: date
    says: str = Field(description="What was recorded, in words.")
    words: str | None = Field(description="The words of a narrative that nobody has confirmed; null where recorded.")


class NamedRuleOut(Schema):
    """A rule of recognition, with what it means and its official reference."""

    rule: str
    says: str
    reference: str


class MetOut(NamedRuleOut):
    """A rule that is met: the first of the reasons, and how many there are in all."""

    reasons: list[ReasonOut]
    count: int


class AskedOut(Schema):
    """One of the four questions. `rule` is the one that answers it, null where nothing does."""

    question: Literal["fixated", "obsessive", "unwanted", "repeated"]
    answer: Literal["yes", "no", "not_known"]
    rule: str | None
    reasons: list[ReasonOut]
    count: int


class ChangingOut(Schema):
    """A fact that is not told, and what would be indicated if it were."""

    fact: str
    finding: str


class BondOut(Schema):
    """A link that holds two descriptions to be of one person."""

    one: str
    other: str
    bits: float | None = Field(description="The weight that the model gave it; null where somebody decided it.")
    entry: str = Field(description="The entry that made it.")


class IncidentOut(Schema):
    """An incident of a course, and how surely it belongs."""

    entry: str
    on: date
    also: list[str] = Field(description="Entries that tell it again, in reports that are duplicates.")
    surely: str = Field(description="named, joined, reported or identifier: what says who did it.")
    weakest_link: BondOut | None = Field(
        description="What holds it where who somebody is rests on links between records: the weakest of the surest way."
    )


class DecisionOut(Schema):
    """What a person decided last about a finding."""

    entry: str
    on: date
    finding: str = Field(description="What was indicated then (code list findings).")
    decision: str = Field(description="Whether it was accepted (code list finding_decisions).")
    reason: str | None
    settled: bool = Field(description="Whether nothing has changed since: the same finding, nothing more to go by.")


class JudgedOut(Schema):
    """What a course of conduct comes to, by written rules. It advises: a person decides."""

    finding: str = Field(description="What is indicated (code list findings).", examples=["stalking_2A"])
    limbs: list[NamedRuleOut] = Field(description="Of section 4A, where it is indicated: which limb, or both.")
    rests_on_words: bool = Field(description="Whether words of narratives decide it that nobody has confirmed.")
    recorded_finding: str = Field(description="What would be indicated without the words of narratives.")
    four: list[AskedOut] = Field(description="Whether it is fixated, obsessive, unwanted and repeated.")
    prompt: str = Field(description="What the four prompt to consider: stalking, domestic, harassment, nothing_yet.")
    rules_met: list[MetOut]
    rules_not_met: list[NamedRuleOut]
    changing: list[ChangingOut] = Field(description="What by itself would change the finding, if it were told.")
    questions: list[str] = Field(description="What is worth asking, if it is safe to.")
    incidents: list[IncidentOut]


class ApartOut(JudgedOut):
    """Incidents that a person took out of a course, as one of their own: the entry that says so, and what it is."""

    entry: str
    on: date
    reason: str


class FindingOut(JudgedOut):
    """What one person is said to have done to another comes to. Nobody has been found to have done anything."""

    victim: str
    suspect: str | None = Field(description="Null where the report names nobody.")
    reports: list[str] = Field(description="The reports that name the two so, duplicates left out.")
    apart: list[ApartOut] = Field(description="What was split off, judged by itself. It is no part of the finding.")
    decision: DecisionOut | None


class PairFindingsOut(Schema):
    """What lies between two people adds up to: at most one finding in each direction."""

    known_at: str | None = Field(description="Up to when things were known, if that was asked for.")
    findings: list[FindingOut]


class ReportFindingsOut(Schema):
    """What a report adds up to, with everything between its people: a finding for each victim and suspect."""

    report: str
    findings: list[FindingOut]


class ChangesOut(Schema):
    """Entries as recorded since a cursor, in the order of their books."""

    entries: list[EntryOut]
    next: str = Field(description="The cursor from which to go on: now, if `more`, or later.")
    more: bool
    withheld: list[WithheldOut]
    masked: list[WithheldOut]
    restricted_reports: int


class SubjectRuleOut(Schema):
    """What a kind of entry is about."""

    role: str
    type: str
    at_least: int
    at_most: int | None


class KindOut(Schema):
    """A kind of entry."""

    kind: str
    version: int
    title: str
    lane: str
    handling: str
    subjects: list[SubjectRuleOut]
    may_record: bool = Field(description="Whether the caller may record it.")


class CodeOut(Schema):
    """A code of a list. `official` holds what other systems call it, by system."""

    code: str
    label: str
    official: dict[str, str]
    valid_from: str | None
    valid_to: str | None
    group: str | None
    note: str


class CodeListOut(Schema):
    """A code list, with the fields that draw on it."""

    name: str
    title: str
    source: str
    fields: list[str]
    codes: list[CodeOut]


class KindDetailOut(KindOut):
    """A kind of entry with the JSON Schema of its body and the code lists it draws on."""

    description: str
    body: dict[str, Any] = Field(description="JSON Schema of the body.")
    code_lists: list[CodeListOut]


class InstrumentOut(Schema):
    """A risk instrument, by its structure."""

    key: str = Field(description="Its code in the list of instruments.")
    title: str
    version: str
    mode: str = Field(description="asked: item by item; recorded: another body made it and its result is taken over.")
    result: str = Field(description="Of a recorded one: given by a system, or judged by a clinician for clinical eyes.")
    wording: str = Field(description="paraphrase: items in our own words; number: only their numbers.")
    purpose: str
    roles: list[str] = Field(description="The roles whose users may fill it in.")
    grades: list[str] = Field(description="Its grades, the least first; none where it gives no grade.")
    expected: bool = Field(description="Whether it is due on every report.")
    may_use: bool = Field(description="Whether the caller may fill it in.")


class SupportOut(Schema):
    """Which entries speak for answering an item with yes."""

    kind: str
    field: str
    any: list[str]
    where: dict[str, list[str]]
    earlier: bool = Field(description="Whether only what happened before the last of them counts.")
    more_in_a_week_than: int | None = Field(description="How often in seven days it must have happened, and more.")


class ItemOut(Schema):
    """One question, by what it asks about."""

    key: str = Field(description="What the record calls it.")
    text: str
    help: str | None
    response: str = Field(description="answer, percent or grade.")
    counts: bool
    leads_to: str | None = Field(description="The instrument that is due when it is answered with yes.")
    recognises: bool = Field(description="Whether a yes asks somebody to look whether this is stalking.")
    support: list[SupportOut]


class SectionOut(Schema):
    """Items under one heading."""

    key: str
    title: str
    only_if: str | None = Field(description="The item that must be answered with yes for this section to be asked.")
    items: list[ItemOut]


class LicenceOut(Schema):
    """Whose the wording is, and on what terms it may be used."""

    holder: str
    terms: str


class RuleOut(Schema):
    """A published rule: this many yes answers show this grade by themselves."""

    grade: str
    at_least: int
    source: str


class GradingOut(Schema):
    """How it grades. Without rules no grade is computed."""

    why: str
    rules: list[RuleOut]


class InstrumentDetailOut(InstrumentOut):
    """A risk instrument with its sections and items, its licence and how it grades."""

    caution: str | None
    responses: list[str]
    sources: list[str]
    licence: LicenceOut
    grading: GradingOut
    sections: list[SectionOut]
