"""Published tables against somebody who wants a withheld count back."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from unbroken.insight.disclosure import (
    TOTAL,
    CountTable,
    DisclosureError,
    PublishedTable,
    publish,
    publish_together,
)

pytestmark = pytest.mark.demand("GOV-06", "GOV-10")

count = st.one_of(st.integers(0, 7), st.integers(0, 60))


def table(counts: list[list[int]], title: str = "Outcomes") -> CountTable:
    rows = tuple(f"row {i}" for i in range(len(counts)))
    columns = tuple(f"column {i}" for i in range(len(counts[0])))
    return CountTable(title, rows, columns, tuple(tuple(row) for row in counts))


@st.composite
def tables(draw: st.DrawFn, most: int = 4) -> CountTable:
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    return table([[draw(count) for _ in range(columns)] for _ in range(rows)])


def grid(shown: PublishedTable) -> list[list[int | None]]:
    """All that is shown, the margins too, as a reader sees it."""
    inside = [[*row, total] for row, total in zip(shown.counts, shown.row_totals, strict=True)]
    return [*inside, [*shown.column_totals, shown.total]]


def whole(of: CountTable) -> list[list[int]]:
    inside = [[*row, sum(row)] for row in of.counts]
    return [*inside, [sum(column) for column in zip(*inside, strict=True)]]


def ends(shown: list[list[int | None]], least: int) -> dict[tuple[int, int], tuple[float, float]]:
    """The least and the most that every withheld count can be, by linear programming, written apart from ours."""
    rows, columns = len(shown), len(shown[0])
    place = {cell: i for i, cell in enumerate(product(range(rows), range(columns)))}
    sums = []
    for row in range(rows):
        line = np.zeros(len(place))
        for column in range(columns):
            line[place[row, column]] = 1 if column < columns - 1 else -1
        sums.append(line)
    for column in range(columns):
        line = np.zeros(len(place))
        for row in range(rows):
            line[place[row, column]] = 1 if row < rows - 1 else -1
        sums.append(line)
    limits = [(least, 10_000) if shown[r][c] is None else (shown[r][c], shown[r][c]) for r, c in place]
    found = {}
    for cell, i in place.items():
        if shown[cell[0]][cell[1]] is None:
            aims = [np.eye(len(place))[i] * sign for sign in (1, -1)]
            solved = [linprog(aim, A_eq=np.array(sums), b_eq=np.zeros(len(sums)), bounds=limits) for aim in aims]
            assert all(solution.status == 0 for solution in solved)
            found[cell] = (float(solved[0].x[i]), float(solved[1].x[i]))
    return found


def differenced(shown: list[list[int | None]]) -> set[tuple[int, int]]:
    """The withheld counts that subtraction gives back, over and over until no more come."""
    known = {(r, c) for r, row in enumerate(shown) for c, value in enumerate(row) if value is not None}
    withheld = set(product(range(len(shown)), range(len(shown[0])))) - known
    lines = [[(r, c) for c in range(len(shown[0]))] for r in range(len(shown))]
    lines += [[(r, c) for r in range(len(shown))] for c in range(len(shown[0]))]
    lines = [line for line in lines if len(line) > 1]  # one count alone is no sum
    found = True
    while found:
        found = False
        for line in lines:
            unknown = [cell for cell in line if cell not in known]
            if len(unknown) == 1:
                known.add(unknown[0])
                found = True
    return withheld & known


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(tables())
def test_no_small_count_is_shown(of: CountTable) -> None:
    shown, true = grid(publish(of)), whole(of)
    for row, line in enumerate(shown):
        for column, value in enumerate(line):
            assert value is None or (value == true[row][column] and not 0 < value < 5)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(tables())
def test_no_withheld_count_comes_back_by_subtraction(of: CountTable) -> None:
    shown = grid(publish(of))
    assert not differenced([line[:1] for line in shown] if len(of.columns) == 1 else shown)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(tables(), st.booleans())
def test_every_withheld_count_could_be_any_of_many(of: CountTable, hide_zeros: bool) -> None:
    """Bounds by a linear programme written here: each withheld count has at least the threshold's room."""
    shown = grid(publish(of, hide_zeros=hide_zeros))
    is_blank = all(value is None for line in shown for value in line)
    for least, most in ends(shown, 0 if hide_zeros or is_blank else 1).values():
        assert most - least >= 5 - 1e-6


EVERY = np.array(list(product(range(26), repeat=4)))
"""Every table of two by two with counts up to 25, in the order of its counts; beside them their margins."""
EVERY = EVERY @ np.array(
    [
        [1, 0, 1, 0, 0, 0, 1, 0, 1],
        [0, 1, 1, 0, 0, 0, 0, 1, 1],
        [0, 0, 0, 1, 0, 1, 1, 0, 1],
        [0, 0, 0, 0, 1, 1, 0, 1, 1],
    ]
)


