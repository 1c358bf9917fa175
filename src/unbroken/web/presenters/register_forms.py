"""The forms of registers and markers: defining a list, putting somebody on it, taking them off, acknowledging."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from unbroken.record.ids import new_id
from unbroken.triage.registers import Definition, Register
from unbroken.vocabulary.triage import (
    REGISTER_CRITERIA,
    REGISTER_GROUNDS,
    REGISTER_REMOVALS,
    RULE_NEEDS,
    SERIAL_REVIEWS,
)
from unbroken.web.forms import (
    Checkboxes,
    Choice,
    Filled,
    Form,
    Hidden,
    Number,
    Radios,
    Select,
    Text,
    Textarea,
    When,
    choices_of,
)
from unbroken.web.recording.entry_form import FORM_ID
from unbroken.web.recording.meanwhile import SEEN

ACTIVITY = "activity"
ASKS = "asks"  # which of two forms at one address it is: what the first recorded must not turn it into the second
SENT_AGAIN = "This form has been sent already, with other answers. Open the page again to record something new."
OVERTAKEN = (
    "Somebody has recorded something about this while the form was open. What stands now is shown here. Nothing that "
    "you typed was recorded: look again, and send it if it still holds."
)
NOT_SAID = frozenset({FORM_ID, ASKS, SEEN})  # of a form, what the entry does not say
_YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))


def _criterion(code: str, label: str) -> Choice:
    least = Number(f"{code}-least", "At least how many?", called="how many there must be", least=1, most=1000)
    months = Number(
        f"{code}-months",
        "In how many months up to today?",
        called="the number of months",
        hint="Leave it empty where it counts whenever it was.",
        least=1,
        most=1000,
        required=False,
    )
    return Choice(code, label, fields=(least, months))


DEFINITION = Form(
    (
        Hidden(FORM_ID),
        Text("name", "What is the list called?", called="what the list is called",
             hint="As entries name it. Where a system that sends us its list calls it something, call it that."),
        Text("keeper", "Who keeps it?", called="who keeps it", hint="The team, not a person."),
        When("in_force_from", "From when does this hold?", called="from when it holds", future=True,
             hint="For example, 3 3 2026."),
        Checkboxes(
            "criteria",
            "Who belongs on it?",
            called="what the rule counts",
            hint="What can be counted from the record: conduct and process, never who somebody is.",
            choices=tuple(_criterion(code.code, code.label) for code in REGISTER_CRITERIA),
            required=False,
        ),
        Radios("needs", "How much of it must be met?", called="how much must be met", choices=choices_of(RULE_NEEDS),
               required=False),
        Textarea("judgement", "What else must be weighed?", called="what else must be weighed", required=False),
        Radios("calls_for_marker", "Is everybody on it to have a marker on the national computer?",
               called="whether everybody on it is to have a marker", choices=_YES_NO, inline=True),
        Text("authorised_by", "Who authorised it?", called="who authorised it", required=False),
        When("ends", "From when is the list no longer kept?", called="from when it is no longer kept", future=True,
             required=False, hint="Leave it empty while the list is kept."),
    ),
    rules=(lambda values: _needs_said(values),),
)  # fmt: skip


def _needs_said(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if len(values.get("criteria") or ()) > 1 and not values.get("needs"):
        yield "needs", "Select how much must be met"


def start_definition(found: Register | None, *, today: date) -> Filled:
    """The form of a list: as it is defined last, or empty."""
    values: dict[str, Any] = {FORM_ID: new_id(), "in_force_from": today.isoformat()}
    return DEFINITION.start(values | (_as_defined(found.definitions[-1]) if found else {}))


def _as_defined(now: Definition) -> dict[str, Any]:
    given: dict[str, Any] = {
        "name": now.name,
        "keeper": now.keeper,
        "criteria": tuple(one.what for one in now.rule.criteria),
        "needs": "all" if now.rule.needs_all else "any",
        "judgement": now.judgement,
        "calls_for_marker": "yes" if now.calls_for_marker else "no",
    }
    for one in now.rule.criteria:
        given |= {f"{one.what}-least": one.at_least, f"{one.what}-months": one.within_months}
    return given


def definition_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The body of the entry from the answers that were given."""
    names = ("name", "keeper", "in_force_from", "ends", "needs", "judgement", "calls_for_marker", "authorised_by")
    body = {name: given[name] for name in names if name in given}
    criteria = [_criterion_of(code, given) for code in given.get("criteria", ())]
    return body | ({"criteria": criteria} if criteria else {})


