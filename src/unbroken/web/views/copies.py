"""Copies of a journey that leave the service: the chronology as a PDF, and the data. Each is logged as disclosed."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from unbroken.access.gate import consult, refuse_closed, requires, signed_in
from unbroken.access.log import log
from unbroken.access.models import Category
from unbroken.access.policy import Permission
from unbroken.access.reading import Reading
from unbroken.exchange.exporting.chronology import make_chronology
from unbroken.exchange.exporting.chronology_content import Cover
from unbroken.exchange.exporting.journey import Journey
from unbroken.exchange.exporting.ocel import write_ocel_json, write_ocel_sqlite
from unbroken.exchange.exporting.people import people_of
from unbroken.exchange.exporting.tables import Format, write_tables
from unbroken.record.entries import Entry
from unbroken.record.queries import heads
from unbroken.vocabulary.agencies import say_agency
from unbroken.web.asked import read_timeline_asked
from unbroken.web.errors import NotUnderstood
from unbroken.web.forms import Choice, Form, Radios, Textarea
from unbroken.web.presenters.journeys import name_of, present_copies, view_of
from unbroken.web.views.journeys import read_as_known

Write = Callable[[Sequence[Entry]], bytes]


@require_safe
@requires(Permission.EXPORT, consults="a victim's journey")
def pdf(request: HttpRequest, person: str) -> HttpResponse:
    """The chronology, fit for a prosecutor."""
    reading = _read(request, person, why="Chronology opened as a PDF")
    response = HttpResponse(_chronology(request, reading, person), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="chronology-{person.partition(":")[2]}.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.EXPORT, consults="a victim's journey")
def export(request: HttpRequest, person: str) -> HttpResponse:
    """In what form, and why? Then the file."""
    form = FORM.read(request.POST) if request.method == "POST" else FORM.start({"format": "ocel-json"})
    if request.method == "POST" and form.ok:
        suffix, type_, write = FORMATS[form.values["format"]]
        reading = _read(request, person, why=form.values["why"])
        response = HttpResponse(write(reading.seen.entries), content_type=type_)
        response["Content-Disposition"] = f'attachment; filename="journey-{person.partition(":")[2]}.{suffix}"'
        return response
    reading = _read(request, person)
    page = present_copies(reading, person=person, asked=read_timeline_asked(request.GET))
    return render(request, "journeys/copies.html", {"page": page, "form": form})


def _read(request: HttpRequest, person: str, *, why: str = "") -> Reading:
    """The journey as the reader sees it; logged as consulted, and with a reason as disclosed too."""
    asked = read_timeline_asked(request.GET)
    if asked.errors:  # a copy of the whole record must not pass for what was known on a day
        raise NotUnderstood(". ".join(asked.errors.values()))
    reading = read_as_known(signed_in(request), person, asked)
    if reading is None:
        raise refuse_closed(request, person)
    consult(request, reading.objects, why=why)
    if why:
        action = request.resolver_match.view_name if request.resolver_match else ""
        log(Category.DISCLOSURE, by=signed_in(request), action=action, objects=reading.objects, why=why)
    return reading


def _chronology(request: HttpRequest, reading: Reading, person: str) -> bytes:
    user = signed_in(request)
    journey = view_of(reading, person)
    cover = Cover(
        victim=name_of(journey, person),
        matter=_matter(journey),
        produced_by=f"{user.get_full_name() or user.get_username()}, {say_agency(user.agency)}",
        produced_at=timezone.now(),
        heads=heads(),
    )
    return make_chronology(journey, cover=cover)


def _matter(journey: Journey) -> str:
    suspects = [person.name or person.object for person in people_of(journey) if "Suspect" in person.roles]
    return f"Conduct of {', '.join(suspects)}" if suspects else "Conduct of a person not known"


def _json(entries: Sequence[Entry]) -> bytes:
    file = BytesIO()
    write_ocel_json(entries, file)
    return file.getvalue()


def _sqlite(entries: Sequence[Entry]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journey.sqlite"
        write_ocel_sqlite(entries, path)
        return path.read_bytes()


def _tables(entries: Sequence[Entry], *, format: Format) -> bytes:
    """Every table and the data dictionary, in one zip."""
    file = BytesIO()
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in write_tables(entries, Path(folder), format=format):
            archive.write(table.path, table.path.name)
    return file.getvalue()


# How each format is named in a file, what it is on the wire, and how it is written.
FORMATS: Mapping[str, tuple[str, str, Write]] = MappingProxyType(
    {
        "ocel-json": ("ocel.json", "application/json", _json),
        "ocel-sqlite": ("ocel.sqlite", "application/vnd.sqlite3", _sqlite),
        "csv": ("csv.zip", "application/zip", partial(_tables, format="csv")),
        "parquet": ("parquet.zip", "application/zip", partial(_tables, format="parquet")),
    }
)
FORM = Form(
    fields=(
        Radios(
            "format",
            "What do you need?",
            called="what you need",
            choices=(
                Choice("ocel-json", "Event log, JSON", "OCEL 2.0: opens in process-mining tools and loses nothing."),
                Choice("ocel-sqlite", "Event log, SQLite", "The same in a database file."),
                Choice("csv", "Tables, CSV", "For a spreadsheet: one table for each kind of entry, zipped."),
                Choice("parquet", "Tables, Parquet", "The same for analysis in R, Python or DuckDB, zipped."),
            ),
        ),
        Textarea(
            "why",
            "Why do you need it?",
            called="why you need it",
            hint="Kept in the access log with your name: the case, the hearing or the request it is for.",
            rows=3,
            max_length=400,
        ),
    )
)
