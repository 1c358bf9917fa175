"""What happens to a protective order between the thought of it and its end, and probation's measures."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

ORDER_DECISIONS = CodeList(
    "order_decisions",
    "Decision on applying for an order",
    "PRO-02: each stalking case has a decision, with its reason",
    (
        Code("apply", "Apply"),
        Code("not_apply", "Do not apply"),
        Code("later", "Decide later"),
    ),
)

ORDER_NOT_APPLIED = CodeList(
    "order_not_applied",
    "Why no order was applied for",
    "PRO-02: reasons are a controlled list and are counted",
    (
        Code("other_order", "Another order protects the victim"),
        Code("bail", "Bail conditions protect the victim"),
        Code("remanded", "The suspect is in custody"),
        Code("criteria", "The legal test is not met"),
        Code("evidence", "Not enough evidence"),
        Code("suspect_unknown", "The suspect is not known"),
        Code("victim_wish", "The victim does not want one"),
        Code("prosecution", "The prosecution is relied on instead"),
        Code("authority_refused", "Authority was refused"),
        Code("legal_refused", "The force's lawyers advised against it"),
        Code("cost", "Cost or capacity"),
        Code("not_considered_needed", "No risk was seen that needs one"),
        Code("other", "Another reason"),
        Code("not_recorded", "The source does not say"),
    ),
)

ORDER_REFUSALS = CodeList(
    "order_refusals",
    "Why the court refused the order",
    "PRO-15: refusals are recorded with court, and that another order exists is its own value",
    (
        Code("other_order", "Another order exists"),
        Code("not_necessary", "Not necessary"),
        Code("evidence", "Not enough evidence"),
        Code("acts_not_stalking", "The acts are not associated with stalking"),
        Code("no_risk", "No risk shown"),
        Code("conditions", "The conditions asked for were not proper"),
        Code("procedure", "Papers or service at fault"),
        Code("withdrawn", "The application was withdrawn"),
        Code("other", "Another reason"),
        Code("not_recorded", "The source does not say"),
    ),
)

ORDER_ENDINGS = CodeList(
    "order_endings",
    "How an order ended",
    "Stalking Protection Act 2019 ss.3 to 7 and the like for other orders",
    (
        Code("expired", "Ran out"),
        Code("discharged", "Discharged by the court"),
        Code("quashed", "Quashed on appeal"),
        Code("replaced", "Replaced by another order"),
        Code("lapsed", "Lapsed"),
        Code("withdrawn", "Withdrawn"),
        Code("died", "A party died"),
        Code("unknown", "Not known"),
    ),
)

SERVICE_METHODS = CodeList(
    "service_methods",
    "How an order was served",
    "Unbroken",
    (
        Code("in_person", "In person"),
        Code("in_court", "In court"),
        Code("in_custody", "In custody"),
        Code("post", "By post"),
        Code("electronic", "Electronically"),
        Code("other", "Another way"),
        Code("unknown", "Not known"),
    ),
)

CHECK_RESULTS = CodeList(
    "check_results",
    "Result of a check on an order",
    "PRO-03: a monitoring plan with dated checks",
    (
        Code("kept", "Kept"),
        Code("breach_suspected", "Breach suspected"),
        Code("breach_found", "Breach found"),
        Code("not_possible", "Could not be checked"),
        Code("missed", "Not done when due"),
    ),
)

ROSH_LEVELS = CodeList(
    "rosh_levels",
    "Risk of serious harm",
    "HMPPS: risk of serious harm levels and register codes",
    (
        Code("low", "Low", {"delius_register": "RLRH"}),
        Code("medium", "Medium", {"delius_register": "RMRH"}),
        Code("high", "High", {"delius_register": "RHRH"}),
        Code("very_high", "Very high", {"delius_register": "RVHR"}),
    ),
)

REOFFENDING_BANDS = CodeList(
    "reoffending_bands",
    "Band of a reoffending score",
    "HMPPS: OGRS and OVP bands, as given by the source and never recomputed",
    (
        Code("low", "Low"),
        Code("medium", "Medium"),
        Code("high", "High"),
        Code("very_high", "Very high"),
        Code("not_applicable", "Not applicable"),
    ),
)

SUPERVISION_ENDINGS = CodeList(
    "supervision_endings",
    "How supervision ended",
    "Unbroken",
    (
        Code("completed", "Completed"),
        Code("revoked", "Revoked"),
        Code("recalled", "Recalled"),
        Code("transferred", "Transferred"),
        Code("died", "Died"),
        Code("other", "Another way"),
    ),
)
