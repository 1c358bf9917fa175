"""The journey in a terminal: a line for each entry under its month, in the colour and with the sign of its lane.

Colour is never alone: each lane has its sign and its name. Where the output is no terminal (a file, a pipe), rich
leaves the colours out and the text is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from unbroken.exchange.exporting.journey import Journey, Line
from unbroken.exchange.exporting.swimlanes import describe
from unbroken.exchange.exporting.wording import BEFORE_ITS_REPORT, say_days, say_month
from unbroken.record.kinds import Lane

# A sign in Unicode, the one for terminals that have only ASCII, and a colour that every terminal has.
SIGNS: Mapping[Lane, tuple[str, str, str]] = MappingProxyType(
    {
        Lane.INCIDENTS: ("●", "*", "red"),
        Lane.POLICE: ("■", "#", "blue"),
        Lane.COURT: ("◆", "<", "magenta"),
        Lane.ORDERS: ("▲", "^", "green"),
        Lane.SUPPORT: ("⬟", "+", "cyan"),
        Lane.TRIAGE: ("▶", ">", "yellow"),
        Lane.RECORD: ("▮", "|", "white"),
    }
)
_NARROW = 72  # columns below which the date stands above the text rather than beside it


def show_journey(journey: Journey, console: Console, *, details: bool = False) -> None:
    """Print a journey, oldest first. `details` adds every field, and what corrections changed."""
    if console.encoding.lower().startswith("utf"):
        console.print(render_journey(journey, width=console.width, details=details))
        return
    with console.capture() as captured:
        console.print(render_journey(journey, width=console.width, details=details, ascii_only=True))
    # Text from the record may hold what this terminal cannot show: a question mark rather than a failure.
    console.file.write(captured.get().encode(console.encoding, "replace").decode(console.encoding))


def render_journey(
    journey: Journey, *, width: int = 100, details: bool = False, ascii_only: bool = False
) -> RenderableType:
    """The journey as something rich can print at this width, down to 30 columns."""
    parts: list[RenderableType] = [Text(describe(journey)), *_head(journey, ascii_only)]
    gaps = {gap.before: gap.text for gap in journey.gaps}
    for month, lines in groupby(journey.entries, key=lambda line: say_month(line.day)):
        held = list(lines)
        parts += [Text(""), Text(month, style="bold underline")]
        parts += [Text(f"  {gaps[day]}", style="italic") for day in sorted({line.day for line in held}) if day in gaps]
        parts += [_render_line(line, width=width, details=details, ascii_only=ascii_only) for line in held]
    return Group(*parts)


def _head(journey: Journey, ascii_only: bool) -> Iterator[RenderableType]:
    if journey.as_known_on:
        yield Text(f"This is the record {journey.as_known_on}.", style="bold")
    legend = Text("\n")
    for lane in journey.lanes:
        legend.append(f"{_sign(lane.lane, ascii_only)} {lane.title}", style=SIGNS[lane.lane][2])
        legend.append(f" ({len(lane.lines)})   ")
    yield legend


def _sign(lane: Lane, ascii_only: bool) -> str:
    return SIGNS[lane][1 if ascii_only else 0]


def _render_line(line: Line, *, width: int, details: bool, ascii_only: bool) -> RenderableType:
    colour = SIGNS[line.lane][2]
    sign = Text(f"{_sign(line.lane, ascii_only)} ", style=colour)
    said = _said(line, details)
    if width < _NARROW:
        return Group(sign + Text(f"{line.when}", style="bold"), Padding(said, (0, 0, 0, 2)))
    grid = Table.grid(padding=(0, 1), expand=False)
    grid.add_column(width=2)
    grid.add_column(width=32)
    grid.add_column(width=width - 40)
    grid.add_row(sign, Text(line.when), said)
    return grid


def _said(line: Line, details: bool) -> Group:
    head = Text(f"{line.lane_title}: ", style=SIGNS[line.lane][2])
    head.append(line.sentence, style="bold")
    if not line.stands:
        head.stylize("strike")
    return Group(head, *(Text(text, style="dim") for text in _notes(line)), *(_fields(line) if details else ()))


def _notes(line: Line) -> Iterator[str]:
    """What a reader must know of how it came onto the record."""
    if line.late is not None:
        yield f"Recorded {say_days(line.late)} later, on {line.recorded}, by {line.agency}"
    if line.early:
        yield BEFORE_ITS_REPORT
    if line.erased:
        yield "The content was erased by law; only the header remains"
    if line.corrections:
        times = f" {len(line.corrections)} times, last" if len(line.corrections) > 1 else ""
        yield f"Corrected{times} on {line.corrections[-1].recorded}: {line.corrections[-1].why}"
    if line.withdrawn:
        yield f"Withdrawn from the record on {line.withdrawn.recorded}: {line.withdrawn.why}"


def _fields(line: Line) -> Iterator[Text]:
    for detail in line.details:
        yield Text.assemble((f"{detail.label}: ", "bold"), detail.value)
    for correction in line.corrections:
        for change in correction.changes:
            yield Text(f"{change.label}: was {change.before}; corrected to {change.after}", style="italic")
    yield Text(f"Entry {line.id}; {line.source} {line.source_ref}; recorded {line.recorded}", style="dim")
