"""Correcting an entry: what it says now, what it is to say, and what somebody else made of it meanwhile. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from unbroken.exchange.exporting.details import Change, changes_between, say_value
from unbroken.exchange.exporting.shapes import Shape, shapes_of
from unbroken.record.amend import Effective, effective
from unbroken.record.check import AMENDMENTS
from unbroken.record.entries import Draft, Entry, Subject
from unbroken.record.ids import taken_in_at
from unbroken.record.times import Interval, TimeError, read_interval, to_stored
from unbroken.web.forms import Field, Filled, Form, Hidden, Textarea, When
from unbroken.web.recording.asked import Asked, Raw, asked
from unbroken.web.recording.bodies import body_of, values_of
from unbroken.web.recording.entry_form import FORM_ID, SOURCE, body_questions
from unbroken.web.recording.happening import answers_for, happened_in, when_fields, when_rules
from unbroken.web.recording.questions import Ask, Block, Days
from unbroken.web.recording.sheets import Sheet, sheet_of
from unbroken.web.recording.subjects import answers_about, subjects_answered
from unbroken.web.words import say_happened

WHY, SEEN = "amendment_why", "amendment_seen"  # kinds have a field `why` of their own
WHEN_LABEL, ABOUT_LABEL = "When it happened", "Who it is about"


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry says: its body, when it happened, and who and what it is about."""

    body: Mapping[str, Any]
    happened: Interval
    subjects: tuple[Subject, ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that two people changed, or one of them: as it was, as it is on the record now, as it was typed."""

    label: str
    was: str
    theirs: str
    mine: str


def version_of(target: str, amendments: Iterable[Entry]) -> str:
    """What names the state of an entry: the last of its amendments, else itself."""
    return max((entry.id for entry in amendments), default=target)


def stand_at(entries: Sequence[Entry], target: str, *, version: str = "") -> Effective | None:
    """The entry as it stands, or as it stood at a version."""
    known = [one for one in entries if one.kind not in AMENDMENTS or not version or one.id <= version]
    return next((item for item in effective(known) if item.original.id == target), None)


def said_in(item: Effective) -> Said:
    """What an entry says as it stands."""
    return Said(item.entry.body or {}, item.entry.happened, item.entry.subjects)


def correction_form(item: Effective, raw: Raw, *, today: date, more: str = "", whom: Sequence[Field] = ()) -> Asked:
    """The questions that correct an entry: why, when, about whom, and everything its kind asks.

    No more is required than the kind requires: what nobody recorded then need not be made up now.
    """
    sheet = _loose(sheet_of(item.entry.kind))
    days = Days((today, item.entry.day), frozenset(_texts_in(item.entry.body)))
    fields, blocks = body_questions(sheet, _shapes(item), raw, days=days, more=more)
    head: tuple[Field, ...] = (
        Hidden(FORM_ID),
        Hidden(SEEN),
        Textarea(WHY, "What was wrong, and how was it found out?", called="what was wrong", rows=3, max_length=2000),
        *when_fields(sheet.when, hint=sheet.when_hint, spans=True),
        *whom,
    )
    return asked((*head, *fields), [*(Block((one.name,)) for one in head), *blocks], (when_rules,))


def start_values(item: Effective, whom: Sequence[Field] = ()) -> dict[str, Any]:
    """The answers that say what the entry says."""
    return start_from(item.entry.kind, said_in(item), whom)


def start_from(kind: str, said: Said, whom: Sequence[Field] = ()) -> dict[str, Any]:
    """The answers that say this."""
    body = values_of(shapes_of(kind), said.body)
    return {**body, **answers_for(said.happened), **answers_about(whom, said.subjects)}


def answered(item: Effective, values: Mapping[str, Any]) -> Said:
    """What the entry is to say by these answers.

    What nobody touched stays as it is to the letter, though a form tidies blank space and the order of codes; so
    does what a form cannot ask.
    """
    shapes, body = _shapes(item), item.entry.body or {}
    start = start_values(item)
    asked = correction_form(item, {name: [""] for name in start}, today=item.entry.day)
    untouched = body_of(shapes, asked.read(raw_for(asked.form, start)).values)
    found = body_of(shapes, values)
    touched = {shape.name for shape in shapes if found.get(shape.name) != untouched.get(shape.name)}
    kept = {name: value for name, value in body.items() if name not in touched}
    body = kept | {name: value for name, value in found.items() if name in touched}
    return Said(body, _when(item, values), subjects_answered(item.entry.subjects, values))


def _when(item: Effective, values: Mapping[str, Any]) -> Interval:
    """The time as answered; as it stands where nothing was changed, which may be more exact than the questions."""
    now = answers_for(item.entry.happened)
    if all((values.get(name) or None) == now.get(name) for name in ("happened", "happened_clock", "happened_until")):
        return item.entry.happened
    try:
        return read_interval(happened_in(values) or "")
    except TimeError:
        return item.entry.happened


def correction(item: Effective, said: Said, *, why: str, form: str) -> Draft:
    """The entry that corrects.

    The last correction counts alone, so a time or subjects corrected before are carried on.
    """
    body: dict[str, Any] = {"why": why, "body": dict(said.body)}
    if said.happened != item.original.happened:
        body["happened"] = f"{said.happened.start}/{said.happened.end}"
    if set(said.subjects) != set(item.original.subjects):
        body["subjects"] = [[subject.role, subject.object] for subject in said.subjects]
    return _amendment("entry.corrected", body, item.original, form)


def withdrawal(target: Entry, *, why: str, form: str) -> Draft:
    """The entry that withdraws."""
    return _amendment("entry.withdrawn", {"why": why}, target, form)


def erasure(target: Entry, body: Mapping[str, Any], *, form: str) -> Draft:
    """The entry that erases what another says."""
    return _amendment("body.erased", dict(body), target, form)


def _amendment(kind: str, body: dict[str, Any], target: Entry, form: str) -> Draft:
    """It happened when its form was opened, so that sending it twice says the same."""
    return Draft(
        kind=kind,
        body=body,
        subjects=(),
        happened=to_stored(taken_in_at(form)),
        agency=target.agency,
        source=SOURCE,
        source_ref=form,
        corrects=target.id,
    )


def changes(kind: str, before: Said, after: Said, names: Mapping[str, str]) -> list[Change]:
    """What differs between two versions of an entry, in words. `names` are what objects are called."""
    found = list(changes_between(kind, _stored(before.body), _stored(after.body)))
    if before.happened != after.happened:
        when = Change("happened", WHEN_LABEL, say_happened(before.happened), say_happened(after.happened))
        found.insert(0, when)
    if set(before.subjects) != set(after.subjects):
        found.insert(0, Change("subjects", ABOUT_LABEL, *(say_about(one.subjects, names) for one in (before, after))))
    return found


def say_about(subjects: Sequence[Subject], names: Mapping[str, str]) -> str:
    """Who and what an entry is about, a line each; the report it belongs to goes without saying."""
    shown = [one for one in subjects if one.role != "report"]
    said = (f"{one.role.replace('_', ' ').capitalize()}: {names.get(one.object) or one.object}" for one in shown)
    return "\n".join(said) or "Nobody is named"


def merge(kind: str, *, base: Said, theirs: Said, mine: Said) -> Said:
    """Their version with what I changed: where both changed a field, mine."""
    body = dict(theirs.body)
    for name in {*base.body, *mine.body}:
        if _stored(mine.body).get(name) != _stored(base.body).get(name):
            body.pop(name, None)
            if name in mine.body:
                body[name] = mine.body[name]
    happened = mine.happened if mine.happened != base.happened else theirs.happened
    return Said(body, happened, mine.subjects if set(mine.subjects) != set(base.subjects) else theirs.subjects)


def clashes(kind: str, *, base: Said, theirs: Said, mine: Said, names: Mapping[str, str]) -> list[Clash]:
    """The fields in which the three versions are not one."""
    found = []
    if len({frozenset(one.subjects) for one in (base, theirs, mine)}) > 1:
        found.append(Clash(ABOUT_LABEL, *(say_about(one.subjects, names) for one in (base, theirs, mine))))
    if len({base.happened, theirs.happened, mine.happened}) > 1:
        found.append(Clash(WHEN_LABEL, *(say_happened(one.happened) for one in (base, theirs, mine))))
    for shape in shapes_of(kind):
        versions = [_stored(one.body).get(shape.name) for one in (base, theirs, mine)]
        if any(version != versions[0] for version in versions):
            found.append(Clash(shape.label, *("" if one is None else say_value(one, shape) for one in versions)))
    return found


def raw_for(form: Form, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """What a browser would send for a form that holds these values."""
    found: dict[str, list[str]] = {}
    for name, typed in form.start(values).typed.items():
        one = form.find(name)
        if isinstance(one, When):
            found |= {f"{name}-{part}": [text] for part, text in zip(("day", "month", "year"), typed, strict=True)}
        else:
            sent = one.resend(typed)
            found[name] = list(sent) if isinstance(sent, tuple) else [sent]
    return found


def set_hidden(filled: Filled, **values: str) -> Filled:
    """A form whose hidden fields hold these values, whatever came back."""
    return replace(filled, typed={**filled.typed, **values})


def _shapes(item: Effective) -> tuple[Shape, ...]:
    """All fields of the kind: those in words of their own first, then also those a new entry is not asked."""
    sheet = sheet_of(item.entry.kind)
    shown = sheet.shapes()
    names = {shape.name for shape in shown}
    more = (shape for shape in shapes_of(item.entry.kind) if shape.name not in names and shape.type != "mapping")
    return tuple(shape for shape in (*shown, *more) if shape.type != "mapping")


def _loose(sheet: Sheet) -> Sheet:
    """The sheet as it is for a correction."""
    return replace(sheet, asks=tuple(_as_the_kind_has_it(one) for one in sheet.asks))


def _as_the_kind_has_it(how: Ask) -> Ask:
    inner = {code: tuple(_as_the_kind_has_it(one) for one in asks) for code, asks in how.on.items()}
    more = {name: value for name, value in how.more.items() if name not in ("future", "one_of")}
    return replace(how, required=None, alone=(), on=inner, more=more)


def _stored(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body as the record keeps it, to be compared: lists, and numbers and texts as they are."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in body.items()}


def _texts_in(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts_in(inner)
