"""The first hours of a report: what was said, who was described, how it was classified, how it struck the victim."""

from __future__ import annotations

from collections.abc import Mapping

from unbroken.synthetic import clock
from unbroken.synthetic.casefile import Body, CaseFile
from unbroken.synthetic.classes import IS_4A, PLAIN_HARASSMENT, STALKING_4A_FEAR
from unbroken.synthetic.clock import DAY
from unbroken.synthetic.conduct import Incident
from unbroken.synthetic.descriptions import Description
from unbroken.synthetic.narratives import incident_words, report_words
from unbroken.synthetic.people import VICTIM
from unbroken.synthetic.rates import share
from unbroken.synthetic.streams import Stream, Weighted
from unbroken.synthetic.words import sentences

_PHONE, _COUNTER, _WEB = share("dd-mps-by-phone"), share("dd-mps-in-person"), share("dd-mps-online")
_CHANNELS = Weighted(
    {
        "phone": _PHONE,
        "in_person": _COUNTER,
        "online": _WEB,
        "third_party": 0.05,
        "referral": 1 - _PHONE - _COUNTER - _WEB - 0.05,
    }
)
_BY_VICTIM = share("dd-victim-reported")
_REPORTERS = Weighted({"family": 45, "witness": 20, "agency": 25, "employer": 10})
_RELATIONSHIP_STATED = 0.95
_EFFECTS_4A = ("changed_route", "changed_phone", "sleep", "changed_work", "stopped_going_out", "security_spending")
_EFFECTS_2A = ("changed_phone", "changed_route", "sleep", "isolation")
_GRADES = Weighted({"standard": 45, "medium": 38, "high": 17})
_TEAMS: Mapping[str, str] = {
    "northmoor": "Northmoor community safety unit",
    "eastvale": "Eastvale public protection team",
}


def opening(file: CaseFile) -> None:
    """Everything that is recorded when the report comes in."""
    _made(file)
    recorded = file.acts[0].recorded if file.acts else file.report.made + 60
    for person in (file.victim, file.suspect, file.second):
        if person is not None:
            described(file, person, file.report.made, recorded)
    _relationship(file, recorded)
    for incident in file.report.incidents:
        _incident(file, incident, recorded)
    _classified(file, recorded)
    _allocated(file)
    _impact(file, recorded)
    _escalation(file)
    _risk(file)


def _made(file: CaseFile) -> None:
    report, draw, x = file.report, file.draw, file.report.features
    body: Body = {
        "channel": draw.pick(_CHANNELS),
        "reported_by": "victim" if draw.chance(_BY_VICTIM) else draw.pick(_REPORTERS),
        "reference": file.reference,
        "area": file.area,
        "narrative": report_words(draw, report),
        "domestic_flag": "yes" if x.domestic else "no",
        "hate_flag": "yes" if draw.chance(0.01) else "no",
    }
    if file.linked_to is not None:
        body["further_offending"] = "yes"
        body["on_file"] = f"Earlier report {file.linked_to[1]} between the same parties."
    file.add("report.made", report.made, body, recorded=report.made + draw.between(10, 240))


def described(file: CaseFile, person: Description, at: int, recorded: int) -> None:
    """Somebody as this source described them."""
    file.described[person.object] = person
    file.add(
        "person.described",
        at,
        description_body(person, file.draw),
        recorded=recorded,
        extra=(("person", person.object), ("report", file.object)),
    )


def description_body(person: Description, draw: Stream) -> Body:
    """The body of `person.described`; what is not known is left out."""
    body: Body = {
        "role_here": "victim" if person.role == VICTIM else "suspect",
        "names": _names(person),
        "date_of_birth": person.born,
        "age": person.age,
        "sex": person.sex,
        "ethnicity_self": person.ethnicity_self,
        "ethnicity_officer": person.ethnicity_officer,
        "identifiers": identifiers_of(person),
        "works_in": ["policing"] if person.works_in_policing else None,
        "flags": _flags(person),
        "physical_description": person.looks,
    }
    if person.role == VICTIM and draw.chance(0.1):
        body["safe_contact"] = {"channels": ["phone"], "never": "Do not leave a message.", "times": "After 9 am."}
    return {name: value for name, value in body.items() if value}


