"""What came before of a person, from what national records and others have of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from unbroken.record.entries import Entry
from unbroken.vocabulary.offences import HARASSMENT, STALKING

RECORDED, CHECKED = "antecedent.recorded", "antecedent.checked"
CHARGE = "charge"


@dataclass(frozen=True, slots=True)
class Antecedent:
    """One thing that came before, such as an allegation, a charge or a conviction.

    `on` to `last_on` is when it was made, laid or passed, as well as that is known.
    """

    what: str
    offence: str
    source: str
    on: date
    last_on: date
    agency: str
    reference: str
    against: str | None
    text: str
    entry: str

    @property
    def is_stalking(self) -> bool:
        """Whether it is of stalking or harassment. Breach of an order is not."""
        return self.offence in STALKING or self.offence in HARASSMENT

    @property
    def same_thing(self) -> tuple[str, ...]:
        """What two entries about one thing have in common, whoever recorded it; without a reference, nothing."""
        return (self.what, self.source, self.reference) if self.reference else (self.entry,)


@dataclass(frozen=True, slots=True)
class Check:
    """A national record was looked at."""

    source: str
    on: date
    agency: str
    found: int | None
    entry: str


@dataclass(frozen=True, slots=True)
class Antecedents:
    """What came before of one person object, in the order in which it happened. Without `checks`, nobody looked."""

    object: str
    items: tuple[Antecedent, ...] = ()
    checks: tuple[Check, ...] = ()


def fold_antecedents(name: str, entries: Iterable[Entry]) -> Antecedents:
    """What came before of a person, from standing entries in the order in which they happened."""
    own = [
        entry for entry in entries if entry.kind in (RECORDED, CHECKED) and name in entry.of("person") and entry.body
    ]
    return Antecedents(
        object=name,
        items=each_once(_item(entry) for entry in own if entry.kind == RECORDED),
        checks=tuple(
            Check(entry.get("source"), entry.day, entry.agency, entry.get("found"), entry.id)
            for entry in own
            if entry.kind == CHECKED
        ),
    )


def each_once(items: Iterable[Antecedent]) -> tuple[Antecedent, ...]:
    """The same without those that say of one thing what another has said: two extracts, or two names of one person."""
    found: dict[tuple[str, ...], Antecedent] = {}
    for item in items:
        found.setdefault(item.same_thing, item)
    return tuple(sorted(found.values(), key=lambda item: (item.on, item.entry)))


def _item(entry: Entry) -> Antecedent:
    return Antecedent(
        what=entry.get("what"),
        offence=entry.get("offence"),
        source=entry.get("source"),
        on=entry.day,
        last_on=entry.last_day,
        agency=entry.agency,
        reference=entry.get("reference") or "",
        against=entry.get("against"),
        text=entry.get("offence_text") or "",
        entry=entry.id,
    )
