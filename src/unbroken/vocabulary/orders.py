"""Protective orders, and the instruments and scales by which risk is judged."""

from __future__ import annotations

from datetime import date

from unbroken.vocabulary.codes import Code, CodeList

ORDER_TYPES = CodeList(
    name="order_types",
    title="Types of protective order",
    source="Stalking Protection Act 2019, Sentencing Act 2020, PHA 1997, FLA 1996, CSA 2010, Domestic Abuse Act 2021",
    codes=(
        Code(
            "spo",
            "Stalking protection order",
            {"statute": "SPA 2019 s.2", "court_result": "3307"},
            valid_from=date(2020, 1, 20),
            group="stalking",
        ),
        Code(
            "interim_spo",
            "Interim stalking protection order",
            {"statute": "SPA 2019 s.5", "court_result": "3306"},
            valid_from=date(2020, 1, 20),
            group="stalking",
        ),
        Code(
            "restraining_order_conviction",
            "Restraining order on conviction",
            {"statute": "Sentencing Act 2020 s.360 (before 1 Dec 2020: PHA 1997 s.5)", "court_result": "3047"},
            group="restraining",
        ),
        Code(
            "restraining_order_acquittal",
            "Restraining order on acquittal",
            {"statute": "PHA 1997 s.5A", "court_result": "3260"},
            group="restraining",
        ),
        Code(
            "restraining_order_unspecified",
            "Restraining order, on conviction or acquittal not stated",
            group="restraining",
            note="Only where the source says no more than restraining order.",
        ),
        Code("non_molestation", "Non-molestation order", {"statute": "FLA 1996 s.42"}, group="family"),
        Code("occupation", "Occupation order", {"statute": "FLA 1996 ss.33 to 38"}, group="family"),
        Code("harassment_injunction", "Harassment injunction", {"statute": "PHA 1997 s.3"}, group="civil"),
        Code("dvpn", "Domestic violence protection notice", {"statute": "CSA 2010 s.24"}, group="domestic"),
        Code("dvpo", "Domestic violence protection order", {"statute": "CSA 2010 s.28"}, group="domestic"),
        Code(
            "dapn",
            "Domestic abuse protection notice",
            {"statute": "DAA 2021 s.22"},
            valid_from=date(2024, 11, 27),
            group="domestic",
            note="Pilot areas only.",
        ),
        Code(
            "dapo",
            "Domestic abuse protection order",
            {"statute": "DAA 2021 ss.27 to 55", "court_result": "3326"},
            valid_from=date(2024, 11, 27),
            group="domestic",
            note="Pilot areas only; later areas not confirmed.",
        ),
        Code("bail_condition", "Bail condition", {"statute": "PACE 1984; Bail Act 1976"}, group="bail"),
        Code("licence_condition", "Licence condition", group="licence"),
        Code("criminal_behaviour_order", "Criminal behaviour order", {"court_result": "1177"}, group="other"),
        Code("undertaking", "Undertaking to a family court", {"statute": "FLA 1996 s.46"}, group="family"),
        Code("other", "Other order", group="other"),
    ),
)

ORDER_ORIGINS = CodeList(
    name="order_origins",
    title="How the order came about",
    source="Stalking Protection Act 2019; Crime and Policing Act 2026 on the court's own motion (start not confirmed)",
    codes=(
        Code("police_application", "Police application"),
        Code("conviction", "On conviction"),
        Code("acquittal", "On acquittal"),
        Code("appeal_court", "By an appeal court"),
        Code("victim_application", "Victim's application"),
        Code("third_party_application", "Application by a third party"),
        Code("own_motion", "Court's own motion"),
        Code("police_notice", "Police notice"),
        Code("custody_officer", "Custody officer"),
        Code("release", "On release from prison"),
        Code("unknown", "Not recorded"),
    ),
)

