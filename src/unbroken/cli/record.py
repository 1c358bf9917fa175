"""Commands that look after the record: verify, seal, rebuild, reference."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from unbroken.cli.start import err, fail, fresh_file, out, progress, with_service

_Key = Annotated[
    Path | None,
    typer.Option("--key", help="Signing key (PEM). Default: seal-key.pem in UNBROKEN_HOME, made on first use."),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    panel = "The record"
    app.command("verify", rich_help_panel=panel)(verify)
    app.command("seal", rich_help_panel=panel)(seal)
    app.command("rebuild", rich_help_panel=panel)(rebuild)
    app.command("reference", rich_help_panel=panel)(reference)


@with_service
def verify(
    book: Annotated[str | None, typer.Argument(help="One book (an agency's part). Default: all.")] = None,
    seal: Annotated[Path | None, typer.Option(help="Compare with heads exported by `unbroken seal`.")] = None,
    trust: Annotated[
        str | None, typer.Option(help="Public key (hex) the seal must be signed with. Default: this service's own.")
    ] = None,
) -> None:
    """Walk the chain of a book and name the first entry that does not fit."""
    from unbroken.record import queries
    from unbroken.record import verify as chain

    sealed = _sealed_heads(seal, trust) if seal else None
    if book and book not in (known := sorted(chain.books() | set(sealed or {}))):
        raise fail(f"There is no book {book}. The books are {', '.join(known) or 'none yet'}.")
    if book and sealed is not None and book not in sealed:
        raise fail(f"The seal says nothing of the book {book}: it was made before that was begun, or is of another.")
    with progress("Verifying", total=queries.count()) as advance:
        if book:
            results = [chain.verify(book, sealed=sealed, progress=advance)]
        else:
            results = list(chain.verify_all(sealed=sealed, progress=advance))
    broken = [result.misfit for result in results if result.misfit]
    for result in results:
        if result.misfit:
            out.print(f"{result.book}: [bold red]does not hold[/] at entry {result.misfit.seq:,}")
        else:
            out.print(f"{result.book}: {result.entries:,} entries, [green]holds[/], head {result.head[:16]}…")
    for misfit in broken:
        err.print(f"[bold red]{misfit.book} entry {misfit.seq}[/] {misfit.entry}: {misfit.reason}.", soft_wrap=True)
    if broken:
        raise typer.Exit(1)
    out.print(f"Every entry fits: {sum(result.entries for result in results):,} in {len(results)} books.")


@with_service
def seal(
    target: Annotated[Path, typer.Argument(help="File to write. Keep it where the database's keeper cannot.")],
    key: _Key = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it is there.")] = False,
) -> None:
    """Export the heads of all books, signed: proof, later, that nothing was cut off."""
    from unbroken.record import queries
    from unbroken.record import seal as seals
    from unbroken.record.book import stored_now

    signing = seals.signing_key(key or _own_key())
    heads = queries.heads()
    fresh_file(target, force=force).write_bytes(seals.write_seal(seals.Seal(stored_now(), heads), signing))
    out.print(f"{target}: the heads of {len(heads)} books. Public key: {seals.public_key(signing)}", soft_wrap=True)


@with_service
def rebuild() -> None:
    """Empty the tables of folded state and fold them anew from the record."""
    from unbroken import flow

    with progress("Rebuilding", unit="people, reports and cases") as advance:
        folded = flow.rebuild(progress=advance)
    out.print(f"Folded {folded:,} people, reports, orders and prosecutions from the record.")


@with_service
def reference(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail when a page is out of date.")] = False,
    folder: Annotated[Path, typer.Option("--docs", help="The docs folder.")] = Path("docs"),
) -> None:
    """Write the reference pages that are generated from code: kinds, fields, code lists, access."""
    from unbroken.cli.reference import pages

    stale = []
    for name, text in pages().items():
        path = folder / "reference" / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path)
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if check and stale:
        raise fail(f"{', '.join(map(str, stale))} no longer say what the code says. Run: unbroken reference")
    out.print(f"{len(stale)} pages written." if stale else "The reference pages say what the code says.")


def _own_key() -> Path:
    from django.conf import settings

    return Path(settings.UNBROKEN_HOME) / "seal-key.pem"


def _sealed_heads(path: Path, trust: str | None) -> dict[str, tuple[int, str]]:
    from unbroken.record import seal as seals

    if trust is None:
        if not _own_key().exists():
            raise fail(
                "This service has sealed nothing yet: say with --trust which public key the seal is signed with."
            )
        trust = seals.public_key(seals.signing_key(_own_key()))
    try:
        return dict(seals.read_seal(path.read_bytes(), trusted=trust).heads)
    except (OSError, seals.SealError) as error:
        raise fail(f"{path}: {error}") from None
