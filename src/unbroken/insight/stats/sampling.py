"""A stratified random sample that anybody can draw again: the same seed and the same cases give the same sample.

Each case gets a number that no one chose, the SHA-256 of seed and key; within its stratum the lowest numbers are drawn.
So neither the order of the input nor the machine, nor the version of a library, decides; and a case more or less in the
frame changes the sample by about that much. Source: permanent random numbers, Ohlsson (1995) in Cox and others (eds),
Business Survey Methods, chapter 9.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the frame: its key, the stratum it is in, and why it cannot be drawn, if so."""

    key: str
    stratum: str
    excluded: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the flow from the frame to the sample: how many went, why, and how many were left."""

    reason: str
    removed: int
    left: int


@dataclass(frozen=True, slots=True)
class Stratum:
    """A stratum: how many are in the frame, can be drawn, were to be drawn and were. `short` is what was lacking."""

    name: str
    in_frame: int
    eligible: int
    wanted: int
    drawn: int

    @property
    def short(self) -> int:
        """How many fewer were drawn than were wanted: there were no more."""
        return self.wanted - self.drawn

    @property
    def is_empty(self) -> bool:
        """Whether nobody in it can be drawn."""
        return not self.eligible


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, in the order of keys, with the strata by name and the flow from the frame to the sample.

    `digest` is the SHA-256 of the seed and the frame's keys, strata and exclusions: it names what the sample is of.
    """

    keys: tuple[str, ...]
    strata: tuple[Stratum, ...]
    flow: tuple[Step, ...]
    seed: str
    digest: str

    @property
    def empty(self) -> tuple[str, ...]:
        """The strata from which nobody can be drawn."""
        return tuple(stratum.name for stratum in self.strata if stratum.is_empty)

    @property
    def short(self) -> int:
        """How many fewer were drawn than were asked for."""
        return sum(stratum.short for stratum in self.strata)


def draw(
    frame: Iterable[Case],
    *,
    seed: str,
    size: int | None = None,
    allocation: Mapping[str, int] | None = None,
    strata: Sequence[str] = (),
    reasons: Sequence[str] = (),
) -> Sample:
    """A sample of `size`, shared out among strata in proportion to who can be drawn, or with so many of each.

    `allocation` says how many of each; `strata` names those that there are, so that one without a case is reported;
    `reasons` is the order in which exclusions are told (those not named come after, by name). Raises ValueError where a
    key comes twice, or where both or neither of size and allocation are given, or either is below 0.
    """
    cases = sorted(frame, key=lambda case: case.key)
    twice = [key for key, times in Counter(case.key for case in cases).items() if times > 1]
    if twice:
        raise ValueError(f"a case is in the frame once: {twice[0]}")
    names = sorted({case.stratum for case in cases} | set(strata) | set(allocation or ()))
    eligible: dict[str, list[str]] = {name: [] for name in names}
    for case in cases:
        if case.excluded is None:
            eligible[case.stratum].append(case.key)
    wanted = _wanted({name: len(keys) for name, keys in eligible.items()}, size, allocation)
    drawn = {name: _lowest(seed, keys, wanted[name]) for name, keys in eligible.items()}
    in_frame = Counter(case.stratum for case in cases)
    return Sample(
        keys=tuple(sorted(key for keys in drawn.values() for key in keys)),
        strata=tuple(
            Stratum(name, in_frame[name], len(eligible[name]), wanted[name], len(drawn[name])) for name in names
        ),
        flow=_flow(cases, reasons, sum(map(len, drawn.values()))),
        seed=seed,
        digest=_digest(seed, cases),
    )


def largest_remainder(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """Whole numbers in proportion to the sizes that add up to `total`, or to all there are if that is fewer.

    Everyone gets the whole part of the exact share; those with the largest remainder get one more, the first by name
    where remainders are equal. Source: Hamilton's method; Balinski and Young (2001), Fair Representation. Exact: the
    shares are fractions, no float decides. No part is larger than its size.
    """
    whole = sum(sizes.values())
    total = min(total, whole)
    if not whole:
        return dict.fromkeys(sizes, 0)
    shares = {name: Fraction(size * total, whole) for name, size in sizes.items()}
    parts = {name: int(share) for name, share in shares.items()}
    by_remainder = sorted(sizes, key=lambda name: (parts[name] - shares[name], name))
    for name in by_remainder[: total - sum(parts.values())]:
        parts[name] += 1
    return parts


def _wanted(eligible: Mapping[str, int], size: int | None, allocation: Mapping[str, int] | None) -> dict[str, int]:
    if (size is None) == (allocation is None):
        raise ValueError("give the size of the sample or that of each stratum")
    if allocation is not None:
        if any(number < 0 for number in allocation.values()):
            raise ValueError("nobody draws fewer than none")
        return {name: allocation.get(name, 0) for name in eligible}
    if size is None or size < 0:
        raise ValueError("nobody draws fewer than none")
    parts = largest_remainder(eligible, size)
    lacking = size - sum(parts.values())
    if lacking and parts:  # more were asked for than there are: the largest stratum is the one that is short
        largest = min(eligible, key=lambda name: (-eligible[name], name))
        parts[largest] += lacking
    return parts


def _lowest(seed: str, keys: Sequence[str], number: int) -> list[str]:
    return sorted(keys, key=lambda key: (_number(seed, key), key))[:number]


def _number(seed: str, key: str) -> bytes:
    return sha256(f"{len(seed)}:{seed}{key}".encode()).digest()  # the length: seed and key cannot run into each other


def _flow(cases: Sequence[Case], reasons: Sequence[str], drawn: int) -> tuple[Step, ...]:
    removed = Counter(case.excluded for case in cases if case.excluded is not None)
    order = [*reasons, *sorted(set(removed) - set(reasons))]
    left = len(cases)
    steps = [Step("in the frame", 0, left)]
    for reason in order:
        left -= removed[reason]
        steps.append(Step(reason, removed[reason], left))
    steps.append(Step("not drawn", left - drawn, drawn))
    return tuple(steps)


def _digest(seed: str, cases: Sequence[Case]) -> str:
    told = sha256(seed.encode())
    for case in cases:
        told.update(b"\x00")
        told.update("\x1f".join([case.key, case.stratum, case.excluded or ""]).encode())
    return told.hexdigest()
