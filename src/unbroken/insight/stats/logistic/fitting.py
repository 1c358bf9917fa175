"""Fitting one logistic model: by maximum likelihood, or with Firth's penalty where a level separates the outcomes."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtrc, chdtri, expit

from unbroken.insight.stats.logistic.design import FEW_PER_TERM, Design, Floats, say

_CLOSE: Final = 1e-8
_STEPS: Final = 200


@dataclass(frozen=True, slots=True)
class Test:
    """A likelihood-ratio test: twice the gain in log-likelihood, degrees of freedom and p value."""

    statistic: float
    degrees: int
    p_value: float

    __test__ = False  # no class of tests, whatever its name


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted model. `coefficients` (1 + columns), the intercept first; `log_likelihood` without the penalty.

    `maximised` is what was maximised: the same, or with the penalty. `separated` names the columns that tell the
    outcomes apart so far that maximum likelihood has no estimate of them; where there are any the model is penalised.
    """

    design: Design = field(repr=False)
    coefficients: Floats
    log_likelihood: float
    maximised: float
    separated: tuple[str, ...]
    is_penalised: bool
    model: Any = field(repr=False)

    @property
    def linear(self) -> Floats:
        """The logarithm of the odds of each case, (n,)."""
        return np.asarray(self.coefficients[0] + self.design.matrix @ self.coefficients[1:], dtype=np.float64)

    @property
    def chances(self) -> Floats:
        """The fitted chance of each case, (n,): for diagnostics of the set, not to be shown of anybody."""
        return np.asarray(expit(self.linear), dtype=np.float64)


def separated_columns(design: Design) -> tuple[str, ...]:
    """The columns whose estimate by maximum likelihood would be infinite, in words.

    By linear programming: is there a direction in which every case is only ever fitted better? Source: Konis (2007),
    Linear Programming Algorithms for Detecting Separated Data; Albert and Anderson (1984), Biometrika 71:1-10. Cases
    alike are looked at once. (bfgs of a common library reports convergence on such data: look before fitting.)
    """
    from firthmodels import detect_separation  # loads scikit-learn

    alike = _once(np.column_stack([design.matrix, design.outcome]))
    found = detect_separation(alike[:, :-1], alike[:, -1])
    return tuple(
        say(column) for column, is_finite in zip(design.columns, found.is_finite[:-1], strict=True) if not is_finite
    )


def _once(rows: Floats) -> Floats:
    """Each row once, in the order of the first. By their bytes: sorting ten thousands of rows takes seconds."""
    told = np.ascontiguousarray(rows).view(f"V{rows.shape[1] * rows.itemsize}").ravel().tolist()
    return np.frombuffer(b"".join(dict.fromkeys(map(bytes, told))), dtype=rows.dtype).reshape(-1, rows.shape[1])


def fit(design: Design, *, separated: tuple[str, ...] | None = None, penalise: bool | None = None) -> Fitted:
    """Fit the model, with Firth's penalty where columns separate the outcomes or there are few events for each.

    `penalise` says otherwise, but without the penalty nothing that is separated can be fitted. Source: Firth (1993),
    Biometrika 80:27-38; against separation, Heinze and Schemper (2002), Stat Med 21:2409-2419. With few events maximum
    likelihood takes odds ratios too far from 1, and its intervals hold the truth too seldom: of made-up cases with the
    published odds ratios of police closure (n 376, 7.8 events a term) 92.5 % do, and with the penalty 94.1 %.
    The library does both: the weight of the penalty is 1/2, or 0. Raises ArithmeticError where it does not settle.
    """
    from firthmodels import FirthLogisticRegression

    columns = separated_columns(design) if separated is None else separated
    is_penalised = bool(columns) or (design.per_term < FEW_PER_TERM if penalise is None else penalise)
    weight = 0.5 if is_penalised else 0.0
    # numba, where it happens to be installed, would be another way to the same numbers: always take one.
    model = FirthLogisticRegression(backend="numpy", penalty_weight=weight, max_iter=_STEPS, gtol=_CLOSE, xtol=_CLOSE)
    with _quietly():
        model.fit(design.matrix, design.outcome)
    coefficients = np.concatenate([[model.intercept_], model.coef_])
    if not np.isfinite(coefficients).all() or not _has_settled(design, coefficients, model):
        raise ArithmeticError("the fit does not settle")
    plain = _Likelihood(design, penalised=False)(coefficients)[0]
    return Fitted(design, coefficients, plain, float(model.loglik_), columns, is_penalised, model)


def profile_interval(fitted: Fitted, index: int, level: float) -> tuple[float, float]:
    """The profile-likelihood limits of the coefficient of a column: the values that a test at this level leaves.

    Source: Venzon and Moolgavkar (1988), Appl Stat 37:87-94, in the library; with the penalty, Heinze and Schemper
    (2002). Where that method does not settle, the limit is looked for on the profile itself.
    """
    found = []
    with _quietly():
        limits = fitted.model.conf_int(alpha=1 - level, method="pl", features=[index], max_iter=100, tol=1e-7)[index]
        for limit, side in zip(limits, (-1, 1), strict=True):
            is_beyond = np.isfinite(limit) and (limit - fitted.coefficients[index + 1]) * side > 0
            found.append(float(limit) if is_beyond else _search(fitted, index + 1, level, side))
    return found[0], found[1]


