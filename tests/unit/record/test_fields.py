from __future__ import annotations

from datetime import date
from typing import Annotated

import pytest
from pydantic import ValidationError

from unbroken.record.fields import Answer, Day, Label, NotBefore, Part, PartDate, Several


class Sample(Part):
    starts: Day | None = None
    until: Annotated[Day, NotBefore("starts")] | None = None
    known: PartDate | None = None
    answer: Answer | None = None
    place: Label | None = None
    answers: Several[Answer] | None = None


def refused(**values: object) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        Sample.model_validate(values)
    return [(str(error["loc"][0]), str(error["msg"])) for error in caught.value.errors()]


def test_an_end_before_its_beginning_is_refused_at_the_end() -> None:
    assert refused(starts="2024-03-02", until="2024-03-01") == [("until", "Value error, is before starts")]


def test_an_end_without_a_beginning_stands() -> None:
    assert Sample(until=date(2024, 3, 1)).until == date(2024, 3, 1)


def test_a_beginning_that_cannot_be_read_is_the_only_error() -> None:
    assert [field for field, _ in refused(starts="soon", until="2024-03-01")] == ["starts"]


@pytest.mark.parametrize("text", ["1985", "2018-03", "2018-03-08"])
def test_a_date_is_kept_as_well_as_it_is_known(text: str) -> None:
    assert Sample(known=text).known == text


@pytest.mark.parametrize("text", ["85", "2018-3", "2018-13", "2018-00", "2018-03-32", "March 2018", "2018-03-08T10:00"])
def test_a_date_in_another_form_is_refused(text: str) -> None:
    assert [field for field, _ in refused(known=text)] == ["known"]


@pytest.mark.demand("REC-08")
@pytest.mark.parametrize("value", [True, False, 1, "", "Yes", "maybe"])
def test_an_answer_is_one_of_the_five(value: object) -> None:
    assert [field for field, _ in refused(answer=value)] == ["answer"]


def test_text_is_trimmed_and_never_empty() -> None:
    assert Sample(place="  Eastvale ").place == "Eastvale"
    assert [field for field, _ in refused(place="   ")] == ["place"]


def test_a_list_holds_something_and_nothing_twice() -> None:
    assert Sample(answers=["yes", "no"]).answers == ["yes", "no"]
    assert [field for field, _ in refused(answers=[])] == ["answers"]
    assert refused(answers=["yes", "yes"]) == [("answers", "Value error, the same value is given twice")]


def test_what_is_recorded_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Sample(place="Eastvale").place = "Westvale"  # type: ignore[misc]


@pytest.mark.parametrize("day", ["2023-02-29", "1900-02-30", "2024-04-31"])
def test_a_day_that_does_not_exist_is_refused_also_where_a_part_would_do(day: str) -> None:
    assert refused(known=day) == [("known", "Value error, is a day that does not exist")]
    assert Sample(known="2024-02-29").known == "2024-02-29"
