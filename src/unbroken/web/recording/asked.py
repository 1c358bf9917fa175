"""A page of questions as it is asked: its form, how its fields are grouped, and what was typed before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.datastructures import MultiValueDict

from unbroken.record.times import TimeError, read_interval
from unbroken.web.forms import Checkboxes, Field, Filled, Form, Hidden, Radios, Select, When
from unbroken.web.forms.fields import clean
from unbroken.web.forms.form import Rule
from unbroken.web.recording.bodies import slots_in
from unbroken.web.recording.questions import Block, Days
from unbroken.web.words import say_happened

# What a browser sent, by name, as it came: it can be shown again exactly, and read again by the form of the day.
Raw = Mapping[str, Sequence[str]]
Answers = Mapping[str, Raw]  # by page
NOT_ANSWERS = frozenset({"csrfmiddlewaretoken", "do", "slots"})
MOST_SLOTS = 30


@dataclass(frozen=True, slots=True)
class Setting:
    """What a page is asked in: the day, what is answered so far, the force of whoever asks."""

    today: date
    clock: str
    answers: Answers
    agency: str = ""

    @property
    def days(self) -> Days:
        """The days for which codes are offered."""
        return Days((self.today,))

    def first(self, page: str, name: str) -> str:
        """What was typed into one field of a page, or ""."""
        values = self.answers.get(page, {}).get(name) or [""]
        return values[0]


@dataclass(frozen=True, slots=True)
class Asked:
    """The form of a page and the blocks in which it shows its fields."""

    form: Form
    blocks: tuple[Block, ...]

    def read(self, raw: Raw) -> Filled:
        """What was typed, read."""
        return self.form.read(MultiValueDict({name: list(values) for name, values in raw.items()}))

    def show(self, raw: Raw) -> Filled:
        """What was typed, before anybody says what is wrong with it."""
        return replace(self.read(raw), wrongs={}, general=())


def asked(fields: Iterable[Field], blocks: Iterable[Block] = (), rules: Iterable[Rule] = ()) -> Asked:
    """Questions on a page; each a block of its own where no blocks are given."""
    all_fields = tuple(fields)
    shown = tuple(blocks) or tuple(Block((one.name,)) for one in all_fields)
    return Asked(Form(all_fields, tuple(rules)), shown)


def raw_of(data: Any) -> dict[str, list[str]]:
    """What a browser sent, without what is no answer and without what no database keeps."""
    return {
        clean(name): [clean(str(value)) for value in data.getlist(name)] for name in data if name not in NOT_ANSWERS
    }


def slots_of(raw: Raw, lists: Iterable[str], *, more: str = "") -> dict[str, int]:
    """How many parts of each list a page shows: those sent, and one more of the list that was asked for."""
    found = {name: (slots_in(raw, name) or [0])[-1] + 1 for name in lists}
    return {name: min(MOST_SLOTS, count + (name == more)) for name, count in found.items()}


def say_answers(filled: Filled) -> list[tuple[str, str]]:
    """What was answered on a page, as label and text, in the page's order."""
    form = filled.form
    named = ((one, filled.values.get(one.name)) for one in form._all(form.fields))
    return [
        (one.label, say_answer(one, value))
        for one, value in named
        if value not in (None, (), "") and not isinstance(one, Hidden)
    ]


def say_answer(one: Field, value: Any) -> str:
    """An answer in words."""
    if isinstance(one, Radios | Select | Checkboxes):
        labels = {choice.value: choice.text for choice in one.choices}
        chosen = value if isinstance(value, tuple) else (value,)
        return "\n".join(labels.get(code, str(code)) for code in chosen)
    if isinstance(one, When):
        return say_when(value)
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def say_when(text: str) -> str:
    """A date as it was answered, in words."""
    try:
        return say_happened(read_interval(text))
    except TimeError:
        return text
