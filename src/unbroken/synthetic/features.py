"""What stands in a report besides the conduct: what was known, recorded and done, at the published shares.

These are the variables of the published regressions and the counts around them. Each is drawn by itself unless print
says otherwise, so that an analysis of the made-up force finds the published odds and nothing that was not put in.
"""

from __future__ import annotations

from dataclasses import dataclass

from unbroken.synthetic.courses import DOMESTIC, EARLIER_REPORT, STALKING, Matter, Plan
from unbroken.synthetic.people import Person
from unbroken.synthetic.rates import share
from unbroken.synthetic.streams import Stream, Weighted

NEVER, AT_ONCE, LATER, UNDATED = "never", "at_once", "later", "undated"


@dataclass(frozen=True, slots=True)
class Features:
    """The facts of one report on which its handling and its fate depend."""

    victim_age: int
    suspect_age: int
    suspect_male: bool
    domestic: bool
    stranger: bool
    is_4a: bool
    one_incident: bool
    identified: str
    linked: bool
    previous_victim: bool
    previous_same_suspect: bool
    suspect_alleged_before: bool
    victim_allegations: bool
    suspect_convicted: bool
    vulnerable_or_mental_health: bool
    frightened: bool
    distressed: bool
    arrested: bool
    interviewed: bool
    accounts: tuple[str, ...]
    bailed: bool
    remanded: bool
    technology_referenced: bool
    victim_technology: bool
    victim_technology_not_given: bool
    suspect_technology: bool
    third_party_evidence: bool
    witness: bool
    schemes: bool
    support_offered: bool
    support_declined: bool
    escalation: tuple[str, ...]
    continued: bool
    risk_assessed: bool
    spoc: bool
    specialist_input: bool
    statement: bool

    @property
    def known(self) -> bool:
        """Whether the suspect is identified in the end."""
        return self.identified != NEVER

    @property
    def slow(self) -> bool:
        """Whether something takes days or weeks (devices, a suspect found late), so that the report cannot end soon."""
        return self.victim_technology or self.suspect_technology or self.identified == LATER


_LINK = share("dd-linked") / EARLIER_REPORT
_SAME_SUSPECT = share("dd-prev-victim-stalking") * share("dd-prev-victim-same-suspect")
_OTHER_SUSPECT = share("dd-prev-victim-stalking") - _SAME_SUSPECT
_KNOWN = 1 - share("dd-suspect-not-id")
# Not identified at all: by kind of case, so that strangers and conduct at a distance make up most of the printed 13 %.
_NEVER = {"stranger": 0.55, "remote": 0.185, "met": 0.052}
_LATE = {"stranger": 0.15, "remote": 0.20, "met": 0.045}
_UNDATED = 0.05 / _KNOWN  # what the printed bands and the unidentified leave over
_TRACED = share("dd-arrest-or-interview") / _KNOWN
_BOTH = (share("dd-arrested") + share("dd-interviewed") - share("dd-arrest-or-interview")) / share(
    "dd-arrest-or-interview"
)
_ARRESTED_ONLY = share("dd-arrested") / share("dd-arrest-or-interview") - _BOTH
_ACCOUNTS = Weighted({"no_comment": 24, "denied": 48, "minimised": 24, "admitted": 1})
_COUNTER = share("dd-int-counter") / share("dd-int-denied")
_TECHNOLOGY_KNOWN = (
    share("dd-victim-tech") + share("dd-suspect-tech") - share("dd-victim-tech") * share("dd-suspect-tech")
)
_FRIGHTENED = {True: share("dd-distress-da"), False: share("dd-distress-nonda")}
_ANY = 1 - share("dd-no-distress")
_FEAR_OF_ANY = share("dd-frightened") / _ANY
_BOTH_OF_FEAR = (share("dd-emotional-distress") + share("dd-frightened") - _ANY) / share("dd-frightened")
_ESCALATION = Weighted(
    {
        ("victim",): share("dd-escalation-victim-only"),
        ("police",): 0.18,
        ("victim", "police"): 1 - 0.18 - share("dd-escalation-victim-only"),
    }
)
_DECLINED = share("dd-support-declined") / share("dd-support-offered")
_4A_YOUNG = share("dd-vic-u18-4a")
_4A = share("dd-mps-4a") / (share("dd-mps-2a") + share("dd-mps-4a"))


