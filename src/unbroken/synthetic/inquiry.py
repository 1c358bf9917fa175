"""The investigation: the suspect found, arrested, heard and bailed; evidence asked for, given and refused; delays."""

from __future__ import annotations

from datetime import date

from unbroken.synthetic import clock
from unbroken.synthetic.casefile import Body, CaseFile
from unbroken.synthetic.clock import DAY
from unbroken.synthetic.descriptions import NAMED, Description, describe
from unbroken.synthetic.fates import SUBMITTED
from unbroken.synthetic.features import AT_ONCE, LATER, NEVER
from unbroken.synthetic.opening import described
from unbroken.synthetic.people import SUSPECT
from unbroken.synthetic.rates import share
from unbroken.synthetic.streams import Stream, Weighted

_COVID = (clock.minute_of(date(2020, 3, 16)), clock.minute_of(date(2021, 12, 31)))
_CONDITIONS = Weighted(
    {
        ("no_direct_contact", "no_indirect_contact"): 50,
        ("no_direct_contact", "exclusion_home"): 30,
        ("no_direct_contact", "exclusion_home", "exclusion_work"): 10,
        (): 10,
    }
)
_REFUSED = share("dd-victim-tech-refused")


def inquiry(file: CaseFile) -> None:
    """Every step of the investigation before its end."""
    _identified(file)
    _met(file)
    _evidence(file)
    _delays(file)
    _continued(file)


