"""From the answers of a new report to the entries that record it, and from what is refused back to its page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from unbroken.exchange.exporting.shapes import shapes_of
from unbroken.record.entries import Draft, Subject
from unbroken.record.errors import Problem, Refused
from unbroken.web.forms import Field, Filled, at
from unbroken.web.recording.asked import Setting
from unbroken.web.recording.bodies import body_of, field_of, say_problem, slots_in
from unbroken.web.recording.happening import HAPPENED, UNTIL, happened_in
from unbroken.web.recording.people_questions import NO_FLAGS
from unbroken.web.recording.report_pages import INCIDENTS, PAGES, incidents_in, page_at

SOURCE = "form"
Where = Mapping[str, tuple[str, str]]
_NOWHERE: Where = MappingProxyType({})
_LINES = ("phone", "email", "vehicle", "other")
# Which page asks what a person is described by, for a problem to lead there.
_ASKED_ON = {
    "names": ("", "given"),
    "date_of_birth": ("", "date_of_birth"),
    "age": ("", "age"),
    "identifiers": ("-contact", "phone"),
    "flags": ("-needs", "flags"),
    "access_needs": ("-needs", "access_needs"),
    "sex": ("-about", "sex"),
    "ethnicity_self": ("-about", "ethnicity_self"),
    "language": ("-about", "language"),
    "interpreter": ("-about", "interpreter"),
    "works_in": ("-about", "works_in"),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry to be recorded, and the page that asked for it. `where` says which fields another page asked."""

    draft: Draft
    page: str
    where: Where = field(default_factory=lambda: _NOWHERE)

    def place_of(self, problem: Problem) -> tuple[str, str]:
        """The page and the field that a problem is about; the field is "" where it is about none."""
        head, _, rest = problem.field.partition(".")
        name = rest.partition(".")[0] if head == "body" else head
        if name in self.where:
            return self.where[name]
        return self.page, field_of(problem, shapes_of(self.draft.kind), {})


@dataclass(frozen=True, slots=True)
class Located:
    """What is wrong, and where: the page, its field, and a sentence."""

    page: str
    field: str
    message: str


_PARTNERS = frozenset({"current_partner", "ex_partner"})
_LEAST_AGE = 10


def _age_on(day: str, born: str | None, age: int | None) -> int | None:
    """Age in whole years on a day; as it was said where no whole date of birth is known."""
    if not born or len(born) < 10:
        return age
    return int(day[:4]) - int(born[:4]) - (day[5:] < born[5:])


class Told:
    """The answers of a new report, read by the forms of its pages."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.filled: dict[str, Filled] = {}
        for slug in self.slugs():
            page, raw = page_at(slug), setting.answers.get(slug)
            if page is not None and raw is not None:
                self.filled[slug] = page.make(setting, raw).read(raw)

    def slugs(self) -> list[str]:
        """The pages of questions, each incident among them, in their order."""
        incidents = incidents_in(self.setting.answers)
        found = [[page.slug] if page.slug != INCIDENTS else incidents for page in PAGES]
        return [slug for group in found for slug in group]

    def get(self, page: str, name: str) -> Any:
        """One answer; None where it was not given."""
        filled = self.filled.get(page)
        return filled.given.get(name) if filled else None

    def values(self, *pages: str) -> dict[str, Any]:
        """The answers of some pages together."""
        found: dict[str, Any] = {}
        for page in pages:
            if page in self.filled:
                found |= self.filled[page].given
        return found

    def unfinished(self) -> list[Located]:
        """What must still be answered before it can be recorded."""
        found: list[Located] = []
        for slug in self.slugs():
            filled = self.filled.get(slug)
            if filled is None:
                page = page_at(slug)
                found.append(Located(slug, "", f"Answer “{page.title if page else slug}”"))
                continue
            found += [Located(slug, name, wrong.message) for name, wrong in filled.wrongs.items()]
        if not incidents_in(self.setting.answers):
            found.append(Located(INCIDENTS, "", "Add at least one incident"))
        return [*found, *self.too_young()]

    def too_young(self, *, page: str = "") -> list[Located]:
        """Birth dates and ages that nobody's partner has: a slip that would take the case for no domestic abuse.

        Said on the page of the person; with `page`, on the page that somebody is on, if it has a part in it.
        """
        if self.get("relationship", "relationship") not in _PARTNERS:
            return []
        found = []
        for role, who in (("victim", "victim"), ("suspect", "other person")):
            name = "date_of_birth" if self.get(role, "date_of_birth") else "age"
            age = _age_on(self.happened[:10], self.get(role, "date_of_birth"), self.get(role, "age"))
            if age is None or age >= _LEAST_AGE:
                continue
            called = "date of birth" if name == "date_of_birth" else "age"
            said = f"is {age or 'less than 1'} by the {called} you entered, and a partner or former partner"
            if page == "relationship":
                text = f"The {who} {said}. Choose another answer, or go back and correct the {called}"
                found.append(Located(page, "relationship", text))
            else:
                text = f"Check the {called}: the {who} {said}"
                found.append(Located(role, name, text))
        return found

    @property
    def happened(self) -> str:
        """When the report was made."""
        return at(self.get("reporting", "made_on"), self.get("reporting", "made_at")) or self.setting.today.isoformat()


@dataclass(frozen=True, slots=True)
class Names:
    """The objects of a new report: named after the form, so that sending it twice names the same."""

    form: str

    @property
    def report(self) -> Subject:
        """The report."""
        return Subject("report", f"report:{self.form}")

    @property
    def victim(self) -> str:
        """The victim's object."""
        return f"person:{self.form}-v"

    @property
    def suspect(self) -> str:
        """The object of the other person: known or not, what is done is done by somebody."""
        return f"person:{self.form}-s"

    def both(self) -> tuple[Subject, ...]:
        """The report with its victim and suspect."""
        return self.report, Subject("victim", self.victim), Subject("suspect", self.suspect)


