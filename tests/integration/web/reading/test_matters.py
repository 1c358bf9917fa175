"""The pages of a report, a person and an entry."""

from __future__ import annotations

import pytest

from tests.entries import draft
from tests.integration.web.reading.conftest import Read
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.whole_case import NAME, R1, R2, SUSPECT, SUSPECT_NAME, VICTIM
from unbroken.access.models import AccessLog
from unbroken.flow import take_in
from unbroken.record.entries import Entry

pytestmark = pytest.mark.usefixtures("case")


class TestAReport:
    PAGE = "/reports/nm-r2/"

    @pytest.mark.demand("REC-04")
    def test_shows_every_class_with_who_gave_it_and_why(self, read: Read) -> None:
        assert rows_of(read(self.PAGE), "Every class it was given") == [
            [
                "Thursday 4 January 2024",
                "Harassment (s.2)",
                "Initial, by the officer or call handler Police",
                "Recorded as one message at first.",
            ],
            [
                "Friday 5 January 2024",
                "Stalking: fear of violence (s.4A(i))",
                "Specialist review Police",
                "Course of conduct found; Read with the report of 2023 it is a course of conduct.",
            ],
        ]

    def test_begins_with_where_it_stands(self, read: Read) -> None:
        text = text_of(read(self.PAGE))
        assert "Class now Stalking: fear of violence (s.4A(i)) First: Harassment (s.2)" in text
        assert "Held to be stalking since Friday 5 January 2024 1 day after the report" in text
        assert "Where it stands Charged Since Tuesday 9 January 2024" in text
        assert "Officer in the case officer Team Stalking team Stalking single point of contact not recorded" in text
        assert "First arrest 2 days after the report First interview not recorded" in text

    @pytest.mark.demand("REC-09")
    def test_says_what_needs_a_second_look_and_what_would_settle_it(self, read: Read) -> None:
        assert rows_of(read(self.PAGE), "What needs a second look") == [
            [
                "Stalking with no effect on the victim recorded",
                "It is classed as stalking and no effect on the victim is recorded. Ask the victim, and record the "
                "answer, or that you asked.",
            ]
        ]

    def test_names_the_people_even_where_another_report_described_them(self, read: Read) -> None:
        people = rows_of(read(self.PAGE), "People")
        assert [row[:2] for row in people] == [["A. Tregarth", "Suspect"], [NAME, "Victim"]]

    @pytest.mark.demand("CPS-01")
    def test_follows_evidence_charge_and_hearing(self, read: Read) -> None:
        page = read(self.PAGE)
        evidence = ["Suspect's device", "Obtained", "Sunday 7 January 2024", "Tuesday 20 February 2024"]
        assert rows_of(page, "Evidence") == [evidence]
        [charge] = rows_of(page, "Charges")
        assert charge[:2] == ["Stalking: fear of violence (s.4A(i))", "Tuesday 9 January 2024"]
        assert rows_of(page, "Hearings")[0][:3] == ["Friday 5 March 2027", "Trial Northmoor Crown Court", "Listed"]

    def test_knows_an_order_whole_that_was_granted_in_another_report(self, read: Read) -> None:
        assert rows_of(read(self.PAGE), "Protective orders") == [
            [
                "Non-molestation order Northmoor Family Court",
                "In force Served",
                "Tuesday 1 August 2023 to Thursday 1 August 2030",
                "1 breach",
            ]
        ]

    def test_says_how_the_victim_left(self, read: Read) -> None:
        text = text_of(read("/reports/nm-r1/"))
        assert "The victim withdrew Wednesday 28 June 2023" in text
        assert "statement taken: no" in text
        assert "Outcome Outcome 16:" in text

    def test_leads_to_the_journey_and_to_linked_reports(self, read: Read) -> None:
        assert {"/journeys/nm-v1/", "/reports/nm-r1/"} <= links_of(read(self.PAGE))

    def test_as_known_before_it_was_made_is_empty(self, read: Read) -> None:
        page = read(self.PAGE, known="2023-12-31")
        assert page.status_code == 200
        assert "Nothing is recorded yet" in text_of(page)
        assert "NM/2024/0022" not in text_of(page)

    @pytest.mark.demand("REC-15")
    def test_that_is_restricted_says_whom_to_ask_and_nothing_else(self, read: Read) -> None:
        take_in([draft("report.restricted", {"reason": "covert"}, ("report", R2))], by="tests")
        page = read(self.PAGE, role="officer")
        assert page.status_code == 403
        assert "This report is restricted. Ask a supervisor or a specialist reviewer." in text_of(page)
        assert "NM/2024" not in text_of(page)
        assert AccessLog.objects.filter(refused=True, action="report", objects_named__object=R2).exists()
        assert "Restricted Only supervisors and specialist reviewers can open it." in text_of(read(self.PAGE))

    @pytest.mark.parametrize(
        ("role", "offered"),
        [
            ("officer", {"incident", "class", "allocation", "contact", "withdrawal", "closing"}),
            ("advocate", {"incident", "contact", "withdrawal"}),
            ("prosecutor", {"charge", "hearing", "contact", "sentence"}),
            ("health", set()),
        ],
    )
    def test_offers_only_what_the_role_may_record(self, read: Read, role: str, offered: set[str]) -> None:
        forms = {"incident", "class", "allocation", "contact", "withdrawal", "closing", "charge", "hearing", "sentence"}
        links = {href.split("/")[-2] for href in links_of(read(self.PAGE, role=role)) if href.startswith(self.PAGE)}
        expected = offered | ({"charge"} if role == "officer" else set())
        assert links & forms == expected


