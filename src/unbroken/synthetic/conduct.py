"""What a report says was done: types of behaviour at the published shares, spread over dated incidents.

Types are counted as the Stalking Deep Dive counted them (the groups of `vocabulary.behaviours`): phone calls or texts
66 %, surveillance 38 %, face to face 34 %, online 23 %, two types or more in 70 %, 2.2 types on average in section 2A
and 2.9 in section 4A. Shares differ between partners, strangers and others, where the publication gives them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unbroken.synthetic import clock
from unbroken.synthetic.courses import PARTNERS
from unbroken.synthetic.people import Person
from unbroken.synthetic.rates import mean, share
from unbroken.synthetic.streams import Stream, Weighted

_PARTNER, _STRANGER, _OTHER = 0.72, 0.077, 0.203  # parts of all reports, as the relationships make them


def _rest(whole: float, stranger: float, other: float) -> float:
    """The share among partners that makes the whole come out as printed."""
    return (whole - _STRANGER * stranger - _OTHER * other) / _PARTNER


_RARE = {
    "threats_harm": 0.13,
    "criminal_damage": 0.06,
    "identity_hacking": 0.03,
    "tracking": 0.02,
    "image_abuse": 0.02,
    "physical_violence": 0.03,
    "order_breach": 0.04,
    "vexatious_complaints": 0.015,
    "befriending": 0.01,
    "sexual_violence": 0.005,
}
_SHARES: Mapping[str, Mapping[str, float]] = {
    "partner": {
        "phone_text": _rest(share("dd-beh-phone"), 0.30, 0.60),
        "surveillance": _rest(share("dd-beh-surveillance"), share("dd-beh-surveillance-stranger"), 0.36),
        "face_to_face": _rest(share("dd-beh-face-to-face"), 0.45, 0.38),
        "online_contact": _rest(share("dd-beh-online"), 0.40, 0.32),
        "third_party": share("dd-beh-third-party-ex"),
        "threats_self_harm": share("dd-beh-self-harm-ex"),
        "gifts_love_bombing": 0.05,
    }
    | _RARE,
    "stranger": {
        "phone_text": 0.30,
        "surveillance": share("dd-beh-surveillance-stranger"),
        "face_to_face": 0.45,
        "online_contact": 0.40,
        "third_party": 0.10,
        "threats_self_harm": 0.02,
        "gifts_love_bombing": share("dd-beh-lovebombing-stranger"),
    }
    | _RARE,
    "other": {
        "phone_text": 0.60,
        "surveillance": 0.36,
        "face_to_face": 0.38,
        "online_contact": 0.32,
        "third_party": 0.22,
        "threats_self_harm": 0.06,
        "gifts_love_bombing": 0.08,
    }
    | _RARE,
}
_NARROW = 0.145  # reports of exactly one type; so that 70 % have two or more
_MOST = 7


@dataclass(frozen=True, slots=True)
class _Mix:
    """How types are drawn: one alone, or each by itself, at shares that add up to those wanted."""

    alone: Weighted[str]
    each: tuple[tuple[str, float], ...]


def _mix(shares: Mapping[str, float], types: float) -> _Mix:
    """Shares scaled to a mean number of types; what the single-type reports hold is taken off the rest."""
    scale = types / sum(shares.values())
    whole = {name: part * scale for name, part in shares.items()}
    total = sum(whole.values())
    each = {name: (part - _NARROW * part / total) / (1 - _NARROW) for name, part in whole.items()}
    return _Mix(Weighted(whole), tuple((name, min(part, 0.98)) for name, part in each.items()))


_MIXES = {
    (group, is_4a): _mix(shares, mean("dd-beh-mean-4a" if is_4a else "dd-beh-mean-2a"))
    for group, shares in _SHARES.items()
    for is_4a in (False, True)
}
_AT_A_PLACE = frozenset(
    {
        "surveillance",
        "face_to_face",
        "threats_harm",
        "criminal_damage",
        "gifts_love_bombing",
        "tracking",
        "physical_violence",
        "sexual_violence",
    }
)
# Places of conduct that happened at a place: home 48 %, work or school 12 %, public 21 % of all, none 30 %.
_PLACES = Weighted(
    {
        ("home",): 0.545,
        ("public",): 0.185,
        ("work_school",): 0.085,
        ("home", "work_school"): 0.05,
        ("home", "public"): 0.075,
        ("work_school", "public"): 0.02,
        ("home", "work_school", "public"): 0.02,
    }
)
_OTHER_MATTERS: Mapping[str, Weighted[tuple[str, ...]]] = {
    "harassment": Weighted(
        {
            ("phone_text",): 35,
            ("phone_text", "online_contact"): 20,
            ("face_to_face",): 20,
            ("threats_harm",): 10,
            ("third_party", "phone_text"): 15,
        }
    ),
    "neighbours": Weighted(
        {
            ("face_to_face",): 50,
            ("face_to_face", "threats_harm"): 20,
            ("criminal_damage",): 15,
            ("vexatious_complaints",): 15,
        }
    ),
    "messages": Weighted({("online_contact",): 45, ("phone_text",): 40, ("image_abuse",): 15}),
    "domestic": Weighted({("face_to_face",): 60, ("threats_harm", "face_to_face"): 20, ("physical_violence",): 20}),
    "damage": Weighted({("criminal_damage",): 100}),
    "counter_allegation": Weighted({("phone_text",): 50, ("vexatious_complaints",): 25, ("face_to_face",): 25}),
}


def types_of_stalking(draw: Stream, relationship: str, is_4a: bool) -> tuple[str, ...]:
    """The types of behaviour in one report of stalking: 0 to 7 of them."""
    group = "partner" if relationship in PARTNERS else "stranger" if relationship == "stranger" else "other"
    mix = _MIXES[group, is_4a]
    if draw.chance(_NARROW):
        return (draw.pick(mix.alone),)
    return tuple(name for name, part in mix.each if draw.random() < part)[:_MOST]


def types_of_other(draw: Stream, kind: str) -> tuple[str, ...]:
    """The types of behaviour in a report that is no part of a course of stalking."""
    return draw.pick(_OTHER_MATTERS[kind])


def is_remote(types: Sequence[str]) -> bool:
    """Whether nothing happened at a place: calls, texts, online, through others."""
    return not any(name in _AT_A_PLACE for name in types)


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident as reported. `start` and `end` are minutes; `by_day` when only days are known."""

    start: int
    end: int
    by_day: bool
    types: tuple[str, ...]
    behaviours: tuple[str, ...]
    places: tuple[str, ...]
    times: int | None
    identifiers: tuple[tuple[str, str], ...]
    threats: tuple[str, ...]
    told: str | None


