"""What screens and the sweep ask about courses of conduct.

Nothing here knows who asks: the caller says which people are closed to the reader, and logs what it shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from unbroken.conduct.models import CourseRow
from unbroken.people.resolved import names_of_resolved
from unbroken.vocabulary.recognition import FINDINGS

WAITING, ACCEPTED, REJECTED, SIGNS = "waiting", "accepted", "rejected", "signs"
STALKING = FINDINGS.in_group("stalking")
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Tally:
    """Pairs by how they stand. `recorded` have a report that is recorded as stalking, whatever is indicated.

    The others are indicated and not recorded so: `waiting` for a decision, `accepted` and not reclassified yet, or
    `rejected`. Apart from all of them stand those with `signs` of a course of conduct, of which stalking is not
    indicated.
    """

    recorded: int
    waiting: int
    accepted: int
    rejected: int
    signs: int

    @property
    def after(self) -> int:
        """The pairs recorded as stalking, with those that are accepted."""
        return self.recorded + self.accepted

    @property
    def indicated(self) -> int:
        """All pairs that are indicated and not recorded as stalking."""
        return self.waiting + self.accepted + self.rejected


def tally(*, without: Collection[str] = frozenset()) -> Tally:
    """How many pairs stand how. Five counts."""
    rows = _open_to(without)
    return Tally(
        rows.filter(is_recorded=True).count(),
        *(_of(rows, which).count() for which in (WAITING, ACCEPTED, REJECTED, SIGNS)),
    )


def worklist(
    which: str = WAITING, *, start: int = 0, size: int = 20, without: Collection[str] = frozenset()
) -> list[CourseRow]:
    """Pairs that look like stalking and are not recorded so, those first that weigh most, then the newest.

    Of those with signs alone the newest come first: no rule says which of them weighs more.
    """
    order = ("-last_on", "victim", "suspect") if which == SIGNS else ("-weight", "-last_on", "victim", "suspect")
    found = _of(_open_to(without), which).order_by(*order)
    return list(found[start : start + size])


def every_waiting() -> Iterator[CourseRow]:
    """The whole worklist of what waits, in its order, without holding it at once."""
    yield from (
        _of(CourseRow.objects.all(), WAITING)
        .order_by("-weight", "-last_on", "victim", "suspect")
        .iterator(chunk_size=_AT_ONCE)
    )


def _open_to(without: Collection[str]) -> QuerySet[CourseRow]:
    """All pairs neither of whom is closed to the reader under any description."""
    closed = sorted({*without, *names_of_resolved(without).values()} if without else ())
    return (
        CourseRow.objects.exclude(Q(victim__in=closed) | Q(suspect__in=closed)) if closed else CourseRow.objects.all()
    )


def _of(rows: QuerySet[CourseRow], which: str) -> QuerySet[CourseRow]:
    if which == SIGNS:
        return rows.filter(has_signs=True, is_recorded=False, is_settled=False)
    open_ = rows.filter(finding__in=STALKING, is_recorded=False)
    if which == WAITING:
        return open_.filter(is_settled=False)
    return open_.filter(is_settled=True, decision=which)