@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2))
def test_even_who_is_told_which_are_small_finds_two_values(counts: list[list[int]]) -> None:
    """By brute force: every table is tried that shows the same, with small counts where small counts are."""
    of = table(counts)
    shown, true = (np.array(cells, dtype=object).ravel() for cells in (grid(publish(of)), whole(of)))
    withheld = [place for place, value in enumerate(shown) if value is None]
    left = EVERY
    for place, value in enumerate(shown):
        could_be = left[:, place]
        is_small = (could_be > 0) & (could_be < 5)
        fits = could_be == value if value is not None else is_small if true[place] < 5 else could_be >= 5
        left = left[fits]
    assert all(len(set(left[:, place])) > 1 for place in withheld) or len(withheld) == 9


@pytest.mark.slow
def test_who_runs_the_program_on_every_list_finds_two_values() -> None:
    """Every list of three counts up to 10: of those that are published alike, each withheld count differs in two."""
    alike: dict[tuple[object, int | None], list[tuple[int, ...]]] = {}
    for counts in product(range(11), repeat=3):
        shown = publish(table([[value] for value in counts]))
        alike.setdefault((shown.counts, shown.total), []).append(counts)
    for (shown_counts, _), lists in alike.items():
        for place, (value,) in enumerate(shown_counts):  # type: ignore[arg-type,var-annotated]
            assert value is not None or len({counts[place] for counts in lists}) > 1


def test_by_hand() -> None:
    """One small count in a table of two by two: all four are withheld, and the margins stay."""
    shown = publish(table([[3, 40], [20, 60]]))
    assert shown.counts == ((None, None), (None, None))
    assert (shown.row_totals, shown.column_totals, shown.total) == ((43, 80), (23, 100), 123)


def test_the_fewest_and_smallest_are_withheld_beside_it() -> None:
    """The cycle through the smallest neighbours, and no more."""
    shown = publish(table([[3, 30, 300], [10, 70, 90], [200, 150, 400]]))
    assert shown.counts == ((None, None, 300), (None, None, 90), (200, 150, 400))
    assert shown.withheld == 4


def test_a_table_of_one_way() -> None:
    shown = publish(table([[2], [7], [50], [80]]))
    assert (shown.counts, shown.total) == (((None,), (None,), (50,), (80,)), 139)
    assert shown.row_totals == (None, None, 50, 80)


def test_zeros_stay_unless_they_say_something_of_somebody() -> None:
    of = table([[0, 30, 12], [25, 40, 9]])
    assert publish(of).withheld == 0
    hidden = publish(of, hide_zeros=True)
    assert hidden.counts[0][0] is None
    assert hidden.withheld == 4


def test_a_table_without_small_counts_is_shown_whole() -> None:
    shown = publish(table([[9, 30], [25, 40]]))
    assert (shown.withheld, shown.note) == (0, "No count is from 1 to 4; none is withheld.")


def test_a_table_of_very_few_shows_nothing() -> None:
    shown = publish(table([[1, 0], [0, 2]]))
    assert (shown.withheld, shown.counts) == (9, ((None, None), (None, None)))
    assert shown.note == "Withheld: fewer than 5 cases, or too few to show any part of them."


def test_an_empty_table_has_nothing_to_hide() -> None:
    assert publish(table([[0, 0], [0, 0]])).withheld == 0


def test_protection_is_on_unless_somebody_says_none() -> None:
    of = table([[3, 40], [20, 60]])
    assert publish(of).withheld == 4
    assert publish(of, protection="none").counts == of.counts


def test_what_is_withheld_is_said_under_the_table() -> None:
    assert publish(table([[3, 40], [20, 60]])).note == (
        "[c]: withheld. Counts from 1 to 4 are, and others from which those could be worked out. A withheld count "
        "need not be small."
    )


def test_a_higher_threshold_withholds_more() -> None:
    of = table([[7, 40, 50], [20, 60, 80], [30, 90, 70]])
    assert publish(of).withheld == 0
    shown = publish(of, threshold=10)
    assert shown.counts[0][0] is None
    assert all(most - least >= 10 - 1e-6 for least, most in ends(grid(shown), 1).values())


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
@given(st.lists(st.lists(count, min_size=4, max_size=4), min_size=2, max_size=3))
def test_tables_that_share_a_margin_are_protected_together(counts: list[list[int]]) -> None:
    """Outcome by sex, and outcome by age, of the same cases: the outcomes' totals are the same counts in both.

    What one table withholds of them the other must not show; and put together they leave each withheld count its room.
    """
    one = CountTable(
        "by sex",
        ("a", "b", "c")[: len(counts)],
        ("f", "m"),
        tuple((row[0] + row[1], row[2] + row[3]) for row in counts),
    )
    two = CountTable("by age", one.rows, ("young", "old"), tuple((row[0] + row[2], row[1] + row[3]) for row in counts))
    shared = {(i, (row, TOTAL)): row for i in (0, 1) for row in (*one.rows, TOTAL)}
    first, second = publish_together([one, two], shared=shared)
    assert (first.row_totals, first.total) == (second.row_totals, second.total)
    side_by_side = _joined(first, second)
    assert all(most - least >= 5 - 1e-6 for least, most in side_by_side)


