"""Settings come from the environment, and their defaults are safe for a service."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from unbroken import settings


def test_the_secret_key_is_made_once_and_is_its_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UNBROKEN_SECRET_KEY", raising=False)
    made = settings.secret_key(tmp_path)
    assert len(made) > 60
    assert settings.secret_key(tmp_path) == made
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_the_secret_key_may_be_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNBROKEN_SECRET_KEY", "given")
    assert settings.secret_key(tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("text", "meant"), [("1", True), ("Yes", True), ("off", False), ("", True)])
def test_a_yes_or_no_may_be_written_in_several_ways(text: str, meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNBROKEN_DEMO", text)
    assert settings.flag("UNBROKEN_DEMO", default=True) is meant


def test_a_yes_or_no_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNBROKEN_DEMO", "maybe")
    with pytest.raises(ValueError, match="UNBROKEN_DEMO is 'maybe'; it must be 1 or 0"):
        settings.flag("UNBROKEN_DEMO", default=True)


def test_sqlite_keeps_what_was_answered_and_lets_writers_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UNBROKEN_DATABASE_URL", raising=False)
    found = settings.database(tmp_path)
    assert found["NAME"] == str(tmp_path / "unbroken.sqlite3")
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]


def test_postgresql_is_named_by_its_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNBROKEN_DATABASE_URL", "postgres://amy:secret@db.example.test:5433/unbroken")
    found = settings.database(tmp_path)
    assert (found["ENGINE"], found["HOST"], found["PORT"]) == (
        "django.db.backends.postgresql",
        "db.example.test",
        5433,
    )


def test_the_organisations_sign_in_is_there_when_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UNBROKEN_OIDC_ISSUER", raising=False)
    assert settings.openid_provider() == {}
    monkeypatch.setenv("UNBROKEN_OIDC_ISSUER", "https://id.example.test")
    monkeypatch.setenv("UNBROKEN_OIDC_CLIENT_ID", "unbroken")
    [app] = settings.openid_provider()["openid_connect"]["APPS"]
    assert (app["client_id"], app["settings"]) == ("unbroken", {"server_url": "https://id.example.test"})


def test_with_nothing_set_django_finds_nothing_to_say_against_it(tmp_path: Path) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment = kept | {"UNBROKEN_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "unbroken.settings"}
    check = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    found = subprocess.run(check, env=environment, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize(("behind", "count"), [("1", "1"), ("0", "None")])
def test_behind_a_proxy_a_callers_address_is_the_one_that_the_proxy_saw(
    behind: str, count: str, tmp_path: Path
) -> None:
    environment = {"UNBROKEN_HOME": str(tmp_path), "UNBROKEN_BEHIND_PROXY": behind}
    ask = "from unbroken import settings; print(getattr(settings, 'ALLAUTH_TRUSTED_PROXY_COUNT', None))"
    found = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == count


def test_every_setting_is_described() -> None:
    root = Path(settings.__file__).parents[2]
    read = set(re.findall(r'"(UNBROKEN_[A-Z_]+)"', Path(settings.__file__).read_text()))
    described = set(re.findall(r"`(UNBROKEN_[A-Z_]+)`", (root / "docs/how-to/configure.md").read_text()))
    assert read == described
