"""A victim's journey: which objects belong to it, and the entries about them. Read only.

It follows the victim (under every name that was joined to hers) to the reports, orders and referrals in which she
is the victim, and from the reports to their prosecutions and orders. It never comes back from there: another
victim of the same suspect, or of the same prosecution, is not on her journey.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from unbroken.record import sql
from unbroken.record.amend import effective, standing
from unbroken.record.entries import Entry
from unbroken.record.queries import amendments_of, entries_about, entries_by_id
from unbroken.record.times import read_interval

_HERS = frozenset({"report", "order", "referral"})  # reached from the victim
_OF_REPORTS = frozenset({"prosecution", "order", "referral"})  # reached from a report
_LINKS = ("identity.linked", "identity.unlinked", "entry.corrected", "entry.withdrawn")
_OUR_LINKAGE = "linkage"  # the source of what this service's own linkage records
_in_order = attrgetter("happened_from", "recorded_at", "id")


def journey_objects(person: str, *, known_at: str | None = None) -> frozenset[str]:
    """The objects of a victim's journey, herself among them, as known at a stored time."""
    return _collect(person, known_at)[0]


def journey_entries(person: str, *, known_at: str | None = None) -> list[Entry]:
    """All entries of a victim's journey, amendments included, in the order in which they happened.

    Nothing where nobody is known under this name. What is about her as somebody's suspect is not on it: whoever
    opens a journey for its victim must not reach her own accuser.
    """
    objects, entries = _collect(person, known_at)
    hers = frozenset(name for name in objects if name.startswith("person:"))
    return _with_amendments_of(
        entries, lambda entry: _names_any(entry.of("victim"), hers) or _is_on(entry, objects, hers), known_at
    )


def report_entries(report: str, *, known_at: str | None = None) -> list[Entry]:
    """All entries about a report, its prosecutions, orders and referrals, amendments included.

    Of a prosecution or an order that covers other reports too, what is about those alone is left out.
    """
    own = _standing_about({report}, known_at)
    victims = frozenset(name for entry in own if report in entry.of("report") for name in entry.of("victim"))
    objects = frozenset({report}) | _beside(own, {report}, _OF_REPORTS)
    entries = with_amended(entries_about(objects, known_at=known_at), known_at)
    return _with_amendments_of(entries, lambda entry: _is_on(entry, objects, victims), known_at)


def linked_persons(person: str, *, known_at: str | None = None) -> frozenset[str]:
    """Every name of one person: what accepted links join, less what somebody has held to be different people.

    "Not the same" stands until somebody says otherwise, whatever the linkage model finds; it also keeps out whoever
    could be reached only around it.
    """
    return names_of({person}, known_at=known_at)[person]


def names_of(
    persons: Collection[str], *, known_at: str | None = None, decided: bool = False
) -> dict[str, frozenset[str]]:
    """`linked_persons` of each of these, in as many queries as of the one with the longest chain of links.

    `decided` follows only what a person, or another system, joined: nothing that this service's own model did.
    """
    held: dict[tuple[str, str], bool] = {}
    asked, frontier = set(persons), set(persons)
    while frontier:
        links = standing(_links_about(frontier, known_at), known_at=known_at)
        held |= _held(link for link in links if not (decided and link.source == _OUR_LINKAGE))
        frontier = {other for (one, other), together in held.items() if together and one in frontier} - asked
        asked |= frontier
    beside: dict[str, set[str]] = {}
    for one, other in (pair for pair, together in held.items() if together):
        beside.setdefault(one, set()).add(other)
    apart = {pair for pair, together in held.items() if not together}
    return {person: _joined(person, beside, apart) for person in persons}


def _held(entries: Iterable[Entry]) -> dict[tuple[str, str], bool]:
    """Which pairs are held to be one person, and which (False) are not.

    What somebody decided last counts. A model overrules nobody, whenever it joined them.
    """
    found: dict[tuple[str, str], bool] = {}
    for entry in sorted(entries, key=lambda one: (one.get("basis") != "model", one.recorded_at, one.id)):
        for one in entry.of("person"):
            for other in entry.of("other_person"):
                found[one, other] = found[other, one] = entry.kind == "identity.linked"
    return found


def _joined(person: str, beside: Mapping[str, Collection[str]], apart: Collection[tuple[str, str]]) -> frozenset[str]:
    joined, frontier = {person}, {person}
    while frontier:
        reached = {other for one in frontier for other in beside.get(one, ()) if (person, other) not in apart}
        frontier = reached - joined
        joined |= frontier
    return frozenset(joined)


def as_known(text: str) -> str:
    """The stored time up to which something was known: the end of the day, month or year, or the instant itself.

    Takes what `times.read_interval` takes; raises TimeError.
    """
    return read_interval(text).end


