"""A person as the sources describe them: side by side, never merged into one truth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from unbroken.people.identifiers import fold_identifier, fold_words
from unbroken.record.entries import Entry
from unbroken.record.told import told_on
from unbroken.vocabulary.people import ETHNICITY_SELF, SEXES

_ROLES = frozenset({"victim", "suspect", "witness", "third_party"})
_POLICING = "policing"
SAME, APART, OPEN = "same", "apart", "open"
MODEL, HUMAN, SOURCE = "model", "human", "source"
SURE = "sure"
LINKAGE = "linkage"  # the source of what this service's own linkage records
_VERDICTS = {"identity.linked": SAME, "identity.unlinked": APART, "identity.undecided": OPEN}
_NO_SEX = SEXES.in_group("missing")
_NO_ETHNICITY = ETHNICITY_SELF.in_group("not_stated")


@dataclass(frozen=True, slots=True)
class Description:
    """The person as one entry describes them. `body` holds every field the source gave (see `person.described`)."""

    entry: str
    on: date
    agency: str
    source: str
    recorded_by: str
    reports: tuple[str, ...]
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier in the form in which it is compared, with the value as last written.

    `confidence` is how sure it is whose it is, as last said, where it was attached to the person by itself; None where
    a source described the person by it.
    """

    type: str
    platform: str | None
    folded: str
    value: str
    entry: str
    confidence: str | None = None

    @property
    def is_sure(self) -> bool:
        """Whether nobody who attached it had a doubt: what is doubted must not join strangers."""
        return self.confidence in (None, SURE)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A number or account that somebody attached to the person, with how sure it is and what says so."""

    identifier: Mapping[str, Any]
    confidence: str
    grounds: tuple[str, ...]
    explanation: str | None
    rests_on: tuple[str, ...]
    reports: tuple[str, ...]
    on: date
    agency: str
    entry: str


@dataclass(frozen=True, slots=True)
class RoleIn:
    """A role the person plays in a report, since the day on which it was first said."""

    report: str
    role: str
    since: date


@dataclass(frozen=True, slots=True)
class RelationshipTo:
    """What the suspect is to the victim, last stated for the pair. `role` is the part of the person folded here."""

    person: str
    role: str
    relationship: str
    separated_on: str | None
    children_together: str | None
    on: date
    entry: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A vulnerability, health or safeguarding flag as last said, with who said so."""

    flag: str
    answer: str
    said_by: str | None
    on: date
    entry: str


@dataclass(frozen=True, slots=True)
class Link:
    """What is held of another person object: `same`, `apart`, or `open` where somebody looked and could not tell.

    What a person decided last counts; a model overrules nobody, whatever is learnt later. `is_ours` says that this
    service's own model joined them, which can let go of them again.
    """

    person: str
    verdict: str
    basis: str | None
    score: float | None
    weight: float | None
    on: date
    entry: str
    is_ours: bool = False

    @property
    def by_person(self) -> bool:
        """Whether a person, or the source itself, said so: not a model."""
        return self.basis != MODEL


@dataclass(frozen=True, slots=True)
class Person:
    """A person object: what every source said, and what of it is shown first.

    `since` is the id of the first description, in the order of recording. Single values are the last that a source
    stated; that none stated any is None. What sources said differently is
    in `descriptions`. Self-defined and officer-defined ethnicity are two facts.
    """

    object: str
    since: str
    descriptions: tuple[Description, ...]
    names: tuple[str, ...]
    display_name: str
    date_of_birth: str | None
    age_band: str | None
    sex: str | None
    ethnicity_self: str | None
    ethnicity_officer: str | None
    identifiers: tuple[Identifier, ...]
    attributions: tuple[Attribution, ...]
    roles: tuple[RoleIn, ...]
    relationships: tuple[RelationshipTo, ...]
    flags: tuple[Flag, ...]
    safe_contact: Mapping[str, Any] | None
    links: tuple[Link, ...]
    works_in: tuple[str, ...]

    @property
    def is_in_policing(self) -> bool:
        """Whether any source says that the person works in policing: calls for care about who may open it."""
        return _POLICING in self.works_in

    @property
    def linked(self) -> tuple[str, ...]:
        """Objects held to be the same person."""
        return tuple(link.person for link in self.links if link.verdict == SAME)


