"""Reports that are counted beside the service, once each, some at a time; and kept in words."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from tests.unit.insight.test_report import CASES, extract
from unbroken import insight
from unbroken.insight import counting, kept
from unbroken.insight.analyses import ANALYSES
from unbroken.insight.counting import AT_ONCE, Counting, Failed, State, Waiting, ask
from unbroken.insight.kept import as_json, folder_of, forget, from_json, keep, read_kept
from unbroken.insight.report import say_cell
from unbroken.insight.said import SaidReport, put_in_words, read_said
from unbroken.insight.scope import Scope
from unbroken.insight.shelf import Shelved, newest
from unbroken.tools.locks import try_lock

pytestmark = pytest.mark.demand("ANA-02", "GOV-06", "GOV-07", "GOV-10")
NARROW = Scope(date(2024, 1, 1), date(2024, 12, 31), "all", ("Harbour",), ("stranger",), False)


@pytest.fixture
def shelved(tmp_path: Path) -> Shelved:
    extract(tmp_path / "one", CASES)
    found = newest(tmp_path)
    assert found is not None
    return found


def until_done(look: Callable[[], State]) -> tuple[list[State], State]:
    """What was seen on the way, and at the end."""
    seen: list[State] = []
    for _ in range(1200):
        state = look()
        if not isinstance(state, Counting | Waiting):
            return seen, state
        seen.append(state)
        time.sleep(0.1)
    raise AssertionError(f"it never ended: {seen[-1]}")


@contextmanager
def locked(*files: Path) -> Iterator[None]:
    """Somebody else holds these locks."""
    with ExitStack() as stack:
        for file in files:
            file.parent.mkdir(exist_ok=True)
            lock = try_lock(file)
            assert lock is not None
            stack.callback(os.close, lock)
        yield


@pytest.mark.slow
def test_a_report_is_counted_in_another_process_and_then_kept(shelved: Shelved) -> None:
    shelf = shelved.folder.parent
    seen, state = until_done(lambda: ask(shelf, shelved, Scope()))
    assert seen[0] == Counting()
    steps = [one for one in seen if isinstance(one, Counting) and one.of]
    assert steps == sorted(steps, key=lambda one: one.done)
    assert {one.of for one in steps} == {len(ANALYSES)}
    assert isinstance(state, SaidReport)
    started = time.perf_counter()
    assert ask(shelf, shelved, Scope()) == state
    assert time.perf_counter() - started < 1
    left = {one.suffix for one in (shelved.folder / "reports").iterdir()}
    assert left == {"", ".lock"}


@pytest.mark.slow
def test_it_is_what_the_command_says_of_the_same_reports(shelved: Shelved) -> None:
    scope = Scope(areas=("Harbour", "Moor"))
    counting.count(shelved, scope, folder_of(shelved, scope))
    said = read_kept(shelved, scope)
    assert said is not None
    published = insight.run(insight.Extract(shelved.folder), scope).published()
    for ours, theirs in zip(said.analyses, published.analyses, strict=True):
        for table, sheet in zip(ours.sheets, theirs.sheets, strict=True):
            assert table.heads == sheet.heads
            assert table.rows == tuple(tuple(map(say_cell, row)) for row in sheet.rows)
            assert (table.what, table.base) == (sheet.definition.what, sheet.definition.base)
    assert said.about == published.about


def test_a_report_in_words_comes_back_from_json_as_it_was(shelved: Shelved) -> None:
    report = insight.run(insight.Extract(shelved.folder), only=["attrition", "orders"]).published()
    said = put_in_words(report)
    assert read_said(json.loads(json.dumps(asdict(said)))) == said
    attrition = said.analysis("attrition")
    assert attrition is not None
    assert attrition.pictures == {"flow": ("flow",)}
    assert attrition.sheets[0].numbers == (False, False, True, True)
    assert said.analysis("weather") is None


@pytest.mark.parametrize("scope", [Scope(), NARROW])
def test_a_scope_comes_back_from_json_as_it_was(scope: Scope) -> None:
    assert from_json(json.loads(json.dumps(as_json(scope)))) == scope


def test_another_scope_another_extract_and_another_program_are_other_reports(
    shelved: Shelved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "else").mkdir()
    other = Shelved(shelved.folder, insight.Extract(extract(tmp_path / "else" / "e", CASES[:9])).manifest)
    names = {folder_of(shelved, Scope()), folder_of(shelved, NARROW), folder_of(other, Scope())}
    monkeypatch.setattr(kept, "_program", lambda: "newer")
    assert len(names | {folder_of(shelved, Scope())}) == 4


def test_what_somebody_counts_already_is_not_counted_twice(shelved: Shelved, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_start", lambda *told: pytest.fail("a second was begun"))
    folder = folder_of(shelved, Scope())
    with locked(folder.with_suffix(".lock")):
        assert ask(shelved.folder.parent, shelved, Scope()) == Counting()
        folder.with_suffix(".far").write_text('{"done": 3, "of": 9, "step": "trends"}')
        assert ask(shelved.folder.parent, shelved, Scope()) == Counting(3, 9, "trends")


def test_no_more_are_counted_at_once_than_may_be(shelved: Shelved, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    monkeypatch.setattr(counting, "_start", lambda *told: begun.append(told))
    shelf = shelved.folder.parent
    with locked(*(shelf / f".place-{n}" for n in range(AT_ONCE))):
        assert ask(shelf, shelved, Scope()) == Waiting()
    assert not begun
    assert ask(shelf, shelved, Scope()) == Counting()
    assert len(begun) == 1


@pytest.mark.slow
def test_an_extract_that_was_changed_is_said_and_not_tried_at_once_again(shelved: Shelved) -> None:
    with (shelved.folder / "cases.parquet").open("r+b") as opened:
        opened.write(b"other")
    shelf = shelved.folder.parent
    _, state = until_done(lambda: ask(shelf, shelved, Scope()))
    assert isinstance(state, Failed)
    assert "make the extract anew" in state.why
    assert ask(shelf, shelved, Scope()) == state
    failed = folder_of(shelved, Scope()).with_suffix(".failed")
    os.utime(failed, (0, 0))
    assert ask(shelf, shelved, Scope()) == Counting()
    until_done(lambda: ask(shelf, shelved, Scope()))


def test_one_that_dies_without_a_word_is_said_to_have_failed(shelved: Shelved, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_start", lambda *told: None)  # and its locks are gone
    assert ask(shelved.folder.parent, shelved, Scope()) == Counting()
    assert ask(shelved.folder.parent, shelved, Scope()) == Failed("It ended without saying why.")


def test_a_mistake_in_an_analysis_ends_in_words(
    shelved: Shelved, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def stumble(*asked: object, **more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(counting, "run", stumble)
    folder = folder_of(shelved, Scope())
    counting.count(shelved, Scope(), folder)
    assert "ZeroDivisionError" in folder.with_suffix(".failed").read_text()
    assert "Traceback" in capfd.readouterr().err


def test_a_folder_that_cannot_be_written_is_said(shelved: Shelved, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(file: Path) -> None:
        raise PermissionError(13, "Permission denied", str(file))

    monkeypatch.setattr(counting, "try_lock", refuse)
    state = ask(shelved.folder.parent, shelved, Scope())
    assert state == Failed("The folder of the extracts cannot be written: Permission denied.")


def test_reports_that_nobody_looks_at_go_and_the_usual_one_stays(shelved: Shelved) -> None:
    opened = insight.Extract(shelved.folder)
    scopes = [Scope(), *(Scope(offences="all", areas=(area,)) for area in ("Harbour", "Moor", "Elsewhere"))]
    for n, scope in enumerate(scopes):
        folder = keep(insight.run(opened, scope, only=["orders"]), shelved)
        os.utime(folder, (n, n))
    assert read_kept(shelved, scopes[1]) is not None  # looked at just now
    forget(shelved, at_most=1)
    assert [read_kept(shelved, scope) is not None for scope in scopes] == [True, True, False, False]
