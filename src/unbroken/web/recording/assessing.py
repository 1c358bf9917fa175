"""The form of a risk instrument, made from its file alone, and the draft that its answers make (ASS-01). Pure.

Nothing in it is ticked beforehand: what the record says and what was answered before stand beside an item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from unbroken.record.entries import Draft, Subject
from unbroken.safety.instruments.earlier import KIND
from unbroken.safety.instruments.grading import grade, judgement_faults
from unbroken.safety.instruments.shapes import Instrument, Item
from unbroken.safety.instruments.wording import Wording, words_of
from unbroken.vocabulary.actors import ASSESSOR_ROLES
from unbroken.vocabulary.answers import ANSWERS
from unbroken.vocabulary.orders import RISK_GRADES
from unbroken.web.forms import Choice, Field, Form, Hidden, Number, Radios, Select, Text, Textarea, When, choices_of
from unbroken.web.forms.form import Rule
from unbroken.web.recording.entry_form import FORM_ID, SOURCE
from unbroken.web.recording.happening import happened_in, when_fields, when_rules
from unbroken.web.recording.meanwhile import SEEN

COMPLETE, JUDGEMENT, REASON, RESULT, VERSION = "complete", "judgement", "judgement_reason", "result", "version"
ASSESSOR, REVIEW, NAME, ACCOUNT = "assessor_role", "review_on", "assessor", "formulation"
_HOW_FAR: Final = (
    Choice("yes", "Every item was gone through"),
    Choice("no", "It is not complete", "It is recorded as begun, and does not count as done."),
    Choice("refused", "The victim would not be assessed", "That is recorded, and does not count as done."),
)


def item_field(key: str) -> str:
    """The name of the field that holds the answer to an item."""
    return f"item-{key}"


def note_field(key: str) -> str:
    """The name of the field that holds the words to an item."""
    return f"note-{key}"


def assessment_form(
    instrument: Instrument, *, wording: Wording | None, about: Sequence[Field], hints: Mapping[str, str]
) -> Form:
    """The questions. `hints` say of items that something stands beside them; `about` asks whom it is about."""
    head = (Hidden(FORM_ID), Hidden(SEEN), *about, *when_fields("When was the assessment made?"))
    if instrument.result == "judged":
        return Form((*head, *_judged(instrument)), rules=(when_rules, _judged_something(instrument)))
    if instrument.mode == "recorded":
        return Form((*head, *_recorded(instrument)), rules=(when_rules,))
    items = tuple(
        field
        for number, item in enumerate(instrument.items, 1)
        for field in _item(instrument, item, number, words_of(item, wording), hints.get(item.key, ""))
    )
    return Form((*head, *items, *_ending(instrument)), rules=(when_rules, _rule(instrument)))


def beginning_of(form: Form) -> list[str]:
    """The names of the fields before the items, as they are shown."""
    names = [one.name for one in form.fields]
    first = next(n for n, name in enumerate(names) if name.startswith("item-"))
    return names[:first]


def ending_of(form: Form) -> list[str]:
    """The names of the fields after the items."""
    ending = {COMPLETE, JUDGEMENT, REASON, NAME, ASSESSOR, REVIEW, RESULT, ACCOUNT}
    return [one.name for one in form.fields if one.name in ending]


def answers_in(instrument: Instrument, values: Mapping[str, Any]) -> dict[str, str]:
    """The answers, by item, without those to items that are not asked."""
    given = {item.key: values[item_field(item.key)] for item in instrument.items if values.get(item_field(item.key))}
    asked = {item.key for item in instrument.asked(given)}
    return {key: answer for key, answer in given.items() if key in asked}


def assessment_draft(
    instrument: Instrument, values: Mapping[str, Any], *, subjects: tuple[Subject, ...], agency: str
) -> Draft:
    """The entry that these answers make. What was not answered is left out: absent is not no."""
    body = {"instrument": instrument.key, **_body_of(instrument)(instrument, values)}
    kept = {name: value for name, value in body.items() if value not in (None, "", [], ())}
    return Draft(KIND, kept, subjects, happened_in(values) or "", agency, SOURCE, values[FORM_ID])


def _item(instrument: Instrument, item: Item, number: int, words: str, hint: str) -> Iterator[Field]:
    yield Radios(
        item_field(item.key),
        f"{number}. {words}",
        called=f"an answer to item {number}",
        hint=hint,
        choices=tuple(Choice(code, ANSWERS.label(code)) for code in instrument.responses),
        required=False,
        one_of=True,
        inline=True,
        small=True,
    )
    yield Textarea(
        note_field(item.key),
        f"What was said about item {number}",
        required=False,
        rows=2,
        max_length=2000,
    )


def _ending(instrument: Instrument) -> Iterator[Field]:
    yield Radios(
        COMPLETE,
        "How far did the assessment get?",
        called="how far the assessment got",
        choices=_HOW_FAR,
    )
    if instrument.grades:
        yield Radios(
            JUDGEMENT,
            "What is your professional judgement?",
            called="your professional judgement",
            hint=instrument.grading.why,
            choices=_grades(instrument),
            required=False,
            one_of=True,
        )
        yield Textarea(
            REASON,
            "Why?",
            called="the reason for your judgement",
            hint="What it rests on. Needed wherever the answers do not show the same grade by themselves.",
            required=False,
            one_of=True,
            rows=4,
            max_length=2000,
        )
    yield from _assessor()


def _assessor() -> Iterator[Field]:
    yield Select(
        ASSESSOR,
        "Who made the assessment?",
        called="who made the assessment",
        choices=choices_of(ASSESSOR_ROLES),
        required=False,
    )
    yield When(
        REVIEW,
        "When is it to be looked at again?",
        called="the day on which it is to be looked at again",
        required=False,
        future=True,
    )


def _version(hint: str) -> Field:
    return Text(VERSION, "Which version of the tool gave it?", called="the version of the tool", hint=hint, width=20)


def _judged(instrument: Instrument) -> Iterator[Field]:
    """A clinician's result: a level for each outcome, for clinical eyes, and one that everybody sees."""
    yield _version("As the manual says that it was judged by.")
    for item in instrument.items:
        called = f"the level for “{item.text}”"
        yield Select(item_field(item.key), item.text, called=called, choices=_grades(instrument), required=False)
        yield Textarea(
            note_field(item.key),
            f"What it rests on: {item.text}",
            called=f"what “{item.text}” rests on",
            required=False,
            rows=2,
            max_length=2000,
        )
    yield Radios(
        RESULT,
        "Which level did the assessor give as a whole?",
        called="the level as a whole",
        hint="Everybody who works on the case sees it, with the day. It is not worked out from the outcomes: leave it "
        "empty where the assessor gave none.",
        choices=_grades(instrument),
        required=False,
        one_of=True,
    )
    yield Textarea(
        ACCOUNT,
        "The assessor’s account",
        called="the assessor’s account",
        hint="For clinical eyes.",
        required=False,
        rows=6,
        max_length=10_000,
    )
    yield Text(NAME, "Name of the assessor", called="the name of the assessor", hint="Where it was not you.",
               required=False)  # fmt: skip
    yield from _assessor()


