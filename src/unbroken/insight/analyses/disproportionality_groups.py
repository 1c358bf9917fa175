"""The groups of people whose reports are compared, and the stages at which they are.

Self-defined and officer-defined ethnicity are two fields, with two lists, and are never mixed. A group is what is
recorded; what is not recorded is of no group and keeps its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from unbroken.insight.analyses.completeness import answer_of
from unbroken.insight.analyses.leaving import is_closed_by_police
from unbroken.insight.first import is_charged, is_gone
from unbroken.vocabulary.codes import CodeList
from unbroken.vocabulary.people import ETHNICITY_OFFICER, ETHNICITY_SELF, SEXES

RECORDED = "recorded"
MISSING = ("refused", "not asked", "not known", "left empty")
"""Why nothing is recorded of somebody."""
ROLES: Mapping[str, str] = {"victim": "Victim", "suspect": "Suspect"}


@dataclass(frozen=True, slots=True)
class Attribute:
    """What people are grouped by: the columns it is read from, without the role, its groups in order, and in words.

    `of` gives the group of the values of the columns, or why there is none (of MISSING). `how` says from what.
    """

    name: str
    text: str
    columns: tuple[str, ...]
    groups: tuple[str, ...]
    of: Callable[[Sequence[Any]], str]
    how: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage, and which reports came to it. `of_any_class`: its base is reports of any class, and not of the scope."""

    name: str
    text: str
    condition: Callable[[Any], Any]
    of_any_class: bool = False


_AGES = ((17, "Under 18"), (24, "18 to 24"), (34, "25 to 34"), (44, "35 to 44"), (54, "45 to 54"), (64, "55 to 64"))
_OLDEST = "65 and over"
_BANDS: Mapping[str, str] = {
    "under_10": "Under 18", "10_to_15": "Under 18", "16_to_17": "Under 18", "child": "Under 18",
    "18_to_24": "18 to 24", "25_to_34": "25 to 34", "35_to_44": "35 to 44", "45_to_54": "45 to 54",
    "55_to_64": "55 to 64", "65_to_74": _OLDEST, "75_and_over": _OLDEST,
}  # fmt: skip
_SELF: Mapping[str, str] = {"white": "White", "mixed": "Mixed", "asian": "Asian", "black": "Black", "other": "Other"}


def _sex(values: Sequence[Any]) -> str:
    return _coded(SEXES, values[0])


def _age(values: Sequence[Any]) -> str:
    """The band of an age in years; without one the band as stated, where it lies within one of these."""
    age, band = values
    if age is not None:
        return next((text for last, text in _AGES if age <= last), _OLDEST)
    return "not known" if band == "adult" else _BANDS.get(band) or answer_of(band)


def _self_defined(values: Sequence[Any]) -> str:
    answer = answer_of(values[0])
    return _SELF[ETHNICITY_SELF[values[0]].group or ""] if answer == RECORDED else answer


def _officer_defined(values: Sequence[Any]) -> str:
    return _coded(ETHNICITY_OFFICER, values[0])


def _coded(codes: CodeList, value: str | None) -> str:
    answer = answer_of(value)
    return codes[str(value)].label if answer == RECORDED else answer


def _labels(codes: CodeList) -> tuple[str, ...]:
    return tuple(code.label for code in codes.codes if answer_of(code.code) == RECORDED)


ATTRIBUTES = (
    Attribute("sex", "sex", ("sex",), _labels(SEXES), _sex, "as last stated"),
    Attribute("age", "age", ("age", "age_band"), (*(text for _, text in _AGES), _OLDEST), _age,
              "whole years on the day of the report; where no date of birth is known, the band last stated"),
    Attribute("ethnicity_self", "self-defined ethnicity", ("ethnicity_self",), tuple(_SELF.values()), _self_defined,
              "the 18+1 list in its five groups, as people define themselves"),
    Attribute("ethnicity_officer", "officer-defined ethnicity", ("ethnicity_officer",), _labels(ETHNICITY_OFFICER),
              _officer_defined, "the 6+1 list, as an officer saw it"),
)  # fmt: skip

STAGES = (
    Stage("recognised", "Recognised as stalking at some time", lambda cases: cases.recognised_on.notnull(), True),
    Stage("withdrew", "Victim withdrew", lambda cases: is_gone(cases) & (cases.left_as == "withdrew").fill_null(False)),
    Stage("closed", "Closed by police", is_closed_by_police),
    Stage("charged", "Charged", is_charged),
    Stage("convicted", "Convicted of anything", lambda cases: cases.is_convicted),
)
