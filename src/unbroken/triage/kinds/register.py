"""The registers of those who do the highest harm: each list with its rule, and who is put on it and taken off."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from annotated_types import Ge, Le
from pydantic import Field

from unbroken.record import phrasing as say
from unbroken.record.fields import Answer, Day, Label, Named, NotBefore, Part, Parts, Several, Words
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, maybe, one
from unbroken.vocabulary.triage import (
    REGISTER_CRITERIA,
    REGISTER_GROUNDS,
    REGISTER_REMOVALS,
    RULE_NEEDS,
)

AtLeastOne = Annotated[int, Ge(1), Le(1000)]
"""How many of something there must be, or how many months are looked back."""


class Criterion(Part):
    """One thing that a rule counts: so many, in so many months."""

    what: Annotated[str, CodeOf(REGISTER_CRITERIA)]
    """What is counted."""
    at_least: AtLeastOne
    """How many there must be."""
    within_months: AtLeastOne | None = None
    """In how many months up to today. Absent where it counts whenever it was."""


class RegisterDefined(
    Kind,
    kind="register.defined",
    subjects=(one("register"),),
    lane=Lane.TRIAGE,
    handling=Handling.MANAGED_OFFENDER,
    demands=("LNK-08", "TRI-16"),
):
    """Register defined.

    Recorded by whoever keeps the list: its name, its rule and from when they hold. A later one changes them; the
    rule only ever suggests, and a person decides.
    """

    name: Label
    """What the list is called. Entries that put people on it name it so."""
    keeper: Label
    """The team that keeps it."""
    in_force_from: Day
    """From which day this holds."""
    ends: Annotated[Day, NotBefore("in_force_from")] | None = None
    """From which day the list is no longer kept."""
    needs: Annotated[str, CodeOf(RULE_NEEDS)] | None = Field(default=None, title="Must be met")
    """Whether any one of the criteria is enough, or all must be met. All, where not said."""
    criteria: Parts[Criterion] | None = None
    """Who belongs on it, in what can be counted from the record. Absent where judgement alone decides."""
    judgement: Words | None = None
    """What else whoever decides must weigh, in words."""
    calls_for_marker: Answer | None = Field(default=None, title="Calls for a marker on the national computer")
    """Whether everybody on it is to have a marker."""
    authorised_by: Named | None = None
    """Who authorised it."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.clauses(
            (
                say.after("Register defined", say.short(body, "name")),
                say.phrase("in force from", say.day(body, "in_force_from")),
                say.phrase("until", say.day(body, "ends")),
            )
        )


_ABOUT_NOMINAL = (one("suspect"), maybe("report"))


def _named(body: Mapping[str, Any]) -> str:
    """Which list it is, where the entry names one."""
    name = say.short(body, "register_name")
    return f"the register “{name}”" if name else "the highest-harm register"


class NominalRegistered(
    Kind,
    kind="nominal.registered",
    subjects=_ABOUT_NOMINAL,
    lane=Lane.TRIAGE,
    handling=Handling.MANAGED_OFFENDER,
    demands=("TRI-05", "LNK-05", "LNK-08"),
):
    """Entered on the highest-harm register.

    Recorded by the specialist unit, with grounds and who authorised it. No silent entries.
    """

    grounds: Several[Annotated[str, CodeOf(REGISTER_GROUNDS)]]
    """On what grounds."""
    explanation: Words | None = None
    """The grounds in words, with what they rest on."""
    marker: Answer | None = Field(default=None, title="Marker on the national computer")
    """Whether a marker was placed."""
    marker_owner: Named | None = Field(default=None, title="Who is to place the marker")
    """Who must place the marker on the national computer, where one is still to be placed."""
    marker_due: Day | None = Field(default=None, title="Marker due by")
    """By when the marker must be there."""
    authorised_by: Named | None = None
    """Who authorised it."""
    next_review: Day | None = None
    """When it is to be looked at again."""
    register_name: Label | None = Field(default=None, title="Which register")
    """Which list, where there are several."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(f"Entered on {_named(body)}", say.labels(REGISTER_GROUNDS, body, "grounds", between=", "))


class NominalReviewed(
    Kind,
    kind="nominal.reviewed",
    subjects=_ABOUT_NOMINAL,
    lane=Lane.TRIAGE,
    handling=Handling.MANAGED_OFFENDER,
    demands=("TRI-05", "LNK-05"),
):
    """Place on the highest-harm register reviewed.

    Recorded by the specialist unit.
    """

    stays: Answer | None = Field(default=None, title="Stays on the register")
    """Whether the person stays on it."""
    explanation: Words | None = None
    """Why."""
    marker: Answer | None = Field(default=None, title="Marker on the national computer")
    """Whether the marker is in place."""
    marker_owner: Named | None = Field(default=None, title="Who is to place the marker")
    """Who must place the marker on the national computer, where one is still to be placed."""
    marker_due: Day | None = Field(default=None, title="Marker due by")
    """By when the marker must be there."""
    next_review: Day | None = None
    """When it is to be looked at again."""
    register_name: Label | None = Field(default=None, title="Which register")
    """Which list, where there are several."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        stays = {"yes": "stays on it", "no": "comes off it"}
        return say.after(
            f"Place on {_named(body)} reviewed",
            stays.get(str(body.get("stays")), ""),
            say.phrase("next review", say.day(body, "next_review")),
        )


class NominalRemoved(
    Kind,
    kind="nominal.removed",
    subjects=_ABOUT_NOMINAL,
    lane=Lane.TRIAGE,
    handling=Handling.MANAGED_OFFENDER,
    demands=("TRI-05", "LNK-05"),
):
    """Taken off the highest-harm register.

    Recorded by the specialist unit.
    """

    reason: Annotated[str, CodeOf(REGISTER_REMOVALS)] | None = None
    """Why."""
    explanation: Words | None = None
    """The reason in words."""
    marker_lifted: Answer | None = None
    """Whether the marker was lifted."""
    authorised_by: Named | None = None
    """Who authorised it."""
    register_name: Label | None = Field(default=None, title="Which register")
    """Which list, where there are several."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after(f"Taken off {_named(body)}", say.label(REGISTER_REMOVALS, body, "reason"))
