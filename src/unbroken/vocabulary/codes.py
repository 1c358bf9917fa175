"""Codes and code lists: an official code always stands beside a readable name, and both are dated."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a code list.

    `code` is what the record stores: ours, lower-case, stable for ever. `official` holds the codes other
    systems use for the same thing, keyed by system (`hocr_class`, `ho_code`, `cjs_code`, `statute`, …), which
    are never merged; where a system has several for it, they are parted by a comma and a space. A code is usable
    from `valid_from` to `valid_to`, both inclusive, None being open.
    """

    code: str
    label: str
    official: Mapping[str, str] = field(default_factory=lambda: _NONE, hash=False)
    valid_from: date | None = None
    valid_to: date | None = None
    group: str | None = None
    note: str = ""

    def valid_on(self, day: date) -> bool:
        """Whether the code could be used on this day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def official_in(self, system: str) -> tuple[str, ...]:
        """The codes of one official system, none if it has none for this."""
        value = self.official.get(system)
        return tuple(value.split(", ")) if value else ()


@dataclass(frozen=True)
class CodeList:
    """A closed list of codes with what it is about and where it comes from."""

    name: str
    title: str
    source: str
    codes: tuple[Code, ...]
    _by_code: Mapping[str, Code] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the codes; a code twice is a ValueError."""
        by_code = {code.code: code for code in self.codes}
        if len(by_code) != len(self.codes):
            raise ValueError(f"code list {self.name!r} has a code twice")
        object.__setattr__(self, "_by_code", MappingProxyType(by_code))

    def __contains__(self, code: object) -> bool:
        """Whether the list has this code, whatever its dates."""
        return code in self._by_code

    def __iter__(self) -> Iterator[Code]:
        """The codes in the order in which a person chooses."""
        return iter(self.codes)

    def __getitem__(self, code: str) -> Code:
        """The code, or KeyError."""
        return self._by_code[code]

    def label(self, code: str) -> str:
        """The readable name; the code itself where the list no longer has it."""
        found = self._by_code.get(code)
        return found.label if found else code

    def valid_on(self, day: date) -> tuple[Code, ...]:
        """The codes that can be used on this day, in the order of the list."""
        return tuple(code for code in self.codes if code.valid_on(day))

    def in_group(self, group: str) -> frozenset[str]:
        """The codes of one group."""
        return frozenset(code.code for code in self.codes if code.group == group)

    def with_official(self, system: str, value: str, *, on: date | None = None) -> tuple[Code, ...]:
        """The codes that stand for an official code of this system, at most those valid on a day if one is given.

        Several where the official system does not tell apart what this list does. Case does not matter.
        """
        wanted = value.strip().casefold()
        return tuple(
            code
            for code in self.codes
            if any(official.casefold() == wanted for official in code.official_in(system))
            and (on is None or code.valid_on(on))
        )

    def nearest(self, wrong: str) -> str | None:
        """The code most like a wrong one (by code, name or official code), to offer in an error message."""
        by_text = {code.code: code.code for code in self.codes}
        by_text |= {code.label.lower(): code.code for code in self.codes}
        by_text |= {
            official.lower(): code.code
            for code in self.codes
            for system in code.official
            for official in code.official_in(system)
        }
        close = difflib.get_close_matches(wrong.lower(), by_text, n=1, cutoff=0.6)
        return by_text[close[0]] if close else None
