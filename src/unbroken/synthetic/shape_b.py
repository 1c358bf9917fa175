"""Shape B: occurrences, persons, events and actions in tables of their own, as a newer system sends them (Eastvale)."""

from __future__ import annotations

from collections.abc import Mapping

from unbroken.synthetic import clock
from unbroken.synthetic.casefile import Act, CaseFile
from unbroken.synthetic.conduct import Incident
from unbroken.synthetic.descriptions import Description
from unbroken.synthetic.narratives import incident_words
from unbroken.synthetic.snapshots import EASTVALE, Snapshot, several, snapshot, word
from unbroken.synthetic.streams import Stream

Row = dict[str, str | None]
OCCURRENCES, PERSONS, EVENTS, ACTIONS = "occurrences", "persons", "events", "actions"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    OCCURRENCES: (
        "occurrence_no",
        "reported_at",
        "entered_at",
        "district",
        "source_of_report",
        "reported_by_role",
        "first_offence",
        "current_offence",
        "current_offence_since",
        "class_override_reason",
        "domestic",
        "hate",
        "mo_text",
        "relationship",
        "investigator",
        "linked_occurrences",
    ),
    PERSONS: (
        "occurrence_no",
        "person_no",
        "party",
        "last_name",
        "first_name",
        "also_known_as",
        "birth_date",
        "approx_age",
        "gender",
        "ethnic_self",
        "ethnic_observed",
        "phones",
        "emails",
        "social",
        "vehicle",
        "street",
        "postcode",
        "pnc_id",
        "vulnerable",
    ),
    EVENTS: ("occurrence_no", "event_no", "from_date", "to_date", "behaviours", "times", "place", "description"),
    ACTIONS: ("occurrence_no", "action_no", "action", "action_date", "detail", "reason"),
}


def rows(file: CaseFile) -> dict[str, list[Row]] | None:
    """The rows of one report by table; None where it is not in the system on the day of the extract."""
    shown = snapshot(file)
    if shown is None:
        return None
    people = [(file.victim, "VICTIM"), (file.suspect, "SUSPECT"), (file.second, "SUSPECT")]
    return {
        OCCURRENCES: [_occurrence(file, shown)],
        PERSONS: [_person(file.reference, person, party) for person, party in people if person is not None],
        EVENTS: _events(file),
        ACTIONS: _actions(file.reference, shown),
    }


def _occurrence(file: CaseFile, shown: Snapshot) -> Row:
    body, initial = shown.made.body, shown.classified[0].body
    changed = shown.classified[-1] if len(shown.classified) > 1 else None
    relationship = file.report.matter.relationship if shown.relationship else None
    return {
        "occurrence_no": file.reference,
        "reported_at": clock.iso(shown.made.start),
        "entered_at": clock.iso(shown.made.recorded),
        "district": word(EASTVALE, "areas", file.area),
        "source_of_report": word(EASTVALE, "channels", body["channel"]),
        "reported_by_role": word(EASTVALE, "reporters", body["reported_by"]),
        "first_offence": word(EASTVALE, "offences", initial["offence"]),
        "current_offence": word(EASTVALE, "offences", (changed.body if changed else initial)["offence"]),
        "current_offence_since": clock.day_text(changed.start) if changed else None,
        "class_override_reason": initial.get("override_reason"),
        "domestic": "Yes" if body["domestic_flag"] == "yes" else "No",
        "hate": "Yes" if body["hate_flag"] == "yes" else None,
        "mo_text": body["narrative"],
        "relationship": word(EASTVALE, "relationships", relationship) or None,
        "investigator": f"EV {file.officer[2:6]}",
        "linked_occurrences": file.linked_to[1] if file.linked_to else None,
    }


