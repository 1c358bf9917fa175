"""What must stand beside figures, in words."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.cases.figures import About, Figures
from unbroken.web.words import say_count, say_day


def notes_of(figures: Figures) -> Iterator[tuple[str, str]]:
    """Where the figures come from, over what time, of how many, whether they may change, and how they mislead."""
    about = figures.about
    yield from ((measure.name, f"{measure.text}. Not to be published.") for measure in figures.measures)
    if about.provisional:
        yield "Provisional", f"{'; '.join(about.provisional)}."
    yield "Source", f"{about.source} on {say_day(about.made_on)}."
    yield "Period", _say_period(about)
    yield "Base", f"{say_count(figures.base, about.unit)}. {_say_rows(figures)}"
    yield "Caveats", " ".join(about.caveats)
    if figures.base:
        yield "Rounding", _say_rounding(figures)


def _say_period(about: About) -> str:
    first, last = about.period.first, about.period.last
    made = about.says_dated
    return f"{made} from {say_day(first)} to {say_day(last)}." if first else f"{made} on days that are not recorded."


def _say_rows(figures: Figures) -> str:
    if figures.is_exclusive:
        return "The rows add up to it."
    return f"One {figures.about.unit} can be counted in several rows."


def _say_rounding(figures: Figures) -> str:
    """A reader who adds up the percentages must not have to wonder."""
    return "Shares are in whole percent" + (" and may not add up to 100." if figures.is_exclusive else ".")
