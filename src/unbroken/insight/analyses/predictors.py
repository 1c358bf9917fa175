"""What goes with withdrawal, and with police taking no further action: the published regressions, from the record.

Block-wise logistic regression with the published blocks (demands ANA-06, ANA-07). Published odds ratios stand beside
ours where both exist. Associations, never causes: whoever leaves on the first day leaves no time for an arrest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from unbroken.insight.analyses.leaving import is_closed_by_police
from unbroken.insight.extract import Extract
from unbroken.insight.pictures.forest import draw_forest
from unbroken.insight.reference import rows as published_rows
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Analysis, Cell, Definition, Number, Picture, Saying, Sheet, Sum, nested
from unbroken.insight.variables import (
    BLOCKS,
    LEFT_OUT,
    NFA,
    NOT_DERIVED,
    VARIABLES,
    WITHDRAWAL,
    Derived,
    values,
    with_earlier,
)

if TYPE_CHECKING:
    from unbroken.insight.stats.logistic.blocks import Regression, Term
    from unbroken.insight.stats.refusals import Refusal

QUICK = 2_000
"""From so many reports on, intervals are Wald's, which are as good then and quicker than those of the profile."""
_TOLD = 10  # reports that a level must have to be told of in a sentence; the table has all
_NOTES = (
    "Missing is a level of its own. It says something of recording, not of people.",
    "What happens early leaves less time for what happens later: an arrest seldom follows a withdrawal on the first "
    "day. An odds ratio of the investigation is partly this.",
    "Published odds ratios are of a hand-coded sample of July 2020 to June 2021 and of somewhat other definitions.",
)


@dataclass(frozen=True, slots=True)
class Question:
    """One regression: what it asks, of which reports, and what its odds are of. `of` gives the base step by step."""

    name: str
    model: str
    title: str
    odds_of: str
    base: str
    published_n: int
    steps: Any
    outcome: Any


def _is_open(cases: Any) -> Any:
    return cases.closed_on.isnull() & cases.outcome.isnull() & cases.left_on.isnull() & cases.charged_on.isnull()


def _withdrew(cases: Any) -> Any:
    return (cases.left_as == "withdrew").fill_null(False) & ~cases.came_back.fill_null(False)


QUESTIONS = (
    Question(
        WITHDRAWAL, "victim-withdrawal", "What goes with withdrawal", "withdrawal",
        "not sent to the CPS and no longer open (published: 334, all of the 376 but the 42 submitted)", 334,
        lambda cases: (("sent to the CPS", cases.submissions > 0), ("still open", _is_open(cases))), _withdrew,
    ),
    Question(
        NFA, "police-nfa", "What goes with no further action by police", "no further action by police",
        "whose victim did not leave, and no longer open (published: 196, without saying how it comes about)", 196,
        lambda cases: (("the victim left", cases.left_as.notnull() & ~cases.came_back.fill_null(False)),
                       ("still open", _is_open(cases))), is_closed_by_police,
    ),
)  # fmt: skip


def report_predictors(extract: Extract, scope: Scope) -> Analysis:
    """Both regressions: terms, blocks, who is left out, what is missing, and what was not entered."""
    cases = scope.of(with_earlier(extract.table("cases")))
    answers = [_answer(question, cases, scope) for question in QUESTIONS]
    return Analysis(
        name="predictors",
        title="What goes with withdrawal and with no further action",
        words=tuple(line for answer in answers for line in answer.words) or ("",),
        sheets=(*(sheet for answer in answers for sheet in answer.sheets), _not_entered(scope)),
        pictures=tuple(Picture(f"{question.name}_forest", _drawer(question)) for question in QUESTIONS),
    )


def _drawer(question: Question) -> Any:
    return lambda sheets: draw_forest(sheets[f"{question.name}_terms"], title=question.title)


@dataclass(frozen=True, slots=True)
class _Answer:
    words: tuple[Saying, ...]
    sheets: tuple[Sheet, ...]


