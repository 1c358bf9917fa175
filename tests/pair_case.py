"""Two made-up people who each reported the other, as drafts: an allegation first, a counter-allegation after it.

Her report names him, with contact from a number and an account; his report names her; a third is restricted. An
advocate works for each of them. Nobody in it exists.
"""

from __future__ import annotations

from tests.entries import MADE, draft
from unbroken.record.entries import Draft

HER, HIM = "person:pc-her", "person:pc-him"
HER_NAME, HIS_NAME = "Ilse Varga", "Tomas Reck"
FIRST, COUNTER, SHUT = "report:pc-first", "report:pc-counter", "report:pc-shut"
ORDER = "order:pc-order"
NUMBER, ACCOUNT = "07700 900417", "@night_kite"
HER_ADVOCATES, HIS_ADVOCATES = "helpline", "menshelp"
_HER, _HIM = ("victim", HER), ("suspect", HIM)
_HIM_HURT, _HER_ACCUSED = ("victim", HIM), ("suspect", HER)


def pair_case() -> list[Draft]:
    """The drafts, in the order in which they were recorded."""
    return [*_people(), *_first(), *_counter(), *_restricted(), *_kept_safe()]


def _people() -> list[Draft]:
    his = {"role_here": "suspect", "names": [{"text": HIS_NAME}], "identifiers": [{"type": "phone", "value": NUMBER}]}
    hers = {"role_here": "victim", "names": [{"text": HER_NAME}]}
    return [
        draft("report.made", {**MADE, "reference": "PC/1"}, FIRST, _HER, _HIM, happened="2024-02-10", ref="pc-made-1"),
        draft("person.described", hers, ("person", HER), FIRST, happened="2024-02-10"),
        draft("person.described", his, ("person", HIM), FIRST, happened="2024-02-10"),
    ]


def _first() -> list[Draft]:
    calls = {"behaviours": ["calls_texts"], "times": 12, "identifiers_used": [NUMBER], "told": ["asked_to_stop"]}
    online = {"behaviours": ["online_contact"], "identifiers_used": [ACCOUNT, "+44 7700 900417"]}
    at_home = {"behaviours": ["following_surveillance"], "places": ["home"]}
    stated = {"relationship": "ex_partner", "stated_by": "victim", "separated_on": "2023-11"}
    classed = {"offence": "malicious_communications", "stage": "initial", "decided_by": "police"}
    again = {
        "offence": "stalking_2a",
        "stage": "specialist_review",
        "decided_by": "police",
        "reason": "course_of_conduct_found",
    }
    return [
        draft("incident.recorded", calls, FIRST, _HER, _HIM, happened="2024-01-05", ref="pc-calls"),
        draft("incident.recorded", online, FIRST, _HER, _HIM, happened="2024-01-20", ref="pc-online"),
        draft("incident.recorded", at_home, FIRST, _HER, happened="2024-02-08", ref="pc-home"),
        draft("relationship.stated", stated, FIRST, _HER, _HIM, happened="2024-02-10", ref="pc-stated"),
        draft("report.classified", classed, FIRST, happened="2024-02-10"),
        draft("report.classified", again, FIRST, happened="2024-02-12"),
        draft(
            "suspect.interviewed",
            {"accounts": ["counter_allegation"]},
            FIRST,
            _HIM,
            happened="2024-02-20",
            ref="pc-said",
        ),
    ]


def _counter() -> list[Draft]:
    """He reports her, after the interview."""
    shouts = {"behaviours": ["face_to_face"], "places": ["public"]}
    linked = {"why": "counter_allegation"}
    made = {**MADE, "reference": "PC/2"}
    return [
        draft("report.made", made, COUNTER, _HIM_HURT, _HER_ACCUSED, happened="2024-02-21", ref="pc-made-2"),
        draft("incident.recorded", shouts, COUNTER, _HIM_HURT, _HER_ACCUSED, happened="2024-02-01", ref="pc-shouts"),
        draft("report.linked", linked, COUNTER, ("other_report", FIRST), happened="2024-02-22", ref="pc-linked"),
    ]


def _restricted() -> list[Draft]:
    secret = {"behaviours": ["tracking_device"], "narrative": "UNDERCOVER"}
    return [
        draft("report.made", {**MADE, "reference": "PC/3"}, SHUT, _HER, _HIM, happened="2024-03-01", ref="pc-made-3"),
        draft("incident.recorded", secret, SHUT, _HER, _HIM, happened="2024-02-27", ref="pc-secret"),
        draft("report.restricted", {"reason": "covert"}, SHUT, happened="2024-03-01"),
    ]


def _kept_safe() -> list[Draft]:
    order = {"type": "non_molestation", "until": "2030-03-01"}
    return [
        draft("order.granted", order, ORDER, _HER, _HIM, FIRST, happened="2024-03-02", ref="pc-order"),
        draft("safetyplan.made", {}, _HER, FIRST, happened="2024-02-15", agency=HER_ADVOCATES, ref="pc-plan"),
        draft("safetyplan.made", {}, _HIM_HURT, COUNTER, happened="2024-03-05", agency=HIS_ADVOCATES, ref="pc-his"),
    ]
