"""From a row to drafts: a mapping's table, compiled once into plain functions of a row's cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from unbroken.exchange.importing import mapping as language
from unbroken.exchange.importing.conversion import Convert, Wrong, compile_convert, end_of, read_time
from unbroken.exchange.importing.mapping import ITEM, placeholders
from unbroken.exchange.importing.places import Rejected, SourceError, rejected
from unbroken.record.entries import Draft, Subject
from unbroken.record.errors import Problem
from unbroken.record.kinds import ROLE_TYPES
from unbroken.record.times import to_stored

Cells = Sequence[str]
Text = Callable[[Cells], str]
Test = Callable[[Cells], bool]
Problems = list[Problem]
Get = Callable[[Cells, Problems], Any]
Pieces = Callable[[Cells], list[Cells]]
Linked = Callable[[str, str], Sequence[str]]  # the objects that a subject rule (its key) finds for a value

_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_ID = 80


@dataclass(frozen=True, slots=True)
class Leaf:
    """One column (or template) that a field of an entry draws on, for the assessment of a source."""

    path: str
    column: str
    read: Text
    convert: Convert
    split: str = ""


@dataclass(frozen=True, slots=True)
class EntryBuilder:
    """One entry template, compiled."""

    kind: str
    ref: Text
    when: Test
    pieces: Pieces
    item: str
    happened: Get
    recorded_at: Get
    recorded_by: Text
    subjects: tuple[Get, ...]
    body: Mapping[str, Get]


@dataclass(frozen=True, slots=True)
class TableBuilder:
    """A table of a mapping, compiled for the heading of one file."""

    source: language.Source
    row_id: Text
    required: Mapping[str, int]
    derived: tuple[Text, ...]
    entries: tuple[EntryBuilder, ...]
    empty: frozenset[str]

    def trimmed(self, cells: Cells) -> list[str]:
        """The cells without blanks around them; what the source writes for nothing becomes nothing."""
        trimmed = [cell.strip() for cell in cells]
        return ["" if cell in self.empty else cell for cell in trimmed] if self.empty else trimmed

    def derive(self, cells: list[str]) -> None:
        """Add the derived columns to a (trimmed and joined) row, in place: each may draw on those before it."""
        for template in self.derived:
            cells.append(template(cells))

    def build(self, cells: Cells) -> list[Draft] | Rejected:
        """Every draft that a row with all its columns gives; all of them, or why the row gives none."""
        problems = [
            Problem(name, "is empty", "the mapping requires it")
            for name, index in self.required.items()
            if not cells[index]
        ]
        if problems:
            return Rejected(tuple(problems))
        drafts = [draft for entry in self.entries for draft in self._drafts(entry, cells, problems)]
        if problems:
            return Rejected(tuple(dict.fromkeys(problems)))
        return drafts or rejected("row", "gives no entry", "a row that at least one entry of the mapping applies to")

    def _drafts(self, entry: EntryBuilder, cells: Cells, problems: Problems) -> Iterator[Draft]:
        if not entry.when(cells):
            return
        source = self.source
        for piece in entry.pieces(cells):
            body = {name: value for name, get in entry.body.items() if (value := get(piece, problems)) is not None}
            subjects = [subject for get in entry.subjects for subject in get(piece, problems)]
            happened = entry.happened(piece, problems)
            recorded_at = entry.recorded_at(piece, problems)
            _name_item(problems, entry.item)
            if problems:
                continue
            yield Draft(
                kind=entry.kind,
                body=body,
                subjects=tuple(dict.fromkeys(subjects)),
                happened=happened,
                agency=source.agency,
                source=source.name,
                source_ref=f"{self.row_id(piece)}/{entry.ref(piece)}",
                recorded_at=recorded_at,
                recorded_by=entry.recorded_by(piece),
                book=source.book,
            )


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles the parts of a mapping against the columns of one heading."""

    mapping: language.Mapping
    file: str
    columns: Mapping[str, int]
    linked: Linked = lambda rule, value: ()
    now: str = field(default_factory=lambda: to_stored(datetime.now(UTC)))

    def table(self, table: language.Table) -> TableBuilder:
        """A whole table."""
        required = {name: self.index(name) for name in dict.fromkeys([*table.row_id, *table.required])}
        return TableBuilder(
            self.mapping.source,
            self.template("/".join(f"{{{name}}}" for name in table.row_id)),
            required,
            tuple(self.template(template) for template in table.derived.values()),
            tuple(self.entry(entry) for entry in table.entries),
            frozenset(self.mapping.format.empty),
        )

    def entry(self, entry: language.EntryOf) -> EntryBuilder:
        """One entry template."""
        return EntryBuilder(
            kind=entry.kind,
            ref=self.template(entry.ref),
            when=self.conditions(entry.when),
            pieces=self.pieces(entry.each),
            item=entry.each.column if entry.each else ITEM,
            happened=self.happened(entry.happened),
            recorded_at=self.recorded_at(entry.recorded_at),
            recorded_by=self.template(entry.recorded_by),
            subjects=tuple(self.subject(subject) for subject in entry.subjects),
            body={name: self.value(value) for name, value in entry.body.items()},
        )

    def index(self, column: str) -> int:
        """The place of a column; `@item` stands at the end. Raises SourceError where the file lacks it."""
        if column == ITEM:
            return -1
        if column not in self.columns:
            raise SourceError(f"{self.file} has no column {column}, which the mapping reads")
        return self.columns[column]

    def template(self, template: str) -> Text:
        """The text of a template; empty where none of the columns it names has a value."""
        names = placeholders(template)
        indexes = [self.index(name) for name in names]
        if not names:
            return lambda cells: template
        if template == f"{{{names[0]}}}":
            (only,) = indexes
            return lambda cells: cells[only]
        parts = re.split(r"\{[^{}]*\}", template)

        def fill(cells: Cells) -> str:
            found = [cells[index] for index in indexes]
            if not any(found):
                return ""
            return (parts[0] + "".join(map("".join, zip(found, parts[1:], strict=True)))).strip()

        return fill

    def conditions(self, conditions: Sequence[language.Condition]) -> Test:
        """Whether every condition holds."""
        tests = tuple(map(self._condition, conditions))
        return lambda cells: all(test(cells) for test in tests)

    def _condition(self, condition: language.Condition) -> Test:
        indexes = [self.index(column) for column in condition.column]
        if condition.is_ is not None:
            wanted = frozenset(condition.is_)
            return lambda cells: any(cells[index] in wanted for index in indexes)
        if condition.is_not is not None:
            unwanted = frozenset(condition.is_not)
            return lambda cells: any(cells[index] and cells[index] not in unwanted for index in indexes)
        return lambda cells: any(cells[index] for index in indexes) is condition.present

    def pieces(self, each: language.Each | None) -> Pieces:
        """The row itself, or once for every piece of a column with the piece put at its end."""
        if each is None:
            return lambda cells: [cells]
        index, split = self.index(each.column), each.split

        def cut(cells: Cells) -> list[Cells]:
            return [[*cells, piece] for text in cells[index].split(split) if (piece := text.strip())]

        return cut

    def happened(self, when: language.When) -> Get:
        """When it happened: one column, or two with a slash between; else the column for otherwise."""
        columns = [name for name in (when.from_, when.to, when.otherwise) if name]
        first, last, otherwise = (self.moment(name) if name else None for name in (when.from_, when.to, when.otherwise))

        def get(cells: Cells, problems: Problems) -> str:
            start = first(cells, problems) if first else ""
            end = last(cells, problems) if last else ""
            if start and end and start != end:
                return f"{start}/{end}"
            found = start or end or (otherwise(cells, problems) if otherwise else "")
            if not found and not problems:
                problems.append(Problem(columns[0], "is empty", "when it happened, in " + " or ".join(columns)))
            return str(found)

        return get

    def recorded_at(self, columns: Sequence[str]) -> Get:
        """The latest of the times in some columns, of a day its end; empty where none has a value."""
        moments = [self.moment(column) for column in columns]

        def get(cells: Cells, problems: Problems) -> str:
            found = [end_of(text, now=self.now) for moment in moments if (text := moment(cells, problems))]
            return max(found, default="")

        return get

    def moment(self, column: str) -> Get:
        """A date or time in a column, as the record reads it; empty where the column is."""
        index, dates = self.index(column), tuple(self.mapping.format.dates)

        def get(cells: Cells, problems: Problems) -> str:
            try:
                return read_time(cells[index], dates) if cells[index] else ""
            except Wrong as wrong:
                problems.append(Problem(column, wrong.message, wrong.expected))
                return ""

        return get

    def subject(self, subject: language.SubjectOf) -> Get:
        """The objects in one role: named by this row, or found in another table."""
        if subject.from_:
            return self._linked_subject(subject)
        when, pieces, name = (
            self.conditions(subject.when),
            self.pieces(subject.each),
            self.object_name(subject, subject.id),
        )

        def get(cells: Cells, problems: Problems) -> list[Subject]:
            if not when(cells):
                return []
            found = [name(piece, problems) for piece in pieces(cells)]
            return [Subject(subject.role, each) for each in found if each]

        return get

    def _linked_subject(self, subject: language.SubjectOf) -> Get:
        index, linked, rule = self.index(subject.on), self.linked, rule_key(subject)
        otherwise = self.object_name(subject, subject.otherwise) if subject.otherwise else None
        most = 1 if subject.first else None

        def get(cells: Cells, problems: Problems) -> list[Subject]:
            found = linked(rule, cells[index])[:most]
            if not found and otherwise:
                found = [name] if (name := otherwise(cells, problems)) else []
            return [Subject(subject.role, each) for each in found]

        return get

    def object_name(self, subject: language.SubjectOf, templates: Sequence[str]) -> Get:
        """The name of the object by the first template whose columns all have a value: `person:northmoor-…`."""
        source = self.mapping.source
        prefix = f"{ROLE_TYPES.get(subject.role, subject.role)}:{source.prefix or source.agency}-"
        choices = [
            (self.template(template), [self.index(name) for name in placeholders(template)]) for template in templates
        ]
        label = next(iter(placeholders(templates[0])), subject.role)

        def get(cells: Cells, problems: Problems) -> str:
            text = next((fill(cells) for fill, needs in choices if all(cells[index] for index in needs)), "")
            name = prefix + _NOT_IN_AN_ID.sub("-", text)
            if text and len(name.partition(":")[2]) <= _LONGEST_ID:
                return name
            message = "gives too long a name for an object" if text else f"is empty: no {subject.role} can be named"
            problems.append(Problem(label, message, f"the {subject.role} by its own reference"))
            return ""

        return get

    def value(self, value: language.Value) -> Get:
        """A field of the body, or None where nothing was recorded."""
        if not value.when:
            return self._value(value)
        holds, get = self.conditions(value.when), self._value(value)
        return lambda cells, problems: get(cells, problems) if holds(cells) else None

    def _value(self, value: language.Value) -> Get:
        if value.list_ is not None:
            return self._list(value.list_)
        if value.object is not None:
            return self._object(value.object)
        if value.value is not None:
            return lambda cells, problems: value.value
        return self._scalar(value)

    def leaf(self, value: language.Value, path: str) -> Leaf:
        """The text and the conversion of a value that comes from a column or a template."""
        read = self.template(value.template or f"{{{value.column}}}")
        convert = compile_convert(value, self.mapping.codes, self.mapping.format.dates)
        return Leaf(path, value.column or value.template, read, convert, value.split)

    def _scalar(self, value: language.Value) -> Get:
        leaf = self.leaf(value, "")
        default = [value.default] if value.split and value.default is not None else value.default

        def get(cells: Cells, problems: Problems) -> Any:
            text = leaf.read(cells)
            if not text:
                return default
            try:
                return convert_text(leaf, text)
            except Wrong as wrong:
                problems.append(Problem(leaf.column, wrong.message, wrong.expected))
                return None

        return get

    def _list(self, values: Sequence[language.Value]) -> Get:
        parts = [
            (self.pieces(value.each), self.value(value), value.each.column if value.each else ITEM) for value in values
        ]

        def get(cells: Cells, problems: Problems) -> list[Any] | None:
            found: list[Any] = []
            for pieces, got, item in parts:
                found.extend(got(piece, problems) for piece in pieces(cells))
                _name_item(problems, item)
            return [each for each in found if each is not None] or None

        return get

    def _object(self, fields: Mapping[str, language.Value]) -> Get:
        gets = {name: self.value(value) for name, value in fields.items()}
        drawn = frozenset(name for name, value in fields.items() if value.value is None)

        def get(cells: Cells, problems: Problems) -> dict[str, Any] | None:
            found = {name: value for name, got in gets.items() if (value := got(cells, problems)) is not None}
            return found if not drawn or drawn & found.keys() else None  # constants alone say nothing

        return get


def _name_item(problems: Problems, column: str) -> None:
    """What is wrong with a piece is wrong with the column it was cut from."""
    for number, problem in enumerate(problems):
        if problem.field == ITEM:
            problems[number] = Problem(column, problem.message, problem.expected)


def rule_key(rule: language.SubjectOf | language.Join) -> str:
    """What names a rule that looks into another table: the rule itself."""
    return rule.model_dump_json(exclude_defaults=True, exclude={"first", "otherwise"})  # what is done with the found


def convert_text(leaf: Leaf, text: str) -> Any:
    """The value of a text that is not empty; a list where it is split. Raises Wrong."""
    if not leaf.split:
        return leaf.convert(text)
    found = [leaf.convert(piece) for part in text.split(leaf.split) if (piece := part.strip())]
    return [each for each in dict.fromkeys(found) if each is not None] or None