class TestAPerson:
    def test_shows_what_each_source_said_side_by_side(self, read: Read) -> None:
        rows = {row[0]: row[1:] for row in rows_of(read("/people/nm-s1/"), "Descriptions 1 to 2 of 2")}
        assert rows["Names sources differ"] == ["A. Tregarth", SUSPECT_NAME]
        assert rows["Date of birth"] == ["Monday 11 February 1985", "not recorded"]
        assert rows["Identifiers"] == ["Instagram: @northern_kite", "Vehicle registration: NM17 XYZ"]
        assert rows["Flags"] == ["not recorded", "Mental health: yes, says the victim"]

    def test_shows_the_parts_in_reports_orders_and_relationships(self, read: Read) -> None:
        page = read("/people/nm-s1/")
        assert [row[:2] for row in rows_of(page, "Reports")] == [
            ["NM/2024/0022", "Suspect"],
            ["NM/2023/0417", "Suspect"],
        ]
        assert rows_of(page, "Relationships") == [[NAME, "Victim", "Ex-partner", "Tuesday 20 June 2023"]]
        assert rows_of(page, "Protective orders")[0][0].startswith("Non-molestation order")

    @pytest.mark.demand("VIC-09")
    def test_puts_the_safe_contact_rule_first_for_those_who_may_know_it(self, read: Read) -> None:
        assert "Safe contact Channels: Phone Never: No messages left at her work." in text_of(read("/people/nm-v1/"))
        assert "4 Quay Row" in text_of(read("/people/nm-v1/", role="officer"))
        withheld = text_of(read("/people/nm-v1/", role="prosecutor"))
        assert "No messages left" not in withheld
        assert "4 Quay Row" not in withheld
        assert "not shown to your role" in withheld

    def test_does_not_show_a_suspects_health_to_an_advocate(self, read: Read) -> None:
        assert "Mental health" not in text_of(read("/people/nm-s1/", role="advocate"))

    def test_gives_no_score(self, read: Read) -> None:
        assert "score" not in text_of(read("/people/nm-s1/")).lower()

    @pytest.mark.demand("LNK-01")
    def test_under_two_names_is_one_page_with_how_surely_they_were_joined(self, read: Read) -> None:
        body = {"role_here": "suspect", "names": [{"text": "Al"}]}
        link = {"basis": "model", "score": 0.973, "model_version": "3"}
        pair = (("person", SUSPECT), ("other_person", "person:nm-s0"))
        described = draft("person.described", body, ("person", "person:nm-s0"), happened="2024-05-01")
        take_in([described, draft("identity.linked", link, *pair, happened="2024-05-02")], by="tests")
        for page in (read("/people/nm-s1/"), read("/people/nm-s0/")):
            assert "Descriptions 1 to 3 of 3" in page.content.decode()
            assert any("Linkage model, 97% sure" in row[2] for row in rows_of(page, "What was joined"))

    @pytest.mark.demand("REC-15")
    def test_known_only_from_something_restricted_is_not_shown(self, read: Read) -> None:
        for report in (R1, R2):
            take_in([draft("report.restricted", {"reason": "covert"}, ("report", report))], by="tests")
        page = read("/people/nm-s1/", role="officer")
        assert SUSPECT_NAME not in text_of(page)
        assert read("/people/nm-s1/", role="supervisor").status_code == 200

    def test_nobody_knows_is_not_found(self, read: Read) -> None:
        assert read("/people/nobody/").status_code == 404


