from __future__ import annotations

from datetime import date

import pytest

from unbroken.exchange.exporting.wording import (
    say_code,
    say_count,
    say_days,
    say_known_at,
    say_length,
    say_list,
    say_moment,
    say_name,
    say_plain,
    say_precision,
    say_scalar,
    say_short_day,
    say_when,
)
from unbroken.record.times import Length, read_interval
from unbroken.vocabulary.offences import OFFENCES
from unbroken.vocabulary.outcomes import OUTCOMES


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("2018-03-01", "Thursday 1 March 2018"),
        ("2018-10", "October 2018"),
        ("2018", "2018"),
        ("2009/2015", "2009 to 2015"),
        ("2018-10/2019-03", "October 2018 to March 2019"),
        ("2018-03-01/2018-03-05", "Thursday 1 March 2018 to Monday 5 March 2018"),
        ("2018-07-01/2018-07-01", "Sunday 1 July 2018"),
        ("2026-03-03T14:15:00Z", "Tuesday 3 March 2026, 2:15pm"),
        ("2026-07-03T14:15:00Z", "Friday 3 July 2026, 3:15pm"),
        ("2026-03-03T00:00:00Z", "Tuesday 3 March 2026, midnight"),
        ("2026-03-03T12:00:00Z", "Tuesday 3 March 2026, midday"),
        ("2026-03-03T09:00:00Z", "Tuesday 3 March 2026, 9am"),
        ("2026-03-03T00:05:00Z", "Tuesday 3 March 2026, 12:05am"),
        ("2026-03-03T14:15:00Z/2026-03-03T16:00:00Z", "Tuesday 3 March 2026, 2:15pm to 4pm"),
        (
            "2026-03-03T23:15:00Z/2026-03-04T01:00:00Z",
            "Tuesday 3 March 2026, 11:15pm to Wednesday 4 March 2026, 1am",
        ),
        # The clocks go back in between: still two whole UK days.
        ("2018-10-27/2018-10-28", "Saturday 27 October 2018 to Sunday 28 October 2018"),
    ],
)
def test_a_time_is_said_in_full_and_no_more_closely_than_it_is_known(known: str, said: str) -> None:
    assert say_when(read_interval(known)) == said


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("2018-03-01T10:00:00Z", "to the minute"),
        ("2018-03-01", "to the day"),
        ("2018-03", "only to the month"),
        ("2018", "only to the year"),
        ("2009/2015", "as a period"),
    ],
)
def test_precision_is_said_in_words(known: str, said: str) -> None:
    assert say_precision(read_interval(known)) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "the same day"),
        (1, "1 day"),
        (27, "27 days"),
        (45, "45 days (about 6 weeks)"),
        (155, "155 days (about 5 months)"),
        (2000, "2,000 days (about 5 years)"),
    ],
)
def test_a_duration_is_exact_and_readable(days: int, said: str) -> None:
    assert say_days(days) == said


def test_a_length_known_to_a_period_is_said_as_a_range() -> None:
    assert [say_length(length) for length in (Length(45, 45), Length(6, 661))] == [
        "45 days (about 6 weeks)",
        "6 to 661 days",
    ]


def test_counts_and_lists_read_as_sentences() -> None:
    assert [say_count(number, "entry", "entries") for number in (0, 1, 2)] == ["no entries", "1 entry", "2 entries"]
    assert [say_list(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


def test_an_official_code_stands_beside_its_name_where_people_speak_of_it_by_number() -> None:
    assert say_code("18", OUTCOMES) == "18: Investigation complete; no suspect identified"
    assert say_code("harassment_2", OFFENCES) == OFFENCES.label("harassment_2")
    assert say_code("gone_from_the_list", OFFENCES) == "gone_from_the_list"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "Yes"),
        (False, "No"),
        (3, "3"),
        (12345, "12,345"),
        (0.5, "0.5"),
        ("2018-03-08", "Thursday 8 March 2018"),
        ("2018-03", "March 2018"),
        ("2018", "2018"),
        ("2018-02-31", "2018-02-31"),
        ("2018-13", "2018-13"),
        ("2026-03-03T14:15:00Z", "Tuesday 3 March 2026, 2:15pm"),
        ("met him on 2018-03-08", "met him on 2018-03-08"),
    ],
)
def test_a_stored_value_is_said_in_words(value: object, said: str) -> None:
    assert say_scalar(value) == said


def test_what_could_drive_a_terminal_or_turn_the_text_round_shows_as_a_mark() -> None:
    assert say_plain("a\x1b[31mb\x00\u202ec\r\nd\te") == "a\ufffd[31mb\ufffd\ufffdc\nd\te"


def test_the_day_up_to_which_something_was_known_is_said_by_its_end() -> None:
    assert say_known_at(read_interval("2023-04-30").end) == "at the end of Sunday 30 April 2023"
    assert say_known_at(read_interval("2023-04-30T10:30").end) == "on Sunday 30 April 2023, 10:30am"


def test_names_read_as_words() -> None:
    assert [say_name(name) for name in ("told_to_stop", "cps", "report.made")] == ["Told to stop", "CPS", "Report made"]
    assert say_short_day(date(2018, 3, 1)) == "1 Mar 2018"
    assert say_moment("2018-03-01T10:30:00.000000Z") == "Thursday 1 March 2018, 10:30am"
