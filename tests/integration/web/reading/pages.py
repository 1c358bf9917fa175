"""Reading a page as a person does: its words, its tables, its links."""

from __future__ import annotations

import re
from html import unescape

from django.http import HttpResponse


def text_of(page: HttpResponse) -> str:
    """The words between the tags of the main part, with single spaces. What is hidden to the eye is in it too."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", _main(page))).split())


def rows_of(page: HttpResponse, caption: str) -> list[list[str]]:
    """The rows of the table with this caption, each cell in one line."""
    table = page.content.decode().partition(f">{caption}</caption>")[2].partition("</table>")[0]
    rows = table.partition("<tbody")[2].split("<tr")[1:]
    heads = re.compile(r'<span class="app-listing__head".*?</span>')
    return [[_cell(cell) for cell in re.findall(r"<t[dh].*?</t[dh]>", heads.sub("", row), re.S)] for row in rows]


def links_of(page: HttpResponse) -> set[str]:
    """Where the links of the main part lead."""
    main = _main(page)
    return {unescape(href) for href in re.findall(r'<a [^>]*href="([^"]*)"', main)}


def _main(page: HttpResponse) -> str:
    return page.content.decode().partition("<main")[2].partition(">")[2].partition("</main>")[0]


def _cell(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