class TestAnEntry:
    def page(self, read: Read, entry: Entry, role: str = "officer") -> str:
        return text_of(read(f"/entries/{entry.id}/", role=role))

    def test_shows_every_field_and_names_what_nobody_recorded(self, read: Read, case: dict[str, Entry]) -> None:
        text = self.page(read, case["breach"])
        assert "Words of the threat You will not get away a second time." in text
        assert "Not recorded: 12 fields" in text or "Not recorded:" in text
        assert "That nobody recorded them does not mean no." in text

    def test_shows_both_clocks_and_when_it_was_taken_in(self, read: Read, case: dict[str, Entry]) -> None:
        text = self.page(read, case["calls"])
        assert "It happened February 2023 (known only to the month)" in text
        assert "It was recorded Monday 17 April 2023, 10:30am (48 days (about 7 weeks) after it happened)" in text
        assert "It was taken into Unbroken" in text

    def test_shows_its_place_in_the_chain(self, read: Read, case: dict[str, Entry]) -> None:
        entry = case["calls"]
        text = self.page(read, entry)
        assert f"entry {entry.seq} in the book of northmoor" in text
        assert all(digest in text for digest in (entry.body_digest, entry.prev, entry.digest))

    @pytest.mark.demand("REC-04")
    def test_that_was_corrected_shows_what_was_and_what_is_and_leads_both_ways(
        self, read: Read, case: dict[str, Entry]
    ) -> None:
        text = self.page(read, case["gate"])
        assert "Corrected" in text
        assert "Asked the suspect to stop; Blocked the suspect Police had warned the suspect" in text
        correction = read(f"/entries/{case['gate-again'].id}/")
        assert f"/entries/{case['gate'].id}/" in links_of(correction)
        assert "He was warned by police, not asked." in text_of(correction)

    def test_that_was_withdrawn_says_so_and_offers_no_correction(self, read: Read, case: dict[str, Entry]) -> None:
        page = read(f"/entries/{case['parcel'].id}/", role="officer")
        assert "Withdrawn from the record" in text_of(page)
        assert "The parcel was from her sister." in text_of(page)
        assert not any("correct" in href for href in links_of(page))
        assert any("correct" in href for href in links_of(read(f"/entries/{case['calls'].id}/", role="officer")))

    def test_of_another_agency_cannot_be_corrected_from_here(self, read: Read, case: dict[str, Entry]) -> None:
        assert not any("correct" in href for href in links_of(read(f"/entries/{case['order'].id}/", role="officer")))

    def test_that_was_erased_keeps_its_header(self, read: Read, case: dict[str, Entry]) -> None:
        body = {"ground": "court_order", "authorised_by": "A judge"}
        erasure = draft("body.erased", body, happened="2024-06-01", corrects=case["interview"].id)
        take_in([erasure], by="tests")
        text = self.page(read, case["interview"])
        assert "What it said was erased by law. Only the header remains" in text
        assert "court order" in text
        assert case["interview"].digest in text

    @pytest.mark.parametrize(("role", "status"), [("officer", 403), ("specialist_reviewer", 200)])
    def test_that_is_clinical_is_held_by_health(
        self, read: Read, case: dict[str, Entry], role: str, status: int
    ) -> None:
        page = read(f"/entries/{case['programme'].id}/", role=role)
        assert page.status_code == status
        assert ("held by health and not shown to your role" in text_of(page)) == (status == 403)

    def test_names_people_and_the_report_by_what_they_are_called(self, read: Read, case: dict[str, Entry]) -> None:
        text = self.page(read, case["gate"])
        assert f"Report NM/2023/0417 Suspect A. Tregarth Victim {NAME}" in text

    def test_raw_is_what_is_stored(self, read: Read, case: dict[str, Entry]) -> None:
        assert f'"object": "{VICTIM}"' in self.page(read, case["gate"])

    def test_that_does_not_exist_is_not_found(self, read: Read) -> None:
        assert read("/entries/00000000-0000-7000-8000-000000000000/").status_code == 404
        assert read("/entries/x/").status_code == 404
