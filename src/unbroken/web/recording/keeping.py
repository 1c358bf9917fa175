"""Keeping forms that somebody has begun: nobody else sees them, and they go when they are finished or forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from unbroken.access.models import User
from unbroken.web.models import BegunForm
from unbroken.web.recording.asked import Raw

NEW_REPORT = "report.new"


@dataclass(frozen=True, slots=True)
class Begun:
    """A form that was begun, for a list: what it is called, and when it was last changed."""

    id: str
    title: str
    changed: datetime
    expires: datetime


def begin(user: User, *, form: str = NEW_REPORT, about: str = "") -> BegunForm:
    """Begin a form."""
    forget_old()
    return BegunForm.objects.create(user=user, form=form, about=about)


def find(user: User, form_id: str, *, form: str = NEW_REPORT) -> BegunForm:
    """A form that this user began. Raises Http404: that somebody else began it is nobody's business."""
    forget_old()
    found = BegunForm.objects.filter(pk=form_id, user=user, form=form).first()
    if found is None:
        raise Http404
    return found


def begun_reports(user: User) -> Sequence[Begun]:
    """The reports that this user began and has not finished, the last changed first. One query."""
    rows = BegunForm.objects.filter(user=user, form=NEW_REPORT, done="", expires__gt=timezone.now())
    return [listed(row) for row in rows.order_by("-changed")]


def listed(row: BegunForm) -> Begun:
    """A report that was begun, as it is listed."""
    return Begun(row.pk, _title(row), row.changed, row.expires)


def answer(begun: BegunForm, page: str, raw: Raw | None, *, refused: Sequence[Sequence[str]] = ()) -> None:
    """Keep what was typed on a page, or forget the page. What was found wrong with it before is forgotten."""
    with transaction.atomic():
        row = BegunForm.objects.select_for_update().get(pk=begun.pk)
        answers = {name: value for name, value in row.answers.items() if name != page}
        if raw is not None:
            answers[page] = {name: list(values) for name, values in raw.items()}
        row.answers = answers
        row.refused = [*(one for one in row.refused if one[0] != page), *(list(one) for one in refused)]
        row.save(update_fields=["answers", "refused", "changed"])
    begun.answers, begun.refused = row.answers, row.refused


def refuse(begun: BegunForm, refused: Sequence[Sequence[str]]) -> None:
    """Keep what the record found wrong: page, field and message of each."""
    begun.refused = [list(one) for one in refused]
    begun.save(update_fields=["refused", "changed"])


def finish(begun: BegunForm, *, done: str) -> None:
    """Forget what was typed: it is on the record now. Only where it led stays, for a form that is sent twice."""
    begun.answers, begun.refused, begun.done = {}, [], done
    begun.save(update_fields=["answers", "refused", "done", "changed"])


def done_by_now(begun: BegunForm) -> str:
    """The report that the form has become meanwhile; "" where it has not. Asked inside the transaction that writes."""
    return BegunForm.objects.select_for_update().values_list("done", flat=True).get(pk=begun.pk)


def forget_old() -> None:
    """Forget the forms that were left alone for too long."""
    BegunForm.objects.filter(expires__lte=timezone.now()).delete()


def _title(row: BegunForm) -> str:
    typed = row.answers.get("victim", {})
    name = " ".join(part for key in ("given", "family") for part in typed.get(key, ()) if part).strip()
    return f"Report about {name}" if name else "Report with no name yet"


def kept_entry(user: User, kind: str, report: str) -> BegunForm | None:
    """What this user typed about a report in the form of this kind, and did not record."""
    return BegunForm.objects.filter(user=user, form=kind, about=report, expires__gt=timezone.now()).first()


def kept_about(user: User, report: str) -> frozenset[str]:
    """The forms about a report in which this user typed something that is not recorded. One query."""
    rows = BegunForm.objects.filter(user=user, about=report, expires__gt=timezone.now())
    return frozenset(rows.values_list("form", flat=True))


def keep_entry(user: User, kind: str, report: str, raw: Raw, *, said: Raw | None = None) -> None:
    """Keep what was typed in the form of this kind about a report; `said` is what was answered about who it is."""
    forget_entry(user, kind, report)
    answers = {"entry": dict(raw), **({"said": dict(said)} if said else {})}
    BegunForm.objects.create(user=user, form=kind, about=report, answers=answers)


def forget_entry(user: User, kind: str, report: str) -> None:
    """Forget what was kept of the form of this kind about a report: it is on the record, or not wanted."""
    BegunForm.objects.filter(user=user, form=kind, about=report).delete()
