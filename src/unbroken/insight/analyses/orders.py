"""Stalking protection orders against the target, with both definitions named (demand PRO-04).

The Metropolitan Police set itself orders in 2 % of stalking offences; 1.3 % and 1.4 % were reached in 2021 and 2022
(MOPAC, *Stalking Deep Dive*, 2024). What counts as reached depends on whether applications or orders made are counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

from unbroken.insight.extract import Extract
from unbroken.insight.labels import label
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Analysis, Cell, Definition, Number, Saying, Share, Sheet, down
from unbroken.vocabulary.orders import ORDER_TYPES

if TYPE_CHECKING:
    import ibis.expr.types as ir

TARGET = 0.02
SPO = ("spo", "interim_spo")
_BY: Mapping[str, str] = {"year": "Year in which the report was made", "area": "Area", "offence": "Police class now"}
_WHAT = (
    "Reports in which a stalking protection order, full or interim, was considered, applied for and made, whenever "
    "that was. The gap is how many more orders would have been made for orders in 2 of 100 reports."
)
_WHAT_TYPES = "Reports in which an order of each type was considered, applied for and made; a report may have several."


def report_orders(extract: Extract, scope: Scope) -> Analysis:
    """How often orders are applied for and made, against the target, and by year, area and class."""
    cases = scope.of(extract.table("cases"))
    cases = cases.mutate(year=cases.made_on.year())
    (everybody,) = _counted(cases)
    definition = Definition(_WHAT, scope.words())
    heads = ("Reports", "Considered", "Applied for", "Made", "Gap to 2 of 100 made")
    apart = [_apart(_counted(cases, by), by, head, definition, heads) for by, head in _BY.items()]
    every = Sheet("all", "Stalking protection orders", definition, ("All", *heads), (("All", *_cells(everybody)),))
    return Analysis(
        name="orders",
        title="Protective orders",
        words=tuple(_words(everybody, scope)),
        sheets=(every, *apart, _types(cases, scope)),
    )


def _apart(
    counted: Sequence[Mapping[str, Any]], by: str, head: str, definition: Definition, heads: tuple[str, ...]
) -> Sheet:
    rows = tuple((label(by, row[by]), *_cells(row)) for row in counted)
    title = f"Stalking protection orders by {head[0].lower()}{head[1:]}"
    return Sheet(f"by_{by}", title, definition, (head, *heads), rows, down(len(rows), 1, 2, 3, 4))


def gap(made: int, of: int) -> int:
    """How many more orders would reach the target."""
    return max(0, ceil(round(TARGET * of, 6)) - made)


def _counted(cases: ir.Table, *by: str) -> list[Mapping[str, Any]]:
    """Reports, and those with an SPO considered, applied for and made. An interim order is one of the type."""
    found = cases.group_by(list(by)) if by else cases
    steps = {name: cases.count(where=_has(cases[column], SPO)) for name, column in _STEPS.items()}
    table = found.aggregate(n=cases.count(), **steps)
    rows: list[dict[str, Any]] = (table.order_by(list(by)) if by else table).to_pyarrow().to_pylist()
    for row in rows:
        row |= {step: row[step] or 0 for step in _STEPS}  # Spark counts nothing of none
    return sorted(rows, key=lambda row: tuple((row[name] is None, str(row[name])) for name in by))


_STEPS = {"considered": "orders_considered", "applied": "orders_applied_for", "made": "orders_granted"}


def _has(listed: Any, codes: tuple[str, ...]) -> Any:
    found = listed.contains(codes[0])
    for code in codes[1:]:
        found = found | listed.contains(code)
    return found


def _cells(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    shares = (Share(row[step], row["n"]) for step in _STEPS)
    return row["n"], *shares, Number(gap(row["made"], row["n"]), row["n"], digits=0)


def _types(cases: ir.Table, scope: Scope) -> Sheet:
    base = int(cases.count().to_pyarrow().as_py())
    counted = {step: _of_type(cases, column) for step, column in _STEPS.items()}
    types = sorted({name for found in counted.values() for name in found})
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (ORDER_TYPES[name].label, *(Share(counted[step].get(name, 0), base) for step in _STEPS)) for name in types
    )
    heads = ("Order", "Considered", "Applied for", "Made")
    return Sheet("types", "Orders of every type", Definition(_WHAT_TYPES, scope.words()), heads, rows)


def _of_type(cases: ir.Table, column: str) -> dict[str, int]:
    each = cases.select(type=cases[column].unnest())
    return {row["type"]: row["n"] for row in each.group_by("type").aggregate(n=each.count()).to_pyarrow().to_pylist()}


def _words(found: Mapping[str, Any], scope: Scope) -> Iterator[Saying]:
    n = found["n"]
    if not n:
        yield f"There are no {scope.words()}."
        return
    applied, made = (Share(found[step], n) for step in ("applied", "made"))
    yield (
        "Of ", n, f" {scope.words()}, a stalking protection order was applied for in ", applied, " and made in ", made,
        ".",
    )  # fmt: skip
    if short := gap(found["made"], n):
        yield "Orders in 2 of 100 reports would have been ", Number(short, n, digits=0), " more."
    else:
        yield "That is at least 2 of 100 reports."
