"""Two who record about the same thing at once: the second is shown what the first recorded, and records knowing it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.db import transaction

from unbroken.access.models import User
from unbroken.record.entries import Draft
from unbroken.record.sql import known_messages, one_writer
from unbroken.web.recording.entry_views import record

SEEN = "seen"  # the form field that carries the version of what its reader was shown


class Overtaken(Exception):
    """What a form is about changed while the form was open."""


def version(*shown: object) -> str:
    """What tells one state of what is shown from another. Nothing whose order is by chance may be in it."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def record_as_seen(*drafts: Draft, by: User, action: str, seen: str, now: Callable[[], str]) -> bool:
    """Record drafts unless what they are about is no longer of the version `seen`. Whether they had been recorded.

    Raises Overtaken where it is another now; what was sent twice is not overtaken by itself.
    """
    with transaction.atomic():
        one_writer()  # before anything is looked at: of two at once, one is shown what the other recorded
        if now() != seen and not known_messages(drafts):
            raise Overtaken
        return record(drafts, by=by, action=action)
