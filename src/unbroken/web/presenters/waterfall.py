"""The waterfall of a match weight: what each comparison adds to the likelihood that two are one person. Pure.

Drawn on the server, once for a wide screen and once for one of 320 px. For and against are told apart by the side to
which a bar goes, by a sign and by fill or outline, never by colour alone; the table beside it has the same figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from markupsafe import Markup

from unbroken.exchange.exporting.swimlanes import BLACK, BLUE, RED, TEAL, WHITE
from unbroken.people.linkage.model import Thresholds, probability
from unbroken.people.linkage.scoring import Score
from unbroken.web.drawing import Words, line, picture, rect, text, words
from unbroken.web.presenters.listings import Listing, listing

_TOP = 58  # room for the words of the two thresholds
_ROOM = 58  # beside the longest bar, for its figure
_LINE = 19
_NAMED = 160  # as wide as the words of a threshold


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The picture for wide and for narrow screens, in words, and in figures."""

    wide: Markup
    narrow: Markup
    text: str
    table: Listing


@dataclass(frozen=True, slots=True)
class Step:
    """A bar: from where it begins to where it ends, in bits; `rarity` is the share due to how rare the value is."""

    title: str
    says: str
    start: float
    end: float
    rarity: float = 0.0
    is_sum: bool = False

    @property
    def weight(self) -> float:
        """What it adds, in bits."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where things stand in the picture. Labels stand above their bars where `left` leaves no room beside them."""

    width: float
    left: float
    letters: int
    least: float
    most: float

    def x(self, bits: float) -> float:
        room = self.width - self.left - 2 * _ROOM
        return self.left + _ROOM + (bits - self.least) / (self.most - self.least) * room

    @property
    def is_narrow(self) -> bool:
        return self.left == 0


def present_waterfall(score: Score, limits: Thresholds) -> Waterfall:
    """The picture of a score, with the weights at which pairs are looked at and joined."""
    steps = steps_of(score)
    said = Words(f"What makes the match weight of {say_bits(score.weight)} bits", describe(score, limits))
    return Waterfall(
        wide=Markup(_draw(steps, limits, said, name="weights", width=760, left=310, letters=36)),
        narrow=Markup(_draw(steps, limits, said, name="weights-narrow", width=320, left=0, letters=38)),
        text=said.text,
        table=_tabulate(steps),
    )


def steps_of(score: Score) -> tuple[Step, ...]:
    """The bars from the first, any two people, to the last, the whole weight."""
    found = [Step("Any two people", "before anything is compared", 0.0, score.base)]
    for part in score.parts:
        start = found[-1].end
        found.append(Step(part.title, part.says, start, start + part.weight, part.rarity))
    return (*found, Step("Together", "the match weight", 0.0, score.weight, is_sum=True))


def say_bits(weight: float) -> str:
    """`+4.2`, `−3.1`, `0.0`."""
    rounded = round(weight, 1)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded):.1f}"


def say_percent(weight: float) -> str:
    """The probability of a weight, never as all or none: `98%`, `more than 99.9%`."""
    share = probability(weight)
    if share > 0.999:
        return "more than 99.9%"
    if share < 0.001:
        return "less than 0.1%"
    return f"{share:.1%}" if share > 0.99 or share < 0.01 else f"{share:.0%}"


def describe(score: Score, limits: Thresholds) -> str:
    """What the picture shows, in words."""
    said = [f"Any two people begin at {say_bits(score.base)} bits."]
    said += [f"{part.title}: {part.says}, {say_bits(part.weight)}{_say_rarity(part.rarity)}." for part in score.parts]
    said.append(f"Together {say_bits(score.weight)} bits.")
    said.append(
        f"From {say_bits(limits.review)} a person looks; from {say_bits(limits.join)} the model joins, if no rule "
        "keeps them apart."
    )
    return " ".join(said)


def _say_rarity(rarity: float) -> str:
    if abs(rarity) < 0.05:
        return ""
    return f", of which {say_bits(rarity)} because the value is {'rare' if rarity > 0 else 'common'}"


