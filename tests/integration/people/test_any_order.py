"""Adding descriptions one by one, in whatever order, and linking them all at once end in the same people."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from django.db import connection, transaction

from tests.entries import draft
from unbroken import flow
from unbroken.people import lookup
from unbroken.people.linkage import batch, crowds, keys
from unbroken.people.linking import scorer
from unbroken.record.entries import Draft
from unbroken.synthetic.world import files

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def _descriptions(reports: int, seed: int) -> list[Draft]:
    """One description of each person in each report of a made-up force, each an object of its own."""
    found = []
    for number, file in enumerate(files(reports=reports, seed=seed)):
        for act in file.acts:
            if act.kind == "person.described" and len(act.subjects) == 2:
                body = {name: value for name, value in act.body.items() if name != "safe_contact"}
                person = f"person:{act.subjects[0][1][7:]}-{number}"
                about = (("person", person), ("report", file.object))
                found.append(draft("person.described", body, *about, happened=act.happened[:10]))
    return list({item.subjects[0].object: item for item in found}.values())


def _people() -> set[frozenset[str]]:
    """The resolved persons of more than one description."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT resolved, object FROM people_resolved")
        rows = cursor.fetchall()
    groups: dict[str, set[str]] = {}
    for name, person in rows:
        groups.setdefault(name, set()).add(person)
    return {frozenset(members) for members in groups.values()}


class _Undo(Exception):
    """Ends a transaction that was only for looking."""


def _in_order(drafts: Sequence[Draft], *, at_once: int) -> Iterator[set[frozenset[str]]]:
    """The people after taking drafts in, some at a time, and after linking everybody in one go beside them."""
    try:
        with transaction.atomic():
            flow.take_in_bulk(enumerate(drafts), by="tests", on_reject=_fail, batch=at_once)
            yield _people()
            yield _all_at_once()
            raise _Undo
    except _Undo:
        pass


def _fail(place: int, item: Draft, problems: object) -> None:
    raise AssertionError((place, problems))


def _all_at_once() -> set[frozenset[str]]:
    """The people that Splink and the guards make of everybody on the record, nothing being joined yet."""
    with batch.workspace() as con:
        batch.load(con, lookup.every_comparable())
        batch.prepare(con)
        join = scorer().model.thresholds.join
        found = batch.link(con, batch.joinable(con, batch.predict(con, scorer().model, least=join), join))
        return {frozenset(one.members) for one in found}


@pytest.mark.demand("LNK-01")
@pytest.mark.parametrize(("reports", "at_once", "seeds"), [(150, 1, 4), (600, 3, 2)])
def test_one_by_one_in_random_orders_and_all_at_once_make_the_same_people(
    reports: int, at_once: int, seeds: int
) -> None:
    drafts = _descriptions(reports, seed=11)
    made = []
    for seed in range(seeds):
        random.Random(seed).shuffle(drafts)
        made += _in_order(drafts, at_once=at_once)
    assert len(made[0]) > reports / 10
    assert all(people == made[0] for people in made)


@pytest.mark.demand("LNK-01")
def test_keys_that_come_to_lead_to_nobody_on_the_way_change_nothing_of_that(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (keys, batch):
        monkeypatch.setattr(module, "COMMON", 3)
        monkeypatch.setattr(module, "NAMESAKES", 3)
    for holder in (keys, batch, crowds):
        monkeypatch.setattr(holder, "HOT", 6)
    drafts = _descriptions(150, seed=11)
    made = []
    for seed in range(4):
        random.Random(seed).shuffle(drafts)
        made += _in_order(drafts, at_once=1)
    assert all(people == made[0] for people in made)
    assert _hot_keys(drafts) > 40


def _hot_keys(drafts: Sequence[Draft]) -> int:
    """How many keys lead to nobody once all are taken in."""
    flow.take_in_bulk(enumerate(drafts), by="tests", on_reject=_fail)
    under = Counter(key for one in lookup.every_comparable() for key in keys.keys_of(one))
    return sum(count > keys.most_under(key) for key, count in under.items())


@pytest.mark.demand("LNK-01")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the same decisions, on a slower road to them")
@pytest.mark.parametrize(("order", "at_once"), [(3, 20), (4, 500)])
def test_twenty_thousand_descriptions_in_random_orders_make_the_same_people(order: int, at_once: int) -> None:
    drafts = _descriptions(10_300, seed=5)[:20_000]
    assert len(drafts) == 20_000
    random.Random(order).shuffle(drafts)
    one_by_one, together = _in_order(drafts, at_once=at_once)
    assert len(together) > 3000
    assert one_by_one == together
