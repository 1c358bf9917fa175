"""What a reader asked of a page in its address: filters, an order, a day "as known on", a page number.

Everything asked stands in the address, so that a view can be kept, sent and gone back to. What cannot be read asks
for nothing, and the page says so above everything else (status 400): a list that looks filtered and is not misleads.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from unbroken.record.kinds import Lane
from unbroken.record.times import TimeError, read_interval

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_SLASHES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_WORDS = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s+(\d{4})", re.ASCII)
_LONGEST = 40
_LONGEST_NAME = 200  # of an area, an agency, a report
_LONGEST_QUERY = 100
DAYS = ("known", "from", "to")
_TIMELINE = (*DAYS, "lane", "report", "agency", "order", "page")


@dataclass(frozen=True, slots=True)
class Wrongs:
    """What of an address could not be read: words for it, by the name of its parameter.

    `fields` are the parameters that have a field on the page, to which the error summary can lead.
    """

    errors: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    fields: frozenset[str] = field(default=frozenset(), kw_only=True)

    @property
    def error_list(self) -> list[dict[str, str]]:
        """What could not be read, for the error summary."""
        return [
            {"text": text, "href": f"#{name}"} if name in self.fields else {"text": text}
            for name, text in self.errors.items()
        ]

    @property
    def status(self) -> int:
        """The status of the page: 400 where something could not be read."""
        return 400 if self.errors else 200

    def beyond(self, number: int, *, last: int) -> Self:
        """The same; where there is no page of this number, because the list ends before it, it says so."""
        if number <= last:
            return self
        text = f"There is no page {number:,}. The last page is {last:,}, which is shown"
        return replace(self, errors=MappingProxyType({**self.errors, "page": text}))


class Reader:
    """Reads an address, parameter by parameter, and keeps what it could not read, with what would be right."""

    def __init__(self, query: QueryDict, names: Collection[str]) -> None:
        self.query = query
        self.errors: dict[str, str] = {}
        for name in query:
            if name not in names:
                self.errors[name] = _say_no_filter(name, names)

    def choice(self, name: str, label: str, offered: Container[str]) -> str:
        """A value that a list on the page offers; empty where none was asked for."""
        typed = self.query.get(name, "")
        if not typed or typed in offered:
            return typed
        self.errors[name] = f"Choose “{label}” from the list: “{typed[:_LONGEST]}” is not on it"
        return ""

    def day(self, name: str) -> str:
        """The ISO text of a day, month or year; empty where none was asked for."""
        text = self.query.get(name, "").strip()[:_LONGEST]
        try:
            return read_day(text) if text else ""
        except TimeError as error:
            self.errors[name] = str(error)
            return ""

    def page(self) -> int:
        """The number of a page, from 1."""
        typed = self.query.get("page", "1") or "1"
        number = read_number(typed)
        if number is None:
            self.errors["page"] = (
                f"There is no page “{typed[:_LONGEST]}”. Pages are numbered 1, 2, 3; this is the first"
            )
        return number or 1

    def words(self) -> str:
        """What was typed into the search box, on one line."""
        typed = read_query(self.query)
        if len(typed) > _LONGEST_QUERY:
            self.errors["q"] = (
                f"Search for {_LONGEST_QUERY} characters or fewer: only the first {_LONGEST_QUERY} were used"
            )
        return typed[:_LONGEST_QUERY].strip()


def _say_no_filter(name: str, names: Collection[str]) -> str:
    said = f"“{name[:_LONGEST]}” in the address is not a filter of this page"
    return f"{said}, which has {', '.join(f'“{one}”' for one in names)}" if names else f"{said}, which has none"


@dataclass(frozen=True, slots=True)
class SearchAsked(Wrongs):
    """What is searched for."""

    query: str


def read_search_asked(query: QueryDict) -> SearchAsked:
    """What was typed into the search box of every page."""
    reader = Reader(query, ("q",))
    return SearchAsked(reader.words(), errors=reader.errors, fields=frozenset({"q"}))


def read_nothing_asked(query: QueryDict) -> Wrongs:
    """What was asked of a page that has no filters."""
    return Wrongs(errors=Reader(query, ()).errors)


@dataclass(frozen=True, slots=True)
class TimelineAsked(Wrongs):
    """Which part of a timeline is wanted, and up to which day it was known.

    `known`, `first` and `last` are ISO texts (`2018-03-05`, `2018-03`, `2018`) or empty; `typed` keeps what was
    typed where it could not be read, and `errors` says why, both by the field's name.
    """

    known: str = ""
    lanes: frozenset[Lane] = frozenset()
    report: str = ""
    agency: str = ""
    first: str = ""
    last: str = ""
    oldest_first: bool = False
    page: int = 1
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_filtered(self) -> bool:
        """Whether part of the timeline is left out."""
        return bool(self.lanes or self.report or self.agency or self.first or self.last)

    def among(self, *, reports: Mapping[str, str], agencies: Collection[str], fields: Collection[str]) -> TimelineAsked:
        """The same, held against what is on the timeline: names of `reports` by local id, and agencies.

        A day of "as known on" may lie before a report or an agency that was chosen; then nothing fits, which is true.
        """
        found = replace(self, fields=self.fields | frozenset(fields))
        if self.known:
            return found
        errors = dict(self.errors)
        if self.report and self.report not in reports:
            errors["report"] = _say_not_among("report", self.report, reports.values())
            found = replace(found, report="")
        if self.agency and self.agency not in agencies:
            errors["agency"] = _say_not_among("agency", self.agency, agencies)
            found = replace(found, agency="")
        return replace(found, errors=MappingProxyType(errors))

    def kept(self, names: Collection[str]) -> list[tuple[str, str]]:
        """What a form that asks for something else must carry along, of the parameters with these names."""
        return [(name, value) for name, value in self._pairs() if name in names]

    def address(self, **changes: str) -> str:
        """The query of the same view with these parameters changed; those set to "" are left out."""
        pairs = [
            (name, changes.get(name, value)) for name, value in self._pairs() if name != "lane" or name not in changes
        ]
        pairs += [(name, value) for name, value in changes.items() if name not in dict(pairs)]
        return "?" + urlencode([(name, value) for name, value in pairs if value])

    def _pairs(self) -> list[tuple[str, str]]:
        """What was asked, as it stands in an address; the page is left out, because any change begins anew."""
        given = [
            ("known", self.known),
            *(("lane", str(lane)) for lane in sorted(self.lanes)),
            ("report", self.report),
            ("agency", self.agency),
            ("from", self.first),
            ("to", self.last),
            ("order", "oldest" if self.oldest_first else ""),
        ]
        return [(name, value) for name, value in given if value]


def _say_not_among(thing: str, asked: str, there: Iterable[str]) -> str:
    known = ", ".join(there)
    return f"There is no {thing} “{asked[:_LONGEST]}” on this timeline" + (f". It has: {known}" if known else "")


def read_timeline_asked(query: QueryDict) -> TimelineAsked:
    """What was asked of a timeline."""
    reader = Reader(query, _TIMELINE)
    errors = reader.errors
    typed = {name: query.get(name, "").strip()[:_LONGEST] for name in DAYS}
    days = {name: reader.day(name) for name in DAYS}
    if days["from"] and days["to"] and read_interval(days["to"]).end <= read_interval(days["from"]).start:
        errors["to"] = "The last day must not be before the first"
    if unknown := [lane for lane in query.getlist("lane") if lane and lane not in set(Lane)]:
        errors["lane"] = f"Choose “What” from the list: “{unknown[0][:_LONGEST]}” is not on it"
    order = query.get("order", "")
    if order not in {"", "oldest", "newest"}:
        errors["order"] = f"There is no order “{order[:_LONGEST]}”: it is “oldest” or “newest”"
    return TimelineAsked(
        known=days["known"],
        lanes=frozenset(lane for lane in Lane if str(lane) in query.getlist("lane")),
        report=query.get("report", "")[:_LONGEST_NAME],
        agency=query.get("agency", "")[:_LONGEST_NAME],
        first=days["from"],
        last=days["to"],
        oldest_first=order == "oldest",
        page=reader.page(),
        typed=MappingProxyType(typed),
        errors=MappingProxyType(errors),
        fields=frozenset({*DAYS, "lane"}),
    )


def read_number(text: str) -> int | None:
    """A number of a page, from 1; None where the text is none."""
    return int(text) or None if text.isascii() and text.isdecimal() and len(text) < 7 else None


def read_day(text: str) -> str:
    """The ISO text of a day, month or year as people write it. Raises TimeError with words fit for a screen.

    Takes `5/3/2018`, `5 March 2018`, `March 2018`, `2018`, `2018-03` and `2018-03-05`. Day before month, always.
    """
    iso = _to_iso(text)
    try:
        if len(iso) > 10 or "/" in iso:  # a time or a span is more than a day
            raise TimeError(iso)
        read_interval(iso)
    except TimeError:
        raise TimeError("Enter a date such as 5/3/2018 or 5 March 2018") from None
    return iso


def _to_iso(text: str) -> str:
    if match := _SLASHES.fullmatch(text):
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    if (match := _WORDS.fullmatch(text)) and (month := _MONTHS.get(match[2].lower())):
        return f"{match[3]}-{month:02}" + (f"-{int(match[1]):02}" if match[1] else "")
    return text


def read_query(query: QueryDict) -> str:
    """What was typed into a search box, on one line."""
    return " ".join(query.get("q", "").split())
