from __future__ import annotations

import re
from html import unescape

import pytest

from tests.integration.web.recording.conftest import ANSWERS, errors_in, form_id_in
from tests.integration.web.recording.test_amending import typed_in
from unbroken.record.queries import count, entries_about
from unbroken.web.models import BegunForm
from unbroken.web.recording.suggested import NOT_IN_AN_INCIDENT, NOT_LOOKED_AT

pytestmark = pytest.mark.django_db

WATCHED = "He sat outside in his car all night. She told him to stop. She is scared to go out."
ACCOUNT = {"narrative": WATCHED, "said_stalking": "no"}
DAY = {"happened-day": "1", "happened-month": "5", "happened-year": "2025"}


def at(begun: str, slug: str) -> str:
    return f"/reports/new/{begun}/{slug}/"


def boxes_in(answer, name: str) -> list[tuple[str, bool]]:
    """The suggested boxes of this name: what each would send, and whether it is ticked."""
    tags = re.findall(r"<input[^>]*>", answer.content.decode())
    found = [tag for tag in tags if f'name="{name}"' in tag and re.search(r'id="(suggested|add-)', tag)]
    return [(re.findall(r'value="([^"]*)"', tag)[0], " checked" in tag) for tag in found]


def text_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", "", answer.content.decode())).split())


def behaviours_of(report: str) -> list[list[str]]:
    return [one.body["behaviours"] for one in entries_about([f"report:{report}"]) if one.kind == "incident.recorded"]


@pytest.mark.demand("REC-01")
def test_after_the_account_the_incident_offers_what_it_tells_and_ticks_nothing(client, client_as, filled):
    begun = filled(client_as("officer"), account=ACCOUNT)
    page = client.get(at(begun, "incident-2"))
    assert boxes_in(page, "behaviours") == [("following_surveillance", False)]
    assert "Add: Following, watching or loitering “He sat outside in his car all night.” (the account)" in text_of(page)
    assert "<mark><strong>sat outside" in page.content.decode()
    assert "It may be wrong, and it misses things: you decide." in text_of(page)


def test_what_is_ticked_in_a_suggestion_is_an_answer_like_any_other(client, client_as, filled):
    begun = filled(client_as("officer"), account=ACCOUNT)
    typed = {**ANSWERS["incident-1"], "behaviours": ["calls_texts", "following_surveillance", "calls_texts"]}
    assert client.post(at(begun, "incident-1"), typed).status_code == 302
    again = client.get(at(begun, "incident-1"))
    assert boxes_in(again, "behaviours") == []
    client.post(at(begun, "check"))
    assert behaviours_of(begun) == [["calls_texts", "following_surveillance"]]


def test_what_else_is_told_stands_beside_its_question_and_fills_nothing_in(client, client_as, filled):
    begun = filled(client_as("officer"), account=ACCOUNT, before={}, impact={})
    before, impact = client.get(at(begun, "before")), client.get(at(begun, "impact"))
    assert "The other person may have been told to stop:" in text_of(before)
    assert "The victim may be afraid:" in text_of(impact)
    for page in (before, impact):
        assert "A suggestion from the words, which may be wrong." in text_of(page)
        assert " checked" not in page.content.decode()
    answered = client.post(at(begun, "before"), {"told": ["asked_to_stop"], "do": "look"})
    assert "may have been told to stop" not in text_of(answered)


def test_nothing_that_is_suggested_is_recorded_unless_somebody_takes_it_up(client, client_as, filled):
    begun = filled(client_as("officer"), account=ACCOUNT, before={}, impact={})
    assert client.post(at(begun, "check")).status_code == 302
    assert behaviours_of(begun) == [["calls_texts"]]
    assert [one for one in entries_about([f"report:{begun}"]) if one.kind == "impact.recorded"] == []


def test_the_check_page_says_what_is_told_and_not_answered(client, client_as, filled):
    begun = filled(client_as("officer"), account=ACCOUNT, before={}, impact={})
    page = client.get(at(begun, "check"))
    assert boxes_in(page, "add-incident-1") == [("following_surveillance", False)]
    content = page.content.decode()
    assert f'href="{at(begun, "before")}?change=1#told"' in content
    assert f'href="{at(begun, "impact")}?change=1#effects"' in content
    assert "You decide: what you leave is not recorded." in text_of(page)


