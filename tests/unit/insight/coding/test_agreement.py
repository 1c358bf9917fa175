"""Agreement of two coders, question by question."""

from __future__ import annotations

import pytest

from unbroken.insight.coding.agreement import HEAD, Pair, agree, disagreements, row_of
from unbroken.insight.coding.reading import read_frame
from unbroken.insight.stats.agreement import cohen_kappa

pytestmark = pytest.mark.demand("ANA-01", "CPS-10")

FRAME = read_frame(
    """
name = "small"
version = 1
title = "Small"
[[variable]]
name = "class"
part = "P"
question = "Which?"
values = { a = "A", b = "B" }
[[variable]]
name = "what"
part = "P"
type = "several"
question = "What?"
values = { x = "X", y = "Y" }
[[variable]]
name = "age"
part = "P"
unit = "victim"
type = "number"
question = "How old?"
"""
)


def pair(first: str | None, second: str | None, n: int = 0) -> Pair:
    def said(value: str | None) -> dict[tuple[str, str], tuple[str, ...]]:
        return {("class", ""): (value,)} if value else {}

    return Pair(f"report:r{n}", said(first), said(second))


def test_it_is_the_kappa_of_what_both_answered() -> None:
    """Cohen's table: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no give 0.4."""
    pairs = [pair("a", "a")] * 20 + [pair("a", "b")] * 5 + [pair("b", "a")] * 10 + [pair("b", "b")] * 15
    one = agree(FRAME, [*pairs, pair("a", None)], resamples=50)[0]
    assert one.kappa is not None
    assert one.kappa.value == pytest.approx(0.4)
    assert (one.share.count, one.share.base, one.alone) == (35, 50, 1)
    assert one.kappa == cohen_kappa(["a"] * 25 + ["b"] * 25, ["a"] * 20 + ["b"] * 5 + ["a"] * 10 + ["b"] * 15)
    row = dict(zip(HEAD, row_of(one), strict=True))
    assert (row["per cent"], row["kappa"], row["note"]) == ("70.0", "0.400", "")


def test_a_way_of_having_no_answer_is_an_answer() -> None:
    one = agree(FRAME, [pair("not_known", "not_recorded")] * 12, resamples=10)[0]
    assert (one.share.count, one.share.base) == (0, 12)


def test_of_several_answers_all_must_be_the_same_in_any_order() -> None:
    key = ("what", "")
    same = Pair("report:r", {key: ("x", "y")}, {key: ("y", "x")})
    part = Pair("report:s", {key: ("x", "y")}, {key: ("x",)})
    one = agree(FRAME, [same, part], resamples=10)[1]
    assert (one.share.count, one.share.base) == (1, 2)
    assert [found.report for found in disagreements(FRAME, [same, part])] == ["report:s"]


def test_numbers_near_each_other_agree_more_than_numbers_far_apart() -> None:
    def ages(step: int) -> list[Pair]:
        return [
            Pair(f"report:{n}", {("age", "person:v"): (str(n),)}, {("age", "person:v"): (str(n + step),)})
            for n in range(20, 60)
        ]

    near, far = (agree(FRAME, ages(step), resamples=10)[2] for step in (1, 15))
    assert near.kappa is None
    assert near.alpha.value is not None
    assert far.alpha.value is not None
    assert near.alpha.value > 0.99 > far.alpha.value
    missing = Pair("report:x", {("age", ""): ("not_known",)}, {("age", ""): ("30",)})
    assert agree(FRAME, [missing], resamples=10)[2].alpha.value is None


def test_two_people_in_one_report_are_two_answers() -> None:
    one = Pair("report:r", {("age", "person:a"): ("1",), ("age", "person:b"): ("2",)}, {("age", "person:b"): ("2",)})
    found = agree(FRAME, [one], resamples=10)[2]
    assert (found.share.base, found.alone) == (1, 1)
    [differs] = disagreements(FRAME, [one])
    assert (differs.person, differs.first, differs.second) == ("person:a", ("1",), ())


def test_nothing_and_too_little_to_compare_say_so() -> None:
    nothing = dict(zip(HEAD, row_of(agree(FRAME, [])[0]), strict=True))
    assert (nothing["compared"], nothing["per cent"], nothing["kappa"]) == ("0", "", "")
    assert nothing["note"] == "nothing was coded by two people"
    few = dict(zip(HEAD, row_of(agree(FRAME, [pair("a", "b")] * 9, resamples=10)[0]), strict=True))
    assert (few["kappa"], few["alpha"], few["note"]) == ("", "", "fewer than 10 were compared: no coefficient")
    alike = dict(zip(HEAD, row_of(agree(FRAME, [pair("a", "a")] * 10, resamples=10)[0]), strict=True))
    assert alike["note"].startswith("everybody always gave the same value")


def test_disagreements_stand_in_the_order_of_the_frame() -> None:
    one = Pair("report:r", {("age", ""): ("1",), ("class", ""): ("a",)}, {("age", ""): ("2",), ("class", ""): ("b",)})
    assert [found.variable for found in disagreements(FRAME, [one])] == ["class", "age"]
