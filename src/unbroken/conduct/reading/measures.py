"""How often and for how long, in numbers: `on three occasions`, `over two months`, `between April and June`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from unbroken.conduct.reading.words import Text, classes

_UP_TO_TWENTY = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty"""
_NUMBERS = {word: n for n, word in enumerate(_UP_TO_TWENTY.split())}
_NUMBERS |= {"a": 1, "an": 1, "couple": 2, "few": 3, "several": 4, "dozen": 12, "dozens": 24, "past": 1, "last": 1}
_NUMBERS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_NUMBERS |= {"hundred": 100, "hundreds": 200, "half": 0}
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBERS |= {f"{ten}-{_UP_TO_TWENTY.split()[n]}": _NUMBERS[ten] + n for ten in _TENS for n in range(1, 10)}
_ORDINALS = """zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"""
_NTH = {word: n for n, word in enumerate(_ORDINALS.split())}
_MONTHS = """january february march april month-of-may june july august september october november december"""
_MONTH = {name: n for n, name in enumerate(_MONTHS.split())} | {"may": 4}
_MONTH |= {name[:3]: n for name, n in _MONTH.items() if not name.startswith("may")} | {"sept": 8}
_UNITS = {"day": 1, "night": 1, "week": 7, "wk": 7, "fortnight": 14, "month": 30, "year": 365, "weekend": 2}
_AFTER_SPANS = frozenset({"now", "campaign", "period", "running"})
_NO_SPANS = frozenset({"ago", "later", "earlier", "before", "per", "notice"})
_LASTING = frozenset({"for", "over", "about", "nearly", "almost", "lasting", "in", "like", "of"})
_OTHERWISE = frozenset({"within", "next", "after", "every", "each"})  # before a span that is not of what was done
_SILENT = frozenset({"nothing", "silence", "quiet", "hear", "speak", "spoken", "seen", "prevent", "preventing"})
_BEGAN = frozenset({"since", "began", "start", "begin"})
_OF_IT = (["of", "it"], ["of", "this"], ["of", "that"])
_VAGUE = ("a", "an", "past", "last", "half", "few", "couple", "several")
_DAYS_OF_MONTH = 30
_OCCASIONS = ("occasion", "incident", "episode")  # whoever counts these counts what was done, and not what was sent
_FEW_WORDS = 3
_TWICE = {"twice": 2, "thrice": 3}


class Measured(NamedTuple):
    """A number with the words that give it."""

    value: int
    start: int
    end: int


def durations(text: Text) -> Iterator[Measured]:
    """For how long, in days: as a number of days, weeks, months, or from one month to another."""
    for at in [at for at, norm in enumerate(text.norms) if norm in _UNITS]:
        if at > text.first[at]:
            yield from _span(text.norms, at, text.first[at], text.last[at])
    yield from _from_month_to_month(text.norms)


def _span(norms: Sequence[str], at: int, first: int, last: int) -> Iterator[Measured]:
    """The span that the unit at this place of a sentence ends, where it is one and is of what was done."""
    count, start = _number_before(norms, at)
    if count is None or count <= 0 or start < first:
        return
    before, after = norms[max(first, start - 3) : start], norms[at + 1 : min(last, at + 3)]
    near = {*norms[max(first, start - 6) : start], *norms[at + 1 : min(last, at + 5)]}
    just_before = before[-1] if before else ""
    if norms[start] == "last" and just_before not in ("for", "over", "the", "during"):
        return  # `last month` is when, `over the last month` how long
    if norms[start] in ("a", "an") and not _LASTING & {*before}:
        return  # `twice a week`
    if just_before in _OTHERWISE or "unless" in norms[first:start] or near & _SILENT:
        return
    if {*after} & _NO_SPANS and "since" not in norms[at + 1 : at + 6] and not near & _BEGAN:
        return  # `two weeks ago` is when; `two weeks ago, and since then` how long
    known = classes()
    is_span = known["SPANS"] & {*before, norms[start]} or _AFTER_SPANS & {*after} or after[:2] in _OF_IT
    if (is_span or just_before in ("x", "(")) and not near & known["NO_CONDUCT"]:
        yield Measured(count * _UNITS[norms[at]], start, at + 1)


def _from_month_to_month(norms: Sequence[str]) -> Iterator[Measured]:
    """`between April and September`, `from May until July`: the first and last months count."""
    for at in [at for at, norm in enumerate(norms) if norm in ("between", "from")]:
        norm = norms[at]
        ends = ("and", "&", "-") if norm == "between" else ("to", "until", "till", "-", "through")
        named = [place for place in range(at + 1, min(at + 9, len(norms))) if norms[place] in _MONTH]
        if len(named) < 2 or not {*ends} & {*norms[named[0] : named[1]]}:
            continue
        months = (_MONTH[norms[named[1]]] - _MONTH[norms[named[0]]]) % 12 + 1
        if months > 1:
            yield Measured(months * _DAYS_OF_MONTH, at, named[1] + 1)


def incidents(norms: Sequence[str]) -> Iterator[Measured]:
    """How many occasions are counted: `three incidents`, `on six dates`, `4th time`; not how many messages."""
    found = list(_every(norms, "OCCASIONS"))
    plain = [one for one in found if norms[one.end - 1] in _OCCASIONS]
    yield from plain or found


def contacts(norms: Sequence[str]) -> Iterator[Measured]:
    """How many times, calls, messages, whatever is counted."""
    return _every(norms, "COUNTED")


def _every(norms: Sequence[str], kind: str) -> Iterator[Measured]:
    """Everything of a kind that is counted. Most words count nothing, and are not looked at twice."""
    counted = classes()[kind]
    for at in [at for at, norm in enumerate(norms) if norm in counted or norm in _TWICE]:
        yield from _counted(norms, at, kind)


def _counted(norms: Sequence[str], at: int, kind: str) -> Iterator[Measured]:
    norm = norms[at]
    if norm in _TWICE:
        yield Measured(_TWICE[norm], at, at + 1)
    elif at:
        count, start = _number_before(norms, at, reach=_FEW_WORDS if kind == "COUNTED" else 2)
        if (
            count is not None
            and count > 0
            and norms[start] not in _VAGUE
            and not (kind == "OCCASIONS" and norms[at + 1 : at + 2] in (["a"], ["per"]))
        ):
            yield Measured(count, start, at + 1)
        elif (nth := _ordinal(norms[at - 1])) > 1 and norm in ("time", "occasion", "visit", "incident", "bunch"):
            yield Measured(nth, at - 1, at + 1)


def _ordinal(word: str) -> int:
    bare = word.rstrip("stndrh")
    return int(bare) if bare.isdigit() and bare != word and len(bare) < 4 else _NTH.get(word, 0)


def _number_before(norms: Sequence[str], at: int, reach: int = 2) -> tuple[int | None, int]:
    for place in range(at - 1, max(-1, at - 1 - reach), -1):
        word = norms[place].replace(",", "").rstrip("+")
        if word.isdigit():
            return (int(word) if len(word) < 6 else None), place
        if word in _NUMBERS:
            return _NUMBERS[word], place
    return None, at
