"""The CPS and the court: the file in and back, the decision, the charge, hearings, plea, verdict, sentence, probation.

Of the published 42 files, 30 went in once and 12 at least twice; 33 led to a charge, 6 to none and in 3 the victim
withdrew. Charges: 10 stalking, 17 harassment, 7 breach of an order. Nothing is printed on the courts' side of these
cases; two in three charged are convicted, as in national figures reported in the press.
"""

from __future__ import annotations

from unbroken.synthetic import clock
from unbroken.synthetic.casefile import Body, CaseFile
from unbroken.synthetic.classes import HARASSMENT_2, HARASSMENT_4, IS_STALKING, STALKING_2A, STALKING_4A_DISTRESS
from unbroken.synthetic.clock import DAY
from unbroken.synthetic.rates import count, share
from unbroken.synthetic.streams import Weighted
from unbroken.synthetic.withdrawing import withdrawal

_TWICE = share("dd-cps-twice")
_DECISIONS = Weighted(
    {
        "charge": count("dd-cps-charged"),
        "no_charge": count("dd-cps-no-charge"),
        "withdrew": count("dd-withdrew-legal"),
    }
)
# 10 + 17 + 7 = 34 of 33 charged: the groups overlap in print, and are taken as shares of their sum.
_CHARGES = Weighted(
    {
        "stalking_2a": share("dd-cps-charge-2a"),
        "stalking_4a": share("dd-cps-charge-4a"),
        "harassment": share("dd-cps-charge-harassment"),
        "breach": share("dd-breach-only-7"),
    }
)
_LOWERED_LATER = 0.25  # of the charges that end lower, those laid as stalking first: assumed
_GUILTY_AT_ONCE, _GUILTY_LATER, _CONVICTED_AT_TRIAL = 0.36, 0.25, 0.29  # together two in three: assumed
_ADJOURNED = Weighted(
    {
        "no_court_time": 22,
        "prosecution_not_ready": 18,
        "defence_not_ready": 16,
        "disclosure": 12,
        "defendant_absent": 12,
        "prosecution_witness_absent": 8,
        "psychiatric_report": 6,
        "victim_unable": 6,
    }
)
_SENTENCES = Weighted(
    {"community_order": 36, "suspended": 26, "imprisonment": 22, "fine": 8, "conditional_discharge": 8}
)
_RESTRAINED = 0.27  # of the convicted; so that 6 of 376 reports have a restraining order
_ROSH = Weighted({"medium": share("dd-ps-rosh-medium"), "high": 0.28, "very_high": 0.018, "low": 0.003})
_OGRS_LOW, _OVP_LOW = share("dd-ps-ogrs-low"), share("dd-ps-ovp-low")
COURTS = {
    "northmoor": ("Northmoor Magistrates' Court", "Northmoor Crown Court"),
    "eastvale": ("Eastvale Magistrates' Court", "Eastvale Crown Court"),
}


