"""The forms of a question to another agency and of its answer, and the drafts that they make. Pure (LNK-09)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from unbroken.people.fold import Person
from unbroken.record.entries import Draft, Entry, Subject
from unbroken.vocabulary.agencies import say_agency
from unbroken.vocabulary.disclosure import DISCLOSURE_GROUNDS
from unbroken.vocabulary.enquiries import ENQUIRY_ANSWERS, ENQUIRY_QUESTIONS
from unbroken.web.forms import Choice, Form, Hidden, Radios, Select, Textarea, When, choices_of
from unbroken.web.recording.entry_form import FORM_ID, SOURCE

ASKED, ANSWERED = "enquiry.asked", "enquiry.answered"

ANSWER = Form(
    (
        Hidden(FORM_ID),
        Radios(
            "answer", "What is the answer?", called="the answer", choices=choices_of(ENQUIRY_ANSWERS),
            hint="Whoever asked learns this word, your agency and the day, and nothing else.",
        ),
    )
)  # fmt: skip


def ask_form(agencies: Sequence[str]) -> Form:
    """The question. `agencies` are those that may be asked."""
    return Form(
        (
            Hidden(FORM_ID),
            Radios("to", "Which agency do you ask?", called="the agency",
                   choices=tuple(Choice(agency, say_agency(agency)) for agency in agencies)),
            Radios("question", "What do you ask?", called="what you ask", choices=choices_of(ENQUIRY_QUESTIONS),
                   hint="It is answered yes or no. Nothing else that they hold is given."),
            Select("ground", "On what legal ground?", called="the legal ground",
                   choices=choices_of(DISCLOSURE_GROUNDS)),
            Textarea("why", "Why is it necessary to know?", called="why it is necessary", rows=3, max_length=2000,
                     hint="They are shown this. Say nothing that they need not know."),
            When("due", "By when do you need the answer?", called="the day", required=False, future=True),
        )
    )  # fmt: skip


def told_about(people: Sequence[Person]) -> dict[str, str]:
    """Who the agency that is asked is told to look for: a name, a birth and a PNC ID, and nothing else."""
    told = {
        "name": next((one.display_name for one in people if one.display_name), ""),
        "date_of_birth": next((one.date_of_birth for one in people if one.date_of_birth), "") or "",
        "pnc_id": next((item.value for one in people for item in one.identifiers if item.type == "pnc_id"), ""),
    }
    return {name: value for name, value in told.items() if value}


def ask_draft(person: str, told: Mapping[str, str], values: Mapping[str, Any], *, agency: str, happened: str) -> Draft:
    """The question that these answers make."""
    asked = {name: values[name] for name in ("to", "question", "ground", "why", "due") if values.get(name)}
    about = (Subject("person", person),)
    return Draft(ASKED, {**asked, **told}, about, happened, agency, SOURCE, values[FORM_ID])


def answer_draft(question: Entry, values: Mapping[str, Any], *, agency: str, happened: str) -> Draft:
    """The answer to a question."""
    body = {"question": question.id, "answer": values["answer"]}
    about = tuple(Subject("person", name) for name in question.of("person"))
    return Draft(ANSWERED, body, about, happened, agency, SOURCE, values[FORM_ID])
