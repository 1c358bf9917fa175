"""Whoever runs a command on the record: not kept by the policy of the screens, and logged all the same."""

from __future__ import annotations

import getpass
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unbroken.access.models import Category


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever runs the command, for the access log."""

    username: str
    role: str = ""
    agency: str = ""
    is_active: bool = True
    is_authenticated: bool = True


def operator() -> Operator:
    """The user of the operating system who runs this command."""
    return Operator(f"operator:{getpass.getuser()}")


def log_operator(category: Category, action: str, objects: Collection[str], why: str = "") -> None:
    """Log what a command shows or hands out; without objects it was about everybody."""
    from unbroken.access.log import log

    log(category, by=operator(), action=action, objects=objects, why=why)
