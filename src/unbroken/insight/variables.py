"""The variables of the published regressions, derived from what the record holds and from nothing coded by hand.

Each is a level of a report, or nothing where the record does not say: missing is a level of its own and never guessed.
Those that the record cannot give are named with the reason, and so are those that are left out on purpose. The blocks
are those of the publication (MOPAC, *Stalking Deep Dive*, 2024, tables of withdrawal and of no further action).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from unbroken.vocabulary.behaviours import BEHAVIOURS
from unbroken.vocabulary.evidence import EVIDENCE_TYPES
from unbroken.vocabulary.people import RELATIONSHIPS

BLOCKS: Mapping[str, str] = {
    "victim": "About the victim",
    "suspect": "About the suspect",
    "offence": "About what was done",
    "investigation": "About the investigation",
}
"""The blocks, in the order in which they are entered."""
WITHDRAWAL, NFA = "withdrawal", "nfa"
YES, NO = "yes", "no"
_BOTH = (WITHDRAWAL, NFA)


@dataclass(frozen=True, slots=True)
class Derived:
    """A variable: `of` gives the level of each report, or null. `published` are the names it has in the publication.

    `models` are those in which it is entered. `how` says from what it is derived, in plain words.
    """

    name: str
    block: str
    label: str
    how: str
    of: Callable[[Any], Any]
    levels: tuple[str, ...] = (NO, YES)
    reference: str = NO
    published: tuple[str, ...] = ()
    models: tuple[str, ...] = _BOTH


AGES = ("under 25", "25 to 34", "35 to 44", "45 to 54", "55 and over")
_PARTNERS, _FAMILY = ("current_partner", "ex_partner"), ("family",)
CLOSE, FAMILY, KNOWN, STRANGER = "current or ex-partner", "family", "known otherwise", "stranger"


def _age(column: str) -> Callable[[Any], Any]:
    def of(cases: Any) -> Any:
        import ibis

        age = cases[column]
        return ibis.cases(
            (age.isnull(), ibis.null("string")),
            (age < 25, AGES[0]),
            (age < 35, AGES[1]),
            (age < 45, AGES[2]),
            (age < 55, AGES[3]),
            else_=AGES[4],
        )

    return of


def _sex(column: str) -> Callable[[Any], Any]:
    def of(cases: Any) -> Any:
        import ibis

        return ibis.cases(
            (cases[column] == "female", "female"), (cases[column] == "male", "male"), else_=ibis.null("string")
        )

    return of


def _relationship(cases: Any) -> Any:
    import ibis

    known = tuple(code.code for code in RELATIONSHIPS.codes if code.group == "known")
    return ibis.cases(
        (cases.relationship.isin(_PARTNERS), CLOSE),
        (cases.relationship.isin(_FAMILY), FAMILY),
        (cases.relationship.isin(known), KNOWN),
        (cases.relationship == "stranger", STRANGER),
        else_=ibis.null("string"),
    )


def _section(cases: Any) -> Any:
    import ibis

    return ibis.cases(
        (cases.offence.startswith("stalking_4a"), "4A"),
        (cases.offence.startswith("stalking_2a"), "2A"),
        else_=ibis.null("string"),
    )


def _answer(column: str) -> Callable[[Any], Any]:
    """Yes, no, or nothing of a column that may be empty."""

    def of(cases: Any) -> Any:
        import ibis

        return ibis.cases(
            (cases[column].isnull(), ibis.null("string")), (cases[column].fill_null(False), YES), else_=NO
        )

    return of


def _if(condition: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Yes where a condition holds that can always be told, else no."""

    def of(cases: Any) -> Any:
        import ibis

        return ibis.cases((condition(cases).fill_null(False), YES), else_=NO)

    return of


def _has(column: str, codes: Sequence[str]) -> Callable[[Any], Any]:
    return _if(lambda cases: reduce(or_, [cases[column].contains(code) for code in codes]))


