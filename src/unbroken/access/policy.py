"""Who may see and do what: the policy as data, and the pure functions that read it. The only place it stands.

Five questions: may this role do this at all (`MAY`); of all matters or of its agency's own only (`OWN_MATTERS`);
which entries may it see, by how they must be handled (`SEES`); which kinds may it record (`RECORDS`), and that only
for its own agency (REC-11: each agency writes only its own stages). Nobody stands outside it, an administrator
least of all. `docs/reference/access.md` is drawn from these tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from unbroken.access.roles import Actor, Role, agency_of, role_of
from unbroken.record.kinds import REGISTER, Handling


class Permission(StrEnum):
    """Something that a role may do."""

    USE_SERVICE = "use_service"
    SEE_JOURNEYS = "see_journeys"
    RECORD_REPORT = "record_report"
    RECORD_POLICE = "record_police"
    RECORD_PROSECUTION = "record_prosecution"
    RECORD_COURT = "record_court"
    RECORD_SUPPORT = "record_support"
    RECORD_HEALTH = "record_health"
    RECORD_PROBATION = "record_probation"
    RECORD_TRIAGE = "record_triage"
    LINK_PEOPLE = "link_people"
    RECOGNISE = "recognise"
    AMEND = "amend"
    ERASE = "erase"
    RESTRICT = "restrict"
    SEE_RESTRICTED = "see_restricted"
    SEE_REGISTERS = "see_registers"
    SEE_WORDING = "see_wording"
    EXPORT = "export"
    API_READ = "api_read"
    API_APPEND = "api_append"
    API_FOLLOW = "api_follow"
    INSIGHT = "insight"
    CODE = "code"
    VERIFY = "verify"
    ADMINISTER = "administer"
    SEE_LOG = "see_log"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether somebody may, and if not why, in words fit for a screen.

    `field` is what of a draft it is about, `expected` what would be allowed, where that can be said.
    """

    allowed: bool
    reason: str = ""
    field: str = "kind"
    expected: str = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(True)

_P, _R, _H = Permission, Role, Handling
_POLICE = frozenset({_R.OFFICER, _R.SUPERVISOR, _R.SPECIALIST_REVIEWER})
_LEADS = frozenset({_R.SUPERVISOR, _R.SPECIALIST_REVIEWER})
_CASEWORK = frozenset(Role) - {_R.ANALYST, _R.RESEARCHER, _R.ADMINISTRATOR}

# What each permission lets somebody do, to follow "may" or "may not", and which roles have it.
MAY: Mapping[Permission, tuple[str, frozenset[Role]]] = MappingProxyType(
    {
        _P.USE_SERVICE: ("use the service", frozenset(Role)),
        _P.SEE_JOURNEYS: ("open a named journey", _CASEWORK | {_R.RESEARCHER}),
        _P.RECORD_REPORT: ("make a report", _POLICE),
        _P.RECORD_POLICE: ("record what police do", _POLICE),
        _P.RECORD_PROSECUTION: ("record a prosecution", frozenset({_R.PROSECUTOR})),
        _P.RECORD_COURT: ("record what a court does", frozenset({_R.PROSECUTOR, _R.WITNESS_CARE})),
        _P.RECORD_SUPPORT: ("record support and contact", frozenset({_R.ADVOCATE, _R.WITNESS_CARE}) | _POLICE),
        _P.RECORD_HEALTH: ("record what health services do", frozenset({_R.HEALTH})),
        _P.RECORD_PROBATION: ("record what probation does", frozenset({_R.PROBATION})),
        _P.RECORD_TRIAGE: ("record a specialist review", _LEADS),
        _P.LINK_PEOPLE: ("decide whether two descriptions are one person", _LEADS),
        _P.RECOGNISE: ("say, while describing somebody, whether they are on the record already", _POLICE),
        _P.AMEND: ("correct or withdraw an entry", _CASEWORK),
        _P.ERASE: ("erase what an entry says", frozenset({_R.SUPERVISOR, _R.ADMINISTRATOR})),
        _P.RESTRICT: ("restrict a report", _LEADS),
        _P.SEE_RESTRICTED: ("open a restricted report", _LEADS),
        _P.SEE_REGISTERS: ("see the registers, and everybody on them", _LEADS),
        _P.SEE_WORDING: ("look at how reports are worded", _LEADS),
        _P.EXPORT: ("export a journey", _POLICE | {_R.PROSECUTOR}),
        _P.API_READ: ("read the record through the API", _CASEWORK),
        _P.API_APPEND: ("record through the API", _CASEWORK),
        _P.API_FOLLOW: ("follow the changes of other agencies", _LEADS),
        _P.INSIGHT: ("see figures about all cases", _LEADS | {_R.PROSECUTOR, _R.ANALYST}),
        _P.CODE: ("code reports for a study", _LEADS | {_R.PROSECUTOR, _R.RESEARCHER}),
        _P.VERIFY: ("verify the record", _LEADS | {_R.ANALYST, _R.ADMINISTRATOR}),
        _P.ADMINISTER: ("administer the service", frozenset({_R.ADMINISTRATOR})),
        _P.SEE_LOG: ("see who has looked at what", frozenset({_R.ADMINISTRATOR})),
    }
)

