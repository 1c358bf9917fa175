"""Needs of suspects: the list of those nobody answered, the page of a person, and prevalence with its base (ASS-13)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.entries import draft
from tests.integration.triage.stage import report, same, taken
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.matter import make_user
from unbroken.access.models import AccessLog, User
from unbroken.access.roles import Role
from unbroken.record.entries import Draft
from unbroken.record.queries import entries_about
from unbroken.triage.needs import read_all_figures

pytestmark = [pytest.mark.django_db, pytest.mark.demand("ASS-08", "ASS-13")]
Ask = Callable[..., HttpResponse]
LIST = "/needs/"
SEES = {Role.SUPERVISOR, Role.SPECIALIST_REVIEWER, Role.PROBATION}


@pytest.fixture
def ask(db: None) -> Ask:
    """Open a page, or send a form, as somebody in a role."""
    users: dict[str, User] = {}

    def go(path: str, role: str = "supervisor", post: Any = None) -> HttpResponse:
        users[role] = users.get(role) or make_user(role, username=f"n-{role}")
        client = Client()
        client.force_login(users[role], backend="django.contrib.auth.backends.ModelBackend")
        return client.get(path) if post is None else client.post(path, post, follow=True)

    return go


def described(suspect: str, *flags: str, of: str = "r1") -> Draft:
    said = [{"flag": flag, "answer": "yes", "said_by": "officer"} for flag in flags]
    about = (("person", f"person:{suspect}"), f"report:{of}")
    return draft("person.described", {"role_here": "suspect", "flags": said}, *about, happened="2024-03-02")


def assessed(suspect: str, *, on: str = "2024-04-01", of: str = "r1", **levels: str) -> Draft:
    needs = [{"need": need, "level": level} for need, level in levels.items()]
    about = (("suspect", f"person:{suspect}"), f"report:{of}")
    return draft("need.assessed", {"source": "oasys", "needs": needs}, *about, happened=on, agency="probation")


def answered(suspect: str, *needs: str, how: str = "referred", on: str = "2024-05-01") -> Draft:
    return draft("need.answered", {"needs": list(needs), "how": how}, ("suspect", f"person:{suspect}"), happened=on)


def listed(page: HttpResponse) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in rows_of(page, "Needs that nobody has answered")]


def test_a_need_without_a_referral_or_a_reason_is_listed_by_its_source(ask: Ask) -> None:
    taken(
        *report("r1", "v1", "dov"), described("dov", "drug_misuse"), assessed("dov", substance="some", coping="serious")
    )
    page = ask(LIST)
    assert rows_of(page, "Needs that nobody has answered") == [
        ["dov", "Thinking and coping", "Nobody has", "Serious problem OASys, Monday 1 April 2024",
         "Record a referral or a reason"],
        ["dov", "Alcohol or drugs", "Yes A police officer, Saturday 2 March 2024",
         "Some problem OASys, Monday 1 April 2024", "Record a referral or a reason"],
    ]  # fmt: skip
    assert "/reports/r1/record/need.answered/" in links_of(page)
    taken(answered("dov", "coping"), answered("dov", "substance", how="refused"))
    assert listed(ask(LIST)) == []


def test_an_answer_under_a_joined_name_counts(ask: Ask) -> None:
    taken(
        *report("r1", "v1", "dov"),
        described("dov", "drug_misuse"),
        *report("r2", "v2", "dan"),
        answered("dan", "substance"),
    )
    assert listed(ask(LIST)) == [("dov", "Alcohol or drugs")]
    taken(same("dov", "dan"))
    assert listed(ask(LIST)) == []


def test_what_follows_is_recorded_from_the_list(ask: Ask) -> None:
    taken(*report("r1", "v1", "dov"), described("dov", "mental_health"))
    form = "/reports/r1/record/need.answered/"
    page = ask(form)
    hidden = page.content.decode().partition('name="form_id" value="')[2].partition('"')[0]
    day = {"happened-day": "1", "happened-month": "5", "happened-year": "2024"}
    sent = {"form_id": hidden, **day, "needs": ["mental_health"], "how": "referred"}
    assert ask(form, post={**sent, "how": "other"}).status_code == 422
    assert ask(form, post=sent).status_code == 200
    [entry] = [one for one in entries_about({"report:r1"}) if one.kind == "need.answered"]
    assert entry.body == {"needs": ["mental_health"], "how": "referred"}
    assert listed(ask(LIST)) == []


def test_the_page_of_a_person_shows_to_each_reader_what_they_may_see(ask: Ask) -> None:
    taken(*report("r1", "v1", "dov"), described("dov", "drug_misuse"), assessed("dov", coping="serious"),
          draft("support.started", {"service": "paladin"}, ("victim", "person:v1"), agency="helpline"))  # fmt: skip
    assert [row[0] for row in rows_of(ask("/people/dov/"), "Needs")] == ["Thinking and coping", "Alcohol or drugs"]
    assert [row[0] for row in rows_of(ask("/people/dov/", "officer"), "Needs")] == ["Alcohol or drugs"]
    advocates = ask("/people/dov/", "advocate")
    assert advocates.status_code == 200
    assert "Alcohol" not in text_of(advocates)
    assert "coping" not in text_of(advocates).lower()
    assert rows_of(ask("/people/v1/"), "Needs") == []


def test_a_need_that_only_a_restricted_report_tells_of_is_not_shown_to_probation(ask: Ask) -> None:
    supervised = (("suspect", "person:dov"), ("victim", "person:v1"), "report:r1")
    taken(*report("r1", "v1", "dov"), *report("r2", "v2", "dov"), described("dov", "drug_misuse", of="r2"),
          assessed("dov", coping="some"), draft("probation.started", {}, *supervised, agency="probation"),
          draft("report.restricted", {"reason": "covert"}, "report:r2"))  # fmt: skip
    assert listed(ask(LIST)) == [("dov", "Thinking and coping"), ("dov", "Alcohol or drugs")]
    assert listed(ask(LIST, "probation")) == [("dov", "Thinking and coping")]


def test_probation_is_shown_its_own_matters_only(ask: Ask) -> None:
    taken(*report("r1", "v1", "dov"), described("dov", "drug_misuse"))
    assert listed(ask(LIST, "probation")) == []


@pytest.mark.parametrize("role", list(Role))
def test_the_list_is_for_those_who_may_answer(ask: Ask, role: Role) -> None:
    taken(*report("r1", "v1", "dov"), described("dov", "drug_misuse"))
    assert (ask(LIST, role.value).status_code == 200) is (role in SEES)
    assert (LIST in links_of(ask("/", role.value))) is (role in SEES)


def test_whoever_is_listed_is_logged(ask: Ask) -> None:
    taken(*report("r1", "v1", "dov"), described("dov", "drug_misuse"))
    ask(LIST)
    logged = set(AccessLog.objects.filter(who="n-supervisor").values_list("objects_named__object", flat=True))
    assert "person:dov" in logged


def test_prevalence_has_two_tables_each_with_its_source_and_base() -> None:
    taken(*report("r1", "v1", "dov"), described("dov", "drug_misuse", "mental_health"),
          *report("r2", "v2", "dan"), described("dan", "alcohol_misuse"),
          assessed("dan", substance="serious", coping="some"),
          *report("r3", "v3", "cas"), assessed("cas", substance="some", coping="none"),
          *report("r4", "v4", "elsewhere"), same("dov", "elsewhere"))  # fmt: skip
    found = read_all_figures(made_on=date(2024, 9, 1))
    reported, measured = found["needs-reported"], found["needs-assessed"]
    assert (reported.base, {row.label: row.count for row in reported.rows}) == (
        3, {"Alcohol or drugs": 2, "Mental health, psychological": 1},
    )  # fmt: skip
    assert (measured.base, {row.label: row.count for row in measured.rows}) == (
        2, {"Alcohol or drugs: serious problem": 1, "Alcohol or drugs: some problem": 1,
            "Thinking and coping: some problem": 1},
    )  # fmt: skip
    assert "What police describe" in reported.about.source
    assert "OASys" in measured.about.source
    assert any("does not say that there is none" in caveat for caveat in reported.about.caveats)


def test_somebody_described_in_no_report_is_in_no_figure() -> None:
    taken(*report("r1", "v1", "dov"))
    said = {"role_here": "suspect", "flags": [{"flag": "drug_misuse", "answer": "yes"}]}
    taken(draft("person.described", said, ("person", "person:nobody"), happened="2024-03-02"))
    found = read_all_figures(made_on=date(2024, 9, 1))["needs-reported"]
    assert (found.base, found.rows) == (1, ())
