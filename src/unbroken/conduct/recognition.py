"""Recognising stalking: named rules over what an account tells, and the finding they come to, with reasons.

The result advises and never decides. What an account does not tell is not held against anybody: the finding is then
*not yet*, with the questions that would settle it. Nothing here reads who somebody is, only what was done and how it
was met: ethnicity, postcode and mental health are not asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from unbroken.vocabulary.behaviours import statutory_examples, types_of

_SURVEILLANCE = frozenset({"following_surveillance", "tracking_device", "account_hacking_spyware"})
_AGAINST_PEOPLE = frozenset({"threats_harm", "physical_violence", "sexual_violence"})
_VIOLENCE = _AGAINST_PEOPLE | {"property_damage", "entry_home"}
_SOUGHT_OUT = frozenset({"attends_home", "attends_work", "letters_gifts", "love_bombing", "image_sharing"})
_INTIMATE = frozenset(
    {"love_bombing", "tracking_device", "account_hacking_spyware", "threats_self_harm", "image_sharing"}
)
_PERSISTED = frozenset({"told_to_stop", "blocked", "prior_order", "new_accounts_after_block"})
_LONG = 90  # days of contact that are taken for a fixation: of our own, no source gives a number
_MONTH = 30  # days, likewise
_MANY_TYPES = 3  # behaviour types; the mean of the Stalking Deep Dive was 2.4 a case
_MANY_TIMES = 10  # occasions, or calls and messages, likewise


class Finding(StrEnum):
    """What an account indicates."""

    STALKING_4A = "stalking_4A"
    STALKING_2A = "stalking_2A"
    HARASSMENT = "harassment"
    NOT_YET = "not_yet"
    NONE = "none"

    @property
    def is_stalking(self) -> bool:
        """Whether it is one of the two stalking offences."""
        return self in (Finding.STALKING_4A, Finding.STALKING_2A)

    def is_graver_than(self, other: Finding) -> bool:
        """Whether this indicates more than another."""
        order = list(Finding)
        return order.index(self) < order.index(other)


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of a course of conduct, from a text or from the record.

    `facts` are the names of the facts that it tells (`reading/facts.toml`); `occasions` is the least number of
    occasions that it counts, 0 where it counts none, and `contacts` the least number of calls, messages and the like.
    `reports` is in how many reports it is told.
    """

    behaviours: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    occasions: int = 0
    duration_days: int = 0
    contacts: int = 0
    reports: int = 0

    def tells(self, *names: str) -> bool:
        """Whether it tells any of these facts."""
        return not self.facts.isdisjoint(names)

    def has(self, codes: frozenset[str]) -> bool:
        """Whether any of these behaviours is among what was done."""
        return not self.behaviours.isdisjoint(codes)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, its official reference, and what it rests on: names of facts and codes of behaviours."""

    name: str
    reference: str
    holds: Callable[[Account], bool]
    rests_on: frozenset[str] = field(default_factory=frozenset)

    @property
    def says(self) -> str:
        """What it means, in a sentence."""
        return (self.holds.__doc__ or "").split("\n", 1)[0]


def repeated(account: Account) -> bool:
    """There were at least two occasions: a course of conduct."""
    if account.tells("stalking_found") or account.occasions >= 2 or account.tells("repeated"):
        return True
    types = len(types_of(account.behaviours))
    lasts = account.tells("change_of_routine") and account.tells("relationship_ended", "fixation", "fear")
    goes_on = account.tells("relationship_ended", "fixation") or persisted(account)
    return not account.tells("nothing_else") and ((types > 1 and lasts) or (types >= _MANY_TYPES and goes_on))


def unwanted(account: Account) -> bool:
    """By what is told, whoever does it knew or ought to have known that it was unwanted.

    That the two are former partners says nothing of it: they may have children, a home, or a friendship.
    """
    told = account.tells("fear", "change_of_routine", "stalking_found", *_PERSISTED)
    return told or account.has(_VIOLENCE | _SURVEILLANCE)


def persisted(account: Account) -> bool:
    """It went on after it was said or shown that it was not wanted: told to stop, blocked, or forbidden by an order."""
    if account.tells("prior_order", "new_accounts_after_block"):
        return True
    return account.tells("told_to_stop", "blocked") and not account.tells("nothing_else")  # and nothing since


def fixated(account: Account) -> bool:
    """It fixes on one person: by watching, seeking out, gifts, new names, in several ways, or on after being told."""
    if account.has(_SURVEILLANCE | _SOUGHT_OUT) or account.tells("fixation", "stalking_found"):
        return True
    many = len(types_of(account.behaviours)) > 1 or max(account.occasions, account.contacts) >= _MANY_TIMES
    return many or _is_long(account) or persisted(account)


def obsessive(account: Account) -> bool:
    """It takes up much of the suspect: in number, over months, in several ways, or by new ways around a block."""
    number = max(account.occasions, account.contacts)
    many = number >= _MANY_TIMES or _is_long(account) or len(types_of(account.behaviours)) >= _MANY_TYPES
    return many or account.tells("new_accounts_after_block", "fixation")


def _is_long(account: Account) -> bool:
    """Whether it went on for long: two acts far apart are not a long time of them."""
    return account.duration_days >= _LONG and max(account.occasions, account.contacts) not in (1, 2)


def earlier_reports(account: Account) -> bool:
    """There are several reports between the two: what each tells as a single incident is part of the whole."""
    return account.reports > 1


def associated_acts(account: Account) -> bool:
    """What was done is among the acts that the statute names as examples of stalking."""
    return bool(statutory_examples(account.behaviours))


def former_partner(account: Account) -> bool:
    """A course of conduct toward a former partner is recorded as stalking unless it is harassment in law only."""
    return account.tells("relationship_ended") and repeated(account)


def breach_in_a_course(account: Account) -> bool:
    """An order is said to have been breached: that is an occasion of the course itself."""
    return account.has(frozenset({"order_breach"}))


def found_by_a_court(account: Account) -> bool:
    """A court convicted of stalking, or it was admitted: the elements were proved, whatever else is told of them."""
    return account.tells("stalking_found")


def unspecified(account: Account) -> bool:
    """What is told of it says that it went on against who did not want it, and not what was done."""
    if associated_acts(account):
        return False
    if account.tells("unspecified_conduct"):
        return True
    hurt = account.tells("fear", "change_of_routine") and account.tells("relationship_ended")
    return account.tells("repeated") and (account.tells("fixation") or hurt or persisted(account))


def fear_of_violence(account: Account) -> bool:
    """Violence is feared, in a course of conduct; whether on at least two occasions is to be asked."""
    is_feared = account.tells("violence_feared") or (account.tells("fear") and account.has(_AGAINST_PEOPLE))
    return is_feared and repeated(account)


def substantial_effect(account: Account) -> bool:
    """It is said to have a substantial adverse effect on the victim's day-to-day life."""
    return account.tells("change_of_routine")


