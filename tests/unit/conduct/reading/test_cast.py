"""Who is who: by what they do, by what is said beside their names, by whom the text is addressed to; and who did it."""

from __future__ import annotations

import pytest

from unbroken.conduct.reading import narrative
from unbroken.conduct.reading.cast import SUSPECT, VICTIM, Cast
from unbroken.conduct.reading.words import Text

pytestmark = pytest.mark.demand("RCG-03")


@pytest.mark.parametrize(
    ("text", "victim", "suspect"),
    [
        ("Her ex-husband rings.", "f", "m"),
        ("He bombarded his former girlfriend.", "f", "m"),
        ("He hid a camera near his estranged wife.", "f", "m"),
        ("She reported it. He was jailed.", "f", "m"),
        ("She was followed home. He stalked again.", "f", "m"),
        ("A man told police. She stalked him.", "m", "f"),
        ("IP (F, 34) rang.", "f", ""),
        ("Suspect, a woman of 50.", "", "f"),
        ("They know each other.", "", ""),
        ("She has called the IP daily.", "", "f"),
        ("A man posted cards to her husband.", "", ""),
        ("She poured paint over her ex-husband.", "m", "f"),
    ],
)
def test_the_sexes_are_told_by_what_is_done_and_said(text: str, victim: str, suspect: str) -> None:
    assert Cast(Text(text)).sex == {VICTIM: victim, SUSPECT: suspect}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # The nearest person before a verb is not always who did it.
        ("I reported him ringing me.", {"calls_texts"}),
        ("I saw him from the bus, watching my window.", {"following_surveillance"}),
        ("He rings me when I am at work, sends me cards.", {"calls_texts", "letters_gifts"}),
        ("He got in when I was out and rang me.", {"calls_texts"}),
        ("She told police and he rang her.", {"calls_texts"}),
        ("Her ex-husband was asked for no more contact he has rung from call boxes.", {"calls_texts"}),
        ("A parent has telephoned me daily.", {"calls_texts"}),
        ("A friend telephoned me.", set()),
        ("She was approached by two males.", {"face_to_face"}),
        ("He is sat on the step of my house.", {"attends_home"}),
        # To whom the text speaks, and who says `I` in it.
        (
            "You followed her. You rang her day and night. You showed no remorse.",
            {"following_surveillance", "calls_texts"},
        ),
        ('He said "I will kill you". She left.', {"threats_harm"}),
        # Whose the place is.
        ("Her ex-husband went back to his flat.", set()),
        ("Her ex-husband came to her flat.", {"attends_home"}),
        ("She sat outside his house.", {"attends_home", "following_surveillance"}),
    ],
)
def test_who_did_it_is_found(text: str, codes: set[str]) -> None:
    assert narrative.read(text).codes == codes
