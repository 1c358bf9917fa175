"""What the record tells of a course of conduct: the account that the rules judge, and why each thing counts as told.

What people recorded comes first. What only a narrative says, as it was read, is told too, but marked: nobody has
confirmed it, and a finding that rests on it says so. Ethnicity, postcode and mental health are not read. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from unbroken.cases.between import INCIDENT, OPPOSITE, Act, Two
from unbroken.conduct.accounts import told_by
from unbroken.conduct.course.measures import Measures, Trend, measure
from unbroken.conduct.course.shapes import Apart, Course, is_toward, part_of
from unbroken.conduct.four import Answer, Prompt, ask_four, is_domestic, prompt
from unbroken.conduct.reading.narrative import Said
from unbroken.conduct.recognition import Account, Finding, Recognised, Rule, recognise
from unbroken.record.entries import Entry
from unbroken.vocabulary.behaviours import BEHAVIOURS, THREATS, TOLD_TO_STOP
from unbroken.vocabulary.courts import VERDICTS
from unbroken.vocabulary.offences import OFFENCES, STALKING
from unbroken.vocabulary.orders import ORDER_TYPES
from unbroken.vocabulary.people import PERSONALLY_CONNECTED, RELATIONSHIPS
from unbroken.vocabulary.support import IMPACTS

_SHUT_OUT = frozenset({"blocked", "changed_number"})
_MADE_CLEAR = dict.fromkeys(TOLD_TO_STOP.in_group("told"), "told_to_stop") | dict.fromkeys(_SHUT_OUT, "blocked")
_OF_VIOLENCE = IMPACTS.in_group("fear")
_FEARS = _OF_VIOLENCE | {"fear"}
_CHANGES = IMPACTS.in_group("daily_life")
_CONVICTED = VERDICTS.in_group("convicted")
_THREATS = {"threats_harm": THREATS.in_group("harm") | THREATS.in_group("third_party"),
            "threats_self_harm": THREATS.in_group("self_harm")}  # fmt: skip
# What tells of how it was met, not of what was done; and what is counted from the incidents themselves.
_NOT_OF_IT = frozenset({"harmful_advice", "doubt_or_blame", "incident_count", "duration_days", "contact_count"})
_STATED, _VIEW = "relationship.stated", "escalation.noted"
# What words say of the two counts only where nobody has stated what they are to each other.
_BETWEEN_THEM = frozenset({"relationship_ended", "between_neighbours", "personally_connected"})
_REPEATED = 2  # occasions that make a course of conduct: PHA 1997 s.7(3)
MOST_REASONS = 5  # of one rule that are listed; how many more there are is said


class Reason(NamedTuple):
    """Why a fact or behaviour, `name`, counts as told: the entry, its day, and what it says.

    `words` are those of a narrative that nobody has confirmed, "" where it was recorded as such.
    """

    name: str
    entry: str
    on: date
    says: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a course, from the record alone and with the words of narratives, each thing with its reasons.

    `as_of` is when the newest entry that tells of it was recorded, "" where none does. `views` are the entries that say
    whether this course is getting worse, whichever they say.
    """

    recorded: Account
    account: Account
    every: tuple[Reason, ...]
    as_of: str = ""
    views: tuple[Entry, ...] = ()

    @property
    def reasons(self) -> Mapping[str, tuple[Reason, ...]]:
        """Why each thing counts as told: what was recorded before what only words say, then by day; each entry once."""
        found: dict[str, dict[str, Reason]] = {}
        for one in sorted(self.every, key=lambda one: (bool(one.words), one.on)):
            found.setdefault(one.name, {}).setdefault(one.entry, one)
        return {name: tuple(held.values()) for name, held in found.items()}