def prosecuting(file: CaseFile) -> None:
    """From the file going to the CPS to the end of the case."""
    report, draw = file.report, file.draw
    if file.suspect is None:
        return
    file.prosecution = f"prosecution:{file.name('c')}"
    last = report.ending.end(report.made)
    number = 1
    if draw.chance(_TWICE):
        first = report.made + max((last - report.made) // 2, 60)
        _submit(file, first, number)
        reasons = [draw.one_of(("more_evidence", "digital_evidence", "statement", "incident_schedule", "impact"))]
        plan = [{"what": "Supply what is missing and send the file again.", "due": clock.day_text(last)}]
        file.add(
            "prosecution.returned",
            first + min(draw.between(1, 10) * DAY, (last - first) // 2),
            {"number": 1, "reasons": reasons, "action_plan": plan},
            agency="cps",
        )
        number = 2
    _submit(file, last, number)
    _decided(file, last + draw.between(1, 16) * DAY, draw.pick(_DECISIONS))


def police_charge(file: CaseFile, at: int) -> None:
    """A charge laid by police, without the CPS."""
    file.prosecution = f"prosecution:{file.name('c')}"
    final = file.report.classes.final
    offence = STALKING_2A if final == STALKING_2A and file.draw.chance(0.4) else "breach_nmo"
    file.add("charge.laid", at, {"offence": offence, "charge": "c1", "by": "police", "how": "charge"})
    _breached(file, offence)
    _charged_outcome(file, at + 30, offence, "police")
    _court(file, at, offence)


def _submit(file: CaseFile, at: int, number: int) -> None:
    draw, x = file.draw, file.report.features
    body: Body = {
        "number": number,
        "charges": [{"charge": "c1", "offence": file.report.classes.final}],
        "test": "threshold" if x.remanded else "full_code",
        "all_incidents": draw.one_of(("yes", "no")),
        "impact_statement": "yes" if x.statement else "no",
    }
    file.add("prosecution.submitted", at, body)


def _decided(file: CaseFile, at: int, decision: str) -> None:
    draw = file.draw
    if decision == "withdrew":
        file.add("victim.withdrew", at, withdrawal(file, "with_cps", ["court_fear"]))
        shut: Body = {"outcome": "16", "decided_by": "cps", "reasons": ["victim_does_not_support"]}
        file.add("investigation.closed", at + draw.between(1, 20) * DAY, shut)
        return
    if decision == "no_charge":
        how = "no_charge_evidential" if draw.chance(0.9) else "no_charge_public_interest"
        file.add("prosecution.decided", at, {"decision": how, "test": "full_code", "decided_by": "cps"}, agency="cps")
        reason = "cps_evidential" if how == "no_charge_evidential" else "cps_public_interest"
        outcome = "15" if how == "no_charge_evidential" else "9"
        shut = {"outcome": outcome, "decided_by": "cps", "reasons": [reason]}
        file.add("investigation.closed", at + draw.between(60, 6 * DAY), shut)
        return
    _charge(file, at)


def _charge(file: CaseFile, at: int) -> None:
    """The charge: stalking in 10 of 34, harassment in 17, breach of an order in 7."""
    draw, proposed = file.draw, file.report.classes.final
    offence = _offence(file, draw.pick(_CHARGES))
    later = proposed in IS_STALKING and offence not in IS_STALKING and draw.chance(_LOWERED_LATER)
    first = proposed if later else offence
    decision = "charge" if first == proposed else "charge_other_offence"
    charges = [{"charge": "c1", "offence": first}]
    advised: Body = {"decision": decision, "test": "full_code", "charges": charges, "decided_by": "cps"}
    file.add("prosecution.decided", at, advised, agency="cps")
    met = file.report.features.arrested or file.report.features.interviewed
    how = "charge" if met else "postal_requisition"
    laid = at + draw.between(20, 2 * DAY)
    file.add("charge.laid", laid, {"offence": first, "charge": "c1", "by": "cps", "how": how}, agency="cps")
    if draw.chance(0.75):
        told: Body = {"about": ["charge"], "channel": "phone", "started_by": "agency"}
        file.add("contact.made", laid + draw.between(60, 3 * DAY), told)
    if later:
        changed: Body = {
            "from_offence": first,
            "to_offence": offence,
            "charge": "c1",
            "reason": draw.one_of(
                ("fear_or_distress_not_evidenced", "course_of_conduct_not_evidenced", "simpler_to_prove")
            ),
            "victim_consulted": draw.one_of(("yes", "no")),
        }
        file.add("charge.changed", laid + draw.between(5, 20) * DAY, changed, agency="cps")
    _breached(file, offence)
    _charged_outcome(file, laid + 60, offence, "cps")
    _court(file, laid, offence)


def _offence(file: CaseFile, kind: str) -> str:
    final = file.report.classes.final
    if kind == "stalking_2a":
        return STALKING_2A
    if kind == "stalking_4a":
        return final if final in IS_STALKING - {STALKING_2A} else STALKING_4A_DISTRESS
    if kind == "harassment":
        return HARASSMENT_2 if file.draw.chance(0.8) else HARASSMENT_4
    return "breach_nmo" if file.report.features.domestic else "breach_bail"


def _breached(file: CaseFile, offence: str) -> None:
    """The breach that a charge of breach rests on; the order itself is older than the report."""
    if offence == "breach_nmo":
        about = (("order", f"order:{file.name('o', 3)}"),)
        body: Body = {"type": "non_molestation", "found_by": "victim", "stalking_considered": "no"}
        file.add("order.breached", file.report.made + 20, body, extra=about)


def _charged_outcome(file: CaseFile, at: int, offence: str, decider: str) -> None:
    outcome = "1" if offence == file.report.classes.final else "1A"
    file.add("investigation.closed", at, {"outcome": outcome, "decided_by": decider})


def _court(file: CaseFile, charged: int, offence: str) -> None:
    """Hearings from the first to the last, with what each decided."""
    draw = file.draw
    magistrates, crown = COURTS[file.force]
    first = charged + (draw.between(1, 2) if file.report.features.remanded else draw.between(20, 45)) * DAY
    first = _at_ten(first)
    _hearing(file, charged + 60, first, "first", magistrates, "magistrates")
    chance = draw.random()
    if chance < _GUILTY_AT_ONCE:
        file.add("plea.entered", first, {"plea": "guilty", "offence": offence, "charge": "c1"}, agency="hmcts")
        _held(file, first, "first", magistrates, "magistrates", ["plea_entered"])
        _convicted(file, first, offence, magistrates, "magistrates")
        return
    either_way = offence not in (STALKING_2A, HARASSMENT_2, "breach_bail")
    court, kind = (crown, "crown") if either_way and draw.chance(0.6) else (magistrates, "magistrates")
    file.add("plea.entered", first, {"plea": "not_guilty", "offence": offence, "charge": "c1"}, agency="hmcts")
    sent = ["sent_to_crown_court"] if kind == "crown" else ["plea_entered"]
    _held(file, first, "first", magistrates, "magistrates", sent)
    _trial(file, first, offence, court, kind, chance)


def _trial(file: CaseFile, first: int, offence: str, court: str, kind: str, chance: float) -> None:
    draw = file.draw
    day = _at_ten(first + draw.between(60, 200 if kind == "magistrates" else 330) * DAY)
    _hearing(file, first + 60, day, "trial", court, kind)
    if draw.chance(0.35):
        measures: Body = {"measures": draw.one_of((["screens"], ["live_link"])), "step": "granted"}
        file.add("measures.granted", first + draw.between(10, 50) * DAY, measures, agency="hmcts")
    for _ in range(draw.one_of((0, 0, 1, 1, 2, 3))):
        day = _adjourned(file, day, court, kind)
    if chance < _GUILTY_AT_ONCE + _GUILTY_LATER * (1 - _GUILTY_AT_ONCE):
        file.add("plea.entered", day, {"plea": "guilty", "offence": offence, "charge": "c1"}, agency="hmcts")
        _held(file, day, "trial", court, kind, ["cracked"])
        _convicted(file, day, offence, court, kind)
        return
    _held(file, day, "trial", court, kind, ["effective", "verdict_returned"])
    if draw.chance(_CONVICTED_AT_TRIAL):
        _convicted(file, day, offence, court, kind)
        return
    verdict = draw.one_of(("not_guilty", "not_guilty", "no_evidence_offered", "discontinued"))
    file.add("verdict.returned", day + 300, {"verdict": verdict, "offence": offence, "charge": "c1"}, agency="hmcts")


def _adjourned(file: CaseFile, day: int, court: str, kind: str) -> int:
    draw = file.draw
    until = _at_ten(day + draw.between(14, 120) * DAY)
    body: Body = {
        "date": clock.day_text(day),
        "court": court,
        "court_type": kind,
        "purpose": "trial",
        "reason": draw.pick(_ADJOURNED),
        "until": clock.day_text(until),
    }
    if draw.chance(0.6):
        body["victim_told_on"] = clock.day_text(day + draw.between(0, 5) * DAY)
    file.add("hearing.adjourned", day, body, agency="hmcts")
    return until


def _convicted(file: CaseFile, day: int, offence: str, court: str, kind: str) -> None:
    """Verdict, sentence, order and probation."""
    draw = file.draw
    verdict: Body = {"verdict": "guilty", "offence": offence, "charge": "c1"}
    file.add("verdict.returned", day + 300, verdict, agency="hmcts")
    when = day + 330
    if draw.chance(0.6):
        when = _at_ten(day + draw.between(21, 42) * DAY)
        _hearing(file, day + 360, when, "sentence", court, kind)
        _held(file, when, "sentence", court, kind, ["sentence_passed"])
        when += 60
    _sentence(file, when, offence, court, kind)


def _sentence(file: CaseFile, at: int, offence: str, court: str, kind: str) -> None:
    draw = file.draw
    type_ = draw.pick(_SENTENCES)
    part: Body = {"type": type_}
    if type_ in ("imprisonment", "suspended"):
        part["days"] = draw.between(42, 180 if offence in (STALKING_2A, HARASSMENT_2) else 900)
    if type_ == "suspended":
        part["suspended_days"] = draw.one_of((365, 548, 730))
    if type_ == "community_order":
        part |= {
            "days": draw.one_of((365, 548, 730)),
            "requirements": draw.one_of((["rehabilitation_activity"], ["programme"], ["unpaid_work"])),
        }
    if type_ == "fine":
        part["pounds"] = draw.one_of((120, 200, 350, 500))
    restrained = draw.chance(_RESTRAINED)
    parts = [part, {"type": "restraining_order_conviction"}] if restrained else [part]
    body: Body = {"components": parts, "offence": offence, "charge": "c1", "order_made": "yes" if restrained else "no"}
    file.add("sentence.passed", at, body, agency="hmcts")
    if restrained:
        _restraining(file, at + 10, court, kind)
    if draw.chance(0.04):
        against: Body = {"against": ["sentence"], "court": COURTS[file.force][1]}
        file.add("appeal.lodged", at + draw.between(3, 20) * DAY, against, agency="hmcts")
    if type_ in ("imprisonment", "suspended", "community_order"):
        _probation(file, at, part)


def _restraining(file: CaseFile, at: int, court: str, kind: str) -> None:
    about = (("order", f"order:{file.name('o', 2)}"),)
    body: Body = {
        "type": "restraining_order_conviction",
        "origin": "conviction",
        "court": court,
        "court_type": kind,
        "conditions": [{"kind": "no_direct_contact", "number": "1"}, {"kind": "no_indirect_contact", "number": "2"}],
        "until": clock.day_text(at + file.draw.one_of((730, 1095, 1825)) * DAY),
    }
    file.add("order.granted", at, body, agency="hmcts", extra=about)
    served: Body = {"type": "restraining_order_conviction", "method": "in_court"}
    file.add("order.served", at + 20, served, extra=about)


def _probation(file: CaseFile, at: int, part: Body) -> None:
    draw = file.draw
    custody = part["type"] == "imprisonment"
    start = at + (int(part["days"]) // 2 * DAY if custody else draw.between(1, 7) * DAY)
    body: Body = {
        "rosh": draw.pick(_ROSH),
        "ogrs_band": "low" if draw.chance(_OGRS_LOW) else draw.one_of(("medium", "high")),
        "ovp_band": "low" if draw.chance(_OVP_LOW) else draw.one_of(("medium", "high")),
        "output_version": "OGRS3",
        "licence": "yes" if custody else "no",
        "conditions": [{"kind": "no_direct_contact"}],
    }
    if custody:
        file.add("suspect.released", start, {"how": "prison"}, agency="probation")
    file.add("probation.started", start + 600, body, agency="probation")
    if custody and draw.chance(0.15):
        recalled: Body = {"reason": "Contact with the victim in breach of the licence."}
        file.add("licence.recalled", start + draw.between(10, 90) * DAY, recalled, agency="probation")
        return
    days = int(part.get("suspended_days") or part["days"])
    file.add("probation.ended", start + days * DAY, {"how": "completed"}, agency="probation")


def _hearing(file: CaseFile, at: int, day: int, purpose: str, court: str, kind: str) -> None:
    draw = file.draw
    body: Body = {"date": clock.day_text(day), "court": court, "court_type": kind, "purpose": purpose}
    if draw.chance(0.5):
        body["victim_told_on"] = clock.day_text(at + draw.between(0, 8) * DAY)
    file.add("hearing.listed", at, body, agency="hmcts")


def _held(file: CaseFile, day: int, purpose: str, court: str, kind: str, results: list[str]) -> None:
    body: Body = {
        "date": clock.day_text(day),
        "court": court,
        "court_type": kind,
        "purpose": purpose,
        "results": results,
    }
    file.add("hearing.held", day, body, agency="hmcts")


def _at_ten(minute: int) -> int:
    """Ten in the morning of that day: a court's hour."""
    return minute - minute % DAY + 600
