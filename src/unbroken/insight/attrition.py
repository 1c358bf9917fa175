"""Attrition: of the reports that enter a stage, how many are still in it, how many left, and how many went on.

Each report is counted once at each stage that it entered. Ends are exclusive and exhaustive: entrants are those still
inside, those who left and those who went on, and what nobody recorded is an end of its own (demand ANA-05; the
published account has three cases without an end, and parts that exceed the whole).

A description that overlaps, such as a victim who stopped answering, is no end: `left_as` of the extract is for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from unbroken.vocabulary.courts import VERDICTS

if TYPE_CHECKING:
    import ibis.expr.types as ir

INSIDE, ON = "inside", "on"
STAGES = {
    "investigation": "Reported and investigated",
    "cps": "Submitted to the CPS",
    "court": "Charged",
    "convicted": "Convicted",
}
"""The stages, in order. A charge by police goes from the first to the third, and is counted in the second as well."""

ENDS: Mapping[str, str] = {
    "victim": "Victim does not support it, by the outcome",
    "no_suspect": "Police: no suspect identified",
    "evidence": "Police or CPS: evidential difficulties",
    "prevented": "Police: prosecution prevented",
    "not_public_interest": "Police: not in the public interest",
    "disposal": "Police: caution, community resolution or diversion",
    "health": "Health: suspect too ill",
    "cps": "CPS: no charge",
    "elsewhere": "Passed to another body",
    "no_outcome": "Closed, and no outcome recorded",
    "acquitted": "Acquitted",
    "dropped": "Dropped after charge",
    "no_verdict": "Ended, and no verdict recorded",
}
"""How a report leaves a stage. By the outcome that stands, and after charge by the verdicts."""
BY_OUTCOME = {
    "0": "no_outcome", "2": "disposal", "2A": "disposal", "3": "disposal", "3A": "disposal", "4": "elsewhere",
    "5": "prevented", "6": "disposal", "7": "disposal", "8": "disposal", "9": "cps", "10": "not_public_interest",
    "11": "prevented", "12": "health", "13": "prevented", "14": "victim", "15": "evidence", "16": "victim",
    "17": "prevented", "18": "no_suspect", "19": "elsewhere", "20": "elsewhere", "21": "not_public_interest",
    "22": "disposal",
}  # fmt: skip
_CHARGED = ("1", "1A")


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage: who entered, who is still inside, who left and how, and who went on."""

    name: str
    entered: int
    inside: int
    left: Mapping[str, int]
    on: int

    @property
    def is_whole(self) -> bool:
        """Whether everybody who entered is accounted for."""
        return self.entered == self.inside + sum(self.left.values()) + self.on


@dataclass(frozen=True, slots=True)
class Attrition:
    """The stages of a group of reports, in order. `group` is empty for all of them."""

    group: tuple[Any, ...]
    stages: tuple[Stage, ...]

    def stage(self, name: str) -> Stage:
        """A stage by name."""
        return next(stage for stage in self.stages if stage.name == name)


def attrition(cases: ir.Table, *by: str) -> tuple[Attrition, ...]:
    """The attrition of these cases, apart for each value of the columns `by`, in their order. One query."""
    told = cases.mutate(reached=_reached(cases), end=_end(cases))
    found = told.group_by([*by, "reached", "end"]).aggregate(n=told.count()).to_pyarrow().to_pylist()
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {} if by else {(): []}
    for row in found:
        groups.setdefault(tuple(row[name] for name in by), []).append(row)
    return tuple(Attrition(group, flow((row["reached"], row["end"], row["n"]) for row in groups[group]))
                 for group in sorted(groups, key=_in_order))  # fmt: skip


def flow(counted: Iterable[tuple[str, str, int]]) -> tuple[Stage, ...]:
    """The stages from counts by the last stage reached and how the report is there: `inside`, or one of ENDS.

    This is the arithmetic of the published flows too. ValueError where a stage or an end is none.
    """
    at: dict[str, dict[str, int]] = {stage: {} for stage in STAGES}
    for reached, end, n in counted:
        if reached not in STAGES or (end != INSIDE and end not in ENDS):
            raise ValueError(f"{reached!r}, {end!r}: not one of {', '.join(STAGES)} with one of {', '.join(ENDS)}")
        at[reached][end] = at[reached].get(end, 0) + n
    return tuple(_stages(at))


def _stages(at: Mapping[str, Mapping[str, int]]) -> Iterator[Stage]:
    entered = sum(sum(ends.values()) for ends in at.values())
    for name, ends in at.items():
        here = sum(ends.values())
        left = {end: ends[end] for end in ENDS if ends.get(end)}
        yield Stage(name, entered, ends.get(INSIDE, 0), left, entered - here)
        entered -= here


def _reached(cases: Any) -> Any:
    """The last stage that a report entered."""
    import ibis

    return ibis.cases(
        (cases.is_convicted, "convicted"),
        (_is_charged(cases), "court"),
        (cases.submissions > 0, "cps"),
        else_="investigation",
    )


def _end(cases: Any) -> Any:
    """How it left the last stage that it entered; INSIDE where it has not."""
    import ibis

    by_group = {group: [code.code for code in VERDICTS.codes if code.group == group]
                for group in ("not_convicted", "stopped")}  # fmt: skip
    is_charged = _is_charged(cases)
    return ibis.cases(
        (cases.is_convicted, INSIDE),
        (is_charged & cases.ended_on.isnull(), INSIDE),
        (is_charged & _has_any(cases.verdicts, by_group["not_convicted"]), "acquitted"),
        (is_charged & _has_any(cases.verdicts, by_group["stopped"]), "dropped"),
        (is_charged, "no_verdict"),
        (cases.ended_on.isnull() & cases.outcome.isnull(), INSIDE),
        (_is(cases.ended_by, "cps") & (cases.submissions > 0), "cps"),
        (_is(cases.ended_by, "victim"), "victim"),
        (_is(cases.ended_by, "health"), "health"),
        *((_is(cases.outcome, outcome), end) for outcome, end in BY_OUTCOME.items()),
        else_="no_outcome",
    )


def _is_charged(cases: Any) -> Any:
    return cases.charged_on.notnull() | cases.outcome.isin(_CHARGED).fill_null(False)


def _is(column: Any, value: str) -> Any:
    return (column == value).fill_null(False)


def _has_any(listed: Any, codes: Iterable[str]) -> Any:
    return reduce(or_, [listed.contains(code) for code in codes])


def _in_order(group: tuple[Any, ...]) -> tuple[tuple[bool, str], ...]:
    """By the values of a group, what is not recorded last."""
    return tuple((value is None, str(value)) for value in group)
