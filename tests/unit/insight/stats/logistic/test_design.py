"""Columns, what is missing, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.insight.stats.logistic.made_up import cases, yes_no
from unbroken.insight.stats.logistic.blocks import regress
from unbroken.insight.stats.logistic.design import (
    NOT_RECORDED,
    Block,
    Categorical,
    Numeric,
    build,
    independent,
    problems_of,
    say,
)
from unbroken.insight.stats.refusals import Problem, Refusal

pytestmark = pytest.mark.demand("ANA-06", "ANA-07")

OUTCOME = [True, False] * 20
AGES = ("under 25", "25-34", "35 and over")


def ages(values: list[str | None], levels: tuple[str, ...] = AGES) -> Categorical:
    return Categorical("age", "Age", values, "25-34", levels)


def refused(*variables: Categorical | Numeric, outcome: list[bool] | None = None) -> Refusal:
    found = regress(OUTCOME if outcome is None else outcome, [Block("all", variables)])
    assert isinstance(found, Refusal)
    return found


def test_levels_are_set_against_the_reference() -> None:
    design = build(OUTCOME, [Block("victim", (ages(["under 25", "25-34", "35 and over", None] * 10),))])
    assert [(say(column), column.n, column.events, column.is_missing) for column in design.columns] == [
        ("Age: under 25", 10, 10, False),
        ("Age: 35 and over", 10, 10, False),
        (f"Age: {NOT_RECORDED}", 10, 0, True),
    ]
    assert design.matrix[:4].tolist() == [[1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 0, 1]]


def test_a_missing_number_has_a_column_and_moves_nothing() -> None:
    design = build(OUTCOME, [Block("victim", (Numeric("days", "Days", [1.0, 3.0, None, 2.0] * 10, "day"),))])
    assert design.matrix[:4].tolist() == [[1, 0], [3, 0], [2, 1], [2, 0]]
    assert [say(column) for column in design.columns] == ["Days: each day more", f"Days: {NOT_RECORDED}"]


def test_variables_missing_together_share_the_column() -> None:
    """An unknown suspect has neither age nor sex: two columns would be one twice over."""
    known = [None, "yes", "no", "no"] * 10
    sex = Categorical(
        "sex", "Sex", [value and ("female" if i % 7 else "male") for i, value in enumerate(known)], "male"
    )
    design = build(OUTCOME, [Block("a", (Categorical("met", "Met", known, "no"),)), Block("b", (sex,))])
    assert [(column.label, column.level, column.also) for column in design.columns] == [
        ("Met", "yes", ()),
        ("Met", NOT_RECORDED, ("Sex",)),
        ("Sex", "female", ()),
    ]


def test_the_columns_that_follow_from_others_are_found() -> None:
    matrix = np.array([[1, 0, 1, 1], [0, 1, 1, 0], [0, 0, 0, 1], [0, 0, 0, 1], [1, 0, 1, 1]], dtype=float)
    assert independent(matrix) == [0, 1]


def test_one_outcome_is_refused() -> None:
    found = refused(yes_no("a", [True, False] * 20), outcome=[True] * 40)
    assert found.problems == (Problem("one-outcome", "all cases have the same outcome"),)


def test_no_cases_and_no_variables_are_refused() -> None:
    found = regress([], [])
    assert isinstance(found, Refusal)
    assert found.codes == ("no-cases", "no-variables")


def test_too_few_of_the_rarer_outcome_are_refused() -> None:
    found = refused(yes_no("a", [True, False, False, True] * 10), outcome=[True] * 9 + [False] * 31)
    assert found.problems == (Problem("few-events", "fewer than 10 cases have the rarer outcome"),)


def test_more_terms_than_cases_of_the_rarer_outcome_are_refused() -> None:
    chance = np.random.Generator(np.random.PCG64(4))
    many = [yes_no(f"v{i}", (chance.random(60) < 0.5).tolist()) for i in range(15)]
    found = refused(*many, outcome=[True] * 14 + [False] * 46)
    assert str(found) == "cases of the rarer outcome are too few for 15 terms"


def test_a_constant_is_refused() -> None:
    assert refused(yes_no("a", [False] * 40)).codes == ("constant",)
    assert refused(Numeric("days", "Days", [2.0] * 39 + [None], "day")).codes == ("constant",)


def test_a_variable_twice_is_refused() -> None:
    a = yes_no("a", [True, False, False, True] * 10)
    assert refused(a, a).codes == ("same-name",)
    assert refused(a, replace(a, name="b")).codes == ("duplicated",)
    assert refused(a, yes_no("b", [False, True, True, False] * 10)).codes == ("duplicated",)


def test_a_variable_that_follows_from_two_is_refused() -> None:
    one, other = [True, False, False, False] * 10, [False, True, False, False] * 10
    either = [a or b for a, b in zip(one, other, strict=True)]
    found = refused(yes_no("one", one), yes_no("other", other), yes_no("either", either))
    assert found.problems == (Problem("duplicated", "Either: yes follows from other variables", ("either",)),)


def test_levels_without_cases_and_strange_ones_are_refused() -> None:
    assert refused(ages(["25-34", "35 and over"] * 20)).codes == ("empty-level",)
    assert refused(ages(["under 25", "35 and over"] * 20, AGES)).codes == ("empty-level",)
    assert refused(ages(["25-34", "over 34"] * 20, ("25-34", "35 and over"))).codes == ("unknown-level", "empty-level")
    assert refused(ages(["25-34", NOT_RECORDED] * 20, ())).codes == ("unknown-level",)


def test_what_is_no_number_is_refused() -> None:
    assert refused(Numeric("days", "Days", [1.0, float("inf")] * 20, "day")).codes == ("no-number",)


def test_two_blocks_of_one_name_are_refused() -> None:
    outcome, (first, second) = cases()
    found = problems_of(outcome, [first, replace(second, name="victim")])
    assert found is not None
    assert str(found) == "block victim is in the model 2 times"


def test_every_problem_is_told() -> None:
    found = refused(yes_no("a", [False] * 40), ages(["25-34", "35 and over"] * 20))
    assert found.codes == ("constant", "empty-level")


def test_a_variable_has_one_value_of_each_case() -> None:
    with pytest.raises(ValueError, match="a has 3 values for 40 cases"):
        build(OUTCOME, [Block("all", (yes_no("a", [True, False, True]),))])


def test_a_refusal_has_a_reason() -> None:
    with pytest.raises(ValueError, match="has a reason"):
        Refusal(())
