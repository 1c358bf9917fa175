"""The tables of reports and prosecutions: what lists are made of. Only the projector writes them.

A column is here because a page filters, sorts or shows a list by it; everything else is in `state`, the whole
folded state as JSON. A page about one report folds its entries and needs no table. `PRIVACY` gives every column
its privacy class, None for what is about process.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

import orjson
from django.db import models

from unbroken.cases.antecedent_tables import ANTECEDENT_PROJECTION
from unbroken.cases.fold import Prosecution, Report, fold_prosecution, fold_report
from unbroken.cases.references import fold_reference, short_reference
from unbroken.record.day_columns import day_column, stored_day
from unbroken.record.kinds import Privacy
from unbroken.record.projector import Projection, Row, Table

_SINCE_THE_REPORT = "Day the report was made, in the UK. Empty where no entry says so."


def _code(help_text: str, *, length: int = 60) -> models.CharField[str, str]:
    return models.CharField(max_length=length, help_text=f"{help_text} Empty where not recorded.")


class ReportRow(models.Model):
    """A crime report as it stands."""

    object = models.CharField(primary_key=True, max_length=100, help_text="The report.")
    reference = models.CharField(max_length=80, help_text="Crime reference number. Empty where none is recorded.")
    agency = models.CharField(max_length=40, help_text="The agency that took the report.")
    force = _code("Police force (forces).")
    area = models.CharField(max_length=200, help_text="Area within the force. Empty where not recorded.")
    made_on = day_column(_SINCE_THE_REPORT)
    channel = _code("How it was made (channels).")
    reported_by = _code("Who reported (reporters).")
    stage = models.CharField(max_length=30, help_text="Stage it is in (report_stages).")
    stage_since = day_column("Day on which it entered the stage.")
    offence_initial = _code("First police class (offences).")
    offence = _code("Police class now (offences).")
    recognised_on = day_column("First day on which it was held to be stalking.")
    relationship = _code("What the suspect is to the victim (relationships).")
    domestic = models.BooleanField(null=True, help_text="Domestic abuse as it counts: rule, or reasoned departure.")
    officer = models.CharField(max_length=200, help_text="Officer in the case. Empty where none is recorded.")
    team = models.CharField(max_length=200, help_text="Team. Empty where none is recorded.")
    stalking_lead = models.CharField(max_length=200, help_text="Stalking single point of contact. Empty where none.")
    supervisor = models.CharField(max_length=200, help_text="Supervisor. Empty where none is recorded.")
    outcome = _code("Home Office outcome that stands (outcomes).", length=10)
    ended_by = _code("Who ended it under that outcome: police, victim, cps and so on.", length=30)
    ended_on = day_column("Day on which the criminal case ended, where it has.")
    leaving = _code("How the victim left and has not come back: withdrew, disengaged, no_support_at_report.", length=30)
    is_restricted = models.BooleanField(help_text="Counted, and shown only to those with the right.")
    duplicate_of = _code("The report it was merged into as the same incident.", length=100)
    incidents = models.IntegerField(help_text="Number of incidents recorded in it.")
    last_incident_on = day_column("Day of the latest incident.")
    last_contact_on = day_column("Day of the last contact with the victim about it.")
    last_recorded_at = models.CharField(max_length=27, help_text="When its newest standing entry was recorded (UTC).")
    state = models.TextField(help_text="The whole state as JSON (cases.fold.shapes.Report).")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "reference": None,
        "agency": None,
        "force": None,
        "area": None,
        "made_on": None,
        "channel": None,
        "reported_by": None,
        "stage": None,
        "stage_since": None,
        "offence_initial": None,
        "offence": None,
        "recognised_on": None,
        "relationship": Privacy.PERSONAL,
        "domestic": None,
        "officer": Privacy.PERSONAL,
        "team": None,
        "stalking_lead": Privacy.PERSONAL,
        "supervisor": Privacy.PERSONAL,
        "outcome": None,
        "ended_by": None,
        "ended_on": None,
        "leaving": None,
        "is_restricted": None,
        "duplicate_of": None,
        "incidents": None,
        "last_incident_on": None,
        "last_contact_on": None,
        "last_recorded_at": None,
        "state": Privacy.WORDS,
    }

    class Meta:
        db_table = "cases_report"
        indexes: ClassVar = [
            models.Index(fields=["agency", "stage"], name="cases_report_agency_stage"),
            models.Index(fields=["officer"], name="cases_report_officer"),
            models.Index(fields=["made_on"], name="cases_report_made_on"),
            models.Index(fields=["last_recorded_at"], name="cases_report_recorded"),
            # Counts by these are read from the index alone: the rows are wide, for the state in them.
            models.Index(fields=["area"], name="cases_report_area"),
            models.Index(fields=["duplicate_of", "offence"], name="cases_report_offence"),
            models.Index(fields=["duplicate_of", "offence_initial"], name="cases_report_initial"),
            models.Index(fields=["duplicate_of", "stage"], name="cases_report_stage"),
        ]


class ReferenceRow(models.Model):
    """A number by which a report is found: its crime reference, those of other systems, and the one we gave it."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The report.")
    n = models.IntegerField(help_text="Place among the references of the report, from 0.")
    reference = models.CharField(
        max_length=80, db_index=True, help_text="The number in upper case, letters and digits only."
    )

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {"object": None, "n": None, "reference": None}

    class Meta:
        db_table = "cases_reference"


