"""What came before of a person, folded, and the figures about suspects."""

from __future__ import annotations

from datetime import date

import pytest

from tests.entries import entry
from unbroken.cases.figures import Figures, Measure, Period, Row
from unbroken.cases.fold.antecedents import each_once, fold_antecedents
from unbroken.cases.suspect_figures import Suspect, suspect_figures
from unbroken.record.entries import Entry

HIM = ("person", "person:him")


def before(what: str = "charge", offence: str = "stalking_2a", day: str = "2019-05-01", **body: object) -> Entry:
    return entry("antecedent.recorded", {"what": what, "offence": offence, "source": "pnc", **body}, HIM, happened=day)


@pytest.mark.demand("LNK-03", "LNK-04")
def test_a_charge_and_what_came_of_it_are_two_things() -> None:
    found = fold_antecedents("person:him", [before(reference="1"), before("conviction", reference="1")])
    assert [(item.what, item.reference) for item in found.items] == [("charge", "1"), ("conviction", "1")]
    assert found.checks == ()


@pytest.mark.demand("LNK-04")
def test_what_two_extracts_say_of_one_thing_counts_once_and_what_has_no_reference_each_time() -> None:
    twice = [before(reference="1"), before(reference="1"), before(), before(), before(reference="1", source="force")]
    assert len(fold_antecedents("person:him", twice).items) == 4
    other_name = fold_antecedents("person:him", [before(reference="1")]).items
    assert len(each_once((*fold_antecedents("person:him", twice).items, *other_name))) == 4


def test_it_is_as_well_known_as_it_is_and_in_order() -> None:
    found = fold_antecedents("person:him", [before(day="2020"), before(day="2019-05")])
    assert [(item.on, item.last_on) for item in found.items] == [
        (date(2019, 5, 1), date(2019, 5, 31)),
        (date(2020, 1, 1), date(2020, 12, 31)),
    ]


def test_a_breach_is_no_stalking_and_somebody_else_s_is_not_theirs() -> None:
    found = fold_antecedents("person:him", [before(offence="breach_spo"), before(offence="harassment_2")])
    assert [item.is_stalking for item in found.items] == [False, True]
    assert fold_antecedents("person:else", [before()]).items == ()


@pytest.mark.demand("LNK-04")
def test_that_somebody_looked_is_kept_also_where_nothing_was_found() -> None:
    looked = entry("antecedent.checked", {"source": "pnc", "found": 0}, HIM, happened="2024-03-05")
    (check,) = fold_antecedents("person:him", [looked]).checks
    assert (check.on, check.found) == (date(2024, 3, 5), 0)


def figures(*suspects: Suspect) -> dict[str, Figures]:
    return suspect_figures(suspects, made_on=date(2026, 11, 22), period=Period(date(2024, 3, 1), date(2024, 5, 1)))


def known(charges: int, stalking: int) -> Suspect:
    return Suspect(has_id=True, is_checked=True, charges=charges, stalking=stalking)


NO_ID, NOT_IMPORTED = Suspect(False, False, 0, 0), Suspect(True, False, 0, 0)


@pytest.mark.demand("LNK-04")
def test_no_id_and_no_import_are_said_as_such_and_are_no_empty_history() -> None:
    found = figures(NO_ID, NO_ID, NOT_IMPORTED, known(0, 0))
    assert set(found["pnc-ids"].rows) == {
        Row("No PNC ID known", 2),
        Row("PNC ID known, no history imported", 1),
        Row("PNC ID known, history imported", 1),
    }
    assert found["earlier-charges"].base == 1
    assert found["earlier-charges"].rows == (Row("None", 1),)


@pytest.mark.demand("LNK-04")
def test_mean_range_and_shares_with_at_least_one_two_and_five() -> None:
    counts = (known(9, 0), known(31, 6), known(1, 1), known(3, 2), NO_ID)
    stalking = figures(*counts)["earlier-stalking-charges"]
    assert stalking.measures == (
        Measure("Mean", "2.2 charges a suspect (9 of 4)"),
        Measure("Range", "From 0 to 6"),
        Measure("At least 1", "3 of 4 (75%)"),
        Measure("At least 2", "2 of 4 (50%)"),
        Measure("At least 5", "1 of 4 (25%)"),
    )
    assert stalking.rows == (Row("None", 1), Row("1", 1), Row("2 to 4", 1), Row("5 or more", 1))
    charges = figures(*counts)["earlier-charges"]
    assert charges.rows == (Row("1 to 4", 2), Row("5 to 9", 1), Row("10 or more", 1))
    assert charges.measures[:2] == (
        Measure("Mean", "11.0 charges a suspect (44 of 4)"),
        Measure("Range", "From 1 to 31"),
    )


@pytest.mark.demand("LNK-04", "GOV-06")
def test_what_is_published_holds_no_small_count_and_nobody_s_own_number() -> None:
    published = figures(*[known(1, 0)] * 20, *[known(12, 1)] * 6, known(31, 5))["earlier-stalking-charges"]
    told = published.for_publication()
    assert {row.label: row.count for row in told.rows} == {"1": None, "5 or more": None, "None": 20}
    assert not hasattr(told, "measures")
