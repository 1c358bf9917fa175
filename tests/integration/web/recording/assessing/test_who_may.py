"""Who may use which instrument, and where each is found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.entries import draft
from tests.integration.triage.stage import taken
from tests.integration.web.reading.pages import links_of, text_of
from tests.integration.web.recording.assessing.forms import (
    CHOOSE,
    EVERY_ITEM,
    HER,
    HIM,
    REPORT,
    WHOLE,
    assessed,
    days_ago,
    send,
)
from tests.integration.web.recording.conftest import errors_in
from unbroken.access.models import User
from unbroken.safety.instruments.loading import shipped

pytestmark = pytest.mark.django_db


@pytest.mark.demand("ASS-01")
@pytest.mark.parametrize("role", ["officer", "supervisor", "specialist_reviewer", "prosecutor", "analyst"])
def test_only_those_may_fill_it_in_whom_its_file_names(
    client: Client, client_as: Callable[..., User], case: User, role: str
) -> None:
    client_as(role, agency="northmoor")
    for key, instrument in shipped().items():
        answer = client.get(f"/reports/r1/risk/{key}/")
        assert (answer.status_code == 200) is (role in instrument.roles), key
        if role not in instrument.roles:
            assert answer.status_code == 403
            assert client.post(f"/reports/r1/risk/{key}/", {}).status_code == 403
    if role == "officer":
        assert "may not fill in RoSH" in client.get("/reports/r1/risk/rosh/").content.decode()


@pytest.mark.demand("ASS-05")
def test_a_correction_is_offered_and_taken_only_where_the_instrument_is_theirs(
    client: Client, client_as: Callable[..., User], case: User
) -> None:
    [rosh] = taken(draft("risk.assessed", {"instrument": "rosh"}, HER, HIM, "report:r1", happened=days_ago(3)))
    page, correct = f"/entries/{rosh.id}/", f"/entries/{rosh.id}/correct/"
    assert correct not in links_of(client.get(page))
    refused = client.get(correct)
    assert refused.status_code == 403
    assert "may not fill in RoSH" in refused.content.decode()
    client_as("supervisor", agency="northmoor")
    assert correct in links_of(client.get(page))
    assert client.get(correct).status_code == 200


def test_the_choice_offers_what_the_role_may_use_and_says_where_each_stands(client: Client, case: User) -> None:
    send(client, **EVERY_ITEM, **WHOLE)
    page = client.get(CHOOSE)
    forms = {href for href in links_of(page) if href.startswith(CHOOSE) and href != CHOOSE}
    assert forms == {f"{CHOOSE}{key}/" for key in ("four", "s_dash", "sash", "dash_ric")}
    assert "/reports/r1/record/risk.assessed/" in links_of(page)
    assert "Complete, " in text_of(page)
    assert CHOOSE in links_of(client.get(REPORT))


def test_an_instrument_that_is_not_there_is_not_found(client: Client, case: User) -> None:
    assert client.get("/reports/r1/risk/sam/").status_code == 404
    assert client.get("/reports/nobody/risk/s_dash/").status_code == 404


def test_the_plain_form_sends_on_to_the_form_of_an_instrument_that_has_one(client: Client, case: User) -> None:
    page = send(client, "/reports/r1/record/risk.assessed/", instrument="s_dash")
    said = "S-DASH has a form of its own: go back to the report and choose “Assess the risk”"
    assert errors_in(page) == [("#instrument", said)]
    send(client, "/reports/r1/record/risk.assessed/", instrument="judgement", judgement="high", typology=["rejected"])
    assert assessed()[0].get("typology") == ["rejected"]
