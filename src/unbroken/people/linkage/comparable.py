"""A person description in the form in which linkage compares it.

Nothing here says what somebody is: ethnicity, mental health and vulnerability are not read at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import Any, NamedTuple

from anyascii import anyascii

from unbroken.people.identifiers import fold_email, fold_handle, fold_phone, fold_plate
from unbroken.people.linkage.naming import FamilyName, GivenName, ascii_words, family_name, given_name, split_name

MOST_VALUES = 50  # identifiers of one type that are compared: more are no person's but an exchange's
ACCUSED, HARMED = "accused", "harmed"
GUESSED = 2  # years by which an age is off that somebody gave without a date of birth
_EARLIEST, _LATEST = 1875, 2100
_READ_OF = 300  # characters of one value that are looked at
_PHONE_PLATFORMS = frozenset({"whatsapp", "signal", "telegram", "viber", "imessage", "sms"})
_SEXES = {"female": "f", "f": "f", "male": "m", "m": "m"}
_NUMBER = re.compile(r"\d+[a-z]?")
_FLAT = re.compile(r"\b(?:flat|apt|apartment|unit|room)\s*(\w+)")
_NO_VALUE = frozenset({"UNKNOWN", "NONE", "NA", "NK", "NULL", "NIL", "TBC", "X"})
_FEWEST_IN_ACCOUNT = 6  # characters of an account's name by which it is known on another service
_MOST_NUMBERS = 3  # numbers of an address: flat, house and one more
_FEWEST_IN_POSTCODE = 5  # `M1 1AA` has five; fewer are an area's, where thousands live
_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\W*$", re.IGNORECASE | re.ASCII)
_AFTER_NUMBER = re.compile(r"([^A-Za-z/;,|]*[0-9][^A-Za-z/;,|]{5,}?)[ (\[]*[A-Za-z/;,|].*", re.DOTALL)
_PNC = re.compile(r"((?:19|20)?[0-9]{2})/([0-9]{1,7})([A-Z])|((?:19|20)?[0-9]{2})([0-9]{7})([A-Z])")
_SITE = re.compile(r"(?:https?://)?(?:www\.|m\.|mobile\.)?([a-z]{1,20})\.(?:com|me|org|net|tv|gg)/")
_PLATFORM_OF = {"twitter": "x", "fb": "facebook", "t": "telegram", "wa": "whatsapp", "youtu": "youtube"}
_FEWEST = 4  # characters of a handle, plate or number; fewer tie nobody to anything

Strings = frozenset[str]
_NOTHING: Strings = frozenset()


class Comparable(NamedTuple):
    """What linkage knows of a description. Strings are ASCII; sets are empty and values None where nothing is known.

    `born` is a whole date of birth as ISO text; `born_from` and `born_to` bound it, also where only an age was given.
    `reports` are those in which the description plays a part, and `side` is which it takes in them: `accused` of a
    suspect of whom neither family name nor birth is known, `harmed` of a victim who is suspected of nothing. `initials`
    stands for the name where it is only asked how many people use an identifier. `street` is the name of a street in
    one word, and `second` the second of two given names (see `naming.GivenName`).
    """

    id: str
    given: str | None = None
    family: str | None = None
    sound: str | None = None
    given_forms: Strings = _NOTHING
    family_forms: Strings = _NOTHING
    born: str | None = None
    born_from: str | None = None
    born_to: str | None = None
    sex: str | None = None
    phones: Strings = _NOTHING
    emails: Strings = _NOTHING
    handles: Strings = _NOTHING
    account_names: Strings = _NOTHING
    vehicles: Strings = _NOTHING
    homes: Strings = _NOTHING
    postcodes: Strings = _NOTHING
    police_ids: Strings = _NOTHING
    street: str | None = None
    initials: str = ""
    reports: Strings = _NOTHING
    second: str | None = None
    side: str | None = None

    @property
    def whole(self) -> str | None:
        """Given and family name together, where both are known."""
        return f"{self.given} {self.family}" if self.given and self.family else None

    @property
    def richness(self) -> str:
        """How much there is to go by: `name_and_birth`, `name`, `identifier` or `little`."""
        if self.given and self.family:
            return "name_and_birth" if self.born else "name"
        return "identifier" if any(self.tokens()) else "little"

    @property
    def is_nameless(self) -> bool:
        """Whether neither a name nor a birth is known: somebody known by identifiers alone."""
        return self.given is None and self.family is None and self.born_from is None

    def tokens(self) -> tuple[Strings, ...]:
        """The sets of identifiers, in the order of IDENTIFIERS."""
        return (
            self.phones, self.emails, self.handles, self.account_names, self.vehicles, self.homes, self.police_ids
        )  # fmt: skip


IDENTIFIERS = ("phones", "emails", "handles", "account_names", "vehicles", "homes", "police_ids")
"""The fields that hold identifiers, whose rarity counts."""


@dataclass(slots=True)
class Described:
    """What a source says, as far as linkage reads it, before it is made comparable."""

    id: str
    names: list[tuple[str, str]] = field(default_factory=list)  # (given, family), the main one first
    born: str | None = None
    age_on: tuple[int, int, str] | None = None  # least and most age in years, on a day
    sex: str | None = None
    identifiers: list[tuple[str, str, str]] = field(default_factory=list)  # (type, value, platform)
    homes: list[tuple[str, str]] = field(default_factory=list)  # (address, postcode), either may be ""
    reports: list[str] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)  # of `victim`, `suspect` and others, in any report

    def add(self, identifiers: Iterable[tuple[str, str, str]]) -> None:
        """Add the identifiers of one source: its first address goes with its first postcode, and so on."""
        streets, postcodes = [], []
        for type_, value, platform in identifiers:
            if type_ == "address":
                streets.append(value)
            elif type_ == "postcode":
                postcodes.append(value)
            else:
                self.identifiers.append((type_, value, platform))
        if len(postcodes) == 1:
            postcodes *= max(1, len(streets))
        self.homes += zip_longest(streets, postcodes, fillvalue="")

    def comparable(self) -> Comparable:
        """As linkage compares it. What cannot be read as what it claims to be is left out."""
        names = [(given_name(given) if given else None, family_name(family) if family else None)
                 for given, family in self.names[:MOST_VALUES]]  # fmt: skip
        given, family = next((name for name in names if any(name)), (None, None))
        born_from, born_to = _born_between(self.born, self.age_on)
        tokens = _Tokens()
        for type_, value, platform in self.identifiers:
            tokens.add(type_, value[:_READ_OF], platform)
        for street, postcode in self.homes:
            tokens.add_home(street[:_READ_OF], _plate(postcode[:_READ_OF]))
        return Comparable(
            id=self.id,
            given=given.name if given else None,
            family=family.name if family else None,
            sound=family.sound if family else None,
            given_forms=_forms(one for one, _ in names),
            family_forms=_forms(one for _, one in names),
            born=self.born,
            born_from=born_from,
            born_to=born_to,
            sex=_SEXES.get((self.sex or "").strip().lower()),
            initials="".join(sorted((given.initial, family.name[0]))) if given and family else "",
            reports=frozenset(self.reports),
            street=tokens.street,
            second=given.second if given else None,
            side=self._side(is_anybody=not family and not self.born),
            **tokens.sets(),
        )

    def _side(self, *, is_anybody: bool) -> str | None:
        if "suspect" in self.roles:
            return ACCUSED if is_anybody else None
        return HARMED if "victim" in self.roles else None


class _Tokens:
    """Identifiers in the form in which they are compared, by field."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, None]] = {name: {} for name in (*IDENTIFIERS, "postcodes")}
        self.street: str | None = None

    def add(self, type_: str, value: str, platform: str) -> None:
        read = _READERS.get(type_)
        if type_ == "social_handle" and platform in _PHONE_PLATFORMS and (phone := _handle_phone(value)):
            self.found["phones"][phone] = None
        elif type_ == "social_handle":
            self._keep("handles", _handle(value, platform))
        elif read and (token := read[1](value)):
            self._keep(read[0], token)

    def add_home(self, street: str, postcode: str) -> None:
        street, written = _without_postcode(street)
        self.street = self.street or street_name(street)
        postcode = postcode if len(postcode) >= _FEWEST_IN_POSTCODE or postcode.isdigit() else written
        self._keep("postcodes", postcode)
        self._keep("homes", home(street, postcode))

    def _keep(self, name: str, token: str) -> None:
        if token:
            self.found[name][token] = None

    def sets(self) -> dict[str, Strings]:
        for account in (*self.found["handles"], *(email.rpartition("@")[0] for email in self.found["emails"])):
            name = account.partition(":")[2] or account
            self._keep("account_names", f"@{name}" if len(name) >= _FEWEST_IN_ACCOUNT else "")
        return {name: frozenset(sorted(found)[:MOST_VALUES]) for name, found in self.found.items()}


