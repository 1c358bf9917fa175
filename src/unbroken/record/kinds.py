"""What may be recorded: the base class of every entry kind, and the register of all of them.

A kind is a Pydantic model in the `kinds.py` of the package that owns it. Its fields are the body of the entry;
what is common to all entries (when, who, agency, source, subjects, what it corrects) is the header, and lives
in `record.entries`. Defining the class registers the kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar, get_args

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from unbroken.vocabulary.codes import CodeList


class Handling(StrEnum):
    """How carefully an entry is handled; the access policy says which role sees which."""

    ORDINARY = "ordinary"
    CLINICAL = "clinical"
    MANAGED_OFFENDER = "managed-offender"
    CRIMINAL_RECORD = "criminal-record"
    ADVOCATE = "advocate"
    ADDRESS = "address"
    SUPERVISION = "supervision"
    STUDY = "study"


class Lane(StrEnum):
    """The swimlane an entry stands in on the picture of a journey, top to bottom."""

    INCIDENTS = "incidents"
    POLICE = "police"
    COURT = "court"
    ORDERS = "orders"
    SUPPORT = "support"
    TRIAGE = "triage"
    RECORD = "record"


class Privacy(StrEnum):
    """The privacy class of a field. A field without one holds a code, a number or a date about process."""

    PERSONAL = "personal"  # identifies a living person
    SPECIAL = "special"  # health, ethnicity, sex life, criminal allegations in detail
    LOCATION = "location"  # where somebody can be found
    WORDS = "words"  # free text: may hold any of the above


@dataclass(frozen=True, slots=True)
class CodeOf:
    """Field annotation: a code of this list. `offence: Annotated[str, CodeOf(OFFENCES)]`."""

    codes: CodeList

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema([code.code for code in self.codes])


@dataclass(frozen=True, slots=True)
class SubjectRule:
    """Which objects an entry of a kind is about: `role`, the `type` of object, and how many (at_least..at_most)."""

    role: str
    type: str
    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Reserved:
    """That content of this sort is for some roles to record: `field` of the body makes it so.

    `act` is what they may do, to follow "may" or "may not"; `roles` are names of roles, as the access policy has them.
    """

    field: str
    act: str
    roles: tuple[str, ...]


def one(role: str, type: str | None = None) -> SubjectRule:
    """Exactly one subject in this role. The type is that of the role unless said."""
    return SubjectRule(role, type or ROLE_TYPES[role], 1, 1)


def some(role: str, type: str | None = None) -> SubjectRule:
    """One subject or more in this role."""
    return SubjectRule(role, type or ROLE_TYPES[role], 1, None)


def maybe(role: str, type: str | None = None) -> SubjectRule:
    """No subject, one or several in this role."""
    return SubjectRule(role, type or ROLE_TYPES[role], 0, None)


# The object type that plays each role. Objects are named `type:local-id`, e.g. `report:0192…`.
ROLE_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "person": "person",
        "other_person": "person",
        "victim": "person",
        "suspect": "person",
        "witness": "person",
        "third_party": "person",
        "report": "report",
        "other_report": "report",
        "order": "order",
        "prosecution": "prosecution",
        "referral": "referral",
        "register": "register",
        "sample": "sample",
    }
)


class KindError(TypeError):
    """A kind is defined wrongly: a mistake in the program, never in the data."""


class Kind(BaseModel):
    """Base of every entry kind.

    Class keywords: `kind` the name (`noun.past_verb`), `subjects` the rules for subjects in the order in which
    they are read, `lane`, `handling`, `version` of the schema, `is_telling` where what happened is itself that
    somebody told (see `record.told`). The docstring's first sentence is the title
    people read; the rest says who records it and which demand it serves.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True)

    kind: ClassVar[str]
    version: ClassVar[int] = 1
    subjects: ClassVar[tuple[SubjectRule, ...]] = ()
    lane: ClassVar[Lane] = Lane.POLICE
    handling: ClassVar[Handling] = Handling.ORDINARY
    demands: ClassVar[tuple[str, ...]] = ()
    is_telling: ClassVar[bool] = False

    def __init_subclass__(
        cls,
        *,
        kind: str | None = None,
        subjects: tuple[SubjectRule, ...] = (),
        lane: Lane = Lane.POLICE,
        handling: Handling = Handling.ORDINARY,
        demands: tuple[str, ...] = (),
        version: int = 1,
        is_telling: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init_subclass__(**kwargs)
        if kind is None:  # an abstract base that shares fields between kinds
            return
        if not cls.__doc__:
            raise KindError(f"{cls.__name__} has no docstring: its first sentence is what people read")
        cls.kind, cls.version, cls.subjects = kind, version, subjects
        cls.lane, cls.handling, cls.demands = lane, handling, demands
        cls.is_telling = is_telling
        REGISTER.add(cls)

    @classmethod
    def title(cls) -> str:
        """The first sentence of the docstring, without its full stop: what people read."""
        return " ".join((cls.__doc__ or "").strip().split("\n\n")[0].split()).split(". ")[0].rstrip(".")

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        """One line that says what happened, from a stored body. A kind overrides it to say it well."""
        return cls.title()

    @classmethod
    def reserved(cls, body: Mapping[str, Any]) -> Reserved | None:
        """For whom a body with this content is, where not everybody who may record the kind may record it.

        The body may be one that was never checked. A kind overrides it; the access policy keeps to it.
        """
        return None

    @classmethod
    def coded_fields(cls) -> Mapping[str, CodeList]:
        """Top-level fields that hold a code (or a list of codes), with their lists."""
        return MappingProxyType(
            {name: codes for name, info in cls.model_fields.items() if (codes := code_list_of(info)) is not None}
        )


def code_list_of(info: Any) -> CodeList | None:
    """The code list a field draws on, however deep in its annotation (`Annotated`, `list[...]`, `| None`)."""
    for marker in info.metadata:
        if isinstance(marker, CodeOf):
            return marker.codes
    return _code_list_in(info.annotation)


def _code_list_in(annotation: Any) -> CodeList | None:
    for part in get_args(annotation):
        if isinstance(part, CodeOf):
            return part.codes
        if (found := _code_list_in(part)) is not None:
            return found
    return None


class Register:
    """All kinds by name. Filled as the packages' `kinds` modules are imported (Django's app registry does so)."""

    def __init__(self) -> None:
        self._kinds: dict[str, type[Kind]] = {}

    def add(self, kind: type[Kind]) -> None:
        """Register a kind; the same name twice is a KindError."""
        known = self._kinds.get(kind.kind)
        if known is not None and known.__qualname__ != kind.__qualname__:
            raise KindError(f"two kinds are called {kind.kind}")
        self._kinds[kind.kind] = kind

    def __contains__(self, name: object) -> bool:
        return name in self._kinds

    def __getitem__(self, name: str) -> type[Kind]:
        return self._kinds[name]

    def get(self, name: str) -> type[Kind] | None:
        """The kind of this name, or None."""
        return self._kinds.get(name)

    def __iter__(self) -> Iterator[type[Kind]]:
        return iter(sorted(self._kinds.values(), key=lambda kind: kind.kind))

    def __len__(self) -> int:
        return len(self._kinds)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Every role a subject can play."""
        return frozenset(ROLE_TYPES)


REGISTER = Register()
