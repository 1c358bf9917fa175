"""Shape A: one wide CSV row for each crime report, as an older crime system sends it (Northmoor)."""

from __future__ import annotations

from unbroken.synthetic import clock
from unbroken.synthetic.casefile import Act, CaseFile
from unbroken.synthetic.descriptions import Description
from unbroken.synthetic.snapshots import NORTHMOOR, Snapshot, several, snapshot, word
from unbroken.synthetic.streams import Stream

COLUMNS = (
    "CRIME_REF",
    "BOROUGH_CODE",
    "REPORTED_DT",
    "RECORDED_DT",
    "COMMITTED_FROM_DT",
    "COMMITTED_TO_DT",
    "HOW_REPORTED",
    "INFORMANT",
    "INITIAL_CLASS",
    "CLASS_OVERRIDE",
    "CURRENT_CLASS",
    "CLASSIFIED_DT",
    "DV_FLAG",
    "HATE_FLAG",
    "MO_DETAILS",
    "FEATURE_CODES",
    "VENUE",
    "NO_OF_INCIDENTS",
    "REL_TO_SUSP",
    "OIC",
    "VIC1_NOMINAL",
    "VIC1_SURNAME",
    "VIC1_FORENAMES",
    "VIC1_DOB",
    "VIC1_SEX",
    "VIC1_SDE",
    "VIC1_TEL",
    "VIC1_EMAIL",
    "VIC1_ADDR",
    "VIC1_PCODE",
    "VIC1_VULN",
    "SUS1_NOMINAL",
    "SUS1_SURNAME",
    "SUS1_FORENAMES",
    "SUS1_ALIAS",
    "SUS1_DOB",
    "SUS1_SEX",
    "SUS1_AGE",
    "SUS1_IC",
    "SUS1_TEL",
    "SUS1_EMAIL",
    "SUS1_HANDLES",
    "SUS1_VRM",
    "SUS1_ADDR",
    "SUS1_PCODE",
    "SUS1_PNCID",
    "SUS2_SURNAME",
    "SUS2_FORENAMES",
    "SUS2_DOB",
    "SUS2_SEX",
    "ARREST_DT",
    "INTERVIEW_DT",
    "INTERVIEW_RESULT",
    "VIC_WITHDREW_DT",
    "OUTCOME",
    "OUTCOME_DT",
    "OUTCOME_REASON",
    "LINKED_REFS",
)
Row = dict[str, str]


def row(file: CaseFile) -> Row | None:
    """The row of one report; None where it is not in the system on the day of the extract."""
    shown = snapshot(file)
    if shown is None:
        return None
    cells = dict.fromkeys(COLUMNS, "")
    cells |= _report(file, shown) | _victim(file.victim) | _steps(shown)
    if file.suspect is not None:
        cells |= _suspect(file.suspect)
    if file.second is not None:
        cells |= _second(file.second)
    return cells


def _report(file: CaseFile, shown: Snapshot) -> Row:
    body, incidents = shown.made.body, file.report.incidents
    initial = shown.classified[0].body
    changed = shown.classified[-1] if len(shown.classified) > 1 else None
    held = [tag for incident in incidents for tag in incident.behaviours]
    places = [place for incident in incidents for place in incident.places]
    return {
        "CRIME_REF": file.reference,
        "BOROUGH_CODE": word(NORTHMOOR, "areas", file.area),
        "REPORTED_DT": clock.british_time(shown.made.start),
        "RECORDED_DT": clock.british_time(shown.made.recorded),
        "COMMITTED_FROM_DT": clock.british_day(incidents[0].start),
        "COMMITTED_TO_DT": clock.british_day(max(incident.end for incident in incidents)),
        "HOW_REPORTED": word(NORTHMOOR, "channels", body["channel"]),
        "INFORMANT": word(NORTHMOOR, "reporters", body["reported_by"]),
        "INITIAL_CLASS": word(NORTHMOOR, "offences", initial["offence"]),
        "CLASS_OVERRIDE": initial.get("override_reason", ""),
        "CURRENT_CLASS": word(NORTHMOOR, "offences", (changed.body if changed else initial)["offence"]),
        "CLASSIFIED_DT": clock.british_day(changed.start) if changed else "",
        "DV_FLAG": "Y" if body["domestic_flag"] == "yes" else "N",
        "HATE_FLAG": "Y" if body["hate_flag"] == "yes" else "",
        "MO_DETAILS": body["narrative"],
        "FEATURE_CODES": several(NORTHMOOR, "behaviours", held, ";"),
        "VENUE": several(NORTHMOOR, "places", places, ";"),
        "NO_OF_INCIDENTS": str(len(incidents)),
        "REL_TO_SUSP": word(NORTHMOOR, "relationships", file.report.matter.relationship) if shown.relationship else "",
        "OIC": f"PC {file.officer[2:6]}N",
        "LINKED_REFS": file.linked_to[1] if file.linked_to else "",
    }


