"""Writing the access log: one row an act, and the objects it was about. It never holds what was read or written."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from unbroken.access.models import AccessLog, AccessLogObject, Category
from unbroken.access.roles import Actor, agency_of
from unbroken.record.entries import Entry

# Every other kind collects.
CATEGORIES = {
    "entry.corrected": Category.ALTERATION,
    "entry.withdrawn": Category.ALTERATION,
    "body.erased": Category.ERASURE,
    "record.disclosed": Category.DISCLOSURE,
    "identity.linked": Category.COMBINATION,
    "identity.unlinked": Category.COMBINATION,
}


def log(
    category: Category, *, by: Actor, action: str, objects: Collection[str], why: str = "", refused: bool = False
) -> AccessLog:
    """Log one act. `action` names the page, operation or command; `why` is the reason the person gave, if any."""
    row = AccessLog.objects.create(
        category=category,
        who=str(getattr(by, "username", "")),
        role=str(getattr(by, "role", "")),
        agency=agency_of(by),
        action=action[:100],
        why=why[:500],
        refused=refused,
    )
    AccessLogObject.objects.bulk_create([AccessLogObject(object=name, log=row) for name in sorted(set(objects))])
    return row


def log_recorded(entries: Iterable[Entry], *, by: Actor, action: str) -> None:
    """Log what was recorded: one row a category, about all objects of its entries."""
    objects: dict[Category, set[str]] = {}
    for entry in entries:
        category = CATEGORIES.get(entry.kind, Category.COLLECTION)
        objects.setdefault(category, set()).update(subject.object for subject in entry.subjects)
    for category, names in objects.items():
        log(category, by=by, action=action, objects=names)
