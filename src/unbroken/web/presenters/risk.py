"""Where the risk of a report stands: each instrument by itself, why one is due, which the reader may fill in. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode

from unbroken.exchange.exporting.shapes import sentence_of, title_of
from unbroken.record.entries import Entry
from unbroken.record.phrasing import inline
from unbroken.safety.instruments.due import Reason, Standing, grade_of, has_risen, pointing_apart, state_of
from unbroken.safety.instruments.facts import Fact
from unbroken.safety.instruments.grading import grade
from unbroken.safety.instruments.loading import shipped
from unbroken.safety.instruments.recognising import Prompt
from unbroken.safety.instruments.shapes import Instrument
from unbroken.vocabulary.codes import CodeList
from unbroken.vocabulary.orders import ASSESSMENT_TRIGGERS, INSTRUMENTS, RISK_GRADES
from unbroken.vocabulary.probation import REOFFENDING_BANDS, ROSH_LEVELS
from unbroken.web.presenters.cases import say_class
from unbroken.web.presenters.listings import Cell, Listing, listing
from unbroken.web.presenters.report_summary import label
from unbroken.web.recording.matter import Known
from unbroken.web.risk import Case
from unbroken.web.words import NOT_RECORDED, say_count, say_day, say_happened

_SUPERVISED: Final[Mapping[str, tuple[str, CodeList]]] = {
    "rosh": ("RoSH of supervision", ROSH_LEVELS),
    "ogrs_band": ("OGRS of supervision", REOFFENDING_BANDS),
    "ovp_band": ("OVP of supervision", REOFFENDING_BANDS),
}  # by the field in which probation gives it
_NO_WHOLE: Final = "No level as a whole"
MOST: Final = 5  # entries named beside an item or a reason; the others are counted
STATES: Final = {
    "done": "Complete",
    "begun": "Begun, not complete",
    "refused": "The victim would not be assessed",
    "unclear": "Recorded, not said whether complete",
    "not_done": "Not done",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A link, with a quieter line."""

    text: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Usable:
    """An instrument that the reader may fill in, and where it stands here."""

    title: str
    href: str
    purpose: str
    state: str
    reasons: tuple[str, ...]
    is_begun: bool


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """The instruments to choose from. `own` leads to the form for every other one."""

    usable: tuple[Usable, ...]
    own: str


