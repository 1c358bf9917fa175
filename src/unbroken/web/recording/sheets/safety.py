"""Assessments of risk and need, and what is passed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unbroken.safety.instruments.loading import shipped
from unbroken.web.forms import Radios
from unbroken.web.recording.questions import Ask
from unbroken.web.recording.sheets.sheet import Sheet


def _until_or_conditions(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is passed on is passed on for a time, or on conditions."""
    if not values.get("until") and not values.get("conditions"):
        yield "until", "Enter until when they may keep it, or on what conditions"


def _has_own_form(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What has a form of its own is filled in there: with its items, its rules, and by those who may use it."""
    if (found := shipped().get(values.get("instrument") or "")) is not None:
        yield "instrument", f"{found.title} has a form of its own: go back to the report and choose “Assess the risk”"


SHEETS = (
    Sheet(
        "risk.assessed",
        "Record another assessment",
        lead="For an instrument that has no form of its own here, for judgement without one, and for the type of "
        "stalker. S-DASH, DASH RIC, SASH, SRP, FOUR, RoSH, OGRS and OVP have their own under “Assess the risk”.",
        asks=(Ask("instrument", "Which instrument?", called="the instrument"),),
        when="When was the assessment made?",
        history=("risk.assessed",),
        rules=(_has_own_form,),
    ),
    Sheet(
        "need.assessed",
        "Record needs that were assessed",
        "As the assessment says. What police say of somebody’s needs is no assessment: it stands in their description.",
        asks=(
            Ask("source", "By what were they assessed?", called="by what they were assessed", widget=Radios),
            Ask("needs", "Which needs?", called="the needs"),
        ),
        when="When was the assessment made?",
        only_about=("suspect", "report"),
        history=("need.assessed", "need.answered"),
    ),
    Sheet(
        "need.answered",
        "Say what follows from a need",
        "A referral, or the reason why there is none.",
        asks=(
            Ask("needs", "Which needs?", called="the needs"),
            Ask("how", "What follows?", called="what follows", widget=Radios),
            Ask("explanation", "In words", called="the reason", hint="Needed for another reason."),
        ),
        when="When was it decided?",
        history=("need.assessed", "need.answered", "referral.made", "referral.answered"),
    ),
    Sheet(
        "record.disclosed",
        "Record that something was passed on",
        "For what was passed to another body outside this service. Copies made here are logged by themselves.",
        asks=(
            Ask("to", "Which body received it?", called="the body that received it"),
            Ask("received_by", "Who there received it?", called="who received it"),
            Ask("ground", "On what legal ground?", called="the legal ground"),
            Ask("what", "What was passed on?", called="what was passed on"),
            Ask("why", "Why was it necessary?", called="why it was necessary", required=True),
            Ask("until", "Until when may they keep it?", called="until when they may keep it"),
            Ask("conditions", "On what conditions?", called="the conditions",
                hint="Whether they may pass it on, and to whom; what the victim must not come to harm by."),
        ),
        hide=("kinds",),
        rules=(_until_or_conditions,),
        when="When was it passed on?",
        history=("record.disclosed",),
        only_about=("report",),
    ),
)  # fmt: skip
