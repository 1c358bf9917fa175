"""A result in words: an association, never a cause; odds, never chances; below 1 said as lower."""

from __future__ import annotations

from typing import Final

from unbroken.insight.stats.logistic.blocks import Strength, Term

CAVEAT: Final = (
    "These are associations in what was recorded, the other variables of the model being equal. They do not say that "
    "one thing brings about another, and they say nothing about any one case. Odds are not chances: where the "
    "outcome is common, odds twice as high are far from twice the share."
)

_PARTS: Final = {
    2: "a half", 3: "a third", 4: "a quarter", 5: "a fifth", 6: "a sixth", 7: "a seventh", 8: "an eighth",
    9: "a ninth", 10: "a tenth", 11: "an eleventh", 12: "a twelfth", 15: "a fifteenth", 20: "a twentieth",
}  # fmt: skip


def say_term(term: Term, outcome: str) -> str:
    """One odds ratio as a sentence; `outcome` as it goes with "the odds of", such as "withdrawal"."""
    column = term.column
    whom = f"{column.label}: {column.level}" + (f", against {column.reference}" if column.reference else "")
    penalised = ", by penalised likelihood" if term.is_separated else ""
    numbers = f"odds ratio {_number(term.odds_ratio)}, {_interval(term)}{penalised}"
    if column.is_missing:
        also = f" (and {', '.join(column.also)})" if column.also else ""
        whom = f"{column.label}{also} not recorded, against {column.reference}"
    if 1.0 in term.interval:
        return f"{whom}. No association shown with {outcome}: the data fit both lower and higher odds ({numbers})."
    said = f"{whom}. Associated with {say_odds(term.odds_ratio)} odds of {outcome} ({numbers})."
    return said + (" This is about recording, not about people." if column.is_missing else "")


def say_odds(ratio: float) -> str:
    """An odds ratio as what goes before "odds": "lower (about an eighth as high)", "higher (about 2 times as high)"."""
    if ratio >= 1:
        return f"higher ({_times(ratio)} as high)"
    inverse = 1 / ratio
    if inverse < 1.75:
        return f"lower (by {round(100 * (1 - ratio))} %)"
    if inverse > 25:
        return f"far lower (less than {'a twentieth' if inverse < 100 else 'a hundredth'} as high)"
    nearest = min(_PARTS, key=lambda part: abs(part - inverse))
    return f"lower (about {_PARTS[nearest]} as high)"


def say_strength(strength: Strength) -> str:
    """Both measures by name, with what they are not."""
    return (
        f"McFadden's pseudo-R² {strength.mcfadden:.3f}, Nagelkerke's {strength.nagelkerke:.3f}: measures of fit, "
        "neither a share of anything explained."
    )


def _times(ratio: float) -> str:
    return f"about {ratio:.0f} times" if ratio >= 9.5 else f"about {ratio:.1f} times"


def _interval(term: Term) -> str:
    share = round(100 * term.interval.level)
    high = "no upper limit" if term.interval.high == float("inf") else _number(term.interval.high)
    return f"{share} % interval {_number(term.interval.low)} to {high}"


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 99.5 else f"{value:.1f}" if value >= 9.95 else f"{value:.2f}"
