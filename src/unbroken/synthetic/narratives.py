"""Short narratives in the manner of crime reports, put together from what was done. They name nobody."""

from __future__ import annotations

from collections.abc import Sequence

from unbroken.synthetic.clock import DAY
from unbroken.synthetic.conduct import Incident
from unbroken.synthetic.courses import COUNTER, DAMAGE, DOMESTIC, MESSAGES, NEIGHBOURS
from unbroken.synthetic.reports import Report
from unbroken.synthetic.streams import Stream
from unbroken.synthetic.words import sentences

_YEARS = ("a few months", "about a year", "two years", "three years", "five years", "over ten years")
_AGO = ((30, "within the last month"), (120, "a few months ago"), (400, "last year"), (10**9, "some years ago"))
_PLAIN = {NEIGHBOURS: "neighbours", DAMAGE: "damage", DOMESTIC: "domestic", MESSAGES: "messages"}
_DOUBTED = 0.194  # one or more officers said that there was no crime or no stalking (73 of 376)


def report_words(draw: Stream, report: Report) -> str:
    """What was taken down when the report was made."""
    if report.truth in _PLAIN:
        told = draw.one_of(sentences("dispute", _PLAIN[report.truth])).format(by=_by(report.incidents[0]))
        return f"{told} {draw.one_of(sentences('closing', 'neutral'))}"
    parts = [_opening(draw, report)]
    if report.truth == COUNTER:
        parts.append(draw.one_of(sentences("counter", "account")))
    parts += _told(draw, report.incidents)
    parts.append(draw.one_of(sentences("closing", _mood(report))))
    if report.features.linked:
        parts.append(draw.one_of(sentences("closing", "linked")))
    if draw.chance(_DOUBTED):
        parts.append(draw.one_of(sentences("closing", "no_crime")))
    return " ".join(parts)


def incident_words(draw: Stream, incident: Incident) -> str:
    """What was taken down of one incident."""
    return " ".join(_sentence(draw, tag, incident) for tag in incident.behaviours[:2])


def _opening(draw: Stream, report: Report) -> str:
    relationship = report.matter.relationship
    line = draw.one_of(sentences("opening", relationship))
    apart = report.matter.separated
    days = (report.made - apart) // DAY if apart is not None else 200
    return line.format(years=draw.one_of(_YEARS), ago=next(text for limit, text in _AGO if days <= limit))


def _told(draw: Stream, incidents: Sequence[Incident]) -> list[str]:
    """A sentence for each behaviour, the first three or four that the incidents hold."""
    seen: dict[str, Incident] = {}
    for incident in incidents:
        for tag in incident.behaviours:
            seen.setdefault(tag, incident)
    return [_sentence(draw, tag, incident) for tag, incident in list(seen.items())[:4]]


def _sentence(draw: Stream, tag: str, incident: Incident) -> str:
    place = draw.one_of(sentences("places", incident.places[0] if incident.places[0] != "online" else "none"))
    line = draw.one_of(sentences("behaviour", tag))
    return line.format(by=_by(incident), times=incident.times or "several", place=place)


def _by(incident: Incident) -> str:
    if not incident.identifiers:
        return ""
    kind, value = incident.identifiers[0]
    if kind == "phone":
        return f" from {value}"
    return f" (VRM {value} seen)" if kind == "vehicle" else f" from {kind} account {value}"


def _mood(report: Report) -> str:
    return "frightened" if report.features.frightened else "distressed" if report.features.distressed else "neutral"
