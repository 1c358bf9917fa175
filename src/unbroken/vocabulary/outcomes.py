"""How a recorded crime is closed, and why: Home Office outcomes, reasons for no further action and for withdrawal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from unbroken.vocabulary.codes import Code, CodeList


def _outcome(code: str, label: str, group: str, since: date | None = None, note: str = "") -> Code:
    return Code(code, label, {"ho_outcome": code}, valid_from=since, group=group, note=note)


_CHARGED = "charged"
_FORMAL = "out_of_court_formal"
_INFORMAL = "out_of_court_informal"
_PREVENTED = "prosecution_prevented"
_NO_VICTIM = "evidential_victim_does_not_support"
_VICTIM = "evidential_victim_supports"

OUTCOMES = CodeList(
    name="outcomes",
    title="Outcomes of a recorded crime",
    source="Home Office crime outcomes framework, with the published outcome groups",
    codes=(
        _outcome("0", "Not yet assigned an outcome", "not_yet_assigned", note="Left out of shares."),
        _outcome("1", "Charged or summonsed", _CHARGED),
        _outcome("1A", "Charged or summonsed for an alternative offence", _CHARGED),
        _outcome("2", "Youth caution or youth conditional caution", _FORMAL),
        _outcome("2A", "Youth caution for an alternative offence", _FORMAL),
        _outcome("3", "Adult caution or conditional caution", _FORMAL),
        _outcome("3A", "Adult caution for an alternative offence", _FORMAL),
        _outcome("4", "Taken into consideration", "taken_into_consideration"),
        _outcome("5", "Offender has died", _PREVENTED, note="Meaning not confirmed."),
        _outcome("6", "Penalty notice for disorder", _FORMAL),
        _outcome("7", "Cannabis or khat warning", _INFORMAL, note="Not met in stalking."),
        _outcome("8", "Community resolution", _INFORMAL),
        _outcome("9", "Prosecution not in the public interest (CPS decision)", _PREVENTED),
        _outcome("10", "Formal action not in the public interest (police decision)", _PREVENTED),
        _outcome("11", "Suspect below the age of criminal responsibility", _PREVENTED),
        _outcome("12", "Suspect too ill to prosecute", _PREVENTED, note="Hospital route."),
        _outcome("13", "Victim or key witness dead or too ill", _PREVENTED),
        _outcome("14", "No suspect identified; victim does not support action", _NO_VICTIM),
        _outcome(
            "15",
            "Suspect identified; victim supports action; evidential difficulties",
            _VICTIM,
            note="Who decided, police or CPS, is recorded beside it; after a CPS decision the stage is A6n.",
        ),
        _outcome(
            "16",
            "Suspect identified; victim does not or no longer supports action; evidential difficulties",
            _NO_VICTIM,
        ),
        _outcome("17", "Prosecution time limit expired", _PREVENTED, note="A failure of process."),
        _outcome("18", "Investigation complete; no suspect identified", "no_suspect_identified"),
        _outcome("19", "Passed to the national fraud bureau", "fraud", note="Not met in stalking."),
        _outcome("20", "Responsibility passed to another body", "transferred"),
        _outcome("21", "Further investigation not in the public interest", "not_public_interest"),
        _outcome(
            "22",
            "Diversion, education or intervention; no further action in the public interest",
            "diversion",
            since=date(2019, 4, 1),
            note="An admission of guilt is not required.",
        ),
    ),
)


Ender = Literal["nobody", "prosecution", "police", "cps", "victim", "neither", "police_or_cps", "police_or_health"]

# Outcome -> who ended the case, and the stage of attrition at which it left.
_ENDINGS: Final[Mapping[str, tuple[Ender, str]]] = MappingProxyType(
    {
        "0": ("nobody", "A3"),
        "1": ("prosecution", "A6"),
        "1A": ("prosecution", "A6"),
        "2": ("police", "A4c"),
        "2A": ("police", "A4c"),
        "3": ("police", "A4c"),
        "3A": ("police", "A4c"),
        "4": ("neither", "other"),
        "5": ("neither", "other"),
        "6": ("police", "A4c"),
        "7": ("police", "A4c"),
        "8": ("police", "A4c"),
        "9": ("cps", "A6n"),
        "10": ("police", "A4b"),
        "11": ("police", "A4b"),
        "12": ("police_or_health", "A4d"),
        "13": ("police", "A4b"),
        "14": ("victim", "A4a"),
        "15": ("police_or_cps", "A4b"),
        "16": ("victim", "A4a"),
        "17": ("police", "A4b"),
        "18": ("police", "A4b"),
        "19": ("neither", "other"),
        "20": ("neither", "other"),
        "21": ("police", "A4b"),
        "22": ("police", "A4c"),
    }
)


def ended_by(code: str) -> Ender:
    """Who ended the case under this outcome; KeyError when there is no such outcome.

    `police_or_cps` (outcome 15) and `police_or_health` (12) say that the outcome alone does not tell: the decider
    is a fact of its own.
    """
    return _ENDINGS[code][0]


def stage_of(code: str) -> str:
    """The stage of attrition at which a case with this outcome leaves (A3, A4a to A4d, A6, A6n, other)."""
    return _ENDINGS[code][1]


def is_charge_for_other_offence(code: str) -> bool:
    """Whether the charge was for another offence than the one recorded: a downgrade or an upgrade to look into."""
    return code == "1A"


DECIDERS = CodeList(
    name="deciders",
    title="Who decided to close",
    source="Home Office crime outcomes framework: outcome 15 does not say whether police or CPS decided",
    codes=(
        Code("police", "Police"),
        Code("cps", "Crown Prosecution Service"),
        Code("court", "Court"),
        Code("health", "Health service"),
        Code("unknown", "Not known"),
    ),
)

CLOSURE_REASONS = CodeList(
    name="closure_reasons",
    title="Reasons for no further action",
    source="MOPAC Stalking Deep Dive, reasons police gave for no further action; several may be given",
    codes=(
        Code("lack_of_evidence", "Lack of evidence", group="evidence"),
        Code("word_against_word", "One person's word against another's", group="evidence"),
        Code("digital_evidence_not_obtained", "Digital evidence not obtained", group="evidence"),
        Code("witness_not_traced", "Witness not traced or would not give a statement", group="evidence"),
        Code("evidence_lost", "Evidence lost or overwritten", group="evidence"),
        Code("victim_not_reached", "Victim could not be reached or did not answer", group="victim"),
        Code(
            "victim_not_cooperating",
            "Victim not cooperating",
            group="victim",
            note="As police systems word it, for records taken over. It blames the victim and does not say what "
            "happened, so no form offers it: say that the victim could not be reached, or does not support it.",
        ),
        Code("victim_does_not_support", "Victim does not support prosecution", group="victim"),
        Code("victim_reliability_doubted", "Doubt about the victim's reliability", group="victim"),
        Code("suspect_not_identified", "No suspect identified", group="suspect"),
        Code("suspect_not_located", "Suspect identified but not found", group="suspect"),
        Code("suspect_in_hospital", "Suspect in hospital or too ill", group="suspect"),
        Code("suspect_abroad", "Suspect outside the jurisdiction", group="suspect"),
        Code("suspect_died", "Suspect died", group="suspect"),
        Code("suspect_under_age", "Suspect below the age of criminal responsibility", group="suspect"),
        Code(
            "other_outcome_more_suitable", "Outcome outside the criminal justice system more suitable", group="interest"
        ),
        Code("suspect_warned", "Suspect warned or given advice", group="interest"),
        Code("civil_order_in_place", "Civil or family order in place", group="interest"),
        Code("not_in_public_interest", "Not in the public interest", group="interest"),
        Code("dealt_with_elsewhere", "Dealt with under another crime report", group="process"),
        Code("transferred", "Passed to another force or body", group="process"),
        Code("time_limit_expired", "Time limit for prosecution expired", group="process"),
        Code("no_crime", "Not thought to be a crime", group="not_crime"),
        Code("no_stalking", "Not thought to be stalking", group="not_crime"),
        Code("no_course_of_conduct", "No course of conduct found", group="not_crime"),
        Code("cps_evidential", "CPS decided no charge: evidence", group="cps"),
        Code("cps_public_interest", "CPS decided no charge: public interest", group="cps"),
        Code("other", "Other reason"),
        Code("unknown", "Reason not recorded"),
    ),
)

WITHDRAWAL_REASONS = CodeList(
    name="withdrawal_reasons",
    title="Reasons for a victim's withdrawal",
    source="MOPAC Stalking Deep Dive, reasons recorded at withdrawal; several may be given",
    codes=(
        Code("wants_it_to_stop", "Wants the behaviour to stop, nothing more", group="aim"),
        Code("wants_safety_only", "Wants safety only", group="aim"),
        Code("wants_on_record_only", "Wants it on record only", group="aim"),
        Code("no_criminal_justice_outcome", "Does not want a criminal justice outcome", group="aim"),
        Code("behaviour_stopped", "Behaviour has stopped", group="aim"),
        Code("fear_of_reprisal", "Fear of reprisal", group="suspect"),
        Code("pressure_from_suspect", "Pressure from the suspect", group="suspect"),
        Code("pressure_from_others", "Pressure from family or others", group="suspect"),
        Code("reconciled", "Reconciled with the suspect", group="suspect"),
        Code("suspect_needs_help", "Wants help for the suspect instead", group="suspect"),
        Code("children_or_contact", "Children or child contact", group="life"),
        Code("moved", "Moved away", group="life"),
        Code("work_or_money", "Work, money or housing", group="life"),
        Code("immigration_worry", "Worry about immigration status", group="life"),
        Code("mental_toll", "Mental toll", group="life"),
        Code("told_not_a_crime", "Was told it was not a crime", group="response"),
        Code("time_without_phone", "Time without their phone", group="response"),
        Code("delay", "Delay", group="response"),
        Code("lack_of_updates", "Lack of updates", group="response"),
        Code("distrust", "Distrust of police or courts", group="response"),
        Code("not_believed", "Felt not believed or blamed", group="response"),
        Code("change_of_officer", "Change of officer", group="response"),
        Code("court_fear", "Fear of court", group="response"),
        Code("other", "Other reason"),
        Code("not_given", "Gave no reason", group="missing"),
        Code("not_asked", "Was not asked", group="missing"),
        Code("unknown", "Reason not recorded", group="missing"),
    ),
)