def _answer(question: Question, cases: Any, scope: Scope) -> _Answer:
    from unbroken.insight.stats.logistic.blocks import Regression, regress

    chosen = [one for one in VARIABLES if question.name in one.models]
    left_out, kept = _base(question, cases)
    outcome, levels = values(kept, chosen, question.outcome(kept))
    definition = Definition(f"Reports {question.base}: the odds of {question.odds_of}.", scope.words(), _NOTES)
    usable = [one for one in chosen if len({level for level in levels[one.name] if level is not None}) > 1]
    found = regress(outcome, _blocks(usable, levels), intervals="wald" if len(outcome) >= QUICK else "profile")
    first = _left_out_sheet(question, left_out, len(outcome), definition)
    derived = _variables_sheet(question, chosen, definition)
    if not isinstance(found, Regression):
        terms = Sheet(f"{question.name}_terms", question.title, definition, _TERMS, ())
        return _Answer((_refused(question, found),), (first, derived, terms))
    words = tuple(_words(question, found, [one.label for one in chosen if one not in usable]))
    return _Answer(words, (
        first, derived,
        _terms_sheet(found, question, definition),
        Sheet(f"{question.name}_blocks", f"{question.title}: block by block", definition, _BLOCK_HEADS,
              tuple(_block_rows(found))),
        Sheet(f"{question.name}_calibration", f"{question.title}: whether its chances come true", definition,
              ("Tenth of chances", "Reports", "Expected, %", "Observed, %"), tuple(_tenths(found))),
    ))  # fmt: skip


def _base(question: Question, cases: Any) -> tuple[list[tuple[str, int, int]], Any]:
    """Who is left out, step by step, and the cases that are left."""
    found = []
    for text, condition in question.steps(cases):
        before = int(cases.count().to_pyarrow().as_py())
        cases = cases.filter(~condition.fill_null(False))
        after = int(cases.count().to_pyarrow().as_py())
        found.append((text, before - after, after))
    return found, cases


def _blocks(chosen: Sequence[Derived], levels: Mapping[str, Sequence[str | None]]) -> list[Any]:
    from unbroken.insight.stats.logistic.design import Block, Categorical

    found = []
    for block in BLOCKS:
        variables = tuple(_categorical(Categorical, one, levels[one.name]) for one in chosen if one.block == block)
        if variables:
            found.append(Block(block, variables))
    return found


def _categorical(make: Any, one: Derived, given: Sequence[str | None]) -> Any:
    """Levels that nobody has are left out; where nobody has the reference, the commonest level takes its place."""
    there = tuple(level for level in one.levels if level in given)
    reference = one.reference if one.reference in there else max(there, key=list(given).count)
    return make(one.name, one.label, given, reference, there)


# -- sheets ------------------------------------------------------------------------------------------------------------

_TERMS = ("Variable", "Level", "Against", "Reports", "Of these, with it", "Odds ratio", "p", "Published")
_BLOCK_HEADS = ("Block", "Alone: McFadden", "Alone: Nagelkerke", "So far: Nagelkerke", "p of what it adds")


def _left_out_sheet(
    question: Question, left_out: Sequence[tuple[str, int, int]], n: int, definition: Definition
) -> Sheet:
    first = left_out[0][1] + left_out[0][2] if left_out else n
    rows: tuple[tuple[Cell, ...], ...] = (("within the scope", None, first), *left_out)
    sums = tuple(Sum((row, 2), ((row + 1, 1), (row + 1, 2))) for row in range(len(left_out)))
    return Sheet(f"{question.name}_base", f"{question.title}: which reports", definition,
                 ("Left out", "Reports", "Left"), rows, sums)  # fmt: skip


def _variables_sheet(question: Question, chosen: Sequence[Derived], definition: Definition) -> Sheet:
    rows: tuple[tuple[Cell, ...], ...] = tuple((one.label, BLOCKS[one.block], one.how) for one in chosen)
    return Sheet(f"{question.name}_variables", f"{question.title}: the variables", definition,
                 ("Variable", "Block", "Derived from"), rows)  # fmt: skip


def _terms_sheet(found: Regression, question: Question, definition: Definition) -> Sheet:
    """The terms under a row of all reports: the levels of a variable are some of these, the reference the rest."""
    every: tuple[Cell, ...] = ("All reports", "", "", found.full.n, found.full.events, None, None, "")
    rows = (every, *_terms(found, question))
    together: dict[str, list[int]] = {}
    for place, term in enumerate(found.full.terms, start=1):
        together.setdefault(term.column.variable, []).append(place)
    sums = [Sum((0, column), tuple((place, column) for place in places), has_rest=True)
            for places in together.values() for column in (3, 4)]  # fmt: skip
    return Sheet(f"{question.name}_terms", question.title, definition, _TERMS, rows, (*sums, *nested(len(rows), 3, 4)))


