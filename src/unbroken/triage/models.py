"""The tables of the registers: what lists ask. Only the projector writes them.

`PRIVACY` gives every column its privacy class, None for what is about process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

import orjson
from django.db import models

from unbroken.record.kinds import Privacy
from unbroken.record.projector import Projection, Row, Table
from unbroken.triage.fold import Steps, fold_steps
from unbroken.triage.registers import Register, fold_register


class RegisterRow(models.Model):
    """A register as it was defined."""

    object = models.CharField(primary_key=True, max_length=100, help_text="The register.")
    agency = models.CharField(max_length=40, help_text="The agency that defined it.")
    state = models.TextField(help_text="The whole state as JSON (triage.registers.Register).")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "agency": None,
        "state": Privacy.WORDS,
    }

    class Meta:
        db_table = "triage_register"


class StepRow(models.Model):
    """Something recorded about a person and the registers: put on one, reviewed, a marker, an acknowledgement."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The person.")
    n = models.IntegerField(help_text="Place among the steps of the person, from 0.")
    kind = models.CharField(max_length=60, db_index=True, help_text="The kind of entry.")
    entry = models.CharField(max_length=36, help_text="The entry.")
    step = models.TextField(help_text="The step as JSON (triage.fold.Step).")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": Privacy.PERSONAL,
        "n": None,
        "kind": Privacy.SPECIAL,
        "entry": None,
        "step": Privacy.WORDS,
    }

    class Meta:
        db_table = "triage_step"


def _register_rows(state: Register | None) -> Iterator[Row]:
    if state is not None:
        yield state.object, state.agency, orjson.dumps(state).decode()


def _step_rows(state: Steps | None) -> Iterator[Row]:
    for n, step in enumerate(state.steps if state else ()):
        yield state.object if state else "", n, step.kind, step.entry, orjson.dumps(step).decode()


TRIAGE_PROJECTIONS = (
    Projection("register", fold_register, (Table(RegisterRow, _register_rows),)),
    Projection("person", fold_steps, (Table(StepRow, _step_rows),)),
)
