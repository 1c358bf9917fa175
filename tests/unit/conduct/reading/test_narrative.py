"""What is read from narratives: in what light it is said, by whom it was done, and hostile texts."""

from __future__ import annotations

import pytest

from unbroken.conduct.reading import narrative, words

pytestmark = pytest.mark.demand("RCG-03", "RCG-08")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("IP STS SUSP FOLLOWED HER HOME FROM WORK", {"following_surveillance"}),
        ("He has been following me since March.", {"following_surveillance"}),
        ("The suspect denies following her.", set()),
        ("He did not follow her.", set()),
        ("No threats were made.", set()),
        ("She is scared that he will follow her.", set()),
        ("If he follows me again I will ring you.", set()),
        ("I followed him home to talk.", set()),
        ("Officers followed the suspect home.", set()),
        ("She was followed home by the suspect.", {"following_surveillance"}),
        ("He would not stop calling me.", {"calls_texts"}),
        ("She told him to stop calling her.", {"calls_texts"}),
        ("You have telephoned our client nine times and you have written to our client.", {"calls_texts"}),
        ("He said he would kill her.", {"threats_harm"}),
        ("He said that he would kill himself.", {"threats_self_harm"}),
        ("He said he'd punch her.", {"threats_harm"}),
        ("He punched her in the face.", {"physical_violence"}),
        ("I called the police.", set()),
        ("The order forbids him from following her or ringing her.", set()),
        ("Operator: Has he threatened you? Caller: No.", set()),
        ("He asked for no more contact but he has rung her.", {"calls_texts"}),
        ("There is no evidence that he rang her.", set()),
        ("He said that he would follow her.", set()),
        ("He would follow her.", {"following_surveillance"}),
        ("I received calls from him.", {"calls_texts"}),
        ("He received calls from the victim.", set()),
        ("I sent him a message.", set()),
        ("He sent her messages on Facebook.", {"online_contact"}),
        ("She works in a shop. He came in the shop every day.", {"attends_work"}),
        ("She was repeatedly followed home.", {"following_surveillance"}),
        ("He's rung her.", {"calls_texts"}),
        ("A man called Perkins lives there.", set()),
        ("He called his wife a liar.", {"face_to_face"}),
        ("He switched to her choir and sat at the next table.", {"following_surveillance"}),
        ("He clicked a lighter at her.", {"threats_harm"}),
        ("He told the caretaker that they were engaged.", {"third_party"}),
        ("He drilled a hole through the fence.", {"following_surveillance", "property_damage"}),
        ("He knocked and asked where she was.", {"attends_home", "face_to_face"}),
        ("He knocked and asked by text where she was.", {"attends_home", "calls_texts"}),
        ("The suspect called the victim.", {"calls_texts"}),
    ],
)
def test_only_what_the_suspect_is_said_to_have_done_counts(text: str, codes: set[str]) -> None:
    assert narrative.read(text).codes == codes


def test_what_is_found_is_in_the_text_where_it_says() -> None:
    text = "She’s scared.  He’s been turning up at her house – three times – since they separated."
    found = narrative.read(text)
    said = (*found.behaviours, *found.facts)
    assert said
    assert all(text[one.start : one.end] == one.text for one in said)
    assert (found.fact("fear"), found.fact("incident_count"), found.fact("relationship_ended")) == (True, 3, True)


@pytest.mark.parametrize("text", ["", " \n\n ", "\x00\u202e", "😀" * 500, "." * 2000, "he " * 3000])
def test_hostile_texts_are_read_calmly(text: str) -> None:
    assert narrative.read(text).behaviours == ()


def test_what_is_beyond_the_longest_is_not_read() -> None:
    far = "x " * (words.LONGEST // 2) + "He followed me."
    assert narrative.read(far).behaviours == ()


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("He rang me.", None),
        ("He rings me.", True),
        ("He has been following her.", True),
        ("He sent her messages.", True),
        ("He sent her a message.", None),
        ("There were no further calls. He rang me.", False),
        ("On Monday he rang me. On Friday he followed me.", True),
        ("He rang me. That was on Monday. It was late.", None),
        ("He followed her. This went on for six weeks.", True),
    ],
)
def test_what_was_done_again_is_told_by_tense_number_and_time(text: str, repeated: bool | None) -> None:
    assert narrative.read(text).fact("repeated") == repeated
