"""One register: its rule in words, who is on it, and who meets the rule and is not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from unbroken.cases.references import name_report
from unbroken.record.phrasing import inline
from unbroken.triage.fold import Placing
from unbroken.triage.queries import Listed, register_of
from unbroken.triage.registers import Criterion, Definition, Register
from unbroken.triage.rules import BREACH, OTHER_REPORT, STALKING_REPORT, Fact, Reason
from unbroken.vocabulary.agencies import say_agency
from unbroken.vocabulary.triage import REGISTER_CRITERIA, REGISTER_GROUNDS, RULE_NEEDS
from unbroken.web.addresses import page_of, trail
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.listings import Fact as Line
from unbroken.web.presenters.paging import paging
from unbroken.web.presenters.registers import SIZE, RegistersAsked, marker_cell, say_state
from unbroken.web.words import NOT_RECORDED, say_count, say_day

_FACTS = {
    STALKING_REPORT: "Report of stalking",
    OTHER_REPORT: "Report",
    BREACH: "Alleged breach of an order",
}


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """One list: what it is, who is on it, and how many meet its rule and are not."""

    name: str
    trail: list[dict[str, str]]
    state: str
    facts: tuple[Line, ...]
    history: Listing
    members: Listing
    pages: dict[str, Any]
    meets: str
    meets_href: str
    change_href: str


@dataclass(frozen=True, slots=True)
class Why:
    """One reason why somebody meets a rule, with what it rests on: words and where they lead."""

    text: str
    rests_on: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who meets a rule and is not on the list."""

    name: str
    href: str
    place_href: str
    reasons: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class MeetsPage:
    """Everybody who meets the rule of a list and is not on it."""

    name: str
    trail: list[dict[str, str]]
    rule: tuple[str, ...]
    said: str
    candidates: tuple[Candidate, ...]
    empty: str
    pages: dict[str, Any]


def present_register(
    register: Register,
    shown: Sequence[Listed],
    *,
    total: int,
    meeting: Collection[str],
    to_look_at: int,
    names: Mapping[str, str],
    known: Sequence[Register],
    asked: RegistersAsked,
    today: date,
    may_define: bool,
) -> RegisterPage:
    """The page of one list. `meeting` are those who meet its rule today, `to_look_at` counts those not on it."""
    now = register.at(today)
    whom = say_count(to_look_at, "person meets", "people meet")
    is_are = "is" if to_look_at == 1 else "are"
    return RegisterPage(
        name=now.name,
        trail=trail(("Registers", reverse("registers")), (now.name, "")),
        state=say_state(register, today),
        facts=tuple(_facts(register, now)),
        history=_list_history(register) if len(register.definitions) > 1 else _nothing(),
        members=_list_members(register, shown, known, meeting, names, today),
        pages=paging(number=asked.page, size=SIZE, total=total, address=asked.address, things="people"),
        meets=f"{whom} the rule and {is_are} not on the list" if now.rule.criteria else "",
        meets_href=reverse("register_meets", args=[register.object]) if now.rule.criteria else "",
        change_href=reverse("register_change", args=[register.object]) if may_define else "",
    )


def present_meets(
    register: Register,
    shown: Mapping[str, Sequence[Reason]],
    *,
    total: int,
    names: Mapping[str, str],
    references: Mapping[str, str],
    asked: RegistersAsked,
    today: date,
) -> MeetsPage:
    """The page of those who meet the rule of a list and are not on it. `references` are of the reports shown."""
    now = register.at(today)
    own = reverse("register", args=[register.object])
    found = tuple(
        Candidate(
            names[person],
            page_of(person),
            reverse("nominal", args=[register.object, person]),
            tuple(_why(reason, references) for reason in reasons),
        )
        for person, reasons in shown.items()
    )
    return MeetsPage(
        name=now.name,
        trail=trail(("Registers", reverse("registers")), (now.name, own), ("Meets the rule and is not on it", "")),
        rule=tuple(say_rule(now)),
        said=say_count(total, "person", "people"),
        candidates=found,
        empty="Nobody. Everybody who meets the rule, by what is recorded and shown to you, is on the list.",
        pages=paging(number=asked.page, size=SIZE, total=total, address=asked.address, things="people"),
    )


def say_rule(now: Definition) -> Iterator[str]:
    """A rule in words, a line for how much of it must be met and one for each criterion."""
    if not now.rule.criteria:
        yield "No rule that can be counted: judgement decides."
        return
    if len(now.rule.criteria) > 1:
        yield f"{RULE_NEEDS.label('all' if now.rule.needs_all else 'any')}:"
    yield from map(say_criterion, now.rule.criteria)


