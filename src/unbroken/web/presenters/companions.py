"""Whom somebody appears with, each with the way to everything between the two."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.urls import reverse

from unbroken.conduct.judging import pairs_in
from unbroken.vocabulary.people import ROLES_HERE
from unbroken.web.addresses import page_of
from unbroken.web.beside import Companion, Parties
from unbroken.web.pair_finding import PairFound
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.words import say_count


def list_companions(name: str, person: str, companions: Sequence[Companion]) -> Listing:
    """The people with whom a person is in a report."""
    rows = (
        (
            Cell(one.name, page_of(one.person)),
            "; ".join(
                f"{ROLES_HERE.label(role)} in {say_count(len(reports), 'report')}"
                for role, reports in sorted(one.reports.items(), reverse=True)
            ),
            say_count(one.count, "report"),
            between(person, name, one.person, one.name),
        )
        for one in companions
    )
    empty = "With nobody in what is shown to you. Whoever else is victim or suspect in a report appears here."
    return listing("People they appear with", ("Person", "Part", "Together in", "Both together"), rows, empty=empty)


def between(one: str, name: str, other: str, other_name: str) -> Cell:
    """The link to everything between two people."""
    return Cell(f"Everything between {name} and {other_name}", reverse("pair", args=sorted((one, other))))


def pairs_in_report(report: str, parties: Parties) -> tuple[Cell, ...]:
    """For each victim and each suspect of a report the link to everything between them."""
    return tuple(
        between(victim, parties.names[victim], suspect, parties.names[suspect])
        for victim, suspect in pairs_in(parties.of.get(report, ()), parties.resolved)
    )


def list_pairs(pairs: Collection[PairFound]) -> Listing:
    """The pairs that a search led to."""
    rows = (
        (between(pair.one, pair.name, pair.other, pair.other_name), say_count(pair.reports, "report")) for pair in pairs
    )
    return listing("Two people together", ("Both together", "Together in"), rows, empty="")
