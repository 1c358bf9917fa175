"""What speaks for and against a fitted model: terms that say the same, cases that decide, chances that come true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import expit, logit

from unbroken.insight.stats.intervals import Interval, share, z_of
from unbroken.insight.stats.logistic.design import Design, Floats, independent
from unbroken.insight.stats.logistic.fitting import Fitted, fit

FOLDS: Final = 10
_EDGE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Collinearity:
    """How much wider a variable's intervals are for what the others say too.

    `gvif` is the generalised variance inflation factor of its `degrees` columns; `vif` makes it comparable to the
    usual factor of one column: gvif ** (1 / degrees). Above 5 is worth a look, above 10 a warning, by custom.
    """

    variable: str
    degrees: int
    gvif: float

    @property
    def vif(self) -> float:
        """The factor as if of one column: the square of Fox and Monette's GVIF^(1/(2 df))."""
        return float(self.gvif ** (1 / self.degrees))


@dataclass(frozen=True, slots=True)
class Influence:
    """Leverage and Cook's distance of each case (n,); `high` holds the places of those that stand out.

    The distance is infinite where a case alone has a level. A case stands out with a distance above 4/n or a leverage
    above twice the mean: to be looked at, not left out.
    """

    leverage: Floats
    cook: Floats
    high: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tenth:
    """Cases with like chances: how many, the mean of their chances, and the share that had the outcome."""

    n: int
    expected: float
    observed: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether chances come true: `intercept` 0 and `slope` 1 where they do; None where nothing can be estimated.

    A slope below 1 says that the chances are too extreme, as those of a model with too many terms are.
    """

    intercept: float | None
    slope: float | None
    slope_interval: Interval | None
    tenths: tuple[Tenth, ...]


def collinearity(design: Design) -> tuple[Collinearity, ...]:
    """The generalised variance inflation factor of each variable.

    det(R of its columns) det(R of all others) / det(R of all), R being correlations; of one column the usual factor.
    Source: Fox and Monette (1992), J Am Stat Assoc 87:178-183.
    """
    names = list(dict.fromkeys(column.variable for column in design.columns))
    if len(design.columns) < 2:
        return tuple(Collinearity(name, 1, 1.0) for name in names)
    correlation: Floats = np.asarray(np.corrcoef(design.matrix, rowvar=False), dtype=np.float64)
    whole = np.linalg.det(correlation)
    found = []
    for name in names:
        own = np.array([column.variable == name for column in design.columns])
        inside, outside = np.linalg.det(correlation[np.ix_(own, own)]), np.linalg.det(correlation[np.ix_(~own, ~own)])
        found.append(Collinearity(name, int(own.sum()), float(inside * outside / whole)))
    return tuple(found)


def influence(fitted: Fitted) -> Influence:
    """Leverage and Cook's distance of each case, by one step.

    Source: Pregibon (1981), Ann Stat 9:705-724: h of the weighted hat matrix; r^2 h / (1 - h)^2 / p with Pearson's r.
    """
    matrix = np.column_stack([np.ones(len(fitted.design.outcome)), fitted.design.matrix])
    chance = fitted.chances
    weight = chance * (1 - chance)
    information = matrix.T @ (matrix * weight[:, None])
    leverage = weight * np.einsum("ij,ij->i", matrix, np.linalg.solve(information, matrix.T).T)
    pearson = (fitted.design.outcome - chance) ** 2 / weight
    # A case that alone has a level fits itself: its leverage is 1, and leaving it out leaves no estimate.
    beside = np.where(leverage < 1 - _EDGE, 1 - leverage, np.nan) ** 2
    cook = np.nan_to_num(pearson * leverage / beside / matrix.shape[1], nan=np.inf)
    n, terms = matrix.shape
    stands_out = (cook > 4 / n) | (leverage > 2 * terms / n)
    return Influence(leverage, cook, tuple(np.flatnonzero(stands_out).tolist()))


def calibration(chances: Floats, outcome: Floats, level: float = 0.95) -> Calibration:
    """How given chances (n,) compare with outcomes (n,) of 0 and 1.

    The intercept is that of a logistic model with the log odds of the chance as offset, the slope that on the log odds;
    tenths are of cases by rising chance. Source: Cox (1958), Biometrika 45:562-565; Van Calster and others (2019),
    BMC Med 17:230. There is no Hosmer-Lemeshow test: its result hangs on how cases are grouped and on how many there
    are (Hosmer and others (1997), Stat Med 16:965-980), and it does not say what is wrong.
    """
    linear = logit(np.clip(chances, _EDGE, 1 - _EDGE))
    slope, interval = _slope(linear, outcome, level)
    return Calibration(_intercept(linear, outcome), slope, interval, _tenths(chances, outcome, level))


def cross_validated(fitted: Fitted, seed: int = 0) -> Floats:
    """The chance of each case from a model fitted without its tenth of the cases, (n,).

    The chances of a model on the cases it was fitted to are right on average by construction: intercept 0 and slope 1
    would say nothing. Folds hold both outcomes alike and are drawn by `seed`. A column that says nothing in the rest of
    the cases is left out of that fit; where a level separates, that fit is penalised.
    """
    design = fitted.design
    chances = np.empty(len(design.outcome))
    folds = _folds(design.outcome, seed)
    for fold in range(FOLDS):
        out = folds == fold
        kept = independent(design.matrix[~out])
        rest = Design(tuple(design.columns[i] for i in kept), design.matrix[~out][:, kept], design.outcome[~out])
        model = fit(rest, penalise=fitted.is_penalised)
        chances[out] = expit(model.coefficients[0] + design.matrix[out][:, kept] @ model.coefficients[1:])
    return chances


def _folds(outcome: Floats, seed: int) -> np.typing.NDArray[np.int64]:
    """Each case's fold: those with the outcome dealt out in an order drawn by the seed, then those without."""
    chance = np.random.Generator(np.random.PCG64(seed))
    drawn = np.concatenate([chance.permutation(np.flatnonzero(outcome == hit)) for hit in (1, 0)])
    folds = np.empty(len(outcome), dtype=np.int64)
    folds[drawn] = np.arange(len(outcome)) % FOLDS
    return folds


