"""Reading instruments from their files, strictly: whatever does not fit is named by file, item and field."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from unbroken.record.kinds import REGISTER, code_list_of
from unbroken.safety.instruments.shapes import Instrument, Item, Support
from unbroken.vocabulary.orders import INSTRUMENTS, RISK_GRADES

FILES: Final = Path(__file__).parent / "files"
Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file: which item ("" where it is about none), which field, and what."""

    file: str
    item: str
    field: str
    message: str

    def __str__(self) -> str:
        """As a person reads it."""
        return ": ".join(
            part for part in (self.file, self.item and f"item {self.item}", self.field, self.message) if part
        )


class BadInstrument(ValueError):
    """A file of an instrument, or of its wording, that cannot be used; with everything that is wrong in it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@cache
def shipped() -> Mapping[str, Instrument]:
    """The instruments that come with the service, by key. Needs the entry kinds to be registered."""
    return read_folder(FILES)


def expected() -> Instrument:
    """The instrument that is due on every report."""
    return next(one for one in shipped().values() if one.expected)


def read_folder(folder: Path) -> dict[str, Instrument]:
    """The instruments in the files of a folder, by key, in the order of the code list. Raises BadInstrument."""
    found: dict[str, Instrument] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            instrument = read_file(path)
        except BadInstrument as bad:
            faults.extend(bad.faults)
        else:
            found[instrument.key] = instrument
    if faults:
        raise BadInstrument(faults)
    return {code.code: found[code.code] for code in INSTRUMENTS if code.code in found}


def read_file(path: Path) -> Instrument:
    """The instrument in a file. Raises BadInstrument."""
    instrument = read_shape(path, Instrument)
    faults = [Fault(path.name, *found) for found in _contradictions(instrument, path.stem)]
    if faults:
        raise BadInstrument(faults)
    return instrument


def read_shape(path: Path, shape: type[Shape]) -> Shape:
    """What a TOML file holds, in this shape. Raises BadInstrument."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInstrument([Fault(path.name, "", "", f"cannot be read: {error}")]) from None
    except tomllib.TOMLDecodeError as error:
        raise BadInstrument([Fault(path.name, "", "", f"is not TOML: {error}")]) from None
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        innermost = _innermost(error.errors())
        raise BadInstrument(Fault(path.name, *_place(one["loc"], data), _say(one)) for one in innermost) from None


def _innermost(errors: Sequence[Any]) -> list[Any]:
    """Without those of a list that is too short only because what it holds was refused."""
    places = [one["loc"] for one in errors]
    return [
        one
        for one in errors
        if not any(place != one["loc"] and place[: len(one["loc"])] == one["loc"] for place in places)
    ]


def _say(found: Any) -> str:
    """What Pydantic found, in words for somebody who writes such a file."""
    match found["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is not a field"
    return str(found["msg"])


def _place(loc: tuple[int | str, ...], data: Mapping[str, Any]) -> tuple[str, str]:
    """The item by its key, or by its place where it has none, and the field within it."""
    match loc:
        case ("sections", int(section), "items", int(item), *rest):
            found = data["sections"][section]["items"][item]
            key = found.get("key") if isinstance(found, dict) else None
            name = key if isinstance(key, str) else f"{item + 1} of section {section + 1}"
            return name, ".".join(map(str, rest))
    return "", ".".join(map(str, loc))


_Found = tuple[str, str, str]  # item, field, message


def _contradictions(instrument: Instrument, stem: str) -> Iterator[_Found]:
    """What no shape can say: names that lead nowhere, rules that cannot be met, answers that do not fit the mode."""
    if instrument.key != stem:
        yield "", "key", f"is {instrument.key!r} in a file called {stem}.toml"
    if instrument.key not in INSTRUMENTS:
        yield "", "key", f"{instrument.key!r} is not in the list of instruments"
    if missing := {"yes", "no", "refused", "not_asked"} - set(instrument.responses):
        yield "", "responses", f"lacks {', '.join(sorted(missing))}: what was not answered is never a no"
    yield from _bad_grades(instrument)
    yield from _bad_sections(instrument)
    seen: set[str] = set()
    for item in instrument.items:
        if item.key in seen:
            yield item.key, "key", "is used twice"
        seen.add(item.key)
        yield from _bad_item(instrument, item)


def _bad_grades(instrument: Instrument) -> Iterator[_Found]:
    if instrument.result == "judged" and instrument.mode != "recorded":
        yield "", "result", "is for an instrument that is recorded"
    for grade in instrument.grades:
        if grade not in RISK_GRADES:
            yield "", "grades", f"{grade!r} is not a risk grade"
    if instrument.mode == "recorded" and not instrument.grades:
        yield "", "grades", "is missing: a result that is recorded has one"
    counted = sum(item.counts for item in instrument.items)
    for number, rule in enumerate(instrument.grading.rules):
        if instrument.mode == "recorded":
            yield "", f"grading.rules.{number}", "a recorded result is never computed"
        if rule.grade not in instrument.grades:
            yield "", f"grading.rules.{number}.grade", f"{rule.grade!r} is not one of its grades"
        if rule.at_least > counted:
            yield "", f"grading.rules.{number}.at_least", f"is {rule.at_least}, and only {counted} items count"


def _bad_sections(instrument: Instrument) -> Iterator[_Found]:
    before: set[str] = set()
    for number, section in enumerate(instrument.sections):
        if section.only_if is not None and section.only_if not in before:
            yield "", f"sections.{number}.only_if", f"{section.only_if!r} is no item of an earlier section"
        before |= {item.key for item in section.items}


def _bad_item(instrument: Instrument, item: Item) -> Iterator[_Found]:
    if (item.response == "answer") != (instrument.mode == "asked"):
        yield item.key, "response", f"{item.response!r} does not fit an instrument that is {instrument.mode}"
    if item.response == "percent" and instrument.result == "judged":
        yield item.key, "response", "is a percentage, and what is judged has a level"
    if item.leads_to is not None and item.leads_to not in INSTRUMENTS:
        yield item.key, "leads_to", f"{item.leads_to!r} is not in the list of instruments"
    for number, support in enumerate(item.support):
        for field, message in _bad_support(support):
            yield item.key, f"support.{number}.{field}", message


def _bad_support(support: Support) -> Iterator[tuple[str, str]]:
    kind = REGISTER.get(support.kind)
    if kind is None:
        yield "kind", f"{support.kind!r} is not a kind of entry"
        return
    if support.any and not support.field:
        yield "field", "is missing: of what are these the values?"
    asked = {"any": (support.field, support.any)} if support.field else {}
    asked |= {f"where.{field}": (field, values) for field, values in support.where.items()}
    for place, (field, values) in asked.items():
        if (info := field_at(kind, field)) is None:
            yield "field" if place == "any" else place, f"{support.kind} has no field {field!r}"
            continue
        codes = code_list_of(info)
        for value in values:
            if codes is not None and value not in codes:
                yield place, f"{value!r} is not in the list {codes.name}"


def field_at(model: type[BaseModel], path: str) -> Any:
    """The field at a path of one name, or of two where the first is a list of parts; None where there is none."""
    head, _, tail = path.partition(".")
    info = model.model_fields.get(head)
    if info is None or not tail:
        return info
    part = next((leaf for leaf in _types(info.annotation) if issubclass(leaf, BaseModel)), None)
    return part.model_fields.get(tail) if part else None


def _types(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _types(inner)
