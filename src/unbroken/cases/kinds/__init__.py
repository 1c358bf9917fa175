"""The entry kinds of cases: reports and their incidents, the investigation, the prosecution, the court."""

from __future__ import annotations

from unbroken.cases.kinds.antecedents import AntecedentRecorded, AntecedentsChecked
from unbroken.cases.kinds.court import (
    AppealLodged,
    HearingAdjourned,
    HearingHeld,
    HearingListed,
    LicenceRecalled,
    MeasuresGranted,
    PleaEntered,
    ProbationEnded,
    ProbationStarted,
    SentencePassed,
    VerdictReturned,
)
from unbroken.cases.kinds.evidence import (
    DelayRecorded,
    EvidenceObtained,
    EvidenceReferenced,
    EvidenceRefused,
    EvidenceRequested,
)
from unbroken.cases.kinds.incident import EscalationNoted, IncidentRecorded
from unbroken.cases.kinds.investigation import (
    InvestigationClosed,
    InvestigationReopened,
    ReviewDecided,
    ReviewRequested,
)
from unbroken.cases.kinds.prosecution import (
    CaseReviewedJointly,
    ChargeChanged,
    ChargeLaid,
    ProsecutionDecided,
    ProsecutionReturned,
    ProsecutionSubmitted,
)
from unbroken.cases.kinds.report import (
    DomesticAbuseFlagged,
    ReportAllocated,
    ReportClassified,
    ReportKeptApart,
    ReportLinked,
    ReportMade,
    ReportRestricted,
    ReportUnrestricted,
)
from unbroken.cases.kinds.suspect import (
    SuspectArrested,
    SuspectBailed,
    SuspectIdentified,
    SuspectInterviewed,
    SuspectReleased,
    SuspectRemanded,
    SuspectSectioned,
)

__all__ = [
    "AntecedentRecorded",
    "AntecedentsChecked",
    "AppealLodged",
    "CaseReviewedJointly",
    "ChargeChanged",
    "ChargeLaid",
    "DelayRecorded",
    "DomesticAbuseFlagged",
    "EscalationNoted",
    "EvidenceObtained",
    "EvidenceReferenced",
    "EvidenceRefused",
    "EvidenceRequested",
    "HearingAdjourned",
    "HearingHeld",
    "HearingListed",
    "IncidentRecorded",
    "InvestigationClosed",
    "InvestigationReopened",
    "LicenceRecalled",
    "MeasuresGranted",
    "PleaEntered",
    "ProbationEnded",
    "ProbationStarted",
    "ProsecutionDecided",
    "ProsecutionReturned",
    "ProsecutionSubmitted",
    "ReportAllocated",
    "ReportClassified",
    "ReportKeptApart",
    "ReportLinked",
    "ReportMade",
    "ReportRestricted",
    "ReportUnrestricted",
    "ReviewDecided",
    "ReviewRequested",
    "SentencePassed",
    "SuspectArrested",
    "SuspectBailed",
    "SuspectIdentified",
    "SuspectInterviewed",
    "SuspectReleased",
    "SuspectRemanded",
    "SuspectSectioned",
    "VerdictReturned",
]
