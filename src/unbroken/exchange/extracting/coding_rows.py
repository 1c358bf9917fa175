"""The rows of an extract that hold what people coded: answers of the frame alone, no notes, nobody's name. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from unbroken.coding.fold import Drawn, Sample, final_answers
from unbroken.exchange.extracting.pseudonyms import Pseudonyms
from unbroken.insight.coding.agreement import Answers

Row = dict[str, object]
FIRST, SECOND, FINAL = "first", "second", "final"


def coding_rows(sample: Sample | None, names: Pseudonyms) -> Iterator[Row]:
    """Every answer of every coder who is done with a report, and the answers that count."""
    if sample is not None:
        for drawn in sample.reports:
            for coder, answers in _by_coder(drawn):
                yield from _rows(sample, drawn.report, coder, answers, names)


def _by_coder(drawn: Drawn) -> Iterator[tuple[str, Answers]]:
    for which, coder in zip((FIRST, SECOND), drawn.coders, strict=False):
        if (coding := drawn.codings.get(coder)) and coding.is_done:
            yield which, coding.answers
    yield FINAL, final_answers(drawn)


def _rows(sample: Sample, report: str, coder: str, answers: Answers, names: Pseudonyms) -> Iterator[Row]:
    """An answer that the frame does not know is left out: it could be anything."""
    for (name, person), values in answers.items():
        if (variable := sample.frame.find(name)) is None:
            continue
        for value in values:
            if variable.takes(value):
                yield {
                    "sample": names.of(sample.object),
                    "case": names.of(report),
                    "frame": sample.frame.name,
                    "frame_version": sample.frame.version,
                    "variable": name,
                    "type": variable.type,
                    "person": names.of(person) if person else None,
                    "value": value,
                    "is_missing": variable.is_missing(value),
                    "coder": coder,
                }
