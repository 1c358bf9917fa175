"""Who calls: a bearer token, ours or the identity provider's. Session cookies count for nothing here.

A browser sends cookies by itself, from whatever page it is on; a bearer token only where a program puts it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja.errors import Throttled
from ninja.security.http import HttpAuthBase
from ninja.throttling import BaseThrottle

from unbroken.access.gate import Rule, admit, signed_in
from unbroken.access.models import User
from unbroken.access.oidc import user_of_jwt
from unbroken.access.tokens import MARK, PREFIX_LENGTH, user_of_token

LONGEST_TOKEN = 8192  # characters


class Bearer(HttpAuthBase):
    """`Authorization: Bearer …`, with a token made by `unbroken token` or by the organisation's identity provider."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> User | None:
        """The caller, who is the request's user from here on; None where the token is no good."""
        scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
        token = sent.strip()
        if scheme.lower() != "bearer" or not token:
            return None
        address, prefix = _limits_on(request, token)
        if wait := prefix.wait():
            raise Throttled(wait)
        user = user_of(token)
        if user is None:
            if wait := address.wait():
                raise Throttled(wait)
            address.count()
            prefix.count()
            return None
        request.user = user
        _admit(request)
        return user


@dataclass(frozen=True, slots=True)
class Failures:
    """Failed attempts of one address or at one token: at most so many in so many seconds by the clock."""

    named: str
    most: int
    seconds: int

    def wait(self) -> int:
        """The seconds until the next attempt; 0 where there were few enough."""
        return 0 if cache.get(self._key, 0) < self.most else self.seconds - int(time.time()) % self.seconds

    def count(self) -> None:
        """One more. Without a lock, as `PerMinute`."""
        cache.set(self._key, cache.get(self._key, 0) + 1, timeout=self.seconds)

    @property
    def _key(self) -> str:
        return f"api:failed:{self.named}:{int(time.time()) // self.seconds}"


def _limits_on(request: HttpRequest, token: str) -> tuple[Failures, Failures]:
    """The limits on failed attempts, as many as at sign-in: `settings.ACCOUNT_RATE_LIMITS`.

    As there, a good token waits too while its prefix is being tried: else the answer would tell which one is good.
    It does not wait for its address: many callers can have one, and whoever sends junk from there must not shut the
    others out. What is no token of ours is counted by itself: those of one provider all begin alike.
    """
    begins = token[: len(MARK) + PREFIX_LENGTH] if token.startswith(MARK) else token
    digest = sha256(begins.encode(errors="replace")).hexdigest()
    return Failures(f"from:{_address(request)}", 20, 60), Failures(f"token:{digest}", 5, 300)


def _address(request: HttpRequest) -> str:
    """Where the request comes from. Those that do not say (a proxy on a socket may not) have one address together."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "nowhere"


def user_of(token: str) -> User | None:
    """Whose token this is, if it is good."""
    if not token or len(token) > LONGEST_TOKEN or not token.isascii():
        return None
    return user_of_token(token) if token.startswith(MARK) else user_of_jwt(token)


def _admit(request: HttpRequest) -> None:
    """Refuse before anything that was sent is looked at: what is wrong with it is nobody's business but a caller's."""
    found = request.resolver_match
    rule = getattr(found.func, "access", None) if found else None
    if found and isinstance(rule, Rule):
        admit(request, rule, found.kwargs)


class PerMinute(BaseThrottle):
    """So many requests of one caller in a minute by the clock.

    Counted in the shared cache, without a lock: a limit that protects the service, not a bill.
    """

    def __init__(self, scope: str, most: int) -> None:
        self.scope, self.most = scope, most

    def allow_request(self, request: HttpRequest) -> bool:
        """Count this request, and say whether it is within the limit."""
        key = f"api:{self.scope}:{signed_in(request).pk}:{int(time.time()) // 60}"
        count = cache.get(key, 0) + 1
        cache.set(key, count, timeout=120)
        return bool(count <= self.most)

    def wait(self) -> float | None:
        """The seconds until the next minute."""
        return 60 - time.time() % 60


READS = PerMinute("read", 1200)
WRITES = PerMinute("write", 600)
