"""Support: services, contact with the victim, safety schemes, impact and the victim personal statement."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

SERVICES = CodeList(
    name="services",
    title="Support services",
    source="Services named in MOPAC Stalking Deep Dive and by the National Stalking Consortium",
    codes=(
        Code("stac_advocacy", "STAC victim advocacy", group="stalking_specialist"),
        Code("london_stalking_support", "London Stalking Support Service", group="stalking_specialist"),
        Code("national_stalking_helpline", "National Stalking Helpline", group="stalking_specialist"),
        Code(
            "national_stalking_service", "National Stalking Service (Suzy Lamplugh Trust)", group="stalking_specialist"
        ),
        Code("paladin", "Paladin", group="stalking_specialist"),
        Code("isac", "Independent stalking advocate", group="stalking_specialist"),
        Code("action_against_stalking", "Action Against Stalking", group="stalking_specialist"),
        Code("protection_against_stalking", "Protection Against Stalking", group="stalking_specialist"),
        Code("veritas", "Veritas Justice", group="stalking_specialist"),
        Code("cyberstalking_service", "Cyberstalking service", group="stalking_specialist"),
        Code("idva", "Independent domestic violence adviser", group="domestic"),
        Code("isva", "Independent sexual violence adviser", group="sexual"),
        Code("gaia_centre", "Gaia Centre", group="domestic"),
        Code("refuge", "Refuge or domestic abuse charity", group="domestic"),
        Code("ncdv", "National Centre for Domestic Violence", group="domestic"),
        Code("mens_advice_line", "Men's Advice Line or men's service", group="domestic"),
        Code("galop", "Galop", group="specialist"),
        Code("by_and_for", "Service led by and for a community", group="specialist"),
        Code("victim_support", "Victim Support or victim and witness service", group="general"),
        Code("witness_service", "Citizens Advice Witness Service", group="court"),
        Code("witness_care_unit", "Witness care unit", group="court"),
        Code("victim_contact_scheme", "Probation victim contact scheme", group="court"),
        Code("mental_health", "Mental health or counselling", group="health"),
        Code("gp", "General practitioner", group="health"),
        Code("housing", "Housing service", group="general"),
        Code("children_services", "Children's services", group="general"),
        Code("adult_social_care", "Adult social care", group="general"),
        Code("employer_or_university", "Employer, school or university", group="general"),
        Code("legal_advice", "Legal advice", group="general"),
        Code("online_safety", "Online safety helpline", group="specialist"),
        Code("local_service", "Other local service", group="general"),
        Code("other", "Other service"),
    ),
)

VIOLENCE_LEVELS = CodeList(
    name="violence_levels",
    title="Level of violence",
    source="ASS-11, MOPAC Stalking Deep Dive: named there as an indicator, without levels. These are Unbroken's, by "
    "what was done and never by a score",
    codes=(
        Code("none_known", "No violence known", group="none"),
        Code("threats", "Threats of violence, none done", group="threats"),
        Code("without_injury", "Violence without injury", group="violence"),
        Code("with_injury", "Violence with injury", group="violence"),
        Code("life_threatening", "Strangulation, a weapon used, or injury that threatened life", group="violence"),
        Code("unknown", "Level of violence not known", group="missing"),
        Code("not_asked", "Not asked", group="missing"),
    ),
)

SUPPORT_LEVELS = CodeList(
    name="support_levels",
    title="Level of support",
    source="MOPAC Stalking Deep Dive: brief support and full advocacy",
    codes=(
        Code("information", "Information only"),
        Code("brief", "Brief"),
        Code("advocacy", "Advocacy"),
        Code("unknown", "Not recorded"),
    ),
)

SUPPORT_REASONS = CodeList(
    name="support_reasons",
    title="Why support was declined, refused or ended",
    source="MOPAC Stalking Deep Dive; practice of stalking advocacy services",
    codes=(
        Code("not_wanted", "Not wanted", group="victim"),
        Code("not_wanted_now", "Not wanted now", group="victim"),
        Code("has_other_support", "Has other support", group="victim"),
        Code("not_safe", "Not safe to accept", group="victim"),
        Code("no_reply", "Did not reply", group="victim"),
        Code("needs_met", "Needs met", group="ended"),
        Code("case_closed", "Case closed", group="ended"),
        Code("moved_to_other_service", "Moved to another service", group="ended"),
        Code("outside_criteria", "Outside the service's criteria", group="service"),
        Code("outside_area", "Outside the service's area", group="service"),
        Code("no_capacity", "No capacity", group="service"),
        Code("victim_withdrew_consent", "Withdrew consent", group="victim"),
        Code("other", "Other reason"),
        Code("unknown", "Reason not recorded"),
    ),
)

CONTACT_SUBJECTS = CodeList(
    name="contact_subjects",
    title="What the victim was told about",
    source="Code of Practice for Victims of Crime, rights 3 to 11",
    codes=(
        Code("acknowledgement", "Written acknowledgement", {"victims_code_right": "3"}),
        Code("rights", "Rights and what happens next", {"victims_code_right": "3"}),
        Code("needs_assessment", "Needs assessment", {"victims_code_right": "4"}),
        Code("support_referral", "Support or referral", {"victims_code_right": "4"}),
        Code("compensation", "Compensation", {"victims_code_right": "5"}),
        Code("not_investigating", "No investigation", {"victims_code_right": "6"}),
        Code("change_of_officer", "Change of officer", {"victims_code_right": "6"}),
        Code("classification", "Class of the crime changed", {"victims_code_right": "6"}),
        Code("suspect_identified", "Suspect identified", {"victims_code_right": "6"}),
        Code("arrest", "Arrest", {"victims_code_right": "6"}),
        Code("interview", "Interview", {"victims_code_right": "6"}),
        Code("bail", "Bail and conditions", {"victims_code_right": "6"}),
        Code("release", "Release", {"victims_code_right": "6"}),
        Code("charge", "Charge", {"victims_code_right": "6"}),
        Code("charge_changed", "Charge changed or dropped", {"victims_code_right": "6"}),
        Code("nfa", "No further action", {"victims_code_right": "6"}),
        Code("review_rights", "Right to a review", {"victims_code_right": "6"}),
        Code("victim_statement", "Victim personal statement", {"victims_code_right": "7"}),
        Code("hearing", "Hearing", {"victims_code_right": "8"}),
        Code("adjournment", "Adjournment", {"victims_code_right": "8"}),
        Code("special_measures", "Special measures", {"victims_code_right": "8"}),
        Code("outcome", "Outcome of the case", {"victims_code_right": "9"}),
        Code("sentence", "Sentence", {"victims_code_right": "9"}),
        Code("appeal", "Appeal", {"victims_code_right": "9"}),
        Code("property", "Property or expenses", {"victims_code_right": "10"}),
        Code("prison_release", "Release from prison or licence", {"victims_code_right": "11"}),
        Code("offender_hospital", "Hospital admission or discharge", {"victims_code_right": "11"}),
        Code("order", "Protective order"),
        Code("order_breach", "Breach of an order"),
        Code("safety", "Safety advice"),
        Code("suspect_identity", "Identity of an online stalker"),
        Code("evidence", "Evidence or a device"),
        Code("general", "General update", {"victims_code_right": "6"}),
    ),
)

CONTACT_CHANNELS = CodeList(
    name="contact_channels",
    title="How contact was made",
    source="Victims' Code; safe contact practice",
    codes=(
        Code("phone", "Phone"),
        Code("text", "Text message"),
        Code("email", "Email"),
        Code("letter", "Letter"),
        Code("in_person", "In person"),
        Code("video", "Video call"),
        Code("online_portal", "Online portal"),
        Code("through_advocate", "Through an advocate"),
        Code("through_other", "Through another person"),
        Code("unknown", "Not recorded"),
    ),
)

CONTACT_FAILURES = CodeList(
    name="contact_failures",
    title="Why contact failed",
    source="Victims' Code; safe contact practice",
    codes=(
        Code("no_answer", "No answer"),
        Code("number_not_in_use", "Number or address not in use"),
        Code("not_safe", "Not safe to go on"),
        Code("somebody_else_answered", "Somebody else answered"),
        Code("not_delivered", "Not delivered"),
        Code("declined", "Did not want to talk"),
        Code("no_interpreter", "No interpreter"),
        Code("other", "Other reason"),
    ),
)

SCHEMES = CodeList(
    name="schemes",
    title="Safety schemes",
    source="MOPAC Stalking Deep Dive, special schemes; police practice",
    codes=(
        Code("panic_alarm", "Panic alarm", group="device"),
        Code("personal_alarm", "Personal safety device", group="device"),
        Code("address_marker", "Marker on the address", group="marker"),
        Code("phone_marker", "Marker on the phone number", group="marker"),
        Code("person_marker", "Marker on the person", group="marker"),
        Code("vehicle_marker", "Marker on a vehicle", group="marker"),
        Code("locks_and_doors", "Locks, doors and windows", group="home"),
        Code("camera", "Camera or doorbell", group="home"),
        Code("fire_safety", "Fire safety", group="home"),
        Code("sanctuary", "Sanctuary scheme", group="home"),
        Code("tracker_sweep", "Sweep for trackers", group="digital"),
        Code("digital_safety", "Digital safety check", group="digital"),
        Code("workplace_plan", "Plan with the workplace or school", group="other"),
        Code("protected_address", "Protected address", group="other"),
        Code("escorted_visits", "Patrols or visits", group="other"),
        Code("other", "Other scheme", group="other"),
    ),
)

SAFETY_PLAN_PARTS = CodeList(
    name="safety_plan_parts",
    title="Parts of a safety plan",
    source="Practice of stalking advocacy services",
    codes=(
        Code("home", "Home"),
        Code("work_school", "Work or school"),
        Code("travel", "Travel"),
        Code("digital", "Devices and accounts"),
        Code("children", "Children"),
        Code("animals", "Animals"),
        Code("others", "New partner and other people"),
        Code("court_days", "Court days"),
        Code("release_days", "Release days"),
        Code("emergency_words", "Emergency words"),
        Code("evidence_log", "Log of evidence"),
        Code("self_care", "Looking after oneself"),
        Code("review_date", "Date of review"),
        Code("other", "Other part"),
    ),
)

IMPACTS = CodeList(
    name="impacts",
    title="Effects on the victim",
    source="PHA 1997 s.4A: fear of violence; serious alarm or distress that changes usual day-to-day activities",
    codes=(
        Code("fear_of_violence", "Fear of violence", {"statute": "PHA 1997 s.4A(1)(b)(i)"}, group="fear"),
        Code("fear", "Fear", group="distress"),
        Code(
            "serious_alarm_distress",
            "Serious alarm or distress",
            {"statute": "PHA 1997 s.4A(1)(b)(ii)"},
            group="distress",
        ),
        Code("emotional_distress", "Emotional distress", group="distress"),
        Code("mental_health", "Mental health", group="health"),
        Code("physical_health", "Physical health", group="health"),
        Code("sleep", "Sleep", group="health"),
        Code("medication", "Medication or treatment", group="health"),
        Code("self_harm_suicidal", "Self-harm or suicidal thoughts", group="health"),
        Code("moved_home", "Moved or changed home", group="daily_life"),
        Code("changed_work", "Changed, lost or missed work", group="daily_life"),
        Code("changed_study", "Changed or missed study", group="daily_life"),
        Code("changed_route", "Changed route or routine", group="daily_life"),
        Code("changed_phone", "Changed phone, number or accounts", group="daily_life"),
        Code("changed_social", "Changed or left social media", group="daily_life"),
        Code("school_run", "Changed the school run or caring", group="daily_life"),
        Code("stopped_going_out", "Stopped going out", group="daily_life"),
        Code("security_spending", "Spent on security", group="daily_life"),
        Code("isolation", "Isolation", group="daily_life"),
        Code("relationships", "Family and relationships", group="daily_life"),
        Code("children_affected", "Children affected", group="daily_life"),
        Code("financial", "Money", group="daily_life"),
        Code("none_stated", "Asked, and no effect stated", group="none"),
        Code("other", "Other effect"),
    ),
)

STATEMENT_STEPS = CodeList(
    name="statement_steps",
    title="Steps of a victim personal statement",
    source="Code of Practice for Victims of Crime, right 7",
    codes=(
        Code("offered", "Offered"),
        Code("declined", "Declined"),
        Code("taken", "Taken"),
        Code("updated", "Updated"),
        Code("sent_to_prosecutor", "Sent to the prosecutor"),
        Code("read_in_court", "Read in court"),
    ),
)

WITHDRAWAL_STAGES = CodeList(
    name="withdrawal_stages",
    title="Stage at which a victim withdrew or lost touch",
    source="MOPAC Stalking Deep Dive, attrition by stage",
    codes=(
        Code("at_report", "At report"),
        Code("investigation", "During the investigation"),
        Code("with_cps", "While with the CPS"),
        Code("after_charge", "After charge"),
        Code("proceedings", "During proceedings"),
        Code("unknown", "Not recorded"),
    ),
)
