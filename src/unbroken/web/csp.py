"""What browsers are told they may do with our pages: run and load nothing that is not ours, and keep nothing."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # data: is the QR code of an authenticator app
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
PERMISSIONS = {
    "camera": "()",
    "display-capture": "()",
    "geolocation": "()",
    "microphone": "()",
    "payment": "()",
    "usb": "()",
    "publickey-credentials-create": "(self)",  # passkeys
    "publickey-credentials-get": "(self)",
}


class BrowserRules:
    """Middleware: the Content-Security-Policy and its neighbours on every response; no page is kept in a cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = content_security_policy()
        self.permissions = ", ".join(f"{name}={allowed}" for name, allowed in PERMISSIONS.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, with the rules added."""
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = self.policy
        response.headers["Permissions-Policy"] = self.permissions
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        # Static files say themselves how long they keep; everything else may hold somebody's personal data.
        if "Cache-Control" not in response.headers or not request.path.startswith(settings.STATIC_URL):
            response.headers["Cache-Control"] = "no-store"
        return response


def content_security_policy() -> str:
    """The header's text. A browser applies form-action to redirects too, so sign-in elsewhere must be named."""
    directives = dict(POLICY)
    for app in settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", []):
        parts = urlsplit(app["settings"]["server_url"])
        directives["form-action"] += f" {parts.scheme}://{parts.netloc}"
    for origin in settings.UNBROKEN_SIGN_IN_ORIGINS:
        directives["form-action"] += f" {origin}"
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())
