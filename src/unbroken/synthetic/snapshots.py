"""What a force's crime system shows of a report on the day of an extract: less than the journey, in its own words.

Relationship is filled in 9 % of records, as in the published force; the rest is what such systems keep.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from unbroken.synthetic.casefile import Act, CaseFile
from unbroken.synthetic.rates import share

NORTHMOOR, EASTVALE = 0, 1
_RELATIONSHIP_FILLED = share("dd-relationship-recorded")
_FIRST_ONLY = frozenset({"report.made", "suspect.arrested", "suspect.interviewed", "victim.withdrew"})


@cache
def _codes() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    return tomllib.loads(files(__package__).joinpath("extract_codes.toml").read_text(encoding="utf-8"))


def word(system: int, kind: str, code: str | None) -> str:
    """The system's word for a code of ours; empty for none. KeyError for a code that the table lacks."""
    return _codes()[kind][code][system] if code else ""


def several(system: int, kind: str, codes: Iterable[str], between: str) -> str:
    """The system's words for several codes, none twice."""
    return between.join(dict.fromkeys(found for code in codes if (found := word(system, kind, code))))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The acts of a file that a crime system keeps; None where there was none."""

    made: Act
    classified: tuple[Act, ...]
    relationship: bool
    arrested: Act | None
    interviewed: Act | None
    withdrew: Act | None
    closed: Act | None


def snapshot(file: CaseFile) -> Snapshot | None:
    """The report as its force's system shows it; None where the report never reached the system."""
    first: dict[str, Act] = {}
    closed: Act | None = None
    classified = []
    for act in file.acts:
        if act.agency != file.force:
            continue
        if act.kind in _FIRST_ONLY:
            first.setdefault(act.kind, act)
        elif act.kind == "report.classified":
            classified.append(act)
        elif act.kind == "investigation.closed":
            closed = act
    if "report.made" not in first:
        return None
    return Snapshot(
        made=first["report.made"],
        classified=tuple(classified),
        relationship=file.suspect is not None and file.draw.chance(_RELATIONSHIP_FILLED),
        arrested=first.get("suspect.arrested"),
        interviewed=first.get("suspect.interviewed"),
        withdrew=first.get("victim.withdrew"),
        closed=closed,
    )