def _tabulate(steps: tuple[Step, ...]) -> Listing:
    rows = (
        (
            step.title,
            step.says + (f" ({_say_rarity(step.rarity)[2:]})" if _say_rarity(step.rarity) else ""),
            "" if step.is_sum else say_bits(step.weight),
            say_bits(step.end),
        )
        for step in steps
    )
    return listing("What each field adds, in bits", ("Field", "How the two agree", "Adds", "So far"), rows, empty="")


def _draw(
    steps: tuple[Step, ...], limits: Thresholds, said: Words, *, name: str, width: float, left: float, letters: int
) -> str:
    ends = [0.0, limits.review, limits.join, *(step.end for step in steps), *(s.end - s.rarity for s in steps)]
    plan = _Plan(width, left, letters, min(ends), max(ends))
    parts: list[str] = []
    y = float(_TOP)
    for before, step in zip((None, *steps), steps, strict=False):
        lines = wrap(f"{step.title}: {step.says}", letters)
        parts += _draw_step(step, before, lines, y, plan)
        y += _height(lines, plan)
    below = [*_draw_lines(limits, y, plan)]
    return picture([*below, *parts], said, name=name, width=width, height=y + 6, font=15 if plan.is_narrow else 16)


def _height(lines: list[str], plan: _Plan) -> float:
    return len(lines) * _LINE + 34 if plan.is_narrow else max(len(lines) * _LINE + 12, 40)


def _draw_lines(limits: Thresholds, bottom: float, plan: _Plan) -> Iterator[str]:
    """Nothing for or against, and the weights from which a person looks and the model joins.

    The lower of the two is named to the left of its line where there is room: the other's line then crosses no words.
    """
    marks = [(limits.join, f"Joined from {say_bits(limits.join)}", 20.0, ' stroke-width="2"')]
    marks.append((limits.review, f"Looked at from {say_bits(limits.review)}", 42.0, ' stroke-dasharray="5 4"'))
    for bits, label, y, more in marks:
        x = plan.x(bits)
        yield line(x, y + 4, x, bottom, more=more)
        ends_there = x > plan.width - 110 or (bits == limits.review and x > _NAMED)
        yield words(x + (-4 if ends_there else 4), y, label, bold=True, anchor="end" if ends_there else "", halo=True)


def _draw_step(step: Step, before: Step | None, lines: list[str], y: float, plan: _Plan) -> Iterator[str]:
    yield f"<g><title>{text(f'{step.title}: {step.says}, {say_bits(step.weight)}')}</title>"
    for n, part in enumerate(lines):
        yield words(6, y + 16 + n * _LINE, part, bold=step.is_sum, halo=True)
    top = y + (len(lines) * _LINE + 4 if plan.is_narrow else 4)
    if before and not step.is_sum:
        yield line(plan.x(step.start), top - 14, plan.x(step.start), top, more=' stroke-opacity="0.4"')
    yield _bar(step, top, plan)
    if abs(step.rarity) >= 0.05:
        middle = plan.x(step.end - step.rarity)
        x0, x1 = sorted((middle, plan.x(step.end)))
        yield rect(x0, top + 18, max(x1 - x0, 2), 6, fill=TEAL)
    right = max(plan.x(step.start), plan.x(step.end)) + 5
    yield words(right, top + 14, say_bits(step.weight), bold=True, halo=True)
    yield "</g>"


def _bar(step: Step, top: float, plan: _Plan) -> str:
    x0, x1 = sorted((plan.x(step.start), plan.x(step.end)))
    width = max(x1 - x0, 2)
    if step.is_sum or step.title == "Any two people":
        return rect(x0, top, width, 16, fill=BLACK)
    if step.weight < 0:
        return rect(x0 + 1, top + 1, max(width - 2, 1), 14, fill=WHITE, more=f' stroke="{RED}" stroke-width="2"')
    return rect(x0, top, width, 16, fill=BLUE)
