"""The questions of a new report about what was done: how they know one another, the account, incidents, the effect."""

from __future__ import annotations

from unbroken.cases.rules import PLAIN_HARASSMENT
from unbroken.web.forms import Checkboxes, Radios, Textarea
from unbroken.web.recording.asked import Asked, Raw, Setting, asked
from unbroken.web.recording.happening import when_fields, when_rules
from unbroken.web.recording.questions import Ask, ask, questions_of
from unbroken.web.recording.sheets import OFTEN_INCLUDED, SHEETS

_MADE, _INCIDENT = "report.made", "incident.recorded"


def ask_relationship(setting: Setting, raw: Raw) -> Asked:
    """Questions: relationship."""
    kind, days = "relationship.stated", setting.days
    because = Ask(
        "unknown_because",
        "Why is it not known, and who could say?",
        required=True,
        called="why it is not known and who could say",
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
                on={"unknown": (because,)},
            ),
            ask(
                kind,
                "separated_on",
                "When did they separate, if they did?",
                days=days,
                future=False,
                called="when they separated",
                hint="A year is enough, if that is all that is known.",
            ),
            ask(
                kind,
                "cohabiting",
                "Do they live together now?",
                days=days,
                called="whether they live together",
            ),
            ask(
                kind,
                "children_together",
                "Do they have children together?",
                days=days,
                called="whether they have children together",
            ),
            ask(kind, "stated_by", "Who said so?", days=days, called="who said so"),
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


def ask_incident(setting: Setting, raw: Raw) -> Asked:
    """Questions: one incident."""
    sheet = SHEETS[_INCIDENT]
    when = when_fields(sheet.when, hint=sheet.when_hint, spans=True)
    left_out = ("told", "orders_in_force")  # asked once, of the latest
    shapes = [shape for shape in sheet.shapes() if shape.name not in left_out]
    fields, _ = questions_of(shapes, sheet.by_name(), days=setting.days, slots={})
    first, *rest = fields
    return asked((first, *when, *rest), rules=(when_rules,))


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
            ask("escalation.noted", "what", "What has changed?", days=days, called="what has changed"),
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
            ask(_MADE, "force", "Police force", days=days),
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
                "Why is it harassment only?",
                days=days,
                called="why it is harassment only",
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


def is_former_partner(setting: Setting) -> bool:
    """Whether the other person is the victim's former partner, as far as was answered."""
    return setting.first("relationship", "relationship") == "ex_partner"
