"""What a later extract says otherwise, as corrections of what was recorded (`on_change = "correct"` of a mapping).

The reference of an entry is the source's own, so the same reference with other content is the source changing its
mind. Each version that a source gave is one entry, named by its content: the same extract again, or a broken-off
import begun anew, finds its versions recorded and adds nothing. Where it cannot be told which version is right (the
entry was amended here, the source is back at an old version, one import says two things) a person has to, and the
row is rejected.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import orjson

from unbroken.exchange.importing.places import Place, Read, Rejected
from unbroken.record import sql
from unbroken.record.amend import Effective, effective
from unbroken.record.check import canonical, check, check_body
from unbroken.record.entries import Draft, Entry, Subject, subjects_text
from unbroken.record.errors import Problem, Refused
from unbroken.record.kinds import REGISTER
from unbroken.record.queries import amendments_by_target
from unbroken.record.sql import Known
from unbroken.record.times import Interval, read_interval

_MARK = "/corrected-"  # between the reference of an entry and what names a version of it
_AT_ONCE = 500  # drafts looked up together


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A draft that says what the record says already, since a correction: there is nothing to record."""


Told = Iterator[tuple[Place, Draft | Rejected | Unchanged]]


@dataclass(frozen=True, slots=True)
class Said:
    """What one version of an entry says: the text of its body, when it happened, and what it is about."""

    body: str
    happened: Interval
    subjects: str

    @property
    def name(self) -> str:
        """A short name that no other version of the entry has."""
        parts = (self.body, self.happened.start, self.happened.end, self.subjects)
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def corrected(source: Read, *, now: str) -> Told:
    """The drafts of an extract, each that says something else than its recorded entry turned into a correction.

    `now` is the stored time of the import. Remembers two numbers for each reference of the extract.
    """
    seen: dict[int, int] = {}
    stream = iter(source)
    while chunk := list(islice(stream, _AT_ONCE)):
        record = _on_record(item for _, item in chunk if isinstance(item, Draft))
        for place, item in chunk:
            yield place, item if isinstance(item, Rejected) else _told(item, seen, record, now=now)


@dataclass(frozen=True, slots=True)
class _Record:
    """What is recorded under the references of some drafts, and what amends it."""

    known: Mapping[tuple[str, str], Known]
    amendments: Mapping[str, list[Entry]]

    def versions(self, original: Known) -> list[Said]:
        """What the source has said so far, oldest first: the entry and the corrections that came the same way."""
        entry, first = original.entry, _said_first(original)
        ours = (amendment for amendment in self.amendments.get(entry.id, ()) if _is_ours(amendment, entry))
        return [first, *(_said_in(amendment, entry) for amendment in ours)]

    def standing(self, entry: Entry) -> Effective:
        """The entry as it stands."""
        return effective([entry, *self.amendments.get(entry.id, ())])[0]


def _on_record(drafts: Iterable[Draft]) -> _Record:
    known = sql.known_messages(drafts)
    return _Record(known, amendments_by_target([each.entry.id for each in known.values()]))


def _told(draft: Draft, seen: dict[int, int], record: _Record, *, now: str) -> Draft | Rejected | Unchanged:
    """The draft itself where it is new or as it was recorded, else what becomes of the change."""
    content = hash((draft.kind, str(draft.happened), draft.subjects, orjson.dumps(draft.body)))
    if seen.setdefault(hash(draft.source_ref), content) != content:
        expected = "one version in an extract; import a later extract after it"
        return _rejected(draft, "is in this import with other content too", expected)
    before = record.known.get((draft.source, draft.source_ref))
    if before is None or (before.entry.kind, before.entry.agency) != (draft.kind, draft.agency):
        return draft  # another kind, or another agency's, is no version of it: the record says so
    try:
        checked = check(draft, now=now)
    except Refused:
        return draft  # the record refuses it in the same words
    return _change(draft, Said(checked.content, checked.happened, checked.subjects), before, record, now=now)


