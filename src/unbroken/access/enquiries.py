"""Questions to another agency, answered in a word: who is asked sees the question, and who asked the word (LNK-09).

An agency is asked about people who are no matter of its own: what stands in the question is shown to it all the same,
because whoever asked decided to give it, and nothing else is. To answer makes nothing its own either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from unbroken.access.closed import closed_to
from unbroken.access.models import EnquiryRow, User
from unbroken.access.policy import Decision, may_record
from unbroken.record.amend import standing
from unbroken.record.entries import Draft, Entry
from unbroken.record.projector import Projection, Row, Table
from unbroken.record.queries import entries_about

ASKED, ANSWERED = "enquiry.asked", "enquiry.answered"
_NO_QUESTION = Decision(False, "There is no such question to your agency.")


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A question about a person with its answer, if it has one: the last that the agency gave which was asked."""

    entry: str
    by: str
    to: str
    question: str
    on: date
    answer: str | None
    answered_on: date | None
    answer_entry: str


@dataclass(frozen=True, slots=True)
class Enquiries:
    """The questions about one person object, in the order in which they were asked."""

    object: str
    items: tuple[Enquiry, ...]


def fold_enquiries(name: str, entries: Iterable[Entry]) -> Enquiries:
    """The questions about a person, from standing entries in the order in which they happened. Pure."""
    own = [entry for entry in entries if entry.kind in (ASKED, ANSWERED) and name in entry.of("person") and entry.body]
    answers = {(entry.get("question"), entry.agency): entry for entry in own if entry.kind == ANSWERED}
    asked = [entry for entry in own if entry.kind == ASKED]
    return Enquiries(name, tuple(_enquiry(entry, answers.get((entry.id, entry.get("to")))) for entry in asked))


def _enquiry(asked: Entry, answer: Entry | None) -> Enquiry:
    return Enquiry(
        entry=asked.id,
        by=asked.agency,
        to=asked.get("to"),
        question=asked.get("question"),
        on=asked.day,
        answer=answer.get("answer") if answer else None,
        answered_on=answer.day if answer else None,
        answer_entry=answer.id if answer else "",
    )


def questions_to(user: User) -> list[Entry]:
    """The questions that wait for an answer of this user's agency, the oldest first, without those closed to them."""
    if not may_record(user, ANSWERED, user.agency):
        return []
    rows = EnquiryRow.objects.filter(asked=user.agency, is_answered=False)
    return sorted(_questions(user, list(rows)), key=lambda entry: (entry.happened_from, entry.id))


def question_to(user: User, entry_id: str) -> Entry | None:
    """A question to their agency; None where it is not theirs to answer. One that is answered may be answered anew."""
    if not may_record(user, ANSWERED, user.agency):
        return None
    rows = EnquiryRow.objects.filter(entry=entry_id, asked=user.agency)
    return next(_questions(user, list(rows)), None)


def judge_answer(user: User, draft: Draft) -> Decision:
    """Whether this draft answers a question to this user's agency, about whom it asked and about nothing else."""
    question = question_to(user, str(draft.body.get("question", "")))
    if question is None or [subject.object for subject in draft.subjects] != list(question.of("person")):
        return _NO_QUESTION
    return may_record(user, draft.kind, draft.agency)


def _questions(user: User, rows: Sequence[EnquiryRow]) -> Iterator[Entry]:
    """The questions of these rows as they stand."""
    closed = closed_to(user)
    people = {row.object for row in rows} - closed
    wanted = {row.entry for row in rows}
    found = standing(entries_about(people)) if people else []
    yield from (entry for entry in found if entry.id in wanted and entry.body)


def _rows(state: Enquiries) -> Iterator[Row]:
    for n, item in enumerate(state.items):
        yield state.object, n, item.entry, item.to, item.answer is not None


ENQUIRY_PROJECTION = Projection("person", fold_enquiries, (Table(EnquiryRow, _rows),))
