from __future__ import annotations

import pytest

from unbroken.web.recording.suggested import added, suggest_for_all, suggest_on
from unbroken.web.recording.suggesting import LONGEST, MOST, Source, Suggestions, read_all, suggest

WATCHED = "He sat outside in his car all night."
TOLD = "She told him to stop. She is scared to go out."


def suggestions(text: str, raw: dict | None = None, asked: tuple[str, ...] = ("behaviours",), **more) -> Suggestions:
    return suggest(read_all([Source(text, "account", "the account")]), raw=raw or {}, asked=asked, **more)


@pytest.mark.demand("REC-01")
def test_a_behaviour_is_suggested_with_the_words_that_say_so():
    [one] = (one for one in suggestions(WATCHED).behaviours if one.code == "following_surveillance")
    assert one.text == "Following, watching or loitering"
    [heard] = one.heard
    assert heard.quote.text == WATCHED
    assert (heard.quote.before, heard.called) == ("He ", "the account")
    assert heard.quote.words.startswith("sat outside")


@pytest.mark.parametrize(
    "text",
    [
        "He did not follow her.",
        "He has never followed her home.",
        "He denies following her.",
        "She is afraid that he will follow her.",
        "If he follows her she will call.",
        "",
        "   \n ",
    ],
)
def test_what_is_denied_or_only_feared_is_not_suggested(text):
    assert suggestions(text).behaviours == ()


def test_what_is_ticked_here_or_elsewhere_is_not_suggested():
    ticked = {"behaviours": ["following_surveillance", "attends_home"]}
    assert suggestions(WATCHED, ticked).behaviours == ()
    assert suggestions(WATCHED, taken=ticked["behaviours"]).behaviours == ()


def test_nothing_is_suggested_where_it_is_not_asked():
    assert suggestions(WATCHED + TOLD, asked=("narrative",)) == Suggestions()


def test_many_places_are_counted_and_two_are_quoted():
    [one] = (one for one in suggestions(f"{WATCHED} " + "He followed her home. " * 5).behaviours
             if one.code == "following_surveillance")  # fmt: skip
    first, second = (heard.quote.words for heard in one.heard)
    assert (first[:11], second) == ("sat outside", "followed her home")
    assert one.further == 0, "the same sentence again says nothing more"


@pytest.mark.parametrize(
    ("text", "question", "said", "answers"),
    [
        ("She told him to stop.", "told", "The other person may have been told to stop", ["asked_to_stop"]),
        ("She blocked him.", "told", "The other person may have been blocked", ["blocked"]),
        ("She is scared.", "effects", "The victim may be afraid", ["fear"]),
        ("She has moved house because of it.", "effects", "Something may have been changed in everyday life",
         ["moved_home"]),
        ("He has a restraining order.", "orders_in_force", "There may have been an order or bail", ["bail"]),
        ("It is escalating.", "escalating", "It may be getting worse", ["no"]),
        ("They split up in May.", "relationship", "They may have been partners", ["ex_partner"]),
        ("He rang her 40 times.", "times", "It may have been this often", ["40"]),
    ],
)  # fmt: skip
def test_what_else_is_told_stands_at_its_question_until_that_is_answered(text, question, said, answers):
    asked = ("behaviours", question)
    assert said in [one.text for one in suggestions(text, asked=asked).facts[question]]
    assert said not in [one.text for one in suggestions(text, {question: answers}, asked).facts.get(question, ())]


def test_a_number_of_one_is_no_answer_to_how_often():
    assert suggestions("He sent one message.", asked=("times",)).facts == {}


def test_only_so_much_is_read_and_that_is_said():
    filler = "x " * (LONGEST // 2)
    late = suggestions(filler + WATCHED)
    assert (late.behaviours, late.is_cut) == ((), True)
    assert not suggestions(WATCHED).is_cut
    many = read_all(Source("word " * (LONGEST // 5), "account", "") for _ in range(MOST // LONGEST + 1))
    assert (len(many.told), many.is_cut) == (MOST // LONGEST, True)


ANSWERS = {
    "account": {"narrative": [f"{WATCHED} {TOLD}"]},
    "incident-1": {"behaviours": ["calls_texts"], "narrative": ["He let down her tyres."]},
}


def test_beside_an_incident_stands_what_its_words_and_the_account_tell():
    found = suggest_on("incident-1", ANSWERS, asked=("behaviours", "narrative", "times"))
    assert [(one.code, one.heard[0].called) for one in found.behaviours] == [
        ("following_surveillance", "the account"),
        ("property_damage", "what is typed here"),
    ]


def test_beside_a_new_incident_stands_only_what_no_other_has():
    answers = {**ANSWERS, "incident-1": {"behaviours": ["following_surveillance", "attends_home"]}}
    assert suggest_on("incident-2", answers, asked=("behaviours",)).behaviours == ()


def test_a_page_that_asks_for_nothing_told_reads_nothing():
    assert suggest_on("victim", ANSWERS, asked=("given", "family")) == Suggestions()
    assert "told" in suggest_on("before", ANSWERS, asked=("told", "escalating")).facts


def test_what_only_the_account_tells_goes_to_the_one_incident_there_is():
    whole = suggest_for_all(ANSWERS)
    [one] = whole.incidents
    assert {each.code for each in one.behaviours} == {"following_surveillance", "property_damage"}
    assert whole.account == ()
    assert [(each.slug, each.question) for each in whole.unanswered] == [("before", "told"), ("impact", "effects")]


def test_of_several_incidents_only_a_person_can_say_which():
    whole = suggest_for_all({**ANSWERS, "incident-2": {"behaviours": ["theft"]}})
    assert [(one.number, [each.code for each in one.behaviours]) for one in whole.incidents] == [
        (1, ["property_damage"])
    ]
    assert {one.code for one in whole.account} == {"following_surveillance"}


def test_nothing_told_is_nothing_to_look_at():
    assert not suggest_for_all({"incident-1": {"behaviours": ["theft"]}}).is_anything


def test_only_known_behaviours_are_added_to_incidents_that_are_there():
    raw = {"add-incident-1": ["theft", "theft", "calls_texts", "no-such"], "add-incident-9": ["theft"]}
    assert added(raw, ANSWERS) == {"incident-1": {**ANSWERS["incident-1"], "behaviours": ["calls_texts", "theft"]}}
    assert added({"add-incident-1": ["calls_texts"]}, ANSWERS) == {}
