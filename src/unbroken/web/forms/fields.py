"""What a field is, and the fields that are typed into.

Error messages follow GOV.UK: *Enter …*, *Select …*, *… must be …*, naming the field by what it is `called`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import Any, ClassVar, Protocol

from unbroken.web.direction import spell, unspell

# What was typed, kept as it was: one text, or several (a date's parts, ticked boxes). A file is not kept.
Typed = str | tuple[str, ...]
Check = Callable[[Any], str | None]

TAKEN = 100_000  # characters of a field: more than any may have, and little enough for a page to show again
_SPELT_OUT = "A sign such as ⟦U+202E⟧ is a character that turns the direction of reading. Leave it as it is to keep it."
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # PostgreSQL refuses the first; nobody types the others


class Data(Protocol):
    """What a browser sent: Django's QueryDict, or its files."""

    def get(self, key: str, default: Any = None, /) -> Any:
        """The last value sent under this name."""
        ...

    def getlist(self, key: str, /) -> Sequence[Any]:
        """All values sent under this name."""
        ...


class Wrong(ValueError):
    """What was typed cannot be taken. `part` is the piece of the field to go to (`day` of a date)."""

    def __init__(self, message: str, *, part: str = "", parts: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.part = part
        self.parts = parts or ((part,) if part else ())


@dataclass(frozen=True)
class Field:
    """One question of a form.

    `called` is what messages call it ("the victim's name") where the label is a question; `missing` replaces the
    message for nothing typed. `heading` makes the label the page's heading, on a page with one question.
    `check` takes the value read and says what is wrong with it, or nothing. `one_of` marks a question of which, with
    others, one must be answered: a rule of the form demands it, so none of them is called optional.
    """

    macro: ClassVar[str] = ""
    verb: ClassVar[str] = "Enter"

    name: str
    label: str
    _: KW_ONLY
    hint: str = ""
    required: bool = True
    called: str = ""
    missing: str = ""
    heading: bool = False
    check: Check | None = None
    one_of: bool = False

    def __post_init__(self) -> None:
        """Refuse a question that messages could not name: "Enter what happened" is no help."""
        if self.label.endswith("?") and not self.called:
            raise ValueError(f"field {self.name!r}: its label is a question, so say what it is `called` in messages")

    @property
    def spoken(self) -> str:
        """What messages call it, in the middle of a sentence."""
        return self.called or self.label[:1].lower() + self.label[1:]

    @property
    def opening(self) -> str:
        """What messages call it, at the start of a sentence."""
        return self.spoken[:1].upper() + self.spoken[1:]

    def take(self, data: Data, files: Data, name: str) -> Typed:
        """What was typed under this name in the browser's message."""
        return clean(str(data.get(name, "")))[:TAKEN]

    def resend(self, typed: Typed) -> Typed:
        """What a browser sends for what the field holds: what `take` takes for it."""
        return typed

    def show(self, value: Any) -> Typed:
        """What the field holds at the start for a value."""
        return "" if value is None else str(value)

    def read(self, typed: Typed, *, today: date) -> Any:
        """The value; None where nothing was typed and nothing need be. Raises Wrong."""
        if is_blank(typed):
            if self.required:
                raise Wrong(self.missing or f"{self.verb} {self.spoken}")
            return None
        value = self.parse(typed, today=today)
        if self.check and (message := self.check(value)):
            raise Wrong(message)
        return value

    def parse(self, typed: Any, *, today: date) -> Any:
        """The value of what was typed, which is not nothing. Raises Wrong."""
        return typed

    def first_id(self, name: str, wrong: Wrong) -> str:
        """The element that the error summary links to."""
        return name

    def params(self, name: str, typed: Any, wrong: Wrong | None) -> dict[str, Any]:
        """Parameters of the GOV.UK component that shows the field."""
        found: dict[str, Any] = {"id": name, "name": name, "label": self._label(), **self._notes(wrong)}
        if isinstance(typed, str) and typed:
            found["value"] = typed
        return found

    def _label(self) -> dict[str, Any]:
        text = self.label if self.required or self.one_of else f"{self.label} (optional)"
        return {"text": text, "isPageHeading": self.heading, "classes": "govuk-label--l" if self.heading else ""}

    def _legend(self) -> dict[str, Any]:
        size = "govuk-fieldset__legend--l" if self.heading else "govuk-fieldset__legend--s"
        return {"legend": {**self._label(), "classes": size}}

    def _notes(self, wrong: Wrong | None) -> dict[str, Any]:
        hint = {"hint": {"text": self.hint}} if self.hint else {}
        return {**hint, "errorMessage": {"text": wrong.message}} if wrong else hint


@dataclass(frozen=True)
class Written(Field):
    """Words that somebody writes. Characters that turn the reading direction are spelt out where they are edited."""

    def take(self, data: Data, files: Data, name: str) -> Typed:
        """As `Field.take`."""
        return unspell(clean(str(data.get(name, ""))))[:TAKEN]

    def read(self, typed: Typed, *, today: date) -> Any:
        """As `Field.read`."""
        if len(typed) >= TAKEN:
            raise Wrong(f"{self.opening} is far too long. Only the first {TAKEN:,} characters of it are shown")
        return super().read(typed, today=today)

    def resend(self, typed: Typed) -> Typed:
        """As `Field.resend`."""
        return spell(typed) if isinstance(typed, str) else typed

    def params(self, name: str, typed: Any, wrong: Wrong | None) -> dict[str, Any]:
        """As `Field.params`."""
        shown = self.resend(typed)
        found = super().params(name, shown, wrong)
        if shown != typed:
            found["hint"] = {"text": " ".join(part for part in (self.hint, _SPELT_OUT) if part)}
        return found


@dataclass(frozen=True)
class Text(Written):
    """One line. `width` is in characters (2, 3, 4, 5, 10, 20, 30), the length that is expected."""

    macro: ClassVar[str] = "govukInput"

    _: KW_ONLY
    width: int | None = None
    max_length: int = 200
    inputmode: str = ""
    autocomplete: str = "off"
    prefix: str = ""
    suffix: str = ""

    def parse(self, typed: Any, *, today: date) -> Any:
        """The text, on one line."""
        text = " ".join(typed.split())
        if len(text) > self.max_length:
            raise Wrong(f"{self.opening} must be {self.max_length} characters or fewer")
        return text

    def params(self, name: str, typed: Any, wrong: Wrong | None) -> dict[str, Any]:
        """As `Field.params`."""
        found = super().params(name, typed, wrong) | {"autocomplete": self.autocomplete, "spellcheck": False}
        if self.width:
            found["classes"] = f"govuk-input--width-{self.width}"
        if self.inputmode:
            found["inputmode"] = self.inputmode
        for key, text in (("prefix", self.prefix), ("suffix", self.suffix)):
            if text:
                found[key] = {"text": text}
        return found


@dataclass(frozen=True)
class Number(Text):
    """A whole number, from `least` to `most`."""

    _: KW_ONLY
    least: int = 0
    most: int = 1_000_000
    width: int | None = 5
    inputmode: str = "numeric"

    def parse(self, typed: Any, *, today: date) -> Any:
        """The number. Thousands may be set apart by commas or spaces."""
        digits = re.sub(r"[,\s]", "", typed)
        if not re.fullmatch(r"-?[0-9]{1,12}", digits):
            raise Wrong(f"{self.opening} must be a whole number")
        if not self.least <= int(digits) <= self.most:
            raise Wrong(f"{self.opening} must be between {self.least:,} and {self.most:,}")
        return int(digits)


@dataclass(frozen=True)
class Textarea(Written):
    """Several lines. The characters left are counted from `max_length`, which is generous: a life is not a tweet."""

    macro: ClassVar[str] = "govukCharacterCount"

    _: KW_ONLY
    rows: int = 5
    max_length: int = 10_000

    def parse(self, typed: Any, *, today: date) -> Any:
        """The text, without blank space at its ends."""
        text = typed.strip()
        if len(text) > self.max_length:
            raise Wrong(f"{self.opening} must be {self.max_length:,} characters or fewer")
        return text

    def params(self, name: str, typed: Any, wrong: Wrong | None) -> dict[str, Any]:
        """As `Field.params`."""
        return super().params(name, typed, wrong) | {
            "rows": self.rows,
            "maxlength": self.max_length,
            "threshold": 75,
            "spellcheck": True,
        }


@dataclass(frozen=True)
class Hidden(Field):
    """Carried along unseen. Never trusted: it comes back from the browser like anything else."""

    macro: ClassVar[str] = "hidden"

    label: str = ""
    _: KW_ONLY
    required: bool = False


@dataclass(frozen=True)
class File(Field):
    """An uploaded file. A browser does not send it again: after an error it must be chosen again, and we say so."""

    macro: ClassVar[str] = "govukFileUpload"
    verb: ClassVar[str] = "Select"

    _: KW_ONLY
    extensions: tuple[str, ...] = ()
    max_bytes: int = 50 * 1024 * 1024

    def take(self, data: Data, files: Data, name: str) -> Any:
        """The uploaded file, in a tuple, or nothing."""
        found = files.get(name)
        return (found,) if found else ()

    def parse(self, typed: Any, *, today: date) -> Any:
        """Django's UploadedFile."""
        [file] = typed
        if self.extensions and not file.name.lower().endswith(self.extensions):
            raise Wrong(f"The file must be one of: {', '.join(self.extensions)}")
        if file.size > self.max_bytes:
            raise Wrong(f"The file must be smaller than {self.max_bytes // 1024 // 1024}MB")
        if not file.size:
            raise Wrong("The file is empty")
        return file

    def params(self, name: str, typed: Any, wrong: Wrong | None) -> dict[str, Any]:
        """As `Field.params`."""
        accept = {"attributes": {"accept": ",".join(self.extensions)}} if self.extensions else {}
        return super().params(name, "", wrong) | accept


def clean(text: str) -> str:
    """What was typed, with line ends as `\\n` and without control characters."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_blank(typed: Any) -> bool:
    """Whether nothing was typed, ticked or chosen; blank space is nothing."""
    parts = (typed,) if isinstance(typed, str) else typed
    return not any(part.strip() if isinstance(part, str) else part for part in parts)
