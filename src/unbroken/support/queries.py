"""What screens ask about the support of victims.

Nothing here knows who asks: the caller leaves out what the reader may not see.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from django.db.models import F, QuerySet

from unbroken.support.models import ServiceRow, SupportRow

TAKEN: Final = ("accepted", "started")
"""The states in which a service has a victim."""


def support_of(victims: Collection[str]) -> Mapping[str, SupportRow]:
    """The rows of these victims; those without an entry about support are left out. One query."""
    return SupportRow.objects.in_bulk(list(victims)) if victims else {}


def clients_of(service: str) -> Sequence[SupportRow]:
    """The victims whom a service supports or has been accepted by, longest without contact first. One query."""
    return list(_clients(ServiceRow.objects.filter(service=service)))


def clients(
    *, without: Collection[str] = frozenset(), of: Collection[str] | None = None, limit: int = 50
) -> Sequence[SupportRow]:
    """The victims whom any service supports or has been accepted by, longest without contact first. One query.

    `without` are people closed to the reader; `of` limits the list to these people.
    """
    rows = ServiceRow.objects.exclude(object__in=list(without))
    return list(_clients(rows if of is None else rows.filter(object__in=list(of)))[:limit])


def services_of(victims: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """For each of these victims the services that support her, by code. One query."""
    rows = ServiceRow.objects.filter(object__in=list(victims), state__in=TAKEN).order_by("object", "n")
    found: dict[str, tuple[str, ...]] = {}
    for victim, service in rows.values_list("object", "service") if victims else ():
        found[victim] = (*found.get(victim, ()), service)
    return found


def _clients(services: QuerySet[ServiceRow]) -> QuerySet[SupportRow]:
    taken = services.filter(state__in=TAKEN).values("object")
    return SupportRow.objects.filter(object__in=taken).order_by(F("last_contact_on").asc(nulls_first=True), "object")
