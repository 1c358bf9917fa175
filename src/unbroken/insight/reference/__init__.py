"""Published figures in a form that a program can read; README.md here says where each comes from, and its limits."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Literal

Table = Literal["published-figures", "regression-tables", "attrition-flow"]


@cache
def rows(table: Table) -> tuple[dict[str, str], ...]:
    """The rows of a published table, as they are printed: text throughout, blank where nothing is printed."""
    text = files(__package__).joinpath(f"{table}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
