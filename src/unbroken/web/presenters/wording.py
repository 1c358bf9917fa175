"""Words to look at, on the page of a report, in their list, and while somebody looks at them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from unbroken.cases.models import ReportRow
from unbroken.cases.references import name_report
from unbroken.conduct.quoting import Quote
from unbroken.conduct.wording.queries import Page
from unbroken.exchange.exporting.shapes import title_of
from unbroken.vocabulary.agencies import say_agency
from unbroken.vocabulary.wording import WORDING_CONCERNS
from unbroken.web.addresses import page_of
from unbroken.web.asked import Reader, Wrongs
from unbroken.web.forms import Form, Hidden, Textarea
from unbroken.web.presenters.listings import select
from unbroken.web.presenters.paging import paging
from unbroken.web.recording.entry_form import FORM_ID
from unbroken.web.recording.meanwhile import SEEN
from unbroken.web.wording import Shown
from unbroken.web.words import say_count, say_happened, say_time

SIZE = 20
WHY = "why"
_DEEP_DIVE = "MOPAC Evidence & Insight, Stalking Deep Dive, 2024"


@dataclass(frozen=True, slots=True)
class Asked:
    """Why published reviews ask for words of a concern: the concern, the reason, and who says so."""

    title: str
    text: str
    source: str


_WHY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "harmful_advice": (
            "Victims were advised to change their number, to block or to ignore, against the guidance of the College "
            "of Policing. Such advice leaves it to the victim to make it stop, and may end the messages that prove it.",
            f"{_DEEP_DIVE}; demand PRO-13",
        ),
        "doubt_or_blame": (
            "In 7% of the cases that were coded the victim’s word was doubted, and victims felt blamed. A doubt needs "
            "what it rests on, and somebody who supervises.",
            f"{_DEEP_DIVE}; demand INV-13",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Words:
    """Words to look at. `team` is that to which the report is allocated; `look_href` is "" where nothing is asked."""

    concern: str
    quotes: tuple[Quote, ...]
    said: str
    report: str
    report_href: str
    entry: str
    entry_href: str
    recorded: str
    team: str
    look_href: str
    looked: str
    looked_href: str
    why: str


@dataclass(frozen=True, slots=True)
class WordsAsked(Wrongs):
    """Which words are wanted. Every value is one that the list offers, or empty."""

    state: str
    concern: str
    area: str
    page: int

    @property
    def looked(self) -> bool | None:
        """Whether those looked at are wanted, those that were not, or all."""
        return {"looked": True, "all": None}.get(self.state, False)

    @property
    def is_filtered(self) -> bool:
        """Whether other words are wanted than at first."""
        return bool(self.state or self.concern or self.area)

    def address(self, page: int) -> str:
        """The query of another page of the same list."""
        given = {"state": self.state, "concern": self.concern, "area": self.area, "page": str(page)}
        return "?" + urlencode({name: value for name, value in given.items() if value})


@dataclass(frozen=True, slots=True)
class WordsPage:
    """The list as one reader sees it."""

    words: tuple[Words, ...]
    asked: tuple[Asked, ...]
    selects: tuple[dict[str, Any], ...]
    pages: dict[str, Any]
    said: str
    empty: str
    is_filtered: bool


_STATES = (("looked", "Looked at"), ("all", "Looked at or not"))
_LABELS: Mapping[str, str] = MappingProxyType({"state": "Which", "concern": "What they may be", "area": "Area"})
_EMPTY = (
    "Nothing to look at. Words appear here when an entry of a report that your agency took holds advice that may do "
    "harm, or may doubt or blame the victim."
)
_NO_MATCH = "No words fit. Clear the filters to see those that nobody has looked at."

LOOK = Form(
    (
        Hidden(FORM_ID),
        Hidden(SEEN),
        Textarea(
            WHY,
            "What follows from it, or why does nothing?",
            called="what follows, or why nothing does",
            hint="For example: the victim was called with other advice; the words are quoted from somebody else. "
            "Do not repeat the words, and name nobody.",
            rows=3,
            max_length=2_000,
        ),
    )
)


def why_asked(concerns: Iterable[str] = ()) -> tuple[Asked, ...]:
    """Why words of these concerns are asked for; of all where none is given."""
    wanted = set(concerns) or set(_WHY)
    return tuple(Asked(code.label, *_WHY[code.code]) for code in WORDING_CONCERNS if code.code in wanted)


def read_words_asked(query: QueryDict, *, areas: Container[str]) -> WordsAsked:
    """What was asked of the list. `areas` are those that it offers."""
    reader = Reader(query, (*_LABELS, "page"))
    offered: dict[str, Container[str]] = {"state": dict(_STATES), "concern": WORDING_CONCERNS, "area": areas}
    chosen = {name: reader.choice(name, label, offered[name]) for name, label in _LABELS.items()}
    return WordsAsked(**chosen, page=reader.page(), errors=reader.errors, fields=frozenset(_LABELS))


def present_list(
    found: Page, shown: Sequence[Shown], asked: WordsAsked, *, rows: Mapping[str, ReportRow], areas: Iterable[str]
) -> WordsPage:
    """The page of the list of words to look at."""
    concerns = [(code.code, code.label) for code in WORDING_CONCERNS]
    return WordsPage(
        words=present_words(shown, rows),
        asked=why_asked(),
        selects=(
            select("state", _LABELS["state"], "Not looked at", _STATES, asked.state),
            select("concern", _LABELS["concern"], "Anything", concerns, asked.concern),
            select("area", _LABELS["area"], "Any area", [(area, area) for area in areas if area], asked.area),
        ),
        pages=paging(number=found.number, size=SIZE, total=found.total, address=asked.address, things="entries"),
        said=say_count(found.total, "entry", "entries"),
        empty=_NO_MATCH if asked.is_filtered else _EMPTY,
        is_filtered=asked.is_filtered,
    )


def present_words(shown: Iterable[Shown], rows: Mapping[str, ReportRow]) -> tuple[Words, ...]:
    """Words to look at, each with its report and entry."""
    return tuple(_present(one, rows.get(one.report)) for one in shown)


def _present(one: Shown, row: ReportRow | None) -> Words:
    entry, look = one.entry, one.look
    concern = one.flag.concern
    own = [entry.agency == row.agency and row.team] if row else []
    words = "; ".join(f"“{each.words}”" for each in one.quotes)
    return Words(
        concern=WORDING_CONCERNS.label(concern),
        quotes=one.quotes,
        said=words,
        report=name_report(one.report, row.reference if row else ""),
        report_href=page_of(one.report),
        entry=f"{title_of(entry.kind)}, {say_happened(entry.happened)}",
        entry_href=reverse("entry", args=[entry.id]),
        recorded=f"{say_agency(entry.agency)}, {say_time(entry.recorded_at)}",
        team=next((team for team in own if team), ""),
        look_href=reverse("words_look", args=[one.report, entry.id, concern]) if one.may_look else "",
        looked=f"Looked at by {look.recorded_by}, {say_time(look.recorded_at)}" if look else "",
        looked_href=reverse("entry", args=[look.id]) if look else "",
        why=look.get("why", "") if look else "",
    )
