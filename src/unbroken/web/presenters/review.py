"""The match review: which descriptions may be of one person, and a pair of them side by side."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from unbroken.cases.models import ReportRow
from unbroken.cases.queries import PartIn
from unbroken.cases.references import name_report
from unbroken.exchange.exporting.shapes import shapes_of
from unbroken.people.fold import APART, MODEL, SAME, Description, Person
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.guards import Guard, guard_between, same_report
from unbroken.people.linkage.model import Thresholds
from unbroken.people.linkage.scoring import Score, Scorer
from unbroken.people.resolved import MOST_WAITING, Link, Waiting
from unbroken.record.entries import Entry
from unbroken.vocabulary.people import ROLES_HERE
from unbroken.web.addresses import address_if_any, page_of, trail
from unbroken.web.asked import Reader, Wrongs
from unbroken.web.forms import Choice, Filled, Form, Hidden, Radios, Textarea
from unbroken.web.likeness import AllCrowds
from unbroken.web.presenters import people
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.paging import paging
from unbroken.web.presenters.waterfall import Waterfall, present_waterfall, say_percent
from unbroken.web.recording.entry_form import FORM_ID
from unbroken.web.recording.meanwhile import SEEN
from unbroken.web.words import NOT_RECORDED, say_count, say_day, say_time

SIZE = 25
VERDICT, REASON = "verdict", "reason"
# Who decides whether two are one is to go by ethnicity no more than the model does.
_NOT_COMPARED = frozenset({"role_here", "ethnicity_self", "ethnicity_officer"})
_MOST_SAID = 3
_FURTHER = f"Only the {MOST_WAITING} likeliest pairs are looked at. Others appear as these are decided."
_SHARED = (
    ("phones", "Phone"), ("emails", "Email"), ("vehicles", "Vehicle"), ("handles", "Account"), ("homes", "Address")
)  # fmt: skip
_NOTHING_WAITS = (
    "Nothing waits. Two descriptions appear here when the linkage model finds that they may be of one person and is "
    "not sure, or when a rule keeps them apart that it would join."
)
_NONE_ABOUT = "Nothing waits about this person. Show everything that waits, or go back to the person."
_VERDICTS = {
    SAME: "Decided to be the same person",
    APART: "Decided not to be the same person",
    "open": "Left open, because it could not be told",
}

DECISION = Form(
    (
        Hidden(FORM_ID),
        Hidden(SEEN),
        Radios(
            VERDICT,
            "Are they the same person?",
            called="whether they are the same person",
            choices=(
                Choice(SAME, "Yes, the same person"),
                Choice(APART, "No, not the same person", "The model will not join them again, whatever is learnt."),
                Choice("open", "I cannot tell", "You will be asked again when something new is known."),
            ),
        ),
        Textarea(
            REASON,
            "Why?",
            called="why",
            missing="Enter why, so that whoever looks at this next can see what you went by",
            hint="What you looked at, and what decided it. If you cannot tell: what would be needed.",
            rows=4,
            max_length=2000,
        ),
    )
)


@dataclass(frozen=True, slots=True)
class ReviewAsked(Wrongs):
    """Which matches are wanted: all, or those about a person."""

    about: str
    page: int

    def address(self, page: int) -> str:
        """The query of another page of the same list."""
        pairs = {"about": self.about, "page": str(page)}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


def read_review_asked(query: QueryDict) -> ReviewAsked:
    """What was asked of the list."""
    reader = Reader(query, ("about", "page"))
    return ReviewAsked(query.get("about", "").removeprefix("person:")[:80], reader.page(), errors=reader.errors)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The list as one reader sees it."""

    pairs: Listing
    pages: dict[str, Any]
    said: str
    further: str
    about: str
    all_href: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """Two descriptions that wait, weighed as the reader sees them."""

    waiting: Waiting
    score: Score
    guard: Guard | None


def weigh(
    pairs: Iterable[Waiting], known: Mapping[str, Comparable], crowds: AllCrowds, scorer: Scorer
) -> list[Weighed]:
    """Each pair weighed by what is known of both, in the same order."""
    found = []
    for pair in pairs:
        a, b = known[pair.one], known[pair.other]
        found.append(Weighed(pair, scorer.explain(a, b, crowds[a.id]), guard_between(a, b)))
    return found


