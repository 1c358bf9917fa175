"""Once a report is recorded: who of its people is held to be somebody on the record, and what somebody must look at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from unbroken.access.models import User
from unbroken.access.policy import Permission, may
from unbroken.cases.queries import parts_of
from unbroken.people import resolved
from unbroken.people.fold import MODEL, OPEN, SAME
from unbroken.people.models import LinkRow
from unbroken.web.addresses import page_of
from unbroken.web.visible import Limits, limits_of, names_for, visible_people

_CALLED = {"victim": "The victim", "suspect": "The other person"}


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody of the report with somebody on the record: `who` is "The victim", `name` the other.

    `href` leads to the other; of a match that waits, to where it is decided, for those who may.
    """

    who: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class WhoIsWho:
    """What is held of the people of a report: joined by the model or by somebody's word, left open by somebody, and
    left to be looked at."""

    by_model: tuple[Joined, ...]
    by_word: tuple[Joined, ...]
    left_open: tuple[Joined, ...]
    waiting: tuple[Joined, ...]
    shown: frozenset[str]


def who_is_who(user: User, people: Mapping[str, str]) -> WhoIsWho:
    """What is held of these people of one report, each with the role, as far as this user may know."""
    rows = LinkRow.objects.filter(object__in=list(people)).order_by("object", "person")
    held = list(rows.values_list("object", "person", "verdict", "basis"))
    pairs = [(mine, other, basis) for mine, other, verdict, basis in held if verdict == SAME]
    doubts = [(mine, other) for mine, other, verdict, _ in held if verdict == OPEN]
    open_ = [
        (mine, other)
        for one in resolved.waiting(about=people)
        for mine, other in ((one.one, one.other), (one.other, one.one))
        if mine in people
    ]
    others = {other for _, other, _ in pairs} | {other for _, other in (*open_, *doubts)}
    limits = limits_of(user)
    known, plain = _shown(limits, others)
    names = names_for(limits, known)

    can_decide = bool(may(user, Permission.LINK_PEOPLE))

    def said(found: Iterable[tuple[str, str]], among: Collection[str], *, decide: bool = False) -> tuple[Joined, ...]:
        return tuple(
            Joined(
                _CALLED.get(people[mine], "Somebody"),
                names[other],
                reverse("review_pair", args=[mine, other]) if decide else page_of(other),
            )
            for mine, other in dict.fromkeys(found)
            if other in among
        )

    return WhoIsWho(
        by_model=said([(mine, other) for mine, other, basis in pairs if basis == MODEL], plain),
        by_word=said([(mine, other) for mine, other, basis in pairs if basis != MODEL], known),
        left_open=said(doubts, known),
        waiting=said(open_, plain, decide=can_decide),
        shown=frozenset(known),
    )


def _shown(limits: Limits, persons: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Those of these whom the reader may know of; and those among them of whom nothing at all is kept from them.

    What the model found of the others may rest on what the reader may not see.
    """
    parts = parts_of(persons)
    anywhere = {part.person for part in parts}
    shown = {part.person for part in parts if limits.shows(part.report)}
    known = frozenset(name for name in persons if limits.shows(name) and (name in shown or name not in anywhere))
    return known, known - visible_people(limits, known).keys()
