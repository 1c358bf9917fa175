"""What is offered to victims and done with suspects by partner services, and how it is taken up."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

SUPPORT_DECLINES = CodeList(
    "support_declines",
    "Why support was declined",
    "VIC-15: offer, accept, decline and already supported",
    (
        Code("already_supported", "Already has support"),
        Code("family_friends", "Relies on family or friends"),
        Code("not_now", "Not now"),
        Code("no_need", "Sees no need"),
        Code("no_trust", "Does not trust services"),
        Code("fear", "Afraid of what might follow"),
        Code("other", "Another reason"),
        Code("not_recorded", "The source does not say"),
    ),
)

SUPPORT_ENDINGS = CodeList(
    "support_endings",
    "Why support ended",
    "Unbroken; VIC-01 and VIC-02",
    (
        Code("needs_met", "Needs met"),
        Code("victim_choice", "The victim chose to end it"),
        Code("lost_contact", "Contact lost"),
        Code("passed_on", "Passed to another service"),
        Code("capacity", "No capacity"),
        Code("other", "Another reason"),
        Code("not_recorded", "The source does not say"),
    ),
)

SAFETY_PLAN_PARTS = CodeList(
    "safety_plan_parts",
    "What a safety plan covers",
    "Unbroken; domain notes on advocacy practice",
    (
        Code("home", "Home"),
        Code("work_school", "Work or school"),
        Code("travel", "Travel"),
        Code("digital", "Phones and online"),
        Code("children", "Children"),
        Code("pets", "Pets"),
        Code("third_parties", "New partner and others close to her"),
        Code("court_days", "Court days"),
        Code("release_days", "Release days"),
        Code("emergency", "Emergency words and numbers"),
        Code("evidence_log", "Keeping evidence"),
        Code("self_care", "Looking after herself"),
    ),
)

HOME_MOVERS = CodeList(
    "home_movers",
    "Who arranged the move",
    "PRO-12: who moved, who arranged it and whether the victim wished it",
    (
        Code("victim", "The victim herself"),
        Code("council", "The council"),
        Code("housing_association", "A housing association"),
        Code("police", "Police"),
        Code("refuge", "A refuge"),
        Code("other", "Somebody else"),
        Code("unknown", "Not known"),
    ),
)

CONTACT_FAILURES = CodeList(
    "contact_failures",
    "Why contact failed",
    "VIC-10",
    (
        Code("no_answer", "No answer"),
        Code("unsafe", "Not safe to speak"),
        Code("wrong_details", "Wrong number or address"),
        Code("not_attended", "Did not come"),
        Code("refused", "Did not wish to speak"),
        Code("other", "Another reason"),
        Code("not_recorded", "The source does not say"),
    ),
)

CONTACT_STARTERS = CodeList(
    "contact_starters",
    "Who made contact",
    "Unbroken",
    (
        Code("victim", "The victim"),
        Code("agency", "The agency"),
    ),
)

ADVICE = CodeList(
    "advice",
    "Advice from a specialist",
    "TRI-17: follow-through is counted by type of advice",
    (
        Code("risk_assessment", "Do a stalking risk assessment"),
        Code("protection_order", "Apply for a stalking protection order"),
        Code("restraining_order", "Ask for a restraining order"),
        Code("victim_statement", "Take a victim personal statement"),
        Code("reclassify", "Look again at the offence"),
        Code("link_reports", "Link earlier reports"),
        Code("arrest", "Arrest or interview the suspect"),
        Code("bail_conditions", "Seek or change bail conditions"),
        Code("digital_evidence", "Secure digital evidence"),
        Code("witnesses", "Trace witnesses"),
        Code("refer_advocacy", "Refer the victim to advocacy"),
        Code("refer_health", "Refer the suspect to health"),
        Code("refer_marac", "Refer to MARAC"),
        Code("refer_mappa", "Refer to MAPPA"),
        Code("early_advice", "Seek early advice from the CPS"),
        Code("safety_advice", "Give safety advice"),
        Code("other", "Other advice"),
    ),
)

ADVICE_RECIPIENTS = CodeList(
    "advice_recipients",
    "Who was advised",
    "TRI-17: advice is an item with a recipient",
    (
        Code("officer_in_case", "Officer in the case"),
        Code("supervisor", "Supervisor"),
        Code("stalking_lead", "Stalking single point of contact"),
        Code("prosecutor", "Prosecutor"),
        Code("probation", "Probation"),
        Code("health", "Health service"),
        Code("advocate", "Advocate"),
        Code("victim", "The victim"),
        Code("other", "Somebody else"),
    ),
)

REFERRAL_ANSWERS = CodeList(
    "referral_answers",
    "Answer to a referral",
    "INT-04 and VIC-01: accepted or refused with reason, and nowhere to go",
    (
        Code("accepted", "Accepted"),
        Code("waiting", "On a waiting list"),
        Code("refused", "Refused"),
        Code("not_eligible", "Not eligible"),
        Code("no_capacity", "No capacity"),
        Code("no_contact", "The person could not be reached"),
        Code("declined", "The person declined"),
        Code("completed", "Completed"),
        Code("other", "Another answer"),
    ),
)

NOMINAL_GROUNDS = CodeList(
    "nominal_grounds",
    "Ground for the highest-harm register",
    "TRI-05: entry and exit with criteria",
    (
        Code("harm", "Highest harm"),
        Code("risk", "Highest risk"),
        Code("repeat", "Repeat towards the same victim"),
        Code("serial", "Several victims"),
        Code("breach", "Breaches of orders"),
        Code("other", "Another ground"),
    ),
)

NOMINAL_REMOVALS = CodeList(
    "nominal_removals",
    "Why somebody left the register",
    "TRI-05: entry and exit with criteria",
    (
        Code("risk_reduced", "Risk reduced"),
        Code("in_custody", "Long sentence"),
        Code("moved_area", "Moved to another area"),
        Code("died", "Died"),
        Code("wrongly_entered", "Entered in error"),
        Code("other", "Another reason"),
    ),
)

PROGRAMMES = CodeList(
    "programmes",
    "Programme or therapy for the suspect",
    "MOPAC Stalking Deep Dive, section on interventions; INT-02 to INT-07",
    (
        Code("bbr", "Building Better Relationships"),
        Code("drive", "Drive"),
        Code("esip", "Early stalking intervention programme"),
        Code("dbt", "Dialectical behaviour therapy"),
        Code("cbt", "Cognitive behavioural therapy"),
        Code("act", "Acceptance and commitment therapy"),
        Code("schema", "Schema therapy"),
        Code("psychoeducation", "Psychoeducation"),
        Code("substance_misuse", "Drug or alcohol treatment"),
        Code("mental_health", "Mental health treatment"),
        Code("other", "Another programme"),
    ),
)

MEASURED = CodeList(
    "measured",
    "What was measured",
    "INT-08: wellbeing, functioning, mood, rumination, reoffending, breaches",
    (
        Code("wellbeing", "Wellbeing"),
        Code("functioning", "Functioning"),
        Code("mood", "Mood"),
        Code("rumination", "Rumination"),
        Code("reoffending", "Reoffending"),
        Code("breaches", "Breaches"),
        Code("victim_harm", "Harm to the victim"),
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

INTERVENTION_RESULTS = CodeList(
    "intervention_results",
    "How an intervention ended",
    "INT-02 and TRI-13: completion",
    (
        Code("completed", "Completed"),
        Code("dropped_out", "Dropped out"),
        Code("removed", "Removed"),
        Code("recalled", "Recalled to prison"),
        Code("transferred", "Transferred"),
        Code("other", "Another way"),
    ),
)
