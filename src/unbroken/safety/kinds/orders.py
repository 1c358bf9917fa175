"""Protective orders, from the thought of one to its end."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from unbroken.record import phrasing as say
from unbroken.record.fields import (
    Answer,
    Count,
    Day,
    Label,
    Named,
    NotBefore,
    Note,
    Part,
    Parts,
    Reference,
    Several,
    Words,
)
from unbroken.record.kinds import CodeOf, Kind, Lane, Privacy, maybe, one, some
from unbroken.vocabulary.actors import FINDERS
from unbroken.vocabulary.courts import COURT_TYPES
from unbroken.vocabulary.orders import (
    CONDITION_KINDS,
    NOT_APPLIED_REASONS,
    ORDER_CHECKS,
    ORDER_ENDS,
    ORDER_ORIGINS,
    ORDER_TYPES,
)
from unbroken.vocabulary.steps import CHECK_RESULTS, ORDER_DECISIONS, SERVICE_METHODS


class OrderCondition(Part):
    """One prohibition or requirement of an order."""

    kind: Annotated[str, CodeOf(CONDITION_KINDS)]
    """What must or must not be done."""
    number: Annotated[str, Field(pattern=r"^[A-Za-z0-9.()-]{1,12}$")] | None = None
    """Its number in the order, by which a breach cites it."""
    text: Note | None = None
    """The condition in the words of the order."""
    place: Annotated[Note, Privacy.LOCATION] | None = None
    """The place or area it is about."""
    starts: Day | None = Field(default=None, title="From")
    """When it starts, if not with the order."""
    until: Annotated[Day, NotBefore("starts")] | None = None
    """When it ends, if not with the order."""
    monitored_by: Label | None = None
    """The body that checks it."""


class _Order(Kind):
    """What every entry about an order says, so that it can be read alone."""

    type: Annotated[str, CodeOf(ORDER_TYPES)] = Field(title="Type of order")
    """What kind of order."""


_ABOUT_ORDER = (one("order"), some("victim"), one("suspect"), maybe("report"), maybe("prosecution"))


class OrderConsidered(
    _Order, kind="order.considered", subjects=_ABOUT_ORDER, lane=Lane.ORDERS, demands=("PRO-01", "PRO-02", "PRO-05")
):
    """Order considered.

    Recorded by police for every stalking case: to apply or not, with the reason. It needs no charge and no
    statement by the victim.
    """

    decision: Annotated[str, CodeOf(ORDER_DECISIONS)] | None = None
    """Apply, do not apply, or decide later."""
    why_not: Several[Annotated[str, CodeOf(NOT_APPLIED_REASONS)]] | None = Field(default=None, title="Why not")
    """Why no order is applied for."""
    explanation: Note | None = None
    """The reason in words."""
    victims_view: Note | None = Field(default=None, title="What the victim wishes")
    """What the victim thinks of an order and its conditions."""
    authorised_by: Named | None = None
    """The superintendent, or whoever decided."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (
                say.after("Order considered", say.label(ORDER_TYPES, body, "type")),
                say.label(ORDER_DECISIONS, body, "decision"),
                say.labels(NOT_APPLIED_REASONS, body, "why_not", between=", "),
            )
        )


class OrderApplied(
    _Order,
    kind="order.applied",
    subjects=_ABOUT_ORDER,
    lane=Lane.ORDERS,
    demands=("PRO-01", "PRO-04", "PRO-06", "PRO-07"),
):
    """Order applied for.

    Recorded by police, the CPS or whoever supports the victim's own application.
    """

    origin: Annotated[str, CodeOf(ORDER_ORIGINS)] | None = None
    """On whose application, or on what occasion."""
    interim: Answer | None = Field(default=None, title="Interim order asked for")
    """Whether an interim order is asked for."""
    court: Label | None = None
    """The court, by name."""
    court_type: Annotated[str, CodeOf(COURT_TYPES)] | None = None
    """The kind of court."""
    hearing_on: Day | None = None
    """When it will be heard."""
    conditions: Parts[OrderCondition] | None = Field(default=None, title="Conditions asked for")
    """Prohibitions and requirements asked for, one by one."""
    victim_statement: Answer | None = None
    """Whether a statement by the victim supports it. It is not needed in law."""
    reference: Reference | None = Field(default=None, title="Court reference")
    """The court's case number."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Order applied for",
            say.label(ORDER_TYPES, body, "type"),
            say.known(ORDER_ORIGINS, body, "origin"),
            say.many(body, "conditions", "condition"),
        )


class OrderGranted(
    _Order,
    kind="order.granted",
    subjects=_ABOUT_ORDER,
    lane=Lane.ORDERS,
    demands=("PRO-01", "PRO-03", "PRO-04", "PRO-05", "PRO-06", "PRO-07", "PRO-16"),
):
    """Order granted.

    Recorded by police, the CPS or the court. Conditions are kept one by one, so that a breach can cite one.
    """

    origin: Annotated[str, CodeOf(ORDER_ORIGINS)] | None = None
    """On whose application, or on what occasion."""
    court: Label | None = None
    """The court, by name."""
    court_type: Annotated[str, CodeOf(COURT_TYPES)] | None = None
    """The kind of court."""
    conditions: Parts[OrderCondition] | None = None
    """Prohibitions and requirements, one by one."""
    starts: Day | None = Field(default=None, title="From")
    """When it starts, if not on the day it was made."""
    until: Annotated[Day, NotBefore("starts")] | None = None
    """When it ends."""
    until_further_order: Answer | None = None
    """Whether it runs until a court says otherwise."""
    monitoring_officer: Named | None = None
    """The officer who checks that it is kept."""
    power_of_arrest: Answer | None = None
    """Whether a power of arrest is attached."""
    reference: Reference | None = Field(default=None, title="Court reference")
    """The court's case number."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        open_end = "until further order" if body.get("until_further_order") == "yes" else ""
        return say.after(
            "Order granted",
            say.label(ORDER_TYPES, body, "type"),
            say.many(body, "conditions", "condition"),
            say.phrase("until", say.day(body, "until")) or open_end,
            say.short(body, "court"),
        )