# Which entries each role sees, by how they must be handled. The CPS redacts addresses; the law puts an offender's
# management with police leads and probation; what is clinical stays with clinicians and the specialist team. What came
# before is law enforcement data (DPA 2018 Part 3): a victim learns of it by a disclosure, not by her advocate's screen.
SEES: Mapping[Role, frozenset[Handling]] = MappingProxyType(
    {
        _R.OFFICER: frozenset({_H.ORDINARY, _H.ADDRESS, _H.CRIMINAL_RECORD}),
        _R.SUPERVISOR: frozenset({_H.ORDINARY, _H.ADDRESS, _H.CRIMINAL_RECORD, _H.MANAGED_OFFENDER, _H.SUPERVISION}),
        _R.SPECIALIST_REVIEWER: frozenset(
            {_H.ORDINARY, _H.ADDRESS, _H.CRIMINAL_RECORD, _H.MANAGED_OFFENDER, _H.CLINICAL, _H.SUPERVISION}
        ),
        _R.ADVOCATE: frozenset({_H.ORDINARY, _H.ADDRESS, _H.ADVOCATE}),
        _R.PROSECUTOR: frozenset({_H.ORDINARY, _H.CRIMINAL_RECORD}),
        _R.WITNESS_CARE: frozenset({_H.ORDINARY, _H.ADDRESS}),
        _R.PROBATION: frozenset({_H.ORDINARY, _H.CRIMINAL_RECORD, _H.MANAGED_OFFENDER}),
        _R.HEALTH: frozenset({_H.ORDINARY, _H.CLINICAL}),
        _R.ANALYST: frozenset(),
        _R.RESEARCHER: frozenset({_H.ORDINARY}),
        _R.ADMINISTRATOR: frozenset(),
    }
)
# What is not even counted to those who may not see it: that somebody has a criminal record, or is on a police list or
# under probation's eye, must not be told, and a count of one tells it. Nor must it be
# that a supervisor looked at how somebody worded an entry, or that a report is read for a study: nobody sees that on a
# journey, and whoever codes a report sees their own answers on the pages of coding, never what another gave.
UNTOLD = frozenset({_H.CRIMINAL_RECORD, _H.MANAGED_OFFENDER, _H.SUPERVISION, _H.STUDY})
HELD_BY: Mapping[Handling, str] = MappingProxyType(
    {
        _H.ORDINARY: "an agency that works on the case",
        _H.CLINICAL: "health",
        _H.MANAGED_OFFENDER: "those who manage the offender",
        _H.CRIMINAL_RECORD: "those who may see a criminal record",
        _H.ADVOCATE: "the victim's advocate",
        _H.ADDRESS: "those who may know where somebody lives",
        _H.SUPERVISION: "those who supervise",
        _H.STUDY: "those who code it for a study",
    }
)

