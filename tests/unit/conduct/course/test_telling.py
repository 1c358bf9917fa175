"""What the record tells of a course of conduct, and what that comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from tests.entries import MADE, entry
from unbroken.cases.between import OTHER, Two, nobodys
from unbroken.conduct.course.pairs import between_two, judge_both
from unbroken.conduct.course.shapes import Surely
from unbroken.conduct.course.telling import Judged
from unbroken.conduct.reading.narrative import Said
from unbroken.conduct.recognition import Finding
from unbroken.record.entries import Entry

HER, HIM, MUM = "person:her", "person:him", "person:mum"
TWO = Two(frozenset({HER}), frozenset({HIM}))
BOTH = (("victim", HER), ("suspect", HIM))


def made(report: str = "report:r1", day: str = "2024-03-08") -> Entry:
    return entry("report.made", MADE, report, *BOTH, happened=day)


def incident(day: str, *behaviours: str, suspect: str = HIM, victim: str = HER, **body: object) -> Entry:
    about = ("report:r1", ("victim", victim), *([("suspect", suspect)] if suspect else []))
    return entry("incident.recorded", {"behaviours": list(behaviours or ("calls_texts",)), **body}, *about,
                 happened=day)  # fmt: skip


def about(kind: str, body: Mapping[str, object], day: str = "2024-03-08") -> Entry:
    return entry(kind, body, "report:r1", *BOTH, happened=day)


def judged(*entries: Entry, readings: Mapping[str, Sequence[Said]] | None = None) -> Judged:
    ordered = sorted(entries, key=lambda one: (one.happened_from, one.id))
    between = between_two(TWO, ordered, nobodys)
    return judge_both(TWO, between, ordered, readings or {})[OTHER][0]


@pytest.mark.demand("RCG-01")
def test_one_incident_is_not_yet_a_course_and_the_first_question_is_whether_there_was_more() -> None:
    found = judged(made(), incident("2024-03-01"))
    assert found.finding is Finding.NOT_YET
    assert "before" in found.recognised.questions[0]


@pytest.mark.demand("RCG-01")
def test_two_incidents_across_reports_that_were_told_to_stop_are_stalking_and_each_rule_says_why() -> None:
    first = incident("2024-03-01", "attends_home", told=["asked_to_stop"])
    second = incident("2024-03-05", "calls_texts")
    found = judged(made(), first, second)
    assert found.finding is Finding.STALKING_2A
    assert not found.rests_on_words
    assert {one.rule.name for one in found.met} >= {"repeated", "unwanted", "associated_acts"}
    (unwanted,) = [one for one in found.met if one.rule.name == "unwanted"]
    assert [(one.entry, one.says) for one in unwanted.reasons] == [(first.id, "Asked the suspect to stop")]


@pytest.mark.demand("RCG-04")
def test_a_change_of_daily_life_makes_it_the_graver_offence() -> None:
    course = (made(), incident("2024-03-01", "attends_home"), incident("2024-03-05", told=["blocked"]))
    assert judged(*course).finding is Finding.STALKING_2A
    moved = about("impact.recorded", {"effects": ["moved_home"]})
    assert judged(*course, moved).finding is Finding.STALKING_4A


@pytest.mark.demand("RCG-04")
def test_what_would_change_a_finding_is_said() -> None:
    course = (made(), incident("2024-03-01", "attends_home"), incident("2024-03-05", told=["blocked"]))
    changing = {one.fact: one.finding for one in judged(*course).changing}
    assert changing["change_of_routine"] is Finding.STALKING_4A


def test_that_nothing_was_stated_of_effects_tells_nothing() -> None:
    course = (made(), incident("2024-03-01", "attends_home"), incident("2024-03-05", told=["blocked"]))
    asked = about("impact.recorded", {"effects": ["none_stated"]})
    assert judged(*course, asked).told.account == judged(*course).told.account


@pytest.mark.demand("RCG-08")
def test_what_only_a_narrative_says_counts_and_is_marked() -> None:
    report = made()
    said = [Said("attends_home", 0, 9, "came round"), Said("repeated", 10, 20, "every night"),
            Said("relationship_ended", 30, 40, "her ex")]  # fmt: skip
    found = judged(report, readings={report.id: said})
    assert found.finding is Finding.STALKING_2A
    assert found.rests_on_words
    assert found.recorded_finding is Finding.NONE
    words = [one.words for met in found.met if met.rule.name == "repeated" for one in met.reasons]
    assert words == ["every night"]


def test_words_of_police_tell_nothing_of_what_was_done() -> None:
    report = made()
    found = judged(report, readings={report.id: [Said("harmful_advice", 0, 5, "block him")]})
    assert found.told.account.facts == frozenset()


@pytest.mark.demand("RCG-01")
def test_what_is_done_to_a_relative_in_her_report_is_part_of_the_course() -> None:
    found = judged(made(), incident("2024-03-01"), incident("2024-03-04", "calls_texts", victim=MUM))
    assert found.measures.incidents == 2
    assert "third_party" in found.told.account.behaviours


@pytest.mark.demand("RCG-07")
def test_an_account_not_used_before_after_a_block_is_a_new_account() -> None:
    course = [incident("2024-03-01", identifiers_used=["@one"]), incident("2024-03-02", told=["blocked"]),
              incident("2024-03-03", identifiers_used=["@one"])]  # fmt: skip
    assert not judged(made(), *course).told.account.tells("new_accounts_after_block")
    course.append(incident("2024-03-04", identifiers_used=["@two"]))
    assert judged(made(), *course).told.account.tells("new_accounts_after_block")


def test_two_entries_of_one_day_are_one_occasion_and_a_counted_stretch_several() -> None:
    assert judged(made(), incident("2024-03-01"), incident("2024-03-01", "attends_home")).told.account.occasions == 1
    stretch = incident("2024-03-01/2024-03-20", times=12)
    assert judged(made(), stretch).told.account.occasions == 12


@pytest.mark.demand("LNK-06")
def test_what_a_report_tells_of_another_suspect_or_victim_is_not_told_of_these_two() -> None:
    course = (made(), incident("2024-03-01"), incident("2024-03-05"))
    of_another = entry("relationship.stated", {"relationship": "ex_partner", "stated_by": "victim"}, "report:r1",
                       ("victim", HER), ("suspect", "person:another"))  # fmt: skip
    effect = entry("impact.recorded", {"effects": ["moved_home"]}, "report:r1", ("victim", MUM))
    assert judged(*course, of_another, effect).told.account == judged(*course).told.account
    mine = entry("impact.recorded", {"effects": ["moved_home"]}, "report:r1", ("victim", HER))
    assert judged(*course, mine).told.account.tells("change_of_routine")


@pytest.mark.demand("RCG-01")
def test_an_order_that_came_after_the_last_incident_was_not_gone_on_against() -> None:
    course = (made(), incident("2024-03-01"), incident("2024-03-05"))
    order = {"type": "spo"}
    assert judged(*course, about("order.granted", order, "2024-03-03")).told.account.tells("prior_order")
    assert not judged(*course, about("order.granted", order, "2024-03-06")).told.account.tells("prior_order")


class TestDecidedByPeople:
    def test_incidents_split_off_are_a_course_apart_and_come_back_when_joined(self) -> None:
        old, new = incident("2019-03-01", "attends_home"), incident("2024-03-05", told=["blocked"])
        split = about("course.split", {"incidents": [old.id], "reason": "Dealt with in 2019."}, "2024-04-01")
        found = judged(made(), old, new, split)
        assert [one.act.entry for one in found.course.incidents] == [new.id]
        assert [(one.reason, [each.act.entry for each in one.incidents]) for one in found.course.apart] == [
            ("Dealt with in 2019.", [old.id])
        ]
        words = {old.id: [Said("threats_harm", 0, 4, "kill")]}
        assert not judged(made(), old, new, split, readings=words).told.account.behaviours & {"threats_harm"}
        assert judged(made(), old, new, readings=words).told.account.behaviours >= {"threats_harm"}
        joined = about("course.joined", {"incidents": [old.id], "reason": "It is the same."}, "2024-04-02")
        back = judged(made(), old, new, split, joined)
        assert [one.act.entry for one in back.course.incidents] == [old.id, new.id]
        assert back.course.incidents[0].surely is Surely.JOINED

    @pytest.mark.demand("RCG-01")
    def test_what_is_split_off_is_judged_by_itself_by_the_same_rules(self) -> None:
        old = [incident("2019-03-01", "attends_home"), incident("2019-03-05", "attends_home", told=["blocked"])]
        new = incident("2024-03-05")
        split = about(
            "course.split", {"incidents": [one.id for one in old], "reason": "Dealt with then."}, "2024-04-01"
        )
        whole = judged(made(), *old, new, split)
        (part,) = whole.parts
        assert (whole.finding, part.judged.finding) == (Finding.NOT_YET, Finding.STALKING_2A)
        assert part.judged.measures.incidents == 2
        assert {one.entry for met in part.judged.met for one in met.reasons} <= {one.id for one in old}
        alone = judged(made(), *old)
        assert [one.rule for one in part.judged.met] == [one.rule for one in alone.met]
        assert part.judged.parts == ()

    @pytest.mark.demand("RCG-01")
    def test_of_a_part_only_its_own_reports_tell_and_what_is_in_none(self) -> None:
        old = entry("incident.recorded", {"behaviours": ["attends_home"]}, "report:r0", *BOTH, happened="2019-03-01")
        first = entry("report.made", MADE, "report:r0", *BOTH, happened="2019-03-02")
        split = about("course.split", {"incidents": [old.id], "reason": "Dealt with then."}, "2024-04-01")
        course = (first, made(), old, incident("2024-03-05"), split)
        moved = about("impact.recorded", {"effects": ["moved_home"]})
        (part,) = judged(*course, moved).parts
        assert part.judged.course.reports == ("report:r0",)
        assert not part.judged.told.account.tells("change_of_routine")
        stated = entry("relationship.stated", {"relationship": "ex_partner", "stated_by": "victim"}, *BOTH)
        (part,) = judged(*course, stated).parts
        assert part.judged.told.account.tells("relationship_ended")

    @pytest.mark.demand("RCG-01")
    def test_an_incident_of_which_nobody_is_named_belongs_when_a_person_says_so(self) -> None:
        unknown = entry("incident.recorded", {"behaviours": ["property_damage"]}, "report:r9", ("victim", HER),
                        happened="2024-03-02")  # fmt: skip
        assert judged(made(), incident("2024-03-01"), unknown).measures.incidents == 1
        joined = about("course.joined", {"incidents": [unknown.id], "reason": "Seen on camera."}, "2024-04-02")
        found = judged(made(), incident("2024-03-01"), unknown, joined)
        assert [one.surely for one in found.course.incidents] == [Surely.NAMED, Surely.JOINED]

    def test_a_decision_covers_what_its_maker_saw(self) -> None:
        course = [made(), incident("2024-03-01", "attends_home"), incident("2024-03-05", told=["blocked"])]
        body = {"finding": "stalking_2A", "decision": "rejected", "reason": "One of two.", "incidents": 2, "reports": 1}
        course.append(about("finding.decided", body, "2024-04-01"))
        assert _decided(course)
        assert not _decided([*course, incident("2024-04-09")])
        assert not _decided([*course, made("report:r2", "2024-04-09")])


def _decided(entries: Sequence[Entry]) -> bool:
    ordered = sorted(entries, key=lambda one: (one.happened_from, one.id))
    found, decision = judge_both(TWO, between_two(TWO, ordered, nobodys), ordered, {})[OTHER]
    assert decision is not None
    return decision.covers(found)


@pytest.mark.demand("RCG-02")
class TestFour:
    def test_each_answer_has_the_entries_that_it_rests_on(self) -> None:
        first = incident("2024-03-01", "following_surveillance", told=["asked_to_stop"])
        second = incident("2024-03-05", "following_surveillance")
        found = {one.question.name: one for one in judged(made(), first, second).four}
        assert {name: one.answer.value for name, one in found.items()} == {
            "fixated": "yes", "obsessive": "not_known", "unwanted": "yes", "repeated": "yes"
        }  # fmt: skip
        rests_on = {name: {reason.entry for reason in one.by.reasons} for name, one in found.items() if one.by}
        assert rests_on == {name: {first.id, second.id} for name in ("fixated", "unwanted", "repeated")}
        assert found["obsessive"].by is None

    def test_a_no_rests_on_the_words_that_say_so(self) -> None:
        report = made()
        said = [Said("calls_texts", 0, 6, "called"), Said("nothing_else", 10, 30, "the only time")]
        found = {one.question.name: one for one in judged(report, readings={report.id: said}).four}
        assert (found["repeated"].answer, found["fixated"].answer) == ("no", "not_known")
        assert found["repeated"].by is not None
        assert [(one.entry, one.words) for one in found["repeated"].by.reasons] == [(report.id, "the only time")]

    @pytest.mark.parametrize(
        ("relationship", "prompts"),
        [
            ("stranger", "harassment"),
            ("family", "domestic"),
            ("current_partner", "domestic"),
            ("ex_partner", "domestic"),
        ],
    )
    def test_only_unwanted_and_repeated_is_harassment_unless_it_is_domestic(
        self, relationship: str, prompts: str
    ) -> None:
        course = [made(), incident("2024-03-01"), incident("2024-03-05")]
        feared = about("impact.recorded", {"effects": ["fear"]})
        stated = about("relationship.stated", {"relationship": relationship, "stated_by": "victim"})
        assert judged(*course, feared, stated).prompt.value == prompts


class TestWhatWasRecordedComesFirst:
    """Words that nobody has confirmed do not outweigh what people recorded."""

    COURSE = (incident("2024-03-01", "attends_home", told=["asked_to_stop"]), incident("2024-03-05", "attends_home"))

    @pytest.mark.demand("RCG-01")
    def test_words_that_speak_against_it_do_not_lower_it(self) -> None:
        report = made()
        words = (Said("mutual", 0, 4, "both parties"), Said("dispute", 0, 4, "row over a fence"))
        assert judged(report, *self.COURSE).finding is Finding.STALKING_2A
        found = judged(report, *self.COURSE, readings={report.id: words})
        assert (found.finding, found.rests_on_words) == (Finding.STALKING_2A, False)

    def test_what_was_stated_of_the_two_last_decides_what_they_are(self) -> None:
        report = made()
        words = {report.id: (Said("relationship_ended", 0, 4, "ex BF"),)}
        assert "former_partner" in judged(report, *self.COURSE, readings=words).rules
        neighbour = about("relationship.stated", {"relationship": "acquaintance", "stated_by": "victim"}, "2024-03-09")
        assert "former_partner" not in judged(report, *self.COURSE, neighbour, readings=words).rules
        former = about("relationship.stated", {"relationship": "ex_partner", "stated_by": "victim"}, "2024-03-08")
        assert "former_partner" in judged(report, *self.COURSE, former).rules
        assert "former_partner" not in judged(report, *self.COURSE, former, neighbour).rules

    @pytest.mark.demand("RCG-04")
    def test_any_fear_is_not_fear_of_violence_and_the_limb_is_named(self) -> None:
        damaged = (made(), incident("2024-03-01", "property_damage"), incident("2024-03-05", "property_damage"))
        afraid, of_violence = (
            about("impact.recorded", {"effects": [effect]}) for effect in ("fear", "fear_of_violence")
        )
        assert judged(*damaged, afraid).finding is not Finding.STALKING_4A
        found = judged(
            *damaged, of_violence, about("relationship.stated", {"relationship": "ex_partner", "stated_by": "victim"})
        )
        assert found.finding is Finding.STALKING_4A
        assert [rule.name for rule in found.recognised.limbs] == ["fear_of_violence"]

    def test_who_says_that_nobody_is_afraid_is_not_asked_what_is_feared(self) -> None:
        report = made()
        found = judged(report, incident("2024-03-01"), readings={report.id: (Said("fear", 0, 4, "not scared", False),)})
        assert "no_fear" in found.told.account.facts
        assert not any("feared" in question for question in found.recognised.questions)

    def test_a_conviction_of_stalking_settles_it_whatever_the_prosecution_is_about(self) -> None:
        about_him = ("prosecution:p", ("suspect", HIM))
        laid = entry("charge.laid", {"offence": "stalking_4a_fear", "by": "cps"}, *about_him, "report:r1",
                     happened="2024-04-01")  # fmt: skip
        verdict = entry("verdict.returned", {"verdict": "guilty", "offence": "stalking_4a_fear"}, *about_him,
                        happened="2024-05-01")  # fmt: skip
        once = (made(), incident("2024-03-01"))
        assert judged(*once).finding is Finding.NOT_YET
        found = judged(*once, laid, verdict)
        assert found.finding.is_stalking
        (court,) = [one for one in found.met if one.rule.name == "found_by_a_court"]
        assert [one.entry for one in court.reasons] == [verdict.id]


@pytest.mark.demand("RCG-08")
def test_a_decision_is_open_again_when_more_comes_to_be_told() -> None:
    course = (
        made(),
        incident("2024-03-01", "attends_home", told=["asked_to_stop"]),
        incident("2024-03-05", "attends_home"),
    )
    seen = judged(*course)
    body = {"finding": seen.finding.value, "decision": "rejected", "reason": "Not yet confirmed.",
            "rules": sorted(seen.rules), "incidents": 2, "reports": 1}  # fmt: skip
    decision = entry(
        "finding.decided", body, "report:r1", *BOTH, happened="2024-03-09", recorded="2024-03-09T12:00:00.000000Z"
    )

    def is_settled(*more: Entry) -> bool:
        ordered = sorted((*course, decision, *more), key=lambda one: (one.happened_from, one.id))
        found, decided = judge_both(TWO, between_two(TWO, ordered, nobodys), ordered, {})[OTHER]
        assert decided is not None
        return decided.covers(found)

    assert is_settled()
    assert is_settled(about("contact.made", {"about": ["update"]}, "2024-03-10")), (
        "what tells of no conduct changes nothing"
    )
    for kind, told in (("impact.recorded", {"effects": ["moved_home"]}), ("order.breached", {}),
                       ("relationship.stated", {"relationship": "ex_partner", "stated_by": "victim"})):  # fmt: skip
        later = entry(kind, told, "report:r1", *BOTH, happened="2024-03-08", recorded="2024-03-10T12:00:00.000000Z")
        assert not is_settled(later), kind