def likelihood_ratio(fitted: Fitted, columns: list[int]) -> Test:
    """Whether the model is better for these columns: against the same model with their coefficients held at 0.

    In a penalised model the penalty stays that of the whole model, or the two could not be compared: Heinze and
    Schemper (2002), section 3.
    """
    likelihood = _Likelihood(fitted.design, penalised=fitted.is_penalised)
    start = fitted.coefficients.copy()
    start[[column + 1 for column in columns]] = 0.0
    free = np.array([index - 1 not in columns for index in range(len(start))])
    with _quietly():
        without = _maximise(likelihood, start, free)[0]
    statistic = max(2 * (fitted.maximised - without), 0.0)
    return Test(statistic, len(columns), float(chdtrc(len(columns), statistic)) if columns else 1.0)


class _Likelihood:
    """The log-likelihood at given coefficients, with its score and information; with Firth's penalty or without."""

    def __init__(self, design: Design, *, penalised: bool) -> None:
        self.matrix = np.column_stack([np.ones(len(design.outcome)), design.matrix])
        self.outcome = design.outcome
        self.penalised = penalised

    def __call__(self, coefficients: Floats) -> tuple[float, Floats, Floats]:
        linear = self.matrix @ coefficients
        chance = expit(linear)
        weight = chance * (1 - chance)
        information = self.matrix.T @ (self.matrix * weight[:, None])
        value = float(self.outcome @ linear - np.logaddexp(0, linear).sum())
        residual = self.outcome - chance
        if self.penalised:
            sign, logarithm = np.linalg.slogdet(information)
            if sign <= 0:
                return -np.inf, np.zeros_like(coefficients), information
            value += 0.5 * float(logarithm)
            leverage = weight * np.einsum("ij,ij->i", self.matrix, np.linalg.solve(information, self.matrix.T).T)
            residual = residual + leverage * (0.5 - chance)
        return value, self.matrix.T @ residual, information


def _maximise(
    likelihood: Callable[[Floats], tuple[float, Floats, Floats]], start: Floats, free: np.typing.NDArray[np.bool_]
) -> tuple[float, Floats]:
    """The largest likelihood with the coefficients that are not free held where they start."""
    at = start.copy()
    value, score, information = likelihood(at)
    for _ in range(_STEPS):
        if not free.any() or np.abs(score[free]).max() < _CLOSE:
            break
        move = np.zeros_like(at)
        move[free] = np.linalg.solve(information[np.ix_(free, free)], score[free])
        move *= min(1.0, 5.0 / max(np.abs(move).max(), 1e-300))
        for _ in range(40):
            found = likelihood(at + move)
            if found[0] >= value - 1e-12 * abs(value):
                break
            move /= 2
        gain, at = found[0] - value, at + move
        value, score, information = found
        if abs(gain) < 1e-12 * abs(value) and np.abs(move).max() < _CLOSE:
            break
    return value, at


def _search(fitted: Fitted, index: int, level: float, side: int) -> float:
    """The limit of one coefficient on its profile, by stepping away from the estimate until it is passed."""
    likelihood = _Likelihood(fitted.design, penalised=fitted.is_penalised)
    target = fitted.maximised - float(chdtri(1, 1 - level)) / 2
    free = np.arange(len(fitted.coefficients)) != index
    at = fitted.coefficients.copy()

    def above(value: float) -> float:
        start = at.copy()
        start[index] = value
        return _maximise(likelihood, start, free)[0] - target

    inner = float(fitted.coefficients[index])
    reach = 0.5
    while above(inner + side * reach) > 0:
        reach *= 1.6
        if reach > 60:
            return side * np.inf
    return float(brentq(above, inner, inner + side * reach, xtol=1e-8))


def _has_settled(design: Design, coefficients: Floats, model: Any) -> bool:
    """The library's word, or that the step it would take next is too small to show.

    Near the top a penalised likelihood rises by less than a float can tell, and the library gives up on its last steps.
    """
    if model.converged_:
        return True
    _, score, information = _Likelihood(design, penalised=model.penalty_weight > 0)(coefficients)
    try:
        step = np.linalg.solve(information, score)
    except np.linalg.LinAlgError:
        return False
    return bool(np.abs(step).max() < 1e-6)


@contextmanager
def _quietly() -> Iterator[None]:
    """The library warns where something does not settle; here that is looked at instead."""
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings(), one_thread():
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield


@contextmanager
def one_thread() -> Iterator[None]:
    """Many small products take one thread: on more, waiting for one another takes most of the time.

    A model of 376 cases and 14 terms with its limits, on two processors: 0.3 s on two threads, 0.04 s on one.
    """
    with _threads().limit(limits=1, user_api="blas"):
        yield


@cache
def _threads() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
