"""What the words that somebody typed may say: suggested beside the questions, for a person to take up or leave. Pure.

The reader finds words, not truth: it misses much and takes some things wrongly. So a behaviour is offered as a box
that is never ticked beforehand, what else is told is shown beside the question that asks for it and never filled in,
and each stands with the words that it rests on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from unbroken.conduct.quoting import Quote, quote
from unbroken.conduct.reading.narrative import Narrative, Said, read
from unbroken.vocabulary.behaviours import BEHAVIOURS
from unbroken.vocabulary.support import IMPACTS
from unbroken.web.recording.asked import Raw

BEHAVIOUR = "behaviours"
LONGEST = 20_000  # characters of a text that are read: as many as a narrative may have
MOST = 120_000  # characters that are read for one page
_MOST_QUOTES = 2  # of one suggestion


@dataclass(frozen=True, slots=True)
class Source:
    """A text that somebody typed: on which page, and what pages call it: `the account`."""

    text: str
    page: str
    called: str


@dataclass(frozen=True, slots=True)
class Readings:
    """Texts that were read, each with what it tells. `is_cut` where more was typed than is read."""

    told: tuple[tuple[Source, Narrative], ...]
    is_cut: bool = False

    def on(self, *pages: str) -> Readings:
        """Those that were typed on these pages."""
        return Readings(tuple(one for one in self.told if one[0].page in pages), self.is_cut)


@dataclass(frozen=True, slots=True)
class Heard:
    """Words that a suggestion rests on, and where they stand."""

    quote: Quote
    called: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that the words may say, by its code, with the first places that do. `further` counts the others."""

    code: str
    text: str
    heard: tuple[Heard, ...]
    further: int = 0


_NONE: Mapping[str, tuple[Suggestion, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What the texts may say: behaviours to add, and by the name of its question what else is told.

    `is_cut` where more was typed than is read.
    """

    behaviours: tuple[Suggestion, ...] = ()
    facts: Mapping[str, tuple[Suggestion, ...]] = field(default_factory=lambda: _NONE)
    is_cut: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The behaviours by code."""
        return tuple(one.code for one in self.behaviours)


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact of a text that answers a question: which, in what words it is shown, and the answers that say it already.

    Without `answers` whatever is answered says it. A number is told from `least` on.
    """

    fact: str
    question: str
    text: str
    answers: frozenset[str] = frozenset()
    least: int = 0


_CHANGES = frozenset(code.code for code in IMPACTS if code.group in ("daily_life", "health"))
_TOLD = (
    _Told("relationship_ended", "relationship", "They may have been partners", frozenset({"ex_partner"})),
    _Told("told_to_stop", "told", "The other person may have been told to stop",
          frozenset({"asked_to_stop", "asked_by_another", "warned_by_police", "solicitors_letter"})),
    _Told("blocked", "told", "The other person may have been blocked", frozenset({"blocked"})),
    _Told("new_accounts_after_block", "told", "New accounts or numbers may have been used after a block",
          frozenset({"blocked"})),
    _Told("prior_order", "orders_in_force", "There may have been an order or bail"),
    _Told("escalation", "escalating", "It may be getting worse"),
    _Told("incident_count", "times", "It may have been this often", least=2),
    _Told("fear", "effects", "The victim may be afraid", frozenset({"fear", "fear_of_violence"})),
    _Told("change_of_routine", "effects", "Something may have been changed in everyday life", _CHANGES),
)  # fmt: skip


def read_all(sources: Iterable[Source]) -> Readings:
    """Read texts, as far as a page has time for it."""
    told, left, is_cut = [], MOST, False
    for source in sources:
        text = source.text[: min(LONGEST, left)]
        left -= len(text)
        is_cut = is_cut or len(text) < len(source.text)
        if text.strip():
            told.append((source, read(text)))
    return Readings(tuple(told), is_cut)


def suggest(readings: Readings, *, raw: Raw, asked: Collection[str], taken: Collection[str] = ()) -> Suggestions:
    """What texts may say beyond what is answered: `raw`, of the questions `asked`.

    `taken` are behaviours that need not be suggested, because they are ticked elsewhere.
    """
    ticked = {*raw.get(BEHAVIOUR, ()), *taken}
    behaviours = _behaviours(readings, ticked) if BEHAVIOUR in asked else ()
    facts: dict[str, tuple[Suggestion, ...]] = {}
    for told in _TOLD:
        if told.question in asked and not _is_answered(told, raw) and (found := _fact(told, readings)):
            facts[told.question] = (*facts.get(told.question, ()), found)
    return Suggestions(behaviours, MappingProxyType(facts), readings.is_cut)


def _behaviours(readings: Readings, ticked: Collection[str]) -> tuple[Suggestion, ...]:
    """The behaviours that are told and not ticked, in the order of the list that they are ticked in."""
    places: dict[str, list[Heard]] = {}
    for source, narrative in readings.told:
        for said in sorted(narrative.behaviours, key=lambda said: said.start):
            if said.name not in ticked and said.name in BEHAVIOURS:
                places.setdefault(said.name, []).append(_heard(source, said))
    return tuple(_suggestion(code.code, code.label, places[code.code]) for code in BEHAVIOURS if code.code in places)


def _fact(told: _Told, readings: Readings) -> Suggestion | None:
    places = [
        _heard(source, said)
        for source, narrative in readings.told
        for said in narrative.facts
        if said.name == told.fact and said.value is not False and said.value >= told.least
    ]
    return _suggestion(told.fact, told.text, places) if places else None


def _heard(source: Source, said: Said) -> Heard:
    return Heard(quote(source.text, said.start, said.end), source.called)


def _suggestion(code: str, text: str, places: Sequence[Heard]) -> Suggestion:
    once = tuple(dict.fromkeys(places))
    return Suggestion(code, text, once[:_MOST_QUOTES], max(0, len(once) - _MOST_QUOTES))


def _is_answered(told: _Told, raw: Raw) -> bool:
    answers = {value for name, values in raw.items() if _is_of(name, told.question) for value in values if value}
    return bool(answers & told.answers) if told.answers else bool(answers)


def _is_of(name: str, question: str) -> bool:
    return name == question or name.startswith(f"{question}-")
