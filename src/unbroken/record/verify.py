"""Walking the chain of a book, and naming the first entry that does not fit.

What a walk can prove: no entry was edited, removed, swapped or inserted, and no body changed. What it cannot: that
the newest entries were not cut off together with the stored head. For that a head is exported and signed
(`record.seal`), and the walk is compared with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from django.db import connection

from unbroken.record import sql
from unbroken.record.chain import GENESIS, HEADER
from unbroken.record.collector import collector_off
from unbroken.record.queries import heads

CHUNK = 5000
Progress = Callable[[int], None]
_Stored = tuple[str, str, int, str, str, str | None, str | None, str]


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first entry of a book that does not fit, and why. `entry` is "" where an entry is missing."""

    book: str
    seq: int
    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verified:
    """The result of walking one book."""

    book: str
    entries: int
    head: str
    misfit: Misfit | None


def verify(
    book: str, *, sealed: Mapping[str, tuple[int, str]] | None = None, progress: Progress | None = None
) -> Verified:
    """Walk a book from its first entry. `sealed` are heads exported earlier, (seq, digest) by book."""
    with collector_off(), sql.one_snapshot():  # entries appended meanwhile are left for the next walk
        known = heads()
        head = known.get(book, (0, GENESIS))
        is_large = 10 * head[0] > sum(seq for seq, _ in known.values())
        erased = _erased()
        walked, digest, misfit = 0, GENESIS, None
        at_seal = (sealed or {}).get(book)
        for rows in _chunks(book, is_large=is_large):
            if misfit is None:  # else read on to the end: a COPY broken off would break the transaction
                misfit, walked, digest = _walk(book, rows, walked, digest, erased, at_seal)
            if progress:
                progress(len(rows))
    misfit = misfit or _head_misfit(book, walked, digest, head, at_seal)
    return Verified(book, walked, digest, misfit)


def verify_all(
    *, sealed: Mapping[str, tuple[int, str]] | None = None, progress: Progress | None = None
) -> Iterator[Verified]:
    """Walk every book that is here or in the seal."""
    for book in sorted(books() | set(sealed or {})):
        yield verify(book, sealed=sealed, progress=progress)


def books() -> set[str]:
    """Every book of which a head or an entry is here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT book FROM record_recordbook UNION SELECT DISTINCT book FROM record_recordentry")
        return {row[0] for row in cursor.fetchall()}


def _chunks(book: str, *, is_large: bool) -> Iterator[list[_Stored]]:
    """Rows of (header text, id, seq, prev, digest, content, salt, body digest), joined by the database."""
    header = " || chr(31) || ".join(f"e.{name}" for name in HEADER)
    select = (
        f"SELECT {header}, e.id, e.seq, e.prev, e.digest, b.content, b.salt, e.body_digest "
        "FROM record_recordentry e LEFT JOIN record_recordbody b ON b.entry_id = e.id WHERE e.book = %s "
    )
    if connection.vendor == "postgresql":
        return _copied(f"{select} ORDER BY e.seq", book, is_large=is_large)
    return _paged(f"{select.replace('chr(31)', 'char(31)')} AND e.seq > %s ORDER BY e.seq LIMIT {CHUNK}", book)


def _paged(select: str, book: str) -> Iterator[list[_Stored]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(select, [book, last])
            rows = cursor.fetchall()
        if rows:
            yield rows
        if len(rows) < CHUNK:
            return
        last = rows[-1][2]


def _copied(select: str, book: str, *, is_large: bool) -> Iterator[list[_Stored]]:
    """By COPY, PostgreSQL reads on while we hash."""
    with connection.cursor() as cursor:
        if is_large:  # in doubt it looks every body up by itself, which is dearer than reading the whole table
            cursor.execute("SET LOCAL enable_nestloop = off")
        with cursor.cursor.copy(f"COPY ({select}) TO STDOUT (FORMAT BINARY)", [book]) as copy:
            copy.set_types(["text", "text", "int8", "text", "text", "text", "text", "text"])
            rows = copy.rows()
            while chunk := list(islice(rows, CHUNK)):
                yield chunk
        cursor.execute("SET LOCAL enable_nestloop = on")


def _walk(
    book: str,
    rows: list[_Stored],
    walked: int,
    digest: str,
    erased: frozenset[str],
    at_seal: tuple[int, str] | None,
) -> tuple[Misfit | None, int, str]:
    # The arithmetic of `record.chain`, written out: two calls an entry cost a third of the walk.
    sealed_seq, sealed_digest = at_seal or (-1, "")
    for header, entry, seq, prev, stored, content, salt, body in rows:
        if seq != walked + 1:
            return Misfit(book, walked + 1, "", f"the entry is missing; the next one there is {entry}"), walked, digest
        if content is None:
            if entry not in erased:
                return Misfit(book, seq, entry, "its body is gone, and no erasure is recorded"), walked, digest
        elif sha256(f"{salt}{content}".encode()).hexdigest() != body:
            return Misfit(book, seq, entry, "its body is not the one that was recorded"), walked, digest
        if prev != digest:
            return Misfit(book, seq, entry, "it does not follow the entry before it"), walked, digest
        if sha256(f"{prev}\n{header}".encode()).hexdigest() != stored:
            return Misfit(book, seq, entry, "its header is not the one that was recorded"), walked, digest
        if seq == sealed_seq and stored != sealed_digest:
            return Misfit(book, seq, entry, "the history up to it is not the one that was sealed"), walked, digest
        walked, digest = seq, stored
    return None, walked, digest


def _head_misfit(
    book: str, walked: int, digest: str, head: tuple[int, str], at_seal: tuple[int, str] | None
) -> Misfit | None:
    if walked < head[0]:
        return Misfit(book, walked + 1, "", f"the entry is missing: the book had {head[0]} entries")
    if (walked, digest) != head:
        return Misfit(book, walked, "", "the stored head of the book is not that of its last entry")
    if at_seal and walked < at_seal[0]:
        return Misfit(book, walked + 1, "", f"the entry is missing: the book was sealed with {at_seal[0]} entries")
    return None


def _erased() -> frozenset[str]:
    """The ids of entries whose erasure is recorded, and of their corrections, which go with them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.corrects FROM record_recordentry e WHERE NOT (e.corrects = '') AND e.kind = 'body.erased' UNION "
            "SELECT c.id FROM record_recordentry e JOIN record_recordentry c ON c.corrects = e.corrects "
            "WHERE NOT (e.corrects = '') AND NOT (c.corrects = '') "  # in the words of the index
            "AND e.kind = 'body.erased' AND c.kind = 'entry.corrected'"
        )
        return frozenset(row[0] for row in cursor.fetchall())
