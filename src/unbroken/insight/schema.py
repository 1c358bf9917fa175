"""What an extract holds: its tables and columns, which are also its data dictionary.

An extract is a folder of Parquet files, one for each table, beside `extract.json`, which says what was taken, from what
record and when. People, reports, orders and prosecutions have pseudonyms, the same in every table of one extract and in
no other. Days are calendar days in the UK. An empty value is one that nobody recorded: *unknown*, *refused* and *not
asked* are codes of their own. Free text, names, identifiers, addresses and the names of staff are never in an extract.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

VERSION = 2
"""Of the tables below. An extract of another version is refused with what to do."""

NAME, CODE, CODES, DAY, COUNT, YES_NO, NUMBER, TIME = (
    "name",
    "code",
    "codes",
    "day",
    "count",
    "yes_no",
    "number",
    "time",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it is, in plain words, and for codes the list in which they are explained.

    `kind` is one of name (a pseudonym), code, codes (a list), day, count (a whole number from 0), yes_no, number and
    time (UTC). `is_always` says that every row has a value.
    """

    name: str
    kind: str
    text: str
    codes: str = ""
    is_always: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what one row is, and its columns."""

    name: str
    text: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The columns by name, in order."""
        return tuple(column.name for column in self.columns)

    def arrow(self) -> pa.Schema:
        """The table as an Arrow schema."""
        import pyarrow as pa

        types = {
            NAME: pa.string(),
            CODE: pa.string(),
            CODES: pa.list_(pa.string()),
            DAY: pa.date32(),
            COUNT: pa.int32(),
            YES_NO: pa.bool_(),
            NUMBER: pa.float64(),
            TIME: pa.timestamp("us", tz="UTC"),
        }
        return pa.schema([pa.field(one.name, types[one.kind], nullable=not one.is_always) for one in self.columns])


def _name(name: str, text: str, *, is_always: bool = False) -> Column:
    return Column(name, NAME, text, is_always=is_always)


def _code(name: str, codes: str, text: str, *, is_always: bool = False) -> Column:
    return Column(name, CODE, text, codes, is_always)


def _codes(name: str, codes: str, text: str) -> Column:
    return Column(name, CODES, text, codes, is_always=True)


def _day(name: str, text: str, *, is_always: bool = False) -> Column:
    return Column(name, DAY, text, is_always=is_always)


def _count(name: str, text: str, *, is_always: bool = True) -> Column:
    return Column(name, COUNT, text, is_always=is_always)


def _days(name: str, text: str) -> Column:
    return _count(
        name, f"{text} Whole days from the report; the least where a day is known only to a period.", is_always=False
    )


def _yes_no(name: str, text: str, *, is_always: bool = False) -> Column:
    return Column(name, YES_NO, text, is_always=is_always)


def _person(role: str) -> tuple[Column, ...]:
    """What is known of the first victim or suspect of a report, without who it is."""
    return (
        _name(role, f"The {role}, as a resolved person. Of several the first named; empty where nobody is named."),
        _code(f"{role}_sex", "sexes", f"Sex of the {role}, as last stated."),
        _count(f"{role}_age", f"Age of the {role} in whole years on the day of the report.", is_always=False),
        _code(f"{role}_age_band", "age_bands", f"Age band of the {role} as recorded, where no date of birth is."),
        _code(f"{role}_ethnicity_self", "ethnicity_self", f"Ethnicity of the {role}, defined by themselves."),
        _code(f"{role}_ethnicity_officer", "ethnicity_officer", f"Ethnicity of the {role}, as an officer saw it."),
        _yes_no(f"{role}_in_policing", f"Whether a source says that the {role} works in policing.", is_always=True),
    )


