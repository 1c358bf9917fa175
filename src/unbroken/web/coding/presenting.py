"""The pages of coding as templates show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from unbroken.cases.models import ReportRow
from unbroken.cases.references import name_report
from unbroken.coding.comparing import open_questions, unsettled
from unbroken.coding.fold import Coding, Drawn, Sample
from unbroken.insight.coding.agreement import Agreed, row_of
from unbroken.insight.coding.frame import Variable
from unbroken.web.addresses import page_of
from unbroken.web.asked import Wrongs
from unbroken.web.coding.forms import note_of
from unbroken.web.coding.opening import OpenReport, OpenSample, Question
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.words import say_count, say_day

NO_ANSWER = "no answer"
_NOTHING = "You have no reports to code. Somebody who draws a sample names who codes it."
_NONE_HERE = "No report of this sample that you may see is yours to code."
_NOT_YET = "Nothing can be compared yet: of no report are two coders done."
_ALL_AGREE = "The two coders gave the same answer to every question."
_HEAD = ("Question", "Compared", "The same", "Per cent (95% interval)", "Only one answered", "Kappa (95% interval)",
         "Alpha (95% interval)")  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageAsked(Wrongs):
    """Which page of a list is wanted."""

    page: int = 1


def list_samples(opened: Sequence[OpenSample]) -> Listing:
    """The samples that somebody codes or settles."""
    rows = [
        (
            Cell(one.sample.title, reverse("coding_sample", args=[one.sample.object]), note=one.sample.frame.title),
            say_day(one.sample.drawn_on),
            _progress(one),
            _to_settle(one),
        )
        for one in opened
    ]
    return listing("Samples", ("Study", "Drawn", "Yours to code", "Yours to settle"), rows, empty=_NOTHING)


def _progress(one: OpenSample) -> str:
    mine = one.mine
    done = sum(is_done(drawn, one.user.username) for drawn in mine)
    return f"{done:,} of {len(mine):,} done" if mine else "None"


def _to_settle(one: OpenSample) -> str:
    if not one.settles:
        return "None"
    return say_count(sum(unsettled(one.sample, drawn) for drawn in one.shown(one.sample.reports)), "question")


def is_done(drawn: Drawn, coder: str) -> bool:
    """Whether a coder is done with a report."""
    return coder in drawn.codings and drawn.codings[coder].is_done


def list_mine(opened: OpenSample, reports: Sequence[Drawn], rows: Mapping[str, ReportRow]) -> Listing:
    """Reports that the reader codes."""
    name = opened.sample.object
    return listing(
        "Reports to code",
        ("Report", "Group", "How far you are"),
        (
            (
                Cell(reference(one.report, rows), reverse("coding_report", args=[name, one.report])),
                one.stratum,
                _state(one.codings.get(opened.user.username)),
            )
            for one in reports
        ),
        empty=_NONE_HERE,
    )


def _state(coding: Coding | None) -> str:
    if coding is None:
        return "Not begun"
    return f"Done, {say_day(coding.on)}" if coding.is_done else f"Begun, {say_day(coding.on)}"


def reference(report: str, rows: Mapping[str, ReportRow]) -> str:
    """What people call a report."""
    return name_report(report, rows[report].reference if report in rows else "")


def list_steps(sample: Sample) -> Listing:
    """How the sample was arrived at."""
    rows = ((reason[:1].upper() + reason[1:], f"{removed:,}", f"{left:,}") for reason, removed, left in sample.steps)
    return listing("How the sample was drawn", ("Step", "Left out", "Left"), rows, empty="")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page shows it: the names of its fields, and what whoever settles sees of both answers."""

    name: str
    note: str
    question: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the frame with its questions."""

    title: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The page of one report."""

    study: str
    reference: str
    report_href: str
    back_href: str
    parts: tuple[Part, ...]
    about: str


def present_report(found: OpenReport, rows: Mapping[str, ReportRow]) -> ReportPage:
    """The form for a coder, part by part."""
    frame = found.opened.sample.frame
    return _page(found, rows, _parts(found, found.questions, {}), back="coding_sample", about=frame.about)


def present_settling(found: OpenReport, questions: Sequence[Question], rows: Mapping[str, ReportRow]) -> ReportPage:
    """The form for whoever settles: what both coders said, beside each other."""
    facts = {one.name: _facts(found, one) for one in questions}
    return _page(found, rows, _parts(found, questions, facts), back="coding_agreement", about="")


