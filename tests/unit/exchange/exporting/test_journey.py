from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from rich.console import Console

from tests.entries import entry
from tests.unit.exchange.exporting.sample import R1, VICTIM, make_entries, sample_journey
from unbroken.exchange.exporting.details import Change, Detail, changes_between, details_of
from unbroken.exchange.exporting.gaps import find_gaps
from unbroken.exchange.exporting.journey import Journey, Withheld, read_journey, read_withheld
from unbroken.exchange.exporting.missing import find_missing
from unbroken.exchange.exporting.orders import orders_in_force
from unbroken.exchange.exporting.people import people_of
from unbroken.exchange.exporting.reports import reports_of
from unbroken.exchange.exporting.terminal import show_journey
from unbroken.record.amend import effective
from unbroken.record.entries import Entry
from unbroken.record.kinds import Handling, Lane
from unbroken.record.times import read_interval


def _read(*entries: Entry, known_at: str | None = None) -> Journey:
    return read_journey(effective(entries, known_at=known_at), subject=VICTIM, known_at=known_at)


@pytest.mark.demand("REC-11")
def test_one_journey_spans_all_her_reports_courts_and_agencies() -> None:
    journey = sample_journey()
    counts = journey.counts
    assert (counts.entries, counts.incidents, counts.reports, counts.prosecutions, counts.orders) == (15, 3, 2, 1, 1)
    assert [view.title for view in journey.lanes] == ["Incidents", "Police", "CPS and court", "Orders", "Support"]
    assert {line.agency for line in journey.entries} == {
        "Northmoor Constabulary",
        "Stalking helpline",
        "HM Courts and Tribunals Service",
    }
    assert (journey.first, journey.last) == (date(2023, 2, 1), date(2024, 3, 5))


def test_entries_stand_in_the_order_in_which_they_happened() -> None:
    starts = [line.happened.start for line in sample_journey().entries]
    assert starts == sorted(starts)


def test_incidents_that_stand_are_numbered_in_order() -> None:
    assert [(line.number, line.when) for line in sample_journey().incidents] == [
        (1, "February 2023"),
        (2, "Friday 14 April 2023, 9:40pm"),
        (3, "Wednesday 3 January 2024, 6:05pm"),
    ]


def test_a_correction_shows_what_it_changed_why_and_by_which_entry() -> None:
    line = sample_journey().incidents[1]
    (correction,) = line.corrections
    assert correction.why == "He was told by letter, not asked."
    assert correction.changes == (
        Change(
            "told",
            "What the suspect was told",
            "Asked the suspect to stop; Blocked the suspect",
            "Solicitor's letter",
        ),
    )
    assert line.value("told") == "Solicitor's letter"


def test_each_correction_is_compared_with_the_one_before_it() -> None:
    first = entry("incident.recorded", {"behaviours": ["calls_texts"]}, "report:r1", VICTIM, happened="2024-03-08")
    about = [(subject.role, subject.object) for subject in first.subjects]
    steps = (
        {"why": "The day.", "body": dict(first.body or {}), "happened": "2024-03-07"},
        {"why": "How often.", "body": {"behaviours": ["calls_texts"], "times": 3}, "happened": "2024-03-07"},
        {"why": "Who.", "body": {"behaviours": ["calls_texts"], "times": 3}, "subjects": [["report", "report:r2"]]},
    )
    amendments = [
        entry("entry.corrected", body, *about, happened=f"2024-04-0{day}", corrects=first.id)
        for day, body in enumerate(steps, 1)
    ]
    (line,) = _read(first, *amendments).entries
    assert [[(change.field, change.before, change.after) for change in one.changes] for one in line.corrections] == [
        [("happened", "Friday 8 March 2024", "Thursday 7 March 2024")],
        [("times", "Not recorded", "3")],
        [
            ("happened", "Thursday 7 March 2024", "Friday 8 March 2024"),
            ("subjects", "Report: report:r1; Victim: person:v1", "Report: report:r2"),
        ],
    ]


def test_a_withdrawn_entry_stays_in_sight_and_counts_nowhere() -> None:
    journey = sample_journey()
    (line,) = (line for line in journey.entries if not line.stands)
    assert line.withdrawn is not None
    assert (line.withdrawn.why, line.number) == ("The parcel was from her sister.", None)
    assert line not in journey.standing
    assert journey.counts.withdrawn == 1


def test_an_erased_body_says_so_and_shows_no_field() -> None:
    erased = replace(entry("incident.recorded", {"behaviours": ["calls_texts"]}), body=None)
    (line,) = _read(erased).entries
    assert (line.erased, line.details, line.sentence) == (True, (), "Incident recorded")