CASES = Table(
    "cases",
    "A crime report as it stands, with what came of it.",
    (
        _name("case", "The report.", is_always=True),
        _code("agency", "agencies", "The agency that took the report.", is_always=True),
        _code("force", "forces", "Police force."),
        Column("area", CODE, "Area within the force, as the force calls it."),
        _day("made_on", "Day the report was made."),
        _code("channel", "channels", "How it was made."),
        _code("reported_by", "reporters", "Who reported."),
        _code("further_offending", "answers", "Whether it tells of further offending after an earlier report."),
        _yes_no("is_restricted", "A restricted report: counted, and left out of analyses.", is_always=True),
        _yes_no("is_duplicate", "Merged into another report as the same incident.", is_always=True),
        _code("stage", "report_stages", "Stage it is in.", is_always=True),
        _day("stage_since", "Day on which it entered the stage.", is_always=True),
        # -- class
        _code("offence_initial", "offences", "First police class."),
        _code("offence", "offences", "Police class now."),
        _code("offence_final", "offences", "Last police class given at the final stage."),
        _code("offence_charged", "offences", "Class at charge."),
        _day("recognised_on", "First day on which it was held to be stalking."),
        _days("days_to_recognition", "Days to that day."),
        _count("recognition_changes", "Changes of the police class to stalking."),
        _count("seriousness_changes", "Changes of the police class between section 2A and 4A."),
        _count("losses", "Changes of the police class from stalking to something else."),
        # -- people
        _count("victims", "How many victims are named."),
        _count("suspects", "How many suspects are named."),
        _count("witnesses", "How many witnesses are named."),
        *_person("victim"),
        *_person("suspect"),
        _code("relationship", "relationships", "What the suspect is to the victim, as last stated."),
        _yes_no("is_former_partner", "Whether that is a former partner."),
        _yes_no("is_domestic", "Domestic abuse as it counts: by the rule, or by a reasoned departure from it."),
        _code("domestic_police", "answers", "Whether police flagged it as domestic abuse."),
        _code("domestic_cps", "answers", "Whether the CPS flagged it as domestic abuse."),
        _yes_no("victim_vulnerable", "Whether somebody marked the victim as vulnerable."),
        _codes("vulnerabilities", "vulnerabilities", "What was answered with yes about the victim's vulnerability."),
        _count("linked_reports", "Other reports that name the same two people."),
        _count("earlier_reports", "Of these, how many were made before."),
        _count("suspect_reports_against_others", "Reports that name the suspect beside another victim."),
        # -- conduct
        _count("incidents", "Incidents recorded in it."),
        _day("first_incident_on", "Day of the first incident."),
        _day("last_incident_on", "Day of the last incident."),
        _codes("behaviours", "behaviours", "What was done, in any of its incidents."),
        _count("behaviour_types", "How many types of behaviour that is, as the Stalking Deep Dive counted them."),
        _count("incidents_after_report", "Incidents after the report was made."),
        _code("escalation_victim", "answers", "Whether the victim says that it is getting worse."),
        _code("escalation_police", "answers", "Whether police say that it is getting worse."),
        _yes_no("impact_asked", "Whether the victim was asked about the effect.", is_always=True),
        _codes("effects", "impacts", "Effects on the victim that are recorded."),
        # -- investigation
        _day("identified_on", "Day on which the suspect was identified."),
        Column("identified_band", CODE, "When that was, in the published bands."),
        _days("days_to_identified", "Days to that day."),
        _days("days_to_arrest", "Days to the first arrest."),
        _days("days_to_interview", "Days to the first interview."),
        _yes_no("is_arrested", "Whether a suspect was arrested.", is_always=True),
        _yes_no("is_interviewed", "Whether a suspect was interviewed.", is_always=True),
        _yes_no("is_bailed", "Whether a suspect was bailed.", is_always=True),
        _yes_no("is_remanded", "Whether a suspect was remanded in custody.", is_always=True),
        _codes("accounts", "interview_accounts", "What suspects said in interview."),
        _count("officers", "How many officers had the case, one after another."),
        _count("officer_changes", "How often the officer in the case changed."),
        _yes_no("has_stalking_lead", "Whether a stalking single point of contact was named.", is_always=True),
        _yes_no("has_supervisor", "Whether a supervisor was named.", is_always=True),
        _codes("evidence_obtained", "evidence_types", "Types of evidence that were obtained."),
        _codes(
            "evidence_wanted", "evidence_types", "Types of evidence referred to or asked for that were not obtained."
        ),
        _codes("delays", "delay_causes", "Causes of delay that are recorded."),
        _count("delay_days", "Days of delay that are recorded, added up."),
        _count("contacts_made", "Contacts with the victim."),
        _count("contacts_failed", "Attempts to reach the victim that failed."),
        _codes("risk_assessed", "instruments", "Risk instruments completed about it, by name."),
        _codes("statements", "statement_steps", "Steps of the victim personal statement."),
        # -- leaving
        Column(
            "left_as", CODE, "How the victim left: withdrew, disengaged, no_support_at_report. The first that stands."
        ),
        _day("left_on", "Day of that."),
        _days("days_to_leaving", "Days to that day."),
        _codes("leaving_reasons", "withdrawal_reasons", "Reasons that the victim gave."),
        _code("withdrawal_statement", "answers", "Whether a withdrawal statement was taken."),
        _yes_no("came_back", "Whether the victim came back afterwards."),
        # -- ending
        _code("outcome", "outcomes", "Home Office outcome that stands."),
        Column(
            "ended_by", CODE, "Who ended it under that outcome: police, victim, cps, prosecution, health and so on."
        ),
        Column("left_at", CODE, "Stage of attrition at which it left with that outcome (A3, A4a to A4d, A6, A6n)."),
        _codes("closure_reasons", "closure_reasons", "Reasons given for closing."),
        _day("closed_on", "Day of the closing that stands."),
        _days("days_to_closure", "Days to that day."),
        _count("closures", "How often the investigation was closed."),
        _day("ended_on", "Day on which the criminal case ended, where it has."),
        # -- prosecution
        _count("prosecutions", "How many prosecutions it is in."),
        _count("submissions", "How many times a file was submitted to the CPS."),
        _day("submitted_on", "Day of the first submission."),
        _days("days_to_submission", "Days to that day."),
        _code("cps_decision", "charging_decisions", "Last decision of the CPS."),
        _day("decided_on", "Day of that decision."),
        _day("charged_on", "Day on which the first charge was laid."),
        _days("days_to_charge", "Days to that day."),
        Column("charged_by", CODE, "Who laid the first charge: police or the CPS."),
        _codes("charges", "offences", "Offences charged, as last charged."),
        _codes("verdicts", "verdicts", "What became of the charges."),
        _yes_no("is_convicted", "Whether anybody was convicted of anything.", is_always=True),
        _yes_no("is_convicted_of_stalking", "Whether anybody was convicted of stalking.", is_always=True),
        _codes("sentences", "sentences", "Parts of the sentences."),
        _count("hearings", "Days in court."),
        # -- orders
        _codes("orders_considered", "order_types", "Protective orders that were considered."),
        _codes("orders_applied_for", "order_types", "Protective orders that were applied for."),
        _codes("orders_granted", "order_types", "Protective orders that were made."),
        # -- the record
        _codes("flags", "quality_flags", "What in the record asks for a second look."),
        _count("entries", "Entries on the record about it."),
        Column(
            "link_weight", NUMBER, "Weight in bits of the weakest link that holds its people together. Empty: none."
        ),
    ),
)

