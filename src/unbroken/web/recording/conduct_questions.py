"""The questions of a new report about what was done: how they know one another, the account, incidents, the effect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unbroken.cases.rules import PLAIN_HARASSMENT
from unbroken.web.forms import Checkboxes, Clock, Field, Radios, Textarea, When
from unbroken.web.recording.asked import Asked, Raw, Setting, asked
from unbroken.web.recording.questions import Days, ask

_MADE, _INCIDENT = "report.made", "incident.recorded"


def ask_relationship(setting: Setting, raw: Raw) -> Asked:
    """Questions: relationship."""
    kind, days = "relationship.stated", setting.days
    because = ask(
        kind,
        "unknown_because",
        "Why is it not known, and who could say?",
        days=days,
        required=True,
        called="why it is not known and who could say",
        hint="",
    )
    return asked(
        (
            ask(
                kind,
                "relationship",
                "What is the other person to the victim?",
                days=days,
                widget=Radios,
                called="what the other person is to the victim",
                hint="",
                on={"unknown": (because,)},
            ),
            ask(
                kind,
                "separated_on",
                "When did they separate, if they did?",
                days=days,
                called="when they separated",
                hint="A year is enough, if that is all that is known.",
            ),
            ask(
                kind,
                "cohabiting",
                "Do they live together now?",
                days=days,
                called="whether they live together",
                hint="",
            ),
            ask(
                kind,
                "children_together",
                "Do they have children together?",
                days=days,
                called="whether they have children together",
                hint="",
            ),
            ask(kind, "stated_by", "Who said so?", days=days, called="who said so", hint=""),
        )
    )


def ask_account(setting: Setting, raw: Raw) -> Asked:
    """Questions: account."""
    days = setting.days
    return asked(
        (
            ask(
                _MADE,
                "narrative",
                "What has happened?",
                days=days,
                called="what has happened",
                rows=10,
                heading=True,
                hint="As the victim tells it. Let them tell it once: the questions that follow come from it.",
            ),
            ask(
                _MADE,
                "said_stalking",
                "Did they call it stalking?",
                days=days,
                called="whether they called it stalking",
                hint="Nobody has to use the word for it to be stalking.",
            ),
        )
    )


def incident_fields(days: Days) -> tuple[Field, ...]:
    """The questions about one incident."""
    weapon = ask(_INCIDENT, "weapon_note", "What weapon?", days=days, called="the weapon", hint="")
    words = ask(
        _INCIDENT,
        "threat_words",
        "What was said or written?",
        days=days,
        called="the words of the threat",
        hint="",
        rows=3,
    )
    return (
        ask(
            _INCIDENT,
            "behaviours",
            "What was done?",
            days=days,
            called="what was done",
            hint="Select all that apply. What looks small alone may matter together.",
        ),
        When(
            "when",
            "When did it happen?",
            called="when it happened",
            least="year",
            hint="A month and year, or a year alone, is enough. If it went on for a time, when it began.",
        ),
        Clock(
            "clock", "At what time?", called="the time", required=False, hint="If the day is known. For example, 2:15pm"
        ),
        When(
            "until",
            "When did it last happen, if it went on for a time?",
            called="when it last happened",
            least="year",
            required=False,
        ),
        ask(
            _INCIDENT,
            "times",
            "How many times?",
            days=days,
            called="how many times",
            least=1,
            hint="A rough number is better than none.",
        ),
        ask(_INCIDENT, "places", "What kind of place?", days=days, called="the kind of place", hint="", small=True),
        ask(_INCIDENT, "place_note", "Where was it?", days=days, called="where it was", hint=""),
        ask(_INCIDENT, "narrative", days=days, hint="What was done, said and heard, as it was told."),
        ask(
            _INCIDENT,
            "threats",
            "Was anything threatened?",
            days=days,
            called="what was threatened",
            hint="Also what was hinted at. Leave it empty if nothing was.",
            small=True,
        ),
        words,
        ask(
            _INCIDENT,
            "weapon",
            "Was there a weapon, or talk of one?",
            days=days,
            called="whether there was a weapon",
            hint="",
            on={"yes": (weapon,)},
        ),
        ask(_INCIDENT, "injury", "Was anybody hurt?", days=days, called="whether anybody was hurt", hint=""),
        ask(
            _INCIDENT,
            "identifiers_used",
            "Which numbers, accounts or vehicles were used?",
            days=days,
            called="the numbers used",
            hint="One on each line.",
        ),
        ask(
            _INCIDENT,
            "known_by",
            "How do we know it was the other person?",
            days=days,
            called="how they are known",
            hint="Seen, named, a number used before. It is no doubt about the victim if nobody can say.",
        ),
    )


def incident_rules(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What does not fit together in an incident."""
    when, until = values.get("when"), values.get("until")
    if when and until and until[: len(when)] < when[: len(until)]:
        yield "until", "When it last happened must not be before it began"
    if values.get("clock") and when and len(when) < 10:
        yield "clock", "Give the time only where the whole day is known"