def present_review(
    weighed: Sequence[Weighed],
    asked: ReviewAsked,
    *,
    total: int,
    is_cut: bool,
    names: Mapping[str, str],
    parts: Iterable[PartIn],
    limits: Thresholds,
) -> ReviewPage:
    """One page of the list.

    `is_cut` where more is put by than is looked at; `parts` are those of the people on it that the reader may see.
    """
    mine = _by_person(parts)
    rows = (
        (
            Cell(
                name_both(one.waiting.one, one.waiting.other, names),
                pair_href(one.waiting.one, one.waiting.other),
                f"{say_parts(mine.get(one.waiting.one, ()))}; and {say_parts(mine.get(one.waiting.other, ()))}",
            ),
            _say_for(one.score),
            _say_against(one),
            say_likely(one.score.weight, limits),
        )
        for one in weighed
    )
    about = f"person:{asked.about}" if asked.about else ""
    return ReviewPage(
        pairs=listing(
            "Matches to review",
            ("Two descriptions", "What agrees", "What speaks against it", "How likely"),
            rows,
            empty=_NONE_ABOUT if about else _NOTHING_WAITS,
        ),
        pages=paging(number=asked.page, size=SIZE, total=total, address=asked.address, things="matches"),
        said=say_waiting(total, is_cut=is_cut),
        further=_FURTHER if is_cut else "",
        about=names.get(about, ""),
        all_href=reverse("review") if about else "",
    )


