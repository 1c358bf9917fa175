"""Which entries somebody sees, and what they are told of the rest. Pure.

An amendment is handled as what it amends: a correction of a clinical entry holds the whole corrected body. What
cannot be told (an amendment whose target is not at hand, a kind that is no longer known) is not shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from unbroken.access.fields import mask
from unbroken.access.policy import SEES, UNTOLD, Decision, Permission, may
from unbroken.access.roles import Actor, role_of
from unbroken.record.check import AMENDMENTS
from unbroken.record.entries import Entry
from unbroken.record.kinds import REGISTER, Handling

_NONE: Mapping[Handling, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Visible:
    """What somebody sees of some entries.

    `entries` are as recorded, amendments among them, some without fields that the reader may not see (counted in
    `masked`). `withheld` counts the entries left out, by how they must be handled; amendments are not counted, nor is
    what nobody without the right may know to be there (`policy.UNTOLD`).
    `restricted` are the reports, among those the entries are about, that are closed to the reader.
    """

    entries: tuple[Entry, ...]
    withheld: Mapping[Handling, int] = field(default_factory=lambda: _NONE)
    masked: Mapping[Handling, int] = field(default_factory=lambda: _NONE)
    restricted: frozenset[str] = frozenset()


def visible(
    entries: Sequence[Entry],
    user: Actor,
    *,
    restricted: Mapping[str, str] = MappingProxyType({}),
    beside: Iterable[Entry] = (),
) -> Visible:
    """What this user sees of these entries.

    `restricted` gives, for each object of a restricted report (the report, its prosecution, its order), the
    report: see `closed.restricted_objects`. They are counted, not shown, to those without the right (REC-15).
    `beside` are entries that these amend: they are not shown, but tell how the amendments must be handled.
    """
    role = role_of(user)
    if role is None:
        return Visible(())
    shut = {} if may(user, Permission.SEE_RESTRICTED) else restricted
    open_entries = [entry for entry in entries if not _names(entry, shut)]
    at_hand = {entry.id: entry for entry in (*beside, *entries)}
    kept: list[Entry] = []
    withheld: Counter[Handling] = Counter()
    masked: Counter[Handling] = Counter()
    for entry in open_entries:
        handling = handling_of(entry, at_hand)
        if handling in SEES[role]:
            seen, left_out = _masked(entry, at_hand, user)
            kept.append(seen)
            masked.update(left_out)
        elif entry.kind not in AMENDMENTS and handling not in UNTOLD:
            withheld[handling or Handling.ORDINARY] += 1
    reports = {shut[name] for entry in entries for name in _names(entry, shut)}
    return Visible(tuple(kept), dict(withheld), dict(masked), frozenset(reports))


def handling_of(entry: Entry, at_hand: Mapping[str, Entry]) -> Handling | None:
    """How an entry must be handled; None where it cannot be told. `at_hand` are entries by id."""
    kind = REGISTER.get(kind_in_the_end(entry, at_hand))
    return kind.handling if kind is not None else None


def kind_in_the_end(entry: Entry, at_hand: Mapping[str, Entry]) -> str:
    """The kind of an entry, or of what it amends in the end ("" where that is not at hand)."""
    found: Entry | None = entry
    while found is not None and found.kind in AMENDMENTS:
        found = at_hand.get(found.corrects)
    return found.kind if found is not None else ""


def refused_person(objects: Iterable[str], closed: Collection[str]) -> Decision:
    """Whether a conflict of interest keeps somebody out: `closed` is what is closed to them (`closed.closed_to`)."""
    if not closed or not any(name in closed for name in objects):
        return Decision(True)
    return Decision(False, "You are a party to this matter, or close to one, so it is closed to you.")


def _names(entry: Entry, shut: Mapping[str, str]) -> list[str]:
    """What an entry names that is shut. Of a shared prosecution, what is about an open report alone stays open."""
    if not shut:
        return []
    names = [subject.object for subject in entry.subjects]
    reports = [name for name in names if name.startswith("report:")]
    return [name for name in reports or names if name in shut]


def _masked(entry: Entry, at_hand: Mapping[str, Entry], user: Actor) -> tuple[Entry, frozenset[Handling]]:
    role = role_of(user)
    if entry.body is None or role is None:
        return entry, frozenset()
    if entry.kind == "entry.corrected":
        body, left_out = mask(entry.body["body"], kind_in_the_end(entry, at_hand), role)
        return (replace(entry, body={**entry.body, "body": body}) if left_out else entry), left_out
    body, left_out = mask(entry.body, entry.kind, role)
    return (replace(entry, body=body) if left_out else entry), left_out
