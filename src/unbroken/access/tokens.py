"""Tokens that let a program in: `unb_<prefix>_<secret>`, shown once, kept only as a digest.

The secret has 256 random bits, so a plain SHA-256 is enough: there is nothing to guess that hashing slowly would
protect. The row is found by the prefix, which is no secret, and the digest compared in constant time.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta

from django.utils import timezone

from unbroken.access.models import AccessToken, User

MARK = "unb_"
PREFIX_LENGTH = 12  # characters after the mark
LONGEST = 366  # days: a token that nobody renews should die
_TOKEN = re.compile(r"unb_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_USED_EVERY = timedelta(minutes=1)  # how exactly "last used" is kept: not a write for every request
_NO_DIGEST = "0" * 64


def new_token() -> tuple[str, str, str]:
    """A fresh token: its text, its prefix and its digest."""
    prefix = secrets.token_hex(PREFIX_LENGTH // 2)
    text = f"{MARK}{prefix}_{secrets.token_urlsafe(32)}"
    return text, prefix, digest_of(text)


def digest_of(text: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(text.encode()).hexdigest()


def user_of_token(text: str, *, now: datetime | None = None) -> User | None:
    """Whose token this is, if it is good now; None otherwise, without saying why."""
    match = _TOKEN.fullmatch(text)
    if match is None:
        return None
    moment = now or timezone.now()
    token = AccessToken.objects.select_related("user").filter(prefix=match[1]).first()
    same = hmac.compare_digest(digest_of(text), token.sha256 if token else _NO_DIGEST)
    if token is None or not same or not is_good(token, now=moment):
        return None
    if token.last_used is None or moment - token.last_used >= _USED_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(last_used=moment)
    return token.user


def is_good(token: AccessToken, *, now: datetime) -> bool:
    """Whether a token can be used: not revoked, not expired, its user's account open."""
    return token.revoked is None and now < token.expires and token.user.is_active
