"""What holds a person together: the descriptions, what they share, and the links, as a picture and as tables."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from markupsafe import Markup

from unbroken.cases.models import ReportRow
from unbroken.cases.references import name_report
from unbroken.exchange.exporting.swimlanes import BLACK, BLUE, RED, TEAL, WHITE
from unbroken.people.fold import SAME, Link, Person
from unbroken.people.graph import MOST, Bond, Graph, Token, bonds_of, weakest_of
from unbroken.people.linkage.crowds import CROWDS
from unbroken.people.resolved import Waiting
from unbroken.vocabulary.agencies import say_agency
from unbroken.vocabulary.identity import LINK_BASES
from unbroken.vocabulary.people import PLATFORMS
from unbroken.web.addresses import page_of, trail
from unbroken.web.drawing import Words, line, picture, rect, text, words
from unbroken.web.likeness import AllCrowds
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.people import Known
from unbroken.web.presenters.review import name_both, pair_href
from unbroken.web.presenters.waterfall import say_bits, say_percent
from unbroken.web.words import say_count, say_day

_HELD = {"same": "Held to be the same person", "apart": "Held to be somebody else", "open": "Left open"}
_USED = {"own": "used by nobody else", "few": "used by a few people", "many": "used by many people"}
_FIELDS = {
    "phones": "Phone", "emails": "Email", "handles": "Account", "vehicles": "Vehicle", "homes": "Address",
    "police_ids": "Number",
}  # fmt: skip
_ROW, _BOX, _TOP = 64, 50, 40
_EDGE = ' stroke-opacity="0.35"'


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture for wide and for narrow screens, and what it shows in words."""

    wide: Markup
    narrow: Markup
    text: str


@dataclass(frozen=True, slots=True)
class LinksPage:
    """What holds a person together, as one reader sees it."""

    name: str
    trail: list[dict[str, str]]
    notice: str
    weakest: str
    drawn: Drawn
    bonds: Listing
    people: Listing
    identifiers: Listing
    left_out: str


@dataclass(frozen=True, slots=True)
class _Called:
    """What everything in the picture is called."""

    people: Mapping[str, str]
    agencies: Mapping[str, str]
    reports: Mapping[str, str]
    used: Mapping[Token, str]


def say_weakest(bonds: list[Bond], names: Mapping[str, str]) -> str:
    """The weakest link that holds a person together, in words and in bits."""
    if not bonds:
        return ""
    if (weakest := weakest_of(bonds)) is None:
        return "People decided every link that holds this person together."
    both = name_both(weakest.one, weakest.other, names)
    sure = f"{say_bits(weakest.weight or 0)} bits, with which the model was {say_percent(weakest.weight or 0)} sure"
    return f"The weakest link that holds this person together is between {both}: {sure}."


def present_links(
    graph: Graph,
    *,
    name: str,
    person: str,
    notice: str,
    hidden: int,
    people: Mapping[str, Person],
    names: Mapping[str, str],
    rows: Mapping[str, ReportRow],
    crowds: AllCrowds,
) -> LinksPage:
    """The page. `people` are folded from what the reader sees, `hidden` how many descriptions they do not see."""
    called = _Called(
        people={each: names[each] for each in graph.people},
        agencies={each: _agencies(people[each]) for each in graph.people},
        reports={each: name_report(each, rows[each].reference) for each in graph.reports if each in rows},
        used={token: _USED[CROWDS[_crowd(token, graph, crowds)]] for token in graph.identifiers},
    )
    kept = f"{say_count(hidden, 'description')} of this person not shown to you." if hidden else ""
    return LinksPage(
        name=name,
        trail=trail((name, page_of(person)), ("What joins the descriptions", "")),
        notice=" ".join(one for one in (notice, kept) if one),
        weakest=say_weakest(list(graph.bonds), names),
        drawn=_draw(graph, called),
        bonds=_list_bonds(graph, called),
        people=_list_people(graph, called),
        identifiers=_list_identifiers(graph, called),
        left_out=_say_left_out(graph),
    )


