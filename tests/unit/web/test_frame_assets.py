"""The built style sheet and scripts are those of the sources beside them, and hold nothing we may not use."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command

import unbroken.web

WEB = Path(unbroken.web.__file__).parent
ASSETS, STATIC = WEB / "assets", WEB / "static"
BUILT = json.loads((ASSETS / "BUILT.json").read_text())
REBUILD = "run `make assets` and commit what it builds"


def digests(folder: Path, *, leave: tuple[str, ...] = ()) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    named = ((path.relative_to(folder).as_posix(), path) for path in files)
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in named if not name.startswith(leave)}


def test_what_is_committed_was_built_from_these_sources() -> None:
    sources = digests(ASSETS, leave=("node_modules", "BUILT.json", "README.md"))
    assert sources == BUILT["inputs"], REBUILD


def test_what_was_built_was_not_edited_since() -> None:
    assert digests(STATIC, leave=("~",)) == BUILT["outputs"], REBUILD


def test_the_versions_recorded_are_those_asked_for() -> None:
    assert json.loads((ASSETS / "package.json").read_text())["devDependencies"] == BUILT["versions"]


def test_the_lock_names_no_registry_and_has_a_digest_for_everything() -> None:
    packages = json.loads((ASSETS / "package-lock.json").read_text())["packages"]
    installed = {name: package for name, package in packages.items() if name}
    assert [name for name, package in installed.items() if "resolved" in package] == []
    assert [name for name, package in installed.items() if not package["integrity"].startswith("sha512-")] == []


@pytest.mark.parametrize("refused", ["GDS Transport", "crown", "crest", "@font-face", "nta-light", "royal"])
def test_nothing_licensed_for_govuk_alone_is_served(refused: str) -> None:
    served = [path for path in STATIC.rglob("*") if path.is_file() and path.name != "LICENCES.txt"]
    assert [path.name for path in served if refused.lower() in path.read_text().lower()] == []


def test_the_style_sheet_asks_for_our_own_files_only() -> None:
    asked = re.findall(r"url\(([^)]*)\)", (STATIC / "css/app.css").read_text())
    assert {str((STATIC / "css" / path).resolve()) for path in asked} <= {str(path) for path in STATIC.rglob("*")}
    assert asked != []


def test_the_files_can_be_collected_for_a_service(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    settings.STORAGES = {  # type: ignore[attr-defined]
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    named = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    style = (tmp_path / named["css/app.css"]).read_text()
    assert Path(named["images/icon-document.svg"]).name in style
    assert {"js/app.js", "js/supported.js", "mfa/js/webauthn.js", "account/js/onload.js"} <= set(named)