# GOV-04: an advocate cannot reach a suspect's health. Nor need those who speak to the victim about the court.
NOT_OF_SUSPECTS: frozenset[Role] = frozenset({_R.ADVOCATE, _R.WITNESS_CARE})

# The roles that see their own matters only, each with the kinds by which an entry of the user's agency makes a matter
# the agency's own. Each is work that was taken on: what was only offered, declined, tried or refused opens nothing.
# Witness care is often part of a force, which has recorded nearly everything: a matter becomes theirs when its file
# goes to the prosecutor. A researcher reads the reports that were drawn for a study of theirs.
OWN_MATTERS: Mapping[Role, tuple[str, ...]] = MappingProxyType(
    {
        _R.ADVOCATE: ("support.accepted", "support.started", "safetyplan.", "contact.made", "referral.answered"),
        _R.WITNESS_CARE: ("prosecution.", "charge.", "hearing.", "measures.", "plea.", "verdict.", "sentence.",
                          "appeal."),
        _R.PROBATION: ("probation.", "licence.", "order.", "suspect.released", "intervention.", "risk.",
                       "contact.made", "referral.answered"),
        _R.HEALTH: ("intervention.", "risk.", "suspect.sectioned", "contact.made", "referral.answered"),
        _R.RESEARCHER: ("coding.drawn",),
    }
)  # fmt: skip
# Of these kinds, what the entry must say: a referral that was turned down is nobody's work.
OWN_IF: Mapping[str, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {"referral.answered": ("result", ("accepted", "accepted_other_level"))}
)
# Of the roles above, those whose agency does nothing else: whatever of their work it recorded is theirs to see, and
# names that begin with its own are theirs to give. Witness care shares both with the officers of its force.
OWN_AGENCY = frozenset({_R.ADVOCATE, _R.PROBATION, _R.HEALTH})

