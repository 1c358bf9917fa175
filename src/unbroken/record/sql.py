"""The SQL of the record, for both engines. Values go in and come out in their stored form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
from django.db import connection, transaction

from unbroken.record.chain import GENESIS
from unbroken.record.entries import Draft, Entry, read_subjects

ENTRY_COLUMNS = (
    "id", "book", "seq", "kind", "version", "happened_from", "happened_to", "recorded_at", "recorded_by",
    "agency", "source", "source_ref", "corrects", "subjects", "body_digest", "prev", "digest",
)  # fmt: skip
ENTRY_SELECT = (
    "SELECT " + ", ".join(f"e.{name}" for name in ENTRY_COLUMNS) + ", b.content, b.salt FROM record_recordentry e "
    "LEFT JOIN record_recordbody b ON b.entry_id = e.id "
)
AMENDS = "NOT (e.corrects = '') AND e.corrects"  # in the words of the index, or SQLite reads every entry
RECORD_TABLES = ("record_recordentry", "record_recordbody", "record_recordsubject")
WRITER = 5_102_018  # the advisory lock of whoever records on PostgreSQL: any number that nobody else takes
COPY_FROM = 20  # rows from which COPY beats executemany on PostgreSQL
CHUNK = 500  # values in one IN list; SQLite's limit of variables is far above


@dataclass(frozen=True, slots=True)
class Known:
    """What the record already holds under a (source, source_ref) or id, as far as appending needs it."""

    entry: Entry
    content: str | None
    salt: str | None


def entry_from(row: Sequence[Any], body: Any) -> Entry:
    """An Entry from the values of ENTRY_COLUMNS."""
    a, b, c, d, e, f, g, h, i, j, k, m, n, subjects, p, q, r, *_ = row  # written out: every page reads hundreds
    return Entry(a, b, c, d, e, f, g, h, i, j, k, m, n, read_subjects(subjects), body, p, q, r)


def read_entry(row: Sequence[Any]) -> Entry:
    """An Entry from a row of ENTRY_SELECT."""
    return entry_from(row, None if row[17] is None else orjson.loads(row[17]))


@contextmanager
def one_snapshot() -> Iterator[None]:
    """A transaction for reading: its queries all see the record as it was at the first, and nobody has to wait."""
    if connection.in_atomic_block:
        yield
        return
    connection.ensure_connection()  # it has no mode of its own before
    backend: Any = connection
    mode = backend.transaction_mode if connection.vendor == "sqlite" else None
    try:
        if mode:
            backend.transaction_mode = "DEFERRED"  # the service's own would keep every writer out meanwhile
        with transaction.atomic():
            if not mode:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if mode:
            backend.transaction_mode = mode


@contextmanager
def together() -> Iterator[None]:
    """Statements wait for one another only where an answer is read: PostgreSQL gets the others in one go.

    So an error may come later than the statement it is about, at the latest at the end.
    """
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        with connection.wrap_database_errors, connection.connection.pipeline():
            yield
    else:
        yield


def insert(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows: COPY for many on PostgreSQL, executemany otherwise."""
    if not rows:
        return
    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= COPY_FROM and not _is_together():
            with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _is_together() -> bool:
    """Whether we are within `together`, where PostgreSQL takes no COPY."""
    return bool(connection.connection.pgconn.pipeline_status)


