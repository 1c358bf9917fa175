"""A convention over all templates: nothing that browsers are told to refuse, and no plain text as markup."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import QueryDict
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import TemplateSyntaxError, UndefinedError
from markupsafe import Markup

import unbroken.web
from unbroken.web.direction import spell, unspell
from unbroken.web.forms import Form, Textarea

TEMPLATES = Path(unbroken.web.__file__).parent / "templates"
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
REFUSED = {
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a handler attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/json\"))", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "an address elsewhere for a script, style or picture": re.compile(r"<(?:script|link|img)\b[^>]*https?://"),
}


@pytest.mark.parametrize("name", ALL)
def test_a_template_has_nothing_that_browsers_are_told_to_refuse(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    assert [what for what, pattern in REFUSED.items() if pattern.search(text)] == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a style attribute", '<p class="a" style="color: red">'),
        ("a handler attribute", '<button type="button" onclick="go()">'),
        ("an inline script", "<script>go()</script>"),
        ("an inline script", '<script type="module">go()</script>'),
        ("an address elsewhere for a script, style or picture", '<img alt="" src="https://elsewhere.test/a.png">'),
    ],
)
def test_the_convention_would_find_it(what: str, text: str) -> None:
    assert [name for name, pattern in REFUSED.items() if pattern.search(text)] == [what]


def mistake_in(text: str) -> str:
    """Why a template does not compile, and where; nothing where it does."""
    try:
        engines["jinja2"].env.compile(text)  # type: ignore[attr-defined]
    except TemplateSyntaxError as error:
        return f"line {error.lineno}: {error.message}"
    return ""


@pytest.mark.parametrize("name", ALL)
def test_a_template_compiles(name: str) -> None:
    assert mistake_in((TEMPLATES / name).read_text(encoding="utf-8")) == ""


def test_a_template_that_does_not_compile_is_told() -> None:
    assert mistake_in("<p>\n{% if typed %}").startswith("line 2: Unexpected end of template")
    assert mistake_in("{{ typed | nosuchfilter }}") == "line 1: No filter named 'nosuchfilter'."


def test_a_page_stops_at_a_name_it_was_not_given() -> None:
    with pytest.raises(UndefinedError, match="'nowhere' is undefined"):
        engines["jinja2"].from_string("{{ nowhere }}").render({})


def test_a_page_escapes_what_people_typed() -> None:
    page = engines["jinja2"].from_string("{{ typed }}{{ govukTag({'text': typed}) }}{{ mojBadge({'text': typed}) }}")
    assert "<b>" not in page.render({"typed": "<b>"})


TURNING = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]


@pytest.mark.parametrize("shown", ["{{ typed }}", "{{ govukTag({'text': typed}) }}", "{{ mojBadge({'text': typed}) }}"])
def test_a_page_never_turns_the_reading_direction_of_what_people_typed(shown: str) -> None:
    page = engines["jinja2"].from_string(shown)
    for turning in TURNING:
        text = page.render({"typed": f"<b>not {turning}guilty"})
        assert "&lt;b&gt;not \ufffdguilty" in text
        assert turning not in text


def test_markup_with_a_turning_character_stays_markup() -> None:
    shown = engines["jinja2"].from_string("{{ marked }}").render({"marked": Markup("<b>&lt;i&gt;\u202e</b>")})
    assert shown == "<b>&lt;i&gt;\ufffd</b>"


def test_a_hidden_field_carries_what_was_typed_to_the_letter() -> None:
    page = engines["jinja2"].from_string('<input type="hidden" value="{{ typed | carried }}">')
    assert page.render({"typed": '"\u202e'}) == '<input type="hidden" value="&#34;&#8238;">'


def test_so_do_the_filters_of_a_list() -> None:
    page = engines["jinja2"].from_string(
        '{{ mojFilter({"action": "", "submit": {}, "optionsHtml": none, "hidden": h}) }}'
    )
    assert '<input type="hidden" name="q" value="a&#8238;">' in page.render({"h": {"q": "a\u202e"}})


@given(st.text(st.sampled_from("a\u202e\u2069\u27e6\u27e7U+202E27E6"), max_size=30))
def test_what_is_spelt_out_to_be_edited_comes_back_to_the_letter(text: str) -> None:
    assert unspell(spell(text)) == text
    assert not set(spell(text)) & set(TURNING)


def test_a_text_is_edited_with_its_turning_characters_in_sight() -> None:
    field = Textarea("words", "Words")
    form = Form(fields=(field,)).start({"words": "not \u202eguilty"})
    shown = engines["jinja2"].from_string('{{ formField(form["words"]) }}').render({"form": form})
    assert "not ⟦U+202E⟧guilty</textarea>" in shown
    assert "Leave it as it is to keep it." in shown
    assert Form(fields=(field,)).read(QueryDict("words=not+⟦U%2B202E⟧guilty")).values == {"words": "not \u202eguilty"}
