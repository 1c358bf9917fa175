"""What the record itself says to the questions of a frame: the columns of the extract, from what the reader sees.

The same rows are made for an extract (`exchange.extracting.rows`), so that what a coder is shown beside a question is
what an analysis finds in its column. What the reader may not see tells nothing here either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from unbroken.access.models import User
from unbroken.access.reading import Reading
from unbroken.cases.fold import fold_report
from unbroken.exchange.extracting.pseudonyms import Pseudonyms
from unbroken.exchange.extracting.rows import Around, case_row
from unbroken.insight.coding.frame import CASE, Variable
from unbroken.insight.labels import NOT_RECORDED, label
from unbroken.people.fold import fold_person
from unbroken.record.amend import standing
from unbroken.record.entries import Entry
from unbroken.web.visible import orders_for


@dataclass(frozen=True, slots=True)
class Matter:
    """A report with its people, as one reader sees it."""

    report: str
    state: Mapping[str, Any]
    around: Around
    victims: tuple[str, ...] = ()
    suspects: tuple[str, ...] = ()
    _rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def own_value(self, variable: Variable, person: str) -> tuple[tuple[str, ...], str]:
        """What the record says to a question, as answers of the frame and in words; no words where it has no column."""
        if not variable.record or not self.state:
            return (), ""
        value = self._row(person if variable.unit != CASE else "")[variable.record]
        return variable.of_record(value), _words(variable.record, value)

    def _row(self, person: str) -> dict[str, Any]:
        """The row of the report with this person as the first of their role: the columns are about the first."""
        if person not in self._rows:
            parties = sorted(self.state["parties"], key=lambda party: party["person"] != person)
            state = {**self.state, "parties": parties}
            self._rows[person] = case_row(state, self.around, Pseudonyms())
        return self._rows[person]


def read_matter(user: User, report: str, reading: Reading) -> Matter:
    """A report as this reader sees it. Two queries, where it has orders."""
    entries = standing(reading.seen.entries)
    state = _plain(fold_report(report, entries)) if entries else {}
    parties = [(party["role"], party["person"]) for party in state["parties"]] if state else []
    people = dict.fromkeys(person for _, person in parties)
    orders = {name for entry in entries for name in entry.of("order")}
    assessed = [entry for entry in entries if entry.kind == "risk.assessed" and report in entry.of("report")]
    around = Around(
        people={name: _plain(fold_person(name, _about(entries, name))) for name in people},
        orders={report: [_plain(order) for order in orders_for(user, orders)]},
        assessed={report: assessed},
    )
    return Matter(
        report,
        state,
        around,
        tuple(dict.fromkeys(person for role, person in parties if role == "victim")),
        tuple(dict.fromkeys(person for role, person in parties if role == "suspect")),
    )


def _about(entries: list[Entry], name: str) -> list[Entry]:
    return [entry for entry in entries if any(subject.object == name for subject in entry.subjects)]


def _plain(state: object) -> dict[str, Any]:
    """A state as the tables hold it."""
    found: dict[str, Any] = orjson.loads(orjson.dumps(state))
    return found


def _words(column: str, value: Any) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(label(column, one) for one in value) or NOT_RECORDED
    return label(column, value)