@dataclass(frozen=True, slots=True)
class Met:
    """A rule that is met, and why: the reasons that are shown at once, and those that can be opened."""

    rule: Rule
    reasons: tuple[Reason, ...]
    more: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One of the four questions: the rule that it asks about, the answer, and what answers it (None: nothing does)."""

    question: Rule
    answer: Answer
    by: Met | None


@dataclass(frozen=True, slots=True)
class Changing:
    """A fact that is not told, and what would be indicated if it were."""

    fact: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Part:
    """What a person split off a course, and what that comes to by itself."""

    apart: Apart
    judged: Judged


@dataclass(frozen=True, slots=True)
class Judged:
    """What a course comes to: the finding, why, what would change it, and its measures.

    `recorded_finding` is what it would be without the words of narratives: where it differs, the finding rests on them.
    `parts` are the courses that were split off it, judged by themselves.
    """

    course: Course
    measures: Measures
    recognised: Recognised
    recorded_finding: Finding
    told: Told = field(repr=False)
    parts: tuple[Part, ...] = ()

    @property
    def met(self) -> tuple[Met, ...]:
        """The rules that are met, each with its reasons."""
        reasons = self.told.reasons
        return tuple(Met(rule, *_why(rule, reasons)) for rule in self.recognised.met)

    @property
    def four(self) -> tuple[Asked, ...]:
        """Whether it is fixated, obsessive, unwanted and repeated, each with the entries that say so."""
        reasons = self.told.reasons
        return tuple(
            Asked(one.question, one.answer, Met(one.by, *_why(one.by, reasons)) if one.by else None)
            for one in ask_four(self.told.account)
        )

    @property
    def prompt(self) -> Prompt:
        """What the four answers by themselves ask somebody to consider."""
        account = self.told.account
        return prompt(ask_four(account), is_domestic=is_domestic(account))

    @property
    def changing(self) -> tuple[Changing, ...]:
        """What would change the finding."""
        return tuple(_changing(self.told.account))

    @property
    def finding(self) -> Finding:
        """What is indicated."""
        return self.recognised.finding

    @property
    def rules(self) -> frozenset[str]:
        """The rules that are met, by name."""
        return frozenset(rule.name for rule in self.recognised.met)

    @property
    def rests_on_words(self) -> bool:
        """Whether words of narratives that nobody has confirmed decide it."""
        return self.finding is not self.recorded_finding


Readings = Mapping[str, Sequence[Said]]
"""What the narrative of each of these entries tells."""
WOULD_SETTLE = {
    "repeated": "it has happened before",
    "told_to_stop": "the suspect was told, or shown, that it is not wanted",
    "change_of_routine": "everyday life has been changed because of it",
    "violence_feared": "violence is feared",
    "relationship_ended": "the two are former partners",
}
"""The facts whose telling may change a finding, in words."""


def judge(two: Two, course: Course, entries: Sequence[Entry], readings: Readings) -> Judged:
    """What a course comes to. `entries` are those that stand between the two, `readings` those of their narratives."""
    measures = measure(course.once, again=len(course.again))
    told = tell(two, course, entries, readings, measures=measures)
    found = recognise(told.account)
    alone = found if told.recorded == told.account else recognise(told.recorded)
    if alone.finding.is_graver_than(found.finding):
        # Words that nobody has confirmed may speak against it: what was recorded they do not outweigh.
        found, told = alone, replace(told, account=told.recorded)
    parts = (Part(one, judge(two, part_of(course, one), entries, readings)) for one in course.apart)
    return Judged(course, measures, found, alone.finding, told, tuple(parts))


def tell(two: Two, course: Course, entries: Sequence[Entry], readings: Readings, *, measures: Measures) -> Told:
    """What the record tells of a course, and what its narratives add."""
    own = course.entries
    of = _of_prosecutions(entries)
    mine = [one for one in entries if (one.id in own if one.kind == INCIDENT else _is_of(two, course, one, of))]
    coded = [
        *_of_acts(course.acts),
        *_after_a_block(course.once),
        *_of_entries(_newest_stated(mine), measures.last),
        *_of_measures(course, measures),
    ]
    is_stated = any(one.kind == _STATED and one.get("relationship") not in (None, "unknown") for one in mine)
    read = [one for one in _of_words(mine, readings) if not (is_stated and one.name in _BETWEEN_THEM)]
    recorded = _account(coded, measures, course, ())
    telling = {one.entry for one in (*coded, *read)} | own
    as_of = max((one.recorded_at for one in entries if one.id in telling), default="")
    views = tuple(one for one in mine if one.kind == _VIEW)
    return Told(recorded, _account([*coded, *read], measures, course, read), (*coded, *read), as_of, views)


def _account(reasons: Iterable[Reason], measures: Measures, course: Course, read: Sequence[Reason]) -> Account:
    names = {one.name for one in reasons}
    told_in = {one.on for one in read if one.name in BEHAVIOURS or one.name == "unspecified_conduct"}
    once = course.once
    reports = course.telling_reports  # one act told in two reports is one occasion
    told = min(reports, len(told_in)) if len(told_in) > 1 else 0
    return Account(
        behaviours=frozenset(name for name in names if name in BEHAVIOURS),
        facts=frozenset(name for name in names if name not in BEHAVIOURS),
        occasions=max(_occasions(once), told),
        duration_days=measures.span,
        contacts=sum(act.times for act in once if act.is_contact),
        reports=reports,
    )


def _occasions(acts: Sequence[Act]) -> int:
    """The least number of occasions: different days, and as many of a stretch as its source counted in it."""
    stretches = (min(act.times, (act.last_on - act.on).days + 1) - 1 for act in acts if act.last_on > act.on)
    return len({act.on for act in acts}) + sum(stretches)


def _is_of(
    two: Two, course: Course, entry: Entry, of_prosecutions: Mapping[str, Collection[str]] = MappingProxyType({})
) -> bool:
    """Whether an entry tells of this course, as it names the two this way round or is in one of its reports.

    A report may have other suspects and victims: what names one of them alone is not told of these two. Of what was
    split off only its own reports tell, and what is in no report.
    """
    reports = entry.of("report") or of_prosecutions.get(next(iter(entry.of("prosecution")), ""), ())
    if course.is_part and reports and not any(report in course.reports for report in reports):
        return False
    if is_toward(two, course.by, entry):
        return True
    suspects, victims = entry.of("suspect"), entry.of("victim")
    is_others = (suspects and course.by not in two.sides_of(suspects)) or (
        victims and OPPOSITE[course.by] not in two.sides_of(victims)
    )
    return not is_others and any(report in course.reports for report in reports)


def _of_prosecutions(entries: Iterable[Entry]) -> Mapping[str, frozenset[str]]:
    """The reports that each prosecution is of, as the entries name them: a verdict may name the prosecution alone."""
    found: dict[str, frozenset[str]] = {}
    for entry in entries:
        for name in entry.of("prosecution"):
            found[name] = found.get(name, frozenset()) | frozenset(entry.of("report"))
    return found


def _of_acts(acts: Sequence[Act]) -> Iterator[Reason]:
    for act in acts:
        for name, says in _of_act(act):
            yield Reason(name, act.entry, act.on, says)


def _of_act(act: Act) -> Iterator[tuple[str, str]]:
    for code in act.behaviours:
        yield code, BEHAVIOURS.label(code)
    for code, threats in _THREATS.items():
        if said := [THREATS.label(one) for one in act.threats if one in threats]:
            yield code, f"Threat: {', '.join(said).lower()}"
    if act.is_toward_others:
        yield "third_party", "Done to somebody else in a report about the victim"
    for code in act.told:
        if name := _MADE_CLEAR.get(code):
            yield name, TOLD_TO_STOP.label(code)
    for code in act.orders:
        yield "prior_order", f"In force: {ORDER_TYPES.label(code)}"


def _after_a_block(acts: Sequence[Act]) -> Iterator[Reason]:
    """What came from a number or account not used before, once the suspect had been shut out."""
    is_shut_out, used = False, set[str]()
    for act in acts:
        if is_shut_out and not used.issuperset(act.identifiers):
            says = "From a number or account not used before"
            yield Reason("new_accounts_after_block", act.entry, act.on, says)
        used.update(act.identifiers)
        is_shut_out = is_shut_out or not _SHUT_OUT.isdisjoint(act.told)


def _of_entries(entries: Iterable[Entry], last: date | None) -> Iterator[Reason]:
    for entry in entries:
        if entry.kind == "order.granted" and (last is None or entry.day > last):
            continue  # what was forbidden only afterwards was not gone on with in spite of it
        for name, says in _TOLD_BY.get(entry.kind, _nothing)(entry):
            yield Reason(name, entry.id, entry.day, says)


def _newest_stated(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries without what was stated of the two before it was stated last."""
    stated = [one for one in entries if one.kind == _STATED]
    yield from (one for one in entries if one.kind != _STATED or one is stated[-1])


