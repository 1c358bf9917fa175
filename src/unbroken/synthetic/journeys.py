"""Files as journey entries: the lines of `journeys-*.jsonl`, in the order in which they were recorded.

Now and then an entry is first recorded wrongly and corrected later, or recorded by mistake and withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from unbroken.synthetic import clock
from unbroken.synthetic.casefile import SOURCES, Act, Body, CaseFile
from unbroken.synthetic.clock import DAY, HORIZON
from unbroken.synthetic.streams import Stream
from unbroken.synthetic.world import files

Line = dict[str, Any]
_CORRECTED, _MISTAKEN = 0.03, 0.14  # of the entries that can be wrong; of the reports: assumed
_CAN_BE_WRONG = frozenset({"person.described", "incident.recorded", "report.made", "suspect.interviewed"})


def force(*, reports: int, seed: int) -> Iterator[Line]:
    """The journey lines of a made-up force (two forces, in truth, and their partner agencies).

    One dict a line, in the journey format; lines of one report stand together, in the order of recording.
    """
    for file in files(reports=reports, seed=seed):
        yield from lines(file)


def lines(file: CaseFile) -> list[Line]:
    """The lines of one report."""
    found = list(_lines(file))
    found.sort(key=lambda line: str(line["recorded_at"]))
    return found


def _lines(file: CaseFile) -> Iterator[Line]:
    for number, act in enumerate(file.acts, start=1):
        line = _line(file, act, f"{file.object[7:]}/{number}")
        wrong = _wrong(file.draw, act) if act.kind in _CAN_BE_WRONG and file.draw.chance(_CORRECTED) else None
        if wrong is not None:
            yield line | {"body": wrong}
            yield _correction(file.draw, act, line)
        else:
            yield line
    if file.draw.chance(_MISTAKEN):
        yield from _mistake(file)


def _line(file: CaseFile, act: Act, reference: str) -> Line:
    return {
        "kind": act.kind,
        "happened": act.happened,
        "agency": act.agency,
        "source": SOURCES[act.agency],
        "source_ref": reference,
        "subjects": act.subjects,
        "body": act.body,
        "recorded_at": clock.stored(act.recorded),
        "recorded_by": act.by,
    }


def _wrong(draw: Stream, act: Act) -> Body | None:
    """The body as it was first got down, None where there is nothing to get wrong."""
    body = act.body
    if act.kind == "person.described" and "date_of_birth" in body:
        born = str(body["date_of_birth"])
        return body | {"date_of_birth": f"{int(born[:4]) - draw.one_of((1, 2, 10))}{born[4:8]}{draw.between(1, 28):02}"}
    if act.kind == "incident.recorded" and "times" in body:
        return body | {"times": int(body["times"]) * 10}
    if act.kind == "report.made":
        return body | {"reported_by": "witness" if body["reported_by"] == "victim" else "victim"}
    if act.kind == "suspect.interviewed" and body["accounts"] != ["no_comment"]:
        return body | {"accounts": ["no_comment"]}
    return None


def _correction(draw: Stream, act: Act, line: Line) -> Line:
    at = min(act.recorded + draw.between(60, 30 * DAY), HORIZON - 2)
    return _amended(
        "entry.corrected", at, line, {"why": "Got down wrongly; checked against the notes.", "body": act.body}
    )


def _mistake(file: CaseFile) -> Iterator[Line]:
    """A contact recorded on the wrong report, and withdrawn."""
    draw = file.draw
    told: Body = {"about": ["general"], "channel": "phone", "started_by": "agency"}
    act = file.add("contact.made", file.report.made + draw.between(1, 20) * DAY, told)
    if act is None:
        return
    line = _line(file, act, f"{file.object[7:]}/{len(file.acts)}")
    yield line
    at = min(act.recorded + draw.between(60, 9 * DAY), HORIZON - 2)
    yield _amended("entry.withdrawn", at, line, {"why": "Recorded on the wrong report."})


def _amended(kind: str, at: int, line: Line, body: Body) -> Line:
    return line | {
        "kind": kind,
        "happened": clock.stored(at),
        "source_ref": f"{line['source_ref']}-amended",
        "body": body,
        "recorded_at": clock.stored(at + 1),
        "corrects": {"source": line["source"], "source_ref": line["source_ref"]},
    }
