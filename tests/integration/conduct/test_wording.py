"""Words to look at as a table: folded with the intake, after corrections and erasures, and again by a rebuild."""

from __future__ import annotations

from typing import Any

import pytest

from tests.entries import MADE, draft
from unbroken.conduct.wording.models import WORDING_PROJECTIONS, WordingRow
from unbroken.conduct.wording.queries import Wanted, count_words, list_words, words_in
from unbroken.flow import rebuild, take_in, take_in_bulk
from unbroken.record.entries import Entry
from unbroken.record.projector import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.demand("PRO-13", "INV-13")]
ADVICE = {**MADE, "narrative": "Officer advised her to ignore him."}
DOUBT = {"behaviours": ["calls_texts"], "narrative": "She is exaggerating."}


def record(kind: str, body: dict[str, Any], *about: Any, **header: Any) -> Entry:
    return take_in([draft(kind, body, *about, **header)], by="tests").recorded[0].entry


def made(report: str = "report:r1", body: dict[str, Any] | None = None, **header: Any) -> Entry:
    return record("report.made", ADVICE if body is None else body, report, "person:v1", **header)


def look(of: Entry, *places: str, report: str = "report:r1") -> Entry:
    body = {"entry": of.id, "concern": "harmful_advice", "places": list(places), "why": "Spoke with the team."}
    return record("wording.reviewed", body, report)


def spots() -> list[str]:
    return list(WordingRow.objects.order_by("object", "n").values_list("spots", flat=True))


def test_words_are_in_the_table_as_soon_as_they_are_recorded():
    entry = made()
    [row] = WordingRow.objects.all()
    assert (row.object, row.n, row.agency, row.entry, row.concern, row.recorded_at, row.look, row.spots) == (
        "report:r1", 0, "northmoor", entry.id, "harmful_advice", entry.recorded_at, "", "narrative:8-29",
    )  # fmt: skip


def test_a_correction_takes_words_away_or_brings_them():
    entry = made()
    for narrative, expected in (("He rang.", []), ("He rang. She was told to block him.", ["narrative:17-30"])):
        body = {"why": "Not said so.", "body": {**MADE, "narrative": narrative}}
        record("entry.corrected", body, "report:r1", "person:v1", corrects=entry.id)
        assert spots() == expected


def test_an_erasure_and_a_withdrawal_leave_nothing():
    first, second = made(), made("report:r2")
    record("body.erased", {"ground": "court_order", "authorised_by": "Records"}, "report:r1", "person:v1",
           corrects=first.id)  # fmt: skip
    record("entry.withdrawn", {"why": "Twice."}, "report:r2", "person:v1", corrects=second.id)
    assert spots() == []


def test_a_look_closes_until_it_is_withdrawn():
    entry = made()
    looked = look(entry, "narrative:8-29")
    assert WordingRow.objects.get().look == looked.id
    record("entry.withdrawn", {"why": "The wrong one."}, "report:r1", corrects=looked.id)
    assert WordingRow.objects.get().look == ""


def test_a_rebuild_and_the_bulk_road_give_the_same_rows():
    entry = made()
    look(entry, "narrative:8-29")
    record("incident.recorded", DOUBT, "report:r1", "person:v1")
    before = snapshot(WORDING_PROJECTIONS)
    assert len(before["wording_flag"]) == 2
    rebuild()
    assert snapshot(WORDING_PROJECTIONS) == before
    places = ((n, draft("report.made", ADVICE, f"report:b{n}", "person:v1")) for n in range(2))
    take_in_bulk(places, by="tests", on_reject=lambda *_: pytest.fail("refused"))
    assert WordingRow.objects.count() == 4


def test_the_list_holds_those_of_one_agency_newest_first_a_page_at_a_time():
    entries = [made(f"report:r{n}") for n in range(5)]
    made("report:theirs", agency="eastvale")
    record("incident.recorded", DOUBT, "report:r0", "person:v1", agency="helpline")
    wanted = Wanted("northmoor")
    page = list_words(wanted, number=1, size=4)
    assert (page.total, page.pages) == (6, 2)
    assert [(one.report, one.flag.concern) for one in page.rows] == [
        ("report:r0", "doubt_or_blame"), ("report:r4", "harmful_advice"), ("report:r3", "harmful_advice"),
        ("report:r2", "harmful_advice"),
    ]  # fmt: skip
    assert [one.report for one in list_words(wanted, number=9, size=4).rows] == ["report:r1", "report:r0"]
    look(entries[0], "narrative:8-29", report="report:r0")
    assert count_words(Wanted("northmoor", looked=True)) == 1
    assert count_words(Wanted("northmoor", looked=False, without={"report:r1"})) == 4
    assert count_words(Wanted("northmoor", concern="doubt_or_blame")) == 1
    assert [one.flag.concern for one in words_in("report:r0")] == ["harmful_advice", "doubt_or_blame"]


def test_the_list_can_be_limited_to_an_area():
    made("report:r1", {**ADVICE, "area": "North"})
    made("report:r2", {**ADVICE, "area": "South"})
    assert [one.report for one in list_words(Wanted("northmoor", area="South")).rows] == ["report:r2"]
