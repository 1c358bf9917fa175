"""Reading a coding frame from its file, strictly: whatever does not fit is named, with what would be right."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from unbroken.insight.coding.frame import (
    BESIDE,
    CASE,
    MISSING,
    NUMBER,
    ONE,
    SEVERAL,
    SHOWN,
    TYPES,
    UNITS,
    YES_NO,
    BadFrame,
    Fault,
    Frame,
    Value,
    Variable,
    shipped_text,
)
from unbroken.insight.schema import CODE, CODES, COUNT, TABLES, Column
from unbroken.insight.schema import YES_NO as YES_NO_COLUMN
from unbroken.vocabulary import ALL_LISTS

LONGEST = 200_000  # characters of a file: thousands of questions, and little enough to keep with the sample
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
_TOP = ("name", "version", "title", "about", "missing", "variable")
_OF_VARIABLE = ("name", "part", "unit", "type", "question", "help", "values", "codes", "only", "missing", "record",
                "show", "said")  # fmt: skip
_KINDS = {ONE: (CODE,), SEVERAL: (CODES,), NUMBER: (COUNT,), YES_NO: (YES_NO_COLUMN,)}
_ACROSS = frozenset({"linked_reports", "earlier_reports", "suspect_reports_against_others"})
"""Columns that need other reports: they cannot be shown beside one."""
_YES_NO = (Value("yes", "Yes"), Value("no", "No"))


@cache
def shipped() -> Frame:
    """The frame that comes with the service."""
    return read_frame(shipped_text())


def read_frame(text: str) -> Frame:
    """The frame in the text of a TOML file. Raises BadFrame with everything that is wrong in it."""
    if len(text) > LONGEST:
        raise BadFrame([Fault("the file", f"has {len(text):,} characters", f"at most {LONGEST:,}")])
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFrame([Fault("the file", f"is not TOML: {error}", "see the frame that is shipped")]) from None
    faults: list[Fault] = []
    look = _Look(data, "the frame", faults)
    look.only(_TOP)
    name = look.name("name")
    version = look.whole("version")
    title, about = look.words("title"), look.words("about", needed=False)
    missing = _missing(data.get("missing"), faults)
    given = data.get("variable")
    if not isinstance(given, list) or not given:
        faults.append(Fault("variable", "is missing", "one [[variable]] or more"))
        given = []
    variables = [_variable(one, place, missing, faults) for place, one in enumerate(given, 1)]
    names = [one.name for one in variables]
    twice = sorted({one for one in names if one and names.count(one) > 1})
    faults += [Fault(f"variable {one}", "is there twice", "give each question a name of its own") for one in twice]
    if faults:
        raise BadFrame(faults)
    return Frame(name, version, title, about, tuple(variables), text)


class _Look:
    """Looks at a table of the file, key by key, and notes what is wrong in it."""

    def __init__(self, data: Any, where: str, faults: list[Fault]) -> None:
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self.where, self.faults = where, faults
        if not isinstance(data, Mapping):
            self.fault("", "is no table", "keys with values")

    def fault(self, field: str, problem: str, right: str = "") -> None:
        """Note what is wrong with a field."""
        self.faults.append(Fault(f"{self.where}, {field}" if field else self.where, problem, right))

    def only(self, known: Iterable[str]) -> None:
        """Note every field that there is none of."""
        for name in self.data:
            if name not in known:
                near = difflib.get_close_matches(name, list(known), n=1)
                right = f"did you mean {near[0]}?" if near else f"one of {', '.join(known)}"
                self.fault(name, "is not a field here", right)

    def words(self, field: str, *, needed: bool = True) -> str:
        """A text."""
        value = self.data.get(field, "")
        if isinstance(value, str) and (value.strip() or not needed):
            return " ".join(value.split())
        self.fault(field, "is missing" if value == "" else "is no text", "words in quotation marks")
        return ""

    def name(self, field: str) -> str:
        """A short name."""
        value = self.words(field)
        if value and not _NAME.fullmatch(value):
            self.fault(field, f"{value!r} is no name", "lower-case letters, digits and _, such as victim_age")
        return value

    def whole(self, field: str) -> int:
        """A whole number from 1."""
        value = self.data.get(field)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.fault(field, "is missing" if value is None else f"is {value!r}", "a whole number from 1")
        return 0

    def choice(self, field: str, offered: Mapping[str, str], default: str) -> str:
        """One of a few words."""
        value = self.data.get(field, default)
        if isinstance(value, str) and value in offered:
            return value
        said = "; ".join(f"{code}, {words}" for code, words in offered.items())
        self.fault(field, f"is {value!r}", f"one of: {said}")
        return default


def _missing(given: Any, faults: list[Fault]) -> Mapping[str, Value]:
    """The words for having no answer: the three that there are, or the frame's own words for them."""
    said = dict(MISSING)
    if given is not None:
        look = _Look(given, "missing", faults)
        look.only(tuple(MISSING))
        said |= {code: look.words(code) for code in look.data if code in MISSING}
    return {code: Value(code, label) for code, label in said.items()}


