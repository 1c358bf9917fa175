"""What somebody can decide about who is who. Functions that return drafts, for `flow` to take in."""

from __future__ import annotations

from unbroken.people import lookup, resolved
from unbroken.people.linkage.guards import same_report
from unbroken.record.entries import Draft, Subject
from unbroken.record.errors import Problem, Refused

SAME, NOT_THE_SAME, CANNOT_TELL = "same", "apart", "open"
_KINDS = {SAME: "identity.linked", NOT_THE_SAME: "identity.unlinked", CANNOT_TELL: "identity.undecided"}


def decide(
    one: str, other: str, verdict: str, reason: str, *, agency: str, source: str, source_ref: str, happened: str
) -> Draft:
    """That two person objects are the same person, are not, or that it cannot be told; `reason` says why.

    Raises Refused where one is not on the record, and where they are people of one report: then one of them is
    recorded wrongly there, and that is to be corrected first.
    """
    if verdict not in _KINDS:
        raise Refused((Problem("verdict", f"{verdict!r} is no answer", f"one of {', '.join(_KINDS)}"),))
    if one == other:
        raise Refused((Problem("other_person", "is the same description", "name two descriptions"),))
    known = lookup.comparables((one, other))
    for field, name in (("person", one), ("other_person", other)):
        if name not in known:
            raise Refused((Problem(field, "is not a person who is described on the record"),))
    a, b = known[one], known[other]
    if verdict == SAME and same_report(a, b):
        report = min(a.reports & b.reports)
        raise Refused((Problem("other_person", f"both are people of {report}, and nobody is two people of one report",
                               "correct who is who in that report first"),))  # fmt: skip
    subjects = (Subject("person", min(one, other)), Subject("other_person", max(one, other)))
    body: dict[str, object] = {"reason": reason}
    if verdict == SAME:
        body["basis"] = "human"
    if verdict == CANNOT_TELL and (found := resolved.pair(one, other)):
        body["weight"] = round(found.score.weight, 6)
    return Draft(_KINDS[verdict], body, subjects, happened, agency, source, source_ref)
