"""What an administrator does about access: give somebody a sign-in or a token, take it away, declare a conflict."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from unbroken.access.models import AccessToken, Conflict, User
from unbroken.access.tokens import LONGEST, new_token


def create_user(username: str, *, role: str, agency: str, password: str, service: str = "") -> User:
    """Give somebody a sign-in. `service` is the code of the support service they work for, if any.

    Raises ValidationError where a field, or the password, will not do.
    """
    user = User(username=username, role=role, agency=agency, service=service)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    return user


def create_token(user: User, *, name: str, days: int = 90) -> tuple[str, AccessToken]:
    """Make a token for a user, good for some days. Its text is given here and nowhere else."""
    if not 1 <= days <= LONGEST:
        raise ValueError(f"a token is good for 1 to {LONGEST} days, not {days}")
    text, prefix, digest = new_token()
    expires = timezone.now() + timedelta(days=days)
    return text, AccessToken.objects.create(user=user, name=name, prefix=prefix, sha256=digest, expires=expires)


def revoke(token: AccessToken) -> AccessToken:
    """Make a token useless from now on."""
    if token.revoked is None:
        token.revoked = timezone.now()
        token.save(update_fields=["revoked"])
    return token


def declare_conflict(user: User, person: str, *, why: str, by: str) -> Conflict:
    """Close to a user every matter in which this person has a part. Raises ValidationError."""
    conflict = Conflict(user=user, person=person, why=why, declared_by=by)
    conflict.full_clean()
    conflict.save()
    return conflict
