"""The ends of reports follow the two published regressions, each on its own population, and the published shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from math import exp, log

import pytest

from tests.unit.synthetic.logistic import fit
from unbroken.synthetic import calibration, fates
from unbroken.synthetic.fates import CLOSED, SUBMITTED, WITHDRAWN
from unbroken.synthetic.features import Features
from unbroken.synthetic.rates import odds, share
from unbroken.synthetic.streams import stream

Column = Callable[[Features], bool]
WITHDRAWAL: dict[tuple[str, str], Column] = {
    ("victim age", "35-44"): lambda x: 35 <= x.victim_age <= 44,
    ("victim age", "45-54"): lambda x: 45 <= x.victim_age <= 54,
    ("previous victim of stalking", "yes"): lambda x: x.previous_victim,
    ("victim has previous allegations", "yes"): lambda x: x.victim_allegations,
    ("suspect age", "35-44"): lambda x: x.known and 35 <= x.suspect_age <= 44,
    ("suspect has previous convictions", "yes"): lambda x: x.suspect_convicted,
    ("offence included only one incident", "yes"): lambda x: x.one_incident,
    ("victim and suspect are strangers", "strangers"): lambda x: x.stranger,
    ("case classified as section 4A", "4A"): lambda x: x.is_4a,
    ("suspect was arrested or interviewed", "yes"): lambda x: x.arrested or x.interviewed,
    ("case had witnesses", "yes"): lambda x: x.witness,
    ("police report victim feared for safety or was frightened", "yes"): lambda x: x.frightened,
    ("police placed special schemes on victim's address", "yes"): lambda x: x.schemes,
    ("police offer or provide any victim support", "yes"): lambda x: x.support_offered,
}
NFA: dict[tuple[str, str], Column] = {
    ("victim age", "45 and over"): lambda x: x.victim_age >= 45,
    ("victim vulnerable or perceived to have mental health issues", "yes"): lambda x: x.vulnerable_or_mental_health,
    ("previous stalking victim", "yes"): lambda x: x.previous_victim,
    ("suspect age", "45 and over"): lambda x: x.suspect_age >= 45,
    ("suspect sex", "male"): lambda x: x.suspect_male,
    ("domestic abuse related", "yes"): lambda x: x.domestic,
    ("suspect denies or minimises offence", "yes"): lambda x: "denied" in x.accounts or "minimised" in x.accounts,
    ("victim technology provided to police", "yes"): lambda x: x.victim_technology,
    ("case had witnesses", "yes"): lambda x: x.witness,
    ("special schemes set up on victim's address", "yes"): lambda x: x.schemes,
}
MODELS = {"withdrawal": WITHDRAWAL, "nfa": NFA}


@pytest.fixture(scope="module")
def ends(population: list[Features]) -> list[str]:
    draw = stream(3, 14)
    return [fates.fate(draw, x) for x in population]


@pytest.fixture(scope="module")
def fits(population: list[Features], ends: list[str]) -> dict[tuple[str, str, str], tuple[float, float]]:
    """Withdrawal among reports that did not go to the CPS; closure among those not withdrawn, the suspect known."""
    pairs = list(zip(population, ends, strict=True))
    bases = {
        "withdrawal": [(x, end == WITHDRAWN) for x, end in pairs if end != SUBMITTED],
        "nfa": [(x, end == CLOSED) for x, end in pairs if end != WITHDRAWN and x.known],
    }
    found: dict[tuple[str, str, str], tuple[float, float]] = {}
    for model, columns in MODELS.items():
        rows = [(1.0, *(float(column(x)) for column in columns.values())) for x, _ in bases[model]]
        fitted = fit(rows, [outcome for _, outcome in bases[model]])
        found |= {(model, *name): value for name, value in zip(columns, fitted[1:], strict=True)}
    return found


@pytest.mark.parametrize("row", [row for row in odds() if row.used], ids=lambda row: f"{row.model}-{row.variable}")
def test_published_odds_are_found_again(row: object, fits: dict[tuple[str, str, str], tuple[float, float]]) -> None:
    found, error = fits[row.model, row.variable, row.level]  # type: ignore[attr-defined]
    published = row.log_odds  # type: ignore[attr-defined]
    assert error < 0.35  # enough reports to tell
    assert found == pytest.approx(published, abs=3.5 * error)
    assert (found > 0) == (published > 0)


def test_every_published_variable_but_ethnicity_is_in_a_model() -> None:
    used = {(row.model, row.variable, row.level) for row in odds() if row.used}
    assert used == {(model, *name) for model, columns in MODELS.items() for name in columns}


@pytest.mark.parametrize(
    ("end", "published"),
    [
        (WITHDRAWN, share("dd-withdrew")),
        (CLOSED, share("dd-nfa")),
        (SUBMITTED, share("dd-cps-submitted")),
    ],
)
def test_calibration_still_gives_the_published_shares(end: str, published: float, population: list[Features]) -> None:
    """Mean chances over a population that the calibration did not see: no draw in it, so the room is small."""
    c = fates.calibration()
    rows = calibration.rows(population)
    place = (WITHDRAWN, CLOSED, SUBMITTED).index(end)
    total = sum(
        fates.weights(c.withdrawal + w, c.nfa + n, c.elsewhere_traced if met else c.elsewhere_untraced, known)[place]
        for w, n, known, met, _ in rows
    )
    assert total / len(rows) == pytest.approx(published, abs=0.01)


def test_calibration_finds_the_shares_on_its_own_population(population: list[Features]) -> None:
    rows = calibration.rows(population[:600])
    c = calibration.calibrate(rows)
    chances = [
        fates.weights(c.withdrawal + w, c.nfa + n, c.elsewhere_traced if met else c.elsewhere_untraced, known)
        for w, n, known, met, _ in rows
    ]
    assert sum(row[0] for row in chances) / 600 == pytest.approx(share("dd-withdrew"), abs=1e-4)
    assert sum(row[1] for row in chances) / 600 == pytest.approx(share("dd-nfa"), abs=1e-4)


@pytest.mark.parametrize(("w", "n", "o"), [(0.0, 0.0, 0.0), (1.2, -0.7, 0.3), (-2.0, 3.0, 1.0)])
def test_both_published_models_hold_at_once(w: float, n: float, o: float) -> None:
    withdrawn, closed, submitted, elsewhere = fates.weights(w, n, o, True)
    assert withdrawn + closed + submitted + elsewhere == pytest.approx(1)
    assert log(withdrawn / (closed + elsewhere)) == pytest.approx(w)
    assert log(closed / (submitted + elsewhere)) == pytest.approx(n)


def test_a_suspect_never_identified_is_not_taken_further() -> None:
    assert fates.weights(0.5, 1.0, 0.2, False) == pytest.approx((exp(0.5) / (1 + exp(0.5)), 1 / (1 + exp(0.5)), 0, 0))


def test_nothing_an_end_hangs_on_knows_of_ethnicity() -> None:
    """The two published odds on ethnicity are left out on purpose: see `rates`."""
    assert [field.name for field in fields(Features) if "ethnic" in field.name or "origin" in field.name] == []
