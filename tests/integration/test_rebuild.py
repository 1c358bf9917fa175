"""Folded state follows from the record alone: however entries came in, rebuilding gives the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from tests.strategies import KINDS, histories
from unbroken.flow import PROJECTIONS, take_in, take_in_bulk
from unbroken.record.entries import Draft
from unbroken.record.errors import Refused
from unbroken.record.projector import rebuild, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
random_histories = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
)


class _Undo(Exception):
    """Ends a transaction that was only for looking."""


def _one_by_one(history: Sequence[Draft]) -> list[Draft]:
    """Take drafts in one at a time; those that were taken."""
    taken = []
    for item in history:
        try:
            take_in([item], by="tests")
        except Refused:
            continue
        taken.append(item)
    return taken


def _state_after(take: object, *arguments: object) -> dict[str, list[tuple[object, ...]]]:
    """Every row after taking something in, and then undone."""
    state = {}
    try:
        with transaction.atomic():
            take(*arguments)  # type: ignore[operator]
            state = snapshot(PROJECTIONS)
            raise _Undo
    except _Undo:
        return state


def _in_bulk(history: Sequence[Draft], batch: int) -> None:
    places: Iterator[tuple[int, Draft]] = iter(enumerate(history))
    take_in_bulk(places, by="tests", on_reject=lambda place, draft, problems: None, batch=batch)


@pytest.mark.demand("REC-11")
@random_histories
@given(histories(KINDS, max_size=14))
def test_rebuilding_from_the_record_gives_the_same_rows(history: list[Draft]) -> None:
    try:
        with transaction.atomic():
            _one_by_one(history)
            before = snapshot(PROJECTIONS)
            rebuild(PROJECTIONS)
            assert snapshot(PROJECTIONS) == before
            raise _Undo
    except _Undo:
        pass
