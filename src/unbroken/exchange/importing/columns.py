"""Which columns of a file a mapping knows of, so that the others can be named."""

from __future__ import annotations

from collections.abc import Iterable

from unbroken.exchange.importing.mapping import (
    ITEM,
    Condition,
    Each,
    EntryOf,
    Mapping,
    SubjectOf,
    Table,
    Value,
    placeholders,
)


def columns_read(table: Table) -> frozenset[str]:
    """The columns of its own file that the mapping knows of in a table: read, required, joined on or ignored."""
    found = {*table.row_id, *table.required, *table.ignored, *(join.on for join in table.joins)}
    found |= _template_columns(table.derived.values())
    for entry in table.entries:
        found |= _entry_columns(entry)
    return frozenset(found - {""})


def columns_lent(mapping: Mapping, table: str) -> frozenset[str]:
    """The columns of a table that other tables look into."""
    found: set[str] = set()
    for each in mapping.tables:
        for join in each.joins:
            found |= {join.on_there or join.on, *join.columns} if join.table == table else set()
        for subject in (subject for entry in each.entries for subject in entry.subjects if subject.from_ == table):
            found |= {subject.on_there or subject.on, *_template_columns(subject.id), *_tested(subject.when)}
    return frozenset(found)


def item_outside_each(entry: EntryOf) -> bool:
    """Whether an entry speaks of the present piece (`@item`) where nothing is cut into pieces."""
    if entry.each is not None:
        return False
    subjects = (subject for subject in entry.subjects if subject.each is None)
    return (
        ITEM in _header_columns(entry)
        or any(ITEM in _subject_columns(subject) for subject in subjects)
        or any(_item_outside_each(value) for value in entry.body.values())
    )


def _item_outside_each(value: Value) -> bool:
    if value.each is not None:
        return False
    inner = [*(value.list_ or ()), *(value.object or {}).values()]
    return ITEM in _own_columns(value) or any(_item_outside_each(part) for part in inner)


def _entry_columns(entry: EntryOf) -> set[str]:
    found = _header_columns(entry)
    for subject in entry.subjects:
        found |= _subject_columns(subject)
    for value in entry.body.values():
        found |= _value_columns(value)
    return found - {ITEM}


def _header_columns(entry: EntryOf) -> set[str]:
    when = entry.happened
    found = {when.from_, when.to, when.otherwise, *entry.recorded_at, *_tested(entry.when), *_pieces(entry.each)}
    return found | _template_columns([entry.ref, entry.recorded_by])


def _subject_columns(subject: SubjectOf) -> set[str]:
    if subject.from_:
        return {subject.on, *_template_columns(subject.otherwise)}
    return {*_template_columns(subject.id), *_tested(subject.when), *_pieces(subject.each)}


def _value_columns(value: Value) -> set[str]:
    found = _own_columns(value)
    for inner in [*(value.list_ or ()), *(value.object or {}).values()]:
        found |= _value_columns(inner)
    return found


def _own_columns(value: Value) -> set[str]:
    return {value.column, *_template_columns([value.template]), *_tested(value.when), *_pieces(value.each)}


def _template_columns(templates: Iterable[str]) -> set[str]:
    return {name for template in templates for name in placeholders(template)}


def _tested(conditions: Iterable[Condition]) -> set[str]:
    return {column for condition in conditions for column in condition.column}


def _pieces(each: Each | None) -> set[str]:
    return {each.column} if each else set()
