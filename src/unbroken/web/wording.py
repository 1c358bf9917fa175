"""Words to look at, as far as one reader may see them: from where they stand to the words themselves, past access."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from unbroken.access.models import User
from unbroken.access.policy import Permission, may, may_record
from unbroken.access.reading import read_entries
from unbroken.conduct.quoting import Quote, quote
from unbroken.conduct.wording.fold import REVIEWED, Flag, text_at
from unbroken.conduct.wording.queries import Listed
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.record.queries import amendments_by_target, entries_by_id


@dataclass(frozen=True, slots=True)
class Shown:
    """Words to look at in their sentences, the entry that they stand in, and the look at them if there is one.

    `may_look` where this reader may say that they have looked.
    """

    report: str
    agency: str
    flag: Flag
    entry: Entry
    quotes: tuple[Quote, ...]
    look: Entry | None
    may_look: bool


def may_see_words(user: User) -> bool:
    """Whether a reader is shown words to look at."""
    return bool(may(user, Permission.SEE_WORDING))


def read_words(user: User, listed: Sequence[Listed]) -> list[Shown]:
    """The words that are listed, without those that this reader may not see. Four queries or so, however many."""
    ids = {name for one in listed for name in (one.flag.entry, one.flag.look) if name}
    amendments = [entry for each in amendments_by_target(ids).values() for entry in each]
    seen = read_entries(user, [*entries_by_id(ids), *amendments])
    return show_words(user, listed, standing(seen.entries))


def show_words(user: User, listed: Iterable[Listed], entries: Iterable[Entry]) -> list[Shown]:
    """The same, where the entries are read already."""
    held = {entry.id: entry for entry in entries}
    return list(_shown(user, listed, held)) if may_see_words(user) else []


def _shown(user: User, listed: Iterable[Listed], held: Mapping[str, Entry]) -> Iterator[Shown]:
    for one in listed:
        entry = held.get(one.flag.entry)
        quotes = tuple(_quotes(one.flag, entry)) if entry else ()
        if entry is not None and quotes:
            is_own = one.agency == user.agency and bool(may_record(user, REVIEWED, user.agency))
            look = held.get(one.flag.look)
            yield Shown(one.report, one.agency, one.flag, entry, quotes, look, is_own and look is None)


def _quotes(flag: Flag, entry: Entry) -> Iterator[Quote]:
    for spot in flag.spots:
        text = text_at(entry.body or {}, spot.path)
        if text[spot.start : spot.end].strip():
            yield quote(text, spot.start, spot.end, around=200)
