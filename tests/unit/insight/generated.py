"""Extracts of generated reports: every column with values of its kind and code list, at random and from a seed.

Nothing hangs together in them, which no analysis may mind: it is an extract all the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from unbroken.insight.extract import MANIFEST, Manifest, digest_of
from unbroken.insight.schema import CODE, CODES, COUNT, DAY, NAME, NUMBER, TABLES, TIME, VERSION, YES_NO, Column
from unbroken.vocabulary import ALL_LISTS

LISTS = {codes.name: [code.code for code in codes.codes] for codes in ALL_LISTS}
FREE = {
    "area": ["Harbour", "Moor", "Fell & <Dale>"],
    "kind": ["report.taken", "incident.recorded"],
    "left_as": ["withdrew", "disengaged", "no_support_at_report"],
    "ended_by": ["police", "victim", "cps", "prosecution", "health", "police_or_cps"],
    "left_at": ["A3", "A4a", "A4b", "A4c", "A4d", "A6", "A6n"],
    "charged_by": ["police", "cps"],
    "change": ["recognition", "loss", "more_serious", "less_serious", "other"],
}
"""Values of the codes that are of no list."""
FIRST = date(2021, 1, 1)
MADE_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)


def generate(folder: Path, reports: int, *, seed: int = 0, gaps: float = 0.3) -> Path:
    """An extract of so many reports, and of as many rows in every other table; `gaps` is how often nothing stands."""
    random = Random(seed)
    folder.mkdir()
    for name, table in TABLES.items():
        rows = [{one.name: _value(one, n, reports, random, gaps) for one in table.columns} for n in range(reports)]
        pq.write_table(pa.Table.from_pylist(rows, schema=table.arrow()), folder / f"{name}.parquet")
    digests = {name: digest_of(folder / f"{name}.parquet") for name in TABLES}
    made = Manifest(VERSION, MADE_AT.isoformat(), {}, dict.fromkeys(TABLES, reports), digests)
    (folder / MANIFEST).write_text(json.dumps(made.as_json()))
    return folder


def _value(column: Column, row: int, of: int, random: Random, gaps: float) -> Any:
    if column.name in ("is_restricted", "is_duplicate"):
        return random.random() < 0.03
    if not column.is_always and random.random() < gaps:
        return [] if column.kind == CODES else None
    if column.name == "offence":
        return random.choice(["stalking_2a", "stalking_4a_fear", "harassment_2", "breach_spo"])
    return _OF_KIND[column.kind](column, row, of, random)


def _name(column: str, row: int, of: int, random: Random) -> str:
    """Cases, entries and person objects have each a row of their own; people stand in several reports."""
    if column in ("case", "entry", "person"):
        return f"{column[0]}{row}"
    return f"p{random.randrange(of // 2 + 1)}" if column in _PEOPLE else f"{column[0]}{random.randrange(of)}"


_PEOPLE = ("victim", "suspect", "resolved")


def _codes(column: Column) -> list[str]:
    return LISTS.get(column.codes) or FREE.get(column.name) or ["one", "another"]


_OF_KIND: Mapping[str, Callable[[Column, int, int, Random], Any]] = {
    NAME: lambda column, row, of, random: _name(column.name, row, of, random),
    CODE: lambda column, row, of, random: random.choice(_codes(column)),
    CODES: lambda column, row, of, random: sorted({random.choice(_codes(column)) for _ in range(random.randrange(4))}),
    DAY: lambda column, row, of, random: FIRST + timedelta(random.randrange(1800)),
    COUNT: lambda column, row, of, random: (
        random.randrange(18, 80) if column.name.endswith("_age") else random.randrange(6)
    ),
    YES_NO: lambda column, row, of, random: random.random() < 0.4,
    NUMBER: lambda column, row, of, random: round(random.uniform(-3, 30), 2),
    TIME: lambda column, row, of, random: MADE_AT - timedelta(hours=random.randrange(40_000)),
}
