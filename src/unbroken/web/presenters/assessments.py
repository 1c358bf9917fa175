"""A risk instrument on the screen: its form, what stands beside each item, and an assessment that was made. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from unbroken.exchange.exporting.journey import read_withheld
from unbroken.record.entries import Entry
from unbroken.record.kinds import Handling
from unbroken.record.phrasing import inline
from unbroken.safety.instruments.earlier import Earlier
from unbroken.safety.instruments.facts import Fact
from unbroken.safety.instruments.grading import grade
from unbroken.safety.instruments.shapes import Instrument, Item
from unbroken.safety.instruments.wording import Wording, words_of
from unbroken.vocabulary.actors import ASSESSOR_ROLES
from unbroken.vocabulary.answers import ANSWERS
from unbroken.vocabulary.orders import INSTRUMENTS, RISK_GRADES
from unbroken.web.addresses import page_of, trail
from unbroken.web.forms import Filled
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.listings import Fact as Line
from unbroken.web.presenters.report_summary import label
from unbroken.web.presenters.risk import MOST, Link, say_fact
from unbroken.web.recording.assessing import beginning_of, ending_of, item_field, note_field
from unbroken.web.words import NOT_RECORDED, say_count, say_day, say_happened


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an item: entries on record, the latest first and the others apart, and the answer before."""

    facts: tuple[Link, ...]
    others: tuple[Link, ...]
    before: str
    before_note: str
    before_href: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing does."""
        return not self.facts and not self.before


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of the form: its fields, and what stands beside it."""

    number: int
    field: str
    note: str
    beside: Beside


@dataclass(frozen=True, slots=True)
class SectionView:
    """The items under one heading. `condition` says when they are asked, "" where always."""

    title: str
    condition: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class FormPage:
    """The form of an instrument. `wording` says whose words its items are in."""

    title: str
    lead: str
    caution: str
    wording: str
    is_kept: bool
    is_recorded: bool
    beginning: tuple[str, ...]
    sections: tuple[SectionView, ...]
    ending: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """One assessment in full, to be read and printed."""

    title: str
    trail: list[dict[str, str]]
    entry_href: str
    beside_href: str
    withdrawn: str
    wording: str
    caution: str
    summary: tuple[Line, ...]
    sections: tuple[Listing, ...]
    notice: str


def hints_for(
    instrument: Instrument, facts: Mapping[str, Sequence[Fact]], earlier: Mapping[str, Earlier]
) -> dict[str, str]:
    """What is said with the question, so that nobody misses what stands beside it."""
    found = {}
    for item in instrument.items:
        on_record = say_count(len(facts.get(item.key, ())), "entry", "entries")
        parts = (
            item.help or "",
            f"On record: {on_record}, listed with this item." if item.key in facts else "",
            "Answered before: to be confirmed." if item.key in earlier else "",
        )
        found[item.key] = " ".join(part for part in parts if part)
    return found


def present_form(
    instrument: Instrument,
    form: Filled,
    *,
    wording: Wording | None,
    facts: Mapping[str, Sequence[Fact]],
    earlier: Mapping[str, Earlier],
    is_kept: bool,
) -> FormPage:
    """The page of the form."""
    numbers = {item.key: number for number, item in enumerate(instrument.items, 1)}
    return FormPage(
        title=instrument.title,
        lead=instrument.purpose,
        caution=instrument.caution or "",
        wording=_say_wording(instrument, wording),
        is_kept=is_kept,
        is_recorded=instrument.mode == "recorded",
        beginning=tuple(beginning_of(form.form)),
        sections=tuple(
            SectionView(
                title=section.title,
                condition=_say_condition(numbers.get(section.only_if or "")),
                items=tuple(
                    ItemView(
                        numbers[item.key],
                        item_field(item.key),
                        note_field(item.key) if instrument.mode == "asked" or instrument.result == "judged" else "",
                        _beside(facts.get(item.key, ()), earlier.get(item.key)),
                    )
                    for item in section.items
                ),
            )
            for section in instrument.sections
        ),
        ending=tuple(ending_of(form.form)),
    )


def say_recorded(instrument: Instrument, answers: Mapping[str, str], body: Mapping[str, Any]) -> str:
    """What to say when it has been recorded: what it adds up to, and what it leads to."""
    if instrument.mode == "recorded":
        return f"{instrument.title}: recorded."
    found = grade(instrument, answers)
    leads = [item for item in instrument.items if item.leads_to and answers.get(item.key) == "yes"]
    recognising = [item.key for item in instrument.items if item.recognises]
    parts = (
        f"{instrument.title}: recorded.",
        "" if body.get("complete") == "yes" else "It does not count as done.",
        found.why.partition(".")[0] + "." if answers else "",
        *(f"The answer to “{item.text}” calls for {INSTRUMENTS.label(item.leads_to or '')} too." for item in leads),
        "Look whether this is stalking." if any(answers.get(key) == "yes" for key in recognising) else "",
    )
    return " ".join(part for part in parts if part)


