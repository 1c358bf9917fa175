"""Commands of deep coding: look at a frame, draw a sample, and say how far the coders agree."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from unbroken.cli.operator import log_operator, operator
from unbroken.cli.start import fail, out, with_service

if TYPE_CHECKING:
    from unbroken.coding.queries import Proposed
    from unbroken.insight.coding.frame import Frame

_DAY = ["%Y-%m-%d"]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="Read reports by a frame of questions: draw, code, compare.")
    group.command("frame")(frame)
    group.command("draw")(draw)
    group.command("agreement")(agreement)
    app.add_typer(group, name="coding", rich_help_panel="Analysis")


def frame(
    file: Annotated[Path | None, typer.Argument(help="A coding frame; without one, the frame that is shipped.")] = None,
    text: Annotated[bool, typer.Option("--text", help="Print the file itself, to begin one of your own from.")] = False,
) -> None:
    """Check a coding frame and say what it asks."""
    from unbroken.insight.coding.frame import UNITS

    found = _frame(file)
    if text:
        typer.echo(found.text)
        return
    out.print(f"{found.title} ({found.name}, version {found.version}): {len(found.variables)} questions.")
    for part in found.parts:
        out.print(f"\n[bold]{part}[/]")
        for one in found.variables:
            if one.part == part:
                own = f", the record's own in {one.record}" if one.record else ""
                out.print(f"  {one.name}: {one.question} [dim](of {UNITS[one.unit]}{own})[/]", soft_wrap=True)


@with_service
def draw(
    study: Annotated[str, typer.Argument(help="What the study is called.")],
    size: Annotated[int, typer.Option(help="How many to draw.")],
    seed: Annotated[str, typer.Option(help="Any word or number; the same one draws the same sample again.")],
    agency: Annotated[str, typer.Option(help="Short name of the agency whose study it is, such as met.")],
    coder: Annotated[list[str] | None, typer.Option(help="User name of a coder; once for each.")] = None,
    adjudicator: Annotated[list[str] | None, typer.Option(help="User name of who settles; once for each.")] = None,
    file: Annotated[Path | None, typer.Option("--frame", help="Your coding frame; else the one shipped.")] = None,
    of: Annotated[str, typer.Option(help="reports or prosecutions.")] = "reports",
    by: Annotated[list[str] | None, typer.Option(help="Group by area, force, class, first_class, year.")] = None,
    even: Annotated[bool, typer.Option("--even", help="As many of each group; else in proportion.")] = False,
    offences: Annotated[str, typer.Option(help="stalking, ever_stalking or all.")] = "stalking",
    since: Annotated[datetime | None, typer.Option(formats=_DAY, help="First day of the reports.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DAY, help="Last day of the reports.")] = None,
    area: Annotated[list[str] | None, typer.Option(help="Only this area; once for each.")] = None,
    double: Annotated[float, typer.Option(help="Share that two code, apart from each other: 0 to 1.")] = 0.1,
    restricted: Annotated[bool, typer.Option("--restricted", help="Restricted reports too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be drawn.")] = False,
    why: Annotated[str, typer.Option(help="Why: it stands in the access log.")] = "",
) -> None:
    """Draw a stratified random sample of reports for people to code, and record it."""
    from django.utils import timezone

    from unbroken import flow
    from unbroken.access.models import Category
    from unbroken.coding.drawing import CannotDraw, Wanted
    from unbroken.coding.queries import propose

    try:
        wanted = Wanted(
            size=size, seed=seed, of=of, by=tuple(by or ("area",)), offences=offences, since=since and since.date(),
            until=until and until.date(), areas=tuple(area or ()), even=even, double=double, with_restricted=restricted,
        )  # fmt: skip
        proposed = propose(
            wanted, study=study, frame=_frame(file), agency=agency, coders=coder or [],
            adjudicators=adjudicator or [], today=timezone.localdate(),
        )  # fmt: skip
    except CannotDraw as error:
        raise fail(f"--{error}") from None
    _tell(proposed)
    if dry_run:
        out.print("Nothing was recorded.")
        return
    flow.take_in(proposed.drafts, by=operator().username)
    log_operator(Category.COMBINATION, "unbroken coding draw", {one.report for one in proposed.reports}, why)
    out.print(f"Recorded as {proposed.object}. Its coders find it under “Reports to code”.")


@with_service
def agreement(
    sample: Annotated[str, typer.Argument(help="The sample: sample: and its id, as `coding draw` said it.")],
    why: Annotated[str, typer.Option(help="Why: it stands in the access log.")] = "",
) -> None:
    """How far two coders agree, question by question, as CSV."""
    import csv
    import sys

    from unbroken.access.models import Category
    from unbroken.coding.comparing import pairs_of
    from unbroken.coding.queries import read_sample
    from unbroken.insight.coding.agreement import HEAD, agree, row_of

    found = read_sample(sample)
    if found is None:
        raise fail(f"there is no {sample} on the record, or its frame cannot be read")
    log_operator(Category.CONSULTATION, "unbroken coding agreement", {sample}, why)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows(row_of(one) for one in agree(found.frame, pairs_of(found)))


def _frame(file: Path | None) -> Frame:
    from unbroken.insight.coding.frame import BadFrame
    from unbroken.insight.coding.reading import read_frame, shipped

    if file is None:
        return shipped()
    try:
        return read_frame(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise fail(f"{file} cannot be read: {error}") from None
    except BadFrame as error:
        raise fail(f"{file} is no coding frame:\n{error}") from None


def _tell(proposed: Proposed) -> None:
    """The way to the sample, step by step, and what each group gave."""
    for step in proposed.found.flow:
        gone = f"{step.removed:>8,}" if step.removed else " " * 8
        out.print(f"{gone}  {step.reason}: {step.left:,} left")
    for stratum in proposed.found.strata:
        short = f", {stratum.short:,} fewer than wanted" if stratum.short else ""
        if stratum.wanted:
            out.print(f"  {stratum.name}: {stratum.drawn:,} of {stratum.eligible:,}{short}", soft_wrap=True)
    double = sum(len(one.coders) > 1 for one in proposed.reports)
    out.print(
        f"Drawn: {len(proposed.reports):,}, of which {double:,} for two coders. Digest {proposed.found.digest[:12]}."
    )
