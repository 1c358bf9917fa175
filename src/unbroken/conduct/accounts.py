"""Accounts of what happened: from a narrative read as the whole of it, or from several reports read together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from unbroken.conduct.reading.narrative import Narrative, Said
from unbroken.conduct.recognition import Account, Recognised, recognise

_IF_NOT = {"fear": "no_fear"}  # what is told by saying that something is not so


@dataclass(frozen=True, slots=True)
class Report:
    """A report as it was read: its number and what its narrative tells."""

    number: int
    narrative: Narrative


@dataclass(frozen=True, slots=True)
class Because:
    """Why a rule is met: the words that say so, and in which report they stand."""

    rule: str
    report: int
    text: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What reports, read together, come to: the account, the finding, and the words each rule rests on."""

    account: Account
    recognised: Recognised
    because: tuple[Because, ...]


def review(reports: Sequence[Report]) -> Reviewed:
    """Read reports of one pair of people together: each that tells of conduct is an occasion at least."""
    account = _account(reports)
    found = recognise(account)
    return Reviewed(account, found, tuple(_because(found, reports)))


def _account(reports: Sequence[Report]) -> Account:
    told = [one.narrative for one in reports]
    again = [one for one in told if one.fact("repeated") is not False]  # `X2` may be of anything where it was once
    counted = max((int(one.fact("incident_count") or 0) for one in again), default=0)
    contacts = max((int(one.fact("contact_count") or 0) for one in told), default=0)
    with_conduct = sum(bool(one.behaviours or one.fact("unspecified_conduct")) for one in told)
    return Account(
        behaviours=frozenset(code for one in told for code in one.codes),
        facts=frozenset(filter(None, (told_by(said) for one in told for said in one.facts))),
        occasions=max(counted, with_conduct),
        duration_days=max((int(one.fact("duration_days") or 0) for one in told), default=0),
        contacts=contacts,
        reports=with_conduct,
    )


def _because(found: Recognised, reports: Sequence[Report]) -> Iterator[Because]:
    """For each rule met the words it rests on, once each; where it rests on no words in particular, what was done."""
    done = frozenset(code for report in reports for code in report.narrative.codes)
    for rule in found.met:
        said = list(_named(reports, rule.rests_on)) or _named(reports, done)
        yield from dict.fromkeys(Because(rule.name, number, one.text) for number, one in said)


def _named(reports: Iterable[Report], names: frozenset[str]) -> Iterator[tuple[int, Said]]:
    """Of each report the first place of each of these facts and behaviours."""
    for report in reports:
        said = (*report.narrative.facts, *report.narrative.behaviours)
        firsts = {name: one for one in reversed(said) if (name := told_by(one)) in names}
        yield from ((report.number, one) for one in said if firsts.get(told_by(one)) is one)


def told_by(said: Said) -> str:
    """The fact that words tell: `no_fear` where they say that nobody is afraid, "" for another that they say is not."""
    return said.name if said.value is not False else _IF_NOT.get(said.name, "")
