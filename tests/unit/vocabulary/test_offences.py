from __future__ import annotations

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.vocabulary import offences
from unbroken.vocabulary.offences import (
    HARASSMENT,
    MODE_OF_TRIAL,
    OFFENCES,
    ORDER_BREACH,
    STALKING,
    ModeOfTrial,
    OffenceGroup,
    StalkingClass,
    present_code,
    read_ho_code,
    reporting_group,
    seriousness,
    stalking_class,
)

CATALOGUE = tomllib.loads(Path(offences.__file__).with_name("offences.toml").read_text(encoding="utf-8"))
SHAPE = {
    **dict.fromkeys(("label", "group", "hocr", "ho", "cjs", "statute", "mode", "penalty", "reported_as", "now"), str),
    **dict.fromkeys(("unconfirmed", "note"), str),
    **dict.fromkeys(("from", "to"), date),
    "months": int,
}
anything = st.sampled_from([code.code for code in OFFENCES])


def test_the_catalogue_holds_nothing_but_what_is_read_from_it() -> None:
    for key, row in CATALOGUE.items():
        assert {"label", "group"} <= set(row) <= set(SHAPE), key
        assert {name for name, value in row.items() if type(value) is not SHAPE[name]} == set(), key
        assert row["group"] in get_args(OffenceGroup), key
        assert row.get("mode", "summary") in get_args(ModeOfTrial), key
        assert row.get("reported_as", "s2a") in get_args(StalkingClass), key
        assert row.get("now", key) in CATALOGUE, key


@pytest.mark.demand("REC-03")
@pytest.mark.parametrize(
    ("code", "hocr", "ho", "cjs", "statute"),
    [
        ("stalking_2a", "8Q", "195/12", "PH97006", "PHA 1997 s.2A"),
        ("stalking_4a_fear", "8Q", "8/65", "PH97010", "PHA 1997 s.4A(1)(b)(i)"),
        ("stalking_4a_distress", "8Q", "8/66", "PH97011", "PHA 1997 s.4A(1)(b)(ii)"),
        ("harassment_2", "8L", "195/94", "PH97004", "PHA 1997 s.2"),
        ("harassment_4_fear", "8L", "8/30", "PH97009", "PHA 1997 s.4"),
        ("breach_spo", None, "8/74", "ST19001", "SPA 2019 s.8"),
        ("breach_ro_conviction", None, "8/31", "SE20002", "Sentencing Act 2020 s.363"),
        ("breach_nmo", None, "66/39", "FL96001", "FLA 1996 s.42A"),
    ],
)
def test_four_code_systems_stand_apart_beside_one_name(
    code: str, hocr: str | None, ho: str, cjs: str, statute: str
) -> None:
    systems = ("hocr_class", "ho_code", "cjs_code", "statute")
    assert tuple(OFFENCES[code].official.get(system) for system in systems) == (hocr, ho, cjs, statute)


def test_no_code_of_one_system_can_be_looked_up_in_another() -> None:
    assert OFFENCES.with_official("cjs_code", "ph97006") == (OFFENCES["stalking_2a"],)
    assert OFFENCES.with_official("ho_code", "PH97006") == ()
    assert OFFENCES.with_official("cjs_code", "MT88006") == (OFFENCES["malicious_communications"],)


def test_a_cjs_code_names_one_class() -> None:
    named = Counter(cjs for offence in OFFENCES for cjs in offence.official_in("cjs_code"))
    assert [cjs for cjs, times in named.items() if times > 1] == []


@pytest.mark.demand("REC-03")
@pytest.mark.parametrize(
    ("code", "last_before", "first"),
    [
        ("stalking_2a", date(2012, 11, 24), date(2012, 11, 25)),
        ("stalking_4a_fear", date(2012, 11, 24), date(2012, 11, 25)),
        ("stalking_4a_distress", date(2012, 11, 24), date(2012, 11, 25)),
        ("breach_spo", date(2020, 1, 19), date(2020, 1, 20)),
        ("breach_dapo", date(2024, 11, 26), date(2024, 11, 27)),
        ("threatening_communication", date(2024, 1, 30), date(2024, 1, 31)),
    ],
)
def test_an_offence_can_be_used_from_the_day_it_came_into_force(code: str, last_before: date, first: date) -> None:
    assert not OFFENCES[code].valid_on(last_before)
    assert OFFENCES[code].valid_on(first)


