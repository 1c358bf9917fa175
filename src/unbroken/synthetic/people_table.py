"""The people of a report as one plain table, as a force without the service would have them to link.

One row for each person object and report: what all descriptions of it there say, as corrected. Several values stand in
one field with | between. Linkage never reads the two ethnicities: they are there to test that it serves all alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from unbroken.synthetic.casefile import Act, Body, CaseFile

ETHNICITIES = ("self_defined_ethnicity", "officer_defined_ethnicity")
COLUMNS = ("record_id", "given_name", "family_name", "name", "date_of_birth", "age", "age_on", "sex", "phone", "email",
           "handle", "vehicle", "address", "postcode", "police_id", "report_id", "role", *ETHNICITIES)  # fmt: skip
_IDENTIFIERS = ("phone", "email", "vehicle", "address", "postcode")
_NO_ANSWER = frozenset({"unknown", "declined", "not_asked"})


def rows(file: CaseFile) -> Iterator[list[str]]:
    """One row for each person object that is described in a report, in the order of first description."""
    for (record_id, _), acts in zip(records(file), _described(file).values(), strict=True):
        yield [record_id, *_cells(acts)]


def records(file: CaseFile) -> Iterator[tuple[str, str]]:
    """What each row is called, as `person:nm-p000007-1@nm-r000007`, and the person object that it is about."""
    for name in _described(file):
        yield f"{name}@{file.object.removeprefix('report:')}", name


def _described(file: CaseFile) -> dict[str, list[Act]]:
    """The descriptions by person object. Acts hold what is right: slips are made, and corrected, in journeys only."""
    held: dict[str, list[Act]] = {}
    for act in file.acts:
        if act.kind == "person.described":
            held.setdefault(dict(act.subjects)["person"], []).append(act)
    return held


def _cells(acts: Sequence[Act]) -> list[str]:
    bodies = [act.body for act in acts]
    aged = next((act for act in acts if "age" in act.body), None)
    cells = {
        **_names(bodies),
        "date_of_birth": _joined(body.get("date_of_birth") for body in bodies),
        "age": str(aged.body["age"]) if aged else "",
        "age_on": aged.happened[:10] if aged else "",
        "sex": _answer(body.get("sex") for body in bodies),
        **_identifiers(bodies),
        "report_id": _joined(dict(act.subjects).get("report") for act in acts),
        "role": _joined(body["role_here"] for body in bodies),
        "self_defined_ethnicity": _answer(body.get("ethnicity_self") for body in bodies),
        "officer_defined_ethnicity": _answer(body.get("ethnicity_officer") for body in bodies),
    }
    return [cells[column] for column in COLUMNS[1:]]


def _names(bodies: Iterable[Body]) -> dict[str, str]:
    """Given and family names in the same order, so that the first belongs to the first; others as they were given."""
    whole: dict[tuple[str, str], None] = {}
    others: dict[str, None] = {}
    for body in bodies:
        for name in body.get("names", ()):
            given, family = name.get("given"), name.get("family")
            if given and family:
                whole[given, family] = None
            else:
                others[name.get("text") or given or family] = None
    return {
        "given_name": "|".join(given for given, _ in whole),
        "family_name": "|".join(family for _, family in whole),
        "name": "|".join(others),
    }


def _identifiers(bodies: Iterable[Body]) -> dict[str, str]:
    held = [one for body in bodies for one in body.get("identifiers", ())]
    cells = {kind: _joined(one["value"] for one in held if one["type"] == kind) for kind in _IDENTIFIERS}
    cells["handle"] = _joined(f"{one['platform']}:{one['value']}" for one in held if one["type"] == "social_handle")
    cells["police_id"] = _joined(f"pnc:{one['value']}" for one in held if one["type"] == "pnc_id")
    return cells


def _joined(values: Iterable[str | None]) -> str:
    return "|".join(dict.fromkeys(value for value in values if value))


def _answer(values: Iterable[str | None]) -> str:
    """The first that says something; where none does, the first."""
    given = [value for value in values if value]
    return next((value for value in given if value not in _NO_ANSWER), given[0] if given else "")
