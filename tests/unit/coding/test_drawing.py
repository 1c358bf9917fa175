"""Drawing a sample: who is left out and why, from which groups, and who codes what."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.coding.drawing import Candidate, CannotDraw, Coder, Wanted, assign, draw_sample, groups_short
from unbroken.insight.stats.sampling import Step
from unbroken.vocabulary.offences import OFFENCES

pytestmark = pytest.mark.demand("ANA-01", "CPS-10")


def report(n: int, **said: Any) -> Candidate:
    values = {"area": f"A{n % 3}", "offence": "stalking_2a", "made_on": date(2024, 1, 1 + n % 28), **said}
    return Candidate(f"report:{n:04}", **values)


def wanted(**said: Any) -> Wanted:
    return Wanted(**{"size": 10, "seed": "s", **said})


def test_the_way_to_the_sample_counts_every_report_once() -> None:
    odd = [
        report(90, is_restricted=True, is_duplicate=True),
        report(91, is_duplicate=True),
        report(92, offence="harassment_2", was_stalking=True),
        report(93, made_on=None),
        report(94, made_on=date(2023, 1, 1)),
        report(95, area="Elsewhere"),
    ]
    asked = wanted(since=date(2024, 1, 1), areas=("A0", "A1", "A2"))
    found, _ = draw_sample([*map(report, range(30)), *odd], asked)
    assert found.flow == (
        Step("in the frame", 0, 36),
        Step("restricted reports", 1, 35),
        Step("merged into another report as the same incident", 1, 34),
        Step("not held to be stalking now", 1, 33),
        Step("not made in the period, or without a day", 2, 31),
        Step("of other areas", 1, 30),
        Step("not drawn", 20, 10),
    )


def test_the_published_sample_would_hold_its_arithmetic() -> None:
    """400 of 10,436 reports."""
    found, _ = draw_sample([report(n) for n in range(2000)], wanted(size=400))
    assert (len(found.keys), found.flow[-1]) == (400, Step("not drawn", 1600, 400))


def test_restricted_and_once_stalking_reports_only_where_asked_for() -> None:
    odd = [report(1, is_restricted=True), report(2, offence="harassment_2", was_stalking=True)]
    asked = wanted(with_restricted=True, offences="ever_stalking")
    assert len(draw_sample(odd, asked)[0].keys) == 2
    assert len(draw_sample([report(3, offence="other")], wanted(offences="all"))[0].keys) == 1


def test_groups_are_named_and_shared_out_in_proportion() -> None:
    candidates = [report(n, area="North" if n < 80 else "", offence="stalking_2a") for n in range(100)]
    found, strata = draw_sample(candidates, wanted(by=("area", "class", "year")))
    name = OFFENCES.label("stalking_2a")
    assert {one.name: one.drawn for one in found.strata} == {
        f"North; {name}; 2024": 8,
        f"not recorded; {name}; 2024": 2,
    }
    assert set(strata.values()) == {one.name for one in found.strata}


def test_fifty_prosecutions_of_fourteen_areas() -> None:
    """CPS, 2020: as evenly as can be; what one area lacks the others share."""
    candidates = [
        report(n, area=f"Region {n % 14:02}", prosecutions=(f"prosecution:{n}",)) for n in range(700) if n % 14
    ] + [report(1000, area="Region 00", prosecutions=("prosecution:1000",))]
    found, _ = draw_sample(candidates, wanted(of="prosecutions", size=50, even=True))
    drawn = {one.name: one.drawn for one in found.strata}
    assert sum(drawn.values()) == 50
    assert drawn.pop("Region 00") == 1
    assert set(drawn.values()) == {3, 4}
    assert groups_short(found) == ()


def test_reports_prosecuted_together_are_one_prosecution() -> None:
    together = ("prosecution:p",)
    candidates = [
        report(1, prosecutions=together, made_on=date(2024, 2, 2)),
        report(2, prosecutions=together, made_on=date(2024, 1, 1)),
        report(3),
    ]
    found, _ = draw_sample(candidates, wanted(of="prosecutions"))
    assert found.keys == ("report:0002",)
    assert [(one.reason, one.removed) for one in found.flow if one.removed and one.reason != "not drawn"] == [
        ("not prosecuted", 1),
        ("prosecuted together with a report that is in the frame", 1),
    ]


def test_the_same_seed_draws_the_same_sample_in_any_order() -> None:
    candidates = [report(n) for n in range(200)]
    first = draw_sample(candidates, wanted())[0]
    assert draw_sample(candidates[::-1], wanted())[0] == first
    assert draw_sample(candidates, wanted(seed="t"))[0].keys != first.keys


@given(st.integers(0, 60), st.integers(1, 80), st.sampled_from([0.0, 0.1, 0.5, 1.0]), st.integers(2, 5), st.booleans())
def test_coders_share_the_work_and_nobody_codes_a_report_twice(
    number: int, size: int, double: float, coders: int, even: bool
) -> None:
    asked = wanted(size=size, double=double, even=even)
    candidates = [report(n) for n in range(number)]
    if not candidates:
        with pytest.raises(CannotDraw, match="nothing can be drawn"):
            draw_sample(candidates, asked)
        return
    found, strata = draw_sample(candidates, asked)
    assert len(found.keys) == min(size, number)
    reports, doubled = assign(found, strata, asked, [Coder(f"c{n}") for n in range(coders)])
    assert sorted(one.report for one in reports) == sorted(found.keys)
    assert [one.number for one in reports] == list(range(1, len(reports) + 1))
    assert sum(len(one.coders) == 2 for one in reports) == doubled == int(double * len(reports) + 0.5)
    assert all(len(set(one.coders)) == len(one.coders) for one in reports)
    load = Counter(name for one in reports for name in one.coders)
    assert max(load.values()) - min((load[f"c{n}"] for n in range(coders)), default=0) <= 1


def test_a_report_that_is_closed_to_a_coder_goes_to_another() -> None:
    asked = wanted(size=6)
    found, strata = draw_sample([report(n) for n in range(6)], asked)
    closed = frozenset(found.keys[:3])
    reports, _ = assign(found, strata, asked, [Coder("a", closed), Coder("b")])
    assert all(one.coders == ("b",) for one in reports if one.report in closed)
    with pytest.raises(CannotDraw, match="too few may open"):
        assign(found, strata, asked, [Coder("a", closed)])
    with pytest.raises(CannotDraw, match="needs two"):
        assign(found, strata, wanted(size=6, double=0.5), [Coder("a")])


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"size": 0}, "size: 0 is no sample"),
        ({"seed": " "}, "seed: is missing"),
        ({"of": "people"}, "of: 'people' cannot be drawn"),
        ({"by": ("colour",)}, "by: 'colour' is nothing to group by; give some of area"),
        ({"by": ()}, "by: give one or more"),
        ({"by": ("area", "area")}, "each once"),
        ({"offences": "some"}, "offences: 'some' is not one of stalking"),
        ({"since": date(2024, 2, 1), "until": date(2024, 1, 1)}, "until: 2024-01-01 is before since"),
        ({"double": 1.5}, "double: 1.5 is no share"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_its_field(said: dict[str, Any], says: str) -> None:
    with pytest.raises(CannotDraw, match=says):
        wanted(**said)


def test_a_population_is_said_in_words_that_fit() -> None:
    asked = wanted(since=date(2024, 1, 1), until=date(2024, 6, 30), areas=("North", "South"))
    assert asked.words() == "reports held to be stalking now, from 2024-01-01, until 2024-06-30, in North, South"
    assert wanted(areas=tuple(f"Area {n}" for n in range(9))).words().endswith("in 9 areas")
