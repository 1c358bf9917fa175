"""What the record lacks: whether each field that figures rest on was recorded, not known, not asked or left empty.

Everything else rests on this (demand GOV-01): a difference between groups of which a third is not recorded is no
finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from unbroken.insight.extract import Extract
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Analysis, Cell, Definition, Saying, Share, Sheet, Sum

if TYPE_CHECKING:
    import ibis.expr.types as ir

FIELDS: Mapping[str, str] = {
    "made_on": "Day of the report",
    "area": "Area",
    "relationship": "What the suspect is to the victim",
    "is_domestic": "Whether it is domestic abuse",
    "victim_sex": "Sex of the victim",
    "victim_age": "Age of the victim",
    "victim_ethnicity_self": "Ethnicity of the victim, by themselves",
    "suspect_sex": "Sex of the suspect",
    "suspect_age": "Age of the suspect",
    "suspect_ethnicity_self": "Ethnicity of the suspect, by themselves",
    "suspect_ethnicity_officer": "Ethnicity of the suspect, as an officer saw it",
    "victim_vulnerable": "Whether the victim is vulnerable",
    "escalation_victim": "Whether it gets worse, by the victim",
    "escalation_police": "Whether it gets worse, by police",
    "outcome": "Outcome",
}
"""The fields, in the order of the table."""
ANSWERS = ("recorded", "not known", "refused", "not asked", "left empty")
_CODES = {"unknown": "not known", "not_known": "not known", "not_understood": "not known", "refused": "refused",
          "declined": "refused", "not_asked": "not asked"}  # fmt: skip
_WHAT = "How each field stands in each report. What nobody recorded is apart from what was asked and is not known."
_NOTES = (
    "Of several victims or suspects the first named counts. A suspect whom nobody knows has no sex or age to record.",
    "An outcome is left empty where the case is open.",
)


def report_completeness(extract: Extract, scope: Scope) -> Analysis:
    """How complete the fields are that figures rest on."""
    cases = scope.of(extract.table("cases"))
    counted = {field: _answers(cases, field) for field in FIELDS}
    base = sum(counted["made_on"].values())
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (text, *(Share(counted[field].get(answer, 0), base) for answer in ANSWERS)) for field, text in FIELDS.items()
    )
    answers = range(1, len(ANSWERS) + 1)
    sums = tuple(Sum(None, tuple((row, answer) for answer in answers)) for row in range(len(rows)))
    definition = Definition(_WHAT, scope.words(), _NOTES)
    return Analysis(
        name="completeness",
        title="What the record lacks",
        words=tuple(_words(counted, base, scope)),
        sheets=(
            Sheet("fields", "How complete the fields are", definition, ("Field", *map(str.capitalize, ANSWERS)), rows,
                  sums),
        ),
    )  # fmt: skip


def _answers(cases: ir.Table, field: str) -> dict[str, int]:
    """How many reports have which kind of answer. One query."""
    found: dict[str, int] = {}
    for row in cases.group_by(field).aggregate(n=cases.count()).to_pyarrow().to_pylist():
        answer = answer_of(row[field])
        found[answer] = found.get(answer, 0) + row["n"]
    return found


def answer_of(value: Any) -> str:
    """How a value of a field stands: one of ANSWERS."""
    return "left empty" if value is None else _CODES.get(str(value), "recorded")


def _words(counted: Mapping[str, Mapping[str, int]], base: int, scope: Scope) -> Iterator[Saying]:
    if not base:
        yield f"There are no {scope.words()}."
        return
    recorded = {field: found.get("recorded", 0) for field, found in counted.items() if field != "outcome"}
    least = [field for field in sorted(recorded, key=recorded.__getitem__)[:3] if recorded[field] < base]
    if not least:
        yield f"Of {scope.words()}, every one of these fields is recorded."
    for field in least:
        yield (
            f"Recorded least often, of {scope.words()}: {FIELDS[field].lower()}, in ",
            Share(recorded[field], base),
            ".",
        )
