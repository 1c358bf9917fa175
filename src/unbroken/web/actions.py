"""What a reader can do from a page: links to forms, for those who may record what the form records.

A link appears when its form has an address and the policy lets the reader use it; a page never offers what it would
then refuse.
"""

from __future__ import annotations

from dataclasses import dataclass

from unbroken.access.policy import may_amend, may_record, may_record_content
from unbroken.access.roles import Actor, agency_of
from unbroken.record.check import AMENDMENTS
from unbroken.record.entries import Entry
from unbroken.safety.instruments.loading import shipped
from unbroken.web.addresses import address_if_any


@dataclass(frozen=True, slots=True)
class Action:
    """A link to a form."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class _Offer:
    text: str
    url_name: str
    kind: str


# The forms about a report: words, name of the address (which takes the report), kind that it records.
_ON_REPORT = (
    _Offer("Add an incident", "incident_add", "incident.recorded"),
    _Offer("Assess the risk", "risk_choose", "risk.assessed"),
    _Offer("Change the class", "report_classify", "report.classified"),
    _Offer("Hand it to an officer", "report_allocate", "report.allocated"),
    _Offer("State the relationship", "relationship_add", "relationship.stated"),
    _Offer("Record contact with the victim", "contact_add", "contact.made"),
    _Offer("Choose the advocacy service", "advocacy_choose", "support.triaged"),
    _Offer("Record a withdrawal", "victim_withdrew", "victim.withdrew"),
    _Offer("Record that it was said to be no crime or no stalking", "nocrime_add", "nocrime.stated"),
    _Offer("Close the report", "report_close", "investigation.closed"),
    _Offer("Record a charge", "charge_add", "charge.laid"),
    _Offer("Record a hearing", "hearing_add", "hearing.listed"),
    _Offer("Record a sentence", "sentence_add", "sentence.passed"),
    _Offer("Link another report", "report_link", "report.linked"),
    _Offer("Record that something was passed on", "disclosure_add", "record.disclosed"),
)
_ANYTHING = "entry_choose"  # every other kind


def actions_on_report(user: Actor, report: str) -> tuple[Action, ...]:
    """What this reader can record about a report."""
    found = tuple(
        Action(offer.text, href)
        for offer in _ON_REPORT
        if (href := address_if_any(offer.url_name, report)) and may_record(user, offer.kind, agency_of(user))
    )
    more = address_if_any(_ANYTHING, report)
    return (*found, Action("Record something else", more)) if found and more else found


_ON_ENTRY = (
    _Offer("Correct it", "entry_correct", "entry.corrected"),
    _Offer("Withdraw it", "entry_withdraw", "entry.withdrawn"),
    _Offer("Erase what it says", "entry_erase", "body.erased"),
)


_ATTACH = _Offer("Attach a number or account", "identifier_attach", "identifier.attributed")
_WHOSE = _Offer("Say whose number or account it is", "identifier_whose", "identifier.attributed")


def actions_on_person(user: Actor, person: str, *, of: str = "") -> tuple[Action, ...]:
    """What this reader can record about a person. `of` names them, where a page is about several."""
    text = f"{_ATTACH.text} to {of}" if of else _ATTACH.text
    return (Action(text, address_if_any(_ATTACH.url_name, person)),) if _may(user, _ATTACH) else ()


_ASK = _Offer("Ask another agency whether it knows this person", "enquiry_ask", "enquiry.asked")


def actions_on_history(user: Actor, person: str) -> tuple[Action, ...]:
    """What this reader can record from the history of a person."""
    return (Action(_ASK.text, address_if_any(_ASK.url_name, person)),) if _may(user, _ASK) else ()


def _may(user: Actor, offer: _Offer) -> bool:
    return bool(may_record(user, offer.kind, agency_of(user)))


def actions_on_entry(user: Actor, entry: Entry, *, withdrawn: bool = False) -> tuple[Action, ...]:
    """Whether this reader can correct, withdraw or erase an entry, and say whose a number is that it names.

    One that was withdrawn can only be erased.
    """
    offers: tuple[_Offer, ...] = _ON_ENTRY[-1:] if withdrawn else _ON_ENTRY
    if entry.body is None or entry.kind in AMENDMENTS:
        offers = tuple(offer for offer in offers if offer.kind == "entry.withdrawn")
    used = entry.get("identifiers_used") and not withdrawn and _may(user, _WHOSE)
    first = (Action(_WHOSE.text, address_if_any(_WHOSE.url_name, entry.id)),) if used else ()
    if entry.kind == "risk.assessed" and entry.get("instrument") in shipped():
        first = (Action("Read it item by item", address_if_any("risk_assessment", entry.id)),)
    return first + tuple(
        Action(text, href)
        for text, url_name, kind in ((offer.text, offer.url_name, offer.kind) for offer in offers)
        if (href := address_if_any(url_name, entry.id)) and _may_amend(user, kind, entry)
    )


def _may_amend(user: Actor, amendment: str, entry: Entry) -> bool:
    """Whether an amendment is offered: what is for some roles to record is for them to correct."""
    is_theirs = amendment != "entry.corrected" or may_record_content(user, entry.kind, entry.body or {})
    return bool(is_theirs and may_amend(user, amendment, entry.kind, entry.agency))
