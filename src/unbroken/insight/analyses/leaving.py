"""When victims leave and when police close: in the published bands, with the reasons given.

Withdrawing, losing contact and not supporting from the first are never merged: they are different failures, and need
different answers. Closing by police is counted of reports whose victim had not left before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from unbroken.insight.bands import BANDS, in_bands
from unbroken.insight.extract import Extract
from unbroken.insight.labels import label
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Analysis, Cell, Definition, Saying, Share, Sheet, down, running

if TYPE_CHECKING:
    import ibis.expr.types as ir

WAYS: Mapping[str, str] = {
    "withdrew": "Withdrew",
    "disengaged": "Could no longer be reached, or stopped answering",
    "no_support_at_report": "Did not support action when reporting",
}
STAYED = "Has not left, or came back"
_POLICE = ("police", "police_or_cps")
_WHAT_LEFT = (
    "Reports whose victim left and has not come back, by the first way and day that stand; days are from the report. "
    "A victim who came back is not counted as gone."
)
_WHAT_CLOSED = (
    "Reports that police closed without charge or caution and that were not sent to the CPS, whose victim had not left "
    "before; days are from the report to the closing that stands."
)
_SEVERAL = "Several reasons may be given: their shares add up to more than the whole."


def report_leaving(extract: Extract, scope: Scope) -> Analysis:
    """How soon victims leave, how soon police close, and what reasons are given."""
    cases = scope.of(extract.table("cases"))
    base = int(cases.count().to_pyarrow().as_py())
    gone = cases.filter(cases.left_as.notnull() & ~cases.came_back.fill_null(False))
    closed = cases.filter(is_closed_by_police(cases))
    ways = {row["left_as"]: row["n"] for row in _counted(gone, "left_as")}
    withdrew = gone.filter(gone.left_as == "withdrew")
    left = Definition(_WHAT_LEFT, f"{scope.words()}, whose victim withdrew", (_SEVERAL,))
    ended = Definition(_WHAT_CLOSED, f"{scope.words()}, closed by police", (_SEVERAL,))
    stayed = base - sum(ways.get(way, 0) for way in WAYS)
    how = (*((text, Share(ways.get(way, 0), base)) for way, text in WAYS.items()), (STAYED, Share(stayed, base)))
    return Analysis(
        name="leaving",
        title="When victims leave, and when police close",
        words=tuple(_words(ways, withdrew, base, scope)),
        sheets=(
            Sheet("ways", "How victims left", Definition(_WHAT_LEFT, scope.words()), ("Way", "Reports"), how,
                  down(len(how), 1)),
            _by_band("withdrew_when", "How soon victims withdrew", withdrew, "days_to_leaving", left),
            _by_reason("withdrew_why", "Why victims withdrew", withdrew, "leaving_reasons", left),
            _by_band("closed_when", "How soon police closed", closed, "days_to_closure", ended),
            _by_reason("closed_why", "Why police closed", closed, "closure_reasons", ended),
        ),
    )  # fmt: skip


def is_closed_by_police(cases: Any) -> Any:
    """Closed by police with no further action, the victim not having left before."""
    is_there = cases.left_on.isnull() | (cases.left_on > cases.closed_on)
    return (
        cases.closed_on.notnull()
        & cases.ended_by.isin(_POLICE).fill_null(False)
        & (cases.submissions == 0)
        & cases.charged_on.isnull()
        & is_there.fill_null(False)
        & ~(cases.left_at == "A4c").fill_null(False)  # a disposal
    )


def _counted(cases: ir.Table, column: str) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = cases.group_by(column).aggregate(n=cases.count()).to_pyarrow().to_pylist()
    return found


def _by_band(name: str, title: str, cases: ir.Table, column: str, definition: Definition) -> Sheet:
    counted = in_bands((row[column], row["n"]) for row in _counted(cases, column))
    of = sum(counted.values())
    rows: list[tuple[Cell, ...]] = []
    so_far = 0
    for band, n in counted.items():
        so_far += n
        rows.append((band, Share(n, of), Share(so_far, of) if band in BANDS else None))
    sums = (*down(len(rows), 1), *running(len(BANDS), 1, 2))
    return Sheet(name, title, definition, ("When", "Reports", "So far"), tuple(rows), sums)


def _by_reason(name: str, title: str, cases: ir.Table, column: str, definition: Definition) -> Sheet:
    of = int(cases.count().to_pyarrow().as_py())
    each = cases.mutate(reason=cases[column].unique().unnest())
    counted = sorted(_counted(each.select("reason"), "reason"), key=lambda row: (-row["n"], str(row["reason"])))
    none = int(cases.filter(cases[column].length() == 0).count().to_pyarrow().as_py())
    rows: list[tuple[Cell, ...]] = [
        (label(column, row["reason"]), Share(row["n"], of)) for row in counted if row["reason"]
    ]
    return Sheet(name, title, definition, ("Reason", "Reports"), (*rows, ("no reason recorded", Share(none, of))))


def _words(ways: Mapping[str, int], gone: ir.Table, base: int, scope: Scope) -> Iterator[Saying]:
    """`gone` are the reports whose victim withdrew."""
    if not base:
        yield f"There are no {scope.words()}."
        return
    withdrew = ways.get("withdrew", 0)
    yield f"Of {scope.words()}, the victim withdrew in ", Share(withdrew, base), "."
    if withdrew:
        soon = gone.filter(gone.days_to_leaving <= 7).count().to_pyarrow().as_py()
        yield "Of those, ", Share(int(soon), withdrew), " did within the first week."
