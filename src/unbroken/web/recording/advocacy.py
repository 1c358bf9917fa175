"""What whoever decides on advocacy is shown: the SASH, and what the record says of the four indicators (ASS-11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse

from unbroken.safety.instruments.facts import Fact, facts_of
from unbroken.safety.instruments.indicators import INDICATORS
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.risk import say_fact, say_result, say_state
from unbroken.web.recording.matter import Matter
from unbroken.web.risk import Case, cases_in

SASH = "sash"
_MOST = 3  # entries of an indicator that are named; the others are counted
_NOTHING = "Nothing on record says so. Ask."


def shown_to_triage(matter: Matter) -> tuple[Listing, ...]:
    """A table for each victim of the report, as far as the reader sees what it rests on."""
    cases = cases_in(matter.report, matter.entries)
    names = {one.object: one.text for one in matter.everybody}
    several = len(cases) > 1
    return tuple(
        listing(
            f"What the record says of {names.get(case.victim, 'the victim')}" if several else "What the record says",
            ("About", "On record"),
            (row for row in _rows(case)),
            empty="",
        )
        for case in cases
    )


def _rows(case: Case) -> Iterator[tuple[Cell | str, ...]]:
    sash = next(one for one in case.standings(None) if one.instrument.key == SASH)
    last = sash.done or sash.latest
    href = reverse("risk_assessment", args=[last.id]) if last else ""
    yield sash.instrument.title, Cell(say_state(sash), href, note=say_result(last) if last else "")
    facts = facts_of(INDICATORS, case.entries, pair=case.pair)
    for item in INDICATORS:
        yield item.text, Cell(_say(facts.get(item.key, ())))


def _say(facts: Sequence[Fact]) -> str:
    """The latest of what speaks for it, a line each."""
    lines = [f"{link.text}: {link.note}" for link in map(say_fact, facts[:_MOST])]
    more = [f"and {len(facts) - _MOST} more"] if len(facts) > _MOST else []
    return "\n".join([*lines, *more]) or _NOTHING
