"""Reference numbers of reports: how they are compared, and the one that the service gives of itself.

A report made on the forms has a UUID for a name, which nobody can say over the telephone. Its *short reference*
(`UB-7K4-M2Q-9XB`) is made of the last 40 bits of that UUID, which are random, so nothing more is stored and the same
report always has the same one. Two reports share one with a chance of one in 10^12 a pair (about one pair in a
million reports has one); a search then shows both. A report that came from elsewhere has a name from there, and
keeps it.
"""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"[^0-9A-Z]+")
# Crockford's base 32 (https://www.crockford.com/base32.html): without I, L, O and U, which are misread or misheard.
_SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_MADE_HERE = re.compile(r"report:[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_PREFIX, _LENGTH = "UB", 9  # eight symbols of five bits, and one to check them


def fold_reference(text: str) -> str:
    """Upper case, letters and digits only: `23/1234-x` and `231234 X` are the same number."""
    return _BETWEEN.sub("", text.upper())


def short_reference(report: str) -> str:
    """The short reference of a report that was made here; "" for one that has a name from elsewhere."""
    if not _MADE_HERE.fullmatch(report):
        return ""
    bits = int(report[-10:], 16)
    symbols = "".join(_SYMBOLS[bits >> shift & 31] for shift in range(35, -1, -5))
    whole = symbols + _check_symbol(symbols)
    return f"{_PREFIX}-{whole[:3]}-{whole[3:6]}-{whole[6:]}"


def name_report(report: str, reference: str | None) -> str:
    """What people call a report: its crime reference, else its short reference, else its name from elsewhere."""
    return reference or short_reference(report) or report.partition(":")[2]


def read_short_reference(text: str) -> str:
    """A short reference as typed, in the form in which it is compared; "" where the text is not shaped like one.

    Hyphens, spaces, case and the letters that look like digits (O, I, L) do not matter.
    """
    symbols = fold_reference(text).removeprefix(_PREFIX).translate(_MISREAD)
    is_one = len(symbols) == _LENGTH and all(symbol in _SYMBOLS for symbol in symbols)
    return _PREFIX + symbols if is_one else ""


def is_mistyped(text: str) -> bool:
    """Whether the text is a short reference in which a character is wrong or two are swapped."""
    found = read_short_reference(text)
    said_so = fold_reference(text).startswith(_PREFIX)  # without it, nine letters may be anything
    return bool(found) and said_so and _check_symbol(found[2:-1]) != found[-1]


def _check_symbol(symbols: str) -> str:
    """Luhn's check modulo 32: finds one wrong symbol, and two neighbours swapped (but for 0 and Z)."""
    total = 0
    for place, symbol in enumerate(reversed(symbols)):
        value = _SYMBOLS.index(symbol) * (2 - place % 2)
        total += value // 32 + value % 32
    return _SYMBOLS[-total % 32]