def another_matter(account: Account) -> bool:
    """It is told as a dispute, as mutual, as a mistake or as what many do, and nothing tells of a fixation on one."""
    pursues = account.tells("new_accounts_after_block", "stalking_found") or account.has(_INTIMATE)
    ended = account.tells("relationship_ended")
    touched = account.tells("fear", "change_of_routine", "escalation")
    hurt = touched or persisted(account)
    watched = account.has(_SURVEILLANCE) and (touched or account.tells("fixation") or _is_long(account))
    one_sided = not account.tells("mutual", "group")
    lived_with = touched and len(types_of(account.behaviours)) > 1  # what changes how somebody lives is no quarrel
    parted = ended and (touched or (persisted(account) and one_sided))
    if pursues or parted:
        return False
    if account.tells("errand") and not account.tells("fixation"):
        return True
    if (
        account.tells("between_neighbours")
        and account.tells("dispute")
        and not account.tells("fixation")
        and not touched
    ):
        return not ended
    if one_sided and (watched or lived_with):
        return False
    if account.tells("mutual", "other_matter"):
        return not (account.tells("fixation") and (hurt or ended))
    if account.tells("group") and not ended:
        return not account.tells("fixation")
    if account.tells("fixation") or hurt:
        return False
    if account.tells("between_neighbours"):
        return not ended
    return account.tells("dispute", "innocent") and not account.has(_SURVEILLANCE)


