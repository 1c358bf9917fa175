"""What every command needs: the service's settings loaded late, plain errors, and progress bars."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

P = ParamSpec("P")
R = TypeVar("R")

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def fail(message: str, *, code: int = 1) -> typer.Exit:
    """Say what went wrong on standard error; raise the result."""
    err.print(f"[bold red]Error:[/] {escape(message)}", soft_wrap=True)
    return typer.Exit(code)


def with_service(command: Callable[P, R]) -> Callable[P, R]:
    """Load the service's settings before a command runs, and turn its own errors into plain messages.

    Loading takes half a second: `--help` and a mistyped option do not wait for it.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        load_service()
        from django.db.utils import OperationalError, ProgrammingError

        try:
            return command(*args, **kwargs)
        except (OperationalError, ProgrammingError) as error:
            raise fail(_database_message(error)) from None
        except BrokenPipeError:  # `unbroken journey … | head`
            sys.stderr.close()
            raise typer.Exit(0) from None

    return run


def load_service() -> None:
    """Load Django with the service's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unbroken.settings")
    import django

    django.setup()


@contextmanager
def progress(label: str, *, total: int | None = None, unit: str = "entries") -> Iterator[Callable[[int], None]]:
    """A progress bar on standard error; the function given back advances it."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn(unit))
    with Progress(*columns, TimeElapsedColumn(), console=err, transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda count: bar.advance(task, count)


def fresh_file(path: Path, *, force: bool) -> Path:
    """A path that may be written; refuses to overwrite unless forced."""
    if path.exists() and not force:
        raise fail(f"{path} is there already. Give another name, or --force to replace it.")
    path.parent.mkdir(parents=True, exist_ok=True)
    os.umask(0o077)  # what is written holds names: only who ran the command may read it
    return path


def _database_message(error: Exception) -> str:
    text = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    if "no such table" in text or "does not exist" in text:
        return "The database has not been set up. Run: unbroken setup"
    return f"The database did not answer: {text}. Nothing was recorded. Check UNBROKEN_DATABASE_URL."
