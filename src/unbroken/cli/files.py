"""Commands that bring files in and make made-up ones: import, synth."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

from unbroken.cli.start import err, fail, fresh_file, out, with_service

_By = Annotated[str, typer.Option(help="Recorded as taken in by: an opaque name of a person or a system.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    panel = "Files in"
    app.command("import", rich_help_panel=panel)(import_files)
    app.command("assess", rich_help_panel=panel)(assess_file)
    app.command("synth", rich_help_panel=panel)(synth)


@with_service
def import_files(
    files: Annotated[
        list[Path], typer.Argument(help="Journey files (JSON Lines), published cases (JSON), extracts, folders.")
    ],
    mapping: Annotated[
        str | None,
        typer.Option(help="For an extract (CSV, XLSX, Parquet): a mapping file (TOML), or a shipped one's name."),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(
            help="Where lines that cannot be taken in go, each with its reason. Default: beside the first file."
        ),
    ] = None,
    by: _By = "import",
) -> None:
    """Take files into the record. The same file again changes nothing; a broken-off import is finished by the next."""
    from unbroken import flow
    from unbroken.exchange import importing
    from unbroken.record import queries

    queries.count()  # fails here, before any file is written, where there is no database yet
    target = rejects or files[0].with_name(f"{files[0].name}.rejects.jsonl")
    try:
        rules = importing.load_mapping(mapping) if mapping else None
        with _meter("Importing") as tell:
            report = importing.run_import(
                files, take_in=flow.take_in_bulk, by=by, mapping=rules, rejects=target, progress=tell
            )
    except importing.SourceError as error:
        raise fail(str(error)) from None
    out.print(f"Lines and rows: read {report.read:,} = included {report.included:,} + rejected {report.rejected:,}.")
    out.print(
        f"Entries: recorded {report.recorded:,}, already there {report.duplicates:,}, refused {report.refused:,}."
    )
    for note in report.notes:
        out.print(note, soft_wrap=True)
    if not rejects and not report.rejected:
        target.unlink(missing_ok=True)  # nobody asked for an empty one
    if report.rejected:
        err.print(f"[yellow]What was rejected, each with its reason: {target}[/]", soft_wrap=True)
        raise typer.Exit(3)


@contextmanager
def _meter(label: str) -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar over how far each file has been read."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda name, done, total: bar.update(task, description=name, completed=done, total=total or None)


@with_service
def assess_file(
    files: Annotated[list[Path], typer.Argument(help="Extract files (CSV, XLSX, Parquet).")],
    mapping: Annotated[str, typer.Option(help="A mapping file (TOML), or a shipped one's name.")],
) -> None:
    """Say how well a source system records: per field, the share present, missing and wrong. Records nothing."""
    from rich.table import Table

    from unbroken.exchange import importing

    try:
        assessment = importing.assess(files, mapping=importing.load_mapping(mapping))
    except importing.SourceError as error:
        raise fail(str(error)) from None
    table = Table("field", "present", "missing", "wrong", title=f"{assessment.rows:,} rows")
    for field in assessment.fields:
        table.add_row(field.name, f"{field.present:,}", f"{field.missing:,}", f"{field.wrong:,}")
    out.print(table)
    for kind, number in sorted(assessment.early.items()):
        out.print(f"{kind}: {number:,} dated before the report in the same row was made")


def synth(
    target: Annotated[Path, typer.Option("--out", help="A folder that is empty or not there yet.")],
    reports: Annotated[int, typer.Option(min=1, help="How many crime reports.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same force.")] = 1,
) -> None:
    """Make a synthetic force: journey files, two extracts as forces would send them, its people, and the truth."""
    from unbroken.cli.start import progress
    from unbroken.synthetic import write_force

    if target.exists() and any(target.iterdir()):
        raise fail(f"{target} is not empty. Give a new folder.")
    fresh_file(target / "manifest", force=True)
    with progress("Making reports", total=reports, unit="reports") as advance:
        write_force(target, reports=reports, seed=seed, progress=advance)
    out.print(
        f"{reports:,} reports, seed {seed}, in {target}. Take them in with: unbroken import {target}/journeys-*.jsonl"
    )
