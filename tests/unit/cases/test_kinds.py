from __future__ import annotations

import orjson
import pytest

from tests.entries import draft
from tests.strategies import REGISTER
from unbroken.record.check import check, check_body
from unbroken.record.errors import Refused
from unbroken.record.kinds import Handling, Lane
from unbroken.vocabulary.offences import OFFENCES
from unbroken.vocabulary.outcomes import OUTCOMES

NOW = "2024-06-01T00:00:00.000000Z"


def fields_refused(kind: str, body: dict[str, object], *objects: tuple[str, str]) -> list[str]:
    with pytest.raises(Refused) as refused:
        check(draft(kind, body, *objects), now=NOW)
    return [problem.field for problem in refused.value.problems]


@pytest.mark.demand("REC-13")
def test_a_report_needs_a_victim_and_may_have_no_suspect() -> None:
    body = {"channel": "phone", "reported_by": "employer", "victim_knows": "no"}
    assert check(draft("report.made", body, ("report", "report:r1"), ("victim", "person:v1")), now=NOW)
    assert fields_refused("report.made", body, ("report", "report:r1")) == ["subjects.victim"]


def test_a_report_may_have_several_victims_and_suspects() -> None:
    about = [("report", "report:r1"), *(("victim", f"person:v{n}") for n in (1, 2)), ("suspect", "person:s1")]
    assert check(draft("report.made", None, *about, ("suspect", "person:s2")), now=NOW)
    assert fields_refused(
        "report.made", {"channel": "phone", "reported_by": "victim"}, *about, ("report", "report:r2")
    ) == ["subjects.report"]


@pytest.mark.demand("REC-03", "REC-04")
def test_a_class_keeps_who_gave_it_at_what_stage_why_and_every_offence_inside_it() -> None:
    body = {
        "offence": "stalking_4a_distress",
        "stage": "specialist_review",
        "decided_by": "police",
        "reason": "impact_recorded",
        "included_offences": ["malicious_communications", "criminal_damage"],
    }
    content, problems = check_body(body, REGISTER["report.classified"])
    assert problems == ()
    assert orjson.loads(content) == body


@pytest.mark.demand("REC-05")
def test_the_police_and_the_cps_flag_are_entries_of_their_own() -> None:
    stored = {
        by: check_body({"by": by, "answer": answer}, REGISTER["domesticabuse.flagged"])
        for by, answer in (("police", "yes"), ("cps", "no"))
    }
    assert {by: orjson.loads(content) for by, (content, _) in stored.items()} == {
        "police": {"by": "police", "answer": "yes"},
        "cps": {"by": "cps", "answer": "no"},
    }


@pytest.mark.demand("REC-12")
@pytest.mark.parametrize("outcome", [code.code for code in OUTCOMES])
def test_every_outcome_can_close_an_investigation_and_says_its_number(outcome: str) -> None:
    closed = REGISTER["investigation.closed"]
    assert check_body({"outcome": outcome}, closed)[1] == ()
    assert closed.sentence({"outcome": outcome}).startswith(f"Investigation closed: outcome {outcome}, ")


@pytest.mark.demand("INV-03")
def test_an_interview_may_hold_a_denial_and_a_counter_allegation() -> None:
    body = {"accounts": ["denied", "counter_allegation"]}
    assert check_body(body, REGISTER["suspect.interviewed"])[1] == ()


@pytest.mark.demand("INV-02")
def test_an_identification_needs_the_report_and_the_suspect() -> None:
    assert fields_refused("suspect.identified", {}, ("report", "report:r1")) == ["subjects.suspect"]
    assert fields_refused("suspect.identified", {}, ("suspect", "person:s1")) == ["subjects.report"]


@pytest.mark.demand("CPS-01")
def test_one_charge_is_followed_by_its_id_from_proposal_to_sentence() -> None:
    steps = {
        "prosecution.submitted": {"charges": [{"charge": "c1", "offence": "stalking_4a_distress"}]},
        "prosecution.decided": {"decision": "charge", "charges": [{"charge": "c1", "offence": "stalking_2a"}]},
        "charge.laid": {"offence": "stalking_2a", "charge": "c1"},
        "charge.changed": {
            "from_offence": "stalking_2a",
            "to_offence": "harassment_2",
            "reason": "plea_accepted",
            "charge": "c1",
        },
        "plea.entered": {"plea": "guilty", "offence": "harassment_2", "charge": "c1"},
        "verdict.returned": {"verdict": "guilty", "offence": "harassment_2", "charge": "c1"},
        "sentence.passed": {"components": [{"type": "fine", "pounds": 120}], "charge": "c1"},
    }
    for kind, body in steps.items():
        assert check_body(body, REGISTER[kind])[1] == (), kind
    assert REGISTER["charge.changed"].sentence(steps["charge.changed"]) == (
        "Charge changed from stalking (s.2A) to harassment (s.2), because: plea to another offence accepted"
    )


@pytest.mark.demand("CPS-05")
def test_an_adjournment_says_why_who_asked_until_when_and_when_the_victim_was_told() -> None:
    body = {
        "date": "2024-05-20",
        "reason": "no_court_time",
        "asked_by": "court",
        "until": "2024-09-02",
        "victim_told_on": "2024-05-21",
    }
    assert check_body(body, REGISTER["hearing.adjourned"])[1] == ()
    assert REGISTER["hearing.adjourned"].sentence(body) == (
        "Adjourned on 20 May 2024 until 2 September 2024, no court time, asked for by the court itself"
    )


@pytest.mark.demand("CPS-08")
def test_a_sentence_has_its_parts_and_the_expected_release() -> None:
    body = {
        "components": [{"type": "imprisonment", "days": 420}, {"type": "restraining_order_conviction"}],
        "remand_days": 41,
        "release_on": "2024-11-04",
    }
    content, problems = check_body(body, REGISTER["sentence.passed"])
    assert problems == ()
    assert orjson.loads(content) == body


def test_probation_s_own_measures_are_handled_as_a_managed_offender_s() -> None:
    kinds = {kind.kind for kind in REGISTER if kind.handling is Handling.MANAGED_OFFENDER}
    assert {"probation.started", "probation.ended", "licence.recalled"} <= kinds


def test_incidents_police_and_court_stand_in_lanes_of_their_own() -> None:
    assert REGISTER["incident.recorded"].lane is Lane.INCIDENTS
    assert REGISTER["investigation.closed"].lane is Lane.POLICE
    assert REGISTER["charge.laid"].lane is Lane.COURT


@pytest.mark.demand("REC-03")
@pytest.mark.parametrize("offence", [code.code for code in OFFENCES])
def test_every_offence_can_be_the_class_of_a_report(offence: str) -> None:
    assert check_body({"offence": offence, "stage": "initial"}, REGISTER["report.classified"])[1] == ()
