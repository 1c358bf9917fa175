"""Questions between agencies that are answered in a word, without giving the rest."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

ENQUIRY_QUESTIONS = CodeList(
    name="enquiry_questions",
    title="Questions to another agency",
    source="Daily meetings of multi-agency stalking units: what probation is asked first",
    codes=(
        Code("known", "Is this person known to you?"),
        Code("supervised_now", "Do you supervise or manage this person now?"),
    ),
)

ENQUIRY_ANSWERS = CodeList(
    name="enquiry_answers",
    title="Answers to another agency",
    source="Unbroken: a word and no more, so that nothing else can be given with it",
    codes=(
        Code("yes", "Yes"),
        Code("no", "No"),
        Code("cannot_tell", "Cannot tell", note="What was given does not single out one person."),
        Code("refused", "Not answered", note="It says neither yes nor no."),
    ),
)
