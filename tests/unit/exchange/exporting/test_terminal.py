from __future__ import annotations

from io import BytesIO, StringIO, TextIOWrapper

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests.entries import entry
from tests.unit.exchange.exporting.sample import HOSTILE, VICTIM, make_entries, sample_journey
from unbroken.exchange.exporting.journey import Journey, read_journey
from unbroken.exchange.exporting.terminal import SIGNS, show_journey
from unbroken.record.amend import effective
from unbroken.record.kinds import Lane
from unbroken.record.times import read_interval


def _shown(journey: Journey, *, width: int = 100, details: bool = False, terminal: bool = False) -> str:
    file = StringIO()
    console = Console(file=file, width=width, force_terminal=terminal, color_system="standard" if terminal else None)
    show_journey(journey, console, details=details)
    return file.getvalue()


def _squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("width", [30, 40, 71, 72, 100, 200])
@pytest.mark.parametrize("details", [False, True])
def test_every_entry_is_shown_within_the_width(width: int, details: bool) -> None:
    shown = _shown(sample_journey(), width=width, details=details)
    assert max(cell_len(line) for line in shown.splitlines()) <= width
    for line in sample_journey().entries:
        assert _squeezed(line.when) in _squeezed(shown)
    if width == 200:
        assert all(line.sentence.split(":")[0] in shown for line in sample_journey().entries)


def test_entries_stand_under_their_month_in_order() -> None:
    shown = _shown(sample_journey())
    months = ["February 2023", "April 2023", "May 2023", "June 2023", "July 2023", "August 2023", "January 2024"]
    places = [shown.index(f"\n{month}\n") for month in months]
    assert places == sorted(places)


@pytest.mark.parametrize("lane", list(Lane))
def test_colour_is_never_the_only_cue(lane: Lane) -> None:
    unicode_sign, ascii_sign, _ = SIGNS[lane]
    assert [other for other in Lane if SIGNS[other][0] == unicode_sign or SIGNS[other][1] == ascii_sign] == [lane]


def test_a_pipe_gets_no_colour_and_a_terminal_does() -> None:
    assert "\x1b[" not in _shown(sample_journey())
    assert "\x1b[" in _shown(sample_journey(), terminal=True)


def test_a_terminal_without_unicode_gets_signs_it_can_show() -> None:
    raw = BytesIO()
    file = TextIOWrapper(raw, encoding="ascii")
    show_journey(_emoji_journey(), Console(file=file, width=100), details=True)
    file.flush()
    assert b"* Incidents" in raw.getvalue()
    assert b"What happened: ? for you" in raw.getvalue()


def _emoji_journey() -> Journey:
    body = {"behaviours": ["calls_texts"], "narrative": "🔪 for you"}
    return read_journey(effective([entry("incident.recorded", body)]), subject=VICTIM)


def test_text_from_the_record_cannot_drive_the_terminal() -> None:
    shown = _shown(sample_journey(), details=True)
    assert "\x1b" in HOSTILE
    assert not {char for char in shown if ord(char) < 32 and char != "\n"}
    assert "\u202e" not in shown


def test_text_from_the_record_is_not_console_markup() -> None:
    body = {"behaviours": ["calls_texts"], "narrative": "[bold]not bold[/bold] [link=x]y[/link]"}
    journey = read_journey(effective([entry("incident.recorded", body)]), subject=VICTIM)
    assert body["narrative"] in _shown(journey, details=True)


def test_corrections_withdrawals_late_records_and_silences_are_said() -> None:
    shown = _squeezed(_shown(sample_journey(), width=120))
    for said in (
        "Recorded 48 days (about 7 weeks) later, on Monday 17 April 2023, 11:30am, by Northmoor",
        "Corrected on Thursday 4 May 2023, midnight: He was told by letter, not asked.",
        "The parcel was from her sister.",
        "Nothing recorded between Tuesday 1 August 2023 and Wednesday 3 January 2024",
    ):
        assert _squeezed(said) in shown


def test_details_show_every_field_its_source_and_what_changed() -> None:
    shown = _squeezed(_shown(sample_journey(), width=120, details=True))
    for line in sample_journey().entries:
        assert line.id in shown
        assert all(_squeezed(detail.value) in shown for detail in line.details if detail.value.isascii())
    assert _squeezed("was Asked the suspect to stop; Blocked the suspect; corrected to Solicitor's letter") in shown


def test_as_known_on_is_said_first() -> None:
    known_at = read_interval("2023-04-30").end
    journey = read_journey(effective(make_entries(), known_at=known_at), subject=VICTIM, known_at=known_at)
    shown = _shown(journey)
    assert "as known at the end of Sunday 30 April 2023" in shown
    assert "Suspect interviewed" not in shown
