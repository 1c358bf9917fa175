"""Who the suspects are, as a snapshot: convictions, risk, needs and types, each with the base that it has.

The base is people, not reports: everybody who is the suspect of a report in the scope, once. A snapshot is of the day
on which the extract was made, and made again from the same extract it is the same (demands INT-01, ANA-11, ANA-12).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from unbroken.insight.extract import Extract
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Analysis, Cell, Definition, Saying, Share, Sheet, Sum, down
from unbroken.vocabulary.orders import INSTRUMENTS, RISK_GRADES, TYPOLOGIES
from unbroken.vocabulary.probation import NEED_LEVELS, SUSPECT_NEEDS

if TYPE_CHECKING:
    import ibis.expr.types as ir

CONVICTIONS = {
    "stalking": "Convicted of stalking",
    "other": "Convicted, of something else only",
    "none": "Not convicted in these reports",
}
NO_GRADE, SEVERAL = "no grade", "Several types"
_WHO = "Suspects: resolved people, each once, of the first named suspect of each report"
_BASE = "suspects of {}"
_WHAT = {
    "convictions": f"{_WHO}, by the convictions that the reports in which they are named led to, for anybody in them.",
    "risk": "Suspects by the last assessment with each instrument: the grade given by the assessor, or else by the "
    "instrument. Shares are of the suspects assessed with it. Scores of general reoffending say nothing of stalking.",
    "types": "Suspects by the type in the last assessment that gives one. Shares add up to the whole: those of several "
    "types are in a row of their own.",
    "needs": "Suspects by how great each need was in the last assessment of it. What police report is no assessment. "
    "Shares are of the suspects in whom the need was assessed.",
}  # fmt: skip
_NOTES = ("As of the day on which the extract was made; the same extract gives the same snapshot.",)


def report_caseload(extract: Extract, scope: Scope) -> Analysis:
    """The suspects of the reports in the scope: convictions, the risk last assessed, types, and needs."""
    cases = scope.of(extract.table("cases"))
    suspects = _suspects(cases)
    who = _resolved(extract, cases)
    assessed = _latest(extract.table("assessments"), who, "instrument")
    needs = _latest(extract.table("needs"), who, "need")
    typed = [row for row in _latest(_with_type(extract), who) if row["typologies"]]
    sheets = (
        _convictions(suspects, scope),
        _by(assessed, "instrument", [code.code for code in INSTRUMENTS.codes], _grade, _GRADES, "risk",
            "The risk last assessed", ("Instrument", "Grade"), scope),
        _types(typed, scope),
        _by(needs, "need", [code.code for code in SUSPECT_NEEDS.codes], lambda row: str(row["level"]), _LEVELS, "needs",
            "Needs assessed", ("Need", "How great"), scope),
    )  # fmt: skip
    words = tuple(_words(suspects, len({row["who"] for row in assessed}), sheets, scope))
    return Analysis(name="caseload", title="The suspects: convictions, risk, types and needs", words=words,
                    sheets=(*sheets, _alike(sheets, scope)))  # fmt: skip


_GRADES = {code.code: code.label for code in RISK_GRADES.codes} | {NO_GRADE: "No grade"}
_LEVELS = {code.code: code.label for code in NEED_LEVELS.codes}
_NAMES = {code.code: code.label for codes in (INSTRUMENTS, SUSPECT_NEEDS) for code in codes.codes}
Rows = Sequence[Mapping[str, Any]]


def _suspects(cases: ir.Table) -> Mapping[str, int]:
    """How many suspects there are by what they were convicted of."""
    named = cases.filter(cases.suspect.notnull())
    each = named.group_by("suspect").aggregate(
        stalking=named.is_convicted_of_stalking.any(), convicted=named.is_convicted.any()
    )
    counted = each.aggregate(
        stalking=each.count(where=each.stalking),
        other=each.count(where=each.convicted & ~each.stalking),
        none=each.count(where=~each.convicted & ~each.stalking),
    )
    (found,) = counted.to_pyarrow().to_pylist()
    return {name: int(n or 0) for name, n in found.items()}


def _resolved(extract: Extract, cases: ir.Table) -> ir.Table:
    """Each person object (`person`) of the suspects in these cases, with the resolved person (`who`)."""
    people = extract.table("people")
    named = cases.filter(cases.suspect.notnull()).select(who="suspect").distinct()
    return people.select("person", who="resolved").semi_join(named, "who")


def _with_type(extract: Extract) -> ir.Table:
    assessments = extract.table("assessments")
    return assessments.filter(assessments.typologies.length() > 0)


def _latest(rows: ir.Table, who: ir.Table, *by: str) -> Rows:
    """The last row about each suspect, and of each value of `by`; of several on one day the last by its entry."""
    import ibis

    known = rows.filter(rows.suspect.notnull()).join(who, rows.suspect == who.person)
    last = ibis.row_number().over(ibis.window(group_by=["who", *by], order_by=[known.on.desc(), known.entry.desc()]))
    found: Rows = known.mutate(place=last).filter(lambda table: table.place == 0).to_pyarrow().to_pylist()
    return found


def _grade(row: Mapping[str, Any]) -> str:
    return str(row["judged"] or row["grade"] or NO_GRADE)


def _convictions(suspects: Mapping[str, int], scope: Scope) -> Sheet:
    of = sum(suspects[name] for name in CONVICTIONS)
    rows = tuple((text, Share(suspects[name], of)) for name, text in CONVICTIONS.items())
    return Sheet("convictions", "What suspects were convicted of", _definition("convictions", scope),
                 ("Conviction", "Suspects"), rows, down(len(rows), 1))  # fmt: skip


def _by(
    found: Rows, by: str, order: Iterable[str], value: Any, labels: Mapping[str, str], name: str, title: str,
    heads: tuple[str, str], scope: Scope,
) -> Sheet:  # fmt: skip
    """Suspects by a value of each of several things: of each, the values add up to those of whom it is known."""
    counted = Counter((str(row[by]), value(row)) for row in found)
    rows: list[tuple[Cell, ...]] = []
    sums: list[Sum] = []
    for one in order:
        of = sum(n for (what, _), n in counted.items() if what == one)
        if of:
            kept = [label for label in labels if counted[one, label]]
            sums.append(Sum(None, tuple((len(rows) + n, 2) for n in range(len(kept)))))
            rows += [(_NAMES[one], labels[label], Share(counted[one, label], of)) for label in kept]
    return Sheet(name, title, _definition(name, scope), (*heads, "Suspects"), tuple(rows), tuple(sums))


def _types(found: Rows, scope: Scope) -> Sheet:
    counted = Counter(row["typologies"][0] if len(set(row["typologies"])) == 1 else SEVERAL for row in found)
    labels = {code.code: code.label for code in TYPOLOGIES.codes} | {SEVERAL: SEVERAL}
    rows = tuple((label, Share(counted[code], len(found))) for code, label in labels.items() if counted[code])
    return Sheet("types", "Types of stalker", _definition("types", scope), ("Type", "Suspects"), rows,
                 down(len(rows), 1))  # fmt: skip


def _alike(sheets: Sequence[Sheet], scope: Scope) -> Sheet:
    """Measures with the same count of the same base: a copied column looks like this (ANA-12)."""
    cells = [(sheet.title, " ".join(str(cell) for cell in row[:-1]), row[-1]) for sheet in sheets for row in sheet.rows]
    alike = [(f"{title}: {one}", f"{other_title}: {other}", share)
             for (title, one, share), (other_title, other, same) in combinations(cells, 2)
             if isinstance(share, Share) and share == same and share.count >= _MANY]  # fmt: skip
    what = f"Pairs of figures above that have the same count, of at least {_MANY}, and the same base."
    return Sheet("alike", "The same count twice: to be checked", Definition(what, _BASE.format(scope.words())),
                 ("One figure", "Another", "Suspects"), tuple(alike))  # fmt: skip


_MANY = 10  # small counts are alike by chance


def _definition(name: str, scope: Scope) -> Definition:
    return Definition(_WHAT[name], _BASE.format(scope.words()), _NOTES)


def _words(suspects: Mapping[str, int], assessed: int, sheets: Sequence[Sheet], scope: Scope) -> Iterator[Saying]:
    of = sum(suspects[name] for name in CONVICTIONS)
    if not of:
        yield f"No suspect is named in {scope.words()}."
        return
    yield ("Convicted of stalking: ", Share(suspects["stalking"], of), " of the suspects; convicted of something else "
           "only: ", Share(suspects["other"], of), ".")  # fmt: skip
    yield f"The base is the suspects of {scope.words()}: people, each once. Reports that name no suspect are not in it."
    if not assessed:
        yield "No assessment of risk names any of these suspects."
    if not sheets[-1].rows:
        yield "No assessment of needs names any of them."
