"""The two questions django-allauth asks of a service: may somebody sign up, and who is a person signed in elsewhere."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.shortcuts import render


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs themselves up."""
        return False


class OrganisationAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through the person's organisation, to an account that an administrator has made for them."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Being known to the organisation is not enough."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Join the organisation's account to ours of the same user name, the first time; or say who can help.

        The name is the provider's `preferred_username`. An organisation that lets people choose theirs must not
        be configured here: whoever names the user names the account.
        """
        if sociallogin.is_existing:
            return
        name = sociallogin.account.extra_data.get("preferred_username") or ""
        user = get_user_model().objects.filter(username=name, is_active=True).first() if name else None
        if user is None:
            raise ImmediateHttpResponse(render(request, "accounts/unknown.html", status=403))
        sociallogin.connect(request, user)