def _change(draft: Draft, said: Said, before: Known, record: _Record, *, now: str) -> Draft | Rejected | Unchanged:
    entry = before.entry
    if before.content is None:
        same = (entry.happened, subjects_text(entry.subjects)) == (said.happened, said.subjects)
        return draft if same else _rejected(draft, "says otherwise than before, and its content was erased")
    versions = record.versions(before)
    standing = record.standing(entry)
    if said == versions[-1] or said == _said_now(standing):
        return draft if said == versions[0] else Unchanged()
    if reason := _why_not(said, versions, standing):
        return _rejected(draft, reason, f"look at entry {entry.id}, and correct it there")
    return _correction(draft, said, versions[-1], record.amendments.get(entry.id, []), entry, now=now)


def _rejected(draft: Draft, reason: str, expected: str = "") -> Rejected:
    return Rejected((Problem("source_ref", reason, expected),), draft)


def _why_not(said: Said, versions: list[Said], standing: Effective) -> str:
    """Why a change of the source cannot be taken over as a correction; nothing where it can."""
    if standing.withdrawn is not None:
        return "says otherwise than before, and the entry was withdrawn here"
    if not all(_is_ours(amendment, standing.original) for amendment in standing.corrections):
        return "says otherwise than before, and the entry was corrected here"
    if said in versions:
        return "says what an earlier version said: an older extract, or the source went back"
    return ""


def _correction(draft: Draft, said: Said, last: Said, amendments: list[Entry], entry: Entry, *, now: str) -> Draft:
    """The entry that makes the recorded one say what the source says now.

    The last correction counts alone, so it says all that differs from the first version. It happened when the
    source had the change on record; where the source does not say, when it was imported.
    """
    body = {"why": _why(draft, said, last), "body": orjson.loads(said.body)}
    if said.happened != entry.happened:
        body["happened"] = f"{said.happened.start}/{said.happened.end}"
    if said.subjects != subjects_text(entry.subjects):
        body["subjects"] = [[subject.role, subject.object] for subject in draft.subjects]
    moment = read_interval(draft.recorded_at).start if draft.recorded_at else ""
    if moment <= max(each.recorded_at for each in (entry, *amendments)):
        moment = now
    return Draft(
        kind="entry.corrected",
        body=body,
        subjects=(),
        happened=moment,
        agency=draft.agency,
        source=draft.source,
        source_ref=f"{draft.source_ref}{_MARK}{said.name}",
        corrects=entry.id,
        recorded_at=moment if draft.recorded_at else "",
        book=draft.book,
    )


def _why(draft: Draft, said: Said, last: Said) -> str:
    before, after = orjson.loads(last.body), orjson.loads(said.body)
    changed = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    changed += ["happened"] if said.happened != last.happened else []
    changed += ["subjects"] if said.subjects != last.subjects else []
    return f"A later extract of {draft.source} says otherwise: {', '.join(changed)}."


def _is_ours(amendment: Entry, entry: Entry) -> bool:
    """Whether a correction came from the source of the entry itself, through an import."""
    start = f"{entry.source_ref}{_MARK}"
    return (
        amendment.corrects == entry.id and amendment.source == entry.source and amendment.source_ref.startswith(start)
    )


def _said_first(original: Known) -> Said:
    entry = original.entry
    return Said(original.content or "", entry.happened, subjects_text(entry.subjects))


def _said_in(correction: Entry, entry: Entry) -> Said:
    """What an entry says by one correction of it."""
    when, about = correction.get("happened"), correction.get("subjects")
    return Said(
        canonical(correction.get("body")),
        read_interval(when) if when else entry.happened,
        subjects_text(Subject(*pair) for pair in about) if about else subjects_text(entry.subjects),
    )


def _said_now(standing: Effective) -> Said:
    """What an entry says as it stands. A person's correction is put as an import would put it."""
    entry = standing.entry
    return Said(check_body(entry.body, REGISTER[entry.kind])[0], entry.happened, subjects_text(entry.subjects))
