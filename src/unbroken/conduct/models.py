"""The tables of conduct: what narratives tell, what was said to be no crime, and what each course of conduct comes to.

The first two are written by the projector. The last is no fold of one object, since who is who decides which incidents
make a course: `courses` writes it, in the transaction that records what changes it. `PRIVACY` gives every column its
privacy class, None for what is about process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

import orjson
from django.db import models

from unbroken.conduct.nocrime import Statements, fold_statements
from unbroken.conduct.readings import Readings, fold_readings
from unbroken.record.kinds import Privacy
from unbroken.record.projector import Projection, Row, Table


class ReadingRow(models.Model):
    """What the narrative of an entry tells, as it was read: nobody has confirmed it."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The report.")
    n = models.IntegerField(help_text="Place among the narratives of the report, from 0.")
    entry = models.CharField(max_length=36, help_text="The entry that holds the narrative.")
    said = models.TextField(help_text="What it tells as JSON (conduct.reading.narrative.Said).")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "n": None,
        "entry": None,
        "said": Privacy.WORDS,
    }

    class Meta:
        db_table = "conduct_reading"


class StatementRow(models.Model):
    """That a report was said to be of no crime, of no stalking or of no course of conduct."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The report.")
    n = models.IntegerField(help_text="Place among the statements about the report, from 0.")
    entry = models.CharField(max_length=36, help_text="The entry that says so.")
    said_on = models.DateField(help_text="Day on which it was said.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "n": None,
        "entry": None,
        "said_on": None,
    }

    class Meta:
        db_table = "conduct_statement"


class CourseRow(models.Model):
    """What one resolved person did toward another comes to."""

    pk = models.CompositePrimaryKey("victim", "suspect")
    victim = models.CharField(max_length=100, help_text="The resolved person toward whom it was done.")
    suspect = models.CharField(max_length=100, db_index=True, help_text="The resolved person suspected of it.")
    finding = models.CharField(max_length=20, help_text="What is indicated (findings).")
    rests_on_words = models.BooleanField(help_text="Whether words of narratives decide it that nobody confirmed.")
    rules = models.TextField(help_text="The names of the rules that are met, between blanks.")
    incidents = models.IntegerField(help_text="Number of incidents.")
    reports = models.IntegerField(help_text="Number of reports that name the two as suspect and victim.")
    first_on = models.DateField(null=True, help_text="Day of the first incident or report.")
    last_on = models.DateField(null=True, help_text="Day of the last incident or report.")
    is_recorded = models.BooleanField(help_text="Whether one of the reports is recorded as stalking.")
    decision = models.CharField(max_length=20, help_text="What a person decided last (finding_decisions), or empty.")
    is_settled = models.BooleanField(help_text="Whether that decision was about this finding and these incidents.")
    weight = models.IntegerField(help_text="Place on the worklist: the more, the earlier.")
    has_signs = models.BooleanField(
        default=False, help_text="Whether something points to a course of conduct, though stalking is not indicated."
    )

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "victim": Privacy.PERSONAL,
        "suspect": Privacy.PERSONAL,
        "finding": Privacy.SPECIAL,
        "rests_on_words": None,
        "rules": Privacy.SPECIAL,
        "incidents": None,
        "reports": None,
        "first_on": None,
        "last_on": None,
        "is_recorded": None,
        "decision": None,
        "is_settled": None,
        "weight": None,
        "has_signs": None,
    }

    class Meta:
        db_table = "conduct_course"
        indexes = (
            models.Index(
                fields=("-weight", "-last_on"),
                name="conduct_course_worklist",
                condition=models.Q(is_recorded=False, is_settled=False),
            ),
            models.Index(
                fields=("-last_on",),
                name="conduct_course_signs",
                condition=models.Q(is_recorded=False, is_settled=False, has_signs=True),
            ),
        )


def _reading_rows(state: Readings) -> Iterator[Row]:
    for n, one in enumerate(state.readings):
        yield state.object, n, one.entry, orjson.dumps(one.said).decode()


def _statement_rows(state: Statements) -> Iterator[Row]:
    for n, one in enumerate(state.statements):
        yield state.object, n, one.entry, one.on


READINGS = Table(ReadingRow, _reading_rows)
CONDUCT_PROJECTIONS = (
    Projection("report", fold_readings, (READINGS,)),
    Projection("report", fold_statements, (Table(StatementRow, _statement_rows),)),
)
