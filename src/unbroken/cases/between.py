"""What lies between two people: who did what toward whom, in which report, and what was made clear to whom. Pure.

Two people are given as two sets of names, `one` and `other`: whatever sources called each of them. Directions are
said by the side that acted. Who was recorded as victim first stays so: a report the other way round is a
counter-allegation, shown in its place and never merged into the first (LNK-06).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from unbroken.record.entries import Entry
from unbroken.vocabulary.behaviours import BEHAVIOURS, statutory_examples

ONE, OTHER = "one", "other"
INCIDENT = "incident.recorded"
OPPOSITE = {ONE: OTHER, OTHER: ONE}
_ROLES = frozenset({"victim", "suspect", "witness", "third_party"})
_COUNTER, _DUPLICATE = "counter_allegation", "same_incident"
_SAFEGUARDING = (
    "risk.",
    "safetyplan.",
    "support.",
    "referral.",
    "scheme.",
    "victim.rehoused",
    "suspect.bailed",
    "suspect.remanded",
    "nominal.",
)
_SAID_NOTHING = frozenset({"nothing", "unknown", "not_asked"})


@dataclass(frozen=True, slots=True)
class Two:
    """Two people, each under all names that the reader may know."""

    one: frozenset[str]
    other: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """All names of both."""
        return self.one | self.other

    def side_of(self, name: str) -> str:
        """Whose name it is: `one`, `other`, or "" where it is neither's."""
        return ONE if name in self.one else OTHER if name in self.other else ""

    def sides_of(self, names: Iterable[str]) -> frozenset[str]:
        """Which of the two are among these names."""
        return frozenset(side for name in names if (side := self.side_of(name)))


@dataclass(frozen=True, slots=True)
class Act:
    """An incident between the two. `by` is the side that acted.

    `is_named` is False where the incident names nobody who did it and only its report says who is suspected.
    `by_identifier` is what it was done with, where nothing but that number or account says who did it. `also` are the
    entries that tell it again in reports that are duplicates of this one: it counts once (REC-15). `is_toward_others`
    says that it was done to somebody else, such as a relative, in a report in which the other is the victim.
    """

    entry: str
    report: str
    by: str
    on: date
    last_on: date
    times: int
    behaviours: tuple[str, ...]
    identifiers: tuple[str, ...]
    told: tuple[str, ...]
    orders: tuple[str, ...]
    is_named: bool
    is_counter: bool
    by_identifier: str = ""
    also: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    threats: tuple[str, ...] = ()
    is_toward_others: bool = False

    @property
    def is_contact(self) -> bool:
        """Whether it is contact or an attempt at it (PHA 1997 s.2A(3)(b)), or was done with a number or an account."""
        known = {code for code in self.behaviours if code in BEHAVIOURS}
        return bool(self.identifiers) or "contact" in statutory_examples(known)


@dataclass(frozen=True, slots=True)
class Shared:
    """A report that names both. `by` are the sides it names as suspect of something done to the other.

    `roles` are (side, role); `counter` says that it is against whom an earlier report names as the victim.
    `duplicate_of` is the report that it was merged into as the same incident, "" where it was not.
    """

    report: str
    by: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    made_on: date | None
    counter: bool = False
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True)
class Between:
    """Everything between two people. `first_by` is the side that the earliest report names as the suspect.

    `acts` has each incident once, however many reports tell it that are duplicates of one another.
    """

    reports: tuple[Shared, ...] = ()
    acts: tuple[Act, ...] = ()
    first_by: str = ""
    counters_said: tuple[Entry, ...] = ()
    relationships: tuple[Entry, ...] = ()
    safeguarding: tuple[Entry, ...] = ()
    orders: tuple[str, ...] = ()

    def acts_by(self, side: str) -> tuple[Act, ...]:
        """What this side did toward the other, in order."""
        return tuple(act for act in self.acts if act.by == side)


@dataclass(frozen=True, slots=True)
class Contacts:
    """Contacts made with one identifier ("" for none recorded): incidents, and times where a source counted them."""

    by: str
    identifier: str
    incidents: int
    times: int
    first_on: date
    last_on: date
    entries: tuple[str, ...]


Whose = Callable[[str], str]
"""Whose a number or account is that is written into an incident: a side, or "" where it is neither's or both's."""


NONE_JOINED: Mapping[str, str] = {}
"""No incident was joined by a person."""


