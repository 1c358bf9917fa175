"""How far two coders agree, question by question, and where they do not.

Only what both are done with is compared. The ways of having no answer are answers here: one who says *not known* and
one who says *not recorded* do not agree. Where any number of answers can be given, two coders agree where they gave the
same ones, all of them. The coefficients are those of `insight.stats.agreement`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from unbroken.insight.coding.frame import NUMBER, Frame, Variable

if TYPE_CHECKING:
    from unbroken.insight.stats.agreement import Agreement
    from unbroken.insight.stats.intervals import Share

Key = tuple[str, str]
"""A question by its name, and the person it is about ("" where it is about nobody in particular)."""
Answers = Mapping[Key, tuple[str, ...]]


LEAST = 10
"""Answers that must be compared before a coefficient is told: of fewer, its interval means nothing."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What two coders answered of one report."""

    report: str
    first: Answers
    second: Answers


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question that two coders answered differently; an answer is empty where one gave none."""

    report: str
    variable: str
    person: str
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far two coders agree on one question: as a share, and beyond chance.

    `alone` counts the answers that only one of the two gave: they can be compared with nothing. `kappa` is None for
    numbers, of which near misses are not like others.
    """

    variable: Variable
    share: Share
    kappa: Agreement | None
    alpha: Agreement
    alone: int


def agree(frame: Frame, pairs: Sequence[Pair], *, resamples: int = 2000) -> tuple[Agreed, ...]:
    """The agreement on each question of the frame, in its order.

    Cohen's kappa takes the first and the second coder of each report for two people. Where more than two people code,
    it is Krippendorff's alpha that counts, which does not ask who gave which answer. `resamples` is how many draws are
    behind its interval.
    """
    return tuple(_agree(variable, pairs, resamples) for variable in frame.variables)


def disagreements(frame: Frame, pairs: Sequence[Pair]) -> tuple[Disagreement, ...]:
    """Every question that two answered differently, by report and in the order of the frame."""
    order = {variable.name: place for place, variable in enumerate(frame.variables)}
    return tuple(
        Disagreement(pair.report, *key, pair.first.get(key, ()), pair.second.get(key, ()))
        for pair in pairs
        for key in sorted({*pair.first, *pair.second}, key=lambda key: (order.get(key[0], len(order)), key))
        if set(pair.first.get(key, ())) != set(pair.second.get(key, ()))
    )


def _agree(variable: Variable, pairs: Sequence[Pair], resamples: int) -> Agreed:
    from unbroken.insight.stats.agreement import cohen_kappa, krippendorff_alpha, percent_agreement

    first, second = [], []
    for pair in pairs:
        for key in sorted({*pair.first, *pair.second}):
            if key[0] == variable.name:
                first.append(_one(pair.first.get(key)))
                second.append(_one(pair.second.get(key)))
    alone = sum((a is None) != (b is None) for a, b in zip(first, second, strict=True))
    share = percent_agreement(first, second)
    if variable.type == NUMBER:
        numbers = [[_number(value) for value in coder] for coder in (first, second)]
        alpha = krippendorff_alpha(numbers, metric="interval", resamples=resamples)
        return Agreed(variable, share, None, alpha, alone)
    alpha = krippendorff_alpha([first, second], resamples=resamples)
    return Agreed(variable, share, cohen_kappa(first, second), alpha, alone)


def _one(values: Sequence[str] | None) -> str | None:
    """An answer as one value: the codes in a fixed order."""
    return " ".join(sorted(values)) if values else None


def _number(value: str | None) -> float | None:
    """A number; None for an answer that is none, which has no distance from a number."""
    return float(value) if value is not None and value.isdigit() else None


HEAD = (
    "question", "unit", "compared", "the same", "per cent", "from", "to", "only one answered",
    "kappa", "kappa from", "kappa to", "alpha", "alpha from", "alpha to", "note",
)  # fmt: skip
"""The columns of the agreement as a table."""


def row_of(one: Agreed) -> tuple[str, ...]:
    """The agreement on a question as a row of a table: shares in per cent to one digit, coefficients to three."""
    share, kappa, alpha = one.share, one.kappa, one.alpha
    low_high = (share.interval.low, share.interval.high) if share.interval else (None, None)
    percents = [100 * value if value is not None else None for value in (share.value, *low_high)]
    notes = dict.fromkeys(found.says for found in (kappa, alpha) if found and found.says)
    is_few = 0 < share.base < LEAST
    if is_few:
        notes = {f"fewer than {LEAST} were compared: no coefficient": None}
    return (
        one.variable.name,
        one.variable.unit,
        str(share.base),
        str(share.count),
        *(_digits(value, 1) for value in percents),
        str(one.alone),
        *_coefficient(None if is_few else kappa),
        *_coefficient(None if is_few else alpha),
        "; ".join(notes),
    )


def _coefficient(found: Agreement | None) -> tuple[str, str, str]:
    if found is None or found.value is None:
        return "", "", ""
    interval = found.interval
    limits = (interval.low, interval.high) if interval else (None, None)
    return _digits(found.value, 3), _digits(limits[0], 3), _digits(limits[1], 3)


def _digits(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"
