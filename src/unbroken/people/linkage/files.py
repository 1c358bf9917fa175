"""People in a plain CSV file, as linkage takes them without a service.

What cannot be read is said with its record, field and reason, and left out of the comparison; the record stays. A file
whose records cannot be told apart is refused.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from unbroken.people.linkage.comparable import (
    MOST_VALUES,
    Comparable,
    Described,
    is_readable,
    many,
    read_name,
    whole_date,
    written_date,
)

COLUMNS = ("record_id", "given_name", "family_name", "name", "date_of_birth", "age", "age_on", "sex", "phone", "email",
           "handle", "vehicle", "address", "postcode", "police_id", "report_id", "role")  # fmt: skip
"""Columns that are read; any but record_id may be missing, and others are not looked at."""
_MEANT = {
    "surname": "family_name", "last_name": "family_name", "forename": "given_name", "first_name": "given_name",
    "dob": "date_of_birth", "born": "date_of_birth", "birth_date": "date_of_birth",
    "mobile": "phone", "telephone": "phone", "phone_number": "phone", "e-mail": "email", "email_address": "email",
    "username": "handle", "registration": "vehicle", "vrm": "vehicle", "post_code": "postcode", "pnc_id": "police_id",
    "pnc": "police_id", "report": "report_id", "id": "record_id",
}  # fmt: skip
"""What other systems call a column, and what it is called here."""
LONGEST_FIELD = 100_000  # characters; one field of a longer file is no field
LONGEST_VALUE = 500
_SEXES = {"f", "m", "female", "male", "", "u", "x", "unknown", "other", "not known", "indeterminate", "not_recorded"}


class BadFile(Exception):
    """A file that cannot be linked; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A value that could not be read, and was left out of the comparison."""

    line: int
    record_id: str
    field: str
    value: str
    reason: str


def read_people(path: Path, on_trouble: Callable[[Trouble], None]) -> Iterator[Comparable]:
    """The people of a CSV file (UTF-8), one at a time. Raises BadFile where records cannot be told apart."""
    csv.field_size_limit(LONGEST_FIELD)
    seen: dict[str, int] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            rows.fieldnames = [_column(name) for name in rows.fieldnames or ()]
            _check_columns(path, rows.fieldnames)
            for name in rows.fieldnames or ():
                if right := _MEANT.get(_plain(name)):
                    on_trouble(Trouble(1, "", name, "", f"is no column that is read; call it {right}"))
            for row in rows:
                name = (row.get("record_id") or "").strip()
                if not name:
                    raise BadFile(
                        f"{path}, line {rows.line_num}: record_id is empty. Every record needs one of its own."
                    )
                if wrong := _unfit(name):
                    raise BadFile(f"{path}, line {rows.line_num}: record_id {spelt(name[:80])} {wrong}.")
                if name in seen:
                    raise BadFile(
                        f"{path}, line {rows.line_num}: record_id {name[:80]} stands on line {seen[name]} already. "
                        "Every record needs one of its own."
                    )
                seen[name] = rows.line_num
                yield _Row(rows.line_num, name, row, on_trouble).described().comparable()
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        line = rows.line_num + 1  # where the last block was read that could be: byte places count from there
        raise BadFile(f"{path} is not UTF-8 (near line {line}). Save it as CSV UTF-8.") from None
    except csv.Error as error:
        raise BadFile(
            f"{path}, line {rows.line_num + 1}: {error}. A quote may be missing, or it is no CSV file."
        ) from None


def _column(name: str) -> str:
    """The name of a column as it is written here, where only capitals and spaces are other."""
    return plain if (plain := _plain(name)) in COLUMNS else name


def _plain(name: str) -> str:
    return "_".join(name.split()).lower()


def spelt(text: str) -> str:
    """A text with every character spelt out that does not show, or that would turn what stands beside it."""
    return "".join(letter if letter.isprintable() else f"⟦U+{ord(letter):04X}⟧" for letter in text)


def _unfit(name: str) -> str:
    """What is wrong with the name of a record, which goes into every result; "" where nothing is."""
    if len(name) > LONGEST_VALUE:
        return f"is {len(name):,} characters long; at most {LONGEST_VALUE} are a name"
    if not name.isprintable():
        return "has a character that does not show. Leave it out, here and wherever the record is named"
    if name.startswith(("=", "@")) or (name.startswith(("+", "-")) and not name[1:].isalnum()):
        return "would be run as a formula by a spreadsheet. Put a letter before it"
    return ""


def _check_columns(path: Path, found: object) -> None:
    names = list(found) if isinstance(found, list) else []
    if "record_id" not in names:
        raise BadFile(
            f"{path} has no column record_id; its first line reads {', '.join(map(str, names))[:200] or 'nothing'}. "
            f"The columns are {', '.join(COLUMNS)}; all but record_id may be missing."
        )
    if twice := sorted({name for name in names if names.count(name) > 1 and name in COLUMNS}):
        raise BadFile(
            f"{path} has the column {twice[0]} more than once. Put several values in one field, with | between."
        )
    if not set(names) & set(COLUMNS[1:]):
        raise BadFile(f"{path} has record_id and nothing to compare. The columns are {', '.join(COLUMNS)}.")


class _Row:
    """One line of the file."""

    def __init__(
        self, line: int, name: str, row: dict[str | None, str | None], on_trouble: Callable[[Trouble], None]
    ) -> None:
        self.line, self.name, self.row, self.on_trouble = line, name, row, on_trouble
        if None in row:
            self.trouble("(after the last)", "", "the line has more fields than the first line names")

    def trouble(self, field: str, value: str, reason: str) -> None:
        self.on_trouble(Trouble(self.line, self.name, field, value[:80], reason))

    def values(self, field: str) -> list[str]:
        written = self.row.get(field)
        if not written:
            return []
        found = []
        for value in many(written):
            if len(value) > LONGEST_VALUE:
                self.trouble(field, value, f"is {len(value):,} characters long; at most {LONGEST_VALUE} are compared")
            else:
                if not value.isprintable():
                    self.trouble(field, value, "has characters that do not show; it is compared without them")
                found.append(value)
        if len(found) > MOST_VALUES:
            self.trouble(field, f"{len(found)} values", f"are more than one person has; {MOST_VALUES} are compared")
        return found

    def described(self) -> Described:
        found = Described(self.name, sex=self._sex())
        found.names = list(zip_longest(self.values("given_name"), self.values("family_name"), fillvalue=""))
        found.names += [read_name(text) for text in self.values("name")]
        found.born = self._born()
        found.age_on = self._age() if found.born is None else None
        found.add(self._identifiers())
        found.reports = self.values("report_id")
        found.roles = set(self._roles())
        return found

    def _roles(self) -> Iterator[str]:
        for value in self.values("role"):
            said = value.lower()
            if said in _ROLES:
                yield _ROLES[said]
            elif said not in _NOTHING:
                self.trouble("role", value, "is none of victim, suspect, witness, third_party")

    def _identifiers(self) -> Iterator[tuple[str, str, str]]:
        """All of them; what cannot be compared is said, unless it says itself that there is nothing."""
        for column, read in _IDENTIFIERS.items():
            for value in self.values(column):
                identifier = read(value)
                yield identifier  # also what cannot be read, so that each address keeps its own postcode
                if not is_readable(*identifier) and value.lower() not in _NOTHING:
                    self.trouble(column, value, "cannot be read as what the column says")

    def _sex(self) -> str | None:
        said = next(iter(self.values("sex")), "").lower()
        if said not in _SEXES:
            self.trouble("sex", said, "is none of female, male, unknown")
        return said

    def _born(self) -> str | None:
        for value in self.values("date_of_birth"):
            if born := whole_date(value):
                return born
            written = written_date(value)
            done = "; it is compared as it is written" if written else ""
            reason = f"is no date somebody could be born on; write 1990-03-27 or 27/03/1990{done}"
            self.trouble("date_of_birth", value, reason)
            if written:
                return written
        return None

    def _age(self) -> tuple[int, int, str] | None:
        value = next(iter(self.values("age")), "")
        on = next(iter(self.values("age_on")), "")
        if not value:
            return None
        if not (value.isascii() and value.isdigit() and int(value) <= 120):
            self.trouble("age", value, "is no age in whole years from 0 to 120")
            return None
        day = whole_date(on)
        if day is None:
            self.trouble("age_on", on, "must say on which day the age was given, as 2026-03-27")
            return None
        return int(value), int(value), day


def _of(type_: str) -> Callable[[str], tuple[str, str, str]]:
    return lambda value: (type_, value, "")


def _handle(value: str) -> tuple[str, str, str]:
    platform, colon, handle = value.partition(":")
    if colon and platform.isalnum() and not handle.startswith("//"):
        return "social_handle", handle, platform.lower()
    return "social_handle", value, ""


def _police(value: str) -> tuple[str, str, str]:
    kind, colon, number = value.partition(":")
    return (_POLICE[kind.lower()], number, "") if colon and kind.lower() in _POLICE else ("pnc_id", value, "")


_IDENTIFIERS = {"phone": _of("phone"), "email": _of("email"), "handle": _handle, "vehicle": _of("vehicle"),
                "address": _of("address"), "postcode": _of("postcode"), "police_id": _police}  # fmt: skip
_POLICE = {"pnc": "pnc_id", "cro": "cro_number", "nhs": "nhs_number", "custody": "custody_number",
           "prison": "prison_number", "probation": "probation_number"}  # fmt: skip
_ROLES = {
    "victim": "victim",
    "complainant": "victim",
    "aggrieved": "victim",
    "ip": "victim",
    "suspect": "suspect",
    "accused": "suspect",
    "offender": "suspect",
    "defendant": "suspect",
    "perpetrator": "suspect",
    "witness": "witness",
    "third_party": "third_party",
    "third party": "third_party",
    "third-party": "third_party",
}
_NOTHING = frozenset({"unknown", "not known", "none", "nil", "n/k", "nk", "n/a", "na", "null", "tbc", "withheld", "-"})
