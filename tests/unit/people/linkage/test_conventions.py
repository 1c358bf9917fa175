"""What linkage never reads, and what it never loads."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.resources import files

import pytest

from unbroken.people.linkage.comparable import Comparable, Described
from unbroken.people.linkage.comparisons import COMPARISONS, DUCKDB, SPARK
from unbroken.people.linkage.files import COLUMNS
from unbroken.people.linkage.guards import guarded_sql

pytestmark = pytest.mark.demand("LNK-01")

NEVER = re.compile(
    r"ethnic|(?<![a-z])race|religio|vulnerab|mental|health_|substance|disab|gender|nationality|flag", re.IGNORECASE
)
HEAVY = {"splink", "duckdb", "pandas", "pyarrow", "numpy", "django", "pyspark"}
COMPARING = ("naming", "comparable", "keys", "comparisons", "crowds", "guards", "scoring", "packing", "clustering",
             "batch", "spark", "training", "files")  # fmt: skip


def test_nothing_of_what_somebody_is_can_be_compared() -> None:
    sql = [level.sql(to) for to in (DUCKDB, SPARK) for comparison in COMPARISONS for level in comparison.levels]
    names = [*Comparable._fields, *Described.__slots__, *COLUMNS, *sql, guarded_sql(DUCKDB)]
    assert [name for name in names if NEVER.search(name)] == []


@pytest.mark.parametrize("module", COMPARING)
def test_no_module_that_compares_names_a_protected_characteristic(module: str) -> None:
    text = files("unbroken.people.linkage").joinpath(f"{module}.py").read_text(encoding="utf-8")
    code = re.sub(r'""".*?"""', "", text, flags=re.DOTALL)  # `comparable` says that it does not read them
    assert NEVER.findall(code) == []


@pytest.mark.parametrize(
    "module", ["scoring", "keys", "comparable", "packing", "clustering", "guards", "files", "model"]
)
def test_weighing_loads_nothing_heavy(module: str) -> None:
    said = f"import sys, unbroken.people.linkage.{module}; print(*sorted(set(sys.modules) & {HEAVY!r}))"
    found = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
