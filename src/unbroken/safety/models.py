"""The tables of protective orders: what lists ask. Only the projector writes them.

`PRIVACY` gives every column its privacy class, None for what is about process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import ClassVar

import orjson
from django.db import models

from unbroken.record.kinds import Privacy
from unbroken.record.projector import Projection, Row, Table
from unbroken.safety.fold import Order, fold_order


def _day(help_text: str) -> models.DateField[date | str | None, date | None]:
    return models.DateField(null=True, help_text=help_text)


class OrderRow(models.Model):
    """A protective order as it stands."""

    object = models.CharField(primary_key=True, max_length=100, help_text="The order.")
    type = models.CharField(max_length=40, help_text="What kind of order (order_types). Empty where not recorded.")
    stage = models.CharField(max_length=20, help_text="How far it has got (order_stages).")
    applied_on = _day("Day of the application.")
    granted_on = _day("Day it was made.")
    served_on = _day("Day it was served.")
    starts = _day("First day, where it is not the day it was made.")
    until = _day("Last day. Empty where it runs until further order or nobody said.")
    ended_on = _day("Day it was ended, where it was.")
    breaches = models.IntegerField(help_text="Number of alleged breaches.")
    last_breach_on = _day("Day of the latest alleged breach.")
    next_check = _day("Day on which the next check is due.")
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


def _order_rows(state: Order) -> Iterator[Row]:
    yield (
        state.object,
        state.type or "",
        state.stage,
        _text(state.applied_on),
        _text(state.granted_on),
        _text(state.served_on),
        _text(state.starts),
        _text(state.until),
        _text(state.ended_on),
        len(state.breaches),
        _text(max((breach.on for breach in state.breaches), default=None)),
        _text(state.next_check),
        state.court or "",
        state.monitoring_officer or "",
        orjson.dumps(state).decode(),
    )


def _party_rows(state: Order) -> Iterator[Row]:
    named = (("victim", state.victims), ("suspect", state.suspects), ("report", state.reports))
    pairs = [(party, role) for role, parties in named for party in parties]
    for n, (party, role) in enumerate(pairs):
        yield state.object, n, party, role


def _text(day: date | None) -> str | None:
    """A day in stored form."""
    return None if day is None else day.isoformat()


SAFETY_PROJECTIONS = (
    Projection("order", fold_order, (Table(OrderRow, _order_rows), Table(OrderPartyRow, _party_rows))),
)
