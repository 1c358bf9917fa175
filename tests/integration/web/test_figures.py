"""The analyst's figures: never without source, period, base and caveats; their sums hold; some may be published."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from io import StringIO

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.entries import draft
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.matter import make_user
from unbroken import flow
from unbroken.access.models import AccessLog, User
from unbroken.access.policy import MAY, Permission
from unbroken.access.roles import Role
from unbroken.cases import figure_queries
from unbroken.cases.figures import FiguresError
from unbroken.cases.queries import Wanted, count_by
from unbroken.record.entries import Draft
from unbroken.record.models import RecordEntry
from unbroken.web.desks.desk import Section
from unbroken.web.desks.figures import analyst
from unbroken.web.visible import Limits
from unbroken.web.words import say_day

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
DIAGRAM = "From all reports to the sample"
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
    limits = Limits(make_user("analyst"), frozenset(), frozenset())
    found = analyst(limits, TODAY).sections
    kept = {section.heading: section for section in found if section.listing and section.listing.head[1] == "Reports"}
    kept.pop(DIAGRAM, None)  # it has tests of its own
    return kept


@pytest.mark.demand("GOV-07")
def test_no_figure_stands_without_source_period_base_and_caveats(sections: dict[str, Section]) -> None:
    for section in sections.values():
        notes = dict(section.notes)
        assert notes["Source"] == "The record of this service on Sunday 22 November 2026."
        assert notes["Period"] == "Reports made from Friday 1 March 2024 to Tuesday 5 March 2024."
        assert notes["Base"].startswith("0 reports." if section.heading == "Outcomes" else "5 reports.")
        assert "Duplicates are left out; restricted reports are counted." in notes["Caveats"]


@pytest.mark.demand("GOV-07")
def test_figures_with_open_reports_are_marked_provisional(sections: dict[str, Section]) -> None:
    assert {section.tag for section in sections.values()} == {"Provisional"}
    assert dict(sections["Class now"].notes)["Provisional"] == "some of these reports are still open."


@pytest.mark.demand("GOV-10")
@pytest.mark.parametrize("heading", ["Class now", "First class", "Where reports stand"])
def test_where_each_report_is_in_one_row_the_rows_add_up_to_the_base(
    sections: dict[str, Section], heading: str
) -> None:
    rows = sections[heading].listing.rows
    assert sum(int(count.text) for _, count, _ in rows) == 5
    assert sections[heading].listing.head[-1] == "Share of 5"
    assert dict(sections[heading].notes)["Rounding"] == "Shares are in whole percent and may not add up to 100."


def test_what_was_not_recorded_is_a_row_of_its_own(sections: dict[str, Section]) -> None:
    rows = {row[0].text: (row[1].text, row[2].text) for row in sections["First class"].listing.rows}
    assert rows["Not recorded"] == ("1", "20%")
    assert ("2", "40%") in rows.values()


def reports_of(**offences: int) -> None:
    """So many reports of each class."""
    classes = [offence for offence, count in offences.items() for _ in range(count)]
    for number, offence in enumerate(classes):
        name = f"report:r{number}"
        made = draft("report.made", None, name, f"person:v{number}", happened="2024-03-04")
        body = {"offence": offence, "stage": "initial"}
        flow.take_in([made, draft("report.classified", body, name, happened="2024-03-04")], by="tests")


def download(name: str, role: str = "analyst") -> tuple[int, list[list[str]]]:
    """The status of a download, and its rows."""
    client = Client()
    client.force_login(make_user(role), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/figures/{name}.csv")
    return answer.status_code, list(csv.reader(StringIO(answer.content.decode())))


@pytest.mark.demand("GOV-06", "GOV-07")
def test_a_download_withholds_small_counts_under_what_a_reader_must_know() -> None:
    reports_of(harassment_2=7, stalking_2a=6, criminal_damage=2)
    status, rows = download("class-now")
    blank = rows.index([])
    lines = {name: text for name, text in rows[:blank] if name != "Caveat"}
    assert status == 200
    assert lines == {
        "Title": "Class now",
        "Provisional": "Yes: some of these reports are still open",
        "Source": f"The record of this service, read on {say_day(timezone.localdate())}",
        "Period": "Reports made in March 2024",
        "Base": "15 reports",
        "Rows": "Each report is in one row; the rows, with those withheld, add up to the base",
        "Withheld": "Counts from 1 to 4, and those that would give one away, stand as [c], with their percentages",
    }
    assert [text for name, text in rows[:blank] if name == "Caveat"][-1] == (
        "Percentages are rounded to whole numbers and may not add up to 100."
    )
    assert rows[blank + 1 :] == [
        ["Offences and recording classes", "Reports", "Share of base"],
        ["Criminal damage", "[c]", "[c]"],
        ["Harassment (s.2)", "7", "47%"],
        ["Stalking (s.2A)", "[c]", "[c]"],
    ]


@pytest.mark.demand("GOV-06")
def test_a_download_of_very_few_has_no_row_at_all() -> None:
    reports_of(harassment_2=3)
    _, rows = download("class-now")
    assert ["Base", "fewer than 5 reports"] in rows
    assert ["Withheld", "All rows: the counts are too small to publish any of them"] in rows
    assert rows[-1] == ["Offences and recording classes", "Reports", "Share of base"]


@pytest.mark.demand("GOV-06")
def test_every_table_on_the_desk_leads_to_its_download(sections: dict[str, Section]) -> None:
    client = Client()
    client.force_login(make_user("supervisor"), backend="django.contrib.auth.backends.ModelBackend")
    for section in sections.values():
        answer = client.get(section.more_href)
        assert f"Title,{section.heading}\r\n" in answer.content.decode()
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="figures-')
    assert len({section.more_href for section in sections.values()}) == len(figure_queries.TABLES)


@pytest.mark.demand("GOV-06")
@pytest.mark.parametrize("role", Role)
def test_only_those_who_see_figures_about_all_cases_download_them(role: Role) -> None:
    allowed = role in {Role.ANALYST, Role.SUPERVISOR, Role.SPECIALIST_REVIEWER, Role.PROSECUTOR}
    assert download("stages", role)[0] == (200 if allowed else 403)
    logged = AccessLog.objects.filter(category="disclosure", who=f"{role}-1", why="Figures: stages")
    assert logged.exists() is allowed


def test_a_table_that_is_not_there_is_not_found() -> None:
    assert download("nothing")[0] == 404


@pytest.mark.demand("GOV-10")
def test_a_report_that_comes_in_while_figures_are_read_makes_them_be_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def late(column: str, wanted: Wanted) -> Mapping[str, int]:
        monkeypatch.undo()
        reports_of(harassment_2=1)
        return count_by(column, wanted)

    monkeypatch.setattr(figure_queries, "count_by", late)
    assert figure_queries.read_figures(made_on=TODAY)["stages"].base == 1


@pytest.mark.demand("GOV-10")
def test_sums_that_never_agree_are_an_error_and_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure_queries, "count_by", lambda column, wanted: {"harassment_2": 3})
    with pytest.raises(FiguresError, match="Class now: Harassment"):
        figure_queries.read_figures(made_on=TODAY)


@pytest.mark.demand("GOV-10")
@pytest.mark.parametrize("table", figure_queries.TABLES, ids=lambda table: table.name)
def test_no_two_codes_of_a_table_have_the_same_name(table: figure_queries.Table) -> None:
    names = ["Not recorded", *(code.label for code in table.codes)]
    assert len(set(names)) == len(names)


@pytest.mark.demand("REC-12", "GOV-06")
@pytest.mark.parametrize(
    ("without", "with_one", "base"),
    [(6, 7, 7), (6, 0, 0), (0, 7, 7), (4, 7, 11), (6, 4, 10)],
    ids=["left out", "all left out", "none to leave out", "too few to leave out", "too few that remain"],
)
def test_reports_without_an_outcome_are_left_out_of_the_shares_and_their_number_is_said(
    monkeypatch: pytest.MonkeyPatch, without: int, with_one: int, base: int
) -> None:
    counts = {code: count for code, count in (("", without), ("16", with_one)) if count}

    def count(column: str, wanted: Wanted) -> Mapping[str, int]:
        return counts if column == "outcome" else {"": without + with_one}

    monkeypatch.setattr(figure_queries, "count_by", lambda column, wanted: _as_domestic(column, count(column, wanted)))
    monkeypatch.setattr(figure_queries, "count_reports", lambda wanted: without + with_one)
    outcomes = figure_queries.read_figures(made_on=TODAY)["outcomes"]
    assert outcomes.base == base
    said = f"{without:,} without one yet are left out, of the base too."
    assert (said in outcomes.about.caveats) is (base < without + with_one)


def _as_domestic(column: str, counts: Mapping[str, int]) -> Mapping[object, int]:
    return {key or None: count for key, count in counts.items()} if column == "domestic" else counts


@pytest.mark.demand("REC-05", "REC-06", "REC-13")
def test_channels_reporters_relationships_and_domestic_abuse_are_counted_whole(sections: dict[str, Section]) -> None:
    for name in ("How reports were made", "Who reported", "What the suspect is to the victim", "Domestic abuse"):
        assert sum(int(count.text) for _, count, _ in sections[name].listing.rows) == 5


def taken(count: int, *, restricted: int = 0, duplicates: int = 0, day: str = "2024-03-04", first: int = 0) -> None:
    """So many reports, the first of them restricted, the last of them duplicates of the very first."""
    names = [f"report:s{number}" for number in range(first, first + count)]
    drafts = [draft("report.made", None, name, f"person:v-{name[7:]}", happened=day) for name in names]
    drafts += [draft("report.restricted", {"reason": "covert"}, name, happened=day) for name in names[:restricted]]
    for name in names[count - duplicates :]:
        drafts.append(draft("report.linked", {"why": "same_incident"}, name, ("other_report", names[0])))
    flow.take_in(drafts, by="tests")


def open_page(path: str, role: str = "analyst") -> HttpResponse:
    client = Client()
    user = User.objects.filter(username=f"{role}-1").first() or make_user(role)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(path)


@pytest.mark.demand("REC-15")
class TestTheSampleDiagram:
    PAGE = "/figures/sample/"

    def test_says_how_many_were_taken_removed_and_left(self) -> None:
        taken(20, restricted=2, duplicates=3)
        page = open_page(self.PAGE)
        assert rows_of(page, "Steps") == [
            ["Taken", "20", "20"],
            ["Removed as restricted", "−2", "18"],
            ["Removed as duplicates", "−3", "15"],
            ["Left", "–", "15"],
        ]
        said = "20 reports taken, 2 removed as restricted, 3 removed as duplicates: 15 left."
        assert said in text_of(page)
        assert f'<desc id="sample-desc">{said}</desc>' in page.content.decode()
        assert "Base: 20 reports. The rows add up to it." in text_of(page)

    def test_a_report_that_is_both_is_removed_once(self) -> None:
        taken(9, restricted=9, duplicates=4)
        assert rows_of(open_page(self.PAGE), "Steps")[1:] == [
            ["Removed as restricted", "−9", "0"],
            ["Removed as duplicates", "0", "0"],
            ["Left", "–", "0"],
        ]

    def test_a_duplicate_that_is_taken_apart_again_is_left(self) -> None:
        taken(6, duplicates=1)
        link = RecordEntry.objects.get(kind="report.linked")
        gone = Draft("entry.withdrawn", {"why": "Another day."}, (), "2024-05-01", "northmoor", "tests", "w", link.id)
        flow.take_in([gone], by="tests")
        assert rows_of(open_page(self.PAGE), "Steps")[-1] == ["Left", "–", "6"]

    def test_stands_on_the_desk_as_picture_and_table(self) -> None:
        taken(20, duplicates=6)
        desk = open_page("/")
        assert rows_of(desk, "Steps")[-1] == ["Left", "–", "14"]
        assert 'aria-labelledby="sample-title"' in desk.content.decode()
        assert self.PAGE in links_of(desk)

    def test_can_be_of_the_reports_of_some_months(self) -> None:
        taken(8, duplicates=2)
        taken(5, first=100, day="2024-05-31")
        page = open_page(f"{self.PAGE}?from=March+2024&to=2024-04")
        assert rows_of(page, "Steps")[0] == ["Taken", "8", "8"]
        assert "Reports made from Friday 1 March 2024 to Tuesday 30 April 2024." in text_of(page)
        assert "/figures/sample.csv" not in links_of(page), "a part of them would tell about the rest"
        assert rows_of(open_page(f"{self.PAGE}?from=2024-05&to=2024-05"), "Steps")[0][1] == "5"
        assert rows_of(open_page(self.PAGE), "Steps")[0][1] == "13"

    @pytest.mark.parametrize("query", ["from=soon&to=2024", "from=2024-05", "from=2024-06&to=2024-05", "until=2024"])
    def test_months_that_cannot_be_read_are_said(self, query: str) -> None:
        assert open_page(f"{self.PAGE}?{query}").status_code == 400
        assert open_page(f"/figures/sample.csv?{query}").status_code == 400

    @pytest.mark.demand("GOV-06", "GOV-10")
    def test_the_download_has_the_same_steps(self) -> None:
        taken(40, restricted=5, duplicates=7)
        assert "/figures/sample.csv" in links_of(open_page(self.PAGE, "supervisor"))
        assert open_page("/figures/sample.csv?from=2024-03&to=2024-03", "supervisor").status_code == 400
        status, rows = download("sample")
        assert status == 200
        assert rows[rows.index([]) + 1 :] == [
            ["Step", "Reports", "Share of base"],
            ["Left", "28", "70%"],
            ["Removed as duplicates", "7", "18%"],
            ["Removed as restricted", "5", "13%"],
        ]
        assert AccessLog.objects.filter(action="figures_csv", why="Figures: sample").exists()

    @pytest.mark.demand("GOV-06")
    @pytest.mark.parametrize("more", [{"restricted": 1, "duplicates": 6}, {"restricted": 20, "duplicates": 4}])
    def test_with_a_small_count_there_is_no_download(self, more: dict[str, int]) -> None:
        taken(20, **more)
        page = open_page(self.PAGE)
        assert "/figures/sample.csv" not in links_of(page)
        assert "so small that it could point at somebody" in text_of(page)
        answer = open_page("/figures/sample.csv")
        assert (answer.status_code, answer.headers["Location"]) == (302, self.PAGE)

    def test_is_for_those_who_see_figures(self) -> None:
        for role in Role:
            allowed = role in MAY[Permission.INSIGHT][1]
            assert open_page(self.PAGE, role).status_code == (200 if allowed else 403), role

    def test_of_nothing_says_what_it_would_hold(self) -> None:
        page = open_page(self.PAGE)
        assert "No report is on the record." in text_of(page)
        assert "<svg xmlns" not in page.content.decode().split("<main")[1]
