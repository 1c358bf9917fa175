from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.entries import draft
from unbroken.flow import take_in
from unbroken.people.models import NameRow
from unbroken.people.queries import Hit, begins, display_names, people, search
from unbroken.record.entries import Draft

pytestmark = pytest.mark.django_db


def described(person: str, name: str, *identifiers: tuple[str, str], **body: Any) -> Draft:
    given = [{"type": type_, "value": value} for type_, value in identifiers]
    whole = {"role_here": "victim", "names": [{"text": name}], **({"identifiers": given} if given else {}), **body}
    return draft("person.described", whole, ("person", f"person:{person}"))


@pytest.fixture
def _people(db: None) -> None:
    take_in(
        [
            described("a", "Asha Rao", ("phone", "07700 900123"), ("email", "asha@example.org")),
            described("b", "Zoë Ó Briain-Tesař", ("social_handle", "@zoe_b"), ("vehicle", "LB51 XYZ")),
            described("c", "Ashok Raoul", ("phone", "+44 7700 900123"), ("custody_number", "23/0456")),
            described("d", "100% Real_Name"),
        ],
        by="tests",
    )


def found(text: str) -> list[tuple[str, str]]:
    return [(hit.person.partition(":")[2], hit.matched) for hit in search(text)]


@pytest.mark.usefixtures("_people")
@pytest.mark.parametrize(
    ("typed", "persons"),
    [
        ("asha", [("a", "name")]),
        ("ash", [("a", "name"), ("c", "name")]),
        ("rao ash", [("a", "name"), ("c", "name")]),
        ("Asha Rao", [("a", "name")]),
        ("ASHA raoul", []),
        ("tesar", [("b", "name")]),
        ("Tesař", [("b", "name")]),
        ("07700900123", [("a", "phone"), ("c", "phone")]),
        ("+44 (0)7700 900123", [("a", "phone"), ("c", "phone")]),
        ("Asha@Example.org", [("a", "email")]),
        ("zoe_b", [("b", "social_handle")]),
        ("@Zoe_B", [("b", "social_handle")]),
        ("lb51xyz", [("b", "vehicle")]),
        ("23-0456", [("c", "custody_number")]),
        ("100%", [("d", "name")]),
        ("%", []),
        ("_", []),
        ("a", []),
        ("", []),
        ("asha\x00", [("a", "name")]),
        ("nobody", []),
    ],
)
def test_one_box_finds_names_and_numbers(typed: str, persons: list[tuple[str, str]]) -> None:
    assert found(typed) == persons


@pytest.mark.usefixtures("_people")
def test_a_hit_says_who_and_by_what() -> None:
    assert search("07700 900123")[0] == Hit("person:a", "Asha Rao", "phone", "+447700900123")


@pytest.mark.usefixtures("_people")
def test_a_search_asks_as_often_for_one_as_for_many() -> None:
    def queries(text: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            search(text)
        return len(asked)

    few = queries("ash")
    take_in([described(f"x{n}", "Ashley Rao") for n in range(40)], by="tests")
    assert queries("ash") == few == 3
    assert len(search("ashley")) == 40
    assert len(search("ashley", limit=5)) == 5


@pytest.mark.usefixtures("_people")
def test_a_prefix_is_looked_up_in_an_index() -> None:
    take_in([described(f"x{n}", f"Filler{n} Name{n}") for n in range(300)], by="tests")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_name")
    plan = NameRow.objects.filter(begins("ash")).explain()
    assert "people_name" in plan
    assert ("Index" in plan) if connection.vendor == "postgresql" else ("USING INDEX" in plan)


@pytest.mark.usefixtures("_people")
def test_names_and_rows_of_several_at_once() -> None:
    assert display_names(["person:a", "person:z"]) == {"person:a": "Asha Rao"}
    assert set(people(["person:a", "person:b"])) == {"person:a", "person:b"}
    assert display_names([]) == people([]) == {}