def _criterion_of(code: str, given: Mapping[str, Any]) -> dict[str, Any]:
    months = given.get(f"{code}-months")
    return {"what": code, "at_least": given[f"{code}-least"]} | ({"within_months": months} if months else {})


def ask_again(form: Filled, start: Filled) -> Filled:
    """A form that was overtaken, as it is asked now: with what was typed, where it is still asked, and the reason."""
    fresh = {name: typed for name, typed in start.typed.items() if name in NOT_SAID}
    return replace(start, typed={**start.typed, **form.typed, **fresh}).refuse([("", OVERTAKEN)])


PLACING = Form(
    (
        Hidden(FORM_ID),
        Hidden(ASKS),
        Hidden(SEEN),
        Checkboxes("grounds", "On what grounds?", called="the grounds", choices=choices_of(REGISTER_GROUNDS)),
        Textarea("explanation", "What do they rest on?", called="what they rest on", max_length=20_000),
        Text("authorised_by", "Who authorised it?", called="who authorised it"),
        When("next_review", "When is it to be looked at again?", called="when it is to be looked at again",
             future=True, hint="For example, 3 9 2026."),
        Radios(
            "marker",
            "Is there to be a marker on the national computer?",
            called="whether there is to be a marker",
            choices=(
                Choice("no", "Yes, it is still to be placed", fields=(
                    Text("marker_owner", "Who is to place it?", called="who is to place it"),
                    When("marker_due", "By when?", called="by when it must be there", future=True),
                )),
                Choice("yes", "Yes, it is there already"),
                Choice("none", "No"),
            ),
        ),
    )
)  # fmt: skip

REVIEW = Form(
    (
        Hidden(FORM_ID),
        Hidden(ASKS),
        Hidden(SEEN),
        Radios(
            "stays",
            "Does the person stay on the list?",
            called="whether the person stays on the list",
            choices=(
                Choice("yes", "Yes", fields=(
                    When("next_review", "When is it to be looked at again?", called="when it is to be looked at again",
                         future=True),
                )),
                Choice("no", "No, they come off it", fields=(
                    Select("reason", "Why?", called="why they come off it", choices=choices_of(REGISTER_REMOVALS)),
                    Radios("marker_lifted", "Was the marker lifted, if there was one?",
                           called="whether the marker was lifted", choices=_YES_NO, inline=True, required=False),
                    Text("authorised_by", "Who authorised it?", called="who authorised it"),
                )),
            ),
        ),
        Textarea("explanation", "What does that rest on?", called="what it rests on", max_length=20_000),
    )
)  # fmt: skip

ACKNOWLEDGE = Form(
    (
        Hidden(FORM_ID),
        Hidden(ACTIVITY),
        Textarea(
            "note", "What follows from it?", called="what follows from it", max_length=2_000, required=False, rows=3
        ),
    )
)

PLACED = Form(
    (
        Hidden(FORM_ID),
        Hidden(ASKS),
        Hidden(SEEN),
        When("happened", "When was it placed?", called="when it was placed"),
        Text("placed_by", "Who placed it?", called="who placed it", required=False),
        Text("reference", "Its reference there", called="its reference", required=False, max_length=80),
    )
)

LIFTED = Form(
    (
        Hidden(FORM_ID),
        Hidden(ASKS),
        Hidden(SEEN),
        When("happened", "When was it lifted?", called="when it was lifted"),
        Textarea("why", "Why?", called="why it was lifted", max_length=2_000, rows=3),
        Text("lifted_by", "Who lifted it?", called="who lifted it", required=False),
    )
)

SERIAL = Form(
    (
        Hidden(FORM_ID),
        Hidden(SEEN),
        Radios("result", "What comes of it?", called="what comes of it", choices=choices_of(SERIAL_REVIEWS)),
        Textarea("reasons", "Why?", called="why", hint="With what it rests on. Name no victim in it.",
                 max_length=20_000),
        Text("reviewer", "Who looked?", called="who looked", required=False),
    )
)  # fmt: skip


def placing_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The body of the entry that puts somebody on a list."""
    names = ("explanation", "authorised_by", "next_review", "marker_owner", "marker_due")
    body = {"grounds": list(given["grounds"])} | {name: given[name] for name in names if name in given}
    return body if given["marker"] == "none" else {**body, "marker": given["marker"]}


def review_of(given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The kind and body of the entry that looks at somebody's place again, or takes them off the list."""
    body = {name: value for name, value in given.items() if name not in NOT_SAID | {"stays"}}
    if given["stays"] == "yes":
        return "nominal.reviewed", {"stays": "yes", **body}
    return "nominal.removed", body
