"""The person page: who is this? What each source said stands side by side, and is never merged into one truth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.urls import reverse

from unbroken.access.visibility import Visible
from unbroken.cases.models import ReportRow
from unbroken.cases.references import name_report
from unbroken.cases.stages import STAGES
from unbroken.exchange.exporting.details import details_of, say_value
from unbroken.exchange.exporting.journey import read_withheld
from unbroken.exchange.exporting.shapes import shapes_of
from unbroken.people.fold import SURE, Attribution, Description, Person, fold_person, name_text
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.phrasing import inline
from unbroken.safety.fold import Order
from unbroken.safety.needs import needs_of
from unbroken.vocabulary.actors import SAID_BY
from unbroken.vocabulary.agencies import say_agency
from unbroken.vocabulary.answers import ANSWERS
from unbroken.vocabulary.identity import ATTRIBUTION_CONFIDENCES, ATTRIBUTION_GROUNDS, NAME_KINDS
from unbroken.vocabulary.people import IDENTIFIER_TYPES, PLATFORMS, RELATIONSHIPS, ROLES_HERE, VULNERABILITIES
from unbroken.web.addresses import address_if_any, page_of, trail
from unbroken.web.presenters.cases import say_class
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.needs import list_needs
from unbroken.web.presenters.report_lists import list_orders
from unbroken.web.words import NOT_RECORDED, say_count, say_day

DESCRIBED = "person.described"
_BESIDE = 4  # descriptions side by side: more columns than that nobody can compare
APART = ("safe_contact",)  # said once, above everything
ADDED_UP = frozenset({"identifiers", "flags", "works_in", "role_here"})


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person as one reader sees them. `descriptions` are what each source said, newest first, some at a time."""

    name: str
    other_names: str
    trail: list[dict[str, str]]
    notice: str
    journey_href: str
    safe_contact: tuple[str, ...]
    in_policing: bool
    descriptions: tuple[Listing, ...]
    attached: Listing
    parts: Listing
    relationships: Listing
    orders: Listing
    needs: Listing | None


@dataclass(frozen=True, slots=True)
class Known:
    """A person under every joined name, folded from what the reader sees; `main` is the name that was asked for."""

    main: Person
    all: tuple[Person, ...]

    @property
    def descriptions(self) -> list[Description]:
        """What every source said under any of the names, newest first."""
        found = [one for person in self.all for one in person.descriptions]
        return sorted(found, key=lambda one: (one.on, one.entry), reverse=True)

    @property
    def reports(self) -> frozenset[str]:
        """The reports in which the person has a part."""
        return frozenset(part.report for person in self.all for part in person.roles)

    @property
    def others(self) -> frozenset[str]:
        """The other people whom the page names."""
        related = {one.person for person in self.all for one in person.relationships}
        linked = {link.person for person in self.all for link in person.links}
        return frozenset(related | linked)


def know(person: str, persons: Iterable[str], seen: Visible) -> Known:
    """The person, folded from the entries that the reader sees about any of the joined names."""
    entries = standing(seen.entries)
    folded = {name: fold_person(name, [one for one in entries if _is_about(one, name)]) for name in sorted(persons)}
    return Known(folded[person], tuple(folded.values()))


def present_person(
    known: Known,
    *,
    seen: Visible,
    names: Mapping[str, str],
    rows: Mapping[str, ReportRow],
    orders: Sequence[Order],
    today: date,
) -> PersonPage:
    """The page of a person. `names` are those of other people on it, `rows` the reports, as far as the reader sees."""
    person = known.main
    name = name_of(known)
    return PersonPage(
        name=name,
        other_names=", ".join(dict.fromkeys(one for each in known.all for one in each.names if one != name)),
        trail=trail(("Journeys", address_if_any("journeys")), (name, "")),
        notice=say_notice(seen),
        journey_href=reverse("journey", args=[person.object]) if _is_victim(known) else "",
        safe_contact=_safe_contact(known),
        in_policing=any(each.is_in_policing for each in known.all),
        descriptions=tuple(_list_descriptions(known.descriptions)),
        attached=_list_attached(known),
        parts=_list_parts(known, rows),
        relationships=_list_relationships(known, names),
        orders=list_orders(orders, today=today),
        needs=_list_needs(known, seen),
    )


def _list_needs(known: Known, seen: Visible) -> Listing | None:
    """The needs of a suspect as far as the reader sees what tells of them; None where nobody told of any."""
    names = frozenset(one.object for one in known.all)
    found = needs_of(known.main.object, standing(seen.entries), names=names)
    return list_needs(found) if found else None


def _is_about(entry: Entry, name: str) -> bool:
    return any(subject.object == name for subject in entry.subjects)


def name_of(known: Known) -> str:
    """What a person is called first: the name last stated in what the reader sees, else the reference."""
    given = (known.main.display_name, *(each.display_name for each in known.all))
    return next((name for name in given if name), known.main.object.partition(":")[2])


def _is_victim(known: Known) -> bool:
    return any(part.role == "victim" for person in known.all for part in person.roles)


def say_notice(seen: Visible) -> str:
    """What is there about a person and not shown to the reader."""
    found = [f"{withheld.text}." for withheld in read_withheld(seen.withheld, seen.masked)]
    if seen.restricted:
        is_are = "is" if len(seen.restricted) == 1 else "are"
        reports = say_count(len(seen.restricted), "report")
        found.append(f"{reports} {is_are} restricted and not shown. Ask a supervisor or a specialist reviewer.")
    return " ".join(found)


def _safe_contact(known: Known) -> tuple[str, ...]:
    """How the person can be reached without danger, as last said."""
    shape = next(one for one in shapes_of(DESCRIBED) if one.name == "safe_contact")
    last = next((one.body["safe_contact"] for one in known.descriptions if "safe_contact" in one.body), None)
    return tuple(say_value(last, shape).split("; ")) if last else ()


