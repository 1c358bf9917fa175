from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.entries import entry
from tests.unit.exchange.exporting.sample import VICTIM, sample_journey
from unbroken.exchange.exporting.journey import Journey, Withheld, read_journey
from unbroken.exchange.exporting.lanes import NARROW, WIDE, Frame, Layout, cluster_width, lay_out
from unbroken.exchange.exporting.scale import make_scale
from unbroken.exchange.exporting.swimlanes import (
    LOOKS,
    WHITE,
    describe,
    draw_narrow,
    draw_swimlanes,
    tabulate,
)
from unbroken.record.amend import effective
from unbroken.record.entries import Entry
from unbroken.record.kinds import Lane

SVG = "{http://www.w3.org/2000/svg}"
KINDS = (
    "person.described",
    "incident.recorded",
    "report.made",
    "charge.laid",
    "order.granted",
    "contact.made",
    "triage.reviewed",
)
FRAMES = pytest.mark.parametrize("frame", [WIDE, NARROW], ids=["wide", "narrow"])


def _journey(*entries: Entry) -> Journey:
    return read_journey(effective(entries), subject=VICTIM)


@st.composite
def journeys(draw: st.DrawFn) -> Journey:
    """Journeys from a day to twenty years long, with instants, days, months, years and periods."""
    first = draw(st.dates(date(2000, 1, 1), date(2020, 1, 1)))
    reach = draw(st.sampled_from([0, 5, 60, 800, 7000]))
    days = st.integers(0, reach).map(lambda after: first + timedelta(days=after))
    times = st.one_of(
        days.map(date.isoformat),
        days.map(lambda day: f"{day:%Y-%m}"),
        days.map(lambda day: f"{day:%Y}"),
        days.map(lambda day: f"{day}T21:40:00Z"),
        st.tuples(days, days).map(lambda pair: f"{min(pair)}/{max(pair)}"),
    )
    made = draw(st.lists(st.tuples(st.sampled_from(KINDS), times), max_size=60))
    return _journey(*(_entry(kind, happened) for kind, happened in made))


def _entry(kind: str, happened: str) -> Entry:
    if kind == "person.described":
        return entry(kind, {}, ("person", VICTIM), happened=happened)
    if kind == "order.granted":
        return entry(kind, {"type": "spo"}, "order:o1", VICTIM, happened=happened)
    return entry(kind, {}, "report:r1", VICTIM, happened=happened)


@FRAMES
@given(journey=journeys())
@settings(max_examples=60, deadline=None)
def test_every_entry_is_in_exactly_one_mark_of_its_lane(frame: Frame, journey: Journey) -> None:
    layout = lay_out(journey, frame)
    drawn = [(row.lane, line.id) for row in layout.rows for mark in row.marks for line in mark.lines]
    assert Counter(drawn) == Counter((line.lane, line.id) for line in journey.entries if line.lane is not Lane.RECORD)


@FRAMES
@given(journey=journeys())
@settings(max_examples=60, deadline=None)
def test_no_two_marks_of_a_lane_overlap_and_none_leaves_the_picture(frame: Frame, journey: Journey) -> None:
    for row in lay_out(journey, frame).rows:
        for left, right in pairwise(row.marks):
            assert left.x + left.width / 2 < right.x - right.width / 2
        assert all(mark.x - mark.width / 2 >= 0 and mark.x + mark.width / 2 <= frame.width for mark in row.marks)
        assert all(mark.width == cluster_width(len(mark.lines)) for mark in row.marks)


@FRAMES
@given(journey=journeys())
@settings(max_examples=60, deadline=None)
def test_marks_stand_in_order_and_labels_on_the_axis_do_not_touch(frame: Frame, journey: Journey) -> None:
    layout = lay_out(journey, frame)
    for row in layout.rows:
        firsts = [
            min(line.happened.start for line in mark.lines if _is_moment(line))
            for mark in row.marks
            if any(map(_is_moment, mark.lines))
        ]
        assert firsts == sorted(firsts)
    assert all(left.reach(frame.font)[1] < right.reach(frame.font)[0] for left, right in pairwise(layout.ticks))
    assert all(0 <= end <= frame.width for tick in layout.ticks for end in tick.reach(frame.font))
    assert all(bar.x0 <= bar.x1 <= frame.right for row in layout.rows for bar in (*row.bars, *row.spans))
    assert bool(layout.ticks) == any(row.marks for row in layout.rows)


def _is_moment(line: object) -> bool:
    return getattr(line, "precision", "") in {"to the minute", "to the day"}


@FRAMES
@given(journey=journeys())
@settings(max_examples=30, deadline=None)
def test_the_picture_is_well_formed_and_always_the_same(frame: Frame, journey: Journey) -> None:
    svg = draw_swimlanes(journey, frame=frame)
    ElementTree.fromstring(svg)
    assert svg == draw_swimlanes(journey, frame=frame)


def _drawn(journey: Journey | None = None, frame: Frame = WIDE) -> ElementTree.Element:
    return ElementTree.fromstring(draw_swimlanes(journey or sample_journey(), frame=frame))