class PartyRow(models.Model):
    """A person object in a role in a report."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The report.")
    n = models.IntegerField(help_text="Place among the parties of the report, from 0.")
    person = models.CharField(max_length=100, db_index=True, help_text="The person object.")
    role = models.CharField(max_length=20, help_text="victim, suspect, witness or third_party.")
    since = day_column("Day of the first entry that says so.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "n": None,
        "person": Privacy.PERSONAL,
        "role": Privacy.SPECIAL,
        "since": None,
    }

    class Meta:
        db_table = "cases_party"
        indexes: ClassVar = [models.Index(fields=["role", "person"], name="cases_party_role")]


class FlagRow(models.Model):
    """Something in a report that asks for a second look."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The report.")
    n = models.IntegerField(help_text="Place among the flags of the report, from 0.")
    flag = models.CharField(max_length=60, db_index=True, help_text="What it is (quality_flags).")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {"object": None, "n": None, "flag": None}

    class Meta:
        db_table = "cases_flag"


class HearingRow(models.Model):
    """A day in court that concerns a report. A prosecution of two reports has two rows for the day."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The report.")
    n = models.IntegerField(help_text="Place among the hearings of the report, from 0.")
    prosecution = models.CharField(max_length=100, help_text="The prosecution.")
    day = models.DateField(db_index=True, help_text="The day of the hearing.")
    state = models.CharField(max_length=20, help_text="listed, held or adjourned.")
    court = models.CharField(max_length=200, help_text="The court by name. Empty where not recorded.")
    purpose = _code("What it is for (hearing_types).")
    reason = _code("Why it was adjourned (adjournment_reasons).")
    victim_told_on = day_column("Day on which the victim was told of it or of its adjournment.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "n": None,
        "prosecution": None,
        "day": None,
        "state": None,
        "court": None,
        "purpose": None,
        "reason": None,
        "victim_told_on": None,
    }

    class Meta:
        db_table = "cases_hearing"


class ProsecutionRow(models.Model):
    """A prosecution as it stands."""

    object = models.CharField(primary_key=True, max_length=100, help_text="The prosecution.")
    stage = models.CharField(max_length=30, help_text="Stage it is in (report_stages).")
    stage_since = day_column("Day on which it entered the stage.")
    submissions = models.IntegerField(help_text="How many times the file was submitted.")
    submitted_on = day_column("Day of the last submission.")
    decision = _code("The last decision on a submission (charging_decisions).")
    decided_on = day_column("Day of that decision.")
    charged_on = day_column("Day on which the first charge was laid.")
    adjournments = models.IntegerField(help_text="How many hearings were adjourned.")
    next_hearing_on = day_column("The last day that was listed and neither held nor adjourned: compare it with today.")
    ended_on = day_column("Day on which it ended, where it has.")
    state = models.TextField(help_text="The whole state as JSON (cases.fold.shapes.Prosecution).")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "stage": None,
        "stage_since": None,
        "submissions": None,
        "submitted_on": None,
        "decision": None,
        "decided_on": None,
        "charged_on": None,
        "adjournments": None,
        "next_hearing_on": None,
        "ended_on": None,
        "state": Privacy.SPECIAL,
    }

    class Meta:
        db_table = "cases_prosecution"


class ChargeRow(models.Model):
    """One charge of a prosecution, from what police proposed to what it ended as."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The prosecution.")
    n = models.IntegerField(help_text="Place among the charges of the prosecution, from 0.")
    charge = _code("The id by which the charge is followed.", length=40)
    proposed = _code("Offence the police proposed (offences).")
    advised = _code("Offence the CPS advised (offences).")
    laid = _code("Offence first charged (offences).")
    final = _code("Offence as last charged (offences).")
    laid_on = day_column("Day on which it was laid.")
    changes = models.IntegerField(help_text="Recorded changes of the charge after it was laid.")
    is_changed = models.BooleanField(help_text="Whether any of the four offences differ.")
    verdict = _code("Verdict, or how it ended without one (verdicts).")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": None,
        "n": None,
        "charge": None,
        "proposed": None,
        "advised": None,
        "laid": None,
        "final": None,
        "laid_on": None,
        "changes": None,
        "is_changed": None,
        "verdict": None,
    }

    class Meta:
        db_table = "cases_charge"