# Who may record a kind: any one of these permissions. The longest prefix that fits counts.
RECORDS: Mapping[str, frozenset[Permission]] = MappingProxyType(
    {
        "person.": frozenset({_P.RECORD_POLICE, _P.RECORD_PROSECUTION, _P.RECORD_SUPPORT, _P.RECORD_HEALTH,
                              _P.RECORD_PROBATION}),
        "relationship.": frozenset({_P.RECORD_POLICE, _P.RECORD_SUPPORT}),
        "identifier.": frozenset({_P.RECORD_POLICE}),
        "identity.": frozenset({_P.LINK_PEOPLE}),
        "report.made": frozenset({_P.RECORD_REPORT}),
        "report.restricted": frozenset({_P.RESTRICT}),
        "report.unrestricted": frozenset({_P.RESTRICT}),
        "domesticabuse.": frozenset({_P.RECORD_POLICE, _P.RECORD_PROSECUTION}),
        "report.": frozenset({_P.RECORD_POLICE}),
        "incident.": frozenset({_P.RECORD_POLICE, _P.RECORD_SUPPORT}),
        "escalation.": frozenset({_P.RECORD_POLICE, _P.RECORD_SUPPORT}),
        "suspect.sectioned": frozenset({_P.RECORD_POLICE, _P.RECORD_HEALTH}),
        "suspect.": frozenset({_P.RECORD_POLICE}),
        "antecedent.": frozenset({_P.RECORD_POLICE}),
        "enquiry.": frozenset({_P.RECORD_POLICE, _P.RECORD_PROBATION}),
        "evidence.": frozenset({_P.RECORD_POLICE}),
        "delay.": frozenset({_P.RECORD_POLICE, _P.RECORD_PROSECUTION}),
        "investigation.": frozenset({_P.RECORD_POLICE}),
        "review.": frozenset({_P.RECORD_POLICE, _P.RECORD_PROSECUTION}),
        "prosecution.submitted": frozenset({_P.RECORD_POLICE, _P.RECORD_PROSECUTION}),
        "prosecution.": frozenset({_P.RECORD_PROSECUTION}),
        "charge.": frozenset({_P.RECORD_POLICE, _P.RECORD_PROSECUTION}),
        "case.": frozenset({_P.RECORD_POLICE, _P.RECORD_PROSECUTION}),
        "hearing.": frozenset({_P.RECORD_COURT}),
        "measures.": frozenset({_P.RECORD_COURT}),
        "plea.": frozenset({_P.RECORD_COURT}),
        "verdict.": frozenset({_P.RECORD_COURT}),
        "sentence.": frozenset({_P.RECORD_COURT}),
        "appeal.": frozenset({_P.RECORD_COURT}),
        "probation.": frozenset({_P.RECORD_PROBATION}),
        "licence.": frozenset({_P.RECORD_PROBATION}),
        "risk.": frozenset({_P.RECORD_POLICE, _P.RECORD_SUPPORT, _P.RECORD_HEALTH, _P.RECORD_PROBATION}),
        "need.": frozenset({_P.RECORD_PROBATION, _P.RECORD_TRIAGE}),
        "order.": frozenset({_P.RECORD_POLICE, _P.RECORD_COURT, _P.RECORD_PROBATION}),
        "impact.": frozenset({_P.RECORD_SUPPORT, _P.RECORD_PROSECUTION}),
        "support.": frozenset({_P.RECORD_SUPPORT}),
        "safetyplan.": frozenset({_P.RECORD_SUPPORT}),
        "scheme.": frozenset({_P.RECORD_SUPPORT}),
        "victim.": frozenset({_P.RECORD_SUPPORT}),
        "contact.": frozenset({_P.RECORD_SUPPORT, _P.RECORD_PROSECUTION, _P.RECORD_PROBATION}),
        "feedback.": frozenset({_P.RECORD_SUPPORT}),
        "triage.": frozenset({_P.RECORD_TRIAGE}),
        "advice.given": frozenset({_P.RECORD_TRIAGE}),
        "advice.": frozenset({_P.RECORD_TRIAGE, _P.RECORD_POLICE}),
        "referral.": frozenset({_P.RECORD_POLICE, _P.RECORD_SUPPORT, _P.RECORD_HEALTH, _P.RECORD_PROBATION}),
        "nominal.": frozenset({_P.RECORD_TRIAGE}),
        "register.": frozenset({_P.RECORD_TRIAGE}),
        "marker.": frozenset({_P.RECORD_TRIAGE}),
        "serial.": frozenset({_P.RECORD_TRIAGE}),
        "finding.": frozenset({_P.RECORD_POLICE}),
        "course.": frozenset({_P.RECORD_TRIAGE}),
        "nocrime.": frozenset({_P.RECORD_POLICE}),
        "wording.": frozenset({_P.SEE_WORDING}),
        "intervention.": frozenset({_P.RECORD_HEALTH, _P.RECORD_PROBATION}),
        "coding.sampled": frozenset({_P.INSIGHT}),
        "coding.drawn": frozenset({_P.INSIGHT}),
        "coding.": frozenset({_P.CODE}),
        "entry.": frozenset({_P.AMEND}),
        "body.": frozenset({_P.ERASE}),
        "record.": frozenset({_P.EXPORT}),
    }
)  # fmt: skip


def may(user: Actor, permission: Permission) -> Decision:
    """Whether a user's role has a permission."""
    role = role_of(user)
    if role is None:
        return _nobody(user)
    does, roles = MAY[permission]
    return ALLOWED if role in roles else Decision(False, f"Your role, {role.label.lower()}, may not {does}.")


def may_handle(user: Actor, handling: Handling) -> Decision:
    """Whether a user sees entries that must be handled so."""
    role = role_of(user)
    if role is None:
        return _nobody(user)
    if handling in SEES[role]:
        return ALLOWED
    return Decision(False, f"This is held by {HELD_BY[handling]} and not shown to your role, {role.label.lower()}.")


def may_record(user: Actor, kind: str, agency: str) -> Decision:
    """Whether a user may record an entry of this kind for this agency."""
    role = role_of(user)
    if role is None:
        return _nobody(user)
    rule = recorders_of(kind)
    if not any(role in MAY[permission][1] for permission in rule):
        return Decision(False, f"Your role, {role.label.lower()}, may not record {kind}.")
    return _own_agency(user, agency)


