"""Reports taken in and linked among a million described people, and ten thousand more people among them."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from django.db import transaction

from tests.bench import nation
from unbroken import flow
from unbroken.access.models import AccessLog, AccessLogObject, Category

ONE_BY_ONE = 300  # reports
MORE = 10_000  # descriptions in bulk
_number = count(1)


pytestmark = pytest.mark.usefixtures("million")


@pytest.mark.benchmark(group="linked intake")
def test_floor_twelve_rows_in_a_transaction(benchmark: Any) -> None:
    """Six bare inserts of two rows each, as many as the entries of a report, with the ORM."""

    def write() -> None:
        with transaction.atomic():
            for _ in range(6):
                row = AccessLog.objects.create(category=Category.COLLECTION, who="x", agency="x", action="bench")
                AccessLogObject.objects.create(object=f"report:n{next(_number)}", log=row)

    benchmark.pedantic(write, rounds=200, warmup_rounds=20)


@pytest.mark.benchmark(group="linked intake")
def test_a_report_of_two_people_and_three_incidents_taken_in_and_linked(benchmark: Any) -> None:
    reports = nation.retold(ONE_BY_ONE + 20)
    linked: list[int] = []

    def take_in(drafts: Any) -> None:
        linked.append(len(flow.take_in(drafts, by="bench").linked))

    benchmark.pedantic(take_in, setup=lambda: ((next(reports),), {}), rounds=ONE_BY_ONE, warmup_rounds=20)
    benchmark.extra_info["people"] = nation.PEOPLE
    benchmark.extra_info["entries_of_the_linkage"] = sum(linked)


@pytest.mark.benchmark(group="linked intake")
def test_ten_thousand_people_added_to_a_linked_million(benchmark: Any) -> None:
    reports = [drafts for drafts in nation.retold(ONE_BY_ONE + 20 + MORE) if drafts][ONE_BY_ONE + 20 :]
    people = [draft for drafts in reports for draft in drafts if draft.kind == "person.described"][:MORE]

    def add() -> None:
        flow.take_in_bulk(enumerate(people), by="bench", on_reject=_fail)

    benchmark.extra_info["entries"] = len(people)
    benchmark.pedantic(add, rounds=1, iterations=1)


def _fail(place: int, draft: Any, problems: Any) -> None:
    raise AssertionError((place, problems))