ENTRIES = Table(
    "entries",
    "An entry of the record, without its body: what kind, when, by which agency and about what.",
    (
        _name("entry", "The entry.", is_always=True),
        Column("kind", CODE, "The kind of entry (the reference of entry kinds).", is_always=True),
        _code("agency", "agencies", "The agency that recorded it.", is_always=True),
        Column("happened_from", TIME, "When it happened, or began to.", is_always=True),
        Column("happened_to", TIME, "Until when.", is_always=True),
        Column("recorded_at", TIME, "When it was recorded.", is_always=True),
        _name("case", "The report it is about; of several the first."),
        _name("person", "The victim it names, or else whoever it is about; of several the first."),
        _name("corrects", "The entry that it corrects, withdraws or erases."),
        _yes_no("is_amended", "Whether it was corrected, withdrawn or erased later.", is_always=True),
    ),
)

PEOPLE = Table(
    "people",
    "A person object: somebody as one source described them.",
    (
        _name("person", "The person object.", is_always=True),
        _name("resolved", "The resolved person: the same for everybody held to be one.", is_always=True),
        _code("sex", "sexes", "Sex, as last stated."),
        _count("birth_year", "Year of birth, as last stated.", is_always=False),
        _code("age_band", "age_bands", "Age band, as last stated."),
        _code("ethnicity_self", "ethnicity_self", "Ethnicity, defined by themselves."),
        _code("ethnicity_officer", "ethnicity_officer", "Ethnicity, as an officer saw it."),
        _yes_no("in_policing", "Whether a source says that they work in policing.", is_always=True),
        Column(
            "link_weight",
            NUMBER,
            "Weight in bits of the weakest link of the resolved person. Empty: none, or decided by people.",
        ),
    ),
)