def _report_rows(state: Report) -> Iterator[Row]:
    classes, allocations, outcome = state.classes, state.allocations, state.outcome
    gone = [item.way for item in state.leavings if item.came_back_on is None]
    yield (
        state.object,
        state.reference or "",
        state.agency,
        state.force or "",
        state.area or "",
        stored_day(state.made_on),
        state.channel or "",
        state.reported_by or "",
        state.stage,
        stored_day(state.stages[-1].on),
        classes.initial or "",
        classes.current or "",
        stored_day(classes.recognised_on),
        state.relationship or "",
        state.domestic.stands,
        allocations.officer or "",
        allocations.team or "",
        allocations.stalking_lead or "",
        allocations.supervisor or "",
        (outcome.outcome or "") if outcome else "",
        outcome.ended_by if outcome else "",
        stored_day(state.ended_on),
        gone[-1] if gone else "",
        state.is_restricted,
        state.duplicate_of or "",
        state.incidents.number,
        stored_day(state.incidents.last_on),
        stored_day(state.contact.last_on),
        state.last_recorded_at,
        orjson.dumps(state).decode(),
    )


def _reference_rows(state: Report) -> Iterator[Row]:
    given = (state.reference, *state.other_references, short_reference(state.object))
    folded = dict.fromkeys(fold_reference(text) for text in given if text)
    yield from ((state.object, n, text) for n, text in enumerate(filter(None, folded)))


def _party_rows(state: Report) -> Iterator[Row]:
    for n, party in enumerate(state.parties):
        yield state.object, n, party.person, party.role, stored_day(party.since)


def _flag_rows(state: Report) -> Iterator[Row]:
    yield from ((state.object, n, flag) for n, flag in enumerate(state.flags))


def _hearing_rows(state: Report) -> Iterator[Row]:
    for n, hearing in enumerate(state.hearings):
        yield (
            state.object,
            n,
            hearing.prosecution,
            stored_day(hearing.day),
            hearing.state,
            hearing.court or "",
            hearing.purpose or "",
            hearing.reason or "",
            stored_day(hearing.victim_told_on),
        )


def _prosecution_rows(state: Prosecution) -> Iterator[Row]:
    submissions = state.submissions
    decided = [item for item in submissions if item.decided_on]
    laid = [charge.laid_on for charge in state.charges if charge.laid_on]
    listed = [hearing.day for hearing in state.hearings if hearing.state == "listed"]
    yield (
        state.object,
        state.stage,
        stored_day(state.stages[-1].on),
        len(submissions),
        stored_day(submissions[-1].on) if submissions else None,
        (decided[-1].decision or "") if decided else "",
        stored_day(decided[-1].decided_on) if decided else None,
        stored_day(min(laid, default=None)),
        sum(hearing.state == "adjourned" for hearing in state.hearings),
        stored_day(max(listed, default=None)),
        stored_day(state.ended_on),
        orjson.dumps(state).decode(),
    )


def _charge_rows(state: Prosecution) -> Iterator[Row]:
    for n, item in enumerate(state.charges):
        yield (
            state.object,
            n,
            item.charge or "",
            item.proposed or "",
            item.advised or "",
            item.laid or "",
            item.final or "",
            stored_day(item.laid_on),
            len(item.changes),
            item.is_changed,
            item.verdict or "",
        )


CASE_PROJECTIONS = (
    Projection(
        "report",
        fold_report,
        (
            Table(ReportRow, _report_rows),
            Table(ReferenceRow, _reference_rows),
            Table(PartyRow, _party_rows),
            Table(FlagRow, _flag_rows),
            Table(HearingRow, _hearing_rows),
        ),
    ),
    Projection(
        "prosecution",
        fold_prosecution,
        (Table(ProsecutionRow, _prosecution_rows), Table(ChargeRow, _charge_rows)),
    ),
    ANTECEDENT_PROJECTION,
)
