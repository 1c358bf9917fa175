"""What answers add up to, whatever they are; the cases with names are in tests/spec/risk_grades.toml."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.safety.instruments.grading import Graded, grade, judgement_faults
from unbroken.safety.instruments.loading import shipped
from unbroken.safety.instruments.shapes import RESPONSES, Instrument

ASKED = [one for one in shipped().values() if one.mode == "asked"]


@st.composite
def filled(draw: st.DrawFn) -> tuple[Instrument, dict[str, str]]:
    instrument = draw(st.sampled_from(ASKED))
    answered = draw(st.lists(st.sampled_from([item.key for item in instrument.items]), unique=True))
    return instrument, {key: draw(st.sampled_from(RESPONSES)) for key in answered}


def slow(instrument: Instrument, answers: dict[str, str]) -> Graded:
    """The same, said in the plainest way."""
    counts: dict[str, int] = {}
    positive, left, of = [], [], 0
    for section in instrument.sections:
        if section.only_if is not None and answers.get(section.only_if) != "yes":
            continue
        for item in section.items:
            answer = answers.get(item.key)
            if answer in (None, "not_asked"):
                left.append(item.key)
            if not item.counts:
                continue
            of += 1
            if answer is not None:
                counts[answer] = counts.get(answer, 0) + 1
            if answer == "yes":
                positive.append(item.key)
    reached = "high" if instrument.key == "dash_ric" and len(positive) >= 14 else None
    return Graded(counts, tuple(positive), of, tuple(left), reached, "")


@given(filled())
def test_it_counts_as_the_plainest_count_does(case: tuple[Instrument, dict[str, str]]) -> None:
    instrument, answers = case
    found, plain = grade(instrument, answers), slow(instrument, answers)
    assert (found.counts, found.positive, found.of, found.open) == (plain.counts, plain.positive, plain.of, plain.open)
    assert found.grade == plain.grade
    assert found.why.startswith(f"{len(plain.positive)} of {plain.of} answered yes.")


@given(filled())
def test_one_yes_more_never_lowers_a_grade(case: tuple[Instrument, dict[str, str]]) -> None:
    instrument, answers = case
    before = grade(instrument, answers).grade
    for item in instrument.items:
        after = grade(instrument, {**answers, item.key: "yes"}).grade
        assert before is None or after == before


@pytest.mark.demand("ASS-01")
@given(filled())
def test_whatever_was_not_asked_leaves_it_not_complete(case: tuple[Instrument, dict[str, str]]) -> None:
    instrument, answers = case
    asked = [item.key for item in instrument.asked(answers)]
    found = grade(instrument, answers)
    assert found.is_complete == all(answers.get(key) in {"yes", "no", "unknown", "refused"} for key in asked)


@given(
    instrument=st.sampled_from([one for one in ASKED if one.grades]),
    data=st.data(),
    reason=st.sampled_from(["", "He was seen outside the school."]),
)
def test_judgement_raises_with_a_reason_and_never_lowers(
    instrument: Instrument, data: st.DataObject, reason: str
) -> None:
    computed = data.draw(st.sampled_from([None, *instrument.grades]))
    judgement = data.draw(st.sampled_from(instrument.grades))
    faults = dict(judgement_faults(instrument, computed=computed, judgement=judgement, reason=reason))
    lower = computed is not None and instrument.grades.index(judgement) < instrument.grades.index(computed)
    assert ("judgement" in faults) == lower
    assert ("judgement_reason" in faults) == (not lower and judgement != computed and not reason)
