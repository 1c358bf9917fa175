"""Disproportionality: whether reports of some groups of victims or suspects come to each stage more often (ANA-13).

What is missing comes first, then which groups and what period, and only then shares. The published study could make no
definitive assessment, because ethnicity was missing in 35 to 43 % (MOPAC, *Stalking Deep Dive*, 2024). A difference is
an association in what was recorded: it says nothing of why, and nothing of anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from unbroken.insight.analyses.disproportionality_compared import (
    HIGHER,
    LEAST,
    LOWER,
    MOST_MISSING,
    UNKNOWN,
    Tally,
    compare,
    number_of,
)
from unbroken.insight.analyses.disproportionality_groups import ATTRIBUTES, MISSING, ROLES, STAGES, Attribute, Stage
from unbroken.insight.extract import Extract
from unbroken.insight.labels import NOT_RECORDED, label
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Analysis, Cell, Definition, Saying, Share, Sheet, Sum, across, down, listed

if TYPE_CHECKING:
    import ibis.expr.types as ir

_PERCENT = f"{100 * MOST_MISSING:.0f} %"
_WHAT_MISSING = (
    "Reports that name somebody in the role, and whether the field is recorded of the first named. Why it is not "
    "recorded is kept apart."
)
_WHAT_GROUPS = "Which groups are compared, from what they come, and the years in which the reports were made."
_WHAT_YEARS = "Reports that name somebody in the role, of which the field is not recorded, by year of the report."
_WHAT = (
    "Reports by group of the first named, and those that came to each stage. Each group is set beside the largest: the "
    "difference in percentage points (Newcombe) and the ratio (Koopman) with 95 % intervals; and the least and the "
    "most that those not recorded could make of the ratio, whatever they are (an empty most: without limit)."
)
_NOTES = (
    f"Nothing is compared where more than {_PERCENT} is not recorded, and no group with fewer than {LEAST} reports.",
    "A difference is read only where an interval widened for all comparisons together, and the whole range that those "
    "not recorded could make of the ratio, lie on one side.",
    "Reports are counted, not people; several of the same people are taken as if they had nothing to do with each "
    "other.",
    "A difference says nothing of why: what was done, when, where and by whom may differ between groups.",
)


def report_disproportionality(extract: Extract, scope: Scope) -> Analysis:
    """Shares of reports at each stage by sex, age and ethnicity of victims and of suspects, what is missing first."""
    cases = extract.table("cases")
    every = replace(scope, offences="all")
    within, of_any = scope.of(cases), every.of(cases)
    fields = [_Field(role, one, _counted(within, role, one), _counted(of_any, role, one))
              for role in ROLES for one in ATTRIBUTES]  # fmt: skip
    comparisons = number_of([field.tally(stage) for field in fields for stage in STAGES])
    return Analysis(
        name="disproportionality",
        title="Who the reports are about, and what becomes of them",
        words=tuple(_words(fields, comparisons, scope)),
        sheets=(
            _missing_sheet("missing", "What is not recorded", fields, scope, is_any=False),
            _missing_sheet("missing_any_class", "What is not recorded, of reports of any class", fields, every,
                           is_any=True),
            _years_sheet(fields, scope),
            _groups_sheet(fields, scope),
            *(_stages_sheet(field, scope, every, comparisons) for field in fields),
        ),
    )  # fmt: skip


# -- counting ----------------------------------------------------------------------------------------------------------

NOBODY = "nobody named"
_Counts = Mapping[tuple[str, str, str], int]  # by stage (empty: all), year, and group, reason for none, or NOBODY


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a role, and how many reports of the scope, and of any class, have each value of it."""

    role: str
    attribute: Attribute
    counted: _Counts
    counted_any: _Counts

    @property
    def name(self) -> str:
        return f"{self.role}_{self.attribute.name}"

    @property
    def text(self) -> str:
        return f"{ROLES[self.role]}: {self.attribute.text}"

    @property
    def years(self) -> list[str]:
        """The years of the reports, in order, what has none last."""
        years = {year for _, year, _ in self.counted}
        return sorted(years, key=lambda year: (year == NOT_RECORDED, year))

    def by_group(self, stage: str = "", *, is_any: bool = False, year: str | None = None) -> Counter[str]:
        """Reports by group, by the reason for none, and those that name nobody."""
        found: Counter[str] = Counter()
        for (at, of_year, group), n in (self.counted_any if is_any else self.counted).items():
            if at == stage and year in (None, of_year):
                found[group] += n
        return found

    def tally(self, stage: Stage | None, *, is_any: bool = False, year: str | None = None) -> Tally:
        """What is compared at a stage; without one, of everybody. Reports that name nobody are not in it."""
        is_any = is_any or (stage is not None and stage.of_any_class)
        base = self.by_group(is_any=is_any, year=year)
        at = self.by_group(stage.name, is_any=is_any) if stage else Counter[str]()
        del base[NOBODY], at[NOBODY]
        return Tally(base, at, self.attribute.groups)


