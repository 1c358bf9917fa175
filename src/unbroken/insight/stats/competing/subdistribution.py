"""Fine and Gray's regression: what goes with a higher or lower cumulative incidence of one outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.special import ndtr

from unbroken.insight.stats.competing.times import Counts, Floats, Integers, Observed
from unbroken.insight.stats.intervals import Interval, z_of
from unbroken.insight.stats.refusals import Refusal, refuse

_STEPS, _CLOSE = 50, 1e-9
_NOTHING, _SINGULAR = 1e-12, 1e12
_LARGEST = 20.0
"""A log ratio beyond this is on its way to infinity: somebody's outcome is told by the column alone."""


@dataclass(frozen=True, slots=True)
class SubdistributionTerm:
    """One column: the ratio of subdistribution hazards with its interval, by the robust standard error of its log."""

    name: str
    coefficient: float
    standard_error: float
    ratio: float
    interval: Interval
    p_value: float


@dataclass(frozen=True, slots=True)
class SubdistributionFit:
    """A fitted model of one outcome. `covariance` (p, p) is the robust one; log-likelihoods are partial ones."""

    outcome: str
    n: int
    events: int
    terms: tuple[SubdistributionTerm, ...]
    covariance: Floats
    log_likelihood: float
    null_log_likelihood: float


@dataclass(frozen=True, slots=True)
class _Weighted:
    """What the fit goes over: columns (n, p), codes, and where each case stands among the event times.

    `place` is the number of event times before a case's own, `through` that of those up to and on it. `reached` is the
    chance of still being uncensored just before each event time, `own` just before each case's time. `by_time` and
    `others_by_time` (e + 1, n) add up what cases have by `through`: all, and those with another outcome by weight.
    """

    columns: Floats
    is_event: NDArray[np.bool_]
    is_other: NDArray[np.bool_]
    event_times: Floats
    hits: Floats
    place: Integers
    through: Integers
    reached: Floats
    own: Floats
    by_time: csr_array
    others_by_time: csr_array


def fine_gray(
    observed: Observed, columns: ArrayLike, names: Sequence[str], outcome: str, level: float = 0.95
) -> SubdistributionFit | Refusal:
    """Proportional subdistribution hazards of `outcome` on `columns` (n, p), one name each.

    Whoever had another outcome stays in the risk set, with the chance of still being uncensored as weight. Ties as
    Breslow has them; standard errors robust, and in them that the weights are estimated. Source: Fine and Gray (1999),
    J Am Stat Assoc 94:496-509; Breslow (1974), Biometrics 30:89-99. Of events and censorings on one day the events come
    first, in the weights too (cmprsk takes all of that day as at risk of censoring, which shows only in ties).

    A ratio above 1 goes with more of the outcome by any time; it is not how fast it comes, and not how many times as
    many. Refused without events, with a column that says nothing or repeats others, and where no estimate exists.
    """
    table = np.asarray(columns, dtype=np.float64)
    if table.ndim != 2 or table.shape != (len(observed), len(names)):
        raise ValueError("there is one row of each case and one column of each name")
    code = observed.code(outcome)
    refusal = _refusal(table, names, int((observed.codes == code).sum()), outcome)
    if refusal:
        return refusal
    data = _weighted(observed, table - table.mean(axis=0), code)
    beta, information = _maximise(data)
    if beta is None:
        return refuse("no-estimate", "a column tells the outcome apart by itself: its ratio has no finite estimate")
    inverse = np.linalg.inv(information)
    scores = _scores(data, beta) + _weight_scores(data, beta, observed.counts, observed)
    covariance = inverse @ (scores.T @ scores) @ inverse
    if np.diag(covariance).min() < _NOTHING:
        return refuse("no-estimate", "too few events for a standard error")
    return SubdistributionFit(
        outcome=outcome,
        n=len(observed),
        events=int(data.is_event.sum()),
        terms=tuple(_term(name, beta[i], np.sqrt(covariance[i, i]), level) for i, name in enumerate(names)),
        covariance=covariance,
        log_likelihood=_likelihood(data, beta)[0],
        null_log_likelihood=_likelihood(data, np.zeros_like(beta))[0],
    )


