"""What one person did to another comes to, in words: the finding, why, what is missing, and what would change it. Pure.

Every reason leads to the entry it rests on. It advises: a person decides, and what was decided stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from unbroken.cases.between import Act
from unbroken.conduct.course.again import Again
from unbroken.conduct.course.measures import Measures, Stretch
from unbroken.conduct.course.shapes import Course as Conduct
from unbroken.conduct.course.shapes import Surely
from unbroken.conduct.course.telling import WOULD_SETTLE, Asked, Changing, Judged, Met, Part, Reason
from unbroken.conduct.four import AGAINST, QUESTIONS, Answer, Prompt
from unbroken.conduct.judging import Course
from unbroken.conduct.recognition import SPEAK_AGAINST, Finding, Rule
from unbroken.record.entries import Entry
from unbroken.vocabulary.actors import OBSERVERS
from unbroken.vocabulary.behaviours import BEHAVIOURS, PLACES, TOLD_TO_STOP
from unbroken.vocabulary.orders import ORDER_TYPES
from unbroken.vocabulary.recognition import FINDING_DECISIONS, FINDINGS
from unbroken.vocabulary.steps import ESCALATIONS
from unbroken.web.presenters.listings import Cell, Fact
from unbroken.web.words import NOT_RECORDED, say_between, say_count, say_day

_WORSE = {"yes": "getting worse", "no": "not getting worse"}
IN_THE_TABLE = AGAINST | frozenset(QUESTIONS)  # rules that the table of the four questions shows, and nothing else
_HEADINGS: Mapping[Finding, str] = {
    Finding.STALKING_4A: "Stalking with fear of violence, or serious alarm or distress, is indicated (s.4A)",
    Finding.STALKING_2A: "Stalking is indicated (s.2A)",
    Finding.HARASSMENT: "Harassment is indicated (s.2)",
    Finding.NOT_YET: "Not yet to be said: there are questions to ask",
    Finding.NONE: "Nothing is indicated by what is recorded",
}
_LIMBS: Mapping[str, str] = {
    "fear_of_violence": "fear of violence (s.4A(1)(b)(i))",
    "substantial_effect": "serious alarm or distress that changes daily life (s.4A(1)(b)(ii))",
}
_WOULD: Mapping[Finding, str] = {
    Finding.STALKING_4A: "stalking under s.4A would be indicated",
    Finding.STALKING_2A: "stalking under s.2A would be indicated",
    Finding.HARASSMENT: "harassment would be indicated",
    Finding.NOT_YET: "there would be questions to ask",
    Finding.NONE: "nothing would be indicated",
}
_ASKS = {"fixated": "Fixated", "obsessive": "Obsessive", "unwanted": "Unwanted", "repeated": "Repeated"}
_ANSWERS: Mapping[Answer, str] = {Answer.YES: "Yes", Answer.NO: "No", Answer.NOT_KNOWN: "Not known"}
_PROMPTS: Mapping[Prompt, str] = {
    Prompt.STALKING: "All four are answered yes: by these alone, stalking is to be considered.",
    Prompt.DOMESTIC: "Unwanted and repeated, between people who are or were partners, or are relatives: by these "
    "alone, stalking (s.2A) is to be considered.",
    Prompt.HARASSMENT: "Only unwanted and repeated are answered yes: by these alone, harassment is to be considered.",
    Prompt.NOTHING_YET: "These four alone settle nothing: what else is met counts too.",
}
ADVISES = "This is advice by written rules over what is recorded. A person decides, and every reason can be opened."
_ON_WORDS = (
    "It rests on words in narratives that nobody has confirmed. By what is recorded as such alone: {}. "
    "Read the words, and record what they tell."
)


@dataclass(frozen=True, slots=True)
class Why:
    """A rule that is met: what it means, where it comes from, and the entries that say so: some, and those to open."""

    says: str
    reference: str
    reasons: tuple[Cell, ...]
    more: tuple[Cell, ...]
    says_more: str


@dataclass(frozen=True, slots=True)
class FourRow:
    """One of the four questions, what it means, its answer, and what answers it: None where nothing does.

    `says` is what answers it with no; a yes is what the question means.
    """

    name: str
    means: str
    answer: str
    says: str
    why: Why | None


@dataclass(frozen=True, slots=True)
class PartSection:
    """What was taken out of a course as one apart: which incidents, by what entry, and what they come to themselves."""

    direction: str
    title: str
    href: str
    reason: str
    heading: str
    caution: str
    incidents: tuple[Cell, ...]
    four: tuple[FourRow, ...]
    prompt: str
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class FindingSection:
    """What one person did to another comes to. `decided` is empty where nobody has decided about it.

    `waits` says what is left to decide where an offence is indicated, "" where nothing is.
    """

    direction: str
    heading: str
    caution: str
    four: tuple[FourRow, ...]
    prompt: str
    why: tuple[Why, ...]
    missing: tuple[tuple[str, str], ...]
    changing: tuple[str, ...]
    questions: tuple[str, ...]
    facts: tuple[Fact, ...]
    parts: tuple[PartSection, ...]
    decided: tuple[str, ...]
    decided_href: str
    waits: str
    href: str
    incidents_href: str
    back_href: str


def present_finding(
    course: Course, names: Mapping[str, str], *, without: frozenset[str] = frozenset()
) -> FindingSection:
    """The finding about a course. `names` are those of its people; the entries `without` have no page yet."""
    judged = course.judged
    address = [course.victim, course.suspect]
    has_parts = not course.is_unknown and bool(judged.course.incidents or judged.course.apart)
    return FindingSection(
        direction=say_direction(course, names),
        heading=_heading(judged),
        caution=_caution(judged),
        four=_four_of(judged, without),
        prompt=_PROMPTS[judged.prompt],
        why=_others(judged, without),
        missing=tuple(_not_met(judged.recognised.not_met)),
        changing=tuple(_say_changing(one) for one in judged.changing),
        questions=judged.recognised.questions,
        facts=tuple(_facts(judged)),
        parts=tuple(_part(one, say_direction(course, names), without) for one in judged.parts),
        decided=tuple(_decided(course)),
        decided_href=reverse("entry", args=[course.decided.entry.id]) if course.decided else "",
        waits=_say_waiting(course),
        href=decide_address(course),
        incidents_href=reverse("course", args=address) if has_parts else "",
        back_href=back_address(course),
    )


def say_direction(course: Course, names: Mapping[str, str]) -> str:
    """Who is said to have done it to whom: nobody here has been found to have done anything."""
    if course.is_unknown:
        return f"What is said to have been done to {names[course.victim]}, by somebody whom the report does not name"
    return f"What {names[course.suspect]} is said to have done to {names[course.victim]}"


def say_both(course: Course, names: Mapping[str, str]) -> str:
    """The two, or the victim where nobody is suspected."""
    other = "somebody not named" if course.is_unknown else names[course.suspect]
    return f"{names[course.victim]} and {other}"


def decide_address(course: Course) -> str:
    """Where somebody decides about a course."""
    if course.is_unknown:
        return reverse("report_finding", args=[course.suspect, course.victim])
    return reverse("finding", args=[course.victim, course.suspect])


def back_address(course: Course) -> str:
    """The page of what lies between the two, or of the report where nobody is suspected."""
    if course.is_unknown:
        return reverse("report", args=[course.suspect])
    return reverse("pair", args=sorted((course.victim, course.suspect)))


def say_finding(finding: Finding) -> str:
    """A finding as a line of its own."""
    return _HEADINGS[finding]


def _part(part: Part, direction: str, without: frozenset[str]) -> PartSection:
    judged, apart = part.judged, part.apart
    return PartSection(
        direction=f"{direction}, taken out on {say_day(apart.on)}",
        title=f"{say_count(len(apart.incidents), 'incident')} taken out as a course apart on {say_day(apart.on)}",
        href=reverse("entry", args=[apart.entry]),
        reason=apart.reason,
        heading=_heading(judged),
        caution=_caution(judged),
        incidents=tuple(
            Cell(f"{say_day(one.act.on)}: {say_done(one.act)}", reverse("entry", args=[one.act.entry]))
            for one in apart.incidents
        ),
        four=_four_of(judged, without),
        prompt=_PROMPTS[judged.prompt],
        why=_others(judged, without),
    )


def say_done(act: Act) -> str:
    """What was done in an incident, by its behaviours."""
    return ", ".join(BEHAVIOURS.label(code) for code in act.behaviours) or "An incident"


def _heading(judged: Judged) -> str:
    """What is indicated; of section 4A by which limb."""
    limbs = " and ".join(_LIMBS[rule.name] for rule in judged.recognised.limbs)
    return f"Stalking is indicated, with {limbs}" if limbs else _HEADINGS[judged.finding]


def _caution(judged: Judged) -> str:
    return _ON_WORDS.format(_lower(_HEADINGS[judged.recorded_finding])) if judged.rests_on_words else ""


def _four_of(judged: Judged, without: frozenset[str]) -> tuple[FourRow, ...]:
    return tuple(_four(one, without) for one in judged.four)


def _others(judged: Judged, without: frozenset[str]) -> tuple[Why, ...]:
    """The rules met that are not in the table of the four questions."""
    return tuple(_why(one, without) for one in judged.met if one.rule.name not in IN_THE_TABLE)


def _four(asked: Asked, without: frozenset[str]) -> FourRow:
    says = asked.by.rule.says if asked.by and asked.answer is Answer.NO else ""
    why = _why(asked.by, without) if asked.by else None
    return FourRow(_ASKS[asked.question.name], asked.question.says, _ANSWERS[asked.answer], says, why)


def say_four(judged: Judged) -> str:
    """The four answers in a line."""
    answers = (f"{_ASKS[one.question.name].lower()}: {_ANSWERS[one.answer].lower()}" for one in judged.four)
    return f"{'; '.join(answers).capitalize()}."


def _why(met: Met, without: frozenset[str]) -> Why:
    shown, more = (tuple(_reason(one, without) for one in held) for held in (met.reasons, met.more))
    return Why(met.rule.says, met.rule.reference, shown, more, say_count(len(more), "more entry", "more entries"))


def _reason(reason: Reason, without: frozenset[str]) -> Cell:
    href = "" if reason.entry in without else reverse("entry", args=[reason.entry])
    if reason.words:  # of what day they tell, nobody has read in them
        return Cell(f"“{reason.words}”", href, f"in a narrative of {say_day(reason.on)}, not confirmed")
    return Cell(f"{reason.says}, {say_day(reason.on)}", href)


def _not_met(rules: Iterable[Rule]) -> Iterator[tuple[str, str]]:
    return ((rule.says, rule.reference) for rule in rules if rule.name not in IN_THE_TABLE | SPEAK_AGAINST)


def _say_changing(change: Changing) -> str:
    return f"If {WOULD_SETTLE[change.fact]}, {_WOULD[change.finding]}."


def _decided(course: Course) -> Iterator[str]:
    decided = course.decided
    if decided is None:
        return
    entry = decided.entry
    verdict = FINDING_DECISIONS.label(decided.decision)
    yield f"{verdict} on {say_day(entry.day)}, when it was: {_lower(FINDINGS.label(decided.finding))}."
    if reason := entry.get("reason"):
        yield f"Reason: {reason}"
    if not course.is_settled:
        yield "What is recorded has changed since, so it is open again."


def _say_waiting(course: Course) -> str:
    finding = course.judged.finding
    if course.is_settled or not (finding.is_stalking or finding is Finding.HARASSMENT):
        return ""
    left = "it is open again since it was decided" if course.decided else "nobody has said whether they accept it"
    return f"{_heading(course.judged)}, and {left}."


def _facts(judged: Judged) -> Iterator[Fact]:
    found = judged.measures
    if not found.incidents:
        yield Fact("Incidents", "None is recorded: only the reports and their narratives tell of it.")
        return
    counted = f"; {found.times:,} times, as their sources counted" if found.times > found.incidents else ""
    yield Fact(
        "Incidents",
        f"{say_count(found.incidents, 'incident')} on {say_count(found.days, 'day')}{counted}",
        note=_surely(judged.course),
    )
    yield from map(_told_again, judged.course.again)
    yield Fact("From first to last", f"{say_between(found.first, found.last)}: {say_count(found.span, 'day')}")
    yield Fact("What was done", _counted((BEHAVIOURS.label(code), n) for code, n in found.behaviours),
               note=f"{say_count(found.types, 'type')} of behaviour")  # fmt: skip
    yield Fact("Where", _counted((PLACES.label(code), n) for code, n in found.places) or NOT_RECORDED)
    if found.channels:
        yield Fact("Numbers and accounts used", str(len(found.channels)))
    yield Fact("Made clear to the suspect", _since((TOLD_TO_STOP.label(code), on) for code, on in found.told))
    if found.orders:
        yield Fact("Orders in force", _since((ORDER_TYPES.label(code), on) for code, on in found.orders))
    yield Fact("Bursts and gaps", _rhythm(found))
    yield Fact("Getting worse, by the dates", _escalation(found), note="What was recorded late may only seem so.")
    yield Fact("Whether it is getting worse, as was said", _views(judged.told.views) or "Nobody's view is recorded")


def _told_again(again: Again) -> Fact:
    """Two incidents that may be one: counted once until the two reports were compared."""
    reports = sorted((again.first.report, again.act.report))
    return Fact(
        "May be the same incident told twice",
        f"{say_between(again.act.on, again.act.last_on)}: {say_done(again.act)}",
        reverse("report_twice", args=reports),
        note="Told in two reports. Both stay here, and its days and times count once, until somebody who compared the "
        "two reports says that they are of different incidents.",
    )


def _surely(course: Conduct) -> str:
    held = [one.surely for one in course.incidents]
    return "; ".join(f"{_lower(sure.says)}: {held.count(sure)}" for sure in Surely if sure in held)


def _counted(found: Iterable[tuple[str, int]]) -> str:
    return "; ".join(f"{label} ({count})" for label, count in found)


def _since(found: Iterable[tuple[str, object]]) -> str:
    return "; ".join(f"{label}, {say_day(str(on))}" for label, on in found) or NOT_RECORDED


def _rhythm(found: Measures) -> str:
    bursts = [f"{say_count(one.days, 'day')} with incidents {_stretch(one)}" for one in found.bursts]
    gaps = [f"none {_stretch(one)}" for one in found.gaps]
    return "; ".join((*bursts, *gaps)) or "Neither three days close together nor four weeks without any"


def _stretch(one: Stretch) -> str:
    return f"from {say_day(one.first)} to {say_day(one.last)}"


def _escalation(found: Measures) -> str:
    graver = [f"graver from {say_day(one.on)}: {_lower(one.level.says)}" for one in found.graver]
    return "; ".join((f"How often: {found.frequency.value}", *graver))


def _views(entries: Iterable[Entry]) -> str:
    return "; ".join(_view(entry) for entry in entries if entry.body is not None)


def _view(entry: Entry) -> str:
    answer = _WORSE.get(entry.get("escalating") or "yes", "not known")
    ways = " and ".join(ESCALATIONS.label(way).lower() for way in entry.get("ways") or ())
    return f"{OBSERVERS.label(entry.get('by'))}: {answer}{f', in {ways}' if ways else ''} ({say_day(entry.day)})"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