def present_assessment(
    instrument: Instrument,
    entry: Entry,
    *,
    wording: Wording | None,
    withdrawn: bool,
    report: str,
    masked: Mapping[Handling, int],
) -> AssessmentPage:
    """One assessment, item by item, in the words of the instrument. `masked` is what the reader may not see of it."""
    is_same = wording is not None and wording.version == entry.get("instrument_version")
    words = wording if is_same else None
    steps = (("Report", page_of(report)),) if report else ()
    return AssessmentPage(
        title=instrument.title,
        trail=trail(*steps, (f"Assessment with {instrument.title}", "")),
        entry_href=reverse("entry", args=[entry.id]),
        beside_href=f"{page_of(report)}#risk" if report else "",
        withdrawn="This assessment was withdrawn and does not count." if withdrawn else "",
        wording=_say_wording(instrument, words),
        caution=instrument.caution or "",
        summary=tuple(_summary(instrument, entry)),
        sections=tuple(_sections(instrument, entry, words)),
        notice=" ".join(f"{one.text}." for one in read_withheld({}, masked)),
    )


def _beside(facts: Sequence[Fact], before: Earlier | None) -> Beside:
    links = tuple(say_fact(fact) for fact in facts)
    answer = inline(ANSWERS.label(before.answer)) if before else ""
    return Beside(
        facts=links[:MOST],
        others=links[MOST:],
        before=f"{answer}, {say_day(before.entry.day)}" if before else "",
        before_note=(before.note or "") if before else "",
        before_href=reverse("entry", args=[before.entry.id]) if before else "",
    )


def _say_condition(number: int | None) -> str:
    if number is None:
        return ""
    return f"Asked only where item {number} is answered yes. Otherwise what is answered here is not recorded."


def _say_wording(instrument: Instrument, wording: Wording | None) -> str:
    if wording is not None:
        licence = wording.licence
        given = f"under a licence of {licence.holder} to {licence.force} of {say_day(licence.granted_on)}"
        return f"Approved wording, version {wording.version}, {given}."
    if instrument.result == "judged":
        return (
            "The levels of each outcome and the account are for clinical eyes. Others see that it was made, when, and "
            f"the level as a whole. Holder of the rights: {instrument.licence.holder}. {instrument.licence.terms}"
        )
    if instrument.mode == "recorded":
        return (
            f"A result of {instrument.licence.holder} that is taken over as it was given. Nothing is worked out here."
        )
    if instrument.wording == "number":
        return (
            "The items of this instrument are not published. Their numbers are shown: answer from the approved form. "
            f"Holder of the rights: {instrument.licence.holder}. {instrument.licence.terms}"
        )
    return (
        "What each item asks about is said in our own words. This is a paraphrase and not the approved wording. "
        f"Holder of the rights: {instrument.licence.holder}. {instrument.licence.terms}"
    )


def _summary(instrument: Instrument, entry: Entry) -> Iterator[Line]:
    given = {one["item"]: one["answer"] for one in entry.get("answers") or ()}
    yield Line("Instrument", instrument.title, note=f"Version: {entry.get('instrument_version') or NOT_RECORDED}")
    yield Line("Made", say_happened(entry.happened), note=f"Recorded by {entry.recorded_by}")
    complete = {"yes": "Yes", "no": "No: it does not count as done", "refused": "The victim would not be assessed"}
    yield Line("Complete", complete.get(entry.get("complete") or "", NOT_RECORDED))
    if given:
        found = grade(instrument, given)
        yield Line(
            "What the answers show", label(RISK_GRADES, entry.get("computed_grade"), none="No grade"), note=found.why
        )
    elif entry.get("computed_grade"):
        yield Line("Result", RISK_GRADES.label(entry.get("computed_grade")))
    if entry.get("judgement"):
        yield Line(
            "Professional judgement",
            RISK_GRADES.label(entry.get("judgement")),
            note=entry.get("judgement_reason") or "",
        )
    if entry.get("assessor") or entry.get("assessor_role"):
        role = label(ASSESSOR_ROLES, entry.get("assessor_role"), none="")
        yield Line("Assessor", entry.get("assessor") or role, note=role if entry.get("assessor") else "")
    if entry.get("review_on"):
        yield Line("To be looked at again", say_day(entry.get("review_on")))
    if entry.get("formulation"):
        yield Line("The assessor’s account", entry.get("formulation"))


def _sections(instrument: Instrument, entry: Entry, wording: Wording | None) -> Iterator[Listing]:
    answers = {one["item"]: one for one in entry.get("answers") or ()}
    measures = {one["item"]: one for one in entry.get("measures") or ()}
    outcomes = {one["item"]: one for one in entry.get("outcomes") or ()}
    if instrument.mode == "recorded" and not measures and not outcomes:
        return  # none was recorded, or it is held elsewhere: a list of what is not recorded would deny what is
    numbers = {item.key: number for number, item in enumerate(instrument.items, 1)}
    for section in instrument.sections:
        rows = [
            (
                f"{numbers[item.key]}. {words_of(item, wording)}",
                _say_answer(item, answers.get(item.key), measures.get(item.key) or outcomes.get(item.key)),
            )
            for item in section.items
            if item.key in answers or section.only_if is None
        ]
        if rows:
            yield listing(section.title, ("Item", "Answer"), rows, empty="")


def _say_answer(item: Item, answer: Mapping[str, Any] | None, measure: Mapping[str, Any] | None) -> Cell:
    if answer is not None:
        return Cell(ANSWERS.label(answer["answer"]), note=answer.get("note") or "")
    if measure is not None and item.response == "percent" and measure.get("percent") is not None:
        return Cell(f"{measure['percent']}%", note=label(RISK_GRADES, measure.get("grade"), none=""))
    found = measure or {}
    return Cell(label(RISK_GRADES, found.get("grade") or found.get("level")), note=found.get("note") or "")
