"""The roles people work in, and what makes somebody a person whom the policy can judge."""

from __future__ import annotations

from typing import Protocol

from django.db import models


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
    RESEARCHER = "researcher", "Researcher"
    ADMINISTRATOR = "administrator", "Administrator"


class Actor(Protocol):
    """Somebody who wants to see or do something. Django's anonymous user is one too: without a role."""

    @property
    def is_authenticated(self) -> bool:
        """Whether they have signed in."""

    @property
    def is_active(self) -> bool:
        """Whether their account is open."""


def role_of(user: Actor) -> Role | None:
    """The user's role; None for somebody who is not signed in, whose account is closed or who was given no role.

    Django's `is_superuser` counts for nothing: nobody stands outside the policy.
    """
    name = getattr(user, "role", "")
    if not (user.is_authenticated and user.is_active) or name not in Role.values:
        return None
    return Role(name)


def agency_of(user: Actor) -> str:
    """The short name of the user's agency, or ""."""
    return str(getattr(user, "agency", ""))
