"""A form, and a form that has been filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from unbroken.record.errors import Refused
from unbroken.web.forms.choices import _Chosen
from unbroken.web.forms.fields import Data, Field, Typed, Wrong

# Takes the values that could be read and yields (field name, message) for what does not fit together.
Rule = Callable[[Mapping[str, Any]], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Form:
    """Questions asked together. `prefix` sets apart the fields of a form that a page shows more than once."""

    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    prefix: str = ""

    def __post_init__(self) -> None:
        """Refuse two fields of one name: the second would hide what was typed into the first."""
        names = [one.name for one in self._all(self.fields)]
        if len(names) != len(set(names)):
            raise ValueError(f"a form has a field twice: {sorted(names)}")

    def prefixed(self, prefix: str) -> Form:
        """The same form with names of its own on the page: `form.prefixed("incident-0-")`."""
        return replace(self, prefix=prefix)

    def start(self, values: Mapping[str, Any] | None = None) -> Filled:
        """The form before anybody has typed, holding these values."""
        found = values or {}
        return Filled(self, {one.name: one.show(found.get(one.name)) for one in self._all(self.fields)})

    def read(self, data: Data, files: Data | None = None, *, today: date | None = None) -> Filled:
        """What came back from a browser: `form.read(request.POST, request.FILES)`."""
        sent = MultiValueDict() if files is None else files
        typed = {one.name: one.take(data, sent, self.prefix + one.name) for one in self._all(self.fields)}
        values: dict[str, Any] = {}
        wrongs: dict[str, Wrong] = {}
        for one in self._asked(self.fields, typed):
            try:
                values[one.name] = one.read(typed[one.name], today=today or timezone.localdate())
            except Wrong as wrong:
                wrongs[one.name] = wrong
        filled = Filled(self, typed, values, wrongs)
        for rule in self.rules:
            filled = filled.refuse(rule(values))
        return filled

    def find(self, name: str) -> Field:
        """The field with this name, at any depth. Raises KeyError."""
        for one in self._all(self.fields):
            if one.name == name:
                return one
        raise KeyError(name)

    def _all(self, fields: Iterable[Field]) -> Iterator[Field]:
        for one in fields:
            yield one
            if isinstance(one, _Chosen):
                for choice in one.choices:
                    yield from self._all(choice.fields)

    def _asked(self, fields: Iterable[Field], typed: Mapping[str, Typed]) -> Iterator[Field]:
        """The fields that were asked: not those of a choice that was not made."""
        for one in fields:
            yield one
            if isinstance(one, _Chosen):
                yield from self._asked(one.within(typed[one.name]), typed)


@dataclass(frozen=True)
class Filled:
    """A form as it stands: what was typed, the values read from it, and what is wrong, in the page's order.

    `values` has every field that was asked and could be read: None, or (), where nothing was given. `general`
    is what is wrong with no field in particular.
    """

    form: Form
    typed: Mapping[str, Typed]
    values: Mapping[str, Any] = field(default_factory=dict)
    wrongs: Mapping[str, Wrong] = field(default_factory=dict)
    general: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the values can be used."""
        return not self.wrongs and not self.general

    @property
    def given(self) -> dict[str, Any]:
        """The values without those that were not given: the body of an entry leaves out what is not known."""
        return {name: value for name, value in self.values.items() if value not in (None, ())}

    @property
    def errors(self) -> list[dict[str, str]]:
        """What is wrong, for the error summary: text, and the address of the field on the page."""
        named = [
            {"text": self.wrongs[one.name].message, "href": f"#{self._first_id(one)}"}
            for one in self.form._all(self.form.fields)
            if one.name in self.wrongs
        ]
        return [{"text": message} for message in self.general] + named

    def refuse(self, messages: Iterable[tuple[str, str]]) -> Filled:
        """The form with more found wrong. A name that is no field of the form makes it general. First word wins."""
        names = {one.name for one in self.form._all(self.form.fields)}
        pairs = list(messages)
        wrongs = {name: Wrong(message) for name, message in reversed(pairs) if name in names}
        general = tuple(message for name, message in pairs if name not in names)
        return replace(self, wrongs={**wrongs, **self.wrongs}, general=self.general + general)

    def refused(self, refused: Refused, names: Mapping[str, str] | None = None) -> Filled:
        """The form with the problems of entries that the record refused.

        `names` maps a problem's field (`body.offence`) to a form's; without one, its last part is tried.
        """
        known = names or {}
        return self.refuse(
            (known.get(problem.field, problem.field.rpartition(".")[2]), _sentence(problem.message, problem.expected))
            for problem in refused.problems
        )

    def __getitem__(self, name: str) -> tuple[Filled, Field]:
        """One field, for a page to show by itself: `formField(form["name"])`."""
        return self, self.form.find(name)

    def _first_id(self, one: Field) -> str:
        return one.first_id(self.form.prefix + one.name, self.wrongs[one.name])


def _sentence(message: str, expected: str) -> str:
    return message[:1].upper() + message[1:] + (f": {expected}" if expected else "")
