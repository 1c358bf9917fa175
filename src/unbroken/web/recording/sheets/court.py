"""From the file to the sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from unbroken.web.forms import Radios
from unbroken.web.recording.questions import Ask
from unbroken.web.recording.sheets.sheet import TOLD, Sheet

_CHARGE = Ask("charge", "Short name of the charge", hint="The same one wherever this charge is recorded, such as c1.")
_HEARING = (
    Ask("date", "What day is the hearing?", called="the day of the hearing"),
    Ask("court", "Which court?", called="the court", hint="Its name."),
    Ask("court_type", "What kind of court?", called="the kind of court", widget=Radios),
    Ask("purpose", "What is the hearing for?", called="what the hearing is for"),
)
_HEARINGS = ("hearing.listed", "hearing.held", "hearing.adjourned")


def _risk_or_why_none(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """No file goes to the CPS without the day of the last risk assessment, or the reason why there is none (ASS-09)."""
    if not values.get("risk_assessed_on") and not values.get("no_risk_assessment_because"):
        yield "risk_assessed_on", "Enter the day of the last risk assessment, or say why there is none"


SHEETS = (
    Sheet(
        "prosecution.submitted",
        "Record that a file went to the CPS",
        asks=(
            Ask("risk_assessed_on", "When was the risk last assessed?", called="the day of the last risk assessment",
                hint="What is on the record of it stands above, with its grade."),
            Ask("no_risk_assessment_because", "Why is there no risk assessment?",
                called="why there is no risk assessment", hint="Only if there is none."),
        ),
        when="When was it submitted?",
        history=("risk.assessed",),
        rules=(_risk_or_why_none,),
    ),
    Sheet(
        "charge.laid",
        "Record a charge",
        asks=(
            Ask("offence", "What is the charge?", called="the charge"),
            Ask("counts", "How many counts?", called="how many counts", more={"least": 1}),
            Ask("by", "Who laid it?", called="who laid it"),
            Ask("how", "How did proceedings start?", called="how proceedings started"),
            _CHARGE,
            TOLD,
        ),
        when="When was it laid?",
        instead=(("A charge that was laid before has changed", "charge.changed"),),
        history=("charge.laid", "charge.changed"),
    ),
    Sheet(
        "charge.changed",
        "Record that a charge changed",
        asks=(
            Ask("from_offence", "What was the charge?", called="the charge before"),
            Ask("to_offence", "What is it now?", called="the charge now"),
            Ask("reason", "Why was it changed?", called="why it was changed"),
            Ask("explanation", "The reason in words"),
            _CHARGE,
            Ask("victim_consulted", "Was the victim asked?", called="whether the victim was asked"),
            TOLD,
        ),
        when="When was it changed?",
        instead=(("A new charge was laid", "charge.laid"),),
        history=("charge.laid", "charge.changed"),
    ),
    Sheet(
        "hearing.listed",
        "Record a hearing",
        "Record it here when the date is fixed.",
        asks=(*_HEARING, TOLD),
        when="When was the date fixed?",
        instead=(("A hearing was held", "hearing.held"), ("A hearing was adjourned", "hearing.adjourned")),
        history=_HEARINGS,
    ),
    Sheet(
        "hearing.held",
        "Record that a hearing was held",
        asks=(*_HEARING, Ask("results", "What came of it?", called="what came of it", hint="Select all that apply."),
              Ask("victim_attended", "Did the victim come?", called="whether the victim came")),
        when="When was it held?",
        instead=(("A date was fixed", "hearing.listed"), ("The hearing was adjourned", "hearing.adjourned")),
        history=_HEARINGS,
    ),
    Sheet(
        "hearing.adjourned",
        "Record that a hearing was adjourned",
        asks=(
            *_HEARING,
            Ask("reason", "Why was it adjourned?", called="why it was adjourned"),
            Ask("asked_by", "Who asked for it?", called="who asked for it"),
            Ask("until", "Until when?", called="the new day", hint="If a new day was fixed."),
            TOLD,
        ),
        when="When was it adjourned?",
        instead=(("A date was fixed", "hearing.listed"), ("The hearing was held", "hearing.held")),
        history=_HEARINGS,
        after="Tell the victim as soon as it is safe to: nobody should learn at the court that it is off.",
    ),
    Sheet(
        "sentence.passed",
        "Record a sentence",
        asks=(
            Ask("components", "Part of the sentence", hint="One for each part: custody, an order, a fine."),
            Ask("offence", "For which offence?", called="the offence"),
            Ask("remand_days"),
            Ask("release_on", "When is release expected?", called="when release is expected"),
            Ask("order_requested", "Was a restraining or protection order asked for?",
                called="whether an order was asked for"),
            Ask("order_made", "Was one made?", called="whether an order was made",
                on={"no": (Ask("order_refused_because", hint=""),)}),
            Ask("order_refused_because", hint=""),
            _CHARGE,
            TOLD,
        ),
        when="When was it passed?",
        history=("sentence.passed", "verdict.returned"),
        after="Tell the victim the sentence, when release is expected, and what an order does.",
    ),
)  # fmt: skip
