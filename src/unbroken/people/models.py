"""The tables of people: what search and lists ask. Only the projector writes them.

`PRIVACY` gives every column its privacy class, None for what is about process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

import orjson
from django.db import models

from unbroken.people.comparing import comparable_of
from unbroken.people.fold import MODEL, SOURCE, Person, fold_person, name_words
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.keys import filed, numbered
from unbroken.people.linkage.packing import pack, unpack
from unbroken.record import sql
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
    """What is held of two person objects: one person, two, or left open. Both have the row."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The person object.")
    n = models.IntegerField(help_text="Place among the links of the person, from 0.")
    person = models.CharField(max_length=100, help_text="The other person object.")
    verdict = models.CharField(max_length=10, help_text="Held to be the `same`, kept `apart`, or left `open`.")
    basis = models.CharField(max_length=20, help_text="On what ground (link_bases); `model` is our own. Empty: erased.")
    weight = models.FloatField(null=True, help_text="The match weight in bits, where the model joined them.")
    entry = models.CharField(max_length=36, help_text="The entry that says so.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "n": None,
        "person": Privacy.PERSONAL,
        "verdict": None,
        "basis": None,
        "weight": None,
        "entry": None,
    }

    class Meta:
        db_table = "people_link"


class ComparableRow(models.Model):
    """A person object as linkage compares it. A lookup reads dozens: the number is the place of the row."""

    number = models.BigIntegerField(primary_key=True, help_text="The number of the person object (linkage.keys).")
    object = models.CharField(max_length=100, help_text="The person object.")
    since = models.CharField(max_length=36, help_text="The entry that described it first: the older names the person.")
    packed = models.TextField(
        help_text="What is compared, as JSON: the fields of Comparable in their order (people.linkage.packing)."
    )

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "number": None,
        "object": None,
        "since": None,
        "packed": Privacy.PERSONAL,
    }

    class Meta:
        db_table = "people_comparable"


class KeyRow(models.Model):
    """A key under which a person object is found by those that may be the same person.

    The largest table there is, so it has no index but its own order: which keys a person has follows from what is
    compared of them.
    """

    pk = models.CompositePrimaryKey("key", "beside", "number")
    key = models.BigIntegerField(help_text="The key (people.linkage.keys).")
    beside = models.CharField(
        max_length=23,
        help_text="Of an identifier the initials, to count its crowd; without a birth the outline. Or empty.",
    )
    number = models.BigIntegerField(help_text="The number of the person object.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "key": Privacy.PERSONAL,
        "beside": Privacy.PERSONAL,
        "number": None,
    }

    class Meta:
        db_table = "people_key"


class ResolvedRow(models.Model):
    """The resolved person whom a person object belongs to, where it is joined with others.

    Written by `people.resolving` from the links on the record; the first described of the members names the person.
    """

    object = models.CharField(primary_key=True, max_length=100, help_text="The person object.")
    resolved = models.CharField(max_length=100, db_index=True, help_text="The member that names the resolved person.")
    weakest = models.FloatField(help_text="Bits of the weakest link that holds the person; 1000 where people decided.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {"object": None, "resolved": None, "weakest": None}

    class Meta:
        db_table = "people_resolved"


class ReviewRow(models.Model):
    """Two person objects that may be one person, for somebody to decide. `object` is the first in order.

    Written by `people.resolving`: what the model finds between its thresholds, or sure but kept apart by a guard.
    """

    pk = models.CompositePrimaryKey("object", "other")
    object = models.CharField(max_length=100, help_text="A person object.")
    other = models.CharField(max_length=100, db_index=True, help_text="The other person object.")
    weight = models.FloatField(help_text="The match weight in bits.")
    guard = models.CharField(max_length=20, help_text="The guard that keeps them apart (linkage.guards). Empty: none.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {"object": None, "other": None, "weight": None, "guard": None}

    class Meta:
        db_table = "people_review"


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
        # A link that another system's model made is what a source says, and stands like it.
        basis = MODEL if link.is_ours else SOURCE if link.basis == MODEL else link.basis or ""
        yield state.object, n, link.person, link.verdict, basis, link.weight, link.entry


def _comparable_rows(state: Person) -> Iterator[Row]:
    if state.descriptions:
        yield numbered(state.object), state.object, state.since, pack(comparable_of(state))


def _key_rows(state: Person) -> Iterator[Row]:
    if state.descriptions:
        yield from _rows_of_keys(comparable_of(state))


def _keys_held(persons: Sequence[str]) -> Iterator[Row]:
    """The rows of keys that stand for these person objects."""
    select = "SELECT object, packed FROM people_comparable"
    for person, packed in sql.fetch_in(select, "number", [numbered(person) for person in persons]):
        yield from _rows_of_keys(unpack(person, packed))


def _rows_of_keys(one: Comparable) -> Iterator[Row]:
    number = numbered(one.id)
    return ((key, beside, number) for key, beside in filed(one).items())


_LINKED = ("links",)  # who is who changes often, and nothing of how somebody was described

PEOPLE_PROJECTIONS = (
    Projection(
        "person",
        fold_person,
        (
            Table(PersonRow, _person_rows),
            Table(NameRow, _name_rows, besides=_LINKED),
            Table(IdentifierRow, _identifier_rows, besides=_LINKED),
            Table(LinkRow, _link_rows),
            Table(KeyRow, _key_rows, besides=_LINKED, held=_keys_held),
            Table(ComparableRow, _comparable_rows, named=numbered, besides=_LINKED),
        ),
    ),
)
