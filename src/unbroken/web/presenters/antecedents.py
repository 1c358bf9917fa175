"""What came before of a person: the national record beside this one, dated and sourced, and never mixed with it.

No PNC ID, an ID whose history nobody imported, and a history in which nothing was found are three things (LNK-04).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from unbroken.cases.fold.antecedents import Antecedent
from unbroken.vocabulary.agencies import say_agency
from unbroken.vocabulary.antecedents import ANTECEDENT_SOURCES, ANTECEDENT_VICTIMS, ANTECEDENTS
from unbroken.vocabulary.offences import OFFENCES
from unbroken.web.history_reading import Before
from unbroken.web.presenters.enquiries import list_enquiries
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.words import say_between, say_count, say_day

_TITLES = {
    "allegation": "Earlier allegations",
    "charge": "Earlier charges",
    "out_of_court": "Earlier out-of-court disposals",
    "conviction": "Earlier convictions",
    "not_convicted": "Earlier charges that ended without a conviction",
}


@dataclass(frozen=True, slots=True)
class BeforeSection:
    """What came before. `said` says what is known and what is not; `lists` has one for each thing that was found.

    `asked` is what other agencies were asked; None where it is not shown.
    """

    said: tuple[str, ...]
    lists: tuple[Listing, ...]
    asked: Listing | None = None


def present_before(before: Before) -> BeforeSection:
    """What came before, each kind of thing in a list of its own."""
    if not before.is_shown:
        return BeforeSection(("What a national record has of anybody is not shown to your role.",), ())
    found = ((code.code, [item for item in before.items if item.what == code.code]) for code in ANTECEDENTS)
    lists = tuple(_list(what, items) for what, items in found if items)
    return BeforeSection(tuple(_say(before)), lists, list_enquiries(before.enquiries))


def _say(before: Before) -> Iterator[str]:
    """Whether an ID is known, whether somebody looked, and what was found: each is said by itself."""
    if before.pnc_ids:
        yield f"PNC ID: {', '.join(before.pnc_ids)}."
    else:
        yield "No PNC ID is known of this person. That says nothing about a history: they may have one."
    for check in before.checks:
        source = ANTECEDENT_SOURCES.label(check.source)
        found = "" if check.found is None else f", which has {say_count(check.found, 'offence')}"
        yield f"{source} looked at by {say_agency(check.agency)} on {say_day(check.on)}{found}."
    if not before.checks:
        yield "No history was imported or looked up, so nothing here says that there is none."
    elif not before.items:
        yield "Nothing was found."
    if charges := [item for item in before.items if item.what == "charge"]:
        stalking = sum(item.is_stalking for item in charges)
        yield f"{say_count(len(charges), 'earlier charge')}, {stalking:,} of stalking or harassment."


def _list(what: str, items: list[Antecedent]) -> Listing:
    rows = (
        (
            Cell(OFFENCES.label(item.offence), reverse("entry", args=[item.entry]), item.text),
            say_between(item.on, item.last_on),
            ANTECEDENT_VICTIMS.label(item.against or "unknown"),
            Cell(ANTECEDENT_SOURCES.label(item.source), note=f"Recorded by {say_agency(item.agency)}"),
        )
        for item in items
    )
    return listing(_TITLES[what], ("Offence", "On", "Against", "Source"), rows, empty="")
