"""Questions between agencies: those that wait on a desk, the one to be answered, and what was answered (LNK-09)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from unbroken.access.enquiries import Enquiry
from unbroken.record.entries import Entry
from unbroken.vocabulary.agencies import say_agency
from unbroken.vocabulary.disclosure import DISCLOSURE_GROUNDS
from unbroken.vocabulary.enquiries import ENQUIRY_ANSWERS, ENQUIRY_QUESTIONS
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.words import say_day

_TOLD = (("name", "Name"), ("date_of_birth", "Date of birth"), ("pnc_id", "PNC ID"))


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """A question as the agency that is asked sees it."""

    question: str
    rows: tuple[tuple[str, str], ...]


def present_question(entry: Entry) -> QuestionPage:
    """The question, who asks and why, and whom to look for: all that there is to be seen of it."""
    due = entry.get("due")
    rows = (
        *say_told(entry.body or {}),
        ("Asked by", say_agency(entry.agency)),
        ("On", say_day(entry.day)),
        ("Legal ground", DISCLOSURE_GROUNDS.label(entry.get("ground"))),
        ("Why", entry.get("why")),
        *((("Needed by", say_day(due)),) if due else ()),
    )
    return QuestionPage(ENQUIRY_QUESTIONS.label(entry.get("question")), rows)


def say_told(body: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Whom to look for."""
    return tuple((label, _say(name, body[name])) for name, label in _TOLD if name in body)


def _say(name: str, value: str) -> str:
    return say_day(value) if name == "date_of_birth" else value


def list_questions(questions: Sequence[Entry]) -> Listing:
    """The questions that wait."""
    rows = (
        (
            Cell(entry.get("name"), reverse("enquiry_answer", args=[entry.id])),
            ENQUIRY_QUESTIONS.label(entry.get("question")),
            Cell(say_agency(entry.agency), note=f"On {say_day(entry.day)}"),
            say_day(entry.get("due")) if entry.get("due") else "No day given",
        )
        for entry in questions
    )
    return listing("Questions", ("About", "Question", "Asked by", "Needed by"), rows, empty="")


def list_enquiries(items: Iterable[Enquiry]) -> Listing:
    """What other agencies were asked about a person, and what they answered."""
    rows = (
        (
            Cell(say_agency(item.to), reverse("entry", args=[item.entry])),
            Cell(ENQUIRY_QUESTIONS.label(item.question), note=f"Asked by {say_agency(item.by)} on {say_day(item.on)}"),
            _answer(item),
        )
        for item in items
    )
    empty = "Nobody was asked. The answer of another agency appears here: a word, and nothing else of what it holds."
    return listing("Asked of other agencies", ("Agency", "Question", "Answer"), rows, empty=empty)


def _answer(item: Enquiry) -> Cell:
    if item.answer is None:
        return Cell("No answer yet")
    href = reverse("entry", args=[item.answer_entry])
    return Cell(ENQUIRY_ANSWERS.label(item.answer), href, f"On {say_day(item.answered_on)}")
