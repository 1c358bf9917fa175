"""Running the rule of a register on everybody: who meets it, and the facts that say so.

Two steps, in a number of queries that does not grow: the database counts who may meet a criterion, by resolved
person; then the facts of those alone are read and the rule (`triage.rules`) is held against them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import orjson
from django.db import connection

from unbroken.cases.queries import PartIn, parts_of, people_in, reports_by_name
from unbroken.people.resolved import names_of_resolved, resolved
from unbroken.safety.queries import orders_about
from unbroken.triage.registers import Criterion, Rule
from unbroken.triage.rules import (
    BREACH,
    OTHER_CONVICTION,
    OTHER_REPORT,
    STALKING_CONVICTION,
    STALKING_REPORT,
    Fact,
    Reason,
    judge,
    months_before,
)
from unbroken.vocabulary.courts import VERDICTS
from unbroken.vocabulary.offences import STALKING

_CONVICTED = VERDICTS.in_group("convicted")
_SUSPECTS = "FROM cases_party p LEFT JOIN people_resolved r ON r.object = p.person "
_REPORTS = "JOIN cases_report c ON c.object = p.object AND c.duplicate_of = '' "
_VICTIMS = (
    "JOIN cases_party v ON v.object = p.object AND v.role = 'victim' "
    "LEFT JOIN people_resolved w ON w.object = v.person "
)
_CHARGES = "JOIN access_beside b ON b.beside = p.object JOIN cases_charge h ON h.object = b.object "
_ORDERS = (
    "FROM safety_party p LEFT JOIN people_resolved r ON r.object = p.party "
    "JOIN safety_order o ON o.object = p.object AND o.breaches > 0 "
)


def who_meets(rule: Rule, *, today: date, without: Collection[str] = frozenset()) -> Mapping[str, tuple[Reason, ...]]:
    """Everybody who meets a rule on this day, by the name of the resolved person, with the reasons.

    `without` are reports, orders and people closed to the reader: nothing of them counts, and nobody any description
    of whom is among them is named.
    """
    names = _who_may_meet(rule, today=today, without=without)
    found = {name: judge(rule, facts, today=today) for name, facts in facts_of(names, without=without).items()}
    return {name: reasons for name, reasons in sorted(found.items()) if reasons}


def facts_of(names: Collection[str], *, without: Collection[str] = frozenset()) -> Mapping[str, Sequence[Fact]]:
    """What is recorded of each of these resolved persons as a suspect, whatever description it names. Eight queries."""
    closed = frozenset(without)
    people = {one.name: one.members for one in resolved(names).values() if closed.isdisjoint(one.members)}
    of = {member: name for name, members in people.items() for member in members}
    parts = [part for part in parts_of(of) if part.role == "suspect" and part.report not in closed]
    reports = _Reports({part.report for part in parts})
    found: dict[str, list[Fact]] = {name: [] for name in people}
    for name, own in _by_person(parts, of).items():
        found[name] += reports.facts(own, frozenset(people[name]))
    for name, fact in _breaches(of, closed):
        if fact not in found[name]:
            found[name].append(fact)
    return found


def suspects_with_victims(least: int, *, without: Collection[str] = frozenset()) -> set[str]:
    """The resolved persons who are suspects in reports of stalking by so many victims, or nearly. One query."""
    return _candidates(Criterion("stalking_victims", least, None), date.max, without)


def _who_may_meet(rule: Rule, *, today: date, without: Collection[str]) -> set[str]:
    """Those whose counts are high enough; the facts say whether they are."""
    sets = [_candidates(criterion, today, without) for criterion in rule.criteria]
    if not sets:
        return set()
    return set.intersection(*sets) if rule.needs_all else set.union(*sets)


def _candidates(criterion: Criterion, today: date, without: Collection[str]) -> set[str]:
    first = months_before(today, criterion.within_months).isoformat() if criterion.within_months else ""
    match criterion.what:
        case "breaches":
            return _count("COALESCE(r.resolved, p.party)", _ORDERS, _Where("o", "last_breach_on", first, without),
                          f"SUM(o.breaches) >= {criterion.at_least}")  # fmt: skip
        case "convictions" | "stalking_convictions":
            where = _Where("p", "", "", without).among("h.verdict", _CONVICTED)
            return _count("COALESCE(r.resolved, p.person)", _SUSPECTS + _CHARGES, where,
                          f"COUNT(*) >= {criterion.at_least}")  # fmt: skip
    counted = "COALESCE(w.resolved, v.person)" if criterion.what == "stalking_victims" else "c.object"
    tables = _SUSPECTS + _REPORTS + (_VICTIMS if criterion.what == "stalking_victims" else "")
    where = _Where("c", "made_on", first, without)
    where = where if criterion.what == "reports" else where.stalking()
    return _count("COALESCE(r.resolved, p.person)", tables, where, f"COUNT(DISTINCT {counted}) >= {criterion.at_least}")


class _Where:
    """The conditions of a count: a suspect, nothing that is closed, and not before a day."""

    def __init__(self, table: str, day: str, first: str, without: Collection[str]) -> None:
        self.conditions = ["p.role = 'suspect'"]
        self.values: list[str] = []
        if first:
            self._add(f"{table}.{day} >= %s", [first])
        if closed := sorted(without):
            self._add(f"{table}.object NOT IN ({_marks(closed)})", closed)

    def among(self, column: str, values: Iterable[str]) -> _Where:
        """With one of these values in a column."""
        held = sorted(values)
        self._add(f"{column} IN ({_marks(held)})", held)
        return self

    def stalking(self) -> _Where:
        """In a report of stalking, as first or as now classed."""
        held = sorted(STALKING)
        self._add(f"(c.offence IN ({_marks(held)}) OR c.offence_initial IN ({_marks(held)}))", held * 2)
        return self

    def _add(self, condition: str, values: Sequence[str]) -> None:
        self.conditions.append(condition)
        self.values += values


def _count(who: str, tables: str, where: _Where, having: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {who} {tables} WHERE {' AND '.join(where.conditions)} GROUP BY {who} HAVING {having}", where.values
        )
        return {name for (name,) in cursor.fetchall()}


def _marks(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))


def _by_person(parts: Iterable[PartIn], of: Mapping[str, str]) -> dict[str, list[str]]:
    """The reports of each resolved person, each once."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for part in parts:
        found[of[part.person]][part.report] = None
    return {name: list(reports) for name, reports in found.items()}


