"""What is done with and for the victim: support, contact, leaving and coming back."""

from __future__ import annotations

from unbroken.web.forms import Radios
from unbroken.web.recording.questions import Ask
from unbroken.web.recording.sheets.sheet import Sheet

_WITHDRAWAL = (
    ("We can no longer reach the victim", "victim.disengaged"),
    ("The victim did not want a prosecution when reporting", "victim.did_not_support_at_report"),
    ("The victim has come back", "victim.reengaged"),
)
_LEAVING = (
    Ask("stage", "How far has the case got?", called="how far the case has got"),
    Ask("reasons", "What reasons did the victim give?", called="the reasons", required=True,
        hint="Select all that apply.", alone=("not_given", "not_asked", "unknown")),
    Ask("words", hint="What the victim said about it. It may be what brings the case back."),
)  # fmt: skip
_LEFT_SAFE = (
    Ask("advocate_present", "Was an advocate there?", called="whether an advocate was there", required=True),
    Ask("safeguarding_considered", "Was the victim’s safety looked at again?", required=True,
        called="whether safety was looked at again", hint="The danger does not end when support for the case does."),
    Ask("police_would_go_on", "Was going on without the victim considered?",
        called="whether going on without the victim was considered"),
)  # fmt: skip

SHEETS = (
    Sheet(
        "support.triaged",
        "Choose the advocacy service",
        "Those at highest risk go to the specialist centre’s advocacy, the rest to general stalking advocacy. You "
        "decide who is at highest risk: the indicators have no score.",
        asks=(
            Ask("violence", "What is the level of violence?", called="the level of violence", widget=Radios,
                hint="The most violent thing that was done or threatened."),
            Ask("children_involved", "Are children involved?", called="whether children are involved",
                hint="They live with it, are used in it or are threatened."),
            Ask("court_case", "Is a court case going on?", called="whether a court case is going on",
                hint="Criminal, family or other."),
            Ask("break_ins", "Were there break-ins that belong to the stalking?",
                called="whether there were break-ins"),
            Ask("highest_risk", "Is the victim at highest risk?", called="whether the victim is at highest risk",
                hint="Your judgement, with the SASH and everything above."),
            Ask("service", "Which service?", called="the service"),
            Ask("exception_reason", "Why this service?", called="the reason for this service",
                hint="Needed where somebody at highest risk goes elsewhere than to the specialist centre, or somebody "
                "who is not goes anywhere but to general stalking advocacy."),
        ),
        when="When was it decided?",
        history=("support.triaged", "support.offered", "support.accepted", "support.declined", "support.started",
                 "support.ended"),
        after="Make the referral, and tell the victim in the way that is safe.",
    ),
    Sheet(
        "contact.made",
        "Record contact with the victim",
        asks=(
            Ask("safe_to_talk", "Was it safe to talk?", called="whether it was safe to talk",
                hint="As the victim said when asked."),
            Ask("about", "What was it about?", called="what it was about",
                hint="Select all that apply.", more={"small": True}),
            Ask("channel", "How?", called="how contact was made"),
            Ask("started_by", "Who made contact?", called="who made contact"),
            Ask("within_rule", "Did it keep to what the victim said is safe?",
                called="whether it kept to what the victim said is safe"),
            Ask("note", "What was said?", called="what was said"),
        ),
        hide=("event",),
        when="When was it?",
        instead=(("We tried and could not reach the victim", "contact.failed"),),
        history=("contact.made", "contact.failed"),
    ),
    Sheet(
        "contact.failed",
        "Record that the victim could not be reached",
        when="When was it tried?",
        instead=(("We did reach the victim", "contact.made"),),
        history=("contact.made", "contact.failed"),
    ),
    Sheet(
        "victim.withdrew",
        "Record that the victim withdrew",
        "The victim’s decision is theirs. This does not close the report: the police decide whether to go on.",
        asks=(
            *_LEAVING,
            Ask("statement_taken", "Was a withdrawal statement taken?", called="whether a statement was taken"),
            Ask("statement_absent_because", "If no statement was taken, why not?", called="why no statement was taken"),
            *_LEFT_SAFE,
        ),
        when="When did the victim withdraw?",
        instead=_WITHDRAWAL,
        history=("victim.withdrew", "victim.disengaged", "victim.reengaged"),
        after="Look again at risk, at protective orders and at whether the case can go on without the victim.",
    ),
    Sheet(
        "victim.disengaged",
        "Record that contact with the victim was lost",
        "It is not a withdrawal, and is not counted as one.",
        asks=(*_LEAVING, *_LEFT_SAFE),
        when="When was contact lost?",
        instead=(("The victim told us that they withdraw", "victim.withdrew"),),
        after="Look again at risk: somebody who cannot be reached may not be safe.",
    ),
    Sheet("victim.reengaged", "Record that the victim came back", when="When did the victim come back?"),
)  # fmt: skip
