"""Every table of folded state keeps the conventions that the projector, the pages and the privacy notice rely on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection, models

from tests.entries import draft
from unbroken import flow
from unbroken.access.models import BesideRow, EnquiryRow
from unbroken.conduct.models import CourseRow
from unbroken.flow import PROJECTIONS
from unbroken.people import lookup
from unbroken.people.linkage.keys import filed, numbered
from unbroken.people.models import ComparableRow, KeyRow, ResolvedRow, ReviewRow
from unbroken.record.kinds import Privacy

RESOLVED = (ResolvedRow, ReviewRow, CourseRow)  # written by people.resolving and conduct.courses: by who is who
NUMBERED = (ComparableRow, KeyRow)  # their rows are found by the number of the person object, or by the key
TABLES = tuple(dict.fromkeys(table.model for projection in PROJECTIONS for table in projection.tables))


def _columns(model: type[models.Model]) -> Iterator[models.Field[object, object]]:
    return (field for field in model._meta.concrete_fields if field.column)


@pytest.mark.parametrize("model", sorted({*TABLES} - {*NUMBERED}, key=str), ids=lambda model: model._meta.db_table)
def test_the_first_column_is_the_object_and_rows_are_told_apart_by_it(model: type[models.Model]) -> None:
    first, second, *_ = _columns(model)
    assert first.column == "object"
    key = tuple(field.name for field in model._meta.pk_fields)
    assert key == ("object",) or (key == ("object", "n") and second.column == "n")


@pytest.mark.django_db
def test_rows_of_numbers_and_keys_are_those_of_the_person_objects() -> None:
    flow.take_in([draft("person.described", {"role_here": "victim", "names": [{"given": "Ann", "family": "Lee"}]},
                        "report:r1", ("person", "person:a"))], by="tests")  # fmt: skip
    (row,) = ComparableRow.objects.values_list("number", "object")
    assert row == (numbered("person:a"), "person:a")
    (known,) = lookup.every_comparable()
    assert dict(KeyRow.objects.values_list("key", "beside")) == filed(known)
    assert set(KeyRow.objects.values_list("number", flat=True)) == {row[0]}


@pytest.mark.parametrize("model", [*TABLES, *RESOLVED], ids=lambda model: model._meta.db_table)
def test_every_column_is_described_and_classed_for_privacy(model: type[models.Model]) -> None:
    columns = {field.column for field in _columns(model)}
    privacy = model.PRIVACY  # type: ignore[attr-defined]
    assert set(privacy) == columns
    assert all(value is None or isinstance(value, Privacy) for value in privacy.values())
    assert [field.column for field in _columns(model) if not field.help_text] == []


@pytest.mark.parametrize("model", [table for table in TABLES if len(table._meta.pk_fields) == 1])
def test_the_whole_state_of_an_object_is_never_classed_as_process(model: type[models.Model]) -> None:
    whole = {"state", "packed"} & set(model.PRIVACY)  # type: ignore[attr-defined]
    assert [model.PRIVACY[name] for name in whole] != [None] * len(whole)  # type: ignore[attr-defined]
    assert len(whole) == 1


def test_every_table_of_these_packages_is_written_by_a_projection() -> None:
    packages = ("people", "cases", "safety", "support", "conduct", "wording", "triage")
    models = {model for name in packages for model in apps.get_app_config(name).get_models()}
    assert models | {BesideRow, EnquiryRow} == {*TABLES, *RESOLVED}  # the two such tables of `access`


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite compares bytes anyhow")
def test_short_texts_are_compared_byte_by_byte_and_indexed_once() -> None:
    tables = {model._meta.db_table for model in (*TABLES, *RESOLVED)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND data_type = 'character varying' AND collation_name IS DISTINCT FROM 'C'"
        )
        otherwise = [row for row in cursor.fetchall() if row[0].startswith("record_") or row[0] in tables]
        cursor.execute("SELECT tablename, indexname FROM pg_indexes WHERE indexname LIKE %s", [r"%\_like"])
        twice = [row for row in cursor.fetchall() if row[0].startswith("record_") or row[0] in tables]
    assert otherwise == []
    assert twice == []
