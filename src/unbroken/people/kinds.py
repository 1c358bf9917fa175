"""The entry kinds of people: who somebody is as one source described them, and how they are tied to others."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from unbroken.record import phrasing as say
from unbroken.record.fields import (
    Answer,
    Day,
    Label,
    Named,
    Note,
    Part,
    PartDate,
    Parts,
    Reference,
    SaidBy,
    Several,
    all_absent,
)
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, Privacy, maybe, one, some
from unbroken.vocabulary.actors import SAID_BY, WORKPLACES
from unbroken.vocabulary.answers import ANSWERS
from unbroken.vocabulary.identity import ATTRIBUTION_CONFIDENCES, ATTRIBUTION_GROUNDS, LINK_BASES, NAME_KINDS
from unbroken.vocabulary.people import (
    AGE_BANDS,
    ETHNICITY_OFFICER,
    ETHNICITY_SELF,
    GENDER_IDENTITIES,
    IDENTIFIER_TYPES,
    PLATFORMS,
    RELATIONSHIPS,
    ROLES_HERE,
    SEXES,
    VULNERABILITIES,
)
from unbroken.vocabulary.support import CONTACT_CHANNELS


class Name(Part):
    """A name of a person. Given and family name where they are known apart, the text where they are not."""

    kind: Annotated[str, CodeOf(NAME_KINDS)] | None = None
    """Whether it is the name, a former name, an alias and so on."""
    given: Named | None = None
    """Given names."""
    family: Named | None = None
    """Family name."""
    text: Annotated[Named | None, Field(validate_default=True)] = None
    """The name as the source gave it."""

    @field_validator("text")
    @classmethod
    def _some_name(cls, text: str | None, info: ValidationInfo) -> str | None:
        if text is None and all_absent(info, "given", "family"):
            raise ValueError("is missing: a name has a given name, a family name or its text")
        return text


class Identifier(Part):
    """A number, account or thing that ties a person to a contact."""

    type: Annotated[str, CodeOf(IDENTIFIER_TYPES)]
    """What it is."""
    value: Annotated[Named, Privacy.LOCATION]
    """The number, handle, registration or address."""
    platform: Annotated[str, CodeOf(PLATFORMS)] | None = None
    """The online service, for an account."""
    note: Note | None = None
    """What makes it sure or unsure that it is this person's."""


class Flag(Part):
    """A vulnerability, health or safeguarding flag, with who said so and when."""

    flag: Annotated[str, CodeOf(VULNERABILITIES), Privacy.SPECIAL]
    """What the flag is about."""
    answer: Answer
    """Whether it is so. Refused and not asked are answers."""
    said_by: SaidBy | None = None
    """Who said so."""
    on: Day | None = None
    """On what day."""
    note: Annotated[Note, Privacy.SPECIAL] | None = None
    """What was said."""


class SafeContact(Part):
    """How the person can be reached without danger."""

    channels: Several[Annotated[str, CodeOf(CONTACT_CHANNELS)]] | None = None
    """Ways that are safe."""
    times: Note | None = None
    """Times that are safe."""
    never: Note | None = None
    """What must never be done: a shared phone, a letter, a message left."""
    must_not_know: Note | None = None
    """Who must not learn of the contact."""
    code_word: Annotated[str, Privacy.PERSONAL, Field(min_length=1, max_length=80)] | None = None
    """The word by which the person knows that the caller is genuine."""


