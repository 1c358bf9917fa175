"""What `unbroken demo` fills the database with, and what it prints. All people in it are made up or made nameless."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import orjson
from django.conf import settings
from rich.table import Table

from unbroken import flow
from unbroken.access import commands
from unbroken.access.models import User
from unbroken.cli.demonstration_coding import draw_to_code
from unbroken.cli.demonstration_registers import put_on_registers
from unbroken.cli.insight import shelve
from unbroken.cli.start import fail, out, progress
from unbroken.exchange import importing
from unbroken.exchange.demo import case_files
from unbroken.exchange.importing.journey import read_line
from unbroken.exchange.importing.places import Place, Rejected
from unbroken.insight.shelf import newest
from unbroken.record.entries import Draft
from unbroken.record.errors import Problem
from unbroken.synthetic.journeys import force

SEED = 2024
# Who signs in: a role, and the agency whose matters they deal with in the made-up force.
AGENCIES: Mapping[str, str] = {
    "officer": "northmoor",
    "supervisor": "northmoor",
    "specialist_reviewer": "northmoor",
    "advocate": "advocacy",
    "prosecutor": "cps",
    "witness_care": "northmoor",
    "probation": "probation",
    "health": "health",
    "analyst": "northmoor",
    "researcher": "northmoor",
    "administrator": "northmoor",
}
LOOK_AT = (
    ("A journey from the first report to its end", "/journeys/person:sussex-2018-a-v/"),
    ("The same, as it was known on 5 March 2018", "/journeys/person:sussex-2018-a-v/?known=2018-03-05"),
    ("Every victim on the record, with what became of her reports", "/journeys/"),
)


def fill(*, reports: int) -> bool:
    """Make the sign-ins, take in the published cases and the made-up force, and make an extract for Insight.

    False when this had been done before.
    """
    password = _password()
    first = not User.objects.filter(username="demo-officer").exists()
    for role, agency in AGENCIES.items():
        if not User.objects.filter(username=_username(role)).exists():
            commands.create_user(_username(role), role=role, agency=agency, password=password)
    _take_in_cases()
    if first and reports:
        _take_in_force(reports)
        put_on_registers()
        draw_to_code(coders=[_username("researcher"), _username("supervisor")],
                     adjudicator=_username("specialist_reviewer"))  # fmt: skip
    if newest(settings.UNBROKEN_EXTRACTS) is None:
        shelve(settings.UNBROKEN_EXTRACTS, datetime.now(UTC), why="Demonstration", with_report=False)
    return first


def show(address: str, *, first: bool) -> None:
    """Print the address, one sign-in per role and three things to look at first."""
    out.print()
    out.print(f"[bold]Unbroken is at {address}[/]  (made-up data; stop it with Ctrl-C)", soft_wrap=True)
    if not first:
        out.print("What you did before is still there. To begin anew, remove the folder " + str(settings.UNBROKEN_HOME))
    table = Table("Sign in as", "Role", "Agency", box=None, pad_edge=False)
    for role, agency in AGENCIES.items():
        table.add_row(_username(role), role.replace("_", " "), agency)
    out.print()
    out.print(table)
    out.print(f"Password for all of them: [bold]{_password()}[/]")
    out.print()
    out.print("Three things to look at first:")
    for text, path in LOOK_AT:
        out.print(f"  {text}: {address}{path}", soft_wrap=True)


def _username(role: str) -> str:
    return "demo-" + role.replace("_", "-")


def _password() -> str:
    """Made once for this installation: nobody else's demo has the same."""
    path = Path(settings.UNBROKEN_HOME) / "demo-password"
    if not path.exists():
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write("-".join(secrets.token_hex(3) for _ in range(3)))
    return path.read_text(encoding="ascii").strip()


def _take_in_cases() -> None:
    pairs = [pair for path in case_files() for pair in importing.read_case(path)]
    with progress("Published cases", total=len(pairs)) as advance:
        _take_in(pairs, advance)


def _take_in_force(reports: int) -> None:
    pairs = (
        (Place("made-up force", number), read_line(orjson.dumps(line)))
        for number, line in enumerate(force(reports=reports, seed=SEED), start=1)
    )
    with progress("Made-up force") as advance:
        _take_in(pairs, advance)


def _take_in(pairs: Iterable[tuple[Place, Draft | Rejected]], advance: Callable[[int], None]) -> None:
    """What we ship ourselves is taken in whole, or there is a mistake in it."""
    flow.take_in_bulk(_drafts(pairs), by="demo", on_reject=_refuse, on_progress=advance)


def _drafts(pairs: Iterable[tuple[Place, Draft | Rejected]]) -> Iterator[tuple[Place, Draft]]:
    for place, found in pairs:
        if isinstance(found, Rejected):
            _refuse(place, None, found.problems)
        else:
            yield place, found


def _refuse(place: Place, draft: Draft | None, problems: tuple[Problem, ...]) -> None:
    raise fail(f"{place}: {'; '.join(map(str, problems))}")
