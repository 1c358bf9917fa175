"""What the published words of case files mean, and which entries follow from what was done: data, beside the cases."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict

from unbroken.exchange.demo import CASES


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseTables(_Table):
    """`tables.toml`: published words and the codes that they mean. An empty code says that none follows."""

    forces: dict[str, str]
    relationships: dict[str, str]
    agencies: dict[str, str]
    reporters: dict[str, str]
    channels: dict[str, str]
    classifications: dict[str, str]


class Action(_Table):
    """An entry of `actions.toml`: the report it follows, the published words it rests on, and what it says."""

    report: int
    ref: str
    kind: str
    quote: str
    words: str
    subjects: list[str]
    happened: str = ""
    agency: str = ""
    body: dict[str, Any] = {}

    def full_body(self) -> dict[str, Any]:
        """The body, with the published words in the field (a dotted path) that keeps them."""
        body = _copied(self.body)
        if self.words:
            *path, last = self.words.split(".")
            part: Any = body
            for step in path:
                part = part[int(step) if step.isdecimal() else step]
            part[last] = self.quote
        return {str(name): value for name, value in body.items()}


@cache
def case_tables() -> CaseTables:
    """The tables of published words."""
    return CaseTables.model_validate(tomllib.loads((CASES / "tables.toml").read_text(encoding="utf-8")))


@cache
def actions() -> dict[str, tuple[Action, ...]]:
    """The actions of each case, by its id."""
    given = tomllib.loads((CASES / "actions.toml").read_text(encoding="utf-8"))
    return {case: tuple(Action.model_validate(action) for action in listed) for case, listed in given.items()}


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _copied(part) for name, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list) else value