class PersonDescribed(
    Kind,
    kind="person.described",
    subjects=(one("person"), maybe("report")),
    lane=Lane.RECORD,
    demands=("REC-07", "REC-08", "LNK-07", "REC-01"),
):
    """Person described.

    Recorded by whoever takes the report, and by every later source: a person as that source described them. What
    two sources say is never merged into one entry.
    """

    role_here: Annotated[str, CodeOf(ROLES_HERE)]
    """The part the person plays here."""
    names: Parts[Name] | None = None
    """Names, also former ones, aliases and names used online."""
    date_of_birth: Annotated[Day, Privacy.PERSONAL] | None = None
    """Date of birth."""
    age: Annotated[int, Privacy.PERSONAL, Field(ge=0, le=120)] | None = None
    """Age in years on the day, where the source gives only that."""
    age_band: Annotated[str, CodeOf(AGE_BANDS), Privacy.PERSONAL] | None = None
    """Age band, where the source gives only that."""
    sex: Annotated[str, CodeOf(SEXES), Privacy.PERSONAL] | None = None
    """Sex as the source recorded it."""
    gender_identity: Annotated[str, CodeOf(GENDER_IDENTITIES), Privacy.SPECIAL] | None = None
    """Gender identity, where it differs from sex."""
    ethnicity_self: Annotated[str, CodeOf(ETHNICITY_SELF), Privacy.SPECIAL] | None = Field(
        default=None, title="Self-defined ethnicity"
    )
    """As the person defined it (18+1). Not stated, refused and not asked are distinct."""
    ethnicity_officer: Annotated[str, CodeOf(ETHNICITY_OFFICER), Privacy.SPECIAL] | None = Field(
        default=None, title="Officer-defined ethnicity"
    )
    """As an officer saw it."""
    identifiers: Parts[Identifier] | None = None
    """Phone numbers, accounts, vehicles, addresses, police and agency numbers."""
    works_in: Several[Annotated[str, CodeOf(WORKPLACES)]] | None = None
    """Work in policing, justice or a partner agency, which calls for care about who may open the record."""
    occupation: Annotated[Label, Privacy.PERSONAL] | None = None
    """Occupation as the source gave it."""
    language: Annotated[Label, Privacy.PERSONAL] | None = None
    """The language the person prefers."""
    interpreter: Answer | None = Field(default=None, title="Interpreter needed")
    """Whether an interpreter is needed."""
    disability: Annotated[Answer, Privacy.SPECIAL] | None = None
    """Whether the person has a disability."""
    access_needs: Annotated[Note, Privacy.SPECIAL] | None = None
    """What the person needs to take part."""
    flags: Parts[Flag] | None = None
    """Vulnerability, mental health, physical health and safeguarding, each with who said so."""
    safe_contact: Annotated[SafeContact, Privacy.LOCATION, Handling.ADDRESS] | None = None
    """How the person can be reached without danger."""
    physical_description: Annotated[Note, Privacy.PERSONAL] | None = None
    """What somebody looked like, for a person nobody can name."""

    @field_validator("date_of_birth")
    @classmethod
    def _born(cls, born: date | None) -> date | None:
        if born is not None and born.year > 2100:
            raise ValueError("is too far in the future to be a date of birth")
        return born

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        head = say.line("Described", say.known(ROLES_HERE, body, "role_here", prefix="as"))
        flagged = [flag for flag in body.get("flags") or () if flag.get("answer") == "yes"]
        return say.after(
            head,
            say.known(SEXES, body, "sex"),
            say.known(AGE_BANDS, body, "age_band"),
            say.many(body, "identifiers", "identifier"),
            say.number(len(flagged), "flag") if flagged else "",
        )


class IdentifierAttributed(
    Kind,
    kind="identifier.attributed",
    subjects=(one("person"), maybe("report")),
    demands=("LNK-07",),
):
    """Number or account attached to a person.

    Recorded by whoever finds whose it is, at any time after it was used. Who the person is stays as the sources
    described them; what is no longer believed is withdrawn.
    """

    identifier: Identifier
    """The number, account or thing."""
    confidence: Annotated[str, CodeOf(ATTRIBUTION_CONFIDENCES)]
    """How sure it is. Only what is sure is compared when people are linked."""
    grounds: Several[Annotated[str, CodeOf(ATTRIBUTION_GROUNDS)]]
    """What says that it is theirs."""
    explanation: Annotated[Note | None, Field(validate_default=True)] = None
    """The evidence in words."""
    rests_on: Several[Reference] | None = Field(default=None, title="Entries it rests on")
    """The entries that the evidence is in."""

    @field_validator("explanation")
    @classmethod
    def _something_else(cls, text: str | None, info: ValidationInfo) -> str | None:
        if text is None and info.data.get("grounds") == ["other"]:
            raise ValueError("is missing: say what it is that says so")
        return text

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        what = say.label(IDENTIFIER_TYPES, body.get("identifier") or {}, "type")
        return say.after(
            "Attached to a person as theirs",
            what,
            say.label(ATTRIBUTION_CONFIDENCES, body, "confidence"),
            say.labels(ATTRIBUTION_GROUNDS, body, "grounds"),
        )


