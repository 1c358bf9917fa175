"""What the screens keep for themselves: forms that somebody has begun and not finished.

Nothing here is on the record. A form that was begun is seen by nobody but its author, and goes when it is finished,
deleted, or left alone for `KEPT_DAYS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from unbroken.record.ids import new_id
from unbroken.record.kinds import Privacy

KEPT_DAYS = 14


def _expiry() -> datetime:
    return timezone.now() + timedelta(days=KEPT_DAYS)


class BegunForm(models.Model):
    """A form that was begun. `answers` hold what was typed, page by page, as the browser sent it.

    `about` is the report it is about, empty for a new one. `refused` is what the record found wrong when it was
    sent: page, field and message. `done` is the report it became: kept until it expires, so that sending it twice
    leads to the same place.
    """

    id = models.CharField(primary_key=True, max_length=36, default=new_id)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="begun_forms")
    form = models.CharField(max_length=60)
    about = models.CharField(max_length=100, blank=True)
    answers = models.JSONField(default=dict)
    refused = models.JSONField(default=list)
    done = models.CharField(max_length=100, blank=True)
    started = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)
    expires = models.DateTimeField(default=_expiry, db_index=True)

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "id": None,
        "user": None,
        "form": None,
        "about": None,
        "answers": Privacy.WORDS,
        "refused": Privacy.WORDS,
        "done": None,
        "started": None,
        "changed": None,
        "expires": None,
    }

    class Meta:
        db_table = "web_begun_form"
        indexes: ClassVar = [models.Index(fields=["user", "form", "about"], name="web_begun_form_whose")]
