"""Where an instrument stands on a report, and why it is due: never done, or something happened since. Pure.

Reasons are named, and each names its entries. Nothing is due by a score.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from unbroken.record.entries import Entry
from unbroken.safety.instruments.earlier import KIND, assessments, is_complete
from unbroken.safety.instruments.facts import Pair
from unbroken.safety.instruments.shapes import Instrument

# What calls for a new assessment, by the kinds of entry that say that it happened.
TRIGGERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "breach": ("order.breached", "licence.recalled"),
        "new_incident": ("incident.recorded",),
        "release": ("suspect.released", "suspect.bailed"),
        "withdrawal": ("victim.withdrew", "victim.disengaged", "victim.did_not_support_at_report"),
        "order_refused": ("order.refused",),
    }
)
SUPERVISION = frozenset({"probation.started", "probation.ended"})
"""The kinds of entry in which probation gives its own measures beside what it records."""
MEASURES = ("rosh", "ogrs_band", "ovp_band")
"""The fields that hold them."""
_PROBATION = ("rosh", ("ovp", "ovp2", "ogrs3", "ogrs4"))
_BANDS = ("ogrs_band", "ovp_band")
_HIGH = frozenset({"high", "very_high"})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it is due: a code of `assessment_triggers`, and the entries that it rests on, the latest first."""

    code: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an instrument stands for a victim.

    `done` is the last complete assessment, `before` the complete one before it, `latest` the last of any state.
    """

    instrument: Instrument
    done: Entry | None
    before: Entry | None
    latest: Entry | None
    reasons: tuple[Reason, ...]

    @property
    def state(self) -> str:
        """`done`; `begun`, `refused` or `unclear` by the latest where none is done; `not_done`."""
        if self.done is not None:
            return "done"
        return "not_done" if self.latest is None else state_of(self.latest)

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to say about it."""
        return self.latest is not None or bool(self.reasons)


def standings(
    instruments: Mapping[str, Instrument],
    entries: Sequence[Entry],
    *,
    pair: Pair,
    today: date | None = None,
    recent: timedelta,
) -> tuple[Standing, ...]:
    """Where each instrument stands, from the standing entries of a case. `today` None asks nothing about age."""
    leading = {
        (one.key, item.key): item.leads_to for one in instruments.values() for item in one.items if item.leads_to
    }
    found = []
    for instrument in instruments.values():
        made = assessments(entries, instrument.key, pair.victims)
        complete = [entry for entry in made if is_complete(entry)]
        done = complete[-1] if complete else None
        reasons = (
            *_undone(instrument, done, today, recent),
            *_since(instrument, entries, pair, done),
            *_led(instrument, entries, pair, done, leading),
        )
        found.append(
            Standing(
                instrument=instrument,
                done=done,
                before=complete[-2] if len(complete) > 1 else None,
                latest=made[-1] if made else None,
                reasons=reasons if instrument.mode == "asked" else (),  # what another body makes is due by its rules
            )
        )
    return tuple(found)


def state_of(assessment: Entry) -> str:
    """How far an assessment got: `done`, `begun`, `refused`, or `unclear` where nobody said."""
    states = {"yes": "done", "no": "begun", "refused": "refused"}
    return states.get(assessment.get("complete") or "", "unclear")


def without_form(instruments: Collection[str], entries: Iterable[Entry], *, pair: Pair) -> tuple[Entry, ...]:
    """The last assessment with each instrument that has no file here, such as SRP or judgement without one."""
    found = {
        str(entry.get("instrument")): entry
        for entry in entries
        if entry.kind == KIND and entry.body is not None and pair.victims.intersection(entry.of("victim"))
    }
    return tuple(entry for key, entry in found.items() if key not in instruments)


def grade_of(assessment: Entry | None) -> str | None:
    """The grade that an assessment ended with: the judgement where there is one, else what was computed or recorded."""
    if assessment is None:
        return None
    found: str | None = assessment.get("judgement") or assessment.get("computed_grade")
    return found


def has_risen(standing: Standing) -> bool:
    """Whether the last complete assessment ended with a higher grade than the one before (ASS-05)."""
    now, before = grade_of(standing.done), grade_of(standing.before)
    rank = standing.instrument.rank
    return now is not None and before is not None and -1 < rank(before) < rank(now)


def pointing_apart(standings: Iterable[Standing], supervision: Entry | None = None) -> tuple[str, ...]:
    """The general scores that are low where serious harm is held to be high or very high (ASS-07).

    They are keys of instruments, and fields of `supervision`, an entry in which probation gives its own measures. Of
    two ratings of serious harm the later one counts.

    Of the stalkers on probation in London, 71 % scored low on OGRS and 64 % on OVP, while 3 in 10 were high or very
    high on RoSH (MOPAC Stalking Deep Dive).
    """
    harm, scores = _PROBATION
    done = {standing.instrument.key: standing.done for standing in standings}
    rated = [
        (entry.happened_from, grade)
        for entry, grade in (
            (done.get(harm), grade_of(done.get(harm))),
            (supervision, supervision.get(harm) if supervision else None),
        )
        if entry and grade
    ]
    if max(rated, default=("", ""))[1] not in _HIGH:
        return ()
    bands = tuple(name for name in _BANDS if supervision is not None and supervision.get(name) == "low")
    return tuple(score for score in scores if grade_of(done.get(score)) == "low") + bands


def _undone(instrument: Instrument, done: Entry | None, today: date | None, recent: timedelta) -> Iterator[Reason]:
    if done is None and instrument.expected:
        yield Reason("never_done")
    if done is not None and today is not None and _is_old(done, today, recent):
        yield Reason("too_old", (done,))


def _since(instrument: Instrument, entries: Iterable[Entry], pair: Pair, done: Entry | None) -> Iterator[Reason]:
    """What happened, or was told, after the last complete assessment, by trigger, in the order of the triggers."""
    if done is None or not instrument.grades:  # a prompt that grades nothing has nothing to grade anew
        return
    found: dict[str, list[Entry]] = {code: [] for code in TRIGGERS}
    for entry in entries:
        if (code := _trigger(entry)) and pair.holds(entry) and _is_after(entry, done):
            found[code].append(entry)
    yield from (Reason(code, tuple(reversed(those))) for code, those in found.items() if those)


def _trigger(entry: Entry) -> str:
    """The trigger that an entry is; "" for none. An incident that broke an order is a breach."""
    if "order_breach" in (entry.get("behaviours") or ()):
        return "breach"
    return next((code for code, kinds in TRIGGERS.items() if entry.kind in kinds), "")


def _is_after(entry: Entry, done: Entry) -> bool:
    """Whether an entry was not before the assessor: it happened on a later day, or was recorded later."""
    return entry.day > done.last_day or entry.recorded_at > done.recorded_at


def _is_old(done: Entry, today: date, recent: timedelta) -> bool:
    review = done.get("review_on")
    return today > (date.fromisoformat(review) if review else done.last_day + recent)


def _led(
    instrument: Instrument,
    entries: Iterable[Entry],
    pair: Pair,
    done: Entry | None,
    leading: Mapping[tuple[str, str], str],
) -> Iterator[Reason]:
    """The assessments since with another instrument of which an answer leads to this one."""
    found = [
        entry
        for entry in entries
        if entry.kind == KIND
        and pair.victims.intersection(entry.of("victim"))
        and (done is None or _is_after(entry, done))
        and any(
            given["answer"] == "yes" and leading.get((entry.get("instrument"), given["item"])) == instrument.key
            for given in entry.get("answers") or ()
        )
    ]
    if found:
        yield Reason("led_to", tuple(reversed(found)))