@pytest.mark.parametrize(
    ("happened", "recorded", "late"),
    [
        ("2024-03-08", "2024-03-15T10:00:00Z", None),
        ("2024-03-08", "2024-03-16T10:00:00Z", 8),
        # Known to the month: late is counted from the last day on which it can have happened.
        ("2024-03", "2024-04-07T10:00:00Z", None),
        ("2024-03", "2024-04-08T10:00:00Z", 8),
    ],
)
def test_late_means_more_than_a_week_after_it_can_have_happened(happened: str, recorded: str, late: int | None) -> None:
    (line,) = _read(entry(happened=happened, recorded=recorded)).entries
    assert line.late == late


def test_as_known_on_refuses_what_was_recorded_later() -> None:
    items = effective(make_entries())
    with pytest.raises(ValueError, match="was recorded after 2023-05-01"):
        read_journey(items, subject=VICTIM, known_at="2023-05-01T00:00:00.000000Z")


def test_as_known_on_shows_the_record_as_it_stood() -> None:
    known_at = read_interval("2023-04-30").end
    journey = _read(*make_entries(), known_at=known_at)
    assert journey.as_known_on == "as known at the end of Sunday 30 April 2023"
    assert [line.value("told") for line in journey.incidents] == [
        "Not recorded",
        "Asked the suspect to stop; Blocked the suspect",
    ]
    assert journey.counts.corrected == 0


def test_a_gap_is_what_no_entry_touches() -> None:
    spans = [
        (date(2024, 1, 1), date(2024, 1, 1)),
        (date(2024, 1, 29), date(2024, 1, 29)),
        (date(2024, 2, 27), date(2024, 12, 31)),
        (date(2024, 3, 1), date(2024, 3, 1)),
        (date(2025, 2, 1), date(2025, 2, 1)),
    ]
    assert [(gap.after, gap.before, gap.days) for gap in find_gaps(spans)] == [
        (date(2024, 1, 29), date(2024, 2, 27), 29),
        (date(2024, 12, 31), date(2025, 2, 1), 32),
    ]


def test_an_empty_journey_is_a_journey() -> None:
    journey = _read()
    assert (journey.first, journey.last, journey.counts.entries, journey.lanes, journey.gaps) == (None, None, 0, (), ())


def test_what_is_withheld_is_said() -> None:
    kept_back = read_withheld({Handling.CLINICAL: 2, Handling.ADDRESS: 0}, {Handling.ADVOCATE: 1})
    assert kept_back == (Withheld(2, "health"), Withheld(1, "the victim's advocate", True))
    assert [one.text for one in kept_back] == [
        "2 entries are held by health and not shown to your role",
        "In 1 entry, what is held by the victim's advocate is not shown to your role",
    ]


def test_a_line_is_found_by_its_entry() -> None:
    journey = sample_journey()
    assert all(journey.line(line.id) is line for line in journey.entries)
    with pytest.raises(KeyError):
        journey.line("nothing")


def test_a_body_is_said_field_by_field_with_labels_and_parts() -> None:
    body = {
        "type": "non_molestation",
        "conditions": [{"kind": "no_direct_contact", "number": "1"}, {"kind": "exclusion_home", "place": "Her street"}],
        "until": "2024-08-01",
        "power_of_arrest": "not_asked",
    }
    assert details_of("order.granted", body) == (
        Detail("type", "Type of order", "Non-molestation order"),
        Detail(
            "conditions",
            "Conditions",
            "Kind: No direct contact; Number: 1\nKind: Not to go to the home; Place: Her street",
        ),
        Detail("until", "Until", "Thursday 1 August 2024"),
        Detail("power_of_arrest", "Power of arrest", "Not asked"),
    )


def test_a_field_or_kind_that_is_no_longer_known_is_still_shown() -> None:
    assert details_of("order.granted", {"old_field": ["a", "b"]}) == (Detail("old_field", "Old field", "a; b"),)
    assert details_of("kind.gone", {"some": {"inner_part": 1}}) == (Detail("some", "Some", "Inner part: 1"),)
    (line,) = _read(entry("kind.gone", {})).entries
    assert (line.title, line.lane) == ("Kind gone", Lane.RECORD)


def test_changes_name_both_sides_even_where_one_is_missing() -> None:
    changes = changes_between(
        "report.made", {"channel": "phone", "area": "North"}, {"channel": "phone", "force": "met"}
    )
    assert [(change.field, change.before, change.after) for change in changes] == [
        ("force", "Not recorded", "Metropolitan Police"),
        ("area", "North", "Not recorded"),
    ]


def test_reports_are_numbered_as_made_with_every_class_and_the_outcome() -> None:
    first, second = reports_of(sample_journey())
    assert (first.label, first.reference, first.incidents, second.label) == ("R1", "NM-2023-0417", 2, "R2")
    assert [(given.offence, given.stage) for given in second.classes] == [
        ("Stalking: fear of violence (s.4A(i))", "Specialist review")
    ]
    assert first.outcome.startswith("16: Suspect identified;")
    assert second.outcome == "No closure recorded"


