"""The form of a frame: a field for each question, made from the frame alone, and the answers that come back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from unbroken.coding.fold import Coding, Settled
from unbroken.insight.coding.agreement import Answers, Key
from unbroken.insight.coding.frame import AFTER, BESIDE, NUMBER, SEVERAL, Variable
from unbroken.web.coding.opening import Question
from unbroken.web.forms import Checkboxes, Choice, Field, Form, Hidden, Number, Radios, Select, Text, Textarea
from unbroken.web.recording.entry_form import FORM_ID
from unbroken.web.recording.meanwhile import SEEN

NOTE = "note"
A_NUMBER = "number"
_FEW = 14  # answers that are shown one below the other; more are chosen from a list
_HIDDEN = (Hidden(FORM_ID), Hidden(SEEN))


def coding_form(questions: Sequence[Question], *, answers: Answers, is_done: bool) -> Form:
    """The form for a coder. Every question must be answered where the coder says that they are done."""
    fields: list[Field] = []
    for one in questions:
        fields.append(_field(one, hint=_hint(one, answered=one.key in answers), required=is_done))
        fields.append(Text(note_of(one), "Note on this answer", called="the note", required=False, max_length=1000))
    note = Textarea(NOTE, "Note on the report as a whole", called="the note", required=False, max_length=2000, rows=3)
    return Form((*_HIDDEN, *fields, note))


def settling_form(questions: Sequence[Question]) -> Form:
    """The form for whoever settles: the answer that counts and why, or neither."""
    fields: list[Field] = []
    for one in questions:
        fields.append(_field(one, hint=one.variable.help, required=False))
        fields.append(Text(note_of(one), "Why", required=False, max_length=1000))
    return Form((*_HIDDEN, *fields), rules=(lambda values: _whole(questions, values),))


def note_of(one: Question) -> str:
    """The name of the field beside a question."""
    return f"{one.name}--note"


def started(questions: Sequence[Question], coding: Coding | None) -> dict[str, Any]:
    """What the form holds at the start, from what the coder answered before."""
    if coding is None:
        return {}
    found: dict[str, Any] = {NOTE: coding.note}
    for one in questions:
        found |= _values(one, coding.answers.get(one.key, ())) | {note_of(one): coding.notes.get(one.key, "")}
    return found


def started_settling(questions: Sequence[Question], settled: Mapping[Key, Settled]) -> dict[str, Any]:
    """What the form holds at the start, from what was settled before."""
    found: dict[str, Any] = {}
    for one in questions:
        if before := settled.get(one.key):
            found |= _values(one, before.values) | {note_of(one): before.reason}
    return found


def answered(
    questions: Sequence[Question], values: Mapping[str, Any]
) -> Iterator[tuple[Question, tuple[str, ...], str]]:
    """Each question that was answered, with its answer and the words beside it."""
    for one in questions:
        given = values.get(one.name)
        if one.variable.type == NUMBER and given == A_NUMBER:
            number = values.get(_number_of(one))
            given = None if number is None else str(number)
        if given:
            yield one, (given,) if isinstance(given, str) else tuple(given), values.get(note_of(one)) or ""


def _values(one: Question, given: tuple[str, ...]) -> dict[str, Any]:
    if not given:
        return {}
    if one.variable.type == SEVERAL:
        return {one.name: given}
    if one.variable.type == NUMBER and not one.variable.is_missing(given[0]):
        return {one.name: A_NUMBER, _number_of(one): given[0]}
    return {one.name: given[0]}


def _field(one: Question, *, hint: str, required: bool) -> Field:
    """The field of a question. It is never called optional: it is asked, and may wait."""
    variable = one.variable
    label = f"{variable.question} ({one.about})" if one.about else variable.question
    common: dict[str, Any] = {"hint": hint, "required": required, "one_of": True, "called": f"an answer: {label}"}
    if variable.type == SEVERAL:
        return Checkboxes(one.name, label, choices=tuple(_choices(variable, alone=True)), small=True, **common)
    if variable.type == NUMBER:
        number = Number(_number_of(one), "Number", called=f"a number: {label}")
        choices = (Choice(A_NUMBER, "A number", fields=(number,)), *_choices(variable))
        return Radios(one.name, label, choices=choices, small=True, **common)
    if len(variable.options) > _FEW:
        return Select(one.name, label, choices=tuple(_choices(variable)), **common)
    return Radios(one.name, label, choices=tuple(_choices(variable)), small=True, **common)


def _choices(variable: Variable, *, alone: bool = False) -> Iterator[Choice]:
    for value in variable.values:
        yield Choice(value.code, value.label)
    for place, value in enumerate(variable.missing):
        is_list = len(variable.options) > _FEW and not alone  # which has no dividers
        divider = "or" if not place and not is_list else ""
        yield Choice(value.code, value.label, divider=divider, alone=alone)


def _hint(one: Question, *, answered: bool) -> str:
    shows = one.variable.show == BESIDE or (one.variable.show == AFTER and answered)
    said = f"The record says: {one.own_words}." if one.own_words and shows else ""
    return " ".join(part for part in (one.variable.help, said) if part)


def _number_of(one: Question) -> str:
    return f"{one.name}--number"


def _whole(questions: Sequence[Question], values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """An answer that counts has a reason, and a reason has an answer."""
    given = {one.name for one, _, _ in answered(questions, values)}
    for one in questions:
        why = values.get(note_of(one))
        if one.name in given and not why:
            yield note_of(one), f"Enter why this answer counts: {one.variable.question}"
        elif why and one.name not in given:
            yield one.name, f"Select the answer that counts: {one.variable.question}"
