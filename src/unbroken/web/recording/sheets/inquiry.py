"""The report and its investigation, up to its closing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unbroken.vocabulary.outcomes import CLOSURE_REASONS, OUTCOMES
from unbroken.vocabulary.reports import CLASSIFICATION_STAGES
from unbroken.web.forms import Radios
from unbroken.web.recording.questions import Ask
from unbroken.web.recording.sheets.sheet import TOLD, Sheet

OFTEN_INCLUDED = (
    "controlling_coercive", "threats_to_kill", "assault", "assault_injury", "strangulation", "criminal_damage",
    "malicious_communications", "threatening_communication", "false_communication", "intimate_image_threat",
    "intimate_image_disclosure", "computer_misuse", "burglary", "theft", "blackmail", "breach_spo", "breach_nmo",
    "breach_ro_conviction", "breach_bail", "witness_intimidation", "sexual_offence",
)  # fmt: skip
# The first blames the victim and does not say what happened. As for the second: whoever closes a report knows why.
_NO_REASONS = frozenset({"victim_not_cooperating", "unknown"})
_NO_CRIME = CLOSURE_REASONS.in_group("not_crime")
_ALLOCATED_TO = ("officer", "team", "stalking_lead")


def _somebody(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A report is allocated to somebody."""
    if not any(values.get(name) for name in _ALLOCATED_TO):
        yield "officer", "Enter the officer, the team or the stalking single point of contact"


