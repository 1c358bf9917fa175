"""The journey format: what a line must be, and that nothing is lost on the way in or out."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unbroken.exchange.importing import journey
from unbroken.exchange.importing.journey import read_journey, read_line, to_line
from unbroken.exchange.importing.places import Meter, Place, Rejected
from unbroken.record.entries import Draft, Subject
from unbroken.record.errors import Problem
from unbroken.record.times import Interval

pytestmark = pytest.mark.demand("REC-01")

LINE: dict[str, Any] = {
    "kind": "report.made",
    "happened": "2024-03-08",
    "agency": "met",
    "source": "cad",
    "source_ref": "CAD 17/8MAR24",
    "subjects": [["report", "report:r1"], ["victim", "person:v1"]],
    "body": {"channel": "phone", "narrative": "He came back — again."},
}
DRAFT = Draft(
    kind="report.made",
    body={"channel": "phone", "narrative": "He came back — again."},
    subjects=(Subject("report", "report:r1"), Subject("victim", "person:v1")),
    happened="2024-03-08",
    agency="met",
    source="cad",
    source_ref="CAD 17/8MAR24",
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)
drafts = st.builds(
    Draft,
    kind=texts,
    body=st.dictionaries(texts, values, max_size=4),
    subjects=st.lists(st.builds(Subject, texts, texts), max_size=4).map(tuple),
    happened=texts,
    agency=texts,
    source=texts,
    source_ref=texts,
    corrects=texts,
    recorded_at=texts,
    recorded_by=texts,
    book=texts,
    version=st.integers(0, 9),
)


def line(**changes: Any) -> bytes:
    """The example line with some keys changed, or left out where the value is None."""
    return orjson.dumps({key: value for key, value in (LINE | changes).items() if value is not None})


def write(path: Path, *lines: bytes) -> Path:
    path.write_bytes(b"\n".join(lines))
    return path


def test_a_line_gives_its_draft() -> None:
    assert read_line(line()) == DRAFT


def test_every_optional_key_is_read() -> None:
    given_line = line(recorded_at="2024-03-09", recorded_by="pc1", corrects="01", book="archive", version=2)
    read = read_line(given_line)
    assert isinstance(read, Draft)
    assert (read.recorded_at, read.recorded_by, read.corrects, read.corrects_ref, read.book, read.version) == (
        "2024-03-09",
        "pc1",
        "01",
        None,
        "archive",
        2,
    )


def test_a_correction_may_name_its_line_by_source_and_reference() -> None:
    read = read_line(line(corrects={"source": "cad", "source_ref": "CAD 17"}))
    assert isinstance(read, Draft)
    assert (read.corrects, read.corrects_ref) == ("", ("cad", "CAD 17"))


@given(drafts)
def test_a_draft_written_as_a_line_reads_back_the_same(draft: Draft) -> None:
    written = to_line(draft)
    assert written.count(b"\n") == 1
    assert read_line(written) == draft


@given(texts, texts, drafts)
def test_a_reference_survives_the_way_out_and_in(source: str, ref: str, draft: Draft) -> None:
    by_reference = Draft(draft.kind, draft.body, draft.subjects, "2020", "met", "s", "r", corrects_ref=(source, ref))
    assert read_line(to_line(by_reference)) == by_reference


@pytest.mark.parametrize(
    ("happened", "text"),
    [
        (Interval("2024-03-08T14:15:00.000000Z", "2024-03-08T14:15:00.000000Z"), "2024-03-08T14:15:00.000000Z"),
        (
            Interval("2024-03-08T00:00:00.000000Z", "2024-03-09T00:00:00.000000Z"),
            "2024-03-08T00:00:00.000000Z/2024-03-09T00:00:00.000000Z",
        ),
    ],
)
def test_an_interval_is_written_so_that_it_reads_back_exactly(happened: Interval, text: str) -> None:
    written = orjson.loads(to_line(Draft("k", {}, (), happened, "met", "s", "r")))
    assert written["happened"] == text


BROKEN = [
    (b"{", "line", "is not JSON", "one JSON object on each line"),
    (b'{"kind": "\xff"}', "line", "is not JSON", "one JSON object on each line"),
    (b"[1]", "line", "is not a JSON object", "one JSON object on each line"),
    (b"null", "line", "is not a JSON object", "one JSON object on each line"),
    (line(kind=None), "kind", "is missing", "a text"),
    (line(happened=None), "happened", "is missing", "a text"),
    (line(source_ref=None), "source_ref", "is missing", "a text"),
    (line(subjects=None), "subjects", "is missing", "a list of pairs"),
    (line(body=None), "body", "is missing", "an object with the fields of the kind"),
    (line(happend="2020"), "happend", "is not a key of a journey line", "did you mean happened?"),
    (line(wibble=1), "wibble", "is not a key of a journey line", "the keys are kind, happened"),
    (line(happened=2020), "happened", "is a number of the wrong shape", "a text"),
    (line(kind=["report.made"]), "kind", "is a list of the wrong shape", "a text"),
    (line(body=[]), "body", "is a list of the wrong shape", "an object"),
    (line(subjects={"report": "report:r1"}), "subjects", "is an object of the wrong shape", "a list of pairs"),
    (line(subjects=[["report"]]), "subjects", "is a list of the wrong shape", "a list of pairs"),
    (line(subjects=[["report", 7]]), "subjects", "is a list of the wrong shape", "a list of pairs"),
    (line(subjects=[["report", ["r"]]]), "subjects", "is a list of the wrong shape", "a list of pairs"),
    (line(version="1"), "version", "is a text of the wrong shape", "a whole number"),
    (line(version=True), "version", "is true or false of the wrong shape", "a whole number"),
    (line(corrects={"source": "cad"}), "corrects", "is an object of the wrong shape", "the id of an entry"),
    (line(recorded_by=False), "recorded_by", "is true or false of the wrong shape", "a text"),
]


@pytest.mark.parametrize(("raw", "field", "message", "expected"), BROKEN)
def test_a_broken_line_is_rejected_naming_the_field_and_what_would_be_right(
    raw: bytes, field: str, message: str, expected: str
) -> None:
    read = read_line(raw)
    assert isinstance(read, Rejected)
    (problem,) = read.problems
    assert problem.field == field
    assert problem.message.startswith(message)
    assert problem.expected.startswith(expected)


def test_every_problem_of_a_line_is_named() -> None:
    read = read_line(line(kind=None, agency=3, bodi={}))
    assert isinstance(read, Rejected)
    assert [problem.field for problem in read.problems] == ["bodi", "kind", "agency"]


@given(st.dictionaries(st.sampled_from([*journey.REQUIRED, *journey.OPTIONAL, "other"]), values))
def test_any_object_gives_a_draft_or_at_least_one_named_reason(thing: dict[str, Any]) -> None:
    read = read_line(orjson.dumps(thing))
    if isinstance(read, Rejected):
        assert read.problems
        assert all(problem.field and problem.message and problem.expected for problem in read.problems)


def test_blank_lines_are_skipped_and_line_numbers_still_fit(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", b"\xef\xbb\xbf" + line(), b"", b"  \r", b"{", line(), b"")
    read = list(read_journey(path))
    assert [(place.line, type(item)) for place, item in read] == [(1, Draft), (4, Rejected), (5, Draft)]


def test_the_raw_text_of_each_line_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", line(), b'{"kind": }')
    assert [place.raw for place, _ in read_journey(path)] == [line(), b'{"kind": }']
    assert [place for place, _ in read_journey(path)] == [Place("a.jsonl", 1), Place("a.jsonl", 2)]


def test_a_compressed_file_gives_the_same_drafts(tmp_path: Path) -> None:
    plain = write(tmp_path / "a.jsonl", line(), line(source_ref="2"))
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert [item for _, item in read_journey(packed)] == [item for _, item in read_journey(plain)]


def test_a_truncated_compressed_file_keeps_what_it_can_and_says_so(tmp_path: Path) -> None:
    packed = tmp_path / "a.jsonl.gz"
    lines = b"\n".join(line(source_ref=str(number)) for number in range(5000))
    packed.write_bytes(gzip.compress(lines)[:-400])
    read = list(read_journey(packed))
    assert all(isinstance(item, Draft) for _, item in read[:-1])
    last = read[-1][1]
    assert isinstance(last, Rejected)
    assert last.problems[0].message.startswith("the compressed file is damaged")


def test_a_line_without_end_is_rejected_and_the_next_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journey, "LONGEST_LINE", 1000)
    path = write(tmp_path / "a.jsonl", b"x" * 5000, line())
    (first, read_first), (second, read_second) = read_journey(path)
    assert (first.line, second.line, read_second) == (1, 2, DRAFT)
    assert read_first == Rejected((Problem("line", "is longer than 1000 bytes", "shorter lines"),))


def test_the_meter_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", *[line()] * 2500)
    meter = Meter()
    for _ in read_journey(path, meter=meter):
        pass
    assert (meter.done, meter.total) == (path.stat().st_size, path.stat().st_size)


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("wb") as file:
        for number in range(30_000):
            file.write(line(source_ref=str(number), subjects=[["report", f"report:{number}"]]) + b"\n")
    tracemalloc.start()
    for _ in read_journey(path):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 5_000_000
    assert peak < 2_000_000
