"""Crime-report extracts: the rows of a source system's files, through a mapping, as drafts."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from unbroken.exchange.importing.building import Compiler, TableBuilder
from unbroken.exchange.importing.columns import columns_lent, columns_read
from unbroken.exchange.importing.joins import Joiner, Links, is_looked_into, joiners
from unbroken.exchange.importing.mapping import Mapping, Table
from unbroken.exchange.importing.places import Meter, Place, Read, Rejected, SourceError
from unbroken.exchange.importing.rows import Grid, Layout, Row, open_grids
from unbroken.record.check import check
from unbroken.record.entries import Draft
from unbroken.record.errors import Problem, Refused


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid with the table of the mapping that it is, and that table compiled for its heading."""

    grid: Grid
    table: Table
    joiners: tuple[Joiner, ...]
    builder: TableBuilder
    compiler: Compiler


def read_extract(
    paths: Sequence[Path], mapping: Mapping, *, beside: Sequence[Path] = (), meter: Meter | None = None
) -> Read:
    """Every row of an extract, as drafts or as rejected, in the order of the files. Streams.

    `beside` are further files of the same extract that rows may look into. Everything that does not depend on a
    row is checked before this returns: raises SourceError for a file that no table takes, or that lacks a column.
    """
    everything = list(dict.fromkeys([*paths, *beside]))
    tables = {sheet.table.name for path in everything for sheet in open_sheets(path, mapping)}
    for table in mapping.tables:
        if table.name in tables:
            _check_partners(table, tables)
    return _read(paths, everything, mapping, meter or Meter())


def open_sheets(
    path: Path, mapping: Mapping, *, links: Links | None = None, meter: Meter | None = None
) -> Iterator[Sheet]:
    """The grids of a file that the mapping has a table for, compiled; read each before asking for the next."""
    taken = False
    for grid in open_grids(path, layout=layout_of(mapping), meter=meter):
        table = _table_of(grid, path, mapping)
        if table is not None:
            taken = True
            yield _sheet(grid, table, mapping, links, meter)
        elif meter:
            meter.notes.append(f"{grid.file} is not read: the mapping has no table for it")
    if not taken:
        names = ", ".join(f"{table.name} ({', '.join(table.files)})" for table in mapping.tables)
        raise SourceError(f"{path.name} is no table of this mapping; its tables are {names}")


def layout_of(mapping: Mapping) -> Layout:
    """How the files of a mapping are written."""
    return Layout(mapping.format.encoding, mapping.format.delimiter, tuple(mapping.format.dates))


def place_of(sheet: Sheet, row: Row) -> Place:
    """Where a row stands, with its cells by their columns."""
    if row.problem is None:
        return Place(sheet.grid.file, row.number, dict(zip(sheet.grid.header, row.cells, strict=True)))
    return Place(sheet.grid.file, row.number, {"row": sheet.compiler.mapping.format.delimiter.join(row.cells)})


def _read(paths: Sequence[Path], everything: Sequence[Path], mapping: Mapping, meter: Meter) -> Read:
    with closing(gather_links(everything, mapping)) as links:
        for path in paths:
            for sheet in open_sheets(path, mapping, links=links, meter=meter):
                for row in sheet.grid.rows:
                    yield from _row(sheet, row, links)


def _row(sheet: Sheet, row: Row, links: Links) -> Read:
    place = place_of(sheet, row)
    if row.problem is not None:
        yield place, row.problem
        return
    cells, problems = prepared(sheet, row, links)
    built = Rejected(tuple(problems)) if problems else _whole(sheet.builder.build(cells), now=sheet.compiler.now)
    if isinstance(built, Rejected):
        yield place, built
        return
    for draft in built:
        yield place, draft


def _whole(built: list[Draft] | Rejected, *, now: str) -> list[Draft] | Rejected:
    """A row goes in whole or not at all: half a report, its own date being wrong, would mislead.

    So its entries are checked here, before the record checks them again among the others of their batch.
    """
    for draft in built if isinstance(built, list) else ():
        try:
            check(draft, now=now)
        except Refused as refused:
            return Rejected(refused.problems, draft)
    return built


def prepared(sheet: Sheet, row: Row, links: Links) -> tuple[list[str], list[Problem]]:
    """The cells of a row, trimmed, with the columns of joins and the derived ones, and what joins it lacks."""
    cells = sheet.builder.trimmed(row.cells)
    problems = [problem for joiner in sheet.joiners if (problem := joiner.add(cells, links)) is not None]
    sheet.builder.derive(cells)
    return cells, problems


def gather_links(paths: Sequence[Path], mapping: Mapping) -> Links:
    """What the tables of an extract look for in one another."""
    links = Links()
    for path in paths:
        for sheet in open_sheets(path, mapping):
            if is_looked_into(mapping, sheet.table.name):
                rows = (sheet.builder.trimmed(row.cells) for row in sheet.grid.rows if row.problem is None)
                links.gather(rows, sheet.table, sheet.compiler)
    return links


def _sheet(grid: Grid, table: Table, mapping: Mapping, links: Links | None, meter: Meter | None) -> Sheet:
    columns = {name: index for index, name in enumerate([*grid.header, *_added_columns(table)])}
    compiler = Compiler(mapping, grid.file, columns, links.objects if links else _nothing)
    sheet = Sheet(grid, table, joiners(table, compiler), compiler.table(table), compiler)
    if meter:
        known = columns_read(table) | columns_lent(mapping, table.name)
        if unread := [name for name in grid.header if name and name not in known]:
            meter.notes.append(f"{grid.file}: no entry draws on {', '.join(unread)}")
    return sheet


def _added_columns(table: Table) -> list[str]:
    """The columns that stand after those of the file: of the joins, then the derived ones."""
    return [*(f"{join.table}.{column}" for join in table.joins for column in join.columns), *table.derived]


def _nothing(rule: str, value: str) -> Sequence[str]:
    return ()


def _table_of(grid: Grid, path: Path, mapping: Mapping) -> Table | None:
    """The table of a sheet by its name, of any other file by the name of the file."""
    for table in mapping.tables:
        if grid.sheet and table.sheet:
            if table.sheet.casefold() == grid.sheet.casefold():
                return table
        elif any(fnmatch.fnmatch(path.name.lower(), pattern.lower()) for pattern in table.files):
            return table
    return None


def _check_partners(table: Table, present: set[str]) -> None:
    wanted = {join.table for join in table.joins} | {
        subject.from_ for entry in table.entries for subject in entry.subjects if subject.from_
    }
    if missing := sorted(wanted - present):
        raise SourceError(f"the rows of {table.name} need the table {missing[0]}: give that file as well")