def _outcome_or_why_none(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A report is closed with an outcome, or with the reason why there is none."""
    if not values.get("outcome") and not values.get("no_outcome_because"):
        yield "outcome", "Select the outcome, or say why there is none"


def _why_no_crime(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A report is closed as no crime or no stalking with the reason in words (RCG-09)."""
    if _NO_CRIME.intersection(values.get("reasons") or ()) and not values.get("explanation"):
        yield "explanation", "Enter why it is not thought to be a crime, stalking or a course of conduct"


SHEETS = (
    Sheet(
        "incident.recorded",
        "Add an incident",
        asks=(
            Ask("behaviours", "What was done?", called="what was done",
                hint="Select all that apply. What looks small alone may matter together."),
            Ask("times", "How many times?", called="how many times", hint="A rough number is better than none.",
                more={"least": 1}),
            Ask("places", "What kind of place?", called="the kind of place", more={"small": True}),
            Ask("place_note", "Where was it?", called="where it was"),
            Ask("narrative", "What happened?", called="what happened",
                hint="What was done, said and heard, as it was told."),
            Ask("threats", "Was anything threatened?", called="what was threatened", more={"small": True},
                hint="Also what was only hinted at. Leave it empty if nothing was."),
            Ask("threat_words", "What was said or written?", called="the words of the threat", more={"rows": 3}),
            Ask("weapon", "Was there a weapon, or talk of one?", called="whether there was a weapon",
                on={"yes": (Ask("weapon_note", "What weapon?", called="the weapon"),)}),
            Ask("weapon_note", "What weapon?", called="the weapon"),
            Ask("injury", "Was anybody hurt?", called="whether anybody was hurt"),
            Ask("identifiers_used", "Which numbers, accounts or vehicles were used?", called="the numbers used",
                hint="One on each line."),
            Ask("known_by", "How do we know it was the suspect?", called="how the suspect is known",
                hint="Seen, named, a number used before. Nobody doubts the victim if it cannot be said."),
            Ask("told", "What had been made clear to the suspect before?", called="what had been made clear",
                alone=("nothing", "unknown", "not_asked"), more={"small": True},
                hint="That nothing was said is no sign of consent. Often it is what kept the victim safe."),
            Ask("orders_in_force", "Was an order or bail in force?", called="the orders in force", more={"small": True},
                hint="Select all that were."),
        ),
        hide=("further", "crime_reference", "orders_note", "when_note", "third_parties"),
        when_hint="A month and year, or a year alone, is enough. If it went on for a time, when it began.",
        starts_today=False,
        spans=True,
    ),
    Sheet(
        "report.classified",
        "Change the class of the report",
        "No class is overwritten: every class the report has had stays on the record, with who gave it and why.",
        asks=(
            Ask("offence", "What is the class now?", called="the class",
                hint="For section 4A, choose the limb: fear of violence, or serious alarm or distress."),
            Ask("stage", "At what stage?", called="the stage", widget=Radios,
                only=tuple(code.code for code in CLASSIFICATION_STAGES if code.code != "initial")),
            Ask("reason", "Why does the class change?", called="the reason for the change",
                hint="Required where it differs from the class before."),
            Ask("explanation", "The reason in words", hint="What was found, and in what."),
            Ask("override_reason", "Why is it harassment only?", called="why it is harassment only",
                hint="Only where a former partner’s course of conduct is recorded as harassment and "
                "not as stalking: why you are satisfied that it is harassment in law."),
            Ask("decided_by", "Who decided?", called="who decided"),
            Ask("included_offences", "Other offences in it", only=OFTEN_INCLUDED, more={"small": True},
                hint="Every other offence that came out: each stays on the record under this class."),
        ),
        when="When was it decided?",
        history=("report.classified",),
    ),
    Sheet(
        "report.allocated",
        "Allocate the report",
        "Enter at least one of the officer, the team and the stalking single point of contact.",
        asks=(
            *(Ask(name, more={"one_of": True}) for name in _ALLOCATED_TO),
            Ask("supervisor", called="the supervising officer"),
        ),
        when="When was it allocated?",
        history=("report.allocated",),
        after="Tell the victim who has the case now, in the way that is safe.",
        rules=(_somebody,),
    ),
    Sheet(
        "report.linked",
        "Link this report with another",
        "Nothing in either report changes. Withdrawing the link takes them apart again.",
        asks=(
            Ask("why", "Why do they belong together?", called="why they belong together", required=True, widget=Radios,
                hint="If both are about the same incident, this report will count as the duplicate of the other."),
            Ask("note", "What shows it?", called="what shows it"),
        ),
        when="When was it decided?",
        history=("report.linked",),
    ),
    Sheet(
        "person.described",
        "Describe somebody in the report",
        "What two sources say is never merged: this is added beside what is known already.",
        asks=(
            Ask("role_here", "What part does this person play here?", called="the part they play"),
            Ask("names", "Name"),
            Ask("date_of_birth", more={"future": False}),
            Ask("age"),
            Ask("age_band"),
            Ask("sex"),
            Ask("identifiers", "Number, account, car or address"),
        ),
        when="When was it said?",
        found_by=("names", "date_of_birth", "age", "sex", "identifiers"),
    ),
    Sheet(
        "relationship.stated",
        "Say how victim and suspect know one another",
        asks=(
            Ask("relationship", "What is the suspect to the victim?", called="what the suspect is to the victim",
                widget=Radios,
                on={"unknown": (Ask("unknown_because", "Why is it not known, and who could say?",
                                    called="why it is not known and who could say", required=True),)}),
            Ask("unknown_because"),
            Ask("separated_on", "When did they separate, if they did?", called="when they separated",
                more={"future": False}, hint="A year is enough, if that is all that is known."),
            Ask("cohabiting", "Do they live together now?", called="whether they live together"),
            Ask("children_together", "Do they have children together?",
                called="whether they have children together"),
            Ask("stated_by", "Who said so?", called="who said so"),
        ),
        when="When was it said?",
        history=("relationship.stated",),
    ),
    Sheet("suspect.interviewed", asks=(Ask("accounts", alone=("unknown",)),)),
    Sheet(
        "investigation.closed",
        "Close the report",
        "Closed by police and closed after a withdrawal are never counted as one: say who decided, and why.",
        asks=(
            Ask("outcome", "What is the outcome?", called="the outcome", more={"one_of": True},
                hint="The Home Office outcome. If there is none, say below why not.",
                only=tuple(code.code for code in OUTCOMES if code.group != "not_yet_assigned")),
            Ask("no_outcome_because", "If there is no outcome, why not?", called="why there is no outcome",
                more={"one_of": True},
                hint="Leave this empty where you chose an outcome."),
            Ask("reasons", "Why is it closed?", called="the reasons", required=True, hint="Select all that apply.",
                more={"small": True},
                only=tuple(code.code for code in CLOSURE_REASONS if code.code not in _NO_REASONS)),
            Ask("decided_by", "Who decided?", called="who decided", required=True),
            Ask("supervisor", "Supervisor who agreed", called="the supervisor who agreed", required=True),
            Ask("explanation", "The reasons in words"),
            Ask("doubt_evidence", hint="Only where a reason doubts the victim: say what the doubt rests on."),
            TOLD,
            Ask("review_right_told", "Was the victim told how to have the decision reviewed?",
                called="whether the victim was told of the right to a review"),
        ),
        when="When was it closed?",
        history=("investigation.closed", "investigation.reopened"),
        after="Tell the victim why, and of the right to a review, in the way that is safe.",
        rules=(_outcome_or_why_none, _why_no_crime),
    ),
    Sheet(
        "nocrime.stated",
        "Record that it was said to be no crime or no stalking",
        "It closes no report and changes no class: each is a step of its own. Supervisors see it beside what the "
        "report adds up to.",
        asks=(
            Ask("statement", "What was it said not to be?", called="what it was said not to be", widget=Radios),
            Ask("officer", "Which officer said so?", called="the officer who said so"),
            Ask("reason", "Why?", called="why",
                hint="What it rests on. Not whether the victim was believed, or calm, or wants a prosecution."),
            Ask("supervisor", "Which supervisor agreed?", called="the supervisor who agreed",
                hint="Somebody other than the officer who said so."),
        ),
        when="When was it said?",
        history=("nocrime.stated", "incident.recorded", "finding.decided"),
        after="Read it beside what the report adds up to.",
    ),
)  # fmt: skip
