"""The journey lines: valid, ordered, repeatable, with nothing in the future and nobody who could exist."""

from __future__ import annotations

import re
import tracemalloc
from collections import defaultdict
from datetime import date
from itertools import groupby, islice
from typing import Any

import orjson
import pytest

from tests.entries import refusals
from tests.unit.synthetic.conftest import texts_of
from unbroken.exchange.importing.journey import read_line
from unbroken.record.entries import Draft
from unbroken.record.kinds import REGISTER
from unbroken.synthetic import clock, identifiers
from unbroken.synthetic.journeys import force
from unbroken.synthetic.world import files

Line = dict[str, Any]
NOW = "2026-11-01T00:00:00.000000Z"
_PHONE = re.compile(r"(?<![\w/:.-])(?:\+|00|0)\(?\d[\d ()-]{8,15}\d(?![\w/])")


def _draft(line: Line) -> Draft:
    found = read_line(orjson.dumps(line))
    assert isinstance(found, Draft), (line, found)
    return found


def test_every_line_is_accepted_by_the_record(lines: list[Line]) -> None:
    assert refusals(map(_draft, lines), now=NOW) == {}


def test_corrected_bodies_are_valid_too(lines: list[Line]) -> None:
    first = {(line["source"], line["source_ref"]): line for line in lines}
    corrections = [line for line in lines if line["kind"] == "entry.corrected"]
    assert len(corrections) > 20
    targets = [first[line["corrects"]["source"], line["corrects"]["source_ref"]] for line in corrections]
    changed = [
        _draft(target | {"body": line["body"]["body"]}) for target, line in zip(targets, corrections, strict=True)
    ]
    assert refusals(changed, now=NOW) == {}


def test_codes_were_in_use_on_the_day() -> None:
    """Codes have dates: a stalking protection order cannot be granted before January 2020."""
    dated = 0
    for line in force(reports=1_500, seed=6):
        if line["kind"] not in REGISTER or line["kind"].startswith("entry."):
            continue
        day = date.fromisoformat(line["happened"][:10])
        for name, codes in REGISTER[line["kind"]].coded_fields().items():
            held = line["body"].get(name)
            for code in held if isinstance(held, list) else [held] if held else []:
                assert codes[code].valid_on(day), (line["kind"], code, day)
                dated += codes[code].valid_from is not None
    assert dated > 1_000


def test_amendments_are_one_or_two_in_a_hundred_and_name_an_earlier_line(lines: list[Line]) -> None:
    places = {(line["source"], line["source_ref"]): place for place, line in enumerate(lines)}
    amended = [(place, line["corrects"]) for place, line in enumerate(lines) if "corrects" in line]
    assert 0.01 <= len(amended) / len(lines) <= 0.02
    assert all(places[of["source"], of["source_ref"]] < place for place, of in amended)


def test_a_correction_changes_something(lines: list[Line]) -> None:
    first = {(line["source"], line["source_ref"]): line["body"] for line in lines}
    for line in lines:
        if line["kind"] == "entry.corrected":
            assert first[line["corrects"]["source"], line["corrects"]["source_ref"]] != line["body"]["body"]


def test_references_are_unique(lines: list[Line]) -> None:
    assert len({(line["source"], line["source_ref"]) for line in lines}) == len(lines)


def test_lines_of_a_report_stand_together_in_the_order_of_recording(lines: list[Line]) -> None:
    reports = [(key, [line["recorded_at"] for line in held]) for key, held in groupby(lines, _report)]
    assert len({key for key, _ in reports}) == len(reports) == 400
    assert all(times == sorted(times) for _, times in reports)


def _report(line: Line) -> str:
    return str(line["source_ref"]).partition("/")[0]


def test_nothing_is_recorded_before_it_happened_or_after_the_horizon(lines: list[Line]) -> None:
    for line in lines:
        assert line["happened"][:10] <= line["recorded_at"][:10] < "2026-11-01"


def test_some_entries_are_recorded_weeks_after_they_happened(lines: list[Line]) -> None:
    police = [line for line in lines if line["kind"] not in ("incident.recorded", "delay.recorded")]
    late = [line for line in police if _gap(line) >= 14]
    assert 0.01 <= len(late) / len(police) <= 0.04


def _gap(line: Line) -> int:
    happened = date.fromisoformat(line["happened"].partition("/")[2][:10] or line["happened"][:10])
    return (date.fromisoformat(line["recorded_at"][:10]) - happened).days


def test_the_same_seed_gives_the_same_lines_and_another_seed_others() -> None:
    assert list(force(reports=30, seed=4)) == list(force(reports=30, seed=4))
    assert list(force(reports=30, seed=4)) != list(force(reports=30, seed=5))


