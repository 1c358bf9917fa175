from __future__ import annotations

from collections import Counter

import pytest

from unbroken.vocabulary.answers import ANSWERS, is_missing
from unbroken.vocabulary.people import ETHNICITY_OFFICER, ETHNICITY_SELF, RELATIONSHIPS, VULNERABILITIES


@pytest.mark.demand("REC-08")
def test_self_defined_ethnicity_has_eighteen_and_one_official_codes() -> None:
    stated = [code.official["self_defined_18_1"] for code in ETHNICITY_SELF if code.group != "not_stated"]
    assert stated == [
        *("W1", "W2", "W3", "W4", "W9"),
        *("M1", "M2", "M3", "M9"),
        *("A1", "A2", "A3", "A4", "A9"),
        *("B1", "B2", "B9"),
        *("O2", "O9"),
    ]


@pytest.mark.demand("REC-08")
def test_declined_not_understood_not_asked_and_not_known_are_distinct() -> None:
    not_stated = {
        code.code: code.official.get("self_defined_18_1") for code in ETHNICITY_SELF if code.group == "not_stated"
    }
    assert not_stated == {"declined": "N1", "not_understood": "N2", "not_asked": "N3", "unknown": None}


@pytest.mark.demand("REC-08")
def test_mixed_or_multiple_heritage_is_always_available() -> None:
    assert len(ETHNICITY_SELF.in_group("mixed")) == 4


def test_officer_defined_ethnicity_has_six_and_one_codes_of_its_own_system() -> None:
    assert [code.official["officer_defined_6_1"] for code in ETHNICITY_OFFICER] == [*"123456", "0, 9"]
    assert all(set(code.official) == {"officer_defined_6_1"} for code in ETHNICITY_OFFICER)


@pytest.mark.demand("REC-06")
def test_one_scheme_of_relationships_parts_domestic_known_stranger_and_unknown() -> None:
    assert set(Counter(code.group for code in RELATIONSHIPS)) == {"domestic", "known", "stranger", "unknown"}
    assert RELATIONSHIPS.in_group("domestic") == {"current_partner", "ex_partner", "family"}
    assert RELATIONSHIPS.in_group("stranger") == {"stranger"}
    assert RELATIONSHIPS.in_group("unknown") == {"unknown"}


@pytest.mark.demand("REC-07")
def test_vulnerability_mental_health_physical_health_and_safeguarding_are_apart() -> None:
    groups = [
        VULNERABILITIES.in_group(group) for group in ("vulnerable", "mental_health", "physical_health", "safeguarding")
    ]
    assert all(groups)
    assert sum(map(len, groups)) == len(frozenset().union(*groups))


def test_a_missing_answer_is_never_a_no() -> None:
    assert [code.code for code in ANSWERS if not is_missing(code.code)] == ["yes", "no"]
    assert is_missing(None)
