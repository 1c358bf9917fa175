"""Offences and recording classes, and what a change of class means.

The catalogue is `offences.toml`, beside this file: if Parliament makes a single stalking offence, the catalogue
changes and the code does not. Four code systems identify an offence and are never merged: `hocr_class` (what the
police count), `ho_code` (statistics), `cjs_code` (the charge sheet) and `statute`. One recorded crime may have a
different class from the charge, from the offence convicted of, and from what was done: each is recorded apart.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, TypedDict

from unbroken.vocabulary.codes import Code, CodeList

OffenceGroup = Literal["stalking", "harassment", "order_breach", "linked", "domestic_incident_or_other"]
StalkingClass = Literal["s2a", "s4a", "spo_breach", "unspecified"]
ModeOfTrial = Literal["summary", "either way", "indictable", "civil"]
Change = Literal["none", "recognition", "seriousness", "loss", "other"]


# `from` is a Python word, so the fields are given by call rather than by class.
_Row = TypedDict(
    "_Row",
    {
        "label": str,
        "group": OffenceGroup,
        "hocr": str,
        "ho": str,
        "cjs": str,
        "statute": str,
        "mode": ModeOfTrial,
        "penalty": str,
        "months": int,
        "from": date,
        "to": date,
        "reported_as": StalkingClass,
        "now": str,
        "unconfirmed": str,
        "note": str,
    },
    total=False,
)

_SYSTEMS: Final = {"hocr": "hocr_class", "ho": "ho_code", "cjs": "cjs_code", "statute": "statute"}
_MODES: Final[Mapping[ModeOfTrial, str]] = {
    "summary": "Summary only.",
    "either way": "Either way.",
    "indictable": "Indictable only.",
    "civil": "Civil.",
}


def _catalogue() -> dict[str, _Row]:
    text = Path(__file__).with_name("offences.toml").read_text(encoding="utf-8")
    rows: dict[str, _Row] = tomllib.loads(text)  # its shape is checked by tests/unit/vocabulary/test_offences.py
    return rows


def _note(row: _Row) -> str:
    parts = (
        _MODES[row["mode"]] if "mode" in row else "",
        f"At most {row['penalty']}." if "penalty" in row else "",
        row.get("note", ""),
        f"Not confirmed: {row['unconfirmed']}." if "unconfirmed" in row else "",
    )
    return " ".join(part for part in parts if part)


def _code(key: str, row: _Row) -> Code:
    official = {system: str(row[name]) for name, system in _SYSTEMS.items() if name in row}  # type: ignore[literal-required]
    return Code(
        key,
        row["label"],
        MappingProxyType(official),
        valid_from=row.get("from"),
        valid_to=row.get("to"),
        group=row["group"],
        note=_note(row),
    )


_ROWS: Final = _catalogue()

OFFENCES = CodeList(
    name="offences",
    title="Offences and recording classes",
    source="Home Office Counting Rules, Home Office offence codes, CJS offence codes and the Acts named",
    codes=tuple(_code(key, row) for key, row in _ROWS.items()),
)

STALKING: Final = OFFENCES.in_group("stalking")
"""Stalking itself. Breach of an SPO is counted with it and is not it."""

HARASSMENT: Final = OFFENCES.in_group("harassment")

ORDER_BREACH: Final = OFFENCES.in_group("order_breach")

MODE_OF_TRIAL: Final[Mapping[str, ModeOfTrial]] = MappingProxyType(
    {key: row["mode"] for key, row in _ROWS.items() if "mode" in row}
)
"""Summary offences have a time limit for prosecution; the others have none."""

MAX_PENALTY_MONTHS: Final[Mapping[str, int]] = MappingProxyType(
    {key: row["months"] for key, row in _ROWS.items() if "months" in row}
)

_STALKING_CLASS: Final[Mapping[str, StalkingClass]] = MappingProxyType(
    {key: row["reported_as"] for key, row in _ROWS.items() if "reported_as" in row}
)


_HO_CODE: Final = re.compile(r"(\d{1,3})/(\d{1,2})|(\d{3})(\d{2})")


def read_ho_code(text: str) -> str | None:
    """A Home Office offence code in the one form kept here, `8/66`, from any written: `8/66`, `008/66`, `00866`.

    None when it is not written like one; five digits are three of class and two of sub-class.
    """
    match = _HO_CODE.fullmatch(text.strip())
    if match is None:
        return None
    offence_class, sub_class = (int(part) for part in match.groups() if part is not None)
    return f"{offence_class}/{sub_class}"


def stalking_class(code: str) -> StalkingClass | None:
    """The class in which published stalking counts put an offence: s2a, s4a or spo_breach; None outside them.

    The published total is the sum: section 2A + section 4A + breach of a stalking protection order (MOPAC Stalking
    Deep Dive, Metropolitan Police 2022/23: 8,633 + 3,026 + 62 = 11,721). KeyError for a code not in the list.
    """
    return _STALKING_CLASS.get(OFFENCES[code].code)


def reporting_group(code: str) -> OffenceGroup:
    """The group in which an offence is counted: its own, except that breach of an SPO is counted as stalking."""
    if stalking_class(code) is not None:
        return "stalking"
    return _ROWS[code]["group"]


def present_code(code: str) -> str:
    """The code now used for the same offence: its own, unless an official code was replaced."""
    return _ROWS[OFFENCES[code].code].get("now", code)


def seriousness(code: str) -> int | None:
    """How serious a stalking offence is, as its maximum sentence in months today; None for anything else.

    Section 2A is below its aggravated form, both below either limb of 4A, and all below aggravated 4A. The limbs
    rank alike. None as well where the source says only "stalking".
    """
    if code not in STALKING:
        return None
    return MAX_PENALTY_MONTHS.get(present_code(code))


def change_kind(before: str, after: str) -> Change:
    """What a change of class means: the recognition of stalking, its loss, a change of seriousness, or another.

    A change between 2A and 4A, either way, is one of seriousness and is counted apart from recognition. Breach of
    an SPO alone is not recognition of stalking, though it is counted within it. A class that nobody recorded
    (`unknown`) was neither recognised nor lost. KeyError for a code not in the list.
    """
    first, then = present_code(before), present_code(after)
    if first == then:
        return "none"
    if "unknown" in (first, then):
        return "other"
    match first in STALKING, then in STALKING:
        case False, True:
            return "recognition"
        case True, False:
            return "loss"
        case True, True:
            ranks = (seriousness(first), seriousness(then))
            return "seriousness" if None not in ranks and ranks[0] != ranks[1] else "other"
    return "other"
