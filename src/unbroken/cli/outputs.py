"""Commands that show and export: journey, chronology, export, figures, log.

They are for whoever keeps the service's machine and has the database anyway: the access policy of the screens does
not stand between. What they show is logged all the same, under the name of the operating system's user.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unbroken.cli.operator import log_operator, operator
from unbroken.cli.start import fail, fresh_file, out, progress, with_service

if TYPE_CHECKING:
    from unbroken.exchange.exporting.journey import Journey
    from unbroken.record.entries import Entry

_Who = Annotated[str, typer.Argument(help="A victim: her object name (person:…), a name, a phone number, an account.")]
_Known = Annotated[
    str | None, typer.Option("--as-known", help="As the record stood at the end of this day, for example 2018-03-05.")
]
_Why = Annotated[str, typer.Option(help="Why: it stands in the access log.")]
_Force = Annotated[bool, typer.Option("--force", help="Replace what is there.")]


class Format(StrEnum):
    """What `unbroken export` writes."""

    OCEL_JSON = "ocel-json"
    OCEL_SQLITE = "ocel-sqlite"
    PARQUET = "parquet"
    CSV = "csv"


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    panel = "Ways out"
    app.command("journey", rich_help_panel=panel)(journey)
    app.command("chronology", rich_help_panel=panel)(chronology)
    app.command("export", rich_help_panel=panel)(export)
    app.command("figures", rich_help_panel=panel)(figures)
    app.command("log", rich_help_panel=panel)(access_log)


@with_service
def journey(
    who: _Who,
    as_known: _Known = None,
    details: Annotated[bool, typer.Option("--details", help="Every field, and what corrections changed.")] = False,
) -> None:
    """Show a victim's journey in the terminal, from the first report to the last event."""
    from unbroken.access.models import Category
    from unbroken.exchange.exporting.terminal import show_journey

    person = _find(who)
    view = _read(person, as_known)
    log_operator(Category.CONSULTATION, "unbroken journey", {person}, "")
    show_journey(view, out, details=details)


@with_service
def chronology(
    who: _Who,
    target: Annotated[Path, typer.Argument(help="The PDF to write.")],
    as_known: _Known = None,
    matter: Annotated[str, typer.Option(help="What the file is called on its cover.")] = "Course of conduct",
    why: _Why = "",
    force: _Force = False,
) -> None:
    """Write the chronology of a journey, fit for a prosecutor, as a PDF."""
    from unbroken.access.models import Category
    from unbroken.exchange.exporting.chronology import make_chronology
    from unbroken.exchange.exporting.chronology_content import Cover
    from unbroken.people.queries import display_names
    from unbroken.record import queries

    person = _find(who)
    cover = Cover(
        victim=display_names([person]).get(person) or person,
        matter=matter,
        produced_by=operator().username,
        produced_at=datetime.now(UTC),
        heads=queries.heads(),
    )
    data = make_chronology(_read(person, as_known), cover=cover)
    fresh_file(target, force=force).write_bytes(data)
    log_operator(Category.DISCLOSURE, "unbroken chronology", {person}, why)
    out.print(f"{target}: {len(data):,} bytes.")


@with_service
def export(
    target: Annotated[Path, typer.Argument(help="File to write (ocel-json, ocel-sqlite) or folder (parquet, csv).")],
    format: Annotated[Format, typer.Option(help="Format.")] = Format.OCEL_JSON,
    who: Annotated[
        str | None, typer.Option("--journey", help="One victim's journey. Default: the whole record.")
    ] = None,
    why: _Why = "",
    force: _Force = False,
) -> None:
    """Export the record, or one journey, losing nothing: OCEL 2.0, Parquet or CSV."""
    from unbroken.access.models import Category
    from unbroken.record import queries

    person = _find(who) if who else None
    fresh_file(target, force=force)
    with progress("Exporting", total=None if person else queries.count()) as advance:
        written = _write(target, format, _counted(_entries(person), advance))
    log_operator(Category.DISCLOSURE, f"unbroken export {format}", {person} if person else set(), why)
    out.print(f"{target}: {written:,} entries.")


