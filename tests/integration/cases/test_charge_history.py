"""A charge history from the file to the page and the figures: imported once, linked by the PNC ID, told to few."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import orjson
import pytest
from django.test import Client

from tests.entries import MADE, draft
from tests.integration.web.reading.pages import rows_of, text_of
from tests.matter import make_user
from unbroken import flow
from unbroken.access.models import User
from unbroken.cases.suspect_figures import Suspect, read_suspects
from unbroken.exchange.importing import ImportReport, load_mapping, run_import
from unbroken.exchange.importing.mapping import SHIPPED
from unbroken.people.resolved import resolved
from unbroken.record.models import RecordEntry
from unbroken.vocabulary.offences import OFFENCES

EXAMPLE = Path(__file__).parents[3] / "docs/examples/charge-history"
CALLUM, PETRA, JOSEPH = "person:pnc-2009-0123456X", "person:pnc-2015-0765432Q", "person:pnc-2011-0345678M"
HIM, HER = "person:ch-him", "person:ch-her"
pytestmark = [pytest.mark.django_db, pytest.mark.demand("LNK-04")]


def take(path: Path = EXAMPLE, rejects: Path | None = None) -> ImportReport:
    return run_import((path,), take_in=flow.take_in_bulk, by="tests", mapping=load_mapping("pnc_like"), rejects=rejects)


def suspect(person: str, name: dict[str, str], pnc_id: str, report: str = "report:ch-1") -> None:
    """A suspect as an officer describes him in a report, with or without a PNC ID."""
    numbers = {"identifiers": [{"type": "pnc_id", "value": pnc_id}]} if pnc_id else {}
    body = {"role_here": "suspect", "names": [name], "date_of_birth": "1987-02-14", **numbers}
    made = draft("report.made", MADE, report, ("victim", HER), ("suspect", person))
    flow.take_in([made, draft("person.described", body, ("person", person), report)], by="tests")


def page(role: str, person: str = HIM) -> object:
    client = Client()
    user = User.objects.filter(role=role).first() or make_user(role)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(f"/people/{person.removeprefix('person:')}/history/")


class TestTheImport:
    def test_the_example_goes_in_whole_and_only_once(self) -> None:
        first = take()
        assert (first.read, first.rejected, first.recorded, first.notes) == (8, 0, 14, [])
        again = take()
        assert (again.recorded, again.duplicates) == (0, 14)

    def test_a_later_extract_adds_what_came_of_a_charge(self, tmp_path: Path) -> None:
        take()
        later = shutil.copytree(EXAMPLE, tmp_path / "later")
        offences = (later / "offences.csv").read_text().replace(",,,PENDING,", ",,02/02/2024,GUILTY,Fine")
        (later / "offences.csv").write_text(offences)
        report = take(later)
        assert (report.recorded, report.duplicates, report.rejected) == (1, 14, 0)

    def test_what_cannot_stand_is_rejected_with_its_reason(self, tmp_path: Path) -> None:
        broken = shutil.copytree(EXAMPLE, tmp_path / "broken")
        with (broken / "offences.csv").open("a") as file:
            file.write("1999/0000001Z,1,PH97006,Stalking,2020,,01/02/2020,Northmoor,,,PENDING,\n")
            file.write("2011/0345678M,2,PH97006,Stalking,2020,,01/02/2020,Northmoor,,01/03/2020,ABSCONDED,\n")
        out = tmp_path / "out.jsonl"
        report = take(broken, out)
        assert (report.read, report.rejected, report.recorded) == (10, 2, 14)
        found = [orjson.loads(line) for line in out.read_bytes().splitlines()]
        assert [(one["field"], one["line"]) for one in found] == [("PNCID", 7), ("DISPOSAL", 8)]

    def test_every_code_of_a_stalking_matter_is_known(self) -> None:
        mapping = tomllib.loads((SHIPPED / "pnc_like.toml").read_text())
        wanted = {
            code: offence.code
            for offence in OFFENCES
            if offence.group in ("stalking", "harassment", "order_breach", "linked")
            for code in offence.official_in("cjs_code")
        }
        assert mapping["codes"]["offences"]["values"] == wanted


class TestTheHistory:
    def test_the_national_record_is_joined_by_the_linkage_and_kept_apart_from_this_record(self) -> None:
        suspect(HIM, {"given": "Callum", "family": "Example"}, "2009/0123456X")
        take()
        assert set(resolved([HIM])[HIM].members) == {HIM, CALLUM}
        shown = page("officer")
        assert len(rows_of(shown, "Allegations")) == 1
        assert [row[:2] for row in rows_of(shown, "Earlier charges")] == [
            ["Another class Theft from a shop (TH68010)", "Tuesday 12 May 2009"],
            ["Harassment (s.2) Harassment without violence (PH97004)", "Tuesday 2 April 2019"],
            [
                "Stalking: fear of violence (s.4A(i)) Stalking involving fear of violence (PH97010)",
                "Tuesday 21 September 2021",
            ],
        ]
        assert [row[1] for row in rows_of(shown, "Earlier convictions")] == [
            "Wednesday 10 June 2009",
            "Thursday 20 June 2019",
        ]
        assert len(rows_of(shown, "Earlier charges that ended without a conviction")) == 1
        assert rows_of(shown, "Charges") == []
        assert "PNC ID: 2009/0123456X." in text_of(shown)
        assert "3 earlier charges, 2 of stalking or harassment." in text_of(shown)

    def test_no_id_an_id_without_a_history_and_an_empty_history_are_three_things(self) -> None:
        suspect(HIM, {"given": "Ulf", "family": "Nobody"}, "")
        suspect("person:ch-two", {"given": "Odd", "family": "Someone"}, "2001/0000009A", "report:ch-2")
        take()
        none, unread, empty = (text_of(page("officer", one)) for one in (HIM, "person:ch-two", PETRA))
        nothing_said = "No history was imported or looked up, so nothing here says that there is none."
        assert "No PNC ID is known of this person." in none
        assert nothing_said in none
        assert "PNC ID: 2001/0000009A." in unread
        assert nothing_said in unread
        assert "Nothing was found." in empty
        assert nothing_said not in empty

    @pytest.mark.parametrize(
        ("role", "shown"), [("officer", True), ("prosecutor", True), ("advocate", False), ("witness_care", False)]
    )
    def test_who_may_not_see_it_is_not_told_that_there_is_one(self, role: str, shown: bool) -> None:
        suspect(HIM, {"given": "Callum", "family": "Example"}, "2009/0123456X")
        take()
        flow.take_in(
            [
                draft("support.started", {"service": "paladin"}, ("victim", HER), agency="helpline"),
                draft("prosecution.submitted", {}, "report:ch-1", "prosecution:ch-1", ("suspect", HIM), agency="cps"),
            ],
            by="tests",
        )
        found = text_of(page(role))
        assert ("Earlier convictions" in found) is shown
        assert ("is not shown to your role." in found) is not shown
        if not shown:
            assert "criminal record" not in found
            assert "held by" not in found
            entry = RecordEntry.objects.filter(kind="antecedent.recorded").values_list("id", flat=True)[0]
            client = Client()
            client.force_login(User.objects.get(role=role), backend="django.contrib.auth.backends.ModelBackend")
            assert client.get(f"/entries/{entry}/").status_code == 404


class TestTheFigures:
    def test_people_are_counted_not_descriptions(self) -> None:
        suspect(HIM, {"given": "Callum", "family": "Example"}, "2009/0123456X")
        suspect("person:ch-again", {"given": "Callum", "family": "Example"}, "2009/0123456X", "report:ch-2")
        suspect("person:ch-ulf", {"given": "Ulf", "family": "Nobody"}, "", "report:ch-3")
        suspect("person:ch-odd", {"given": "Odd", "family": "Someone"}, "2001/0000009A", "report:ch-4")
        take()
        assert sorted(read_suspects(), key=repr) == sorted(
            [Suspect(True, True, 3, 2), Suspect(False, False, 0, 0), Suspect(True, False, 0, 0)], key=repr
        )

    def test_they_are_on_the_desk_of_the_analyst_with_what_must_be_known(self, client: Client) -> None:
        suspect(HIM, {"given": "Callum", "family": "Example"}, "2009/0123456X")
        take()
        client.force_login(make_user("analyst"), backend="django.contrib.auth.backends.ModelBackend")
        desk = client.get("/")
        assert rows_of(desk, "PNC ID and history") == [["PNC ID known, history imported", "1", "100%"]]
        assert "At least 2: 1 of 1 (100%). Not to be published." in text_of(desk)
        download = client.get("/figures/earlier-stalking-charges.csv").content.decode()
        assert "Base,fewer than 5 suspects" in download
        assert "At least" not in download
