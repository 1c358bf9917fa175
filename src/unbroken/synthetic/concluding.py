"""How a report leaves the police: withdrawn by the victim, closed by police, or disposed of by them."""

from __future__ import annotations

from unbroken.synthetic.casefile import Body, CaseFile
from unbroken.synthetic.clock import DAY
from unbroken.synthetic.fates import CLOSED, ELSEWHERE, SUBMITTED, WITHDRAWN, end_elsewhere
from unbroken.synthetic.prosecuting import police_charge, prosecuting
from unbroken.synthetic.rates import count, share
from unbroken.synthetic.streams import Weighted
from unbroken.synthetic.withdrawing import withdrawal

_NO_OUTCOME_WANTED = share("dd-withdrew-no-cjs-outcome")
_OTHER_REASONS = Weighted(
    {
        "wants_it_to_stop": 25,
        "behaviour_stopped": 15,
        "fear_of_reprisal": 12,
        "children_or_contact": 10,
        "reconciled": 8,
        "mental_toll": 8,
        "lack_of_updates": 8,
        "delay": 5,
        "moved": 4,
        "distrust": 5,
    }
)
_LACK, _NOT_HELPING, _NOT_CJ = share("dd-nfa-lack-evidence"), share("dd-nfa-noncoop"), share("dd-nfa-non-cj")
_KNOWN = 0.866  # of the cases that police close in the made-up world, those with the suspect identified
_OTHER_WAY = _NOT_CJ * count("dd-nfa")
_SECTIONED, _WARNED = count("dd-nfa-sectioned") / _OTHER_WAY, count("dd-nfa-warning") / _OTHER_WAY


def concluding(file: CaseFile) -> None:
    """The end of the report, and what comes after it."""
    ends = {WITHDRAWN: _withdrawn, CLOSED: _closed, SUBMITTED: prosecuting, ELSEWHERE: _elsewhere}
    ends[file.report.ending.fate](file)


def _withdrawn(file: CaseFile) -> None:
    report, draw = file.report, file.draw
    at = report.ending.end(report.made)
    reasons = ["no_criminal_justice_outcome"] if draw.chance(_NO_OUTCOME_WANTED) else []
    if not reasons or draw.chance(0.5):
        reasons.append(draw.pick(_OTHER_REASONS))
    file.add("victim.withdrew", at, withdrawal(file, "investigation", reasons))
    shut = at + draw.between(60, 12 * DAY)
    outcome = "16" if report.features.known else "14"
    body: Body = {"outcome": outcome, "reasons": ["victim_does_not_support"], "decided_by": "police"}
    _shut(file, shut, body)


def _closed(file: CaseFile) -> None:
    """No further action by police. Reasons as printed; several may be given."""
    report, draw, x = file.report, file.draw, file.report.features
    at = report.ending.end(report.made)
    reasons = [] if x.known else ["suspect_not_identified"]
    outcome = "15" if x.known else "18"
    if draw.chance(_LACK):
        reasons.append("lack_of_evidence")
    if draw.chance(_NOT_HELPING):
        reasons.append("victim_not_cooperating")
        last = report.made + (at - report.made) * 2 // 3
        lost: Body = {"stage": "investigation", "attempts": draw.between(2, 6)}
        file.add("victim.disengaged", max(at - draw.between(60, 20 * DAY), last), lost)
    if x.known and draw.chance(_NOT_CJ / _KNOWN):
        reasons, outcome = _other_way(file, reasons, at)
    reasons = reasons or [draw.one_of(("not_in_public_interest", "word_against_word", "no_course_of_conduct"))]
    body: Body = {
        "outcome": outcome,
        "reasons": reasons,
        "decided_by": "police",
        "review_right_told": draw.one_of(("yes", "no")),
    }
    _shut(file, at, body | {"supervisor": f"sgt{draw.between(100, 999)}"})


def _other_way(file: CaseFile, reasons: list[str], at: int) -> tuple[list[str], str]:
    """An outcome outside the criminal justice system was thought to suit better."""
    draw = file.draw
    chance = draw.random()
    reasons = [*reasons, "other_outcome_more_suitable"]
    if chance < _SECTIONED and file.suspect is not None:
        file.add(
            "suspect.sectioned", at - draw.between(60, 900), {"section": "section 2", "criminal_case_continues": "no"}
        )
        return [*reasons, "suspect_in_hospital"], "12"
    if chance < _SECTIONED + _WARNED:
        return [*reasons, "suspect_warned"], "10"
    return reasons, draw.one_of(("10", "21", "22", "15"))


def _elsewhere(file: CaseFile) -> None:
    report, draw = file.report, file.draw
    at = report.ending.end(report.made)
    way = end_elsewhere(draw, report.features)
    if way == "police_charge" and file.suspect is not None:
        police_charge(file, at)
    elif way == "caution":
        _shut(file, at, {"outcome": "3", "decided_by": "police"})
    else:
        _shut(file, at, {"outcome": draw.one_of(("8", "20", "22")), "decided_by": "police"})


def _shut(file: CaseFile, at: int, body: Body) -> None:
    draw = file.draw
    file.add("investigation.closed", at, body)
    if draw.chance(0.7):
        told: Body = {"about": ["nfa" if body["outcome"] not in ("3", "8") else "outcome"], "started_by": "agency"}
        file.add(
            "contact.made",
            at + draw.between(10, 9 * DAY),
            told | {"channel": draw.one_of(("phone", "email", "letter"))},
        )
    if body["outcome"] == "15" and draw.chance(0.03):
        asked = at + draw.between(3, 60) * DAY
        file.add("review.requested", asked, {"of": "police_no_further_action"})
        result = draw.one_of(("upheld", "upheld", "overturned"))
        answered = asked + draw.between(10, 40) * DAY
        file.add("review.decided", answered, {"of": "police_no_further_action", "result": result})
        if result == "overturned":
            file.add(
                "investigation.reopened", answered + DAY, {"after_review": "yes", "reason": "Decision overturned."}
            )