def ask_incident(setting: Setting, raw: Raw) -> Asked:
    """Questions: incident."""
    return asked(incident_fields(setting.days), rules=(incident_rules,))


def ask_before(setting: Setting, raw: Raw) -> Asked:
    """Questions: before."""
    days = setting.days
    return asked(
        (
            ask(
                _MADE,
                "further_offending",
                "Has anything like this been reported before?",
                days=days,
                called="whether it has been reported before",
                hint="To any force, under any name.",
            ),
            ask(
                _MADE,
                "on_file",
                "What was reported before, and what came of it?",
                days=days,
                widget=Textarea,
                rows=3,
                called="what was reported before",
                hint="Reference numbers, if there are any.",
            ),
            ask(
                _INCIDENT,
                "told",
                "By the latest incident, what had been made clear to the other person?",
                days=days,
                called="what had been made clear",
                alone=("nothing", "unknown", "not_asked"),
                hint="That nothing was said is no sign of consent. Often it is what kept the victim safe.",
            ),
            ask(
                _INCIDENT,
                "orders_in_force",
                "Was an order or bail in force by then?",
                days=days,
                called="orders in force",
                hint="Select all that were.",
            ),
            ask(
                "escalation.noted",
                "escalating",
                "Does the victim feel that it is getting worse?",
                days=days,
                called="whether it is getting worse",
                hint="The victim’s own view. It is often right.",
            ),
            ask("escalation.noted", "what", "What has changed?", days=days, called="what has changed", hint=""),
        )
    )


def ask_impact(setting: Setting, raw: Raw) -> Asked:
    """Questions: impact."""
    kind, days = "impact.recorded", setting.days
    return asked(
        (
            ask(
                kind,
                "effects",
                "What has the victim changed, and what has it done to them?",
                days=days,
                called="what it has done to the victim",
                alone=("none_stated",),
                small=True,
                hint="Ask openly: “What do you do differently now?” Leave it empty if it was not asked.",
            ),
            ask(kind, "words", "In the victim’s own words", days=days, hint="What they said about it."),
        )
    )


def ask_where(setting: Setting, raw: Raw) -> Asked:
    """Questions: where."""
    days = setting.days
    return asked(
        (
            ask(
                _MADE,
                "reference",
                "Crime reference number",
                days=days,
                width=20,
                max_length=80,
                hint="If there is one already. It can be added later.",
            ),
            ask(_MADE, "force", "Police force", days=days, hint=""),
            ask(_MADE, "area", "Area", days=days, hint="A borough, a district or a command unit."),
            ask(
                _MADE,
                "domestic_flag",
                "Is it flagged as domestic abuse?",
                days=days,
                called="the domestic abuse flag",
                hint="Partners, former partners and relatives, both 16 or over.",
            ),
        )
    )


def ask_class(setting: Setting, raw: Raw) -> Asked:
    """Questions: class."""
    kind, days = "report.classified", setting.days
    fields = [
        ask(
            kind,
            "offence",
            "What is the first class of this report?",
            days=days,
            called="the first class",
            hint="The class on what is known now. It can be changed later, with a reason.",
        )
    ]
    offence = (raw.get("offence") or [""])[0]
    if raw.get("override_reason", [""])[0] or (offence in PLAIN_HARASSMENT and is_former_partner(setting)):
        fields.append(
            ask(
                kind,
                "override_reason",
                days=days,
                hint="Only if you are satisfied that it is harassment in law and not stalking. Say why.",
            )
        )
    fields.append(
        ask(
            kind,
            "included_offences",
            "Other offences in it",
            days=days,
            widget=Checkboxes,
            small=True,
            hint="Every other offence that came out: each stays on the record under this class.",
            only=OFTEN_INCLUDED,
        )
    )
    return asked(fields)


OFTEN_INCLUDED = (
    "controlling_coercive",
    "threats_to_kill",
    "assault",
    "assault_injury",
    "strangulation",
    "criminal_damage",
    "malicious_communications",
    "threatening_communication",
    "false_communication",
    "intimate_image_threat",
    "intimate_image_disclosure",
    "computer_misuse",
    "burglary",
    "theft",
    "blackmail",
    "breach_spo",
    "breach_nmo",
    "breach_ro_conviction",
    "breach_bail",
    "witness_intimidation",
    "sexual_offence",
)


def is_former_partner(setting: Setting) -> bool:
    """Whether the other person is the victim's former partner, as far as was answered."""
    return setting.first("relationship", "relationship") == "ex_partner"
