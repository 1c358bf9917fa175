"""Appending to the books. The only module that writes the record.

One transaction: lock the heads of the books touched, leave out what is already recorded, chain, write. On
PostgreSQL the rows of a batch go in by COPY, on SQLite by executemany: both are several times faster than the
ORM, and the values are already in their stored form.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import transaction

from unbroken.record import chain, sql
from unbroken.record.check import AMENDMENTS, Checked, check, check_body, subject_problems
from unbroken.record.entries import Draft, Entry, Subject, read_subjects, subjects_text
from unbroken.record.errors import Conflict, Problem, Refused
from unbroken.record.ids import new_id
from unbroken.record.kinds import REGISTER, Kind
from unbroken.record.sql import Known
from unbroken.record.times import read_interval, to_stored


@dataclass(frozen=True, slots=True)
class Recorded:
    """The entry, and whether it had been recorded before (the same message came again)."""

    entry: Entry
    duplicate: bool


OnRefused = Callable[[int, Refused], None]


class Guard(Protocol):
    """Rules that look at what is already on the record. Called in order, for entries that would be new."""

    def problems(self, item: Checked, target: Entry | None) -> tuple[Problem, ...]:
        """What stands against recording this draft; `target` is the entry it amends."""

    def note(self, entry: Entry) -> None:
        """An entry of this batch that will be recorded."""


def stored_now() -> str:
    """The present moment as a stored time."""
    return to_stored(datetime.now(UTC))


def append(drafts: Sequence[Draft], *, by: str, now: str | None = None) -> list[Recorded]:
    """Record drafts, all or none, in their order. Raises Refused (Conflict) with the index of the culprit."""
    moment = now or stored_now()
    checked: list[tuple[int, Checked]] = []
    for index, draft in enumerate(drafts):
        try:
            checked.append((index, check(draft, now=moment)))
        except Refused as refused:
            raise Refused(refused.problems, index=index, source_ref=draft.source_ref) from None
    with transaction.atomic():
        return [recorded for _, recorded in append_checked(checked, by=by, now=moment)]


def append_checked(
    checked: Sequence[tuple[int, Checked]],
    *,
    by: str,
    now: str,
    guard: Guard | None = None,
    on_refused: OnRefused | None = None,
) -> list[tuple[int, Recorded]]:
    """Record checked drafts, each with its index in the caller's batch.

    A conflict, or an amendment of something that is not there, raises Refused; with `on_refused` it is handed to
    that function instead, and the rest goes in. Raising spoils the transaction it is called in: the caller's.
    """
    with transaction.atomic(savepoint=False):
        heads = sql.lock_heads({item.draft.book or item.draft.agency for _, item in checked})
        writer = _Writer(heads, sql.known_messages(item.draft for _, item in checked), by=by, now=now)
        writer.guard = guard
        writer.targets = sql.known_targets(item.draft for _, item in checked)
        recorded: list[tuple[int, Recorded]] = []
        for index, item in checked:
            try:
                recorded.append((index, writer.add(item)))
            except Refused as refused:
                error = type(refused)(refused.problems, index=index, source_ref=item.draft.source_ref)
                if on_refused is None:
                    raise error from None
                on_refused(index, error)
        writer.write()
    return recorded


class _Writer:
    """Chains entries in memory and writes them in one go."""

    def __init__(
        self, heads: dict[str, tuple[int, str]], known: dict[tuple[str, str], Known], *, by: str, now: str
    ) -> None:
        self.heads, self.known, self.by, self.now = heads, known, by, now
        self.guard: Guard | None = None
        self.targets: dict[str | tuple[str, str], Known] = {}
        self.entries: list[tuple[Any, ...]] = []
        self.bodies: list[tuple[str, str, str]] = []
        self.subjects: list[tuple[str, str, str]] = []
        self.erased: list[str] = []
        self.touched: set[str] = set()

    def add(self, item: Checked) -> Recorded:
        """Chain one checked draft, or find that it has been recorded."""
        draft = item.draft
        target = self._target(draft)
        subjects = self._subjects(item, target)
        before = self.known.get((draft.source, draft.source_ref))
        if before is not None:
            return _same_or_conflict(item, before, subjects, target)
        if self.guard and (problems := self.guard.problems(item, target.entry if target else None)):
            raise Refused(problems)
        entry = self._chained(item, subjects, target)
        if self.guard:
            self.guard.note(entry)
        recorded = Known(entry, item.content, None)
        self.known[draft.source, draft.source_ref] = recorded
        self.targets[entry.id] = self.targets[draft.source, draft.source_ref] = recorded
        return Recorded(entry, duplicate=False)

    def _target(self, draft: Draft) -> Known | None:
        if draft.kind not in AMENDMENTS:
            return None
        name = draft.corrects or draft.corrects_ref or ""
        target = self.targets.get(name)
        if target is None:
            raise Refused((Problem("corrects", f"no entry {name} is on the record", "correct what was recorded"),))
        if problems := tuple(_amendment_problems(draft, target, now=self.now)):
            raise Refused(problems)
        return target

    def _subjects(self, item: Checked, target: Known | None) -> str:
        """An amendment is about what its target is about, and what the correction makes it about."""
        if target is None:
            return item.subjects
        corrected = item.draft.body.get("subjects") or ()
        return subjects_text({*target.entry.subjects, *(Subject(role, name) for role, name in corrected)})

    def _chained(self, item: Checked, subjects: str, target: Known | None) -> Entry:
        draft = item.draft
        book = draft.book or draft.agency
        seq, prev = self.heads[book]
        salt = os.urandom(16).hex()
        digest = chain.body_digest(salt, item.content)
        recorded_at = read_interval(draft.recorded_at).start if draft.recorded_at else self.now
        entry_id = new_id()
        header = (
            entry_id,
            book,
            str(seq + 1),
            draft.kind,
            str(item.kind.version),
            item.happened.start,
            item.happened.end,
            recorded_at,
            draft.recorded_by or self.by,
            draft.agency,
            draft.source,
            draft.source_ref,
            target.entry.id if target else "",
            subjects,
            digest,
        )
        link = chain.entry_digest(prev, chain.header_text(header))
        self.heads[book] = (seq + 1, link)
        self.touched.add(book)
        self.entries.append((*header[:2], seq + 1, header[3], item.kind.version, *header[5:], prev, link))
        self.bodies.append((entry_id, salt, item.content))
        about = read_subjects(subjects)
        self.subjects.extend((subject.object, subject.role, entry_id) for subject in about)
        if draft.kind == "body.erased" and target:
            self.erased.append(target.entry.id)
        return sql.entry_from(self.entries[-1], item.body)

    def write(self) -> None:
        """Write everything chained so far, and the heads of the books."""
        sql.insert("record_recordentry", sql.ENTRY_COLUMNS, self.entries)
        sql.insert("record_recordbody", ("entry_id", "salt", "content"), self.bodies)
        sql.insert("record_recordsubject", ("object", "role", "entry_id"), self.subjects)
        sql.erase_bodies(self.erased)
        sql.write_heads({book: self.heads[book] for book in self.touched})


def _same_or_conflict(item: Checked, before: Known, subjects: str, target: Known | None) -> Recorded:
    """The same message again is answered with its entry; with other content it is a Conflict."""
    entry = before.entry
    same = (
        entry.kind == item.draft.kind
        and (entry.happened_from, entry.happened_to) == (item.happened.start, item.happened.end)
        and subjects_text(entry.subjects) == subjects
        and entry.agency == item.draft.agency
        and entry.corrects == (target.entry.id if target else "")
        and before.content in (item.content, None)  # an erased body cannot be compared
    )
    if same:
        return Recorded(entry, duplicate=True)
    message = f"{item.draft.source} {item.draft.source_ref} is already recorded with other content"
    raise Conflict((Problem("source_ref", message, f"correct entry {entry.id} instead"),))


def _amendment_problems(draft: Draft, target: Known, *, now: str) -> Iterator[Problem]:
    """What stands against amending this entry, with this."""
    entry = target.entry
    if entry.kind in AMENDMENTS and draft.kind != "entry.withdrawn":
        yield Problem("corrects", f"{entry.kind} cannot be corrected", "withdraw it and record it again")
    elif entry.kind == "body.erased":
        yield Problem("corrects", "an erasure cannot be undone")
    elif draft.kind == "entry.corrected" and target.content is None:
        yield Problem("corrects", "its content was erased", "record a new entry")
    elif draft.kind == "entry.corrected":
        yield from _correction_problems(draft, REGISTER[entry.kind], now=now)


def _correction_problems(draft: Draft, kind: type[Kind], *, now: str) -> Iterator[Problem]:
    """The corrected content is held to the same rules as the content it replaces."""
    yield from check_body(draft.body["body"], kind, under="body.body")[1]
    if (happened := draft.body.get("happened")) and read_interval(happened).start > now:
        yield Problem("body.happened", "is in the future", "when it happened")
    if about := draft.body.get("subjects"):
        yield from subject_problems(kind, [Subject(role, name) for role, name in about], under="body.subjects")
