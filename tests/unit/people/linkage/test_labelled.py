"""Files of who is who: what cannot be measured with is refused, with its line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.files import BadFile
from unbroken.people.linkage.labelled import read_clusters, read_column, read_grouping, read_truth, richness


def _file(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_columns_are_found_by_name_and_others_not_looked_at(tmp_path: Path) -> None:
    path = _file(tmp_path, '\ufeffknown,person_id,record_id\r\nyes,P1,"a,1"\r\n\r\nno, P2 ,b\r\n')
    assert read_truth(path) == {"a,1": "P1", "b": "P2"}
    with pytest.raises(BadFile, match="line 1: has no column cluster_id; it reads known, person_id, record_id"):
        read_clusters(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: has no column record_id; it reads nothing."),
        ("record_id,person_id,person_id\n", "line 1: has the column person_id more than once."),
        ("record_id,person_id\na,P\n ,P\n", "line 3: record_id is empty."),
        ("record_id,person_id\na,P\nb,\n", "line 3: person_id is empty."),
        ("record_id,person_id\na,P\nb\n", "line 3: person_id is empty."),
        ("record_id,person_id\na,P\nb,P\na,Q\n", "line 4: record_id 'a' stands on an earlier line already."),
        ('record_id,person_id\na,P\n"b,P\n', "line 3: unexpected end of data."),
        (b"record_id,person_id\na,\xff\n", "is not UTF-8 (byte 22)."),
    ],
)
def test_what_cannot_be_measured_with_is_refused(text: str | bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(BadFile) as error:
        read_truth(_file(tmp_path, text))
    assert message in str(error.value)


def test_a_file_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="cannot be read: No such file"):
        read_truth(tmp_path / "none.csv")


@pytest.mark.demand("GOV-01")
def test_a_group_is_made_of_those_of_whom_nothing_is_recorded(tmp_path: Path) -> None:
    path = _file(tmp_path, "record_id,ethnicity\na,asian\nb,\nc,not_asked\n")
    assert read_grouping(path, "ethnicity") == {"a": "asian", "b": "(not recorded)", "c": "not_asked"}


def test_a_column_that_tells_records_apart_is_no_grouping(tmp_path: Path) -> None:
    path = _file(tmp_path, "record_id,phone\n" + "".join(f"r{n},{n}\n" for n in range(201)))
    with pytest.raises(BadFile, match="phone has 201 different values; at most 200"):
        read_grouping(path, "phone")
    assert len(read_column(path, "phone")) == 201


def test_richness_groups_records_by_what_there_is_to_go_by() -> None:
    people = [
        Comparable("a", given="ann", family="lee", born="1990-01-02"),
        Comparable("b", given="ann", family="lee"),
        Comparable("c", given="ann", phones=frozenset({"+447700900123"})),
        Comparable("d", given="ann"),
    ]
    assert richness(people) == {"a": "name_and_birth", "b": "name", "c": "identifier", "d": "little"}
