"""Recording through the API: from what was sent to drafts, past the policy, into the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from unbroken import flow
from unbroken.access.log import log_recorded
from unbroken.access.models import User
from unbroken.access.writing import check_may_record, judge
from unbroken.api.answers import say_problems, say_recorded
from unbroken.api.shapes import EntryIn
from unbroken.record.book import Recorded
from unbroken.record.entries import Draft, Subject
from unbroken.record.errors import Conflict, Problem
from unbroken.record.sql import known_messages

_ANOTHERS = "it is another agency's; use a reference of your own"


@dataclass(slots=True)
class Tally:
    """What became of the entries of a batch, by their place in it."""

    results: dict[int, dict[str, Any]] = field(default_factory=dict)

    def reject(self, index: int, status: str, problems: Sequence[Problem]) -> None:
        """An entry that was not recorded, and why."""
        said = say_problems(problems, index)
        self.results[index] = {"index": index, "status": status, "entry": None, "problems": said}

    def record(self, index: int, recorded: Recorded) -> None:
        """An entry that stands on the record."""
        status = "duplicate" if recorded.duplicate else "recorded"
        self.results[index] = {"index": index, "status": status, "entry": say_recorded(recorded), "problems": []}

    def said(self) -> dict[str, Any]:
        """The answer."""
        results = [self.results[index] for index in sorted(self.results)]
        count = [result["status"] for result in results]
        recorded, duplicates = count.count("recorded"), count.count("duplicate")
        return {
            "recorded": recorded,
            "duplicates": duplicates,
            "rejected": len(count) - recorded - duplicates,
            "results": results,
        }


def to_draft(entry: EntryIn, user: User) -> Draft:
    """The draft of what was sent. The agency is the caller's unless said."""
    return Draft(
        kind=entry.kind,
        body=entry.body,
        subjects=tuple(Subject(role, name) for role, name in entry.subjects),
        happened=entry.happened,
        agency=entry.agency or user.agency,
        source=entry.source,
        source_ref=entry.source_ref,
        corrects=entry.corrects or "",
    )


def record_all(entries: Sequence[EntryIn], *, by: User, action: str) -> list[Recorded]:
    """Record everything or nothing. Raises MayNotRecord, Refused or Conflict with the index of the culprit."""
    drafts = [to_draft(entry, by) for entry in entries]
    check_may_record(by, drafts)
    try:
        with transaction.atomic():
            recorded = flow.take_in(drafts, by=by.username).recorded
            log_recorded((item.entry for item in recorded if not item.duplicate), by=by, action=action)
    except Conflict as conflict:
        raise _discreet(conflict, drafts[conflict.index], by) from None
    return list(recorded)


def record_each(entries: Sequence[EntryIn], *, by: User, action: str) -> Tally:
    """Record what can be recorded, and say for each entry what became of it."""
    tally = Tally()
    drafts = [to_draft(entry, by) for entry in entries]
    allowed = []
    for index, (draft, decision) in enumerate(zip(drafts, judge(by, drafts), strict=True)):
        if decision:
            allowed.append((index, draft))
        else:
            tally.reject(index, "forbidden", (Problem(decision.field, decision.reason, decision.expected),))
    with transaction.atomic():
        before = set(known_messages(draft for _, draft in allowed))
        flow.take_in_bulk(allowed, by=by.username, on_reject=_rejecter(tally, by))
        taken = [(index, draft) for index, draft in allowed if index not in tally.results]
        log_recorded(_settle(tally, taken, before), by=by, action=action)
    return tally


def _settle(tally: Tally, taken: Sequence[tuple[int, Draft]], before: set[tuple[str, str]]) -> list[Any]:
    """Note where each entry stands; the second of two alike is a duplicate of the first. The new entries."""
    known = known_messages(draft for _, draft in taken)
    seen, new = set(before), []
    for index, draft in taken:
        message = (draft.source, draft.source_ref)
        recorded = Recorded(known[message].entry, duplicate=message in seen)
        seen.add(message)
        tally.record(index, recorded)
        if not recorded.duplicate:
            new.append(recorded.entry)
    return new


def _rejecter(tally: Tally, by: User) -> Any:
    def reject(index: int, draft: Draft, problems: tuple[Problem, ...]) -> None:
        conflict = any(problem.field == "source_ref" for problem in problems) and known_messages([draft])
        if conflict:
            problems = _discreet(Conflict(problems), draft, by).problems
        tally.reject(index, "conflict" if conflict else "refused", problems)

    return reject


def _discreet(conflict: Conflict, draft: Draft, by: User) -> Conflict:
    """A conflict that names no entry of another agency: its reference may be known, what stands there is not."""
    known = known_messages([draft]).get((draft.source, draft.source_ref))
    if known is not None and known.entry.agency == by.agency:
        return conflict
    problems = tuple(Problem(item.field, item.message, _ANOTHERS) for item in conflict.problems)
    return Conflict(problems, index=conflict.index, source_ref=conflict.source_ref)