class _Reports:
    """Reports with their parties and charges, as the tables hold them."""

    def __init__(self, names: Collection[str]) -> None:
        self.rows = {name: row for name, row in reports_by_name(names).items() if not row.duplicate_of}
        self.states: dict[str, dict[str, Any]] = {name: orjson.loads(row.state) for name, row in self.rows.items()}
        self.parties: dict[str, list[PartIn]] = defaultdict(list)
        for part in people_in(names):
            self.parties[part.report].append(part)
        self.resolved = names_of_resolved({part.person for held in self.parties.values() for part in held})

    def facts(self, names: Iterable[str], members: frozenset[str]) -> Iterator[Fact]:
        """What these reports say of the suspect with these descriptions."""
        convictions: dict[tuple[str, str, str], Fact] = {}
        for name in names:
            if name in self.rows:
                yield self._report(name, members)
                convictions |= self._convictions(name, members)
        yield from convictions.values()

    def _report(self, name: str, members: frozenset[str]) -> Fact:
        row, state = self.rows[name], self.states[name]
        is_stalking = row.offence in STALKING or row.offence_initial in STALKING
        classes = [one["entry"] for one in state["classes"]["history"] if one["offence"] in STALKING]
        entry = classes[-1] if is_stalking and classes else state["stages"][0]["entry"]
        victims = {part.person for part in self.parties[name] if part.role == "victim"} - members
        kind = STALKING_REPORT if is_stalking else OTHER_REPORT
        return Fact(kind, row.made_on, name, entry, frozenset(self.resolved[victim] for victim in victims))

    def _convictions(self, name: str, members: frozenset[str]) -> dict[tuple[str, str, str], Fact]:
        """The convictions of this suspect; one that names nobody is theirs only where nobody else is suspected."""
        suspects = {part.person for part in self.parties[name] if part.role == "suspect"}
        found = {}
        for charge in self.states[name]["charges"]:
            is_theirs = charge["suspect"] in members or (charge["suspect"] is None and suspects <= members)
            if charge["convicted_of"] and is_theirs:
                kind = STALKING_CONVICTION if charge["convicted_of"] in STALKING else OTHER_CONVICTION
                on = date.fromisoformat(charge["verdict_on"]) if charge["verdict_on"] else None
                key = (charge["prosecution"], charge["charge"] or charge["laid"] or "", charge["verdict_entry"])
                found[key] = Fact(kind, on, charge["prosecution"], charge["verdict_entry"])
        return found


def _breaches(of: Mapping[str, str], closed: Collection[str]) -> Iterator[tuple[str, Fact]]:
    for member, orders in orders_about(of).items():
        for order in orders:
            state = orjson.loads(order.state)
            if order.object in closed or member not in state["suspects"]:
                continue
            for breach in state["breaches"]:
                yield of[member], Fact(BREACH, date.fromisoformat(breach["on"]), order.object, breach["entry"])