def _refusal(table: Floats, names: Sequence[str], events: int, outcome: str) -> Refusal | None:
    if not events:
        return refuse("no-events", f"nobody had this outcome: {outcome}", outcome)
    if not np.isfinite(table).all():
        return refuse("missing", "a value is missing: give what is missing a column of its own")
    constant = [name for name, column in zip(names, table.T, strict=True) if np.ptp(column) == 0]
    if constant:
        return refuse("constant", f"the same for every case: {', '.join(constant)}", *constant)
    if np.linalg.matrix_rank(table - table.mean(axis=0)) < table.shape[1]:
        return refuse("duplicated", "a column repeats what others say together", *names)
    if events < table.shape[1]:
        return refuse("few-events", f"events are too few for {table.shape[1]} columns")
    return None


def _term(name: str, coefficient: float, error: float, level: float) -> SubdistributionTerm:
    reach = z_of(level) * error
    interval = Interval(float(np.exp(coefficient - reach)), float(np.exp(coefficient + reach)), level)
    p_value = float(2 * ndtr(-abs(coefficient / error)))
    return SubdistributionTerm(name, float(coefficient), float(error), float(np.exp(coefficient)), interval, p_value)


def _uncensored(counts: Counts) -> Floats:
    """The chance of being uncensored after each distinct time, its events being past: Kaplan-Meier of the censoring."""
    exposed = counts.at_risk - counts.any_event
    hazard = np.divide(counts.censored, exposed, out=np.zeros(len(exposed)), where=exposed > 0)
    return np.asarray(np.cumprod(1 - hazard), dtype=np.float64)


def _weighted(observed: Observed, table: Floats, code: int) -> _Weighted:
    event_times, hits = np.unique(observed.times[observed.codes == code], return_counts=True)
    counts = observed.counts
    before = np.concatenate([[1.0], _uncensored(counts)])
    through = np.searchsorted(event_times, observed.times, side="right").astype(np.int64)
    is_other = (observed.codes > 0) & (observed.codes != code)
    own = before[np.searchsorted(counts.times, observed.times, side="left")]
    weight = np.divide(1.0, own, out=np.zeros_like(own), where=is_other)
    place, shape = (through, np.arange(len(observed))), (len(event_times) + 1, len(observed))
    return _Weighted(
        columns=table,
        is_event=observed.codes == code,
        is_other=is_other,
        event_times=event_times,
        hits=hits.astype(np.float64),
        place=np.searchsorted(event_times, observed.times, side="left").astype(np.int64),
        through=through,
        reached=before[np.searchsorted(counts.times, event_times, side="left")],
        own=own,
        by_time=csr_array((np.ones(len(observed)), place), shape=shape),
        others_by_time=csr_array((weight, place), shape=shape),
    )


def _at_risk_sums(data: _Weighted, amounts: Floats) -> Floats:
    """The weighted sum of `amounts` (n, q) over the risk set of each event time, (e, q).

    Who is under observation counts whole at event times up to his own; who had another outcome counts after it, with
    the weight of that time over that of his own. Sparse matrices do it many times as fast as adding one by one.
    """
    under_observation = (data.by_time @ amounts)[::-1].cumsum(axis=0)[::-1][1:]
    later = (data.others_by_time @ amounts).cumsum(axis=0)[:-1]
    return np.asarray(under_observation + data.reached[:, None] * later, dtype=np.float64)


def _likelihood(data: _Weighted, beta: Floats) -> tuple[float, Floats, Floats]:
    """The partial log-likelihood with its first derivative (p,) and the information (p, p)."""
    linear = data.columns @ beta
    risk = np.exp(linear)
    sums = _at_risk_sums(data, np.column_stack([risk, data.columns * risk[:, None]]))
    total, mean = sums[:, 0], sums[:, 1:] / sums[:, :1]
    value = float(linear[data.is_event].sum() - data.hits @ np.log(total))
    score = data.columns[data.is_event].sum(axis=0) - data.hits @ mean
    # Each case's part of the second moments is one weight times its columns: no sum over times for every pair of them.
    hazard = data.hits / total
    weight = _from_start(hazard)[data.through]
    other = data.is_other
    weight[other] += _to_end(data.reached * hazard)[data.through[other]] / data.own[other]
    second = data.columns.T @ (data.columns * (risk * weight)[:, None])
    information = second - mean.T @ (mean * data.hits[:, None])
    return value, score, information


