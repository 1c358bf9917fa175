"""What people answered who read reports for a study, as far as it counts (demand ANA-01).

An answer counts where whoever settles said so, or all who coded the report said the same; `docs/how-to/code-reports.md`
says how it comes about. Reports are of a sample: what is said of them holds for others as far as the sample does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING, Any

from unbroken.insight.coding.frame import NUMBER, SEVERAL, Variable
from unbroken.insight.coding.reading import shipped
from unbroken.insight.extract import Extract
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Analysis, Cell, Definition, Number, Saying, Share, Sheet, Sum

if TYPE_CHECKING:
    import ibis.expr.types as ir

_WHAT = (
    "Answers that count, given by people who read a sample of the reports by a frame of questions. A question about "
    "victims or suspects was asked once for each. Where several answers could be given, they add up to more than all."
)
_NOTES = (
    "The reports are a sample, drawn group by group: shares are of those that were read, and are not weighted.",
    "What two coders answered differently and nobody has settled is left out.",
)
_HEADS = ("Frame", "Question", "Answer", "Of all that count", "Median")
_OF_QUESTION = ("frame", "frame_version", "variable", "type")


def report_coded(extract: Extract, scope: Scope) -> Analysis:
    """How often each answer was given to each question of each frame; of numbers, the median."""
    cases = scope.of(extract.table("cases"))
    codings = extract.table("codings")
    final = codings.filter(codings.coder == "final").semi_join(cases, "case")
    reports = int(final.case.nunique().to_pyarrow().as_py())
    definition = Definition(_WHAT, scope.words(), _NOTES)
    sheet = _sheet(_counted(final), _bases(final), definition) if reports else None
    words = tuple(_words(reports, int(cases.count().to_pyarrow().as_py()), scope))
    return Analysis("coded", "What was coded by hand", words, _sheets(sheet, reports, cases, definition))


def _sheets(sheet: Sheet | None, reports: int, cases: ir.Table, definition: Definition) -> tuple[Sheet, ...]:
    base = int(cases.count().to_pyarrow().as_py())
    read = Sheet("read", "Reports that were read", definition, ("Reports", "Of which read"),
                 ((base, Share(reports, base)),))  # fmt: skip
    return (read, sheet) if sheet else (read,)


def _counted(final: ir.Table) -> list[Mapping[str, Any]]:
    """How often each answer was given, in the order of questions."""
    found = final.group_by([*_OF_QUESTION, "value", "is_missing"]).aggregate(n=final.count())
    rows: list[Mapping[str, Any]] = found.to_pyarrow().to_pylist()
    return sorted(rows, key=lambda row: (_question(row), row["is_missing"], -row["n"], row["value"]))


def _bases(final: ir.Table) -> Mapping[tuple[Any, ...], int]:
    """How many times each question was answered: once for a report, or for each person in it."""
    asked = final.select(*_OF_QUESTION, "sample", "case", "person").distinct()
    found = asked.group_by(list(_OF_QUESTION)).aggregate(n=asked.count())
    return {_question(row): row["n"] for row in found.to_pyarrow().to_pylist()}


def _question(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _OF_QUESTION)


def _sheet(counted: Sequence[Mapping[str, Any]], bases: Mapping[tuple[Any, ...], int], definition: Definition) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    sums: list[Sum] = []
    for question, group in groupby(counted, key=_question):
        frame, version, name, type = question
        variable = _variable(frame, version, name)
        first = len(rows)
        head = (f"{frame} {version}", variable.question if variable else name)
        given = list(group)
        if type == NUMBER:
            given, numbers = [row for row in given if row["is_missing"]], [r for r in given if not r["is_missing"]]
            if numbers:
                rows.append((*head, "a number", *_number(numbers, bases[question])))
        for row in given:
            words = variable.label(row["value"]) if variable else row["value"]
            rows.append((*head, words, Share(row["n"], bases[question]), None))
        if type != SEVERAL:  # one answer each: together they are all
            sums.append(Sum(None, tuple((place, 3) for place in range(first, len(rows)))))
    return Sheet("answers", "Answers that count", definition, _HEADS, tuple(rows), tuple(sums))


def _number(rows: Sequence[Mapping[str, Any]], base: int) -> tuple[Share, Number]:
    """How often a number was given, and the median of those."""
    values = [int(row["value"]) for row in rows for _ in range(row["n"])]
    return Share(len(values), base), Number(median(values), len(values), digits=1)


def _variable(frame: str, version: int, name: str) -> Variable | None:
    """The question in words, where it is of the frame that is shipped: others are not in an extract."""
    known = shipped()
    return known.find(name) if (known.name, known.version) == (frame, version) else None


def _words(reports: int, base: int, scope: Scope) -> Iterator[Saying]:
    if not base:
        yield f"There are no {scope.words()}."
    elif not reports:
        yield f"Nobody has read any of the {scope.words()} for a study, or is done with one."
    else:
        yield ("Of ", base, f" {scope.words()}, ", Share(reports, base), " were read by people for a study.")