def is_readable(type_: str, value: str, platform: str = "") -> bool:
    """Whether anything of an identifier can be compared. Any address counts, also one without a number."""
    tokens = _Tokens()
    if type_ == "postcode":
        tokens.add_home("", _plate(value))
    else:
        tokens.add(type_, value, platform)
    return type_ == "address" or any(tokens.found.values())


def home(street: str, postcode: str) -> str:
    """One dwelling: `ZZ1 1AA` with flat and house number where there is a postcode, otherwise its words.

    The words of a street are written in many ways, its numbers in one; flat and house stand in either order.
    """
    text = " ".join(_ascii(street).lower().split())
    numbers = sorted(_NUMBER.findall(text)[:_MOST_NUMBERS])
    flat = _FLAT.search(text)
    if postcode and numbers:
        inner = flat.group(1) if flat and flat.group(1) not in numbers else ""
        return f"{postcode}|{'/'.join([*numbers, *([inner] if inner else [])])}"
    words = [word for word in ascii_words(text) if word not in _STREET_WORDS]
    return f"{'/'.join(numbers)}|{' '.join(words[:3])}" if numbers and words else ""


def street_name(address: str) -> str | None:
    """The street of an address in one word, without numbers and flats; None where there is none.

    What sort of street it is stays: people write it together with the name, and apart, and cut either.
    """
    name = "".join(word for word in ascii_words(address) if word not in _FLATS)[:_LONGEST_STREET]
    return name if len(name) >= _FEWEST else None