def _maximise(data: _Weighted) -> tuple[Floats | None, Floats]:
    """Newton's method with halved steps; None where it does not settle, or runs away."""
    beta = np.zeros(data.columns.shape[1])
    spread = data.columns.std(axis=0)
    value, score, information = _likelihood(data, beta)
    for _ in range(_STEPS):
        if np.linalg.cond(information) > _SINGULAR or np.abs(beta * spread).max() > _LARGEST:
            return None, information
        move = np.linalg.solve(information, score)
        move *= min(1.0, 2.0 / float(np.abs(move * spread).max(initial=1e-300)))
        if np.abs(move).max() < _CLOSE:
            return beta, information
        for _ in range(30):
            found = _likelihood(data, beta + move)
            if found[0] >= value - 1e-10:
                break
            move = move / 2
        beta = beta + move
        value, score, information = found
    return None, information


def _baseline(data: _Weighted, beta: Floats) -> tuple[Floats, Floats, Floats]:
    """The risk of each case (n,), the mean of the columns (e, p) and the baseline hazard (e,) at each event time."""
    risk = np.exp(data.columns @ beta)
    sums = _at_risk_sums(data, np.column_stack([risk, data.columns * risk[:, None]]))
    return risk, sums[:, 1:] / sums[:, :1], data.hits / sums[:, 0]


def _scores(data: _Weighted, beta: Floats) -> Floats:
    """What each case adds to the score, (n, p), the weights taken as known."""
    risk, mean, hazard = _baseline(data, beta)
    known, by_mean = _from_start(hazard), _from_start(hazard[:, None] * mean)
    scores = -risk[:, None] * (data.columns * known[data.through, None] - by_mean[data.through])
    scores[data.is_event] += data.columns[data.is_event] - mean[data.place[data.is_event]]
    weighted = data.reached * hazard
    rest, rest_by_mean = _to_end(weighted), _to_end(weighted[:, None] * mean)
    other = data.is_other
    factor = (risk[other] / data.own[other])[:, None]
    after = data.through[other]
    scores[other] -= factor * (data.columns[other] * rest[after, None] - rest_by_mean[after])
    return scores


def _weight_scores(data: _Weighted, beta: Floats, counts: Counts, observed: Observed) -> Floats:
    """What each case adds to the score through the estimate of the weights, (n, p): psi of Fine and Gray, section 4."""
    risk, mean, hazard = _baseline(data, beta)
    weighted = data.reached * hazard
    later, later_by_mean = _to_end(weighted), _to_end(weighted[:, None] * mean)
    after = np.searchsorted(data.event_times, counts.times, side="right")
    own_place = np.searchsorted(counts.times, observed.times, side="left")
    shape = (len(counts.times), data.columns.shape[1])
    kept, kept_by_column = np.zeros(shape[0]), np.zeros(shape)
    factor = risk[data.is_other] / data.own[data.is_other]
    np.add.at(kept, own_place[data.is_other], factor)
    np.add.at(kept_by_column, own_place[data.is_other], factor[:, None] * data.columns[data.is_other])
    influence = np.cumsum(kept_by_column, axis=0) * later[after, None]
    influence -= np.cumsum(kept)[:, None] * later_by_mean[after]

    exposed = (counts.at_risk - counts.any_event).astype(np.float64)[:, None]
    share = np.divide(influence, exposed, out=np.zeros(shape), where=exposed > 0)
    drift = share * np.divide(counts.censored[:, None], exposed, out=np.zeros((shape[0], 1)), where=exposed > 0)
    is_censored = observed.codes == 0
    scores = -_from_start(drift)[own_place + is_censored]
    scores[is_censored] += share[own_place[is_censored]]
    return np.asarray(scores, dtype=np.float64)


def _from_start(values: Floats) -> Floats:
    """Sums of the first 0, 1, 2 … values."""
    return np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0)])


def _to_end(values: Floats) -> Floats:
    """Sums of the values from the first, the second … on, and of none."""
    return np.concatenate([np.cumsum(values[::-1], axis=0)[::-1], np.zeros_like(values[:1])])