def say_criterion(criterion: Criterion) -> str:
    """A criterion in words."""
    within = criterion.within_months
    window = f", in the last {say_count(within, 'month')}" if within else ", whenever it was"
    return f"{REGISTER_CRITERIA.label(criterion.what)}: at least {criterion.at_least}{window}"


def _facts(register: Register, now: Definition) -> Iterator[Line]:
    yield Line("Kept by", now.keeper, note=say_agency(register.agency))
    yield Line("In force from", say_day(now.in_force_from), reverse("entry", args=[now.entry]))
    if now.ends:
        yield Line("No longer kept from", say_day(now.ends))
    yield Line("Rule", "\n".join(say_rule(now)))
    if now.judgement:
        yield Line("Also to be weighed", now.judgement)
    yield Line("Marker", "Everybody on it is to have one" if now.calls_for_marker else "Not for everybody on it")
    yield Line("Authorised by", now.authorised_by or NOT_RECORDED)


def _list_history(register: Register) -> Listing:
    rows = (
        (Cell(say_day(one.in_force_from), reverse("entry", args=[one.entry])), one.name, "\n".join(say_rule(one)))
        for one in reversed(register.definitions)
    )
    return listing("How it was defined", ("In force from", "Name", "Rule"), rows, empty="")


def _nothing() -> Listing:
    return listing("", (), (), empty="")


def _list_members(
    register: Register,
    shown: Iterable[Listed],
    known: Sequence[Register],
    meeting: Collection[str],
    names: Mapping[str, str],
    today: date,
) -> Listing:
    has_rule = bool(register.at(today).rule.criteria)
    rows = (
        (
            Cell(names[one.person], reverse("nominal", args=[register.object, one.person])),
            Cell(say_day(placing.on), note=f"Authorised by {placing.authorised_by or NOT_RECORDED}"),
            "\n".join(REGISTER_GROUNDS.label(ground) for ground in placing.grounds) or NOT_RECORDED,
            _say_met(one.person in meeting) if has_rule else "Judgement alone",
            Cell(say_day(placing.next_review), tags=_overdue(placing.next_review, today)),
            marker_cell(one),
        )
        for one in shown
        for placing in one.nominal.current
        if register_of(placing, known) == register
    )
    head = ("Person", "On it since", "Grounds", "Rule today", "Next review", "Marker")
    empty = "Nobody is on it. A person appears here when an entry puts them on the list."
    return listing("On the list now", head, rows, empty=empty)


def _say_met(is_met: bool) -> str:
    return "Meets it" if is_met else "Does not meet it by what is recorded"


def _overdue(day: date | None, today: date) -> tuple[str, ...]:
    return ("Overdue",) if day and day < today else ()


def _why(reason: Reason, references: Mapping[str, str]) -> Why:
    criterion = inline(REGISTER_CRITERIA.label(reason.criterion.what))
    within = reason.criterion.within_months
    window = f" in the last {say_count(within, 'month')}" if within else ""
    text = f"{reason.count:,} {criterion}{window}; the rule asks for {reason.criterion.at_least:,}"
    return Why(text, tuple(_rests_on(fact, references) for fact in reason.facts))


def _rests_on(fact: Fact, references: Mapping[str, str]) -> tuple[str, str]:
    what = _FACTS.get(fact.what, "Conviction")
    named = f" {references[fact.about]}" if fact.about in references else ""
    return f"{what}{named}, {say_day(fact.on)}", reverse("entry", args=[fact.entry])


def references_of(rows: Mapping[str, Any]) -> dict[str, str]:
    """What reports are called, from their rows."""
    return {name: name_report(name, row.reference) for name, row in rows.items()}


@dataclass(frozen=True, slots=True)
class PlacePage:
    """Somebody and one list. `since` is empty where they are not on it."""

    name: str
    register: str
    trail: list[dict[str, str]]
    since: str
    rule: tuple[str, ...]
    reasons: tuple[Why, ...]
    marker_href: str


def present_place(
    register: Register,
    reasons: Sequence[Reason],
    held: Placing | None,
    *,
    name: str,
    person: str,
    references: Mapping[str, str],
    today: date,
) -> PlacePage:
    """The page of somebody's place on a list: what of its rule they meet, and since when they are on it."""
    now = register.at(today)
    own = reverse("register", args=[register.object])
    return PlacePage(
        name=name,
        register=now.name,
        trail=trail(("Registers", reverse("registers")), (now.name, own), (name, "")),
        since=f"On the list since {say_day(held.on)}." if held else "",
        rule=tuple(say_rule(now)),
        reasons=tuple(_why(reason, references) for reason in reasons),
        marker_href=reverse("marker", args=[person]) if held else "",
    )
