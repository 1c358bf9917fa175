"""Commands of the analysis: extract, and insight, which needs no service but a folder with an extract."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from unbroken.cli.operator import log_operator
from unbroken.cli.start import fail, out, progress, with_service

_KEY_BYTES = 32  # characters that a key file must have at least: fewer could be guessed


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("extract", rich_help_panel="Analysis")(extract)
    group = typer.Typer(no_args_is_help=True, help="Analyse an extract: why cases are lost.")
    group.command("run")(run)
    group.command("nightly")(nightly)
    app.add_typer(group, name="insight", rich_help_panel="Analysis")


@with_service
def extract(
    folder: Annotated[Path, typer.Option("--out", help="Folder to write: empty, or not there yet.")],
    key: Annotated[
        Path | None,
        typer.Option(help="File with a secret, so that people have the same pseudonyms in every extract made with it."),
    ] = None,
    why: Annotated[str, typer.Option(help="Why: it stands in the access log.")] = "",
) -> None:
    """Write an extract for analysis: Parquet tables of the whole record, without names and free text."""
    import os

    from unbroken.access.models import Category
    from unbroken.exchange.extracting.writing import NotEmpty, write_extract

    os.umask(0o077)  # pseudonyms are still about people: only who ran the command may read it
    try:
        with _rows_written() as advance:
            made = write_extract(folder, made_at=datetime.now(UTC), key=_secret(key) if key else None, progress=advance)
    except NotEmpty as error:
        raise fail(str(error)) from None
    log_operator(Category.DISCLOSURE, "unbroken extract", (), why)
    out.print(f"{folder}: {made.rows['cases']:,} reports, {made.rows['entries']:,} entries. Digest {made.digest[:12]}.",
              soft_wrap=True)  # fmt: skip


def run(
    extract: Annotated[Path, typer.Argument(help="Folder of an extract, as `unbroken extract` wrote it.")],
    folder: Annotated[Path, typer.Option("--out", help="Folder for the report, its tables and its pictures.")],
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="First day of the reports.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day of the reports.")] = None,
    offences: Annotated[str, typer.Option(help="stalking, ever_stalking or all.")] = "stalking",
    area: Annotated[list[str] | None, typer.Option(help="Only this area; may be given several times.")] = None,
    relationship: Annotated[
        list[str] | None, typer.Option(help="Only this relationship; may be given several times.")
    ] = None,
    domestic: Annotated[
        bool | None, typer.Option("--domestic/--not-domestic", help="Only domestic abuse, or only what is not.")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="Only this analysis; may be given several times.")] = None,
    protection: Annotated[
        str, typer.Option(help="suppress withholds small counts, round rounds all, none is not for publication.")
    ] = "suppress",
    threshold: Annotated[int, typer.Option(help="Counts from 1 to one less than this are withheld.")] = 5,
    engine: Annotated[str, typer.Option(help="What counts: duckdb, or spark for the extract of a nation.")] = "duckdb",
) -> None:
    """Write the report of an extract, for publication: a page, a PDF, every table as CSV, every picture."""
    from unbroken import insight
    from unbroken.insight.publication import check
    from unbroken.tools.spark import NoSpark

    try:
        chosen = check(protection, threshold)
        scope = insight.Scope(since and since.date(), until and until.date(), offences, tuple(area or ()),
                              tuple(relationship or ()), domestic)  # fmt: skip
        with _counting(engine) as spark, progress("Analysing", unit="analyses") as advance:
            opened = insight.Extract(extract, spark=spark)
            report = insight.run(opened, scope, only=only or (), progress=lambda _: advance(1))
            written = insight.write_report(report, folder, protection=chosen, threshold=threshold)
    except (insight.BadExtract, insight.BadScope, insight.BadProtection, NoSpark) as error:
        raise fail(str(error)) from None
    out.print(f"{folder / 'index.html'}, and {len(written) - 1} tables and pictures beside it.", soft_wrap=True)


@with_service
def nightly(
    keep_days: Annotated[
        int, typer.Option(min=1, help="Remove extracts of this command that are older, but never the newest.")
    ] = 30,
    key: Annotated[
        Path | None,
        typer.Option(help="File with a secret, so that people have the same pseudonyms in every extract made with it."),
    ] = None,
    why: Annotated[str, typer.Option(help="Why: it stands in the access log.")] = "Insight",
) -> None:
    """Make tonight's extract, with its report, for the pages of Insight (in the folder UNBROKEN_EXTRACTS)."""
    from django.conf import settings

    from unbroken.insight.kept import forget
    from unbroken.insight.shelf import ShelfBusy, extracts, remove_old

    shelf: Path = settings.UNBROKEN_EXTRACTS
    now = datetime.now(UTC)
    try:
        folder, failed = shelve(shelf, now, key=_secret(key) if key else None, why=why)
    except ShelfBusy as error:
        raise fail(str(error)) from None
    gone = remove_old(shelf, now - timedelta(days=keep_days))
    for older in extracts(shelf):
        if older.folder != folder:
            forget(older, at_most=0)
    out.print(f"{folder} is what Insight shows now. Removed: {', '.join(gone) or 'none'}.", soft_wrap=True)
    if failed:
        raise fail(f"The extract is there, but its report could not be made: {failed}")


def shelve(
    shelf: Path, at: datetime, *, key: bytes | None = None, why: str = "", with_report: bool = True
) -> tuple[Path, str]:
    """Put a new extract on the shelf, with the report of the usual reports. Its folder, and why it has no report.

    Raises ShelfBusy where another process is at it.
    """
    import os

    from unbroken import insight
    from unbroken.access.models import Category
    from unbroken.exchange.extracting.writing import write_extract
    from unbroken.insight.kept import keep
    from unbroken.insight.shelf import Shelved, name_at, new_extract

    os.umask(0o077)  # pseudonyms are still about people: only who runs the service may read it
    failed = ""
    with new_extract(shelf, at) as folder:
        with _rows_written() as advance:
            made = write_extract(folder, made_at=at, key=key, progress=advance)
        log_operator(Category.DISCLOSURE, "unbroken insight nightly", (), why)
        if with_report:
            try:
                with progress("Analysing", unit="analyses") as advance:
                    report = insight.run(insight.Extract(folder), progress=lambda _: advance(1))
                keep(report, Shelved(folder, made))
            except Exception as error:  # whatever it is: tomorrow's analyst has an extract all the same
                failed = f"{type(error).__name__}: {error}"
    return shelf / name_at(at), failed


@contextmanager
def _counting(engine: str) -> Iterator[Any]:
    """A session of Spark, or None where DuckDB counts."""
    if engine == "duckdb":
        yield None
        return
    if engine != "spark":
        raise fail(f"--engine: {engine!r} is neither duckdb nor spark")
    from tempfile import TemporaryDirectory

    from unbroken.tools.spark import session

    with TemporaryDirectory(prefix="unbroken-spark-") as folder, session(Path(folder), {}) as spark:
        yield spark


@contextmanager
def _rows_written() -> Iterator[Callable[[str, int], None]]:
    with progress("Extracting", unit="rows") as advance:
        yield lambda _, written: advance(written)


def _secret(file: Path) -> bytes:
    """The key in a file. Anything shorter than it should be is an error."""
    try:
        found = file.read_bytes().strip()
    except OSError as error:
        raise fail(f"--key: {file} cannot be read: {error.strerror}") from None
    if len(found) < _KEY_BYTES:
        raise fail(f"--key: {file} holds {len(found)} characters; give a secret of at least {_KEY_BYTES}")
    from hashlib import sha256

    return sha256(found).digest()
