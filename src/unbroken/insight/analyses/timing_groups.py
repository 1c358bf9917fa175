"""The groups of reports in which what comes first is compared: of whom, as what recorded, and what was before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from unbroken.insight.classes import CLASSES, class_label
from unbroken.insight.labels import NOT_RECORDED, label
from unbroken.vocabulary.people import RELATIONSHIPS

COMPARED = ("victim", "police", "charge")
"""The outcomes that are compared; the other endings are too mixed to be."""
_KNOWN, _UNKNOWN = "Known to the victim in another way", "Not known or not recorded"
_APART = ("ex_partner", "current_partner", "family", "stranger")


@dataclass(frozen=True, slots=True)
class Grouping:
    """Reports apart by a column: its head, its groups in order, and the one that Gray's test leaves out.

    Ratios compare the groups with the first one in which enough reports had the outcome.
    """

    column: str
    head: str
    groups: tuple[str, ...]
    named: Callable[[Any], str]
    missing: str = NOT_RECORDED
    is_tested: bool = False


def _relationship(code: str | None) -> str:
    if code is None or code not in RELATIONSHIPS or RELATIONSHIPS[code].group == "unknown":
        return _UNKNOWN
    return RELATIONSHIPS[code].label if code in _APART else _KNOWN


_CLASSES = tuple(CLASSES.values())
GROUPINGS = (
    Grouping("relationship", "What the suspect is to the victim",
             (*(RELATIONSHIPS[code].label for code in _APART), _KNOWN, _UNKNOWN), _relationship, _UNKNOWN,
             is_tested=True),
    Grouping("is_domestic", "Domestic abuse", ("no", "yes", NOT_RECORDED), partial(label, "is_domestic"),
             is_tested=True),
    Grouping("offence", "Police class now", _CLASSES, class_label, is_tested=True),
    Grouping("offence_initial", "First police class", _CLASSES, class_label),
    Grouping("earlier_reports", "Earlier reports of the same two people", ("none", "one or more"),
             lambda n: "one or more" if n else "none"),
    Grouping("victim_vulnerable", "Somebody marked the victim as vulnerable", ("no", "yes", NOT_RECORDED),
             partial(label, "victim_vulnerable")),
)  # fmt: skip
