"""What an officer answers about people seen before: how it is asked, kept with the form, said and recorded. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from unbroken.people.commands import CANNOT_TELL, NOT_THE_SAME, SAME, Recognised
from unbroken.web.recording.asked import Raw

ROLES = ("victim", "suspect")
PERSON = "person"  # somebody described for a report that is there, whatever their part in it
CHOICES = ((SAME, "Yes, the same person"), (NOT_THE_SAME, "No, somebody else"), (CANNOT_TELL, "Not sure"))
_SAID = {SAME: "The same person", NOT_THE_SAME: "Somebody else", CANNOT_TELL: "Not sure"}
REPORTING, DESCRIBING = "Said while the report was recorded", "Said while the person was described"
_LONGEST = 500
_ASKED, _WHY, _SHOWN = "seen-", "seen-why-", "seen-shown-"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: the verdict, why if that was said, and when."""

    verdict: str
    why: str
    at: str

    @property
    def text(self) -> str:
        """The answer in words."""
        return f"{_SAID[self.verdict]}: {self.why}" if self.why else _SAID[self.verdict]

    def reason(self, *, while_: str) -> str:
        """The reason to record; `while_` says when it was asked."""
        return f"{while_}: {self.why}" if self.why else f"{while_}."


Answers = Mapping[str, Answer]
"""The answers about one person of a new report, by the person on the record."""


def page_of_answers(role: str) -> str:
    """Under which name the answers about a person are kept among those of the form's pages."""
    return _ASKED + role


def split(raw: Mapping[str, Sequence[str]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """What a browser sent, as what is asked on the page and what is answered about people seen before."""
    said = {name: list(values) for name, values in raw.items() if name.startswith(_ASKED)}
    return {name: list(values) for name, values in raw.items() if name not in said}, said


def kept_answers(answers: Mapping[str, Raw], role: str) -> dict[str, Answer]:
    """The answers kept with a form about a person."""
    kept = answers.get(page_of_answers(role), {})
    return {person: Answer(*values) for person, values in kept.items()}


def read_answers(said: Raw, role: str, *, now: str) -> dict[str, Answer]:
    """The answers that a browser sent about a person; what is no answer is left out."""
    start = f"{_ASKED}{role}-"
    found = {}
    for name, values in said.items():
        if name.startswith(start) and values and values[0] in _SAID:
            person = name.removeprefix(start)
            why = (said.get(f"{_WHY}{role}-{person}") or [""])[0].strip()[:_LONGEST].strip()
            found[person] = Answer(values[0], why, now)
    return found


def was_shown(said: Raw, members: Collection[str]) -> bool:
    """Whether a browser sent that any description of a resolved person was shown while something was typed."""
    return any(f"{_SHOWN}{person}" in said for person in members)


def merge(before: Answers, now: Answers) -> dict[str, Answer]:
    """What was answered before with what is answered now; the same answer given again keeps its time."""
    merged = dict(before)
    for person, answer in now.items():
        held = before.get(person)
        if held is None or (held.verdict, held.why) != (answer.verdict, answer.why):
            merged[person] = answer
    return merged


def answer_to(answers: Answers, members: Collection[str]) -> Answer | None:
    """The latest answer about any description of a resolved person."""
    given = [answer for person, answer in answers.items() if person in members]
    return max(given, key=lambda answer: answer.at, default=None)


def to_raw(answers: Answers) -> dict[str, list[str]]:
    """The answers as a form keeps them."""
    return {person: [one.verdict, one.why, one.at] for person, one in answers.items()}


def recognised(person: str, told: Iterable[tuple[str, Answer, float]], *, while_: str = REPORTING) -> list[Recognised]:
    """What is said of a person of the report, to be recorded: of (person on the record, answer, weight in bits)."""
    found = [
        Recognised(person, other, one.verdict, one.reason(while_=while_), weight, one.at) for other, one, weight in told
    ]
    return sorted(found, key=lambda one: one.other)
