"""Which advocacy service a victim goes to (ASS-11): the specialist centre's for the highest risk, another for the rest.

A person says who is at highest risk; nothing here works it out. Every exception has its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from unbroken.vocabulary.support import SERVICES

CENTRE: Final = "stac_advocacy"
"""The advocacy of the specialist centre, for those at highest risk."""

_OTHERS: Final = frozenset(SERVICES.in_group("stalking_specialist")) - {CENTRE}

GOES_TO: Mapping[str, frozenset[str]] = MappingProxyType({"yes": frozenset({CENTRE}), "no": _OTHERS})
"""By whether a victim is held to be at highest risk, the services that need no reason: general stalking advocacy, such
as London's, for the rest. Where that was not said, every service needs one."""


def is_exception(highest_risk: str, service: str) -> bool:
    """Whether sending a victim there needs a reason."""
    return service not in GOES_TO.get(highest_risk, frozenset())
