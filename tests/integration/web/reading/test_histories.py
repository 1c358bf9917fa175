"""What is recorded about one person before, as a victim and as a suspect."""

from __future__ import annotations

import pytest

from tests import matter
from tests.entries import MADE, draft
from tests.integration.web.reading.conftest import Read
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.pair_case import HER_NAME, HIS_NAME, pair_case
from unbroken.access.models import AccessLog
from unbroken.flow import take_in
from unbroken.record.entries import Draft

HIS = "/people/pc-him/history/"
_HIM, _ANNA, _BEA = ("suspect", "person:h-him"), ("victim", "person:h-anna"), ("victim", "person:h-bea")
SERIAL = "2 different victims are recorded in reports of stalking in which this person is the suspect"


def stalking(report: str, victim: tuple[str, str], day: str, offence: str = "stalking_2a") -> list[Draft]:
    classed = {"offence": offence, "stage": "initial", "decided_by": "police"}
    return [
        draft("report.made", {**MADE, "reference": report}, f"report:{report}", victim, _HIM, happened=day),
        draft("report.classified", classed, f"report:{report}", happened=day),
    ]


def charged(report: str, *, verdict: str = "") -> list[Draft]:
    about = (f"report:{report}", f"prosecution:{report}", _HIM)
    laid = {"offence": "stalking_2a", "charge": "1"}
    found = [draft("charge.laid", laid, *about, happened="2024-04-01", agency="cps")]
    if verdict:
        said = {"verdict": verdict, "charge": "1"}
        found.append(draft("verdict.returned", said, *about, happened="2024-05-01", agency="cps"))
    return found


@pytest.mark.demand("LNK-03")
def test_an_allegation_a_charge_and_a_conviction_are_never_merged(read: Read) -> None:
    take_in([*stalking("H1", _ANNA, "2024-03-01"), *charged("H1")], by="tests")
    page = read("/people/h-him/history/")
    assert [row[:2] for row in rows_of(page, "Allegations")] == [["H1 Made Friday 1 March 2024", "Stalking (s.2A)"]]
    assert rows_of(page, "Charges") == [["Stalking (s.2A)", "Monday 1 April 2024", "H1"]]
    assert rows_of(page, "Convictions") == []
    take_in([*stalking("H2", _ANNA, "2024-03-02"), *charged("H2", verdict="guilty")], by="tests")
    page = read("/people/h-him/history/")
    assert len(rows_of(page, "Allegations")) == 2
    assert len(rows_of(page, "Charges")) == 2
    assert [row[2] for row in rows_of(page, "Convictions")] == ["H2"]


@pytest.mark.demand("LNK-03")
def test_stalking_of_more_than_one_victim_asks_for_a_review(read: Read) -> None:
    take_in(stalking("H1", _ANNA, "2024-03-01") + stalking("H2", _ANNA, "2024-03-02"), by="tests")
    assert "For review" not in text_of(read("/people/h-him/history/"))
    take_in(stalking("H3", _BEA, "2024-03-03", "assault"), by="tests")
    assert "For review" not in text_of(read("/people/h-him/history/")), "an assault is no stalking"
    take_in(stalking("H4", _BEA, "2024-03-04"), by="tests")
    page = read("/people/h-him/history/")
    assert f"For review: {SERIAL}" in text_of(page)
    assert [row[0] for row in rows_of(page, "People they appear with")] == ["h-anna", "h-bea"]
    assert {"/pairs/h-anna/h-him/", "/pairs/h-bea/h-him/"} <= links_of(page)


@pytest.mark.demand("LNK-03")
def test_two_names_of_one_victim_are_one_victim(read: Read) -> None:
    joined = draft(
        "identity.linked", {"basis": "human", "reason": "Same."}, ("person", _ANNA[1]), ("other_person", _BEA[1])
    )
    described = [
        draft("person.described", {"role_here": "victim", "names": [{"text": "Anna"}]}, ("person", name))
        for name in (_ANNA[1], _BEA[1])
    ]
    reports = stalking("H1", _ANNA, "2024-03-01") + stalking("H2", _BEA, "2024-03-02")
    take_in([*described, *reports, joined], by="tests")
    assert "For review" not in text_of(read("/people/h-him/history/"))


@pytest.mark.demand("LNK-02")
def test_repeat_status_is_said_at_each_report_with_how_far_it_looks_back(read: Read) -> None:
    reports = stalking("H1", _ANNA, "2022-03-01") + stalking("H2", _ANNA, "2024-03-02")
    take_in(reports, by="tests")
    once = "Any crime: 1 report Domestic abuse: 0 reports Stalking or harassment: 1 report "
    assert rows_of(read("/people/h-anna/history/"), "Repeat status at each report") == [
        ["H1 Made Tuesday 1 March 2022", "Nothing earlier is recorded", "Nothing earlier is recorded"],
        [
            "H2 Made Saturday 2 March 2024",
            "Nothing earlier is recorded",
            once + "Same suspect: 1 report A different suspect: 0 reports",
        ],
    ]


@pytest.mark.demand("LNK-06")
def test_somebody_may_be_a_victim_and_a_suspect_and_both_are_shown_apart(read: Read) -> None:
    take_in(pair_case(), by="tests")
    page = read(HIS, role="officer")
    assert [row[0] for row in rows_of(page, "Repeat status at each report")] == ["PC/2 Made Wednesday 21 February 2024"]
    assert [row[0] for row in rows_of(page, "Allegations")] == ["PC/1 Made Saturday 10 February 2024"]
    assert "1 report is restricted" in text_of(page)
    assert f"Everything between {HIS_NAME} and {HER_NAME}" in text_of(page)


@pytest.mark.parametrize("path", ["/people/him/history/", "/people/him/"])
def test_those_who_see_their_own_matters_meet_no_other_victim(read: Read, path: str) -> None:
    matter.record_matter()
    theirs = read(path, role="advocate")
    assert "Everything between" in text_of(theirs)
    assert matter.OTHER not in text_of(theirs)
    assert matter.OTHER in text_of(read(path, role="supervisor"))
    assert read("/pairs/another/him/", role="advocate").status_code == 404


def test_nobody_of_this_name_is_not_found_and_logged(read: Read) -> None:
    assert read("/people/nobody/history/").status_code == 404
    assert AccessLog.objects.filter(refused=True, objects_named__object="person:nobody").exists()