INCIDENTS = Table(
    "incidents",
    "An incident of a report.",
    (
        _name("entry", "The entry that records it.", is_always=True),
        _name("case", "The report.", is_always=True),
        _day("first_on", "Day of the first act.", is_always=True),
        _day("last_on", "Day of the last act.", is_always=True),
        _count("acts", "How many acts.", is_always=False),
        _codes("behaviours", "behaviours", "What was done."),
        _codes("places", "places", "In what kind of place."),
        _codes("threats", "threats", "What was threatened."),
        _code("weapon", "answers", "Whether a weapon was used, shown or mentioned."),
        _code("injury", "answers", "Whether anybody was hurt."),
        _codes("told", "told_to_stop", "What had been made clear to the suspect before."),
        _codes("orders_in_force", "order_types", "Orders and bail in force at the time."),
    ),
)

ORDERS = Table(
    "orders",
    "A protective order, or the decision about one.",
    (
        _name("order", "The order.", is_always=True),
        _name("case", "The report it came of, the first named."),
        _code("type", "order_types", "What kind of order."),
        _code("stage", "order_stages", "How far it has got.", is_always=True),
        _day("considered_on", "Day on which it was considered."),
        _codes("why_not", "not_applied_reasons", "Reasons for not applying."),
        _day("applied_on", "Day of the application."),
        _day("granted_on", "Day it was made."),
        _day("refused_on", "Day it was refused."),
        _day("served_on", "Day it was served."),
        _day("until", "Last day. Empty where it runs until further order or nobody said."),
        _day("ended_on", "Day it was ended, where it was."),
        _yes_no("has_monitoring_officer", "Whether somebody is named who checks it.", is_always=True),
        _count("conditions", "How many conditions it has."),
        _count("breaches", "Alleged breaches."),
        _day("first_breach_on", "Day of the first."),
        _count("checks", "Checks that were made."),
    ),
)

HEARINGS = Table(
    "hearings",
    "A day in court that concerns a report.",
    (
        _name("case", "The report.", is_always=True),
        _name("prosecution", "The prosecution.", is_always=True),
        _day("day", "The day.", is_always=True),
        Column("state", CODE, "listed, held or adjourned.", is_always=True),
        _code("court_type", "court_types", "What kind of court."),
        _code("purpose", "hearing_types", "What it was for."),
        _code("reason", "adjournment_reasons", "Why it was adjourned."),
        _yes_no("victim_told", "Whether the victim was told of it or of its adjournment.", is_always=True),
    ),
)

CLASSIFICATIONS = Table(
    "classifications",
    "A class given to a report.",
    (
        _name("case", "The report.", is_always=True),
        _count("n", "Place among the classes of the report, from 0."),
        _code("offence", "offences", "The class.", is_always=True),
        _code("stage", "classification_stages", "Given when.", is_always=True),
        _day("on", "Day on which it was given.", is_always=True),
        _code("agency", "agencies", "By which agency.", is_always=True),
        Column(
            "change",
            CODE,
            "What it means against the class before: recognition, loss, more or less serious, other.",
            is_always=True,
        ),
        _code("reason", "reclassification_reasons", "The reason given."),
    ),
)

