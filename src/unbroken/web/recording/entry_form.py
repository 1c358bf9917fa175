"""The form for one entry about a report: from the kind and its sheet to questions, from answers to a draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from unbroken.exchange.exporting.shapes import Shape
from unbroken.record.entries import Draft
from unbroken.record.errors import Problem, Refused
from unbroken.record.ids import new_id
from unbroken.record.kinds import REGISTER
from unbroken.web.forms import Field, Filled, Hidden
from unbroken.web.recording.asked import Asked, Raw, asked, slots_of
from unbroken.web.recording.bodies import body_of, field_of, say_problem
from unbroken.web.recording.happening import HAPPENED, happened_in, when_fields, when_rules
from unbroken.web.recording.matter import Matter
from unbroken.web.recording.questions import Block, Days, questions_of
from unbroken.web.recording.sheets import Sheet, sheet_of
from unbroken.web.recording.subjects import About, Find, about

SOURCE = "form"
FORM_ID = "form_id"
TWICE = "It had been recorded already. Nothing was recorded twice."
_LOST = "The form has lost its number. Open the page again."
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class EntryForm:
    """The form of one entry: its questions, and what it will be about. `id` makes sending it twice record it once."""

    id: str
    sheet: Sheet
    shapes: tuple[Shape, ...]
    asked: Asked
    about: About

    def start(self, *, today: date) -> Filled:
        """The form before anybody has typed."""
        values: dict[str, Any] = {FORM_ID: self.id, **self.about.start}
        if self.sheet.starts_today:
            values[HAPPENED] = today.isoformat()
        return self.asked.form.start(values)

    def draft(self, values: Mapping[str, Any], *, agency: str) -> Draft:
        """The entry that these answers make."""
        return Draft(
            kind=self.sheet.kind,
            body=body_of(self.shapes, values),
            subjects=self.about.subjects(values, form=self.id),
            happened=happened_in(values) or "",
            agency=agency,
            source=SOURCE,
            source_ref=self.id,
        )

    def refused(self, filled: Filled, refused: Refused) -> Filled:
        """The form with what the record found wrong, each at its field."""
        return show_refused(filled, refused.problems, self.shapes)


def entry_form(
    kind: str, matter: Matter, raw: Raw, *, today: date, more: str = "", find: Find = lambda _: ()
) -> EntryForm:
    """The form of a kind about a report, with as many parts in its lists as were sent, and one more of `more`.

    `find` finds another report by a reference, among those that the reader may see.
    """
    sheet = sheet_of(kind)
    form_id = raw[FORM_ID][0] if is_form_id(raw) else new_id()
    involved = about(REGISTER[kind], matter, form=form_id, find=find, only=sheet.only_about)
    when = when_fields(sheet.when, hint=sheet.when_hint, spans=sheet.spans)
    shapes = sheet.shapes()
    questions = body_questions(sheet, shapes, raw, days=Days((today, *matter.days)), more=more)
    head: tuple[Field, ...] = (Hidden(FORM_ID), *involved.fields, *when)
    blocks = [*(Block((one.name,)) for one in head), *questions[1]]
    return EntryForm(
        form_id, sheet, shapes, asked((*head, *questions[0]), blocks, (when_rules, *sheet.rules)), involved
    )


def body_questions(
    sheet: Sheet, shapes: tuple[Shape, ...], raw: Raw, *, days: Days, more: str = ""
) -> tuple[list[Field], list[Block]]:
    """The questions for a body, in the words of the sheet."""
    lists = [shape.name for shape in shapes if shape.type == "model" and shape.repeated]
    return questions_of(shapes, sheet.by_name(), days=days, slots=slots_of(raw, lists, more=more))


def is_form_id(raw: Raw) -> bool:
    """Whether a form came back with an id such as we give."""
    return len(raw.get(FORM_ID, ())) == 1 and _ID.fullmatch(raw[FORM_ID][0]) is not None


def show_refused(filled: Filled, problems: tuple[Problem, ...], shapes: tuple[Shape, ...]) -> Filled:
    """A form with problems of its entry, each at the field that caused it."""
    names = {one.name: one for one in filled.form._all(filled.form.fields)}
    found = []
    for problem in problems:
        name = field_of(problem, shapes, filled.values)
        found.append((name if name in names else "", say_problem(problem, names.get(name))))
    return filled.refuse(found)


def numbered(form: Filled, raw: Raw) -> Filled:
    """The form as it was read, refused where what was sent has lost the number by which it is recorded once only."""
    return form if is_form_id(raw) else form.refuse([("", _LOST)])
