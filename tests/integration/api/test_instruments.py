from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from unbroken.access.roles import Role
from unbroken.record.queries import count
from unbroken.safety.instruments.loading import shipped

pytestmark = pytest.mark.django_db


@pytest.mark.demand("ASS-01", "ASS-02", "ASS-03")
def test_every_instrument_is_told_with_who_may_use_it(caller: Callable[..., Any]) -> None:
    said = {one["key"]: one for one in caller("officer").get("instruments").json()}
    assert list(said) == list(shipped())
    assert {key: one["may_use"] for key, one in said.items()} == {
        key: "officer" in one.roles for key, one in shipped().items()
    }
    assert said["s_dash"]["expected"]
    assert not any(one["may_use"] for one in caller("analyst").get("instruments").json())


@pytest.mark.demand("ASS-03")
def test_an_instrument_is_told_whole_in_our_own_words(caller: Callable[..., Any]) -> None:
    said = caller("officer").get("instruments/dash_ric").json()
    assert said["wording"] == "paraphrase"
    assert [rule["at_least"] for rule in said["grading"]["rules"]] == [14]
    items = [item for section in said["sections"] for item in section["items"]]
    assert [item["key"] for item in items] == [item.key for item in shipped()["dash_ric"].items]
    assert next(item for item in items if item["key"] == "dr08")["leads_to"] == "s_dash"
    assert caller("supervisor").get("instruments/sam").status_code == 404


def assessment(ref: str = "a-1", **body: Any) -> dict[str, Any]:
    return {
        "kind": "risk.assessed",
        "happened": "2026-03-03",
        "source": "case-system",
        "source_ref": ref,
        "subjects": [["victim", "person:v1"], ["suspect", "person:s1"], ["report", "report:r1"]],
        "body": {"complete": "yes", **body},
    }


@pytest.mark.demand("ASS-01", "ASS-05")
@pytest.mark.parametrize("role", ["officer", "supervisor", "specialist_reviewer"])
def test_an_assessment_is_taken_from_those_alone_whom_its_file_names(caller: Callable[..., Any], role: str) -> None:
    program = caller(role)
    for key, instrument in shipped().items():
        answer = program.post("entries", assessment(key, instrument=key))
        assert answer.status_code == (201 if role in instrument.roles else 403), key
    assert count() == sum(role in instrument.roles for instrument in shipped().values())


@pytest.mark.demand("ASS-05")
def test_a_refusal_names_the_field_and_says_who_may(caller: Callable[..., Any]) -> None:
    answer = caller("officer").post("entries", assessment(instrument="rosh"))
    said = "Your role, officer, may not fill in RoSH."
    assert (answer.status_code, answer.json()["detail"]) == (403, said)
    may = ", ".join(Role(name).label.lower() for name in shipped()["rosh"].roles)
    assert answer.json()["problems"] == [
        {"index": 0, "field": "body.instrument", "message": said, "expected": f"one who may fill in RoSH: {may}"}
    ]
    assert count() == 0


@pytest.mark.demand("ASS-05")
def test_in_a_batch_the_one_that_is_not_theirs_is_named_by_its_place(caller: Callable[..., Any]) -> None:
    sent = [assessment("a", instrument="s_dash"), assessment("b", instrument="rosh")]
    officer = caller("officer")
    whole = officer.post("entries/batch", {"entries": sent})
    assert (whole.status_code, whole.json()["problems"][0]["index"], count()) == (403, 1, 0)
    each = officer.post("entries/batch", {"entries": sent, "mode": "each"}).json()
    assert [one["status"] for one in each["results"]] == ["recorded", "forbidden"]
    assert each["results"][1]["problems"][0]["field"] == "body.instrument"


@pytest.mark.demand("ASS-05")
def test_a_correction_is_held_to_the_instrument_it_had_and_to_the_one_it_gets(caller: Callable[..., Any]) -> None:
    officer, supervisor = caller("officer"), caller("supervisor")
    theirs = officer.post("entries", assessment("theirs", instrument="s_dash")).json()["id"]
    rosh = supervisor.post("entries", assessment("rosh", instrument="rosh")).json()["id"]

    def corrected(ref: str, target: str, instrument: str) -> dict[str, Any]:
        body = {"why": "Mistyped.", "body": {"instrument": instrument, "complete": "yes"}}
        return {**assessment(ref), "kind": "entry.corrected", "subjects": [], "corrects": target, "body": body}

    fields = {}
    for ref, target, instrument in (("1", theirs, "rosh"), ("2", rosh, "s_dash")):
        answer = officer.post("entries", corrected(ref, target, instrument))
        fields[ref] = (answer.status_code, answer.json()["problems"][0]["field"])
    assert fields == {"1": (403, "body.body.instrument"), "2": (403, "corrects.instrument")}
    assert officer.post("entries", corrected("3", theirs, "sash")).status_code == 201
    assert supervisor.post("entries", corrected("4", rosh, "ovp")).status_code == 201


def test_an_instrument_that_is_no_text_is_for_the_record_to_refuse(caller: Callable[..., Any]) -> None:
    answer = caller("officer").post("entries", assessment(instrument=["rosh"]))
    assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, "body.instrument")
