from __future__ import annotations

from typing import get_args, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.strategies import KINDS, bodies
from unbroken.access.fields import mask
from unbroken.access.policy import SEES
from unbroken.access.roles import Role
from unbroken.record.kinds import REGISTER, Handling

WORKING = [role for role in Role if SEES[role]]


def body(role_here="victim"):
    return {
        "role_here": role_here,
        "identifiers": [{"type": "address", "value": "1 Some Street"}, {"type": "postcode", "value": "ZZ1 1ZZ"}],
        "flags": [{"flag": "mental_health", "answer": "yes", "note": "said so"}],
        "access_needs": "large print",
    }


def test_a_list_of_which_nothing_is_left_is_left_out():
    seen, left_out = mask(body(), "person.described", Role.PROSECUTOR)
    assert "identifiers" not in seen
    assert left_out == {Handling.ADDRESS}


@pytest.mark.parametrize("role", [role for role in WORKING if Handling.ADDRESS in SEES[role]])
def test_addresses_are_shown_to_those_who_may_know_them(role):
    assert mask(body(), "person.described", role)[0]["identifiers"] == body()["identifiers"]


def test_an_advocate_does_not_see_a_suspects_health():
    seen, left_out = mask(body("suspect"), "person.described", Role.ADVOCATE)
    assert "access_needs" not in seen
    assert seen["flags"] == [{"answer": "yes"}]
    assert left_out == {Handling.CLINICAL}


def test_an_advocate_sees_the_victims_needs():
    assert mask(body(), "person.described", Role.ADVOCATE) == (body(), frozenset())


def test_a_field_is_handled_as_it_is_marked():
    risk = {"instrument": "srp", "formulation": "what a clinician thinks"}
    assert mask(risk, "risk.assessed", Role.OFFICER) == ({"instrument": "srp"}, {Handling.CLINICAL})
    assert mask(risk, "risk.assessed", Role.HEALTH) == (risk, frozenset())


def test_the_place_of_an_incident_is_shown_to_a_court():
    incident = {"behaviours": ["calls_texts"], "place_note": "outside her door"}
    assert mask(incident, "incident.recorded", Role.PROSECUTOR) == (incident, frozenset())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # drawing bodies is slow
@given(st.data())
def test_masking_only_ever_leaves_out(data):
    kind = data.draw(st.sampled_from(KINDS))
    given_body = data.draw(bodies(kind))
    for role in WORKING:
        seen, left_out = mask(given_body, kind.kind, role)
        assert left_out <= frozenset(Handling) - SEES[role] or role in {Role.ADVOCATE, Role.WITNESS_CARE}
        assert is_within(seen, given_body)
        assert left_out or seen == given_body


def is_within(seen, given_body):
    if isinstance(seen, dict):
        return all(name in given_body and is_within(value, given_body[name]) for name, value in seen.items())
    if isinstance(seen, list) and seen and isinstance(seen[0], dict):
        return all(any(is_within(item, whole) for whole in given_body) for item in seen)
    return seen == given_body


def test_no_kind_nests_parts_where_masking_does_not_look():
    """Masking looks into parts and lists of parts; a dictionary of parts would pass it by."""
    assert [kind.kind for kind in REGISTER for info in kind.model_fields.values() if has_dict(info.annotation)] == []


def has_dict(annotation, inside=False):
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return inside or any(has_dict(info.annotation) for info in annotation.model_fields.values())
    within = inside or get_origin(annotation) is dict
    return any(has_dict(part, within) for part in get_args(annotation))