def test_what_is_added_on_the_check_page_can_be_checked_again_before_it_is_recorded(client, client_as, filled):
    begun = filled(client_as("officer"), account=ACCOUNT)
    ticked = {"add-incident-1": ["following_surveillance"], "do": "add"}
    again = client.post(at(begun, "check"), ticked, follow=True)
    assert count() == 0
    assert "What you ticked is added below. Nothing is recorded yet." in text_of(again)
    assert boxes_in(again, "add-incident-1") == []
    client.post(at(begun, "check"))
    assert behaviours_of(begun) == [["calls_texts", "following_surveillance"]]


def test_what_is_ticked_on_the_check_page_is_recorded_with_the_rest(client, client_as, filled):
    begun = filled(client_as("officer"), account=ACCOUNT)
    client.post(
        at(begun, "check"), {"add-incident-1": ["following_surveillance", "no-such"], "add-incident-7": ["theft"]}
    )
    assert behaviours_of(begun) == [["calls_texts", "following_surveillance"]]


def test_a_box_that_nobody_ticked_adds_nothing_and_says_so(client, client_as, filled):
    begun = filled(client_as("officer"), account=ACCOUNT)
    again = client.post(at(begun, "check"), {"do": "add"}, follow=True)
    assert "Nothing was ticked, so nothing was added." in text_of(again)


def test_what_is_ticked_is_kept_where_something_is_still_to_be_answered(client, client_as, filled):
    begun = filled(client_as("officer"), account=ACCOUNT)
    row = BegunForm.objects.get(pk=begun)
    BegunForm.objects.filter(pk=begun).update(answers={k: v for k, v in row.answers.items() if k != "class"})
    refused = client.post(at(begun, "check"), {"add-incident-1": ["following_surveillance"]})
    assert refused.status_code == 422
    assert boxes_in(refused, "add-incident-1") == []
    assert count() == 0


def test_a_report_whose_words_say_no_more_has_nothing_to_look_at(client, client_as, filled):
    begun = filled(client_as("officer"), account={"narrative": "Nothing more was said."})
    assert "What the words may also say" not in text_of(client.get(at(begun, "check")))


HOSTILE = "<script>alert(1)</script> He followed her home <b>twice</b> \u202eדנה\u202c."


def test_words_are_shown_as_words_whatever_they_hold(client, client_as, filled):
    begun = filled(client_as("officer"), account={"narrative": HOSTILE})
    for slug in ("incident-1", "check"):
        content = client.get(at(begun, slug)).content.decode()
        assert "<mark><strong>followed her home</strong></mark> &lt;b&gt;twice&lt;/b&gt;" in content
        assert "<bdi>" in content
        assert "<script>alert" not in content
        assert "\u202e" not in content


def test_a_very_long_text_is_read_in_part_and_that_is_said(client, client_as, filled):
    begun = filled(client_as("officer"), account={"narrative": "He followed her. " + "She waited. " * 1_700})
    page = client.get(at(begun, "incident-1"))
    assert boxes_in(page, "behaviours") == [("following_surveillance", False)]
    assert "Only the beginning was read for suggestions." in text_of(page)


# -- an incident added to a report ----------------------------------------------------------------------------------


@pytest.fixture
def incident(client, report):
    """The form of an incident: `incident(answers)` sends it with its number."""
    address = f"/reports/{report}/incident/"
    opened = client.get(address)
    number = form_id_in(opened)
    chosen = r'<input[^>]*name="(subjects-[^"]*)"[^>]*value="([^"]*)"[^>]*checked'
    people = dict(re.findall(chosen, opened.content.decode()))

    def send(answers):
        return client.post(address, {"form_id": number, **people, **DAY, **answers})

    return send


@pytest.mark.demand("REC-01")
def test_an_incident_is_recorded_only_after_its_words_were_looked_at_once(client, report, incident):
    before = count()
    stopped = incident({"behaviours": ["calls_texts"], "narrative": WATCHED})
    assert stopped.status_code == 422
    assert errors_in(stopped) == [("#suggested", NOT_LOOKED_AT)]
    assert boxes_in(stopped, "behaviours") == [("following_surveillance", False)]
    assert 'name="suggested-shown" value="following_surveillance"' in stopped.content.decode()
    assert "The other person may have been told to stop:" in text_of(stopped)
    assert count() == before
    left = incident({"behaviours": ["calls_texts"], "narrative": WATCHED, "suggested-shown": "following_surveillance"})
    assert left.status_code == 302
    assert behaviours_of(report)[-1] == ["calls_texts"]


