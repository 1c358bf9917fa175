"""A victim's journey as one frozen view model, which the page, the picture, the terminal and the PDF share.

Pure: corrected entries in, words out. Whoever calls has already applied the access policy and says in `withheld`
what it kept back, so that no reader takes a part for the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from unbroken.cases.rules import is_before_its_report
from unbroken.exchange.exporting.details import Change, Detail, changes_between, details_of
from unbroken.exchange.exporting.gaps import Gap, find_gaps
from unbroken.exchange.exporting.shapes import sentence_of, title_of
from unbroken.exchange.exporting.wording import (
    NOT_RECORDED,
    say_count,
    say_day,
    say_known_at,
    say_moment,
    say_name,
    say_plain,
    say_precision,
    say_when,
)
from unbroken.record.amend import Effective, effective
from unbroken.record.entries import Entry, Subject, subjects_text
from unbroken.record.kinds import REGISTER, Handling, Lane
from unbroken.record.times import Interval, Length
from unbroken.vocabulary.agencies import say_agency

LATE_AFTER_DAYS = 7  # recorded more than a week after it happened: said beside the entry
INCIDENT = "incident.recorded"
_MADE = "report.made"
_CALENDAR = frozenset({"only to the month", "only to the year"})
LANE_TITLES: Mapping[Lane, str] = MappingProxyType(
    {
        Lane.INCIDENTS: "Incidents",
        Lane.POLICE: "Police",
        Lane.COURT: "CPS and court",
        Lane.ORDERS: "Orders",
        Lane.SUPPORT: "Support",
        Lane.TRIAGE: "Specialist review",
        Lane.RECORD: "The record",
    }
)
HOLDERS: Mapping[Handling, str] = MappingProxyType(
    {
        Handling.ORDINARY: "another agency",
        Handling.CLINICAL: "health",
        Handling.MANAGED_OFFENDER: "those who manage the offender",
        Handling.CRIMINAL_RECORD: "those who may see a criminal record",
        Handling.ADVOCATE: "the victim's advocate",
        Handling.ADDRESS: "those who may see addresses",
        Handling.SUPERVISION: "those who supervise",
        Handling.STUDY: "those who code it for a study",
    }
)


@dataclass(frozen=True, slots=True)
class Amendment:
    """A correction or withdrawal that stands: which entry made it, when, by whom, why, and what it changed."""

    id: str
    book: str
    seq: int
    digest: str
    recorded: str
    by: str
    agency: str
    why: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """An object that an entry is about, and the role it plays in words."""

    role: str
    label: str
    object: str


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of a journey, as it stands. `number` counts the incidents that stand; `late` is in days, or None.

    `early` says that it is a step of a report and dated before that report was made.
    """

    id: str
    kind: str
    lane: Lane
    lane_title: str
    title: str
    sentence: str
    happened: Interval
    day: date
    last_day: date
    when: str
    precision: str
    recorded: str
    recorded_day: date
    late: int | None
    agency: str
    source: str
    source_ref: str
    recorded_by: str
    book: str
    seq: int
    digest: str
    body: Mapping[str, Any] = field(repr=False)
    details: tuple[Detail, ...]
    parts: tuple[Part, ...]
    reports: tuple[str, ...]
    prosecutions: tuple[str, ...]
    orders: tuple[str, ...]
    corrections: tuple[Amendment, ...] = ()
    withdrawn: Amendment | None = None
    erased: bool = False
    number: int | None = None
    early: bool = False

    def value(self, name: str) -> str:
        """The value in words of a field of the body; "Not recorded" where it has none."""
        return next((detail.value for detail in self.details if detail.field == name), NOT_RECORDED)

    def has(self, name: str) -> bool:
        """Whether the body has this field."""
        return any(detail.field == name for detail in self.details)

    @property
    def stands(self) -> bool:
        """Whether the entry has not been withdrawn."""
        return self.withdrawn is None


@dataclass(frozen=True, slots=True)
class LaneView:
    """One lane: its title and its lines, in the order in which they happened."""

    lane: Lane
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Withheld:
    """What the reader may not see: how many entries, and who holds them; or fields in that many entries."""

    count: int
    holder: str
    fields_only: bool = False

    @property
    def text(self) -> str:
        """2 entries are held by health and not shown to your role."""
        entries = say_count(self.count, "entry", "entries")
        if self.fields_only:
            return f"In {entries}, what is held by {self.holder} is not shown to your role"
        return f"{entries} {'is' if self.count == 1 else 'are'} held by {self.holder} and not shown to your role"


