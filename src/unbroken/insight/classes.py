"""The class of an offence as published stalking counts have it: section 2A, section 4A, breach of an order, or none."""

from __future__ import annotations

from collections.abc import Mapping

from unbroken.insight.labels import NOT_RECORDED
from unbroken.vocabulary.offences import OFFENCES, stalking_class

CLASSES: Mapping[str, str] = {
    "s2a": "Stalking, section 2A",
    "s4a": "Stalking, section 4A",
    "spo_breach": "Breach of a stalking protection order",
    "unspecified": "Stalking, section not recorded",
    "none": "Not recorded as stalking",
    "": NOT_RECORDED,
}


def class_of(offence: str | None) -> str:
    """A key of CLASSES. What the list of offences does not know was not recorded in its terms."""
    if not offence or offence not in OFFENCES:
        return ""
    return stalking_class(offence) or "none"


def class_label(offence: str | None) -> str:
    """The class of an offence in words."""
    return CLASSES[class_of(offence)]
