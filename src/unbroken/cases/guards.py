"""Whether a draft about a report may join what is already on the record, by the rules of `cases.rules`.

One `Guards` serves one batch. It reads what the record holds about the reports that guarded drafts name, in two
queries for the whole batch and none where no draft is guarded; what joins in the batch is noted as it goes in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from unbroken.cases import rules
from unbroken.cases.fold.investigation import is_relationship_stated
from unbroken.cases.fold.parties import is_former_partner
from unbroken.record import sql
from unbroken.record.amend import standing
from unbroken.record.check import AMENDMENTS, Checked, date_problems
from unbroken.record.entries import Entry, Subject
from unbroken.record.errors import Problem
from unbroken.record.kinds import REGISTER, Kind
from unbroken.record.queries import entries_about
from unbroken.record.times import read_interval, to_uk_date
from unbroken.vocabulary.reports import FORCES

_LOOKED_AT = frozenset({"report.made", "report.classified", "relationship.stated", "report.linked", *AMENDMENTS})
_DUPLICATE = "same_incident"


@dataclass(frozen=True, slots=True)
class _Proposal:
    """What would stand if a draft were taken in: the draft itself, or what a correction makes of its target."""

    kind: type[Kind]
    body: Mapping[str, Any]
    subjects: tuple[Subject, ...]
    happened: str
    recorded: str
    agency: str
    is_taken_over: bool
    corrects: str = ""

    @property
    def day(self) -> date:
        """The day on which it began to happen."""
        return to_uk_date(self.happened)

    def of(self, role: str) -> tuple[str, ...]:
        """The objects in this role."""
        return tuple(subject.object for subject in self.subjects if subject.role == role)

    @property
    def reports(self) -> list[str]:
        """The reports it is about."""
        return _reports(self.subjects)


class Guards:
    """The guard of one batch of drafts (see `record.book.Guard`)."""

    def __init__(self, items: Iterable[Checked]) -> None:
        self._about: dict[str, list[Entry]] = defaultdict(list)
        self._read: set[str] = set()
        self._fetch(_reports_needed(list(items)))

    def problems(self, item: Checked, target: Entry | None) -> tuple[Problem, ...]:
        """What stands against recording this draft; `target` is the entry it amends."""
        proposal = _proposal(item, target)
        if proposal is None:
            return ()
        found = [*self._dates(proposal)]
        if rule := _RULES.get(proposal.kind.kind):
            self._fetch(set(proposal.reports) - self._read)
            found += rule(self, proposal)
        return tuple(found if target is None else (_inside(problem) for problem in found))

    def note(self, entry: Entry) -> None:
        """An entry of this batch that will be recorded."""
        if entry.kind in _LOOKED_AT:
            for subject in entry.subjects:
                if subject.object.startswith("report:"):
                    self._about[subject.object].append(entry)

    def standing(self, report: str, kind: str, *, without: str = "") -> list[Entry]:
        """The standing entries of a kind about a report, in the order in which they happened."""
        known = self._about.get(report, ())
        return [entry for entry in standing(known) if entry.kind == kind and entry.id != without]

    def read(self, report: str, kind: str, *, without: str = "") -> list[Entry]:
        """The same of a report that no draft of the batch need be about."""
        self._fetch({report} - self._read)
        return self.standing(report, kind, without=without)

    def _fetch(self, reports: set[str]) -> None:
        if not reports:
            return
        self._read |= reports
        for entry in entries_about(reports):
            if entry.kind in _LOOKED_AT:
                for name in {subject.object for subject in entry.subjects} & reports:
                    self._about[name].append(entry)

    def _dates(self, proposal: _Proposal) -> Iterator[Problem]:
        """Codes are those in use on the day, or on the day the report was made: they stay valid for it."""
        if not any(date_problems(proposal.kind, proposal.body, (proposal.day,))):
            return
        self._fetch(set(proposal.reports) - self._read)
        made = [entry.day for name in proposal.reports for entry in self.standing(name, "report.made")]
        yield from date_problems(proposal.kind, proposal.body, (proposal.day, *made))


def _made(guards: Guards, proposal: _Proposal) -> Iterator[Problem]:
    for report in proposal.of("report"):
        before = guards.standing(report, "report.made", without=proposal.corrects)
        if problem := rules.rec11_made_once(is_made=bool(before)):
            yield problem


def _classified(guards: Guards, proposal: _Proposal) -> Iterator[Problem]:
    body = proposal.body
    for report in proposal.of("report"):
        stated = guards.standing(report, "relationship.stated")
        problems = (
            rules.hocr_former_partner(
                offence=body["offence"],
                on=proposal.day,
                force=_force(guards, report, proposal.agency),
                is_former_partner=_is_former_partner(stated),
                override_reason=body.get("override_reason"),
            ),
            rules.hocr_change_of_class(
                before=_class_before(guards, report, proposal, at_charge=body["stage"] == "charge"),
                after=body["offence"],
                reason=body.get("reason"),
            ),
        )
        yield from (problem for problem in problems if problem)


def _closed(guards: Guards, proposal: _Proposal) -> Iterator[Problem]:
    if problem := rules.inv06_outcome_on_closing(
        outcome=proposal.body.get("outcome"),
        because=proposal.body.get("no_outcome_because"),
        is_taken_over=proposal.is_taken_over,
    ):
        yield problem
    for report in proposal.of("report"):
        stated = guards.standing(report, "relationship.stated")
        if problem := rules.rec06_relationship_before_closing(
            is_stated=any(map(is_relationship_stated, stated)), is_taken_over=proposal.is_taken_over
        ):
            yield problem


def _linked(guards: Guards, proposal: _Proposal) -> Iterator[Problem]:
    for report in proposal.of("report"):
        for other in proposal.of("other_report"):
            merged = tuple(_merged_into(guards, other, proposal)) if proposal.body.get("why") == _DUPLICATE else ()
            if problem := rules.rec15_two_reports(report=report, other=other, other_merged_into=merged):
                yield problem


def _kept_apart(guards: Guards, proposal: _Proposal) -> Iterator[Problem]:
    for report in proposal.of("report"):
        for other in proposal.of("other_report"):
            if problem := rules.rec15_two_reports(report=report, other=other, other_merged_into=()):
                yield problem


_RULES: dict[str, Callable[[Guards, _Proposal], Iterator[Problem]]] = {
    "report.made": _made,
    "report.classified": _classified,
    "investigation.closed": _closed,
    "report.linked": _linked,
    "report.kept_apart": _kept_apart,
}


def _reports_needed(items: Sequence[Checked]) -> set[str]:
    """The reports that guarded drafts name, those of corrected entries included."""
    needed: set[str] = set()
    for item in items:
        kind = item.draft.kind
        if kind in _RULES or (_is_dated(item.kind) and any(date_problems(item.kind, item.body, (item.day,)))):
            needed.update(_reports(item.draft.subjects))
    corrections = [item.draft for item in items if item.draft.kind == "entry.corrected"]
    if corrections:
        targets = {known.entry.id: known.entry for known in sql.known_targets(corrections).values()}
        guarded = (entry for entry in targets.values() if _concerns(REGISTER.get(entry.kind)))
        needed.update(report for entry in guarded for report in _reports(entry.subjects))
    return needed


@cache
def _is_dated(kind: type[Kind]) -> bool:
    """Whether a field of this kind holds a code that was not always in use."""
    return any(code.valid_from or code.valid_to for codes in kind.coded_fields().values() for code in codes)


def _reports(subjects: Iterable[Subject]) -> list[str]:
    return [subject.object for subject in subjects if subject.role in ("report", "other_report")]


def _proposal(item: Checked, target: Entry | None) -> _Proposal | None:
    """What a draft proposes; None where no rule asks."""
    draft = item.draft
    if draft.kind == "entry.corrected":
        return _correction(item, target) if target and _concerns(REGISTER.get(target.kind)) else None
    if not _concerns(item.kind):
        return None
    return _Proposal(
        kind=item.kind,
        body=item.body,
        subjects=draft.subjects,
        happened=item.happened.start,
        recorded=_recorded(draft.recorded_at),
        agency=draft.agency,
        is_taken_over=bool(draft.recorded_at),
    )


def _concerns(kind: type[Kind] | None) -> bool:
    return kind is not None and (kind.kind in _RULES or _is_dated(kind))


def _correction(item: Checked, target: Entry) -> _Proposal:
    """What the target becomes. It keeps its place in the order of recording."""
    amendment = item.body
    about, when = amendment.get("subjects"), amendment.get("happened")
    return _Proposal(
        kind=REGISTER[target.kind],
        body=amendment["body"],
        subjects=tuple(Subject(*pair) for pair in about) if about else target.subjects,
        happened=read_interval(when).start if when else target.happened_from,
        recorded=target.recorded_at,
        agency=target.agency,
        is_taken_over=bool(item.draft.recorded_at),
        corrects=target.id,
    )


def _recorded(recorded_at: str) -> str:
    """When it counts as recorded: history at its own time, anything else after all there is."""
    return read_interval(recorded_at).start if recorded_at else "9999"


def _class_before(guards: Guards, report: str, proposal: _Proposal, *, at_charge: bool) -> str | None:
    """The class just before, in the order in which things happened: a first class that arrives late changes none.

    A police class follows the police class before it; the class at charge follows either.
    """
    place = (proposal.happened, proposal.recorded)
    before = [
        entry
        for entry in guards.standing(report, "report.classified", without=proposal.corrects)
        if (entry.happened_from, entry.recorded_at) <= place and (at_charge or entry.get("stage") != "charge")
    ]
    return before[-1].get("offence") if before else None


def _is_former_partner(stated: Sequence[Entry]) -> bool:
    """Whether any suspect is, by the last statement about that suspect, a former partner of the victim."""
    last = {suspect: entry for entry in stated for suspect in entry.of("suspect")}
    return any(is_former_partner(entry) for entry in last.values())


def _force(guards: Guards, report: str, agency: str) -> str | None:
    """The force whose rule it is: that of the report, else the agency's where it is one."""
    made = guards.standing(report, "report.made")
    force = made[-1].get("force") if made else None
    return force or (agency if agency in FORCES else None)


def _merged_into(guards: Guards, report: str, proposal: _Proposal) -> Iterator[str]:
    """The report that this one was merged into, the one that that was, and so on."""
    passed = {report}
    while merged := _duplicate_of(guards, report, proposal):
        yield merged
        if merged in passed:
            return
        passed.add(report := merged)


def _duplicate_of(guards: Guards, report: str, proposal: _Proposal) -> str | None:
    merged = [
        entry.of("other_report")[0]
        for entry in guards.read(report, "report.linked", without=proposal.corrects)
        if entry.get("why") == _DUPLICATE and report in entry.of("report")
    ]
    return merged[-1] if merged else None


def _inside(problem: Problem) -> Problem:
    """The same problem, in the corrected body that the draft holds."""
    inner = problem.field.removeprefix("body.")
    return replace(problem, field=f"body.body.{inner}") if inner != problem.field else problem
