"""The needs of a suspect: two sources apart, and what follows from each (ASS-08, ASS-13)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.entries import entry
from unbroken.record.entries import Entry
from unbroken.safety.needs import REPORTED_AS, Need, fold_needs, needs_of
from unbroken.vocabulary.people import VULNERABILITIES
from unbroken.vocabulary.probation import SUSPECT_NEEDS

pytestmark = pytest.mark.demand("ASS-08", "ASS-13")
HIM = "person:s1"


def described(day: str, *flags: tuple[str, str], role: str = "suspect", **more: Any) -> Entry:
    said = [{"flag": flag, "answer": answer, **more} for flag, answer in flags]
    return entry("person.described", {"role_here": role, "flags": said}, ("person", HIM), happened=day)


def assessed(day: str, *, of: str = HIM, **levels: str) -> Entry:
    body = {"source": "oasys", "needs": [{"need": need, "level": level} for need, level in levels.items()]}
    return entry("need.assessed", body, ("suspect", of), happened=day)


def answered(day: str, *needs: str, how: str = "referred", of: str = HIM) -> Entry:
    return entry("need.answered", {"needs": list(needs), "how": how}, ("suspect", of), happened=day)


def told(*entries: Entry) -> dict[str, Need]:
    found = fold_needs(HIM, entries)
    return {one.need: one for one in found.needs} if found else {}


def test_what_is_reported_and_what_is_assessed_stand_apart() -> None:
    found = told(
        described("2024-03-01", ("drug_misuse", "yes"), said_by="victim"),
        assessed("2024-05-01", substance="some", coping="serious"),
    )
    assert [
        (need, one.reported and one.reported.by, one.assessed and one.assessed.level) for need, one in found.items()
    ] == [
        ("coping", None, "serious"),
        ("substance", "victim", "some"),
    ]


def test_no_need_comes_from_a_no_a_victim_or_another_flag() -> None:
    assert (
        told(described("2024-03-01", ("drug_misuse", "no"), ("mental_health", "not_asked"), ("homeless", "yes"))) == {}
    )
    assert told(described("2024-03-01", ("drug_misuse", "yes"), role="victim")) == {}


def test_what_was_not_assessed_takes_back_nothing() -> None:
    found = told(assessed("2024-03-01", coping="serious"), assessed("2024-04-01", coping="not_assessed"))["coping"]
    assert found.assessed is not None
    assert (found.assessed.level, found.is_open) == ("serious", True)


SOME = assessed("2024-03-01", coping="some")
REFERRED = answered("2024-03-02", "coping")


@pytest.mark.parametrize(
    ("entries", "is_open"),
    [
        ([assessed("2024-03-01", coping="none")], False),
        ([SOME], True),
        ([SOME, answered("2024-03-01", "coping")], False),
        ([SOME, answered("2024-03-02", "substance")], True),
        ([SOME, answered("2024-03-02", "coping", how="refused")], False),
        ([answered("2024-02-02", "coping"), SOME], True),
        # the same again asks nothing; more of it does, and so does one that came back
        ([SOME, REFERRED, assessed("2025-03-01", coping="some")], False),
        ([SOME, REFERRED, assessed("2025-03-01", coping="serious")], True),
        ([SOME, REFERRED, assessed("2025-03-01", coping="none"), assessed("2025-09-01", coping="some")], True),
        ([SOME, assessed("2025-03-01", coping="none")], False),
    ],
)
def test_a_need_is_open_until_somebody_says_what_follows(entries: list[Entry], is_open: bool) -> None:
    assert told(*entries)["coping"].is_open is is_open


def test_a_need_that_was_reported_stays_open_though_an_assessment_found_none() -> None:
    """The two sources are apart: that it was not found is a reason to be recorded."""
    said = [described("2024-03-01", ("alcohol_misuse", "yes")), assessed("2024-05-01", substance="none")]
    assert told(*said)["substance"].is_open
    assert not told(*said, answered("2024-05-02", "substance", how="not_confirmed"))["substance"].is_open


def test_a_second_report_of_the_same_need_asks_nothing_anew() -> None:
    said = [described("2024-03-01", ("drug_misuse", "yes")), answered("2024-03-02", "substance"),
            described("2024-09-01", ("drug_misuse", "yes"))]  # fmt: skip
    found = told(*said)["substance"]
    assert (found.is_open, found.reported and found.reported.on) == (False, date(2024, 9, 1))


def test_under_joined_names_an_answer_to_one_is_an_answer_to_the_other() -> None:
    said = [described("2024-03-01", ("drug_misuse", "yes")), answered("2024-03-02", "substance", of="person:s2")]
    assert told(*said)["substance"].is_open
    both = needs_of(HIM, said, names=frozenset({HIM, "person:s2"}))
    assert both is not None
    assert not both.needs[0].is_open


def test_every_name_of_a_need_is_on_its_list() -> None:
    assert set(REPORTED_AS) <= {code.code for code in VULNERABILITIES}
    assert set(REPORTED_AS.values()) <= {code.code for code in SUSPECT_NEEDS}
