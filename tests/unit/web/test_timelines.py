"""The timeline of a journey: what is asked for, in its order, with what a reader must know beside each entry."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict

from tests.entries import entry
from tests.unit.exchange.exporting.sample import R1, VICTIM, sample_journey
from unbroken.exchange.exporting.journey import Journey, read_journey
from unbroken.record.amend import effective
from unbroken.web.asked import read_timeline_asked
from unbroken.web.presenters import timelines
from unbroken.web.presenters.timelines import Item, Timeline, present_filters, present_timeline

REFERENCES = {R1: "R1: NM/1", "report:NM-2024-0022": "R2: NM/2"}


def shown(query: str = "", journey: Journey | None = None, references: dict[str, str] = REFERENCES) -> Timeline:
    return present_timeline(journey or sample_journey(), read_timeline_asked(QueryDict(query)), references=references)


def items(timeline: Timeline) -> list[Item]:
    return [item for month in timeline.months for item in month.items]


def journey_of(*entries: Any) -> Journey:
    return read_journey(effective(entries), subject=VICTIM)


def incident(happened: str, **more: Any) -> Any:
    body = {"behaviours": ["calls_texts"], **more.pop("body", {})}
    return entry("incident.recorded", body, R1, VICTIM, happened=happened, **more)


def test_newest_first_unless_asked_otherwise() -> None:
    newest, oldest = items(shown()), items(shown("order=oldest"))
    assert [item.id for item in newest] == [item.id for item in reversed(oldest)]
    assert newest[0].timestamp > newest[-1].timestamp


def test_what_was_withdrawn_stands_apart_and_does_not_count() -> None:
    timeline = shown()
    assert [item.withdrawn is not None for item in timeline.withdrawn] == [True]
    assert timeline.withdrawn[0].id not in {item.id for item in items(timeline)}
    assert timeline.said == f"{len(items(timeline))} entries"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lane=incidents", "3 of 15 entries"),
        ("lane=incidents&lane=orders", "5 of 15 entries"),
        ("report=NM-2024-0022", "5 of 15 entries"),
        ("from=2024", "6 of 15 entries"),
        ("to=2023-02-01", "1 of 15 entries"),
        ("from=2023-04-17&to=2023-04-17", "2 of 15 entries"),
        ("agency=Stalking+helpline", "1 of 15 entries"),
        ("report=none", "0 of 15 entries"),
    ],
)
def test_filters_leave_out_the_rest_and_say_how_much(query: str, said: str) -> None:
    assert shown(query).said == said


def test_an_empty_timeline_says_why() -> None:
    assert "No entry fits these filters" in shown("report=none").empty
    assert "Nothing is recorded yet" in shown(journey=journey_of()).empty


def test_an_entry_known_to_the_day_before_is_not_in_a_filter_from_the_next() -> None:
    journey = journey_of(incident("2024-03-07"), incident("2024-03-08"))
    assert shown("from=2024-03-08", journey).said == "1 of 2 entries"
    assert shown("to=2024-03-07", journey).said == "1 of 2 entries"


def test_what_is_known_only_to_the_year_stands_under_the_year() -> None:
    journey = journey_of(incident("2024"), incident("2024-01-05"), incident("2019/2020"))
    assert [month.title for month in shown(journey=journey).months] == ["January 2024", "2024", "2019"]


def test_a_late_vague_or_erased_entry_says_so() -> None:
    [late] = items(shown(journey=journey_of(incident("2024-02", recorded="2024-04-17"))))
    assert "known only to the month" in late.note
    assert "Recorded 48 days" in late.note
    [erased] = items(shown(journey=journey_of(replace(incident("2024-04-18"), body=None))))
    assert "erased by law" in erased.note


def test_a_silence_stands_beside_the_entry_that_ended_it_unless_a_filter_made_it() -> None:
    journey = journey_of(incident("2024-01-01"), incident("2024-06-01"), incident("2024-06-01T10:00"))
    notes = [item.note for item in items(shown("order=oldest", journey))]
    assert ["Nothing recorded between" in note for note in notes] == [False, True, False]
    assert not any("Nothing recorded" in item.note for item in items(shown("lane=incidents", journey)))


def test_reports_are_named_only_where_there_are_several() -> None:
    assert any("R2: NM/2" in item.note for item in items(shown()))
    assert not any("NM/1" in item.note for item in items(shown(references={R1: "NM/1"})))


def test_the_excerpt_is_what_happened_cut_at_a_word() -> None:
    said = {"threat_words": "No.", "narrative": "word " * 200}
    [item] = items(shown(journey=journey_of(incident("2024-01-01", body=said))))
    assert item.excerpt.startswith("word word")
    assert item.excerpt.endswith("word …")
    assert len(item.excerpt) < 330


def test_a_long_timeline_is_divided_and_keeps_its_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timelines, "PAGE", 10)
    first, last = shown("lane=police&lane=incidents&lane=court"), shown("page=99")
    assert first.pages["items"][-1]["href"].startswith("?lane=court&lane=incidents&lane=police&page=2")
    assert len(items(shown())) == 10
    assert len(items(last)) == 5


def test_filters_offer_only_what_there_is() -> None:
    filters = present_filters(sample_journey(), read_timeline_asked(QueryDict("")), references=REFERENCES)
    assert [lane["value"] for lane in filters.lanes] == ["incidents", "police", "court", "orders", "support"]
    assert [select["name"] for select in filters.selects] == ["report", "agency"]
    alone = present_filters(journey_of(incident("2024")), read_timeline_asked(QueryDict("")), references={R1: "R1"})
    assert alone.selects == ()