_TAGS: Mapping[str, Weighted[str]] = {
    "phone_text": Weighted({"calls_texts": 1}),
    "online_contact": Weighted({"online_contact": 88, "publishing": 12}),
    "gifts_love_bombing": Weighted({"letters_gifts": 50, "love_bombing": 50}),
    "face_to_face": Weighted({"face_to_face": 1}),
    "surveillance": Weighted({"following_surveillance": 1}),
    "third_party": Weighted({"third_party": 95, "unwanted_orders": 5}),
    "threats_harm": Weighted({"threats_harm": 1}),
    "threats_self_harm": Weighted({"threats_self_harm": 1}),
    "criminal_damage": Weighted({"property_damage": 80, "entry_home": 15, "theft": 5}),
    "identity_hacking": Weighted({"account_hacking_spyware": 80, "identity_theft": 20}),
    "tracking": Weighted({"tracking_device": 1}),
    "image_abuse": Weighted({"image_sharing": 1}),
    "physical_violence": Weighted({"physical_violence": 90, "strangulation": 10}),
    "order_breach": Weighted({"order_breach": 1}),
    "vexatious_complaints": Weighted({"false_reports": 80, "court_process": 20}),
    "befriending": Weighted({"befriending": 1}),
    "sexual_violence": Weighted({"sexual_violence": 1}),
}
_THREATS: Mapping[str, Weighted[tuple[str, ...]]] = {
    "threats_harm": Weighted(
        {("harm",): 45, ("kill",): 20, ("veiled",): 20, ("harm", "third_party"): 10, ("acid_or_fire",): 5}
    ),
    "threats_self_harm": Weighted({("self_harm",): 1}),
    "image_abuse": Weighted({("share_images",): 1}),
}
_TOLD = Weighted({"asked_to_stop": 30, "blocked": 25, "not_answered": 15, "nothing": 10, "changed_number": 5, None: 15})