def nobodys(identifier: str) -> str:
    """No number or account is anybody's."""
    return ""


def shared_reports(two: Two, entries: Iterable[Entry]) -> Mapping[str, frozenset[tuple[str, str]]]:
    """The reports in which both have a part, with the (side, role) pairs. From standing entries."""
    found: dict[str, set[tuple[str, str]]] = {}
    for entry in entries:
        parts = set(_parts(two, entry))
        for report in entry.of("report") if parts else ():
            found.setdefault(report, set()).update(parts)
    return {report: frozenset(parts) for report, parts in found.items() if len({side for side, _ in parts}) == 2}


def is_between(
    two: Two, entry: Entry, reports: Collection[str], *, whose: Whose = nobodys, joined: Mapping[str, str] = NONE_JOINED
) -> bool:
    """Whether an entry is about the two: it names both, or a report that does, or safeguards one of them alone.

    Or it is an incident toward one that names nobody, done with a number or account of the other; or `joined`.
    """
    if entry.id in joined or any(report in reports for report in (*entry.of("report"), *entry.of("other_report"))):
        return True
    sides = two.sides_of(subject.object for subject in entry.subjects)
    if entry.kind == INCIDENT and any(OPPOSITE[by] in sides for by in _used(entry, whose)):
        return True
    return len(sides) == 2 or (bool(sides) and _is_safeguarding(two, entry, reports))


def fold_between(
    two: Two, entries: Sequence[Entry], *, whose: Whose = nobodys, joined: Mapping[str, str] = NONE_JOINED
) -> Between:
    """Everything between two people, from standing entries in the order in which they happened.

    What came from a number or account that `whose` gives to one of them, and names nobody who did it, is theirs: so a
    contact from an unknown handle falls into place when somebody attaches the handle (LNK-07). `joined` says of
    incidents that name nobody which side did them, as a person decided.
    """
    parts = shared_reports(two, entries)
    reports = _shared(two, parts, entries)
    first_by = next((report.by[0] for report in reports if report.by), "")
    linked, merged = _linked_as_counter(entries), _merged(entries)
    shared = tuple(
        replace(_with_counter(one, first_by, linked), duplicate_of=merged.get(one.report, "")) for one in reports
    )
    by_report = {report.report: report for report in shared}
    incidents = (entry for entry in entries if entry.kind == INCIDENT)
    acts = tuple(act for entry in incidents for act in _acts(two, entry, by_report, first_by, whose, joined))
    return Between(
        reports=shared,
        acts=_told_once(acts, merged),
        first_by=first_by or (acts[0].by if acts else ""),
        counters_said=tuple(entry for entry in entries if _says_counter(two, entry, parts)),
        relationships=tuple(entry for entry in entries if _is_relationship(two, entry)),
        safeguarding=tuple(entry for entry in entries if _is_safeguarding(two, entry, parts)),
        orders=_orders(two, entries),
    )


def count_contacts(acts: Iterable[Act], *, same: Callable[[str], str]) -> tuple[Contacts, ...]:
    """Contacts by side and identifier, the most used first; those without an identifier last.

    `same` gives the form in which identifiers are compared. An incident with two identifiers counts under both, so
    the rows may add up to more than the incidents (LNK-07).
    """
    groups: dict[tuple[str, str], list[Act]] = {}
    written: dict[tuple[str, str], str] = {}
    for act in acts:
        if not act.is_contact:
            continue
        for folded, text in {same(text): text for text in act.identifiers}.items() or [("", "")]:
            groups.setdefault((act.by, folded), []).append(act)
            written.setdefault((act.by, folded), text)
    found = [_contacts(by, written[by, folded], held) for (by, folded), held in groups.items()]
    return tuple(sorted(found, key=lambda one: (one.by, not one.identifier, -one.times, one.identifier)))


def all_contacts(acts: Iterable[Act], by: str) -> Contacts | None:
    """All contacts of one side, each incident once."""
    held = [act for act in acts if act.by == by and act.is_contact]
    return _contacts(by, "", held) if held else None


def _contacts(by: str, identifier: str, acts: Sequence[Act]) -> Contacts:
    return Contacts(
        by=by,
        identifier=identifier,
        incidents=len(acts),
        times=sum(act.times for act in acts),
        first_on=min(act.on for act in acts),
        last_on=max(act.last_on for act in acts),
        entries=tuple(entry for act in acts for entry in (act.entry, *act.also)),
    )