def _of_type(*types: str) -> tuple[str, ...]:
    return tuple(code.code for code in BEHAVIOURS.codes if code.group in types)


_TECHNOLOGY = tuple(code.code for code in EVIDENCE_TYPES.codes if code.group == "technology")
_DEVICE = ("victim_device", "phone_download", "screenshots", "messages")
VARIABLES: tuple[Derived, ...] = (
    Derived("victim_age", "victim", "Age of the victim", "age in whole years on the day of the report",
            _age("victim_age"), AGES, "25 to 34", ("victim age",)),
    Derived("victim_sex", "victim", "Sex of the victim", "as last stated; other values count as not recorded",
            _sex("victim_sex"), ("female", "male"), "female", ("victim sex",)),
    Derived("victim_earlier", "victim", "Victim of an earlier report",
            "another report on the record, made before, names the same person as victim", _answer("victim_earlier"),
            published=("previous victim of stalking", "previous stalking victim")),
    Derived("suspect_age", "suspect", "Age of the suspect", "age in whole years on the day of the report",
            _age("suspect_age"), AGES, "25 to 34", ("suspect age",)),
    Derived("suspect_sex", "suspect", "Sex of the suspect", "as last stated; other values count as not recorded",
            _sex("suspect_sex"), ("female", "male"), "female", ("suspect sex",)),
    Derived("suspect_others", "suspect", "Suspect reported against somebody else",
            "another report names the same suspect beside another victim",
            _if(lambda cases: cases.suspect_reports_against_others > 0)),
    Derived("one_incident", "offence", "One incident only", "at most one incident is recorded in the report",
            _if(lambda cases: cases.incidents <= 1), published=("offence included only one incident",),
            models=(WITHDRAWAL,)),
    Derived("relationship", "offence", "What the suspect is to the victim", "as last stated, in four groups",
            _relationship, (CLOSE, FAMILY, KNOWN, STRANGER), CLOSE, ("victim and suspect are strangers",),
            (WITHDRAWAL,)),
    Derived("is_domestic", "offence", "Domestic abuse", "as it counts: by the rule, or by a reasoned departure from it",
            _answer("is_domestic"), published=("domestic abuse related",), models=(NFA,)),
    Derived("threats_harm", "offence", "Threats of harm", "a behaviour of the type *threats of harm* is recorded",
            _has("behaviours", _of_type("threats_harm")), published=("offence involved threats of harm",),
            models=(WITHDRAWAL,)),
    Derived("third_party", "offence", "Contact through others", "a behaviour of the type *third party* is recorded",
            _has("behaviours", _of_type("third_party")), published=("offence involved third-party harassment",)),
    Derived("face_to_face", "offence", "Unwanted face-to-face contact", "that behaviour is recorded",
            _has("behaviours", _of_type("face_to_face")),
            published=("offence involved unwanted face-to-face contact",), models=(NFA,)),
    Derived("surveillance", "offence", "Following, watching or loitering", "a behaviour of that type is recorded",
            _has("behaviours", _of_type("surveillance")),
            published=("offence involved surveillance, spying, following or loitering",), models=(NFA,)),
    Derived("section", "investigation", "Section", "the police class now; a breach of an order is of neither", _section,
            ("2A", "4A"), "2A", ("case classified as section 4A", "offence classified as 2A or 4A")),
    Derived("arrested", "investigation", "Suspect arrested or interviewed", "an arrest or an interview is recorded",
            _if(lambda cases: cases.is_arrested | cases.is_interviewed),
            published=("suspect was arrested or interviewed",), models=(WITHDRAWAL,)),
    Derived("witnesses", "investigation", "Witnesses", "a witness is named in the report",
            _if(lambda cases: cases.witnesses > 0), published=("case had witnesses",)),
    Derived("fear", "investigation", "Fear recorded", "fear, or fear of violence, is among the effects recorded",
            _has("effects", ("fear", "fear_of_violence")),
            published=("police report victim feared for safety or was frightened",), models=(WITHDRAWAL,)),
    Derived("technology", "investigation", "Technology evidence referred to",
            "evidence of a technical type was obtained, asked for or referred to",
            _if(lambda cases: reduce(or_, [cases[column].contains(code) for code in _TECHNOLOGY
                                           for column in ("evidence_obtained", "evidence_wanted")])),
            published=("police make reference to potential technology evidence",), models=(WITHDRAWAL,)),
    Derived("device", "investigation", "Victim’s technology obtained",
            "the victim’s device, a download, screenshots or messages were obtained",
            _has("evidence_obtained", _DEVICE), published=("victim technology provided to police",), models=(NFA,)),
    Derived("identified", "investigation", "Suspect identified", "a day of identification is recorded",
            _if(lambda cases: cases.identified_on.notnull()), published=("suspect was identified",),
            models=(WITHDRAWAL,)),
    Derived("linked", "investigation", "Linked reports", "another report names the same two people",
            _if(lambda cases: cases.linked_reports > 0), published=("case had linked crime reports",),
            models=(WITHDRAWAL,)),
    Derived("denied", "investigation", "Suspect denies or minimises", "so recorded of an interview",
            _has("accounts", ("denied", "minimised")), published=("suspect denies or minimises offence",),
            models=(NFA,)),
    Derived("delays", "investigation", "Delays recorded", "a cause of delay is recorded",
            _if(lambda cases: cases.delays.length() > 0), published=("any police delays recorded",), models=(NFA,)),
)  # fmt: skip
"""Every variable, in the order of its block."""