def update(table: str, column: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Set these columns of rows that are there: each gives their values, and then that of the column it is told by."""
    with connection.cursor() as cursor:
        sets = ", ".join(f"{name} = %s" for name in columns)
        cursor.executemany(f"UPDATE {table} SET {sets} WHERE {column} = %s", rows)


def delete(table: str, column: str, values: Sequence[Any]) -> None:
    """Delete the rows whose column has one of these values."""
    if not values:
        return
    with connection.cursor() as cursor:
        for start in range(0, len(values), CHUNK):
            chunk = values[start : start + CHUNK]
            cursor.execute(f"DELETE FROM {table} WHERE {column} IN ({', '.join(['%s'] * len(chunk))})", list(chunk))


def delete_rows(table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Delete these rows, told by all of their values."""
    if not rows:
        return
    with connection.cursor() as cursor:
        each = " AND ".join(f"{name} = %s" for name in columns)
        cursor.executemany(f"DELETE FROM {table} WHERE {each}", rows)


def refresh_statistics(tables: Iterable[str]) -> None:
    """Let PostgreSQL count what is in these tables: after a large load it would otherwise plan as for empty ones.

    It does so of its own accord too, a minute or more later. SQLite plans by the shape of the indexes alone.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(tables)}")


@contextmanager
def room_for_much() -> Iterator[None]:
    """Let SQLite keep up to a gigabyte of what one transaction changes in memory, and write each page once at its end.

    Rows of an index come in any order: without it, nearly each of twenty million goes to another page of the log.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        (before,) = cursor.fetchone()
        cursor.execute("PRAGMA cache_size = -1000000")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {int(before)}")


def one_writer() -> None:
    """Wait until nobody else records, and keep others waiting until the transaction ends, whatever the book.

    Two who recorded about the same report at once would each look at it, and fold it, without the other's entry.
    SQLite transactions are immediate: the whole database is locked already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITER])


def lock_heads(books: Collection[str]) -> dict[str, tuple[int, str]]:
    """The head of each book, (seq, digest), locked until the transaction ends. A new book starts at 0.

    Books are locked in order of their names, so that two writers never wait for each other. SQLite transactions
    are immediate: the whole database is locked already.
    """
    if not (names := sorted(books)):
        return {}
    if not (heads := _locked(names)):
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO record_recordbook (book, seq, digest) VALUES (%s, 0, %s) ON CONFLICT (book) DO NOTHING",
                [(name, GENESIS) for name in names],
            )
        heads = _locked(names)
    return heads


def _locked(books: Sequence[str]) -> dict[str, tuple[int, str]]:
    """The heads of the books, locked, if all of them are there; none is locked before the others exist.

    PostgreSQL locks rows as it returns them, after sorting.
    """
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    among = f"book IN ({', '.join(['%s'] * len(books))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT book, seq, digest FROM record_recordbook WHERE {among} AND %s = "
            f"(SELECT count(*) FROM record_recordbook WHERE {among}) ORDER BY book{lock}",
            [*books, len(books), *books],
        )
        return {book: (seq, digest) for book, seq, digest in cursor.fetchall()}


def write_heads(heads: dict[str, tuple[int, str]]) -> None:
    """Move the heads of books."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE record_recordbook SET seq = %s, digest = %s WHERE book = %s",
            [(seq, digest, book) for book, (seq, digest) in heads.items()],
        )


def erase_bodies(entry_ids: Sequence[str]) -> None:
    """Blank the bodies of entries and of their corrections.

    A trigger lets this through only where an entry `body.erased` names the entry, or the one it corrects.
    """
    with connection.cursor() as cursor:
        for entry_id in entry_ids:
            cursor.execute(
                "UPDATE record_recordbody SET content = NULL, salt = NULL WHERE entry_id = %s OR entry_id IN "
                "(SELECT id FROM record_recordentry WHERE corrects = %s AND kind = 'entry.corrected')",
                [entry_id, entry_id],
            )


def known_messages(drafts: Iterable[Draft]) -> dict[tuple[str, str], Known]:
    """What is recorded under the drafts' (source, source_ref)."""
    by_source: dict[str, list[str]] = {}
    for draft in drafts:
        by_source.setdefault(draft.source, []).append(draft.source_ref)
    found = {}
    for source, refs in by_source.items():
        for known in _known("e.source = %s AND e.source_ref", refs, [source]):
            found[known.entry.source, known.entry.source_ref] = known
    return found


def known_targets(drafts: Iterable[Draft]) -> dict[str | tuple[str, str], Known]:
    """The entries that the drafts amend, by id and by (source, source_ref)."""
    ids: list[str] = []
    refs: dict[str, list[str]] = {}
    for draft in drafts:
        if draft.corrects:
            ids.append(draft.corrects)
        elif draft.corrects_ref:
            refs.setdefault(draft.corrects_ref[0], []).append(draft.corrects_ref[1])
    found: dict[str | tuple[str, str], Known] = {known.entry.id: known for known in _known("e.id", ids)}
    for source, names in refs.items():
        for known in _known("e.source = %s AND e.source_ref", names, [source]):
            found[known.entry.source, known.entry.source_ref] = known
    return found


def fetch_in(select: str, column: str, values: Iterable[Any], before: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """Rows of `select WHERE column IN values`, in chunks. `column` may begin with conditions on `before`."""
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        marks = ", ".join(["%s"] * len(chunk))
        with connection.cursor() as cursor:
            cursor.execute(f"{select} WHERE {column} IN ({marks})", [*before, *chunk])
            rows = cursor.fetchall()
        yield from rows


def _known(column: str, values: Iterable[str], before: Sequence[Any] = ()) -> Iterator[Known]:
    for row in fetch_in(ENTRY_SELECT, column, values, before):
        yield Known(read_entry(row), row[17], row[18])
