"""How a report is classified: the class it gets first, and the one it has in the end.

Of the published stalking cases 69 of 376 were stalking from the start (7 of them moved between 2A and 4A later); of
the other 307, 41 % began as harassment and 24 % as a domestic incident.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from unbroken.synthetic.courses import COUNTER, DAMAGE, DOMESTIC, HARASSMENT, MESSAGES, NEIGHBOURS, STALKING
from unbroken.synthetic.rates import share
from unbroken.synthetic.streams import Stream, Weighted

STALKING_2A, STALKING_4A_FEAR, STALKING_4A_DISTRESS = "stalking_2a", "stalking_4a_fear", "stalking_4a_distress"
IS_STALKING = frozenset({STALKING_2A, STALKING_4A_FEAR, STALKING_4A_DISTRESS})
IS_4A = frozenset({STALKING_4A_FEAR, STALKING_4A_DISTRESS})
HARASSMENT_2, HARASSMENT_4 = "harassment_2", "harassment_4_fear"
PLAIN_HARASSMENT = frozenset({HARASSMENT_2, HARASSMENT_4})

# Of the prosecutions for 4A, 331 were for fear of violence and 700 for serious alarm or distress (CPS, 2019/20).
_4A_LIMB = Weighted({STALKING_4A_FEAR: 331, STALKING_4A_DISTRESS: 700})
_UP = share("dd-reseriousness-up")
_DOWN = share("dd-reseriousness-down")
_DOMESTIC_CASES = share("dd-da-coded")
_HARASSMENT_FIRST = share("dd-initial-harassment-41")
_DOMESTIC_FIRST = share("dd-initial-domestic") / _DOMESTIC_CASES
_OTHER_FIRST = Weighted(
    {
        "malicious_communications": 30,
        "criminal_damage": 14,
        "assault": 12,
        "intentional_harassment_alarm_distress": 12,
        "breach_nmo": 10,
        "threats_to_kill": 8,
        "controlling_coercive": 8,
        "computer_misuse": 6,
    }
)
_OTHER_CLASSES: Mapping[str, Weighted[str]] = {
    HARASSMENT: Weighted({HARASSMENT_2: 85, HARASSMENT_4: 15}),
    NEIGHBOURS: Weighted({"intentional_harassment_alarm_distress": 45, HARASSMENT_2: 40, "criminal_damage": 15}),
    MESSAGES: Weighted({"malicious_communications": 90, HARASSMENT_2: 10}),
    DOMESTIC: Weighted({"domestic_incident": 65, "assault": 35}),
    DAMAGE: Weighted({"criminal_damage": 100}),
    COUNTER: Weighted({HARASSMENT_2: 55, "malicious_communications": 35, "domestic_incident": 10}),
}


@dataclass(frozen=True, slots=True)
class Classes:
    """First and last class, and why it changed (a code of the reasons for reclassification), if it did."""

    initial: str
    final: str
    reason: str | None


_RECOGNISED_BECAUSE = Weighted(
    {
        "course_of_conduct_found": 45,
        "linked_reports_found": 20,
        "former_partner_rule": 20,
        "first_class_wrong": 10,
        "impact_recorded": 5,
    }
)


def classes(draw: Stream, *, truth: str, recognised: bool, is_4a: bool, domestic: bool) -> Classes:
    """The classes of one report."""
    if truth != STALKING:
        given: str = draw.pick(_OTHER_CLASSES[truth])
        return Classes(given, given, None)
    limb = draw.pick(_4A_LIMB)
    final = limb if is_4a else STALKING_2A
    if not recognised:
        given = _first(draw, domestic)
        return Classes(given, given, None)
    if draw.chance(share("dd-initial-stalking")):
        return _seen_at_once(draw, final, limb)
    reason: str = draw.pick(_RECOGNISED_BECAUSE)
    if reason == "former_partner_rule" and not domestic:
        reason = "course_of_conduct_found"
    return Classes(_first(draw, domestic), final, reason)


def _seen_at_once(draw: Stream, final: str, limb: str) -> Classes:
    """Stalking from the start; a few move up (2A to 4A) or down. The class in the end stays as drawn."""
    is_4a = final in IS_4A
    # Moves up end in 4A and moves down in 2A: chances within each, so that 4 and 3 of 69 come out at 26 % 4A.
    four_a = share("dd-mps-4a")
    if draw.chance(_UP / four_a if is_4a else _DOWN / (1 - four_a)):
        return Classes(
            STALKING_2A if is_4a else limb, final, "impact_recorded" if is_4a else "evidence_does_not_support"
        )
    return Classes(final, final, None)


def _first(draw: Stream, domestic: bool) -> str:
    chance = draw.random()
    if chance < _HARASSMENT_FIRST:
        return HARASSMENT_2 if draw.chance(0.9) else HARASSMENT_4
    if domestic and chance < _HARASSMENT_FIRST + _DOMESTIC_FIRST:
        return "domestic_incident"
    return draw.pick(_OTHER_FIRST)