def say_waiting(count: int, *, is_cut: bool) -> str:
    """How many matches wait; `is_cut` where others may, less likely than all that are counted."""
    if is_cut:
        return f"{count:,} or more matches wait" if count else f"None of the {MOST_WAITING} likeliest matches waits"
    return say_count(count, "match waits", "matches wait") if count else "No match waits"


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Whom somebody may be compared with: `found` is what the search gave."""

    name: str
    trail: list[dict[str, str]]
    found: Listing


def present_compare(
    person: str, others: Sequence[str], *, names: Mapping[str, str], parts: Iterable[PartIn]
) -> ComparePage:
    """The page on which somebody is looked for, to be compared with a person."""
    mine = _by_person(parts)
    rows = (
        (Cell(names[one], pair_href(person, one), one.partition(":")[2]), _first_up(say_parts(mine.get(one, ()))))
        for one in others
    )
    empty = "Nobody is found. Search for the beginning of a name, or for a whole number, account or reference."
    return ComparePage(
        names[person],
        trail((names[person], page_of(person)), ("Compare with somebody", "")),
        listing("Who was found", ("Description", "Part in reports"), rows, empty=empty),
    )


def pair_href(one: str, other: str) -> str:
    """The address at which two descriptions are reviewed, the same from either side."""
    return address_if_any("review_pair", *sorted((one, other)))


def name_both(one: str, other: str, names: Mapping[str, str]) -> str:
    """Two people by name; by their references too where they have the same name."""
    if names[one] != names[other]:
        return f"{names[one]} and {names[other]}"
    return f"{names[one]} ({one.partition(':')[2]}) and {names[other]} ({other.partition(':')[2]})"


def say_likely(weight: float, limits: Thresholds) -> str:
    """How likely it is that two are one person, in words."""
    if weight >= limits.join:
        return "Very likely, by what agrees"
    if weight >= 5:
        return "Likely"
    if weight >= 2:
        return "More likely than not"
    return "Possible" if weight >= limits.review else "Unlikely"


def say_parts(parts: Sequence[PartIn]) -> str:
    """`victim in 2 reports, suspect in 1 report`."""
    counts: dict[str, set[str]] = {}
    for part in parts:
        counts.setdefault(part.role, set()).add(part.report)
    said = [f"{ROLES_HERE.label(role).lower()} in {say_count(len(held), 'report')}" for role, held in counts.items()]
    return ", ".join(said) or "in no report"


def _by_person(parts: Iterable[PartIn]) -> dict[str, list[PartIn]]:
    found: dict[str, list[PartIn]] = {}
    for part in parts:
        found.setdefault(part.person, []).append(part)
    return found


def _say_for(score: Score) -> str:
    agreeing = sorted((part for part in score.parts if part.weight > 0), key=lambda part: -part.weight)
    return "\n".join(_first_up(part.says) for part in agreeing[:_MOST_SAID]) or "Little"


def _say_against(one: Weighed) -> str:
    said = [one.guard.says] if one.guard else []
    differing = sorted((part for part in one.score.parts if part.weight < 0), key=lambda part: part.weight)
    said += [_first_up(part.says) for part in differing[:_MOST_SAID]]
    return "\n".join(said) or "Nothing"


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


# The pair.


@dataclass(frozen=True, slots=True)
class Side:
    """One of two people under review: as described by the sources, as linkage compares them, and what they are called.

    `members` are the other descriptions that are one person with it already, as far as the reader may know of them,
    `hidden` how many more there are.
    """

    person: Person
    comparable: Comparable
    name: str
    members: tuple[str, ...]
    hidden: int = 0


@dataclass(frozen=True, slots=True)
class PairPage:
    """Two people under review as one reader sees them."""

    title: str
    trail: list[dict[str, str]]
    notice: str
    decided: tuple[str, ...]
    decided_href: str
    guard: str
    is_final: bool
    side_by_side: Listing
    sure: str
    waterfall: Waterfall
    shared: tuple[str, ...]
    together: Listing
    refusals: tuple[str, ...]
    warnings: tuple[str, ...]
    next_href: str
    next_text: str


def present_pair(
    sides: tuple[Side, Side],
    score: Score,
    *,
    held: Link | None,
    decided_by: Entry | None,
    joined: bool,
    known: Mapping[str, Comparable],
    links: Collection[Link],
    names: Mapping[str, str],
    rows: Mapping[str, ReportRow],
    shared: Sequence[str],
    limits: Thresholds,
    notice: str,
    next_pair: Waiting | None,
) -> PairPage:
    """The page of a pair. `joined` where they are one person now, `known` are all who would be, `links` what is held of
    them."""
    a, b = sides
    title = f"{a.name} and {b.name}"
    guard = guard_between(a.comparable, b.comparable)
    refusals, warnings = who_would_clash(sides, known, links, names, rows)
    return PairPage(
        title=title,
        trail=trail(("Review", address_if_any("review")), (title, "")),
        notice=notice,
        decided=tuple(_say_decided(held, decided_by, joined=joined)),
        decided_href=reverse("entry", args=[held.entry]) if held and held.entry else "",
        guard=guard.says if guard else "",
        is_final=bool(guard and guard.final),
        side_by_side=_side_by_side(sides, rows),
        sure=_say_sure(score, guard, limits),
        waterfall=present_waterfall(score, limits),
        shared=tuple(shared),
        together=_list_together(sides, names),
        refusals=tuple(refusals),
        warnings=tuple(warnings),
        next_href=pair_href(next_pair.one, next_pair.other) if next_pair else "",
        next_text=name_both(next_pair.one, next_pair.other, names) if next_pair else "",
    )


def who_would_clash(
    sides: tuple[Side, Side],
    known: Mapping[str, Comparable],
    links: Collection[Link],
    names: Mapping[str, str],
    rows: Mapping[str, ReportRow],
) -> tuple[list[str], list[str]]:
    """Who of the one and who of the other cannot be one person; and whom a rule keeps apart that a person may overrule.

    The pair under review is not among the second: its own rule is said by itself.
    """
    apart = {frozenset((link.one, link.other)): link for link in links if link.verdict == APART}
    refusals, warnings = [], []
    pair = frozenset((sides[0].person.object, sides[1].person.object))
    for left in (sides[0].person.object, *sides[0].members):
        for right in (sides[1].person.object, *sides[1].members):
            both = frozenset((left, right))
            called = " and ".join(f"{names[one]} ({one.partition(':')[2]})" for one in (left, right))
            if both in apart and both != pair:
                refusals.append(f"{called} are held not to be the same person.")
            elif left in known and right in known and same_report(known[left], known[right]):
                report = min(known[left].reports & known[right].reports)
                shown = name_report(report, rows[report].reference) if report in rows else report.partition(":")[2]
                refusals.append(f"{called} are both people of report {shown}.")
            elif both != pair and left in known and right in known:
                guard = guard_between(known[left], known[right])
                warnings += [f"{called}: {guard.says[:1].lower()}{guard.says[1:]}."] if guard else []
    return refusals, warnings


def _say_decided(held: Link | None, entry: Entry | None, *, joined: bool) -> Iterator[str]:
    if held is None:
        if joined:
            yield "They are one person now, through other descriptions. If they are not, say so: it takes them apart."
        return
    if held.basis == MODEL:
        yield "The linkage model joined them. You can decide otherwise."
        return
    by = f" by {entry.recorded_by} on {say_time(entry.recorded_at)}" if entry else ""
    yield f"{_VERDICTS[held.verdict]}{by}. You can decide otherwise: both decisions stay on the record."
    if entry and entry.get("reason"):
        yield f"The reason given: {entry.get('reason')}"


def _say_sure(score: Score, guard: Guard | None, limits: Thresholds) -> str:
    sure = say_percent(score.weight)
    said = f"Going by what agrees and what does not, the linkage model is {sure} sure that they are one person."
    if guard:
        return f"{said} A rule keeps them apart however much agrees: it is for a person to look."
    if score.weight >= limits.join:
        return f"{said} It joins such pairs by itself."
    return f"{said} That is not enough for it to join them."


def _side_by_side(sides: tuple[Side, Side], rows: Mapping[str, ReportRow]) -> Listing:
    said = [_fields_of(side.person.descriptions) for side in sides]
    lines: list[tuple[Cell, ...]] = []
    for shape in shapes_of(people.DESCRIBED):
        values = [one.get(shape.name, "") for one in said]
        if shape.name not in (*people.APART, *_NOT_COMPARED) and any(values):
            lines.append((Cell(shape.label), *(Cell(value or NOT_RECORDED) for value in values)))
    lines.append((Cell("Part in reports"), *(Cell(_say_roles(side.person, rows)) for side in sides)))
    lines.append((Cell("Described by"), *(Cell(_say_sources(side.person)) for side in sides)))
    head = tuple(f"{side.name} ({side.person.object.partition(':')[2]})" for side in sides)
    open_ = (Cell(f"Open {name}", page_of(side.person.object)) for name, side in zip(head, sides, strict=True))
    lines.append((Cell("Page"), *open_))
    return listing("What each source said, side by side", ("Field", *head), lines, empty="")


def _fields_of(descriptions: Sequence[Description]) -> dict[str, str]:
    """What the sources said in each field, the newest first; where they differ, each with who said it."""
    told: dict[str, dict[str, str]] = {}
    for one in sorted(descriptions, key=lambda each: (each.on, each.entry), reverse=True):
        for name, value in people.said_in(one.body).items():
            told.setdefault(name, {}).setdefault(value, people.say_source(one))
    return {
        name: "\n".join(value if len(values) == 1 else f"{value} ({source})" for value, source in values.items())
        for name, values in told.items()
    }


def _say_roles(person: Person, rows: Mapping[str, ReportRow]) -> str:
    parts = sorted((part for part in person.roles if part.report in rows), key=lambda part: part.since, reverse=True)
    called = {part.report: name_report(part.report, rows[part.report].reference) for part in parts}
    said = (f"{ROLES_HERE.label(part.role)} in {called[part.report]}, since {say_day(part.since)}" for part in parts)
    return "\n".join(said) or "In no report"


def _say_sources(person: Person) -> str:
    newest = sorted(person.descriptions, key=lambda one: (one.on, one.entry), reverse=True)
    return "\n".join(people.say_source(one) for one in newest)


def _list_together(sides: tuple[Side, Side], names: Mapping[str, str]) -> Listing:
    lines = [
        (
            Cell(names[member], page_of(member), member.partition(":")[2]),
            f"One person with {side.name} ({side.person.object.partition(':')[2]}) already",
        )
        for side in sides
        for member in side.members
    ]
    lines += [
        (Cell(say_count(side.hidden, "description")), f"One person with {side.name} already, and not shown to you")
        for side in sides
        if side.hidden
    ]
    empty = "Nobody else. Neither of the two is joined with anybody."
    return listing("Who else would be the same person", ("Description", "Why"), lines, empty=empty)


def say_decision(verdict: str, *names: str) -> str:
    """What a decision comes to: `Asha Okoro, A. Okoro and Asha O are one person now, in 3 descriptions.`"""
    if verdict == APART:
        return f"{names[0]} and {names[1]} are not the same person. The linkage model will not join them again."
    if verdict == SAME:
        called = list(dict.fromkeys(names))
        listed = f"{', '.join(called[:-1])} and {called[-1]}" if len(called) > 1 else f"The descriptions of {called[0]}"
        return f"{listed} are one person now, in {say_count(len(names), 'description')}."
    return f"Whether {names[0]} and {names[1]} are one person is left open. It is asked again when more is known."


def start_decision(form_id: str, seen: str) -> Filled:
    """The form before anything is decided."""
    return DECISION.start({FORM_ID: form_id, SEEN: seen})


def say_shared(ones: Sequence[Comparable], crowded: Callable[[str], bool]) -> list[str]:
    """The identifiers that both have and that so many others have that they say little."""
    both = [(label, getattr(ones[0], field) & getattr(ones[1], field)) for field, label in _SHARED]
    return [
        f"{label} {token.replace('|', ', ')} is used by many people, so it says next to nothing."
        for label, tokens in both
        for token in sorted(tokens)
        if crowded(token)
    ]
