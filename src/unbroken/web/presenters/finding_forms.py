"""The forms about a course of conduct: what somebody says of the finding, and which incidents belong together. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from unbroken.cases.between import Act
from unbroken.conduct.course.shapes import Course as Conduct
from unbroken.conduct.judging import Course
from unbroken.exchange.exporting.shapes import sentence_of
from unbroken.record.entries import Draft, Entry, Subject
from unbroken.vocabulary.recognition import FINDING_DECISIONS
from unbroken.web.forms import Checkboxes, Choice, Form, Hidden, Radios, Textarea
from unbroken.web.forms.choices import choices_of
from unbroken.web.forms.form import Rule
from unbroken.web.presenters.findings import say_done
from unbroken.web.recording.entry_form import FORM_ID, SOURCE
from unbroken.web.recording.meanwhile import SEEN, version
from unbroken.web.words import say_day, say_happened

DECISION, REASON, OUT, INTO = "decision", "reason", "out", "into"
_AT_ONCE = 100  # incidents that one entry may name


def version_of(course: Course) -> str:
    """What tells one state of a course from another: the finding and why, its incidents, and what was decided."""
    decided = course.decided.entry.id if course.decided else ""
    apart = [(one.entry, len(one.incidents)) for one in course.judged.course.apart]
    judged = course.judged
    why = (judged.finding, sorted(judged.rules), judged.told.as_of)
    return version(*why, sorted(judged.course.entries), judged.course.reports, apart, decided)


def decision_form() -> Form:
    """The form that accepts a finding or says why not."""
    return Form(
        (
            Hidden(FORM_ID),
            Hidden(SEEN),
            Radios(
                DECISION,
                "Do you accept this finding?",
                called="whether you accept this finding",
                choices=choices_of(FINDING_DECISIONS),
            ),
            Textarea(
                REASON,
                "Why?",
                called="why",
                hint="Whoever reads it later should understand it without asking you. It does not change the class of "
                "a report: that is a step of its own.",
            ),
        )
    )


def decision_draft(course: Course, values: Mapping[str, str], *, agency: str, today: str) -> Draft:
    """The entry that the answers make."""
    judged = course.judged
    rules = [rule.name for rule in judged.recognised.met]
    body = {
        "finding": judged.finding.value,
        "decision": values[DECISION],
        "reason": values[REASON],
        "incidents": judged.measures.incidents,
        "reports": len(judged.course.reports),
    }
    return _draft("finding.decided", course, body | ({"rules": rules} if rules else {}), values[FORM_ID], agency, today)


def parts_form(course: Course, unnamed: Sequence[Entry]) -> Form:
    """The form that takes incidents out of a course as one apart, and brings incidents in."""
    inside = tuple(_choice_of(one.act) for one in course.judged.course.incidents)
    outside = (*_apart(course.judged.course), *map(_choice, unnamed))
    fields = [
        Checkboxes(OUT, "Take out, as a course apart", called="the incidents to take out", choices=inside,
                   required=False, small=True, one_of=True)
    ] if inside else []  # fmt: skip
    if outside:
        hint = "What was taken out before, and incidents of this victim in which nobody is named as the one who did it."
        fields.append(
            Checkboxes(INTO, "Bring in", called="the incidents to bring in", choices=outside, hint=hint,
                       required=False, small=True, one_of=True)
        )  # fmt: skip
    why = Textarea(REASON, "Why?", called="why", hint="What shows that they belong together, or do not.")
    return Form((Hidden(FORM_ID), Hidden(SEEN), *fields, why), (_ticked(fields[0].name if fields else ""),))


def _ticked(name: str) -> Rule:
    def rule(values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        if not values.get(OUT) and not values.get(INTO):
            yield name, "Select the incidents to take out or to bring in"

    return rule


def parts_drafts(course: Course, values: Mapping[str, object], *, agency: str, today: str) -> list[Draft]:
    """The entries that the answers make: as many as a hundred incidents each ask for."""
    found = []
    for kind, name in (("course.split", OUT), ("course.joined", INTO)):
        ticked = list(values.get(name) or ())  # type: ignore[call-overload]
        for start in range(0, len(ticked), _AT_ONCE):
            body = {"incidents": ticked[start : start + _AT_ONCE], "reason": values[REASON]}
            ref = f"{values[FORM_ID]}-{name}-{start}"
            found.append(_draft(kind, course, body, ref, agency, today))
    return found


def _draft(kind: str, course: Course, body: Mapping[str, object], ref: str, agency: str, today: str) -> Draft:
    suspects = () if course.is_unknown else (Subject("suspect", course.suspect),)
    # All of them: what is said of a restricted report is closed with it, and opens to who may open it.
    reports = (Subject("report", name) for name in course.judged.course.reports)
    return Draft(kind, body, (Subject("victim", course.victim), *suspects, *reports), today, agency, SOURCE, ref)


def _apart(course: Conduct) -> Iterator[Choice]:
    for one in course.apart:
        yield from (_choice_of(incident.act) for incident in one.incidents)


def _choice_of(act: Act) -> Choice:
    return Choice(act.entry, f"{say_day(act.on)}: {say_done(act)}")


def _choice(entry: Entry) -> Choice:
    return Choice(entry.id, f"{say_happened(entry.happened)}: {sentence_of(entry.kind, entry.body)}")