@FRAMES
def test_the_picture_has_a_title_a_description_and_a_role(frame: Frame) -> None:
    root = _drawn(frame=frame)
    ids = {root.get("aria-labelledby"), root.get("aria-describedby")}
    assert root.get("role") == "img"
    assert ids == {element.get("id") for element in root if element.tag in {f"{SVG}title", f"{SVG}desc"}}
    assert root.findtext(f"{SVG}title") == "The journey from February 2023 to Tuesday 5 March 2024"
    assert root.findtext(f"{SVG}desc") == describe(sample_journey())


@FRAMES
def test_the_picture_passes_a_strict_content_security_policy(frame: Frame) -> None:
    root = _drawn(frame=frame)
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in attributes if name == "style" or name.startswith("on") or "href" in name}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "g", "rect", "line", "text", "circle", "polygon", "path",
    }  # fmt: skip


@FRAMES
def test_at_most_six_colours_and_each_lane_has_a_shape_of_its_own(frame: Frame) -> None:
    colours = {value for element in _drawn(frame=frame).iter() for value in element.attrib.values() if value[:1] == "#"}
    assert len(colours - {WHITE}) <= 6
    assert len({look.shape for look in LOOKS.values()}) == len({look.points for look in LOOKS.values()}) == len(Lane)


@pytest.mark.parametrize("lane", list(Lane))
def test_every_colour_is_clear_on_white(lane: Lane) -> None:
    """At least 4.5 to 1, so that a white number on the colour can be read too (WCAG 2.2, 1.4.3)."""
    assert 1.05 / (_luminance(LOOKS[lane].colour) + 0.05) >= 4.4999


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_narrow_picture_fits_a_screen_of_320_with_letters_of_12_or_more() -> None:
    root = ElementTree.fromstring(draw_narrow(sample_journey()))
    sizes = [float(element.get("font-size", "14")) for element in root.iter(f"{SVG}text")]
    assert root.get("viewBox", "").split()[2] == "320"
    assert min(sizes) >= 12
    ends = [
        float(text.get("x", 0)) + 7.5 * len(text.text or "")
        for text in root.iter(f"{SVG}text")
        if not text.get("text-anchor")
    ]
    assert max(ends) <= 320


def test_two_pictures_on_one_page_share_no_id() -> None:
    ids = re.findall(r' id="([^"]+)"', draw_swimlanes(sample_journey()) + draw_narrow(sample_journey()))
    assert len(ids) == len(set(ids)) == 4


def test_text_from_the_record_stays_text() -> None:
    hostile = '</title><script>alert("x")</script>\x1b\x00 &amp; \ud83d'.replace("\ud83d", "")
    body = {"type": "spo", "court": hostile}
    svg = draw_swimlanes(_journey(entry("order.granted", body, "order:o1", VICTIM)))
    root = ElementTree.fromstring(svg)
    assert "<script" not in svg
    assert any("</title><script>" in (title.text or "").lower() for title in root.iter(f"{SVG}title"))


def _layout(*entries: Entry) -> Layout:
    return lay_out(_journey(*entries))


def test_entries_close_together_are_one_mark_with_their_number() -> None:
    close = [entry("incident.recorded", {}, happened=f"2020-01-0{day}") for day in range(1, 4)]
    layout = _layout(*close, *_spread("incident.recorded"))
    assert [len(mark.lines) for mark in layout.rows[0].marks] == [3, 1, 1, 1, 1]
    assert layout.rows[0].marks[0].text == "3 entries, Wednesday 1 January 2020 to Friday 3 January 2020"


def _spread(kind: str) -> list[Entry]:
    """One entry each year, so that the axis is not broken."""
    return [entry(kind, {}, f"report:r{year}", VICTIM, happened=f"{year}-06-01") for year in range(2021, 2025)]


def test_the_report_closure_withdrawal_and_period_are_marked() -> None:
    layout = lay_out(sample_journey())
    rows = {row.lane: row for row in layout.rows}
    assert [(flag.label, flag.lines[0].kind) for flag in layout.flags] == [("R1", "report.made"), ("R2", "report.made")]
    assert [line.kind for row in layout.rows for mark in row.marks if mark.ends for line in mark.lines] == [
        "investigation.closed",
        "victim.withdrew",
    ]
    assert [mark.hollow for mark in rows[Lane.INCIDENTS].marks] == [False, False, True, False]
    assert [span.text[:14] for span in rows[Lane.INCIDENTS].spans] == ["February 2023,"]


def test_reports_close_together_share_a_flag() -> None:
    made = [entry("report.made", None, f"report:r{n}", VICTIM, happened=f"2020-01-0{n}") for n in (1, 2)]
    layout = _layout(*made, *_spread("report.made"))
    assert [flag.label for flag in layout.flags] == ["R1-R2", "R3", "R4", "R5", "R6"]


