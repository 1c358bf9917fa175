from __future__ import annotations

import pytest

from tests.entries import draft
from tests.strategies import REGISTER
from unbroken.record.check import check, check_body
from unbroken.record.errors import Refused
from unbroken.record.kinds import Handling, Lane

NOW = "2024-06-01T00:00:00.000000Z"


@pytest.mark.demand("REC-14")
@pytest.mark.parametrize("tier", ["1", "2", "3", "none"])
def test_a_review_has_a_tier(tier: str) -> None:
    assert check_body({"tier": tier}, REGISTER["triage.reviewed"])[1] == ()


@pytest.mark.demand("RCG-06")
def test_more_than_one_typology_may_be_given_and_unknown_is_one() -> None:
    assert check_body({"tier": "2", "typology": ["rejected", "resentful"]}, REGISTER["triage.reviewed"])[1] == ()
    assert check_body({"tier": "2", "typology": ["unknown"]}, REGISTER["triage.reviewed"])[1] == ()


@pytest.mark.demand("TRI-17")
def test_advice_and_its_answer_name_the_same_thing() -> None:
    entry = "0192f0aa-1111-7000-8000-000000000003"
    for kind in ("advice.given", "advice.followed", "advice.declined"):
        assert check_body({"what": "consider_spo", "advice": entry}, REGISTER[kind])[1] == ()
        assert "consider a stalking protection order" in REGISTER[kind].sentence({"what": "consider_spo"})


def test_a_referral_is_of_a_victim_or_of_a_suspect() -> None:
    for role in ("victim", "suspect"):
        about = (("referral", "referral:f1"), (role, "person:p1"))
        assert check(draft("referral.made", {"to": "nhs"}, *about), now=NOW)
    with pytest.raises(Refused) as refused:
        check(draft("referral.made", {"to": "nhs"}, ("victim", "person:p1")), now=NOW)
    assert [problem.field for problem in refused.value.problems] == ["subjects.referral"]


@pytest.mark.demand("TRI-05")
def test_nobody_is_entered_on_the_register_without_grounds() -> None:
    registered = REGISTER["nominal.registered"]
    assert [problem.field for problem in check_body({"marker": "yes"}, registered)[1]] == ["body.grounds"]


def test_the_register_and_work_with_suspects_are_handled_apart() -> None:
    apart = ("nominal.", "register.", "marker.", "serial.", "intervention.")
    handling = {kind.kind: kind.handling for kind in REGISTER if kind.kind.startswith(apart)}
    assert handling == {
        "nominal.registered": Handling.MANAGED_OFFENDER,
        "nominal.reviewed": Handling.MANAGED_OFFENDER,
        "nominal.removed": Handling.MANAGED_OFFENDER,
        "register.defined": Handling.MANAGED_OFFENDER,
        "marker.placed": Handling.MANAGED_OFFENDER,
        "marker.lifted": Handling.MANAGED_OFFENDER,
        "marker.acknowledged": Handling.MANAGED_OFFENDER,
        "serial.reviewed": Handling.MANAGED_OFFENDER,
        "intervention.started": Handling.CLINICAL,
        "intervention.measured": Handling.CLINICAL,
        "intervention.ended": Handling.CLINICAL,
    }


def test_everything_of_triage_stands_in_its_lane() -> None:
    kinds = [kind for kind in REGISTER if kind.__module__.startswith("unbroken.triage.")]
    assert {kind.lane for kind in kinds} == {Lane.TRIAGE}
    assert len(kinds) == 20
