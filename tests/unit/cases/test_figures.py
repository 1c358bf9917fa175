"""Figures check themselves, and what is published of them gives no withheld count away, however it is attacked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from unbroken.cases.figures import (
    About,
    Figures,
    FiguresError,
    Period,
    Published,
    PublishedRow,
    Row,
    percent,
    say_share,
)

MARCH = Period(date(2024, 3, 4), date(2024, 5, 9))
ABOUT = About(
    title="Class now",
    heading="Class",
    source="The record of this service",
    period=MARCH,
    unit="report",
    made_on=date(2026, 11, 22),
    caveats=("What was recorded is not all that happened.",),
    open_cases=False,
)


def parts(*counts: int, base: int | None = None) -> Figures:
    """A table of rows a, b, c and so on that make up its base."""
    rows = tuple(Row(name, count) for name, count in zip("abcdefgh", counts, strict=False))
    return Figures(about=ABOUT, base=sum(counts) if base is None else base, rows=rows, is_exclusive=True)


def overlapping(base: int, *counts: int) -> Figures:
    """A table of rows that are counted each by itself."""
    return replace(parts(*counts), base=base, is_exclusive=False) if counts else parts(base=base)


def shown(published: Published) -> list[int | None]:
    return [row.count for row in published.rows]


class TestAbout:
    @pytest.mark.demand("GOV-07")
    @pytest.mark.parametrize("field", ["source", "period", "caveats", "unit", "title", "made_on", "open_cases"])
    def test_cannot_be_made_without_what_a_reader_needs(self, field: str) -> None:
        given: dict[str, Any] = {name: getattr(ABOUT, name) for name in About.__dataclass_fields__ if name != field}
        with pytest.raises(TypeError, match=field):
            About(**given)

    @pytest.mark.demand("GOV-07")
    def test_nor_can_figures_be_made_without_a_base(self) -> None:
        with pytest.raises(TypeError, match="base"):
            Figures(about=ABOUT, rows=(), is_exclusive=True)  # type: ignore[call-arg]

    @pytest.mark.demand("GOV-07")
    @pytest.mark.parametrize(
        ("blank", "named"), [({"source": " "}, "source"), ({"caveats": ()}, "caveat"), ({"caveats": ("",)}, "caveat")]
    )
    def test_a_blank_is_as_good_as_none(self, blank: dict[str, Any], named: str) -> None:
        with pytest.raises(FiguresError, match=f"cannot stand without {named}"):
            replace(ABOUT, **blank)

    @pytest.mark.demand("GOV-07")
    @pytest.mark.parametrize(
        ("change", "reasons"),
        [
            ({}, ()),
            ({"open_cases": True}, ("some of these reports are still open",)),
            ({"made_on": date(2024, 8, 9)}, ()),
            ({"made_on": date(2024, 8, 8)}, ("the last three months are still being put right",)),
            ({"undated": True}, ("the day of some reports is not recorded",)),
        ],
    )
    def test_what_may_still_change_is_provisional(self, change: dict[str, Any], reasons: tuple[str, ...]) -> None:
        assert replace(ABOUT, **change).provisional == reasons

    @pytest.mark.parametrize(("first", "last"), [(MARCH.last, MARCH.first), (MARCH.first, None), (None, MARCH.last)])
    def test_a_period_that_is_none_is_refused(self, first: date | None, last: date | None) -> None:
        with pytest.raises(FiguresError):
            Period(first, last)

    @pytest.mark.demand("GOV-06")
    def test_a_published_period_names_months_and_nobodys_day(self) -> None:
        assert parts(9, 9).for_publication().about.period == Period(date(2024, 3, 1), date(2024, 5, 31))
        december = Period(date(2024, 12, 24), date(2024, 12, 24)).by_month()
        assert december == Period(date(2024, 12, 1), date(2024, 12, 31))
        assert Period(None, None).by_month() == Period(None, None)


class TestSums:
    @pytest.mark.demand("GOV-10")
    def test_rows_that_do_not_add_up_are_refused_naming_both_sums(self) -> None:
        with pytest.raises(FiguresError, match="Class now: the rows add up to 378, and the base is 376"):
            parts(307, 71, base=376)

    @pytest.mark.demand("GOV-10")
    def test_a_row_above_the_base_is_refused(self) -> None:
        with pytest.raises(FiguresError, match="b has 12, and the base is 10"):
            overlapping(10, 3, 12)

    @pytest.mark.demand("GOV-10")
    def test_overlapping_rows_need_not_add_up(self) -> None:
        assert overlapping(10, 9, 9).for_publication().base == 10

    def test_the_same_row_twice_is_refused(self) -> None:
        with pytest.raises(FiguresError, match="same name"):
            Figures(about=ABOUT, base=4, rows=(Row("a", 2), Row("a", 2)), is_exclusive=True)

    @pytest.mark.demand("GOV-10")
    @pytest.mark.parametrize(
        ("rows", "base"),
        [
            ((("a", 3), ("b", 10)), 13),  # a small count
            ((("a", None), ("b", 10)), 13),  # one that subtraction gives
            ((("a", None), ("b", None), ("c", 10)), 13),  # two whose sum is small
            ((("a", 10), ("b", 10)), 21),  # a sum that is wrong
            ((("a", 10),), None),  # a base that the rows give away
        ],
    )
    def test_a_table_is_checked_again_before_it_leaves(
        self, rows: Sequence[tuple[str, int | None]], base: int | None
    ) -> None:
        with pytest.raises(FiguresError):
            Published(
                about=ABOUT,
                base=base,
                rows=tuple(PublishedRow(*row) for row in rows),
                is_exclusive=True,
                is_withheld=False,
                small=5,
            )


class TestShares:
    @pytest.mark.demand("GOV-10")
    @pytest.mark.parametrize(
        ("count", "base", "said"),
        [
            (0, 3, "0%"),
            (1, 3, "33%"),
            (1, 200, "less than 1%"),
            (2, 200, "1%"),
            (1, 40, "3%"),  # 2.5: halves go up
            (199, 200, "more than 99%"),
            (200, 200, "100%"),
            (0, 0, "0%"),
        ],
    )
    def test_are_in_whole_percent(self, count: int, base: int, said: str) -> None:
        assert say_share(count, base) == said

    @pytest.mark.demand("GOV-10")
    @given(counts=st.lists(st.integers(0, 10**6), min_size=1, max_size=8))
    def test_are_no_further_than_half_a_percent_from_what_they_stand_for(self, counts: list[int]) -> None:
        figures = parts(*counts)  # refuses by itself what rounding does not explain
        for row in figures.rows:
            assert abs(percent(row.count, figures.base) * figures.base - 100 * row.count) * 2 <= figures.base


class TestPublication:
    @pytest.mark.demand("GOV-06")
    @pytest.mark.parametrize(
        ("counts", "published"),
        [
            ((0, 5, 60), [0, 5, 60]),  # nothing is small, and zero stays
            ((3, 10, 60), [None, None, 60]),  # one alone would follow by subtraction
            ((3, 10, 10, 60), [None, None, None, 60]),  # equal rows go together
            ((2, 4, 60), [None, None, 60]),  # two that differ, and 6 in all
            ((3, 3, 60), [None, None, 60]),  # 6 could be 2 and 4
            ((4, 4, 9, 60), [None, None, None, 60]),  # 8 could be 4 and 4 only
            ((1, 1, 1, 1, 1, 9, 60), [None, None, None, None, None, None, 60]),  # 5 could be 1 each only
            ((1, 2, 9, 60), [None, None, None, 60]),  # 3 in all is itself a small count
            ((3, 60), []),  # nothing would be left
            ((2, 1), []),
            ((0, 0), [0, 0]),
        ],
    )
    def test_small_counts_are_withheld_and_what_gives_them_away(
        self, counts: tuple[int, ...], published: list[int | None]
    ) -> None:
        assert shown(parts(*counts).for_publication()) == published

    @pytest.mark.demand("GOV-06")
    def test_what_is_left_out_whole_says_so(self) -> None:
        assert parts(3, 60).for_publication().is_withheld
        assert parts(3, 60).for_publication().base == 63
        assert parts(3).for_publication().base is None
        assert not parts().for_publication().is_withheld
        assert parts(3, 10, 60).for_publication().has_withheld
        assert not parts(5, 10, 60).for_publication().has_withheld

    @pytest.mark.demand("GOV-06")
    def test_overlapping_rows_are_withheld_where_they_or_those_outside_them_are_few(self) -> None:
        assert shown(overlapping(20, 0, 4, 5, 15, 16, 20).for_publication()) == [0, None, 5, 15, None, 20]

    @pytest.mark.demand("GOV-06")
    def test_rows_come_by_name_and_not_by_count(self) -> None:
        rows = (Row("d", 60), Row("c", 10), Row("a", 4), Row("B", 3))
        published = Figures(about=ABOUT, base=77, rows=rows, is_exclusive=True).for_publication()
        assert [row.label for row in published.rows] == ["a", "B", "c", "d"]

    def test_a_limit_that_hides_nothing_is_refused(self) -> None:
        with pytest.raises(ValueError, match="below 3"):
            parts(1, 1, 9).for_publication(small=2)


def tables_with(base: int, rows: int) -> Iterator[tuple[int, ...]]:
    """Every way in which a base can be made up of so many rows."""
    for first in product(range(base + 1), repeat=rows - 1):
        if sum(first) <= base:
            yield (*first, base - sum(first))


@pytest.mark.demand("GOV-06")
class TestAttack:
    """The attacker knows the base, the published table and this very program, and tries every table there could be."""

    @settings(max_examples=60, deadline=None)
    @given(counts=st.lists(st.integers(0, 6), min_size=2, max_size=4), small=st.integers(3, 5))
    @example(counts=[4, 4, 5], small=5)
    @example(counts=[4, 5, 5], small=5)
    @example(counts=[3, 3, 5], small=5)
    @example(counts=[1, 1, 6], small=5)
    @example(counts=[1, 2, 5, 6], small=4)
    def test_every_withheld_row_could_have_had_another_count(self, counts: list[int], small: int) -> None:
        published = parts(*counts).for_publication(small)
        bases = [published.base] if published.base is not None else range(1, small)
        guesses = [guess for base in bases for guess in tables_with(base, len(counts))]
        fitting = [guess for guess in guesses if parts(*guess).for_publication(small) == published]
        assert tuple(counts) in fitting
        for place in range(len(counts)):
            possible = {guess[place] for guess in fitting}
            is_withheld = not published.rows or published.rows[place].count is None
            assert len(possible) > 1 if is_withheld else possible == {counts[place]}

    @given(counts=st.lists(st.integers(0, 10**4), min_size=1, max_size=8), small=st.integers(3, 20))
    def test_what_is_withheld_is_never_one_row_or_a_small_sum(self, counts: list[int], small: int) -> None:
        published = parts(*counts).for_publication(small)
        withheld = [row for row in published.rows if row.count is None]
        rest = sum(counts) - sum(count or 0 for count in shown(published))
        assert not any(0 < (count or 0) < small for count in shown(published))
        assert len(withheld) != 1
        assert not withheld or rest >= small

    @given(base=st.integers(0, 60), share=st.floats(0, 1), small=st.integers(3, 10))
    def test_an_overlapping_row_could_have_had_another_count(self, base: int, share: float, small: int) -> None:
        published = overlapping(base, round(base * share)).for_publication(small)
        bases = [published.base] if published.base is not None else range(1, small)
        possible = {n for b in bases for n in range(b + 1) if overlapping(b, n).for_publication(small) == published}
        if shown(published) in ([None], []):
            assert len(possible) > 1
            assert not published.rows or all(0 < n < small or 0 < base - n < small for n in possible)
        else:
            assert possible == {round(base * share)}
