"""What each number, account and address contributed between two people: on the page, and as an exhibit (LNK-07)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from unbroken.cases.between import ONE, OPPOSITE, Between, Contacts, all_contacts, count_contacts
from unbroken.exchange.exporting.tables import guard_cell
from unbroken.people.fold import Person
from unbroken.people.identifiers import fold_email, fold_handle, fold_phone
from unbroken.people.whose import holders
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.words import say_count, say_day

_NONE = "No identifier recorded"
_FEWEST_DIGITS = 7  # a name of an account may hold fewer
CAVEATS = (
    "An incident done with two identifiers is counted under both; the totals count each incident once.",
    "Times are counted where a source counted them; an incident without a count is one time.",
    "What names nobody who did it is counted where the number or account used is one of theirs; whose says how surely.",
    "Only contact, attempts at contact, and what was done with a number or an account are counted.",
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A row: who contacted whom with what, whose it is said to be, and how often. `is_total` sums one direction."""

    direction: str
    identifier: str
    whose: str
    contacts: Contacts
    is_total: bool = False


def same_identifier(text: str) -> str:
    """The form in which an identifier written into an incident is compared. Its type is not recorded there."""
    typed = text.strip()
    digits = sum(letter.isdigit() for letter in typed)
    if "@" in typed.lstrip("@"):
        return fold_email(typed)
    if digits >= _FEWEST_DIGITS and not any(letter.isalpha() for letter in typed):
        return fold_phone(typed) or typed
    return " ".join(fold_handle(typed).split())


def count_by_identifier(
    between: Between, people: Mapping[str, Sequence[Person]], names: Mapping[str, str]
) -> tuple[Counted, ...]:
    """The rows of the table, each direction with its total. `people` and `names` are by side."""
    return tuple(row for side in _sides(between) for row in _of_side(side, between, people, names))


def list_contacts(rows: Sequence[Counted]) -> Listing:
    """The counts as a table."""
    found = (
        (
            Cell(row.identifier, note="" if row.is_total else row.whose),
            row.direction,
            say_count(row.contacts.incidents, "incident"),
            f"{row.contacts.times:,}",
            Cell(say_day(row.contacts.first_on), note=_say_last(row.contacts)),
        )
        for row in rows
    )
    empty = "No contact is recorded. What was sent or dialled appears here, by the number or account it came from."
    return listing("Contacts", ("Number or account", "Direction", "Incidents", "Times", "First and last"), found,
                   empty=empty)  # fmt: skip


def contacts_csv(rows: Sequence[Counted], *, about: Iterable[tuple[str, str]]) -> bytes:
    """The counts as an exhibit: what a reader must know of them, then the table with the entries each rests on."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    lines: list[Sequence[object]] = [*about, *(("Caveat", text) for text in CAVEATS), (), _HEAD, *map(_line, rows)]
    for cells in lines:
        writer.writerow([guard_cell(cell) for cell in cells])
    return file.getvalue().encode()


_HEAD = ("Direction", "Number or account", "Whose", "Incidents", "Times", "First day", "Last day", "Entries")


def _line(row: Counted) -> Sequence[object]:
    held = row.contacts
    days = held.first_on.isoformat(), held.last_on.isoformat()
    return (
        row.direction,
        row.identifier,
        row.whose,
        held.incidents,
        held.times,
        *days,
        "" if row.is_total else " ".join(held.entries),
    )


def _sides(between: Between) -> tuple[str, ...]:
    """Who was recorded as the suspect first comes first."""
    first = between.first_by or ONE
    return first, OPPOSITE[first]


def _of_side(
    side: str, between: Between, people: Mapping[str, Sequence[Person]], names: Mapping[str, str]
) -> Iterator[Counted]:
    direction = say_direction(side, names)
    for held in count_contacts(between.acts_by(side), same=same_identifier):
        whose = _whose(held.identifier, side, people, names) if held.identifier else ""
        yield Counted(direction, held.identifier or _NONE, whose, held)
    if total := all_contacts(between.acts, side):
        yield Counted(direction, f"All contacts by {names[side]}", "", total, is_total=True)


def say_direction(side: str, names: Mapping[str, str]) -> str:
    """Who acted toward whom, in words."""
    return f"{names[side]} toward {names[OPPOSITE[side]]}"


def _whose(identifier: str, side: str, people: Mapping[str, Sequence[Person]], names: Mapping[str, str]) -> str:
    """Whose it is said to be, if anybody's: who used it is what the incident says, not this.

    What a source says goes before what was attached; then whoever used it before the other.
    """
    found = sorted(
        holders(identifier, people), key=lambda one: (one.identifier.confidence is not None, one.side != side)
    )
    return found[0].say(names[found[0].side]) if found else "No source ties it to either of them"


def _say_last(held: Contacts) -> str:
    return "" if held.first_on == held.last_on else f"Last: {say_day(held.last_on)}"
