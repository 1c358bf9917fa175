"""A made-up journey with something of everything: two reports, an order, a court, corrections, a withdrawal."""

from __future__ import annotations

from functools import cache
from itertools import count
from typing import Any

from tests.entries import entry
from unbroken.exchange.exporting.journey import Journey, read_journey
from unbroken.record.amend import effective
from unbroken.record.entries import Entry

VICTIM = "person:v1"
R1, R2 = "report:NM-2023-0417", "report:NM-2024-0022"
SUSPECT = ("suspect", "person:s1")
_PROSECUTION, _ORDER = "prosecution:p1", "order:o1"

# Text that would do harm wherever it is taken for markup, a formula or a control.
HOSTILE = (
    '#eval("1+1") *bold* $x^2$ _em_ `raw` @ref <label> \\ = heading [content] #set page(fill: red) // comment\n'
    "</text><script>alert(1)</script> &amp; \" ' <img src=x onerror=alert(1)> \x1b[31mred\x1b[0m \x00\x07\u202e"
)


def make_entries() -> list[Entry]:
    """The entries of the sample, in the order in which they were recorded."""
    first = _incident("2023-02", ["calls_texts"], times=40, recorded="2023-04-17T10:30:00Z", when_note="Early 2023.")
    seen = _incident(
        "2023-04-14T21:40",
        ["attends_home", "following_surveillance"],
        places=["home"],
        told=["asked_to_stop", "blocked"],
        narrative="Stood at the gate for an hour and rang the bell. Left when a neighbour came out.",
        recorded="2023-04-17T10:31:00Z",
    )
    mistaken = _incident("2023-06-01", ["letters_gifts"], recorded="2023-06-20T09:00:00Z")
    breach = _incident(
        "2024-01-03T18:05",
        ["order_breach", "online_contact"],
        orders_in_force=["non_molestation"],
        threats=["harm"],
        threat_words=HOSTILE,
        report=R2,
        recorded="2024-01-04T08:15:00Z",
    )
    closed = _police(
        "investigation.closed", "2023-07-03", {"outcome": "16", "reasons": ["victim_not_cooperating"]}, R1, SUSPECT
    )
    return [
        _police("report.made", "2023-04-17T10:00", _MADE, R1, SUSPECT, recorded="2023-04-17T10:25:00Z"),
        first,
        seen,
        _police("report.classified", "2023-04-17", {"offence": "harassment_2", "stage": "initial"}, R1, victim=False),
        _police("suspect.interviewed", "2023-05-02T14:00", {"accounts": ["minimised"]}, R1, SUSPECT),
        entry(
            "impact.recorded",
            {
                "statement": "taken",
                "effects": ["fear_of_violence", "changed_route"],
                "words": "I no longer go out alone.",
            },
            VICTIM,
            R1,
            happened="2023-05-10",
            agency="helpline",
        ),
        mistaken,
        entry("victim.withdrew", _WITHDREW, VICTIM, R1, SUSPECT, happened="2023-06-28"),
        closed,
        entry("order.granted", _GRANTED, _ORDER, VICTIM, R1, SUSPECT, happened="2023-08-01", agency="hmcts"),
        _police("report.made", "2024-01-04", {**_MADE, "further_offending": "yes"}, R2, SUSPECT),
        breach,
        entry("order.breached", {"type": "non_molestation"}, _ORDER, VICTIM, R2, SUSPECT, happened="2024-01-04"),
        _police(
            "report.classified",
            "2024-01-05",
            {"offence": "stalking_4a_fear", "stage": "specialist_review"},
            R2,
            victim=False,
        ),
        entry(
            "charge.laid",
            {"offence": "stalking_4a_fear", "by": "cps"},
            _PROSECUTION,
            R2,
            VICTIM,
            SUSPECT,
            happened="2024-01-09",
        ),
        entry("verdict.returned", {"verdict": "guilty"}, _PROSECUTION, SUSPECT, happened="2024-03-05", agency="hmcts"),
        _correct(seen, "He was told by letter, not asked.", {**seen.body, "told": ["solicitors_letter"]}, "2023-05-03"),
        _withdraw(mistaken, "The parcel was from her sister.", "2023-06-25"),
    ]


@cache
def sample_journey() -> Journey:
    """The sample as a view model."""
    return read_journey(effective(make_entries()), subject=VICTIM)


_MADE = {"channel": "phone", "reported_by": "victim", "narrative": "Calls and visits by a former partner."}
_WITHDREW = {
    "stage": "investigation",
    "statement_taken": "no",
    "statement_absent_because": "She did not answer the letter.",
}
_GRANTED = {
    "type": "non_molestation",
    "until": "2024-08-01",
    "conditions": [{"kind": "no_direct_contact", "number": "1"}, {"kind": "exclusion_home", "number": "2"}],
}


def _incident(happened: str, behaviours: list[str], *, report: str = R1, recorded: str = "", **body: Any) -> Entry:
    about = (report, VICTIM, SUSPECT)
    return entry("incident.recorded", {"behaviours": behaviours, **body}, *about, happened=happened, recorded=recorded)


def _police(
    kind: str, happened: str, body: dict[str, Any], report: str, *about: Any, victim: bool = True, recorded: str = ""
) -> Entry:
    return entry(kind, body, report, *((VICTIM,) if victim else ()), *about, happened=happened, recorded=recorded)


_amendments = count(1)


def _correct(target: Entry, why: str, body: dict[str, Any], recorded: str, **more: Any) -> Entry:
    body = {"why": why, "body": body, **more}
    about = [(subject.role, subject.object) for subject in target.subjects]
    return entry("entry.corrected", body, *about, happened=recorded, corrects=target.id)


def _withdraw(target: Entry, why: str, recorded: str) -> Entry:
    about = [(subject.role, subject.object) for subject in target.subjects]
    return entry("entry.withdrawn", {"why": why}, *about, happened=recorded, corrects=target.id)