def fold_person(name: str, entries: Sequence[Entry]) -> Person:
    """The state of a person object from its standing entries, in the order in which they happened."""
    described = [entry for entry in entries if entry.kind == "person.described" and entry.body is not None]
    attributions = _attributions(name, entries)
    names = _names(described)
    return Person(
        object=name,
        since=min((entry.id for entry in described), default=""),
        descriptions=tuple(_description(entry) for entry in described),
        names=names,
        display_name=names[0] if names else "",
        date_of_birth=_last(described, "date_of_birth"),
        age_band=_last(described, "age_band", besides={"unknown"}),
        sex=_last(described, "sex", besides=_NO_SEX),
        ethnicity_self=_last(described, "ethnicity_self", besides=_NO_ETHNICITY),
        ethnicity_officer=_last(described, "ethnicity_officer", besides={"unknown"}),
        identifiers=_identifiers(described, attributions),
        attributions=attributions,
        roles=_roles(name, entries),
        relationships=_relationships(name, entries),
        flags=_flags(described),
        safe_contact=_last(described, "safe_contact"),
        links=_links(name, entries),
        works_in=tuple(dict.fromkeys(place for entry in described for place in entry.get("works_in") or ())),
    )


def name_text(name: Mapping[str, Any]) -> str:
    """A name as it reads: the text the source gave, else given and family name."""
    return name.get("text") or " ".join(part for part in (name.get("given"), name.get("family")) if part)


def name_words(names: Iterable[str]) -> tuple[str, ...]:
    """Every word of these names once, folded for search."""
    return tuple(dict.fromkeys(word for name in names for word in fold_words(name)))


def _description(entry: Entry) -> Description:
    return Description(
        entry=entry.id,
        on=entry.day,
        agency=entry.agency,
        source=entry.source,
        recorded_by=entry.recorded_by,
        reports=entry.of("report"),
        body=entry.body or {},
    )


def _names(described: Sequence[Entry]) -> tuple[str, ...]:
    """Every name once: plain names before aliases and former ones, and what was said last first."""
    ranked: dict[str, bool] = {}
    for entry in reversed(described):
        for name in entry.get("names") or ():
            text = name_text(name)
            is_plain = name.get("kind") in (None, "legal")
            ranked[text] = ranked.get(text, False) or is_plain
    return tuple(sorted(ranked, key=lambda text: not ranked[text]))


def _last(described: Sequence[Entry], field: str, *, besides: Iterable[str] = ()) -> Any:
    """The value stated last; one that says why nothing is known gives way to any that says something."""
    values = [value for entry in described if (value := entry.get(field)) is not None]
    told = [value for value in values if not isinstance(value, str) or value not in besides]
    return (told or values or [None])[-1]


def _attributions(person: str, entries: Iterable[Entry]) -> tuple[Attribution, ...]:
    """In the order in which they were found. One whose identifier is kept from the reader says nothing."""
    return tuple(
        Attribution(
            identifier=entry.get("identifier"),
            confidence=entry.get("confidence"),
            grounds=tuple(entry.get("grounds") or ()),
            explanation=entry.get("explanation"),
            rests_on=tuple(entry.get("rests_on") or ()),
            reports=entry.of("report"),
            on=entry.day,
            agency=entry.agency,
            entry=entry.id,
        )
        for entry in entries
        if entry.kind == "identifier.attributed" and person in entry.of("person") and entry.get("identifier")
    )


