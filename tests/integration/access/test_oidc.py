from __future__ import annotations

import base64
import json
import os
from datetime import UTC, datetime, timedelta
from io import BytesIO

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from tests.matter import make_user
from unbroken.access import oidc
from unbroken.access.models import User
from unbroken.access.oidc import KeySet, read_keys, user_of_jwt

pytestmark = pytest.mark.django_db
ISSUER, AUDIENCE = "https://id.example.org/realm", "unbroken-api"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def jwk(algorithm, key, kid, **more):
    return {**json.loads(algorithm.to_jwk(key.public_key())), "kid": kid, "use": "sig", **more}


KEYS = {"keys": [jwk(RSAAlgorithm, RSA, "r1", alg="RS256"), jwk(ECAlgorithm, EC, "e1")]}


@pytest.fixture(autouse=True)
def provider(settings, tmp_path):
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps(KEYS))
    settings.UNBROKEN_OIDC_ISSUER, settings.UNBROKEN_API_AUDIENCE = ISSUER, AUDIENCE
    settings.UNBROKEN_OIDC_JWKS = str(path)
    oidc._key_set.cache_clear()
    return path


@pytest.fixture
def officer():
    return make_user("officer", username="o.ficer")


def token(key=RSA, algorithm="RS256", kid="r1", **changes):
    now = datetime.now(UTC)
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "7f3a",
        "preferred_username": "o.ficer",
        "iat": now,
        "exp": now + timedelta(minutes=5),
        **changes,
    }
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})


@pytest.mark.parametrize(("key", "algorithm", "kid"), [(RSA, "RS256", "r1"), (EC, "ES256", "e1")])
def test_a_token_of_the_provider_lets_its_user_in(officer, key, algorithm, kid):
    assert user_of_jwt(token(key, algorithm, kid)) == officer


def test_the_subject_is_the_user_name_where_no_other_is_given(officer):
    assert user_of_jwt(token(preferred_username=None, sub="o.ficer")) == officer


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another-api"},
        {"aud": None},
        {"iss": "https://id.example.com/realm"},
        {"iss": None},
        {"exp": datetime.now(UTC) - timedelta(minutes=5)},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"nbf": datetime.now(UTC) + timedelta(hours=1)},
        {"preferred_username": "nobody.we.know"},
        {"preferred_username": "o.ficer\x00"},
    ],
)
def test_a_token_that_does_not_hold_lets_nobody_in(officer, changes):
    assert user_of_jwt(token(**changes)) is None


def test_a_strangers_key_under_a_known_name_lets_nobody_in(officer):
    assert user_of_jwt(token(STRANGER)) is None


def test_an_unknown_key_lets_nobody_in(officer):
    assert user_of_jwt(token(kid="r2")) is None
    assert user_of_jwt(token(kid="")) is None


def test_an_unsigned_token_lets_nobody_in(officer):
    assert user_of_jwt(token(None, "none")) is None
    _, payload, _ = token().split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","kid":"r1"}').rstrip(b"=").decode()
    assert user_of_jwt(f"{none}.{payload}.") is None


def test_the_public_key_is_no_shared_secret(officer):
    """The classic confusion: HS256 keyed with the bytes of the public key."""
    pem = RSA.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    header = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"r1"}').rstrip(b"=")
    payload = token().split(".")[1].encode()
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(header + b"." + payload, pem)
    forged = b".".join([header, payload, base64.urlsafe_b64encode(signature).rstrip(b"=")])
    assert user_of_jwt(forged.decode()) is None


def test_other_algorithms_of_a_good_key_let_nobody_in(officer):
    assert user_of_jwt(token(algorithm="RS512")) is None
    assert user_of_jwt(token(algorithm="PS256")) is None


def test_a_closed_account_stays_closed(officer):
    User.objects.update(is_active=False)
    assert user_of_jwt(token()) is None


@pytest.mark.parametrize("name", ["UNBROKEN_OIDC_ISSUER", "UNBROKEN_API_AUDIENCE", "UNBROKEN_OIDC_JWKS"])
def test_nobody_is_let_in_unless_all_three_settings_are_made(officer, settings, name):
    setattr(settings, name, "")
    assert user_of_jwt(token()) is None


@pytest.mark.parametrize("text", ["", "a.b.c", "x" * 5000, "....", "é.é.é"])
def test_what_is_no_token_lets_nobody_in(text):
    assert user_of_jwt(text) is None


def test_only_keys_that_may_sign_are_read():
    secret = {"kty": "oct", "k": "c2VjcmV0", "kid": "s1"}
    sealing = jwk(RSAAlgorithm, RSA, "enc", use="enc")
    longer = jwk(RSAAlgorithm, RSA, "r512", alg="RS512")
    curve = jwk(ECAlgorithm, ec.generate_private_key(ec.SECP384R1()), "e384")
    unheard_of = {"kty": "EC", "crv": "P-999", "x": "AA", "y": "AA", "kid": "e999"}
    given = [secret, sealing, longer, curve, unheard_of, *KEYS["keys"]]
    assert set(read_keys(json.dumps({"keys": given}))) == {"r1", "e1"}


def test_keys_come_from_the_provider_by_https(monkeypatch):
    asked = []

    def answer(request, timeout):
        asked.append((request.full_url, timeout))
        return BytesIO(json.dumps(KEYS).encode())

    monkeypatch.setattr(oidc, "urlopen", answer)
    keys = KeySet("https://id.example.org/keys")
    assert set(keys.keys()) == {"r1", "e1"}
    assert set(keys.keys()) == {"r1", "e1"}
    assert asked == [("https://id.example.org/keys", 5)]


def test_keys_are_read_anew_after_a_while_and_kept_where_they_cannot_be(tmp_path, monkeypatch, caplog):
    clock = [1000.0]
    monkeypatch.setattr(oidc.time, "monotonic", lambda: clock[0])
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"keys": KEYS["keys"][:1]}))
    keys = KeySet(str(path))
    assert set(keys.keys()) == {"r1"}
    path.write_text(json.dumps(KEYS))
    assert set(keys.keys()) == {"r1"}
    clock[0] += oidc.REFRESH
    assert set(keys.keys()) == {"r1", "e1"}
    os.remove(path)
    clock[0] += oidc.REFRESH
    assert set(keys.keys()) == {"r1", "e1"}
    assert "cannot be read" in caplog.text


@pytest.mark.parametrize("source", ["http://id.example.org/keys", "file:///etc/passwd", "ftp://id.example.org"])
def test_keys_come_by_https_or_from_a_file(source, caplog):
    assert KeySet(source).keys() == {}
    assert "cannot be read" in caplog.text