def _recorded(instrument: Instrument) -> Iterator[Field]:
    yield _version("As the system that it comes from says.")
    for item in instrument.items:
        name, called = item_field(item.key), f"the result for “{item.text}”"
        if item.response == "percent":
            yield Number(name, item.text, called=called, most=100, width=3, suffix="%", required=False)
        else:
            yield Select(name, item.text, called=called, choices=_grades(instrument), required=False)
    yield Radios(
        RESULT,
        "What is the result as a whole?",
        called="the result as a whole",
        hint="As it was given. It is not worked out from the parts.",
        choices=_grades(instrument),
    )


def _grades(instrument: Instrument) -> tuple[Choice, ...]:
    return tuple(Choice(code, RISK_GRADES.label(code)) for code in instrument.grades)


def _rule(instrument: Instrument) -> Rule:
    """What must fit together: what is called complete is, and the judgement is given, reasoned and not lower."""

    def rule(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        answers = answers_in(instrument, values)
        found = grade(instrument, answers)
        yield from _words_alone(instrument, values)
        if values.get(COMPLETE) == "yes":
            yield from _open(instrument, answers, found.open)
            if instrument.grades and not values.get(JUDGEMENT):
                yield JUDGEMENT, "Select your professional judgement"
        elif values.get(COMPLETE) == "no" and not answers:
            yield COMPLETE, "Answer at least one item, or come back later: nothing was begun yet"
        yield from judgement_faults(
            instrument, computed=found.grade, judgement=values.get(JUDGEMENT), reason=values.get(REASON)
        )

    return rule


def _judged_something(instrument: Instrument) -> Rule:
    """A result has a level for something, and words about an outcome stand with its level."""

    def rule(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        levels = [item.key for item in instrument.items if values.get(item_field(item.key))]
        if not levels:
            yield item_field(instrument.items[0].key), "Select the level of at least one outcome"
        for item in instrument.items:
            if values.get(note_field(item.key)) and item.key not in levels:
                yield item_field(item.key), f"Select the level for “{item.text}”: you wrote what it rests on"

    return rule


def _words_alone(instrument: Instrument, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Words about an item that has no answer would be lost."""
    for number, item in enumerate(instrument.items, 1):
        if values.get(note_field(item.key)) and not values.get(item_field(item.key)):
            yield item_field(item.key), f"Select an answer to item {number}: you wrote something about it"


def _open(instrument: Instrument, answers: Mapping[str, str], left: Sequence[str]) -> Iterator[tuple[str, str]]:
    numbers = {item.key: number for number, item in enumerate(instrument.items, 1)}
    for key in left:
        if key in answers:
            message = f"Item {numbers[key]} was not asked: select an answer, or say that the assessment is not complete"
        else:
            message = f"Select an answer to item {numbers[key]}, or say that the assessment is not complete"
        yield item_field(key), message


def _asked_body(instrument: Instrument, values: Mapping[str, Any]) -> dict[str, Any]:
    answers = answers_in(instrument, values)
    notes = {key: values.get(note_field(key)) for key in answers}
    return {
        "instrument_version": instrument.version,
        "answers": [
            {"item": key, "answer": answer, **({"note": notes[key]} if notes[key] else {})}
            for key, answer in answers.items()
        ],
        "computed_grade": grade(instrument, answers).grade,
        "judgement": values.get(JUDGEMENT),
        "judgement_reason": values.get(REASON),
        "complete": values.get(COMPLETE),
        "assessor_role": values.get(ASSESSOR),
        "review_on": values.get(REVIEW),
    }


def _body_of(instrument: Instrument) -> Callable[[Instrument, Mapping[str, Any]], dict[str, Any]]:
    if instrument.result == "judged":
        return _judged_body
    return _recorded_body if instrument.mode == "recorded" else _asked_body


def _judged_body(instrument: Instrument, values: Mapping[str, Any]) -> dict[str, Any]:
    levels = {item.key: values.get(item_field(item.key)) for item in instrument.items}
    notes = {key: values.get(note_field(key)) for key in levels}
    return {
        "instrument_version": values.get(VERSION),
        "outcomes": [
            {"item": key, "level": level, **({"note": notes[key]} if notes[key] else {})}
            for key, level in levels.items()
            if level
        ],
        "judgement": values.get(RESULT),
        "formulation": values.get(ACCOUNT),
        "complete": "yes",
        "assessor": values.get(NAME),
        "assessor_role": values.get(ASSESSOR),
        "review_on": values.get(REVIEW),
    }


def _recorded_body(instrument: Instrument, values: Mapping[str, Any]) -> dict[str, Any]:
    given = [(item, values.get(item_field(item.key))) for item in instrument.items]
    return {
        "instrument_version": values.get(VERSION),
        "measures": [
            {"item": item.key, "percent" if item.response == "percent" else "grade": value}
            for item, value in given
            if value is not None and value != ""
        ],
        "computed_grade": values.get(RESULT),
        "complete": "yes",
    }
