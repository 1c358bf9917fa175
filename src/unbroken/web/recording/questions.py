"""Questions asked from the kinds: a field's type, codes and words become a field of a form.

A nested part becomes a block of questions (`safe_contact-times`), a list of parts one block for each
(`identifiers-0-type`), with a button for one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from unbroken.exchange.exporting.shapes import Shape, shapes_of
from unbroken.record.kinds import Privacy
from unbroken.vocabulary.answers import ANSWERS
from unbroken.vocabulary.codes import Code, CodeList
from unbroken.vocabulary.offences import OFFENCES
from unbroken.vocabulary.outcomes import OUTCOMES
from unbroken.web.forms import Checkboxes, Choice, Field, Number, Radios, Select, Text, Textarea, When, Wrong

_FEW = 8  # more than this is a list to choose from, not a page of radios
_LONG_WORDS = frozenset({"narrative", "words", "explanation", "threat_words"})
_PART_DATES = frozenset({"separated_on"})


@dataclass(frozen=True, slots=True)
class Ask:
    """How one field of a kind is asked, where that differs from what the kind says.

    `only` limits the codes and sets their order; `on` asks further fields of those who choose a code; `alone` are
    codes that exclude the others. `into` is the name of the field on the form where it is not that of the body;
    `more` is handed to the form's field as it is.
    """

    name: str
    label: str = ""
    hint: str | None = None
    called: str = ""
    missing: str = ""
    required: bool | None = None
    heading: bool = False
    only: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    on: Mapping[str, tuple[Ask, ...]] = field(default_factory=lambda: MappingProxyType({}))
    widget: type[Field] | None = None
    more: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    into: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Fields that a page shows together, by name. `repeats` is the list of which the block is one part.

    `is_last` marks the last part of a list: the button for one more follows it.
    """

    names: tuple[str, ...]
    legend: str = ""
    hint: str = ""
    repeats: str = ""
    is_last: bool = False
    singular: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """The days for which codes are offered: those valid on any of them, and those already chosen."""

    on: tuple[date, ...]
    chosen: frozenset[str] = frozenset()

    def offers(self, codes: CodeList, only: Sequence[str] = ()) -> Iterator[Choice]:
        """The codes of a list to choose from: those wanted, in their order, and those already chosen."""
        wanted = [codes[name] for name in only] or list(codes)
        for code in (*wanted, *(one for one in codes if one.code in self.chosen and one not in wanted)):
            if code.code in self.chosen or any(code.valid_on(day) for day in self.on):
                number = f"{code.code}: " if codes is OUTCOMES else ""  # outcomes are known by their numbers
                note = "" if codes is ANSWERS or codes is OFFENCES else code.note  # what is asked needs no commentary
                yield Choice(code.code, number + code.label, note)


def ask(kind: str, name: str, label: str = "", *, days: Days, **more: Any) -> Field:
    """One field of a kind as a question. `more` are those of `Ask`; what else is given goes to the field itself."""
    known = {key: more.pop(key) for key in list(more) if key in Ask.__dataclass_fields__}
    shapes = {one.name: one for one in shapes_of(kind)}
    return question(shapes[name], Ask(name, label, more=MappingProxyType(more), **known), days=days, beside=shapes)


def questions_of(
    shapes: Iterable[Shape], asks: Mapping[str, Ask], *, days: Days, slots: Mapping[str, int], prefix: str = ""
) -> tuple[list[Field], list[Block]]:
    """The fields and blocks of these shapes. `slots` says how many parts of each list the page shows."""
    fields: list[Field] = []
    blocks: list[Block] = []
    beside = {shape.name: shape for shape in shapes}
    follow = {one.name for how in asks.values() for group in how.on.values() for one in group}
    for shape in beside.values():
        how = asks.get(shape.name) or Ask(shape.name)
        name = prefix + shape.name
        if shape.type == "mapping" or shape.name in follow:
            continue
        if shape.type != "model":
            fields.append(question(shape, replace(how, into=name), days=days, beside=beside))
            blocks.append(Block((name,)))
            continue
        for inner, block in _parts(shape, how, days=days, slots=slots, name=name):
            fields.extend(inner)
            blocks.append(block)
    return fields, blocks


