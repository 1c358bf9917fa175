"""What a file is, and the reader for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from unbroken.exchange.importing import cases, extracts, journey, rows
from unbroken.exchange.importing.mapping import Mapping
from unbroken.exchange.importing.places import Meter, Read, SourceError


def open_source(
    path: Path, *, mapping: Mapping | None = None, beside: Sequence[Path] = (), meter: Meter | None = None
) -> Read:
    """Everything in a file, as drafts or as rejected, in its order: a journey, a case or an extract.

    An extract needs its mapping, and the other files of the extract that its rows look into (`beside`). Streams.
    Raises SourceError where the file as a whole cannot be read.
    """
    if not path.is_file():
        raise SourceError(f"there is no file {path}")
    name = path.name.lower()
    if name.endswith(journey.SUFFIXES):
        return journey.read_journey(path, meter=meter)
    if name.endswith(cases.SUFFIX):
        return cases.read_case(path, meter=meter)
    if not is_extract(path):
        endings = ", ".join((*journey.SUFFIXES, cases.SUFFIX, *rows.SUFFIXES))
        raise SourceError(f"{path.name} is nothing that can be imported: the name must end in {endings}")
    if mapping is None:
        raise SourceError(f"{path.name} is an extract and needs a mapping")
    return extracts.read_extract([path], mapping, beside=beside, meter=meter)


def is_extract(path: Path) -> bool:
    """Whether a file is a table that needs a mapping."""
    return path.name.lower().endswith(rows.SUFFIXES)


def is_source(path: Path) -> bool:
    """Whether a file in a folder is to be imported. Rejects files of an earlier run are not."""
    name = path.name.lower()
    endings = (*journey.SUFFIXES, *rows.SUFFIXES)
    return ".rejects." not in name and (name.endswith(endings) or (name.endswith(cases.SUFFIX) and cases.is_case(path)))


def expand(paths: Sequence[Path]) -> list[Path]:
    """The files named, and those directly inside the folders named, sorted by name. Raises SourceError."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.iterdir() if each.is_file() and is_source(each))
            if not inside:
                raise SourceError(f"the folder {path} holds nothing that can be imported")
            found.extend(inside)
        elif not path.exists():
            raise SourceError(f"there is no file {path}")
        else:
            found.append(path)
    return list(dict.fromkeys(found))
