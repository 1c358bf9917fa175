"""Walking the chain of a book, and naming the first entry that does not fit.

What a walk can prove: no entry was edited, removed, swapped or inserted, and no body changed. What it cannot: that
the newest entries were not cut off together with the stored head. For that a head is exported and signed
(`record.seal`), and the walk is compared with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.db import connection, transaction

from unbroken.record.chain import GENESIS, HEADER
from unbroken.record.collector import collector_off
from unbroken.record.queries import heads

CHUNK = 5000
Progress = Callable[[int], None]


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
    with collector_off(), transaction.atomic():  # one snapshot: entries appended meanwhile are left for the next walk
        head = heads().get(book, (0, GENESIS))
        erased = _erased()
        walked, digest, misfit = 0, GENESIS, None
        at_seal = (sealed or {}).get(book)
        for rows in _chunks(book):
            misfit, walked, digest = _walk(book, rows, walked, digest, erased, at_seal)
            if progress:
                progress(len(rows))
            if misfit:
                break
    misfit = misfit or _head_misfit(book, walked, digest, head, at_seal)
    return Verified(book, walked, digest, misfit)


def verify_all(
    *, sealed: Mapping[str, tuple[int, str]] | None = None, progress: Progress | None = None
) -> Iterator[Verified]:
    """Walk every book that is here or in the seal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT book FROM record_recordbook UNION SELECT DISTINCT book FROM record_recordentry")
        names = {row[0] for row in cursor.fetchall()}
    for book in sorted(names | set(sealed or {})):
        yield verify(book, sealed=sealed, progress=progress)


def _chunks(book: str) -> Iterator[list[tuple[str, str, int, str, str, str | None, str | None, str]]]:
    """Rows of (header text, id, seq, prev, digest, content, salt, body digest), joined by the database."""
    header = " || chr(31) || ".join(f"e.{name}" for name in HEADER)
    if connection.vendor == "sqlite":
        header = header.replace("chr(31)", "char(31)")
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {header}, e.id, e.seq, e.prev, e.digest, b.content, b.salt, e.body_digest "
                "FROM record_recordentry e LEFT JOIN record_recordbody b ON b.entry_id = e.id "
                "WHERE e.book = %s AND e.seq > %s ORDER BY e.seq LIMIT %s",
                [book, last, CHUNK],
            )
            rows = cursor.fetchall()
        if rows:
            yield rows
        if len(rows) < CHUNK:
            return
        last = rows[-1][2]


def _walk(
    book: str,
    rows: list[tuple[str, str, int, str, str, str | None, str | None, str]],
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