def _counted(cases: ir.Table, role: str, one: Attribute) -> _Counts:
    """How many reports of each year have each value, at each stage and in all. One query."""
    columns = [f"{role}_{column}" for column in one.columns]
    told = cases.mutate(year=cases.made_on.year(), is_named=cases[role].notnull())
    stages = {stage.name: told.count(where=stage.condition(told)) for stage in STAGES}
    asked = told.group_by("year", "is_named", *columns).aggregate(all=told.count(), **stages)
    found: Counter[tuple[str, str, str]] = Counter()
    for row in asked.to_pyarrow().to_pylist():
        value = one.of([row[column] for column in columns]) if row["is_named"] else NOBODY
        for stage in ("", *stages):
            found[stage, label("year", row["year"]), value] += row[stage or "all"]
    return found


# -- sheets ------------------------------------------------------------------------------------------------------------


def _missing_sheet(name: str, title: str, fields: Sequence[_Field], scope: Scope, *, is_any: bool) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for field in fields:
        counted, tally = field.by_group(is_any=is_any), field.tally(None, is_any=is_any)
        missing = tally.missing
        reasons = (Share(counted[reason], missing.of) for reason in MISSING)
        verdict = "no" if tally.is_too_incomplete else "yes"
        rows.append((field.text, sum(counted.values()), missing.of, counted[NOBODY], missing,
                     Share(tally.known, missing.of), *reasons, verdict))  # fmt: skip
    heads = ("Field", "Reports", "Name somebody", "Name nobody", "Not recorded", "Recorded",
             *map(str.capitalize, MISSING), f"Compared: at most {_PERCENT} not recorded")  # fmt: skip
    sums = (*across(len(rows), 1, 2, 3), *across(len(rows), 2, 4, 5), *across(len(rows), 4, 6, 7, 8, 9),
            *_the_same_people(fields))  # fmt: skip
    return Sheet(name, title, Definition(_WHAT_MISSING, scope.words(), _NOTES[:1]), heads, tuple(rows), sums)


def _the_same_people(fields: Sequence[_Field]) -> Iterator[Sum]:
    """Whether somebody is named is one count in all rows of a role."""
    for row, field in enumerate(fields):
        first = next(n for n, one in enumerate(fields) if one.role == field.role)
        if row != first:
            yield from (Sum((row, column), ((first, column),)) for column in (2, 3))


def _years_sheet(fields: Sequence[_Field], scope: Scope) -> Sheet:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (year, *(field.tally(None, year=year).missing for field in fields)) for year in fields[0].years
    )
    heads = ("Year in which the report was made", *(field.text for field in fields))
    note = (
        "Where recording changed over the years, groups over the whole period are not alike in when they were recorded."
    )
    return Sheet("missing_by_year", "What is not recorded, by year", Definition(_WHAT_YEARS, scope.words(), (note,)),
                 heads, rows, down(len(rows), *range(1, len(heads))))  # fmt: skip


def _groups_sheet(fields: Sequence[_Field], scope: Scope) -> Sheet:
    years = [year for year in fields[0].years if year != NOT_RECORDED]
    period = "no year recorded" if not years else years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
    rows = tuple((field.text, listed(field.attribute.groups), field.attribute.how, period) for field in fields)
    note = ("All groups are of one extract, one list and one period. Figures from elsewhere have other bands, bases "
            "and periods, and are not set beside these.")  # fmt: skip
    return Sheet("groups", "Which groups, and of when", Definition(_WHAT_GROUPS, scope.words(), (note,)),
                 ("Field", "Groups", "From", "Period"), rows)  # fmt: skip


