"""Figures about suspects and what came before of them: people are counted, each resolved person once (LNK-04).

A suspect without a PNC ID is one about whom nothing can be known, and is never counted as one without a history; nor
is one whose history nobody imported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection

from unbroken.cases.figures import About, Figures, Measure, Period, Row, say_share
from unbroken.vocabulary.offences import HARASSMENT, STALKING

_UNIT: Final = "suspect"
_SOURCE: Final = "The record of this service, and the charge histories imported into it"
_DATED: Final = "Suspects in reports made"
_PEOPLE = (
    "People are counted, not reports: descriptions that are held to be of one person count once, and somebody who is "
    "not identified counts in each report anew."
)
_UNOFFICIAL = "These are not official statistics."
_NO_ID = "Nothing is known of the history of a suspect without a PNC ID: they may have one."
_OF_THE_REST = (
    "Only suspects with a PNC ID whose history was imported are counted. Those without an ID, and those whose history "
    "was not imported, are left out of the base; they may have charges."
)
_AS_IMPORTED = "As the national record had it on the day of the import, which may be before or after the report."
_WHICH = "Charges, whatever came of them: a charge is not a conviction. One that several extracts have counts once."
_BREACH = "Charges of stalking and harassment offences; breach of an order is another offence and not among them."
_LEAST = (1, 2, 5)
_ALL_BANDS = ((0, 0), (1, 4), (5, 9), (10, None))
_STALKING_BANDS = ((0, 0), (1, 1), (2, 4), (5, None))

# Who is a suspect, who has a PNC ID and who was looked up: of all descriptions that are held to be of one person.
_SUSPECTS = """
    WITH suspect AS ({suspects}), known AS ({known}), checked AS ({checked})
    SELECT suspect.name, known.name IS NOT NULL, checked.name IS NOT NULL FROM suspect
    LEFT JOIN known ON known.name = suspect.name LEFT JOIN checked ON checked.name = suspect.name
"""
_NAMED = (
    "SELECT DISTINCT COALESCE(r.resolved, t.{column}) AS name FROM {table} t "
    "LEFT JOIN people_resolved r ON r.object = t.{column}"
)
_CHARGES = """
    SELECT COALESCE(r.resolved, t.object), MIN(t.offence) FROM cases_antecedent t
    LEFT JOIN people_resolved r ON r.object = t.object WHERE t.what = 'charge'
    GROUP BY COALESCE(r.resolved, t.object), t.same_thing
"""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A resolved person who is a suspect in some report. `charges` and `stalking` count earlier charges of any offence,
    and of stalking or harassment; they say something only where the history was imported."""

    has_id: bool
    is_checked: bool
    charges: int
    stalking: int

    @property
    def is_counted(self) -> bool:
        """Whether their charges can be counted."""
        return self.has_id and self.is_checked


def read_suspect_figures(*, made_on: date, period: Period) -> dict[str, Figures]:
    """Every table about suspects, by its short name. Two queries. `period` is that of the reports."""
    return suspect_figures(read_suspects(), made_on=made_on, period=period)


def suspect_figures(suspects: Sequence[Suspect], *, made_on: date, period: Period) -> dict[str, Figures]:
    """The tables, from the suspects. Pure."""
    counted = [one for one in suspects if one.is_counted]

    def about(title: str, heading: str, *caveats: str) -> About:
        said = (*caveats, _PEOPLE, _UNOFFICIAL)
        return About(title=title, heading=heading, source=_SOURCE, period=period, unit=_UNIT, made_on=made_on,
                     caveats=said, open_cases=False, dated=_DATED)  # fmt: skip

    return {
        "pnc-ids": Figures(
            about=about("Suspects and the national record", "PNC ID and history", _NO_ID),
            base=len(suspects),
            rows=tuple(_by_id(suspects)),
            is_exclusive=True,
        ),
        "earlier-charges": _charges(
            about("Earlier charges of suspects", "Charges of any offence", _OF_THE_REST, _WHICH, _AS_IMPORTED),
            [one.charges for one in counted], _ALL_BANDS,
        ),
        "earlier-stalking-charges": _charges(
            about("Earlier stalking or harassment charges of suspects", "Charges of stalking or harassment",
                  _OF_THE_REST, _WHICH, _BREACH, _AS_IMPORTED),
            [one.stalking for one in counted], _STALKING_BANDS,
        ),
    }  # fmt: skip


def read_suspects() -> list[Suspect]:
    """Every suspect on the record. Two queries."""
    charges: Counter[str] = Counter()
    stalking: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(_CHARGES)
        for name, offence in cursor.fetchall():
            charges[name] += 1
            stalking[name] += offence in STALKING or offence in HARASSMENT
        cursor.execute(_suspects_query())
        rows = cursor.fetchall()
    return [Suspect(bool(has_id), bool(checked), charges[name], stalking[name]) for name, has_id, checked in rows]


def _suspects_query() -> str:
    return _SUSPECTS.format(
        suspects=_NAMED.format(table="cases_party", column="person") + " WHERE t.role = 'suspect'",
        known=_NAMED.format(table="people_identifier", column="object") + " WHERE t.type = 'pnc_id'",
        checked=_NAMED.format(table="cases_antecedent_check", column="object"),
    )


def _by_id(suspects: Iterable[Suspect]) -> Iterator[Row]:
    found = Counter(_standing(one) for one in suspects)
    yield from (Row(label, count) for label, count in found.items())


def _standing(one: Suspect) -> str:
    if not one.has_id:
        return "No PNC ID known"
    return "PNC ID known, history imported" if one.is_checked else "PNC ID known, no history imported"


def _charges(about: About, counts: Sequence[int], bands: Sequence[tuple[int, int | None]]) -> Figures:
    rows = ((_say_band(*band), sum(_is_in(count, *band) for count in counts)) for band in bands)
    return Figures(
        about=about,
        base=len(counts),
        rows=tuple(Row(label, count) for label, count in rows if count),
        is_exclusive=True,
        measures=tuple(_measures(counts)),
    )


def _is_in(count: int, least: int, most: int | None) -> bool:
    return count >= least and (most is None or count <= most)


def _say_band(least: int, most: int | None) -> str:
    if most is None:
        return f"{least} or more"
    if least == most:
        return str(least) if least else "None"
    return f"{least} to {most}"


def _measures(counts: Sequence[int]) -> Iterator[Measure]:
    """Mean, range, and the share with at least so many: the range is somebody's own number and never published."""
    if not counts:
        return
    base = len(counts)
    yield Measure("Mean", f"{sum(counts) / base:.1f} charges a suspect ({sum(counts):,} of {base:,})")
    yield Measure("Range", f"From {min(counts):,} to {max(counts):,}")
    for least in _LEAST:
        found = sum(count >= least for count in counts)
        yield Measure(f"At least {least}", f"{found:,} of {base:,} ({say_share(found, base)})")
