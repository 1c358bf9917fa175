"""A journey page among a million entries: server time, and the number of queries."""

from __future__ import annotations

import gc
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.conftest import LARGE, drafts
from tests.entries import draft
from unbroken import flow
from unbroken.access.commands import create_user

pytestmark = pytest.mark.usefixtures("durable")


def journey_of(person: str, entries: int) -> None:
    """A victim with this many entries: a report, and incidents across ten reports."""
    reports = [f"report:{person[7:]}-{n}" for n in range(10)]
    made = [draft("report.made", None, name, person, happened="2023-01-05") for name in reports]
    body = {"behaviours": ["calls_texts"], "times": 2, "narrative": "Rang and hung up, then sent a text." * 4}
    flow.take_in(
        made
        + [
            draft("incident.recorded", body, reports[n % 10], person, happened=f"2023-{n % 12 + 1:02}-{n % 27 + 1:02}")
            for n in range(entries - 10)
        ],
        by="bench",
    )


@pytest.mark.benchmark(group="journey page")
def test_a_journey_of_300_entries_among_a_million(benchmark: Any) -> None:
    stream = ((None, one) for one in drafts(LARGE))
    flow.take_in_bulk(stream, by="bench", on_reject=lambda *_: None)
    journey_of("person:long", 300)
    journey_of("person:short", 30)
    create_user("bench-officer", role="supervisor", agency="northmoor", password="a long enough password")
    client = Client()
    client.login(username="bench-officer", password="a long enough password")
    queries = {}
    for person in ("long", "short"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/journeys/person:{person}/").status_code == 200
        queries[person] = len(captured)
    benchmark.extra_info |= {"queries_300": queries["long"], "queries_30": queries["short"], "large": LARGE}
    gc.collect()
    gc.freeze()  # as unbroken.wsgi does when the server has started
    benchmark.pedantic(lambda: client.get("/journeys/person:long/"), rounds=100, warmup_rounds=5)
