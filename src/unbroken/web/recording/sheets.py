"""How each kind is asked when one entry is recorded: the words, the order, what is left out. Data.

A kind without a sheet is asked as its model says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from unbroken.exchange.exporting.shapes import Shape, shapes_of, title_of
from unbroken.safety.instruments.loading import shipped
from unbroken.vocabulary.outcomes import CLOSURE_REASONS, OUTCOMES
from unbroken.vocabulary.reports import CLASSIFICATION_STAGES
from unbroken.web.forms import Radios
from unbroken.web.forms.form import Rule
from unbroken.web.recording.questions import Ask

OFTEN_INCLUDED = (
    "controlling_coercive", "threats_to_kill", "assault", "assault_injury", "strangulation", "criminal_damage",
    "malicious_communications", "threatening_communication", "false_communication", "intimate_image_threat",
    "intimate_image_disclosure", "computer_misuse", "burglary", "theft", "blackmail", "breach_spo", "breach_nmo",
    "breach_ro_conviction", "breach_bail", "witness_intimidation", "sexual_offence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form of one kind.

    `asks` are the fields that are asked in words of their own, first and in their order; the others follow as the
    kind has them, except those in `hide`. `when` asks for the time. `instead` are kinds that are easily taken for
    this one, with the words that lead there. `history` are the kinds of which the page shows what there is.
    `only_about` are the roles that are asked, where the kind could be about much more than its form needs.
    `rules` are what a new entry must have beyond what its kind requires; a correction need not. `found_by` are the
    questions by which somebody on the record is found while the form is filled in.
    """

    kind: str
    title: str = ""
    lead: str = ""
    asks: tuple[Ask, ...] = ()
    hide: tuple[str, ...] = ()
    when: str = "When did it happen?"
    when_hint: str = ""
    starts_today: bool = True
    spans: bool = False
    instead: tuple[tuple[str, str], ...] = ()
    history: tuple[str, ...] = ()
    after: str = ""
    only_about: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    found_by: tuple[str, ...] = ()

    def heading(self) -> str:
        """The heading of the page."""
        return self.title or f"Record: {title_of(self.kind).lower()}"

    def by_name(self) -> Mapping[str, Ask]:
        """How each field is asked."""
        return {one.name: one for one in self.asks}

    def shapes(self) -> tuple[Shape, ...]:
        """The fields of the kind that are asked, in the order in which they are."""
        known = {shape.name: shape for shape in shapes_of(self.kind)}
        first = [one.name for one in self.asks]
        rest = [name for name in known if name not in first and name not in self.hide]
        return tuple(known[name] for name in (*first, *rest))


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


def _risk_or_why_none(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """No file goes to the CPS without the day of the last risk assessment, or the reason why there is none (ASS-09)."""
    if not values.get("risk_assessed_on") and not values.get("no_risk_assessment_because"):
        yield "risk_assessed_on", "Enter the day of the last risk assessment, or say why there is none"


def _until_or_conditions(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is passed on is passed on for a time, or on conditions."""
    if not values.get("until") and not values.get("conditions"):
        yield "until", "Enter until when they may keep it, or on what conditions"


def _has_own_form(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What has a form of its own is filled in there: with its items, its rules, and by those who may use it."""
    if (found := shipped().get(values.get("instrument") or "")) is not None:
        yield "instrument", f"{found.title} has a form of its own: go back to the report and choose “Assess the risk”"


_TOLD = Ask("victim_told_on", "When was the victim told?", called="when the victim was told",
            hint="Leave it empty if nobody has told the victim yet.")  # fmt: skip
_CHARGE = Ask("charge", "Short name of the charge", hint="The same one wherever this charge is recorded, such as c1.")
_HEARING = (
    Ask("date", "What day is the hearing?", called="the day of the hearing"),
    Ask("court", "Which court?", called="the court", hint="Its name."),
    Ask("court_type", "What kind of court?", called="the kind of court", widget=Radios),
    Ask("purpose", "What is the hearing for?", called="what the hearing is for"),
)
_HEARINGS = ("hearing.listed", "hearing.held", "hearing.adjourned")
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

_ALL = (
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
            _TOLD,
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
    Sheet("suspect.interviewed", asks=(Ask("accounts", alone=("unknown",)),)),
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
    Sheet(
        "charge.laid",
        "Record a charge",
        asks=(
            Ask("offence", "What is the charge?", called="the charge"),
            Ask("counts", "How many counts?", called="how many counts", more={"least": 1}),
            Ask("by", "Who laid it?", called="who laid it"),
            Ask("how", "How did proceedings start?", called="how proceedings started"),
            _CHARGE,
            _TOLD,
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
            _TOLD,
        ),
        when="When was it changed?",
        instead=(("A new charge was laid", "charge.laid"),),
        history=("charge.laid", "charge.changed"),
    ),
    Sheet(
        "hearing.listed",
        "Record a hearing",
        "Record it here when the date is fixed.",
        asks=(*_HEARING, _TOLD),
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
            _TOLD,
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
            _TOLD,
        ),
        when="When was it passed?",
        history=("sentence.passed", "verdict.returned"),
        after="Tell the victim the sentence, when release is expected, and what an order does.",
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
SHEETS: Mapping[str, Sheet] = {sheet.kind: sheet for sheet in _ALL}


@cache
def sheet_of(kind: str) -> Sheet:
    """The sheet of a kind: its own, or one that asks as the kind's model says."""
    return SHEETS.get(kind) or Sheet(kind)
