"""What orders, prosecutions and referrals are about: kept in a table, because whose matter it is is asked of many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from unbroken.access.models import BesideRow
from unbroken.record.entries import Entry
from unbroken.record.projector import Projection, Row, Table

MATTERS = ("order", "prosecution", "referral")
_ABOUT = ("report", "victim")


@dataclass(frozen=True, slots=True)
class Beside:
    """The reports and victims that the standing entries of a matter name, in order."""

    object: str
    names: tuple[str, ...]


def fold_beside(name: str, entries: Sequence[Entry]) -> Beside:
    """What a matter is about."""
    subjects = (subject for entry in entries for subject in entry.subjects)
    return Beside(name, tuple(sorted({subject.object for subject in subjects if subject.role in _ABOUT})))


def _rows(state: Beside) -> Iterator[Row]:
    yield from ((state.object, n, name) for n, name in enumerate(state.names))


ACCESS_PROJECTIONS = tuple(Projection(type, fold_beside, (Table(BesideRow, _rows),)) for type in MATTERS)