def _nothing(entry: Entry) -> Iterator[tuple[str, str]]:
    return iter(())


def _impact(entry: Entry) -> Iterator[tuple[str, str]]:
    for effect in entry.get("effects") or ():
        if effect in _FEARS:
            yield "fear", IMPACTS.label(effect)
        if effect in _OF_VIOLENCE:
            yield "violence_feared", IMPACTS.label(effect)
        if effect in _CHANGES:
            yield "change_of_routine", IMPACTS.label(effect)


def _relationship(entry: Entry) -> Iterator[tuple[str, str]]:
    stated = entry.get("relationship")
    if stated == "ex_partner":
        yield "relationship_ended", "Stated: former partner"
    elif stated == "neighbour":
        yield "between_neighbours", "Stated: neighbour"
    elif stated in PERSONALLY_CONNECTED:
        yield "personally_connected", f"Stated: {RELATIONSHIPS.label(stated).lower()}"


def _breach(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "order_breach", "An order was breached"
    yield "prior_order", "An order was breached"


def _escalation(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.get("escalating", "yes") == "yes":
        yield "escalation", "Noted that it is getting worse"


def _interview(entry: Entry) -> Iterator[tuple[str, str]]:
    if "denied" in (entry.get("accounts") or ()):
        yield "suspect_denies", "Denied in interview"


def _verdict(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.get("verdict") in _CONVICTED and entry.get("offence") in STALKING:
        yield "stalking_found", f"Convicted: {OFFENCES.label(entry.get('offence'))}"


def _order(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "prior_order", "An order was made"


_TOLD_BY: Mapping[str, Callable[[Entry], Iterator[tuple[str, str]]]] = {
    "impact.recorded": _impact,
    "relationship.stated": _relationship,
    "order.granted": _order,
    "order.breached": _breach,
    _VIEW: _escalation,
    "suspect.interviewed": _interview,
    "verdict.returned": _verdict,
}


def _of_measures(course: Course, measures: Measures) -> Iterator[Reason]:
    """That it was done again, and that it grows, as the dates show: resting on the incidents that show it."""
    once = course.once
    if _occasions(once) < _REPEATED:
        return
    for act in once:
        yield Reason("repeated", act.entry, act.on, _say_done(act))
    last = once[-1]
    if measures.frequency is Trend.MORE:
        yield Reason("escalation", last.entry, last.on, "Incidents come more often, by their dates")
    for one in measures.graver:
        yield Reason("escalation", one.act.entry, one.on, f"Graver than before: {one.level.says.lower()}")


def _say_done(act: Act) -> str:
    return ", ".join(BEHAVIOURS.label(code) for code in act.behaviours) or "An incident"


def _of_words(entries: Iterable[Entry], readings: Readings) -> Iterator[Reason]:
    """What narratives tell of the course, the first place of each thing in each of them."""
    for entry in entries:
        if not (said := readings.get(entry.id)):
            continue
        on, told = entry.day, set(_NOT_OF_IT)
        for one in said:
            if (name := told_by(one)) and name not in told:
                told.add(name)
                yield Reason(name, entry.id, on, words=one.text)


def _why(rule: Rule, reasons: Mapping[str, tuple[Reason, ...]]) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """The reasons of a rule: what it rests on; where it rests on nothing in particular, what was done."""
    named = [one for name in sorted(rule.rests_on) for one in reasons.get(name, ())]
    found = named or [one for name, held in reasons.items() if name in BEHAVIOURS for one in held]
    found.sort(key=lambda one: (bool(one.words), one.on, one.entry))
    # The first of each thing that it rests on comes before more of the same: none of them may be left out of a list.
    first = {one.name: one for one in reversed(found)}
    found.sort(key=lambda one: first[one.name] is not one)
    return tuple(found[:MOST_REASONS]), tuple(found[MOST_REASONS:])


def _changing(account: Account) -> Iterator[Changing]:
    """Each fact not told whose telling alone would change the finding."""
    now = recognise(account).finding
    for fact in WOULD_SETTLE:
        if account.tells(fact):
            continue
        told = replace(account, facts=(account.facts | {fact}) - {"nothing_else"})
        then = recognise(told).finding
        if then is not now:
            yield Changing(fact, then)
