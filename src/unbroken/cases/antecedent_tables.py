"""The tables of what came before: what figures count. Only the projector writes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from django.db import models

from unbroken.cases.fold.antecedents import Antecedents, fold_antecedents
from unbroken.record.kinds import Privacy
from unbroken.record.projector import Projection, Row, Table


class AntecedentRow(models.Model):
    """One thing that came before of a person object."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The person object.")
    n = models.IntegerField(help_text="Place among what came before of the person, from 0.")
    what = models.CharField(max_length=20, db_index=True, help_text="What it is (antecedents).")
    offence = models.CharField(max_length=60, help_text="Of what offence (offences).")
    same_thing = models.CharField(max_length=150, help_text="What other entries about the same thing share.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "n": None,
        "what": Privacy.SPECIAL,
        "offence": Privacy.SPECIAL,
        "same_thing": None,
    }

    class Meta:
        db_table = "cases_antecedent"


class AntecedentCheckRow(models.Model):
    """That a national record was looked at for a person object."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The person object.")
    n = models.IntegerField(help_text="Place among the times somebody looked, from 0.")
    source = models.CharField(max_length=20, help_text="What was looked at (antecedent_sources).")
    checked_on = models.DateField(help_text="The day on which it was.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {"object": None, "n": None, "source": None, "checked_on": None}

    class Meta:
        db_table = "cases_antecedent_check"


def _antecedent_rows(state: Antecedents) -> Iterator[Row]:
    for n, item in enumerate(state.items):
        yield state.object, n, item.what, item.offence, " ".join(item.same_thing)


def _check_rows(state: Antecedents) -> Iterator[Row]:
    for n, check in enumerate(state.checks):
        yield state.object, n, check.source, check.on.isoformat()


ANTECEDENT_PROJECTION = Projection(
    "person", fold_antecedents, (Table(AntecedentRow, _antecedent_rows), Table(AntecedentCheckRow, _check_rows))
)
