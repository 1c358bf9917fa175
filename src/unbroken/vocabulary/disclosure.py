"""Legal grounds on which something is shared with another, or erased."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

ERASURE_GROUNDS = CodeList(
    name="erasure_grounds",
    title="Grounds for erasure",
    source="Data Protection Act 2018 s.47; UK GDPR art. 17; management of police information, review and disposal",
    codes=(
        Code("retention_ended", "Retention period ended", {"statute": "DPA 2018 s.39"}),
        Code("unlawful_processing", "Should not have been held", {"statute": "DPA 2018 s.47(1)"}),
        Code("legal_obligation", "Legal duty to erase", {"statute": "DPA 2018 s.47(1)(b)"}),
        Code("court_order", "Court order"),
        Code("commissioner_order", "Information Commissioner's order"),
        Code("consent_withdrawn", "Consent withdrawn", {"statute": "UK GDPR art. 17(1)(b)"}),
        Code("objection", "Objection upheld", {"statute": "UK GDPR art. 17(1)(c)"}),
        Code("wrong_person", "About the wrong person"),
        Code("third_party_in_error", "Third party named in error"),
        Code("expunged", "Record deletion granted", note="National records deletion process."),
    ),
)

DISCLOSURE_GROUNDS = CodeList(
    name="disclosure_grounds",
    title="Grounds for disclosure",
    source="Data Protection Act 2018 Parts 2 and 3; information-sharing gateways between agencies",
    codes=(
        Code("prosecution", "Prosecution and courts", {"statute": "CPIA 1996"}, group="justice"),
        Code("court_order", "Court order", group="justice"),
        Code("mappa", "MAPPA duty to co-operate", {"statute": "CJA 2003 s.325"}, group="panel"),
        Code("marac_consent", "MARAC with consent", group="panel"),
        Code("marac_override", "MARAC without consent, because of risk", group="panel"),
        Code("victim_consent", "Victim's consent", group="consent"),
        Code("vital_interests", "Vital interests", {"statute": "UK GDPR art. 6(1)(d)"}, group="risk"),
        Code("serious_harm", "Prevention of serious harm", group="risk"),
        Code("public_interest", "Public interest", group="risk"),
        Code("safeguarding_child", "Safeguarding of a child", {"statute": "Children Act 2004 s.11"}, group="risk"),
        Code("safeguarding_adult", "Safeguarding of an adult", {"statute": "Care Act 2014"}, group="risk"),
        Code("law_enforcement", "Law enforcement by another authority", {"statute": "DPA 2018 s.31"}, group="justice"),
        Code("cross_force", "Another police force", group="justice"),
        Code("subject_access", "Request of the person concerned", {"statute": "DPA 2018 s.45"}, group="rights"),
        Code("victims_code", "Victims' Code", group="rights"),
        Code("right_to_know", "Identity of an online stalker, to the victim", group="rights"),
        Code("domestic_disclosure", "Domestic violence disclosure scheme", group="rights"),
        Code("review_or_inquiry", "Statutory review, inquest or inquiry", group="oversight"),
        Code("oversight", "Oversight, inspection or complaint", group="oversight"),
        Code("research_anonymised", "Research, without identities", group="research"),
        Code("code_compliance", "Victims' Code compliance", {"statute": "VPA 2024 ss.6 to 11"}, group="oversight"),
    ),
)

ACCESS_REASONS = CodeList(
    name="access_reasons",
    title="Why a record was opened",
    source="Data Protection Act 2018 s.62(2): the log of consultation shows the justification",
    codes=(
        Code("own_case", "Working on the case"),
        Code("supervision", "Supervision"),
        Code("triage", "Triage or panel"),
        Code("support", "Supporting the victim"),
        Code("prosecution", "Prosecution"),
        Code("linked_search", "Search for linked reports"),
        Code("emergency", "Immediate risk"),
        Code("audit", "Audit or data quality"),
        Code("disclosure_request", "Answering a request"),
        Code("research", "Agreed research"),
    ),
)
