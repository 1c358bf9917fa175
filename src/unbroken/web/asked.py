"""What a reader asked of a page in its address: filters, an order, a day "as known on", a page number.

Everything asked stands in the address, so that a view can be kept, sent and gone back to. What cannot be read is
said beside its field and asked for nothing.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import urlencode

from django.http import QueryDict

from unbroken.record.kinds import Lane
from unbroken.record.times import TimeError, read_interval

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_SLASHES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_WORDS = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s+(\d{4})", re.ASCII)
_LONGEST = 40
DAYS = ("known", "from", "to")


@dataclass(frozen=True, slots=True)
class TimelineAsked:
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
    typed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    errors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def is_filtered(self) -> bool:
        """Whether part of the timeline is left out."""
        return bool(self.lanes or self.report or self.agency or self.first or self.last)

    @property
    def error_list(self) -> list[dict[str, str]]:
        """What could not be read, for the error summary."""
        return [{"text": text, "href": f"#{name}"} for name, text in self.errors.items()]

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


def read_timeline_asked(query: QueryDict) -> TimelineAsked:
    """What was asked of a timeline."""
    days: dict[str, str] = {}
    typed: dict[str, str] = {}
    errors: dict[str, str] = {}
    for name in DAYS:
        text = query.get(name, "").strip()[:_LONGEST]
        typed[name] = text
        try:
            days[name] = read_day(text) if text else ""
        except TimeError as error:
            days[name], errors[name] = "", str(error)
    if days["from"] and days["to"] and read_interval(days["to"]).end <= read_interval(days["from"]).start:
        errors["to"] = "The last day must not be before the first"
    return TimelineAsked(
        known=days["known"],
        lanes=frozenset(lane for lane in Lane if str(lane) in query.getlist("lane")),
        report=query.get("report", "")[: _LONGEST * 3],
        agency=query.get("agency", "")[:_LONGEST],
        first=days["from"],
        last=days["to"],
        oldest_first=query.get("order") == "oldest",
        page=read_page(query),
        typed=MappingProxyType(typed),
        errors=MappingProxyType(errors),
    )


def read_page(query: QueryDict) -> int:
    """The number of the page asked for, from 1."""
    text = query.get("page", "")
    return max(int(text), 1) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


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
    """What was typed into a search box."""
    return " ".join(query.get("q", "").split())[:100]