def oppressive(account: Account) -> bool:
    """It goes beyond what is merely annoying: on after being told, feared, violent, to the face, by many, in number."""
    told = persisted(account) or account.tells("fear", "mutual", "group")
    return told or account.has(_VIOLENCE | {"face_to_face"}) or account.contacts >= _MANY_TIMES


def welcome(account: Account) -> bool:
    """Nothing tells that it is not wanted, and something that it is."""
    is_met = persisted(account) or account.tells("fear", "change_of_routine") or account.has(_SURVEILLANCE | _VIOLENCE)
    return account.tells("welcome") and not is_met


def once_only(account: Account) -> bool:
    """It is told as the only time."""
    return account.tells("nothing_else") and not repeated(account)


def over(account: Account) -> bool:
    """It is told as all that there was, and nobody was hurt by it or had to say that it must stop."""
    hurt = account.tells("fear", "change_of_routine", "stalking_found") or persisted(account)
    return account.tells("nothing_else") and not hurt and account.duration_days < _LONG


def bare(account: Account) -> bool:
    """It is told without how it was met, in one way, in no great number and not for long."""
    met = account.tells("relationship_ended", "fear", "no_fear", "change_of_routine", "fixation", "stalking_found")
    sought = account.has(_SURVEILLANCE | {"letters_gifts", "third_party", "threats_harm"})
    ways = sought and len(types_of(account.behaviours)) > 1
    much = max(account.occasions, account.contacts) >= _MANY_TIMES or account.duration_days >= _MONTH
    return not (met or persisted(account) or account.has(_INTIMATE) or ways or much)


def cleared(account: Account) -> bool:
    """A court, or whoever looked into it, found that it was no offence."""
    return account.tells("cleared") and not account.tells("stalking_found")


RULES = (
    Rule("repeated", "PHA 1997 s.7(3)", repeated, frozenset({"repeated", "incident_count", "stalking_found"})),
    Rule("unwanted", "PHA 1997 s.1(1)(b), s.1(2)", unwanted,
         _PERSISTED | _VIOLENCE | _SURVEILLANCE
         | {"fear", "change_of_routine", "stalking_found"}),
    Rule("persisted", "PHA 1997 s.1(2)", persisted, _PERSISTED),
    Rule("fixated", "FOUR mnemonic (NPCC): fixated", fixated,
         _PERSISTED | _SURVEILLANCE | _SOUGHT_OUT | {"fixation", "stalking_found"}),
    Rule("obsessive", "FOUR mnemonic (NPCC): obsessive", obsessive,
         frozenset({"new_accounts_after_block", "fixation", "contact_count"})),
    Rule("earlier_reports", "RCG-01; MOPAC Stalking Deep Dive: linked reports", earlier_reports),
    Rule("associated_acts", "PHA 1997 s.2A(2)(b), s.2A(3)", associated_acts),
    Rule("former_partner", "Home Office Counting Rules, April 2020", former_partner, frozenset({"relationship_ended"})),
    Rule("breach_in_a_course", "MOPAC Stalking Deep Dive", breach_in_a_course, frozenset({"order_breach"})),
    Rule("found_by_a_court", "PHA 1997 s.2A, s.4A: a conviction", found_by_a_court, frozenset({"stalking_found"})),
    Rule("unspecified", "RCG-01: a course of conduct, whatever its acts", unspecified,
         frozenset({"unspecified_conduct", "repeated", "fixation"})),
    Rule("fear_of_violence", "PHA 1997 s.4A(1)(b)(i)", fear_of_violence,
         frozenset({"fear", "violence_feared"}) | _AGAINST_PEOPLE),
    Rule("substantial_effect", "PHA 1997 s.4A(1)(b)(ii)", substantial_effect, frozenset({"change_of_routine"})),
    Rule("another_matter", "Our own: what accounts tell that are of no stalking", another_matter,
         frozenset({"dispute", "errand", "other_matter", "group", "mutual", "innocent", "between_neighbours"})),
    Rule("oppressive", "Majrowski v Guy's and St Thomas's NHS Trust [2006] UKHL 34", oppressive,
         _PERSISTED | {"fear", "mutual", "group", "contact_count"} | _VIOLENCE),
    Rule("welcome", "PHA 1997 s.1(1)(b): it must be unwanted", welcome, frozenset({"welcome"})),
    Rule("once_only", "PHA 1997 s.7(3)", once_only, frozenset({"nothing_else"})),
    Rule("over", "Our own: what accounts tell that came to an end by itself", over, frozenset({"nothing_else"})),
    Rule("bare", "Our own: what is told of too little to say", bare, _PERSISTED | {"fear", "fixation"}),
    Rule("cleared", "PHA 1997 s.1(3): what was not harassment", cleared, frozenset({"cleared"})),
)  # fmt: skip

