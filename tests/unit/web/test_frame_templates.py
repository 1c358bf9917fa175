"""A convention over all templates: nothing that browsers are told to refuse, and no plain text as markup."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines
from jinja2 import UndefinedError
from markupsafe import Markup

import unbroken.web

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


@pytest.mark.parametrize("name", ALL)
def test_a_template_compiles(name: str) -> None:
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    env.parse((TEMPLATES / name).read_text(encoding="utf-8"))


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
