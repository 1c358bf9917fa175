"""The mapping language: how the rows of one source system become entries (`docs/reference/mapping-format.md`).

A mapping is a TOML file, so that a new source system needs no code. It is read and checked whole before the
first row: every mistake names its key.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from unbroken.exchange.importing.places import SourceError
from unbroken.record.errors import Problem

SHIPPED = Path(__file__).parent / "mappings"
ITEM = "@item"  # the column that holds the present piece inside an `each`
_SLUG = r"^[a-z][a-z0-9_-]{0,39}$"
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

Scalar = str | int | float | bool


class MappingError(SourceError):
    """A mapping is wrong. `problems` names each key."""

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__(f"the mapping {name} is wrong:\n" + "\n".join(f"  {problem}" for problem in problems))


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _column(value: Any) -> Any:
    """A plain text is short for `{ column = "..." }`."""
    return {"column": value} if isinstance(value, str) else value


def _conditions(value: Any) -> Any:
    return [_column(each) for each in _listed(value)]


def _from_column(value: Any) -> Any:
    return {"from": value} if isinstance(value, str) else value


Listed = Annotated[list[str], BeforeValidator(_listed)]


class Part(BaseModel):
    """Base of every table of a mapping: unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Source(Part):
    """`[source]`: whose data this is, and what becomes of a row that has changed since it was imported."""

    name: str = Field(min_length=1, max_length=80)
    agency: str = Field(pattern=_SLUG)
    prefix: str = Field(default="", pattern=r"^[A-Za-z0-9._-]{0,30}$")
    book: str = ""
    on_change: Literal["reject", "correct"] = "reject"


class Format(Part):
    """`[format]`: how text is written in the files."""

    encoding: str = "utf-8-sig"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    dates: Listed = ["iso"]
    empty: Listed = []

    @model_validator(mode="after")
    def _known_encoding(self) -> Format:
        try:
            "".encode(self.encoding)
        except LookupError:
            raise ValueError(f"{self.encoding!r} is not an encoding; try utf-8-sig or cp1252") from None
        return self


class CodeTable(Part):
    """`[codes.NAME]`: what the source's words mean here. A word that is not in it rejects the row."""

    values: dict[str, Scalar]
    default: Scalar | None = None
    absent: Listed = []
    ignore_case: bool = False


class Condition(Part):
    """When something holds: a column has a value (or, with `present = false`, none), is or is not one of some.

    Of several columns, one is enough.
    """

    column: Annotated[list[str], BeforeValidator(_listed), Field(min_length=1)]
    present: bool = True
    is_: Annotated[list[str] | None, BeforeValidator(_listed)] = Field(default=None, alias="is")
    is_not: Annotated[list[str] | None, BeforeValidator(_listed)] = None


Conditions = Annotated[list[Condition], BeforeValidator(_conditions)]


class Each(Part):
    """Once for every piece of a column; the piece is the column `@item`."""

    column: str
    split: str = Field(min_length=1)


class Value(Part):
    """Where a field of the body comes from: a column, a template, a constant, a list or an object."""

    column: str = ""
    template: str = ""
    value: Scalar | None = None
    list_: list[Annotated[Value, BeforeValidator(_column)]] | None = Field(default=None, alias="list")
    object: dict[str, Annotated[Value, BeforeValidator(_column)]] | None = None

    match: str = ""
    case: Literal["", "upper", "lower", "title"] = ""
    split: str = ""
    codes: str = ""
    date: bool = False
    as_: Literal["text", "integer", "decimal"] = Field(default="text", alias="as")
    bands: dict[str, Scalar] = {}
    default: Scalar | None = None

    each: Each | None = None
    when: Conditions = []

    @model_validator(mode="after")
    def _one_origin(self) -> Value:
        origins = [self.column, self.template, self.list_, self.object]
        if sum(bool(origin) for origin in origins) + (self.value is not None) != 1:
            raise ValueError("give exactly one of column, template, value, list, object")
        if not (self.column or self.template) and self.model_fields_set & _CONVERSIONS:
            raise ValueError("only a column or a template can be converted")
        if sum((bool(self.codes), self.date, self.as_ != "text", bool(self.bands))) > 1:
            raise ValueError("give at most one of codes, date, as, bands")
        try:
            groups = re.compile(self.match).groups
        except re.error as error:
            raise ValueError(f"match is not a pattern: {error}") from None
        if self.match and groups != 1:
            raise ValueError("match needs one pair of brackets around what to keep")
        return self


_CONVERSIONS = frozenset({"match", "case", "split", "codes", "date", "as_", "bands", "default"})


class When(Part):
    """When it happened: one column, or two for an interval; `otherwise` where both are empty."""

    from_: str = Field(alias="from")
    to: str = ""
    otherwise: str = ""


