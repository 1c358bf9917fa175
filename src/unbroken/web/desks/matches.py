"""How many matches wait, on the desk of those who decide who is who."""

from __future__ import annotations

from unbroken.access.policy import Permission, may
from unbroken.web.addresses import address_if_any
from unbroken.web.desks.desk import Section
from unbroken.web.presenters.review import say_waiting
from unbroken.web.reviewing import what_waits
from unbroken.web.visible import Limits

_WHAT = "Each is two descriptions that may be of one person. Until somebody looks, what is known of each stays apart."


def matches(limits: Limits) -> tuple[Section, ...]:
    """What waits for a decision about who is who, as the list of it counts; nothing for those who may not decide."""
    if not may(limits.user, Permission.LINK_PEOPLE):
        return ()
    waits = what_waits(limits)
    said = f"{say_waiting(len(waits.pairs), is_cut=waits.is_cut)}. {_WHAT}"
    return (Section("Matches to review", None, said, "Review matches", address_if_any("review")),)
