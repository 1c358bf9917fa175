"""One entry in, all the way, beside a bare two-row transaction of Django's on the same engine."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from django.db import transaction

from tests.entries import draft
from unbroken import flow
from unbroken.access.models import AccessLog, AccessLogObject, Category

pytestmark = pytest.mark.usefixtures("durable")
_number = count(1)


@pytest.mark.benchmark(group="one entry")
def test_floor_two_rows_in_a_transaction(benchmark: Any) -> None:
    def write() -> None:
        with transaction.atomic():
            row = AccessLog.objects.create(category=Category.COLLECTION, who="x", role="", agency="x", action="bench")
            AccessLogObject.objects.create(object=f"report:b{next(_number)}", log=row)

    benchmark.pedantic(write, rounds=300, warmup_rounds=20)


def _incident(number: int) -> Any:
    body = {"behaviours": ["calls_texts", "attends_home"], "times": 3}
    people = f"person:v{number}", ("suspect", f"person:s{number}")
    return draft("incident.recorded", body, f"report:r{number}", *people, happened="2024-03-09")


@pytest.mark.benchmark(group="one entry")
def test_an_incident_added_to_a_report_of_eleven_entries(benchmark: Any) -> None:
    """Validated, chained, folded, committed; the report, the victim and the suspect are folded anew."""

    def fresh() -> tuple[tuple[Any, ...], dict[str, Any]]:
        number = next(_number)
        made = draft("report.made", None, f"report:r{number}", f"person:v{number}")
        flow.take_in([made, *(_incident(number) for _ in range(10))], by="bench")
        return (_incident(number),), {}

    benchmark.pedantic(lambda one: flow.take_in([one], by="bench"), setup=fresh, rounds=100, warmup_rounds=10)


@pytest.mark.benchmark(group="one entry")
def test_a_first_report(benchmark: Any) -> None:
    def fresh() -> tuple[tuple[Any, ...], dict[str, Any]]:
        number = next(_number)
        return (draft("report.made", None, f"report:n{number}", f"person:n{number}"),), {}

    benchmark.pedantic(lambda one: flow.take_in([one], by="bench"), setup=fresh, rounds=300, warmup_rounds=20)
