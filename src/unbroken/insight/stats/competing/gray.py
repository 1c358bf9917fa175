"""Gray's test: do groups differ in the cumulative incidence of one outcome?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from unbroken.insight.stats.competing.times import Floats, Observed
from unbroken.insight.stats.refusals import Refusal, refuse


@dataclass(frozen=True, slots=True)
class GrayTest:
    """Gray's statistic with its degrees of freedom and p value, and what it compared: groups with their cases."""

    outcome: str
    statistic: float
    degrees: int
    p_value: float
    groups: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Groups:
    """Of k groups at t times, each (t, k): at risk, events of interest, competing ones, and what is known before."""

    at_risk: Floats
    hit: Floats
    other: Floats
    open_before: Floats
    open: Floats
    reached_before: Floats


def gray_test(observed: Observed, groups: Sequence[str], outcome: str) -> GrayTest | Refusal:
    """Whether the cumulative incidence of `outcome` is the same in all groups; weights rho = 0.

    Each group's events are set against those that its share of the pooled risk set would have, where the risk set
    counts in those with a competing outcome: R_g = Y_g (1 - F_g(t-)) / S_g(t-). Source: Gray (1988), Ann Stat
    16:1141-1154; corrections of the variance for ties as in the author's program (cmprsk). The statistic is
    chi-squared with one degree of freedom less than groups, if censoring has nothing to do with the outcome; groups
    may be censored differently. Refused for fewer than two groups and where nobody had the outcome.
    """
    if len(groups) != len(observed):
        raise ValueError("there is one group of each case")
    labels = np.asarray(groups, dtype=str)
    names = sorted(set(labels.tolist()))
    code = observed.code(outcome)
    if len(names) < 2:
        return refuse("one-group", "there are no two groups to compare", *names)
    if not (observed.codes == code).any():
        return refuse("no-events", f"nobody had this outcome: {outcome}", outcome)
    tables = _tabulate(observed, labels, names, code)
    score, variance = _score(tables), _variance(tables)
    rank = int(np.linalg.matrix_rank(variance, hermitian=True))
    if not rank:
        return refuse("no-variance", "no two groups were at risk at the same time", *names)
    statistic = float(score @ np.linalg.pinv(variance, hermitian=True) @ score)
    sizes = tuple((name, int((labels == name).sum())) for name in names)
    return GrayTest(outcome, statistic, rank, float(chdtrc(rank, statistic)), sizes)


def _tabulate(observed: Observed, labels: np.typing.NDArray[np.str_], names: list[str], code: int) -> _Groups:
    """The counts of each group at each time at which anything happened to anybody."""
    times = np.unique(observed.times[observed.codes > 0])
    shape = (len(times), len(names))
    at_risk, hit, other = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for column, name in enumerate(names):
        of_group = observed.only(labels == name)
        ordered = np.sort(of_group.times)
        at_risk[:, column] = len(ordered) - np.searchsorted(ordered, times, side="left")
        for events, is_counted in (
            (hit, of_group.codes == code),
            (other, (of_group.codes > 0) & (of_group.codes != code)),
        ):
            np.add.at(events[:, column], np.searchsorted(times, of_group.times[is_counted]), 1)
    staying = np.divide(at_risk - hit - other, at_risk, out=np.ones(shape), where=at_risk > 0)
    still_open: Floats = np.cumprod(staying, axis=0, dtype=np.float64)
    open_before = _shifted(still_open, 1.0)
    reached = np.cumsum(np.divide(open_before * hit, at_risk, out=np.zeros(shape), where=at_risk > 0), axis=0)
    return _Groups(at_risk, hit, other, open_before, still_open, _shifted(reached, 0.0))


def _shifted(values: Floats, first: float) -> Floats:
    """The values just before each time."""
    return np.vstack([np.full((1, values.shape[1]), first), values[:-1]])


def _weights(tables: _Groups) -> Floats:
    """Y / S(t-) of each group, (t, k): how many stand for those it began with."""
    safe = tables.open_before > 0
    return np.divide(tables.at_risk, tables.open_before, out=np.zeros_like(tables.at_risk), where=safe)


def _score(tables: _Groups) -> Floats:
    """Events less what the pooled hazard of the subdistribution would have given, of all groups but the last."""
    adjusted = _weights(tables) * (1 - tables.reached_before)
    whole = adjusted.sum(axis=1, keepdims=True)
    part = np.divide(adjusted, whole, out=np.zeros_like(adjusted), where=whole > 0)
    return np.asarray((tables.hit - tables.hit.sum(axis=1, keepdims=True) * part).sum(axis=0)[:-1], dtype=np.float64)


def _variance(tables: _Groups) -> Floats:
    """The variance of the score under the hypothesis of one incidence, each group with its own censoring.

    Group k's martingales, of the outcome and of those competing, move the score of group i by A_ik(t) +
    [C_ik(end) - C_ik(t)] z_k(t) and by [C_ik(end) - C_ik(t)] z'_k(t): what happens now, and what it means for the
    weights of all that comes later.
    """
    weights = _weights(tables)
    whole = weights.sum(axis=1)
    total_hit = tables.hit.sum(axis=1)
    jump = np.divide(total_hit, whole, out=np.zeros_like(whole), where=whole > 0)
    pooled = np.cumsum(jump)
    pooled_before = np.concatenate([[0.0], pooled[:-1]])
    k = weights.shape[1]
    part = np.divide(weights, whole[:, None], out=np.zeros_like(weights), where=whole[:, None] > 0)
    now = weights[:, :, None] * (np.eye(k)[None] - part[:, None, :])
    hazard = np.divide(jump, 1 - pooled_before, out=np.zeros_like(jump), where=pooled_before < 1)
    so_far = np.cumsum(now * hazard[:, None, None], axis=0)
    later = (so_far[-1][None] - so_far)[:, :-1]

    safe = tables.open > 0
    remaining = np.divide((1 - pooled)[:, None], tables.open, out=np.zeros_like(weights), where=safe)
    z = 1 - remaining
    by_hit, by_other = _moves(tables, whole, jump, total_hit)
    moved = now[:, :-1] + later * z[:, None, :]
    variance = np.einsum("tik,tjk,tk->ij", moved, moved, by_hit)
    shifted = later * remaining[:, None, :]
    return np.asarray(variance + np.einsum("tik,tjk,tk->ij", shifted, shifted, by_other), dtype=np.float64)


def _moves(tables: _Groups, whole: Floats, jump: Floats, total_hit: Floats) -> tuple[Floats, Floats]:
    """The variances of the two martingales of each group at each time, (t, k), less for ties as cmprsk has it."""
    at_risk, before = tables.at_risk, tables.open_before
    is_there = at_risk > 0
    room = whole[:, None] * before - 1
    tied = np.divide(
        (total_hit - 1)[:, None], room, out=np.zeros_like(at_risk), where=(room > 0) & (total_hit > 1)[:, None]
    )
    by_hit = np.divide((1 - tied) * before * jump[:, None], at_risk, out=np.zeros_like(at_risk), where=is_there)
    tied = np.divide(
        tables.other - 1, at_risk - 1, out=np.zeros_like(at_risk), where=(tables.other > 1) & (at_risk > 1)
    )
    by_other = np.divide((1 - tied) * before**2 * tables.other, at_risk**2, out=np.zeros_like(at_risk), where=is_there)
    return by_hit, np.where(tables.open > 0, by_other, 0.0)
