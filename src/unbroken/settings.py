"""Settings of the service, from the environment where installations differ; see `docs/how-to/configure.md`.

`UNBROKEN_HOME` holds everything the service writes (default `./var`). Defaults are safe for a service: debugging
off, cookies over HTTPS only, nobody can sign themselves up.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import dj_database_url


def flag(name: str, *, default: bool) -> bool:
    """A yes-or-no setting of the environment: 1, true, yes, on, or 0, false, no, off."""
    text = os.environ.get(name, "").strip().lower()
    if not text:
        return default
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    raise ValueError(f"{name} is {text!r}; it must be 1 or 0")


def listed(name: str, default: str) -> list[str]:
    """A comma-separated setting of the environment, as a list."""
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def secret_key(home: Path) -> str:
    """The key from UNBROKEN_SECRET_KEY, or one made once and kept in HOME/secret_key, readable by its owner only."""
    if key := os.environ.get("UNBROKEN_SECRET_KEY"):
        return key
    path = home / "secret_key"
    try:  # O_EXCL: of two processes that start together, one makes the key and the other reads it
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def database(home: Path) -> dict[str, Any]:
    """The database named by UNBROKEN_DATABASE_URL; by default SQLite in HOME."""
    url = os.environ.get("UNBROKEN_DATABASE_URL") or f"sqlite:///{home / 'unbroken.sqlite3'}"
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if found["ENGINE"].endswith("sqlite3"):
        # Immediate: two writers wait for each other rather than one failing at its first write.
        # FULL: what was answered "recorded" is on the disk.
        # A lookup touches twenty places of a large index: they are read from memory, not by a call each.
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000; "
            "PRAGMA cache_size=-65536; PRAGMA mmap_size=4294967296",
        }
    return found


def openid_provider() -> dict[str, Any]:
    """The organisation's own sign-in (OpenID Connect), when UNBROKEN_OIDC_ISSUER names one."""
    issuer = os.environ.get("UNBROKEN_OIDC_ISSUER")
    if not issuer or not os.environ.get("UNBROKEN_OIDC_CLIENT_ID"):  # without one, its tokens serve the API alone
        return {}
    app = {
        "provider_id": "organisation",
        "name": os.environ.get("UNBROKEN_OIDC_NAME", "your organisation"),
        "client_id": os.environ["UNBROKEN_OIDC_CLIENT_ID"],
        "secret": os.environ.get("UNBROKEN_OIDC_CLIENT_SECRET", ""),
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


UNBROKEN_HOME = Path(os.environ.get("UNBROKEN_HOME") or "var").absolute()
UNBROKEN_HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
UNBROKEN_DEMO = flag("UNBROKEN_DEMO", default=False)  # made-up data: says so on every page
UNBROKEN_HTTPS = flag("UNBROKEN_HTTPS", default=not UNBROKEN_DEMO)  # off only on a loopback address
UNBROKEN_NAME = "Unbroken"
UNBROKEN_LINKAGE_MODEL = os.environ.get("UNBROKEN_LINKAGE_MODEL", "")  # a file of `unbroken link train`
UNBROKEN_INSTRUMENT_WORDING = os.environ.get("UNBROKEN_INSTRUMENT_WORDING", "")  # a folder of licensed wording
UNBROKEN_EXTRACTS = Path(os.environ.get("UNBROKEN_EXTRACTS") or UNBROKEN_HOME / "extracts").absolute()
UNBROKEN_RISK_REVIEW_DAYS = int(os.environ.get("UNBROKEN_RISK_REVIEW_DAYS") or 28)  # then an assessment is old
UNBROKEN_RISK_DUE_DAYS = int(os.environ.get("UNBROKEN_RISK_DUE_DAYS") or 2)  # from when a report is held to be stalking
UNBROKEN_SIGN_IN_ORIGINS = listed("UNBROKEN_SIGN_IN_ORIGINS", "")  # where the identity provider's sign-in sends people
# The identity provider's tokens are accepted at the API only where all three are set.
UNBROKEN_OIDC_ISSUER = os.environ.get("UNBROKEN_OIDC_ISSUER", "")
UNBROKEN_OIDC_JWKS = os.environ.get("UNBROKEN_OIDC_JWKS", "")  # its public keys: an https address, or a file
UNBROKEN_API_AUDIENCE = os.environ.get("UNBROKEN_API_AUDIENCE", "")  # what its tokens call this API

SECRET_KEY = secret_key(UNBROKEN_HOME)
DEBUG = flag("UNBROKEN_DEBUG", default=False)
ALLOWED_HOSTS = listed("UNBROKEN_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = listed("UNBROKEN_TRUSTED_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "unbroken.record",
    "unbroken.people",
    "unbroken.cases",
    "unbroken.safety",
    "unbroken.support",
    "unbroken.access",
    "unbroken.conduct",
    "unbroken.conduct.wording",
    "unbroken.triage",
    "unbroken.coding",
    "unbroken.exchange",
    "unbroken.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "unbroken.web.csp.BrowserRules",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "unbroken.urls"
WSGI_APPLICATION = "unbroken.wsgi.application"

_WEB = Path(__file__).parent / "web"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",  # every page of ours
        "DIRS": [_WEB / "templates"],
        "OPTIONS": {
            "environment": "unbroken.web.jinja.environment",
            "context_processors": ["unbroken.web.layout.frame"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",  # django-allauth's own texts; its pages are ours
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES = {"default": database(UNBROKEN_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by the server's processes: limits on sign-in attempts and used one-time codes live here.
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": UNBROKEN_HOME / "cache"}
}

STATIC_URL = "/assets/"
STATIC_ROOT = UNBROKEN_HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # empty until `collectstatic`; WhiteNoise warns where it is missing
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site has business with our files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = UNBROKEN_HOME / "files"
FILE_UPLOAD_PERMISSIONS = 0o600

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

# Sign-in: a user name given by an administrator, a password, and a second factor or a passkey.
ACCOUNT_ADAPTER = "unbroken.web.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser: desks are shared
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "20/m/ip,5/300s/key"}  # the rest as allauth sets them
SOCIALACCOUNT_ADAPTER = "unbroken.web.accounts.adapter.OrganisationAdapter"
SOCIALACCOUNT_PROVIDERS = openid_provider()
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "unbroken.web.accounts.adapter.TwoStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are not used, so nobody verifies them
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not UNBROKEN_HTTPS
MFA_TOTP_ISSUER = UNBROKEN_NAME
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # the service sends no mail

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would drop the session on the way back from an identity provider
SESSION_COOKIE_SECURE = UNBROKEN_HTTPS
CSRF_COOKIE_AGE = None  # ends with the browser too
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = UNBROKEN_HTTPS
CSRF_FAILURE_VIEW = "unbroken.web.errors.csrf_failure"
if UNBROKEN_HTTPS:  # the names browsers accept only over HTTPS, from this host alone
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # one cookie fewer
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = UNBROKEN_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # a load balancer asks on the loopback
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if UNBROKEN_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = UNBROKEN_HTTPS
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # whether browsers preload the domain is its owner's decision
if flag("UNBROKEN_BEHIND_PROXY", default=False):  # only where the proxy sets these headers itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # The last address of X-Forwarded-For is the one the proxy saw. Without it everybody has the proxy's address, and
    # one who fails to sign in uses up the attempts of all.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# What went wrong and where, one JSON object a line, on standard error: no bodies, no query strings, no names.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "unbroken.web.logs.JsonLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("UNBROKEN_LOG_LEVEL", "WARNING")},
    "loggers": {"unbroken": {"level": os.environ.get("UNBROKEN_LOG_LEVEL", "INFO")}},
}
