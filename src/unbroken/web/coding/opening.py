"""What of a sample somebody may open: samples that they code or settle, and of these the reports that they may see.

A coder is shown their own answers alone. Whoever settles is shown both coders' answers, once both are done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from unbroken.access.gate import refuse_closed, signed_in
from unbroken.access.models import User
from unbroken.access.reading import Reading, read_report
from unbroken.coding.fold import Drawn, Sample
from unbroken.coding.queries import read_sample
from unbroken.insight.coding.agreement import Key
from unbroken.insight.coding.frame import CASE, VICTIM, Variable
from unbroken.web.coding.own_values import Matter, read_matter
from unbroken.web.visible import Limits, limits_of, names_for


@dataclass(frozen=True, slots=True)
class OpenSample:
    """A sample as somebody may see it."""

    user: User
    limits: Limits
    sample: Sample

    @property
    def settles(self) -> bool:
        """Whether they settle what two coders do not agree on."""
        return self.user.username in self.sample.adjudicators

    @property
    def mine(self) -> tuple[Drawn, ...]:
        """The reports that they code, as far as they may see them."""
        return self.shown(self.sample.for_coder(self.user.username))

    def shown(self, reports: Sequence[Drawn]) -> tuple[Drawn, ...]:
        """Those of these reports that they may see."""
        return tuple(one for one in reports if self.limits.shows(one.report))


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a report: its variable, and about whom it is asked, by name ("" for the report)."""

    variable: Variable
    person: str
    about: str
    own: tuple[str, ...]
    own_words: str

    @property
    def key(self) -> Key:
        """What tells it from the other questions about the report."""
        return self.variable.name, self.person

    @property
    def name(self) -> str:
        """What its field is called on a page."""
        local = self.person.partition(":")[2]
        return f"{self.variable.name}--{local}" if local else self.variable.name


@dataclass(frozen=True, slots=True)
class OpenReport:
    """A report of a sample as somebody may see it, with the questions that the frame asks of it."""

    opened: OpenSample
    drawn: Drawn
    reading: Reading
    questions: tuple[Question, ...]


def open_sample(request: HttpRequest, name: str) -> OpenSample:
    """A sample that the reader codes or settles. Raises Http404, the same where there is none."""
    user = signed_in(request)
    sample = read_sample(name)
    if sample is None or sample.agency != user.agency or user.username not in (*sample.coders, *sample.adjudicators):
        raise refuse_closed(request, name)
    return OpenSample(user, limits_of(user), sample)


def open_report(request: HttpRequest, name: str, report: str, *, to_settle: bool = False) -> OpenReport:
    """A report that the reader codes, or settles. Raises Http404 where they do not, or may not see it."""
    opened = open_sample(request, name)
    drawn = opened.sample.of_report(report)
    reading = read_report(opened.user, report) if drawn else None
    if drawn is None or reading is None or report in reading.seen.restricted:
        raise refuse_closed(request, name, report)
    if not (opened.settles and drawn.both if to_settle else opened.user.username in drawn.coders):
        raise refuse_closed(request, name, report)
    return OpenReport(opened, drawn, reading, _questions(opened, read_matter(opened.user, report, reading)))


def _questions(opened: OpenSample, matter: Matter) -> tuple[Question, ...]:
    """Every question of the frame, those about people once for each."""
    names = names_for(opened.limits, {*matter.victims, *matter.suspects})
    found = []
    for variable in opened.sample.frame.variables:
        if variable.unit == CASE:
            found.append(_question(variable, "", "", matter))
            continue
        people = matter.victims if variable.unit == VICTIM else matter.suspects
        for place, person in enumerate(people, 1):
            which = f"{variable.unit} {place} of {len(people)}, {names[person]}" if len(people) > 1 else names[person]
            found.append(_question(variable, person, which, matter))
    return tuple(found)


def _question(variable: Variable, person: str, about: str, matter: Matter) -> Question:
    own, words = matter.own_value(variable, person)
    return Question(variable, person, about, own, words)
