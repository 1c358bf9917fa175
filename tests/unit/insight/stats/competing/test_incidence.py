"""Cumulative incidence and hazards: printed values, libraries, twins, and what must hold of any data."""

from __future__ import annotations

import numpy as np
import pytest
from comprisk import CumulativeIncidence
from hypothesis import given
from lifelines import AalenJohansenFitter, KaplanMeierFitter, NelsonAalenFitter
from lifelines.datasets import load_waltons

from tests.unit.insight.stats.competing.data import NAMES, simulated, tied, transplant_times, transplants
from unbroken.insight.stats.competing.hazards import cumulative_hazards
from unbroken.insight.stats.competing.incidence import cumulative_incidence
from unbroken.insight.stats.competing.times import Observed, observe

pytestmark = pytest.mark.demand("ANA-09")


@pytest.mark.parametrize(
    ("disease", "outcome", "printed"),
    [  # cuminc of R's cmprsk at 20, 40, 60, 80 and 100 months
        ("ALL", "relapse", (0.3713851, 0.3875571, 0.3875571, 0.3875571, 0.3875571)),
        ("AML", "relapse", (0.2414530, 0.2663827, 0.2810390, 0.2810390, 0.2810390)),
        ("ALL", "death", (0.3698630, 0.3860350, 0.3860350, 0.3860350, 0.3860350)),
        ("AML", "death", (0.4439103, 0.4551473, 0.4551473, 0.4551473, 0.4551473)),
    ],
)
def test_incidence_as_printed(disease: str, outcome: str, printed: tuple[float, ...]) -> None:
    chosen = np.array([row["disease"] == disease for row in transplants()])
    curve = cumulative_incidence(transplant_times().only(chosen)).curves[outcome]
    assert curve.at([20, 40, 60, 80, 100])[0].round(7).tolist() == list(printed)


@given(tied())
def test_incidence_is_that_of_comprisk_under_ties(observed: Observed) -> None:
    theirs = CumulativeIncidence([1, 2]).fit(observed.times, observed.codes).curves_
    ours = cumulative_incidence(observed)
    for code, name in enumerate(NAMES, start=1):
        assert ours.curves[name].value == pytest.approx(theirs[None, code].evaluate(ours.times)[0], abs=1e-12)


@given(tied())
def test_everybody_is_somewhere(observed: Observed) -> None:
    found = cumulative_incidence(observed)
    together = found.open + sum(curve.value for curve in found.curves.values())
    assert together == pytest.approx(np.ones(len(found.times)), abs=1e-12)


@given(tied())
def test_the_running_sums_of_the_variance_are_the_sum_written_out(observed: Observed) -> None:
    found = cumulative_incidence(observed)
    for name in NAMES:
        slow = [_variance(observed, name, time) for time in found.times]
        assert found.curves[name].variance == pytest.approx(slow, abs=1e-12)


def _variance(observed: Observed, name: str, until: float) -> float:
    """Dinse and Larson's formula, one time after the other."""
    curve, open_before, total = cumulative_incidence(observed).curves[name], 1.0, 0.0
    end = curve.at([until])[0][0]
    for time in np.unique(observed.times[observed.times <= until]):
        at_risk = (observed.times >= time).sum()
        now = observed.times == time
        events, own = (now & (observed.codes > 0)).sum(), (now & (observed.codes == NAMES.index(name) + 1)).sum()
        rest = end - curve.at([time])[0][0]
        if events < at_risk:
            total += rest**2 * events / (at_risk * (at_risk - events)) - 2 * rest * open_before * own / at_risk**2
        total += open_before**2 * own * (at_risk - own) / at_risk**3
        open_before *= 1 - events / at_risk
    return max(total, 0.0)


@given(tied())
def test_without_censoring_the_variance_is_binomial(observed: Observed) -> None:
    observed = Observed(observed.times, np.where(observed.codes == 0, 1, observed.codes), NAMES)
    found = cumulative_incidence(observed)
    for curve in found.curves.values():
        assert curve.variance == pytest.approx(curve.value * (1 - curve.value) / len(observed), abs=1e-12)


def test_one_outcome_is_kaplan_meier_with_greenwood() -> None:
    """Lifelines' own data, the lives of 163 flies by the day."""
    flies = load_waltons()
    observed = Observed(flies["T"].to_numpy(float), flies["E"].to_numpy(np.int64), ("death",))
    curve = cumulative_incidence(observed).curves["death"]
    theirs = KaplanMeierFitter().fit(flies["T"], flies["E"])
    survival = theirs.survival_function_.iloc[1:, 0].to_numpy()
    times = theirs.survival_function_.index[1:].to_numpy(float)
    assert curve.at(times)[0] == pytest.approx(1 - survival, abs=1e-12)
    counts = theirs.event_table.iloc[1:]
    left = counts["at_risk"] - counts["observed"]
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = survival**2 * np.cumsum(counts["observed"] / (counts["at_risk"] * left)).to_numpy()
    inside = survival > 0
    shown = np.searchsorted(curve.times, times)
    assert curve.variance[shown][inside] == pytest.approx(greenwood[inside], rel=1e-9)


