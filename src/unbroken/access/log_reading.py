"""Reading the access log: who has looked at whom, for an inquiry or the Commissioner (DPA 2018 s.62(5))."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from unbroken.access.models import AccessLog, AccessLogObject

COLUMNS = ("at", "category", "who", "role", "agency", "action", "why", "refused", "objects")


@dataclass(frozen=True, slots=True)
class LogWanted:
    """Which acts are wanted; an empty field asks nothing. `about` is a person, report or entry; days are inclusive."""

    about: str = ""
    who: str = ""
    first: date | None = None
    last: date | None = None


def read_log(wanted: LogWanted) -> Iterator[tuple[str, ...]]:
    """The acts wanted, oldest first, each as text in the order of COLUMNS. Reading it must itself be logged."""
    rows = AccessLog.objects.order_by("at", "id")
    if wanted.about:
        rows = rows.filter(id__in=AccessLogObject.objects.filter(object=wanted.about).values("log_id"))
    if wanted.who:
        rows = rows.filter(who=wanted.who)
    if wanted.first:
        rows = rows.filter(at__date__gte=wanted.first)
    if wanted.last:
        rows = rows.filter(at__date__lte=wanted.last)
    for row in rows.prefetch_related("objects_named").iterator(chunk_size=1000):
        named = " ".join(sorted(one.object for one in row.objects_named.all()))
        refused = "yes" if row.refused else "no"
        yield row.at.isoformat(), row.category, row.who, row.role, row.agency, row.action, row.why, refused, named
