"""A sample as it stands: which reports were drawn for whom, what was answered, and what counts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from unbroken.insight.coding.agreement import Answers, Key
from unbroken.insight.coding.frame import BadFrame, Frame
from unbroken.insight.coding.reading import read_frame
from unbroken.record.entries import Entry

SAMPLED, DRAWN, CODED, SETTLED = "coding.sampled", "coding.drawn", "coding.coded", "coding.adjudicated"
DONE, PART = "done", "part"


@dataclass(frozen=True, slots=True)
class Coding:
    """What one coder answered of one report, by question and person ("" where it is about nobody in particular)."""

    coder: str
    answers: Answers
    notes: Mapping[Key, str]
    note: str
    is_done: bool
    on: date
    entry: str


@dataclass(frozen=True, slots=True)
class Settled:
    """The answer that counts to one question about one report, why, and who says so."""

    values: tuple[str, ...]
    reason: str
    by: str
    entry: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A report of a sample. `coders` are in their order: the first, and where there is one the second."""

    report: str
    number: int
    stratum: str
    coders: tuple[str, ...]
    codings: Mapping[str, Coding] = field(default_factory=dict)
    settled: Mapping[Key, Settled] = field(default_factory=dict)

    @property
    def is_double(self) -> bool:
        """Whether two code it."""
        return len(self.coders) > 1

    @property
    def done(self) -> tuple[Coding, ...]:
        """The codings that are done, in the order of the coders."""
        return tuple(one for coder in self.coders if (one := self.codings.get(coder)) and one.is_done)

    @property
    def both(self) -> tuple[Coding, Coding] | None:
        """Both codings, where two code it and both are done."""
        done = self.done
        return (done[0], done[1]) if self.is_double and len(done) == len(self.coders) else None


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample with its reports in the order of their numbers."""

    object: str
    title: str
    of: str
    agency: str
    drawn_on: date
    seed: str
    digest: str
    population: str
    strata_by: tuple[str, ...]
    steps: tuple[tuple[str, int, int], ...]
    strata: tuple[tuple[str, int, int, int], ...]
    doubled: int
    coders: tuple[str, ...]
    adjudicators: tuple[str, ...]
    frame: Frame
    reports: tuple[Drawn, ...]

    def of_report(self, report: str) -> Drawn | None:
        """A report of the sample."""
        return next((one for one in self.reports if one.report == report), None)

    def for_coder(self, username: str) -> tuple[Drawn, ...]:
        """The reports that somebody codes."""
        return tuple(one for one in self.reports if username in one.coders)


def fold_sample(name: str, entries: Sequence[Entry]) -> Sample | None:
    """The sample of this name, from standing entries; None where none was drawn, or its frame cannot be read.

    What somebody answered who was not asked, and what was settled by somebody who is not to settle it, does not count.
    """
    own = sorted((one for one in entries if name in one.of("sample") and one.body), key=_as_recorded)
    drawn = [one for one in own if one.kind == SAMPLED]
    if not drawn:
        return None
    entry = drawn[0]
    try:
        frame = read_frame(entry.get("frame"))
    except BadFrame:
        return None
    adjudicators = tuple(entry.get("adjudicators") or ())
    about: dict[str, list[Entry]] = {}
    for one in own:
        if one.kind != SAMPLED and one.agency == entry.agency:
            about.setdefault(one.of("report")[0], []).append(one)
    reports = [found for report, those in about.items() if (found := _drawn(report, those, adjudicators))]
    return Sample(
        object=name,
        title=entry.get("study"),
        of=entry.get("of"),
        agency=entry.agency,
        drawn_on=entry.day,
        seed=entry.get("seed"),
        digest=entry.get("digest"),
        population=entry.get("population"),
        strata_by=tuple(entry.get("strata_by")),
        steps=tuple((step["reason"], step["removed"], step["left"]) for step in entry.get("steps")),
        strata=tuple((one["name"], one["eligible"], one["wanted"], one["drawn"]) for one in entry.get("strata")),
        doubled=entry.get("doubled"),
        coders=tuple(entry.get("coders")),
        adjudicators=adjudicators,
        frame=frame,
        reports=tuple(sorted(reports, key=lambda one: one.number)),
    )


def final_answers(drawn: Drawn) -> Answers:
    """The answers that count: what was settled, else what all who coded it answered alike, else none.

    Of a report that two code, nothing counts until both are done.
    """
    done = drawn.done
    if len(done) < len(drawn.coders):
        return {}
    found = dict(done[0].answers)
    for other in done[1:]:
        found = {key: values for key, values in found.items() if set(other.answers.get(key, ())) == set(values)}
    return found | {key: one.values for key, one in drawn.settled.items()}


def _drawn(report: str, entries: Sequence[Entry], adjudicators: Sequence[str]) -> Drawn | None:
    first = next((one for one in entries if one.kind == DRAWN), None)
    if first is None:
        return None
    coders = tuple(first.get("coders"))
    codings: dict[str, Coding] = {}
    settled: dict[Key, Settled] = {}
    for one in entries:
        if one.kind == CODED and one.recorded_by in coders:
            codings[one.recorded_by] = _coding(one)
        elif one.kind == SETTLED and one.recorded_by in adjudicators:
            for part in one.get("answers"):
                settled[_key(part)] = Settled(tuple(part["values"]), part["reason"], one.recorded_by, one.id)
    return Drawn(report, first.get("number"), first.get("stratum"), coders, codings, settled)


def _coding(entry: Entry) -> Coding:
    answers = entry.get("answers") or ()
    return Coding(
        coder=entry.recorded_by,
        answers={_key(part): tuple(part["values"]) for part in answers},
        notes={_key(part): part["note"] for part in answers if part.get("note")},
        note=entry.get("note") or "",
        is_done=entry.get("state") == DONE,
        on=entry.recorded_day,
        entry=entry.id,
    )


def _key(part: Mapping[str, object]) -> Key:
    return str(part["variable"]), str(part.get("person") or "")


def _as_recorded(entry: Entry) -> tuple[str, str]:
    return entry.recorded_at, entry.id
