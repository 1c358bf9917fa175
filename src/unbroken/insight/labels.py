"""The codes of an extract in plain words, from the vocabulary of the field."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from unbroken.insight.schema import TABLES, Column
from unbroken.vocabulary import ALL_LISTS
from unbroken.vocabulary.codes import CodeList

NOT_RECORDED = "not recorded"


def label(column: str, value: object) -> str:
    """A value of a column of the cases in words: a code by its label, yes and no, and what is not recorded."""
    if value is None or value == "":
        return NOT_RECORDED
    if isinstance(value, bool):
        return "yes" if value else "no"
    listed = _lists().get(column)
    return listed[str(value)].label if listed is not None and str(value) in listed else str(value)


def codes_of(column: Column) -> CodeList | None:
    """The code list of a column, where it has one."""
    return _by_name().get(column.codes)


@cache
def _by_name() -> Mapping[str, CodeList]:
    return {codes.name: codes for codes in ALL_LISTS}


@cache
def _lists() -> Mapping[str, CodeList]:
    """The code list of each column of the cases that has one."""
    return {column.name: listed for column in TABLES["cases"].columns if (listed := codes_of(column))}
