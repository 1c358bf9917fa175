"""Around the investigation: specialist review, support, schemes at the address, orders, referrals, the helpline."""

from __future__ import annotations

from datetime import date

from unbroken.synthetic import clock
from unbroken.synthetic.casefile import Body, CaseFile
from unbroken.synthetic.clock import DAY
from unbroken.synthetic.courses import STALKING
from unbroken.synthetic.descriptions import describe
from unbroken.synthetic.opening import description_body
from unbroken.synthetic.people import VICTIM
from unbroken.synthetic.rates import share
from unbroken.synthetic.streams import Weighted

_TYPES = Weighted(
    {
        "rejected": share("dd-typology-rejected"),
        "resentful": share("dd-typology-resentful"),
        "intimacy_seeker": share("dd-typology-intimacy"),
        "incompetent_suitor": share("dd-typology-incompetent"),
        "predatory": share("dd-typology-predatory"),
        "not_stalking": share("dd-typology-not-stalking"),
        "unknown": share("dd-typology-missing"),
    }
)
_TIERS = Weighted({"1": 70, "2": 12, "3": 6, "none": 12})
_ADVICE = Weighted(
    {"consider_spo": 25, "complete_risk_assessment": 25, "reclassify": 15, "link_reports": 15, "refer_advocacy": 20}
)
_DECLINED = Weighted({"not_wanted": 45, "has_other_support": 30, "not_wanted_now": 15, "no_reply": 10})
_SERVICES = Weighted({"victim_support": 45, "idva": 35, "local_service": 12, "isac": 8})
_NMO = share("dd-order-nmo") / share("dd-da-coded")
_DVPN = share("dd-order-dvpn") / share("dd-da-coded")
_KNOWN = 1 - share("dd-suspect-not-id")
_SPO = share("dd-order-spo") / _KNOWN
_SPO_FROM = clock.minute_of(date(2020, 1, 20))  # Stalking Protection Act 2019 in force
_CONSIDERED = 0.25  # a decision on an order is written down in so many of the other cases: assumed
_NOT_APPLIED = Weighted(
    {
        "criteria_not_met": 30,
        "not_necessary": 20,
        "prosecution_instead": 15,
        "other_order_in_force": 15,
        "victim_did_not_want": 20,
    }
)
_HELPLINE = 0.05  # victims who also rang the helpline, which describes them for itself: assumed


def safeguarding(file: CaseFile) -> None:
    """What was done to keep the victim safe."""
    if file.report.truth == STALKING:
        _review(file)
        _orders(file)
        _helpline(file)
    _support(file)
    _schemes(file)
    _referrals(file)
    if file.draw.chance(share("dd-victim-dissatisfied")):
        at = file.report.made + file.draw.between(2, 40) * DAY
        words = "The victim said that nobody had told them what was happening."
        file.add("feedback.given", at, {"instrument": "Victim survey, version 1", "words": words, "may_use": "yes"})


def _review(file: CaseFile) -> None:
    report, draw, x = file.report, file.draw, file.report.features
    if not x.specialist_input:
        return
    at = report.made + draw.between(600, 4 * DAY)
    file.add("triage.reviewed", at, {"tier": draw.pick(_TIERS), "typology": [draw.pick(_TYPES)]})
    if draw.chance(0.16):
        advice = draw.pick(_ADVICE)
        file.add("advice.given", at + 20, {"what": advice, "to": "officer_in_case"})
        chance = draw.random()
        if chance < 0.35:
            file.add("advice.followed", at + draw.between(1, 20) * DAY, {"what": advice})
        elif chance < 0.55:
            reason = draw.one_of(("no_resources", "disagreed", "overtaken"))
            file.add("advice.declined", at + draw.between(1, 20) * DAY, {"what": advice, "reason": reason})


def _support(file: CaseFile) -> None:
    report, draw, x = file.report, file.draw, file.report.features
    if not x.support_offered:
        return
    at = report.made + draw.between(20, 1500)
    service = draw.pick(_SERVICES)
    if service == "idva" and not x.domestic:
        service = "victim_support"
    body: Body = {"service": service}
    file.add("support.offered", at, body)
    if x.support_declined:
        file.add("support.declined", at + draw.between(1, 4000), body | {"reasons": [draw.pick(_DECLINED)]})
        return
    file.add("support.accepted", at + draw.between(1, 4000), body | {"consent": "yes"})
    begun = at + draw.between(1, 12) * DAY
    level = draw.one_of(("brief", "brief", "advocacy"))
    file.add("support.started", begun, body | {"level": level}, agency="advocacy")
    if draw.chance(0.3):
        parts = ["home", "digital", "evidence_log"] if level == "advocacy" else ["home"]
        file.add("safetyplan.made", begun + draw.between(1, 9) * DAY, {"elements": parts}, agency="advocacy")
    if draw.chance(0.6):
        ended = begun + draw.between(14, 240) * DAY
        reason = draw.one_of(("needs_met", "case_closed", "no_reply"))
        file.add("support.ended", ended, body | {"reasons": [reason]}, agency="advocacy")


