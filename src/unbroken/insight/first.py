"""What comes first of each report, and on what day: the victim leaves, police close, a charge, or another ending.

Each keeps the others from coming first, so they compete (demand ANA-09). Ibis expressions, on any engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from unbroken.insight.stats.competing.times import Observed

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

ENDS: Mapping[str, str] = {
    "victim": "Victim leaves",
    "police": "Police close, no further action",
    "charge": "Charge",
    "other": "Another ending",
}
"""What can come first, in order. What none of them has come of yet is open."""
OPEN = "open"
TROUBLES: Mapping[str, str] = {
    "no_day": "without the day of the report",
    "after": "made after the day of the extract",
    "no_end_day": "with an ending whose day nobody recorded",
}
"""Why what comes first, and when, cannot be told of a report."""
WAYS = ("withdrew", "disengaged", "no_support_at_report")
BY_OUTCOME = "by_outcome"
"""How a victim is known to have left: by an entry of their leaving, one of WAYS, or by the outcome at closing alone."""
_POLICE = ("police", "police_or_cps")
_CHARGED = ("1", "1A")
_LATE = 2**30  # later than any day: of what did not happen


def day_of(made_at: str) -> date:
    """The day in the UK of a moment as a manifest writes it: up to then an extract knows what happened."""
    return datetime.fromisoformat(made_at).astimezone(ZoneInfo("Europe/London")).date()


def first(cases: ir.Table, on: date, *also: str) -> ir.Table:
    """What came first of each case: `end` (of ENDS, or OPEN), `days` from the report, and the columns `also`.

    An open case has the days up to `on`, the day of the extract. `trouble` is one of TROUBLES, or none. `way` says how
    a victim left. `is_early` says that the ending is dated before the report, whose days are then none, and `is_late`
    that it is dated after `on`.

    A leaving counts if the victim has not come back, and a closing if it stands and no charge was laid. Of two on one
    day a charge comes before a leaving and a leaving before a closing. Days are the least where a day is known only to
    a period, as everywhere in an extract.
    """
    import ibis

    told = with_days(cases)
    told = told.mutate(
        step=ibis.cases(
            (~told.is_charged & ~told.is_gone & ~told.is_closed, OPEN),
            (told.is_charged & (told.charge <= told.leaving), "charge"),  # of a charged case no closing counts
            (told.is_gone & (told.leaving <= told.closing), "left"),
            else_="closed",
        )
    )
    end = ibis.cases(
        (told.step == "charge", "charge"),
        (told.step == "left", "victim"),
        (told.step == OPEN, OPEN),
        (_is(told.ended_by, "victim"), "victim"),
        (_is_by_police(told), "police"),
        else_="other",
    )
    on_day = ibis.cases(
        (told.step == "charge", told.charge_on),
        (told.step == "left", told.left_on),
        (told.step == "closed", told.end_on),
    )
    days = ibis.least(told.charge, told.leaving, told.closing)
    observed = ibis.literal(on).delta(told.made_on, unit="day")
    is_unknown = ((told.is_charged & (told.charge == _LATE)) | (told.is_gone & (told.leaving == _LATE))
                  | (told.is_closed & (told.closing == _LATE)))  # fmt: skip
    trouble = ibis.cases((told.made_on.isnull(), "no_day"), (told.made_on > on, "after"), (is_unknown, "no_end_day"))
    return told.select(
        *also,
        end=end,
        days=ibis.ifelse(end == OPEN, observed, days),
        trouble=trouble,
        way=ibis.cases((told.step == "left", told.left_as), (_is(end, "victim"), BY_OUTCOME)),
        is_early=(on_day < told.made_on).fill_null(False),
        is_late=(on_day > on).fill_null(False),
    )


def is_charged(cases: Any) -> Any:
    """Whether anybody was charged: by a charge, or by the outcome alone."""
    return cases.charged_on.notnull() | cases.outcome.isin(_CHARGED).fill_null(False)


def is_gone(cases: Any) -> Any:
    """Whether the victim left and has not come back."""
    return cases.left_as.notnull() & ~cases.came_back.fill_null(False)


def with_days(cases: Any) -> Any:
    """The cases with `is_charged`, `is_gone` and `is_closed`, and the days to each: `charge`, `leaving`, `closing`.

    Days are past any day where it did not happen, or nobody knows when.
    """
    import ibis

    told = cases.mutate(
        is_charged=is_charged(cases),
        is_gone=is_gone(cases),
        is_closed=~is_charged(cases) & (cases.closed_on.notnull() | cases.ended_on.notnull() | cases.outcome.notnull()),
        charge_on=cases.charged_on.coalesce(cases.closed_on),
        end_on=cases.closed_on.coalesce(cases.ended_on),
    )

    def when(happened: Any, days: Any, day: Any) -> Any:
        since = day.delta(told.made_on, unit="day")
        known = days.coalesce(since)
        known = ibis.ifelse(known < 0, 0, known)  # what is dated before the report counts on its day, as in an extract
        return ibis.ifelse(happened, known.coalesce(_LATE), _LATE)

    return told.mutate(
        charge=when(told.is_charged, told.days_to_charge, told.charge_on),
        leaving=when(told.is_gone, told.days_to_leaving, told.left_on),
        closing=when(told.is_closed, told.days_to_closure, told.end_on),
    )


def _is_by_police(cases: Any) -> Any:
    """Closed by police without caution and without the CPS: the closings of the analysis `leaving`."""
    is_disposal = _is(cases.left_at, "A4c")
    return cases.ended_by.isin(_POLICE).fill_null(False) & ~is_disposal & (cases.submissions == 0)


def _is(column: Any, value: str) -> Any:
    return (column == value).fill_null(False)


@dataclass(frozen=True)
class Firsts:
    """What came first of each case of a scope, read into memory: the rows of `first`, in any order."""

    table: pa.Table

    @cached_property
    def is_counted(self) -> NDArray[np.bool_]:
        """Whose first ending, or being open, and day are known, (n,)."""
        return np.asarray(self.table["trouble"].is_null().to_numpy(zero_copy_only=False), dtype=np.bool_)

    @cached_property
    def observed(self) -> Observed:
        """Those that count, as the kernel takes them; the outcomes are those of ENDS."""
        days = self.table["days"].to_numpy()[self.is_counted]
        codes = self.labels("end", lambda end: str(list(ENDS).index(end) + 1) if end in ENDS else "0")
        return Observed(days.astype(np.float64), codes.astype(np.int64), tuple(ENDS))

    def labels(self, column: str, named: Callable[[Any], str]) -> NDArray[np.str_]:
        """A column of those that count, each value by name, (counted,)."""
        encoded = self.table[column].combine_chunks().dictionary_encode(null_encoding="encode")
        names = np.array([named(value) for value in encoded.dictionary.to_pylist()] or [""], dtype=str)
        places = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        return np.asarray(names[places][self.is_counted], dtype=np.str_)

    def counted(self, *columns: str) -> Iterator[tuple[Mapping[str, Any], int]]:
        """The values of these columns among those that count, with how many have each."""
        own = self.table.select(columns).filter(self.is_counted)
        for row in own.group_by(list(columns)).aggregate([([], "count_all")]).to_pylist():
            yield row, row.pop("count_all")

    def troubled(self, trouble: str) -> int:
        """How many do not count for this reason, one of TROUBLES."""
        return int((self.table["trouble"].to_numpy(zero_copy_only=False) == trouble).sum())


def read_first(cases: ir.Table, on: date, *also: str) -> Firsts:
    """What came first of each of these cases. One query."""
    return Firsts(first(cases, on, *also).to_pyarrow())
