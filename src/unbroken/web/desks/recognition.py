"""How many pairs look like stalking and are not recorded so, on the desk of those who review."""

from __future__ import annotations

from unbroken.access.policy import Permission, may
from unbroken.conduct.nocrime_queries import Wanted, count_statements
from unbroken.conduct.queries import tally
from unbroken.web.addresses import address_if_any
from unbroken.web.desks.desk import Section
from unbroken.web.visible import Limits
from unbroken.web.words import say_count

_WHAT = (
    "What one person is said to have done to another adds up to it by the rules, and no report of theirs is recorded "
    "as stalking."
)


def recognition(limits: Limits) -> tuple[Section, ...]:
    """What waits for somebody to look; nothing for those who may not decide."""
    if not may(limits.user, Permission.RECORD_TRIAGE):
        return ()
    counts = tally(without=limits.hidden)
    waits = say_count(counts.waiting, "pair waits", "pairs wait")
    signs = say_count(counts.signs, "other pair has", "other pairs have")
    title = "Looks like stalking, and is not recorded so"
    return (
        Section(
            title,
            None,
            f"{waits}. {_WHAT} {signs} signs of a course of conduct.",
            "Look at them",
            address_if_any("recognition"),
        ),
        *_no_crime(limits),
    )


def _no_crime(limits: Limits) -> tuple[Section, ...]:
    """That reports were said to be no crime or no stalking; nothing where none was."""
    count = count_statements(Wanted(limits.user.agency, without=limits.hidden))
    if not count:
        return ()
    said = f"{say_count(count, 'statement')}. Each stands beside what its report adds up to, with the share by area."
    title = "Said to be no crime or no stalking"
    return (Section(title, None, said, "Check them", address_if_any("no_crime")),)