def test_lifelines_agrees_where_nothing_ties() -> None:
    observed, _ = simulated(300, 5, by_day=False)
    theirs = AalenJohansenFitter(calculate_variance=False).fit(observed.times, observed.codes, 1)
    curve = theirs.cumulative_density_.iloc[1:, 0]
    ours = cumulative_incidence(observed).curves["withdrawal"].at(curve.index.to_numpy())[0]
    assert ours == pytest.approx(curve.to_numpy(), abs=1e-12)


def test_limits_are_log_minus_log() -> None:
    """By hand: 4 of 10 withdrawn by day 3, nobody censored; 0.4 ** exp(+-1.96 se / (0.4 log 0.4))."""
    outcomes: list[str | None] = ["withdrawal"] * 4 + ["nfa"] * 6
    found = cumulative_incidence(observe([3] * 4 + [9] * 6, outcomes, NAMES)).curves["withdrawal"]
    se = np.sqrt(0.4 * 0.6 / 10)
    ends = sorted(0.4 ** np.exp(sign * 1.959964 * se / (0.4 * np.log(0.4))) for sign in (1, -1))
    value, low, high = (part[0] for part in found.at([5]))
    assert (value, low, high) == pytest.approx((0.4, *ends), abs=1e-6)
    assert [part[0] for part in found.at([2])] == pytest.approx([0.0, np.nan, np.nan], nan_ok=True)


def test_an_incidence_that_adds_up_to_1_but_for_rounding_has_no_limits() -> None:
    """3/7, 2/7 and 2/7, one after the other: as floats just below 1."""
    found = cumulative_incidence(observe([0, 0, 0, 1, 1, 2, 2], ["nfa"] * 7, NAMES)).curves["nfa"]
    assert [part[0] for part in found.at([2])] == pytest.approx([1.0, np.nan, np.nan], nan_ok=True)


def test_numbers_at_risk_are_those_just_before() -> None:
    found = cumulative_incidence(observe([0, 2, 2, 5], ["nfa", None, "withdrawal", None], NAMES))
    assert found.numbers_at_risk([0, 1, 2, 3, 5, 6]).tolist() == [4, 3, 3, 1, 1, 0]
    assert (found.n, found.censored.tolist()) == (4, [0, 1, 1])
    assert {name: events.tolist() for name, events in found.events.items()} == {
        "withdrawal": [0, 1, 0],
        "nfa": [1, 0, 0],
    }


def test_nothing_happened_to_anybody() -> None:
    found = cumulative_incidence(observe([3, 4], [None, None], NAMES))
    assert found.curves["nfa"].value.tolist() == [0.0, 0.0]
    assert found.open.tolist() == [1.0, 1.0]


def test_nobody_at_all() -> None:
    found = cumulative_incidence(observe([], [], NAMES))
    assert found.curves["nfa"].at([3.0])[0].tolist() == [0.0]
    assert found.numbers_at_risk([0]).tolist() == [0]


@given(tied())
def test_the_hazard_is_that_of_lifelines(observed: Observed) -> None:
    found = cumulative_hazards(observed)
    for code, name in enumerate(NAMES, start=1):
        fitter = NelsonAalenFitter(nelson_aalen_smoothing=False).fit(observed.times, observed.codes == code)
        theirs = fitter.cumulative_hazard_.iloc[:, 0]
        assert found[name].at(theirs.index.to_numpy())[0] == pytest.approx(theirs.to_numpy(), abs=1e-12)


def test_limits_of_the_hazard_by_hand() -> None:
    """Two of five on day 1: hazard 0.4, variance 2 * 3 / 125."""
    hazard = cumulative_hazards(observe([1, 1, 2, 2, 2], ["nfa", "nfa", None, None, None], NAMES))["nfa"]
    factor = np.exp(1.959964 * np.sqrt(6 / 125) / 0.4)
    assert [part[0] for part in hazard.at([1])] == pytest.approx([0.4, 0.4 / factor, 0.4 * factor], abs=1e-6)


@pytest.mark.slow
def test_intervals_cover_the_truth_in_days_with_many_events() -> None:
    """500 made-up forces of 200 cases, times in whole days: 95 % intervals hold the true share at day 20."""
    truth = cumulative_incidence(simulated(400_000, 1)[0]).curves["withdrawal"].at([20])[0][0]
    held = []
    for seed in range(500):
        _, low, high = cumulative_incidence(simulated(200, 100 + seed)[0]).curves["withdrawal"].at([20])
        held.append(low[0] <= truth <= high[0])
    assert 0.925 <= np.mean(held) <= 0.975


WRONG: list[tuple[list[float], list[int], str]] = [
    ([-1.0], [1], "not before the start"),
    ([float("nan")], [1], "is a number"),
    ([1.0, 2.0], [1], "one time and one outcome"),
    ([1.0], [3], "has no name"),
]


@pytest.mark.parametrize(("times", "codes", "says"), WRONG)
def test_what_cannot_be_is_refused(times: list[float], codes: list[int], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Observed(np.array(times), np.array(codes), NAMES)


def test_names_are_known_and_told_apart() -> None:
    with pytest.raises(ValueError, match="same name"):
        Observed(np.array([1.0]), np.array([1]), ("a", "a"))
    with pytest.raises(ValueError, match="without a place in the order: charge"):
        observe([1], ["charge"], NAMES)
    with pytest.raises(ValueError, match="no outcome is called charge"):
        observe([1], ["nfa"]).code("charge")
