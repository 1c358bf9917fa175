"""Somebody is described for a report that is there: who on the record they may be, looked up, asked and recorded.

Everything but what is typed and what it is about is shared with a new report (`seen_before`, `seeing`, `recognising`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from unbroken.access.models import User
from unbroken.access.policy import Permission, may
from unbroken.record.book import stored_now
from unbroken.record.entries import Draft
from unbroken.web.forms import Filled
from unbroken.web.recording.asked import Raw
from unbroken.web.recording.bodies import body_of
from unbroken.web.recording.entry_form import SOURCE, EntryForm
from unbroken.web.recording.happening import happened_in
from unbroken.web.recording.matter import Matter
from unbroken.web.recording.questions import Block
from unbroken.web.recording.recognising import DESCRIBING, PERSON, Answers, read_answers, was_shown
from unbroken.web.recording.seeing import draft_answers, said_about
from unbroken.web.recording.seen_before import Found, Within, seen_before
from unbroken.web.recording.sheets import Sheet, sheet_of
from unbroken.web.recording.subjects import NEW

_WHOLE_DAY = len("2026-03-03")
NOT_LOOKED_AT = "Somebody on record may be the person you describe. Say whether they are, or record without an answer"


def is_looked_for(user: User, kind: str) -> bool:
    """Whether a form of this kind looks for who may be on record, and this user may say who it is."""
    return bool(sheet_of(kind).found_by) and bool(may(user, Permission.RECOGNISE))


@dataclass(frozen=True, slots=True)
class Describing:
    """Somebody being described: by whom, for which report, on which form, and what was answered about those seen."""

    user: User
    matter: Matter
    form: EntryForm
    said: Raw
    today: date

    @property
    def answers(self) -> Answers:
        """What was answered about who it is."""
        return read_answers(self.said, PERSON, now=stored_now())

    def look_up(self, filled: Filled) -> Found:
        """Who on the record it may be, from what is typed so far."""
        happened = happened_in(filled.values) or ""
        on = happened[:_WHOLE_DAY] if len(happened) >= _WHOLE_DAY else self.today.isoformat()
        within = Within(self.matter.report, _chosen(filled))
        body = body_of(self.form.shapes, filled.given)
        return seen_before(self.user, PERSON, body, on=on, answers=self.answers, within=within)

    def not_looked_at(self, found: Found) -> bool:
        """Whether somebody was found who was not shown while it was typed, and about whom nothing is answered."""
        return any(not one.here and not one.answer and not was_shown(self.said, one.names) for one in found.people)

    @property
    def is_recorded(self) -> bool:
        """Whether this form was recorded before: it is then sent a second time."""
        return any((entry.source, entry.source_ref) == (SOURCE, self.form.id) for entry in self.matter.entries)

    def draft_answers(self, person: str, found: Found) -> list[Draft]:
        """The entries that record what was answered. Raises AnswersLost and AnswersRefused."""
        said = said_about(person, found, while_=DESCRIBING)
        return draft_answers(said, report=self.matter.report, agency=self.user.agency, form=self.form.id)


def _chosen(filled: Filled) -> str:
    """Which person of the report is described; "" of somebody new to it."""
    chosen: Any = filled.values.get("subjects-person") or ""
    return "" if chosen == NEW else chosen


def split_blocks(sheet: Sheet, blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """The questions up to the last by which somebody is found, and those that follow."""
    heads = [block.names[0].partition("-")[0] for block in blocks]
    last = max((number for number, head in enumerate(heads) if head in sheet.found_by), default=-1)
    return blocks[: last + 1], blocks[last + 1 :]
