from __future__ import annotations

import re

import pytest

from unbroken.vocabulary.codes import CodeList
from unbroken.vocabulary.courts import (
    COURT_TYPES,
    HEARING_RESULTS,
    HEARING_TYPES,
    MODES_OF_TRIAL,
    PLEAS,
    PROCEEDINGS_STARTED,
    SENTENCE_REQUIREMENTS,
    SENTENCES,
    VERDICTS,
)

# The result numbers of the standing data that a stalking case meets; orders and bail among them.
RESULTS = frozenset(
    re.findall(
        r"\d+",
        """
    2004 2005 2006 2050 2091 2051 2063 2053 2009 2514 2501 2503 2007 2008 4506 4005 1002 1081 1115 1134 1507 3058 1008
    1088 3132 4582 1116 1141 3103 3106 3108 3109 3272 3148 1015 1016 1017 1018 1057 3012 3117 1177 1178 3047 3260 3263
    3306 3307 3326 4027 4530 4028 4531 4047 4542 4536 4572 4574 4597 4014 4015 4016 4017 4558 4559 4560 4561 3045 2083
    2100 2096 3093 2077 2081
    """,
    )
)


@pytest.mark.demand("CPS-05", "CPS-08")
def test_every_court_result_number_stands_for_one_thing() -> None:
    lists = (VERDICTS, SENTENCES, SENTENCE_REQUIREMENTS, HEARING_RESULTS)
    numbers = [number for codes in lists for code in codes for number in code.official_in("court_result")]
    assert sorted(numbers) == sorted(RESULTS)


@pytest.mark.parametrize(
    ("codes", "official", "code"),
    [
        (PLEAS, "NG", "not_guilty"),
        (VERDICTS, "NA", "guilty_alternative"),
        (COURT_TYPES, "CC", "crown"),
        (HEARING_TYPES, "STPSR", "sentence"),
        (MODES_OF_TRIAL, "ETJ", "elects_jury"),
        (PROCEEDINGS_STARTED, "R", "postal_requisition"),
    ],
)
def test_standing_data_codes_stand_beside_the_names(codes: CodeList, official: str, code: str) -> None:
    assert [found.code for found in codes.with_official("moj_standing_data", official)] == [code]


@pytest.mark.demand("CPS-01")
def test_a_verdict_on_an_alternative_is_a_conviction_for_something_else() -> None:
    assert VERDICTS.in_group("convicted") == {"guilty", "guilty_alternative"}
