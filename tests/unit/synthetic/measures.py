"""What each published figure is in a made-up force, read from the acts on file wherever an act shows it.

`base` is the published base: None outside it. `spread` says how far chance alone spreads the share beyond a simple
draw: 1 where each report draws for itself, 4 where it hangs on the people or the matter (a course has 2.5 reports on
average, the square of which averages four times that), as for relationship or age.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from unbroken.synthetic import clock
from unbroken.synthetic.casefile import Act, CaseFile
from unbroken.synthetic.clock import DAY
from unbroken.vocabulary.behaviours import types_of

BY_REPORT, BY_MATTER = 1.0, 4.0


@dataclass(frozen=True)
class Share:
    """A share: who counts, out of whom, and how much of a gap to print is meant, with the reason."""

    is_so: Callable[[CaseFile], bool]
    base: Callable[[CaseFile], bool] = lambda _: True
    spread: float = BY_REPORT
    gap: float = 0.0
    why: str = ""

    def of(self, file: CaseFile) -> bool | None:
        return self.is_so(file) if self.base(file) else None


def acts(file: CaseFile, kind: str) -> list[Act]:
    return [act for act in file.acts if act.kind == kind]


def has(kind: str, **fields: object) -> Callable[[CaseFile], bool]:
    """Whether there is an act of the kind, with these values in its body (or among those of a list)."""

    def look(file: CaseFile) -> bool:
        return any(act.kind == kind and _holds(act, fields) for act in file.acts)

    return look


def _holds(act: Act, fields: dict[str, object]) -> bool:
    for name, value in fields.items():
        held = act.body.get(name)
        if held != value and not (isinstance(held, list) and value in held):
            return False
    return True


def days(file: CaseFile, act: Act) -> int:
    """Calendar days (UK) from the report to an act."""
    return clock.uk(act.start) // DAY - clock.uk(file.report.made) // DAY


def after(file: CaseFile, kind: str) -> int:
    return days(file, acts(file, kind)[0])


def told(file: CaseFile) -> list[Act]:
    """Incidents told when the report was made."""
    return [act for act in acts(file, "incident.recorded") if "further" not in act.body]


def types(file: CaseFile) -> frozenset[str]:
    return types_of({tag for act in told(file) for tag in act.body["behaviours"]}) - {"other"}


def does(name: str) -> Callable[[CaseFile], bool]:
    return lambda file: name in types(file)


def at(place: str) -> Callable[[CaseFile], bool]:
    return lambda file: any(place in act.body["places"] for act in told(file))


def related(*names: str) -> Callable[[CaseFile], bool]:
    return lambda file: file.report.matter.relationship in names


def first_class(*names: str) -> Callable[[CaseFile], bool]:
    return lambda file: acts(file, "report.classified")[0].body["offence"] in names


def lasted(low: int, high: int) -> Callable[[CaseFile], bool]:
    return lambda file: low * DAY <= file.report.made - told(file)[0].start < high * DAY


def closed_by_police(file: CaseFile) -> bool:
    return not withdrew(file) and any(
        act.body["outcome"] in ("10", "12", "15", "18", "21", "22") and "cps" not in act.body["decided_by"]
        for act in acts(file, "investigation.closed")
        if file.report.ending.fate == "closed"
    )


def charge(*names: str) -> Callable[[CaseFile], bool]:
    """Whether the charge in the end is one of these."""

    def look(file: CaseFile) -> bool:
        changed = acts(file, "charge.changed")
        return (changed[0].body["to_offence"] if changed else acts(file, "charge.laid")[0].body["offence"]) in names

    return look


def described(role: str, **fields: object) -> Callable[[CaseFile], bool]:
    """Whether the last description of the victim or suspect holds these values; None means not there."""

    def look(file: CaseFile) -> bool:
        found = [act for act in acts(file, "person.described") if act.body["role_here"] == role]
        return bool(found) and all(found[-1].body.get(name) == value for name, value in fields.items())

    return look


def flagged(role: str, flag: str) -> Callable[[CaseFile], bool]:
    def look(file: CaseFile) -> bool:
        found = [act for act in acts(file, "person.described") if act.body["role_here"] == role]
        return bool(found) and any(held["flag"] == flag for held in found[-1].body.get("flags", ()))

    return look


def aged(role: str, low: int, high: int) -> Callable[[CaseFile], bool]:
    x = "victim_age" if role == "victim" else "suspect_age"
    return lambda file: low <= getattr(file.report.features, x) <= high


def identified(low: int, high: int) -> Callable[[CaseFile], bool]:
    kind = "suspect.identified"
    return lambda file: bool(acts(file, kind)) and low <= after(file, kind) <= high


withdrew = has("victim.withdrew", stage="investigation")
stalking_first = first_class("stalking_2a", "stalking_4a_fear", "stalking_4a_distress")
submitted = has("prosecution.submitted")
charged_by_cps = has("charge.laid", by="cps")
interviewed = has("suspect.interviewed")
domestic = has("report.made", domestic_flag="yes")
partners = related("ex_partner", "current_partner")
stranger = related("stranger")
frightened = has("impact.recorded", effects="fear")
distressed = has("impact.recorded", effects="emotional_distress")
has_order = has("order.granted")


def met(file: CaseFile) -> bool:
    return interviewed(file) or has("suspect.arrested")(file)


def not_(look: Callable[[CaseFile], bool]) -> Callable[[CaseFile], bool]:
    return lambda file: not look(file)


def either(*looks: Callable[[CaseFile], bool]) -> Callable[[CaseFile], bool]:
    return lambda file: any(look(file) for look in looks)


SHARES: dict[str, Share] = {
    "dd-withdrew": Share(withdrew),
    "dd-withdrew-day1": Share(lambda file: after(file, "victim.withdrew") <= 1, withdrew),
    "dd-withdrew-week1": Share(lambda file: after(file, "victim.withdrew") < 7, withdrew),
    "dd-withdrew-no-cjs-outcome": Share(has("victim.withdrew", reasons="no_criminal_justice_outcome"), withdrew),
    "dd-withdrawal-statement-14": Share(has("victim.withdrew", statement_taken="yes"), withdrew),
    "dd-stopped-cooperating": Share(has("victim.disengaged")),
    "dd-nfa": Share(closed_by_police),
    "dd-nfa-1wk": Share(lambda file: after(file, "investigation.closed") < 7, closed_by_police),
    "dd-nfa-4wk-key": Share(lambda file: after(file, "investigation.closed") < 28, closed_by_police),
    "dd-nfa-lack-evidence": Share(has("investigation.closed", reasons="lack_of_evidence"), closed_by_police),
    "dd-nfa-noncoop": Share(has("investigation.closed", reasons="victim_not_cooperating"), closed_by_police),
    "dd-nfa-non-cj": Share(has("investigation.closed", reasons="other_outcome_more_suitable"), closed_by_police),
    "dd-nfa-suspect-unknown": Share(
        has("investigation.closed", reasons="suspect_not_identified"),
        closed_by_police,
        gap=0.045,
        why="the published odds leave fewer of the unidentified for police to close than were printed (29 of 49)",
    ),
    "dd-cps-submitted": Share(submitted),
    "dd-cps-charged": Share(charged_by_cps),
    "dd-cps-no-charge": Share(
        either(
            has("prosecution.decided", decision="no_charge_evidential"),
            has("prosecution.decided", decision="no_charge_public_interest"),
        ),
        submitted,
    ),
    "dd-cps-once": Share(not_(has("prosecution.submitted", number=2)), submitted),
    "dd-cps-charge-stalking": Share(charge("stalking_2a", "stalking_4a_fear", "stalking_4a_distress"), charged_by_cps),
    "dd-cps-charge-harassment": Share(charge("harassment_2", "harassment_4_fear"), charged_by_cps),
    "dd-breach-only-7": Share(charge("breach_nmo", "breach_bail"), charged_by_cps),
    "dd-police-charge": Share(has("charge.laid", by="police")),
    "dd-police-caution": Share(has("investigation.closed", outcome="3")),
    "dd-initial-stalking": Share(stalking_first),
    "dd-not-initially-stalking": Share(not_(stalking_first)),
    "dd-reseriousness": Share(lambda file: len(acts(file, "report.classified")) > 1, stalking_first),
    "dd-initial-harassment-41": Share(first_class("harassment_2", "harassment_4_fear"), not_(stalking_first)),
    "dd-initial-domestic": Share(first_class("domestic_incident"), not_(stalking_first)),
    "dd-mps-4a": Share(lambda file: file.report.classes.final != "stalking_2a"),
    "dd-mps-2a": Share(lambda file: file.report.classes.final == "stalking_2a"),
    "dd-mps-by-phone": Share(has("report.made", channel="phone")),
    "dd-mps-in-person": Share(has("report.made", channel="in_person")),
    "dd-mps-online": Share(has("report.made", channel="online")),
    "dd-victim-reported": Share(has("report.made", reported_by="victim")),
    "dd-da-coded": Share(domestic, spread=BY_MATTER),
    "dd-rel-ex-partner": Share(
        related("ex_partner"),
        spread=BY_MATTER,
        gap=0.015,
        why="the shares printed by the suspect's sex come to 68.6 %, not 7 in 10",
    ),
    "dd-rel-acquaintance": Share(related("acquaintance"), spread=BY_MATTER),
    "dd-rel-stranger": Share(stranger, spread=BY_MATTER),
    "dd-children-together": Share(lambda file: file.report.matter.children, spread=BY_MATTER),
    "dd-beh-phone": Share(does("phone_text")),
    "dd-beh-surveillance": Share(does("surveillance")),
    "dd-beh-face-to-face": Share(does("face_to_face")),
    "dd-beh-online": Share(does("online_contact")),
    "dd-beh-two-or-more": Share(lambda file: len(types(file)) >= 2),
    "dd-beh-third-party-ex": Share(does("third_party"), partners),
    "dd-beh-self-harm-ex": Share(does("threats_self_harm"), partners),
    "dd-beh-surveillance-stranger": Share(does("surveillance"), stranger),
    "dd-beh-lovebombing-stranger": Share(does("gifts_love_bombing"), stranger),
    "dd-loc-none": Share(
        lambda file: not any({"home", "work_school", "public"} & set(act.body["places"]) for act in told(file))
    ),
    "dd-loc-home": Share(at("home")),
    "dd-loc-work-school": Share(at("work_school")),
    "dd-loc-public": Share(at("public")),
    "dd-dur-3m": Share(lasted(0, 92)),
    "dd-dur-1y": Share(lasted(366, 10_000)),
    "dd-escalation": Share(either(has("escalation.noted", by="victim"), has("escalation.noted", escalating="yes"))),
    "dd-escalation-victim-only": Share(has("escalation.noted", by="police", escalating="no"), has("escalation.noted")),
    "dd-continued-pct": Share(has("incident.recorded", further="yes")),
    "dd-linked": Share(has("report.linked"), spread=BY_MATTER),
    "dd-prev-victim-stalking": Share(flagged("victim", "repeat_victim"), spread=BY_MATTER),
    "dd-victim-mh": Share(flagged("victim", "mental_health"), spread=BY_MATTER),
    "dd-victim-vulnerable": Share(flagged("victim", "vulnerable"), spread=BY_MATTER),
    "dd-victim-prev-alleg": Share(lambda file: file.report.features.victim_allegations, spread=BY_MATTER),
    "dd-suspect-prev-conv": Share(lambda file: file.report.features.suspect_convicted, spread=BY_MATTER),
    "dd-suspect-mh": Share(flagged("suspect", "mental_health"), spread=BY_MATTER),
    "dd-suspect-substance": Share(flagged("suspect", "drug_misuse"), spread=BY_MATTER),
    "dd-no-distress": Share(not_(either(frightened, distressed))),
    "dd-emotional-distress": Share(distressed),
    "dd-frightened": Share(frightened),
    "dd-distress-da": Share(either(frightened, distressed), domestic),
    "dd-distress-nonda": Share(either(frightened, distressed), not_(domestic)),
    "dd-victims-female": Share(lambda file: file.report.victim.sex == "female", spread=BY_MATTER),
    "dd-vic-25-34": Share(aged("victim", 25, 34), spread=BY_MATTER),
    "dd-vic-25-44": Share(aged("victim", 25, 44), spread=BY_MATTER),
    "dd-vic-eth-missing": Share(
        lambda file: (file.victim.ethnicity_self or "not_asked") in ("declined", "not_asked"),
    ),
    "dd-sus-female-slide": Share(lambda file: file.report.suspect.sex == "female", spread=BY_MATTER),
    "dd-t7-coded-age-25-34": Share(aged("suspect", 25, 34), spread=BY_MATTER),
    "dd-t7-coded-age-35-44": Share(aged("suspect", 35, 44), spread=BY_MATTER),
    "dd-t7-coded-age-45-54": Share(aged("suspect", 45, 54), spread=BY_MATTER),
    "dd-t7-coded-eth-missing": Share(
        lambda file: file.suspect is None or file.suspect.ethnicity_officer in (None, "unknown"),
        gap=0.05,
        why="44 % of those described; suspects nobody saw have none at all",
    ),
    "dd-suspect-not-id": Share(lambda file: not file.report.features.known),
    "dd-time-to-id-0-1d": Share(identified(0, 1)),
    "dd-time-to-id-2-7d": Share(identified(2, 7)),
    "dd-time-to-id-1-2w": Share(identified(8, 14)),
    "dd-arrest-or-interview": Share(met),
    "dd-arrested": Share(has("suspect.arrested")),
    "dd-interviewed": Share(interviewed),
    "dd-int-no-comment": Share(has("suspect.interviewed", accounts="no_comment"), interviewed),
    "dd-int-denied": Share(
        either(has("suspect.interviewed", accounts="denied"), has("suspect.interviewed", accounts="minimised")),
        interviewed,
    ),
    "dd-int-counter": Share(has("suspect.interviewed", accounts="counter_allegation"), interviewed),
    "dd-bailed": Share(has("suspect.bailed"), met),
    "dd-remanded": Share(has("suspect.remanded"), met),
    "dd-suspect-tech": Share(has("evidence.obtained", type="suspect_device")),
    "dd-victim-tech": Share(has("evidence.obtained", type="victim_device")),
    "dd-witness": Share(has("evidence.obtained", type="witness_statement")),
    "dd-third-party-evidence": Share(
        either(*(has("evidence.obtained", type=kind) for kind in ("cctv", "doorbell", "third_party")))
    ),
    "dd-victim-ev-not-provided": Share(has("evidence.refused")),
    "dd-delay-evidence": Share(has("delay.recorded", cause="evidence")),
    "dd-delay-police": Share(has("delay.recorded", cause="police_work")),
    "dd-delay-covid": Share(
        has("delay.recorded", cause="covid"),
        lambda file: clock.stored(file.report.made)[:7] >= "2020-07" and clock.stored(file.report.made)[:7] < "2021-07",
    ),
    "dd-spoc-input": Share(lambda file: any("stalking_lead" in act.body for act in acts(file, "report.allocated"))),
    "dd-stac-input": Share(has("triage.reviewed")),
    "dd-sdash": Share(has("risk.assessed", instrument="s_dash")),
    "dd-vps": Share(has("impact.recorded", statement="taken")),
    "dd-support-offered": Share(has("support.offered")),
    "dd-support-declined": Share(has("support.declined")),
    "dd-special-schemes": Share(has("scheme.placed")),
    "dd-rehoused-victim": Share(has("victim.rehoused")),
    "dd-victim-dissatisfied": Share(has("feedback.given")),
    "dd-marac-referral": Share(has("referral.made", to="marac")),
    "dd-stac-advocacy": Share(has("referral.made", to="advocacy")),
    "dd-stac-nhs": Share(has("referral.made", to="nhs")),
    "dd-typology-rejected": Share(has("triage.reviewed", typology="rejected"), has("triage.reviewed")),
    "dd-order-nmo": Share(has("order.granted", type="non_molestation")),
    "dd-order-spo": Share(has("order.granted", type="spo")),
    "dd-order-ro": Share(has("order.granted", type="restraining_order_conviction")),
    "dd-orders-any": Share(has_order),
    "dd-ps-rosh-medium": Share(has("probation.started", rosh="medium"), has("probation.started")),
    "dd-ps-ogrs-low": Share(has("probation.started", ogrs_band="low"), has("probation.started")),
}


def _device(kind: str) -> Callable[[CaseFile], float | None]:
    def look(file: CaseFile) -> float | None:
        found = [act for act in acts(file, "evidence.obtained") if act.body["type"] == kind]
        return (found[0].start - file.report.made) / DAY if found else None

    return look


def _types_in(is_4a: bool) -> Callable[[CaseFile], float | None]:
    return lambda file: float(len(types(file))) if file.report.features.is_4a is is_4a else None


def _last_submission(file: CaseFile) -> float | None:
    found = acts(file, "prosecution.submitted")
    return (found[-1].start - file.report.made) / DAY if found else None


MEANS: dict[str, Callable[[CaseFile], float | None]] = {
    "dd-beh-mean-2a": _types_in(is_4a=False),
    "dd-beh-mean-4a": _types_in(is_4a=True),
    "dd-victim-tech-days": _device("victim_device"),
    "dd-suspect-tech-days": _device("suspect_device"),
    "dd-cps-days": _last_submission,
}
