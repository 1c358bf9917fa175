"""One made-up world of 4,000 reports, walked once; what the tests ask of it is counted on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.unit.synthetic.measures import MEANS, SHARES
from unbroken.synthetic import force, write_force
from unbroken.synthetic.casefile import CaseFile
from unbroken.synthetic.features import Features
from unbroken.synthetic.world import files

REPORTS, SEED = 4_000, 1


@dataclass
class Measured:
    """Counts by figure: how many, of how many; and the values whose means are published."""

    hits: dict[str, int] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)
    values: dict[str, list[float]] = field(default_factory=dict)
    truths: dict[str, int] = field(default_factory=dict)

    def take(self, file: CaseFile) -> None:
        self.truths[file.report.truth] = self.truths.get(file.report.truth, 0) + 1
        if not file.report.is_stalking:
            return
        for name, measure in SHARES.items():
            answer = measure.of(file)
            if answer is not None:
                self.bases[name] = self.bases.get(name, 0) + 1
                self.hits[name] = self.hits.get(name, 0) + answer
        for name, value in MEANS.items():
            found = value(file)
            if found is not None:
                self.values.setdefault(name, []).append(found)


@pytest.fixture(scope="session")
def measured() -> Measured:
    found = Measured()
    for file in files(reports=REPORTS, seed=SEED):
        found.take(file)
    return found


@pytest.fixture(scope="session")
def lines() -> list[dict[str, Any]]:
    """The lines of 400 reports."""
    return list(force(reports=400, seed=11))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A force of 300 reports, written."""
    out = tmp_path_factory.mktemp("force")
    write_force(out, reports=300, seed=11)
    return out


@pytest.fixture(scope="session")
def population() -> list[Features]:
    """Features of reports whose class in the end is stalking, from a world the calibration did not see."""
    from unbroken.synthetic.reports import sample_features

    return sample_features(6_000, 5)


def texts_of(value: Any) -> Iterator[str]:
    """Every text in a JSON value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(texts_of(part) for part in value.values())
    elif isinstance(value, list):
        yield from chain.from_iterable(texts_of(part) for part in value)
