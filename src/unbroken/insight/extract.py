"""Opening an extract, and making sure that it is one: its tables, their columns, their types and their digests.

An extract is immutable. Its digest is worked out from the digests of its tables, so that every figure can name what it
was counted from; what was changed after it was written does not open.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from unbroken.insight.labels import codes_of
from unbroken.insight.schema import TABLES, VERSION, Table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa
    from ibis.backends import BaseBackend
    from pyspark.sql import SparkSession

MANIFEST = "extract.json"
_OPEN = ("agencies",)  # lists that only say the common ones well: each installation chooses the names of its agencies


class BadExtract(ValueError):
    """A folder that is no extract, or one that was changed or is of another version. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an extract says of itself.

    `heads` are those of the record's books when it was made (`seq` and `digest`), `rows` and `digests` (SHA-256 of the
    file) go by table, `made_at` is in UTC.
    """

    version: int
    made_at: str
    heads: Mapping[str, Mapping[str, Any]]
    rows: Mapping[str, int]
    digests: Mapping[str, str]

    @property
    def digest(self) -> str:
        """The digest of the whole extract: SHA-256 of its tables' digests, in the order of their names."""
        return sha256("".join(f"{name}={self.digests[name]};" for name in sorted(self.digests)).encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """What is written beside the tables."""
        return {**asdict(self), "digest": self.digest}


class Extract:
    """An extract in a folder. Raises BadExtract where it is none.

    The digests are checked when it is opened: a second for a gigabyte. With `check=False` only the columns are. With a
    session of `spark` that is what counts, for the extract of a nation; without, DuckDB does. Both count the same.
    """

    def __init__(self, folder: Path | str, *, check: bool = True, spark: SparkSession | None = None) -> None:
        self.folder = Path(folder)
        self.spark = spark
        self.manifest = read_manifest(self.folder)
        for table in TABLES.values():
            _check_columns(self.file(table.name), table)
        if check:
            for name, digest in self.manifest.digests.items():
                if digest_of(self.file(name)) != digest:
                    raise BadExtract(
                        f"{self.file(name)} is not as it was written: make the extract anew, or get it again"
                    )
            for table in TABLES.values():
                _check_codes(self.file(table.name), table)

    def file(self, table: str) -> Path:
        """The file of a table."""
        return self.folder / f"{table}.parquet"

    @cached_property
    def engine(self) -> BaseBackend:
        """DuckDB, in memory, or Spark, with the tables of the extract as views."""
        import ibis

        made: BaseBackend = ibis.pyspark.connect(self.spark) if self.spark else ibis.duckdb.connect()
        for name in TABLES:
            made.read_parquet(str(self.file(name).absolute()), table_name=name)
        return made

    def table(self, name: str) -> ir.Table:
        """A table of the extract, as an Ibis expression."""
        return self.engine.table(name)

    @cached_property
    def name(self) -> str:
        """What a figure calls the extract: the first twelve digits of its digest."""
        return self.manifest.digest[:12]


def read_manifest(folder: Path) -> Manifest:
    """What the extract in a folder says of itself; its tables are not looked at. Raises BadExtract."""
    file = folder / MANIFEST
    if not file.is_file():
        raise BadExtract(f"{folder} has no {MANIFEST}: give the folder that `unbroken extract --out` wrote")
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        manifest = Manifest(**{name: said[name] for name in Manifest.__slots__})
        digest, version = said["digest"], manifest.version
    except (ValueError, KeyError, TypeError) as error:
        raise BadExtract(f"{file} cannot be read ({error!r}): make the extract anew") from None
    if version != VERSION:
        raise BadExtract(f"{file} is of version {version}, and this is for {VERSION}: make the extract anew")
    if missing := sorted(TABLES.keys() - manifest.digests.keys()):
        raise BadExtract(f"{file} lacks {', '.join(missing)}: make the extract anew")
    if digest != manifest.digest:
        raise BadExtract(f"{file} is not as it was written: make the extract anew, or get it again")
    return manifest


def _check_columns(file: Path, table: Table) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not file.is_file():
        raise BadExtract(f"{file} is not there: an extract has {', '.join(f'{name}.parquet' for name in TABLES)}")
    try:
        found = pq.read_schema(file)
    except (pa.ArrowInvalid, OSError) as error:
        raise BadExtract(f"{file} is no Parquet file ({error}): make the extract anew") from None
    wanted = table.arrow()
    for field in wanted:
        at = found.get_field_index(field.name)
        if at < 0:
            raise BadExtract(f"{file} has no column {field.name!r}: make the extract anew")
        if not _same(found.field(at).type, field.type):
            raise BadExtract(f"{file}: {field.name!r} is {found.field(at).type}, and should be {field.type}")


def _check_codes(file: Path, table: Table) -> None:
    """That every code is one of its list: of another no figure would know what it counts."""
    import duckdb

    listed = {one.name: {code.code for code in found.codes} for one in table.columns
              if one.codes not in _OPEN and (found := codes_of(one))}  # fmt: skip
    if not listed:
        return
    asked = ", ".join(f'list(DISTINCT "{name}") FILTER ("{name}" IS NOT NULL)' for name in listed)
    (values,) = duckdb.sql(f"SELECT {asked} FROM read_parquet(?)", params=[str(file)]).fetchall()
    for (name, codes), found in zip(listed.items(), values, strict=True):
        flat = {code for one in found or () for code in (one if isinstance(one, list) else [one])}
        if strange := sorted(str(code) for code in flat - codes):
            raise BadExtract(
                f"{file}: {name!r} has {strange[0]!r}, which is no code of this version: "
                "analyse it with the version that made it, or make the extract anew"
            )


def _same(found: pa.DataType, wanted: pa.DataType) -> bool:
    """Whether two types are one, whatever the writer called the items of a list."""
    import pyarrow as pa

    if pa.types.is_list(found) and pa.types.is_list(wanted):
        return bool(found.value_type == wanted.value_type)
    return bool(found == wanted)


def digest_of(file: Path) -> str:
    """The SHA-256 of a file, read a piece at a time."""
    made = sha256()
    with file.open("rb") as opened:
        while block := opened.read(1 << 20):
            made.update(block)
    return made.hexdigest()
