"""Tokens of the organisation's identity provider (OpenID Connect access tokens, RFC 9068) at the API.

Accepted only where UNBROKEN_OIDC_ISSUER, UNBROKEN_API_AUDIENCE and UNBROKEN_OIDC_JWKS are all set, signed with a
key of that set by RS256 or ES256, for this audience, by this issuer, and not expired. The token says who somebody
is; what they may do stands in our own account of the same user name.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import jwt
from django.conf import settings
from jwt import PyJWK, PyJWTError

from unbroken.access.models import User

ALGORITHMS = frozenset({"RS256", "ES256"})  # never "none", and no shared secret (HS256)
LEEWAY = 30  # seconds that two clocks may differ
REFRESH = 300  # seconds after which keys are read anew; also after a failure, so that none can be provoked
_REQUIRED = ["exp", "iat", "iss", "aud", "sub"]
_logger = logging.getLogger(__name__)


def user_of_jwt(text: str) -> User | None:
    """The user an identity provider's token stands for, if it holds; None otherwise, without saying why."""
    if not (settings.UNBROKEN_OIDC_ISSUER and settings.UNBROKEN_API_AUDIENCE and settings.UNBROKEN_OIDC_JWKS):
        return None
    claims = read_claims(
        text,
        keys=_key_set(settings.UNBROKEN_OIDC_JWKS).keys(),
        issuer=settings.UNBROKEN_OIDC_ISSUER,
        audience=settings.UNBROKEN_API_AUDIENCE,
    )
    name = str(claims.get("preferred_username") or claims.get("sub") or "")
    if not name or not name.isprintable():
        return None
    return User.objects.filter(username=name, is_active=True).first()


def read_claims(text: str, *, keys: Mapping[str, PyJWK], issuer: str, audience: str) -> Mapping[str, object]:
    """The claims of a token that holds; nothing where it does not."""
    try:
        key = keys.get(str(jwt.get_unverified_header(text).get("kid", "")))
        if key is None:
            return {}
        claims: dict[str, object] = jwt.decode(
            text,
            key,
            algorithms=[key.algorithm_name],  # the key's own, whatever the token says
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY,
            options={"require": _REQUIRED},
        )
    except (PyJWTError, ValueError):
        return {}
    return claims


def read_keys(text: str | bytes) -> dict[str, PyJWK]:
    """The keys of a JSON Web Key Set that may sign tokens for us, by their id. Others are passed over."""
    found: dict[str, PyJWK] = {}
    for given in json.loads(text)["keys"]:
        if given.get("use", "sig") != "sig" or given.get("kty") not in {"RSA", "EC"}:
            continue
        try:
            key = PyJWK.from_dict(given)
        except PyJWTError:  # a curve or algorithm we do not use
            continue
        if key.algorithm_name in ALGORITHMS:
            found[str(key.key_id or "")] = key
    return found


@dataclass(slots=True)
class KeySet:
    """The keys at a file or https address, read anew every few minutes: often enough to follow a change of keys."""

    source: str
    _keys: dict[str, PyJWK] = field(default_factory=dict)
    _read: float = float("-inf")

    def keys(self) -> Mapping[str, PyJWK]:
        """The keys, by their id; the old ones where new ones cannot be had."""
        if time.monotonic() - self._read >= REFRESH:
            self._read = time.monotonic()
            try:
                self._keys = read_keys(_fetch(self.source))
            except (OSError, URLError, ValueError, KeyError, TypeError):
                _logger.exception("the identity provider's keys cannot be read")
        return self._keys


@lru_cache(maxsize=4)
def _key_set(source: str) -> KeySet:
    return KeySet(source)


def _fetch(source: str) -> bytes:
    if source.startswith("https://"):
        with urlopen(Request(source, headers={"Accept": "application/json"}), timeout=5) as answer:
            return bytes(answer.read(1_000_000))
    if "://" in source:
        raise ValueError("UNBROKEN_OIDC_JWKS is an https address or the path of a file")
    return Path(source).read_bytes()
