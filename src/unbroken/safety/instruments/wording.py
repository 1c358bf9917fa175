"""The approved wording of an instrument, from a file of the force that holds a licence for it.

Without such a file our paraphrase shows, marked as one. With it, the wording shows to users of that force only, from
the day of the licence to its last, and says under whose licence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from unbroken.safety.instruments.loading import BadInstrument, Fault, read_shape
from unbroken.safety.instruments.shapes import Instrument, Item, Key, Line, Text


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class LicenceStatement(_Shape):
    """That the force may show the wording: who holds the rights, which agency may show it, from when, until when."""

    holder: Line
    force: Key
    granted_on: date
    until: date | None = None
    reference: Line | None = None


class Wording(_Shape):
    """A file of approved wording: of one instrument in one version, every item of it."""

    instrument: Key
    version: Line
    licence: LicenceStatement
    items: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Approved:
    """The wordings of this installation, by instrument and force."""

    by_force: Mapping[tuple[str, str], Wording]

    def find(self, instrument: str, *, force: str, on: date) -> Wording | None:
        """The wording that somebody of this force may be shown on this day."""
        found = self.by_force.get((instrument, force))
        if found is None or on < found.licence.granted_on or (found.licence.until and on > found.licence.until):
            return None
        return found


NONE = Approved(MappingProxyType({}))


def read_wordings(folder: Path, instruments: Mapping[str, Instrument]) -> Approved:
    """The wordings in the files of a folder. Raises BadInstrument with everything that is wrong in any of them."""
    if not folder.is_dir():
        raise BadInstrument([Fault(str(folder), "", "", "is not a folder")])
    found: dict[tuple[str, str], Wording] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            wording = read_shape(path, Wording)
        except BadInstrument as bad:
            faults.extend(bad.faults)
            continue
        of = (wording.instrument, wording.licence.force)
        faults += _misfits(path.name, wording, instruments.get(wording.instrument))
        if of in found:
            faults.append(Fault(path.name, "", "instrument", "another file has the wording of it for this force"))
        found[of] = wording
    if faults:
        raise BadInstrument(faults)
    return Approved(MappingProxyType(found))


def words_of(item: Item, wording: Wording | None) -> str:
    """The words of an item on the screen."""
    return wording.items[item.key] if wording else item.text


def _misfits(file: str, wording: Wording, instrument: Instrument | None) -> list[Fault]:
    """Where wording and structure differ: then answers would be recorded under the wrong question."""
    if instrument is None:
        return [Fault(file, "", "instrument", f"{wording.instrument!r} is not an instrument that is shipped")]
    known = {item.key for item in instrument.items}
    faults = [Fault(file, key, "", "has no wording") for key in sorted(known - wording.items.keys())]
    faults += [Fault(file, key, "", "is no item of it") for key in sorted(wording.items.keys() - known)]
    if wording.version != instrument.version:
        faults.append(
            Fault(file, "", "version", f"is {wording.version!r}; the structure here is of {instrument.version!r}")
        )
    until = wording.licence.until
    if until is not None and until < wording.licence.granted_on:
        faults.append(Fault(file, "", "licence.until", "is before it was granted"))
    return faults