def _victim(person: Description) -> Row:
    return {
        "VIC1_NOMINAL": person.number,
        "VIC1_SURNAME": (person.family or "").upper(),
        "VIC1_FORENAMES": person.given or "",
        "VIC1_DOB": _british(person.born),
        "VIC1_SEX": word(NORTHMOOR, "sexes", person.sex),
        "VIC1_SDE": word(NORTHMOOR, "ethnicity_self", person.ethnicity_self),
        "VIC1_TEL": ";".join(person.phones),
        "VIC1_EMAIL": ";".join(person.emails),
        "VIC1_ADDR": person.street or "",
        "VIC1_PCODE": person.postcode or "",
        "VIC1_VULN": "Y" if person.vulnerable else "",
    }


def _suspect(person: Description) -> Row:
    return {
        "SUS1_NOMINAL": person.number,
        "SUS1_SURNAME": (person.family or "").upper(),
        "SUS1_FORENAMES": person.given or "",
        "SUS1_ALIAS": person.alias or "",
        "SUS1_DOB": _british(person.born),
        "SUS1_SEX": word(NORTHMOOR, "sexes", person.sex),
        "SUS1_AGE": str(person.age) if person.age else "",
        "SUS1_IC": word(NORTHMOOR, "ethnicity_officer", person.ethnicity_officer),
        "SUS1_TEL": ";".join(person.phones),
        "SUS1_EMAIL": ";".join(person.emails),
        "SUS1_HANDLES": ";".join(f"{word(NORTHMOOR, 'platforms', where)}:{name}" for where, name in person.handles),
        "SUS1_VRM": person.vehicle or "",
        "SUS1_ADDR": person.street or "",
        "SUS1_PCODE": person.postcode or "",
        "SUS1_PNCID": person.pnc or "",
    }


def _second(person: Description) -> Row:
    return {
        "SUS2_SURNAME": (person.family or "").upper(),
        "SUS2_FORENAMES": person.given or "",
        "SUS2_DOB": _british(person.born),
        "SUS2_SEX": word(NORTHMOOR, "sexes", person.sex),
    }


def _steps(shown: Snapshot) -> Row:
    closed, interviewed = shown.closed, shown.interviewed
    return {
        "ARREST_DT": _day(shown.arrested),
        "INTERVIEW_DT": _day(interviewed),
        "INTERVIEW_RESULT": several(NORTHMOOR, "accounts", interviewed.body["accounts"], ";") if interviewed else "",
        "VIC_WITHDREW_DT": _day(shown.withdrew),
        "OUTCOME": str(closed.body["outcome"]) if closed else "",
        "OUTCOME_DT": _day(closed),
        "OUTCOME_REASON": several(NORTHMOOR, "closure_reasons", closed.body.get("reasons", ()), ";") if closed else "",
    }


def _day(act: Act | None) -> str:
    return clock.british_day(act.start) if act else ""


def _british(iso: str | None) -> str:
    return f"{iso[8:]}/{iso[5:7]}/{iso[:4]}" if iso else ""


_FAULTS = (
    ("REPORTED_DT", "31/02/2024 10:15", "a day that is not in the calendar"),
    ("REPORTED_DT", "14/03/2062 09:00", "in the future"),
    ("INITIAL_CLASS", "S9Z", "a code that is in no list"),
    ("CRIME_REF", "", "no reference"),
    ("NO_OF_INCIDENTS", "several", "words for a number"),
    ("COMMITTED_TO_DT", "", "ended before it began"),
    ("", "", "cut short"),
)


def spoil(draw: Stream, good: Row) -> tuple[list[str], str, str]:
    """A row with one fault: its cells, the column at fault (empty for a row cut short) and what is wrong."""
    column, value, reason = draw.one_of(_FAULTS)
    if not column:
        return list(good.values())[: draw.between(6, 12)], column, reason
    if column == "COMMITTED_TO_DT":
        day, month, year = good["COMMITTED_FROM_DT"].split("/")
        value = f"{day}/{month}/{int(year) - 1}" if (day, month) != ("29", "02") else f"28/02/{int(year) - 1}"
    return list((good | {column: value}).values()), column, reason


def changed(good: Row) -> list[str]:
    """The same report with other content: what a system sends when somebody has written over it."""
    return list((good | {"MO_DETAILS": good["MO_DETAILS"] + " UPDATE: see log.", "OIC": "PC 9999N"}).values())
