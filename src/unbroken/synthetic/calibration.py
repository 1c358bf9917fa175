"""Sets what print does not give, so that the shares that print does give come out. Run after a change of rates.

    python -m unbroken.synthetic.calibration

rewrites `calibrated.toml`; a test checks that the file still fits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from unbroken.synthetic import fates
from unbroken.synthetic.fates import Calibration
from unbroken.synthetic.features import Features
from unbroken.synthetic.rates import share
from unbroken.synthetic.reports import sample_features

Row = tuple[float, float, bool, bool, bool]
"""Withdrawal score, closure score, suspect known, arrested or interviewed, technology gathered."""

# Of 376: withdrawn 169, closed 155, to the CPS 42, police charge or caution 7, not described 3.
WITHDRAWN, CLOSED = share("dd-withdrew"), share("dd-nfa")
BY_POLICE = share("dd-police-charge") + share("dd-police-caution")
UNDESCRIBED = 1 - WITHDRAWN - CLOSED - share("dd-cps-submitted") - BY_POLICE


def rows(features: Sequence[Features]) -> list[Row]:
    """What the chances of an end depend on, one row a report."""
    return [
        (fates.withdrawal_score(x), fates.nfa_score(x), x.known, x.arrested or x.interviewed, x.slow) for x in features
    ]


def calibrate(population: Sequence[Row]) -> Calibration:
    """The values at which the mean chances over this population are the published shares."""
    w, n = 0.0, 4.0
    traced, untraced = 0.1, 0.1
    for _ in range(12):
        w = _solve(lambda x: _ends(population, x, n, traced, untraced)[0] - WITHDRAWN, -15, 15)  # noqa: B023
        n = _solve(lambda x: _ends(population, w, x, traced, untraced)[1] - CLOSED, -15, 15)  # noqa: B023
        _, _, further_traced, further_untraced = _ends(population, w, n, traced, untraced)
        traced, untraced = min(BY_POLICE / further_traced, 1.0), min(UNDESCRIBED / further_untraced, 1.0)
    return Calibration(w, n, traced, untraced, *_slow(population, w, n, traced, untraced))


def _ends(population: Sequence[Row], w: float, n: float, traced: float, untraced: float) -> tuple[float, ...]:
    """Mean chances: withdrawn, closed, taken further where arrested or interviewed, and where not."""
    sums = [0.0, 0.0, 0.0, 0.0]
    for score_w, score_n, known, met, _ in population:
        a, b, c, d = fates.weights(w + score_w, n + score_n, traced if met else untraced, known)
        sums[0] += a
        sums[1] += b
        sums[2 if met else 3] += c + d
    return tuple(total / len(population) for total in sums)


def _slow(population: Sequence[Row], w: float, n: float, traced: float, untraced: float) -> tuple[float, float]:
    all_of, slow_of = [0.0, 0.0], [0.0, 0.0]
    for score_w, score_n, known, met, slow in population:
        chances = fates.weights(w + score_w, n + score_n, traced if met else untraced, known)
        for end in (0, 1):
            all_of[end] += chances[end]
            slow_of[end] += chances[end] * slow
    return slow_of[0] / all_of[0], slow_of[1] / all_of[1]


def _solve(error: Callable[[float], float], low: float, high: float) -> float:
    """Where an error changes sign, by halving; the error at `low` must have the sign opposite to that at `high`."""
    rising = error(high) > 0
    for _ in range(30):
        middle = (low + high) / 2
        if (error(middle) > 0) == rising:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def write(path: Path, *, reports: int, seed: int) -> Calibration:
    """Calibrate on the features of this many reports of a world of its own, and write the file."""
    found = calibrate(rows(sample_features(reports, seed)))
    lines = [f"{name} = {value:.4f}" for name, value in asdict(found).items()]
    head = (
        "# Written by `python -m unbroken.synthetic.calibration`; what each value is stands in `fates.Calibration`.\n"
    )
    path.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return found


if __name__ == "__main__":
    write(Path(__file__).with_name("calibrated.toml"), reports=30_000, seed=987_654)