def may_record_content(user: Actor, kind: str, body: Mapping[str, Any], *, within: str = "body") -> Decision:
    """Whether content of a kind that the user may record is for their role: an instrument says who may fill it in.

    `within` is the path of the body in the draft. The body may be one that was never checked.
    """
    role = role_of(user)
    if role is None:
        return _nobody(user)
    model = REGISTER.get(kind)
    reserved = model.reserved(body) if model else None
    if reserved is None or role in reserved.roles:
        return ALLOWED
    return Decision(
        False,
        f"Your role, {role.label.lower()}, may not {reserved.act}.",
        field=f"{within}.{reserved.field}",
        expected=f"one who may {reserved.act}: {', '.join(Role(name).label.lower() for name in reserved.roles)}",
    )


def may_recognise(user: Actor, agency: str) -> Decision:
    """Whether a user may say of somebody whom they describe, for this agency and in the same intake, who they are.

    Less than deciding about any two descriptions: whoever takes the report is the one who can ask.
    """
    return may(user, Permission.RECOGNISE) and _own_agency(user, agency)


def may_amend(user: Actor, amendment: str, target_kind: str, target_agency: str) -> Decision:
    """Whether a user may correct, withdraw or erase an entry: of their own agency, and of a kind they may record.

    Erasing asks for no right to record the kind: who decides what the law says must go need not have been there.
    """
    if not (decision := may_record(user, amendment, target_agency)):
        return decision
    amended = target_kind.startswith(("entry.", "body."))
    if amendment.startswith("body.") or amended:
        return ALLOWED
    return may_record(user, target_kind, target_agency)


def own_matters_of(user: Actor) -> tuple[str, ...]:
    """The kinds that make a matter this user's own; none where the role is not limited to its own matters."""
    role = role_of(user)
    return OWN_MATTERS.get(role, ()) if role else ()


def is_own_work(user: Actor, kind: str) -> bool:
    """Whether an entry of this kind, recorded by the user's agency, is theirs to see whatever it is about."""
    return kind.startswith(own_matters_of(user) or ("-",)) or (
        has_own_agency(user) and may_record(user, kind, agency_of(user)).allowed
    )


def has_own_agency(user: Actor) -> bool:
    """Whether a user who sees their own matters only shares their agency with nobody who sees more."""
    return role_of(user) in OWN_AGENCY


@cache
def recorders_of(kind: str) -> frozenset[Permission]:
    """The permissions any one of which lets somebody record this kind; none where no rule fits."""
    fitting = [prefix for prefix in RECORDS if kind.startswith(prefix)]
    return RECORDS[max(fitting, key=len)] if fitting else frozenset()


def roles_with(*permissions: Permission) -> frozenset[Role]:
    """The roles that have any of these permissions."""
    return frozenset().union(*(MAY[permission][1] for permission in permissions))


def _nobody(user: Actor) -> Decision:
    if not user.is_authenticated:
        return Decision(False, "Sign in first.")
    if not user.is_active:
        return Decision(False, "Your account is closed.")
    return Decision(False, "Your account has no role yet. An administrator can give it one.")


def _own_agency(user: Actor, agency: str) -> Decision:
    own = agency_of(user)
    if own and agency == own:
        return ALLOWED
    return Decision(False, f"You record for {own or 'no agency'}, not for {agency}. Each agency writes only its own.")


def policy_table() -> str:
    """The policy as a page of the reference (Markdown)."""
    roles = list(Role)
    may_rows = [(does, [role in allowed for role in roles]) for does, allowed in MAY.values()]
    sees_rows = [(f"{handling} (held by {HELD_BY[handling]})", [handling in SEES[role] for role in roles])
                 for handling in Handling]  # fmt: skip
    kind_rows = [(f"`{prefix}{'…' if prefix.endswith('.') else ''}`", [role in roles_with(*rule) for role in roles])
                 for prefix, rule in sorted(RECORDS.items())]  # fmt: skip
    return "\n".join(
        [
            *_PREFACE,
            *_table("May", may_rows),
            *_own_matters(roles),
            "## Which entries each role sees",
            "",
            "By how an entry, or a field of it, must be handled. The rest is counted and not shown. A criminal record,",
            "the management of an offender and the supervision of those who record are not counted either: that there",
            "is any must not be told.",
            "",
            *_table("Handling", sees_rows),
            "## Which kinds each role records",
            "",
            "For the user's own agency only. The longest name that fits a kind counts.",
            "",
            *_table("Kind", kind_rows),
        ]
    )


