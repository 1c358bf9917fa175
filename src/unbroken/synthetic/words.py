"""The stock of words (`words.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _all() -> Mapping[str, Any]:
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def stock(name: str) -> tuple[str, ...]:
    """Single words; KeyError for a stock that is not there."""
    return tuple(_all()[name].split())


@cache
def sentences(part: str, name: str) -> tuple[str, ...]:
    """Sentences of one part of a narrative for one thing; those for `other` where it has none of its own."""
    rows = _all()[part]
    return tuple(rows.get(name) or rows["other"])