def read_withheld(
    entries: Mapping[Handling, int], fields_of: Mapping[Handling, int] = MappingProxyType({})
) -> tuple[Withheld, ...]:
    """What was kept back, from counts by handling: of whole entries, and of entries with some fields left out."""
    whole = [Withheld(count, HOLDERS[handling]) for handling, count in sorted(entries.items()) if count]
    part = [Withheld(count, HOLDERS[handling], True) for handling, count in sorted(fields_of.items()) if count]
    return (*whole, *part)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries stand, of which kind, and how many were corrected or withdrawn."""

    entries: int
    incidents: int
    reports: int
    prosecutions: int
    orders: int
    corrected: int
    withdrawn: int
    by_lane: Mapping[Lane, int]


@dataclass(frozen=True, slots=True)
class Journey:
    """Everything that a reader may see of what happened to one victim, in order.

    `as_known_on` reads "as known at the end of Sunday 30 April 2023", and is empty for the whole record. `first` and
    `last` are UK days of what stands, None in an empty journey.
    """

    subject: tuple[str, ...]
    as_known_on: str
    entries: tuple[Line, ...]
    lanes: tuple[LaneView, ...]
    counts: Counts
    withheld: tuple[Withheld, ...] = ()
    gaps: tuple[Gap, ...] = ()
    first: date | None = None
    last: date | None = None
    reports: tuple[str, ...] = ()
    _by_id: Mapping[str, Line] = field(default_factory=dict, repr=False, compare=False)

    @property
    def length(self) -> Length | None:
        """Whole days from the first of what stands to the last; None in an empty journey."""
        if self.first is None or self.last is None:
            return None
        surely = [max(line.day for line in self.told), min(line.last_day for line in self.told)]
        return Length(max(0, (surely[0] - surely[1]).days), (self.last - self.first).days)

    @property
    def period(self) -> str:
        """From when to when, in words; the edge of a month, year or period is never said as if it were known."""
        if self.first is None or self.last is None:
            return NOT_RECORDED
        begun = _edge(self.first, [line for line in self.told if line.day == self.first], "at the earliest")
        ended = _edge(self.last, [line for line in self.told if line.last_day == self.last], "at the latest")
        return f"{begun} to {ended}"

    @property
    def standing(self) -> tuple[Line, ...]:
        """The entries that have not been withdrawn."""
        return tuple(line for line in self.entries if line.stands)

    @property
    def told(self) -> tuple[Line, ...]:
        """What stands of the matter itself, without what is about the record: who was joined with whom, and when."""
        return _of_the_matter(self.standing)

    @property
    def incidents(self) -> tuple[Line, ...]:
        """The incidents that stand, numbered from 1 in the order in which they happened."""
        return tuple(line for line in self.entries if line.number is not None)

    def line(self, entry_id: str) -> Line:
        """The line of an entry. Raises KeyError."""
        return self._by_id[entry_id]


def _of_the_matter(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(line for line in lines if not line.kind.startswith("identity.")) or tuple(lines)


def _edge(day: date, lines: Sequence[Line], bound: str) -> str:
    """The day on which these lines lie, or the month, year or period of which it is the edge."""
    if any(line.day == line.last_day for line in lines):
        return say_day(day)
    calendar = [line.when for line in lines if line.precision in _CALENDAR]
    return calendar[0] if calendar else f"{say_day(day)} {bound}"


def read_journey(
    effective: Iterable[Effective],
    *,
    subject: str | Sequence[str],
    known_at: str | None = None,
    withheld: Sequence[Withheld] = (),
) -> Journey:
    """The journey of a victim (one object, or all the objects of a resolved person) from her entries as they stand.

    `known_at` is the stored time up to which the record was read, for the words "as known on"; reading it so is
    the caller's part, except that what was recorded later is refused here with a ValueError.
    """
    items = list(effective)
    _refuse_later(items, known_at)
    lines = _marked(_numbered([_line(item) for item in items]))
    present = [lane for lane in Lane if any(line.lane is lane for line in lines)]
    spans = [(line.day, line.last_day) for line in _of_the_matter([line for line in lines if line.stands])]
    return Journey(
        subject=(subject,) if isinstance(subject, str) else tuple(subject),
        as_known_on=f"as known {say_known_at(known_at)}" if known_at else "",
        entries=lines,
        lanes=tuple(
            LaneView(lane, LANE_TITLES[lane], tuple(line for line in lines if line.lane is lane)) for lane in present
        ),
        counts=_counts(lines),
        withheld=tuple(withheld),
        gaps=find_gaps(spans),
        first=min((first for first, _ in spans), default=None),
        last=max((last for _, last in spans), default=None),
        reports=_objects(lines, "reports"),
        _by_id={line.id: line for line in lines},
    )


def _refuse_later(items: Sequence[Effective], known_at: str | None) -> None:
    if known_at is None:
        return
    for item in items:
        for entry in (item.original, *item.corrections, *((item.withdrawn,) if item.withdrawn else ())):
            if entry.recorded_at > known_at:
                raise ValueError(f"entry {entry.id} was recorded after {known_at}")


def _line(item: Effective) -> Line:
    entry = item.entry
    model = REGISTER.get(entry.kind)
    lane = model.lane if model else Lane.RECORD
    happened = entry.happened
    return Line(
        id=entry.id,
        kind=entry.kind,
        lane=lane,
        lane_title=LANE_TITLES[lane],
        title=title_of(entry.kind),
        sentence=say_plain(sentence_of(entry.kind, entry.body)),
        happened=happened,
        day=entry.day,
        last_day=entry.last_day,
        when=say_when(happened),
        precision=say_precision(happened),
        recorded=say_moment(entry.recorded_at),
        recorded_day=entry.recorded_day,
        late=_late(entry),
        agency=say_agency(entry.agency),
        source=entry.source,
        source_ref=entry.source_ref,
        recorded_by=entry.recorded_by,
        book=entry.book,
        seq=entry.seq,
        digest=entry.digest,
        body=entry.body or {},
        details=details_of(entry.kind, entry.body),
        parts=tuple(_part(subject) for subject in entry.subjects),
        reports=entry.of("report"),
        prosecutions=entry.of("prosecution"),
        orders=entry.of("order"),
        corrections=_corrections(item),
        withdrawn=_amendment(item.withdrawn) if item.withdrawn else None,
        erased=entry.body is None,
    )


def _late(entry: Entry) -> int | None:
    """Days from the last day on which it can have happened to the day it was recorded, if more than a week."""
    days = (entry.recorded_day - entry.last_day).days
    return days if days > LATE_AFTER_DAYS else None


def _part(subject: Subject) -> Part:
    return Part(subject.role, say_name(subject.role), subject.object)


def _corrections(item: Effective) -> tuple[Amendment, ...]:
    """Each correction with what it changed against the version before it."""
    found, before = [], item.original
    for correction in item.corrections:
        (stood,) = effective((item.original, correction))  # each correction replaces the whole, see `record.amend`
        after = stood.entry
        found.append(_amendment(correction, changes=_changes(before, after)))
        before = after
    return tuple(found)


def _changes(before: Entry, after: Entry) -> tuple[Change, ...]:
    changes = list(changes_between(before.kind, before.body, after.body))
    if before.happened != after.happened:
        changes.insert(0, Change("happened", "When it happened", say_when(before.happened), say_when(after.happened)))
    if subjects_text(before.subjects) != subjects_text(after.subjects):
        changes.append(Change("subjects", "Who it is about", _say_subjects(before), _say_subjects(after)))
    return tuple(changes)


def _say_subjects(entry: Entry) -> str:
    return "; ".join(f"{say_name(subject.role)}: {subject.object}" for subject in sorted(entry.subjects))


def _amendment(entry: Entry, *, changes: tuple[Change, ...] = ()) -> Amendment:
    return Amendment(
        id=entry.id,
        book=entry.book,
        seq=entry.seq,
        digest=entry.digest,
        recorded=say_moment(entry.recorded_at),
        by=entry.recorded_by,
        agency=say_agency(entry.agency),
        why=say_plain(entry.get("why", NOT_RECORDED)),
        changes=changes,
    )


def _numbered(lines: Sequence[Line]) -> tuple[Line, ...]:
    found, number = [], 0
    for line in lines:
        if line.kind == INCIDENT and line.stands:
            number += 1
            line = replace(line, number=number)
        found.append(line)
    return tuple(found)


def _marked(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with those marked that are dated before their report was made."""
    made = {name: line.day for line in reversed(lines) if line.kind == _MADE and line.stands for name in line.reports}
    return tuple(replace(line, early=True) if _is_early(line, made) else line for line in lines)


def _is_early(line: Line, made: Mapping[str, date]) -> bool:
    days = [made[name] for name in line.reports if name in made]
    return any(is_before_its_report(line.kind, last_day=line.last_day, made_on=day) for day in days)


def _counts(lines: Sequence[Line]) -> Counts:
    standing = [line for line in lines if line.stands]
    return Counts(
        entries=len(standing),
        incidents=sum(line.kind == INCIDENT for line in standing),
        reports=len(_objects(standing, "reports")),
        prosecutions=len(_objects(standing, "prosecutions")),
        orders=len(_objects(standing, "orders")),
        corrected=sum(bool(line.corrections) for line in lines),
        withdrawn=len(lines) - len(standing),
        by_lane=MappingProxyType({lane: sum(line.lane is lane for line in standing) for lane in Lane}),
    )


def _objects(lines: Sequence[Line], name: str) -> tuple[str, ...]:
    """The objects that lines refer to, in the order in which they first appear."""
    return tuple(dict.fromkeys(name_ for line in lines for name_ in getattr(line, name)))