def _parts(
    shape: Shape, how: Ask, *, days: Days, slots: Mapping[str, int], name: str
) -> Iterator[tuple[list[Field], Block]]:
    """A nested part, or each of a list of them. Nothing in a part is required: a part left empty is no part."""
    label = how.label or shape.label
    hint = _hint(shape, how)
    loose = tuple(replace(one, required=False) for one in shape.fields if one.type != "model")
    if not shape.repeated:
        fields, _ = questions_of(loose, {}, days=days, slots={}, prefix=f"{name}-")
        yield fields, Block(tuple(one.name for one in fields), label, hint)
        return
    count = max(1, slots.get(name, 1))
    for number in range(count):
        fields, _ = questions_of(loose, {}, days=days, slots={}, prefix=f"{name}-{number}-")
        legend = label if count == 1 else f"{label}: {number + 1}"
        yield (
            fields,
            Block(
                tuple(one.name for one in fields),
                legend,
                "" if number else hint,
                repeats=name,
                is_last=number == count - 1,
                singular=label[:1].lower() + label[1:],
            ),
        )


def question(shape: Shape, how: Ask, *, days: Days, beside: Mapping[str, Shape]) -> Field:
    """One field of a body as a field of a form. `beside` are the fields that may follow from a choice."""
    common: dict[str, Any] = {
        "hint": _hint(shape, how),
        "called": how.called,
        "missing": how.missing,
        "required": shape.required if how.required is None else how.required,
        "heading": how.heading,
    }
    label = how.label or shape.label
    name = how.into or shape.name
    if shape.codes is not None:
        return _coded(name, label, shape, how, common, days, beside)
    widget, extra = _widget(shape)
    more = {**extra, **how.more} if how.widget in (None, widget) else dict(how.more)
    return (how.widget or widget)(name, label, **common, **more)


def _hint(shape: Shape, how: Ask) -> str:
    """The hint that was given; else the kind's own words, unless the question already is in words of its own."""
    if how.hint is not None:
        return how.hint
    return "" if how.label else shape.meaning


def _coded(
    name: str,
    label: str,
    shape: Shape,
    how: Ask,
    common: dict[str, Any],
    days: Days,
    beside: Mapping[str, Shape],
) -> Field:
    codes = shape.codes
    assert codes is not None
    is_answer = codes is ANSWERS
    choices = tuple(
        replace(
            choice,
            fields=tuple(
                question(beside[one.name], one, days=days, beside=beside) for one in how.on.get(choice.value, ())
            ),
            alone=choice.value in how.alone,
        )
        for choice in days.offers(codes, how.only or (_to_tick(codes, how) if shape.repeated else ()))
    )
    if shape.repeated:
        return Checkboxes(name, label, **common, choices=choices, **{"small": len(choices) > _FEW, **how.more})
    widget: type[Any] = how.widget or (Radios if len(choices) <= _FEW else Select)
    shown = {"small": True, "inline": is_answer and not how.on}
    more = {**shown, **how.more} if widget is Radios else dict(how.more)
    found: Field = widget(name, label, **common, choices=choices, **more)
    return found


def _to_tick(codes: CodeList, how: Ask) -> tuple[str, ...]:
    """The codes that make sense as boxes to tick: "Not recorded" beside real answers contradicts them.

    Whoever records says that by ticking nothing; a code that excludes the others may be offered all the same.
    """
    return tuple(code.code for code in codes if code.code in how.alone or not _says_nothing(code))


def _says_nothing(code: Code) -> bool:
    return code.code == "unknown" and code.label.lower().endswith("not recorded")


def _widget(shape: Shape) -> tuple[type[Field], dict[str, Any]]:
    if shape.repeated:
        return Lines, {"rows": 3}
    if shape.type == "integer":
        return Number, {"least": -1_000_000}  # the kind knows its bounds, and a score may be below nought
    if shape.type == "date":
        return When, {"future": True}
    if shape.name in _PART_DATES:
        return When, {"least": "year", "future": True}
    if shape.privacy is Privacy.WORDS:
        return (
            (Textarea, {"rows": 6, "max_length": 20_000})
            if shape.name in _LONG_WORDS
            else (Textarea, {"rows": 3, "max_length": 2_000})
        )
    return Text, {}


@dataclass(frozen=True)
class Lines(Textarea):
    """Several values, one on each line. The value is a tuple."""

    def show(self, value: Any) -> str:
        """One value a line."""
        return "\n".join(value or ())

    def parse(self, typed: Any, *, today: date) -> Any:
        """The lines that hold something, each once."""
        lines = dict.fromkeys(" ".join(line.split()) for line in typed.splitlines() if line.strip())
        if any(len(line) > self.max_length for line in lines):
            raise Wrong(f"{self.opening}: each line must be {self.max_length:,} characters or fewer")
        return tuple(lines)
