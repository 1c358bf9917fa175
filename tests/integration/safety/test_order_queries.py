from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.entries import draft
from tests.spec.histories import history, load
from unbroken.flow import take_in
from unbroken.record.entries import Draft
from unbroken.safety.fold import fold_order
from unbroken.safety.queries import checks_due, ending_soon, orders_about, orders_in_force

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 15)


def step(order: str, kind: str, happened: str, victim: str = "v1", **body: Any) -> Draft:
    named = (("order", f"order:{order}"), ("victim", f"person:{victim}"), ("suspect", "person:s1"))
    return draft(f"order.{kind}", {"type": "spo", **body}, *named, happened=happened)


@pytest.mark.demand("PRO-03")
@pytest.mark.parametrize("case", load("order_stages.toml"), ids=lambda case: str(case["why"]))
def test_the_table_and_the_fold_agree_on_what_is_in_force(case: dict[str, Any]) -> None:
    entries = history(case["entries"])
    drafts = [
        Draft(item.kind, item.body or {}, item.subjects, item.happened, item.agency, item.source, item.source_ref)
        for item in entries
    ]
    take_in(drafts, by="tests")
    for day in (TODAY, date(2023, 5, 1), date(2024, 4, 9), date(2024, 5, 1), date(2024, 7, 1), date(2030, 1, 1)):
        expected = fold_order("order:o1", entries).is_in_force(day)
        assert bool(orders_in_force(["person:v1"], on=day)) is expected


def test_orders_are_found_by_whom_they_protect_bind_or_concern_newest_first() -> None:
    take_in(
        [
            step("o1", "granted", "2023-01-01", until="2024-01-01"),
            step("o2", "granted", "2024-01-01"),
            step("o3", "applied", "2024-03-01", victim="v2"),
        ],
        by="tests",
    )
    found = orders_about(["person:s1", "person:v1", "person:v9"])
    assert {party: [row.object for row in rows] for party, rows in found.items()} == {
        "person:s1": ["order:o3", "order:o2", "order:o1"],
        "person:v1": ["order:o2", "order:o1"],
        "person:v9": [],
    }
    assert [row.object for row in orders_in_force(["person:s1"], on=TODAY)] == ["order:o2"]
    assert orders_about([]) == {}
    assert orders_in_force([], on=TODAY) == []


@pytest.mark.demand("PRO-03", "PRO-16")
def test_checks_and_ends_that_are_near_are_listed_soonest_first() -> None:
    take_in(
        [
            step("o1", "granted", "2024-01-01", until="2024-08-01"),
            step("o1", "checked", "2024-05-01", next_check="2024-06-20"),
            step("o2", "granted", "2024-01-01", until="2024-07-01"),
            step("o2", "checked", "2024-05-01", next_check="2024-06-10"),
            step("o3", "granted", "2023-01-01", until="2024-01-01"),
            step("o3", "checked", "2023-05-01", next_check="2023-06-10"),
        ],
        by="tests",
    )
    assert [row.object for row in checks_due(by=date(2024, 6, 20))] == ["order:o2", "order:o1"]
    assert [row.object for row in checks_due(by=TODAY)] == ["order:o2"]
    assert [row.object for row in ending_soon(on=TODAY, until=date(2024, 8, 1))] == ["order:o2", "order:o1"]
    assert [row.object for row in ending_soon(on=TODAY, until=date(2024, 7, 1))] == ["order:o2"]


def test_it_asks_as_often_for_one_person_as_for_many() -> None:
    take_in([step(f"o{n}", "granted", "2024-01-01", victim=f"v{n}") for n in range(9)], by="tests")

    def queries(*persons: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            orders_about(persons)
        return len(asked)

    assert queries("person:v1") == queries(*(f"person:v{n}" for n in range(9))) == 2
