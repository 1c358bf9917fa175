"""The match weight of a pair, at the moment of entry: the same to 1e-6 as Splink's, from the same model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.comparisons import COMPARISONS, Comparison
from unbroken.people.linkage.crowds import Crowds
from unbroken.people.linkage.model import Model, probability

NO_CROWDS: Crowds = {}


@dataclass(frozen=True, slots=True)
class Part:
    """What one comparison adds to the weight of a pair, in bits; `rarity` is what of it is due to a rare value."""

    comparison: str
    title: str
    level: str
    says: str
    weight: float
    rarity: float = 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """The weight of a pair with what it is made of: `weight` is `base` and the weights of the parts."""

    weight: float
    base: float
    parts: tuple[Part, ...]

    @property
    def probability(self) -> float:
        """The probability that the two are one person, as the model sees it."""
        return probability(self.weight)


class Scorer:
    """Weighs pairs by a model. Made once; pairs take microseconds."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._steps = [self._step(comparison) for comparison in COMPARISONS]

    def weigh(self, a: Comparable, b: Comparable, crowds: Crowds = NO_CROWDS) -> float:
        """The match weight in bits."""
        total = self.model.base
        for level_of, weights, rarities in self._steps:
            at = level_of(a, b, crowds)
            if at:
                total += weights[at]
                if rarity := rarities.get(at):
                    total += rarity(a, b)
        return total

    def explain(self, a: Comparable, b: Comparable, crowds: Crowds = NO_CROWDS) -> Score:
        """The match weight and what each comparison adds; comparisons of which nothing is known add nothing."""
        parts = []
        total = self.model.base
        for comparison, (level_of, weights, rarities) in zip(COMPARISONS, self._steps, strict=True):
            at = level_of(a, b, crowds)
            if comparison.levels[at].is_null:
                continue
            adjusted = rarities[at](a, b) if at in rarities else 0.0
            level = comparison.levels[at]
            parts.append(
                Part(comparison.name, comparison.title, level.key, level.says, weights[at] + adjusted, adjusted)
            )
            total += weights[at] + adjusted
        return Score(total, self.model.base, tuple(parts))

    def _step(self, comparison: Comparison) -> _Step:
        known = self.model.weights[comparison.name]
        weights = [0.0 if level.is_null else known[level.key].weight for level in comparison.levels]
        rarities = {
            at: self._rarity(level.rarity, known[comparison.rarity_of[level.rarity]].u)
            for at, level in enumerate(comparison.levels)
            if level.rarity
        }
        return comparison.level_of, weights, rarities

    def _rarity(self, column: str, u: float) -> Callable[[Comparable, Comparable], float]:
        """The adjustment for rarity of a level at which both values of the column are the same."""
        base = log2(u)
        frequency = self.model.frequency

        @lru_cache(maxsize=100_000)
        def of(value: str) -> float:
            return base - log2(frequency(column, value))

        return lambda a, b: of(getattr(a, column))


_Step = tuple[
    Callable[[Comparable, Comparable, Crowds], int],
    list[float],
    Mapping[int, Callable[[Comparable, Comparable], float]],
]
