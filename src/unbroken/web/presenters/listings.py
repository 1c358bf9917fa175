"""Lists as tables: what stands in each cell, and what the list says when it is empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, where they lead, a quieter line below them, and labels set apart."""

    text: str
    href: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A table whose first column names the row. `empty` says what the list would hold and how it is filled."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str


def listing(caption: str, head: Iterable[str], rows: Iterable[Iterable[Cell | str]], *, empty: str) -> Listing:
    """A listing from rows of cells or plain words."""
    return Listing(
        caption,
        tuple(head),
        tuple(tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in row) for row in rows),
        empty,
    )


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a summary: what it is, what is recorded of it, where that leads, and a quieter line below."""

    label: str
    text: str
    href: str = ""
    note: str = ""


def select(name: str, label: str, everything: str, choices: Iterable[tuple[str, str]], chosen: str) -> dict[str, Any]:
    """A filter that is chosen from a list: its name, its label, and the items of `govukSelect`."""
    items = [{"value": "", "text": everything, "selected": not chosen}]
    items += [{"value": value, "text": text, "selected": value == chosen} for value, text in choices]
    return {"name": name, "label": label, "items": items}