_HEADS = ("Reports", "Stage", "At the stage", "In the largest group", "Difference in points", "Ratio",
          "Least ratio", "Most ratio", "Reading")  # fmt: skip
_AT, _OTHER = 3, 4  # columns


def _stages_sheet(field: _Field, scope: Scope, every: Scope, comparisons: int) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    sums: list[Sum] = []
    for stage in STAGES:
        tally, start = field.tally(stage), len(rows)
        rows += _rows(tally, stage, comparisons)
        places = range(start, len(rows))
        sums += [Sum(None, tuple((row, column) for row in places)) for column in (1, _AT)]
        largest = next((row for row in places if rows[row][0] == tally.largest), None)
        # The share of the largest group stands in every row that is compared with it, and is one count.
        sums += [Sum((row, _OTHER), ((largest, _AT),)) for row in places
                 if largest is not None and rows[row][_OTHER] is not None]  # fmt: skip
    base = f"{scope.words()}; of recognition, {every.words()}"
    title = f"{field.text}: who comes to which stage"
    return Sheet(field.name, title, Definition(_WHAT, base, _NOTES), (field.text, *_HEADS), tuple(rows), tuple(sums))


def _rows(tally: Tally, stage: Stage, comparisons: int) -> Iterator[tuple[Cell, ...]]:
    """A row for each group that anybody is of, and one for those whose group is not recorded."""
    compared = tally.compared()
    for group in tally.groups:
        if not tally.base.get(group):
            continue
        row = (group, tally.base[group], stage.text, tally.share(group))
        if group in compared and tally.largest:
            found = compare(tally, group, comparisons)
            yield (
                *row,
                tally.share(tally.largest),
                found.difference,
                found.ratio,
                found.least,
                found.most,
                found.reading,
            )
        else:
            yield (*row, None, None, None, None, None, tally.why_not(group))
    unknown = tally.unknown
    if unknown.of:
        yield (NOT_RECORDED, unknown.of, stage.text, unknown, None, None, None, None, None, UNKNOWN)


# -- words -------------------------------------------------------------------------------------------------------------


def _words(fields: Sequence[_Field], comparisons: int, scope: Scope) -> Iterator[Saying]:
    if not sum(fields[0].by_group().values()):
        yield f"There are no {scope.words()}."
        return
    tallies = {field.text: field.tally(None) for field in fields}
    for text, tally in tallies.items():
        if tally.missing.of:
            yield (f"{text} is not recorded in ", tally.missing, ".")
        else:
            yield f"{text}: no report names anybody."
    incomplete = [text[0].lower() + text[1:] for text, tally in tallies.items() if tally.is_too_incomplete]
    if incomplete:
        yield (
            f"More than {_PERCENT} not recorded, or nobody named, and so neither compared nor concluded from: "
            f"{'; '.join(incomplete)}."
        )
    yield from _readings(fields, comparisons)


def _readings(fields: Sequence[_Field], comparisons: int) -> Iterator[Saying]:
    if not comparisons:
        yield f"No two groups of at least {LEAST} reports are compared."
        return
    yield (f"{comparisons:,} comparisons are made. Of so many, about one in twenty 95 % intervals would leave out no "
           "difference by chance alone: each is read with an interval widened for all of them together.")  # fmt: skip
    found = list(_differences(fields, comparisons))
    yield from found
    if not found:
        yield "No group is shown to differ from the largest at any stage. That is not the same as shown to be alike."
    yield ("These are associations in what was recorded. They say nothing of why, and nothing of what anybody is like; "
           "kinds of reports, of areas and of years may differ between groups.")  # fmt: skip


def _differences(fields: Sequence[_Field], comparisons: int) -> Iterator[Saying]:
    for field in fields:
        for stage in STAGES:
            tally = field.tally(stage)
            for group in tally.compared():
                if compare(tally, group, comparisons).reading in (HIGHER, LOWER) and tally.largest:
                    yield (f"{field.text}, {group}. {stage.text}: ", tally.share(group), "; of the largest group, "
                           f"{tally.largest}: ", tally.share(tally.largest), ".")  # fmt: skip