def _tenths(chances: Floats, outcome: Floats, level: float) -> tuple[Tenth, ...]:
    order = np.argsort(chances, kind="stable")
    found = []
    for part in np.array_split(order, min(10, len(order))):
        hit = int(outcome[part].sum())
        observed = share(hit, len(part), level)
        if observed.value is not None and observed.interval is not None:
            found.append(Tenth(len(part), float(chances[part].mean()), observed.value, observed.interval))
    return tuple(found)


def _intercept(linear: Floats, outcome: Floats) -> float | None:
    """What must be added to every log odds for the chances to add up to the outcomes; Newton in one dimension."""
    if outcome.min() == outcome.max():
        return None
    added = 0.0
    for _ in range(100):
        chance = expit(linear + added)
        move = float((outcome - chance).sum() / (chance * (1 - chance)).sum())
        added += float(np.clip(move, -2, 2))
        if abs(move) < 1e-10:
            break
    return added


def _slope(linear: Floats, outcome: Floats, level: float) -> tuple[float | None, Interval | None]:
    """The slope on the log odds with Wald's interval; None where the outcomes are told apart wholly, or not at all."""
    if np.ptp(linear) < _EDGE or outcome.min() == outcome.max():
        return None, None
    design = Design((), linear[:, None], outcome)
    from firthmodels import detect_separation

    if detect_separation(linear[:, None], outcome).separation:
        return None, None
    model = fit(design, separated=(), penalise=False)
    slope = float(model.coefficients[1])
    reach = z_of(level) * float(model.model.bse_[0])
    return slope, Interval(slope - reach, slope + reach, level)
