"""The WSGI application that the server runs."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unbroken.settings")

application = get_wsgi_application()

# What is loaded by now stays for good: walked again and again by the garbage collector, it would hold up one page in
# ten by as long as the page itself takes (a journey of 300 entries: 160 ms for the slowest in twenty, not 100).
gc.collect()
gc.freeze()
