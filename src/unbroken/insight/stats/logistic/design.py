"""From variables to columns: levels against a reference, what is missing as a level of its own, and what cannot be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from unbroken.insight.stats.refusals import Problem, Refusal

Floats = NDArray[np.float64]

NOT_RECORDED: Final = "not recorded"
"""The level of those whose value is missing. Always shown, never left out."""

FEWEST_EVENTS: Final = 10
"""With fewer cases of the rarer outcome than this nothing is fitted."""

FEW_PER_TERM: Final = 10
"""With fewer cases of the rarer outcome for each term than this, a warning and a penalty.

Peduzzi and others (1996), J Clin Epidemiol 49:1373-1379; that no number of them is enough by itself, van Smeden and
others (2016), BMC Med Res Methodol 16:163.
"""


@dataclass(frozen=True, slots=True)
class Categorical:
    """A variable with levels, one value of each case, None where it is not recorded.

    `levels` fixes their order and names those that there are; without it they are those found, by name.
    """

    name: str
    label: str
    values: Sequence[str | None]
    reference: str
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numeric:
    """A number of each case, None where it is not recorded; the odds ratio is that of one `unit` more."""

    name: str
    label: str
    values: Sequence[float | None]
    unit: str


Variable = Categorical | Numeric


@dataclass(frozen=True, slots=True)
class Block:
    """Variables that enter together, such as all that concern the victim."""

    name: str
    variables: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a level against the reference, or one unit more. `n` have it, of whom `events` have the outcome.

    `also` names other variables that are missing in exactly the same cases: they share the column.
    """

    block: str
    variable: str
    label: str
    level: str
    reference: str
    n: int
    events: int
    is_missing: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Design:
    """The columns of a model with their matrix (n, columns), without intercept, and the outcome (n,) of 0 and 1."""

    columns: tuple[Column, ...]
    matrix: Floats = field(repr=False)
    outcome: Floats = field(repr=False)

    def of_block(self, name: str) -> list[int]:
        """Where the columns of a block are."""
        return [index for index, column in enumerate(self.columns) if column.block == name]

    @property
    def per_term(self) -> float:
        """Events per variable: cases of the rarer outcome for each column."""
        return self.fewer / len(self.columns) if self.columns else float("inf")

    @property
    def fewer(self) -> int:
        """How many cases have the rarer of the two outcomes: the events that events per variable counts."""
        events = int(self.outcome.sum())
        return min(events, len(self.outcome) - events)


def build(outcome: Sequence[bool], blocks: Sequence[Block]) -> Design:
    """The design of a model with these blocks. Raises ValueError for a variable that has not one value of each case."""
    hit = np.asarray(outcome, dtype=np.float64)
    columns, vectors = [], []
    for block in blocks:
        for variable in block.variables:
            if len(variable.values) != len(hit):
                raise ValueError(f"{variable.name} has {len(variable.values)} values for {len(hit)} cases")
            for column, vector in _columns(block.name, variable, hit):
                columns.append(column)
                vectors.append(vector)
    columns, vectors = _share_missing(columns, vectors)
    matrix = np.column_stack(vectors) if vectors else np.empty((len(hit), 0))
    return Design(tuple(columns), matrix, hit)


def problems_of(outcome: Sequence[bool], blocks: Sequence[Block]) -> Refusal | None:
    """Everything that keeps these blocks from being fitted, or None."""
    found = list(_problems_of_outcome(outcome))
    variables = [variable for block in blocks for variable in block.variables]
    if not variables:
        found.append(Problem("no-variables", "there is no variable"))
    names = Counter(variable.name for variable in variables) + Counter(f"block {block.name}" for block in blocks)
    for name, times in names.items():
        if times > 1:
            found.append(Problem("same-name", f"{name} is in the model {times} times", (name,)))
    for variable in variables:
        found += _problems_of_variable(variable)
    if not found:
        found += _problems_of_design(build(outcome, blocks))
    return Refusal(tuple(found)) if found else None


def independent(matrix: Floats) -> list[int]:
    """The columns that, with an intercept, do not follow from those before them, in order (Gram and Schmidt)."""
    kept: list[int] = []
    basis = np.full((len(matrix), matrix.shape[1] + 1), 1 / np.sqrt(max(len(matrix), 1)))
    for index, column in enumerate(matrix.T):
        found = basis[:, : len(kept) + 1]
        rest = column
        for _ in range(2):  # twice is enough: what rounding left of the others goes the second time
            rest = rest - found @ (found.T @ rest)
        length = float(np.linalg.norm(rest))
        if length > 1e-9 * float(np.linalg.norm(column)):
            kept.append(index)
            basis[:, len(kept)] = rest / length
    return kept