def serious(draw: Stream, victim_age: int) -> bool:
    """Whether the case is one of section 4A rather than 2A: 26 %, 39 % for victims under 18."""
    return draw.chance(_4A_YOUNG if victim_age < 18 else _4A)


def features(
    draw: Stream, matter: Matter, plan: Plan, *, victim: Person, suspect: Person, is_4a: bool, remote: bool
) -> Features:
    """The facts of one report."""
    stranger = matter.relationship == "stranger"
    victim_age, suspect_age = victim.age(plan.made), suspect.age(plan.made)
    domestic = matter.domestic and victim_age >= 16 and suspect_age >= 16
    identified = AT_ONCE if plan.counter or matter.kind == DOMESTIC else _identified(draw, stranger, remote, matter)
    known = identified != NEVER
    traced = known and draw.chance(_TRACED)
    chance = draw.random()
    both = traced and chance < _BOTH
    arrested = both or (traced and chance < _BOTH + _ARRESTED_ONLY)
    interviewed = both or (traced and not arrested)
    linked = plan.nth > 0 and not plan.counter and draw.chance(_LINK)
    same = linked and draw.chance(_SAME_SUSPECT / share("dd-linked"))
    other = not same and draw.chance(_OTHER_SUSPECT)
    any_fear = draw.chance(_FRIGHTENED[domestic])
    frightened = any_fear and draw.chance(_FEAR_OF_ANY)
    given = draw.chance(share("dd-victim-tech"))
    seized = traced and draw.chance(share("dd-suspect-tech") / share("dd-arrest-or-interview"))
    support = draw.chance(share("dd-support-offered"))
    bail = draw.random() if traced else 1.0
    return Features(
        victim_age=victim_age,
        suspect_age=suspect_age,
        suspect_male=suspect.sex == "male",
        domestic=domestic,
        stranger=stranger,
        is_4a=is_4a,
        one_incident=plan.one_incident,
        identified=identified,
        linked=linked,
        previous_victim=same or other,
        previous_same_suspect=same,
        suspect_alleged_before=known and (same or suspect.alleged),
        victim_allegations=victim.alleged,
        suspect_convicted=known and suspect.convicted,
        vulnerable_or_mental_health=victim.vulnerable or victim.mental_health,
        frightened=frightened,
        distressed=any_fear and (not frightened or draw.chance(_BOTH_OF_FEAR)),
        arrested=arrested,
        interviewed=interviewed,
        accounts=_accounts(draw) if interviewed else (),
        bailed=bail < share("dd-bailed"),
        remanded=share("dd-bailed") <= bail < share("dd-bailed") + share("dd-remanded"),
        technology_referenced=given or seized or draw.chance(_referenced()),
        victim_technology=given,
        victim_technology_not_given=not given
        and draw.chance(share("dd-victim-ev-not-provided") / (1 - share("dd-victim-tech"))),
        suspect_technology=seized,
        third_party_evidence=draw.chance(share("dd-third-party-evidence")),
        witness=draw.chance(share("dd-witness")),
        schemes=draw.chance(share("dd-special-schemes")),
        support_offered=support,
        support_declined=support and draw.chance(_DECLINED),
        escalation=draw.pick(_ESCALATION) if draw.chance(share("dd-escalation")) else (),
        continued=draw.chance(share("dd-continued-pct")),
        risk_assessed=draw.chance(share("dd-sdash")),
        spoc=draw.chance(share("dd-spoc-input")),
        specialist_input=matter.kind == STALKING and not plan.counter and draw.chance(share("dd-stac-input")),
        statement=draw.chance(share("dd-vps")),
    )


def _identified(draw: Stream, stranger: bool, remote: bool, matter: Matter) -> str:
    """Whether and when the suspect is identified; partners most often named at once."""
    case = "stranger" if stranger or matter.relationship == "unknown" else "remote" if remote else "met"
    if draw.chance(_NEVER[case]):
        return NEVER
    if draw.chance(_LATE[case]):
        return LATER
    return UNDATED if draw.chance(_UNDATED) else AT_ONCE


def _accounts(draw: Stream) -> tuple[str, ...]:
    said: str = draw.pick(_ACCOUNTS)
    if said in ("denied", "minimised") and draw.chance(_COUNTER):
        return said, "counter_allegation"
    return (said,)


def _referenced() -> float:
    return (share("dd-tech-referenced") - _TECHNOLOGY_KNOWN) / (1 - _TECHNOLOGY_KNOWN)
