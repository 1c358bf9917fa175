"""Attrition as it is reported: the flow, and how far reports get by class, domestic abuse, relationship, area, year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from unbroken.insight.attrition import ENDS, STAGES, Attrition, attrition
from unbroken.insight.extract import Extract
from unbroken.insight.labels import label
from unbroken.insight.pictures.flow import ENTERED, WENT_ON, draw_flow
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Analysis, Cell, Definition, Picture, Saying, Share, Sheet, Sum, down, nested

_BY: Mapping[str, tuple[str, str]] = {
    "offence": ("by class", "Police class now"),
    "is_domestic": ("by domestic abuse", "Domestic abuse"),
    "relationship": ("by relationship", "What the suspect is to the victim"),
    "area": ("by area", "Area"),
    "year": ("by year", "Year in which the report was made"),
}
_WHAT = (
    "Each report is counted once at every stage that it entered. Those who entered a stage are those still there, "
    "those who left it and those who went on. How a report left goes by the Home Office outcome that stands, and after "
    "charge by the verdicts; what nobody recorded is a way of its own."
)
_NOTES = (
    "Reports made lately have had less time: those still at a stage are shown, and are neither lost nor won.",
    "A victim who withdrew and whose case went on is counted where the case went. Withdrawal has figures of its own.",
    "A report charged by police without the CPS is counted as submitted as well.",
)


def report_attrition(extract: Extract, scope: Scope) -> Analysis:
    """Where reports leave, from the report to conviction, and how many get how far."""
    cases = extract.table("cases")
    cases = scope.of(cases.mutate(year=cases.made_on.year()))
    (everybody,) = attrition(cases)
    definition = Definition(_WHAT, scope.words(), _NOTES)
    apart = [_apart(name, attrition(cases, name), definition) for name in _BY]
    return Analysis(
        name="attrition",
        title="Where cases are lost",
        words=tuple(_words(everybody, scope)),
        sheets=(_flow(everybody, definition), *apart),
        pictures=(Picture("flow", lambda sheets: draw_flow(sheets["flow"], title="From report to conviction")),),
    )


def _words(found: Attrition, scope: Scope) -> Iterator[Saying]:
    stages = {stage.name: stage for stage in found.stages}
    entered = stages["investigation"].entered
    if not entered:
        yield f"There are no {scope.words()}."
        return
    charged, convicted = (Share(stages[name].entered, entered) for name in ("court", "convicted"))
    yield (
        "Of ", entered, f" {scope.words()}, ", charged, " led to a charge and ", convicted, " to a conviction.",
    )  # fmt: skip
    left = sorted(stages["investigation"].left.items(), key=lambda one: (-one[1], one[0]))
    if left:
        end, count = left[0]
        yield f"The commonest way out before charge: {ENDS[end].lower()}, ", Share(count, entered), "."
    if stages["investigation"].inside:
        yield Share(stages["investigation"].inside, entered), " are still being investigated."


def _flow(found: Attrition, definition: Definition) -> Sheet:
    base = found.stages[0].entered
    rows: list[tuple[Cell, ...]] = []
    sums: list[Sum] = []
    before: int | None = None  # the row of those who went on to this stage
    for stage in found.stages:
        name, first = STAGES[stage.name], len(rows)
        rows.append((name, ENTERED, Share(stage.entered, base), None))
        ends = {"still there": stage.inside} if stage.name != "convicted" else {}
        ends |= {ENDS[end]: count for end, count in stage.left.items()}
        ends |= {WENT_ON: stage.on} if stage.name != "convicted" else {}
        rows += [(name, end, Share(count, base), Share(count, stage.entered)) for end, count in ends.items()]
        sums += [Sum((row, 2), ((row, 3),)) for row in range(first + 1, len(rows))]
        sums += [Sum((first, 2), tuple((row, 2) for row in range(first + 1, len(rows))))] if ends else []
        sums += [Sum((first, 2), ((before, 2),))] if before is not None else []
        before = len(rows) - 1
    return Sheet(
        "flow",
        "From report to conviction",
        definition,
        ("Stage", "Reports that", "Of all", "Of the stage"),
        tuple(rows),
        tuple(sums),
    )


def _apart(by: str, found: tuple[Attrition, ...], definition: Definition) -> Sheet:
    how, head = _BY[by]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (label(by, group.group[0]), group.stages[0].entered,
         *(Share(group.stage(name).entered, group.stages[0].entered) for name in ("cps", "court", "convicted")))
        for group in found
    )  # fmt: skip
    heads = (head, "Reports", STAGES["cps"], STAGES["court"], STAGES["convicted"])
    sums = (*down(len(rows), 1, 2, 3, 4), *nested(len(rows), 2, 3, 4))
    return Sheet(f"by_{by}", f"How far reports get, {how}", definition, heads, rows, sums)
