"""Who signs in, what lets a program in, who may not open what, and who has looked at whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from unbroken.access.roles import Role as RoleOf
from unbroken.record.kinds import Privacy
from unbroken.vocabulary.support import SERVICES

# As the record names agencies and people (`record.check`).
agency_name = RegexValidator(r"^[a-z][a-z0-9_-]{0,39}\Z", "An agency has a short name such as met: a-z, 0-9, - and _.")
person_name = RegexValidator(r"^person:[A-Za-z0-9._-]{1,80}\Z", "A person is named person: and an id.")


def service_code(value: str) -> None:
    """Raise ValidationError for what is not a code of the list of services."""
    if value not in SERVICES:
        raise ValidationError(f"{value} is no support service. The code list services has them.")


class User(AbstractUser):
    """Somebody who signs in, with one role in one agency."""

    Role = RoleOf

    role = models.CharField(max_length=30, choices=RoleOf.choices)
    agency = models.CharField(max_length=40, validators=[agency_name])
    # Beside what the agency recorded itself, the victims who accepted this service are its own: others record that.
    # To be given only where the code names one organisation: every independent adviser's clients are not one's own.
    service = models.CharField(max_length=60, blank=True, validators=[service_code])


class AccessToken(models.Model):
    """A token that lets a program in as a user. The token itself is not kept, only its SHA-256."""

    name = models.CharField(max_length=100)
    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    prefix = models.CharField(max_length=16, unique=True)
    sha256 = models.CharField(max_length=64)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    last_used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)


class BesideRow(models.Model):
    """A report or victim that an order, a prosecution or a referral is about. Only the projector writes it."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The order, prosecution or referral.")
    n = models.IntegerField(help_text="Place among what it is about, from 0.")
    beside = models.CharField(max_length=100, db_index=True, help_text="The report or victim.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {"object": None, "n": None, "beside": Privacy.PERSONAL}

    class Meta:
        db_table = "access_beside"


class Conflict(models.Model):
    """A user who is a party to a matter, or close to one, and so cannot open it: some stalkers wear uniforms."""

    user = models.ForeignKey(User, models.CASCADE, related_name="conflicts")
    person = models.CharField(max_length=100, validators=[person_name])
    why = models.CharField(max_length=200)
    declared = models.DateTimeField(auto_now_add=True)
    declared_by = models.CharField(max_length=150)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "person"], name="access_conflict_once")]


class Category(models.TextChoices):
    """What is logged of the processing of personal data: Data Protection Act 2018, section 62(1)."""

    COLLECTION = "collection", "Collection"
    ALTERATION = "alteration", "Alteration"
    CONSULTATION = "consultation", "Consultation"
    DISCLOSURE = "disclosure", "Disclosure, including transfer"
    COMBINATION = "combination", "Combination"
    ERASURE = "erasure", "Erasure"


class EnquiryRow(models.Model):
    """A question about a person to another agency."""

    pk = models.CompositePrimaryKey("object", "n")
    object = models.CharField(max_length=100, help_text="The person object.")
    n = models.IntegerField(help_text="Place among the questions about the person, from 0.")
    entry = models.CharField(max_length=36, db_index=True, help_text="The entry that asks.")
    asked = models.CharField(max_length=40, db_index=True, help_text="The agency that is asked.")
    is_answered = models.BooleanField(help_text="Whether that agency has answered.")

    PRIVACY: ClassVar[Mapping[str, Privacy | None]] = {
        "object": Privacy.PERSONAL,
        "n": None,
        "entry": None,
        "asked": None,
        "is_answered": None,
    }

    class Meta:
        db_table = "access_enquiry"


class AccessLog(models.Model):
    """One act on personal data: who, in what role, when, where in the service and why. Never what it said.

    Append only, by trigger. `action` is the name of the page or operation. `refused` acts are kept too: who
    tried to look is what a misconduct inquiry asks first.
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    category = models.CharField(max_length=20, choices=Category.choices)
    who = models.CharField(max_length=150)
    role = models.CharField(max_length=30)
    agency = models.CharField(max_length=40)
    action = models.CharField(max_length=100)
    why = models.CharField(max_length=500, blank=True)
    refused = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["who", "at"], name="access_log_who")]


class AccessLogObject(models.Model):
    """An object that an act was about: the index for "who has looked at her?". Append only, by trigger."""

    pk = models.CompositePrimaryKey("object", "log_id")
    object = models.CharField(max_length=100)
    log = models.ForeignKey(AccessLog, models.PROTECT, related_name="objects_named")
