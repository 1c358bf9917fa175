"""Questions to another agency, answered in a word."""

# `sentence` is described where Kind declares it.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import StringConstraints

from unbroken.record import phrasing as say
from unbroken.record.fields import Day, Named, Note, Reference
from unbroken.record.kinds import CodeOf, Handling, Kind, Lane, Privacy, maybe, one
from unbroken.vocabulary.agencies import say_agency
from unbroken.vocabulary.disclosure import DISCLOSURE_GROUNDS
from unbroken.vocabulary.enquiries import ENQUIRY_ANSWERS, ENQUIRY_QUESTIONS

_ABOUT = (one("person"), maybe("report"))
_Agency = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]


class EnquiryAsked(
    Kind,
    kind="enquiry.asked",
    subjects=_ABOUT,
    lane=Lane.TRIAGE,
    handling=Handling.CRIMINAL_RECORD,
    demands=("LNK-09",),
):
    """Another agency asked about a person.

    Recorded by whoever asks. The agency that is asked is shown what stands here and nothing else of the record: enough
    to look the person up in its own.
    """

    to: _Agency
    """The agency that is asked, by its short name."""
    question: Annotated[str, CodeOf(ENQUIRY_QUESTIONS)]
    """What it is asked."""
    ground: Annotated[str, CodeOf(DISCLOSURE_GROUNDS)]
    """On what legal ground it is asked, and told who the person is."""
    why: Note
    """Why it is necessary to know. The agency that is asked is shown it."""
    name: Named
    """The name by which it is to look."""
    date_of_birth: Annotated[Day, Privacy.PERSONAL] | None = None
    """The date of birth by which it is to look."""
    pnc_id: Named | None = None
    """The PNC ID by which it is to look."""
    due: Day | None = None
    """By when an answer is needed."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        to = body.get("to")
        return say.after(
            say.line("Asked", say_agency(to) if isinstance(to, str) and to else "another agency"),
            say.label(ENQUIRY_QUESTIONS, body, "question"),
        )


class EnquiryAnswered(
    Kind,
    kind="enquiry.answered",
    subjects=_ABOUT,
    lane=Lane.TRIAGE,
    handling=Handling.CRIMINAL_RECORD,
    demands=("LNK-09",),
):
    """Question of another agency answered.

    Recorded by the agency that was asked, in a word: there is no room for more, so nothing else can be given with it.
    """

    question: Reference
    """The entry that asked."""
    answer: Annotated[str, CodeOf(ENQUIRY_ANSWERS)]
    """The answer."""

    @classmethod
    def sentence(cls, body: Mapping[str, Any]) -> str:
        return say.after("Question answered", say.label(ENQUIRY_ANSWERS, body, "answer"))
