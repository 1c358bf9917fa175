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
