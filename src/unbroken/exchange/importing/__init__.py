"""Ways in: files in the journey format, published case files, and crime-report extracts through a mapping.

Importers only build drafts; the one way into the record is `flow`. Whatever gives no draft is rejected, with its
place, the field, the reason and what would be right: nothing is dropped silently.
"""

from __future__ import annotations

from unbroken.exchange.importing.assessing import Assessment, FieldShare, assess, compare
from unbroken.exchange.importing.cases import read_case
from unbroken.exchange.importing.journey import read_journey, to_line
from unbroken.exchange.importing.mapping import Mapping, MappingError, load_mapping, shipped
from unbroken.exchange.importing.places import Meter, Place, Rejected, SourceError
from unbroken.exchange.importing.running import ImportReport, run_import
from unbroken.exchange.importing.sources import open_source

__all__ = [
    "Assessment",
    "FieldShare",
    "ImportReport",
    "Mapping",
    "MappingError",
    "Meter",
    "Place",
    "Rejected",
    "SourceError",
    "assess",
    "compare",
    "load_mapping",
    "open_source",
    "read_case",
    "read_journey",
    "run_import",
    "shipped",
    "to_line",
]