def test_orders_that_run_together_lie_under_one_another_and_one_that_goes_on_is_open() -> None:
    about = (VICTIM, ("suspect", "person:s1"))
    layout = _layout(
        entry("order.granted", {"type": "spo", "until": "2020-06-01"}, "order:a", *about, happened="2020-01-01"),
        entry("order.granted", {"type": "spo"}, "order:b", *about, happened="2020-03-01"),
        entry("order.granted", {"type": "spo", "until": "2020-12-01"}, "order:c", *about, happened="2020-08-01"),
        entry("incident.recorded", {}, happened="2021-01-01"),
    )
    (row,) = (row for row in layout.rows if row.lane is Lane.ORDERS)
    assert [(bar.row, bar.open) for bar in row.bars] == [(0, False), (1, True), (0, False)]


def test_weeks_of_reports_and_a_trial_years_later_are_both_readable() -> None:
    """The axis is broken where nothing happens, says so, and stays in order."""
    weeks = [entry("incident.recorded", {}, happened=f"2018-03-{day:02}") for day in (1, 5, 9, 14)]
    layout = _layout(*weeks, entry("verdict.returned", {}, "prosecution:p1", happened="2020-06-01"))
    assert [len(mark.lines) for mark in layout.rows[0].marks] == [1, 1, 1, 1]
    assert [pause.text for pause in layout.breaks] == ["809 days (about 2 years), not drawn to scale"]
    assert [tick.label for tick in layout.ticks] == ["1 Mar 2018", "5 Mar 2018", "12 Mar 2018", "1 Jun 2020"]
    assert "Time left out, not to scale" in draw_swimlanes(_journey(*weeks, entry(happened="2020-06-01")))


def test_a_journey_spread_over_its_years_has_an_axis_to_scale() -> None:
    layout = _layout(*_spread("incident.recorded"))
    assert layout.breaks == ()
    places = [mark.x for mark in layout.rows[0].marks]
    steps = [right - left for left, right in pairwise(places)]
    assert max(steps) - min(steps) < 1


@given(st.lists(st.floats(700_000, 740_000), min_size=1, max_size=40), st.data())
@settings(deadline=None)
def test_a_later_day_never_stands_left_of_an_earlier_one(days: list[float], data: st.DataObject) -> None:
    scale = make_scale(days, days, left=172, right=936)
    asked = sorted(data.draw(st.lists(st.floats(min(days), max(days)), min_size=2, max_size=20)))
    places = [scale.x(day) for day in asked]
    assert places == sorted(places)
    assert places[0] >= 172
    assert places[-1] <= 936
    assert all(left.x1 == right.x0 for left, right in pairwise(scale.stretches))


def test_who_somebody_is_has_no_lane() -> None:
    described = entry("person.described", {"role_here": "victim"}, ("person", VICTIM), happened="2020-01-01")
    journey = _journey(described, entry("incident.recorded", {}, happened="2024-01-01"))
    assert Lane.RECORD not in {row.lane for row in lay_out(journey).rows}
    assert "The record" not in describe(journey) + "".join(tabulate(journey).head)
    assert [row[0] for row in tabulate(journey).rows] == ["2024"]


def test_a_lane_without_an_entry_says_so() -> None:
    svg = draw_swimlanes(_journey(entry("incident.recorded", {})))
    assert svg.count("Nothing recorded") == 4
    assert "Specialist review" not in svg


def test_the_legend_explains_only_what_is_on_the_picture() -> None:
    assert "Withdrawn from the record" in draw_swimlanes(sample_journey())
    assert "Withdrawn from the record" not in draw_swimlanes(_journey(entry("incident.recorded", {})))


def test_the_description_says_what_the_picture_shows() -> None:
    said = describe(replace(sample_journey(), withheld=(Withheld(2, "health"),)))
    assert said.startswith("From February 2023 to Tuesday 5 March 2024, 371 to 398 days: 3 incidents in 2 reports.")
    for part in (
        "Police: 6 entries, report classified (2), report made (2), suspect interviewed and investigation closed.",
        "Non-molestation order, from Tuesday 1 August 2023 to Thursday 1 August 2024.",
        "Investigation closed: Monday 3 July 2023.",
        "Longest silence: Nothing recorded between Tuesday 1 August 2023 and Wednesday 3 January 2024",
        "1 entry later withdrawn from the record.",
        "2 entries are held by health and not shown to your role.",
    ):
        assert part in said
    assert describe(_journey()) == "Nothing is recorded yet."


@pytest.mark.demand("GOV-10")
def test_the_table_has_the_figures_of_the_picture() -> None:
    journey = sample_journey()
    table = tabulate(journey)
    assert table.head == ("Month", "Incidents", "Police", "CPS and court", "Orders", "Support")
    assert table.rows[0] == ("February 2023", "1", "0", "0", "0", "0")
    assert sum(int(cell) for row in table.rows for cell in row[1:]) == journey.counts.entries


def test_a_long_journey_is_tabulated_by_year() -> None:
    table = tabulate(_journey(*(entry(happened=f"{year}-05-01") for year in (2010, 2010, 2015))))
    assert [(row[0], row[2]) for row in table.rows] == [("2010", "2"), ("2015", "1")]
    assert table.caption == "Entries by year"
