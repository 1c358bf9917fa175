"""The entry kinds of safety: risk assessments, the needs of suspects, and protective orders."""

from __future__ import annotations

from unbroken.safety.kinds.needs import NeedAnswered, NeedAssessed
from unbroken.safety.kinds.orders import (
    OrderApplied,
    OrderBreached,
    OrderChecked,
    OrderConsidered,
    OrderEnded,
    OrderGranted,
    OrderRefused,
    OrderServed,
    OrderVaried,
)
from unbroken.safety.kinds.risk import RiskAssessed

__all__ = [
    "NeedAnswered",
    "NeedAssessed",
    "OrderApplied",
    "OrderBreached",
    "OrderChecked",
    "OrderConsidered",
    "OrderEnded",
    "OrderGranted",
    "OrderRefused",
    "OrderServed",
    "OrderVaried",
    "RiskAssessed",
]
