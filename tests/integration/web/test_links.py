"""What joins the descriptions of a person: on their page, and as a picture with its tables."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.entries import draft
from tests.integration.web.reading.pages import links_of, rows_of, text_of
from tests.integration.web.test_review import JANE, JOAN, Open, answer, ask, described, held_now, take, users
from unbroken.access import commands
from unbroken.access.models import User

__all__ = ["ask", "users"]
pytestmark = pytest.mark.django_db
HOME = {"type": "address", "value": "12 Marked Street"}
AT_HOME = JANE | {"identifiers": [*JANE["identifiers"], HOME, {"type": "postcode", "value": "ZZ1 1AA"}]}
PICTURE = "/people/a/links/"


@pytest.fixture
def joined(db: None) -> None:
    take(described("a", "r1", AT_HOME), described("b", "r2", AT_HOME), described("c", "r3", JOAN))


@pytest.mark.demand("LNK-02")
@pytest.mark.usefixtures("joined")
class TestThePicture:
    def test_shows_descriptions_what_they_share_and_the_weakest_link(self, ask: Open) -> None:
        page = ask(PICTURE)
        [[both, ground, sure]] = rows_of(page, "Links")
        assert both == "Jane Whitlock (a) and Jane Whitlock (b)"
        assert ground.endswith("bits weakest")
        assert sure == "The model was more than 99.9% sure"
        assert [row[0] for row in rows_of(page, "Identifiers")] == ["Address 12, ZZ11AA", "Phone +447700900917"]
        assert rows_of(page, "Descriptions")[0] == [
            "Jane Whitlock a", "Northmoor Constabulary", "r1", "Address 12, ZZ11AA Phone +447700900917",
        ]  # fmt: skip
        assert "The weakest link that holds this person together" in text_of(page)
        assert page.content.count(b"<svg") >= 2

    def test_masks_what_a_role_may_not_see(self, ask: Open) -> None:
        page = ask(PICTURE, role="prosecutor")
        assert page.status_code == 200
        assert "ZZ11AA" not in page.content.decode()

    def test_names_no_hidden_report_and_counts_it(self, ask: Open) -> None:
        shut = draft("report.restricted", {"reason": "covert"}, "report:r2")
        take(draft("report.made", {"channel": "phone", "reported_by": "victim"}, "report:r2", "person:b"), shut)
        page = ask(PICTURE, role="officer")
        assert page.status_code == 200
        assert "r2" not in text_of(page).split()
        assert "1 description of this person not shown to you" in text_of(page)
        assert [row[0] for row in rows_of(page, "Descriptions")] == ["Jane Whitlock a"]
        assert [row[0] for row in rows_of(ask(PICTURE), "Descriptions")] == ["Jane Whitlock a", "Jane Whitlock b"]

    def test_of_somebody_named_in_a_hidden_report_alone_says_no_more_than_that(self, ask: Open) -> None:
        made = {"channel": "phone", "reported_by": "victim"}
        take(draft("report.made", made, "report:r3", "person:c"),
             draft("report.restricted", {"reason": "covert"}, "report:r3"))  # fmt: skip
        page = ask("/people/c/links/", role="officer")
        assert page.status_code == 403
        assert "only in a restricted report" in text_of(page)
        assert "Joan" not in page.content.decode()

    @pytest.mark.demand("REC-11")
    def test_of_somebody_closed_to_the_reader_is_not_there(self, ask: Open, users: dict[str, User]) -> None:
        ask(PICTURE)
        commands.declare_conflict(users["supervisor"], "person:b", why="His sister.", by="standards")
        assert ask(PICTURE).status_code == 404
        assert ask("/people/a/compare/").status_code == 404
        page = ask("/people/c/compare/", q="whitlock")
        assert rows_of(page, "Who was found") == []

    def test_asks_as_much_for_two_descriptions_as_for_many(self, ask: Open) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                assert ask(PICTURE).status_code == 200
            return len(captured)

        ask(PICTURE)
        few = queries()
        take(*(described(f"n{n}", f"rn{n}", AT_HOME) for n in range(12)))
        assert len(rows_of(ask(PICTURE), "Descriptions")) == 14
        assert queries() <= few + 2  # links are followed step by step


@pytest.mark.demand("LNK-01", "LNK-02")
@pytest.mark.usefixtures("joined")
class TestThePersonPage:
    def test_says_what_joins_the_descriptions_and_lets_some_decide_otherwise(self, ask: Open) -> None:
        page = ask("/people/a/")
        [[both, held, ground, _]] = rows_of(page, "What was joined")
        assert both == "Jane Whitlock (a) and Jane Whitlock (b) Look again, or say that they are not the same"
        assert held == "Held to be the same person"
        assert ground.startswith("Linkage model, +")
        assert "2 descriptions are held to be of this person. The weakest link" in text_of(page)
        assert {"/review/a/b/", "/people/a/links/", "/people/a/compare/"} <= links_of(page)
        waiting = rows_of(page, "Matches that wait for a decision")
        assert [row[1] for row in waiting] == ["Born on the same day, with different given names: it may be a twin"]

    def test_offers_no_decision_to_who_may_not_decide(self, ask: Open) -> None:
        page = ask("/people/a/", role="officer")
        assert not any(href.startswith("/review/") or href.endswith("/compare/") for href in links_of(page))
        assert "Waiting for a decision" not in text_of(page)
        assert "/people/a/links/" in links_of(page)

    def test_says_when_people_decided_everything(self, ask: Open) -> None:
        ask("/review/a/b/", answer("same", seen=held_now()))
        assert "People decided every link that holds this person together." in text_of(ask("/people/a/"))
        assert rows_of(ask(PICTURE), "Links")[0][1] == "A person or the source decided"

    def test_somebody_can_be_found_to_be_compared_with(self, ask: Open) -> None:
        page = ask("/people/c/compare/", q="whitlock")
        assert [row[0] for row in rows_of(page, "Who was found")] == ["Jane Whitlock a", "Jane Whitlock b"]
        assert "/review/a/c/" in links_of(page)
        assert "Nobody is found" in text_of(ask("/people/c/compare/", q="zzz"))
        assert ask("/people/nobody/compare/").status_code == 404
