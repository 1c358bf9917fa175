"""The way through: whatever arrives becomes entries in the record, and everything shown is folded from entries.

There is no second way in. A form, an API call and a file import differ only in how they build drafts. What follows
from new entries is in `_settle`: folded state first, then who is who, which records what it finds, then what the
incidents add up to. Later rooms (standards, triage) take their place after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, TypeVar

from django.db import transaction

from unbroken.access.beside import ACCESS_PROJECTIONS
from unbroken.access.enquiries import ENQUIRY_PROJECTION
from unbroken.cases.guards import Guards
from unbroken.cases.models import CASE_PROJECTIONS
from unbroken.conduct import courses
from unbroken.conduct.models import CONDUCT_PROJECTIONS
from unbroken.conduct.wording.models import WORDING_PROJECTIONS
from unbroken.people import lookup, resolving
from unbroken.people.linking import scorer
from unbroken.people.models import PEOPLE_PROJECTIONS
from unbroken.people.whole import Whole, link_everybody
from unbroken.record import book, sql
from unbroken.record.book import Recorded
from unbroken.record.check import Checked, check
from unbroken.record.collector import collector_off
from unbroken.record.entries import Draft, Entry
from unbroken.record.errors import Problem, Refused
from unbroken.record.projector import Projection, project, refresh_statistics
from unbroken.record.projector import rebuild as rebuild_tables
from unbroken.safety.models import SAFETY_PROJECTIONS
from unbroken.support.models import SUPPORT_PROJECTIONS
from unbroken.triage.models import TRIAGE_PROJECTIONS

PROJECTIONS: tuple[Projection, ...] = (
    *PEOPLE_PROJECTIONS,
    *CASE_PROJECTIONS,
    *SAFETY_PROJECTIONS,
    *SUPPORT_PROJECTIONS,
    *CONDUCT_PROJECTIONS,
    *WORDING_PROJECTIONS,
    *TRIAGE_PROJECTIONS,
    *ACCESS_PROJECTIONS,
    ENQUIRY_PROJECTION,
)
COUNTED = 20_000  # entries of a bulk load after which, and at each doubling of which, the database counts its rows
BATCH = 5000  # entries a transaction of the bulk road: a larger one folds fewer reports twice, and gains nothing more

Place = TypeVar("Place")


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of drafts that were taken in, in their order; and what the linkage recorded because of them."""

    recorded: tuple[Recorded, ...]
    linked: tuple[Entry, ...] = ()


@dataclass(slots=True)
class BulkResult(Generic[Place]):
    """What became of a stream of drafts: read = recorded + duplicates + rejected."""

    recorded: int = 0
    duplicates: int = 0
    rejected: int = 0


@dataclass(slots=True)
class _Batch(Generic[Place]):
    """Drafts of one transaction, with where each came from and what was refused."""

    places: list[tuple[Place, Draft]]
    refused: list[tuple[int, Refused]] = field(default_factory=list)

    def refuse(self, index: int, refused: Refused) -> None:
        self.refused.append((index, refused))


def take_in(drafts: Sequence[Draft], *, by: str) -> Intake:
    """Record drafts, all or none. Raises Refused, or Conflict, with the index of the culprit."""
    now = book.stored_now()
    checked = [(index, _checked(index, draft, now)) for index, draft in enumerate(drafts)]
    with transaction.atomic(), sql.together():
        sql.one_writer()
        recorded = book.append_checked(checked, by=by, now=now, guard=Guards(item for _, item in checked))
        linked = _settle(recorded)
    return Intake(tuple(item for _, item in recorded), tuple(linked))


def take_in_bulk(
    drafts: Iterable[tuple[Place, Draft]],
    *,
    by: str,
    on_reject: Callable[[Place, Draft, tuple[Problem, ...]], None],
    on_progress: Callable[[int], None] | None = None,
    batch: int = BATCH,
) -> BulkResult[Place]:
    """Record a stream of drafts, each with its place in a file; what is refused is handed to `on_reject`.

    Every batch is one transaction: a crash loses nothing that was counted, and the same stream again records what
    is missing. Takes the same steps as `take_in` and leaves the same state.
    """
    result: BulkResult[Place] = BulkResult()
    stream = iter(drafts)
    count_at = COUNTED
    while True:
        with collector_off():
            work = _Batch(list(islice(stream, batch)))
            recorded = _take_in_batch(work, by=by)
        for index, refused in sorted(work.refused, key=lambda pair: pair[0]):
            on_reject(*work.places[index], refused.problems)
        new = sum(not item.duplicate for _, item in recorded)
        result.recorded += new
        result.duplicates += len(recorded) - new
        result.rejected += len(work.refused)
        if result.recorded >= count_at:
            refresh_statistics(PROJECTIONS)
            count_at = 2 * result.recorded
        if on_progress:
            on_progress(len(work.places))
        if len(work.places) < batch:
            return result


def _take_in_batch(work: _Batch[Place], *, by: str) -> list[tuple[int, Recorded]]:
    now = book.stored_now()
    checked: list[tuple[int, Checked]] = []
    for index, (_, draft) in enumerate(work.places):
        try:
            checked.append((index, check(draft, now=now)))
        except Refused as refused:
            work.refuse(index, refused)
    with transaction.atomic():
        sql.one_writer()
        guard = Guards(item for _, item in checked)
        recorded = book.append_checked(checked, by=by, now=now, guard=guard, on_refused=work.refuse)
        _settle(recorded)
    return recorded


def rebuild(*, progress: Callable[[int], None] | None = None) -> int:
    """Fold everything anew from the record, who is who among it. The number of objects folded."""
    with transaction.atomic():
        folded = rebuild_tables(PROJECTIONS, progress=progress)
        resolving.rebuild(scorer())
        courses.refold_all()
    return folded


def relink(*, progress: Callable[[str], None] = lambda _: None) -> Whole:
    """Link everybody on the record in one go, and record what that finds."""

    def record(find: Callable[[str], Sequence[Draft]]) -> int:
        with transaction.atomic():
            sql.one_writer()
            linked = link(find)
            courses.refold(linked)
            return len(linked)

    return link_everybody(scorer(), record, progress=progress)


def _checked(index: int, draft: Draft, now: str) -> Checked:
    try:
        return check(draft, now=now)
    except Refused as refused:
        raise Refused(refused.problems, index=index, source_ref=draft.source_ref) from None


def _settle(recorded: Sequence[tuple[int, Recorded]]) -> list[Entry]:
    """Everything that follows from new entries: the folded state of what they are about, who is who, and what it adds
    up to.

    Gives the entries that the linkage recorded: people joined, released, merged, split.
    """
    new = [item.entry for _, item in recorded if not item.duplicate]
    if not new:
        return []
    before = lookup.packed(resolving.persons_in(new))
    project(new, PROJECTIONS)
    linked = link(lambda now: resolving.resolve(new, before, scorer(), now=now))
    courses.refold([*new, *linked])
    return linked


def link(find: Callable[[str], Sequence[Draft]]) -> list[Entry]:
    """Record what the linkage finds, in the transaction that the caller is in. `find` is given the present moment."""
    now = book.stored_now()
    if not (drafts := find(now)):
        return []
    checked = [(index, check(draft, now=now)) for index, draft in enumerate(drafts)]
    entries = [item.entry for _, item in book.append_checked(checked, by=resolving.actor(scorer()), now=now)]
    project(entries, PROJECTIONS, change_little=True)
    return entries
