"""What minimum standards ask for and what stands of it: risk, statements, evidence, suspects, contact, supervision.

The standards of stalking investigations ask for a risk assessment in all cases, victim personal statements, evidence
and supervision (MOPAC, *Stalking Deep Dive*, 2024; demands STD-08, GOV-01). Each is shown with its completeness: what
the record says was not done is apart from what nobody recorded. Where the record has no way to say no, a share is the
least that was done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from unbroken.insight.analyses.standards_measured import ALL, BASES, MEASURES, THEMES, Measure
from unbroken.insight.classes import CLASSES, class_of
from unbroken.insight.extract import Extract
from unbroken.insight.labels import label
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Analysis, Cell, Definition, Saying, Share, Sheet, Sum, across, down
from unbroken.vocabulary.evidence import EVIDENCE_TYPES
from unbroken.vocabulary.orders import INSTRUMENTS
from unbroken.vocabulary.support import STATEMENT_STEPS

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from unbroken.vocabulary.codes import CodeList

_WHAT = (
    "Reports in which each is recorded as done, recorded as not done, recorded as not known, and in which nothing is "
    "recorded of it. A cell is empty where the record has no way to say so."
)
_WHAT_APART = "Reports in which each is recorded as done, and, where it could be recorded as not done, as nothing."
_NOTES = (
    "Nothing recorded is not the same as not done: it may have been done and not written down.",
    "Whether a report is the business of each standard is not judged: recent reports have had less time for it.",
)
_SEVERAL = "A report may have several: the shares do not add up to the whole."
_WHAT_INSTRUMENTS = (
    "Reports about which each instrument was completed. Aids to recognition and forms that do not measure the risk of "
    "stalking are listed with what they are, and count for nothing else here."
)
_KINDS: Mapping[str, str] = {
    "recognition": "aid to recognition, no risk assessment", "stalking": "stalking", "domestic": "domestic abuse",
    "vulnerability": "vulnerability", "probation": "probation", "other": "other",
}  # fmt: skip
_COUNTS: Mapping[str, tuple[int, int | None]] = {"none": (0, 0), "1": (1, 1), "2 to 4": (2, 4), "5 or more": (5, None)}


def report_standards(extract: Extract, scope: Scope) -> Analysis:
    """How often each standard is recorded as met, of everybody and by area and class, with how much is recorded."""
    cases = scope.of(extract.table("cases"))
    (everybody,) = _counted(cases)
    by_area = _counted(cases, "area")
    return Analysis(
        name="standards",
        title="Standards: risk, statements, evidence and contact",
        words=tuple(_words(everybody, scope)),
        sheets=(
            _every(everybody, scope),
            *_apart("area", "Area", {label("area", row["area"]): row for row in by_area}, scope),
            *_apart("class", "Police class now", _by_class(_counted(cases, "offence")), scope),
            _instruments(cases, everybody[ALL], scope),
            _steps(cases, everybody[ALL], scope),
            _evidence(cases, everybody[ALL], scope),
            _contacts(cases, everybody[ALL], scope),
        ),
    )


# -- counting ----------------------------------------------------------------------------------------------------------

_Row = Mapping[str, Any]
_STATES = ("done", "not_done", "not_known")


def _counted(cases: ir.Table, *by: str) -> list[_Row]:
    """The bases and the states of each measure, apart for each value of the columns `by`. One query."""
    asked: dict[str, Any] = {base: cases.count(where=condition(cases)) for base, condition in BASES.items()}
    for one in MEASURES:
        within = BASES[one.base](cases)
        for state, condition in zip(_STATES, one.states(cases), strict=True):
            if condition is not None:
                asked[f"{one.name}_{state}"] = cases.count(where=within & condition)
    found = (cases.group_by(list(by)) if by else cases).aggregate(**asked)
    rows: list[_Row] = [{**row, **{name: row[name] or 0 for name in asked}} for row in found.to_pyarrow().to_pylist()]
    return sorted(rows, key=lambda row: tuple((row[name] is None, str(row[name])) for name in by))


def _by_class(counted: Sequence[_Row]) -> dict[str, _Row]:
    """The counts of offences added up by the class they are of, in the order of the classes."""
    found: dict[str, dict[str, int]] = {}
    for row in counted:
        of = found.setdefault(class_of(row["offence"]), {})
        for name, n in row.items():
            if name != "offence":
                of[name] = of.get(name, 0) + n
    return {text: found[key] for key, text in CLASSES.items() if key in found}


def _states(row: _Row, one: Measure) -> tuple[int | None, ...]:
    """How many are done, not done, not known (None where that cannot be recorded), and of how many nothing stands."""
    told = tuple(row.get(f"{one.name}_{state}") for state in _STATES)
    return *told, row[one.base] - sum(n or 0 for n in told)


# -- sheets ------------------------------------------------------------------------------------------------------------


def _every(row: _Row, scope: Scope) -> Sheet:
    rows = []
    for one in MEASURES:
        shares = (None if n is None else Share(n, row[one.base]) for n in _states(row, one))
        rows.append((one.text, row[one.base], *shares, one.how))
    heads = ("Standard", "Reports", "Done", "Not done", "Not known", "Nothing recorded", "What counts")
    return Sheet("all", "What stands of each standard", Definition(_WHAT, scope.words(), _NOTES), heads, tuple(rows),
                 across(len(rows), 1, 2, 3, 4, 5))  # fmt: skip


def _apart(name: str, head: str, groups: Mapping[str, _Row], scope: Scope) -> Iterator[Sheet]:
    """A sheet for each theme: a row for each group, with what is done and what nothing is recorded of."""
    definition = Definition(_WHAT_APART, scope.words(), _NOTES)
    for theme, text in THEMES.items():
        measures = [one for one in MEASURES if one.theme == theme]
        bases = list(dict.fromkeys([ALL, *(one.base for one in measures)]))
        heads = [head, *(_BASE_HEADS[base] for base in bases)]
        for one in measures:
            heads += [one.text, *([f"{one.text}: nothing recorded"] if one.can_be_no else [])]
        rows = tuple((group, *(row[base] for base in bases), *_cells(row, measures)) for group, row in groups.items())
        sums = (*down(len(rows), *range(1, len(heads))), *_together(len(rows), bases, measures))
        yield Sheet(
            f"{theme}_by_{name}", f"{text} by {head[0].lower()}{head[1:]}", definition, tuple(heads), rows, sums
        )


_BASE_HEADS = {ALL: "Reports", "suspect": "With a suspect named", "left": "With the victim gone"}


def _cells(row: _Row, measures: Sequence[Measure]) -> Iterator[Cell]:
    for one in measures:
        done, *_, nothing = _states(row, one)
        yield Share(done or 0, row[one.base])
        if one.can_be_no:
            yield Share(nothing or 0, row[one.base])


def _together(rows: int, bases: Sequence[str], measures: Sequence[Measure]) -> Iterator[Sum]:
    """Of a base, those done and those of which nothing is recorded are apart; each base is some of all reports."""
    for row in range(rows):
        yield from (Sum((row, 1), ((row, 1 + n),), has_rest=True) for n in range(1, len(bases)))
        column = 1 + len(bases)
        for one in measures:
            if one.can_be_no:
                base = 1 + bases.index(one.base)
                yield Sum((row, base), ((row, column), (row, column + 1)), has_rest=True)
            column += 1 + one.can_be_no


def _listed(cases: ir.Table, column: str) -> dict[str, int]:
    """How many reports have each code in a column of lists. One query."""
    each = cases.select(code=cases[column].unique().unnest())
    return {row["code"]: row["n"] for row in each.group_by("code").aggregate(n=each.count()).to_pyarrow().to_pylist()}


def _codes(counted: Sequence[Mapping[str, int]], codes: CodeList) -> list[str]:
    """The codes that anybody has, in the order of their list."""
    return [code.code for code in codes.codes if any(code.code in found for found in counted)]


def _instruments(cases: ir.Table, base: int, scope: Scope) -> Sheet:
    found = _listed(cases, "risk_assessed")
    rows: list[tuple[Cell, ...]] = [
        (INSTRUMENTS[code].label, _KINDS.get(INSTRUMENTS[code].group or "", ""), Share(found[code], base))
        for code in _codes([found], INSTRUMENTS)
    ]
    return Sheet("instruments", "Risk assessments by instrument",
                 Definition(_WHAT_INSTRUMENTS, scope.words(), (_SEVERAL, _NOTES[0])),
                 ("Instrument", "For", "Reports"), tuple(rows))  # fmt: skip


def _steps(cases: ir.Table, base: int, scope: Scope) -> Sheet:
    found = _listed(cases, "statements")
    rows: list[tuple[Cell, ...]] = [
        (code.label, Share(found.get(code.code, 0), base)) for code in STATEMENT_STEPS.codes
    ]
    none = int(cases.filter(cases.statements.length() == 0).count().to_pyarrow().as_py())
    what = "Reports in which each step of a victim personal statement is recorded, and those with none."
    return Sheet("statements", "Victim personal statements, step by step",
                 Definition(what, scope.words(), (_SEVERAL, _NOTES[0])),
                 ("Step", "Reports"), (*rows, ("Nothing recorded", Share(none, base))))  # fmt: skip


def _evidence(cases: ir.Table, base: int, scope: Scope) -> Sheet:
    obtained, wanted = (_listed(cases, column) for column in ("evidence_obtained", "evidence_wanted"))
    rows: list[tuple[Cell, ...]] = []
    for code in _codes([obtained, wanted], EVIDENCE_TYPES):
        kind = "technology" if EVIDENCE_TYPES[code].group == "technology" else "other"
        shares = (Share(found.get(code, 0), base) for found in (obtained, wanted))
        rows.append((EVIDENCE_TYPES[code].label, kind, *shares))
    what = (
        "Reports in which evidence of each type was obtained, and in which it was referred to, asked for or refused "
        "and not obtained. A type that was obtained in part counts as obtained."
    )
    return Sheet("evidence", "Evidence obtained, and wanted and not obtained",
                 Definition(what, scope.words(), (_SEVERAL, _NOTES[0])),
                 ("Evidence", "Kind", "Obtained", "Wanted, not obtained"), tuple(rows))  # fmt: skip


def _contacts(cases: ir.Table, base: int, scope: Scope) -> Sheet:
    columns = ("contacts_made", "contacts_failed")
    asked = {f"{column}_{n}": cases.count(where=_between(cases[column], *limits))
             for column in columns for n, limits in enumerate(_COUNTS.values())}  # fmt: skip
    found = {name: n or 0 for name, n in cases.aggregate(**asked).to_pyarrow().to_pylist()[0].items()}
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (text, *(Share(found[f"{column}_{n}"], base) for column in columns)) for n, text in enumerate(_COUNTS)
    )
    what = "Reports by how many contacts with the victim are recorded, and how many attempts that failed."
    return Sheet("contacts", "Contacts with the victim", Definition(what, scope.words(), (_NOTES[0],)),
                 ("How many", "Made", "Failed attempts"), rows, down(len(rows), 1, 2))  # fmt: skip


def _between(column: Any, low: int, high: int | None) -> Any:
    return column >= low if high is None else column.between(low, high)


# -- words -------------------------------------------------------------------------------------------------------------


_SAID: Mapping[str, str] = {
    "risk": "a risk assessment", "statement": "a victim personal statement that was taken",
    "contact": "contact with the victim", "technology": "technology evidence that was obtained",
}  # fmt: skip
"""What the words tell of, by measure."""


def _words(row: _Row, scope: Scope) -> Iterator[Saying]:
    base = row[ALL]
    if not base:
        yield f"There are no {scope.words()}."
        return
    for one in (one for one in MEASURES if one.name in _SAID):
        done, *_, nothing = _states(row, one)
        yield ("Of ", base, f" {scope.words()}, {_SAID[one.name]} is recorded in ", Share(done or 0, base), "; in ",
               Share(nothing or 0, base), " nothing is recorded of it.")  # fmt: skip
    yield "What nobody recorded may have been done: these are shares of what is on the record."