def plan(told: Told, *, form: str, agency: str) -> list[Planned]:
    """The entries that record a new report, in the order in which they are recorded."""
    names = Names(form)
    parts = (*_people(told, names), _made(told, names), _relationship(told, names), *_incidents(told, names),
             _escalation(told, names), _impact(told, names), _class(told, names))  # fmt: skip
    return [
        Planned(Draft(kind, body, subjects, happened, agency, SOURCE, f"{form}/{number}-{page}"), page, where)
        for number, (kind, body, subjects, happened, page, where) in enumerate(part for part in parts if part)
    ]


_Part = tuple[str, dict[str, Any], tuple[Subject, ...], str, str, Where]


def _people(told: Told, names: Names) -> Iterator[_Part]:
    for role, person in (("victim", names.victim), ("suspect", names.suspect)):
        body = {"role_here": role, **description(told, role)}
        where = {name: (_page_for(role, tail), on) for name, (tail, on) in _ASKED_ON.items()}
        where |= {"safe_contact": ("safe-contact", "times"), "happened": ("reporting", "made_on")}
        yield "person.described", body, (Subject("person", person), names.report), told.happened, role, where


def _page_for(role: str, tail: str) -> str:
    return role + tail if page_at(role + tail) else role


def description(told: Told, role: str) -> dict[str, Any]:
    """What was answered about the victim or the suspect, as a body."""
    values = told.values(role, f"{role}-about", f"{role}-contact", f"{role}-needs")
    shapes = [one for one in shapes_of("person.described") if one.type != "model"]
    body = body_of(shapes, values)
    if names := _names(values):
        body["names"] = names
    if identifiers := _identifiers(values):
        body["identifiers"] = identifiers
    if flags := _flags(values):
        body["flags"] = flags
    safe = told.values("safe-contact") if role == "victim" else {}
    if safe:
        part = next(one for one in shapes_of("person.described") if one.name == "safe_contact")
        body["safe_contact"] = body_of(part.fields, safe)
    return body


def _names(values: Mapping[str, Any]) -> list[dict[str, str]]:
    legal = {name: values[name] for name in ("given", "family") if values.get(name)}
    first = [{"kind": "legal", **legal}] if legal else []
    return first + [{"kind": "known_as", "text": text} for text in values.get("known_as") or ()]


