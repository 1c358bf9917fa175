"""The form that attaches a number or account to a person, and the draft that its answers make. Pure (LNK-07)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from unbroken.people.identifiers import fold_phone
from unbroken.people.linkage.comparable import is_readable
from unbroken.record.entries import Draft, Subject
from unbroken.record.phrasing import inline
from unbroken.vocabulary.identity import ATTRIBUTION_CONFIDENCES, ATTRIBUTION_GROUNDS
from unbroken.vocabulary.people import IDENTIFIER_TYPES, PLATFORMS
from unbroken.web.forms import Checkboxes, Choice, Form, Hidden, Radios, Select, Text, Textarea, When, choices_of
from unbroken.web.recording.entry_form import FORM_ID, SOURCE
from unbroken.web.recording.meanwhile import SEEN

KIND = "identifier.attributed"
_REPORT, _NO_REPORT = "report", "none"
_TYPES = ("phone", "social_handle", "email", "vehicle", "device", "bank_account", "other")
_PLATE = re.compile(r"[A-Z]{2}\d{2}\s?[A-Z]{3}", re.IGNORECASE)
_PLATFORM = Select("platform", "Which service?", called="the service", choices=choices_of(PLATFORMS), required=False)


@dataclass(frozen=True, slots=True)
class Used:
    """A number or account as an incident names it, the incident, and the report that it stands in ("": in none)."""

    text: str
    entry: str
    report: str


def guess_type(text: str) -> str:
    """What a number or account most likely is, of the types that can be chosen."""
    typed = text.strip()
    if "@" in typed.lstrip("@"):
        return "email"
    if _PLATE.fullmatch(typed):
        return "vehicle"
    is_number = not any(letter.isalpha() for letter in typed)
    return "phone" if is_number and fold_phone(typed) else "social_handle"


def attach_form(name: str, reports: Sequence[tuple[str, str]]) -> Form:
    """The questions. `reports` are those that it may belong to, as (report, what it is called)."""
    return Form(
        (
            Hidden(FORM_ID),
            Hidden(SEEN),
            Radios(
                "type", "What is it?", called="what it is",
                choices=tuple(_with_platform(choice) for choice in choices_of(IDENTIFIER_TYPES, only=_TYPES)),
            ),
            Text("value", "The number, name of the account or registration", called="the number or account",
                 hint="As it was written. Numbers are recognised however they are spaced.", width=30),
            Radios("confidence", f"How sure is it that it is {name}’s?", called="how sure it is",
                   choices=choices_of(ATTRIBUTION_CONFIDENCES),
                   hint="Only what is sure is compared when people are linked. A doubt joins nobody."),
            Checkboxes("grounds", "What says so?", called="what says so", choices=choices_of(ATTRIBUTION_GROUNDS),
                       hint="Select all that apply.", small=True),
            Textarea("explanation", "The evidence", called="the evidence", required=False, rows=4, max_length=2000,
                     hint="Where it can be found, and what speaks against it."),
            *_which_report(reports),
            When("happened", "When was it found out?", called="when it was found out", least="year"),
        ),
        rules=(_something_else, _nothing_to_compare),
    )  # fmt: skip


def start_values(form_id: str, *, used: Used | None, today: str) -> dict[str, Any]:
    """What the form holds before anybody has typed."""
    values: dict[str, Any] = {FORM_ID: form_id, "happened": today}
    if used is not None:
        values |= {"type": guess_type(used.text), "value": used.text, _REPORT: used.report or None}
    return values


def attach_draft(person: str, values: Mapping[str, Any], *, used: Used | None, agency: str) -> Draft:
    """The entry that these answers make."""
    identifier = {"type": values["type"], "value": values["value"]}
    if values.get("platform"):
        identifier["platform"] = values["platform"]
    body: dict[str, Any] = {
        "identifier": identifier,
        "confidence": values["confidence"],
        "grounds": list(values["grounds"]),
    }
    if values.get("explanation"):
        body["explanation"] = values["explanation"]
    if used is not None:
        body["rests_on"] = [used.entry]
    report = values.get(_REPORT)
    about = [Subject("person", person), *([Subject("report", report)] if report and report != _NO_REPORT else [])]
    return Draft(KIND, body, tuple(about), values["happened"], agency, SOURCE, values[FORM_ID])


def _with_platform(choice: Choice) -> Choice:
    return Choice(choice.value, choice.text, choice.hint, (_PLATFORM,)) if choice.value == "social_handle" else choice


def _which_report(reports: Sequence[tuple[str, str]]) -> Iterator[Radios]:
    if not reports:
        return
    choices = tuple(Choice(report, called) for report, called in reports)
    yield Radios(
        _REPORT,
        "In which report should it stand?",
        called="the report that it should stand in",
        hint="It appears in that report and in the victim’s journey.",
        choices=(*choices, Choice(_NO_REPORT, "In none in particular", divider="or")),
    )


def _something_else(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if values.get("grounds") == ("other",) and not values.get("explanation"):
        yield "explanation", "Enter the evidence: what it is that says so"


def _nothing_to_compare(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    given = (values.get("type") or "", values.get("value") or "", values.get("platform") or "")
    if values.get("confidence") == "sure" and all(given[:2]) and not is_readable(*given):
        what = inline(IDENTIFIER_TYPES.label(given[0]))
        yield "value", f"This cannot be read as what it is said to be ({what}). Check it, or say that it is not sure"
