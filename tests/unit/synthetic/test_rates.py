"""The made-up force shows what was published: one row a figure, published, ours, and how far apart they may be.

The made-up force draws at the published share, so what is left is chance: 3.9 standard errors of a share of that base
(one figure in ten thousand is further off, so one world in a hundred has such a figure), wider where a share hangs on
people or matters and not on each report.
"""

from __future__ import annotations

from math import sqrt
from statistics import fmean, stdev

import pytest

from tests.unit.synthetic.conftest import REPORTS, Measured
from tests.unit.synthetic.measures import MEANS, SHARES
from unbroken.synthetic import rates
from unbroken.synthetic.courses import STALKING

_ERRORS = 3.9


@pytest.mark.parametrize("figure", SHARES)
def test_published_share(figure: str, measured: Measured) -> None:
    published, base, measure = rates.share(figure), measured.bases[figure], SHARES[figure]
    ours = measured.hits[figure] / base
    tolerance = _ERRORS * sqrt(measure.spread * published * (1 - published) / base) + measure.gap
    assert ours == pytest.approx(published, abs=tolerance), f"{ours:.3f} of {base}, published {published:.3f}"


@pytest.mark.parametrize("figure", MEANS)
def test_published_mean(figure: str, measured: Measured) -> None:
    values = measured.values[figure]
    tolerance = _ERRORS * stdev(values) / sqrt(len(values)) + 0.05 * rates.mean(figure)  # whole days, and room to fit
    assert fmean(values) == pytest.approx(rates.mean(figure), abs=tolerance)


def test_most_reports_belong_to_a_course_of_stalking(measured: Measured) -> None:
    assert sum(measured.truths.values()) == REPORTS
    assert measured.truths[STALKING] / REPORTS == pytest.approx(0.70, abs=0.03)
    assert set(measured.truths) == {
        "stalking", "harassment", "neighbours", "messages", "domestic", "damage", "counter_allegation",
    }  # fmt: skip


def test_every_gap_that_is_meant_has_its_reason() -> None:
    assert [name for name, measure in SHARES.items() if bool(measure.gap) != bool(measure.why)] == []


def test_figures_keep_the_arithmetic_of_print() -> None:
    withdrew = rates.figures()["dd-withdrew"]
    assert (withdrew.numerator, withdrew.denominator, withdrew.percent) == (169, 376, 45)
    assert withdrew.share == 169 / 376


def test_a_figure_that_is_no_share_says_so() -> None:
    with pytest.raises(ValueError, match="dd-cps-days is not a share"):
        rates.share("dd-cps-days")


def test_odds_on_ethnicity_are_not_to_be_had() -> None:
    assert [row.variable for row in rates.odds() if not row.used] == ["victim ethnicity", "suspect ethnicity"]
    with pytest.raises(KeyError, match="suspect ethnicity"):
        rates.log_odds("nfa", "suspect ethnicity", "unknown")