def _identified(file: CaseFile) -> None:
    report, draw = file.report, file.draw
    state, at = report.features.identified, report.ending.identified
    if state == NEVER or file.suspect is None:
        return
    if file.suspect.known != NAMED:  # found later, or named in the end without a date
        when = at if at is not None else report.made + draw.between(2 * DAY, max(report.ending.room // 2, 3 * DAY))
        file.suspect = _named(file, file.suspect, when)
        described(file, file.suspect, when, when + draw.between(10, 200))
    if state in (AT_ONCE, LATER) and at is not None:
        how = "Named by the victim." if state == AT_ONCE else "Traced from a number or account used."
        file.add("suspect.identified", at, {"how": how, "sure": "yes"})


def _named(file: CaseFile, known: Description, when: int) -> Description:
    return describe(
        file.draw,
        known.person,
        minute=when,
        role=SUSPECT,
        object=known.object,
        number=known.number,
        repeat=False,
    )


def _met(file: CaseFile) -> None:
    """Arrest, interview, bail or remand, and release."""
    report, draw, x = file.report, file.draw, file.report.features
    if not (x.arrested or x.interviewed) or file.suspect is None:
        return
    first = report.ending.identified or report.made + 30
    room = max(report.ending.end(report.made) - first - 60, 5)
    at = first + min(_arrest_wait(draw), room)
    after = at
    if x.arrested:
        body: Body = {"reasons": ["protect_victim"] if draw.chance(0.6) else ["prompt_investigation"]}
        if report.classes.initial != "domestic_incident":  # which is no crime
            body["offences"] = [report.classes.initial]
        file.add("suspect.arrested", at, body)
        _told(file, "arrest", at, 0.6)
    if x.interviewed:
        said: Body = {"accounts": list(x.accounts), "voluntary": "no" if x.arrested else "yes"}
        after = max(min(at + draw.between(60, 900), report.ending.end(report.made) - 3), at)
        file.add("suspect.interviewed", after, said)
    _let_go(file, after + draw.between(15, 300))


def _let_go(file: CaseFile, at: int) -> None:
    report, x = file.report, file.report.features
    if x.bailed:
        _bailed(file, at)
    elif x.remanded:
        file.add("suspect.remanded", at, {"where": "custody"})
        if report.ending.fate != SUBMITTED:
            file.add("suspect.released", max(report.ending.end(report.made), at) + 60, {"how": "remand_ended"})
    else:
        file.add("suspect.released", at, {"how": "under_investigation" if x.arrested else "voluntary"})


def _arrest_wait(draw: Stream) -> int:
    chance = draw.random()
    if chance < 0.4:
        return draw.between(60, 900)
    return draw.between(1, 6) * DAY if chance < 0.7 else draw.between(7, 45) * DAY


def _bailed(file: CaseFile, at: int) -> None:
    draw = file.draw
    kinds = draw.pick(_CONDITIONS)
    body: Body = {
        "conditions": [{"kind": kind} for kind in kinds],
        "stage": "pre_charge",
        "until": clock.day_text(at + 28 * DAY),
        "granted_by": f"{file.area} custody suite",
    }
    file.add("suspect.bailed", at, body)
    _told(file, "bail", at, 0.5)


def _told(file: CaseFile, about: str, at: int, chance: float) -> None:
    """The victim is told of it, or is not; or nobody gets through."""
    draw = file.draw
    if draw.chance(chance):
        channel = draw.one_of(("phone", "phone", "email", "text"))
        file.add(
            "contact.made", at + draw.between(30, 4000), {"about": [about], "channel": channel, "started_by": "agency"}
        )
    elif draw.chance(0.15):
        file.add(
            "contact.failed", at + draw.between(30, 4000), {"about": [about], "channel": "phone", "why": "no_answer"}
        )


def _evidence(file: CaseFile) -> None:
    report, draw, x = file.report, file.draw, file.report.features
    made, end = report.made, report.ending.end(report.made)
    if x.technology_referenced:
        kind = draw.one_of(("messages", "screenshots", "victim_device", "social_media"))
        file.add("evidence.referenced", made + 15, {"type": kind})
    given = report.ending.victim_technology
    if given is not None:
        file.add("evidence.requested", made + min(60, (given - made) // 2), {"type": "victim_device"})
        file.add("evidence.obtained", given, {"type": "victim_device", "from_whom": "The victim"})
    elif x.victim_technology_not_given:
        asked = made + draw.between(30, max((end - made) // 2, 31))
        file.add("evidence.requested", asked, {"type": "victim_device"})
        reason = (
            draw.one_of(("loss_of_phone", "privacy")) if draw.chance(_REFUSED) else draw.one_of(("deleted", "no_reply"))
        )
        file.add(
            "evidence.refused", min(asked + draw.between(60, 5000), end), {"type": "victim_device", "reason": reason}
        )
    if report.ending.suspect_technology is not None:
        file.add("evidence.obtained", report.ending.suspect_technology, {"type": "suspect_device"})
    if x.third_party_evidence:
        at = min(made + draw.between(60, max((end - made) // 2, 61)), end)
        kind = draw.one_of(("cctv", "doorbell", "third_party"))
        file.add("evidence.requested", at, {"type": kind})
        file.add("evidence.obtained", max(min(at + draw.between(60, 20000), end), at), {"type": kind})
    if x.witness:
        at = min(made + draw.between(60, max((end - made) // 2, 61)), end)
        state = draw.one_of(("statement_taken", "identified", "approached"))
        file.add("evidence.obtained", at, {"type": "witness_statement", "witness": state})


def _delays(file: CaseFile) -> None:
    report, draw = file.report, file.draw
    room = report.ending.room
    at = report.made + min(draw.between(1, 20) * DAY, room // 2)
    causes = (
        ("evidence", share("dd-delay-evidence")),
        ("police_work", share("dd-delay-police")),
        ("covid", share("dd-delay-covid") if _COVID[0] <= report.made < _COVID[1] else 0.0),
    )
    for cause, chance in causes:
        if draw.chance(chance):
            days = draw.between(3, 60)
            until = min(at + days * DAY, report.made + max(room, 2 * DAY))
            lost = max((until - at) // DAY, 1)
            file.add("delay.recorded", at, {"cause": cause, "days": lost}, until=until, by_day=True)


def _continued(file: CaseFile) -> None:
    """Conduct that goes on after the report, in a quarter of cases; told while the matter is open."""
    report, draw = file.report, file.draw
    if not report.features.continued or not report.incidents:
        return
    start = report.made + draw.between(60, max(min(report.ending.room, 60 * DAY), 120))
    again = report.incidents[-1]
    body: Body = {"behaviours": list(again.behaviours), "places": list(again.places), "further": "yes"}
    if again.identifiers:
        body["identifiers_used"] = [value for _, value in again.identifiers]
    file.add("incident.recorded", start, body, recorded=start + draw.between(60, 3000))
