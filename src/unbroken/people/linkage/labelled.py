"""Files that say something of each record: who is who as linkage found it, who truly is, and any column of people.

Strict: what could make a measurement wrong without anybody noticing is refused, with its line and field.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.files import LONGEST_FIELD, BadFile

RECORD, CLUSTER, PERSON = "record_id", "cluster_id", "person_id"
NOT_RECORDED = "(not recorded)"
MOST_GROUPS = 200  # values of a column by which quality is measured: with more, it tells records apart, not groups
_EXAMPLES = 3
_SHOWN = 80  # characters of a value that a message repeats


def read_clusters(path: Path) -> dict[str, str]:
    """Cluster by record, from a CSV file with `record_id` and `cluster_id`. Raises BadFile, see `read_column`."""
    return read_column(path, CLUSTER)


def read_truth(path: Path) -> dict[str, str]:
    """True person by record, from a CSV file with `record_id` and `person_id`. Raises BadFile, see `read_column`."""
    return read_column(path, PERSON)


def read_column(path: Path, column: str, *, may_be_empty: bool = False) -> dict[str, str]:
    """One column of a CSV file (UTF-8) by its record_id; other columns are not looked at.

    Raises BadFile, with line and field, where a column is missing or there twice, a record_id is empty or there twice,
    or a value is empty (unless it may be: then it reads NOT_RECORDED), and where it is no CSV file.
    """
    found: dict[str, str] = {}
    for line, name, value in _pairs(path, column):
        if not name:
            raise BadFile(f"{path}, line {line}: {RECORD} is empty. Every record needs one of its own.")
        if name in found:
            raise BadFile(f"{path}, line {line}: {RECORD} {name[:_SHOWN]!r} stands on an earlier line already.")
        if not value and not may_be_empty:
            raise BadFile(f"{path}, line {line}: {column} is empty. Every record needs one.")
        found[name] = value or NOT_RECORDED
    return found


def read_grouping(path: Path, column: str) -> dict[str, str]:
    """Groups of records by a column of a file of people, such as recorded ethnicity, to see if all are served alike.

    Empty values make a group of their own. Raises BadFile as `read_column` does, and where there are over MOST_GROUPS
    values.
    """
    found = read_column(path, column, may_be_empty=True)
    if (groups := len(set(found.values()))) > MOST_GROUPS:
        raise BadFile(f"{path}: {column} has {groups:,} different values; at most {MOST_GROUPS} can be compared.")
    return found


def richness(people: Iterable[Comparable]) -> dict[str, str]:
    """Groups of records by how much there is to go by: `name_and_birth`, `name`, `identifier`, `little`."""
    return {one.id: one.richness for one in people}


def check_same_records(one: Mapping[str, str], other: Mapping[str, str], *, called: tuple[str, str]) -> None:
    """Raises BadFile where a record is in only one of the two; the message says which, how many, and gives examples."""
    for held, lacking, names in ((one, other, called), (other, one, called[::-1])):
        check_covers(lacking, held, called=(names[1], names[0]))


def check_covers(held: Mapping[str, str], records: Mapping[str, str], *, called: tuple[str, str]) -> None:
    """Raises BadFile where `held` lacks any of the records; `called` is what the two are called in the message."""
    missing = [name for name in records if name not in held]
    if missing:
        examples = ", ".join(repr(name[:_SHOWN]) for name in islice(missing, _EXAMPLES))
        raise BadFile(
            f"{len(missing):,} of {len(records):,} records of {called[1]} are not in {called[0]}: {examples}"
            f"{' and others' if len(missing) > _EXAMPLES else ''}. Both must be about the same records."
        )


def _pairs(path: Path, column: str) -> Iterator[tuple[int, str, str]]:
    """(line, record_id, value) of each line that is not blank."""
    csv.field_size_limit(LONGEST_FIELD)
    line = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.reader(file, strict=True)
            header = next(rows, [])
            at, to = (_place(path, header, name) for name in (RECORD, column))
            for row in rows:
                line = rows.line_num
                if row:
                    yield line, _cell(row, at), _cell(row, to)
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        raise BadFile(f"{path} is not UTF-8 (byte {error.start}). Save it as CSV UTF-8.") from None
    except csv.Error as error:
        raise BadFile(f"{path}, line {line + 1}: {error}. A quote may be missing, or it is no CSV file.") from None


def _place(path: Path, header: Sequence[str], column: str) -> int:
    names = [name.strip() for name in header]
    if names.count(column) == 1:
        return names.index(column)
    if column in names:
        raise BadFile(f"{path}, line 1: has the column {column} more than once.")
    raise BadFile(f"{path}, line 1: has no column {column}; it reads {', '.join(names)[:200] or 'nothing'}.")


def _cell(row: Sequence[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""
