"""The needs of suspects: what each source says, what follows, and those that nobody has answered. Pure (ASS-13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.urls import reverse

from unbroken.safety.needs import Need, Needs, Said
from unbroken.vocabulary.actors import SAID_BY
from unbroken.vocabulary.probation import NEED_ANSWERS, NEED_LEVELS, NEED_SOURCES, SUSPECT_NEEDS
from unbroken.web.addresses import page_of
from unbroken.web.asked import Reader, Wrongs
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.paging import paging
from unbroken.web.words import say_count, say_day

SIZE: Final = 25
_EMPTY = "None. A need that is reported or assessed appears here until a referral or a reason is recorded for it."
_NOT_SAID: Final = "Nobody has"
_HEAD = ("Need", "Reported by police", "Assessed", "Referral or reason")


@dataclass(frozen=True, slots=True)
class NeedsAsked(Wrongs):
    """Which page of the list is wanted."""

    page: int

    def address(self, page: int) -> str:
        """The query of another page."""
        return f"?page={page}"


def read_needs_asked(query: QueryDict) -> NeedsAsked:
    """What was asked of the list."""
    reader = Reader(query, ("page",))
    return NeedsAsked(page=reader.page(), errors=reader.errors)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A suspect with open needs as one reader sees them, and a report on which the answer can be recorded, or ""."""

    person: str
    needs: Needs
    report: str


@dataclass(frozen=True, slots=True)
class NeedsPage:
    """One page of the list."""

    people: Listing
    pages: dict[str, Any]
    said: str


def present_unanswered(
    found: Sequence[Unanswered], asked: NeedsAsked, *, total: int, names: Mapping[str, str]
) -> NeedsPage:
    """The page of the list."""
    rows = (row for one in found for row in _rows(one, names))
    return NeedsPage(
        people=listing("Needs that nobody has answered", ("Suspect", *_HEAD), rows, empty=_EMPTY),
        pages=paging(number=asked.page, size=SIZE, total=total, address=asked.address, things="suspects"),
        said=say_count(total, "suspect"),
    )


def list_needs(needs: Needs | None) -> Listing:
    """The needs of one person, each source by itself."""
    told = needs.needs if needs else ()
    empty = "None on record. What police report of a suspect and what is assessed appear here, each by itself."
    return listing("Needs", _HEAD, ((_say_need(one), *_sources(one), _answer(one)) for one in told), empty=empty)


def _rows(one: Unanswered, names: Mapping[str, str]) -> Iterator[tuple[Cell | str, ...]]:
    href = reverse("entry_add", args=[one.report, "need.answered"]) if one.report else ""
    for need in one.needs.needs:
        if need.is_open:
            answer = Cell("Record a referral or a reason", href) if href else Cell("Nobody has said")
            yield Cell(names[one.person], page_of(one.person)), _say_need(need), *_sources(need), answer


def _say_need(need: Need) -> str:
    return SUSPECT_NEEDS.label(need.need)


def _sources(need: Need) -> tuple[Cell, Cell]:
    return (
        _said(need.reported, "Yes", SAID_BY.label(need.reported.by) if need.reported else ""),
        _said(
            need.assessed,
            NEED_LEVELS.label(need.assessed.level) if need.assessed else "",
            NEED_SOURCES.label(need.assessed.by) if need.assessed else "",
        ),
    )


def _said(said: Said | None, text: str, by: str) -> Cell:
    if said is None:
        return Cell(_NOT_SAID)
    return Cell(text, reverse("entry", args=[said.entry]), note=f"{by}, {say_day(said.on)}")


def _answer(need: Need) -> Cell:
    if need.answer is None:
        return Cell("Nobody has said" if need.is_open else "")
    text, href = NEED_ANSWERS.label(need.answer.how), reverse("entry", args=[need.answer.entry])
    again = "It is there, or greater, since: to be answered again" if need.is_open else ""
    return Cell(text, href, note=f"{say_day(need.answer.on)}{f'. {again}' if again else ''}")