def _identifiers(values: Mapping[str, Any]) -> list[dict[str, str]]:
    found = [{"type": type_, "value": line} for type_ in _LINES for line in values.get(type_) or ()]
    for number in slots_in(values, "handles"):
        if handle := values.get(f"handles-{number}-value"):
            platform = values.get(f"handles-{number}-platform")
            found.append({"type": "social_handle", "value": handle, **({"platform": platform} if platform else {})})
    if address := values.get("address"):
        found.append({"type": "address", "value": ", ".join(line.strip(" ,") for line in address.splitlines() if line)})
    if postcode := values.get("postcode"):
        found.append({"type": "postcode", "value": postcode})
    return found


def _flags(values: Mapping[str, Any]) -> list[dict[str, str]]:
    said_by = {"said_by": values["flags_said_by"]} if values.get("flags_said_by") else {}
    chosen = values.get("flags") or ()
    if chosen and chosen[0] in NO_FLAGS:
        return [{"flag": "vulnerable", "answer": NO_FLAGS[chosen[0]][0], **said_by}]
    return [{"flag": flag, "answer": "yes", **said_by} for flag in chosen]


def _made(told: Told, names: Names) -> _Part:
    body = body_of(shapes_of("report.made"), told.values("reporting", "account", "before", "where"))
    if safe := told.get("safe-now", "safe_now"):
        body["safe_to_talk"] = safe
    where = {"narrative": ("account", "narrative"), "said_stalking": ("account", "said_stalking"),
             "further_offending": ("before", "further_offending"), "on_file": ("before", "on_file"),
             "happened": ("reporting", "made_on"), "safe_to_talk": ("safe-now", "safe_now")}  # fmt: skip
    where |= {name: ("where", name) for name in ("reference", "force", "area", "domestic_flag")}
    return "report.made", body, names.both(), told.happened, "reporting", where


def _relationship(told: Told, names: Names) -> _Part:
    body = body_of(shapes_of("relationship.stated"), told.values("relationship"))
    return "relationship.stated", body, names.both(), told.happened, "relationship", _NOWHERE


def _incidents(told: Told, names: Names) -> Iterator[_Part]:
    slugs = incidents_in(told.setting.answers)
    latest = max(slugs, key=lambda slug: told.get(slug, UNTIL) or told.get(slug, HAPPENED) or "", default="")
    for slug in slugs:
        values = told.values(slug)
        body = body_of(shapes_of("incident.recorded"), values)
        if slug == latest:  # what had been made clear by then was asked of the latest
            body |= body_of(
                [one for one in shapes_of("incident.recorded") if one.name in ("told", "orders_in_force")],
                told.values("before"),
            )
        where = {name: ("before", name) for name in ("told", "orders_in_force")} | {"happened": (slug, HAPPENED)}
        yield "incident.recorded", body, names.both(), happened_in(values) or told.happened, slug, where


def _escalation(told: Told, names: Names) -> _Part | None:
    values = told.values("before")
    body = {name: values[name] for name in ("escalating", "what") if values.get(name)}
    if not body:
        return None
    where = {"happened": ("reporting", "made_on")}
    return "escalation.noted", {"by": "victim", **body}, names.both(), told.happened, "before", where


def _impact(told: Told, names: Names) -> _Part | None:
    body = body_of(shapes_of("impact.recorded"), told.values("impact"))
    where = {"happened": ("reporting", "made_on")}
    return ("impact.recorded", body, names.both(), told.happened, "impact", where) if body else None


def _class(told: Told, names: Names) -> _Part:
    body = {"stage": "initial", **body_of(shapes_of("report.classified"), told.values("class"))}
    where = {"happened": ("reporting", "made_on")}
    return "report.classified", body, (names.report,), told.happened, "class", where


def locate(planned: Planned, problems: Iterable[Problem], filled: Mapping[str, Filled]) -> list[Located]:
    """Where the problems of an entry come from, and what to say there."""
    found = []
    for problem in problems:
        page, name = planned.place_of(problem)
        one = _field(filled.get(page), name)
        found.append(Located(page, name if one else "", say_problem(problem, one)))
    return found


def locate_refused(refused: Refused, planned: list[Planned], filled: Mapping[str, Filled]) -> list[Located]:
    """Where a refusal of the whole comes from."""
    return locate(planned[refused.index], refused.problems, filled)


def _field(filled: Filled | None, name: str) -> Field | None:
    if filled is None or not name:
        return None
    try:
        return filled.form.find(name)
    except KeyError:
        return None