def _terms(found: Regression, question: Question) -> Iterator[tuple[Cell, ...]]:
    known = {one.name: one for one in VARIABLES}
    for term in found.full.terms:
        column = term.column
        high = min(term.interval.high, 9999.0)
        ratio = Number(term.odds_ratio, min(column.n, found.full.n - column.n), 2, (term.interval.low, high))
        printed = "" if column.is_missing else _printed(known[column.variable], column.level, question)
        label = f"{column.label} (penalised)" if term.is_separated else column.label
        yield (label, column.level, column.reference, column.n, column.events, ratio,
               Number(term.p_value, found.full.n, 3), printed)  # fmt: skip


def _printed(variable: Derived, level: str, question: Question) -> str:
    """What the publication prints of a variable and a level, in its own reference, that it found nothing too."""
    said = []
    for row in published_rows("regression-tables"):
        if row["model"] == question.model and row["variable"] in variable.published:
            if not row["odds_ratio"]:
                said.append("not significant")
            elif _same_level(level, row["level"], variable):
                said.append(f"{float(row['odds_ratio']):.2f} ({row['level']}, against {row['reference_level']})")
    return "; ".join(dict.fromkeys(said))


_LEVELS: Mapping[str, tuple[str, ...]] = {
    "35-44": ("35 to 44",),
    "45-54": ("45 to 54",),
    "45 and over": ("45 to 54", "55 and over"),
    "strangers": ("stranger",),
}


def _same_level(ours: str, theirs: str, variable: Derived) -> bool:
    if variable.name == "one_incident":  # printed with `yes` as the level and *more than one* as the reference
        return ours == "yes"
    return ours in _LEVELS.get(theirs, (theirs,))


def _block_rows(found: Regression) -> Iterator[tuple[Cell, ...]]:
    n = found.full.n
    for block in found.blocks:
        alone = block.alone.strength
        yield (BLOCKS[block.name], Number(alone.mcfadden, n, 3), Number(alone.nagelkerke, n, 3),
               Number(block.strength.nagelkerke, n, 3), Number(block.added.p_value, n, 3))  # fmt: skip
    whole = found.full.strength
    yield ("All blocks", Number(whole.mcfadden, n, 3), Number(whole.nagelkerke, n, 3), Number(whole.nagelkerke, n, 3),
           Number(found.full.test.p_value, n, 3))  # fmt: skip


def _tenths(found: Regression) -> Iterator[tuple[Cell, ...]]:
    for place, tenth in enumerate(found.calibration.tenths, start=1):
        limits = (100 * tenth.interval.low, 100 * tenth.interval.high)
        yield (str(place), tenth.n, Number(100 * tenth.expected, tenth.n, 1),
               Number(100 * tenth.observed, tenth.n, 1, limits))  # fmt: skip


def _not_entered(scope: Scope) -> Sheet:
    what = "Variables of the published regressions that are not entered here, with the reason."
    rows = [(name, why, "cannot be derived") for name, why in NOT_DERIVED.items()]
    rows += [(name, why, "left out on purpose") for name, why in LEFT_OUT.items()]
    return Sheet("not_entered", "What was not entered", Definition(what, scope.words()), ("Variable", "Why", "How"),
                 tuple(rows))  # fmt: skip


# -- words -------------------------------------------------------------------------------------------------------------


def _refused(question: Question, found: Refusal) -> Saying:
    return f"{question.title}: not fitted, because {found}."


def _words(question: Question, found: Regression, constant: Sequence[str]) -> Iterator[Saying]:
    from unbroken.insight.stats.logistic.wording import CAVEAT, say_odds

    yield f"{question.title}: of ", found.full.n, " reports ", found.full.events, f" ended so. {CAVEAT}"
    for term in sorted(found.full.terms, key=_strongest):
        column = term.column
        least = min(column.n, found.full.n - column.n)
        if 1.0 not in term.interval and not column.is_missing and least >= _TOLD:
            yield (
                f"{column.label}: {column.level}, against {column.reference}. Associated with "
                f"{say_odds(term.odds_ratio)} odds of {question.odds_of}, odds ratio ",
                Number(term.odds_ratio, least, 2, (term.interval.low, min(term.interval.high, 9999.0))), ".",
            )  # fmt: skip
    yield from found.warnings
    if constant:
        yield f"Not entered, since every report has the same value or none: {', '.join(constant)}."


def _strongest(term: Term) -> float:
    return min(term.odds_ratio, 1 / term.odds_ratio) if term.odds_ratio else 0.0
