from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.entries import draft
from unbroken.flow import take_in
from unbroken.record.entries import Draft
from unbroken.support.queries import clients_of, support_of

pytestmark = pytest.mark.django_db


def step(kind: str, victim: str, happened: str = "2024-03-01", **body: Any) -> Draft:
    return draft(kind, body, ("victim", f"person:{victim}"), happened=happened)


def test_a_victim_s_row_says_where_support_stands() -> None:
    take_in(
        [
            step("contact.made", "v1", "2024-03-02", about=["general"]),
            step("contact.failed", "v1", "2024-03-05", about=["general"]),
            step("impact.recorded", "v1", "2024-03-03", statement="offered", effects=["sleep"]),
            draft(
                "victim.withdrew",
                {"stage": "investigation", "statement_taken": "yes"},
                ("victim", "person:v1"),
                ("report", "report:r1"),
                happened="2024-03-09",
            ),
        ],
        by="tests",
    )
    row = support_of(["person:v1", "person:v2"])["person:v1"]
    assert (row.last_contact_on, row.failed_since_contact) == (date(2024, 3, 2), 1)
    assert (row.statement, row.statement_on, row.impact_on) == ("offered", date(2024, 3, 3), date(2024, 3, 3))
    assert row.leaving == "withdrew"
    assert set(support_of(["person:v1", "person:v2"])) == {"person:v1"}
    assert support_of([]) == {}


@pytest.mark.demand("VIC-01")
def test_clients_are_those_who_accepted_longest_without_contact_first() -> None:
    take_in(
        [
            *(step("support.offered", victim, service="paladin") for victim in ("v1", "v2", "v3", "v4")),
            step("support.accepted", "v1", "2024-03-02", service="paladin"),
            step("support.started", "v2", "2024-03-02", service="paladin"),
            step("support.started", "v3", "2024-03-02", service="paladin"),
            step("support.ended", "v3", "2024-03-09", service="paladin"),
            step("support.declined", "v4", "2024-03-02", service="paladin"),
            step("contact.made", "v1", "2024-03-20", about=["general"]),
            step("contact.made", "v2", "2024-03-10", about=["general"]),
        ],
        by="tests",
    )
    assert [row.object for row in clients_of("paladin")] == ["person:v2", "person:v1"]
    assert clients_of("idva") == []
