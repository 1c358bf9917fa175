"""What a sheet is: how one kind is asked when one entry is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from unbroken.exchange.exporting.shapes import Shape, shapes_of, title_of
from unbroken.web.forms.form import Rule
from unbroken.web.recording.questions import Ask


@dataclass(frozen=True, slots=True)
class Sheet:
    """The form of one kind.

    `asks` are the fields that are asked in words of their own, first and in their order; the others follow as the
    kind has them, except those in `hide`. `when` asks for the time. `instead` are kinds that are easily taken for
    this one, with the words that lead there. `history` are the kinds of which the page shows what there is.
    `only_about` are the roles that are asked, where the kind could be about much more than its form needs.
    `rules` are what a new entry must have beyond what its kind requires; a correction need not. `found_by` are the
    questions by which somebody on the record is found while the form is filled in.
    """

    kind: str
    title: str = ""
    lead: str = ""
    asks: tuple[Ask, ...] = ()
    hide: tuple[str, ...] = ()
    when: str = "When did it happen?"
    when_hint: str = ""
    starts_today: bool = True
    spans: bool = False
    instead: tuple[tuple[str, str], ...] = ()
    history: tuple[str, ...] = ()
    after: str = ""
    only_about: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    found_by: tuple[str, ...] = ()

    def heading(self) -> str:
        """The heading of the page."""
        return self.title or f"Record: {title_of(self.kind).lower()}"

    def by_name(self) -> Mapping[str, Ask]:
        """How each field is asked."""
        return {one.name: one for one in self.asks}

    def shapes(self) -> tuple[Shape, ...]:
        """The fields of the kind that are asked, in the order in which they are."""
        known = {shape.name: shape for shape in shapes_of(self.kind)}
        first = [one.name for one in self.asks]
        rest = [name for name in known if name not in first and name not in self.hide]
        return tuple(known[name] for name in (*first, *rest))


TOLD = Ask("victim_told_on", "When was the victim told?", called="when the victim was told",
           hint="Leave it empty if nobody has told the victim yet.")  # fmt: skip
"""Asked of whatever the victim is to be told."""
