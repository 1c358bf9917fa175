"""Fields that are chosen from a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import Any, ClassVar

from markupsafe import Markup

from unbroken.vocabulary.codes import CodeList
from unbroken.web.forms.fields import Data, Field, Typed, Wrong

_FOLLOWED = Markup('{}<span class="govuk-visually-hidden">, a further question follows</span>')


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen. `fields` are asked only of those who choose it.

    `divider` is a word set before it ("or"); `alone` marks a box that cannot be ticked with others ("None of
    these").
    """

    value: str
    text: str
    hint: str = ""
    fields: tuple[Field, ...] = ()
    divider: str = ""
    alone: bool = False


def choices_of(codes: CodeList, *, on: date | None = None, only: Iterable[str] = ()) -> tuple[Choice, ...]:
    """The codes of a list as choices: those valid on a day, or all; only these, in their order, where given."""
    wanted = [codes[code] for code in only] or list(codes)
    return tuple(Choice(code.code, code.label, code.note) for code in wanted if on is None or code.valid_on(on))


@dataclass(frozen=True)
class _Chosen(Field):
    verb: ClassVar[str] = "Select"

    _: KW_ONLY
    choices: tuple[Choice, ...] = ()
    small: bool = False

    def known(self, value: str) -> str:
        """The value, if it is one of the choices. Raises Wrong."""
        if all(value != choice.value for choice in self.choices):
            raise Wrong(f"Select {self.spoken} from the list")
        return value

    def within(self, typed: Typed) -> Iterator[Field]:
        """The fields of what has been chosen."""
        chosen = typed if isinstance(typed, tuple) else (typed,)
        return (field for choice in self.choices if choice.value in chosen for field in choice.fields)

    def _items(self, chosen: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        for choice in self.choices:
            if choice.divider:
                yield {"divider": choice.divider}
            item: dict[str, Any] = {"value": choice.value, "text": choice.text, "checked": choice.value in chosen}
            if choice.hint:
                item["hint"] = {"text": choice.hint}
            if choice.alone:
                item["behaviour"] = "exclusive"
            if choice.fields:
                item["fields"] = choice.fields  # `rendering` turns these into the component's `conditional`
                item["html"] = _FOLLOWED.format(item.pop("text"))
            yield item


@dataclass(frozen=True)
class Radios(_Chosen):
    """One of a few. The value is the choice's."""

    macro: ClassVar[str] = "govukRadios"

    _: KW_ONLY
    inline: bool = False

    def parse(self, typed: Any, *, today: date) -> Any:
        """The value chosen."""
        return self.known(typed)

    def params(self, name: str, typed: Any, wrong: Wrong | None) -> dict[str, Any]:
        """As `Field.params`."""
        classes = [f"govuk-radios--{style}" for style in ("inline", "small") if getattr(self, style)]
        return {
            "idPrefix": name,
            "name": name,
            "fieldset": self._legend(),
            "classes": " ".join(classes),
            "items": list(self._items((typed,))),
            **self._notes(wrong),
        }


@dataclass(frozen=True)
class Checkboxes(_Chosen):
    """Any number of a few. The value is a tuple; empty where nothing was ticked and nothing need be."""

    macro: ClassVar[str] = "govukCheckboxes"

    def take(self, data: Data, files: Data, name: str) -> Typed:
        """As `Field.take`."""
        return tuple(str(value) for value in data.getlist(name) if value)

    def show(self, value: Any) -> Typed:
        """As `Field.show`."""
        return tuple(value or ())

    def read(self, typed: Typed, *, today: date) -> Any:
        """As `Field.read`."""
        found = super().read(typed, today=today)
        return () if found is None else found

    def parse(self, typed: Any, *, today: date) -> Any:
        """The values ticked, in the order of the list."""
        ticked = {self.known(value) for value in typed}
        if len(ticked) > 1 and (alone := [c for c in self.choices if c.alone and c.value in ticked]):
            raise Wrong(f"Select {self.spoken}, or select “{alone[0].text}”")
        return tuple(choice.value for choice in self.choices if choice.value in ticked)

    def params(self, name: str, typed: Any, wrong: Wrong | None) -> dict[str, Any]:
        """As `Field.params`."""
        return {
            "idPrefix": name,
            "name": name,
            "fieldset": self._legend(),
            "classes": "govuk-checkboxes--small" if self.small else "",
            "items": list(self._items(tuple(typed))),
            **self._notes(wrong),
        }


@dataclass(frozen=True)
class Select(_Chosen):
    """One of many. Begins with an empty choice, so that nobody sends the first by not looking."""

    macro: ClassVar[str] = "govukSelect"

    _: KW_ONLY
    empty: str = "Select one"

    def parse(self, typed: Any, *, today: date) -> Any:
        """The value chosen."""
        return self.known(typed)

    def params(self, name: str, typed: Any, wrong: Wrong | None) -> dict[str, Any]:
        """As `Field.params`."""
        items = [{"value": "", "text": self.empty, "selected": not typed}]
        items += [{"value": c.value, "text": c.text, "selected": c.value == typed} for c in self.choices]
        found = super().params(name, typed, wrong)
        found.pop("value", None)  # the component would compare it by itself
        return found | {"items": items}
