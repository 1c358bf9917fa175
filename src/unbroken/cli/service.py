"""Commands that run the service: setup, serve, demo."""

from __future__ import annotations

import os
import socket
from typing import Annotated

import typer

from unbroken.cli.start import fail, load_service, out, progress, with_service

_Host = Annotated[str, typer.Option(help="Address to listen on.")]
_Port = Annotated[int, typer.Option(help="Port to listen on.")]
_Workers = Annotated[int, typer.Option(min=1, help="Server processes.")]
LOOPBACK = "127.0.0.1"


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    panel = "The service"
    app.command("demo", rich_help_panel=panel)(demo)
    app.command("setup", rich_help_panel=panel)(setup)
    app.command("serve", rich_help_panel=panel)(serve)


@with_service
def setup() -> None:
    """Create or upgrade the database, and lay out the static files."""
    prepare()
    out.print("The database and the static files are ready.")


@with_service
def serve(host: _Host = LOOPBACK, port: _Port = 8000, workers: _Workers = 2) -> None:
    """Run the service. Put a proxy that speaks HTTPS in front of it."""
    prepare()
    run_server(host, port, workers)


def demo(
    port: Annotated[int, typer.Option(help="Port to listen on; the next free one is taken.")] = 8000,
    reports: Annotated[int, typer.Option(min=0, help="Crime reports of the made-up force (first run only).")] = 300,
    start: Annotated[
        bool, typer.Option("--start/--no-start", help="Open the service, or only fill the database.")
    ] = True,
) -> None:
    """Eight published cases and a made-up force, in a browser. A second run keeps what you did."""
    os.environ["UNBROKEN_DEMO"] = "1"  # says on every page that the data is made up; plain HTTP on the loopback
    load_service()
    from unbroken.cli import demonstration

    prepare()
    first = demonstration.fill(reports=reports)
    port = _free_port(port)
    demonstration.show(f"http://localhost:{port}", first=first)  # a name: browsers make no passkeys for an address
    if start:
        run_server(LOOPBACK, port, workers=2)


def prepare() -> None:
    """Bring the database and the static files up to date. Quiet when they are.

    Where the shape of the database changes, its tables are folded anew: a new table or column is empty until then.
    """
    from django.core.management import call_command

    _check_wording()
    is_changing = _has_migrations_to_come()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    if is_changing:
        _fold_anew()


def _check_wording() -> None:
    """Refuse to start with a wording of an instrument that cannot be used."""
    from unbroken.safety.instruments.loading import BadInstrument
    from unbroken.safety.licensed import approved

    try:
        approved()
    except BadInstrument as bad:
        raise fail(f"UNBROKEN_INSTRUMENT_WORDING: {bad}") from None


def _has_migrations_to_come() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _fold_anew() -> None:
    from unbroken import flow
    from unbroken.record import queries

    if queries.count():
        with progress("Folding the record anew", unit="people, reports and cases") as advance:
            flow.rebuild(progress=advance)


def run_server(host: str, port: int, workers: int) -> None:
    """Serve until interrupted."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        "unbroken.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_level=LogLevels.warning,
    )
    server.serve()


def _free_port(wanted: int) -> int:
    for port in range(wanted, wanted + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
    raise fail(f"no free port from {wanted} to {wanted + 99}")
