"""What screens ask about people: search in one box, names for lists.

Nothing here knows who asks: the caller leaves out what the reader may not see, and logs what it shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from unbroken.people.identifiers import fold_email, fold_handle, fold_phone, fold_plate, fold_words
from unbroken.people.models import IdentifierRow, NameRow, PersonRow

_MOST_WORDS = 6
_FEWEST_LETTERS = 2
_BY_DIGITS = (
    "custody_number",
    "agency_number",
    "nhs_number",
    "prison_number",
    "probation_number",
    "bank_account",
    "device",
    "cro_number",
    "pnc_id",
    "other",
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A person object that a search found. `matched` is `name` or the type of identifier, `on` what it matched."""

    person: str
    display_name: str
    matched: str
    on: str


def search(text: str, *, limit: int = 50) -> tuple[Hit, ...]:
    """Person objects that fit what was typed: a name, or a phone number, email, account, vehicle or number.

    Names match by the beginning of every word, in any order; identifiers match whole. Identifiers come first,
    then names in alphabetical order. Always three queries at most, whatever is found.
    """
    text = "".join(letter for letter in text if letter.isprintable())
    found = _by_identifier(text, limit)
    for person, word in _by_name(text, limit).items():
        found.setdefault(person, ("name", word))
    names = display_names(found)
    hits = [Hit(person, names.get(person, ""), matched, on) for person, (matched, on) in found.items()]
    hits.sort(key=lambda hit: (hit.matched == "name", hit.display_name.casefold(), hit.person))
    return tuple(hits[:limit])


def display_names(persons: Collection[str]) -> Mapping[str, str]:
    """The name to show for each of these persons; "" where nobody named one. One query."""
    rows = PersonRow.objects.filter(object__in=list(persons)).values_list("object", "display_name")
    return dict(rows) if persons else {}


def people(persons: Collection[str]) -> Mapping[str, PersonRow]:
    """The rows of these persons. One query."""
    return PersonRow.objects.in_bulk(list(persons)) if persons else {}


def _by_identifier(text: str, limit: int) -> dict[str, tuple[str, str]]:
    wanted = list(dict.fromkeys((type_, folded) for type_, folded in _candidates(text) if folded))
    if not wanted:
        return {}
    rows = (
        IdentifierRow.objects.filter(folded__in={folded for _, folded in wanted})
        .filter(type__in={type_ for type_, _ in wanted})
        .order_by("object", "n")
        .values_list("object", "type", "folded")[: limit * len(wanted)]
    )
    return {person: (type_, folded) for person, type_, folded in rows if (type_, folded) in set(wanted)}


def _candidates(text: str) -> Iterator[tuple[str, str]]:
    """What the text may be, each in its folded form."""
    typed = text.strip()
    if "@" in typed.strip("@"):
        yield "email", fold_email(typed)
    if " " not in typed:
        yield "social_handle", fold_handle(typed)
    yield "phone", fold_phone(typed)
    plate = fold_plate(typed)
    if any(letter.isdigit() for letter in plate):
        yield "vehicle", plate
        yield "postcode", plate
        yield from ((type_, plate) for type_ in _BY_DIGITS)


def _by_name(text: str, limit: int) -> dict[str, str]:
    words = [word for word in fold_words(text) if len(word) >= _FEWEST_LETTERS][:_MOST_WORDS]
    if not words:
        return {}
    longest = max(words, key=len)
    rows = NameRow.objects.filter(begins(longest))
    for word in words:
        if word != longest:
            rows = rows.filter(object__in=NameRow.objects.filter(begins(word)).values("object"))
    return dict(rows.order_by("word", "object").values_list("object", "word")[:limit])


def begins(prefix: str) -> Q:
    """Words that begin so, by the index: PostgreSQL uses it for LIKE, SQLite for a range of its binary order."""
    if connection.vendor == "postgresql":
        return Q(word__startswith=prefix)
    return Q(word__gte=prefix, word__lt=prefix + "\U0010ffff")