_LONGEST_STREET = 30
_FLATS = frozenset({"flat", "apt", "apartment", "unit", "room", "the"})
_STREET_WORDS = frozenset({"street", "st", "road", "rd", "avenue", "ave", "terrace", "terr", "close", "cl", "lane",
                           "ln", "drive", "dr", "flat", "apt", "apartment", "the", "unit", "room", "way", "court",
                           "ct", "place", "pl", "crescent", "cres", "circuit", "cct", "gardens", "gdns", "grove", "row",
                           "walk", "mews", "hill", "view", "park", "square", "sq"})  # fmt: skip


def _ascii(text: str) -> str:
    return text if text.isascii() else anyascii(text)


def _without_postcode(street: str) -> tuple[str, str]:
    """An address without the British postcode at its end, and the postcode as it is compared ("" where none is)."""
    found = _POSTCODE.search(street)
    return (street[: found.start()], fold_plate(found.group())) if found else (street, "")


def _phone(value: str) -> str:
    if more := _AFTER_NUMBER.fullmatch(value):  # `07700 900123 (work)`, `07700900123 or 07700900124`
        value = more.group(1)
    folded = fold_phone(value)
    digits = folded.lstrip("+")
    return folded if len(digits) >= 6 and len(set(digits)) > 2 else ""  # 00000000 and 1111111 stand for no number


def _handle_phone(value: str) -> str:
    """The number by which an account of a messaging service goes; "" where it goes by a name."""
    name = fold_handle(value)
    if any(letter.isalpha() for letter in name):
        return ""
    return _phone(f"+{name}" if "wa.me/" in value.lower() and not name.startswith("+") else name)


