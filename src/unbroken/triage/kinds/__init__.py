"""The entry kinds of triage: review, advice, referrals, registers, markers, work with suspects."""

from __future__ import annotations

from unbroken.triage.kinds.enquiry import EnquiryAnswered, EnquiryAsked
from unbroken.triage.kinds.marker import MarkerAcknowledged, MarkerLifted, MarkerPlaced, SerialReviewed
from unbroken.triage.kinds.referral import (
    InterventionEnded,
    InterventionMeasured,
    InterventionStarted,
    ReferralAnswered,
    ReferralMade,
)
from unbroken.triage.kinds.register import NominalRegistered, NominalRemoved, NominalReviewed, RegisterDefined
from unbroken.triage.kinds.review import AdviceDeclined, AdviceFollowed, AdviceGiven, TriageDiscussed, TriageReviewed

__all__ = [
    "AdviceDeclined",
    "AdviceFollowed",
    "AdviceGiven",
    "EnquiryAnswered",
    "EnquiryAsked",
    "InterventionEnded",
    "InterventionMeasured",
    "InterventionStarted",
    "MarkerAcknowledged",
    "MarkerLifted",
    "MarkerPlaced",
    "NominalRegistered",
    "NominalRemoved",
    "NominalReviewed",
    "ReferralAnswered",
    "ReferralMade",
    "RegisterDefined",
    "SerialReviewed",
    "TriageDiscussed",
    "TriageReviewed",
]