def _list_descriptions(descriptions: Sequence[Description]) -> Iterator[Listing]:
    for start in range(0, len(descriptions), _BESIDE):
        part = descriptions[start : start + _BESIDE]
        caption = f"Descriptions {start + 1} to {start + len(part)} of {len(descriptions)}"
        yield listing(caption, ("", *map(say_source, part)), _side_by_side(part), empty="")


def say_source(one: Description) -> str:
    """Who described a person, and when."""
    return f"{say_agency(one.agency)}, {say_day(one.on)}"


def _side_by_side(descriptions: Sequence[Description]) -> Iterator[tuple[Cell, ...]]:
    """A row for each field that any of them has; told apart where those that say something do not say the same.

    Identifiers and flags are not told apart: two sources that know two numbers do not contradict each other.
    """
    said = [said_in(one.body) for one in descriptions]
    for shape in shapes_of(DESCRIBED):
        values = [texts.get(shape.name, "") for texts in said]
        if shape.name in APART or not any(values):
            continue
        differ = shape.name not in ADDED_UP and len({value for value in values if value}) > 1
        tags = ("sources differ",) if differ else ()
        yield (Cell(shape.label, tags=tags), *(Cell(value or NOT_RECORDED) for value in values))
    entries = (Cell("See the entry", reverse("entry", args=[one.entry])) for one in descriptions)
    yield (Cell("Entry"), *entries)


def said_in(body: Mapping[str, Any]) -> dict[str, str]:
    """Every field of a description in words, by the field's name."""
    found = {detail.field: detail.value for detail in details_of(DESCRIBED, body)}
    return found | {name: "\n".join(map(say, body[name])) for name, say in _SAY.items() if name in body}


def _say_name(name: Mapping[str, Any]) -> str:
    kind = name.get("kind", "legal")
    return name_text(name) + ("" if kind == "legal" else f" ({NAME_KINDS.label(kind).lower()})")


def _say_identifier(item: Mapping[str, Any]) -> str:
    what = PLATFORMS.label(item["platform"]) if "platform" in item else IDENTIFIER_TYPES.label(item["type"])
    note = f" ({item['note']})" if "note" in item else ""
    return f"{what}: {item['value']}{note}"


def _say_flag(flag: Mapping[str, Any]) -> str:
    if "flag" not in flag:  # what it is about is kept from some roles
        return "A flag that is not shown to your role"
    by = f", says {inline(SAID_BY.label(flag['said_by']))}" if "said_by" in flag else ""
    note = f". {flag['note']}" if "note" in flag else ""
    return f"{VULNERABILITIES.label(flag['flag'])}: {ANSWERS.label(flag['answer']).lower()}{by}{note}"


_SAY: Mapping[str, Callable[[Mapping[str, Any]], str]] = MappingProxyType(
    {"names": _say_name, "identifiers": _say_identifier, "flags": _say_flag}
)


def _list_attached(known: Known) -> Listing:
    """What somebody attached to the person, the latest first."""
    found = sorted((one for each in known.all for one in each.attributions), key=lambda one: one.on, reverse=True)
    rows = ((_say_attached(one), _say_sure(one), *_evidence(one)) for one in found)
    empty = "Nothing is attached. A number or account that turns out to be theirs appears here, with how sure it is."
    head = ("Number or account", "How sure", "What says so", "Found out")
    return listing("Attached numbers and accounts", head, rows, empty=empty)


def _say_attached(one: Attribution) -> Cell:
    return Cell(_say_identifier(one.identifier), reverse("entry", args=[one.entry]))


def _say_sure(one: Attribution) -> Cell:
    note = "" if one.confidence == SURE else "Joins nobody"
    return Cell(ATTRIBUTION_CONFIDENCES.label(one.confidence), note=note)


def _evidence(one: Attribution) -> tuple[Cell, Cell]:
    """What says so; and when it was found out, by whom."""
    grounds = "; ".join(ATTRIBUTION_GROUNDS.label(ground) for ground in one.grounds)
    href = reverse("entry", args=[one.rests_on[0]]) if one.rests_on else ""
    return Cell(grounds, href, one.explanation or ""), Cell(say_day(one.on), note=say_agency(one.agency))


def _list_parts(known: Known, rows: Mapping[str, ReportRow]) -> Listing:
    roles = {(part.since, part.report, part.role) for person in known.all for part in person.roles}
    found = (
        (
            Cell(name_report(report, rows[report].reference), page_of(report)),
            ROLES_HERE.label(role),
            say_class(rows[report].offence),
            Cell(STAGES.label(rows[report].stage), note=f"Named since {say_day(since)}"),
        )
        for since, report, role in sorted(roles, reverse=True)
        if report in rows
    )
    empty = "In none that is shown to you. A report appears here as soon as an entry gives this person a part in it."
    return listing("Reports", ("Report", "Part", "Class now", "Where it stands"), found, empty=empty)


def _list_relationships(known: Known, names: Mapping[str, str]) -> Listing:
    rows = (
        (
            Cell(names.get(one.person) or one.person.partition(":")[2], page_of(one.person)),
            "Victim" if one.role == "suspect" else "Suspect",
            Cell(RELATIONSHIPS.label(one.relationship), reverse("entry", args=[one.entry])),
            say_day(one.on),
        )
        for person in known.all
        for one in person.relationships
    )
    empty = "None is stated. What a suspect is to a victim appears here when somebody asks and records it."
    return listing("Relationships", ("Person", "Part", "Relationship", "Stated"), rows, empty=empty)