def _names(person: Description) -> list[Body]:
    held = {"kind": "legal", "given": person.given, "family": person.family}
    found = [{name: value for name, value in held.items() if value}] if person.given or person.family else []
    if person.alias:
        found.append({"kind": "alias", "text": person.alias})
    return found


def identifiers_of(person: Description) -> list[Body]:
    """Numbers, accounts, vehicles and addresses, as `person.described` holds them."""
    found: list[Body] = [{"type": "phone", "value": phone} for phone in person.phones]
    found += [{"type": "email", "value": email} for email in person.emails]
    found += [{"type": "social_handle", "platform": where, "value": name} for where, name in person.handles]
    singles = (
        ("vehicle", person.vehicle),
        ("address", person.street),
        ("postcode", person.postcode),
        ("pnc_id", person.pnc),
        ("agency_number", person.number),
    )
    found += [{"type": kind, "value": value} for kind, value in singles if value]
    return found


def _flags(person: Description) -> list[Body]:
    held = (
        ("vulnerable", person.vulnerable, "officer"),
        ("mental_health", person.mental_health, "victim" if person.role == VICTIM else "records"),
        ("drug_misuse", person.substances, "records"),
        ("repeat_victim", person.repeat_victim, "records"),
    )
    return [{"flag": flag, "answer": "yes", "said_by": said_by} for flag, is_so, said_by in held if is_so]


def _relationship(file: CaseFile, recorded: int) -> None:
    draw, matter = file.draw, file.report.matter
    if file.suspect is None or not draw.chance(_RELATIONSHIP_STATED):
        return
    body: Body = {"relationship": matter.relationship, "stated_by": "victim"}
    if matter.relationship == "unknown":
        body["unknown_because"] = "Suspect not identified."
    if matter.relationship in ("ex_partner", "current_partner"):
        body["children_together"] = "yes" if matter.children else "no"
        body["cohabiting"] = "no" if matter.relationship == "ex_partner" or draw.chance(0.6) else "yes"
    if matter.separated is not None and draw.chance(0.7):
        body["separated_on"] = clock.day_text(matter.separated)[: draw.one_of((4, 7, 10))]
    pairs = (("victim", file.victim.object), ("suspect", file.suspect.object))
    file.add("relationship.stated", file.report.made, body, recorded=recorded, extra=pairs)


def _incident(file: CaseFile, incident: Incident, recorded: int) -> None:
    by_day = incident.by_day
    body = incident_body(file.draw, incident)
    file.add("incident.recorded", incident.start, body, until=incident.end, by_day=by_day, recorded=recorded)


def incident_body(draw: Stream, incident: Incident) -> Body:
    """The body of `incident.recorded`."""
    body: Body = {
        "behaviours": list(incident.behaviours),
        "places": list(incident.places),
        "narrative": incident_words(draw, incident),
    }
    if incident.times:
        body["times"] = incident.times
    if incident.identifiers:
        body["identifiers_used"] = [value for _, value in incident.identifiers]
    if incident.threats:
        body["threats"] = list(incident.threats)
    if incident.told:
        body["told"] = [incident.told]
    if "order_breach" in incident.behaviours:
        body["orders_in_force"] = ["non_molestation"]
    if "physical_violence" in incident.behaviours:
        body["injury"] = "yes" if draw.chance(0.5) else "no"
    return body


def _classified(file: CaseFile, recorded: int) -> None:
    report, kinds = file.report, file.report.classes
    body: Body = {"offence": kinds.initial, "stage": "initial", "decided_by": "police"}
    file.add("report.classified", report.made + 5, body | _override(file, kinds.initial), recorded=recorded + 5)
    if report.reclassified is not None:
        stage = "specialist_review" if report.features.specialist_input else "crime_recording"
        after: Body = {"offence": kinds.final, "stage": stage, "decided_by": "police", "reason": kinds.reason}
        if kinds.reason == "linked_reports_found" and not report.features.linked:
            after["reason"] = "course_of_conduct_found"
        known = max(report.reclassified, recorded + 5) + file.draw.between(2, 400)
        file.add("report.classified", report.reclassified, after | _override(file, kinds.final), recorded=known)


