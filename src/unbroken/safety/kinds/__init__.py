"""The entry kinds of safety: risk assessments and protective orders."""

from __future__ import annotations

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