def say_token(token: Token) -> str:
    """`Phone +447700900213`, `Instagram jo`, `Address 12, ZZ11AA`."""
    value = token.value
    if token.field == "handles":
        platform, _, account = value.partition(":")
        return f"{PLATFORMS.label(platform) if platform in PLATFORMS else platform.capitalize()} {account}"
    if token.field == "homes":
        first, _, rest = value.partition("|")  # a postcode and numbers, or numbers and words
        return f"Address {rest}, {first}" if first[:1].isalpha() else f"Address {first} {rest}"
    if token.field == "police_ids":
        kind, _, number = value.partition(":")
        return f"{kind.upper()} number {number}"
    return f"{_FIELDS.get(token.field, token.field)} {value.removeprefix('reg:')}"


def _crowd(token: Token, graph: Graph, crowds: AllCrowds) -> int:
    return max((crowds[person].get(token.value, 0) for person, one in graph.has if one == token), default=0)


def _agencies(person: Person) -> str:
    return ", ".join(dict.fromkeys(say_agency(one.agency) for one in person.descriptions))


def _say_left_out(graph: Graph) -> str:
    said = []
    if graph.left_out:
        said.append(
            f"Only the {MOST} descriptions that are joined most surely are shown, in the picture and below it; "
            f"{graph.left_out} more are not."
        )
    if graph.lone:
        verb = "is" if graph.lone == 1 else "are"
        said.append(f"{say_count(graph.lone, 'identifier')} that only one description has {verb} left out.")
    return " ".join(said)


def _ref(name: str) -> str:
    return name.partition(":")[2]


def _say_bond(bond: Bond) -> str:
    return "a person or the source decided" if bond.weight is None else f"{say_bits(bond.weight)} bits"


def _list_bonds(graph: Graph, called: _Called) -> Listing:
    rows = (
        (
            Cell(name_both(bond.one, bond.other, called.people), reverse("entry", args=[bond.entry])),
            Cell(_say_bond(bond)[:1].upper() + _say_bond(bond)[1:], tags=("weakest",) if bond == graph.weakest else ()),
            "" if bond.weight is None else f"The model was {say_percent(bond.weight)} sure",
        )
        for bond in graph.bonds
    )
    empty = "Nothing is joined. A link appears here when the model or a person joins this description with another."
    return listing("Links", ("Two descriptions", "On what ground", "How surely"), rows, empty=empty)


def _list_people(graph: Graph, called: _Called) -> Listing:
    rows = (
        (
            Cell(called.people[person], page_of(person), _ref(person)),
            called.agencies[person],
            "\n".join(called.reports[one] for one in graph.reports if (person, one) in graph.in_reports
                      and one in called.reports) or "None",
            "\n".join(say_token(one) for one in graph.identifiers if (person, one) in graph.has) or "None",
        )
        for person in graph.people
    )  # fmt: skip
    head = ("Description", "Source", "Reports", "Identifiers that others share")
    return listing("Descriptions", head, rows, empty="")


def _list_identifiers(graph: Graph, called: _Called) -> Listing:
    rows = (
        (
            say_token(token),
            called.used[token].capitalize(),
            "\n".join(f"{called.people[one]} ({_ref(one)})" for one in graph.people if (one, token) in graph.has),
        )
        for token in graph.identifiers
    )
    empty = "The descriptions share no number, account, vehicle or address."
    return listing("Identifiers", ("Identifier", "How many people use it", "Given in"), rows, empty=empty)


# On the page of the person.


@dataclass(frozen=True, slots=True)
class JoinedSection:
    """Who a person is, as resolved: on their own page. `waiting` and `compare_href` are for those who may decide."""

    said: str
    weakest: str
    links: Listing
    waiting: Listing | None
    links_href: str
    compare_href: str


def present_joined(
    known: Known, names: Mapping[str, str], waiting: Collection[Waiting], *, may_decide: bool
) -> JoinedSection:
    """What joins the descriptions of a person, and for those who may decide what waits about them."""
    people = {one.object: one for one in known.all if one.descriptions}
    person = known.main.object
    return JoinedSection(
        said=_say_joined(len(people)),
        weakest=say_weakest(bonds_of(people), names),
        links=_list_links(known, names, may_decide=may_decide),
        waiting=_list_waiting(waiting, names) if may_decide else None,
        links_href=reverse("person_links", args=[person]) if len(people) > 1 else "",
        compare_href=reverse("review_compare", args=[person]) if may_decide and people else "",
    )


