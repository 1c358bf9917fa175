"""Answers on a form that ask somebody to look whether this is stalking (ASS-03). Pure.

They decide nothing: a class is given by a person, by written rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from unbroken.record.entries import Entry
from unbroken.safety.instruments.earlier import assessments
from unbroken.safety.instruments.facts import Pair
from unbroken.safety.instruments.shapes import Instrument, Item
from unbroken.vocabulary.answers import is_missing


@dataclass(frozen=True, slots=True)
class Prompt:
    """An item that was answered with yes when it was last answered, and the assessment that says so."""

    instrument: Instrument
    item: Item
    assessment: Entry


def prompts(
    instruments: Mapping[str, Instrument], entries: Iterable[Entry], *, pair: Pair, since: str
) -> tuple[Prompt, ...]:
    """The answers recorded after `since`, a stored time: when the report was last classified, or "" where it never was.

    Whoever gave a class after the answer was recorded had it before them.
    """
    held = list(entries)
    found = []
    for instrument in instruments.values():
        made = assessments(held, instrument.key, pair.victims)
        for item in (one for one in instrument.items if one.recognises):
            last = _last(made, item.key)
            if last is not None and last[0] == "yes" and last[1].recorded_at > since:
                found.append(Prompt(instrument, item, last[1]))
    return tuple(found)


def _last(made: Iterable[Entry], key: str) -> tuple[str, Entry] | None:
    """The latest answer to an item that was one."""
    found = None
    for assessment in made:
        for given in assessment.get("answers") or ():
            if given["item"] == key and not is_missing(given["answer"]):
                found = given["answer"], assessment
    return found
