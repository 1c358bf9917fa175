"""Names and identifiers in the form in which they are compared and searched.

The same number is written in many ways: folding makes them one, and never invents what was not written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

import phonenumbers

_REGION = "GB"
_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Z]+")
_NOT_DIGIT = re.compile(r"\D+")
_FEWEST_DIGITS = 5  # fewer digits are no phone number that anybody could search for
_FOLDED_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ð": "d"})


@lru_cache(maxsize=65536)
def fold_words(text: str) -> tuple[str, ...]:
    """The words of a name without accents and capitals: `Zoë Ó Briain-Tesař` gives zoe, o, briain, tesar.

    Letters that no folding turns into a-z (other scripts) are kept as they are.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDED_LETTERS)).casefold()
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter)).replace("'", "").replace("’", "")
    return tuple(re.findall(r"[^\W_]+", bare))


@lru_cache(maxsize=65536)
def fold_phone(text: str) -> str:
    """A phone number in E.164 (`+447700900123`), read as a British one; its digits where it is none; else ""."""
    try:
        number = phonenumbers.parse(text, _REGION)
        if phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        pass
    digits = _NOT_DIGIT.sub("", text)
    return digits if len(digits) >= _FEWEST_DIGITS else ""


def fold_email(text: str) -> str:
    """An email address in lower case without spaces around it."""
    return text.strip().lower()


def fold_handle(text: str) -> str:
    """The name of an account in lower case, without the @ before it and the address of the service."""
    return text.strip().lower().rstrip("/").rpartition("/")[2].removeprefix("@")


def fold_plate(text: str) -> str:
    """A vehicle registration, postcode or agency number: upper case, letters and digits only."""
    return _NOT_ALPHANUMERIC.sub("", text.upper())


def fold_address(text: str) -> str:
    """An address as its words, in order."""
    return " ".join(fold_words(text))


_FOLDS: dict[str, Callable[[str], str]] = {
    "phone": fold_phone,
    "email": fold_email,
    "social_handle": fold_handle,
    "address": fold_address,
}


def fold_identifier(type_: str, value: str) -> str:
    """An identifier of this type in the form in which it is compared; "" where nothing of it can be."""
    return _FOLDS.get(type_, fold_plate)(value)