RULE = {rule.name: rule for rule in RULES}
"""The rules by name."""

SPEAK_AGAINST = frozenset({"another_matter", "welcome", "once_only", "over", "bare", "cleared"})
"""The rules that speak against a finding. That one of them is not met is nothing that somebody might still tell."""

QUESTIONS = {
    "before": "Has anything like this happened before, and when did it start?",
    "told": "What has been said or done to make clear that it is not wanted?",
    "changed": "What has been changed in everyday life because of it?",
    "others": "Who else has been contacted or approached?",
    "between": "What are the two to each other, and was there a relationship?",
    "afraid": "What is feared will happen, and what has happened that makes it feared?",
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """The finding with the rules that are met and not met, and the questions whose answers would change it."""

    finding: Finding
    met: tuple[Rule, ...]
    not_met: tuple[Rule, ...]
    questions: tuple[str, ...]

    @property
    def limbs(self) -> tuple[Rule, ...]:
        """The limbs of section 4A that are met, where it is indicated: fear of violence, substantial adverse effect."""
        is_4a = self.finding is Finding.STALKING_4A
        return tuple(rule for rule in self.met if is_4a and rule.name in ("fear_of_violence", "substantial_effect"))


def recognise(account: Account) -> Recognised:
    """What an account indicates, and why."""
    met = tuple(rule for rule in RULES if rule.holds(account))
    finding = _find(account, {rule.name for rule in met})
    not_met = tuple(rule for rule in RULES if rule not in met)
    return Recognised(finding, met, not_met, tuple(_questions(account, finding))[:3])


def _find(account: Account, met: set[str]) -> Finding:
    if "found_by_a_court" in met:
        return _severity(met)  # proved, whatever else is told
    is_told = bool(account.behaviours) or "unspecified" in met
    if "repeated" not in met or not is_told:
        return Finding.NOT_YET if is_told and "another_matter" not in met else Finding.NONE
    is_course = bool({"associated_acts", "breach_in_a_course", "unspecified"} & met) or account.has(_VIOLENCE)
    if "another_matter" in met:
        if is_course and oppressive(account):
            return Finding.HARASSMENT
        return Finding.NOT_YET if account.has(_SURVEILLANCE) else Finding.NONE
    if "cleared" in met:
        return Finding.NONE
    if {"welcome", "over"} & met:
        return Finding.NOT_YET
    # So much of it nobody can take for welcome, and a course toward a former partner counts by the counting rules; of
    # anything else it must be told.
    if not {"unwanted", "obsessive", "former_partner"} & met:
        return Finding.NOT_YET
    if is_course and "bare" not in met and ({"fixated", "former_partner"} & met):
        return _severity(met)
    is_unwanted = "unwanted" in met and ("bare" not in met or account.has(_VIOLENCE))
    return Finding.HARASSMENT if is_unwanted else Finding.NOT_YET


def _severity(met: set[str]) -> Finding:
    return Finding.STALKING_4A if {"fear_of_violence", "substantial_effect"} & met else Finding.STALKING_2A


def _questions(account: Account, finding: Finding) -> Iterator[str]:
    if finding is Finding.NONE:
        return
    if not repeated(account):
        yield QUESTIONS["before"]
    if not account.tells("told_to_stop", "blocked", "prior_order"):
        yield QUESTIONS["told"]
    if not account.tells("change_of_routine"):
        yield QUESTIONS["changed"]
    if not account.tells("fear", "no_fear"):
        yield QUESTIONS["afraid"]
    if not account.tells("relationship_ended"):
        yield QUESTIONS["between"]
    yield QUESTIONS["others"]
