"""Spark, where it is installed: whether it can be used here, and a session with what all need.

PySpark is an extra (`unbroken[spark]`) and is imported only where it is used.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_JAVA = 17  # the oldest that Spark 4 runs on
_QUIET = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
_CONFIGURED = ("PYSPARK_SUBMIT_ARGS", "SPARK_CONF_DIR")
_ALONE = {
    "spark.master": "local[*]",
    "spark.driver.memory": "3g",
    "spark.driver.host": "localhost",  # what is asked and answered goes over no network
    "spark.driver.bindAddress": "127.0.0.1",
}


class NoSpark(Exception):
    """Spark cannot be used here; the message says what to install."""


def check() -> None:
    """Raise NoSpark where PySpark or Java is missing, or Java is too old."""
    if find_spec("pyspark") is None:
        raise NoSpark("Spark is not installed here. Install it with: pip install 'unbroken[spark]'")
    said = _java_says()
    if said is None:
        raise NoSpark(
            f"Spark needs Java {_JAVA} or later, and there is none. On Debian: apt-get install default-jre-headless"
        )
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    if found and int(found.group(1)) < _JAVA:
        raise NoSpark(
            f"Spark needs Java {_JAVA} or later; this is Java {found.group(1)}. Install a later one, and set JAVA_HOME."
        )


def _java_says() -> str | None:
    """What `java -version` answers, of the Java that Spark will take; None where there is none."""
    home = os.environ.get("JAVA_HOME")
    java = f"{home}/bin/java" if home else shutil.which("java")
    if java is None or not Path(java).exists():
        return None
    return subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr


@contextmanager
def session(folder: Path, config: Mapping[str, str]) -> Iterator[SparkSession]:
    """Spark with this configuration beside what all need, keeping in this folder what does not fit into memory.

    On this machine alone, unless somebody configured Spark in its own way (SPARK_CONF_DIR or PYSPARK_SUBMIT_ARGS).
    Within another session it is that one. Raises NoSpark where Spark is not there.
    """
    check()
    from pyspark.sql import SparkSession

    if running := SparkSession.getActiveSession():
        yield running
        return
    spark = SparkSession.builder.appName("unbroken").config(map={**_config(folder), **config}).getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()


def _config(folder: Path) -> dict[str, str]:
    config = _QUIET | {"spark.sql.warehouse.dir": str(folder / "warehouse")}
    if any(name in os.environ for name in _CONFIGURED):
        return config
    return config | _ALONE | {"spark.local.dir": str(folder)}
