"""Which of what was typed is read for which page, and what somebody takes up of what it suggests. Pure.

An account is typed before the incidents are asked for, so what it may say stands beside their questions, and beside
those that follow, without another step. What is typed into an incident itself is gone through on the check page, or,
where one entry is recorded by itself, once before it is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from unbroken.vocabulary.behaviours import BEHAVIOURS
from unbroken.web.forms import Filled
from unbroken.web.recording.asked import Answers, Raw
from unbroken.web.recording.report_pages import incidents_in
from unbroken.web.recording.suggesting import (
    BEHAVIOUR,
    Readings,
    Source,
    Suggestion,
    Suggestions,
    read_all,
    suggest,
)

SHOWN = "suggested-shown"
"""Under this name a form carries the behaviours that were suggested, so that nobody is stopped twice."""
NOT_LOOKED_AT = "The words may say more than is ticked. Add what applies, or record it as it is"
_HERE = "what is typed here"
_TEXTS = (("account", "narrative", "the account"), ("before", "what", "what has changed"),
          ("impact", "words", "the victim’s own words"))  # fmt: skip
_PAGES = tuple(page for page, _, _ in _TEXTS)
# The questions, by page, that ask for what an account tells, beside those of the incidents.
_BEHIND = {"relationship": ("relationship",), "before": ("told", "orders_in_force", "escalating"),
           "impact": ("effects",)}  # fmt: skip
_QUESTIONS = {"relationship": "What the other person is to the victim", "told": "What had been made clear",
              "orders_in_force": "Orders or bail in force", "escalating": "Whether it is getting worse",
              "effects": "What it has done to the victim"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfIncident:
    """Behaviours that the words may tell of one incident: the address of its page, and its number."""

    slug: str
    number: int
    behaviours: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that is not answered as the words may: its page, its name, what it asks, and what they say."""

    slug: str
    question: str
    asks: str
    told: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """What the words of a whole report may say: of each incident, of no incident in particular, and of other pages."""

    incidents: tuple[OfIncident, ...]
    account: tuple[Suggestion, ...]
    unanswered: tuple[Unanswered, ...]
    is_cut: bool

    @property
    def is_anything(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self.incidents or self.account or self.unanswered)


def suggest_on(slug: str, answers: Answers, *, asked: Collection[str]) -> Suggestions:
    """What the words typed so far may say beside the questions of one page of a new report."""
    raw = answers.get(slug, {})
    if BEHAVIOUR in asked:
        others = _ticked(answers, [other for other in incidents_in(answers) if other != slug])
        readings = read_all([*_narratives(answers, (slug,), called=_HERE), *_texts(answers)])
        own = suggest(readings.on(slug), raw=raw, asked=asked)
        account = suggest(readings.on(*_PAGES), raw=raw, asked={BEHAVIOUR}, taken=others)
        return Suggestions(_both(own.behaviours, account.behaviours), own.facts, readings.is_cut)
    if slug in _BEHIND:
        return suggest(read_all(_all(answers)), raw=raw, asked=asked)
    return Suggestions()


def suggest_for_all(answers: Answers) -> Whole:
    """What the words of a whole new report may say, for whoever checks it.

    What only the account tells, and no incident, is offered for the incident where there is one; of several only a
    person can say to which it belongs.
    """
    slugs = incidents_in(answers)
    readings = read_all(_all(answers))
    told = suggest(readings.on(*_PAGES), raw={}, asked={BEHAVIOUR}, taken=_ticked(answers, slugs)).behaviours
    incidents = []
    for number, slug in enumerate(slugs, 1):
        own = suggest(readings.on(slug), raw=answers[slug], asked={BEHAVIOUR}).behaviours
        if behaviours := _both(own, told) if len(slugs) == 1 else own:
            incidents.append(OfIncident(slug, number, behaviours))
    offered = {one.code for each in incidents for one in each.behaviours}
    left = tuple(one for one in told if one.code not in offered)
    return Whole(tuple(incidents), left, tuple(_unanswered(answers, readings)), readings.is_cut)


def _unanswered(answers: Answers, readings: Readings) -> Iterator[Unanswered]:
    for slug, questions in _BEHIND.items():
        for question, told in suggest(readings, raw=answers.get(slug, {}), asked=questions).facts.items():
            yield Unanswered(slug, question, _QUESTIONS[question], told)


