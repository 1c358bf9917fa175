"""The linkage model: what each degree of agreement weighs, as a versioned file.

A Fellegi–Sunter model in Splink's terms. For each level `m` is the probability of seeing it among descriptions of the
same person, `u` among those of different people; its weight is log2(m/u) bits. Where a level is adjusted for rarity,
log2(u/f) is added, f being the greater frequency of the two values. The match weight of a pair is the sum, with
log2(p/(1-p)) of the probability p that any two descriptions are of one person.
Source: Fellegi and Sunter (1969), A Theory for Record Linkage; Linacre et al. (2022), Splink.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from math import log2
from pathlib import Path
from typing import Any

import orjson

from unbroken.people.linkage.comparisons import COMPARISONS

FORMAT = 1
SHIPPED = "2026.1"


class BadModel(Exception):
    """A model file that cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The probabilities of a level among descriptions of the same person (`m`) and of different people (`u`)."""

    m: float
    u: float

    @property
    def weight(self) -> float:
        """Bits for (positive) or against (negative) the same person."""
        return log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Match weights in bits. At `join` and above two descriptions are joined; a join made holds down to `break_`;
    from `review` up a person looks at what is not joined."""

    join: float
    break_: float
    review: float


@dataclass(frozen=True)
class Model:
    """A trained model. `prior` is the probability that two random descriptions are of one person.

    `population` is the number of descriptions it was trained on: with many more, agreement by chance is commoner.
    `frequencies` gives for each column that rarity is read of how common each value is; values that are not listed
    have `rarest`.
    """

    version: str
    prior: float
    population: int
    thresholds: Thresholds
    weights: Mapping[str, Mapping[str, Weighed]]
    frequencies: Mapping[str, Mapping[str, float]]
    rarest: Mapping[str, float]
    trained_on: str = ""
    carried_over: tuple[str, ...] = ()

    @cached_property
    def base(self) -> float:
        """The weight of a pair of which nothing is known."""
        return log2(self.prior / (1 - self.prior))

    def frequency(self, column: str, value: str) -> float:
        """How common a value is, as a share of the descriptions that have one."""
        return self.frequencies[column].get(value, self.rarest[column])


def probability(weight: float) -> float:
    """The probability that a match weight in bits stands for."""
    return 1 / (1 + 2 ** -max(-1000.0, min(1000.0, weight)))


def write_model(model: Model, path: Path) -> None:
    """Save a model as JSON."""
    path.write_bytes(orjson.dumps(_written(model), option=orjson.OPT_INDENT_2) + b"\n")


def read_model(path: Path) -> Model:
    """A model from its file. Raises BadModel where it is none, or has a level without m or u."""
    try:
        data = orjson.loads(path.read_bytes())
    except OSError as error:
        raise BadModel(f"{path} cannot be read: {error.strerror}.") from None
    except orjson.JSONDecodeError as error:
        raise BadModel(f"{path} is not JSON: {error}.") from None
    return _read(data, str(path))


@cache
def shipped_model() -> Model:
    """The model that comes with Unbroken: trained on made-up forces, to start with until one's own data can be used."""
    text = files(__package__).joinpath("models", f"{SHIPPED}.json").read_bytes()
    return _read(orjson.loads(text), SHIPPED)


@cache
def judged_levels() -> Mapping[str, Mapping[str, Weighed]]:
    """m and u judged by hand, for levels so seldom seen that data may not show them. Used only where they do not."""
    data = orjson.loads(files(__package__).joinpath("models", "judged.json").read_bytes())
    return {name: {key: Weighed(**one) for key, one in levels.items()} for name, levels in data.items()}


def _written(model: Model) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": model.version,
        "trained_on": model.trained_on,
        "population": model.population,
        "prior": model.prior,
        "thresholds": {
            "join": model.thresholds.join,
            "break": model.thresholds.break_,
            "review": model.thresholds.review,
        },
        "comparisons": {
            name: {key: {"m": one.m, "u": one.u} for key, one in levels.items()}
            for name, levels in model.weights.items()
        },
        "carried_over": list(model.carried_over),
        "frequencies": model.frequencies,
        "rarest": model.rarest,
    }


def _read(data: Any, called: str) -> Model:
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise BadModel(f"{called} is no linkage model of format {FORMAT}. Make one with `unbroken link train`.")
    try:
        limits = data["thresholds"]
        model = Model(
            version=str(data["version"]),
            prior=float(data["prior"]),
            population=int(data["population"]),
            thresholds=Thresholds(float(limits["join"]), float(limits["break"]), float(limits["review"])),
            weights={
                comparison.name: _levels(comparison.name, data["comparisons"], called) for comparison in COMPARISONS
            },
            frequencies={
                column: {str(value): float(share) for value, share in values.items()}
                for column, values in data["frequencies"].items()
            },
            rarest={column: float(value) for column, value in data["rarest"].items()},
            trained_on=str(data.get("trained_on", "")),
            carried_over=tuple(data.get("carried_over", ())),
        )
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise BadModel(f"{called} is not a whole linkage model: {error!r}. Train it anew.") from None
    _check(model, called)
    return model


def _levels(name: str, comparisons: Mapping[str, Any], called: str) -> dict[str, Weighed]:
    comparison = {one.name: one for one in COMPARISONS}[name]
    found = {}
    for level in comparison.levels:
        if level.is_null:
            continue
        given = comparisons.get(name, {}).get(level.key) or {}
        m: Any = given.get("m")
        u: Any = given.get("u")
        if not all(type(share) in (float, int) and 0 < share <= 1 for share in (m, u)):
            raise BadModel(
                f"{called}: {name}, level {level.key!r} has m={m!r} and u={u!r}; both must be above 0 "
                "and at most 1. A level that was not trained would be scored by a guess. Train it on more data, "
                "or carry the level over with `unbroken link train --from shipped`."
            )
        found[level.key] = Weighed(float(m), float(u))
    return found


def _check(model: Model, called: str) -> None:
    if not 0 < model.prior < 1:
        raise BadModel(f"{called}: prior is {model.prior}; it must lie between 0 and 1.")
    limits = model.thresholds
    if not limits.review <= limits.break_ <= limits.join:
        raise BadModel(f"{called}: thresholds must rise from review to break to join; they are {limits}.")
    wanted = {level.rarity for comparison in COMPARISONS for level in comparison.levels if level.rarity}
    for column in sorted(wanted):
        if column not in model.frequencies or column not in model.rarest:
            raise BadModel(f"{called}: `frequencies` and `rarest` must both have {column}. Train it anew.")
        if not all(0 < share <= 1 for share in (model.rarest[column], *model.frequencies[column].values())):
            raise BadModel(f"{called}: frequencies of {column} must lie above 0 and at most 1.")
