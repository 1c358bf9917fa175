"""What browsers are told they may do with our pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from unbroken.web.csp import BrowserRules, content_security_policy

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/account/login/", "/nowhere/", "/healthz", "/account/"])
def test_every_response_carries_the_rules(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "publickey-credentials-get=(self)" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_the_organisations_sign_in_may_be_reached_by_a_form(settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"APPS": [{"settings": {"server_url": "https://id.example.test/realm/x"}}]}
    }
    settings.UNBROKEN_SIGN_IN_ORIGINS = ["https://login.example.test"]
    assert "form-action 'self' https://id.example.test https://login.example.test;" in content_security_policy()


@pytest.mark.parametrize(
    ("path", "given", "kept"),
    [
        ("/assets/css/app.css", "max-age=31536000, public, immutable", "max-age=31536000, public, immutable"),
        ("/", "max-age=60", "no-store"),
        ("/journeys/", "", "no-store"),
    ],
)
def test_only_static_files_may_be_kept(rf: RequestFactory, path: str, given: str, kept: str) -> None:
    response = HttpResponse(headers={"Cache-Control": given} if given else {})
    assert BrowserRules(lambda _: response)(rf.get(path)).headers["Cache-Control"] == kept
