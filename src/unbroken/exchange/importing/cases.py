"""Published case files: one JSON file a case, its reports in order, as entries (`docs/reference/case-files.md`).

Only what was said or done at the time becomes an entry. What came out afterwards (`learned_only_later`), what earlier
records held (`on_file_context`, `prior_information_not_in_reports`) and what an annotator judged does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from unbroken.exchange.importing.case_tables import Action, actions, case_tables
from unbroken.exchange.importing.conversion import end_of
from unbroken.exchange.importing.places import Meter, Place, Read, Rejected, shown
from unbroken.record.entries import Draft, Subject
from unbroken.record.errors import Problem
from unbroken.record.times import TimeError, read_interval, to_stored, to_uk_date
from unbroken.vocabulary.counting import ex_partner_rule_from
from unbroken.vocabulary.offences import HARASSMENT

SUFFIX = ".json"
SOURCE = "published-case"
_HEAD = 64 * 1024  # bytes in which a case file shows that it is one
_SUSPECT = re.compile(r"\bS\b")
_WITNESS = re.compile(r"\bW\d+\b")
_UNDATED = "The source dates the report, not what was done."


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseReport(_File):
    """One report of a case file, as its schema gives it."""

    n: int
    date: str
    date_precision: str
    date_note: str | None
    reported_to: str
    reported_by: str
    facts: str
    on_file_context: str | None
    behaviours: list[str]
    reporter_used_word_stalking: bool | None
    police_classification: str | None
    police_action: str | None
    known_identifiers: list[str]

    @property
    def names_suspect(self) -> bool:
        """Whether S was named, suspected or seen at this contact, as far as the source says."""
        return any(_SUSPECT.search(text) for text in (self.facts, *self.known_identifiers))


class Case(_File):
    """A case file, as its schema gives it."""

    id: str
    force: str
    years: str
    source_title: str
    source_url: str
    other_sources: list[str]
    label: str
    label_note: str | None
    relationship: str
    offence_eventually: str
    outcome: str
    police_first_recognised_report: int | None
    police_first_stalking_report: int | None
    police_recognition_note: str | None
    annotator_earliest_course_of_conduct: int | None
    prior_information_not_in_reports: list[str]
    learned_only_later: list[str]
    timeline_quality: str
    reports: list[CaseReport]


class _Unknown(LookupError):
    """Published words that the tables do not hold."""

    def __init__(self, field: str, words: str, table: str) -> None:
        self.problem = Problem(field, f"{words!r} has no meaning here yet", f"add it to {table} in tables.toml")
        super().__init__(words)


def is_case(path: Path) -> bool:
    """Whether a JSON file is a case file."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return b'"reports"' in head and b'"police_recognition_note"' in head


def read_case(path: Path, *, meter: Meter | None = None) -> Read:
    """Every report of a case file, as the drafts it gives or as rejected. A report's line is that of its number."""
    name, content = shown(path), path.read_bytes()
    if meter:
        meter.file, meter.done, meter.total = name, len(content), len(content)
    case = _parsed(content)
    if isinstance(case, Rejected):
        yield Place(name, 1, content), case
        return
    lines = {int(match[1]): number for number, match in _numbered(content)}
    for place_in_case, report in enumerate(case.reports):
        place = Place(name, lines.get(report.n, 1), orjson.dumps(report.model_dump()))
        try:
            drafts = list(_Builder(case, report, first=place_in_case == 0).drafts())
        except _Unknown as unknown:
            yield place, Rejected((unknown.problem,))
            continue
        except TimeError as error:
            yield place, Rejected((Problem("date", str(error), "2018-03-08, 2018-03, 2018 or 2009/2015"),))
            continue
        for draft in drafts:
            yield place, draft


def _parsed(content: bytes) -> Case | Rejected:
    try:
        return Case.model_validate(orjson.loads(content))
    except orjson.JSONDecodeError as error:
        return Rejected((Problem("file", f"is not JSON: {error}", "one case as a JSON object"),))
    except ValidationError as error:
        details = error.errors(include_url=False)
        return Rejected(
            tuple(
                Problem(".".join(map(str, detail["loc"])), str(detail["msg"]).lower(), "see the schema of case files")
                for detail in details
            )
        )


def _numbered(content: bytes) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
        if match := re.match(r'\s*"n":\s*(\d+)', line):
            yield number, match


