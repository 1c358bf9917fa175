"""How a question was answered: a missing answer is never a no."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

ANSWERS = CodeList(
    name="answers",
    title="Answers to a question",
    source="College of Policing practice on risk assessment: not asked, refused and not known are kept apart from no",
    codes=(
        Code("yes", "Yes", group="answered"),
        Code("no", "No", group="answered"),
        Code("unknown", "Not known", group="missing", note="Asked, and the person did not know."),
        Code("refused", "Refused to answer", group="missing", note="Asked, and the person would not say."),
        Code("not_asked", "Not asked", group="missing", note="Nobody asked, which is itself a finding."),
    ),
)


def is_missing(answer: str | None) -> bool:
    """Whether an answer leaves the question open. An absent answer is open too; it is never a no."""
    return answer is None or answer in ANSWERS.in_group("missing")
