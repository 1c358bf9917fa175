"""Triage between agencies: tiers, advice, referrals, registers and work with suspects."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

TIERS = CodeList(
    name="tiers",
    title="Tier of multi-agency work",
    source="Stalking Threat Assessment Centre, London, after the merger of its former tiers 3 and 4",
    codes=(
        Code("1", "Tier 1: advice"),
        Code("2", "Tier 2: one partner"),
        Code("3", "Tier 3: several partners"),
        Code("none", "No tier: not taken on"),
    ),
)

AGENCY_KINDS = CodeList(
    name="agency_kinds",
    title="Kinds of agency",
    source="Agencies of multi-agency stalking units and of the criminal justice system",
    codes=(
        Code("police", "Police"),
        Code("cps", "Crown Prosecution Service"),
        Code("courts", "Courts"),
        Code("probation", "Probation"),
        Code("prison", "Prison"),
        Code("nhs", "National Health Service"),
        Code("advocacy", "Victim advocacy"),
        Code("helpline", "Helpline"),
        Code("local_authority", "Local authority"),
        Code("childrens_services", "Children's services"),
        Code("adult_services", "Adult social care"),
        Code("housing", "Housing"),
        Code("education", "Education"),
        Code("employer", "Employer"),
        Code("youth_justice", "Youth justice"),
        Code("perpetrator_programme", "Perpetrator programme"),
        Code("substance_service", "Drug or alcohol service"),
        Code("researcher", "Research"),
        Code("oversight", "Oversight body"),
        Code("other", "Other agency"),
    ),
)

REFERRAL_DESTINATIONS = CodeList(
    name="referral_destinations",
    title="Where a referral goes",
    source="MOPAC Stalking Deep Dive referrals; MARAC, MAPPA and local panels",
    codes=(
        Code("advocacy", "Stalking advocacy", group="victim"),
        Code("domestic_advocacy", "Domestic abuse advocacy", group="victim"),
        Code("victim_service", "Victim service", group="victim"),
        Code("helpline", "Helpline", group="victim"),
        Code("witness_service", "Witness service", group="victim"),
        Code("victim_health", "Health service for the victim", group="victim"),
        Code("housing", "Housing", group="victim"),
        Code("marac", "MARAC", group="panel", note="High-risk domestic cases only."),
        Code("mappa", "MAPPA", group="panel"),
        Code("stalking_panel", "Stalking clinic or panel", group="panel"),
        Code("stac", "Stalking threat assessment centre", group="panel"),
        Code("pdp_register", "Potentially dangerous person or highest-harm register", group="panel"),
        Code("nhs", "NHS forensic or mental health", group="suspect"),
        Code("liaison_diversion", "Liaison and diversion", group="suspect"),
        Code("probation", "Probation", group="suspect"),
        Code("perpetrator_programme", "Perpetrator programme", group="suspect"),
        Code("early_intervention", "Early intervention", group="suspect"),
        Code("substance_service", "Drug or alcohol service", group="suspect"),
        Code("fixated_threat", "Fixated threat assessment", group="suspect"),
        Code("safeguarding_adult", "Adult safeguarding", group="safeguarding"),
        Code("safeguarding_child", "Child safeguarding", group="safeguarding"),
        Code("domestic_disclosure", "Domestic violence disclosure scheme", group="safeguarding"),
        Code("professional_standards", "Professional standards", group="other"),
        Code("spo_team", "Stalking protection order team", group="other"),
        Code("other", "Elsewhere", group="other"),
    ),
)

REFERRAL_RESULTS = CodeList(
    name="referral_results",
    title="Answers to a referral",
    source="Practice of multi-agency stalking units",
    codes=(
        Code("accepted", "Accepted", group="taken"),
        Code("accepted_other_level", "Accepted at another level", group="taken"),
        Code("waiting_list", "On a waiting list", group="open"),
        Code("more_information", "More information asked for", group="open"),
        Code("outside_criteria", "Outside criteria", group="refused"),
        Code("no_capacity", "No capacity", group="refused"),
        Code("declined_by_person", "Declined by the person", group="refused"),
        Code("no_contact", "Could not be reached", group="refused"),
        Code("passed_on", "Passed on elsewhere", group="taken"),
        Code("no_answer", "No answer", group="open"),
        Code("other", "Other answer"),
    ),
)

ADVICE_KINDS = CodeList(
    name="advice_kinds",
    title="Advice given after triage",
    source="Practice of the Stalking Threat Assessment Centre; joint protocol of police and CPS",
    codes=(
        Code("reclassify", "Look at the class again"),
        Code("link_reports", "Link reports"),
        Code("complete_risk_assessment", "Complete a named risk assessment"),
        Code("consider_spo", "Consider a stalking protection order"),
        Code("arrest_or_interview", "Arrest or interview the suspect"),
        Code("bail_conditions", "Bail conditions"),
        Code("digital_evidence", "Secure digital evidence"),
        Code("witnesses", "Find witnesses"),
        Code("search", "Search premises or devices"),
        Code("refer_advocacy", "Refer the victim to advocacy"),
        Code("refer_marac", "Refer to MARAC"),
        Code("refer_mappa", "Refer to MAPPA"),
        Code("refer_nhs", "Refer the suspect to the NHS"),
        Code("safety_measures", "Safety measures for the victim"),
        Code("contact_victim", "Contact the victim"),
        Code("impact_statement", "Offer a victim personal statement"),
        Code("prosecution_advice", "Seek CPS advice"),
        Code("breach", "Look into a breach"),
        Code("other", "Other advice"),
    ),
)

ADVICE_REASONS = CodeList(
    name="advice_reasons",
    title="Why advice was not followed",
    source="MOPAC Stalking Deep Dive on advice acted upon",
    codes=(
        Code("disagreed", "Disagreed"),
        Code("already_done", "Already done"),
        Code("no_resources", "No resources"),
        Code("victim_did_not_want", "Victim did not want it"),
        Code("suspect_not_found", "Suspect not found"),
        Code("overtaken", "Overtaken by events"),
        Code("case_closed", "Case closed"),
        Code("not_received", "Not received"),
        Code("other", "Other reason"),
        Code("unknown", "Reason not recorded"),
    ),
)

REGISTER_GROUNDS = CodeList(
    name="register_grounds",
    title="Grounds for the highest-harm register",
    source="Operation Griffin and potentially dangerous person practice",
    codes=(
        Code("serious_harm", "Likely to cause serious harm"),
        Code("repeat_victims", "Several victims"),
        Code("repeat_breach", "Repeated breach of orders"),
        Code("weapon", "Weapons"),
        Code("threats_to_kill", "Threats to kill"),
        Code("strangulation", "Strangulation"),
        Code("escalation", "Quick escalation"),
        Code("previous_violence", "Earlier serious violence"),
        Code("professional_judgement", "Professional judgement"),
        Code("other", "Other ground"),
    ),
)

REGISTER_REMOVALS = CodeList(
    name="register_removals",
    title="Why a person left the highest-harm register",
    source="Operation Griffin and potentially dangerous person practice",
    codes=(
        Code("risk_reduced", "Risk reduced"),
        Code("managed_elsewhere", "Managed elsewhere"),
        Code("long_sentence", "In custody for long"),
        Code("left_country", "Left the country"),
        Code("died", "Died"),
        Code("error", "Registered in error"),
        Code("other", "Other reason"),
    ),
)

REGISTER_CRITERIA = CodeList(
    name="register_criteria",
    title="What the rule of a register counts",
    source="MOPAC Stalking Deep Dive on high-harm lists; demands LNK-08, TRI-16. Conduct and process, nothing else",
    codes=(
        Code("stalking_victims", "Different victims in reports of stalking as the suspect"),
        Code("stalking_reports", "Reports of stalking as the suspect"),
        Code("reports", "Reports of any class as the suspect"),
        Code("breaches", "Alleged breaches of a protective order"),
        Code("stalking_convictions", "Convictions of stalking"),
        Code("convictions", "Convictions of any offence"),
    ),
)

RULE_NEEDS = CodeList(
    name="rule_needs",
    title="How much of a rule must be met",
    source="Demand TRI-16",
    codes=(
        Code("any", "Any one of them"),
        Code("all", "All of them"),
    ),
)

SERIAL_REVIEWS = CodeList(
    name="serial_reviews",
    title="What came of a look at a suspect with several victims",
    source="Demand LNK-03: a marker for review, and no finding",
    codes=(
        Code("register", "To be put on a register"),
        Code("together", "Reports to be investigated together"),
        Code("advice", "Advice to the officers in the cases"),
        Code("referral", "To be referred elsewhere"),
        Code("already_managed", "Managed already, nothing to add"),
        Code("nothing_further", "Nothing further for now"),
        Code("wrong_person", "Not one person, or not the suspect"),
        Code("other", "Other step"),
    ),
)

INTERVENTIONS = CodeList(
    name="interventions",
    title="Work with suspects",
    source="MOPAC Stalking Deep Dive: early intervention, health-led and probation programmes",
    codes=(
        Code("early_intervention", "Early stalking intervention", group="health"),
        Code("nhs_forensic", "NHS forensic intervention", group="health"),
        Code("psychological_therapy", "Psychological therapy", group="health"),
        Code("mental_health_treatment", "Mental health treatment", group="health"),
        Code("stalking_programme", "Stalking perpetrator programme", group="programme"),
        Code("domestic_programme", "Domestic abuse perpetrator programme", group="programme"),
        Code("accredited_programme", "Accredited probation programme", group="programme"),
        Code("rehabilitation_activity", "Rehabilitation activity", group="programme"),
        Code("substance_treatment", "Drug or alcohol treatment", group="health"),
        Code("case_management", "One-to-one case management", group="programme"),
        Code("other", "Other work"),
    ),
)

INTERVENTION_RESULTS = CodeList(
    name="intervention_results",
    title="How work with a suspect ended",
    source="MOPAC Stalking Deep Dive and programme practice",
    codes=(
        Code("completed", "Completed"),
        Code("partly_completed", "Completed in part"),
        Code("dropped_out", "Dropped out"),
        Code("declined", "Declined"),
        Code("unsuitable", "Not suitable"),
        Code("recalled", "Recalled or imprisoned"),
        Code("reoffended", "Ended by reoffending"),
        Code("unknown", "Not recorded"),
    ),
)

INTERVENTION_MEASURES = CodeList(
    name="intervention_measures",
    title="Measures of change",
    source="MOPAC Stalking Deep Dive: measures used to evaluate early intervention",
    codes=(
        Code("wellbeing", "Wellbeing"),
        Code("functioning", "Functioning"),
        Code("rumination", "Rumination"),
        Code("reoffending", "Reoffending"),
        Code("breaches", "Breaches"),
        Code("contact_with_victim", "Contact with the victim"),
        Code("attendance", "Attendance"),
        Code("other", "Other measure"),
    ),
)
