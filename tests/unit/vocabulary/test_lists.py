"""Conventions that every code list keeps."""

from __future__ import annotations

import re
from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

import pytest

import unbroken.vocabulary
from unbroken.vocabulary import ALL_LISTS
from unbroken.vocabulary.codes import CodeList
from unbroken.vocabulary.outcomes import OUTCOMES
from unbroken.vocabulary.recognition import FINDINGS

LOWER_SNAKE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
OUTCOME_CODE = re.compile(r"\d{1,2}A?")
WITH_SECTION = re.compile(r"[a-z]+(_[a-z]+)*(_\d[A-Z])?")

every_list = pytest.mark.parametrize("codes", ALL_LISTS, ids=lambda codes: codes.name)


def test_all_lists_are_those_of_every_module_under_a_name_of_their_own() -> None:
    found = {
        id(value)
        for module in iter_modules(unbroken.vocabulary.__path__)
        for value in vars(import_module(f"unbroken.vocabulary.{module.name}")).values()
        if isinstance(value, CodeList)
    }
    assert {id(codes) for codes in ALL_LISTS} == found
    assert max(Counter(codes.name for codes in ALL_LISTS).values()) == 1


@every_list
def test_a_list_says_what_it_is_about_and_where_it_comes_from(codes: CodeList) -> None:
    assert LOWER_SNAKE.fullmatch(codes.name)
    assert codes.title.strip()
    assert codes.source.strip()
    assert codes.codes


@every_list
def test_codes_are_lower_snake_case_save_the_outcomes_and_sections(codes: CodeList) -> None:
    shape = {OUTCOMES.name: OUTCOME_CODE, FINDINGS.name: WITH_SECTION}.get(codes.name, LOWER_SNAKE)
    assert [code.code for code in codes if not shape.fullmatch(code.code)] == []


@every_list
def test_labels_are_there_and_no_two_are_alike(codes: CodeList) -> None:
    labels = Counter(code.label.strip().casefold() for code in codes)
    assert "" not in labels
    assert [label for label, times in labels.items() if times > 1] == []


@every_list
def test_official_codes_and_dates_are_well_formed(codes: CodeList) -> None:
    for code in codes:
        assert all(part.strip() == part != "" for system in code.official for part in code.official_in(system))
        assert code.valid_from is None or code.valid_to is None or code.valid_from <= code.valid_to
