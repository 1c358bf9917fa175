"""Writing the access log: one row an act, and the objects it was about. It never holds what was read or written."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import connection, transaction
from django.utils import timezone

from unbroken.access.models import Category
from unbroken.access.roles import Actor, agency_of
from unbroken.record import sql
from unbroken.record.entries import Entry

_COLUMNS = ("at", "category", "who", "role", "agency", "action", "why", "refused")
_INSERT = (
    f"INSERT INTO access_accesslog ({', '.join(_COLUMNS)}) VALUES ({', '.join(['%s'] * len(_COLUMNS))}) RETURNING id"
)
# Every other kind collects.
CATEGORIES = {
    "entry.corrected": Category.ALTERATION,
    "entry.withdrawn": Category.ALTERATION,
    "body.erased": Category.ERASURE,
    "record.disclosed": Category.DISCLOSURE,
    "identity.linked": Category.COMBINATION,
    "identity.unlinked": Category.COMBINATION,
    "identity.merged": Category.COMBINATION,
    "identity.split": Category.COMBINATION,
}


def log(
    category: Category, *, by: Actor, action: str, objects: Collection[str], why: str = "", refused: bool = False
) -> None:
    """Log one act. `action` names the page, operation or command; `why` is the reason the person gave, if any."""
    row = (
        connection.ops.adapt_datetimefield_value(timezone.now()),
        category.value,
        str(getattr(by, "username", "")),
        str(getattr(by, "role", "")),
        agency_of(by),
        action[:100],
        why[:500],
        refused,
    )
    # Not by the ORM: this is written for every page, and half of what the ORM took was making the statements.
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, row)
            (log_id,) = cursor.fetchone()
        sql.insert("access_accesslogobject", ("object", "log_id"), [(name, log_id) for name in sorted(set(objects))])


def log_recorded(entries: Iterable[Entry], *, by: Actor, action: str) -> None:
    """Log what was recorded: one row a category, about all objects of its entries."""
    objects: dict[Category, set[str]] = {}
    for entry in entries:
        category = CATEGORIES.get(entry.kind, Category.COLLECTION)
        objects.setdefault(category, set()).update(subject.object for subject in entry.subjects)
    for category, names in objects.items():
        log(category, by=by, action=action, objects=names)
