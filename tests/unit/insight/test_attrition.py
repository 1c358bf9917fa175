"""Attrition: everybody who enters a stage is accounted for, and the published flows come out as published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unbroken.insight.attrition import BY_OUTCOME, ENDS, INSIDE, STAGES, Attrition, attrition, flow
from unbroken.insight.schema import CASES
from unbroken.insight.scope import BadScope, Scope
from unbroken.vocabulary.courts import VERDICTS
from unbroken.vocabulary.outcomes import OUTCOMES, ended_by

pytestmark = pytest.mark.demand("ANA-05", "GOV-10")
DAY = date(2023, 5, 1)
AREAS = ("Harbour", "Moor", None)


def cases(*rows: Mapping[str, Any]) -> Any:
    """The table of cases with these rows; what a row leaves out is not recorded."""
    empty = {column.name: [] if column.kind == "codes" else 0 if column.kind == "count" and column.is_always
             else False if column.kind == "yes_no" and column.is_always else "x" if column.is_always else None
             for column in CASES.columns}  # fmt: skip
    empty |= {"made_on": DAY, "stage_since": DAY, "offence": "stalking_2a"}
    return ibis.memtable(pa.Table.from_pylist([{**empty, **row} for row in rows], schema=CASES.arrow()))


@st.composite
def case(draw: st.DrawFn) -> dict[str, Any]:
    outcome = draw(st.sampled_from([None, *(code.code for code in OUTCOMES.codes)]))
    verdicts = draw(st.lists(st.sampled_from([code.code for code in VERDICTS.codes]), max_size=2, unique=True))
    charged = draw(st.booleans())
    return {
        "area": draw(st.sampled_from(AREAS)),
        "is_restricted": draw(st.booleans()),
        "is_duplicate": draw(st.booleans()),
        "outcome": outcome,
        "ended_by": draw(st.sampled_from([None, "cps", "victim", "health", ended_by(outcome) if outcome else None])),
        "ended_on": draw(st.sampled_from([None, DAY])),
        "submissions": draw(st.integers(0, 2)),
        "charged_on": DAY if charged else None,
        "verdicts": verdicts if charged else [],
        "is_convicted": charged and any(VERDICTS[one].group == "convicted" for one in verdicts),
    }


def by_hand(row: Mapping[str, Any]) -> tuple[str, str]:
    """The slow twin: the last stage of one report and how it is there, in plain Python."""
    groups = {VERDICTS[one].group for one in row["verdicts"]}
    if row["is_convicted"]:
        return "convicted", INSIDE
    if row["charged_on"] or row["outcome"] in ("1", "1A"):
        if not row["ended_on"]:
            return "court", INSIDE
        return "court", "acquitted" if "not_convicted" in groups else "dropped" if "stopped" in groups else "no_verdict"
    stage = "cps" if row["submissions"] else "investigation"
    if not row["ended_on"] and not row["outcome"]:
        return stage, INSIDE
    if row["ended_by"] == "cps" and row["submissions"]:
        return stage, "cps"
    if row["ended_by"] in ("victim", "health"):
        return stage, row["ended_by"]
    return stage, BY_OUTCOME.get(row["outcome"], "no_outcome")


def told(found: Attrition) -> Counter[tuple[str, str]]:
    return Counter({(stage.name, end): n for stage in found.stages
                    for end, n in {INSIDE: stage.inside, **stage.left}.items() if n})  # fmt: skip


@settings(max_examples=40)
@given(st.lists(case(), min_size=1, max_size=30))
def test_it_counts_as_by_hand_and_nobody_is_lost(rows: list[dict[str, Any]]) -> None:
    scoped = Scope().of(cases(*rows))
    kept = [row for row in rows if not (row["is_restricted"] or row["is_duplicate"])]
    (everybody,) = attrition(scoped) or (None,)
    if everybody is not None:
        assert told(everybody) == Counter(map(by_hand, kept))
        assert all(stage.is_whole for stage in everybody.stages)
        assert everybody.stages[0].entered == len(kept)
    apart = attrition(scoped, "area")
    assert {one.group[0]: told(one) for one in apart} == {
        area: counted for area in AREAS if (counted := Counter(by_hand(row) for row in kept if row["area"] == area))
    }
    assert [one.group[0] for one in apart] == sorted(
        (one.group[0] for one in apart), key=lambda area: (area is None, area)
    )


def test_every_outcome_is_an_end_or_a_charge() -> None:
    assert BY_OUTCOME.keys() | {"1", "1A"} == {code.code for code in OUTCOMES.codes}
    assert set(BY_OUTCOME.values()) <= ENDS.keys()


def test_an_empty_scope_gives_stages_that_nobody_entered() -> None:
    (found,) = attrition(Scope(areas=("nowhere",)).of(cases({"area": "Moor"})))
    assert [(stage.name, stage.entered) for stage in found.stages] == [(name, 0) for name in STAGES]


def published() -> Iterator[tuple[str, str, int]]:
    """The coded cases as the Stalking Deep Dive counted them; the three without an end are an end of their own."""
    yield from (("investigation", "victim", 169), ("investigation", "evidence", 155), ("investigation", "disposal", 3))
    yield from (("investigation", "no_outcome", 3), ("cps", "victim", 3), ("cps", "cps", 6))
    yield ("court", INSIDE, 33 + 4)


def test_the_published_counts_give_the_published_shares() -> None:
    investigation, cps, court, _ = flow(published())
    assert (investigation.entered, cps.entered, court.entered) == (376, 46, 37)
    shares = [round(100 * n / 376) for n in (investigation.left["victim"], investigation.left["evidence"])]
    assert shares == [45, 41]
    assert investigation.is_whole
    assert cps.is_whole
    assert 376 - 169 - 155 - 46 - 3 == 3, "the publication leaves three cases without an end"


def test_what_is_no_stage_or_no_end_is_refused() -> None:
    with pytest.raises(ValueError, match="'trial', 'inside': not one of investigation"):
        flow([("trial", INSIDE, 1)])
    with pytest.raises(ValueError, match="'cps', 'tired'"):
        flow([("cps", "tired", 1)])


class TestScopes:
    def test_the_steps_lead_from_all_reports_to_the_base(self) -> None:
        left_out = ({"is_restricted": True}, {"is_duplicate": True}, {"offence": "harassment_2"}, {"offence": None})
        table = cases({}, *left_out, {"made_on": date(2020, 1, 1)}, {"offence": "breach_spo", "area": "Moor"})
        scope = Scope(since=date(2023, 1, 1), areas=("Moor",))
        steps = scope.steps(table)
        assert [(step.left_out, step.left) for step in steps] == [(1, 6), (1, 5), (2, 3), (1, 2), (1, 1)]
        assert scope.of(table).count().to_pyarrow().as_py() == steps[-1].left == 1

    def test_a_report_that_was_once_stalking_can_be_asked_for(self) -> None:
        table = cases({"offence": "harassment_2", "recognised_on": DAY}, {"offence": "harassment_2"})
        assert [
            Scope(offences=name).of(table).count().to_pyarrow().as_py() for name in ("stalking", "ever_stalking", "all")
        ] == [0, 1, 2]

    def test_it_says_what_it_is(self) -> None:
        scope = Scope(date(2023, 1, 1), date(2023, 12, 31), areas=("Harbour", "Moor"), is_domestic=True)
        assert scope.words() == (
            "reports recorded as stalking now, or as a breach of a stalking protection order, made from 2023-01-01 to "
            "2023-12-31, in Harbour or Moor, that are domestic abuse"
        )

    def test_a_scope_that_cannot_be_is_refused(self) -> None:
        with pytest.raises(BadScope, match="offences: 'theft' is none of stalking, ever_stalking, all"):
            Scope(offences="theft")
        with pytest.raises(BadScope, match="until: 2022-01-01 is before since, 2023-01-01"):
            Scope(date(2023, 1, 1), date(2022, 1, 1))
