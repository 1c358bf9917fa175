"""Incidents of a course that two reports may tell of as one: what is counted once until a person says otherwise. Pure.

A victim tells the next officer what she told the last one, and a call and a form may record one visit twice. Nothing is
merged: both entries stay in the course and are shown. But no number and no rule rests on one act told twice. A person
says which it is where the two reports are compared: *one incident* merges them (`report.linked`), *different
incidents* (`report.kept_apart`) lets each count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from unbroken.cases.between import Act, united
from unbroken.record.entries import Entry

APART = "report.kept_apart"


@dataclass(frozen=True, slots=True)
class Again:
    """An incident that may be one with `first`, which another report tells and which is listed before it."""

    act: Act
    first: Act


def told_again(acts: Sequence[Act], entries: Iterable[Entry]) -> tuple[Again, ...]:
    """Of the incidents of a course, in order, those that another of its reports may tell of already.

    Each stands for one incident of another report, so that two visits on one day, told in both reports, stay two.
    `entries` are those that stand between the two.
    """
    apart = frozenset(frozenset((*one.of("report"), *one.of("other_report"))) for one in entries if one.kind == APART)
    found: list[Again] = []
    firsts = _Firsts()
    for act in acts:
        first = next(
            (
                one
                for one in firsts.near(act)
                if _may_be_one(one, act) and frozenset((act.report, one.report)) not in apart
            ),
            None,
        )
        if first is None:
            firsts.add(act)
        else:
            found.append(Again(act, first))
            firsts.told_in[first.entry].add(act.report)
    return tuple(found)


class _Firsts:
    """The first tellings so far, by their day: of a hundred incidents few meet, and not all are held to all."""

    def __init__(self) -> None:
        self.by_day: dict[date, list[Act]] = defaultdict(list)
        self.stretches: list[Act] = []
        self.told_in: dict[str, set[str]] = defaultdict(set)

    def add(self, act: Act) -> None:
        if act.on == act.last_on:
            self.by_day[act.on].append(act)
        else:
            self.stretches.append(act)

    def near(self, act: Act) -> Iterator[Act]:
        """Those whose days may meet those of an incident, and that its report does not tell of yet."""
        days = [act.on] if act.on == act.last_on else [day for day in self.by_day if act.on <= day <= act.last_on]
        near = chain(*(self.by_day.get(day, ()) for day in days), self.stretches)
        return (one for one in near if act.report not in self.told_in.get(one.entry, ()))


def count_once(acts: Sequence[Act], again: Sequence[Again]) -> tuple[Act, ...]:
    """The incidents without those that may be told already, each with what its other tellings add."""
    further: dict[str, list[Act]] = {}
    for one in again:
        further.setdefault(one.first.entry, []).append(one.act)
    left_out = {one.act.entry for one in again}
    return tuple(_with_all(act, further.get(act.entry, ())) for act in acts if act.entry not in left_out)


def reports_of_nothing_new(acts: Sequence[Act], again: Sequence[Again]) -> frozenset[str]:
    """The reports of which every incident may be told already in another."""
    left_out = {one.act.entry for one in again}
    new = {act.report for act in acts if act.entry not in left_out}
    return frozenset(one.act.report for one in again) - new


def _with_all(act: Act, others: Collection[Act]) -> Act:
    for other in others:
        days = {"on": min(act.on, other.on), "last_on": max(act.last_on, other.last_on)}
        act = replace(united(act, other), **days)  # type: ignore[arg-type]
    return act


def _may_be_one(one: Act, other: Act) -> bool:
    """Whether two incidents of different reports may be one: days of the one within those of the other, something in
    common that was done, and no place, number or account that sets them apart."""
    is_elsewhere = not one.report or not other.report or one.report == other.report
    if is_elsewhere or (one.by, one.is_toward_others) != (other.by, other.is_toward_others):
        return False
    within = one.on <= other.on <= other.last_on <= one.last_on or other.on <= one.on <= one.last_on <= other.last_on
    is_alike = not {*one.behaviours}.isdisjoint(other.behaviours)
    return within and is_alike and _agree(one.places, other.places) and _agree(one.identifiers, other.identifiers)


def _agree(one: Collection[str], other: Collection[str]) -> bool:
    """Whether two lists have something in common, or one says nothing."""
    return not one or not other or not {*one}.isdisjoint(other)