def _parts(two: Two, entry: Entry) -> Iterator[tuple[str, str]]:
    for subject in entry.subjects:
        role = subject.role
        if role == "person" and entry.kind == "person.described":
            role = entry.get("role_here", "")
        if role in _ROLES and (side := two.side_of(subject.object)):
            yield side, role


def _shared(two: Two, parts: Mapping[str, frozenset[tuple[str, str]]], entries: Sequence[Entry]) -> list[Shared]:
    """The shared reports, first made, first listed; of two made on one day, the one that was recorded first."""
    made = {report: entry for entry in entries if entry.kind == "report.made" for report in entry.of("report")}
    found = [
        Shared(report, _by(two, roles, made.get(report)), tuple(sorted(roles)), _day(made.get(report)))
        for report, roles in parts.items()
    ]
    recorded = {report: entry.recorded_at for report, entry in made.items()}
    return sorted(found, key=lambda one: (one.made_on or date.max, recorded.get(one.report, ""), one.report))


def _day(entry: Entry | None) -> date | None:
    return entry.day if entry else None


def _by(two: Two, roles: Collection[tuple[str, str]], made: Entry | None) -> tuple[str, ...]:
    """The sides named as suspect of something done to the other; whom the report named so when it was made is first."""
    sides = [side for side in (ONE, OTHER) if (side, "suspect") in roles and (OPPOSITE[side], "victim") in roles]
    named = two.sides_of(made.of("suspect")) if made else frozenset()
    return tuple(sorted(sides, key=lambda side: side not in named))


def _linked_as_counter(entries: Iterable[Entry]) -> frozenset[str]:
    links = [entry for entry in entries if entry.kind == "report.linked" and entry.get("why") == _COUNTER]
    return frozenset(name for entry in links for name in (*entry.of("report"), *entry.of("other_report")))


def _merged(entries: Iterable[Entry]) -> Mapping[str, str]:
    """Of each report that was recorded twice, the one that it duplicates."""
    links = [entry for entry in entries if entry.kind == "report.linked" and entry.get("why") == _DUPLICATE]
    pairs = ((entry.of("report"), entry.of("other_report")) for entry in links)
    return {report: other for (report, *_), (other, *_) in pairs}


def _told_once(acts: Sequence[Act], merged: Mapping[str, str]) -> tuple[Act, ...]:
    """Each incident once: one that a duplicate tells of the same days, side and behaviour as the report that it was
    merged into is the same incident, and adds what it alone says of it. What only the duplicate tells stays; of several
    on one day each stands for one."""
    found = [act for act in acts if act.report not in merged]
    told = [{act.report} for act in found]
    for act in (act for act in acts if act.report in merged):
        main = _main(act.report, merged)
        same = [n for n, one in enumerate(found) if act.report not in told[n] and _main(one.report, merged) == main
                and _may_be_one(one, act)]  # fmt: skip
        if same:
            best = max(same, key=lambda n: len({*found[n].behaviours} & {*act.behaviours}))
            found[best] = united(found[best], act)
            told[best].add(act.report)
        else:
            found.append(act)
            told.append({act.report})
    place = {act.entry: n for n, act in enumerate(acts)}
    return tuple(sorted(found, key=lambda act: place[act.entry]))


def _may_be_one(one: Act, other: Act) -> bool:
    """Whether two reports may tell one incident: the same side, days and at least one behaviour."""
    is_alike = not {*one.behaviours}.isdisjoint(other.behaviours) or not (one.behaviours or other.behaviours)
    return (one.by, one.on, one.last_on) == (other.by, other.on, other.last_on) and is_alike


def united(one: Act, again: Act) -> Act:
    """An incident with what another report says of it besides."""
    return replace(
        one,
        behaviours=_united(one.behaviours, again.behaviours),
        identifiers=_united(one.identifiers, again.identifiers),
        told=_united(one.told, again.told),
        orders=_united(one.orders, again.orders),
        places=_united(one.places, again.places),
        threats=_united(one.threats, again.threats),
        times=max(one.times, again.times),
        also=(*one.also, again.entry),
    )


