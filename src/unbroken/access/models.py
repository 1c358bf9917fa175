"""The people who sign in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody who signs in, with one role in one agency."""

    class Role(models.TextChoices):
        """What the person's work is."""

        OFFICER = "officer", "Officer"
        SUPERVISOR = "supervisor", "Supervisor"
        SPECIALIST_REVIEWER = "specialist_reviewer", "Specialist reviewer"
        ADVOCATE = "advocate", "Advocate"
        PROSECUTOR = "prosecutor", "Prosecutor"
        WITNESS_CARE = "witness_care", "Witness care"
        PROBATION = "probation", "Probation"
        HEALTH = "health", "Health"
        ANALYST = "analyst", "Analyst"
        ADMINISTRATOR = "administrator", "Administrator"

    role = models.CharField(max_length=30, choices=Role.choices)
    agency = models.SlugField(max_length=40)
