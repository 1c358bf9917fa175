"""Who and what an entry is about: taken from the report where there is no choice, asked where there is. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from datetime import date
from typing import Any

from unbroken.record.entries import Subject
from unbroken.record.kinds import Kind, SubjectRule
from unbroken.web.forms import Checkboxes, Choice, Field, Radios, Text
from unbroken.web.forms.fields import Wrong
from unbroken.web.recording.matter import Known, Matter

NEW = "new"
Find = Callable[[str], Sequence[str]]  # the reports with this number, among those that the reader may see
_NAMED = {
    "victim": "victim",
    "suspect": "suspect",
    "witness": "witness",
    "third_party": "third party",
    "person": "person",
    "prosecution": "prosecution",
    "order": "order",
    "referral": "referral",
}
# Kinds that may be the first thing known of a prosecution, an order or a referral.
_BEGINS = frozenset(
    {
        "prosecution.submitted",
        "prosecution.decided",
        "charge.laid",
        "order.considered",
        "order.applied",
        "order.granted",
        "referral.made",
    }
)
_BEGINS_IF_NONE = frozenset({"hearing.listed", "hearing.held", "hearing.adjourned"})
_OPTIONAL = frozenset({"witness", "third_party"})  # never assumed, only asked


@dataclass(frozen=True)
class OtherReport(Text):
    """Another report, by any of its references. The value is the report."""

    _: KW_ONLY
    find: Find
    own: str

    def parse(self, typed: Any, *, today: date) -> Any:
        """The one report that has this reference."""
        text = super().parse(typed, today=today)
        found = self.find(text)
        if not found:
            raise Wrong("There is no report with this reference that you may see. Enter another reference of it")
        if len(found) > 1:
            raise Wrong(f"{len(found)} reports have this reference. Enter another reference of the one you mean")
        if found[0] == self.own:
            raise Wrong("This is the reference of the report you are in. Enter that of the other report")
        return found[0]


@dataclass(frozen=True, slots=True)
class About:
    """What an entry will be about: `fixed` without asking, `fields` to ask, `missing` roles nobody plays yet."""

    fixed: tuple[Subject, ...]
    fields: tuple[Field, ...]
    start: Mapping[str, Any]
    missing: tuple[str, ...]

    def subjects(self, values: Mapping[str, Any], *, form: str) -> tuple[Subject, ...]:
        """The subjects, from what was answered. A new object is named after the form, so that twice is once."""
        found = list(self.fixed)
        for one in self.fields:
            role = one.name.removeprefix("subjects-")
            value = values.get(one.name)
            chosen = value if isinstance(value, tuple) else (value,) if value else ()
            type_ = "person" if role == "person" else role
            found += [Subject(role, f"{type_}:{form}" if name == NEW else name) for name in chosen]
        return tuple(found)


def about(
    kind: type[Kind], matter: Matter, *, form: str, find: Find = lambda _: (), only: Collection[str] = ()
) -> About:
    """What an entry of this kind about this report will be about. `only` limits the roles that are asked, if given."""
    fixed: list[Subject] = []
    fields: list[Field] = []
    start: dict[str, Any] = {}
    missing: list[str] = []
    for rule in kind.subjects:
        if only and rule.role not in only:
            continue
        if rule.role == "report":
            fixed.append(Subject("report", matter.report))
            continue
        if rule.role == "other_report":
            fields.append(_other_report(matter, find))
            continue
        known = _candidates(rule, matter)
        sure, one = _settle(rule, kind.kind, known, form)
        fixed += sure
        if one is not None:
            fields.append(one)
            start[one.name] = _first_choice(rule, kind.kind, known, one)
        elif not sure and rule.at_least:
            missing.append(rule.role)
    return About(tuple(fixed), tuple(fields), start, tuple(missing))


def corrected_about(kind: type[Kind], subjects: Sequence[Subject], matter: Matter) -> tuple[Field, ...]:
    """The questions by which a correction says who an entry is about, of everybody and everything in its report.

    Which report it belongs to is not asked: an entry in the wrong report is withdrawn, and recorded in the right one.
    """
    found = []
    for rule in kind.subjects:
        if rule.role in ("report", "other_report"):
            continue
        now = [subject.object for subject in subjects if subject.role == rule.role]
        known = {one.object: one for one in (matter.everybody if rule.type == "person" else _candidates(rule, matter))}
        known |= {name: Known(name, name.partition(":")[2]) for name in now if name not in known}
        if set(known) - set(now) or (now and not rule.at_least):
            ask = _radios if rule.at_most == 1 and rule.at_least else _boxes
            found.append(replace(ask(rule, tuple(known.values())), hint=""))
    return tuple(found)


def answers_about(fields: Sequence[Field], subjects: Sequence[Subject]) -> dict[str, Any]:
    """The answers to these questions that say this."""
    found: dict[str, Any] = {}
    for one in fields:
        chosen = tuple(item.object for item in subjects if f"subjects-{item.role}" == one.name)
        found[one.name] = chosen if isinstance(one, Checkboxes) else next(iter(chosen), None)
    return found


def subjects_answered(subjects: Sequence[Subject], values: Mapping[str, Any]) -> tuple[Subject, ...]:
    """The subjects with what was answered of their roles; the same ones where nothing was changed."""
    asked = {name.removeprefix("subjects-"): value for name, value in values.items() if name.startswith("subjects-")}
    kept = [one for one in subjects if one.role not in asked]
    for role, value in asked.items():
        kept += [Subject(role, name) for name in (value if isinstance(value, tuple) else (value,)) if name]
    return tuple(subjects) if set(kept) == set(subjects) else tuple(sorted(kept))


def _other_report(matter: Matter, find: Find) -> Field:
    return OtherReport(
        "subjects-other_report",
        "Which other report?",
        called="the reference of the other report",
        hint="Its crime reference, or the reference that this service gave it, such as UB-7K4-M2Q-9XB.",
        width=20,
        find=find,
        own=matter.report,
    )


def _candidates(rule: SubjectRule, matter: Matter) -> Sequence[Known]:
    if rule.role == "person":
        return matter.everybody
    return matter.people.get(rule.role, ()) if rule.type == "person" else matter.others.get(rule.type, ())


def _settle(rule: SubjectRule, kind: str, known: Sequence[Known], form: str) -> tuple[list[Subject], Field | None]:
    """The subjects that need no question, or the question."""
    if rule.role == "person":
        return [], _radios(rule, known, new="Somebody who is not in the report yet")
    if rule.type != "person":
        return _settle_thing(rule, kind, known, form)
    if rule.role in _OPTIONAL:
        return [], _boxes(rule, known) if known else None
    if not known:
        return [], None
    if len(known) == 1 and (rule.at_least or kind != "incident.recorded"):
        return [Subject(rule.role, known[0].object)], None
    return [], _radios(rule, known) if rule.at_most == 1 else _boxes(rule, known)


def _settle_thing(
    rule: SubjectRule, kind: str, known: Sequence[Known], form: str
) -> tuple[list[Subject], Field | None]:
    """The same for a prosecution, an order or a referral."""
    if not rule.at_least:
        return [], None
    if not known:
        return [Subject(rule.role, f"{rule.type}:{form}")] if kind in _BEGINS | _BEGINS_IF_NONE else [], None
    if len(known) == 1 and kind not in _BEGINS:
        return [Subject(rule.role, known[0].object)], None
    return [], _radios(rule, known, new=f"A new {_NAMED[rule.role]}" if kind in _BEGINS else "")


def _first_choice(rule: SubjectRule, kind: str, known: Sequence[Known], one: Field) -> Any:
    if isinstance(one, Checkboxes):
        return () if rule.role in _OPTIONAL else tuple(item.object for item in known)
    return known[0].object if rule.type != "person" and len(known) == 1 else None


def _radios(rule: SubjectRule, known: Sequence[Known], *, new: str = "") -> Field:
    choices = [Choice(item.object, item.text) for item in known]
    if new:
        choices.append(Choice(NEW, new, divider="or" if known else ""))
    name = _NAMED[rule.role]
    return Radios(
        f"subjects-{rule.role}",
        f"Which {name}?",
        called=f"which {name} it is about",
        choices=tuple(choices),
        required=bool(rule.at_least),
    )


def _boxes(rule: SubjectRule, known: Sequence[Known]) -> Field:
    name = _NAMED[rule.role]
    return Checkboxes(
        f"subjects-{rule.role}",
        f"Which {name}?",
        called=f"which {name} it is about",
        hint="Select all that apply."
        if len(known) > 1
        else "Leave it empty if it is not known who did it."
        if rule.role == "suspect"
        else "",
        choices=tuple(Choice(item.object, item.text) for item in known),
        required=bool(rule.at_least),
    )
