"""The pieces of a kind's one-line sentence. None of them fails on a body that lacks a field or has an unknown code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from unbroken.vocabulary.codes import CodeList

Body = Mapping[str, Any]
LONGEST = 80


def label(codes: CodeList, body: Body, name: str) -> str:
    """The readable name of the code in this field, fit for the middle of a sentence; "" where it is absent."""
    value = body.get(name)
    return inline(codes.label(value)) if isinstance(value, str) else ""


def labels(codes: CodeList, body: Body, name: str, *, between: str = "; ") -> str:
    """The readable names of the codes in a list field, at most five of them; "" where it is absent."""
    values = body.get(name)
    if not isinstance(values, list | tuple):
        return ""
    names = [inline(codes.label(value)) for value in values[:5] if isinstance(value, str)]
    rest = len(values) - 5
    return between.join([*names, f"{rest} more"] if rest > 0 else names)


def known(codes: CodeList, body: Body, name: str, *, prefix: str = "") -> str:
    """As `label`, with a prefix such as `decided by`; "" also where the code says that it is not known."""
    code = body.get(name)
    missing = code == "unknown" or code in codes.in_group("missing")
    text = "" if missing else label(codes, body, name)
    return phrase(prefix, text) if prefix else text


def inline(text: str) -> str:
    """A label as it reads in the middle of a sentence: its capital dropped unless it is a name or an acronym."""
    first, second = [*text.split(" ", 2), ""][:2]
    is_acronym = first[1:] != first[1:].lower()
    is_name = second[:1].isupper() and second[1:] == second[1:].lower()
    return text if is_acronym or is_name else text[:1].lower() + text[1:]


def number(count: Any, one: str, many: str = "") -> str:
    """`1 incident`, `3 incidents`; "" where the count is absent."""
    if not isinstance(count, int):
        return ""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def many(body: Body, name: str, one: str, plural: str = "") -> str:
    """How many a list field holds, in words; "" where it is absent."""
    values = body.get(name)
    return number(len(values), one, plural) if isinstance(values, list | tuple) else ""


def day(body: Body, name: str) -> str:
    """The date in this field, as `3 March 2026`, `March 2026` or `2026`; "" where it is absent."""
    value = body.get(name)
    if isinstance(value, date):
        value = value.isoformat()
    if not isinstance(value, str):
        return ""
    try:
        at = date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        return value[:10]
    return {4: f"{at:%Y}", 7: f"{at:%B %Y}"}.get(len(value), f"{at.day} {at:%B %Y}")


def short(body: Body, name: str) -> str:
    """The text of a field that holds the name of a body or a thing, cut to fit; "" where it is absent."""
    value = body.get(name)
    if not isinstance(value, str):
        return ""
    text = " ".join(value.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def phrase(prefix: str, text: str) -> str:
    """The prefix and the text, or "" where there is no text: `phrase("until", "3 March 2026")`."""
    return f"{prefix} {text}" if text else ""


def line(*parts: str) -> str:
    """The parts that are there, separated by spaces."""
    return " ".join(part for part in parts if part)


def after(head: str, *parts: str) -> str:
    """The head, a colon and the parts that are there, separated by semicolons; the head alone where none is."""
    tail = "; ".join(part for part in parts if part)
    return f"{head}: {tail}" if tail else head


def clauses(parts: Iterable[str]) -> str:
    """The parts that are there, separated by commas."""
    return ", ".join(part for part in parts if part)
