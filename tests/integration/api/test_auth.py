from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from jwt.algorithms import RSAAlgorithm

from tests.matter import make_user
from unbroken.access import commands, oidc
from unbroken.api import auth
from unbroken.api.auth import LONGEST_TOKEN

pytestmark = pytest.mark.django_db


def ask(header=None, **more):
    headers = {} if header is None else {"Authorization": header}
    return Client().get("/api/v1/kinds", headers=headers, **more)


def test_a_token_lets_a_program_in(caller):
    assert caller("analyst").get("kinds").status_code == 200
    assert ask(f"bearer {caller('officer').token}").status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        None, "", "Bearer", "Bearer ", "Basic b2ZmaWNlcjpwYXNz", "Token unb_x", "Bearer unb_x", "Bearer a.b.c",
        "Bearer " + "x" * (LONGEST_TOKEN + 1), "Bearer é", "Bearer \x00", "Bearer null",
    ],
)  # fmt: skip
def test_without_a_good_token_nobody_gets_in(header):
    answer = ask(header)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="unbroken"'
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_failed_attempts_from_one_address_are_limited_as_at_sign_in(caller, monkeypatch):
    monkeypatch.setattr(auth.time, "time", lambda: 1_800_000_010.0)
    good = caller()
    answers = [ask(f"Bearer unb_{n:012x}_{'x' * 43}") for n in range(21)]
    assert [answer.status_code for answer in answers] == [401] * 20 + [429]
    assert answers[-1].headers["Retry-After"] == "50"
    assert answers[-1].headers["Content-Type"] == "application/problem+json"
    assert good.get("kinds").status_code == 200  # the same address, which others may share
    assert ask("Bearer unb_x", REMOTE_ADDR="203.0.113.9").status_code == 401
    monkeypatch.setattr(auth.time, "time", lambda: 1_800_000_061.0)
    assert ask("Bearer unb_x").status_code == 401


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(settings, monkeypatch):
    monkeypatch.setattr(auth.time, "time", lambda: 1_800_000_010.0)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def junk(n: int, seen: str) -> int:
        said = f"198.51.100.{n}, {seen}"  # what the caller says, and what the proxy adds
        return ask(f"Bearer unb_{n:012x}_{'x' * 43}", HTTP_X_FORWARDED_FOR=said).status_code

    assert [junk(n, "203.0.113.9") for n in range(21)] == [401] * 20 + [429]
    assert junk(99, "203.0.113.10") == 401


def test_failed_attempts_at_one_token_are_limited_wherever_they_come_from(caller, monkeypatch):
    monkeypatch.setattr(auth.time, "time", lambda: 1_800_000_010.0)
    good = caller()
    begins = good.token[:16]
    answers = [ask(f"Bearer {begins}_{n:043}", REMOTE_ADDR=f"203.0.113.{n}").status_code for n in range(1, 7)]
    assert answers == [401] * 5 + [429]
    assert caller("supervisor").get("kinds").status_code == 200


def test_what_succeeds_is_not_counted(caller):
    good = caller()
    assert {good.get("kinds").status_code for _ in range(30)} == {200}


def test_a_revoked_token_is_turned_away(caller):
    program = caller()
    commands.revoke(program.made)
    assert program.get("kinds").status_code == 401


def test_a_session_does_not_count(caller):
    user = caller().user
    client = Client(enforce_csrf_checks=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/kinds").status_code == 401
    assert client.post("/api/v1/entries", "{}", content_type="application/json").status_code == 401


def test_a_program_needs_no_csrf_token(caller):
    program = caller()
    program.client = Client(enforce_csrf_checks=True)
    assert program.post("entries", {}).status_code == 422


def test_a_token_counts_and_not_the_session_beside_it(caller):
    program = caller("analyst")
    program.client.force_login(make_user("officer"), backend="django.contrib.auth.backends.ModelBackend")
    assert program.get("changes").status_code == 403


def test_the_identity_providers_token_lets_a_user_in(settings, tmp_path):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"keys": [{**json.loads(RSAAlgorithm.to_jwk(key.public_key())), "kid": "k"}]}))
    settings.UNBROKEN_OIDC_ISSUER, settings.UNBROKEN_API_AUDIENCE = "https://id.example.org", "unbroken"
    settings.UNBROKEN_OIDC_JWKS = str(path)
    oidc._key_set.cache_clear()
    make_user("officer")
    now = datetime.now(UTC)
    claims = {"iss": "https://id.example.org", "aud": "unbroken", "sub": "officer-1", "iat": now,
              "exp": now + timedelta(minutes=1)}  # fmt: skip
    token = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "k"})
    assert ask(f"Bearer {token}").status_code == 200
    assert ask(f"Bearer {token[:-4]}AAAA").status_code == 401


@pytest.mark.parametrize(("path", "limit"), [("kinds", auth.READS), ("entries", auth.WRITES)])
def test_a_caller_has_so_many_requests_a_minute(caller, monkeypatch, path, limit):
    monkeypatch.setattr(auth.time, "time", lambda: 1_800_000_030.0)
    monkeypatch.setattr(limit, "most", 2)
    program, other = caller(), caller("supervisor")
    send = program.get if path == "kinds" else lambda path: program.post(path, {})
    assert [send(path).status_code == 429 for _ in range(3)] == [False, False, True]
    refused = send(path)
    assert refused.headers["Retry-After"] == "30"
    assert refused.json()["status"] == 429
    assert other.get("kinds").status_code == 200
    monkeypatch.setattr(auth.time, "time", lambda: 1_800_000_061.0)
    assert send(path).status_code != 429


@pytest.mark.parametrize(("method", "path"), [("put", "entries"), ("get", "entries"), ("delete", "kinds")])
def test_a_method_that_is_not_there_is_said_not_to_be(caller, method, path):
    program = caller()
    answer = getattr(program.client, method)(f"/api/v1/{path}", headers=program.headers)
    assert answer.status_code == 405
    assert answer.headers["Allow"] in {"POST", "GET"}
    assert answer.json()["status"] == 405


def test_a_mistake_of_ours_is_said_in_the_same_shape_and_tells_nothing(caller, monkeypatch, caplog):
    def break_down(*args, **kwargs):
        raise RuntimeError("secret")

    monkeypatch.setattr("unbroken.api.kinds.answer", break_down)
    answer = caller().get("kinds")
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, "application/problem+json")
    assert "secret" not in answer.content.decode()
    assert "an operation of the API failed" in caplog.text
