"""Reclassification: what reports were first recorded as, what they are now, and what was charged.

Recognition as stalking, its loss and a change between section 2A and 4A are different things and are counted apart,
each report once by its first and its present class (demands ANA-04, REC-04).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from unbroken.insight.bands import in_bands
from unbroken.insight.extract import Extract
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Analysis, Cell, Definition, Saying, Share, Sheet, across, down
from unbroken.vocabulary.offences import OFFENCES, change_kind, reporting_group, seriousness, stalking_class

CLASSES: Mapping[str, str] = {
    "s2a": "Stalking, section 2A",
    "s4a": "Stalking, section 4A",
    "spo_breach": "Breach of a stalking protection order",
    "harassment": "Harassment",
    "domestic_incident_or_other": "Domestic incident, or no crime",
    "order_breach": "Breach of another order",
    "linked": "Another crime",
    "": "Not recorded",
}
"""The classes in which changes are counted."""
DIRECTIONS: Mapping[str, str] = {
    "none": "The same class",
    "recognition": "Recognised as stalking later",
    "loss": "No longer recorded as stalking",
    "up": "From section 2A to 4A",
    "down": "From section 4A to 2A",
    "other": "Another change",
    "": "First or present class not recorded",
}
_WHAT = (
    "The first police class of each report, its police class now, and its class at charge. Each report counts once, by "
    "its first and present class, however often it changed between."
)
_LATER = "Of reports first recorded as something else and later held to be stalking: days from the report to that day."
_NOTES = ("Classes in between are in the extract (table classifications).",)


def report_reclassification(extract: Extract, scope: Scope) -> Analysis:
    """How often, in which direction and after how many days the class of a report changed."""
    cases = scope.of(extract.table("cases"))
    keys = ["offence_initial", "offence", "offence_charged", "days_to_recognition"]
    found = [(row["offence_initial"], row["offence"], row["offence_charged"], row["days_to_recognition"], row["n"])
             for row in cases.group_by(keys).aggregate(n=cases.count()).to_pyarrow().to_pylist()]  # fmt: skip
    base = sum(n for *_, n in found)
    directions: Counter[str] = Counter()
    later: list[tuple[int | None, int]] = []
    for first, now, _, days, n in found:
        way = direction(first, now)
        directions[way] += n
        if way == "recognition":
            later.append((days, n))
    definition = Definition(_WHAT, scope.words(), _NOTES)
    charged = [(now, charge, n) for _, now, charge, _, n in found if charge]
    return Analysis(
        name="reclassification",
        title="How stalking is recorded at first",
        words=tuple(_words(directions, base, scope)),
        sheets=(
            _matrix("first_to_now", "From the first class to the class now", "First class",
                    [(first, now, n) for first, now, _, _, n in found], definition),
            _matrix("now_to_charge", "From the class now to the class at charge", "Class now", charged, definition),
            Sheet("direction", "Which way the class changed", definition, ("Change", "Reports"),
                  tuple((DIRECTIONS[way], Share(directions[way], base)) for way in DIRECTIONS),
                  down(len(DIRECTIONS), 1)),
            _bands(later, scope),
        ),
    )  # fmt: skip


def direction(first: str | None, now: str | None) -> str:
    """Which way a report went from its first class to the present one: a key of DIRECTIONS."""
    if not first or not now:
        return ""
    kind = change_kind(first, now)
    if kind != "seriousness":
        return kind
    return "up" if (seriousness(now) or 0) > (seriousness(first) or 0) else "down"


def class_of(offence: str | None) -> str:
    """The class in which changes of an offence are counted: a key of CLASSES."""
    if not offence or offence not in OFFENCES:
        return ""
    found = stalking_class(offence) or reporting_group(offence)
    return found if found in CLASSES else "linked"


def _matrix(name: str, title: str, head: str, counted: list[tuple[str | None, str | None, int]],
            definition: Definition) -> Sheet:  # fmt: skip
    """Counts by two classes; only classes that occur."""
    cells: Counter[tuple[str, str]] = Counter()
    for before, after, n in counted:
        cells[class_of(before), class_of(after)] += n
    rows = [key for key in CLASSES if any(before == key for before, _ in cells)]
    columns = [key for key in CLASSES if any(after == key for _, after in cells)]
    places = range(1, len(columns) + 1)
    return Sheet(
        name,
        title,
        definition,
        (head, *(CLASSES[key] for key in columns), "All"),
        tuple(_line(before, columns, cells) for before in rows),
        (*down(len(rows), *places, len(columns) + 1), *across(len(rows), len(columns) + 1, *places)),
    )


def _line(before: str, columns: list[str], cells: Counter[tuple[str, str]]) -> tuple[Cell, ...]:
    of = sum(cells[before, after] for after in columns)
    return (CLASSES[before], *(Share(cells[before, after], of) for after in columns), of)


def _bands(later: list[tuple[int | None, int]], scope: Scope) -> Sheet:
    counted = in_bands(later)
    of = sum(counted.values())
    rows = tuple((band, Share(n, of)) for band, n in counted.items())
    return Sheet("days_to_recognition", "How long until it was held to be stalking",
                 Definition(_LATER, scope.words()), ("When", "Reports"), rows, down(len(rows), 1))  # fmt: skip


def _words(directions: Counter[str], base: int, scope: Scope) -> Iterator[Saying]:
    if not base:
        yield f"There are no {scope.words()}."
        return
    yield (
        f"Of {scope.words()}, ", Share(directions["recognition"], base), " were first recorded as something else.",
    )  # fmt: skip
    if directions["up"] or directions["down"]:
        yield (
            "Between section 2A and 4A: ", Share(directions["up"], base), " went up and ",
            Share(directions["down"], base), " down.",
        )  # fmt: skip
    if lost := directions["loss"]:
        yield Share(lost, base), " are no longer recorded as stalking."
