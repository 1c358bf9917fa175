"""The folder of extracts: the newest whole one is read, half of one never, and the old ones go."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.unit.insight.test_report import CASES, extract
from unbroken.insight.extract import MANIFEST
from unbroken.insight.shelf import ShelfBusy, areas_of, extracts, name_at, new_extract, newest, remove_old

pytestmark = pytest.mark.demand("ANA-02")
NIGHT = datetime(2026, 1, 5, 2, tzinfo=UTC)


def put(shelf: Path, at: datetime) -> Path:
    """An extract made at a moment, put on the shelf as each night's is."""
    with new_extract(shelf, at) as folder:
        extract(folder, CASES)
        file = folder / MANIFEST
        file.write_text(file.read_text().replace("2026-01-05T09:00:00+00:00", at.isoformat()))
    return shelf / name_at(at)


def test_where_there_is_none_there_is_no_newest(tmp_path: Path) -> None:
    assert newest(tmp_path / "nowhere") is None
    assert newest(tmp_path) is None


def test_the_newest_is_the_one_made_last_whoever_put_it_there(tmp_path: Path) -> None:
    put(tmp_path, NIGHT)
    last = put(tmp_path, NIGHT + timedelta(days=1))
    extract(tmp_path / "a-hand-made-one", CASES)  # made on the morning of the 5th
    found = newest(tmp_path)
    assert found is not None
    assert (found.folder, found.made_at) == (last, NIGHT + timedelta(days=1))
    assert areas_of(found) == ("<b>Moor</b>", "Harbour", "Moor")


def stop_halfway(shelf: Path) -> None:
    with new_extract(shelf, NIGHT + timedelta(days=1)) as folder:
        extract(folder, CASES)
        found = newest(shelf)
        assert found is not None
        assert found.made_at < NIGHT + timedelta(days=1)
        raise RuntimeError("the power went")


def test_half_an_extract_is_never_read_and_leaves_nothing(tmp_path: Path) -> None:
    kept = put(tmp_path, NIGHT)
    with pytest.raises(RuntimeError, match="the power went"):
        stop_halfway(tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == [".lock", kept.name]


def test_what_one_that_was_killed_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".writing-2026-01-04T020000Z").mkdir()
    kept = put(tmp_path, NIGHT)
    assert sorted(one.name for one in tmp_path.iterdir()) == [".lock", kept.name]


def test_two_are_never_written_at_once(tmp_path: Path) -> None:
    with new_extract(tmp_path, NIGHT) as folder:
        folder.mkdir()
        with pytest.raises(ShelfBusy, match="wait until it is done"), new_extract(tmp_path, NIGHT):
            pass


def test_one_that_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    kept = put(tmp_path, NIGHT)
    broken = put(tmp_path, NIGHT + timedelta(days=1))
    (broken / MANIFEST).write_text("{")
    found = newest(tmp_path)
    assert found is not None
    assert found.folder == kept


def test_old_ones_go_but_never_the_newest_and_never_somebody_elses(tmp_path: Path) -> None:
    nights = [put(tmp_path, NIGHT + timedelta(days=day)) for day in range(4)]
    extract(tmp_path / "a-hand-made-one", CASES)
    assert remove_old(tmp_path, NIGHT + timedelta(days=2)) == (nights[0].name, nights[1].name)
    assert {one.folder.name for one in extracts(tmp_path)} == {"a-hand-made-one", nights[2].name, nights[3].name}
    assert remove_old(tmp_path, NIGHT + timedelta(days=99)) == (nights[2].name,)
    assert newest(tmp_path) is not None