def _write(target: Path, format: Format, entries: Iterable[Entry]) -> int:
    from unbroken.exchange.exporting import ocel, tables

    if format is Format.OCEL_JSON:
        with target.open("wb") as file:
            return ocel.write_ocel_json(entries, file).events
    if format is Format.OCEL_SQLITE:
        return ocel.write_ocel_sqlite(entries, target).events
    written = tables.write_tables(entries, target, format="csv" if format is Format.CSV else "parquet")
    return next((table.rows for table in written if table.name == "entries"), 0)


def _entries(person: str | None) -> Iterator[Entry]:
    from unbroken.record import queries
    from unbroken.record.journey import journey_entries

    if person:
        yield from journey_entries(person)
    else:
        for book in queries.heads():
            yield from queries.stream(book)


def _counted(entries: Iterable[Entry], advance: Callable[[int], None]) -> Iterator[Entry]:
    for entry in entries:
        advance(1)
        yield entry


def _find(who: str) -> str:
    """The victim that is meant; anything but exactly one is an error that lists who it could be."""
    from unbroken.people.queries import display_names, search

    if who.startswith("person:"):
        return who
    hits = search(who)
    if len(hits) == 1:
        return hits[0].person
    if not hits:
        raise fail(f"nobody on the record fits {who!r}. Give a whole name, a phone number, or person: and an id.")
    names = display_names([hit.person for hit in hits])
    raise fail("several fit:\n" + "\n".join(f"  {hit.person}  {names.get(hit.person, '')}" for hit in hits))


def _read(person: str, as_known: str | None) -> Journey:
    from unbroken.exchange.exporting.journey import read_journey
    from unbroken.record.amend import effective
    from unbroken.record.journey import as_known as end_of
    from unbroken.record.journey import journey_entries, linked_persons
    from unbroken.record.times import TimeError

    try:
        known_at = end_of(as_known) if as_known else None
    except TimeError as error:
        raise fail(str(error)) from None
    entries = journey_entries(person, known_at=known_at)
    if not entries:
        raise fail(f"nothing is on the record about {person}" + (f" as known on {as_known}." if as_known else "."))
    subject = sorted(linked_persons(person, known_at=known_at))
    return read_journey(effective(entries, known_at=known_at), subject=subject, known_at=known_at)


@with_service
def figures(
    target: Annotated[Path, typer.Argument(help="Folder to write, one CSV for each table.")],
    why: _Why = "",
    force: _Force = False,
) -> None:
    """Write the figures fit to publish: small counts are withheld, and whatever would give one away."""
    from django.utils import timezone

    from unbroken.access.models import Category
    from unbroken.exchange.exporting.figures import write_figures
    from unbroken.triage.needs import read_all_figures

    tables = read_all_figures(made_on=timezone.localdate())
    written = write_figures(tables, fresh_file(target, force=force))
    log_operator(Category.DISCLOSURE, "unbroken figures", (), why)
    out.print(f"{target}: {len(written)} tables.", soft_wrap=True)


@with_service
def access_log(
    target: Annotated[Path, typer.Argument(help="File to write, CSV.")],
    why: _Why,
    about: Annotated[str, typer.Option(help="Only acts on this person, report or entry (person:…).")] = "",
    who: Annotated[str, typer.Option(help="Only acts of this user.")] = "",
    first: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="From this day.")] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Up to this day.")] = None,
    force: _Force = False,
) -> None:
    """Write the access log as CSV: who has looked at whom. That it was read is logged too."""
    import csv

    from unbroken.access.log_reading import COLUMNS, LogWanted, read_log
    from unbroken.access.models import Category

    path = fresh_file(target, force=force)
    wanted = LogWanted(about, who, first.date() if first else None, last.date() if last else None)
    log_operator(Category.DISCLOSURE, "log", {about} if about else (), why)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        # A leading sign would be a formula to a spreadsheet, and the reason is what somebody typed.
        writer.writerows(
            [f"'{cell}" if cell[:1] in tuple("=+-@") else cell for cell in row] for row in read_log(wanted)
        )
    out.print(f"Written to {path}.", soft_wrap=True)
