"""Reports that were counted already, kept beside their extract: the second time nobody waits.

A report of a scope is a folder under `reports/` of the extract: what `write_report` writes, and `said.json`, the whole
of it in words. All analyses of a scope are kept together, because what is small is withheld in all of them at once: a
part that was protected by itself could give back what another withholds.

The folder's name is a digest of the extract, the scope and this program: none of them can change under it.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import unbroken
from unbroken.insight.report import Report, write_published
from unbroken.insight.said import SaidReport, put_in_words, read_said
from unbroken.insight.scope import Scope
from unbroken.insight.shelf import Shelved

AT_MOST = 40
"""Reports that are kept of one extract, beside the one of the usual scope."""
_FOLDER, _SAID, _WRITING = "reports", "said.json", ".writing-"


def as_json(scope: Scope) -> dict[str, Any]:
    """A scope as JSON can hold it."""
    return {**asdict(scope), "since": scope.since and str(scope.since), "until": scope.until and str(scope.until)}


def from_json(said: dict[str, Any]) -> Scope:
    """The scope that `as_json` made something of. Raises BadScope."""
    days = {name: date.fromisoformat(said[name]) if said[name] else None for name in ("since", "until")}
    return Scope(**{**said, **days, "areas": tuple(said["areas"]), "relationships": tuple(said["relationships"])})


def folder_of(shelved: Shelved, scope: Scope) -> Path:
    """Where the report of a scope is kept; the folder is there where one is."""
    asked = json.dumps([shelved.manifest.digest, _program(), as_json(scope)], sort_keys=True)
    return shelved.folder / _FOLDER / sha256(asked.encode()).hexdigest()[:20]


@cache
def _program() -> str:
    """A digest of what counts: a report of an older program is counted anew."""
    made, root = sha256(), Path(unbroken.__file__).parent
    for file in sorted(file for room in ("insight", "vocabulary") for file in (root / room).rglob("*.*")):
        if file.suffix != ".pyc":
            made.update(file.read_bytes())
    return made.hexdigest()


def read_kept(shelved: Shelved, scope: Scope) -> SaidReport | None:
    """The report of a scope in words; None where none is kept."""
    folder = folder_of(shelved, scope)
    try:
        found = read_said(json.loads((folder / _SAID).read_text(encoding="utf-8")))
        os.utime(folder)  # those that nobody looks at go first
    except OSError:
        return None
    return found


def keep(report: Report, shelved: Shelved, folder: Path | None = None) -> Path:
    """Keep a report as it may be published, and let the one go that was looked at longest ago. Its folder.

    `folder` is where whoever asked for it looks: the program may have been replaced since.
    """
    folder = folder or folder_of(shelved, report.scope)
    writing = folder.with_name(_WRITING + folder.name)
    shutil.rmtree(writing, ignore_errors=True)
    writing.mkdir(parents=True)
    published = report.published()
    write_published(published, writing)
    (writing / _SAID).write_text(json.dumps(asdict(put_in_words(published))), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    writing.rename(folder)
    forget(shelved)
    return folder


def forget(shelved: Shelved, *, at_most: int = AT_MOST) -> None:
    """Let go of the reports of an extract that nobody looked at for longest; that of the usual scope stays."""
    usual = folder_of(shelved, Scope())
    kept = [one for one in (shelved.folder / _FOLDER).glob("[!.]*") if one.is_dir() and one != usual]
    kept.sort(key=lambda one: one.stat().st_mtime, reverse=True)
    for old in kept[at_most:]:
        shutil.rmtree(old, ignore_errors=True)
