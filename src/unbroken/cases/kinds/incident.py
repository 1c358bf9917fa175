"""An incident: one act, or several of a kind, within a course of conduct; and the view that it is getting worse."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from unbroken.record import phrasing as say
from unbroken.record.fields import Answer, Named, Note, Reference, Several, Words
from unbroken.record.kinds import CodeOf, Kind, Lane, Privacy, maybe, one, some
from unbroken.vocabulary.actors import OBSERVERS
from unbroken.vocabulary.behaviours import BEHAVIOURS, PLACES, THREATS, TOLD_TO_STOP
from unbroken.vocabulary.orders import ORDER_TYPES
from unbroken.vocabulary.steps import ESCALATIONS


class IncidentRecorded(
    Kind,
    kind="incident.recorded",
    subjects=(one("report"), some("victim"), maybe("suspect"), maybe("witness"), maybe("third_party"), maybe("order")),
    lane=Lane.INCIDENTS,
    demands=("REC-10", "REC-11", "RCG-01", "RCG-03", "RCG-07", "LNK-07", "PRO-10"),
):
    """Incident recorded.

    Recorded by whoever hears of it: one act, or several of a kind over a time. When it happened is the time of the
    entry, from the first act to the last.
    """

    behaviours: Several[Annotated[str, CodeOf(BEHAVIOURS)]]
    """What was done. As many as apply."""
    times: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(default=None, title="How many times")
    """How many times it was done in that time."""
    places: Several[Annotated[str, CodeOf(PLACES)]] | None = Field(default=None, title="Kind of place")
    """What kind of place it happened in."""
    place_note: Annotated[Note, Privacy.LOCATION] | None = Field(default=None, title="Where")
    """The place in words."""
    identifiers_used: Several[Annotated[Named, Privacy.LOCATION]] | None = None
    """The phone numbers, accounts, vehicles or names it was done with."""
    known_by: Note | None = Field(default=None, title="How the suspect is known")
    """What ties the act to the suspect: seen, named, a number used before."""
    third_parties: Note | None = Field(default=None, title="Other people involved")
    """Who else took part or was drawn in."""
    threats: Several[Annotated[str, CodeOf(THREATS)]] | None = None
    """What was threatened."""
    threat_words: Words | None = Field(default=None, title="Words of the threat")
    """The words used."""
    weapon: Answer | None = None
    """Whether a weapon was used, shown or mentioned."""
    weapon_note: Note | None = Field(default=None, title="What weapon")
    """The weapon in words."""
    injury: Answer | None = None
    """Whether anybody was hurt."""
    told: Several[Annotated[str, CodeOf(TOLD_TO_STOP)]] | None = Field(default=None, title="What the suspect was told")
    """What had been made clear to the suspect before."""
    orders_in_force: Several[Annotated[str, CodeOf(ORDER_TYPES)]] | None = Field(
        default=None, title="Orders or bail in force"
    )
    """Orders and bail conditions in force at the time."""
    orders_note: Note | None = Field(default=None, title="About the orders")
    """What the orders said."""
    narrative: Words | None = Field(default=None, title="What happened")
    """What happened, as it was told."""
    when_note: Note | None = Field(default=None, title="About the date")
    """What is uncertain about when it happened."""
    further: Answer | None = Field(default=None, title="After the first report")
    """Whether it happened after the first report was made."""
    crime_reference: Reference | None = None
    """The crime reference it was recorded under, where it has its own."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        head = say.many(body, "behaviours", "behaviour") or "An incident"
        times = body.get("times")
        return say.clauses(
            (
                say.after(head, say.labels(BEHAVIOURS, body, "behaviours")),
                say.number(times, "time") if isinstance(times, int) and times > 1 else "",
                say.phrase("threats:", say.labels(THREATS, body, "threats")),
                "with a weapon" if body.get("weapon") == "yes" else "",
                "with an order or bail in force" if body.get("orders_in_force") else "",
            )
        )


class EscalationNoted(
    Kind,
    kind="escalation.noted",
    subjects=(one("report"), maybe("victim"), maybe("suspect")),
    lane=Lane.INCIDENTS,
    demands=("ASS-10",),
):
    """View on escalation noted.

    Recorded by police or advocate, each view for itself: what the victim says and what the officer thinks are two
    facts, and disagreement is shown.
    """

    by: Annotated[str, CodeOf(OBSERVERS)] = Field(title="Whose view")
    """Whose view it is."""
    escalating: Answer | None = Field(default=None, title="Getting worse")
    """Whether it is getting worse. Absent where only the entry itself says so."""
    ways: Several[Annotated[str, CodeOf(ESCALATIONS)]] | None = Field(default=None, title="In what")
    """In frequency, in severity or in both."""
    what: Note | None = None
    """What has changed."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        answer = {"no": "Not getting worse", "unknown": "Not known whether it is getting worse"}
        head = answer.get(str(body.get("escalating")), "Getting worse")
        if body.get("escalating") in {"refused", "not_asked"}:
            head = "View on escalation not given"
        return say.clauses(
            (
                say.line(head, say.phrase("in", say.labels(ESCALATIONS, body, "ways", between=" and "))),
                say.phrase("in the view of", say.label(OBSERVERS, body, "by")),
            )
        )
