"""The service's settings, for tests: a home of their own, plain static files, fast passwords.

UNBROKEN_TEST_DATABASE_URL chooses the engine; SQLite by default.
"""

from __future__ import annotations

import os
import tempfile

os.environ["UNBROKEN_HOME"] = tempfile.mkdtemp(prefix="unbroken-tests-")
os.environ["UNBROKEN_DATABASE_URL"] = os.environ.get("UNBROKEN_TEST_DATABASE_URL", "")
os.environ.setdefault("UNBROKEN_HTTPS", "0")

from unbroken.settings import *  # noqa: F403
from unbroken.settings import DATABASES, STATIC_ROOT, STORAGES

os.makedirs(STATIC_ROOT, exist_ok=True)  # WhiteNoise warns where it is missing, and warnings are errors
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the live server of the browser tests and the killed import are other connections.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["UNBROKEN_HOME"], "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"
DATABASES["default"]["CONN_MAX_AGE"] = 0
