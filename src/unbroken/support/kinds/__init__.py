"""The entry kinds of support: the victim, the services that help her, and contact with her."""

from __future__ import annotations

from unbroken.support.kinds.contact import ContactFailed, ContactMade, FeedbackGiven
from unbroken.support.kinds.services import (
    SafetyPlanMade,
    SchemePlaced,
    SupportAccepted,
    SupportDeclined,
    SupportEnded,
    SupportOffered,
    SupportStarted,
    VictimRehoused,
)
from unbroken.support.kinds.victim import (
    ImpactRecorded,
    VictimDidNotSupportAtReport,
    VictimDisengaged,
    VictimReengaged,
    VictimWithdrew,
)

__all__ = [
    "ContactFailed",
    "ContactMade",
    "FeedbackGiven",
    "ImpactRecorded",
    "SafetyPlanMade",
    "SchemePlaced",
    "SupportAccepted",
    "SupportDeclined",
    "SupportEnded",
    "SupportOffered",
    "SupportStarted",
    "VictimDidNotSupportAtReport",
    "VictimDisengaged",
    "VictimReengaged",
    "VictimRehoused",
    "VictimWithdrew",
]
