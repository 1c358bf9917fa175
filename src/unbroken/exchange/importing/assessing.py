"""How well a source system records: for each field, the share present, missing and wrong (REC-02).

Read through the same mapping as an import, so that two systems with different columns can be set side by side.
Nothing is recorded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from unbroken.cases.rules import FOLLOWS_THE_REPORT, is_before_its_report
from unbroken.exchange.importing import mapping as language
from unbroken.exchange.importing.building import Cells, Compiler, Get, Pieces, Problems, Test
from unbroken.exchange.importing.extracts import Sheet, gather_links, open_sheets, prepared
from unbroken.exchange.importing.joins import Links
from unbroken.record.times import TimeError, read_interval, to_last_uk_date, to_uk_date

State = Callable[[Cells], str]
"""How a field stands in a row: `present`, `missing` or `wrong`; empty where it does not apply."""

_MADE = "report.made"
MISSING, PRESENT, WRONG = "missing", "present", "wrong"


@dataclass(slots=True)
class FieldShare:
    """How often a field was recorded, in the rows that it applies to.

    `name` is the kind and the field: `person.described names(legal).family`, `report.made subjects.suspect`.
    `wrong` holds what is there and cannot be read: a code that is not in its table, an impossible date.
    """

    name: str
    column: str
    present: int = 0
    missing: int = 0
    wrong: int = 0

    @property
    def read(self) -> int:
        """In how many rows it could have been recorded."""
        return self.present + self.missing + self.wrong

    def share(self, of: str) -> float:
        """The share `present`, `missing` or `wrong`, from 0 to 1."""
        return float(getattr(self, of)) / self.read if self.read else 0.0


@dataclass(slots=True)
class Assessment:
    """How well one source records. `rows` were read, of which `unreadable` are no rows at all (cells missing).

    `early` counts, by kind, the steps dated before the report that the same row says was made.
    """

    source: str
    rows: int = 0
    unreadable: int = 0
    fields: list[FieldShare] = field(default_factory=list)
    early: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Probe:
    """One field of one entry template: whether it applies to a row, and how it stands there."""

    share: FieldShare
    applies: Test
    state: State


def assess(paths: Sequence[Path], *, mapping: language.Mapping) -> Assessment:
    """Read an extract and count. Raises SourceError where a file cannot be read at all."""
    assessment = Assessment(mapping.source.name)
    shares: dict[tuple[str, str, str], FieldShare] = {}
    with closing(gather_links(paths, mapping)) as links:
        for path in paths:
            for sheet in open_sheets(path, mapping, links=links):
                _count(sheet, links, assessment, shares)
    assessment.fields = [share for share in shares.values() if share.read]
    return assessment


def compare(assessments: Sequence[Assessment]) -> dict[str, tuple[FieldShare | None, ...]]:
    """The fields of several sources side by side, by name; None where a source has no such field."""
    by_source = [_by_name(assessment) for assessment in assessments]
    names = {name for shares in by_source for name in shares}
    return {name: tuple(shares.get(name) for shares in by_source) for name in sorted(names)}


def _by_name(assessment: Assessment) -> dict[str, FieldShare]:
    """The fields of a source; one that several columns give is added up."""
    found: dict[str, FieldShare] = {}
    for share in assessment.fields:
        total = found.setdefault(share.name, FieldShare(share.name, share.column))
        total.present, total.missing = total.present + share.present, total.missing + share.missing
        total.wrong += share.wrong
        if share.column not in total.column.split(", "):
            total.column += f", {share.column}"
    return found


def _count(sheet: Sheet, links: Links, assessment: Assessment, shares: dict[tuple[str, str, str], FieldShare]) -> None:
    probes, early = list(_probes(sheet, shares)), _early(sheet)
    for row in sheet.grid.rows:
        assessment.rows += 1
        if row.problem is not None:
            assessment.unreadable += 1
            continue
        cells, _ = prepared(sheet, row, links)
        assessment.early.update(early(cells))
        for probe in probes:
            if probe.applies(cells) and (state := probe.state(cells)):
                setattr(probe.share, state, getattr(probe.share, state) + 1)


def _early(sheet: Sheet) -> Callable[[Cells], list[str]]:
    """The kinds of the steps that a row dates before the report it makes; none where it makes none."""
    dated = [
        (entry.kind, sheet.compiler.conditions(entry.when), sheet.compiler.happened(entry.happened))
        for entry in sheet.table.entries
        if entry.kind == _MADE or entry.kind in FOLLOWS_THE_REPORT
    ]

    def find(cells: Cells) -> list[str]:
        when = [(kind, get(cells, [])) for kind, applies, get in dated if applies(cells)]
        made = next((happened for kind, happened in when if kind == _MADE), "")
        return [kind for kind, happened in when if made and happened and _is_before(kind, str(happened), str(made))]

    return find


def _is_before(kind: str, happened: str, made: str) -> bool:
    try:
        step, report = read_interval(happened), read_interval(made)
    except TimeError:  # counted as wrong by the field's own probe
        return False
    last_day = to_last_uk_date(step.start, step.end)
    return is_before_its_report(kind, last_day=last_day, made_on=to_uk_date(report.start))


def _probes(sheet: Sheet, shares: dict[tuple[str, str, str], FieldShare]) -> Iterator[_Probe]:
    for entry in sheet.table.entries:
        applies = sheet.compiler.conditions(entry.when)
        for name, column, state in _fields(entry, sheet.compiler):
            key = (sheet.table.name, f"{entry.kind} {name}", column)
            share = shares.setdefault(key, FieldShare(key[1], column))
            yield _Probe(share, applies, state)


def _fields(entry: language.EntryOf, compiler: Compiler) -> Iterator[tuple[str, str, State]]:
    yield "happened", entry.happened.from_, _get_state(compiler.happened(entry.happened))
    for subject in entry.subjects:
        if subject.when or subject.from_:
            yield f"subjects.{subject.role}", subject.from_ or "", _get_state(compiler.subject(subject))
    for name, value in entry.body.items():
        yield from _values(name, value, compiler)


def _values(path: str, value: language.Value, compiler: Compiler) -> Iterator[tuple[str, str, State]]:
    """The columns that a field of the body draws on; constants are no finding about the source."""
    if value.list_ is not None:
        for each in value.list_:
            yield from _list_part(path, each, compiler)
    elif value.object is not None:
        for name, part in value.object.items():
            yield from _values(f"{path}.{name}", part, compiler)
    elif value.value is None:
        as_recorded = value.model_copy(update={"default": None, "when": []})  # the mapping's own is not the source's
        state = _get_state(compiler.value(as_recorded))
        yield path, value.column or value.template, _where(compiler.conditions(value.when), state)


def _list_part(path: str, value: language.Value, compiler: Compiler) -> Iterator[tuple[str, str, State]]:
    """A part of a list, named by its constants: `identifiers(phone).value`."""
    constants = [str(part.value) for part in (value.object or {}).values() if part.value is not None]
    name = f"{path}({', '.join(constants)})" if constants else path
    for inner, column, state in _values(name, value.model_copy(update={"each": None}), compiler):
        if value.each is None:
            yield inner, column, state
        else:
            yield inner, value.each.column, _every(compiler.pieces(value.each), state)


def _get_state(get: Get) -> State:
    def state(cells: Cells) -> str:
        problems: Problems = []
        found = get(cells, problems)
        if not found and found is not False and found != 0:
            return WRONG if any(problem.message != "is empty" for problem in problems) else MISSING
        return WRONG if problems else PRESENT

    return state


def _where(holds: Test, state: State) -> State:
    return lambda cells: state(cells) if holds(cells) else ""


def _every(pieces: Pieces, state: State) -> State:
    """The state of a cell with several values: wrong if one is."""

    def states(cells: Cells) -> str:
        found = {state(piece) for piece in pieces(cells)}
        return WRONG if WRONG in found else PRESENT if PRESENT in found else MISSING

    return states
