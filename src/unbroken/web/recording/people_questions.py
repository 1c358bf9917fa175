"""The questions of a new report about people: who is reporting, the victim, the other person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unbroken.exchange.exporting.shapes import shapes_of
from unbroken.vocabulary.actors import SAID_BY
from unbroken.vocabulary.people import PLATFORMS, VULNERABILITIES
from unbroken.web.forms import (
    Checkboxes,
    Choice,
    Clock,
    Field,
    Number,
    Radios,
    Select,
    Text,
    Textarea,
    When,
    choices_of,
)
from unbroken.web.recording.asked import Asked, Raw, Setting, asked, slots_of
from unbroken.web.recording.questions import Ask, Block, Lines, ask, questions_of

_PERSON, _MADE = "person.described", "report.made"


def ask_reporting(setting: Setting, raw: Raw) -> Asked:
    """Questions: reporting."""
    days = setting.days
    return asked(
        (
            ask(_MADE, "reported_by", "Who is reporting?", days=days, called="who is reporting"),
            ask(_MADE, "channel", "How did the report come in?", days=days, called="how the report came in"),
            When("made_on", "When did they report it?", called="the day of the report"),
            Clock(
                "made_at", "At what time?", called="the time of the report", required=False, hint="For example, 2:15pm"
            ),
        )
    )


def ask_safe_now(setting: Setting, raw: Raw) -> Asked:
    """Questions: safe now."""
    choices = (
        Choice("yes", "Yes"),
        Choice("no", "No", "Agree on the next page how and when to speak, then end the call. What you have is kept."),
        Choice("unknown", "Not sure", "Keep it short. Ask for yes or no answers."),
        Choice("not_asked", "Not asked", "For example, the report came by letter or from somebody else.", divider="or"),
    )
    return asked(
        (
            Radios(
                "safe_now",
                "Is it safe to talk now?",
                called="whether it is safe to talk",
                choices=choices,
                heading=True,
            ),
        )
    )


def ask_safe_contact(setting: Setting, raw: Raw) -> Asked:
    """Questions: safe contact."""
    shape = next(one for one in shapes_of(_PERSON) if one.name == "safe_contact")
    asks = {
        "channels": Ask(
            "channels",
            "Which ways are safe?",
            called="which ways are safe",
            hint="Select all that are.",
        ),
        "times": Ask(
            "times", "When is it safe?", called="when it is safe", hint="Days and times, or when the victim is alone."
        ),
        "never": Ask(
            "never",
            "What must we never do?",
            called="what we must never do",
            hint="For example: no letters, no messages left, not the shared phone.",
        ),
        "must_not_know": Ask("must_not_know", "Who must not find out?", called="who must not find out"),
        "code_word": Ask(
            "code_word", "Code word", hint="The victim can ask for it, to know that the caller is genuine."
        ),
    }
    fields, blocks = questions_of(shape.fields, asks, days=setting.days, slots={})
    return asked(fields, blocks)


def _who(*, known_as: str) -> tuple[Field, ...]:
    return (
        Text("given", "First names", required=False),
        Text("family", "Last name", required=False),
        Lines(
            "known_as",
            known_as,
            called="other names",
            required=False,
            rows=2,
            max_length=200,
            hint="Former names, nicknames and names used online. One on each line.",
        ),
    )


def _born() -> tuple[Field, ...]:
    return (
        When("date_of_birth", "Date of birth", required=False, hint="For example, 27 3 1990."),
        Number("age", "Age, if the date of birth is not known", called="the age", required=False, width=3, most=120),
    )


def ask_victim(setting: Setting, raw: Raw) -> Asked:
    """Questions: victim."""
    none = Choice("unnamed", "The victim has not given a name")
    unnamed = Checkboxes("unnamed", "If there is no name", required=False, choices=(none,), small=True)
    return asked((*_who(known_as="Any other names?"), unnamed, *_born()), rules=(_named, _one_age))


def _named(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not any(values.get(name) for name in ("given", "family", "known_as", "unnamed")):
        yield "given", "Enter the victim’s name, or select that they have not given one"


def _one_age(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if values.get("age") is not None and values.get("date_of_birth"):
        yield "age", "Enter the age only where the date of birth is not known"


def ask_victim_about(setting: Setting, raw: Raw) -> Asked:
    """Questions: victim about."""
    days = setting.days
    return asked(
        (
            ask(_PERSON, "sex", days=days, hint=""),
            ask(
                _PERSON,
                "ethnicity_self",
                "Ethnicity, as the victim describes it",
                days=days,
                hint="Ask; never guess. If it was not asked or not answered, say so here.",
            ),
            ask(_PERSON, "language", "Preferred language", days=days),
            ask(
                _PERSON,
                "interpreter",
                "Is an interpreter needed?",
                days=days,
                called="whether an interpreter is needed",
                hint="Never use family, or anybody who knows the other person, to interpret.",
            ),
            ask(
                _PERSON,
                "works_in",
                "Does the victim work in policing, justice or a partner agency?",
                days=days,
                called="where the victim works",
                hint="It calls for care about who may open the record.",
            ),
        )
    )


def _contact(setting: Setting, raw: Raw, *, vehicles: bool) -> Asked:
    count = slots_of(raw, ["handles"], more="")["handles"]
    lines: dict[str, Any] = {"required": False, "rows": 2, "max_length": 200, "hint": "One on each line."}
    fields: list[Field] = [
        Lines("phone", "Phone numbers", **lines),
        Lines("email", "Email addresses", **lines),
    ]
    blocks = [Block(("phone",)), Block(("email",))]
    for number in range(count):
        names = (f"handles-{number}-platform", f"handles-{number}-value")
        fields += [
            Select(names[0], "Service", required=False, choices=choices_of(PLATFORMS)),
            Text(names[1], "Account or user name", required=False),
        ]
        legend = "Account online" if count == 1 else f"Account online: {number + 1}"
        last = number == count - 1
        blocks.append(Block(names, legend, repeats="handles", is_last=last, singular="account"))
    more: list[Field] = [Lines("vehicle", "Vehicle registrations", **lines)] if vehicles else []
    more += [
        Textarea("address", "Address", required=False, rows=3, max_length=200),
        Text("postcode", "Postcode", required=False, width=10),
    ]
    if vehicles:
        more.append(
            Lines("other", "Any other number or name that ties somebody to this", called="other numbers", **lines)
        )
    return asked([*fields, *more], [*blocks, *(Block((one.name,)) for one in more)])


def ask_victim_contact(setting: Setting, raw: Raw) -> Asked:
    """Questions: victim contact."""
    return _contact(setting, raw, vehicles=False)


def ask_suspect_contact(setting: Setting, raw: Raw) -> Asked:
    """Questions: suspect contact."""
    return _contact(setting, raw, vehicles=True)


NO_FLAGS = {
    "none": ("no", "None of these, as far as the victim or the record says"),
    "refused": ("refused", "Asked, and the victim would rather not say"),
    "not_asked": ("not_asked", "Not asked"),
}


def ask_victim_needs(setting: Setting, raw: Raw) -> Asked:
    """Questions: victim needs."""
    shared = tuple(Choice(code.code, code.label) for code in VULNERABILITIES)
    alone = tuple(
        Choice(value, text, alone=True, divider="or" if value == "none" else "")
        for value, (_, text) in NO_FLAGS.items()
    )
    return asked(
        (
            Checkboxes(
                "flags",
                "Is there anything that makes this harder or more dangerous for the victim?",
                called="what makes this harder for the victim",
                required=False,
                choices=(*shared, *alone),
                small=True,
                hint="Ask gently, and only what helps. Nothing here counts against anybody.",
            ),
            Select("flags_said_by", "Who said so?", called="who said so", required=False, choices=choices_of(SAID_BY)),
            ask(
                _PERSON,
                "access_needs",
                "What would help the victim to take part?",
                days=setting.days,
                called="what would help",
                hint="For example: time, breaks, written questions, somebody beside them.",
            ),
        )
    )


def ask_suspect_known(setting: Setting, raw: Raw) -> Asked:
    """Questions: suspect known."""
    choices = (
        Choice("known", "Yes", "There is a name."),
        Choice("partly", "Partly", "For example a first name, a work place, an account or a car."),
        Choice("unknown", "No", "Nobody knows yet who it is. A number or a description may still find them."),
    )
    label = "Is it known who the other person is?"
    return asked((Radios("known", label, called="whether the other person is known", choices=choices, heading=True),))


def ask_suspect(setting: Setting, raw: Raw) -> Asked:
    """Questions: suspect."""
    days = setting.days
    described = ask(
        _PERSON,
        "physical_description",
        "What does the other person look like?",
        days=days,
        called="what they look like",
        hint="What somebody saw, for a person whom nobody can name.",
        widget=Textarea,
        rows=3,
        max_length=2000,
    )
    sex = ask(_PERSON, "sex", days=days, hint="")
    works = ask(
        _PERSON,
        "works_in",
        "Do they work in policing, justice or a partner agency?",
        days=days,
        called="where they work",
        hint="It calls for care about who may open the record.",
    )
    rules = (_one_age, _suspect_named) if setting.first("suspect-known", "known") == "known" else (_one_age,)
    return asked((*_who(known_as="Any other names?"), *_born(), sex, described, works), rules=rules)


def _suspect_named(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not any(values.get(name) for name in ("given", "family", "known_as")):
        yield "given", "Enter a name, or go back and say that the other person is only partly known"
