"""The tables of victims' support: what lists ask. Only the projector writes them.

`PRIVACY` gives every column its privacy class, None for what is about process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

import orjson
from django.db import models

from unbroken.record.day_columns import day_column, stored_day
from unbroken.record.kinds import Privacy
from unbroken.record.projector import Projection, Row, Table
from unbroken.support.fold import Support, fold_support


class SupportRow(models.Model):
    """The support of a victim as it stands. A person without an entry about support has no row."""

    object = models.CharField(primary_key=True, max_length=100, help_text="The victim.")
    impact_on = day_column("Day on which an effect on the victim was last recorded.")
    statement = models.CharField(
        max_length=30, help_text="Last step of the victim personal statement (statement_steps). Empty where none."
    )
    statement_on = day_column("Day of that step.")
    last_contact_on = day_column("Day of the last contact with the victim, about anything.")
    failed_since_contact = models.IntegerField(help_text="Failed contacts since the last that was made.")
    leaving = models.CharField(
        max_length=30, help_text="How the victim left and has not come back. Empty where they have not left."
    )
    plan_review_on = day_column("Day on which the safety plan is to be looked at again.")
    rehoused_on = day_column("Day of the last move.")
    state = models.TextField(help_text="The whole state as JSON (support.fold.Support).")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "impact_on": None,
        "statement": None,
        "statement_on": None,
        "last_contact_on": None,
        "failed_since_contact": None,
        "leaving": Privacy.PERSONAL,
        "plan_review_on": None,
        "rehoused_on": Privacy.PERSONAL,
        "state": Privacy.SPECIAL,
    }

    class Meta:
        db_table = "support_support"


class ServiceRow(models.Model):
    """A service and how far it has got with a victim."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The victim.")
    n = models.IntegerField(help_text="Place among the services of the victim, from 0.")
    service = models.CharField(max_length=60, db_index=True, help_text="The service (services).")
    state = models.CharField(max_length=20, help_text="offered, accepted, declined, started or ended.")
    since = models.DateField(help_text="Day of that step.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "n": None,
        "service": Privacy.PERSONAL,
        "state": Privacy.PERSONAL,
        "since": None,
    }

    class Meta:
        db_table = "support_service"


def _support_rows(state: Support | None) -> Iterator[Row]:
    if state is None:
        return
    yield (
        state.object,
        stored_day(state.impact_on),
        state.statement or "",
        stored_day(state.statement_on),
        stored_day(state.last_contact_on),
        state.failed_since_contact,
        state.has_left or "",
        stored_day(state.plan_review_on),
        stored_day(state.rehoused_on),
        orjson.dumps(state).decode(),
    )


def _service_rows(state: Support | None) -> Iterator[Row]:
    for n, item in enumerate(state.services if state else ()):
        yield state.object if state else "", n, item.service, item.state, item.since.isoformat()


SUPPORT_PROJECTIONS = (
    Projection("person", fold_support, (Table(SupportRow, _support_rows), Table(ServiceRow, _service_rows))),
)
