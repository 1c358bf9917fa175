"""What somebody can decide about who is who. Functions that return drafts, for `flow` to take in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from unbroken.people import lookup, resolved
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.guards import same_report
from unbroken.record.entries import Draft, Subject
from unbroken.record.errors import Problem, Refused

SAME, NOT_THE_SAME, CANNOT_TELL = "same", "apart", "open"
_KINDS = {SAME: "identity.linked", NOT_THE_SAME: "identity.unlinked", CANNOT_TELL: "identity.undecided"}
_UNKNOWN = "is not a person who is described on the record"
_TWO_OF_ONE = "would make one person of two people of {}, and nobody is two people of one report"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What somebody says of a person whom they are describing for the first time: whether it is `other`.

    `weight` is the match weight in bits that they were shown, None where none was; `happened` when they said so.
    """

    person: str
    other: str
    verdict: str
    reason: str
    weight: float | None
    happened: str


def decide(
    one: str, other: str, verdict: str, reason: str, *, agency: str, source: str, source_ref: str, happened: str
) -> Draft:
    """That two person objects are the same person, are not, or that it cannot be told; `reason` says why.

    Raises Refused where one is not on the record, and where they are people of one report: then one of them is
    recorded wrongly there, and that is to be corrected first.
    """
    _check_verdict(verdict)
    if one == other:
        raise Refused((Problem("other_person", "is the same description", "name two descriptions"),))
    known = lookup.comparables((one, other))
    for field, name in (("person", one), ("other_person", other)):
        if name not in known:
            raise Refused((Problem(field, _UNKNOWN),))
    a, b = known[one], known[other]
    if verdict == SAME and same_report(a, b):
        report = min(a.reports & b.reports)
        raise Refused((Problem("other_person", f"both are people of {report}, and nobody is two people of one report",
                               "correct who is who in that report first"),))  # fmt: skip
    weight = None
    if verdict == CANNOT_TELL and (found := resolved.pair(one, other)):
        weight = found.score.weight
    said = Recognised(one, other, verdict, reason, weight, happened)
    return _draft(said, agency=agency, source=source, source_ref=source_ref)


def recognise(said: Sequence[Recognised], *, report: str, agency: str, source: str, source_ref: str) -> list[Draft]:
    """What somebody says of the people of a report, in the same intake in which they are described: a draft for each.

    Raises Refused with the index of the answer where the other is not on the record (any more), and where two people
    of one report would be one: of the report in which they are described, or of another.
    """
    others = resolved.resolved({name for one in said for name in (one.person, one.other)})
    known = lookup.comparables({name for one in others.values() for name in one.members})
    for index, one in enumerate(said):
        _check_verdict(one.verdict, index=index)
        if one.other not in known:
            raise Refused((Problem("other_person", _UNKNOWN),), index=index)
    same = [(index, one) for index, one in enumerate(said) if one.verdict == SAME]
    for index, one in same:
        mine, theirs = others[one.person].members, others[one.other].members
        shared = _shared_report(mine, theirs, known)
        if any(name not in mine and report in known[name].reports for name in theirs if name in known):
            shared = report
        if shared:
            raise Refused((Problem("other_person", _TWO_OF_ONE.format(shared)),), index=index)
    for (_, first), (index, second) in combinations(same, 2):
        left, right = others[first.other].members, others[second.other].members
        shared = _shared_report(left, right, known) if first.person == second.person else ""
        if first.person != second.person and set(left) & set(right):
            shared = report
        if shared:
            raise Refused((Problem("other_person", _TWO_OF_ONE.format(shared)),), index=index)
    return [
        _draft(one, agency=agency, source=source, source_ref=f"{source_ref}-{number}")
        for number, one in enumerate(said)
    ]


def _shared_report(left: Sequence[str], right: Sequence[str], known: Mapping[str, Comparable]) -> str:
    """A report of which one of these and another of those are people; "" where there is none."""
    pairs = ((known[a], known[b]) for a in left for b in right if a != b and a in known and b in known)
    return next((min(a.reports & b.reports) for a, b in pairs if same_report(a, b)), "")


def _check_verdict(verdict: str, *, index: int = 0) -> None:
    if verdict not in _KINDS:
        problem = Problem("verdict", f"{verdict!r} is no answer", f"one of {', '.join(_KINDS)}")
        raise Refused((problem,), index=index)


def _draft(said: Recognised, *, agency: str, source: str, source_ref: str) -> Draft:
    first, second = sorted((said.person, said.other))
    body: dict[str, object] = {"reason": said.reason}
    if said.verdict == SAME:
        body["basis"] = "human"
    if said.verdict == CANNOT_TELL and said.weight is not None:
        body["weight"] = round(said.weight, 6)
    subjects = (Subject("person", first), Subject("other_person", second))
    return Draft(_KINDS[said.verdict], body, subjects, said.happened, agency, source, source_ref)
