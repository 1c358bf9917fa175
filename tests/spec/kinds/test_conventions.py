"""What holds for every kind, whoever adds the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args, get_origin

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.spec.kinds.test_kinds import CASES
from tests.strategies import AMENDMENTS, KINDS, REGISTER, bodies, drafts, histories, pattern_of
from unbroken.record.check import check, check_body
from unbroken.record.entries import Draft
from unbroken.record.kinds import CodeOf, Kind, Privacy
from unbroken.vocabulary.answers import ANSWERS

NOW = "2024-06-01T00:00:00.000000Z"
CATALOGUE = frozenset(
    [
        "person.described",
        "identifier.attributed",
        "identity.linked",
        "identity.merged",
        "identity.split",
        "identity.undecided",
        "identity.unlinked",
        "relationship.stated",
        "report.made",
        "report.classified",
        "report.allocated",
        "report.linked",
        "report.kept_apart",
        "report.restricted",
        "report.unrestricted",
        "domesticabuse.flagged",
        "incident.recorded",
        "escalation.noted",
        "antecedent.recorded",
        "antecedent.checked",
        "suspect.identified",
        "suspect.arrested",
        "suspect.interviewed",
        "suspect.bailed",
        "suspect.released",
        "suspect.remanded",
        "suspect.sectioned",
        "evidence.referenced",
        "evidence.requested",
        "evidence.obtained",
        "evidence.refused",
        "delay.recorded",
        "investigation.closed",
        "investigation.reopened",
        "review.requested",
        "review.decided",
        "prosecution.submitted",
        "prosecution.returned",
        "prosecution.decided",
        "charge.laid",
        "charge.changed",
        "case.reviewed_jointly",
        "hearing.listed",
        "hearing.held",
        "hearing.adjourned",
        "measures.granted",
        "plea.entered",
        "verdict.returned",
        "sentence.passed",
        "appeal.lodged",
        "probation.started",
        "probation.ended",
        "licence.recalled",
        "risk.assessed",
        "order.considered",
        "order.applied",
        "order.granted",
        "order.refused",
        "order.served",
        "order.checked",
        "order.varied",
        "order.breached",
        "order.ended",
        "impact.recorded",
        "need.assessed",
        "need.answered",
        "support.offered",
        "support.accepted",
        "support.declined",
        "support.triaged",
        "support.started",
        "support.ended",
        "safetyplan.made",
        "scheme.placed",
        "victim.rehoused",
        "contact.made",
        "contact.failed",
        "victim.disengaged",
        "victim.withdrew",
        "victim.reengaged",
        "victim.did_not_support_at_report",
        "feedback.given",
        "triage.reviewed",
        "triage.discussed",
        "advice.given",
        "advice.followed",
        "advice.declined",
        "referral.made",
        "referral.answered",
        "enquiry.asked",
        "enquiry.answered",
        "nominal.registered",
        "nominal.reviewed",
        "nominal.removed",
        "register.defined",
        "marker.placed",
        "marker.lifted",
        "marker.acknowledged",
        "serial.reviewed",
        "finding.decided",
        "course.split",
        "course.joined",
        "nocrime.stated",
        "wording.reviewed",
        "coding.sampled",
        "coding.drawn",
        "coding.coded",
        "coding.adjudicated",
        "intervention.started",
        "intervention.measured",
        "intervention.ended",
        "entry.corrected",
        "entry.withdrawn",
        "body.erased",
        "record.disclosed",
    ]
)

each_kind = pytest.mark.parametrize("kind", list(REGISTER), ids=lambda kind: kind.kind)


def models_of(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and every part nested in it."""
    yield model
    for info in model.model_fields.values():
        for part in _within(info.annotation):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from models_of(part)


