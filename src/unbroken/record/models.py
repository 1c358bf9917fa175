"""The tables of the record. Only `record.book` writes them, and triggers refuse everything but appending.

All header values are text in canonical form: the bytes that were hashed are the bytes that are stored, on both
engines. `RecordSubject` is an index over `RecordEntry.subjects` and can be rebuilt from it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class RecordEntry(models.Model):
    """The header of an entry, with its place in the chain of its book."""

    id = models.CharField(primary_key=True, max_length=36)
    book = models.CharField(max_length=40)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    version = models.IntegerField()
    happened_from = models.CharField(max_length=27)
    happened_to = models.CharField(max_length=27)
    recorded_at = models.CharField(max_length=27)
    recorded_by = models.CharField(max_length=150)
    agency = models.CharField(max_length=40)
    source = models.CharField(max_length=80)
    source_ref = models.CharField(max_length=200)
    corrects = models.CharField(max_length=36)
    subjects = models.TextField()
    body_digest = models.CharField(max_length=64)
    prev = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["book", "seq"], name="record_entry_place"),
            models.UniqueConstraint(fields=["source", "source_ref"], name="record_entry_message"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["corrects"], condition=~models.Q(corrects=""), name="record_entry_corrects"),
        ]


class RecordBody(models.Model):
    """The body of an entry, apart from its header so that it can be erased. `content` is canonical JSON."""

    entry = models.OneToOneField(RecordEntry, models.PROTECT, primary_key=True, db_constraint=False)
    salt = models.CharField(max_length=32, null=True)  # noqa: DJ001 - erased with the content
    content = models.TextField(null=True)  # noqa: DJ001 - NULL is an erased body, '' would be a wrong one


class RecordSubject(models.Model):
    """Which entries are about an object: the index behind every page."""

    pk = models.CompositePrimaryKey("object", "role", "entry")
    object = models.CharField(max_length=100)
    role = models.CharField(max_length=20)
    entry = models.ForeignKey(RecordEntry, models.PROTECT, db_index=False, db_constraint=False)


class RecordBook(models.Model):
    """The head of a book: how long its chain is and the digest of its last entry."""

    book = models.CharField(primary_key=True, max_length=40)
    seq = models.BigIntegerField()
    digest = models.CharField(max_length=64)
