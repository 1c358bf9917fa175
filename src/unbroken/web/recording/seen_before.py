"""Who of those being described may be on the record already: shown beside the person while they are.

What the linkage finds is a reason to look and to ask, said in words: nothing is joined before it is recorded, and
what the officer answers counts for more than what the model weighs. Nobody is shown, or hinted at, whom the reader may
not know of: neither by a name nor by how many people share a number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from unbroken.access.models import AccessLogObject, Category, User
from unbroken.cases.models import ReportRow
from unbroken.cases.queries import PartIn, parts_of, people_in, reports_by_name
from unbroken.cases.references import name_report
from unbroken.people import resolved
from unbroken.people.comparing import comparable_from
from unbroken.people.fold import APART, MODEL
from unbroken.people.linkage.crowds import HOT
from unbroken.people.linkage.keys import NAMESAKES, identifier_keys
from unbroken.people.linking import scorer
from unbroken.people.lookup import Match
from unbroken.web.addresses import page_of
from unbroken.web.likeness import as_seen, is_limited
from unbroken.web.presenters.cases import say_class
from unbroken.web.recording.recognising import PERSON, Answer, Answers, answer_to
from unbroken.web.visible import Limits, limits_of, names_for
from unbroken.web.words import say_count, say_day

LOGGED_FOR = timedelta(minutes=15)
_MOST_LOOKED_AT = 25
_MOST_SHOWN = 5
_MOST_REPORTS = 3  # of each person, the latest
_LIKELY, _EVEN = 0.9, 0.5  # probabilities from which it is said so
_WORTH_SAYING = 0.2  # bits
# In bits: one in five. Less than what waits for a review, because to ask whoever is being spoken to costs nothing, and
# a number by itself, of which nothing else is known, weighs about nought.
_WORTH_ASKING = -2.0


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier report of somebody: what it was, and who the other people in it are."""

    text: str
    href: str
    what: str
    whom: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody on the record who may be this person.

    `where` is `3 reports: 2 as victim, 1 as suspect`. `speaks_for` and `against` are what the two descriptions have
    in common and what not. `names` are all descriptions that the record holds to be this person, `weights` are in bits
    those of the descriptions that were found, and `shown` is everybody and everything that is named. Of somebody who
    is `here`, a person of the same report already, nothing is asked.
    """

    person: str
    name: str
    href: str
    where: str
    reports: tuple[Earlier, ...]
    further: int
    sure: str
    guard: str
    here: bool
    speaks_for: tuple[str, ...]
    against: tuple[str, ...]
    answer: Answer | None
    names: frozenset[str]
    weights: Mapping[str, float]
    shown: frozenset[str]


@dataclass(frozen=True, slots=True)
class Found:
    """Who may be one person of a new report. `crowded` says which of what was typed too many people share."""

    role: str
    heading: str
    question: str
    people: tuple[Seen, ...]
    crowded: tuple[str, ...]
    lost: int
    """How many of the answers given are about somebody who is not found (any more)."""

    @property
    def shown(self) -> frozenset[str]:
        """Everybody and everything that is named."""
        return frozenset().union(*(one.shown for one in self.people))

    @property
    def said(self) -> str:
        """What was found, in a sentence, for somebody who does not see the page."""
        found = f"{say_count(len(self.people), 'person', 'people')} on record may be {self.question}." * bool(
            self.people
        )
        return " ".join((found, *self.crowded)).strip()


_COMMON_NAME = (
    f"More than {NAMESAKES} people on record have a name like this, so nobody was looked for by the name alone. A date "
    "of birth, a number or an address finds more."
)
_HEADINGS = {
    "victim": "The victim may be on record",
    "suspect": "The other person may be on record",
    PERSON: "This person may be on record",
}
_QUESTIONS = {"victim": "the victim", "suspect": "the other person", PERSON: "the person you describe"}


@dataclass(frozen=True, slots=True)
class Within:
    """The report for which somebody is described, and which of its people they are; "" of somebody new."""

    report: str = ""
    person: str = ""


_NEW_REPORT = Within()


def seen_before(
    user: User, role: str, body: Mapping[str, Any], *, on: str, answers: Answers, within: Within = _NEW_REPORT
) -> Found:
    """Who on the record may be somebody described so on a day, the likeliest first, as far as this user may know.

    Everybody about whom an answer was given is shown; of the others only the likeliest. Nobody is asked again whether
    a person of the report is whom they are joined with or held apart from by somebody's word.
    """
    reports = [within.report] if within.report else []
    described = comparable_from(within.person, body, on=on, roles=[role], reports=reports)
    limits = limits_of(user)
    narrow = (lambda known: as_seen(limits, known, known=known)) if is_limited(limits) else None
    before = resolved.seen_before(described, least=_WORTH_ASKING, most=_MOST_LOOKED_AT, as_seen=narrow)
    people = _left_to_ask(_present(limits, before, answers, within), within)
    shown = [one for number, one in enumerate(people) if number < _MOST_SHOWN or one.answer]
    lost = len([person for person in answers if not any(person in one.names for one in people)])
    crowded = (*_say_crowded(body.get("identifiers") or (), before.hot), *([_COMMON_NAME] * before.is_common_name))
    return Found(role, _HEADINGS[role], _QUESTIONS[role], tuple(shown), crowded, lost)


def _left_to_ask(people: Sequence[Seen], within: Within) -> list[Seen]:
    """Those who are neither, as things stand, the person of the report described nor decided not to be."""
    if not within.person:
        return list(people)
    mine = frozenset(resolved.resolved([within.person])[within.person].members)
    links = resolved.links_among(mine.union(*(one.names for one in people)))
    decided = {name for link in links if link.verdict == APART and link.basis != MODEL
               and mine & {link.one, link.other} for name in (link.one, link.other)}  # fmt: skip
    return [one for one in people if not one.here and not one.names & (mine | decided)]


def _present(limits: Limits, before: resolved.Before, answers: Answers, within: Within) -> list[Seen]:
    matches = before.matches
    whole = resolved.resolved([match.person for match in matches])
    members = {match.person: frozenset(whole[match.person].members) for match in matches}
    shown = {name for names in members.values() for name in names if limits.shows(name)}
    parts: dict[str, list[PartIn]] = defaultdict(list)
    for part in parts_of(shown):
        if limits.shows(part.report):
            parts[part.person].append(part)
    mine = {person: [part for name in sorted(names) for part in parts[name]] for person, names in members.items()}
    reports = {part.report for each in mine.values() for part in each}
    rows = reports_by_name(reports)
    beside = [part for part in people_in(reports) if limits.shows(part.person)]
    names = names_for(limits, {*members, *(part.person for part in beside)})
    return [
        _seen(
            match,
            mine[match.person],
            _Around(members[match.person], rows, beside, names, before.weights, within.report),
            answers,
        )
        for match in matches
    ]


@dataclass(frozen=True, slots=True)
class _Around:
    """What there is around somebody found: the other descriptions, the reports, and the people in them.

    `report` is the one for which somebody is described, "" where it is not made yet.
    """

    members: frozenset[str]
    rows: Mapping[str, ReportRow]
    beside: Sequence[PartIn]
    names: Mapping[str, str]
    weights: Mapping[str, float]
    report: str

    def others_in(self, report: str) -> list[PartIn]:
        """The other people of a report."""
        return [part for part in self.beside if part.report == report and part.person not in self.members]


def _seen(match: Match, parts: Sequence[PartIn], around: _Around, answers: Answers) -> Seen:
    roles = {part.report: part.role for part in parts}
    latest = sorted(roles, key=lambda report: (str(around.rows[report].made_on or ""), report), reverse=True)
    told = latest[:_MOST_REPORTS]
    others = {part.person for report in told for part in around.others_in(report)}
    strong = sorted(match.score.parts, key=lambda part: -abs(part.weight))
    return Seen(
        person=match.person,
        name=around.names[match.person],
        href=page_of(match.person),
        where=_where(roles),
        reports=tuple(_earlier(report, roles[report], around) for report in told),
        further=len(latest) - len(told),
        sure=_say_sure(match),
        guard=match.guard.says if match.guard else "",
        here=around.report in roles,
        speaks_for=tuple(part.says for part in strong if part.weight > _WORTH_SAYING),
        against=tuple(part.says for part in strong if part.weight < -_WORTH_SAYING),
        answer=answer_to(answers, around.members),
        names=around.members,
        weights={name: around.weights[name] for name in sorted(around.members & around.weights.keys())},
        shown=frozenset({match.person, *told, *others}),
    )


def _earlier(report: str, role: str, around: _Around) -> Earlier:
    row = around.rows[report]
    what = f"{say_class(row.offence)}, reported {say_day(row.made_on)}, as {_inline(role)}"
    others = (f"{around.names[part.person]} ({_inline(part.role)})" for part in around.others_in(report))
    return Earlier(name_report(report, row.reference), page_of(report), what, ", ".join(dict.fromkeys(others)))


def _where(roles: Mapping[str, str]) -> str:
    """`3 reports: 2 as victim, 1 as suspect`."""
    if not roles:
        return "no report yet"
    said = ", ".join(f"{count} as {_inline(role)}" for role, count in Counter(roles.values()).most_common())
    return f"{say_count(len(roles), 'report')}: {said}"


def _inline(role: str) -> str:
    return role.replace("_", " ")


def _say_sure(match: Match) -> str:
    if match.guard:
        return "The service does not join them by itself."
    if match.score.weight >= scorer().model.thresholds.join:
        return "Very likely the same person. The service joins such descriptions by itself, unless you say otherwise."
    if match.score.probability >= _LIKELY:
        return "Likely the same person, but not sure enough to join without somebody’s word."
    if match.score.probability >= _EVEN:
        return "More likely than not the same person."
    return "May be the same person: worth asking."


def _say_crowded(identifiers: Iterable[Mapping[str, str]], hot: Sequence[str]) -> Iterator[str]:
    """What was typed that too many people share, in words."""
    for one in identifiers:
        keys = identifier_keys(comparable_from("", {"identifiers": [one]}, on="2000-01-01")) if hot else ()
        if {text.partition("=")[2] for text in keys} & set(hot):
            yield (
                f"{one['value']} is on more than {HOT} descriptions: a call centre or a shelter? "
                "It was not used to look for anybody."
            )


def not_logged_yet(user: User, names: Iterable[str]) -> frozenset[str]:
    """Those of these objects that this user was not shown by a form within the last minutes, as the log has it."""
    wanted = frozenset(names)
    rows = AccessLogObject.objects.filter(
        object__in=wanted,
        log__who=user.username,
        log__category=Category.CONSULTATION,
        log__refused=False,
        log__action__in=("report_seen", "report_page", "entry_seen", "entry_add"),
        log__at__gte=timezone.now() - LOGGED_FOR,
    )
    return wanted - frozenset(rows.values_list("object", flat=True)) if wanted else wanted
