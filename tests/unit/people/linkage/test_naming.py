from __future__ import annotations

import time
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.people.linkage.naming import (
    LONGEST,
    MOST_FORMS,
    FamilyName,
    GivenName,
    ascii_words,
    family_name,
    given_name,
    split_name,
)

HOSTILE = ("a" * 10_000_000, "\u202e" * 10_000_000, "é" * 10_000_000, "O'" * 5_000_000, "﷽" * 5_000_000,
           " " * 10_000_000, "\x00\x01\x02", "\u200b\u200c", "😀😀", "-", ",", "", "   ", "\ud800", "'’`")  # fmt: skip


def is_plain(text: str) -> bool:
    return text.isascii() and (text == "" or text.isalpha()) and len(text) <= LONGEST


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:6]))
def test_a_hostile_name_is_bounded_in_time_and_size(text: str) -> None:
    start = time.perf_counter()
    given, family = given_name(text), family_name(text)
    assert len(split_name(text)[0]) + len(split_name(text)[1]) <= 400
    assert time.perf_counter() - start < 1
    assert all(is_plain(name.name) and len(name.forms) <= MOST_FORMS for name in (given, family) if name)


@given(st.text())
def test_any_text_is_a_plain_name_or_none(text: str) -> None:
    given, family = given_name(text), family_name(text)
    for name in (given, family):
        assert name is None or (is_plain(name.name) and name.name and name.name in name.forms)
    assert given is None or (len(given.initial) == 1 and given.initial.isalpha())
    assert family is None or (family.sound and family.sound.isascii())
    assert all(is_plain(word) for word in ascii_words(text))


@given(st.text(max_size=30), st.text(max_size=30))
def test_split_name_is_total(one: str, other: str) -> None:
    assert all(isinstance(part, str) for part in split_name(f"{one} {other}"))


@pytest.mark.parametrize(
    "text",
    ["unknown", "UNKNOWN", "N/K", "n/a", "-", "xxx", "Not known", "Unknown Male", "Mr", "Mrs.", "anon", "female"],
)
def test_a_word_for_nobody_is_no_name(text: str) -> None:
    assert (given_name(text), family_name(text)) == (None, None)


@pytest.mark.parametrize("text", ["Lord", "Master", "Dame", "Sir"])
def test_a_title_is_a_family_name_where_it_stands_alone(text: str) -> None:
    found = family_name(text)
    assert (found and found.name, given_name(text)) == (text.lower(), None)


def test_a_given_name_with_what_else_it_may_be() -> None:
    assert given_name("Bob") == GivenName("bob", frozenset({"bob", "~robert"}), "r")
    assert given_name("Zoë Mary") == GivenName("zoemary", frozenset({"zoemary", "zoe", "~zoe"}), "z", "zoe|mary|MR")


def test_a_family_name_with_its_parts_and_spellings() -> None:
    assert family_name("Ó Briain-Tesař") == FamilyName(
        "obriaintesar", frozenset({"obriaintesar", "briaintesar", "briain", "tesar"}), "OBRNTSR"
    )
    assert family_name("MacLeod") == FamilyName("macleod", frozenset({"macleod", "~mcleod"}), "MKLT")
    kowalska = family_name("Kowalska")
    assert kowalska == FamilyName("kowalska", frozenset({"kowalska", "kowalski"}), "KWLSK")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Jane Smith", ("Jane", "Smith")),
        ("Smith, Jane Anne", ("Jane Anne", "Smith")),
        ("Smith,", ("", "Smith")),
        ("  Jane \t Smith ", ("Jane", "Smith")),
        ("Maria de la Cruz", ("Maria", "de la Cruz")),
        ("Aoife Ó Briain", ("Aoife", "Ó Briain")),
        ("de Cruz", ("de", "Cruz")),
        ("Jane Smith Jnr.", ("Jane", "Smith")),
        ("Jane Senior", ("Jane", "Senior")),
        ("Dave", ("Dave", "")),
        ("王伟", ("伟", "王")),
        ("김민준", ("민준", "김")),
        ("", ("", "")),
    ],
)
def test_split_name(text: str, parts: tuple[str, str]) -> None:
    assert split_name(text) == parts


@pytest.mark.parametrize("file", ["forms.txt", "family_forms.txt"])
def test_lists_of_forms_are_plain_words_that_can_be_met(file: str) -> None:
    lines = files("unbroken.people.linkage").joinpath(file).read_text(encoding="ascii").splitlines()
    words = [word for line in lines if line and not line.startswith("#") for word in line.split()]
    read = given_name if file == "forms.txt" else family_name
    unmet = {word for word in words if not (found := read(word)) or found.name != word}
    assert unmet == set()


@pytest.mark.parametrize("file", ["forms.txt", "family_forms.txt"])
def test_each_group_of_forms_stands_once(file: str) -> None:
    lines = files("unbroken.people.linkage").joinpath(file).read_text(encoding="ascii").splitlines()
    heads = [line.split()[0] for line in lines if line and not line.startswith("#")]
    assert sorted(heads) == sorted(set(heads))