CONDITION_KINDS = CodeList(
    name="condition_kinds",
    title="Kinds of condition",
    source="Stalking Protection Act 2019 ss.2, 6: prohibitions and requirements; typical conditions in practice",
    codes=(
        Code("no_direct_contact", "No direct contact", group="prohibition"),
        Code("no_indirect_contact", "No contact through others", group="prohibition"),
        Code("no_third_party_contact", "No contact with named other people", group="prohibition"),
        Code("no_approach_person", "Not to approach the person", group="prohibition"),
        Code("exclusion_home", "Not to go to the home", group="prohibition"),
        Code("exclusion_work", "Not to go to work, school or study", group="prohibition"),
        Code("exclusion_area", "Not to enter an area", group="prohibition"),
        Code("no_publishing", "Not to publish about the person", group="prohibition"),
        Code("no_surveillance", "Not to watch, follow or monitor", group="prohibition"),
        Code("no_tracking_tools", "No tracking tools", group="prohibition"),
        Code("no_undeclared_devices", "No undeclared devices or accounts", group="prohibition"),
        Code("no_other_names", "Not to use other names", group="prohibition"),
        Code("no_images", "Not to keep or share images", group="prohibition"),
        Code("other_prohibition", "Other prohibition", group="prohibition"),
        Code("attend_programme", "Attend a programme", group="requirement"),
        Code("mental_health_assessment", "Attend mental health assessment", group="requirement"),
        Code("substance_assessment", "Attend drug or alcohol assessment", group="requirement"),
        Code("surrender_devices", "Surrender devices", group="requirement"),
        Code("declare_devices", "Give a list of devices and accounts", group="requirement"),
        Code("allow_device_check", "Allow device checks", group="requirement"),
        Code("sign_on", "Sign on at a police station", group="requirement"),
        Code("notify_details", "Notify names and address", group="requirement"),
        Code("notify_relationship", "Notify a new relationship", group="requirement"),
        Code("live_at_address", "Live at an address", group="requirement"),
        Code("curfew", "Curfew", group="requirement"),
        Code("electronic_tag", "Electronic tag", group="requirement"),
        Code("surrender_passport", "Surrender passport", group="requirement"),
        Code("other_requirement", "Other requirement", group="requirement"),
    ),
)

NOT_APPLIED_REASONS = CodeList(
    name="not_applied_reasons",
    title="Why an order was not applied for, or was refused",
    source="Freedom of information questions on SPO refusals; MOPAC Stalking Deep Dive",
    codes=(
        Code("criteria_not_met", "Criteria not met", group="criteria"),
        Code("not_necessary", "Not necessary to protect anyone", group="criteria"),
        Code("insufficient_evidence", "Not enough evidence", group="criteria"),
        Code("other_order_in_force", "Another order in force", group="instead"),
        Code("bail_thought_enough", "Bail conditions thought enough", group="instead"),
        Code("prosecution_instead", "Prosecution instead", group="instead"),
        Code("suspect_in_custody", "Suspect in custody or hospital", group="suspect"),
        Code("suspect_not_identified", "Suspect not identified", group="suspect"),
        Code("suspect_under_age", "Suspect too young", group="suspect"),
        Code("victim_did_not_want", "Victim did not want it", group="victim"),
        Code("victim_evidence_missing", "No evidence from the victim", group="victim"),
        Code("superintendent_refused", "Superintendent refused authority", group="authority"),
        Code("legal_refused", "Force legal advice against", group="authority"),
        Code("court_refused", "Court refused", group="authority"),
        Code("withdrawn", "Application withdrawn", group="authority"),
        Code("not_considered", "Not considered", group="none"),
        Code("other", "Other reason"),
        Code("unknown", "Reason not recorded"),
    ),
)

ORDER_ENDS = CodeList(
    name="order_ends",
    title="How an order ended",
    source="Stalking Protection Act 2019 ss.3 to 5 and 7",
    codes=(
        Code("expired", "Expired"),
        Code("discharged", "Discharged"),
        Code("replaced", "Replaced by a new order"),
        Code("quashed", "Quashed on appeal"),
        Code("lapsed", "Lapsed when the full application was decided"),
        Code("charge_ended", "Ended with the charge or case"),
        Code("ended_by_event", "Ended by a named event"),
        Code("unknown", "Not recorded"),
    ),
)

