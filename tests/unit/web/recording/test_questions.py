from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict

from unbroken.exchange.exporting.shapes import shapes_of
from unbroken.record.kinds import REGISTER
from unbroken.vocabulary.offences import OFFENCES
from unbroken.web.forms import Checkboxes, Field, Form, Number, Radios, Select, Text, Textarea, When
from unbroken.web.recording.questions import Days, Lines, ask, questions_of
from unbroken.web.recording.sheets import SHEETS, sheet_of

TODAY = Days((date(2026, 1, 1),))


def asked_of(kind: str, days: Days = TODAY, **slots: int) -> dict[str, Field]:
    sheet = sheet_of(kind)
    fields, _ = questions_of(sheet.shapes(), sheet.by_name(), days=days, slots=slots)
    return {one.name: one for one in Form(tuple(fields))._all(fields)}


WIDGETS = [
    ("report.made", "channel", Select),
    ("report.made", "domestic_flag", Radios),
    ("report.made", "narrative", Textarea),
    ("report.made", "reference", Text),
    ("report.made", "other_references", Lines),
    ("contact.failed", "attempts", Number),
    ("hearing.listed", "date", When),
    ("incident.recorded", "behaviours", Checkboxes),
    ("relationship.stated", "separated_on", When),
    ("sentence.passed", "components-0-type", Select),
]


@pytest.mark.parametrize(("kind", "name", "widget"), WIDGETS, ids=[f"{kind}-{name}" for kind, name, _ in WIDGETS])
def test_a_field_is_asked_by_what_it_holds(kind, name, widget):
    assert type(asked_of(kind)[name]) is widget


@pytest.mark.parametrize("kind", [kind.kind for kind in REGISTER])
def test_every_field_of_every_kind_is_asked_or_left_out_on_purpose(kind):
    if kind.startswith(("entry.", "body.")):
        return
    shown = {name.partition("-")[0] for name in asked_of(kind)}
    assert shown == {shape.name for shape in shapes_of(kind)} - set(sheet_of(kind).hide)


@pytest.mark.parametrize("kind", SHEETS)
def test_a_sheet_names_only_fields_codes_and_kinds_that_are(kind):
    sheet, shapes = SHEETS[kind], {shape.name: shape for shape in shapes_of(kind)}
    named = [*(one.name for one in sheet.asks), *sheet.hide]
    assert set(named) <= set(shapes)
    assert len(named) == len(set(named))
    for one in sheet.asks:
        codes = shapes[one.name].codes
        assert {*one.only, *one.alone, *one.on} <= {code.code for code in codes or ()}
    assert {*(kind for _, kind in sheet.instead), *sheet.history} <= {kind.kind for kind in REGISTER}


def test_nothing_is_hidden_that_a_kind_requires():
    hidden = {(kind, shape.name) for kind, sheet in SHEETS.items() for shape in shapes_of(kind)
              if shape.required and shape.name in sheet.hide}  # fmt: skip
    assert hidden == set()


@pytest.mark.demand("REC-03")
def test_codes_are_those_of_the_day_and_those_already_chosen():
    old = next(code for code in OFFENCES if code.valid_to)

    def offered(days: Days) -> set[str]:
        return {choice.value for choice in asked_of("charge.laid", days)["offence"].choices}  # type: ignore[attr-defined]

    assert old.code not in offered(TODAY)
    assert old.code in offered(Days((date(2026, 1, 1), old.valid_to or date.min)))
    assert old.code in offered(Days((date(2026, 1, 1),), frozenset({old.code})))


def ticked(kind: str, name: str, *, chosen: str = "") -> set[str]:
    days = Days((date(2026, 3, 3),), frozenset({chosen}))
    shapes, asks = sheet_of(kind).shapes(), sheet_of(kind).by_name()
    fields, _ = questions_of(shapes, asks, days=days, slots={})
    [field] = [one for one in fields if one.name == name]
    assert isinstance(field, Checkboxes)
    return {choice.value for choice in field.choices}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("person.described", "safe_contact-channels"),
        ("hearing.held", "results"),
        ("order.refused", "reasons"),
        ("support.ended", "reasons"),
        ("suspect.arrested", "offences"),
    ],
)
def test_not_recorded_is_no_box_beside_real_answers(kind, name):
    assert "unknown" not in ticked(kind, name)
    assert "unknown" in ticked(kind, name, chosen="unknown")


def test_where_it_excludes_the_others_it_is_offered():
    assert "unknown" in ticked("victim.withdrew", "reasons")
    assert "unknown" in ticked("suspect.interviewed", "accounts")


@pytest.mark.demand("INV-06")
def test_no_reason_for_closing_that_blames_the_victim_is_offered():
    offered = ticked("investigation.closed", "reasons")
    assert "victim_not_cooperating" not in offered
    assert "victim_not_reached" in offered
    assert "victim_not_cooperating" in ticked("investigation.closed", "reasons", chosen="victim_not_cooperating")


def test_a_question_that_follows_from_a_choice_is_asked_there_alone():
    sheet = sheet_of("relationship.stated")
    fields, _ = questions_of(sheet.shapes(), sheet.by_name(), days=TODAY, slots={})
    assert "unknown_because" not in {one.name for one in fields}
    form = Form(tuple(fields))
    assert form.read(post(relationship="ex_partner")).ok
    assert [*form.read(post(relationship="unknown")).wrongs] == ["unknown_because"]


def test_a_list_of_parts_has_as_many_blocks_as_are_wanted_and_one_button():
    sheet = sheet_of("sentence.passed")
    _, blocks = questions_of(sheet.shapes(), sheet.by_name(), days=TODAY, slots={"components": 3})
    parts = [block for block in blocks if block.repeats == "components"]
    assert [block.legend for block in parts] == [f"Part of the sentence: {number}" for number in (1, 2, 3)]
    assert [block.is_last for block in parts] == [False, False, True]


def test_a_field_keeps_the_words_of_its_kind_unless_it_is_given_others():
    own = ask("charge.laid", "counts", days=TODAY)
    given = ask("charge.laid", "counts", "How many?", days=TODAY, called="how many counts")
    assert (own.label, own.hint) == ("Number of counts", "How many counts.")
    assert (given.label, given.hint) == ("How many?", "")


def test_a_score_below_nought_can_be_typed():
    assert asked_of("risk.assessed")["answers-0-score"].read("-1", today=date(2026, 1, 1)) == -1


def test_lines_are_values_each_once():
    field = Lines("phone", "Phone numbers", required=False)
    assert field.read(" 07700 900123 \n\n07700  900123\n07700 900124", today=date(2026, 1, 1)) == (
        "07700 900123", "07700 900124",
    )  # fmt: skip
    assert field.show(("a", "b")) == "a\nb"


def post(**values: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(values)
    return data
