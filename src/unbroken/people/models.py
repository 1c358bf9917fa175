"""The tables of people: what search and lists ask. Only the projector writes them.

`PRIVACY` gives every column its privacy class, None for what is about process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

import orjson
from django.db import models

from unbroken.people.fold import Person, fold_person, name_words
from unbroken.record.kinds import Privacy
from unbroken.record.projector import Projection, Row, Table

_LONGEST_WORD = 100
_LONGEST_VALUE = 200


class PersonRow(models.Model):
    """A person object, with what is shown first of what the sources say."""

    object = models.CharField(primary_key=True, max_length=100, help_text="The person object.")
    display_name = models.TextField(help_text="The name last stated. Empty where nobody named the person.")
    date_of_birth = models.DateField(null=True, help_text="Date of birth last stated.")
    age_band = models.CharField(max_length=20, help_text="Age band last stated (age_bands). Empty where none.")
    sex = models.CharField(max_length=20, help_text="Sex last stated (sexes). Empty where none.")
    is_in_policing = models.BooleanField(help_text="Some source says the person works in policing.")
    sources = models.IntegerField(help_text="Number of descriptions.")
    state = models.TextField(help_text="The whole state as JSON (people.fold.Person).")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "display_name": Privacy.PERSONAL,
        "date_of_birth": Privacy.PERSONAL,
        "age_band": Privacy.PERSONAL,
        "sex": Privacy.PERSONAL,
        "is_in_policing": Privacy.PERSONAL,
        "sources": None,
        "state": Privacy.SPECIAL,
    }

    class Meta:
        db_table = "people_person"


class NameRow(models.Model):
    """One word of a person's names, folded: what is typed into the search box is looked up word by word."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The person object.")
    n = models.IntegerField(help_text="Place among the words of the person's names, from 0.")
    # db_index adds the varchar_pattern_ops index that a search by prefix uses on PostgreSQL.
    word = models.CharField(max_length=_LONGEST_WORD, db_index=True, help_text="The word without accents and capitals.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {"object": None, "n": None, "word": Privacy.PERSONAL}

    class Meta:
        db_table = "people_name"


class IdentifierRow(models.Model):
    """An identifier of a person, folded for search."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The person object.")
    n = models.IntegerField(help_text="Place among the identifiers of the person, from 0.")
    type = models.CharField(max_length=30, help_text="What it is (identifier_types).")
    platform = models.CharField(max_length=40, help_text="The online service (platforms). Empty where none.")
    folded = models.CharField(
        max_length=_LONGEST_VALUE, db_index=True, help_text="The value in the form in which it is compared."
    )

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "n": None,
        "type": None,
        "platform": None,
        "folded": Privacy.LOCATION,
    }

    class Meta:
        db_table = "people_identifier"


class LinkRow(models.Model):
    """Two person objects held to be one person, or held apart. Both have the row."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The person object.")
    n = models.IntegerField(help_text="Place among the links of the person, from 0.")
    person = models.CharField(max_length=100, help_text="The other person object.")
    is_apart = models.BooleanField(help_text="Held to be different people, which a link does not undo.")
    basis = models.CharField(max_length=20, help_text="On what ground (link_bases). Empty where held apart.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "n": None,
        "person": Privacy.PERSONAL,
        "is_apart": None,
        "basis": None,
    }

    class Meta:
        db_table = "people_link"


def _person_rows(state: Person) -> Iterator[Row]:
    yield (
        state.object,
        state.display_name,
        state.date_of_birth,
        state.age_band or "",
        state.sex or "",
        state.is_in_policing,
        len(state.descriptions),
        orjson.dumps(state).decode(),
    )


def _name_rows(state: Person) -> Iterator[Row]:
    yield from ((state.object, n, word[:_LONGEST_WORD]) for n, word in enumerate(name_words(state.names)))


def _identifier_rows(state: Person) -> Iterator[Row]:
    kept = [item for item in state.identifiers if item.folded]
    for n, item in enumerate(kept):
        yield state.object, n, item.type, item.platform or "", item.folded[:_LONGEST_VALUE]


def _link_rows(state: Person) -> Iterator[Row]:
    for n, link in enumerate(state.links):
        yield state.object, n, link.person, link.is_apart, link.basis or ""


PEOPLE_PROJECTIONS = (
    Projection(
        "person",
        fold_person,
        (
            Table(PersonRow, _person_rows),
            Table(NameRow, _name_rows),
            Table(IdentifierRow, _identifier_rows),
            Table(LinkRow, _link_rows),
        ),
    ),
)
