"""What the record says already about the items of an instrument: shown beside them, and never an answer. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from unbroken.record.entries import Entry
from unbroken.record.kinds import REGISTER, code_list_of
from unbroken.safety.instruments.loading import field_at
from unbroken.safety.instruments.shapes import Instrument, Item, Support
from unbroken.safety.instruments.weeks import Week, busy_weeks


@dataclass(frozen=True, slots=True)
class Pair:
    """Between whom the assessment is: the victim and, where known, the suspects, under all names that may be known."""

    victims: frozenset[str]
    suspects: frozenset[str] = frozenset()

    def holds(self, entry: Entry) -> bool:
        """Whether an entry is about what this suspect did to this victim, or about one of them.

        An entry the other way round is a counter-allegation: it supports no answer about this suspect.
        """
        persons = frozenset(entry.of("person"))
        if persons:
            return bool(persons & (self.victims | self.suspects))
        victims, suspects = frozenset(entry.of("victim")), frozenset(entry.of("suspect"))
        if victims and not victims & self.victims:
            return False
        return not suspects or not self.suspects or bool(suspects & self.suspects)


@dataclass(frozen=True, slots=True)
class Fact:
    """An entry that speaks for a yes, and what of it does: readable names of codes, none where it holds words."""

    entry: Entry
    says: tuple[str, ...]


def facts_for(instrument: Instrument, entries: Iterable[Entry], *, pair: Pair) -> dict[str, tuple[Fact, ...]]:
    """For each item the standing entries that speak for a yes, the latest first. Items without any are left out."""
    return facts_of(instrument.items, entries, pair=pair)


def facts_of(items: Iterable[Item], entries: Iterable[Entry], *, pair: Pair) -> dict[str, tuple[Fact, ...]]:
    """The same of any items, such as the indicators for advocacy."""
    between = [entry for entry in entries if entry.body is not None and pair.holds(entry)]
    found = {item.key: _facts(item, between, pair) for item in items if item.support}
    return {key: facts for key, facts in found.items() if facts}


def _facts(item: Item, entries: Sequence[Entry], pair: Pair) -> tuple[Fact, ...]:
    says: dict[str, Fact] = {}
    for support in item.support:
        for fact in _supporting(support, entries, pair):
            before = says[fact.entry.id].says if fact.entry.id in says else ()
            says[fact.entry.id] = Fact(fact.entry, tuple(dict.fromkeys((*before, *fact.says))))
    return tuple(sorted(says.values(), key=lambda fact: fact.entry.happened_from, reverse=True))


def _supporting(support: Support, entries: Iterable[Entry], pair: Pair) -> Iterator[Fact]:
    own = [entry for entry in entries if entry.kind == support.kind and _is_of(entry, pair)]
    given = ((entry, list(_values(support, entry.body or {}))) for entry in own)
    found = [Fact(entry, tuple(_labels(support, values))) for entry, values in given if values]
    if support.earlier:
        last = max((fact.entry.last_day for fact in found), default=date.min)
        found = [fact for fact in found if fact.entry.last_day < last]
    if support.more_in_a_week_than is None:
        yield from found
        return
    facts = {fact.entry.id: fact for fact in found}
    for week in busy_weeks((fact.entry for fact in found), more_than=support.more_in_a_week_than):
        for entry in week.entries:
            yield Fact(entry, (*facts[entry.id].says, _say_week(week)))


def _say_week(week: Week) -> str:
    return f"{week.times} times in the seven days from {week.first:%d/%m/%Y}"


def _is_of(entry: Entry, pair: Pair) -> bool:
    """Whether what an entry says of one person is said of them in the part that they play here."""
    persons = frozenset(entry.of("person"))
    return not persons or bool(persons & (pair.victims if entry.get("role_here") == "victim" else pair.suspects))


def _values(support: Support, body: Mapping[str, Any]) -> Iterator[str]:
    """The values in a body that count; one empty text where an entry of the kind is enough."""
    head, _, tail = support.field.partition(".")
    own = {name: values for name, values in support.where.items() if tail and name.startswith(f"{head}.")}
    if not all(_has(body.get(name), values) for name, values in support.where.items() if name not in own):
        return
    if not support.field:
        yield ""
        return
    parts = body.get(head) or () if tail else (body,)
    for part in parts:
        if all(_has(part.get(name.partition(".")[2]), values) for name, values in own.items()):
            yield from _given(part.get(tail or head), support.any)


def _given(value: Any, wanted: tuple[str, ...]) -> Iterator[str]:
    values = value if isinstance(value, list | tuple) else (value,)
    yield from (str(one) for one in values if one is not None and (not wanted or one in wanted))


def _has(value: Any, wanted: tuple[str, ...]) -> bool:
    return any(True for _ in _given(value, wanted))


def _labels(support: Support, values: Iterable[str]) -> Iterator[str]:
    """The readable names of codes. Words are not repeated: whoever wants them opens the entry."""
    codes = code_list_of(field_at(REGISTER[support.kind], support.field)) if support.field else None
    if codes is not None and codes.name != "answers":
        yield from (codes.label(value) for value in values)