def _schemes(file: CaseFile) -> None:
    report, draw = file.report, file.draw
    if report.features.schemes:
        scheme = draw.one_of(("address_marker", "address_marker", "panic_alarm", "camera", "locks_and_doors"))
        at = report.made + draw.between(60, min(5 * DAY, max(report.ending.room, 61)))
        file.add("scheme.placed", at, {"scheme": scheme})
    if draw.chance(share("dd-rehoused-victim")):
        body: Body = {"arranged_by": draw.one_of(("council", "victim", "refuge")), "wished": "yes"}
        file.add("victim.rehoused", report.made + draw.between(5, 120) * DAY, body)


def _referrals(file: CaseFile) -> None:
    report, draw, x = file.report, file.draw, file.report.features
    stalking = report.truth == STALKING
    planned = (
        ("marac", share("dd-marac-referral") / share("dd-da-coded") if x.domestic else 0.0, False),
        ("advocacy", share("dd-stac-advocacy") if stalking else 0.0, False),
        ("nhs", share("dd-stac-nhs") / _KNOWN if stalking and x.known else 0.0, True),
    )
    number = 0
    for to, chance, of_suspect in planned:
        if not draw.chance(chance) or (of_suspect and file.suspect is None):
            continue
        number += 1
        about = (("referral", f"referral:{file.name('f', number)}"),)
        at = report.made + draw.between(200, 6 * DAY)
        file.add("referral.made", at, {"to": to, "consent": "no" if to == "marac" else "yes"}, extra=about)
        result = draw.one_of(("accepted", "accepted", "waiting_list", "no_capacity"))
        by = "health" if of_suspect else "advocacy"
        file.add(
            "referral.answered", at + draw.between(1, 25) * DAY, {"to": to, "result": result}, agency=by, extra=about
        )


def _orders(file: CaseFile) -> None:
    """An order the victim gets at the family court, a notice by police, or a stalking protection order."""
    report, draw, x = file.report, file.draw, file.report.features
    if file.suspect is None or not x.known:
        return
    found = report.ending.identified or report.made
    chance = draw.random()
    if x.domestic and chance < _NMO:
        _order(file, "non_molestation", "victim_application", "family", found + draw.between(3, 60) * DAY, 365)
    elif x.domestic and chance < _NMO + _DVPN:
        _order(file, "dvpn", "police_notice", "", found + draw.between(60, 900), 2)
    elif found < _SPO_FROM:
        return
    elif draw.chance(_SPO / (1 - _NMO)):
        _order(file, "spo", "police_application", "magistrates", found + draw.between(20, 90) * DAY, 730)
    elif report.is_stalking and draw.chance(_CONSIDERED):
        about = (("order", f"order:{file.name('o')}"),)
        body: Body = {"type": "spo", "decision": "not_apply", "why_not": [draw.pick(_NOT_APPLIED)]}
        file.add("order.considered", found + draw.between(1, 15) * DAY, body, extra=about)


def _order(file: CaseFile, kind: str, origin: str, court: str, at: int, days: int) -> None:
    draw = file.draw
    about = (("order", f"order:{file.name('o')}"),)
    type_: Body = {"type": kind}
    if kind == "spo":
        file.add("order.considered", at - 15 * DAY, type_ | {"decision": "apply"}, extra=about)
    if court:
        applied = type_ | {"origin": origin, "court_type": court, "hearing_on": clock.day_text(at)}
        file.add("order.applied", at - draw.between(1, 9) * DAY, applied, extra=about)
    granted = type_ | {
        "origin": origin,
        "conditions": [{"kind": "no_direct_contact", "number": "1"}, {"kind": "exclusion_home", "number": "2"}],
        "until": clock.day_text(at + days * DAY),
    }
    file.add("order.granted", at, granted | ({"court_type": court} if court else {}), extra=about)
    served = at + draw.between(60, 4 * DAY)
    file.add("order.served", served, type_ | {"method": "in_person"}, extra=about)
    if draw.chance(0.25):
        broken: Body = type_ | {"conditions_broken": ["1"], "found_by": "victim", "times": draw.between(1, 4)}
        file.add("order.breached", served + draw.between(2, 100) * DAY, broken, extra=about)
    if kind == "spo":
        body: Body = type_ | {"result": "kept", "relied_on_victim": draw.one_of(("yes", "no"))}
        file.add("order.checked", served + draw.between(20, 90) * DAY, body, extra=about)


def _helpline(file: CaseFile) -> None:
    """The helpline's own record: the same woman or man under another name of record, not tied to the crime report."""
    report, draw = file.report, file.draw
    if not draw.chance(_HELPLINE):
        return
    at = report.made + draw.between(-40, 40) * DAY
    name = f"person:hl-p{file.number:06}-1"
    caller = describe(
        draw, report.victim, minute=at, role=VICTIM, object=name, number=f"HL{file.number:06}", repeat=False
    )
    file.described[name] = caller
    said = description_body(caller, draw)
    who = (("victim", name),)
    file.add("person.described", at, said, agency="helpline", extra=(("person", name), ("report", "")))
    file.add(
        "contact.made",
        at,
        {"about": ["safety"], "channel": "phone", "started_by": "victim"},
        agency="helpline",
        extra=(*who, ("report", "")),
    )
    if draw.chance(0.4):
        body: Body = {"service": "national_stalking_helpline", "level": "brief"}
        file.add("support.started", at + 10, body, agency="helpline", extra=(*who, ("report", "")))