def _email(value: str) -> str:
    folded = fold_email(value)
    user, at, host = folded.rpartition("@")
    return folded if at and user and "." in host and folded.isascii() else ""


def _handle(value: str, platform: str) -> str:
    if site := _SITE.match(value.strip().lower()):
        platform = platform or _PLATFORM_OF.get(site.group(1), site.group(1))
        value = value if "profile.php" in value else value.partition("?")[0].partition("#")[0]
    folded = "".join(letter for letter in fold_handle(value) if letter.isprintable() and not letter.isspace())
    return f"{platform}:{folded}" if len(folded) >= _FEWEST - 1 else ""


def _plate(value: str) -> str:
    folded = fold_plate(value)
    return folded if len(folded) >= _FEWEST and folded not in _NO_VALUE else ""


def _vehicle(value: str) -> str:
    folded = _plate(value)
    return f"reg:{folded}" if folded.isdigit() else folded  # never to be taken for a phone number


def _pnc(value: str) -> str:
    """A police national identity, `2003/0006743O` and `03/6743O` being one: year in two digits, number in seven."""
    found = _PNC.fullmatch("".join(value.upper().split()))
    if not found:
        return _numbered("pnc")(value)  # type: ignore[no-any-return]
    year, number, letter = filter(None, found.groups())
    return f"pnc:{year[-2:]}{number:0>7}{letter}"


def _numbered(kind: str) -> Any:
    def read(value: str) -> str:
        folded = _plate(value)
        return f"{kind}:{folded}" if folded else ""

    return read


_READERS: Mapping[str, tuple[str, Any]] = {
    "phone": ("phones", _phone),
    "email": ("emails", _email),
    "vehicle": ("vehicles", _vehicle),
    "pnc_id": ("police_ids", _pnc),
    "device": ("handles", _numbered("device")),
    "bank_account": ("handles", _numbered("bank")),
    **{name: ("police_ids", _numbered(name.removesuffix("_number").removesuffix("_id")))
       for name in ("cro_number", "custody_number", "nhs_number", "prison_number", "probation_number")},
}  # fmt: skip


def whole_date(text: str) -> str | None:
    """A date as ISO text, from `YYYY-MM-DD` or the British `D/M/YYYY`; None where it is none that anybody has."""
    text = text.strip()
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", text)
    parts = found.groups() if found else None
    if parts is None and (found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", text)):
        parts = found.groups()[::-1]
    if parts is None:
        return None
    try:
        day = date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None
    return day.isoformat() if _EARLIEST <= day.year <= _LATEST else None


def written_date(text: str) -> str | None:
    """A date as it was written, as ISO text, though there is no such day (1926-11-98): a slip still tells something.

    None where it is not written as a date, or in a year in which nobody was born who is on record.
    """
    digits = text.strip().replace("/", "-").replace(".", "-").split("-")
    if len(digits) != 3 or not all(part.isascii() and part.isdigit() for part in digits):
        return None
    year, month, day = digits if len(digits[0]) == 4 else digits[::-1]
    if len(year) != 4 or len(month) > 2 or len(day) > 2 or not _EARLIEST <= int(year) <= _LATEST:
        return None
    return f"{year}-{month:0>2}-{day:0>2}"


def _forms(names: Iterable[GivenName | FamilyName | None]) -> Strings:
    return frozenset(form for name in names if name for form in name.forms)


def _born_between(born: str | None, age_on: tuple[int, int, str] | None) -> tuple[str | None, str | None]:
    if born:
        return born, born
    if age_on is None:
        return None, None
    least, most, day = age_on
    year, rest = int(day[:4]), day[4:10]
    rest = "-02-28" if rest == "-02-29" else rest
    return f"{year - most - GUESSED - 1:04}{rest}", f"{year - least + GUESSED:04}{rest}"


def read_name(text: str) -> tuple[str, str]:
    """(given, family) of a name written as one text."""
    return split_name(text)


def many(values: str) -> Sequence[str]:
    """The values of a field that holds several, separated by `|`."""
    return [value.strip() for value in values.split("|") if value.strip()]
