"""How a report of stalking ends: withdrawn, closed by police, or taken further, at the published odds.

Two logistic regressions are published: withdrawal among the cases that did not go to the CPS (334 of 376), and police
no further action among those that were not withdrawn. Both hold at once in one multinomial draw. With `w` and `n` the
two linear predictors, and a part `o` of the taken-further cases that never reach the CPS (police charge or caution,
an end not described), the weights are

    closed by police   1
    taken further      exp(-n),  of which o·exp(-n) without the CPS
    withdrawn          (1 + o·exp(-n)) · exp(w)

so that withdrawn against all others outside the CPS has odds exp(w), and closed by police against all others not
withdrawn has odds exp(n): exactly, not on average. A suspect who is never identified is not taken further.
The variables printed as not significant have no effect, ethnicity has none by choice (see `rates`). Intercepts and `o`
are set so that 169, 155, 42, 4, 3 and 3 of 376 come out (`calibration`).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from unbroken.synthetic.features import Features
from unbroken.synthetic.rates import log_odds, share
from unbroken.synthetic.streams import Stream, Weighted

WITHDRAWN, CLOSED, SUBMITTED, ELSEWHERE = "withdrawn", "closed", "submitted", "elsewhere"


@dataclass(frozen=True, slots=True)
class Calibration:
    """What print does not give: intercepts, the part `o` by whether the suspect was arrested or interviewed, and the
    share of slow cases (technology gathered) among those withdrawn and those closed."""

    withdrawal: float
    nfa: float
    elsewhere_traced: float
    elsewhere_untraced: float
    slow_withdrawn: float
    slow_closed: float


@cache
def calibration() -> Calibration:
    """The values in `calibrated.toml`, made by `python -m unbroken.synthetic.calibration`."""
    return Calibration(**tomllib.loads(files(__package__).joinpath("calibrated.toml").read_text(encoding="utf-8")))


class _Effects:
    """The published coefficients, looked up once."""

    def __init__(self) -> None:
        w, n = "withdrawal", "nfa"
        self.w_victim_35_44 = log_odds(w, "victim age", "35-44")
        self.w_victim_45_54 = log_odds(w, "victim age", "45-54")
        self.w_previous_victim = log_odds(w, "previous victim of stalking")
        self.w_allegations = log_odds(w, "victim has previous allegations")
        self.w_suspect_35_44 = log_odds(w, "suspect age", "35-44")
        self.w_convicted = log_odds(w, "suspect has previous convictions")
        self.w_one_incident = log_odds(w, "offence included only one incident")
        self.w_stranger = log_odds(w, "victim and suspect are strangers", "strangers")
        self.w_4a = log_odds(w, "case classified as section 4A", "4A")
        self.w_traced = log_odds(w, "suspect was arrested or interviewed")
        self.w_witness = log_odds(w, "case had witnesses")
        self.w_frightened = log_odds(w, "police report victim feared for safety or was frightened")
        self.w_schemes = log_odds(w, "police placed special schemes on victim's address")
        self.w_support = log_odds(w, "police offer or provide any victim support")
        self.n_victim_45 = log_odds(n, "victim age", "45 and over")
        self.n_vulnerable = log_odds(n, "victim vulnerable or perceived to have mental health issues")
        self.n_previous_victim = log_odds(n, "previous stalking victim")
        self.n_suspect_45 = log_odds(n, "suspect age", "45 and over")
        self.n_male = log_odds(n, "suspect sex", "male")
        self.n_domestic = log_odds(n, "domestic abuse related")
        self.n_denies = log_odds(n, "suspect denies or minimises offence")
        self.n_technology = log_odds(n, "victim technology provided to police")
        self.n_witness = log_odds(n, "case had witnesses")
        self.n_schemes = log_odds(n, "special schemes set up on victim's address")


_EFFECTS = _Effects()


def withdrawal_score(x: Features) -> float:
    """The linear predictor of withdrawal without its intercept."""
    e = _EFFECTS
    victim_age = e.w_victim_35_44 if 35 <= x.victim_age <= 44 else e.w_victim_45_54 if 45 <= x.victim_age <= 54 else 0
    return (
        victim_age
        + e.w_previous_victim * x.previous_victim
        + e.w_allegations * x.victim_allegations
        + e.w_suspect_35_44 * (x.known and 35 <= x.suspect_age <= 44)
        + e.w_convicted * x.suspect_convicted
        + e.w_one_incident * x.one_incident
        + e.w_stranger * x.stranger
        + e.w_4a * x.is_4a
        + e.w_traced * (x.arrested or x.interviewed)
        + e.w_witness * x.witness
        + e.w_frightened * x.frightened
        + e.w_schemes * x.schemes
        + e.w_support * x.support_offered
    )


def nfa_score(x: Features) -> float:
    """The linear predictor of police no further action without its intercept."""
    e = _EFFECTS
    return (
        e.n_victim_45 * (x.victim_age >= 45)
        + e.n_vulnerable * x.vulnerable_or_mental_health
        + e.n_previous_victim * x.previous_victim
        + e.n_suspect_45 * (x.suspect_age >= 45)
        + e.n_male * x.suspect_male
        + e.n_domestic * x.domestic
        + e.n_denies * ("denied" in x.accounts or "minimised" in x.accounts)
        + e.n_technology * x.victim_technology
        + e.n_witness * x.witness
        + e.n_schemes * x.schemes
    )


def weights(w: float, n: float, o: float, known: bool) -> tuple[float, float, float, float]:
    """Chances of withdrawn, closed by police, submitted to the CPS, and ended elsewhere; they add up to one."""
    further = exp(-n) if known else 0.0
    withdrawn = (1 + o * further) * exp(w)
    total = withdrawn + 1 + further
    return withdrawn / total, 1 / total, (1 - o) * further / total, o * further / total


def fate(draw: Stream, x: Features) -> str:
    """How a report of stalking ends."""
    c = calibration()
    o = c.elsewhere_traced if x.arrested or x.interviewed else c.elsewhere_untraced
    withdrawn, closed, submitted, _ = weights(c.withdrawal + withdrawal_score(x), c.nfa + nfa_score(x), o, x.known)
    chance = draw.random()
    if chance < withdrawn:
        return WITHDRAWN
    if chance < withdrawn + closed:
        return CLOSED
    return SUBMITTED if chance < withdrawn + closed + submitted else ELSEWHERE


_OTHER_KNOWN = Weighted({WITHDRAWN: 38, CLOSED: 54, SUBMITTED: 3, ELSEWHERE: 5})
_OTHER_UNKNOWN = Weighted({WITHDRAWN: 25, CLOSED: 75})


def other_fate(draw: Stream, x: Features) -> str:
    """How a report that is not stalking ends; nothing is published for these, so nothing is followed."""
    return draw.pick(_OTHER_KNOWN if x.known else _OTHER_UNKNOWN)


_POLICE_ENDS = Weighted({"police_charge": share("dd-police-charge"), "caution": share("dd-police-caution")})


def end_elsewhere(draw: Stream, x: Features) -> str:
    """What ended a case without withdrawal, police closure or CPS: a police charge, a caution, or something else."""
    return draw.pick(_POLICE_ENDS) if x.arrested or x.interviewed else "other"
