from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from unbroken.cli import app
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.crowds import HOT
from unbroken.people.linkage.model import shipped_model
from unbroken.people.linkage.running import link_people

pytestmark = pytest.mark.demand("LNK-01")


def test_identifiers_that_too_many_share_are_told(tmp_path: Path) -> None:
    people = [Comparable(f"d{n}", phones=frozenset({"+442079460123"})) for n in range(HOT + 1)]
    people += [Comparable(f"e{n}", phones=frozenset({"+442079460124"})) for n in range(HOT)]
    found = link_people(people, shipped_model(), out=tmp_path)
    assert found.crowded == (("phones", "+442079460123", HOT + 1),)


def test_the_command_says_so_and_leaves_nothing_of_an_earlier_run(tmp_path: Path) -> None:
    file, out = tmp_path / "people.csv", tmp_path / "out"
    rows = "".join(f"r{n},020 7946 0123\n" for n in range(HOT + 1))
    file.write_text(f"record_id,phone\n{rows}odd,banana\nworse,=1+1\u202e[red]\n")
    said = CliRunner().invoke(app, ["link", "run", str(file), "--out", str(out)])
    assert said.exit_code == 0
    assert f"'+442079460123' (phones) is on {HOT + 1} records" in said.output
    assert (out / "unread.csv").read_text().splitlines()[1].startswith(f"{HOT + 3},odd,phone,banana")
    assert f"{HOT + 4},worse,phone,'=1+1⟦U+202E⟧[red]," in (out / "unread.csv").read_text()
    assert "'=1+1⟦U+202E⟧[red]' cannot be read" in said.output, "shown as it is, and nothing of it obeyed"
    file.write_text("record_id,phone\nr1,020 7946 0123\nr2,020 7946 0123\n")
    assert CliRunner().invoke(app, ["link", "run", str(file), "--out", str(out)]).exit_code == 0
    assert not (out / "unread.csv").exists()