@pytest.mark.demand("REC-03")
def test_a_class_valid_on_the_report_date_stays_valid_after_its_code_was_replaced() -> None:
    old = OFFENCES["stalking_4a_distress_before_2017"]
    assert old.official["cjs_code"] == "PH97008"
    assert [old.valid_on(day) for day in (date(2017, 4, 2), date(2017, 4, 3))] == [True, False]
    assert old.code in OFFENCES
    assert present_code(old.code) == "stalking_4a_distress"
    assert stalking_class(old.code) == "s4a"


@pytest.mark.demand("REC-03")
def test_4a_records_which_limb_applies() -> None:
    classes_of_4a = [code for code in OFFENCES if stalking_class(code.code) == "s4a"]
    assert len(classes_of_4a) == 6
    assert [code.code for code in classes_of_4a if ("_fear" in code.code) == ("_distress" in code.code)] == []


@pytest.mark.demand("REC-03")
def test_the_published_total_is_the_sum_of_its_classes() -> None:
    year = (
        ["stalking_2a"] * 8_633
        + ["stalking_4a_fear"] * 1_513
        + ["stalking_4a_distress"] * 1_513
        + ["breach_spo"] * 62
        + ["harassment_2"] * 9_000
        + ["breach_ro_conviction"] * 500
        + ["domestic_incident"] * 3_000
    )
    assert Counter(map(stalking_class, year)) == {"s2a": 8_633, "s4a": 3_026, "spo_breach": 62, None: 12_500}
    assert Counter(map(reporting_group, year))["stalking"] == 11_721


@pytest.mark.demand("REC-03")
@given(st.lists(anything))
def test_the_classes_of_published_stalking_always_add_up_to_its_group(year: list[str]) -> None:
    in_classes = sum(stalking_class(code) is not None for code in year)
    assert Counter(map(reporting_group, year))["stalking"] == in_classes


def test_breach_of_an_spo_is_counted_as_stalking_and_is_an_order_breach() -> None:
    assert "breach_spo" not in STALKING
    assert "breach_spo" in ORDER_BREACH
    assert reporting_group("breach_spo") == "stalking"
    assert reporting_group("spo_notification_name") == "order_breach"


def test_groups_part_the_catalogue() -> None:
    grouped = [OFFENCES.in_group(group) for group in get_args(OffenceGroup)]
    assert sum(map(len, grouped)) == len(OFFENCES.codes)
    assert grouped[:2] == [STALKING, HARASSMENT]


@pytest.mark.demand("REC-04")
def test_a_report_can_be_first_seen_as_something_that_is_no_offence() -> None:
    first_seen_as = OFFENCES.in_group("domestic_incident_or_other")
    assert {
        "domestic_incident",
        "assault",
        "theft",
        "burglary",
        "anti_social_behaviour",
        "nuisance",
        "not_a_crime",
        "other",
        "unknown",
    } <= first_seen_as


def test_stalking_offences_rank_by_their_greatest_sentence() -> None:
    ladder = ("stalking_2a", "stalking_2a_aggravated", "stalking_4a_fear", "stalking_4a_fear_aggravated")
    ranks = [seriousness(code) for code in ladder]
    assert ranks == [6, 24, 120, 168]
    assert seriousness("stalking_4a_fear") == seriousness("stalking_4a_distress")
    assert seriousness("stalking_4a_fear_before_2017") == seriousness("stalking_4a_fear")
    assert [seriousness(code) for code in ("stalking_unspecified", "harassment_4_fear", "breach_spo")] == [None] * 3


def test_summary_offences_are_told_from_those_without_a_time_limit() -> None:
    assert {MODE_OF_TRIAL[code] for code in ("stalking_2a", "harassment_2")} == {"summary"}
    assert {MODE_OF_TRIAL[code] for code in ("stalking_4a_fear", "stalking_4a_distress", "breach_spo")} == {
        "either way"
    }


def test_mode_penalty_and_doubt_are_in_the_note() -> None:
    assert OFFENCES["breach_nmo"].note == "Either way. At most 5 years. Not confirmed: penalty."


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("8/66", "8/66"),
        ("008/66", "8/66"),
        ("00866", "8/66"),
        (" 195/94 ", "195/94"),
        ("19594", "195/94"),
        ("66/09", "66/9"),
        ("8Q", None),
        ("PH97011", None),
        ("866", None),
        ("", None),
    ],
)
def test_a_home_office_code_is_read_however_it_is_written(written: str, read: str | None) -> None:
    assert read_ho_code(written) == read


@pytest.mark.parametrize("rule", [stalking_class, reporting_group, present_code])
def test_a_class_outside_the_list_is_refused(rule: object) -> None:
    assert callable(rule)
    with pytest.raises(KeyError, match="stalking_9z"):
        rule("stalking_9z")
