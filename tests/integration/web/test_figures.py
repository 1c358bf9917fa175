"""The analyst's figures: never without source, period and base, and their sums hold."""

from __future__ import annotations

from datetime import date

import pytest

from tests.entries import draft
from unbroken import flow
from unbroken.access.commands import create_user
from unbroken.web.desks.desk import Section
from unbroken.web.desks.figures import analyst
from unbroken.web.visible import Limits

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
OFFENCES = ("harassment_2", "harassment_2", "stalking_2a", "criminal_damage")


@pytest.fixture
def sections() -> dict[str, Section]:
    """The analyst's desk over five reports, one of them a duplicate and one never classified."""
    for number, offence in enumerate((*OFFENCES, None), start=1):
        name = f"report:r{number}"
        drafts = [draft("report.made", None, name, f"person:v{number}", happened=f"2024-03-0{number}")]
        if offence:
            body = {"offence": offence, "stage": "initial"}
            drafts.append(draft("report.classified", body, name, happened=f"2024-03-0{number}"))
        flow.take_in(drafts, by="tests")
    twice = [draft("report.made", None, "report:r6", "person:v6", happened="2024-03-09")]
    same = draft("report.linked", {"why": "same_incident"}, "report:r6", ("other_report", "report:r1"))
    flow.take_in([*twice, same], by="tests")
    user = create_user("analyst", role="analyst", agency="northmoor", password="a long enough password")
    return {section.heading: section for section in analyst(Limits(user, frozenset(), frozenset()), TODAY).sections}


@pytest.mark.demand("GOV-07")
def test_no_figure_stands_without_source_base_and_period(sections: dict[str, Section]) -> None:
    for section in sections.values():
        assert "Source: the record of this service on" in section.intro
        assert "Base: 5 reports" in section.intro
        assert "from Friday 1 March 2024 to Tuesday 5 March 2024" in section.intro
        assert "without duplicates; restricted ones are counted" in section.intro


@pytest.mark.demand("GOV-10")
@pytest.mark.parametrize("heading", ["Class now", "First class", "Where reports stand"])
def test_where_each_report_is_in_one_row_the_rows_add_up_to_the_base(
    sections: dict[str, Section], heading: str
) -> None:
    rows = sections[heading].listing.rows
    assert sum(int(count.text) for _, count, _ in rows) == 5
    assert sections[heading].listing.head[-1] == "Share of 5"


def test_what_was_not_recorded_is_a_row_of_its_own(sections: dict[str, Section]) -> None:
    rows = {row[0].text: (row[1].text, row[2].text) for row in sections["First class"].listing.rows}
    assert rows["Not recorded"] == ("1", "20%")
    assert ("2", "40%") in rows.values()
