"""An incident of another force enters the case of a victim; what else that force holds does not come with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.entries import MADE, draft
from tests.integration.web.reading.pages import rows_of, text_of
from tests.matter import make_user
from tests.pair_case import FIRST, HER, HIM, pair_case
from unbroken import flow
from unbroken.access.models import User
from unbroken.exchange.importing import run_import, to_line
from unbroken.record.entries import Draft

pytestmark = [pytest.mark.django_db, pytest.mark.demand("LNK-09")]
THEIRS, OTHER_VICTIM = "report:ev-theirs", "person:ev-other"
SECRET, OTHERS = "EASTVALESECRET", "EASTVALEOTHERVICTIM"
AWAY = "2024-03-20"


def _sent() -> list[Draft]:
    """What Eastvale sends: the incident in its area, about her, for the report that Northmoor has."""
    followed = {"behaviours": ["following_surveillance"], "narrative": "Followed her at the station in Eastvale."}
    about = (FIRST, ("victim", HER), ("suspect", HIM))
    return [
        draft("incident.recorded", followed, *about, happened=AWAY, ref="ev-1", agency="eastvale", source="eastvale")
    ]


def _kept() -> list[Draft]:
    """What Eastvale has of him besides: a covert report of its own, with another victim."""
    hers = {"role_here": "victim", "names": [{"text": OTHERS}]}
    watched = {"behaviours": ["tracking_device"], "narrative": SECRET}
    whom = (THEIRS, ("victim", OTHER_VICTIM), ("suspect", HIM))
    return [
        draft("report.made", {**MADE, "narrative": SECRET}, *whom, happened="2024-03-18", agency="eastvale"),
        draft("person.described", hers, ("person", OTHER_VICTIM), THEIRS, agency="eastvale"),
        draft("incident.recorded", watched, *whom, happened="2024-03-17", agency="eastvale"),
        draft(
            "report.restricted", {"reason": "covert", "note": SECRET}, THEIRS, happened="2024-03-18", agency="eastvale"
        ),
    ]


@pytest.fixture(autouse=True)
def _case(tmp_path: Path) -> None:
    flow.take_in([*pair_case(), *_kept()], by="tests")
    sent = tmp_path / "eastvale.jsonl"
    sent.write_bytes(b"".join(map(to_line, _sent())))
    report = run_import((sent,), take_in=flow.take_in_bulk, by="eastvale")
    assert (report.recorded, report.rejected) == (1, 0)


def ask(user: User, path: str) -> HttpResponse:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(path)
    assert answer.status_code == 200
    return answer


PAGES = (
    "/journeys/pc-her/",
    "/reports/pc-first/",
    "/pairs/pc-her/pc-him/",
    "/people/pc-him/history/",
    "/people/pc-him/",
)


@pytest.mark.parametrize(("role", "agency"), [("officer", "northmoor"), ("advocate", "helpline")])
def test_the_incident_is_in_the_case_and_nothing_else_of_theirs(role: str, agency: str) -> None:
    user = make_user(role, agency=agency)
    for path in PAGES:
        shown = text_of(ask(user, path))
        assert SECRET not in shown, path
        assert OTHERS not in shown, path
    assert "Wednesday 20 March 2024" in text_of(ask(user, "/journeys/pc-her/"))
    rows = rows_of(ask(user, "/pairs/pc-her/pc-him/"), "Incidents between them")
    assert rows[-1][0] == "Wednesday 20 March 2024"


def test_who_may_open_what_is_restricted_sees_the_rest() -> None:
    """Without this the test above could not fail: the rest is there, in the same record, about the same suspect."""
    shown = text_of(ask(make_user("specialist_reviewer"), "/people/pc-him/history/"))
    assert OTHERS in shown


def test_an_advocate_is_not_even_told_that_their_report_is_there() -> None:
    path = "/people/pc-him/history/"
    hers = "1 report is restricted and not counted below."
    assert hers in text_of(ask(make_user("advocate", agency="helpline"), path)), "that of her own case"
    assert "2 reports are restricted and not counted below." in text_of(ask(make_user("officer"), path))