NOT_DERIVED: Mapping[str, str] = {
    "victim has previous allegations": "the extract has no allegations made before against the victim",
    "suspect has previous convictions": "antecedents are not in the extract",
    "suspect has previous domestic abuse allegations": "antecedents are not in the extract",
    "suspect was previously a victim": "not told apart from being named in a counter-allegation",
    "offence involved a physical location": "the place is recorded of incidents, and of too few to stand for a report",
    "police placed special schemes on victim's address": "safety measures are not in the extract",
    "special schemes set up on victim's address": "safety measures are not in the extract",
    "police offer or provide any victim support": "referrals are not in the extract",
    "SASH completed": "the publication does not say whether SASH or S-DASH is meant",
    "victim was previously a stalking victim": "printed twice, significant and not: entered once",
}
"""Published variables that are not entered because the record cannot give them, each with the reason."""
LEFT_OUT: Mapping[str, str] = {
    "victim ethnicity": "too often missing to compare; figures by ethnicity have their own analysis and its rules",
    "suspect ethnicity": "too often missing to compare; figures by ethnicity have their own analysis and its rules",
    "victim reported to have mental health issues": "nothing is inferred from mental health",
    "victim vulnerable or perceived to have mental health issues": "nothing is inferred from mental health",
    "suspect has mental health issues": "nothing is inferred from mental health",
}
"""Published variables that are left out on purpose."""


def with_earlier(cases: Any) -> Any:
    """The cases with `victim_earlier`: whether the same person was the victim of a report made before.

    Null where nobody is named. It needs every report on the record, so it goes before a scope.
    """
    import ibis

    first = cases.made_on.min().over(ibis.window(group_by="victim"))
    is_told = cases.victim.notnull() & cases.made_on.notnull()
    return cases.mutate(victim_earlier=ibis.cases((is_told, cases.made_on > first), else_=ibis.null("boolean")))


def values(cases: Any, variables: Sequence[Derived], outcome: Any) -> tuple[list[bool], dict[str, list[str | None]]]:
    """The outcome and the level of each variable of each case, in one query; cases in the order of their pseudonyms."""
    asked = cases.select("case", outcome_=outcome, **{one.name: one.of(cases) for one in variables}).order_by("case")
    found = asked.to_pyarrow()
    return [bool(one) for one in found["outcome_"].to_pylist()], {
        one.name: found[one.name].to_pylist() for one in variables
    }
