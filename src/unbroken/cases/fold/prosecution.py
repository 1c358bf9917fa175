"""A prosecution as it stands, whatever reports it came from."""

from __future__ import annotations

from collections.abc import Sequence

from unbroken.cases.fold.charges import fold_charges
from unbroken.cases.fold.court import fold_hearings, fold_sentences, fold_submissions
from unbroken.cases.fold.court_shapes import Prosecution
from unbroken.cases.fold.history import History, history_of
from unbroken.cases.fold.steps import end_of, fold_stages
from unbroken.record.entries import Entry

_START = "under_investigation"  # with police, until the file goes in or a charge is laid


def fold_prosecution(name: str, entries: Sequence[Entry]) -> Prosecution:
    """The state of a prosecution from its standing entries, in the order in which they happened."""
    history = history_of(name, entries)
    charges, undecided = fold_charges(history)
    stages = fold_stages(history, start=_START, undecided=undecided)
    end = end_of(stages)
    return Prosecution(
        object=name,
        reports=_named(history, "report"),
        suspects=_named(history, "suspect"),
        victims=_named(history, "victim"),
        stage=stages[-1].stage,
        stages=stages,
        submissions=fold_submissions(history),
        charges=charges,
        hearings=fold_hearings(history),
        sentences=fold_sentences(history),
        first_on=entries[0].day,
        ended_on=end.on if end else None,
    )


def _named(history: History, role: str) -> tuple[str, ...]:
    return tuple(sorted({item.object for entry in history.entries for item in entry.subjects if item.role == role}))