def test_a_bigger_world_holds_the_smaller_one() -> None:
    small, large = list(force(reports=25, seed=9)), force(reports=70, seed=9)
    assert list(islice(large, len(small))) == small


def test_a_seed_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="from 0 up"):
        next(iter(force(reports=1, seed=-1)))


def test_domestic_harassment_since_the_rule_has_its_reason(lines: list[Line]) -> None:
    former = {
        name
        for line in lines
        if line["kind"] == "relationship.stated" and line["body"]["relationship"] == "ex_partner"
        for role, name in line["subjects"]
        if role == "report"
    } | _reports_of_former_partners()
    asked = [
        line["body"]
        for line in lines
        if line["kind"] == "report.classified"
        and line["body"]["offence"] in ("harassment_2", "harassment_4_fear")
        and line["subjects"][0][1] in former
        and line["happened"][:10] >= "2020-04-01"
    ]
    assert len(asked) > 20
    assert all(body.get("override_reason") for body in asked)


def _reports_of_former_partners() -> set[str]:
    return {file.object for file in files(reports=400, seed=11) if file.report.matter.relationship == "ex_partner"}


def test_every_telephone_number_is_kept_for_drama(lines: list[Line]) -> None:
    found = {
        re.sub(r"[^\d+]", "", match)
        for line in lines
        for text in texts_of(line["body"])
        for match in _PHONE.findall(text)
    }
    assert len(found) > 300
    assert {number for number in found if not _is_drama(number)} == set()


def _is_drama(number: str) -> bool:
    plain = number.replace("+4407", "07").replace("+440", "0").replace("+44", "0")
    plain = "+" + plain[2:] if plain.startswith("00") else plain
    if plain.startswith("+"):
        return bool(re.fullmatch(r"\+1\d{3}55501\d\d|\+336399 8?\d+|\+3363998\d{4}", plain))
    return any(plain.startswith(prefix.replace(" ", "")) and len(plain) == 11 for prefix in identifiers.DRAMA_PREFIXES)


def test_addresses_and_marks_cannot_exist(lines: list[Line]) -> None:
    held = defaultdict(set)
    for line in lines:
        if line["kind"] == "person.described":
            for identifier in line["body"].get("identifiers", ()):
                held[identifier["type"]].add(identifier["value"])
    reserved = (".example", "example.org", "example.com", "example.net")
    assert len(held["email"]) > 50
    assert {value for value in held["email"] | held["social_handle"] if not value.endswith(reserved)} == set()
    assert {value for value in held["postcode"] if not re.fullmatch(r"ZZ\d\d? \d[A-Z]{2}", value)} == set()
    assert {value for value in held["vehicle"] if not re.fullmatch(r"Q[A-Z]\d\d I[A-Z]{2}", value)} == set()
    assert {value for value in held["pnc_id"] if value[-1] not in "IOS"} == set()


def test_partner_agencies_record_for_themselves(lines: list[Line]) -> None:
    kinds = defaultdict(set)
    for line in lines:
        kinds[line["agency"]].add(line["kind"].partition(".")[0])
    assert {"charge", "prosecution"} <= kinds["cps"]
    assert {"hearing", "plea", "verdict", "sentence"} <= kinds["hmcts"]
    assert {"probation"} <= kinds["probation"]
    assert {"person", "contact"} <= kinds["helpline"]
    assert {"northmoor", "eastvale", "advocacy"} <= set(kinds)


def test_a_withdrawn_report_has_no_step_of_the_investigation_after_its_end(lines: list[Line]) -> None:
    steps = ("suspect.arrested", "suspect.interviewed", "evidence.obtained", "suspect.identified")
    for _, held in groupby(lines, _report):
        by_kind = defaultdict(list)
        for line in held:
            by_kind[line["kind"]].append(line["happened"])
        for end in by_kind["victim.withdrew"]:
            assert [(kind, at) for kind in steps for at in by_kind[kind] if at > end] == []


def test_memory_does_not_grow_with_the_world() -> None:
    world = files(reports=1_000, seed=2)
    for _ in islice(world, 300):  # past the first filling of caches
        pass
    tracemalloc.start()
    peaks = []
    for _ in range(2):
        tracemalloc.reset_peak()
        for _ in islice(world, 150):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    assert peaks[1] - peaks[0] < 1_500_000  # the people caches fill up to a limit; 150 reports on file are 4 MB


def test_clocks_change_with_the_season() -> None:
    winter, summer = clock.minute_of(date(2024, 1, 15)), clock.minute_of(date(2024, 7, 15))
    assert clock.british_time(winter) == "15/01/2024 00:00"
    assert clock.british_time(summer) == "15/07/2024 01:00"
    assert clock.day_text(summer + 23 * 60) == "2024-07-16"
