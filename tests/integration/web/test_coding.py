"""Deep coding, from the draw to what counts: in a browser's forms, each for whom it is."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.http import HttpResponse
from django.test import Client
from typer.testing import CliRunner

from tests.entries import draft
from tests.matter import make_user
from unbroken import flow
from unbroken.access import commands
from unbroken.access.models import AccessLog, User
from unbroken.cases.models import ReportRow
from unbroken.cli import app
from unbroken.coding.drawing import CannotDraw, Wanted
from unbroken.coding.fold import Sample, final_answers
from unbroken.coding.queries import propose, read_sample
from unbroken.exchange.extracting.pseudonyms import Pseudonyms
from unbroken.exchange.extracting.writing import write_extract
from unbroken.insight.coding.frame import NOT_KNOWN
from unbroken.insight.coding.reading import read_frame
from unbroken.record.queries import count

pytestmark = [pytest.mark.django_db, pytest.mark.demand("ANA-01", "CPS-10")]

FRAME = read_frame(
    """
name = "small"
version = 3
title = "A small frame"
[[variable]]
name = "relationship"
part = "The two"
question = "What is the suspect to the victim?"
codes = "relationships"
only = ["ex_partner", "stranger"]
record = "relationship"
[[variable]]
name = "victim_sex"
part = "The two"
unit = "victim"
question = "What is the victim's sex?"
values = { female = "Female", male = "Male" }
record = "victim_sex"
show = "after"
[[variable]]
name = "behaviours"
part = "What was done"
type = "several"
question = "What was done?"
codes = "behaviours"
[[variable]]
name = "officers"
part = "What was done"
type = "number"
question = "How many officers had it?"
record = "officers"
show = "never"
"""
)
WHOLE = {
    "relationship": "ex_partner",
    "victim_sex--v0": "female",
    "behaviours": ["calls_texts", "attends_home"],
    "officers": "number",
    "officers--number": "2",
}


def record_reports(number: int = 2) -> None:
    drafts = []
    for n in range(number):
        people = (f"report:r{n}", ("victim", f"person:v{n}"), ("suspect", f"person:s{n}"))
        drafts += [
            draft("report.made", {"channel": "phone", "reported_by": "victim", "area": "North",
                                  "reference": f"CR/{n}"}, *people),
            draft("report.classified", {"stage": "initial", "offence": "stalking_2a"}, f"report:r{n}"),
            draft("person.described", {"role_here": "victim", "sex": "female", "names": [{"given": f"Her{n}"}]},
                  ("person", f"person:v{n}"), f"report:r{n}"),
            draft("relationship.stated", {"relationship": "stranger"}, *people[1:], people[0]),
        ]  # fmt: skip
    flow.take_in(drafts, by="tests")


def draw(*, double: float = 1.0, coders: tuple[str, ...] = ("ann", "bea"), **wanted: Any) -> Sample:
    """A sample of all reports, drawn and recorded."""
    asked = Wanted(**{"size": 2, "seed": "1", "double": double, **wanted})
    proposed = propose(asked, study="Study of 2024", frame=FRAME, agency="northmoor", coders=coders,
                       adjudicators=["cam"], today=date(2024, 6, 1))  # fmt: skip
    flow.take_in(proposed.drafts, by="operator")
    return again(proposed.object)


def again(name: str) -> Sample:
    found = read_sample(name)
    assert found is not None
    return found


@pytest.fixture
def people() -> dict[str, User]:
    return {
        "ann": make_user("researcher", username="ann"),
        "bea": make_user("researcher", username="bea"),
        "cam": make_user("supervisor", username="cam"),
    }


@pytest.fixture
def sample(people: dict[str, User]) -> Sample:
    record_reports()
    return draw()


def ask(user: User, path: str, data: dict[str, Any] | None = None) -> HttpResponse:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(path) if data is None else client.post(path, data)  # type: ignore[return-value]


def text_of(answer: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def hidden_in(answer: HttpResponse) -> dict[str, str]:
    page = answer.content.decode()
    return {
        name: found[1]
        for name in ("form_id", "seen")
        if (found := re.search(rf'name="{name}"[^>]*value="([^"]*)"', page))
    }


def address(sample: Sample, report: str = "report:r0", tail: str = "") -> str:
    return f"/coding/{sample.object.partition(':')[2]}/reports/{report.partition(':')[2]}/{tail}"


def code(
    user: User, sample: Sample, answers: dict[str, Any], *, report: str = "report:r0", how: str = "done"
) -> HttpResponse:
    path = address(sample, report)
    opened = ask(user, path)
    assert opened.status_code == 200, text_of(opened)
    return ask(user, path, {**hidden_in(opened), **answers, "how": how})


def test_a_coder_finds_the_reports_and_codes_one(people: dict[str, User], sample: Sample) -> None:
    ann = people["ann"]
    assert "Reports to code" in text_of(ask(ann, "/"))
    assert "0 of 2 done" in text_of(ask(ann, "/coding/"))
    listed = text_of(ask(ann, f"/coding/{sample.object.partition(':')[2]}/"))
    assert "CR/0 Group North How far you are Not begun" in listed
    assert "Not drawn Left out 0 Left 2" in listed
    assert code(ann, sample, WHOLE).status_code == 302
    coding = again(sample.object).of_report("report:r0").codings["ann"]  # type: ignore[union-attr]
    assert coding.is_done
    assert coding.answers == {
        ("relationship", ""): ("ex_partner",),
        ("victim_sex", "person:v0"): ("female",),
        ("behaviours", ""): ("calls_texts", "attends_home"),
        ("officers", ""): ("2",),
    }
    assert "1 of 2 done" in text_of(ask(ann, "/coding/"))


def test_the_record_s_own_value_stands_where_the_frame_says(people: dict[str, User], sample: Sample) -> None:
    ann = people["ann"]
    page = text_of(ask(ann, address(sample)))
    assert page.count("The record says") == 1
    assert "The record says: Stranger." in page
    code(ann, sample, WHOLE)
    page = text_of(ask(ann, address(sample)))
    assert "The record says: Female." in page
    assert page.count("The record says") == 2


def test_it_can_be_left_gone_on_with_and_changed(people: dict[str, User], sample: Sample) -> None:
    ann = people["ann"]
    assert code(ann, sample, {"relationship": "stranger"}, how="part").status_code == 302
    page = ask(ann, address(sample)).content.decode()
    assert re.search(r'value="stranger"\s+checked', page)
    code(ann, sample, {**WHOLE, "relationship": NOT_KNOWN, "relationship--note": "Two men are named."})
    coding = again(sample.object).of_report("report:r0").codings["ann"]  # type: ignore[union-attr]
    assert coding.answers["relationship", ""] == (NOT_KNOWN,)
    assert coding.notes == {("relationship", ""): "Two men are named."}


def test_who_is_done_has_answered_everything(people: dict[str, User], sample: Sample) -> None:
    before = count()
    answer = code(people["ann"], sample, {"relationship": "stranger"})
    assert answer.status_code == 422
    assert "There is a problem" in text_of(answer)
    assert "Select an answer: What was done?" in text_of(answer)
    assert count() == before
    nothing = code(people["ann"], sample, {}, how="part")
    assert "Answer a question, or write a note" in text_of(nothing)
    mixed = code(people["ann"], sample, {**WHOLE, "behaviours": ["calls_texts", "not_known"]})
    assert mixed.status_code == 422


def test_sent_twice_is_recorded_once_and_an_old_page_does_not_win(people: dict[str, User], sample: Sample) -> None:
    ann, path = people["ann"], address(sample)
    old, sent = hidden_in(ask(ann, path)), {**hidden_in(ask(ann, path)), **WHOLE, "how": "done"}
    assert ask(ann, path, sent).status_code == 302
    after = count()
    assert ask(ann, path, sent).status_code == 302
    assert count() == after
    late = ask(ann, path, {**old, **WHOLE, "relationship": "stranger", "how": "done"})
    assert late.status_code == 422
    assert count() == after


def test_neither_coder_sees_what_the_other_answers(people: dict[str, User], sample: Sample) -> None:
    code(people["ann"], sample, {**WHOLE, "note": "ANNSWORDS"})
    for path in (address(sample), "/coding/", "/reports/r0/", "/journeys/v0/", address(sample).partition("reports")[0]):
        page = ask(people["bea"], path)
        assert page.status_code == 200, path
        assert "ANNSWORDS" not in page.content.decode(), path
        assert "coded" not in text_of(page).lower(), path
        assert not re.search(r'value="ex_partner"\s+checked', page.content.decode()), path
    for path in (address(sample, tail="settle/"), "/reports/r1/"):
        assert ask(people["bea"], path).status_code == (404 if "settle" in path else 200)
    entry = again(sample.object).of_report("report:r0").codings["ann"].entry  # type: ignore[union-attr]
    assert "ANNSWORDS" not in ask(people["bea"], f"/entries/{entry}/").content.decode()
    assert "ANNSWORDS" not in ask(people["cam"], "/reports/r0/").content.decode()


def test_that_a_report_is_read_for_a_study_is_no_news_of_it(people: dict[str, User], sample: Sample) -> None:
    before = ReportRow.objects.filter(object="report:r0").values_list("last_recorded_at", "state").get()
    code(people["ann"], sample, WHOLE)
    assert ReportRow.objects.filter(object="report:r0").values_list("last_recorded_at", "state").get() == before


def test_agreement_and_settling(people: dict[str, User], sample: Sample) -> None:
    cam, name = people["cam"], sample.object.partition(":")[2]
    assert "of no report are two coders done" in text_of(ask(cam, f"/coding/{name}/agreement/"))
    code(people["ann"], sample, WHOLE)
    assert ask(cam, address(sample, tail="settle/")).status_code == 404
    code(people["bea"], sample, {**WHOLE, "relationship": "stranger", "officers--number": "3"})
    page = text_of(ask(cam, f"/coding/{name}/agreement/"))
    assert "done with 1 of the 2 reports" in page
    assert "First coder Stranger Second coder Ex-partner What counts Not settled yet" in page
    assert "fewer than 10 were compared" in page
    assert final_answers(again(sample.object).of_report("report:r0")) == {  # type: ignore[arg-type]
        ("victim_sex", "person:v0"): ("female",),
        ("behaviours", ""): ("calls_texts", "attends_home"),
    }
    path = address(sample, tail="settle/")
    form = ask(cam, path)
    assert "First coder" in text_of(form)
    assert "ann" not in re.findall(r"\w+", text_of(form))
    without = ask(cam, path, {**hidden_in(form), "relationship": "stranger"})
    assert (without.status_code, "Enter why this answer counts" in text_of(without)) == (422, True)
    given = {"relationship": "stranger", "relationship--note": "He is named by nobody she knows."}
    assert ask(cam, path, {**hidden_in(form), **given}).status_code == 302
    drawn = again(sample.object).of_report("report:r0")
    assert drawn is not None
    assert final_answers(drawn)["relationship", ""] == ("stranger",)
    assert ("officers", "") not in final_answers(drawn)
    assert "He is named by nobody she knows." in text_of(ask(cam, f"/coding/{name}/agreement/"))


def test_whoever_the_sample_does_not_name_finds_nothing(people: dict[str, User], sample: Sample) -> None:
    stranger = make_user("researcher", username="dot")
    for path in (f"/coding/{sample.object.partition(':')[2]}/", address(sample)):
        assert ask(stranger, path).status_code == 404
    assert "You have no reports to code" in text_of(ask(stranger, "/coding/"))
    assert ask(people["cam"], address(sample)).status_code == 404
    assert ask(make_user("officer", username="eve"), "/coding/").status_code == 403
    assert AccessLog.objects.filter(who="dot", refused=True).exists()


def test_a_report_that_is_restricted_later_is_not_shown_to_its_coder(people: dict[str, User], sample: Sample) -> None:
    flow.take_in([draft("report.restricted", {"reason": "covert"}, "report:r0")], by="tests")
    page = text_of(ask(people["ann"], f"/coding/{sample.object.partition(':')[2]}/"))
    assert "CR/0" not in page
    assert "1 report that went to you cannot be shown to you" in page
    assert ask(people["ann"], address(sample)).status_code == 404


def test_a_report_with_a_party_close_to_a_coder_goes_to_another(people: dict[str, User]) -> None:
    record_reports()
    commands.declare_conflict(people["ann"], "person:v0", why="Her sister.", by="standards")
    sample = draw(double=0)
    assert sample.of_report("report:r0").coders == ("bea",)  # type: ignore[union-attr]
    with pytest.raises(CannotDraw, match="too few may open a report"):
        draw(double=1)


def test_a_researcher_opens_the_reports_that_were_drawn_and_no_others(people: dict[str, User]) -> None:
    record_reports(3)
    sample = draw(double=0, size=1)
    [drawn] = sample.reports
    for n in range(3):
        expected = 200 if drawn.report == f"report:r{n}" else 404
        assert ask(people["ann"], f"/reports/r{n}/").status_code == expected


def test_what_somebody_records_who_was_not_asked_does_not_count(people: dict[str, User], sample: Sample) -> None:
    about = (("sample", sample.object), "report:r0")
    said = {"frame": "small", "frame_version": 3, "state": "done",
            "answers": [{"variable": "relationship", "values": ["stranger"]}]}  # fmt: skip
    settled = {"answers": [{"variable": "relationship", "values": ["stranger"], "reason": "So."}]}
    flow.take_in([draft("coding.coded", said, *about), draft("coding.adjudicated", settled, *about)], by="mallory")
    drawn = again(sample.object).of_report("report:r0")
    assert drawn is not None
    assert (dict(drawn.codings), dict(drawn.settled)) == ({}, {})


@pytest.mark.parametrize(
    ("coders", "adjudicators", "says"),
    [
        ([], [], "coder: is missing"),
        (["nobody"], [], "nobody can sign in as 'nobody'"),
        (["off"], [], "may not code reports"),
        (["far"], [], "far is of elsewhere"),
        (["ann"], ["ann"], "ann codes too"),
    ],
)
def test_who_codes_is_checked_when_it_is_drawn(
    people: dict[str, User], coders: list[str], adjudicators: list[str], says: str
) -> None:
    make_user("officer", username="off")
    make_user("researcher", username="far", agency="elsewhere")
    record_reports(1)
    with pytest.raises(CannotDraw, match=says):
        propose(Wanted(size=1, seed="1"), study="S", frame=FRAME, agency="northmoor", coders=coders,
                adjudicators=adjudicators, today=date(2024, 6, 1))  # fmt: skip


def test_what_was_coded_is_a_table_of_the_extract(people: dict[str, User], sample: Sample, tmp_path: Path) -> None:
    code(people["ann"], sample, {**WHOLE, "note": "ANNSWORDS", "relationship--note": "ANNSWORDS"})
    code(people["bea"], sample, {**WHOLE, "officers": "not_recorded"})
    code(people["ann"], sample, {"relationship": "stranger"}, report="report:r1", how="part")
    write_extract(tmp_path / "out", made_at=datetime(2026, 1, 5, tzinfo=UTC), key=b"k" * 32)
    found = pq.read_table(tmp_path / "out" / "codings.parquet").to_pylist()
    names = Pseudonyms(b"k" * 32)
    assert {(row["sample"], row["case"]) for row in found} == {(names.of(sample.object), names.of("report:r0"))}
    drawn = sample.of_report("report:r0")
    assert drawn is not None
    said = {(row["coder"], row["variable"]): (row["value"], row["is_missing"]) for row in found}
    by = dict(zip(drawn.coders, ("first", "second"), strict=True))
    assert said[by["ann"], "officers"] == ("2", False)
    assert said[by["bea"], "officers"] == ("not_recorded", True)
    assert ("final", "officers") not in said
    assert said["final", "relationship"] == ("ex_partner", False)
    assert {row["person"] for row in found if row["variable"] == "victim_sex"} == {names.of("person:v0")}
    assert "ANNSWORDS" not in str(found)
    assert "ann" not in {value for row in found for value in row.values()}


def test_the_commands_draw_and_compare(people: dict[str, User], tmp_path: Path) -> None:
    record_reports(3)
    run = CliRunner().invoke
    asked = ["coding", "draw", "Study", "--size", "2", "--seed", "7", "--agency", "northmoor", "--coder", "ann",
             "--coder", "bea", "--double", "0.5"]  # fmt: skip
    before = count()
    tried = run(app, [*asked, "--dry-run"])
    assert "Nothing was recorded." in tried.output
    assert "Drawn: 2, of which 1 for two coders." in tried.output
    assert count() == before
    done = run(app, asked)
    assert done.exit_code == 0, done.output
    name = re.search(r"sample:[0-9a-f-]+", done.output)
    assert name is not None
    assert [one.report for one in again(name[0]).reports if one.is_double]
    table = run(app, ["coding", "agreement", name[0]])
    assert table.output.startswith("question,unit,compared")
    assert run(app, ["coding", "agreement", "sample:none"]).exit_code == 1
    bad = tmp_path / "bad.toml"
    bad.write_text("name = 'x'")
    refused = run(app, [*asked, "--frame", str(bad)])
    assert refused.exit_code == 1
    assert "the frame, version: is missing (a whole number from 1)" in refused.output
    assert "44 questions" in run(app, ["coding", "frame"]).output
    assert run(app, [*asked[:-1], "2"]).exit_code == 1
