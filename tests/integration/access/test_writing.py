from __future__ import annotations

import pytest

from tests import matter
from tests.entries import draft
from tests.matter import REPORT, RESTRICTED, SUSPECT, VICTIM, make_user
from unbroken.access.commands import declare_conflict
from unbroken.access.writing import MayNotRecord, check_may_record, judge
from unbroken.record.entries import Draft

pytestmark = pytest.mark.django_db
HER, HIM = ("victim", VICTIM), ("suspect", SUSPECT)


@pytest.fixture
def recorded():
    return matter.record_matter()


def amend(kind, target, agency="", **body):
    said = {"why": "Wrong.", **body}
    return Draft(kind, said, (), "2024-03-09", agency or target.agency, "tests", "amendment", target.id)


def test_an_officer_records_what_police_do_for_their_own_agency():
    check_may_record(make_user("officer"), [draft(), draft("suspect.arrested", {}, REPORT, HIM)])


@pytest.mark.demand("REC-11")
def test_the_first_draft_that_may_not_be_recorded_is_named():
    new = ("victim", "person:helpline.17")
    drafts = [draft("support.started", {"service": "paladin"}, new, agency="helpline"),
              draft("suspect.arrested", {}, REPORT, HIM, agency="helpline")]  # fmt: skip
    with pytest.raises(MayNotRecord, match=r"Your role, advocate, may not record suspect.arrested\.") as refused:
        check_may_record(make_user("advocate"), drafts)
    assert refused.value.index == 1


@pytest.mark.demand("REC-11")
def test_nobody_corrects_another_agencys_entry(recorded):
    user = make_user("officer", agency="sussex")
    with pytest.raises(MayNotRecord, match="The entry is northmoor's"):
        check_may_record(user, [amend("entry.withdrawn", recorded["made"], agency="sussex")])
    with pytest.raises(MayNotRecord, match="You record for sussex, not for northmoor"):
        check_may_record(user, [amend("entry.withdrawn", recorded["made"])])


def test_an_officer_corrects_and_withdraws_their_own_agencys_entries(recorded):
    check_may_record(
        make_user("officer"),
        [amend("entry.withdrawn", recorded["incident"]), amend("entry.corrected", recorded["made"], body={})],
    )


def test_nobody_corrects_what_they_see_only_in_part(recorded):
    """The corrected body is whole: a correction by somebody who does not see a field would lose it."""
    with pytest.raises(MayNotRecord, match="Part of this entry is not shown to your role"):
        check_may_record(make_user("officer"), [amend("entry.corrected", recorded["risk"], body={"instrument": "srp"})])
    check_may_record(make_user("officer", username="o2"), [amend("entry.withdrawn", recorded["risk"])])


def test_an_amendment_of_nothing_is_left_to_the_record_to_refuse(recorded):
    missing = Draft("entry.withdrawn", {"why": "No."}, (), "2024-03-09", "northmoor", "tests", "x", "no-such-entry")
    check_may_record(make_user("officer"), [missing])


@pytest.mark.demand("REC-15")
def test_a_restricted_report_takes_nothing_from_those_without_the_right(recorded):
    drafts = [draft("suspect.arrested", {}, RESTRICTED, HIM), amend("entry.withdrawn", recorded["shut"])]
    assert {decision.reason for decision in judge(make_user("officer"), drafts)} == {
        "This report is restricted. A supervisor can record it."
    }
    check_may_record(make_user("supervisor"), drafts)


def test_a_conflict_of_interest_closes_the_matter_to_writing(recorded):
    user = make_user("officer")
    declare_conflict(user, SUSPECT, why="Himself.", by="standards")
    moved = {"body": {}, "subjects": [["report", "report:other"], ["victim", VICTIM]]}
    drafts = [
        draft("suspect.released", {}, REPORT, HIM),
        draft("person.described", {"role_here": "victim"}, ("person", VICTIM)),
        amend("entry.withdrawn", recorded["incident"]),
        Draft("entry.corrected", {"why": "x", **moved}, (), "2024-03-09", "northmoor", "tests", "y", "elsewhere"),
    ]
    assert {decision.reason for decision in judge(user, drafts)} == {"You may not record anything about this matter."}


def test_many_drafts_cost_no_more_queries_than_one(recorded, django_assert_num_queries):
    user = make_user("officer")
    drafts = [draft("suspect.arrested", {}, REPORT, HIM) for _ in range(100)]
    with django_assert_num_queries(3):  # conflicts; restrictions, and their amendments
        judge(user, drafts)