def _joined(first: PublishedTable, second: PublishedTable) -> list[tuple[float, float]]:
    """The ends of every withheld count of two tables with the same row margins, from all their sums at once."""
    one, two = grid(first), grid(second)
    rows = len(one)
    cells = [(t, r, c) for t in (0, 1) for r in range(rows) for c in range(2)] + [(2, r, 0) for r in range(rows)]
    place = {cell: i for i, cell in enumerate(cells)}
    value = {
        **{(t, r, c): (one, two)[t][r][c] for t, r, c in cells if t < 2},
        **{(2, r, 0): one[r][2] for r in range(rows)},
    }
    sums = []
    for t, r in product((0, 1), range(rows)):
        line = np.zeros(len(cells))
        line[[place[t, r, 0], place[t, r, 1]]], line[place[2, r, 0]] = 1, -1
        sums.append(line)
    for t, c in [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0)]:
        line = np.zeros(len(cells))
        line[[place[t, r, c] for r in range(rows - 1)]], line[place[t, rows - 1, c]] = 1, -1
        sums.append(line)
    limits = [(1, 10_000) if value[cell] is None else (value[cell], value[cell]) for cell in cells]
    found = []
    for i, cell in enumerate(cells):
        if value[cell] is None:
            aims = [np.eye(len(cells))[i] * sign for sign in (1, -1)]
            solved = [linprog(aim, A_eq=np.array(sums), b_eq=np.zeros(len(sums)), bounds=limits) for aim in aims]
            found.append((float(solved[0].x[i]), float(solved[1].x[i])))
    return found


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(tables())
def test_rounded_tables_add_up_and_are_near(of: CountTable) -> None:
    shown, true = grid(publish(of, protection="round")), whole(of)
    for row, line in enumerate(shown):
        for column, value in enumerate(line):
            assert value is not None
            assert value % 5 == 0
            assert abs(value - true[row][column]) < 5
        assert sum(line[:-1]) == line[-1]  # type: ignore[arg-type]
    for column in zip(*shown, strict=True):
        assert sum(column[:-1]) == column[-1]  # type: ignore[arg-type]


def test_rounding_changes_as_little_as_it_can() -> None:
    shown = publish(table([[6, 10], [14, 21]]), protection="round")
    assert (shown.counts, shown.total) == (((5, 10), (15, 20)), 50)
    assert shown.note.startswith("Counts are rounded to multiples of 5; 0 need not be nobody.")


def test_tables_that_cannot_be_rounded_together_are_refused() -> None:
    """Five counts of 2 make 10, so two must go up to 5; but every two of them, 4 together, may only make 0 or 5."""
    five = table([[2]] * 5)
    pairs = [CountTable(f"{a} and {b}", (a, b), ("column 0",), ((2,), (2,))) for a, b in combinations(five.rows, 2)]
    together = [five, *pairs]
    shared = {(i, (row, "column 0")): row for i, of in enumerate(together) for row in of.rows}
    with pytest.raises(DisclosureError, match="cannot be rounded so that their sums agree"):
        publish_together(together, protection="round", shared=shared)


def test_the_same_table_is_published_alike_every_time() -> None:
    of = table([[3, 30, 300], [10, 4, 90], [200, 150, 400]])
    assert publish(of) == publish(of)
    assert publish(of, protection="round") == publish(of, protection="round")


def test_a_large_table_is_protected_too() -> None:
    """As many areas as a force has, by outcome: most small, as they are in life."""
    chance = np.random.Generator(np.random.PCG64(3))
    of = table(chance.poisson(chance.gamma(0.8, 14, (32, 7))).tolist())
    shown = publish(of)
    assert all(most - least >= 5 - 1e-6 for least, most in ends(grid(shown), 1).values())
    assert shown.withheld < 0.6 * 33 * 8


WRONG = [
    (lambda: CountTable("t", ("a", "a"), ("x",), ((1,), (2,))), "same name"),
    (lambda: CountTable("t", ("a",), ("x", "y"), ((1,),)), "one count of each row and column"),
    (lambda: CountTable("t", ("a",), ("x",), ((-1,),)), "not below 0"),
    (lambda: CountTable("t", ("total",), ("x",), ((1,),)), "name of the margin"),
    (lambda: publish(table([[3]]), threshold=2), "hides nothing"),
    (
        lambda: publish_together(
            [table([[3]]), table([[9]])],
            shared={(0, ("row 0", "column 0")): "all", (1, ("row 0", "column 0")): "all"},
        ),
        "is 9, and 3 in another table",
    ),
]


@pytest.mark.parametrize(("make", "says"), WRONG)
def test_what_cannot_be_published_is_refused(make: object, says: str) -> None:
    with pytest.raises(DisclosureError, match=says):
        make()  # type: ignore[operator]
