"""Where Spark is asked for and not there, it is said plainly what to install, before anything is read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from unbroken.cli import app
from unbroken.tools import spark

pytestmark = pytest.mark.demand("LNK-01")


@pytest.fixture
def pyspark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with PySpark, as far as can be seen without starting it, and with no Java."""
    (tmp_path / "site" / "pyspark").mkdir(parents=True)
    (tmp_path / "site" / "pyspark" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)


def java(folder: Path, version: str) -> None:
    """A Java that says it is of this version, and leaves word that it was asked."""
    folder.mkdir(exist_ok=True, parents=True)
    said = f"#!/bin/sh\necho 'openjdk version \"{version}\" 2020-01-01' >&2\n: > '{folder}/asked'\n"
    (folder / "java").write_text(said)
    (folder / "java").chmod(0o755)


def test_without_pyspark_it_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    people = tmp_path / "people.csv"
    people.write_text("record_id,given_name\nr1,Zoe\n")
    done = CliRunner().invoke(app, ["link", "run", str(people), "--out", str(tmp_path / "out"), "--engine", "spark"])
    assert done.exit_code == 1
    assert " ".join(done.output.split()) == (
        "Error: Spark is not installed here. Install it with: pip install 'unbroken[spark]'"
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("pyspark")
def test_without_java_it_says_what_to_install() -> None:
    with pytest.raises(spark.NoSpark, match=r"needs Java 17 or later, and there is none\. On Debian: apt-get "):
        spark.check()


@pytest.mark.usefixtures("pyspark")
@pytest.mark.parametrize(("version", "named"), [("1.8.0_392", "8"), ("11.0.20", "11"), ("16", "16")])
def test_an_older_java_is_refused(tmp_path: Path, version: str, named: str) -> None:
    java(tmp_path, version)
    with pytest.raises(spark.NoSpark, match=rf"needs Java 17 or later; this is Java {named}\."):
        spark.check()


@pytest.mark.usefixtures("pyspark")
@pytest.mark.parametrize("version", ["17.0.15", "21.0.7", "25"])
def test_a_later_java_will_do(tmp_path: Path, version: str) -> None:
    java(tmp_path, version)
    spark.check()
    assert (tmp_path / "asked").exists()


@pytest.mark.usefixtures("pyspark")
def test_the_java_of_java_home_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java(tmp_path, "17.0.15")
    java(tmp_path / "old" / "bin", "11.0.20")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path / "old"))
    with pytest.raises(spark.NoSpark, match="this is Java 11"):
        spark.check()


def test_the_record_is_not_linked_on_spark(db: None) -> None:
    done = CliRunner().invoke(app, ["link", "run", "--engine", "spark"])
    assert done.exit_code == 1
    assert "--out, --model and --engine go with a file of people." in " ".join(done.output.split())
