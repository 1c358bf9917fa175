"""Where the published cases stand, once read: what a court did counts without the steps that led there."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.entries import entry
from tests.unit.exchange.importing.test_cases import EXPECTED, drafts
from unbroken.cases.fold import fold_report
from unbroken.record.amend import standing
from unbroken.record.entries import Entry

COURT = {"verdict.returned": "convicted", "sentence.passed": "sentenced"}


def _reports(name: str) -> dict[str, list[Entry]]:
    """The entries of each report of a case."""
    found = defaultdict(list)
    for draft in drafts(name):
        assert isinstance(draft.happened, str)  # a case file writes its days
        objects = tuple((subject.role, subject.object) for subject in draft.subjects)
        read = entry(draft.kind, draft.body, *objects, happened=draft.happened, recorded=draft.recorded_at)
        for report in read.of("report"):
            found[report].append(read)
    return found


@pytest.mark.demand("REC-11")
@pytest.mark.parametrize("name", EXPECTED)
def test_a_published_conviction_or_sentence_is_where_the_report_stands(name: str) -> None:
    for report, entries in _reports(name).items():
        kinds = {item.kind for item in entries}
        reached = [stage for kind, stage in COURT.items() if kind in kinds]
        stage = fold_report(report, standing(entries)).stage
        assert stage == reached[-1] if reached else stage not in COURT.values()


def test_five_published_cases_ended_in_a_conviction_or_a_sentence() -> None:
    ended = {
        name: stage
        for name in EXPECTED
        for report, entries in _reports(name).items()
        if (stage := fold_report(report, standing(entries)).stage) in COURT.values()
    }
    assert ended == {
        "devon-cornwall-2013-a": "sentenced",
        "dorset-2020-a": "sentenced",
        "gloucestershire-2014-a": "sentenced",
        "met-2015-a": "convicted",
        "sussex-2018-a": "sentenced",
    }
