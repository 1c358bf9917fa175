"""What the published demands ask to be recorded is taken, and what they forbid is refused at its field."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.strategies import REGISTER
from unbroken.record.check import check_body

Point = dict[str, Any]
TABLE = Path(__file__).with_name("demanded_points.toml")
POINTS: list[Point] = tomllib.loads(TABLE.read_text(encoding="utf-8"))["point"]


def named(point: Point) -> Any:
    return pytest.param(point, id=point["says"], marks=pytest.mark.demand(point["demand"]))


@pytest.mark.parametrize("point", [named(point) for point in POINTS])
def test_what_a_demand_asks_for_is_taken_whole(point: Point) -> None:
    stored = [check_body(body, REGISTER[point["kind"]]) for body in point["holds"]]
    assert [problems for _, problems in stored] == [()] * len(stored)
    assert [orjson.loads(content) for content, _ in stored] == point["holds"]


@pytest.mark.parametrize("point", [named(point) for point in POINTS if "refused" in point])
def test_what_a_demand_forbids_is_refused_at_its_field(point: Point) -> None:
    found = [
        [problem.field for problem in check_body(body, REGISTER[point["kind"]])[1]] for body, _ in point["refused"]
    ]
    assert found == [[f"body.{field}"] for _, field in point["refused"]]