ORDER_CHECKS = CodeList(
    name="order_checks",
    title="How an order was checked",
    source="MOPAC Stalking Deep Dive on monitoring; police practice",
    codes=(
        Code("visit", "Visit to the suspect"),
        Code("device_check", "Device check"),
        Code("online_check", "Open source check"),
        Code("system_check", "Check of police systems and custody"),
        Code("victim_contact", "Contact with the victim"),
        Code("notification_check", "Check of notified details"),
        Code("partner_check", "Check with a partner agency"),
        Code("other", "Other check"),
    ),
)

INSTRUMENTS = CodeList(
    name="instruments",
    title="Instruments",
    source="Names of published instruments only: their wording is licensed and is not held here",
    codes=(
        Code("four", "FOUR", group="recognition", note="Recognition aid, not a risk instrument."),
        Code("stalking_screening_tool", "Stalking Screening Tool", group="recognition"),
        Code("s_dash", "S-DASH", group="stalking", note="Stalking checklist of 2009; the form says not to alter it."),
        Code("vs_dash", "VS-DASH", group="stalking", note="For victims to complete themselves."),
        Code("sash", "SASH", group="stalking"),
        Code("srp", "SRP", group="stalking", note="Stalking Risk Profile, for trained specialists."),
        Code("sam", "SAM", group="stalking", note="Stalking Assessment and Management, for trained professionals."),
        Code("dash_ric", "DASH RIC (SafeLives)", group="domestic"),
        Code("dash_police", "DASH (police)", group="domestic"),
        Code("dara", "DARA", group="domestic", note="Replacing DASH in some forces; not confirmed which."),
        Code("vaf", "VAF", group="vulnerability", note="Vulnerability assessment framework."),
        Code("rosh", "RoSH", group="probation"),
        Code("ogrs3", "OGRS3", group="probation", note="Never a measure of stalking risk."),
        Code("ogrs4", "OGRS4", group="probation", note="Never a measure of stalking risk."),
        Code("ovp", "OVP", group="probation", note="Never a measure of stalking risk."),
        Code("ovp2", "OVP2", group="probation", note="Never a measure of stalking risk."),
        Code("local", "Local form", group="other"),
        Code("judgement", "Professional judgement without an instrument", group="other"),
        Code("unknown", "Not recorded which", group="other"),
    ),
)

RISK_GRADES = CodeList(
    name="risk_grades",
    title="Risk grades",
    source="Police grades standard, medium and high; the grades of other schemes keep their own words",
    codes=(
        Code("standard", "Standard", group="police"),
        Code("low", "Low", group="scheme", note="SASH, SRP, SAM and probation scales."),
        Code("medium", "Medium", group="police"),
        Code("moderate", "Moderate", group="scheme", note="SASH, SRP and SAM scales."),
        Code("high", "High", group="police"),
        Code("very_high", "Very high", group="scheme", note="Probation scales."),
        Code("not_graded", "Not graded", group="missing", note="Advised or begun, and no grade reached."),
    ),
)

TYPOLOGIES = CodeList(
    name="typologies",
    title="Types of stalker",
    source="Mullen and others 1999; it guides management and is not evidence",
    codes=(
        Code("rejected", "Rejected"),
        Code("resentful", "Resentful"),
        Code("intimacy_seeker", "Intimacy seeker"),
        Code("incompetent_suitor", "Incompetent suitor"),
        Code("predatory", "Predatory"),
        Code("not_stalking", "Not stalking", group="none"),
        Code("unknown", "Not known", group="missing"),
    ),
)

ASSESSMENT_TRIGGERS = CodeList(
    name="assessment_triggers",
    title="Why a risk assessment is due",
    source="ASS-01, ASS-03, ASS-09: done in every stalking case, and again when something changes",
    codes=(
        Code("never_done", "Never done", group="undone"),
        Code("too_old", "Not looked at again in time", group="undone"),
        Code("breach", "Breach since the last one", group="since"),
        Code("new_incident", "New incident since the last one", group="since"),
        Code("release", "Suspect released or bailed since the last one", group="since"),
        Code("withdrawal", "Victim withdrew or could not be reached since the last one", group="since"),
        Code("order_refused", "Protective order refused since the last one", group="since"),
        Code("led_to", "An answer on another form calls for it", group="led"),
    ),
)