def _override(file: CaseFile, offence: str) -> Body:
    """The reason that the counting rule asks for where conduct of a former partner is held to be harassment."""
    former = file.report.matter.relationship == "ex_partner"
    if offence not in PLAIN_HARASSMENT or not former or file.report.made < clock.FORMER_PARTNER_RULE - DAY:
        return {}
    return {"override_reason": file.draw.one_of(sentences("reasons", "override"))}


def _allocated(file: CaseFile) -> None:
    draw, x = file.draw, file.report.features
    body: Body = {"officer": file.officer, "team": _TEAMS[file.force], "reason": "first"}
    at = file.report.made + draw.between(60, min(1800, max(file.report.ending.room, 61)))
    if x.spoc:
        body["stalking_lead"] = f"stalking-lead-{file.area.lower()}"
    file.add("report.allocated", at, body)
    room = file.report.ending.room
    if room > 21 * DAY and draw.chance(0.2):
        handed = {
            "officer": f"{file.officer[:2]}{draw.between(1000, 9999)}",
            "reason": draw.one_of(("officer_moved", "workload", "officer_absent")),
        }
        file.add("report.allocated", at + draw.between(10 * DAY, room - 9 * DAY), handed)


def _impact(file: CaseFile, recorded: int) -> None:
    """Fear and distress, where police recorded any; a victim personal statement for the very few."""
    report, x, draw = file.report, file.report.features, file.draw
    serious = report.classes.final in IS_4A
    effects = ["fear"] * x.frightened + ["emotional_distress"] * x.distressed
    if report.classes.final == STALKING_4A_FEAR and x.frightened:
        effects.append("fear_of_violence")
    elif serious and x.distressed:
        effects.append("serious_alarm_distress")
    if effects:
        for effect in _EFFECTS_4A if serious else _EFFECTS_2A:
            if draw.chance(0.25 if serious else 0.1):
                effects.append(effect)
        file.add("impact.recorded", report.made + 10, {"effects": effects}, recorded=recorded + 10)
    if x.statement:
        at = report.made + draw.between(1, max(report.ending.room // DAY, 1)) * DAY // 2
        file.add("impact.recorded", at, {"statement": "taken", "with_advocate": draw.one_of(("yes", "no"))})


def _escalation(file: CaseFile) -> None:
    draw = file.draw
    for viewer in file.report.features.escalation:
        ways = draw.one_of((["frequency"], ["severity"], ["frequency", "severity"]))
        body: Body = {"by": viewer, "escalating": "yes", "ways": ways}
        file.add("escalation.noted", file.report.made + draw.between(10, 30), body)
    if file.report.features.escalation == ("victim",):
        file.add("escalation.noted", file.report.made + 40, {"by": "police", "escalating": "no"})


def _risk(file: CaseFile) -> None:
    """A domestic risk form for most domestic cases; a stalking form for 7 %."""
    report, draw, x = file.report, file.draw, file.report.features
    if x.domestic and draw.chance(0.75):
        grade = draw.pick(_GRADES)
        body: Body = {"instrument": "dash_police", "judgement": grade, "assessor_role": "response_officer"}
        file.add("risk.assessed", report.made + draw.between(20, 200), body)
    if x.risk_assessed:
        items = [{"item": f"sd{number:02}", "answer": _answer(draw)} for number in range(1, 12)]
        at = report.made + draw.between(30, max(report.ending.room // 3, 31))
        form: Body = {
            "instrument": "s_dash",
            "answers": items,
            "judgement": draw.pick(_GRADES),
            "complete": "yes",
            "assessor_role": draw.one_of(("investigator", "stalking_lead")),
        }
        file.add("risk.assessed", at, form)


def _answer(draw: Stream) -> str:
    chance = draw.random()
    return "yes" if chance < 0.35 else "no" if chance < 0.85 else "not_asked" if chance < 0.95 else "unknown"
