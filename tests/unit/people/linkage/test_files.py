from __future__ import annotations

from pathlib import Path

import pytest

from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.files import LONGEST_FIELD, LONGEST_VALUE, BadFile, Trouble, read_people

pytestmark = pytest.mark.demand("LNK-01")


def read(tmp_path: Path, content: str | bytes) -> tuple[list[Comparable], list[Trouble]]:
    path = tmp_path / "people.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    troubles: list[Trouble] = []
    return list(read_people(path, troubles.append)), troubles


def one(tmp_path: Path, field: str, value: str) -> tuple[Comparable, list[tuple[str, str]]]:
    """The record of one value, and of each trouble the field and value."""
    (found,), troubles = read(tmp_path, f'record_id,{field}\nr1,"{value}"\n')
    assert {(trouble.line, trouble.record_id) for trouble in troubles} <= {(2, "r1")}
    return found, [(trouble.field, trouble.value) for trouble in troubles]


def test_every_column_is_read(tmp_path: Path) -> None:
    (found,), troubles = read(
        tmp_path,
        "record_id,given_name,family_name,name,date_of_birth,sex,phone,email,handle,vehicle,address,postcode,police_id,"
        "report_id,role\n"
        "r1,Zoë,Tesař,,27/03/1990,Female,07700 900123|020 7946 0123,Zoe.T@example.org,instagram:@mask.of|somebody,"
        "qa05 iab,9 Meadowsweet Terr,ZZ37 3FG,03/3006743O|cro:SF39/1S,rep1|rep2,victim\n",
    )
    assert troubles == []
    assert found == Comparable(
        id="r1",
        given="zoe",
        family="tesar",
        sound="TSR",
        given_forms=frozenset({"zoe", "~zoe"}),
        family_forms=frozenset({"tesar"}),
        born="1990-03-27",
        born_from="1990-03-27",
        born_to="1990-03-27",
        sex="f",
        phones=frozenset({"+447700900123", "+442079460123"}),
        emails=frozenset({"zoe.t@example.org"}),
        handles=frozenset({"instagram:mask.of", ":somebody"}),
        account_names=frozenset({"@mask.of", "@somebody"}),
        vehicles=frozenset({"QA05IAB"}),
        homes=frozenset({"ZZ373FG|9"}),
        postcodes=frozenset({"ZZ373FG"}),
        police_ids=frozenset({"pnc:033006743O", "cro:SF391S"}),
        street="meadowsweetterr",
        initials="tz",
        reports=frozenset({"rep1", "rep2"}),
        side="harmed",
    )


def test_a_byte_order_mark_and_other_columns_do_no_harm(tmp_path: Path) -> None:
    found, troubles = read(tmp_path, b"\xef\xbb\xbfrecord_id,shoe_size,name\r\nr1,43,Jane Smith\r\n")
    assert ([(each.id, each.whole) for each in found], troubles) == ([("r1", "jane smith")], [])


def test_what_another_system_calls_a_column_is_said(tmp_path: Path) -> None:
    _, troubles = read(tmp_path, "record_id,given_name,Surname,dob,colour\nr1,Ann,Lee,1990-03-27,red\n")
    assert [(one.line, one.field, one.reason) for one in troubles] == [
        (1, "Surname", "is no column that is read; call it family_name"),
        (1, "dob", "is no column that is read; call it date_of_birth"),
    ]


def test_columns_may_be_missing_and_lines_short(tmp_path: Path) -> None:
    found, troubles = read(tmp_path, "record_id,name,phone\nr1\nr2,Jane Smith\n")
    assert ([(each.id, each.whole) for each in found], troubles) == ([("r1", None), ("r2", "jane smith")], [])


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "has no column record_id; its first line reads nothing"),
        ("\n\n", "has no column record_id"),
        ("id,name\n1,Jane\n", "has no column record_id; its first line reads id, name"),
        ("record_id\nr1\n", "record_id and nothing to compare"),
        ("record_id,shoe_size\nr1,43\n", "record_id and nothing to compare"),
        ("record_id,phone,phone\nr1,1,2\n", "has the column phone more than once"),
        ("record_id,name\n,Jane\n", "line 2: record_id is empty"),
        ("record_id,name\nr1,Jane\n  ,Anna\n", "line 3: record_id is empty"),
        ("record_id,name\nr1,Jane\nr2,Anna\n r1 ,Eve\n", "line 4: record_id r1 stands on line 2 already"),
        ("record_id,name\nr\u202e1,Jane\n", "record_id r⟦U\\+202E⟧1 has a character that does not show"),
        ("record_id,name\nr\x1b[31m1,Jane\n", "record_id r⟦U\\+001B⟧.* has a character that does not show"),
        ("record_id,name\n=1+1,Jane\n", "record_id =1\\+1 would be run as a formula"),
        ("record_id,name\n-2+3,Jane\n", "record_id -2\\+3 would be run as a formula"),
        (f"record_id,name\n{'r' * 501},Jane\n", "is 501 characters long; at most 500 are a name"),
        ('record_id,name\nr1,"Jane\nr2,Anna\n', "A quote may be missing"),
        ('record_id,name\nr1,"Jane"x\n', "line 2: .* A quote may be missing"),
        (f"record_id,name\nr1,{'a' * (LONGEST_FIELD + 1)}\n", r"line 2: field larger than field limit \(100000\)"),
        (b"record_id,name\nr1,Zo\xeb\n", r"is not UTF-8 \(near line \d+\)\. Save it as CSV UTF-8"),
        ("record_id,name\nr1,Jane\n".encode("utf-16"), "is not UTF-8"),
        (b"PK\x03\x04\x00\x00\xff\xfe", "is not UTF-8"),
    ],
)
def test_a_bad_file_is_refused_with_what_to_do(tmp_path: Path, content: str | bytes, says: str) -> None:
    with pytest.raises(BadFile, match=says):
        read(tmp_path, content)