class IdentityLinked(
    Kind,
    kind="identity.linked",
    subjects=(one("person"), one("other_person")),
    lane=Lane.RECORD,
    demands=("LNK-01", "LNK-02"),
):
    """Two descriptions joined as one person.

    Recorded by the linkage model above its threshold, or by the person who decided. It can be taken apart again.
    """

    basis: Annotated[str, CodeOf(LINK_BASES)]
    """On what ground they were joined."""
    reason: Note | None = None
    """What the two have in common, in words."""
    score: Annotated[float, Field(ge=0, le=1)] | None = None
    """The probability the model gave, from 0 to 1."""
    weight: float | None = Field(default=None, title="Match weight")
    """The match weight that the model gave, in bits."""
    model_version: Annotated[Label | None, Field(validate_default=True)] = None
    """The version of the model, where a model joined them."""

    @field_validator("model_version")
    @classmethod
    def _model_named(cls, version: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("basis") == "model" and (version is None or all_absent(info, "score")):
            raise ValueError("is missing: a link made by a model has its score and the version of the model")
        return version

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Joined as one person", say.label(LINK_BASES, body, "basis"))


class IdentityUnlinked(
    Kind,
    kind="identity.unlinked",
    subjects=(one("person"), one("other_person")),
    lane=Lane.RECORD,
    demands=("LNK-01", "REC-15"),
):
    """Two descriptions held to be different people.

    Recorded by the person who decided. It stands as a cannot-link from then on.
    """

    reason: Note
    """Why they are not the same person."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return "Held to be different people"


class IdentityUndecided(
    Kind,
    kind="identity.undecided",
    subjects=(one("person"), one("other_person")),
    lane=Lane.RECORD,
    demands=("LNK-01",),
):
    """Whether two descriptions are one person was left open.

    Recorded by the person who looked and could not tell. They are not asked about again until more is known.
    """

    reason: Note
    """What would be needed to tell."""
    weight: float | None = Field(default=None, title="Match weight")
    """The match weight at the time, in bits: they are asked about again when it has changed."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return "Left open whether they are one person"


class PersonMerged(
    Kind,
    kind="identity.merged",
    subjects=(one("person"), one("other_person")),
    lane=Lane.RECORD,
    demands=("LNK-01", "REC-15"),
):
    """Two resolved persons became one.

    Recorded by the linkage for whoever keeps the name of a resolved person: the name of the other person now leads to
    the first. A later split takes it apart again.
    """

    descriptions: Annotated[int, Field(ge=2)]
    """Number of descriptions that the resolved person now has."""
    because: Note
    """What joined them."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Two resolved persons became one", say.number(body.get("descriptions"), "description"))


class PersonSplit(
    Kind,
    kind="identity.split",
    subjects=(one("person"), some("other_person")),
    lane=Lane.RECORD,
    demands=("LNK-01", "REC-15"),
):
    """A resolved person was taken apart.

    Recorded by the linkage for whoever keeps the name of a resolved person: the others are persons of their own again,
    under the names they would have had.
    """

    because: Note
    """What took them apart."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return "A resolved person was taken apart"


class RelationshipStated(
    Kind,
    kind="relationship.stated",
    subjects=(some("victim"), one("suspect"), maybe("report")),
    demands=("REC-06", "REC-05"),
):
    """Relationship stated.

    Recorded by whoever asked how victim and suspect know one another. Unknown is an answer; required before a
    report is closed.
    """

    relationship: Annotated[str, CodeOf(RELATIONSHIPS)]
    """What the suspect is to the victim."""
    unknown_because: Note | None = Field(default=None, title="Why it is not known")
    """Why the relationship is not known."""
    cohabiting: Answer | None = Field(default=None, title="Living together")
    """Whether they live together."""
    separated_on: PartDate | None = Field(default=None, title="Separated")
    """When they separated, as well as it is known: a day, a month or a year."""
    children_together: Answer | None = None
    """Whether they have children together."""
    stated_by: SaidBy | None = None
    """Who said so."""
    note: Note | None = None
    """Anything else said about it."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        together = body.get("children_together")
        return say.after(
            "Suspect's relationship to the victim",
            say.label(RELATIONSHIPS, body, "relationship"),
            say.phrase("separated", say.day(body, "separated_on")),
            f"children together: {say.inline(ANSWERS.label(together))}" if together else "",
            say.known(SAID_BY, body, "stated_by", prefix="said by"),
        )