def _page(
    found: OpenReport, rows: Mapping[str, ReportRow], parts: tuple[Part, ...], *, back: str, about: str
) -> ReportPage:
    return ReportPage(
        study=found.opened.sample.title,
        reference=reference(found.drawn.report, rows),
        report_href=page_of(found.drawn.report),
        back_href=reverse(back, args=[found.opened.sample.object]),
        parts=parts,
        about=about,
    )


def _parts(
    found: OpenReport, questions: Sequence[Question], facts: Mapping[str, tuple[tuple[str, str], ...]]
) -> tuple[Part, ...]:
    shown = [(one.variable.part, _asked(one, facts.get(one.name, ()))) for one in questions]
    titles = [title for title in found.opened.sample.frame.parts if any(part == title for part, _ in shown)]
    return tuple(Part(title, tuple(one for part, one in shown if part == title)) for title in titles)


def _asked(one: Question, facts: tuple[tuple[str, str], ...]) -> Asked:
    about = f" ({one.about})" if one.about else ""
    return Asked(one.name, note_of(one), one.variable.question + about, facts)


def _facts(found: OpenReport, one: Question) -> tuple[tuple[str, str], ...]:
    """What the first and the second coder said, without who they are, and what the record says."""
    lines = [
        (which, _said(one.variable, coding, one))
        for which, coding in zip(("First coder", "Second coder"), found.drawn.both or (), strict=False)
    ]
    if one.own_words:
        lines.append(("The record", one.own_words))
    return tuple(lines)


def _said(variable: Variable, coding: Coding, one: Question) -> str:
    words = say_answer(variable, coding.answers.get(one.key, ()))
    note = coding.notes.get(one.key)
    return f"{words} (note: {note})" if note else words


def say_answer(variable: Variable | None, values: Sequence[str]) -> str:
    """An answer in words."""
    return "; ".join(variable.label(value) if variable else value for value in values) or NO_ANSWER


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """How far the coders agree."""

    study: str
    back_href: str
    said: str
    hidden: str
    agreement: Listing
    open: Listing


def present_agreement(
    opened: OpenSample,
    shown: Sequence[Drawn],
    agreed: Sequence[Agreed],
    rows: Mapping[str, ReportRow],
) -> AgreementPage:
    """The agreement on each question, and what is to be settled, of the reports that are shown to the reader."""
    both = [drawn for drawn in shown if drawn.both]
    double = sum(drawn.is_double for drawn in opened.sample.reports)
    hidden = sum(drawn.is_double for drawn in opened.sample.reports) - sum(drawn.is_double for drawn in shown)
    return AgreementPage(
        study=opened.sample.title,
        back_href=reverse("coding_sample", args=[opened.sample.object]),
        said=f"Two coders are done with {len(both):,} of the {say_count(double, 'report')} that two code.",
        hidden=f"{say_count(hidden, 'report')} not shown to you are left out." if hidden else "",
        agreement=listing("Agreement on each question", _HEAD, map(_row, agreed) if both else (), empty=_NOT_YET),
        open=_list_open(opened, both, rows),
    )


def _row(one: Agreed) -> tuple[Cell | str, ...]:
    _, _, compared, same, percent, low, high, alone, kappa, k_low, k_high, alpha, a_low, a_high, note = row_of(one)
    return (
        Cell(one.variable.question, note=note),
        compared,
        same,
        _interval(percent, low, high, "nothing to compare"),
        alone,
        _interval(kappa, k_low, k_high, "none" if one.kappa else "none: a number"),
        _interval(alpha, a_low, a_high, "none"),
    )


def _interval(value: str, low: str, high: str, nothing: str) -> str:
    return (f"{value} ({low} to {high})" if low else value) if value else nothing


def _list_open(opened: OpenSample, both: Sequence[Drawn], rows: Mapping[str, ReportRow]) -> Listing:
    found = [(drawn, one) for drawn in both for one in open_questions(opened.sample, drawn)]
    head = ("Report", "Question", "First coder", "Second coder", "What counts")
    return listing(
        "What the two coders answered differently",
        head,
        (
            (
                Cell(
                    reference(drawn.report, rows),
                    reverse("coding_settle", args=[opened.sample.object, drawn.report]),
                ),
                variable.question if (variable := opened.sample.frame.find(one.variable)) else one.variable,
                say_answer(variable, one.first),
                say_answer(variable, one.second),
                _settled(drawn, variable, (one.variable, one.person)),
            )
            for drawn, one in found
        ),
        empty=_ALL_AGREE if both else _NOT_YET,
    )


def _settled(drawn: Drawn, variable: Variable | None, key: tuple[str, str]) -> Cell | str:
    settled = drawn.settled.get(key)
    return Cell(say_answer(variable, settled.values), note=settled.reason) if settled else "Not settled yet"
