"""A sample of reports to code for `unbroken demo`: some for one coder, some for two, and somebody who settles."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from unbroken import flow
from unbroken.coding.drawing import CannotDraw, Wanted
from unbroken.coding.queries import propose
from unbroken.insight.coding.reading import shipped

_WANTED = Wanted(size=12, seed="demo", by=("area", "class"), offences="ever_stalking", double=0.5)


def draw_to_code(*, coders: Sequence[str], adjudicator: str) -> None:
    """Draw a sample of the made-up force and record it. Of a force without a report of stalking none is drawn."""
    try:
        proposed = propose(
            _WANTED,
            study="Reading of twelve reports",
            frame=shipped(),
            agency="northmoor",
            coders=coders,
            adjudicators=[adjudicator],
            today=timezone.localdate(),
        )
    except CannotDraw:
        return
    flow.take_in(proposed.drafts, by="demo")