def _identifiers(described: Iterable[Entry], attributions: Iterable[Attribution]) -> tuple[Identifier, ...]:
    """What sources described the person by, and what was attached. A description stands whoever doubts it."""
    found: dict[_Key, Identifier] = {}
    for entry in described:
        for item in entry.get("identifiers") or ():
            one = _identifier(item, entry.id)
            found[_key(one)] = one
    for attribution in attributions:
        one = _identifier(attribution.identifier, attribution.entry, attribution.confidence)
        before = found.get(_key(one))
        if before is None or before.confidence is not None:
            found[_key(one)] = one
    return tuple(item for _, item in sorted(found.items()))


_Key = tuple[str, str, str]


def _key(one: Identifier) -> _Key:
    return one.type, one.platform or "", one.folded or one.value


def _identifier(item: Mapping[str, Any], entry: str, confidence: str | None = None) -> Identifier:
    folded = fold_identifier(item["type"], item["value"])
    return Identifier(item["type"], item.get("platform"), folded, item["value"], entry, confidence)


def _roles(person: str, entries: Sequence[Entry]) -> tuple[RoleIn, ...]:
    since: dict[tuple[str, str], date] = {}
    parts: dict[object, list[tuple[str, str]]] = {}
    for entry in entries:  # most entries of a report share their subjects, and the tuple itself
        key = entry.id if entry.kind == "person.described" else id(entry.subjects)
        if key not in parts:
            parts[key] = _parts(person, entry)
        told = told_on(entry) if parts[key] else date.max
        for part in parts[key]:
            if told < since.get(part, date.max):
                since[part] = told
    return tuple(RoleIn(report, role, day) for (report, role), day in sorted(since.items()))


def _parts(person: str, entry: Entry) -> list[tuple[str, str]]:
    """The (report, role) pairs in which an entry puts the person."""
    roles = [subject.role for subject in entry.subjects if subject.object == person]
    if entry.kind == "person.described":
        roles.append(entry.get("role_here"))
    return [(report, role) for report in entry.of("report") for role in roles if role in _ROLES]


def _relationships(person: str, entries: Sequence[Entry]) -> tuple[RelationshipTo, ...]:
    found: dict[tuple[str, str], RelationshipTo] = {}
    for entry in entries:
        if entry.kind != "relationship.stated" or entry.body is None:
            continue
        role, others = ("victim", "suspect") if person in entry.of("victim") else ("suspect", "victim")
        for other in entry.of(others):
            found[other, role] = RelationshipTo(
                person=other,
                role=role,
                relationship=entry.get("relationship"),
                separated_on=entry.get("separated_on"),
                children_together=entry.get("children_together"),
                on=entry.day,
                entry=entry.id,
            )
    return tuple(item for _, item in sorted(found.items()))


def _flags(described: Sequence[Entry]) -> tuple[Flag, ...]:
    found = {
        flag["flag"]: Flag(flag["flag"], flag["answer"], flag.get("said_by"), entry.day, entry.id)
        for entry in described
        for flag in entry.get("flags") or ()
        if "flag" in flag  # what it is about is kept from some readers
    }
    return tuple(item for _, item in sorted(found.items()))


def _links(person: str, entries: Sequence[Entry]) -> tuple[Link, ...]:
    found: dict[str, Link] = {}
    for entry in sorted((one for one in entries if one.kind in _VERDICTS), key=_as_recorded):
        link = _link(person, entry)
        before = found.get(link.person)
        if before is None or link.by_person or not before.by_person:
            found[link.person] = link
    return tuple(item for _, item in sorted(found.items()))


_as_recorded = attrgetter("recorded_at", "id")


def _link(person: str, entry: Entry) -> Link:
    other = next(
        subject.object
        for subject in entry.subjects
        if subject.role in ("person", "other_person") and subject.object != person
    )
    basis = entry.get("basis") or (HUMAN if entry.body is not None else None)
    ours = basis == MODEL and entry.source == LINKAGE
    return Link(other, _VERDICTS[entry.kind], basis, entry.get("score"), entry.get("weight"), entry.day, entry.id, ours)