def _columns(block: str, variable: Variable, hit: Floats) -> Iterator[tuple[Column, Floats]]:
    if isinstance(variable, Numeric):
        yield from _of_number(block, variable, hit)
        return
    values = np.array([NOT_RECORDED if value is None else value for value in variable.values])
    for level in [*_levels(variable), NOT_RECORDED]:
        vector = (values == level).astype(np.float64)
        if level == variable.reference or not vector.any():
            continue
        column = Column(
            block, variable.name, variable.label, level, variable.reference, int(vector.sum()), int(vector @ hit)
        )
        yield replace(column, is_missing=level == NOT_RECORDED), vector


def _of_number(block: str, variable: Numeric, hit: Floats) -> Iterator[tuple[Column, Floats]]:
    """The number, its mean where it is missing, and whether it is missing: so the mean that is put in moves nothing."""
    values = np.array([np.nan if value is None else value for value in variable.values], dtype=np.float64)
    missing = np.isnan(values)
    filled = np.where(missing, values[~missing].mean(), values)
    known = ~missing
    level = f"each {variable.unit} more"
    yield Column(block, variable.name, variable.label, level, "", int(known.sum()), int(hit[known].sum())), filled
    if missing.any():
        column = Column(
            block, variable.name, variable.label, NOT_RECORDED, "recorded", int(missing.sum()), int(hit[missing].sum())
        )
        yield replace(column, is_missing=True), missing.astype(np.float64)


def _levels(variable: Categorical) -> tuple[str, ...]:
    return variable.levels or tuple(sorted({value for value in variable.values if value is not None}))


def _share_missing(columns: list[Column], vectors: list[Floats]) -> tuple[list[Column], list[Floats]]:
    """One column for variables that are missing in the same cases: whoever is unknown has neither age nor sex.

    Apart they would repeat each other, and there would be no estimate of either.
    """
    kept: list[Column] = []
    kept_vectors: list[Floats] = []
    first: dict[bytes, int] = {}
    for column, vector in zip(columns, vectors, strict=True):
        told = vector.tobytes()
        if column.is_missing and told in first:
            place = first[told]
            kept[place] = replace(kept[place], also=(*kept[place].also, column.label))
            continue
        if column.is_missing:
            first[told] = len(kept)
        kept.append(column)
        kept_vectors.append(vector)
    return kept, kept_vectors


def _problems_of_outcome(outcome: Sequence[bool]) -> Iterator[Problem]:
    events = sum(map(bool, outcome))
    if not len(outcome):
        yield Problem("no-cases", "there are no cases")
    elif events in (0, len(outcome)):
        yield Problem("one-outcome", "all cases have the same outcome")
    elif min(events, len(outcome) - events) < FEWEST_EVENTS:
        yield Problem("few-events", f"fewer than {FEWEST_EVENTS} cases have the rarer outcome")


def _problems_of_variable(variable: Variable) -> Iterator[Problem]:
    about = (variable.name,)
    if isinstance(variable, Numeric):
        found = {value for value in variable.values if value is not None}
        if not all(np.isfinite(value) for value in found):
            yield Problem("no-number", f"{variable.label}: a value is not a number", about)
        elif len(found) < 2:
            yield Problem(
                "constant", f"{variable.label}: every case for which it is recorded has the same value", about
            )
        return
    levels = {value for value in variable.values if value is not None}
    for level in sorted(levels - set(_levels(variable))):
        yield Problem("unknown-level", f"{variable.label}: {level} is none of its levels", about)
    for level in (*variable.levels, *({variable.reference} - set(variable.levels))):
        if level not in levels:
            yield Problem("empty-level", f"{variable.label}: no case has the level {level}", about)
    if len(set(variable.values)) < 2:
        yield Problem("constant", f"{variable.label}: every case has the same value", about)
    if NOT_RECORDED in levels:
        yield Problem("unknown-level", f"{variable.label}: what is missing is None, not {NOT_RECORDED}", about)


def _problems_of_design(design: Design) -> Iterator[Problem]:
    for first, second in combinations(range(len(design.columns)), 2):
        a, b = design.matrix[:, first], design.matrix[:, second]
        if np.array_equal(a, b) or np.array_equal(a, 1 - b):
            one, other = design.columns[first], design.columns[second]
            says = f"{say(one)} and {say(other)} say the same of every case"
            yield Problem("duplicated", says, (one.variable, other.variable))
    kept = set(independent(design.matrix))
    for index, column in enumerate(design.columns):
        if index not in kept:
            yield Problem("duplicated", f"{say(column)} follows from other variables", (column.variable,))
    if design.fewer < len(design.columns):
        says = f"cases of the rarer outcome are too few for {len(design.columns)} terms"
        yield Problem("few-events", says)


def say(column: Column) -> str:
    """A column in words."""
    return f"{column.label}: {column.level}"
