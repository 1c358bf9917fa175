"""Two reports that may be one incident recorded twice, against the table beside this file."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from unbroken.cases.twice import Act, Known, evidence_for

TABLE = tomllib.loads((Path(__file__).parent / "twice.toml").read_text(encoding="utf-8"))


day = date.fromisoformat


def known(name: str, case: dict[str, Any]) -> Known:
    said = TABLE["base"] | case.get(name, {})
    made = day(said["made"]) if said["made"] else None
    return Known(
        report=f"report:{name}",
        made_on=made,
        made_last_on=day(said["made_to"]) if "made_to" in said else made,
        victims=frozenset(said["victims"]),
        suspects=frozenset(said["suspects"]),
        acts=tuple(Act(day(first), day(last), frozenset({done})) for first, last, done in said["acts"]),
        references=frozenset(said.get("references", ())),
        offence=said["offence"],
        accounts=frozenset(said.get("accounts", ())),
    )


@pytest.mark.demand("REC-15")
@pytest.mark.parametrize("case", TABLE["case"], ids=lambda case: case["why"])
def test_they_are_proposed_on_the_evidence_in_the_table_whichever_is_first(case: dict[str, Any]) -> None:
    one, other = known("one", case), known("other", case)
    assert list(evidence_for(one, other)) == case["evidence"]
    assert evidence_for(other, one) == evidence_for(one, other)


@pytest.mark.demand("REC-15")
def test_no_report_is_its_own_duplicate() -> None:
    one = known("one", {})
    assert evidence_for(one, one) == ()