def _person(reference: str, person: Description, party: str) -> Row:
    social = "|".join(f"{word(EASTVALE, 'platforms', where)}: {name}" for where, name in person.handles)
    return {
        "occurrence_no": reference,
        "person_no": person.number,
        "party": party,
        "last_name": person.family,
        "first_name": person.given,
        "also_known_as": person.alias,
        "birth_date": person.born,
        "approx_age": str(person.age) if person.age else None,
        "gender": word(EASTVALE, "sexes", person.sex),
        "ethnic_self": word(EASTVALE, "ethnicity_self", person.ethnicity_self) or None,
        "ethnic_observed": word(EASTVALE, "ethnicity_officer", person.ethnicity_officer) or None,
        "phones": "|".join(person.phones) or None,
        "emails": "|".join(person.emails) or None,
        "social": social or None,
        "vehicle": person.vehicle,
        "street": person.street,
        "postcode": person.postcode,
        "pnc_id": person.pnc,
        "vulnerable": "Yes" if person.vulnerable else None,
    }


def _events(file: CaseFile) -> list[Row]:
    """One row an incident; those for whose conduct the system has no word are not in it."""
    told = [(several(EASTVALE, "behaviours", incident.behaviours, "|"), incident) for incident in file.report.incidents]
    kept = [(words, incident) for words, incident in told if words]
    return [_event(file, number, words, incident) for number, (words, incident) in enumerate(kept, start=1)]


def _event(file: CaseFile, number: int, words: str, incident: Incident) -> Row:
    return {
        "occurrence_no": file.reference,
        "event_no": str(number),
        "from_date": clock.day_text(incident.start),
        "to_date": clock.day_text(incident.end),
        "behaviours": words,
        "times": str(incident.times) if incident.times else None,
        "place": several(EASTVALE, "places", incident.places, "|"),
        "description": incident_words(file.draw, incident),
    }


def _actions(reference: str, shown: Snapshot) -> list[Row]:
    found: list[tuple[str, Act, str | None, str | None]] = []
    if shown.arrested:
        found.append(("Arrest", shown.arrested, None, None))
    if shown.interviewed:
        said = several(EASTVALE, "accounts", shown.interviewed.body["accounts"], "|")
        found.append(("Interview", shown.interviewed, said, None))
    if shown.withdrew:
        found.append(("Victim withdrew", shown.withdrew, None, None))
    if shown.closed:
        reasons = several(EASTVALE, "closure_reasons", shown.closed.body.get("reasons", ()), "|")
        found.append(("Outcome", shown.closed, f"Outcome {shown.closed.body['outcome']}", reasons or None))
    return [
        {
            "occurrence_no": reference,
            "action_no": str(number),
            "action": action,
            "action_date": clock.day_text(act.start),
            "detail": detail,
            "reason": reason,
        }
        for number, (action, act, detail, reason) in enumerate(found, start=1)
    ]


_FAULTS = (
    (OCCURRENCES, "reported_at", "not known", "words for a time"),
    (OCCURRENCES, "reported_at", "2062-03-14T09:00:00+00:00", "in the future"),
    (OCCURRENCES, "first_offence", "Nuisance (other)", "a code that is in no list"),
    (OCCURRENCES, "occurrence_no", None, "no reference"),
    (EVENTS, "to_date", None, "ended before it began"),
    (PERSONS, "birth_date", "1987-02-30", "a day that is not in the calendar"),
    (PERSONS, "party", "WITNESS?", "a code that is in no list"),
    (ACTIONS, "occurrence_no", "43990000000", "names an occurrence that is not there"),
)


def spoil(draw: Stream, good: dict[str, list[Row]]) -> tuple[str, int, str, str]:
    """Put one fault into the rows of a report, in place: table, place among its rows, column, and what is wrong."""
    table, column, value, reason = draw.one_of(_FAULTS)
    if not good[table]:
        table, column, value, reason = _FAULTS[0]
    row = good[table][0]
    if reason == "ended before it began":
        first = str(row["from_date"])
        value = f"{int(first[:4]) - 1}-{first[5:7]}-{min(int(first[8:]), 28):02}"
    row[column] = value
    return table, 0, column, reason


def changed(good: dict[str, list[Row]]) -> Row:
    """The same occurrence with other content."""
    row = good[OCCURRENCES][0]
    return row | {"mo_text": f"{row['mo_text']} UPDATE: see log.", "investigator": "EV 9999"}