def _own_matters(roles: list[Role]) -> list[str]:
    prefixes = sorted({prefix for kinds in OWN_MATTERS.values() for prefix in kinds})
    rows = [("all matters", [role in _CASEWORK - OWN_MATTERS.keys() for role in roles])]
    rows += [("own matters only", [role in OWN_MATTERS for role in roles])]
    rows += [(f"own by `{prefix}{'…' if prefix.endswith('.') else ''}`{_only_if(prefix)}",
              [prefix in OWN_MATTERS.get(role, ()) for role in roles]) for prefix in prefixes]  # fmt: skip
    return [*_OWN, *_table("Opens", rows)]


def _only_if(kind: str) -> str:
    name, values = OWN_IF.get(kind, ("", ()))
    return f" where `{name}` is {' or '.join(f'`{value}`' for value in values)}" if values else ""


_OWN = (
    "## Whose matters each role opens",
    "",
    "A role that opens its own matters only sees what its agency has to do with, as the record says: matters of which",
    "the agency itself recorded an entry of the kinds below that has not been withdrawn, and victims who have accepted",
    "the service that the user works for. With a matter come its victims, under every joined name, and all that is on",
    "their journeys; never a suspect's other victims. Everything else looks as if it did not exist, on pages, in",
    "lists, counts, search and the API, the attempt is logged, and nothing may be recorded about it.",
    "",
    "Nor can a matter be claimed before it is there. Somebody or something new gets, from such a role, a name that",
    "nobody else can be about to give: a UUID, or, for advocates, probation and health, a name that begins with the",
    "agency's and a dot, such as `person:paladin.2024-17`. Any other name that is not of their own matters is refused,",
    "and the answer does not tell whether it is on the record. Should another agency later record something under a",
    "name that advocates, probation or health gave first, what they recorded before opens nothing under it any more,",
    "until the victim accepts their service, or the other agency's own name for it is joined to one of theirs. Their",
    "own entries stay theirs to see.",
    "",
)


_PREFACE = (
    "# Who may see and do what",
    "",
    "Nobody stands outside these tables. Beside them, whatever the role:",
    "",
    "- A matter in which somebody is a party, or close to one, is closed to them. It looks to them as if it did not",
    "  exist, and the attempt is logged.",
    "- A restricted report is counted and not shown, except to those who may open one. A search for a person does not",
    "  count it: whom it accuses may be the one who searches.",
    "- An entry is corrected, withdrawn or erased by its own agency only, and corrected only by somebody who sees the",
    "  whole of it.",
    "- A risk assessment is recorded and corrected by the roles that its instrument names, on the screens and at the",
    "  API; one whose instrument has no file here by whoever may record assessments.",
    "- An agency that is asked about somebody is shown the question, whoever it is about, and nothing else of them;",
    "  whoever asked learns a word. Neither opens a matter.",
    "- Whoever is shown a person, a report or an entry is logged: who, in what role, when, where in the service, why.",
    "- A field can be held more closely than its entry: where somebody lives is handled as an address, and a suspect's",
    "  health is not shown to those who work with the victim.",
    "",
    "## What each role may do",
    "",
)


def _table(head: str, rows: list[tuple[str, list[bool]]]) -> list[str]:
    heads = " | ".join(role.label for role in Role)
    lines = [f"| {name} | {' | '.join('yes' if mark else '' for mark in marks)} |" for name, marks in rows]
    return [f"| {head} | {heads} |", "|---" * (len(Role) + 1) + "|", *lines, ""]
