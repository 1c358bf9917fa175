from __future__ import annotations

import re

import pytest

from unbroken.vocabulary.behaviours import BEHAVIOURS, PLACES, STATUTORY_BEHAVIOURS, statutory_examples, types_of

CASE_TAGS = frozenset(
    re.findall(
        r"\w+",
        """
    calls_texts online_contact letters_gifts following_surveillance face_to_face attends_home attends_work third_party
    threats_harm threats_self_harm property_damage entry_home tracking_device account_hacking_spyware image_sharing
    physical_violence sexual_violence order_breach false_reports love_bombing
    """,
    )
)


def test_every_tag_of_the_example_timelines_is_a_behaviour_under_the_same_key() -> None:
    assert frozenset(tag for tag in CASE_TAGS if tag not in BEHAVIOURS) == frozenset()


def test_the_statutory_seven_are_all_reached_by_a_behaviour() -> None:
    reached = statutory_examples({code.code for code in BEHAVIOURS})
    assert reached == {code.code for code in STATUTORY_BEHAVIOURS}
    assert len(STATUTORY_BEHAVIOURS.codes) == 7


def test_behaviours_fall_under_the_statutory_examples() -> None:
    assert statutory_examples({"following_surveillance", "calls_texts"}) == {"follow", "loiter", "watch", "contact"}
    assert statutory_examples({"threats_harm"}) == frozenset()
    with pytest.raises(KeyError, match="ghosting"):
        statutory_examples({"ghosting"})


def test_behaviour_types_are_counted_once() -> None:
    assert types_of({"letters_gifts", "love_bombing", "calls_texts"}) == {"gifts_love_bombing", "phone_text"}
    assert types_of(set()) == frozenset()


def test_every_behaviour_has_a_type_and_every_place_but_the_unknown_is_physical_or_remote() -> None:
    assert [code.code for code in BEHAVIOURS if not code.group] == []
    assert {code.code for code in PLACES if code.group is None} == {"other", "unknown"}