STAGES = Table(
    "stages",
    "A stage that a report entered.",
    (
        _name("case", "The report.", is_always=True),
        _count("n", "Place among the stages of the report, from 0."),
        _code("stage", "report_stages", "The stage.", is_always=True),
        _day("on", "Day on which it entered the stage.", is_always=True),
    ),
)

CONTACTS = Table(
    "contacts",
    "A contact with a victim, or an attempt at one.",
    (
        _name("entry", "The entry that records it.", is_always=True),
        _name("case", "The report it was about; of several the first."),
        _name("person", "The victim."),
        _code("agency", "agencies", "By which agency.", is_always=True),
        _day("on", "Day of it.", is_always=True),
        _yes_no("is_made", "Whether the victim was reached.", is_always=True),
        _code("channel", "contact_channels", "How."),
        _codes("about", "contact_subjects", "What about."),
    ),
)

ASSESSMENTS = Table(
    "assessments",
    "An assessment of risk, without what was answered item by item and without what is for clinical eyes.",
    (
        _name("entry", "The entry that records it.", is_always=True),
        _name("case", "The report it is about; of several the first."),
        _name("victim", "The victim, as a person object; of several the first."),
        _name("suspect", "The suspect, as a person object; of several the first."),
        _day("on", "Day on which it was made.", is_always=True),
        _code("agency", "agencies", "By which agency.", is_always=True),
        _code("instrument", "instruments", "With which instrument.", is_always=True),
        _code("grade", "risk_grades", "The grade that the instrument gives."),
        _code("judged", "risk_grades", "The grade that the assessor gives."),
        _code("is_complete", "answers", "Whether every item was gone through."),
        _codes("typologies", "typologies", "Types of stalker (Mullen), by a trained assessor."),
    ),
)

NEEDS = Table(
    "needs",
    "A need of a suspect in an assessment. What police report of needs is no assessment and not here.",
    (
        _name("entry", "The entry that records the assessment.", is_always=True),
        _name("suspect", "The suspect, as a person object."),
        _day("on", "Day of the assessment.", is_always=True),
        _code("source", "need_sources", "By what it was assessed.", is_always=True),
        _code("need", "suspect_needs", "The need.", is_always=True),
        _code("level", "need_levels", "How great it is.", is_always=True),
    ),
)

CODINGS = Table(
    "codings",
    "An answer that people gave who read a report for a study, by a frame of questions. Of several, each is a row.",
    (
        _name("sample", "The sample that the report was drawn in.", is_always=True),
        _name("case", "The report.", is_always=True),
        Column("frame", CODE, "The frame of questions, by its name.", is_always=True),
        _count("frame_version", "Its version."),
        Column("variable", CODE, "The question, by its name in the frame.", is_always=True),
        Column("type", CODE, "What it takes: one, several, number or yes_no.", is_always=True),
        _name("person", "The victim or suspect that it is about, as a person object, where it is about one."),
        Column("value", CODE, "The answer: a code of the frame, or a number.", is_always=True),
        _yes_no("is_missing", "Whether that is a way of having no answer.", is_always=True),
        Column(
            "coder", CODE,
            "Whose answer: first or second for a coder who is done, final for what counts: settled, or alike of all.",
            is_always=True,
        ),
    ),
)  # fmt: skip

_ALL = (
    CASES, ENTRIES, PEOPLE, INCIDENTS, ORDERS, HEARINGS, CLASSIFICATIONS, STAGES, CONTACTS, ASSESSMENTS, NEEDS,
    CODINGS,
)  # fmt: skip
TABLES: Mapping[str, Table] = {table.name: table for table in _ALL}
"""Every table of an extract, by name."""
