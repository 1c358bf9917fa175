from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.record.times import Interval, TimeError, day_interval, read_interval, to_datetime, to_stored, to_uk_date


@pytest.mark.demand("REC-11")
@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2018-03-08", "2018-03-08T00:00:00.000000Z", "2018-03-09T00:00:00.000000Z", "day"),
        ("2018-07-08", "2018-07-07T23:00:00.000000Z", "2018-07-08T23:00:00.000000Z", "day"),  # summer time
        ("2019-03-31", "2019-03-31T00:00:00.000000Z", "2019-03-31T23:00:00.000000Z", "day"),  # the clocks change
        ("2018-10", "2018-09-30T23:00:00.000000Z", "2018-11-01T00:00:00.000000Z", "month"),
        ("2012", "2012-01-01T00:00:00.000000Z", "2013-01-01T00:00:00.000000Z", "year"),
        ("2009/2015", "2009-01-01T00:00:00.000000Z", "2016-01-01T00:00:00.000000Z", "interval"),
        ("2018-03-08T14:15", "2018-03-08T14:15:00.000000Z", "2018-03-08T14:15:00.000000Z", "instant"),
        ("2018-07-08T14:15", "2018-07-08T13:15:00.000000Z", "2018-07-08T13:15:00.000000Z", "instant"),
        ("2018-07-08T14:15:00+00:00", "2018-07-08T14:15:00.000000Z", "2018-07-08T14:15:00.000000Z", "instant"),
        ("2018-02-27T23:30:00.5Z", "2018-02-27T23:30:00.500000Z", "2018-02-27T23:30:00.500000Z", "instant"),
    ],
)
def test_reads_what_people_write(text: str, start: str, end: str, precision: str) -> None:
    interval = read_interval(text)
    assert interval == Interval(start, end)
    assert interval.precision == precision


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2018-13", "2018-02-31", "08/03/2018", "2018-3-8", "9999", "0000-01-01", "0001-01-01"]
)
def test_refuses_what_is_not_a_time(text: str) -> None:
    with pytest.raises(TimeError):
        read_interval(text)


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_stored_texts_sort_as_times_and_read_back(moment: datetime) -> None:
    stored = to_stored(moment)
    assert to_datetime(stored) == moment
    assert len(stored) == 27
    assert read_interval(stored) == Interval(stored, stored)


@given(st.dates(min_value=datetime(1950, 1, 1).date(), max_value=datetime(2090, 1, 1).date()))
def test_a_day_begins_on_its_own_date(day: object) -> None:
    interval = day_interval(day)  # type: ignore[arg-type]
    assert to_uk_date(interval.start) == day
    assert interval.precision == "day"


def test_a_naive_datetime_is_refused() -> None:
    with pytest.raises(TimeError, match="time zone"):
        to_stored(datetime(2024, 1, 1))
