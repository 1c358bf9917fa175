"""Probation: levels and bands as the source gives them, and how supervision ends."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

ROSH_LEVELS = CodeList(
    "rosh_levels",
    "Risk of serious harm",
    "HMPPS: risk of serious harm levels and register codes",
    (
        Code("low", "Low", {"delius_register": "RLRH"}),
        Code("medium", "Medium", {"delius_register": "RMRH"}),
        Code("high", "High", {"delius_register": "RHRH"}),
        Code("very_high", "Very high", {"delius_register": "RVHR"}),
    ),
)

REOFFENDING_BANDS = CodeList(
    "reoffending_bands",
    "Band of a reoffending score",
    "HMPPS: OGRS and OVP bands, as given by the source and never recomputed",
    (
        Code("low", "Low"),
        Code("medium", "Medium"),
        Code("high", "High"),
        Code("very_high", "Very high"),
        Code("not_applicable", "Not applicable"),
    ),
)

SUPERVISION_ENDINGS = CodeList(
    "supervision_endings",
    "How supervision ended",
    "Unbroken",
    (
        Code("completed", "Completed"),
        Code("revoked", "Revoked"),
        Code("recalled", "Recalled"),
        Code("transferred", "Transferred"),
        Code("died", "Died"),
        Code("other", "Another way"),
    ),
)

SUSPECT_NEEDS = CodeList(
    "suspect_needs",
    "Needs of a suspect",
    "ASS-08, ASS-13: the needs of OASys that MOPAC Stalking Deep Dive counts beside those that police report",
    (
        Code("relationships", "Relationships"),
        Code("mental_health", "Mental health, psychological"),
        Code("coping", "Thinking and coping"),
        Code("self_harm", "Self-harm or suicide"),
        Code("substance", "Alcohol or drugs"),
    ),
)

NEED_LEVELS = CodeList(
    "need_levels",
    "How great a need is",
    "OASys keeps some problem and serious problem apart (ASS-08)",
    (
        Code("none", "No problem", group="none"),
        Code("some", "Some problem", group="need"),
        Code("serious", "Serious problem", group="need"),
        Code("not_assessed", "Not assessed", group="missing"),
    ),
)

NEED_SOURCES = CodeList(
    "need_sources",
    "By what a need was assessed",
    "ASS-08, ASS-13",
    (
        Code("oasys", "OASys"),
        Code("probation_interview", "Interview by probation"),
        Code("other_assessment", "Another assessment"),
    ),
)

NEED_ANSWERS = CodeList(
    "need_answers",
    "What follows from a need",
    "ASS-13: a need has a referral, or a reason why there is none",
    (
        Code("referred", "Referred", group="referral"),
        Code("in_place", "Work is under way already", group="referral"),
        Code("refused", "The suspect does not want it", group="reason"),
        Code("no_service", "No service takes it", group="reason"),
        Code("not_now", "Not now: in custody, in hospital or not to be reached", group="reason"),
        Code("not_confirmed", "Reported, and not found when assessed", group="reason"),
        Code("met", "Met", group="reason"),
        Code("other", "Another reason", group="reason"),
    ),
)