class SubjectOf(Part):
    """An object the entry is about: `id` is a template, made unique by the prefix of the source.

    With `from`, the objects are found in another table of the extract: its rows whose column `on_there` (`on`
    unless given) equals this row's `on` and that meet `when`; `id` then speaks of that table's columns. `first`
    takes only the one that stands first there; `otherwise` names, by this row, the object where there is none.
    """

    role: str
    id: Listed
    when: Conditions = []
    each: Each | None = None
    from_: str = Field(default="", alias="from")
    on: str = ""
    on_there: str = ""
    first: bool = False
    otherwise: Listed = []

    @model_validator(mode="after")
    def _joined(self) -> SubjectOf:
        if bool(self.from_) != bool(self.on):
            raise ValueError("from and on go together: the other table, and the column that both have")
        if not self.from_ and (self.first or self.otherwise or self.on_there):
            raise ValueError("first, otherwise and on_there go with from")
        return self


class Join(Part):
    """Columns of one row of another table, named `TABLE.COLUMN` here; `required` rejects a row without it."""

    table: str
    on: str
    on_there: str = ""
    columns: Listed = []
    required: bool = False


class EntryOf(Part):
    """`[[tables.entries]]`: an entry that a row gives. It was recorded at the latest time in `recorded_at`."""

    kind: str
    ref: str = Field(min_length=1)
    when: Conditions = []
    each: Each | None = None
    happened: Annotated[When, BeforeValidator(_from_column)]
    recorded_at: Listed = []
    recorded_by: str = ""
    subjects: list[SubjectOf] = Field(min_length=1)
    body: dict[str, Annotated[Value, BeforeValidator(_column)]] = {}


class Table(Part):
    """`[[tables]]`: one kind of file (or sheet) of the extract.

    `derived` are further columns, each a template of those before it.
    """

    name: str = Field(pattern=_SLUG)
    files: Listed = ["*"]
    sheet: str = ""
    row_id: Annotated[list[str], BeforeValidator(_listed), Field(min_length=1)]
    required: Listed = []
    ignored: Listed = []
    joins: list[Join] = []
    derived: dict[str, str] = {}
    entries: list[EntryOf] = Field(min_length=1)


class Mapping(Part):
    """A whole mapping."""

    source: Source
    format: Format = Format()
    codes: dict[str, CodeTable] = {}
    tables: list[Table] = Field(min_length=1)

    def table(self, name: str) -> Table | None:
        """The table of this name."""
        return next((table for table in self.tables if table.name == name), None)


def placeholders(template: str) -> tuple[str, ...]:
    """The columns a template names: `{CRIME_REF}-v1` names CRIME_REF."""
    return tuple(_PLACEHOLDER.findall(template))


def shipped() -> tuple[str, ...]:
    """The names of the mappings that come with Unbroken."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def load_mapping(name: str | Path) -> Mapping:
    """The mapping in a file, or a shipped one by its name. Raises MappingError with every mistake."""
    from unbroken.exchange.importing.mapping_check import check_mapping  # it needs these models

    path = SHIPPED / f"{name}.toml" if str(name) in shipped() else Path(name)
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        ours = ", ".join(shipped())
        raise SourceError(f"there is no mapping {name}: give a TOML file, or one of {ours}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(path.name, (Problem("file", f"is not TOML: {error}"),)) from None
    mapping = read_mapping(given, name=path.name)
    if problems := tuple(check_mapping(mapping)):
        raise MappingError(path.name, problems)
    return mapping


def read_mapping(given: dict[str, Any], *, name: str = "mapping") -> Mapping:
    """A mapping from its TOML, checked on its own (not against the kinds). Raises MappingError."""
    try:
        return Mapping.model_validate(given)
    except ValidationError as error:
        raise MappingError(name, tuple(_explained(detail) for detail in error.errors(include_url=False))) from None


def _explained(detail: Any) -> Problem:
    path = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "missing":
        return Problem(path, "is missing")
    if detail["type"] == "extra_forbidden":
        keys = tuple(_keys_at(detail["loc"][:-1]))
        near = difflib.get_close_matches(str(detail["loc"][-1]), keys, n=1)
        return Problem(path, "is not a key here", f"did you mean {near[0]}?" if near else "one of " + ", ".join(keys))
    message = str(detail["msg"]).removeprefix("Value error, ")
    return Problem(path, message, "" if detail["type"] == "value_error" else f"given: {str(detail['input'])[:60]!r}")


_MODELS: dict[str, type[Part]] = {
    "source": Source,
    "format": Format,
    "tables": Table,
    "joins": Join,
    "entries": EntryOf,
    "subjects": SubjectOf,
    "happened": When,
    "each": Each,
    "when": Condition,
}


def _keys_at(path: tuple[Any, ...]) -> Iterator[str]:
    """The keys that may stand in the table at this path."""
    names = [part for part in path if isinstance(part, str)]
    model: type[Part] = Mapping
    if names and names[0] == "codes":
        model = CodeTable
    elif names:
        model = _MODELS.get(names[-1], Value) if "body" not in names or names[-1] in {"each", "when"} else Value
    for key, info in model.model_fields.items():
        yield info.alias or key
