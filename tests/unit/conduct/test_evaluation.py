"""Measuring: intervals, counts, and that the two parts are what they say."""

from __future__ import annotations

import pytest

from unbroken.conduct.casefiles import CaseFile, CaseReport
from unbroken.conduct.evaluation import (
    FACTS,
    PARTS,
    Labelled,
    Measured,
    groups,
    labelled,
    measure,
    measure_facts,
    read,
    recognise_case,
    table,
    table_of_cases,
    table_of_groups,
    wilson,
)
from unbroken.vocabulary.behaviours import BEHAVIOURS


def test_a_share_has_its_wilson_interval() -> None:
    """Against the worked example of Newcombe (1998), Statistics in Medicine 17, 857: 81 of 263."""
    assert wilson(81, 263) == pytest.approx((0.3080, 0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 0) is None


def test_what_is_right_wrong_and_missed_is_counted() -> None:
    found = measure(
        [
            Labelled("a", "He followed me home every day; we split up in May.", True, frozenset({"calls_texts"})),
            Labelled("b", "The bus was late.", False, frozenset()),
        ]
    )
    assert found == (
        Measured("stalking", 1, 0, 0),
        Measured("all behaviours", 0, 1, 1),
        Measured("calls_texts", 0, 0, 1),
        Measured("following_surveillance", 0, 1, 0),
    )
    assert "| calls_texts | 0 | 0 | 1 | none | 0.000 (0.000 to 0.793) |" in table(found)


def test_the_two_parts_have_nothing_in_common() -> None:
    parts = [list(labelled(part)) for part in PARTS]
    assert [len(part) for part in parts] == [230, 1374]
    assert {one.text for one in parts[0]}.isdisjoint(one.text for one in parts[1])
    assert {code for part in parts for one in part for code in one.behaviours} <= {code.code for code in BEHAVIOURS}


FIRST = Labelled(
    "a", "He followed me home twice over six weeks. I am scared of him.", True, frozenset({"following_surveillance"}),
    "stalking", "stalking_2A", {"duration_days": 45, "incident_count": 3, "told_to_stop": True},
)  # fmt: skip
SECOND = Labelled("b", "He followed me home every day; we split up in May.", False, frozenset(), "other", "not_yet")


def test_facts_are_measured_and_a_number_is_right_where_it_is_the_one() -> None:
    found = {one.what: one for one in measure_facts(read([FIRST]))}
    assert tuple(found) == FACTS
    assert found["duration_days"] == Measured("duration_days", 1, 0, 0), "six weeks are about 45 days"
    assert found["incident_count"] == Measured("incident_count", 0, 1, 1)
    assert found["fear"] == Measured("fear", 0, 1, 0)
    assert found["told_to_stop"] == Measured("told_to_stop", 0, 0, 1)


def test_each_sort_of_narrative_says_how_often_it_is_taken_for_stalking() -> None:
    found = groups(read([FIRST, SECOND]))
    assert found == (("other", "not_yet", 1, 1), ("stalking", "stalking_2A", 1, 1))
    assert "| other | not_yet | 1 | 1 | 1.000 (0.207 to 1.000) |" in table_of_groups(found)


def test_a_case_is_recognised_at_its_first_report_that_comes_to_stalking() -> None:
    nothing = frozenset[str]()
    reports = CaseReport(1, "V reported damage to her car.", nothing), CaseReport(2, FIRST.text, nothing)
    found = recognise_case(CaseFile("c1", reports, "stalking", earliest_course=2))
    assert (found.at, [finding.is_stalking for finding in found.findings]) == (2, [False, True])
    assert "| c1 | stalking | 2 | 2 | 2 | never |" in table_of_cases([found])