def incidents(
    draw: Stream, *, types: tuple[str, ...], since: int, until: int, single: bool, suspect: Person, love: bool
) -> tuple[Incident, ...]:
    """The incidents of one report, in order: the first at `since`, all before `until`, every type at least once."""
    number = 1 if single else 2 + min(draw.days(3.2), 8)
    starts = _starts(draw, number, since, until)
    spread = _spread(draw, types, number)
    places = draw.pick(_PLACES) if not is_remote(types) else ()
    placed = [index for index, held in enumerate(spread) if not is_remote(held)]
    here = {index: places if index == placed[0] else (draw.one_of(places),) for index in placed}
    return tuple(
        _incident(draw, start, spread[index], here.get(index, ()), until, suspect, love)
        for index, start in enumerate(starts)
    )


def _starts(draw: Stream, number: int, since: int, until: int) -> list[int]:
    room = max(until - since - 30, 1)
    return sorted([since, *(since + int(draw.random() * room) for _ in range(number - 1))])


def _spread(draw: Stream, types: tuple[str, ...], number: int) -> list[tuple[str, ...]]:
    """Types dealt over incidents: round and round, what is left over added where the dealing ends."""
    if not types:
        return [()] * number
    dealt: list[list[str]] = [[] for _ in range(number)]
    for index in range(max(number, len(types))):
        dealt[index % number].append(types[index % len(types)])
    draw.shuffle(dealt)
    return [tuple(dict.fromkeys(held)) for held in dealt]


def _incident(
    draw: Stream, start: int, types: tuple[str, ...], places: tuple[str, ...], until: int, suspect: Person, love: bool
) -> Incident:
    many = bool({"phone_text", "online_contact", "surveillance"}.intersection(types)) and draw.chance(0.55)
    end = min(start + draw.days(6) * clock.DAY, until - 5) if many else start
    threats = [threat for name in types if name in _THREATS for threat in draw.pick(_THREATS[name])]
    return Incident(
        start=start,
        end=max(end, start),
        by_day=many or draw.chance(0.4),
        types=types,
        behaviours=_behaviours(draw, types, places, love),
        places=places or (("online",) if "online_contact" in types else ("none",)),
        times=draw.between(2, 60) if many else 1 if "face_to_face" in types and draw.chance(0.5) else None,
        identifiers=_identifiers(draw, types, start, suspect),
        threats=tuple(dict.fromkeys(threats)),
        told=draw.pick(_TOLD),
    )


def _behaviours(draw: Stream, types: tuple[str, ...], places: tuple[str, ...], love: bool) -> tuple[str, ...]:
    tags: list[str] = []
    for name in types:
        tag = draw.pick(_TAGS[name])
        if name == "gifts_love_bombing" and love:
            tag = "love_bombing"
        if name == "surveillance":
            tag = "following_surveillance" if places else "online_monitoring"
            tags += ["attends_home"] * ("home" in places) + ["attends_work"] * ("work_school" in places)
        tags.append(tag)
    return tuple(dict.fromkeys(tags)) or ("other",)


def _identifiers(draw: Stream, types: tuple[str, ...], start: int, suspect: Person) -> tuple[tuple[str, str], ...]:
    """By what number, account or vehicle it came: the suspect's own, or one bought to hide behind."""
    used: list[tuple[str, str]] = []
    if "phone_text" in types:
        spare = draw.chance(0.35)
        used.append(("phone", draw.one_of(suspect.spare_phones) if spare else suspect.phone(start)))
    if "online_contact" in types or "image_abuse" in types:
        masked = draw.chance(0.45) or not suspect.handles
        platform, name = draw.one_of(suspect.masks if masked else suspect.handles)
        used.append((platform, name))
    if suspect.vehicle and not is_remote(types) and draw.chance(0.2):
        used.append(("vehicle", suspect.vehicle))
    return tuple(used)
