"""What a row takes from another table of the same extract: its persons, or columns of the row it belongs to.

The links are gathered in one pass over the tables looked into, and kept in a private SQLite file that is gone
when it is closed: an extract of millions of rows must not fill the memory.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import orjson

from unbroken.exchange.importing.building import Cells, Compiler, Problems, rule_key
from unbroken.exchange.importing.mapping import Join, Mapping, SubjectOf, Table
from unbroken.record.errors import Problem

Found = tuple[str, str, str]  # the rule, the value of the shared column, what it gives
Finder = Callable[[Cells], Iterator[Found]]
_BATCH = 5_000


class Links:
    """The links between the tables of one extract."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}  # of the rules: their texts are long, and stand in every row
        self._file = sqlite3.connect("", isolation_level=None)  # a temporary file without a name
        for table in ("object", "joined"):
            unique = "rule, value, found" if table == "object" else "rule, value"  # of rows alike the first counts
            self._file.execute(f"CREATE TABLE {table} (rule, value, found, UNIQUE ({unique}))")

    def gather(self, rows: Iterable[Cells], table: Table, compiler: Compiler) -> None:
        """Take in what other tables look for in this one, from its (trimmed) rows."""
        objects = [_object_finder(rule, compiler) for rule in subject_rules(compiler.mapping, table.name)]
        joined = [_join_finder(rule, compiler) for rule in join_rules(compiler.mapping, table.name)]
        stream = iter(rows)
        while batch := list(islice(stream, _BATCH)):
            self._insert("object", (found for cells in batch for finder in objects for found in finder(cells)))
            self._insert("joined", (found for cells in batch for finder in joined for found in finder(cells)))

    def _insert(self, table: str, found: Iterable[Found]) -> None:
        self._file.execute("BEGIN")
        rows = ((self._number(rule), value, thing) for rule, value, thing in found)
        self._file.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?, ?)", rows)
        self._file.execute("COMMIT")

    def _number(self, rule: str) -> int:
        return self._numbers.setdefault(rule, len(self._numbers))

    def objects(self, rule: str, value: str) -> list[str]:
        """The objects that a subject rule finds for a value of the shared column, in the order of the other table."""
        query = "SELECT found FROM object WHERE rule = ? AND value = ? ORDER BY rowid"
        rows = self._file.execute(query, (self._number(rule), value))
        return [str(found) for (found,) in rows]

    def cells(self, rule: str, value: str) -> list[str] | None:
        """The columns that a join takes over for a value of the shared column; None where no row has it."""
        query = "SELECT found FROM joined WHERE rule = ? AND value = ?"
        row = self._file.execute(query, (self._number(rule), value)).fetchone()
        return None if row is None else list(map(str, orjson.loads(row[0])))

    def close(self) -> None:
        """Throw the links away."""
        self._file.close()


def subject_rules(mapping: Mapping, table: str) -> list[SubjectOf]:
    """The subject rules that look into this table; rules alike count once."""
    subjects = (subject for each in mapping.tables for entry in each.entries for subject in entry.subjects)
    return list({rule_key(subject): subject for subject in subjects if subject.from_ == table}.values())


def join_rules(mapping: Mapping, table: str) -> list[Join]:
    """The joins that take columns of this table; joins alike count once."""
    joins = (join for each in mapping.tables for join in each.joins)
    return list({rule_key(join): join for join in joins if join.table == table}.values())


def is_looked_into(mapping: Mapping, table: str) -> bool:
    """Whether another table looks into this one."""
    return bool(subject_rules(mapping, table) or join_rules(mapping, table))


@dataclass(frozen=True, slots=True)
class Joiner:
    """A join, compiled for the heading of one file: where the shared column stands, and what names the rule."""

    join: Join
    index: int
    rule: str

    def add(self, cells: list[str], links: Links) -> Problem | None:
        """Add the columns of the other table to a row, in place, or say that a required row is not there."""
        join, value = self.join, cells[self.index]
        found = links.cells(self.rule, value)
        cells.extend(found if found is not None else [""] * len(join.columns))
        if found is None and join.required:
            message = f"{value!r} is in no row of {join.table}" if value else "is empty"
            return Problem(join.on, message, f"a row of {join.table} with the same {join.on_there or join.on}")
        return None


def joiners(table: Table, compiler: Compiler) -> tuple[Joiner, ...]:
    """The joins of a table, compiled."""
    return tuple(Joiner(join, compiler.index(join.on), rule_key(join)) for join in table.joins)


def _object_finder(rule: SubjectOf, compiler: Compiler) -> Finder:
    index = compiler.index(rule.on_there or rule.on)
    when, name, key = compiler.conditions(rule.when), compiler.object_name(rule, rule.id), rule_key(rule)

    def find(cells: Cells) -> Iterator[Found]:
        problems: Problems = []  # a row that cannot be named is rejected where its own table is read
        if cells[index] and when(cells) and (found := name(cells, problems)):
            yield key, cells[index], found

    return find


def _join_finder(rule: Join, compiler: Compiler) -> Finder:
    index, key = compiler.index(rule.on_there or rule.on), rule_key(rule)
    indexes = [compiler.index(column) for column in rule.columns]

    def find(cells: Cells) -> Iterator[Found]:
        if cells[index]:
            yield key, cells[index], orjson.dumps([cells[each] for each in indexes]).decode()

    return find
