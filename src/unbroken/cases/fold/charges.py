"""Charges, each followed from the police's proposal to the sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from unbroken.cases.fold.court_shapes import Charge, ChargeChange
from unbroken.cases.fold.history import History, one_of
from unbroken.record.entries import Entry
from unbroken.vocabulary.courts import VERDICTS
from unbroken.vocabulary.offences import change_kind

_KINDS = (
    "prosecution.submitted",
    "prosecution.decided",
    "charge.laid",
    "charge.changed",
    "plea.entered",
    "verdict.returned",
    "sentence.passed",
)
_CONVICTED = VERDICTS.in_group("convicted")
_STILL_OPEN = VERDICTS.in_group("open")


@dataclass(slots=True, eq=False)
class _Thread:
    """What is known of one charge so far."""

    prosecution: str
    charge: str | None
    suspect: str | None
    proposed: str | None = None
    advised: str | None = None
    laid: str | None = None
    laid_on: date | None = None
    laid_last_on: date | None = None
    laid_by: str | None = None
    final: str | None = None
    changes: list[ChargeChange] = field(default_factory=list)
    plea: str | None = None
    plea_on: date | None = None
    verdict: str | None = None
    verdict_on: date | None = None
    verdict_entry: str | None = None
    convicted_of: str | None = None
    sentence: tuple[str, ...] = ()
    sentenced_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it was laid and has come to no end."""
        return self.laid is not None and (self.verdict is None or self.verdict in _STILL_OPEN)

    def concerns(self, offence: str) -> bool:
        """Whether this offence is what it is, was or is to be charged as."""
        return offence in (self.final, self.laid, self.advised, self.proposed)


class _Threads:
    """All charges of one history, found again by their id, or by offence where the source gives none."""

    def __init__(self) -> None:
        self.all: list[_Thread] = []
        self.undecided: set[str] = set()

    def find(self, entry: Entry, charge: str | None, offence: str | None, *, unlaid: bool = False) -> _Thread:
        """The charge an entry is about; a new one where none fits.

        By its id; else the first of this prosecution and suspect about this offence; else the only one there is: a
        lesser offence advised, laid or convicted of is another name for the same charge. With `unlaid`, only
        charges not yet laid fit.
        """
        prosecution, suspect = one_of(entry, "prosecution") or "", _one_suspect(entry)
        fit = [item for item in self.all if _fits(item, prosecution, suspect, charge, unlaid)]
        by_id = [item for item in fit if charge and item.charge == charge]
        by_offence = [item for item in fit if offence and item.concerns(offence)]
        found = by_id or by_offence or (fit if len(fit) == 1 else [])
        thread = found[0] if found else self._new(prosecution, suspect)
        thread.charge, thread.suspect = thread.charge or charge, thread.suspect or suspect
        return thread

    def each(self, entry: Entry) -> list[_Thread]:
        """The charge that a plea, verdict or sentence is about: all of the suspect's where it names none."""
        charge, offence = entry.get("charge"), entry.get("offence")
        if charge or offence:
            return [self.find(entry, charge, offence)]
        prosecution, suspect = one_of(entry, "prosecution") or "", _one_suspect(entry)
        return [item for item in self.all if _fits(item, prosecution, suspect, None, False)] or [
            self.find(entry, None, None)
        ]

    def _new(self, prosecution: str, suspect: str | None) -> _Thread:
        self.all.append(_Thread(prosecution, None, suspect))
        return self.all[-1]


def _fits(item: _Thread, prosecution: str, suspect: str | None, charge: str | None, unlaid: bool) -> bool:
    return (
        item.prosecution == prosecution
        and (suspect is None or item.suspect in (None, suspect))
        and (charge is None or item.charge in (None, charge))
        and not (unlaid and item.laid is not None)
    )


def _one_suspect(entry: Entry) -> str | None:
    suspects = entry.of("suspect")
    return suspects[0] if len(suspects) == 1 else None


def fold_charges(history: History) -> tuple[tuple[Charge, ...], frozenset[str]]:
    """The charges in the order in which they were first named, and the ids of verdicts that left others open."""
    entries = history.of(*_KINDS)
    if not entries:
        return (), frozenset()
    threads = _Threads()
    for entry in entries:
        if entry.body is not None:
            _HANDLERS[entry.kind](threads, entry)
    return tuple(_charge(item) for item in threads.all), frozenset(threads.undecided)


def _proposed(threads: _Threads, entry: Entry) -> None:
    for thread, offence in _named(threads, entry):
        thread.proposed = offence


def _decided(threads: _Threads, entry: Entry) -> None:
    for thread, offence in _named(threads, entry):
        thread.advised = offence


def _named(threads: _Threads, entry: Entry) -> Iterator[tuple[_Thread, str]]:
    """The charges that a file or a decision names, each with its offence."""
    rest = _Threads()
    rest.all = list(threads.all)
    for charge in entry.get("charges") or ():
        thread = rest.find(entry, charge.get("charge"), charge["offence"], unlaid=True)
        rest.all.remove(thread)  # one charge is named once in a file
        if thread not in threads.all:
            threads.all.append(thread)
        yield thread, charge["offence"]


def _laid(threads: _Threads, entry: Entry) -> None:
    thread = threads.find(entry, entry.get("charge"), entry.get("offence"), unlaid=True)
    thread.laid = thread.final = entry.get("offence")
    thread.laid_on, thread.laid_last_on, thread.laid_by = entry.day, entry.last_day, entry.get("by")


def _changed(threads: _Threads, entry: Entry) -> None:
    before, after = entry.get("from_offence"), entry.get("to_offence")
    thread = threads.find(entry, entry.get("charge"), before)
    thread.final = after
    change = ChargeChange(before, after, change_kind(before, after), entry.get("reason"), entry.day, entry.id)
    thread.changes.append(change)


def _pleaded(threads: _Threads, entry: Entry) -> None:
    for thread in threads.each(entry):
        thread.plea, thread.plea_on = entry.get("plea"), entry.day


def _verdict(threads: _Threads, entry: Entry) -> None:
    verdict, offence = entry.get("verdict"), entry.get("offence")
    for thread in threads.each(entry):
        thread.verdict, thread.verdict_on, thread.verdict_entry = verdict, entry.day, entry.id
        thread.convicted_of = (offence or thread.final) if verdict in _CONVICTED else None
    if any(item.is_open for item in threads.all):
        threads.undecided.add(entry.id)


def _sentenced(threads: _Threads, entry: Entry) -> None:
    for thread in threads.each(entry):
        thread.sentence = tuple(part["type"] for part in entry.get("components") or ())
        thread.sentenced_on = entry.day


_HANDLERS = {
    "prosecution.submitted": _proposed,
    "prosecution.decided": _decided,
    "charge.laid": _laid,
    "charge.changed": _changed,
    "plea.entered": _pleaded,
    "verdict.returned": _verdict,
    "sentence.passed": _sentenced,
}


def _charge(item: _Thread) -> Charge:
    return Charge(
        prosecution=item.prosecution,
        charge=item.charge,
        suspect=item.suspect,
        proposed=item.proposed,
        advised=item.advised,
        laid=item.laid,
        laid_on=item.laid_on,
        laid_last_on=item.laid_last_on,
        laid_by=item.laid_by,
        final=item.final,
        changes=tuple(item.changes),
        plea=item.plea,
        plea_on=item.plea_on,
        verdict=item.verdict,
        verdict_on=item.verdict_on,
        verdict_entry=item.verdict_entry,
        convicted_of=item.convicted_of,
        sentence=item.sentence,
        sentenced_on=item.sentenced_on,
    )