@pytest.mark.parametrize("name", ["-12", "+44", "r 1", "Zoë/1", "王1"])
def test_an_ordinary_name_of_a_record_is_kept_as_it_is(tmp_path: Path, name: str) -> None:
    assert [one.id for one in read(tmp_path, f"record_id,name\n{name},Jane\n")[0]] == [name]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"none\.csv cannot be read: No such file"):
        list(read_people(tmp_path / "none.csv", print))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date_of_birth", "9999-12-31"),
        ("date_of_birth", "about 40"),
        ("sex", "attack helicopter"),
        ("phone", "ring her mother"),
        ("phone", "12"),
        ("email", "zoe at example"),
        ("vehicle", "?"),
        ("postcode", "SW"),
        ("police_id", "?"),
        ("handle", "@"),
        ("age", "-3"),
        ("age", "121"),
        ("age", "forty"),
    ],
)
def test_a_value_that_cannot_be_read_is_said_and_the_record_stays(tmp_path: Path, field: str, value: str) -> None:
    found, troubles = one(tmp_path, field, value)
    assert (found, troubles) == (Comparable("r1"), [(field, value)])


def test_what_is_wrong_does_not_take_what_is_right_with_it(tmp_path: Path) -> None:
    found, troubles = one(tmp_path, "phone", "07700 900123|nonsense|020 7946 0123")
    assert (found.phones, troubles) == ({"+447700900123", "+442079460123"}, [("phone", "nonsense")])


@pytest.mark.parametrize("value", ["unknown", "N/K", "", "none"])
def test_a_word_for_nothing_is_no_trouble(tmp_path: Path, value: str) -> None:
    found, troubles = one(tmp_path, "phone", value)
    assert (found, troubles) == (Comparable("r1"), [])


def test_a_value_beyond_measure_is_said_and_left_out(tmp_path: Path) -> None:
    found, troubles = one(tmp_path, "given_name", "a" * (LONGEST_VALUE + 1))
    assert (found, troubles) == (Comparable("r1"), [("given_name", "a" * 80)])


def test_a_line_with_too_many_fields_is_said(tmp_path: Path) -> None:
    found, troubles = read(tmp_path, "record_id,name\nr1,Jane Smith,07700 900123\n")
    assert [each.whole for each in found] == ["jane smith"]
    assert [(each.line, each.reason) for each in troubles] == [
        (2, "the line has more fields than the first line names")
    ]


def test_an_age_needs_the_day_on_which_it_was_given(tmp_path: Path) -> None:
    found, troubles = read(tmp_path, "record_id,age,age_on\nr1,30,2024-06-01\nr2,30,\nr3,30,soon\n")
    assert [(each.born_from, each.born_to) for each in found] == [
        ("1991-06-01", "1996-06-01"), (None, None), (None, None),
    ]  # fmt: skip
    assert [(each.record_id, each.field) for each in troubles] == [("r2", "age_on"), ("r3", "age_on")]


@pytest.mark.demand("LNK-07")
def test_more_identifiers_than_are_compared_are_said(tmp_path: Path) -> None:
    found, troubles = one(tmp_path, "phone", "|".join(f"01632 960{n:03}" for n in range(60)))
    assert (len(found.phones), troubles) == (50, [("phone", "60 values")])


def test_nobody_is_left_out(tmp_path: Path) -> None:
    lines = [f"r{n},{'?' * n},31/02/1990,x{n}" for n in range(200)]
    found, troubles = read(tmp_path, "record_id,phone,date_of_birth,sex\n" + "\n".join(lines) + "\n")
    assert [each.id for each in found] == [f"r{n}" for n in range(200)]
    assert {trouble.record_id for trouble in troubles} == {each.id for each in found}


def test_a_day_that_does_not_exist_is_said_and_compared_as_it_is_written(tmp_path: Path) -> None:
    found, troubles = one(tmp_path, "date_of_birth", "31/02/1990")
    assert (found.born, found.born_from, found.born_to) == ("1990-02-31", "1990-02-31", "1990-02-31")
    assert troubles == [("date_of_birth", "31/02/1990")]


def test_capitals_and_spaces_in_the_name_of_a_column_do_no_harm(tmp_path: Path) -> None:
    (found,), troubles = read(tmp_path, "Record_ID, Given Name,FAMILY_NAME\nr1,Ann,Lee\n")
    assert (found.id, found.whole, troubles) == ("r1", "ann lee", [])


def test_what_does_not_show_is_said_and_left_out(tmp_path: Path) -> None:
    (found,), (trouble,) = read(tmp_path, "record_id,given_name,family_name\nr1,An\u202en,Lee\n")
    assert (found.whole, trouble.field) == ("ann lee", "given_name")
    assert trouble.reason == "has characters that do not show; it is compared without them"
