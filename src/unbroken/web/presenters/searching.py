"""The search results: what fits what was typed, in groups, each with why it was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from unbroken.cases.models import ReportRow
from unbroken.cases.queries import PartIn
from unbroken.cases.references import is_mistyped, name_report
from unbroken.cases.stages import STAGES
from unbroken.people.queries import Hit
from unbroken.vocabulary.people import IDENTIFIER_TYPES
from unbroken.web.addresses import page_of
from unbroken.web.presenters.cases import say_class
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.words import say_count, say_day

_ROLES = {"victim": "Victim", "suspect": "Suspect", "witness": "Witness", "third_party": "Third party"}
_MISTYPED = (
    "A character of this reference is wrong, or two are swapped: no report has it. Check it where you had it from."
)
TIPS = (
    "Type a name, a crime reference, a phone number, a vehicle registration or the name of an account.",
    "Names are found by the beginning of each word, in any order. Numbers must be whole; spaces do not matter.",
    "If the number or the name is new, record it with the report: from then on it is found here.",
)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found. `said` counts it; `restricted` says what was found and may not be shown."""

    query: str
    said: str
    people: Listing
    reports: Listing
    restricted: str
    tips: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What fits and may be shown; `restricted` counts reports of this reference that may not; `more`: it was cut."""

    hits: Sequence[Hit]
    reports: Sequence[ReportRow]
    parts: Sequence[PartIn]
    restricted: int
    more: bool


def present_search(query: str, found: Found) -> SearchPage:
    """The page of results."""
    count = len(found.hits) + len(found.reports)
    return SearchPage(
        query=query,
        said=_say_found(count, found.more),
        people=_list_people(found),
        reports=_list_reports(found),
        restricted=_say_restricted(found.restricted),
        tips=() if count else (*_mistyped(query), *TIPS),
    )


def _mistyped(query: str) -> tuple[str, ...]:
    return (_MISTYPED,) if is_mistyped(query) else ()


def _say_found(count: int, more: bool) -> str:
    if more:
        return f"The first {say_count(count, 'result')}. Type more to narrow them down."
    return say_count(count, "result") if count else "Nothing found"


def _say_restricted(count: int) -> str:
    if not count:
        return ""
    is_are = "is" if count == 1 else "are"
    more = say_count(count, "match", "matches")
    return f"{more} {is_are} in a restricted report and not shown. Ask a supervisor or a specialist reviewer."


def _list_people(found: Found) -> Listing:
    parts: dict[str, list[PartIn]] = {}
    for part in found.parts:
        parts.setdefault(part.person, []).append(part)
    rows = (
        (
            Cell(hit.display_name or hit.person.partition(":")[2], page_of(hit.person)),
            _say_why(hit),
            Cell(_say_parts(parts.get(hit.person, ()))),
            _journey(hit.person, parts.get(hit.person, ())),
        )
        for hit in found.hits
    )
    return listing("People", ("Person", "Why it was found", "Seen in", "Journey"), rows, empty="")


def _say_why(hit: Hit) -> str:
    if hit.matched == "name":
        return f"A name has “{hit.on}”"
    return f"{IDENTIFIER_TYPES.label(hit.matched)}: {hit.on}"


def _say_parts(parts: Sequence[PartIn]) -> str:
    counts: dict[str, int] = {}
    for part in parts:
        counts[part.role] = counts.get(part.role, 0) + 1
    said = [f"{_ROLES.get(role, role)} in {say_count(count, 'report')}" for role, count in counts.items()]
    return "; ".join(said) or "No report"


def _journey(person: str, parts: Sequence[PartIn]) -> Cell:
    is_victim = any(part.role == "victim" for part in parts)
    return Cell("Open the journey", reverse("journey", args=[person])) if is_victim else Cell("–")


def _list_reports(found: Found) -> Listing:
    rows = (
        (
            Cell(name_report(row.object, row.reference), page_of(row.object)),
            "Its number is what you typed",
            say_class(row.offence),
            Cell(STAGES.label(row.stage), note=f"Made {say_day(row.made_on)}"),
        )
        for row in found.reports
    )
    return listing("Reports", ("Report", "Why it was found", "Class now", "Where it stands"), rows, empty="")
