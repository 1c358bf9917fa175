"""The tables of protective orders, assessments and needs of suspects: what lists ask. Only the projector writes them.

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
from unbroken.safety.assessed import Assessed, fold_assessed
from unbroken.safety.fold import Order, fold_order
from unbroken.safety.needs import Needs, fold_needs


class OrderRow(models.Model):
    """A protective order as it stands."""

    object = models.CharField(primary_key=True, max_length=100, help_text="The order.")
    type = models.CharField(max_length=40, help_text="What kind of order (order_types). Empty where not recorded.")
    stage = models.CharField(max_length=20, help_text="How far it has got (order_stages).")
    applied_on = day_column("Day of the application.")
    granted_on = day_column("Day it was made.")
    served_on = day_column("Day it was served.")
    starts = day_column("First day, where it is not the day it was made.")
    until = day_column("Last day. Empty where it runs until further order or nobody said.")
    ended_on = day_column("Day it was ended, where it was.")
    breaches = models.IntegerField(help_text="Number of alleged breaches.")
    last_breach_on = day_column("Day of the latest alleged breach.")
    next_check = day_column("Day on which the next check is due.")
    court = models.CharField(max_length=200, help_text="The court by name. Empty where not recorded.")
    monitoring_officer = models.CharField(max_length=200, help_text="Who checks it. Empty where not recorded.")
    state = models.TextField(help_text="The whole state as JSON (safety.fold.Order).")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "type": None,
        "stage": None,
        "applied_on": None,
        "granted_on": None,
        "served_on": None,
        "starts": None,
        "until": None,
        "ended_on": None,
        "breaches": None,
        "last_breach_on": None,
        "next_check": None,
        "court": None,
        "monitoring_officer": Privacy.PERSONAL,
        "state": Privacy.LOCATION,
    }

    class Meta:
        db_table = "safety_order"


class OrderPartyRow(models.Model):
    """A person whom an order protects or binds, or a report it is about."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The order.")
    n = models.IntegerField(help_text="Place among those named in the order, from 0.")
    party = models.CharField(max_length=100, db_index=True, help_text="The person or report object.")
    role = models.CharField(max_length=20, help_text="victim (protected), suspect (bound) or report.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "n": None,
        "party": Privacy.PERSONAL,
        "role": Privacy.SPECIAL,
    }

    class Meta:
        db_table = "safety_party"


class AssessedRow(models.Model):
    """What was made of one victim of a report with one instrument: how far it got, never what was found."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The report.")
    n = models.IntegerField(help_text="Place among the assessments of the report, from 0.")
    victim = models.CharField(max_length=100, help_text="The victim, as the assessment names them.")
    instrument = models.CharField(max_length=60, help_text="The instrument (instruments).")
    state = models.CharField(max_length=20, help_text="How far it got: done, begun, refused or unclear.")
    done_on = day_column("Day of the first complete one.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "n": None,
        "victim": Privacy.PERSONAL,
        "instrument": None,
        "state": None,
        "done_on": None,
    }

    class Meta:
        db_table = "safety_assessed"
        indexes: ClassVar = [models.Index(fields=["instrument", "state"], name="safety_assessed_state")]


class NeedRow(models.Model):
    """A need of a person object: what each source said last, and what follows from it."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The person object.")
    n = models.IntegerField(help_text="Place among the needs of the person, from 0.")
    need = models.CharField(max_length=30, help_text="The need (suspect_needs).")
    reported_on = day_column("Day on which a description last reported it. Empty where none did.")
    level = models.CharField(max_length=20, help_text="How great the last assessment found it. Empty where none did.")
    assessed_on = day_column("Day of that assessment.")
    since = day_column("Day since which it is there, or greater. Empty where nobody says that it is.")
    answered_on = day_column("Day on which somebody last said what follows from it.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": Privacy.PERSONAL,
        "n": None,
        "need": Privacy.SPECIAL,
        "reported_on": None,
        "level": Privacy.SPECIAL,
        "assessed_on": None,
        "since": None,
        "answered_on": None,
    }

    class Meta:
        db_table = "safety_need"
        indexes: ClassVar = [models.Index(fields=["since"], name="safety_need_since")]


def _order_rows(state: Order) -> Iterator[Row]:
    yield (
        state.object,
        state.type or "",
        state.stage,
        stored_day(state.applied_on),
        stored_day(state.granted_on),
        stored_day(state.served_on),
        stored_day(state.starts),
        stored_day(state.until),
        stored_day(state.ended_on),
        len(state.breaches),
        stored_day(max((breach.on for breach in state.breaches), default=None)),
        stored_day(state.next_check),
        state.court or "",
        state.monitoring_officer or "",
        orjson.dumps(state).decode(),
    )


def _party_rows(state: Order) -> Iterator[Row]:
    named = (("victim", state.victims), ("suspect", state.suspects), ("report", state.reports))
    pairs = [(party, role) for role, parties in named for party in parties]
    for n, (party, role) in enumerate(pairs):
        yield state.object, n, party, role


def _assessed_rows(state: Assessed | None) -> Iterator[Row]:
    for n, made in enumerate(state.made if state else ()):
        name = state.object if state else ""
        yield name, n, made.victim, made.instrument, made.state, stored_day(made.done_on)


def _need_rows(state: Needs | None) -> Iterator[Row]:
    for n, need in enumerate(state.needs if state else ()):
        yield (
            state.object if state else "",
            n,
            need.need,
            stored_day(need.reported.on if need.reported else None),
            need.assessed.level if need.assessed else "",
            stored_day(need.assessed.on if need.assessed else None),
            stored_day(need.since),
            stored_day(need.answer.on if need.answer else None),
        )


SAFETY_PROJECTIONS = (
    Projection("person", fold_needs, (Table(NeedRow, _need_rows),)),
    Projection("report", fold_assessed, (Table(AssessedRow, _assessed_rows),)),
    Projection("order", fold_order, (Table(OrderRow, _order_rows), Table(OrderPartyRow, _party_rows))),
)
