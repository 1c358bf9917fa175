"""Reading the record: what folds, pages, exports and the API ask."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from operator import attrgetter

from django.db import connection

from unbroken.record import sql
from unbroken.record.entries import Entry

_FEW = 20  # objects asked for in one query
_in_order = attrgetter("happened_from", "recorded_at", "id")


def entries_about(objects: Collection[str], *, known_at: str | None = None) -> list[Entry]:
    """All entries, amendments included, about any of these objects, in the order in which they happened.

    `known_at` is a stored time: leaves out what was recorded after it.
    """
    found = entries_by_id(ids_about(objects))
    return sorted((entry for entry in found if known_at is None or entry.recorded_at <= known_at), key=_in_order)


def ids_about(objects: Collection[str]) -> set[str]:
    """The ids of all entries about any of these objects."""
    return {row[0] for row in sql.fetch_in("SELECT entry_id FROM record_recordsubject", "object", sorted(objects))}


def entries_touching(objects: Collection[str], *, known: Collection[str] = ()) -> list[Entry]:
    """The entries about any of these objects, in no order, without those whose ids are known (a few may be there).

    Of a few objects in one query, as an intake asks it; of many in two, so that what is known is not read again.
    """
    if not 0 < len(objects) <= _FEW:
        return entries_by_id(ids_about(objects) - set(known))
    about = f"SELECT entry_id FROM record_recordsubject WHERE object IN ({', '.join(['%s'] * len(objects))})"
    among = f"= ANY(ARRAY({about}))" if connection.vendor == "postgresql" else f"IN ({about})"
    with connection.cursor() as cursor:
        cursor.execute(f"{sql.ENTRY_SELECT} WHERE e.id {among}", sorted(objects))
        return [sql.read_entry(row) for row in cursor.fetchall()]


def entries_by_id(ids: Collection[str]) -> list[Entry]:
    """The entries with these ids, in no order; ids that are not there are left out."""
    return [sql.read_entry(row) for row in sql.fetch_in(sql.ENTRY_SELECT, "e.id", sorted(ids))]


def entry(entry_id: str) -> Entry | None:
    """One entry, or None."""
    found = entries_by_id([entry_id])
    return found[0] if found else None


def amendments_of(entry_id: str) -> list[Entry]:
    """The corrections, withdrawals and erasure of an entry, and of those, oldest first."""
    return amendments_by_target([entry_id]).get(entry_id, [])


def amendments_by_target(entry_ids: Collection[str]) -> dict[str, list[Entry]]:
    """As `amendments_of`, by the ids of several entries; ids that nothing amends are left out."""
    target_of = {entry_id: entry_id for entry_id in entry_ids}
    found: dict[str, list[Entry]] = {}
    layer = list(entry_ids)
    while layer:
        amendments = [sql.read_entry(row) for row in sql.fetch_in(sql.ENTRY_SELECT, sql.AMENDS, layer)]
        for amendment in amendments:
            target_of[amendment.id] = target_of[amendment.corrects]
            found.setdefault(target_of[amendment.id], []).append(amendment)
        layer = [amendment.id for amendment in amendments]
    return {target: sorted(each, key=attrgetter("recorded_at", "id")) for target, each in found.items()}


def objects_beside(objects: Collection[str], *, role: str | None = None, wanted: Collection[str]) -> set[str]:
    """The objects of the wanted types in entries about these objects (in this role, if one is given)."""
    condition, before = ("role = %s AND object", [role]) if role else ("object", [])
    ids = {row[0] for row in sql.fetch_in("SELECT entry_id FROM record_recordsubject", condition, objects, before)}
    rows = sql.fetch_in("SELECT subjects FROM record_recordentry", "id", sorted(ids))
    names = {part.partition("=")[2] for (text,) in rows for part in text.split(" ") if part}
    return {name for name in names if name.partition(":")[0] in wanted}


def named_together(objects: Collection[str]) -> Iterator[tuple[str, ...]]:
    """The objects of each entry about any of these, itself among them, whether the entry stands or not."""
    ids = {row[0] for row in sql.fetch_in("SELECT entry_id FROM record_recordsubject", "object", sorted(objects))}
    for (text,) in sql.fetch_in("SELECT subjects FROM record_recordentry", "id", sorted(ids)):
        yield tuple(part.partition("=")[2] for part in text.split(" ") if part)


def stream(book: str, *, after: int = 0, limit: int | None = None, chunk: int = 2000) -> Iterator[Entry]:
    """The entries of a book in the order of its chain, from the one after `after`."""
    last, left = after, limit
    while left is None or left > 0:
        size = chunk if left is None else min(chunk, left)
        with connection.cursor() as cursor:
            cursor.execute(
                f"{sql.ENTRY_SELECT} WHERE e.book = %s AND e.seq > %s ORDER BY e.seq LIMIT %s", [book, last, size]
            )
            rows = cursor.fetchall()
        yield from (sql.read_entry(row) for row in rows)
        if len(rows) < size:
            return
        last = rows[-1][2]
        left = None if left is None else left - len(rows)


def heads() -> dict[str, tuple[int, str]]:
    """The head of each book: (seq, digest)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT book, seq, digest FROM record_recordbook WHERE seq > 0 ORDER BY book")
        return {book: (seq, digest) for book, seq, digest in cursor.fetchall()}


def count() -> int:
    """The number of entries on the record."""
    return sum(seq for seq, _ in heads().values())
