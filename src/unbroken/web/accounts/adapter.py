"""What django-allauth asks of the service: may somebody sign up, and who is a person signed in elsewhere."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.shortcuts import redirect, render


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator. Errors say what to do."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account has been closed. Ask the person who looks after accounts in your agency",
        "enter_current_password": "The current password is not right",
        "incorrect_code": "The code is not right, or is too old. Wait for the next one and try again",
        "incorrect_password": "The password is not right",
        "too_many_login_attempts": "There were too many attempts to sign in. Wait 5 minutes and try again",
        "username_password_mismatch": "The user name or the password is not right",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs themselves up."""
        return False


class TwoStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors. Their secrets are kept encrypted, with a key made from the service's own."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not right, or is too old. Wait for the next one and try again",
        "cannot_generate_recovery_codes": "Set up an app or a passkey first: recovery codes stand in for them",
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """What the person's app calls the account."""
        return user.get_username()

    def encrypt(self, text: str) -> str:
        """Of use against somebody who has a copy of the database and not of the key."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret. Raises InvalidToken where the service's key has been changed since."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


class OrganisationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through the person's organisation, to an account that an administrator has made for them."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Being known to the organisation is not enough."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Join the organisation's account to ours of the same user name, the first time; or say who can help.

        The name is the provider's `preferred_username`. A provider that lets people choose theirs must not be
        configured: whoever chooses the name would choose the account. An account is joined to one person of the
        provider only, so a name that is given to somebody new does not bring the old account with it.
        """
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise ImmediateHttpResponse(redirect("account"))
        if sociallogin.is_existing:
            return
        name = (sociallogin.account.get_provider_account().get_user_data() or {}).get("preferred_username")
        provider = sociallogin.account.provider
        user = get_user_model().objects.filter(username=name, is_active=True).first() if name else None
        if user is None or SocialAccount.objects.filter(user=user, provider=provider).exists():
            raise ImmediateHttpResponse(render(request, "account/unknown.html", status=403))
        sociallogin.connect(request, user)


@cache
def _cipher() -> Fernet:
    key = HKDF(SHA256(), 32, None, b"unbroken two-step secrets").derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