def _say_joined(count: int) -> str:
    if count > 1:
        return f"{say_count(count, 'description')} are held to be of this person."
    return "This description is joined with no other."


def _list_links(known: Known, names: Mapping[str, str], *, may_decide: bool) -> Listing:
    """Each pair of descriptions of which something is held, once; the page's own person named first."""
    found: dict[frozenset[str], tuple[str, Link]] = {}
    for person in sorted(known.all, key=lambda one: one.object != known.main.object):
        for link in person.links:
            found.setdefault(frozenset((person.object, link.person)), (person.object, link))
    rows = (
        (
            Cell(name_both(person, link.person, names), pair_href(person, link.person) if may_decide else "",
                 "" if not may_decide else "Look again, or say that they are not the same" if link.verdict == SAME
                 else "Look again"),
            _HELD[link.verdict],
            Cell(_say_ground(link), reverse("entry", args=[link.entry])),
            say_day(link.on),
        )
        for person, link in found.values()
    )  # fmt: skip
    empty = "Nobody has joined this person with another description, or held them apart. Such decisions appear here."
    return listing("What was joined", ("Descriptions", "Decision", "On what ground", "Day"), rows, empty=empty)


def _say_ground(link: Link) -> str:
    """The ground; of a model also how sure it was, which says nothing about the person."""
    text = LINK_BASES.label(link.basis) if link.basis else "A person decided"
    if link.weight is not None and not link.by_person:
        return f"{text}, {say_bits(link.weight)} bits ({say_percent(link.weight)} sure)"
    return f"{text}, {link.score:.0%} sure" if link.score is not None else text


def _list_waiting(waiting: Collection[Waiting], names: Mapping[str, str]) -> Listing:
    rows = (
        (
            Cell(name_both(one.one, one.other, names), pair_href(one.one, one.other)),
            one.guard.says if one.guard else "The model is not sure",
        )
        for one in waiting
    )
    empty = "Nothing waits. Whoever may be this person, and is not joined, appears here."
    return listing("Matches that wait for a decision", ("Descriptions", "Why"), rows, empty=empty)


# The picture.


def _draw(graph: Graph, called: _Called) -> Drawn:
    said = Words(f"What joins {say_count(len(graph.people), 'description')}", _describe(graph, called))
    reports = [one for one in graph.reports if one in called.reports]
    tall = max(len(graph.people), len(reports), len(graph.identifiers), 1)
    wide = picture(_wide(graph, called, reports, tall), said, name="links", width=960, height=_TOP + tall * _ROW)
    lines = list(_notes(graph))
    height = _TOP + len(graph.people) * _ROW + 8 + len(lines) * 20
    narrow = picture(
        _narrow(graph, called, lines), said, name="links-narrow", width=320, height=height, font=14
    )  # fmt: skip
    return Drawn(Markup(wide), Markup(narrow), said.text)


def _describe(graph: Graph, called: _Called) -> str:
    said = [
        f"{say_count(len(graph.people), 'description')} in {say_count(len(called.reports), 'report')}, "
        f"with {say_count(len(graph.identifiers), 'identifier')} that at least two of them share."
    ]
    for bond in graph.bonds:
        weak = ", the weakest link" if bond == graph.weakest else ""
        said.append(f"{name_both(bond.one, bond.other, called.people)}: {_say_bond(bond)}{weak}.")
    return " ".join(said)


