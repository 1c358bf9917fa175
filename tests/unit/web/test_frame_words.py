"""How times, durations and absences are said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from unbroken.record.times import Length, read_interval
from unbroken.web.words import (
    say_between,
    say_count,
    say_day,
    say_duration,
    say_happened,
    say_length,
    say_recorded,
    say_time,
)


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("2026-03-03T14:15:00Z", "Tuesday 3 March 2026, 2:15pm"),
        ("2026-07-03T14:00:00Z", "Friday 3 July 2026, 3pm"),  # British Summer Time
        ("2026-03-03T12:00", "Tuesday 3 March 2026, midday"),
        ("2026-03-03T00:00", "Tuesday 3 March 2026, midnight"),
        ("2026-03-03T00:30", "Tuesday 3 March 2026, 12:30am"),
        ("2026-03-03", "Tuesday 3 March 2026"),
        ("2026-03", "March 2026"),
        ("2018", "2018"),
        ("2026-03-03/2026-03-05", "between Tuesday 3 March 2026 and Thursday 5 March 2026"),
        ("2026-03-03T14:00/2026-03-03T15:30", "Tuesday 3 March 2026, between 2pm and 3:30pm"),
        (
            "2026-03-03T23:00/2026-03-04T01:00",
            "between Tuesday 3 March 2026, 11pm and Wednesday 4 March 2026, 1am",
        ),
    ],
)
def test_a_time_is_said_as_exactly_as_it_is_known(known: str, said: str) -> None:
    assert say_happened(read_interval(known)) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2018, 3, 16), date(2018, 3, 16), "Friday 16 March 2018"),
        (date(2018, 3, 1), date(2018, 3, 31), "March 2018"),
        (date(2018, 3, 16), date(2019, 12, 31), "between Friday 16 March 2018 and Tuesday 31 December 2019"),
        (None, None, "not recorded"),
    ],
)
def test_what_is_known_to_a_period_is_not_said_by_its_first_day(
    first: date | None, last: date | None, said: str
) -> None:
    assert say_between(first, last) == said


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (Length(23, 23), "3 weeks and 2 days"),
        (Length(6, 661), "6 to 661 days"),
        (Length(-661, -6), "6 to 661 days"),
        (Length(0, 19), "19 days at most"),
    ],
)
def test_a_length_known_to_a_period_is_said_as_a_range(length: Length, said: str) -> None:
    assert say_length(length) == said


def test_a_day_and_a_moment_may_come_as_text_or_as_themselves() -> None:
    assert say_day(date(2026, 3, 3)) == say_day("2026-03-03T09:00:00.000000Z") == "Tuesday 3 March 2026"
    moment = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)  # already the next day in the UK
    assert say_time(moment) == say_time("2026-07-03T23:30:00.000000Z") == "Saturday 4 July 2026, 12:30am"


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(seconds=20), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(hours=5, minutes=30), "5 hours and 30 minutes"),
        (timedelta(days=1, hours=2, minutes=3), "1 day and 2 hours"),
        (0, "0 days"),
        (6, "6 days"),
        (23, "3 weeks and 2 days"),
        (364, "52 weeks"),
        (365, "1 year"),
        (800, "2 years and 10 weeks"),
    ],
)
def test_a_duration_is_said_in_its_two_largest_units(length: timedelta | int, said: str) -> None:
    assert say_duration(length) == said


@pytest.mark.parametrize("say", [say_day, say_time, say_happened, say_duration, say_recorded])
def test_what_is_absent_is_said_to_be_not_recorded(say: object) -> None:
    assert say(None) == "not recorded"  # type: ignore[operator]


@pytest.mark.parametrize("value", [0, False, "no", ("a",)])
def test_nothing_and_no_are_values(value: object) -> None:
    assert say_recorded(value) == value


def test_the_word_after_a_number_agrees_with_it() -> None:
    assert [say_count(1, "report"), say_count(1204, "entry", "entries")] == ["1 report", "1,204 entries"]