def _both(first: Sequence[Suggestion], second: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Two readings together: each behaviour once, with the words of the first that names it."""
    named = {one.code: one for one in (*second, *first)}
    return tuple(named[code.code] for code in BEHAVIOURS if code.code in named)


def _all(answers: Answers) -> list[Source]:
    return [*_texts(answers), *_narratives(answers, incidents_in(answers))]


def _texts(answers: Answers) -> list[Source]:
    return [Source(text, page, called) for page, name, called in _TEXTS for text in _values(answers, page, name)]


def _narratives(answers: Answers, slugs: Sequence[str], *, called: str = "") -> list[Source]:
    return [
        Source(text, slug, called or f"incident {number}")
        for number, slug in enumerate(slugs, 1)
        for text in _values(answers, slug, "narrative")
    ]


def _ticked(answers: Answers, slugs: Collection[str]) -> set[str]:
    return {code for slug in slugs for code in _values(answers, slug, BEHAVIOUR)}


def _values(answers: Answers, slug: str, name: str) -> Sequence[str]:
    return answers.get(slug, {}).get(name, ())


_ADD = "add-"


def added(raw: Raw, answers: Answers) -> dict[str, Raw]:
    """The incidents to which somebody adds suggested behaviours on the check page, by their pages, as answered now."""
    found: dict[str, Raw] = {}
    for slug in incidents_in(answers):
        wanted = [code for code in raw.get(f"{_ADD}{slug}", ()) if code in BEHAVIOURS]
        held = list(_values(answers, slug, BEHAVIOUR))
        if more := [code for code in dict.fromkeys(wanted) if code not in held]:
            found[slug] = {**answers[slug], BEHAVIOUR: [*held, *more]}
    return found


_READ_OF = {"incident.recorded": "narrative", "impact.recorded": "words", "escalation.noted": "what"}


def suggest_for_entry(kind: str, filled: Filled) -> Suggestions:
    """What the words typed into the form of one entry may say beyond what is answered there."""
    raw = {name: (typed,) if isinstance(typed, str) else typed for name, typed in filled.typed.items()}
    texts = [Source(text, kind, _HERE) for text in raw.get(words_of(kind), ())]
    return suggest(read_all(texts), raw=raw, asked=raw.keys())


_ACCOUNT, _ACCOUNTS_KIND = "narrative", "report.made"
NOT_IN_AN_INCIDENT = (
    "The account may tell of something that stands in no incident. Look at it, and go on if there is nothing to add"
)


def suggest_for_correction(kind: str, filled: Filled, *, taken: Collection[str]) -> Suggestions:
    """What the words typed into the correction of an entry may say beyond what is answered there.

    The account of a report asks for no behaviours: what it tells is shown beside it, without those that are `taken`,
    which stand in incidents of the report.
    """
    if kind != _ACCOUNTS_KIND:
        return suggest_for_entry(kind, filled)
    text = filled.typed.get(_ACCOUNT, "")
    readings = read_all([Source(text, kind, _HERE)] if isinstance(text, str) else [])
    told = suggest(readings, raw={}, asked={BEHAVIOUR}, taken=taken).behaviours
    return Suggestions(told, {_ACCOUNT: told} if told else {}, readings.is_cut)


def words_corrected(kind: str) -> str:
    """The question of the correction of this kind whose words are read; "" where none are."""
    return _ACCOUNT if kind == _ACCOUNTS_KIND else words_of(kind)


def not_looked_at(kind: str) -> tuple[str, str]:
    """What is said where suggestions were not shown yet, and where on the page they stand."""
    if kind == _ACCOUNTS_KIND:
        return NOT_IN_AN_INCIDENT, f"#{_ACCOUNT}"
    return NOT_LOOKED_AT, "#suggested"


def words_of(kind: str) -> str:
    """The question of this kind whose words are read; "" where none are."""
    return _READ_OF.get(kind, "")


def not_shown(suggestions: Suggestions, raw: Raw) -> bool:
    """Whether a behaviour is suggested that whoever typed has not been shown."""
    return not set(suggestions.codes) <= set(raw.get(SHOWN, ()))
