"""Every analysis of any extract is the same on DuckDB and on Spark."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.unit.insight.generated import generate
from unbroken import insight
from unbroken.insight.analyses import ANALYSES
from unbroken.tools import spark

pytestmark = [
    pytest.mark.demand("ANA-02", "GOV-10"),
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.xdist_group("spark"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),  # Py4J leaves them to the garbage collector
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of PySpark under Ibis
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if find_spec("pyspark") is None:
        said = "`make spark` runs these tests: they need the extra `spark`"
        pytest.fail(said) if os.environ.get("UNBROKEN_REQUIRE_SPARK") == "1" else pytest.skip(said)
    with spark.session(tmp_path_factory.mktemp("spark"), {"spark.sql.shuffle.partitions": "2"}) as found:
        yield found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("generated") / "extract", 300, seed=1)


@pytest.mark.parametrize("name", ANALYSES)
@pytest.mark.parametrize("offences", ["stalking", "all"])
def test_an_analysis_is_the_same_on_both(session: Any, folder: Path, name: str, offences: str) -> None:
    scope = insight.Scope(offences=offences)
    here = insight.run(insight.Extract(folder), scope, only=[name])
    there = insight.run(insight.Extract(folder, spark=session), scope, only=[name])
    assert there.base == here.base
    for analysis, other in zip(here.analyses, there.analyses, strict=True):
        assert other.words == analysis.words
        assert other.sheets == analysis.sheets
        assert other.drawn() == analysis.drawn()


def test_an_empty_scope_is_the_same_on_both(session: Any, folder: Path) -> None:
    scope = insight.Scope(areas=("Nowhere",))
    here = insight.run(insight.Extract(folder), scope)
    there = insight.run(insight.Extract(folder, spark=session), scope)
    assert [one.words for one in there.analyses] == [one.words for one in here.analyses]
    assert [one.sheets for one in there.analyses] == [one.sheets for one in here.analyses]
