"""Commands that recognise: `read` narratives, `recognise` cases."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from unbroken.cli.start import err, fail, progress, with_service

if TYPE_CHECKING:
    from unbroken.conduct.accounts import Reviewed
    from unbroken.conduct.casefiles import CaseFile
    from unbroken.conduct.models import CourseRow
    from unbroken.conduct.reading.narrative import Narrative, Said


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    panel = "Recognition"
    app.command("read", rich_help_panel=panel)(read)
    app.command("recognise", rich_help_panel=panel)(recognise)
    app.add_typer(evaluate, name="evaluate", rich_help_panel=panel)


class Part(StrEnum):
    """A part of the labelled narratives."""

    HELD_OUT = "held_out"
    TUNED_ON = "tuned_on"


evaluate = typer.Typer(help="How good it is, on labelled sets that ship with Unbroken.", no_args_is_help=True)


@evaluate.callback()
def _evaluate() -> None:
    """How good it is, on labelled sets that ship with Unbroken."""


@evaluate.command("recognition")
def evaluate_recognition(
    part: Annotated[
        Part, typer.Option(help="The part that nobody looks at while the patterns are worked on, or the other.")
    ] = Part.HELD_OUT,
    page: Annotated[
        Path | None, typer.Option("--page", help="A Markdown page whose figures of this part are replaced.")
    ] = None,
    cases: Annotated[
        Path | None, typer.Option("--cases", help="A directory of case files: when each is recognised, besides.")
    ] = None,
) -> None:
    """How well narratives are read: precision and recall, with 95 % intervals, as tables.

    Of stalking, behaviours and facts; and what sort of narratives are taken for stalking. With `--cases`, at which
    report each case is recognised, and when the police did.
    """
    from unbroken.conduct.casefiles import BadCase, read_cases
    from unbroken.conduct.evaluation import recognise_case, table_of_cases

    try:
        found = {f"recognition, {part.replace('_', ' ')}": _figures(part)}
        if cases is not None:
            found["recognition, cases"] = table_of_cases(map(recognise_case, read_cases(cases)))
    except BadCase as error:
        raise fail(str(error)) from None
    typer.echo("\n\n".join(found.values()))
    if page is not None:
        for what, figures in found.items():
            _replace(page, what, figures)


def _figures(part: Part) -> str:
    from unbroken.conduct.evaluation import (
        groups,
        labelled,
        measure_facts,
        measure_read,
        read,
        table,
        table_of_groups,
    )

    narratives = read(labelled(part))
    tables = table(measure_read(narratives)), table(measure_facts(narratives)), table_of_groups(groups(narratives))
    return "\n\n".join(tables)


def _replace(page: Path, what: str, found: str) -> None:
    begin, end = f"<!-- figures: {what} -->", f"<!-- end of figures: {what} -->"
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    if begin not in text or end not in text:
        raise fail(f"{page} has no lines {begin} and {end} for the figures to stand between.")
    before, after = text.partition(begin)[0], text.partition(end)[2]
    page.write_text(f"{before}{begin}\n\n{found}\n\n{end}{after}", encoding="utf-8")


def read(
    file: Annotated[Path, typer.Argument(help="JSON lines, each an object with id and text.")],
) -> None:
    """Read narratives, each as the whole account: behaviours and facts with their words, and what they indicate.

    A JSON object a line. What is found is a suggestion for a person to confirm; nothing is recorded.
    """
    from unbroken.conduct.casefiles import BadCase, read_narratives

    try:
        for name, text in read_narratives(file):
            _print(_of_narrative(name, text))
    except BadCase as error:
        raise fail(str(error)) from None


def recognise(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Case files: reports in the order in which they were made.")
    ] = None,
    coded: Annotated[
        bool, typer.Option("--coded", help="Take the behaviours as somebody coded them, beside what is read.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--sweep", help="Read and judge everything on the record anew, and list who was not seen.")
    ] = False,
    most: Annotated[
        int | None, typer.Option("--most", min=0, help="With --sweep, list at most so many pairs.", show_default="all")
    ] = None,
) -> None:
    """Say, report by report and all so far together, what a case indicates, and why.

    A JSON object a report. Only what was said at each contact is read, not what is on file beside it. With --sweep, of
    the record instead: a JSON object for each pair that looks like stalking and is not recorded so, and the counts.
    """
    from unbroken.conduct.casefiles import BadCase, read_case

    if everything:
        if files or coded:
            raise fail("--sweep goes over the record; case files and --coded do not go with it.")
        _sweep(most)
        return
    if not files:
        raise fail("Name the case files to read, or give --sweep to go over the record.")
    if most is not None:
        raise fail("--most goes with --sweep.")
    try:
        for path in files:
            for line in _of_case(read_case(path), coded=coded):
                _print(line)
    except BadCase as error:
        raise fail(str(error)) from None


@with_service
def _sweep(most: int | None) -> None:
    """Read and judge everything anew, list what waits, and say how many pairs stood how before and after."""
    from itertools import islice

    from unbroken.access.models import Category
    from unbroken.cli.operator import log_operator
    from unbroken.conduct.queries import every_waiting, tally
    from unbroken.conduct.sweep import count_victims, sweep

    before = tally()
    with progress("Reading and judging", total=count_victims(), unit="victims") as advance:
        done = sweep(workers=_workers(), progress=advance)
    shown: set[str] = set()
    for row in islice(every_waiting(), most):
        shown |= {row.victim, row.suspect}
        _print(_of_course(row))
    log_operator(Category.CONSULTATION, "unbroken recognise --sweep", shown)
    after = tally()
    err.print(
        f"Victims: {done.victims:,}. Pairs: {done.pairs:,}. Narratives read: {done.narratives:,}.\n"
        f"Pairs recorded as stalking: {after.recorded:,} (before the sweep {before.recorded:,}).\n"
        f"Indicated and not recorded so: {after.indicated:,} (before {before.indicated:,}): {after.waiting:,} waiting "
        f"(before {before.waiting:,}), {after.accepted:,} accepted, {after.rejected:,} not accepted.",
        soft_wrap=True,
    )


def _workers() -> int:
    """As many processes as there are processors to run them."""
    import os

    return len(os.sched_getaffinity(0))


def _of_course(row: CourseRow) -> dict[str, Any]:
    return {
        "victim": row.victim,
        "suspect": row.suspect,
        "finding": row.finding,
        "rules_met": row.rules.split(),
        "rests_on_words": row.rests_on_words,
        "incidents": row.incidents,
        "reports": row.reports,
        "first_on": row.first_on.isoformat() if row.first_on else None,
        "last_on": row.last_on.isoformat() if row.last_on else None,
        "decision": row.decision or None,
    }


def _of_narrative(name: str, text: str) -> dict[str, Any]:
    from unbroken.conduct.accounts import Report, review
    from unbroken.conduct.reading import narrative

    found = narrative.read(text)
    reviewed = review([Report(1, found)])
    return {
        "id": name,
        "finding": reviewed.recognised.finding,
        "behaviours": [{"code": one.name, **_place(one)} for one in found.behaviours],
        "facts": list(_facts(found)),
        "because": [{"rule": one.rule, "text": one.text} for one in reviewed.because],
    }


def _facts(found: Narrative) -> Iterator[dict[str, Any]]:
    """The facts; that somebody says they are not afraid is a fear that is not there."""
    for one in found.facts:
        if one.name != "no_fear":
            yield {"name": one.name, "value": one.value, **_place(one)}
        elif not found.fact("fear"):
            yield {"name": "fear", "value": False, **_place(one)}


def _place(one: Said) -> dict[str, Any]:
    return {"start": one.start, "end": one.end, "text": one.text}


def _of_case(case: CaseFile, *, coded: bool) -> Iterator[dict[str, Any]]:
    from unbroken.conduct.accounts import Report, review
    from unbroken.conduct.reading import narrative

    so_far: list[Report] = []
    for report in case.reports:
        found = narrative.read(report.facts)
        so_far.append(Report(report.number, found.with_codes(report.behaviours) if coded else found))
        yield {"case": case.id, "report": report.number, **_told(review(so_far))}


def _told(reviewed: Reviewed) -> dict[str, Any]:
    return {
        "finding": reviewed.recognised.finding,
        "rules_met": [rule.name for rule in reviewed.recognised.met],
        "questions": list(reviewed.recognised.questions),
        "behaviours": sorted(reviewed.account.behaviours),
        "because": [{"rule": one.rule, "report": one.report, "text": one.text} for one in reviewed.because],
    }


def _print(line: dict[str, Any]) -> None:
    typer.echo(orjson.dumps(line).decode())
