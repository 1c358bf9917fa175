"""What screens ask about the support of victims.

Nothing here knows who asks: the caller leaves out what the reader may not see.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from unbroken.support.models import ServiceRow, SupportRow


def support_of(victims: Collection[str]) -> Mapping[str, SupportRow]:
    """The rows of these victims; those without an entry about support are left out. One query."""
    return SupportRow.objects.in_bulk(list(victims)) if victims else {}


def clients_of(service: str) -> Sequence[SupportRow]:
    """The victims whom a service supports or has been accepted by, longest without contact first. Two queries."""
    taken = ServiceRow.objects.filter(service=service, state__in=("accepted", "started")).values_list(
        "object", flat=True
    )
    rows = SupportRow.objects.in_bulk(list(taken)).values()
    return sorted(rows, key=lambda row: (row.last_contact_on or date.min, row.object))
