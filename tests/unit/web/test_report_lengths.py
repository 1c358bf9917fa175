"""How long a report took, as pages say it: never the first day of a period as if it were known."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.spec.histories import history
from unbroken.cases.fold import Report, fold_report
from unbroken.exchange.exporting.journey import read_journey
from unbroken.record.amend import effective
from unbroken.web.presenters.cases import present_report_line, say_days_open
from unbroken.web.presenters.report_lists import list_charges, list_flags, list_sentences
from unbroken.web.presenters.report_summary import list_steps, summarise

TODAY = date(2020, 1, 31)
SENTENCED = ["2018-03-16/2019", "sentence.passed", {"components": [{"type": "life"}]}]


def report(*lines: list[Any]) -> Report:
    return fold_report("report:r1", history(lines))


def _said(state: Report) -> dict[str, str]:
    return {fact.label: f"{fact.text} {fact.note}".strip() for fact in summarise(state, today=TODAY)}


def test_an_end_known_only_to_a_period_is_a_range_wherever_it_is_said() -> None:
    state = report(["2018-03-10", "report.made"], SENTENCED)
    period = "between Friday 16 March 2018 and Tuesday 31 December 2019"
    assert present_report_line(state, today=TODAY).days == "Ended after 6 to 661 days"
    assert _said(state)["Where it stands"] == f"Sentenced Began: {period}"
    assert [fact.text for fact in list_steps(state) if fact.label == "Case ended"] == ["6 to 661 days after the report"]
    assert list_sentences(state.sentences).rows[0][0].text == period


def test_a_report_known_only_to_the_month_is_said_so() -> None:
    state = report(["2018-03", "report.made"], ["2018-04-10", "suspect.arrested"])
    line = present_report_line(state, today=date(2018, 5, 1))
    assert (line.made, line.days) == ("March 2018", "Open for 31 to 61 days")
    assert _said(state)["Made"].startswith("March 2018")


def test_which_came_first_is_left_open_where_it_is_not_known() -> None:
    state = report(["2018-03", "report.made"], ["2018-03-20", "investigation.closed"])
    steps = {fact.label: fact.text for fact in list_steps(state)}
    assert say_days_open(state, today=TODAY) == "Ended; how long it took is not known"
    assert steps["Case ended"] == "Not known: dated only to a period"
    assert steps["First charge"] == "not recorded"


def test_a_closing_without_an_outcome_says_so_in_the_summary() -> None:
    made, body = ["2018-03-10", "report.made"], {"outcome": ""}
    silent = _said(report(made, ["2018-03-20", "investigation.closed", body]))
    given = _said(
        report(made, ["2018-03-20", "investigation.closed", {**body, "no_outcome_because": "Not yet known."}])
    )
    assert silent["Outcome"] == "Closed, outcome not recorded Victim told: not recorded"
    assert given["Outcome"] == "Closed, no outcome given Not yet known.; Victim told: not recorded"


def test_an_end_before_the_report_is_said_to_be_before_it() -> None:
    state = report(["2018-03-10", "report.made"], ["2018-02-10", "investigation.closed"])
    assert say_days_open(state, today=TODAY) == "Ended 4 weeks before the report"


def test_contact_and_charge_known_to_a_period_are_said_so() -> None:
    about = ["victim=person:v1", "report=report:r1"]
    state = report(
        ["2019-12-01", "report.made"],
        ["2020-01-10/2020-01-20", "contact.made", {}, about],
        ["2019-12", "charge.laid", {"offence": "stalking_2a"}],
    )
    assert _said(state)["Last contact with the victim"] == (
        "between Friday 10 January 2020 and Monday 20 January 2020 11 to 21 days ago"
    )
    assert list_charges(state.charges).rows[0][1].text == "December 2019"


def test_a_step_before_the_report_is_named_among_what_needs_a_second_look() -> None:
    about = ["victim=person:v1", "report=report:r1"]
    lines = history([["2024-03-15", "report.made"], ["2024-02", "contact.made", {}, about]])
    state = fold_report("report:r1", lines)
    [row] = list_flags(state, read_journey(effective(lines), subject="person:v1")).rows
    assert row[0].text == "A step is dated before the report was made"
    assert row[1].note == "Contact with the victim, February 2024"


def test_the_last_answer_to_whether_it_is_safe_to_talk_is_said_and_not_asking_takes_none_away() -> None:
    about = ["victim=person:v1", "report=report:r1"]
    state = report(
        ["2024-03-15", "report.made", {"safe_to_talk": "yes"}],
        ["2024-03-20", "contact.made", {"safe_to_talk": "no"}, about],
        ["2024-03-25", "contact.made", {"safe_to_talk": "not_asked"}, about],
    )
    assert _said(state)["Safe to talk, when last asked"] == "No Wednesday 20 March 2024"
    assert "Safe to talk, when last asked" not in _said(report(["2024-03-15", "report.made"]))
