"""The smaller decisions and steps of an investigation, a prosecution and a protective order."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

RESTRICTION_REASONS = CodeList(
    "restriction_reasons",
    "Why a report is restricted",
    "Unbroken; REC-15 asks that restricted reports are counted but not shown",
    (
        Code("staff_involved", "A party works in policing or a partner agency"),
        Code("public_interest", "A party is in public life"),
        Code("protected_person", "Protected person"),
        Code("covert", "Covert investigation"),
        Code("complaint", "Complaint or misconduct inquiry"),
        Code("court_order", "Court order"),
        Code("other", "Another reason"),
        Code("not_recorded", "The source does not say"),
    ),
)

ESCALATIONS = CodeList(
    "escalations",
    "In what it is getting worse",
    "MOPAC Stalking Deep Dive; ASS-10",
    (
        Code("frequency", "Frequency"),
        Code("severity", "Severity"),
    ),
)

BAIL_STAGES = CodeList(
    "bail_stages",
    "Stage at which bail was given",
    "PACE 1984 and the Bail Act 1976",
    (
        Code("pre_charge", "Before charge"),
        Code("post_charge", "After charge"),
    ),
)

RELEASES = CodeList(
    "releases",
    "How the suspect came to be free",
    "Unbroken; PRO-08 and CPS-08 tie a victim notice to each release",
    (
        Code("under_investigation", "Under investigation"),
        Code("no_further_action", "Without further action"),
        Code("bail_ended", "Bail ended"),
        Code("voluntary", "After a voluntary interview"),
        Code("remand_ended", "From remand"),
        Code("prison", "From prison"),
        Code("hospital", "From hospital"),
        Code("unknown", "Not known"),
    ),
)

REMANDS = CodeList(
    "remands",
    "Where the suspect is held",
    "HMCTS remand status codes, as in the standing data of the police and court interface",
    (
        Code("custody", "Prison"),
        Code("police_cells", "Police cells"),
        Code("hospital", "Hospital"),
        Code("local_authority", "Local authority accommodation"),
    ),
)

REVIEWED_DECISIONS = CodeList(
    "reviewed_decisions",
    "Decision under review",
    "Victims' Right to Review, police and CPS; a lesser charge is outside the police scheme and has its own route",
    (
        Code("police_no_further_action", "Police decision to take no further action"),
        Code("cps_no_charge", "CPS decision not to charge"),
        Code("cps_stopped", "CPS decision to stop the case"),
        Code("lesser_charge", "Charge less than the victim reported"),
        Code("other", "Another decision"),
    ),
)

REVIEW_RESULTS = CodeList(
    "review_results",
    "Result of the review",
    "Victims' Right to Review",
    (
        Code("upheld", "Decision stands"),
        Code("overturned", "Decision overturned"),
        Code("explanation_only", "Explained without a review"),
        Code("not_eligible", "Outside the scheme"),
    ),
)

RETURN_REASONS = CodeList(
    "return_reasons",
    "Why the CPS sent the file back",
    "CPS-03: repeat submissions by reason",
    (
        Code("more_evidence", "More evidence needed"),
        Code("digital_evidence", "Digital evidence missing"),
        Code("statement", "Statement missing"),
        Code("incident_schedule", "Incidents not all scheduled"),
        Code("impact", "Effect on the victim not shown"),
        Code("disclosure", "Disclosure schedule missing"),
        Code("risk_assessment", "Risk assessment missing"),
        Code("other", "Another reason"),
        Code("not_recorded", "The source does not say"),
    ),
)

JOINT_FINDINGS = CodeList(
    "joint_findings",
    "Finding of a joint review",
    "TRI-14: findings per case are counted",
    (
        Code("agreed", "Charge agreed"),
        Code("should_be_stalking", "Should have been charged as stalking"),
        Code("evidence_gap", "Evidence missing"),
        Code("should_be_charged", "Should have been charged"),
        Code("other", "Another finding"),
    ),
)

MEASURE_STEPS = CodeList(
    "measure_steps",
    "How far special measures have got",
    "CPS-06: needs asked, applied for, granted and in place",
    (
        Code("asked", "Asked about"),
        Code("applied", "Applied for"),
        Code("granted", "Granted"),
        Code("refused", "Refused"),
        Code("in_place", "In place"),
    ),
)

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

MEASURE_POINTS = CodeList(
    "measure_points",
    "When it was measured",
    "INT-08: measures at fixed points",
    (
        Code("start", "Start"),
        Code("middle", "Part way"),
        Code("end", "End"),
        Code("follow_up", "Follow-up"),
    ),
)

APPEALED = CodeList(
    "appealed",
    "What the appeal is against",
    "Standing data of the police and court interface: appeals against conviction, sentence or both",
    (
        Code("conviction", "Conviction"),
        Code("sentence", "Sentence"),
        Code("order", "Order"),
    ),
)
