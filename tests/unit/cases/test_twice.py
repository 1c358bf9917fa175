"""Reports recorded twice: how a report is read for the rule, and what decisions settle."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.entries import MADE, entry
from unbroken.cases.fold.history import history_of_report
from unbroken.cases.twice import Act, Known, Proposal, decided_between, decisions_in, know, propose
from unbroken.record.entries import Entry

R1, R2, R3 = "report:r1", "report:r2", "report:r3"
ON = date(2024, 3, 8)
WORDS = "He stood outside, from six until eight -- again!"
EVIDENCE = ("same_victim", "same_suspect", "made_together", "same_class")


def merged(one: str, other: str, why: str = "same_incident") -> Entry:
    return entry("report.linked", {"why": why}, one, ("other_report", other))


def kept_apart(one: str, other: str, *evidence: str) -> Entry:
    return entry("report.kept_apart", {"evidence": list(evidence)}, one, ("other_report", other))


@pytest.mark.demand("REC-15")
def test_a_report_is_read_from_its_entries_under_resolved_names() -> None:
    said = {**MADE, "reference": "cr/1-24", "other_references": ["x 9"], "narrative": WORDS}
    done = {"behaviours": ["calls_texts"], "narrative": "He rang."}
    history = history_of_report(
        R1,
        [
            entry("report.made", said, R1, "person:v1", ("suspect", "person:s1")),
            entry("incident.recorded", done, R1, "person:v1", happened="2024-03"),
            entry("report.classified", {"offence": "stalking_2a", "stage": "initial"}, R1),
        ],
    )
    assert know(history, {"person:v1": "person:v0"}) == Known(
        report=R1,
        made_on=ON,
        made_last_on=ON,
        victims=frozenset({"person:v0"}),
        suspects=frozenset({"person:s1"}),
        acts=(Act(date(2024, 3, 1), date(2024, 3, 31), frozenset({"calls_texts"})),),
        references=frozenset({"CR124", "X9"}),
        offence="stalking_2a",
        accounts=frozenset({"he stood outside from six until eight again"}),
    )


@pytest.mark.demand("REC-15")
def test_a_merge_settles_a_pair_and_all_that_are_one_with_either() -> None:
    decided = decisions_in([merged(R1, R2), merged(R3, R2), kept_apart("report:r4", R1, "same_victim")])
    assert all(decided.settle(*pair, EVIDENCE) for pair in ((R1, R2), (R2, R1), (R1, R3)))
    assert not decided.settle("report:r4", R1, EVIDENCE)
    assert not decisions_in([merged(R1, R2, "same_victim")]).settle(R1, R2, EVIDENCE)


@pytest.mark.demand("REC-15", "LNK-01")
def test_what_was_kept_apart_comes_back_with_evidence_that_nobody_looked_at() -> None:
    decided = decisions_in([kept_apart(R1, R2, "same_victim", "made_together"), kept_apart(R2, R1, "same_class")])
    assert decided.settle(R2, R1, ("same_victim", "made_together", "same_class"))
    assert not decided.settle(R1, R2, ("same_victim", "same_reference"))


@pytest.mark.demand("REC-15")
def test_what_waits_is_listed_newest_first_with_the_earlier_report_first() -> None:
    base = Known(R1, ON, ON, frozenset({"v"}), frozenset({"s"}), offence="stalking_2a")
    later = replace(base, report=R2, made_on=date(2024, 3, 9), made_last_on=date(2024, 3, 9))
    latest = replace(base, report=R3, made_on=date(2024, 3, 10), made_last_on=date(2024, 3, 10))
    pairs = [(later, base), (latest, later), (base, latest)]
    assert propose(pairs, decisions_in([])) == [Proposal(later, latest, EVIDENCE), Proposal(base, later, EVIDENCE)]
    assert propose(pairs, decisions_in([merged(R2, R1)])) == [Proposal(later, latest, EVIDENCE)]


def test_the_decisions_about_a_pair_are_those_that_name_both() -> None:
    found = [merged(R2, R1), kept_apart(R1, R2, "same_victim"), merged(R1, R3), merged(R1, R2, "other")]
    assert decided_between(R1, R2, found) == tuple(found[:2])
