"""What every page asks is answered from an index, however large the record."""

from __future__ import annotations

import pytest
from django.db import connection

from tests import matter
from unbroken.access.closed import RESTRICTIONS, restricted_objects
from unbroken.record import sql

pytestmark = pytest.mark.django_db


def plan_of(query: str) -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # the table of a test is too small to be worth an index
            cursor.execute(f"EXPLAIN {query}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize(
    ("condition", "index"),
    [(RESTRICTIONS, "access_restrictions"), (f"{sql.AMENDS} IN ('a', 'b')", "record_entry_corrects")],
)
def test_the_index_is_used(condition, index):
    assert index in plan_of(f"{sql.ENTRY_SELECT} WHERE {condition}")


def test_where_nothing_is_restricted_nothing_more_is_asked(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert restricted_objects({"report:r1", "prosecution:c1"}) == {}


def test_restrictions_cost_the_same_however_many_objects_are_asked_for(django_assert_num_queries):
    matter.record_matter()
    many = {f"prosecution:{number}" for number in range(400)} | {matter.RESTRICTED_PROSECUTION}
    with django_assert_num_queries(3):
        assert set(restricted_objects(many)) == {matter.RESTRICTED_PROSECUTION}