def test_a_closing_without_an_outcome_says_that_none_is_recorded_or_given() -> None:
    silent = entry("investigation.closed", {}, happened="2024-04-01")
    given = entry("investigation.closed", {"no_outcome_because": "Not yet known."}, happened="2024-04-01")
    [[first], [second]] = [reports_of(_read(closed)) for closed in (silent, given)]
    assert first.outcome == "Closed, outcome not recorded. Monday 1 April 2024"
    assert second.outcome == "Closed, no outcome given. Monday 1 April 2024"


def test_a_reopened_report_has_no_outcome() -> None:
    closed = entry("investigation.closed", {"outcome": "18"}, happened="2024-04-01")
    reopened = entry("investigation.reopened", {}, happened="2024-05-01")
    (report,) = reports_of(_read(closed, reopened))
    assert (report.outcome, report.made, report.when) == ("Reopened, Wednesday 1 May 2024", None, "Not recorded")


def test_an_order_runs_from_its_grant_to_its_end() -> None:
    (order,) = orders_in_force(sample_journey())
    assert order.text == "Non-molestation order, from Tuesday 1 August 2023 to Thursday 1 August 2024"
    assert [
        order.on(day, day) for day in (date(2023, 7, 31), date(2023, 8, 1), date(2024, 8, 1), date(2024, 8, 2))
    ] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("steps", "last"),
    [
        ([], None),
        ([("order.varied", {"type": "spo", "until": "2025-01-01"}, "2024-04-01")], date(2025, 1, 1)),
        ([("order.ended", {"type": "spo"}, "2024-06-01")], date(2024, 6, 1)),
        (
            [
                ("order.varied", {"type": "spo", "until": "2025-01-01"}, "2024-04-01"),
                ("order.varied", {"type": "spo", "until_further_order": "yes"}, "2024-05-01"),
            ],
            None,
        ),
    ],
)
def test_an_order_that_is_varied_or_ended_runs_to_the_new_day(
    steps: list[tuple[str, dict[str, str], str]], last: date | None
) -> None:
    about = ("order:o1", VICTIM, ("suspect", "person:s1"))
    granted = entry("order.granted", {"type": "spo"}, *about, happened="2024-03-01")
    (order,) = orders_in_force(_read(granted, *(entry(kind, body, *about, happened=day) for kind, body, day in steps)))
    assert (order.first, order.last) == (date(2024, 3, 1), last)


def test_an_order_only_applied_for_is_not_in_force() -> None:
    applied = entry("order.applied", {"type": "spo"}, "order:o1", VICTIM, ("suspect", "person:s1"))
    assert orders_in_force(_read(applied)) == ()


def test_people_have_the_name_of_the_latest_description() -> None:
    described = entry(
        "person.described",
        {"role_here": "suspect", "names": [{"given": "Callum", "family": "Reyes"}]},
        ("person", "person:s1"),
        "report:r1",
        happened="2024-03-09",
    )
    reported = entry("report.made", None, "report:r1", VICTIM, ("suspect", "person:s1"))
    assert [(person.roles_text, person.text) for person in people_of(_read(described, reported))] == [
        ("Victim", "person:v1"),
        ("Suspect", "Callum Reyes (person:s1)"),
    ]


def test_a_step_dated_before_its_report_is_marked_wherever_the_journey_is_shown() -> None:
    subjects = (("report", R1), ("victim", VICTIM))
    made = entry("report.made", {}, *subjects, happened="2024-03-15")
    early = entry(
        "contact.made", {"about": ["general"]}, *subjects, happened="2024-02", recorded="2024-03-15T12:00:00Z"
    )
    perhaps = entry("contact.made", {"about": ["bail"]}, *subjects, happened="2024-03", recorded="2024-04-01T12:00:00Z")
    journey = read_journey(effective([made, early, perhaps]), subject=VICTIM)
    assert [line.id for line in journey.entries if line.early] == [early.id]
    [finding] = [finding for finding in find_missing(journey) if finding.title.startswith("Steps dated before")]
    assert finding.text == "Contact with the victim, February 2024."
    shown = StringIO()
    show_journey(journey, Console(file=shown, width=120))
    assert shown.getvalue().count("Dated before the report was made") == 1


def test_when_people_were_joined_is_no_part_of_how_long_it_lasted() -> None:
    call = entry("incident.recorded", {"behaviours": ["calls_texts"]}, "report:r1", ("victim", "person:v1"))
    body = {"basis": "officer", "reason": "Same phone number and address."}
    joined = entry("identity.linked", body, "person:v1", ("other_person", "person:v2"), happened="2026-11-30")
    found = read_journey(effective([call, joined]), subject="person:v1")
    assert (found.first, found.last, found.gaps) == (call.day, call.day, ())
    assert len(found.entries) == 2