def _wide(graph: Graph, called: _Called, reports: list[str], tall: int) -> Iterator[str]:
    at = {name: _y(place, len(graph.people), tall) for place, name in enumerate(graph.people)}
    report_at = {name: _y(place, len(reports), tall) for place, name in enumerate(reports)}
    token_at = {token: _y(place, len(graph.identifiers), tall) for place, token in enumerate(graph.identifiers)}
    for x, title in ((2, "Reports"), (390, "Descriptions"), (730, "Identifiers they share")):
        yield words(x, 20, title, bold=True)
    for person, report in sorted(graph.in_reports):
        if report in report_at:
            yield line(190, report_at[report] + _BOX / 2, 390, at[person] + _BOX / 2, more=_EDGE)
    for person, token in sorted(graph.has):
        yield line(640, at[person] + _BOX / 2, 730, token_at[token] + _BOX / 2, colour=TEAL)
    yield from _arcs(graph, at, right=390, reach=110)
    for report, y in report_at.items():
        yield rect(1, y, 189, _BOX, fill=WHITE, more=f' stroke="{BLACK}"')
        yield words(10, y + 31, _short(called.reports[report], 22))
    for person, y in at.items():
        yield from _box(person, called, 390, y, 250, 30)
    for token, y in token_at.items():
        yield rect(730, y, 228, _BOX, fill=WHITE, more=f' stroke="{TEAL}" stroke-width="2" rx="16"')
        yield words(744, y + 21, _short(say_token(token), 24))
        yield words(744, y + 41, called.used[token])


def _narrow(graph: Graph, called: _Called, lines: list[str]) -> Iterator[str]:
    at = {name: float(_TOP + place * _ROW) for place, name in enumerate(graph.people)}
    yield words(6, 20, "Descriptions, and how they are joined", bold=True)
    yield from _arcs(graph, at, right=98, reach=88)
    for person, y in at.items():
        yield from _box(person, called, 98, y, 216, 26)
    below = _TOP + len(graph.people) * _ROW + 16
    for place, said in enumerate(lines):
        yield words(6, below + place * 20, said)


def _notes(graph: Graph) -> Iterator[str]:
    """What a narrow picture says below the descriptions: each shared identifier, with how many have it."""
    if graph.identifiers:
        yield "What they share:"
    for token in graph.identifiers:
        count = sum(1 for _, one in graph.has if one == token)
        yield f"{_short(say_token(token), 34)} ({count})"


def _arcs(graph: Graph, at: Mapping[str, float], *, right: float, reach: float) -> Iterator[str]:
    """The links, as arcs beside the descriptions: the model's blue, a person's black, the weakest red and broken."""
    for bond in graph.bonds:
        y0, y1 = sorted((at[bond.one] + _BOX / 2, at[bond.other] + _BOX / 2))
        far = min(reach, 46 + (y1 - y0) / _ROW * 14)
        is_weakest = bond == graph.weakest
        colour = RED if is_weakest else BLACK if bond.weight is None else BLUE
        broken = ' stroke-dasharray="7 4"' if is_weakest else ""
        path = f"M{right:g} {y0:g}C{right - far * 1.3:g} {y0:g} {right - far * 1.3:g} {y1:g} {right:g} {y1:g}"
        yield f"<g><title>{text(_say_bond(bond))}</title>"
        yield f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="3"{broken}/></g>'
    for bond in graph.bonds:  # at the lower end, where few arcs end: mostly one, so that no two labels meet
        y = max(at[bond.one], at[bond.other]) + _BOX / 2
        label = "decided" if bond.weight is None else say_bits(bond.weight)
        yield words(right - 12, y - 5, label, bold=True, anchor="end", halo=True)
        if bond == graph.weakest:
            yield words(right - 12, y + 20, "weakest", bold=True, anchor="end", halo=True)


def _box(person: str, called: _Called, x: float, y: float, width: float, letters: int) -> Iterator[str]:
    yield f"<g><title>{text(f'{called.people[person]}, {_ref(person)}, {called.agencies[person]}')}</title>"
    yield rect(x, y, width, _BOX, fill=WHITE, more=f' stroke="{BLACK}" stroke-width="2"')
    yield words(x + 10, y + 21, _short(called.people[person], letters), bold=True)
    yield words(x + 10, y + 41, _short(called.agencies[person] or _ref(person), letters))
    yield "</g>"


def _y(place: int, of: int, tall: int) -> float:
    """The top of a box, the boxes of its column in the middle of the picture's height."""
    return _TOP + (tall - of) * _ROW / 2 + place * _ROW


def _short(said: str, letters: int) -> str:
    return said if len(said) <= letters else said[: letters - 1] + "…"
