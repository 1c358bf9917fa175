"""How well narratives are read: precision and recall on labelled narratives, with intervals.

Each figure is with its 95 % Wilson interval. Source: Wilson (1927), Probable inference, the law of succession, and
statistical inference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from math import sqrt

import orjson

from unbroken.conduct.accounts import Report, review
from unbroken.conduct.reading import narrative

PARTS = ("held_out", "tuned_on")
_Z = 1.959964  # of 95 %


@dataclass(frozen=True, slots=True)
class Labelled:
    """A narrative with what its writer says it shows."""

    id: str
    text: str
    is_stalking: bool
    behaviours: frozenset[str]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found and is there, was found and is not, and is there and was not found."""

    what: str
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> tuple[float, float, float] | None:
        """The share of what was found that is there, with its interval; None where nothing was found."""
        return wilson(self.right, self.right + self.wrong)

    @property
    def recall(self) -> tuple[float, float, float] | None:
        """The share of what is there that was found, with its interval; None where there is nothing."""
        return wilson(self.right, self.right + self.missed)


def wilson(count: int, of: int) -> tuple[float, float, float] | None:
    """A share with its 95 % interval; None of nothing."""
    if not of:
        return None
    share = count / of
    middle = (share + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
    half = _Z * sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2)) / (1 + _Z**2 / of)
    return share, max(0.0, middle - half), min(1.0, middle + half)


def labelled(part: str) -> Iterator[Labelled]:
    """The narratives of a part of the set that ships with Unbroken (`conduct/narratives`)."""
    lines = files("unbroken.conduct").joinpath("narratives", f"{part}.jsonl").read_bytes().splitlines()
    for line in lines:
        one = orjson.loads(line)
        yield Labelled(one["id"], one["text"], one["stalking"], frozenset(one["behaviours"]))


def measure(narratives: Iterable[Labelled]) -> tuple[Measured, ...]:
    """Stalking by document, then all behaviours together, then each by its code."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for one in narratives:
        read = narrative.read(one.text)
        found = {"stalking"} if review([Report(1, read)]).recognised.finding.is_stalking else set()
        there = {"stalking"} if one.is_stalking else set()
        right.update(found & there)
        wrong.update(found - there)
        missed.update(there - found)
        right.update(read.codes & one.behaviours)
        wrong.update(read.codes - one.behaviours)
        missed.update(one.behaviours - read.codes)
    codes = sorted((right | wrong | missed).keys() - {"stalking"})
    together = (sum(counts[code] for code in codes) for counts in (right, wrong, missed))
    each = [Measured(code, right[code], wrong[code], missed[code]) for code in codes]
    stalking = Measured("stalking", right["stalking"], wrong["stalking"], missed["stalking"])
    return stalking, Measured("all behaviours", *together), *each


def table(measured: Iterable[Measured]) -> str:
    """The figures as a Markdown table."""
    lines = ["| what | right | wrong | missed | precision | recall |", "|---|---|---|---|---|---|"]
    lines += [f"| {one.what} | {one.right} | {one.wrong} | {one.missed} | {_say(one.precision)} | {_say(one.recall)} |"
              for one in measured]  # fmt: skip
    return "\n".join(lines)


def _say(share: tuple[float, float, float] | None) -> str:
    return "none" if share is None else f"{share[0]:.3f} ({share[1]:.3f} to {share[2]:.3f})"
