"""Files of cases and narratives: read, and refused with the place and the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from unbroken.conduct.casefiles import BadCase, CaseReport, read_case, read_cases, read_narratives

GOOD = (
    b'{"id": "c1", "reports": [{"n": 1, "facts": "S rang V.", "behaviours": ["calls_texts"]}, {"n": 2, "facts": ""}]}'
)


def written(folder: Path, text: bytes) -> Path:
    path = folder / "case.json"
    path.write_bytes(text)
    return path


def test_a_case_is_read_in_order(tmp_path: Path) -> None:
    found = read_case(written(tmp_path, GOOD))
    assert (found.id, found.reports) == (
        "c1",
        (CaseReport(1, "S rang V.", frozenset({"calls_texts"})), CaseReport(2, "", frozenset())),
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"{", "is not JSON"),
        (b"[]", "must be an object"),
        (b'{"reports": []}', "reports must be a list of at least one report"),
        (b'{"reports": [3]}', r"reports\[0\] must be an object"),
        (b'{"reports": [{"n": "1", "facts": ""}]}', "n is '1'; it must be a number from 1"),
        (b'{"reports": [{"n": 1}]}', "facts is missing; it must be a text"),
        (b'{"reports": [{"n": 2, "facts": ""}, {"n": 1, "facts": ""}]}', "reports must stand in order"),
        (b'{"reports": [{"n": 1, "facts": "", "behaviours": ["calls"]}]}', "'calls' is no behaviour"),
        (b'{"reports": [{"n": 1, "facts": "", "behaviours": "calls_texts"}]}', "behaviours must be a list of codes"),
        (
            b'{"reports": [{"n": 1, "facts": ""}], "police_first_recognised_report": "2"}',
            "police_first_recognised_report is '2'; it must be the number of a report, or null",
        ),
    ],
)
def test_what_is_no_case_is_refused(tmp_path: Path, text: bytes, why: str) -> None:
    with pytest.raises(BadCase, match=why):
        read_case(written(tmp_path, text))


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadCase, match="cannot be read"):
        read_case(tmp_path / "none.json")
    with pytest.raises(BadCase, match="cannot be read"):
        list(read_narratives(tmp_path / "none.jsonl"))


def test_narratives_are_read_line_by_line(tmp_path: Path) -> None:
    path = written(tmp_path, b'{"id": "a", "text": "x"}\n\n{"id": "b", "text": 7}\n')
    lines = read_narratives(path)
    assert next(lines) == ("a", "x")
    with pytest.raises(BadCase, match="line 3: text is int; it must be a text"):
        next(lines)


def test_what_is_known_in_the_end_stands_beside_the_reports(tmp_path: Path) -> None:
    known = b'"label": "stalking", "police_first_recognised_report": 2, "annotator_earliest_course_of_conduct": 1, '
    written(tmp_path, GOOD.replace(b'"reports"', known + b'"reports"'))
    (found,) = read_cases(tmp_path)
    assert (found.label, found.police_recognised, found.earliest_course) == ("stalking", 2, 1)


def test_a_directory_without_cases_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadCase, match="has no case files"):
        read_cases(tmp_path)