def _united(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _main(report: str, merged: Mapping[str, str]) -> str:
    """The report that a duplicate, of a duplicate perhaps, was merged into in the end."""
    for _ in merged:
        report = merged.get(report, report)
    return report


def _with_counter(report: Shared, first_by: str, linked: Collection[str]) -> Shared:
    """A report against whom an earlier one names as the victim; where a link says so, whatever it names."""
    against_first = bool(report.by) and first_by not in report.by
    unclear = not report.by and report.report in linked
    return Shared(report.report, report.by, report.roles, report.made_on, against_first or unclear)


def _used(entry: Entry, whose: Whose) -> dict[str, str]:
    """Of an incident that names nobody who did it, the first number or account used of each side."""
    found: dict[str, str] = {}
    for text in () if entry.of("suspect") else entry.get("identifiers_used") or ():
        if side := whose(text):
            found.setdefault(side, text)
    return found


def _acts(
    two: Two,
    entry: Entry,
    reports: Mapping[str, Shared],
    first_by: str,
    whose: Whose,
    joined: Mapping[str, str],
) -> Iterator[Act]:
    """The incident as something one did to the other; nothing where it is not between them."""
    victims, suspects = two.sides_of(entry.of("victim")), two.sides_of(entry.of("suspect"))
    report = next(iter(entry.of("report")), "")
    suspected = reports[report].by if report in reports and not entry.of("suspect") else ()
    used = {} if suspected else _used(entry, whose)
    by_hand = joined.get(entry.id, "") if not entry.of("suspect") else ""
    others = _whose_others(two, entry, reports.get(report)) if not victims else frozenset()
    did_it = suspects | {*suspected, *used, by_hand}
    for side in (ONE, OTHER):
        if OPPOSITE[side] in (victims or others) and side in did_it:
            yield Act(
                entry=entry.id,
                report=report,
                by=side,
                on=entry.day,
                last_on=entry.last_day,
                times=entry.get("times") or 1,
                behaviours=tuple(entry.get("behaviours") or ()),
                identifiers=tuple(entry.get("identifiers_used") or ()),
                told=tuple(code for code in entry.get("told") or () if code not in _SAID_NOTHING),
                orders=tuple(entry.get("orders_in_force") or ()),
                is_named=side in suspects,
                is_counter=bool(first_by) and side != first_by,
                by_identifier=used.get(side, ""),
                places=tuple(entry.get("places") or ()),
                threats=tuple(entry.get("threats") or ()),
                is_toward_others=not victims,
            )


def _whose_others(two: Two, entry: Entry, report: Shared | None) -> frozenset[str]:
    """The sides that are a victim in the report of an incident that was done to somebody else.

    They may be close to each other, and such an act is part of the course toward the victim (PHA 1997 s.7(3), RCG-01).
    """
    if report is None or not entry.of("victim"):
        return frozenset()
    return frozenset(side for side, role in report.roles if role == "victim")


def _says_counter(two: Two, entry: Entry, reports: Collection[str]) -> bool:
    """An interview in which one of the two made a counter-allegation."""
    if entry.kind != "suspect.interviewed" or _COUNTER not in (entry.get("accounts") or ()):
        return False
    return bool(two.sides_of(entry.of("suspect"))) and any(name in reports for name in entry.of("report"))


def _is_relationship(two: Two, entry: Entry) -> bool:
    if entry.kind != "relationship.stated" or entry.body is None:
        return False
    return len(two.sides_of(entry.of("suspect")) | two.sides_of(entry.of("victim"))) == 2


def _is_safeguarding(two: Two, entry: Entry, reports: Collection[str]) -> bool:
    """Whether it was done to keep one of the two safe from the other, or for no report and no suspect in particular."""
    if not entry.kind.startswith(_SAFEGUARDING) or not two.sides_of(s.object for s in entry.subjects):
        return False
    if named := entry.of("report"):
        return any(report in reports for report in named)
    suspects = entry.of("suspect")
    if not entry.of("victim"):
        return False
    return bool(two.sides_of(entry.of("victim"))) and (not suspects or bool(two.sides_of(suspects)))


def _orders(two: Two, entries: Iterable[Entry]) -> tuple[str, ...]:
    """The orders that protect one of the two from the other, as far as any step of them names both."""
    victims: dict[str, set[str]] = {}
    suspects: dict[str, set[str]] = {}
    for entry in entries:
        for order in entry.of("order") if entry.kind.startswith("order.") else ():
            victims.setdefault(order, set()).update(two.sides_of(entry.of("victim")))
            suspects.setdefault(order, set()).update(two.sides_of(entry.of("suspect")))
    return tuple(sorted(name for name in victims if any(OPPOSITE[side] in suspects[name] for side in victims[name])))