@dataclass(frozen=True, slots=True)
class Due:
    """An instrument that is due, with each reason and its entries."""

    title: str
    href: str
    reasons: tuple[tuple[str, tuple[Link, ...], str], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer that asks whether this is stalking: what it says, the assessment, and where the class is changed."""

    text: str
    assessment: Link
    href: str


@dataclass(frozen=True, slots=True)
class OfVictim:
    """Where each instrument stands for one victim; `others` are the last assessments with those that have no form.

    `supervision` is the last entry in which probation gives its own measures, `prompts` are the answers that ask
    whether this is stalking, and `offence` is what the report is recorded as.
    """

    victim: str
    standings: tuple[Standing, ...]
    others: tuple[Entry, ...] = ()
    supervision: Entry | None = None
    prompts: tuple[Prompt, ...] = ()
    offence: str | None = None


@dataclass(frozen=True, slots=True)
class RiskSection:
    """Where the risk of a report stands: every instrument by itself, what is due, and what must be borne in mind."""

    listing: Listing
    due: tuple[Due, ...]
    notes: tuple[str, ...]
    asked: tuple[Asked, ...] = ()


def present_choice(
    usable: Iterable[Instrument],
    of_each: Sequence[tuple[Standing, ...]],
    report: str,
    *,
    begun: Collection[str],
    own: str,
) -> ChoicePage:
    """The instruments that somebody may use, each with where it stands for the victims of the report.

    `begun` are those in whose forms they have typed something that is not recorded.
    """
    stand: dict[str, list[Standing]] = {}
    for found in of_each:
        for one in found:
            stand.setdefault(one.instrument.key, []).append(one)
    return ChoicePage(tuple(_usable(one, stand.get(one.key, []), report, begun) for one in usable), own)


def whom_to_assess(
    instrument: Instrument, report: str, cases: Iterable[Case], people: Iterable[Known]
) -> tuple[Link, ...]:
    """The form for each victim of a report that has several."""
    names = {one.object: one.text for one in people}
    return tuple(
        Link(names.get(case.victim, case.victim.partition(":")[2]), _form_href(report, instrument.key, case.victim))
        for case in cases
    )


def _form_href(report: str, key: str, victim: str = "") -> str:
    """The form of an instrument; for this victim, where the report has several."""
    href = reverse("risk_assess", args=[report, key])
    return f"{href}?{urlencode({'victim': victim.partition(':')[2]})}" if victim else href


def _usable(instrument: Instrument, found: Sequence[Standing], report: str, begun: Collection[str]) -> Usable:
    codes = dict.fromkeys(reason.code for one in found for reason in one.reasons)
    return Usable(
        title=instrument.title,
        href=_form_href(report, instrument.key),
        purpose=instrument.purpose,
        state="; ".join(dict.fromkeys(say_state(one) for one in found)) or STATES["not_done"],
        reasons=tuple(ASSESSMENT_TRIGGERS.label(code) for code in codes if code != "never_done"),
        is_begun=instrument.key in begun,
    )


def present_risk(
    report: str,
    victims: Sequence[OfVictim],
    names: Mapping[str, str],
    *,
    usable: frozenset[str],
    may_classify: bool = False,
) -> RiskSection:
    """Where the risk stands, for each victim of a report. `usable` are the instruments the reader may fill in."""
    several = len(victims) > 1

    def called(title: str, of: OfVictim) -> str:
        return f"{title}: {names.get(of.victim, of.victim.partition(':')[2])}" if several else title

    shown = [(called(one.instrument.title, of), one) for of in victims for one in of.standings if one.is_shown]
    due = [(called(one.instrument.title, of), of, one) for of in victims for one in of.standings if one.reasons]
    others = ((called(_instrument_of(entry), of), entry) for of in victims for entry in of.others)
    supervised = [(called(title, of), entry, grade) for of in victims for title, entry, grade in _measures(of)]
    rows = [
        *(_row(title, one) for title, one in shown),
        *(_row_without_form(title, entry) for title, entry in others),
        *(_row_of_supervision(title, entry, grade) for title, entry, grade in supervised),
    ]
    empty = "None. Each instrument that is used appears here, by itself: two of them never make one score."
    return RiskSection(
        listing("Risk assessments", ("Instrument", "Last assessment", "Result"), rows, empty=empty),
        tuple(_due(report, title, one, usable, of.victim if several else "") for title, of, one in due),
        tuple(dict.fromkeys(note for of in victims for note in _notes(of))),
        tuple(_asked(report, of, one, may_classify=may_classify) for of in victims for one in of.prompts),
    )


def _asked(report: str, of: OfVictim, prompt: Prompt, *, may_classify: bool) -> Asked:
    recorded = (
        f"This report is recorded as: {say_class(of.offence)}." if of.offence else "This report has no class yet."
    )
    return Asked(
        f"“{prompt.item.text}” was answered yes. {recorded}",
        Link(
            f"{prompt.instrument.title}, {say_happened(prompt.assessment.happened)}",
            _assessment_href(prompt.assessment),
        ),
        reverse("report_classify", args=[report]) if may_classify else "",
    )


def _measures(of: OfVictim) -> Iterator[tuple[str, Entry, str]]:
    """What probation gives of its own measures beside what it records, each by itself."""
    entry = of.supervision
    for name, (title, codes) in _SUPERVISED.items():
        if entry is not None and entry.get(name):
            yield title, entry, codes.label(entry.get(name))


def _row_of_supervision(title: str, entry: Entry, grade: str) -> tuple[Cell | str, ...]:
    when = say_day(entry.get("measured_on") or entry.day)
    return title, Cell(f"With supervision, {when}", reverse("entry", args=[entry.id])), grade


def _row(title: str, standing: Standing) -> tuple[Cell | str, ...]:
    last = standing.done or standing.latest
    return (
        title,
        Cell(say_state(standing), _assessment_href(last), note=_begun_since(standing)),
        Cell(say_result(last), note=_say_rise(standing)),
    )


def say_state(standing: Standing) -> str:
    """How far an instrument has got, and when."""
    last = standing.done or standing.latest
    return f"{STATES[standing.state]}, {say_happened(last.happened)}" if last else STATES[standing.state]


def _row_without_form(title: str, entry: Entry) -> tuple[Cell | str, ...]:
    when = f"{STATES[state_of(entry)]}, {say_happened(entry.happened)}"
    return title, Cell(when, reverse("entry", args=[entry.id])), say_result(entry)


def _instrument_of(entry: Entry) -> str:
    return INSTRUMENTS.label(entry.get("instrument"))


def say_fact(fact: Fact) -> Link:
    """An entry that speaks for something, with what of it does."""
    says = ", ".join(fact.says) or sentence_of(fact.entry.kind, fact.entry.body)
    return Link(
        f"{title_of(fact.entry.kind)}, {say_happened(fact.entry.happened)}",
        reverse("entry", args=[fact.entry.id]),
        says,
    )


def _begun_since(standing: Standing) -> str:
    if standing.done is None or standing.latest is None or standing.latest.id == standing.done.id:
        return ""
    return f"Another was begun and is not complete, {say_happened(standing.latest.happened)}"


def say_result(entry: Entry | None) -> str:
    """What an assessment ended with: judgement, what the answers show, counts and parts."""
    if entry is None:
        return NOT_RECORDED
    judged, computed = (label(RISK_GRADES, entry.get(name), none="") for name in ("judgement", "computed_grade"))
    answers = entry.get("answers") or ()
    scores = [
        f"{_part(entry, given['item'])} {given['percent']}%"
        for given in entry.get("measures") or ()
        if "percent" in given
    ]
    scores += [
        f"{_part(entry, given['item'])} {inline(RISK_GRADES.label(given['level']))}"
        for given in entry.get("outcomes") or ()
    ]
    parts = (
        f"Judged {inline(judged)}" if judged else _NO_WHOLE if _is_judged(entry) else "",
        (f"by the answers {inline(computed)}" if answers else inline(computed)) if computed else "",
        _say_count(entry),
        *scores,
    )
    said = "; ".join(part for part in parts if part)
    return said[:1].upper() + said[1:] or NOT_RECORDED


def _is_judged(entry: Entry) -> bool:
    """Whether a clinician judged it, by outcome: then there may be no level as a whole."""
    instrument = shipped().get(entry.get("instrument") or "")
    return instrument is not None and instrument.result == "judged"


def _say_count(entry: Entry) -> str:
    """How many items were answered yes, of how many, and how many nobody went through."""
    given = {one["item"]: one["answer"] for one in entry.get("answers") or ()}
    if not given:
        return ""
    instrument = shipped().get(entry.get("instrument") or "")
    if instrument is None:
        return f"{list(given.values()).count('yes')} of {say_count(len(given), 'item')} answered yes"
    found = grade(instrument, given)
    left = f", {len(found.open)} open" if found.open else ""
    return f"{len(found.positive)} of {say_count(found.of, 'item')} answered yes{left}"


def _part(entry: Entry, key: str) -> str:
    instrument = shipped().get(entry.get("instrument") or "")
    found = next((item.text for item in instrument.items if item.key == key), key) if instrument else key
    return inline(found)


def _say_rise(standing: Standing) -> str:
    if not has_risen(standing):
        return ""
    before = inline(RISK_GRADES.label(grade_of(standing.before) or ""))
    return f"It has risen: it was {before} on {say_day(standing.before.day if standing.before else None)}"


def _due(report: str, title: str, standing: Standing, usable: frozenset[str], victim: str) -> Due:
    key = standing.instrument.key
    href = _form_href(report, key, victim) if key in usable else ""
    return Due(title, href, tuple(_say_reason(reason) for reason in standing.reasons))


def _say_reason(reason: Reason) -> tuple[str, tuple[Link, ...], str]:
    links = tuple(
        Link(f"{title_of(entry.kind)}, {say_happened(entry.happened)}", reverse("entry", args=[entry.id]))
        for entry in reason.entries[:MOST]
    )
    more = len(reason.entries) - MOST
    return ASSESSMENT_TRIGGERS.label(reason.code), links, f"and {more} more" if more > 0 else ""


def _notes(of: OfVictim) -> Iterator[str]:
    """What must be borne in mind: a general score is never the risk of a stalking case (ASS-06, ASS-07)."""
    made = [one.instrument for one in of.standings if one.latest is not None]
    supervised = {name for name in _SUPERVISED if of.supervision is not None and of.supervision.get(name)}
    scores = [one.title for one in made if one.mode == "recorded" and one.result == "given" and one.caution]
    scores += [title for name, (title, _) in _SUPERVISED.items() if name in supervised - {"rosh"}]
    keys = {one.key for one in made} | {entry.get("instrument") for entry in of.others} | supervised
    if scores:
        yield f"{' and '.join(scores)}: no measure of the risk of stalking. It rests on convictions."
    if scores and not keys & {*INSTRUMENTS.in_group("stalking"), "rosh"}:
        yield "No stalking instrument and no RoSH is recorded beside them: they say nothing about this case alone."
    if apart := pointing_apart(of.standings, of.supervision):
        titles = " and ".join(_SUPERVISED[key][0] if key in _SUPERVISED else INSTRUMENTS.label(key) for key in apart)
        yield f"RoSH and {titles} point apart: serious harm is rated high, and {titles} low. Go by the harm."


def _assessment_href(entry: Entry | None) -> str:
    return reverse("risk_assessment", args=[entry.id]) if entry else ""
