"""The components that pages are made of."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from markupsafe import Markup

from unbroken.web.components import OWN, refuse_unmarked

ENV: Any = engines["jinja2"].env  # type: ignore[attr-defined]
MACROS = ENV.globals


@pytest.mark.parametrize("path", sorted(OWN.glob("*-*.html")), ids=lambda path: path.stem)
def test_a_component_is_a_macro_of_its_name(path: Path) -> None:
    prefix, _, rest = path.stem.partition("-")
    name = prefix + rest.title().replace("-", "")
    assert f"{{% macro {name}(params) %}}" in path.read_text(encoding="utf-8")
    assert name in MACROS


def test_components_of_govuk_go_by_their_own_names() -> None:
    assert {"govukButton", "govukSummaryList", "govukServiceNavigation"} <= set(MACROS)


@pytest.mark.parametrize(
    "params",
    [{"html": "<b>x</b>"}, {"label": {"html": "x"}}, {"items": [{"text": "a"}, {"conditional": {"html": "x"}}]}],
)
def test_plain_text_is_not_taken_for_markup(params: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="was given plain text"):
        refuse_unmarked(params, "govukInsetText")


def test_markup_is_taken_for_markup() -> None:
    assert MACROS["govukInsetText"]({"html": Markup("<b>x</b>")}).count("<b>x</b>") == 1


@pytest.mark.parametrize(
    ("macro", "params"),
    [
        ("mojTimeline", {"items": [{"label": {"text": "<b>"}, "text": "<b>", "byline": {"text": "<b>"}}]}),
        ("mojAlert", {"title": "<b>", "text": "<b>"}),
        ("mojTicketPanel", {"items": [{"text": "<b>"}]}),
        ("appDiff", {"caption": "<b>", "rows": [{"label": "<b>", "before": "<b>", "after": "<b>", "changed": True}]}),
        ("appWithheld", {"text": "<b>"}),
        ("mojSearch", {"label": {"text": "<b>"}, "action": "/", "input": {"value": '"><b>'}}),
    ],
)
def test_what_people_typed_is_escaped(macro: str, params: dict[str, Any]) -> None:
    assert "<b>" not in MACROS[macro](params)


def test_an_entry_of_the_timeline_has_a_lane_in_words_and_a_machine_readable_time() -> None:
    shown = MACROS["mojTimeline"](
        {
            "headingLevel": 3,
            "items": [
                {
                    "label": {"text": "Waited outside"},
                    "href": "/entries/1/",
                    "lane": {"name": "incidents", "text": "Incident"},
                    "datetime": {"timestamp": "2026-03-03", "text": "Tuesday 3 March 2026"},
                    "withdrawn": True,
                }
            ],
        }
    )
    assert "app-lane--incidents app-timeline__item--withdrawn" in shown
    assert '<p class="app-timeline__lane">Incident</p>' in shown
    assert '<h3 class="moj-timeline__title"><a class="govuk-link" href="/entries/1/">Waited outside</a></h3>' in shown
    assert '<time datetime="2026-03-03">Tuesday 3 March 2026</time>' in shown


def test_a_filter_keeps_what_it_does_not_show_in_the_address() -> None:
    source = "{% call mojFilter({'action': '/x/', 'hidden': {'as_known_on': '2026-03-03'}}) %}fields{% endcall %}"
    shown = ENV.from_string(source).render()
    assert '<input type="hidden" name="as_known_on" value="2026-03-03">' in shown
    assert 'method="get"' in shown
    assert "fields" in shown


@pytest.mark.parametrize(
    ("results", "said"),
    [
        ({"from": 1, "to": 20, "count": 1170, "text": "reports"}, "Showing 1 to 20 of 1,170 reports"),
        ({"count": 3}, "3 results"),
    ],
)
def test_pages_say_how_many_there_are(results: dict[str, Any], said: str) -> None:
    shown = MACROS["mojPagination"]({"results": results})
    assert f'<p class="moj-pagination__results">{said}</p>' in shown
    assert "<nav" not in shown