@dataclass(frozen=True)
class _Builder:
    """Builds the drafts of one report."""

    case: Case
    report: CaseReport
    first: bool

    def drafts(self) -> Iterator[Draft]:
        """Every entry that the report gives, what was reported first."""
        yield self._made()
        yield from self._people()
        yield from self._relationship()
        yield from self._classified()
        yield from self._incident()
        for action in actions().get(self.case.id, ()):
            if action.report == self.report.n:
                yield self._action(action)

    # The parts of a header

    @property
    def _force(self) -> str:
        return _meaning("force", self.case.force, case_tables().forces, "forces")

    @property
    def _agency(self) -> str:
        return case_tables().agencies.get(self.report.reported_to) or self._force

    @property
    def _happened(self) -> str:
        """The date of the report. One marked approximate is known only to the next wider unit."""
        text = self.report.date
        approximate = self.report.date_precision == "approximate" and "/" not in text
        return text.rpartition("-")[0] or text if approximate else text

    def _draft(self, kind: str, ref: str, body: dict[str, Any], *subjects: Subject, **header: str) -> Draft:
        happened = header.get("happened") or self._happened
        return Draft(
            kind=kind,
            body={name: value for name, value in body.items() if value is not None},
            subjects=subjects,
            happened=happened,
            agency=header.get("agency") or self._agency,
            source=SOURCE,
            source_ref=f"{self.case.id}/{self.report.n}/{ref}",
            recorded_at=self._recorded_at(happened, own=not header.get("happened")),
        )

    def _recorded_at(self, happened: str, *, own: bool) -> str:
        """By when the agency had learnt of it: the end of the day (month, year) on which it is dated.

        The reports stand in their order, so what belongs to this one was known by the end of each later one.
        """
        now, earliest = to_stored(datetime.now(UTC)), read_interval(happened).start
        later = [report.date for report in self.case.reports if own and report.n > self.report.n]
        return max(earliest, min(end_of(text, now=now) for text in [happened, *later]))

    # The objects

    def _of_report(self, n: int) -> str:
        return f"report:{self.case.id}-{n}"

    def _person(self, letter: str) -> str:
        return f"person:{self.case.id}-{letter.lower()}"

    @property
    def _this(self) -> Subject:
        return Subject("report", self._of_report(self.report.n))

    @property
    def _victim(self) -> Subject:
        return Subject("victim", self._person("V"))

    @property
    def _suspect(self) -> Subject:
        return Subject("suspect", self._person("S"))

    def _involved(self) -> Iterator[Subject]:
        yield self._this
        yield self._victim
        if self.report.names_suspect:
            yield self._suspect
        for witness in _witnesses(self.report):
            yield Subject("witness", self._person(witness))

    # The entries

    def _made(self) -> Draft:
        case, report, tables = self.case, self.report, case_tables()
        used = report.reporter_used_word_stalking
        body = {
            "channel": tables.channels.get(f"{case.id}/{report.n}", "unknown"),
            "reported_by": _meaning("reported_by", report.reported_by, tables.reporters, "reporters"),
            "force": self._force if self._agency == self._force else None,
            "narrative": report.facts,
            "when_note": report.date_note,
            "said_stalking": None if used is None else "yes" if used else "no",
            "response": self._response(),
            "source_note": f"{case.source_title}. {case.source_url}" if self.first else None,
        }
        return self._draft("report.made", "made", body, *self._involved())

    def _response(self) -> str | None:
        """What was done, as published, with a view of the matter that is no class of crime."""
        words = self.report.police_classification
        view = f"{words}. " if words and not self._offence() else ""
        return (view + (self.report.police_action or "")).strip() or None

    def _people(self) -> Iterator[Draft]:
        """Everybody who is met for the first time, under the letter that stands for the name."""
        earlier = [report for report in self.case.reports if report.n < self.report.n]
        met = {letter for report in earlier for letter in _people(report)}
        for letter in _people(self.report):
            if letter not in met:
                role = {"V": "victim", "S": "suspect"}.get(letter, "witness")
                body = {"role_here": role, "names": [{"kind": "alias", "text": letter}]}
                person = Subject("person", self._person(letter))
                yield self._draft("person.described", f"person-{letter.lower()}", body, person, self._this)

    def _relationship(self) -> Iterator[Draft]:
        """How the two know one another, at the first report that names S."""
        case = self.case
        code = _meaning("relationship", case.relationship, case_tables().relationships, "relationships")
        naming = [report.n for report in case.reports if report.names_suspect]
        if code and naming and naming[0] == self.report.n:
            body = {"relationship": code, "note": case.relationship}
            yield self._draft("relationship.stated", "relationship", body, self._victim, self._suspect, self._this)

    def _offence(self) -> str:
        words = self.report.police_classification
        table = case_tables().classifications
        return _meaning("police_classification", words, table, "classifications") if words else ""

    def _classified(self) -> Iterator[Draft]:
        if offence := self._offence():
            published = f"As published: {self.report.police_classification}"
            body = {
                "offence": offence,
                "stage": "initial",
                "decided_by": "police" if self._agency == self._force else None,
                "explanation": published,
                "override_reason": published if self._needs_override(offence) else None,
            }
            yield self._draft("report.classified", "classified", body, self._this)

    def _needs_override(self, offence: str) -> bool:
        """Whether the counting rule says that this harassment by a former partner is recorded as stalking."""
        relationship = case_tables().relationships.get(self.case.relationship)
        day: date = to_uk_date(read_interval(self._happened).start)
        return offence in HARASSMENT and relationship == "ex_partner" and day >= ex_partner_rule_from(self._force)

    def _incident(self) -> Iterator[Draft]:
        report = self.report
        if report.behaviours:
            body = {
                "behaviours": report.behaviours,
                "narrative": report.facts,
                "known_by": "; ".join(report.known_identifiers) or None,
                "when_note": f"{report.date_note} {_UNDATED}" if report.date_note else _UNDATED,
            }
            yield self._draft("incident.recorded", "incident", body, *self._involved())

    def _action(self, action: Action) -> Draft:
        subjects = [self._named(name) for name in action.subjects]
        return self._draft(
            action.kind, action.ref, action.full_body(), *subjects, happened=action.happened, agency=action.agency
        )

    def _named(self, name: str) -> Subject:
        """A subject of an action: `victim`, or `other_report=2`."""
        role, _, number = name.partition("=")
        if number:
            return Subject(role, self._of_report(int(number)))
        known = {"report": self._this, "victim": self._victim, "suspect": self._suspect}
        return known.get(role) or Subject(role, f"{role}:{self.case.id}")


def _meaning(field: str, words: str, table: dict[str, str], name: str) -> str:
    if words not in table:
        raise _Unknown(field, words, name)
    return table[words]


def _witnesses(report: CaseReport) -> list[str]:
    return list(dict.fromkeys(_WITNESS.findall(f"{report.reported_by} {report.facts}")))


def _people(report: CaseReport) -> list[str]:
    """The letters of everybody whom a report names."""
    return ["V", *(["S"] if report.names_suspect else []), *_witnesses(report)]
