"""A sample diagram whose arithmetic does not hold cannot exist: held against the published one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.cases.figures import About, FiguresError, Period, Row
from unbroken.cases.sample import Sample, Step

pytestmark = pytest.mark.demand("REC-15", "GOV-10")

# The sample of the published study (003, Appendix 1; ids dd-sample-random, dd-samp-deleted, dd-samp-duplicates and
# dd-samp-added of the published figures).
PUBLISHED = (Step("Deleted as unsuitable", -4), Step("Duplicates removed", -22), Step("Added", 4))
PRINTED = 376


def sample(taken: int, steps: tuple[Step, ...], left: int, **more: Any) -> Sample:
    about = About(
        title="The sample", heading="Step", source="A study", period=Period(date(2020, 7, 1), date(2021, 6, 30)),
        unit="report", made_on=date(2026, 1, 1), caveats=("Made up of reports.",), open_cases=False,
    )  # fmt: skip
    return Sample(about=about, taken=taken, steps=steps, left=left, **more)


def test_the_published_one_gives_378_and_what_was_printed_is_refused() -> None:
    found = sample(400, PUBLISHED, 378)
    assert [left for _, left in found.remaining()] == [396, 374, 378]
    with pytest.raises(FiguresError, match=r"400, .*-4, .*-22, Added \+4 leave 378, not 376"):
        sample(400, PUBLISHED, PRINTED)


def test_of_what_was_deleted_each_reason_is_a_step() -> None:
    reasons = (Step("No allegation made", -3), Step("Restricted", -1), *PUBLISHED[1:])
    assert [left for _, left in sample(400, reasons, 378).remaining()] == [397, 396, 374, 378]


def test_as_a_table_it_has_each_report_once() -> None:
    figures = sample(400, PUBLISHED, 378).figures()
    assert figures.base == 404
    assert figures.rows == (Row("Deleted as unsuitable", 4), Row("Duplicates removed", 22), Row("Left", 378))


@pytest.mark.parametrize(
    ("taken", "steps", "left"),
    [(3, (Step("a", -4), Step("b", 2)), 1), (-1, (), -1), (3, (Step("a", -1),), 3), (0, (), 1)],
)
def test_more_than_is_there_is_not_removed_nor_less_left(taken: int, steps: tuple[Step, ...], left: int) -> None:
    with pytest.raises(FiguresError):
        sample(taken, steps, left)


@given(st.integers(0, 500), st.lists(st.integers(-50, 50), max_size=5), st.integers(-3, 3))
def test_only_what_adds_up_can_exist(taken: int, changes: list[int], off: int) -> None:
    steps = tuple(Step(f"step {n}", change) for n, change in enumerate(changes))
    sums = [taken + sum(changes[:n]) for n in range(len(changes) + 1)]
    if min(sums) < 0 or off:
        with pytest.raises(FiguresError):
            sample(taken, steps, sums[-1] + off)
    else:
        assert sum(row.count for row in sample(taken, steps, sums[-1]).figures().rows) >= sums[-1]


@pytest.mark.demand("GOV-06")
@pytest.mark.parametrize(
    ("steps", "told", "may"),
    [
        ((Step("a", -5), Step("b", 0)), (), True),
        ((Step("a", -4), Step("b", -9)), (), False),
        ((Step("a", -5), Step("b", 0)), (4,), False),
        ((Step("a", -38),), (), False),
    ],
)
def test_with_a_small_count_it_is_not_published(steps: tuple[Step, ...], told: tuple[int, ...], may: bool) -> None:
    left = 40 + sum(step.change for step in steps)
    assert sample(40, steps, left, told=told).is_publishable is may
