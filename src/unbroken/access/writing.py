"""Whether somebody may record what they want recorded: asked by every form and API call before `flow.take_in`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from unbroken.access.closed import closed_to, restricted_objects
from unbroken.access.enquiries import ANSWERED, judge_answer
from unbroken.access.models import User
from unbroken.access.policy import (
    ALLOWED,
    Decision,
    Permission,
    has_own_agency,
    may,
    may_amend,
    may_recognise,
    may_record,
    may_record_content,
    own_matters_of,
)
from unbroken.access.relation import own_of, strangers
from unbroken.access.visibility import visible
from unbroken.record.check import AMENDMENTS
from unbroken.record.entries import Draft, Entry
from unbroken.record.errors import NotAllowed, Problem
from unbroken.record.kinds import REGISTER
from unbroken.record.queries import amendments_of, entries_by_id

_SAY_WHO = frozenset({"identity.linked", "identity.unlinked", "identity.undecided"})


class MayNotRecord(NotAllowed):
    """A draft that its author may not record. `index` is its place among the drafts, from 0; `problem` what of it."""

    def __init__(self, decision: Decision, *, index: int) -> None:
        self.index = index
        self.problem = Problem(decision.field, decision.reason, decision.expected)
        super().__init__(decision.reason)


def check_may_record(user: User, drafts: Sequence[Draft], *, recognised: Sequence[Draft] = ()) -> None:
    """Raise MayNotRecord for the first draft that this user may not record.

    `recognised` are recorded after them, in the same intake: each says whether somebody whom the drafts describe is a
    person on the record.
    """
    described = {subject.object for draft in drafts if draft.kind == "person.described" for subject in draft.subjects}
    for index, decision in enumerate([*judge(user, drafts), *judge(user, recognised, described=described)]):
        if not decision:
            raise MayNotRecord(decision, index=index)


def judge(user: User, drafts: Sequence[Draft], *, described: Collection[str] = ()) -> list[Decision]:
    """For each draft, whether this user may record it. `described` are people whom the same intake describes.

    An unknown kind and an amendment whose target is not there are let through: the record refuses them, and says
    what would be right.
    """
    targets = {entry.id: entry for entry in entries_by_id({d.corrects for d in drafts if d.corrects})}
    names = [set(_names(draft, targets.get(draft.corrects))) for draft in drafts]
    own = own_of(user)
    closed = closed_to(user) | (strangers(own, set().union(*names)) if own else frozenset())
    restricted = {} if may(user, Permission.SEE_RESTRICTED) else restricted_objects(set().union(*names))
    return [
        judge_answer(user, draft)
        if draft.kind == ANSWERED
        else _judge(user, draft, targets.get(draft.corrects), about & closed, about & restricted.keys(), described)
        for draft, about in zip(drafts, names, strict=True)
    ]


def _judge(
    user: User,
    draft: Draft,
    target: Entry | None,
    closed: set[str],
    restricted: set[str],
    described: Collection[str],
) -> Decision:
    if closed:
        return _closed(user, draft)
    if restricted:
        return Decision(False, "This report is restricted. A supervisor can record it.")
    if draft.kind not in REGISTER:
        return ALLOWED
    if draft.kind in _SAY_WHO and any(subject.object in described for subject in draft.subjects):
        return may_recognise(user, draft.agency)
    if draft.kind not in AMENDMENTS:
        decision = may_record(user, draft.kind, draft.agency)
        return decision and may_record_content(user, draft.kind, draft.body)
    return _judge_amendment(user, draft, target) if target else may_record(user, draft.kind, draft.agency)


def _closed(user: User, draft: Draft) -> Decision:
    """The same for a conflict of interest, for what is not their own matter and for what is not on the record.

    Who sees their own matters only is told first what they may never record, which tells nothing about the matter.
    """
    reason = "You may not record anything about this matter."
    if not own_matters_of(user):
        return Decision(False, reason)
    if draft.kind in REGISTER and not (decision := may_record(user, draft.kind, draft.agency)):
        return decision
    ours = f", or one such as person:{user.agency}.2024-17" if has_own_agency(user) else ""
    return Decision(False, f"{reason} Somebody or something new needs a UUID for a name{ours}.")


def _judge_amendment(user: User, draft: Draft, target: Entry) -> Decision:
    if draft.agency != target.agency:
        return Decision(False, f"The entry is {target.agency}'s. Only {target.agency} can correct or withdraw it.")
    decision = may_amend(user, draft.kind, target.kind, target.agency)
    if not decision or draft.kind != "entry.corrected":
        return decision
    seen = visible([target, *amendments_of(target.id)], user)
    if seen.withheld or seen.masked:  # the corrected body is whole: what they do not see would be lost
        return Decision(False, "Part of this entry is not shown to your role, so you cannot correct it.")
    corrected = draft.body.get("body")
    was = may_record_content(user, target.kind, target.body or {}, within="corrects")
    return was and may_record_content(
        user, target.kind, corrected if isinstance(corrected, Mapping) else {}, within="body.body"
    )


def _names(draft: Draft, target: Entry | None) -> Iterator[str]:
    """Every object a draft names, or would. What is no object's name is left to the record to refuse."""
    given = [subject.object for subject in (*draft.subjects, *(target.subjects if target else ()))]
    corrected = draft.body.get("subjects") if draft.kind == "entry.corrected" else None
    pairs = corrected if isinstance(corrected, list | tuple) else ()
    given += [pair[1] for pair in pairs if isinstance(pair, list | tuple) and len(pair) == 2]
    return (name for name in given if isinstance(name, str) and name.isprintable())