def test_what_is_taken_up_is_recorded_with_the_incident(report, incident):
    answers = {"behaviours": ["calls_texts", "following_surveillance"], "narrative": WATCHED}
    assert incident(answers).status_code == 302
    assert ["calls_texts", "following_surveillance"] in behaviours_of(report)


def test_words_that_say_no_more_stop_nobody(report, incident):
    assert incident({"behaviours": ["calls_texts"], "narrative": "He rang and hung up."}).status_code == 302


def test_a_button_reads_the_words_and_records_nothing(report, incident):
    before = count()
    looked = incident({"narrative": WATCHED, "do": "look"})
    assert looked.status_code == 200
    assert boxes_in(looked, "behaviours") == [("following_surveillance", False)]
    assert errors_in(looked) == []
    assert count() == before


def test_with_something_wrong_the_suggestions_stand_there_too(incident):
    wrong = incident({"narrative": WATCHED})
    assert ("#behaviours", "Select what was done") in errors_in(wrong)
    assert boxes_in(wrong, "behaviours") == [("following_surveillance", False)]


class TestCorrecting:
    """The words of an entry that is corrected are read as those of a new one: offered, and never ticked."""

    @staticmethod
    def entry_of(report: str, kind: str):
        return next(one for one in entries_about([f"report:{report}"]) if one.kind == kind)

    def correct(self, client, report: str, kind: str, **changes: list[str]):
        path = f"/entries/{self.entry_of(report, kind).id}/correct/"
        typed = typed_in(client.get(path))
        return path, client.post(path, {**typed, "amendment_why": ["She said more."], **changes})

    def test_new_words_of_an_incident_offer_what_they_tell_once_and_tick_nothing(self, client, report):
        path, stopped = self.correct(client, report, "incident.recorded", narrative=[WATCHED])
        assert stopped.status_code == 422
        assert errors_in(stopped) == [("#suggested", NOT_LOOKED_AT)]
        assert boxes_in(stopped, "behaviours") == [("following_surveillance", False)]
        assert "Add: Following, watching or loitering" in text_of(stopped)
        check = client.post(path, typed_in(stopped))
        assert "Check the correction" in text_of(check)
        client.post(path, {**typed_in(check), "do": "record"})
        corrected = next(one for one in entries_about([f"report:{report}"]) if one.kind == "entry.corrected")
        assert corrected.body["body"]["behaviours"] == ["calls_texts"]

    def test_what_is_ticked_goes_into_the_correction(self, client, report):
        path, stopped = self.correct(client, report, "incident.recorded", narrative=[WATCHED])
        typed = typed_in(stopped)
        check = client.post(path, {**typed, "behaviours": [*typed["behaviours"], "following_surveillance"]})
        client.post(path, {**typed_in(check), "do": "record"})
        corrected = next(one for one in entries_about([f"report:{report}"]) if one.kind == "entry.corrected")
        assert corrected.body["body"]["behaviours"] == ["calls_texts", "following_surveillance"]

    def test_words_that_stood_there_stop_nobody_who_corrects_something_else(self, client, client_as, filled):
        typed = {**ANSWERS["incident-1"], "narrative": WATCHED}
        begun = filled(client_as("officer"), incident_1=typed)
        client.post(at(begun, "check"))
        page = client.get(f"/entries/{self.entry_of(begun, 'incident.recorded').id}/correct/")
        assert boxes_in(page, "behaviours") == [("following_surveillance", False)]
        _, check = self.correct(client, begun, "incident.recorded", times=["12"])
        assert "Check the correction" in text_of(check)

    def test_the_words_are_read_when_somebody_asks(self, client, report):
        _, looked = self.correct(client, report, "impact.recorded", words=["I am scared."], effects=[], do=["look"])
        assert looked.status_code == 200
        assert "The victim may be afraid: “I am scared.” (what is typed here)" in text_of(looked)

    def test_what_the_account_tells_and_no_incident_does_stands_beside_it(self, client, report):
        path, stopped = self.correct(client, report, "report.made", narrative=[f"He rang her. {WATCHED}"])
        assert stopped.status_code == 422
        assert errors_in(stopped) == [("#narrative", NOT_IN_AN_INCIDENT)]
        said = text_of(stopped)
        assert "Following, watching or loitering: “He sat outside in his car all night.”" in said
        assert "Calls or texts:" not in said
        assert f'href="/reports/{report}/incident/"' in stopped.content.decode()
        check = client.post(path, typed_in(stopped))
        assert "Check the correction" in text_of(check)