class OrderRefused(_Order, kind="order.refused", subjects=_ABOUT_ORDER, lane=Lane.ORDERS, demands=("PRO-15", "PRO-01")):
    """Order refused.

    Recorded by police or the CPS, with the court and its reasons.
    """

    reasons: Several[Annotated[str, CodeOf(NOT_APPLIED_REASONS)]] | None = None
    """Why. That another order exists is a reason of its own."""
    court: Label | None = None
    """The court, by name."""
    court_type: Annotated[str, CodeOf(COURT_TYPES)] | None = None
    """The kind of court."""
    explanation: Words | None = None
    """The reasons in the words of the court."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Order refused",
            say.label(ORDER_TYPES, body, "type"),
            say.labels(NOT_APPLIED_REASONS, body, "reasons", between=", "),
            say.short(body, "court"),
        )


class OrderServed(_Order, kind="order.served", subjects=_ABOUT_ORDER, lane=Lane.ORDERS, demands=("PRO-03", "PRO-16")):
    """Order served.

    Recorded by police. Notification runs from service (Stalking Protection Act 2019 s.9), and nobody can breach an
    order unserved.
    """

    method: Annotated[str, CodeOf(SERVICE_METHODS)] | None = None
    """How it was served."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Order served", say.label(ORDER_TYPES, body, "type"), say.known(SERVICE_METHODS, body, "method")
        )


class OrderChecked(_Order, kind="order.checked", subjects=_ABOUT_ORDER, lane=Lane.ORDERS, demands=("PRO-03", "PRO-16")):
    """Order checked.

    Recorded by the monitoring officer, with whether the check leant on the victim.
    """

    result: Annotated[str, CodeOf(CHECK_RESULTS)] | None = None
    """What the check found."""
    method: Several[Annotated[str, CodeOf(ORDER_CHECKS)]] | None = Field(default=None, title="How")
    """How it was checked."""
    relied_on_victim: Answer | None = None
    """Whether the check leant on the victim."""
    next_check: Day | None = None
    """When the next check is due."""
    monitoring_officer: Named | None = None
    """Who checks the order from now on, where that changes."""
    note: Note | None = None
    """What was seen."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Order checked",
            say.label(ORDER_TYPES, body, "type"),
            say.label(CHECK_RESULTS, body, "result"),
            say.labels(ORDER_CHECKS, body, "method", between=", "),
        )


class OrderVaried(_Order, kind="order.varied", subjects=_ABOUT_ORDER, lane=Lane.ORDERS, demands=("PRO-16", "PRO-03")):
    """Order varied.

    Recorded by police, the CPS or the court, with all conditions as they now are; a renewal is one too.
    """

    conditions: Parts[OrderCondition] | None = Field(default=None, title="Conditions now")
    """All conditions from now on. Absent where they did not change."""
    until: Day | None = None
    """When it now ends."""
    until_further_order: Answer | None = None
    """Whether it now runs until a court says otherwise."""
    court: Label | None = None
    """The court, by name."""
    reason: Note | None = None
    """Why."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Order varied",
            say.label(ORDER_TYPES, body, "type"),
            say.many(body, "conditions", "condition"),
            say.phrase("until", say.day(body, "until")),
        )


class OrderBreached(
    _Order, kind="order.breached", subjects=_ABOUT_ORDER, lane=Lane.ORDERS, demands=("PRO-10", "CPS-04", "REC-10")
):
    """Order breached.

    Recorded by police on an alleged breach. Each is also an incident in the course of conduct, and asks whether
    stalking is to be charged too.
    """

    conditions_broken: Several[Annotated[str, Field(min_length=1, max_length=12)]] | None = None
    """The numbers of the conditions broken."""
    condition_kinds: Several[Annotated[str, CodeOf(CONDITION_KINDS)]] | None = Field(
        default=None, title="Kinds of condition broken"
    )
    """What kind of conditions were broken."""
    incident: Reference | None = None
    """The id of the entry of the incident that broke it."""
    found_by: Annotated[str, CodeOf(FINDERS)] | None = None
    """Who found it out."""
    times: Count | None = Field(default=None, title="How many times")
    """How many times."""
    stalking_considered: Answer | None = None
    """Whether it was asked if stalking is to be charged too."""
    note: Note | None = None
    """What was done."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(
            "Order breached",
            say.label(ORDER_TYPES, body, "type"),
            say.labels(CONDITION_KINDS, body, "condition_kinds", between=", "),
            say.known(FINDERS, body, "found_by", prefix="found by"),
        )


class OrderEnded(_Order, kind="order.ended", subjects=_ABOUT_ORDER, lane=Lane.ORDERS, demands=("PRO-03", "PRO-16")):
    """Order ended.

    Recorded by police, the CPS or the court.
    """

    how: Annotated[str, CodeOf(ORDER_ENDS)] | None = None
    """How it ended."""
    reason: Note | None = None
    """Why."""
    victim_told_on: Day | None = Field(default=None, title="Victim told on")
    """When the victim was told."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Order ended", say.label(ORDER_TYPES, body, "type"), say.known(ORDER_ENDS, body, "how"))
