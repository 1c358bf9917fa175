"""The chronology: a journey as a PDF fit for a prosecutor, typeset with the fonts that come with typst.

Text from the record is only ever data: the template is fixed, the content reaches it as JSON and is set as plain
text, so that `#eval(...)` in a narrative is characters and not an instruction. The same journey, cover and time give
the same bytes. Accessible (PDF/UA-1): tagged, titled, with a text alternative for the picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import orjson
import typst

from unbroken.exchange.exporting.chronology_content import Cover, compose
from unbroken.exchange.exporting.journey import Journey
from unbroken.exchange.exporting.swimlanes import draw_swimlanes
from unbroken.tools.glyphs import find_unseen, write_out


def make_chronology(journey: Journey, *, cover: Cover) -> bytes:
    """The chronology of a journey as a tagged PDF (PDF/UA-1). Raises ValueError for a time without a zone."""
    content = compose(journey, cover)
    texts = (*_texts(content), picture := draw_swimlanes(journey))
    unseen = find_unseen(texts)
    made = typst.compile(
        _template(),
        sys_inputs={
            "content": orjson.dumps(_shown(content, unseen)).decode(),
            "picture": write_out(picture, unseen=unseen),
        },
        format="pdf",
        pdf_standards="ua-1",
        timestamp=int(cover.produced_at.timestamp()),
        ignore_system_fonts=True,
    )
    assert isinstance(made, bytes)  # one file, since no output path with a page number is given
    return made


@cache
def _template() -> bytes:
    return resources.files(__package__).joinpath("templates/chronology.typ").read_bytes()


def _texts(value: Any) -> Iterator[str]:
    """Every text inside plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)


def _shown(value: Any, unseen: frozenset[str]) -> Any:
    """The same data with every character that the fonts lack written out."""
    if not unseen:
        return value
    if isinstance(value, str):
        return write_out(value, unseen=unseen)
    if isinstance(value, dict):
        return {name: _shown(item, unseen) for name, item in value.items()}
    return [_shown(item, unseen) for item in value] if isinstance(value, (list, tuple)) else value