def _within(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _within(part)


def markers_of(info: Any) -> list[Any]:
    """Everything said about a field, however deep in its annotation."""
    return [*info.metadata, *_within(info.annotation)]


def is_free_text(info: Any) -> bool:
    """Whether a field holds text that is neither a code nor of a fixed form."""
    marks = markers_of(info)
    has_form = any(pattern_of(mark) or isinstance(mark, CodeOf) or get_origin(mark) is tuple for mark in marks)
    return str in marks and not has_form


ANSWER_FIELDS = [
    (case["kind"], name, case["input"])
    for case in CASES
    if case.get("fields") == "required"
    for name, codes in REGISTER[case["kind"]].coded_fields().items()
    if codes is ANSWERS and not REGISTER[case["kind"]].model_fields[name].is_required()
]


def test_the_whole_catalogue_is_there() -> None:
    assert {kind.kind for kind in REGISTER} == CATALOGUE


@each_kind
def test_it_says_what_it_is_who_records_it_and_what_for(kind: type[Kind]) -> None:
    title, _, rest = (kind.__doc__ or "").strip().partition("\n\n")
    assert title == f"{kind.title()}."
    assert len(title) <= 60
    assert rest.strip().startswith("Recorded ")
    assert kind.demands
    assert all(re.fullmatch(r"[A-Z]{3}-\d\d", demand) for demand in kind.demands)
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", kind.kind)


@each_kind
def test_every_field_is_explained(kind: type[Kind]) -> None:
    for model in models_of(kind):
        for name, info in model.model_fields.items():
            assert info.description, f"{model.__name__}.{name}"
            assert info.description.endswith("."), f"{model.__name__}.{name}"


@each_kind
def test_nothing_is_taken_for_granted(kind: type[Kind]) -> None:
    """A fact that was not recorded is absent: no field has a default other than none, and no fact is a bare bool."""
    for model in models_of(kind):
        for name, info in model.model_fields.items():
            assert info.is_required() or info.default is None, f"{model.__name__}.{name}"
            assert bool not in markers_of(info), f"{model.__name__}.{name}"


@each_kind
def test_it_is_about_something(kind: type[Kind]) -> None:
    """The book fills in the subjects of an amendment; a disclosure may be of anything."""
    needs_some = any(rule.at_least for rule in kind.subjects)
    assert needs_some or kind.kind in AMENDMENTS | {"record.disclosed"}


@each_kind
def test_long_text_carries_its_privacy_class(kind: type[Kind]) -> None:
    """Only names of bodies and opaque references, at most 200 characters, go without one."""
    for model in models_of(kind):
        for name, info in model.model_fields.items():
            marks = markers_of(info)
            lengths = [int(length) for mark in marks for length in re.findall(r"max_length=(\d+)", repr(mark))]
            if is_free_text(info) and not any(isinstance(mark, Privacy) for mark in marks):
                assert lengths, f"{model.__name__}.{name}"
                assert max(lengths) <= 200, f"{model.__name__}.{name}"


@each_kind
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_its_sentence_is_one_line_of_plain_words(kind: type[Kind], data: st.DataObject) -> None:
    said = kind.sentence(data.draw(bodies(kind)))
    assert said == " ".join(said.split())
    assert said[0].isupper() or said[0].isdigit()
    assert len(said) <= 600


@each_kind
def test_its_sentence_bears_what_is_missing_and_what_is_unknown(kind: type[Kind]) -> None:
    assert kind.sentence({})
    full = next((case["input"] for case in CASES if case["kind"] == kind.kind), {})
    for name in kind.coded_fields():
        gone = ["gone_from_the_list"] if isinstance(full.get(name), list) else "gone_from_the_list"
        assert kind.sentence({**full, name: gone})


@each_kind
def test_its_sentence_tells_no_name_and_nobody_s_words(kind: type[Kind]) -> None:
    full = [case["input"] for case in CASES if case["kind"] == kind.kind and case.get("fields")][-1]
    assert "canary" not in kind.sentence(with_canaries(kind, full))


def with_canaries(model: type[BaseModel], body: dict[str, Any]) -> dict[str, Any]:
    """The body with every text of a privacy class replaced by a word that must not be seen again."""
    return {name: _canary(info, body[key]) for name, info in model.model_fields.items() if (key := name) in body}


def _canary(info: Any, value: Any) -> Any:
    part = next((p for p in _within(info.annotation) if isinstance(p, type) and issubclass(p, BaseModel)), None)
    if part is not None:
        return [with_canaries(part, item) for item in value] if isinstance(value, list) else with_canaries(part, value)
    if not (is_free_text(info) and any(isinstance(mark, Privacy) for mark in markers_of(info))):
        return value
    return ["canary"] if isinstance(value, list) else "canary"


def test_the_canaries_are_where_they_could_leak() -> None:
    body = with_canaries(REGISTER["person.described"], {"role_here": "victim", "names": [{"given": "Zoë"}]})
    assert body == {"role_here": "victim", "names": [{"given": "canary"}]}


@each_kind
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_what_is_stored_is_read_back_the_same(kind: type[Kind], data: st.DataObject) -> None:
    content, problems = check_body(data.draw(bodies(kind)), kind)
    assert problems == ()
    assert check_body(orjson.loads(content), kind) == (content, ())


@pytest.mark.demand("REC-08")
@pytest.mark.parametrize(
    ("name", "field", "body"), ANSWER_FIELDS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_unknown_refused_not_asked_no_and_absent_stay_distinct(name: str, field: str, body: dict[str, Any]) -> None:
    stored = {answer.code: check_body({**body, field: answer.code}, REGISTER[name])[0] for answer in ANSWERS}
    stored["absent"] = check_body(body, REGISTER[name])[0]
    assert len(set(stored.values())) == 6
    assert field not in orjson.loads(stored["absent"])
    assert {answer: orjson.loads(text).get(field) for answer, text in stored.items()} == {
        **{answer.code: answer.code for answer in ANSWERS},
        "absent": None,
    }


@settings(max_examples=60, deadline=None)
@given(draft=drafts())
def test_a_drawn_draft_is_taken(draft: Draft) -> None:
    assert check(draft, now=NOW).kind is REGISTER[draft.kind]


@settings(max_examples=30, deadline=None)
@given(history=histories())
def test_a_drawn_history_amends_only_what_it_holds(history: list[Draft]) -> None:
    held = {(draft.source, draft.source_ref): draft for draft in history if draft.kind not in AMENDMENTS}
    for draft in history:
        check(draft, now=NOW)
        if draft.kind in AMENDMENTS:
            assert draft.corrects_ref in held
    assert len({draft.source_ref for draft in history}) == len(history)


def test_every_kind_can_be_drawn() -> None:
    assert {kind.kind for kind in KINDS} | AMENDMENTS == {kind.kind for kind in REGISTER}