def _variable(data: Any, place: int, missing: Mapping[str, Value], faults: list[Fault]) -> Variable:
    name = data.get("name") if isinstance(data, Mapping) else None
    look = _Look(data, f"variable {name or place}", faults)
    look.only(_OF_VARIABLE)
    type = look.choice("type", TYPES, ONE)
    values = _values(look, type)
    allowed = _allowed(look, missing)
    if clash := sorted({one.code for one in values} & set(MISSING)):
        look.fault("values", f"has {clash[0]}, which is a way of having no answer", "leave it out: see missing")
    column = _column(look, type)
    said = _said(look, values, allowed)
    return Variable(
        name=look.name("name"),
        part=look.words("part"),
        unit=look.choice("unit", UNITS, CASE),
        type=type,
        question=look.words("question"),
        help=look.words("help", needed=False),
        values=values,
        missing=allowed,
        record=column,
        show=look.choice("show", SHOWN, BESIDE),
        said=MappingProxyType(said),
    )


def _values(look: _Look, type: str) -> tuple[Value, ...]:
    own, listed = look.data.get("values"), look.data.get("codes")
    if type in (NUMBER, YES_NO):
        if own is not None or listed is not None:
            look.fault("values", f"are given for {TYPES[type]}", "leave values and codes out")
        return _YES_NO if type == YES_NO else ()
    if (own is None) == (listed is None):
        look.fault("values", "or codes are needed, and not both", "a table of codes with words, or a code list")
        return ()
    return _from_list(look, listed) if own is None else _own(look, own)


def _own(look: _Look, own: Any) -> tuple[Value, ...]:
    if not isinstance(own, Mapping) or not own:
        look.fault("values", "is no table", 'codes with words, such as yes = "Yes"')
        return ()
    for code, label in own.items():
        if not _CODE.fullmatch(code):
            look.fault("values", f"{code!r} is no code", "letters, digits, _ . and -")
        if not isinstance(label, str) or not label.strip():
            look.fault("values", f"{code} has no words", f'such as {code} = "…"')
    return tuple(Value(code, str(label)) for code, label in own.items())


def _from_list(look: _Look, listed: Any) -> tuple[Value, ...]:
    codes = next((one for one in ALL_LISTS if one.name == listed), None)
    if codes is None:
        near = difflib.get_close_matches(str(listed), [one.name for one in ALL_LISTS], n=1)
        right = f"did you mean {near[0]}?" if near else "the lists are in docs/reference/code-lists.md"
        look.fault("codes", f"there is no code list {listed!r}", right)
        return ()
    wanted = look.data.get("only", [one.code for one in codes])
    if not isinstance(wanted, list) or not wanted:
        look.fault("only", "is no list", "codes of the list, in the order in which they are asked")
        return ()
    for code in wanted:
        if code not in codes:
            near_code = codes.nearest(str(code))
            look.fault("only", f"{code!r} is not in {listed}", f"did you mean {near_code}?" if near_code else "")
    return tuple(Value(code, codes.label(code)) for code in wanted)


def _allowed(look: _Look, missing: Mapping[str, Value]) -> tuple[Value, ...]:
    given = look.data.get("missing", list(missing))
    if not isinstance(given, list) or any(code not in missing for code in given):
        look.fault("missing", f"is {given!r}", f"a list of {', '.join(missing)}")
        return ()
    return tuple(missing[code] for code in given)


def _column(look: _Look, type: str) -> str:
    """The column of the cases that holds the record's own value."""
    if not (named := look.words("record", needed=False)):
        return ""
    columns: Mapping[str, Column] = {one.name: one for one in TABLES["cases"].columns}
    if named not in columns:
        near = difflib.get_close_matches(named, list(columns), n=1)
        right = f"did you mean {near[0]}?" if near else "the columns of cases are in docs/reference/extract.md"
        look.fault("record", f"{named!r} is no column of the cases", right)
    elif named in _ACROSS:
        look.fault("record", f"{named} is about other reports too", "leave it out: ask what this report says")
    elif columns[named].kind not in _KINDS[type]:
        right = f"a column of the kind {' or '.join(_KINDS[type])}"
        look.fault("record", f"{named} is of the kind {columns[named].kind}, the question takes {TYPES[type]}", right)
    return named


def _said(look: _Look, values: Iterable[Value], missing: Iterable[Value]) -> dict[str, str]:
    given = look.data.get("said", {})
    codes = [one.code for one in (*values, *missing)]
    if not isinstance(given, Mapping):
        look.fault("said", "is no table", "codes of the record with the answers that they are")
        return {}
    for code, answer in given.items():
        if answer not in codes:
            look.fault("said", f"{code} is said to be {answer!r}", f"one of {', '.join(codes)}")
    return {str(code): str(answer) for code, answer in given.items()}