def with_amended(entries: Iterable[Entry], known_at: str | None = None) -> list[Entry]:
    """The entries, with what their amendments amend and how that stands now.

    A correction may be about somebody else than the entry it corrects: her journey then begins with it.
    """
    found = {entry.id: entry for entry in entries}
    asked: set[str] = set()
    while missing := {entry.corrects for entry in found.values() if entry.corrects} - found.keys() - asked:
        asked |= missing  # a target that somebody deleted would be missing for ever
        for target in entries_by_id(missing):
            found |= {entry.id: entry for entry in (target, *amendments_of(target.id)) if _is_known(entry, known_at)}
    return sorted(found.values(), key=_in_order)


def _is_known(entry: Entry, known_at: str | None) -> bool:
    return known_at is None or entry.recorded_at <= known_at


def _collect(person: str, known_at: str | None) -> tuple[frozenset[str], list[Entry]]:
    persons = linked_persons(person, known_at=known_at)
    about_her = with_amended(entries_about(persons, known_at=known_at), known_at)
    hers = _hers(standing(about_her, known_at=known_at), persons)
    reports = {name for name in hers if name.startswith("report:")}
    entries = _merged(about_her, entries_about(hers, known_at=known_at), known_at)
    further = _beside(standing(entries, known_at=known_at), reports, _OF_REPORTS) - hers
    if further:
        entries = _merged(entries, entries_about(further, known_at=known_at), known_at)
    return frozenset(persons | hers | further), entries


def _merged(first: Iterable[Entry], second: Iterable[Entry], known_at: str | None) -> list[Entry]:
    found = {entry.id: entry for entry in first} | {entry.id: entry for entry in second}
    return with_amended(found.values(), known_at)


def _hers(entries: Iterable[Entry], persons: Collection[str]) -> frozenset[str]:
    """The reports, orders and referrals in which she is a victim.

    An entry about several victims and several reports does not say which report is whose, and is passed over.
    """
    found: set[str] = set()
    for entry in entries:
        victims, reports = set(entry.of("victim")), set(entry.of("report"))
        if not victims & set(persons):
            continue
        shared = len(reports) > 1 and not victims <= set(persons)
        found |= {s.object for s in entry.subjects if s.type in _HERS and not (shared and s.type == "report")}
    return frozenset(found)


def _beside(entries: Iterable[Entry], reports: Collection[str], wanted: Collection[str]) -> frozenset[str]:
    """The objects of these types in entries about these reports."""
    return frozenset(
        subject.object
        for entry in entries
        if any(name in reports for name in entry.of("report"))
        for subject in entry.subjects
        if subject.type in wanted
    )


def _is_on(entry: Entry, objects: Collection[str], victims: Collection[str]) -> bool:
    """Whether an entry is about these matters, and not about somebody else's alone."""
    if reports := (*entry.of("report"), *entry.of("other_report")):
        return _names_any(reports, objects)
    if named := entry.of("victim"):
        return _names_any(named, victims)
    return any(subject.object in objects and subject.role != "suspect" for subject in entry.subjects)


def _names_any(names: Iterable[str], wanted: Collection[str]) -> bool:
    return any(name in wanted for name in names)


def _standing_about(objects: Collection[str], known_at: str | None) -> list[Entry]:
    return standing(with_amended(entries_about(objects, known_at=known_at), known_at), known_at=known_at)


def _with_amendments_of(
    entries: Sequence[Entry], belongs: Callable[[Entry], bool], known_at: str | None
) -> list[Entry]:
    """The entries that belong as they stand now, withdrawn ones too, and everything that amends them."""
    ours = {item.original.id for item in effective(entries, known_at=known_at) if belongs(item.entry)}
    by_id = {entry.id: entry for entry in entries}
    return [entry for entry in entries if _target_id(entry, by_id) in ours]


def _target_id(entry: Entry, by_id: Mapping[str, Entry]) -> str:
    """The id of what an entry amends in the end, or its own."""
    while entry.corrects and entry.corrects in by_id:
        entry = by_id[entry.corrects]
    return entry.id


def _links_about(persons: Collection[str], known_at: str | None) -> Iterator[Entry]:
    """Entries that join or part these persons, with amendments of anything about them."""
    kinds = ", ".join(["%s"] * len(_LINKS))
    select = f"{sql.ENTRY_SELECT} JOIN record_recordsubject s ON s.entry_id = e.id"
    seen: set[str] = set()
    for row in sql.fetch_in(select, f"e.kind IN ({kinds}) AND s.object", sorted(persons), _LINKS):
        entry = sql.read_entry(row)
        if entry.id not in seen and _is_known(entry, known_at):
            seen.add(entry.id)
            yield entry
