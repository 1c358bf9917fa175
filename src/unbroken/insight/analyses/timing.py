"""How long until what: which outcome comes first and when, days to each step, and time in each stage (demand ANA-09).

The victim leaving, police closing and a charge keep one another from coming first. So the share with each by a day is
the Aalen-Johansen estimate with the others competing, and reports still open are followed to the day of the extract.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from operator import add
from typing import Any

from unbroken.insight.analyses.timing_compared import compared
from unbroken.insight.analyses.timing_steps import stages_sheet, steps_sheet, steps_words
from unbroken.insight.extract import Extract
from unbroken.insight.first import BY_OUTCOME, ENDS, TROUBLES, Firsts, day_of, read_first
from unbroken.insight.followed import YEAR, intervals, open_at, shares_at
from unbroken.insight.labels import label
from unbroken.insight.pictures.curves import draw_curves
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import (
    Analysis,
    Cell,
    Definition,
    Number,
    Picture,
    Saying,
    Share,
    Sheet,
    Sum,
    down,
    running,
)
from unbroken.insight.stats.competing.incidence import Incidence, cumulative_incidence

_ALSO = ("outcome", "relationship", "is_domestic", "offence", "offence_initial", "earlier_reports", "victim_vulnerable")
_WAYS: Mapping[str, str] = {
    "withdrew": "withdrew",
    "disengaged": "could no longer be reached, or stopped answering",
    "no_support_at_report": "did not support action when reporting",
    BY_OUTCOME: "did not support it, by the outcome at closing alone",
}
WHAT = (
    "What came first of each report. The victim leaves: the first withdrawal, loss of contact or lack of support that "
    "stands, or a closing with an outcome that says that the victim does not support it. A victim who left and came "
    "back has not left: the report counts by what came afterwards, or is open. Police close: without caution and "
    "without the CPS, as in the analysis of leaving. Charge: the first charge, by police or the CPS. Another ending: a "
    "caution or diversion, a decision of the CPS not to charge, passed to another body, or no outcome recorded. A "
    "closing that was reopened, or after which a charge was laid, does not count."
)
_DAYS = (
    "Days are whole days from the report. Where a day is known only to a period they are the least that they can be. "
    "What is dated before the report counts on the day of the report.",
    "Of two on one day a charge counts before a leaving, and a leaving before a closing.",
)
_CURVES = (
    "A share by a day is the Aalen-Johansen estimate, the others competing, with its 95 % interval. Reports to which "
    "nothing has happened are followed to the day of the extract. After the last day on which anybody was followed "
    "there is no share, and after two years there are counts alone.",
    "At risk: reports to which nothing had happened before, and which were still followed. Those no longer followed "
    "are still open, made too lately to say more.",
    *_DAYS,
)


def report_timing(extract: Extract, scope: Scope) -> Analysis:
    """What comes first of a report and when, how that differs, and how long each step takes."""
    cases = scope.of(extract.table("cases"))
    on = day_of(extract.manifest.made_at)
    firsts = read_first(cases, on, *_ALSO)
    incidence = cumulative_incidence(firsts.observed)
    also, sheets = compared(firsts, scope)
    steps = steps_sheet(cases, scope)
    base = _base(firsts, scope)
    return Analysis(
        name="time",
        title="How long it takes, and what comes first",
        words=(*_words(firsts, incidence, scope), *also, *steps_words(steps)),
        sheets=(
            base,
            _first(firsts, incidence, scope),
            _made_of(firsts, scope),
            *sheets,
            steps,
            stages_sheet(extract.table("stages"), cases, scope),
        ),
        pictures=(Picture("curves", lambda named: draw_curves(named["first"], title="What comes first, and when")),),
    )


def _base(firsts: Firsts, scope: Scope) -> Sheet:
    """From the reports of the scope to those that count, and of how many of these a day was taken as another."""
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Reports within the scope", len(firsts.table)),
        *((f"Left out: {text}", firsts.troubled(trouble)) for trouble, text in TROUBLES.items()),
        ("Counted", len(firsts.observed)),
        ("of them with an ending dated before the report", _counted(firsts, "is_early")),
        ("of them with an ending dated after the day of the extract", _counted(firsts, "is_late")),
    )
    sums = (
        Sum((0, 1), tuple((row, 1) for row in range(1, 5))),
        *(Sum((4, 1), ((row, 1),), has_rest=True) for row in (5, 6)),
    )
    what = "Reports of which it is known whether anything has happened, and on what day."
    notes = ("An ending dated before the report counts on the day of the report.",
             "One dated after the day of the extract counts on its day.")  # fmt: skip
    return Sheet("base", "Which reports are followed", Definition(what, scope.words(), notes),
                 ("Which", "Reports"), rows, sums)  # fmt: skip


def _counted(firsts: Firsts, flag: str) -> int:
    flags = firsts.table[flag].to_numpy(zero_copy_only=False)
    return int((flags & firsts.is_counted).sum())


def _first(firsts: Firsts, incidence: Incidence, scope: Scope) -> Sheet:
    """Counts of each interval of days, those up to its last day, and the shares by then.

    Each row's at risk are its events, those no longer followed and the next row's at risk. What is counted up to a day
    is nearly its share: it is there so that with a count the shares that would give it away are withheld.
    """
    rows: list[tuple[Cell, ...]] = []
    so_far = (0,) * len(ENDS)
    for at in intervals(firsts.observed):
        so_far = tuple(map(add, so_far, at.events))
        shares = (*shares_at(incidence, at.last), open_at(incidence, at.last))
        rows.append((at.label, at.at_risk, *at.events, at.censored, *so_far, *shares))
    heads = ["Days from the report", "At risk"]
    for said in ("in these days", None, "so far", "% by then"):
        heads += [f"{end}: {said}" for end in ENDS.values()] if said else ["No longer followed"]
    definition = Definition(WHAT, scope.words(), _CURVES)
    return Sheet("first", "What comes first, by days from the report", definition, (*heads, "Nothing yet: % by then"),
                 tuple(rows), tuple(_first_sums(len(rows))))  # fmt: skip


def _first_sums(rows: int) -> Iterator[Sum]:
    events = range(2, 2 + len(ENDS))
    censored = events.stop
    for row in range(rows):
        left = tuple((row, column) for column in (*events, censored))
        yield Sum((row, 1), (*left, *(((row + 1, 1),) if row + 1 < rows else ())))
    for column in events:
        yield from running(rows, column, column + len(ENDS) + 1)
    yield from down(rows, *events, censored)


def _made_of(firsts: Firsts, scope: Scope) -> Sheet:
    """What each of the outcomes is made of: how victims left, and with what outcome the others ended."""
    found: dict[str, Counter[str]] = {end: Counter() for end in ENDS}
    for row, n in firsts.counted("end", "way", "outcome"):
        if row["end"] in ENDS:
            found[row["end"]][_how(row)] += n
    rows: list[tuple[Cell, ...]] = []
    sums = []
    for end, text in ENDS.items():
        of, whole = sum(found[end].values()), len(rows)
        rows.append((text, "all", Share(of, len(firsts.observed))))
        ways = sorted(found[end].items(), key=lambda one: (-one[1], one[0])) if end != "charge" else []
        rows += [(text, way, Share(n, of)) for way, n in ways]
        if ways:
            sums.append(Sum((whole, 2), tuple((row, 2) for row in range(whole + 1, len(rows)))))
    wholes = tuple((row, 2) for row, cells in enumerate(rows) if cells[1] == "all")
    sums.append(Sum(None, wholes, has_rest=True))
    heads = ("What came first", "How", "Reports")
    return Sheet("made_of", "What is behind each", Definition(WHAT, scope.words()), heads, tuple(rows), tuple(sums))


def _how(row: Mapping[str, Any]) -> str:
    """How a victim left, or with what outcome another ending came."""
    return _WAYS.get(row["way"], str(row["way"])) if row["way"] else _outcome(row["outcome"])


def _outcome(code: str | None) -> str:
    return "no outcome recorded" if code is None else label("outcome", code)


def _words(firsts: Firsts, incidence: Incidence, scope: Scope) -> Iterator[Saying]:
    base, counted = len(firsts.table), len(firsts.observed)
    if not base:
        yield f"There are no {scope.words()}."
        return
    if counted < base:
        yield ("Of ", base, f" {scope.words()}, ", counted, " are followed from the report on; of the others it is not "
               "known from what day, or to what day.")  # fmt: skip
    else:
        yield (base, f" {scope.words()} are followed from the report on.")
    if not counted:
        return
    shown = [(end, number) for end, number in zip(ENDS, shares_at(incidence, YEAR), strict=True) if number is not None]
    if shown:
        parts: list[str | Number] = ["What came first within a year of the report: "]
        for place, (end, number) in enumerate(shown):
            parts += ["; " if place else "", f"{ENDS[end][0].lower()}{ENDS[end][1:]}, ", number, " %"]
        yield (*parts, " (95 % intervals). With those to which nothing had happened they are all reports.")
    else:
        yield "No report has been followed for a year: there are no shares within a year."
    yield (
        "Each of these keeps the others from coming first. Reports made lately count for as long as they have been "
        "followed."
    )
