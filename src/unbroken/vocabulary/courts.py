"""Prosecution and court: charging, pleas, verdicts, sentences, hearings and their results."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

_STANDING_DATA = "Ministry of Justice standing data for criminal courts"


def _result(code: str, label: str, results: str = "", group: str | None = None, note: str = "") -> Code:
    """A code with its court result numbers, several where the register tells them apart and a victim does not."""
    return Code(code, label, {"court_result": results} if results else {}, group=group, note=note)


CHARGING_DECISIONS = CodeList(
    name="charging_decisions",
    title="Charging decisions",
    source="Code for Crown Prosecutors and the Director's Guidance on Charging",
    codes=(
        Code("charge", "Charge", group="charge"),
        Code("charge_other_offence", "Charge with another or lesser offence", group="charge"),
        Code("no_charge_evidential", "No charge: evidence", group="no_charge"),
        Code("no_charge_public_interest", "No charge: public interest", {"ho_outcome": "9"}, group="no_charge"),
        Code("further_work", "Further work asked for", group="returned"),
        Code("early_advice", "Early advice", group="returned", note="Before a file is ready."),
        Code("out_of_court", "Out-of-court disposal", group="out_of_court"),
        Code("discontinued", "Discontinued after charge", group="stopped"),
        Code("no_evidence_offered", "No evidence offered", group="stopped"),
        Code("plea_accepted", "Plea to another offence accepted", group="stopped"),
        Code("unknown", "Not recorded"),
    ),
)

CHARGING_TESTS = CodeList(
    name="charging_tests",
    title="Test applied",
    source="Code for Crown Prosecutors",
    codes=(
        Code("full_code", "Full Code Test"),
        Code("threshold", "Threshold Test", note="Custody cases where more evidence is expected soon."),
        Code("none", "No test: advice only"),
        Code("unknown", "Not recorded"),
    ),
)

CHARGED_BY = CodeList(
    name="charged_by",
    title="Who laid the charge",
    source="Director's Guidance on Charging",
    codes=(
        Code("cps", "Crown Prosecution Service"),
        Code("police", "Police"),
        Code("private", "Private prosecutor"),
        Code("unknown", "Not recorded"),
    ),
)

CHARGE_CHANGE_REASONS = CodeList(
    name="charge_change_reasons",
    title="Why a charge was changed",
    source="MOPAC Stalking Deep Dive on changed charges; joint protocol of police and CPS on stalking, part on pleas",
    codes=(
        Code("evidence", "Evidence does not meet the first charge"),
        Code("fear_or_distress_not_evidenced", "Fear, alarm or distress not evidenced"),
        Code("course_of_conduct_not_evidenced", "Course of conduct not evidenced"),
        Code("acts_not_stalking", "Acts not thought to be stalking"),
        Code("more_serious_facts", "Facts more serious than first thought"),
        Code("limb_changed", "Another limb fits better"),
        Code("plea_accepted", "Plea to another offence accepted"),
        Code("time_limit", "Time limit"),
        Code("simpler_to_prove", "Other charge simpler to prove"),
        Code("victim_view", "Victim's view"),
        Code("error", "Error in the charge"),
        Code("other", "Other reason"),
        Code("unknown", "Reason not recorded"),
    ),
)

PROCEEDINGS_STARTED = CodeList(
    name="proceedings_started",
    title="How proceedings started",
    source=_STANDING_DATA,
    codes=(
        Code("charge", "Charge", {"moj_standing_data": "C"}),
        Code("postal_requisition", "Postal requisition", {"moj_standing_data": "R"}),
        Code("summons", "Summons", {"moj_standing_data": "S"}),
    ),
)

MODES_OF_TRIAL = CodeList(
    name="modes_of_trial",
    title="Mode of trial",
    source=_STANDING_DATA,
    codes=(
        Code("summary_only", "Summary only", {"moj_standing_data": "SUM"}),
        Code("indictable_only", "Indictable only", {"moj_standing_data": "I"}),
        Code("elects_summary", "Defendant elects summary trial", {"moj_standing_data": "EST"}),
        Code("elects_jury", "Defendant elects jury", {"moj_standing_data": "ETJ"}),
        Code("no_mode", "No mode of trial", {"moj_standing_data": "NOMOT"}),
    ),
)

PLEAS = CodeList(
    name="pleas",
    title="Pleas",
    source=_STANDING_DATA,
    codes=(
        Code("guilty", "Guilty", {"moj_standing_data": "G"}, group="plea"),
        Code("not_guilty", "Not guilty", {"moj_standing_data": "NG"}, group="plea"),
        Code("guilty_alternative", "Not guilty, guilty to an alternative", group="plea"),
        Code("none", "No plea", {"moj_standing_data": "NONE"}, group="none"),
        Code("indicated_guilty", "Guilty plea indicated", group="indicated"),
        Code("indicated_not_guilty", "Not guilty plea indicated", group="indicated"),
        Code("no_indication", "No indication", group="indicated"),
        Code("admits", "Admits", {"moj_standing_data": "ADM"}, group="breach"),
        Code("denies", "Denies", {"moj_standing_data": "DEN"}, group="breach"),
        Code("consents", "Consents", {"moj_standing_data": "CON"}, group="civil"),
        Code("opposed", "Opposes", {"moj_standing_data": "OPP"}, group="civil"),
        Code("unfit", "Unfit to plead", group="none"),
    ),
)

VERDICTS = CodeList(
    name="verdicts",
    title="Verdicts and ends without one",
    source=_STANDING_DATA,
    codes=(
        Code("guilty", "Guilty", {"moj_standing_data": "G"}, group="convicted"),
        Code("guilty_alternative", "Guilty of an alternative offence", {"moj_standing_data": "NA"}, group="convicted"),
        Code(
            "not_guilty",
            "Not guilty",
            {"moj_standing_data": "NG", "court_result": "2004, 2005"},
            group="not_convicted",
            note="2004 not guilty, 2005 acquitted.",
        ),
        Code("no_conviction", "No conviction", {"moj_standing_data": "NC"}, group="not_convicted"),
        _result("dismissed", "Dismissed", "2006", "not_convicted"),
        _result("no_evidence_offered", "No evidence offered", "2050, 2091", "stopped"),
        _result("withdrawn", "Withdrawn", "2051, 2063", "stopped"),
        _result("discontinued", "Discontinued", "2053", "stopped"),
        _result("unfit_to_plead", "Unfit to plead", "2009", "not_convicted"),
        _result("hung_jury", "Jury could not agree", "2514", "open"),
        _result("jury_discharged", "Jury discharged on the count", "2501", "open"),
        _result("lies_on_file", "Lies on file", "2008", "open"),
        _result("adjourned_indefinitely", "Adjourned indefinitely", "2007", "open"),
        _result("defendant_died", "Defendant died", "2503", "stopped", "The number is that of death by suicide."),
        Code("special_verdict", "Not guilty by reason of insanity", group="not_convicted"),
    ),
)

SENTENCES = CodeList(
    name="sentences",
    title="Sentences",
    source=_STANDING_DATA,
    codes=(
        _result("imprisonment", "Imprisonment", "1002", "custody"),
        _result("detention_training", "Detention and training order", "1081", "custody"),
        _result("extended", "Extended sentence", "3058", "custody", "The number is that of the extended licence."),
        Code("life", "Life imprisonment", group="custody"),
        _result("suspended", "Suspended imprisonment", "1115", "suspended"),
        _result("suspended_young_adult", "Suspended sentence, young adult", "1134", "suspended"),
        _result("suspended_activated", "Suspended sentence activated", "1507", "custody"),
        _result("hospital_order", "Hospital order", "1008", "hospital"),
        _result("hospital_limitation", "Hospital and limitation directions", "1088", "hospital"),
        _result("interim_hospital_order", "Interim hospital order", "3132, 4582", "hospital"),
        _result("community_order", "Community order", "1116", "community"),
        _result("youth_rehabilitation", "Youth rehabilitation order", "1141", "community"),
        _result("fine", "Fine", "1015", "other"),
        _result("bound_over", "Bound over", "1016", "other"),
        _result("absolute_discharge", "Absolute discharge", "1017", "other"),
        _result(
            "conditional_discharge", "Conditional discharge", "1018", "other", "Not available for breach of an SPO."
        ),
        _result("no_separate_penalty", "No separate penalty", "1057", "other"),
        _result("compensation", "Compensation", "3012", "ancillary"),
        _result("surcharge", "Surcharge", "3117", "ancillary"),
        _result("criminal_behaviour_order", "Criminal behaviour order", "1177", "ancillary"),
        _result("interim_criminal_behaviour_order", "Interim criminal behaviour order", "1178", "ancillary"),
        _result("restraining_order_conviction", "Restraining order on conviction", "3047", "order"),
        _result("restraining_order_acquittal", "Restraining order on acquittal", "3260", "order"),
        _result("restraining_order_varied", "Restraining order varied or discharged", "3263", "order"),
        _result("interim_spo", "Interim stalking protection order", "3306", "order"),
        _result("spo", "Stalking protection order", "3307", "order"),
        _result("dapo", "Domestic abuse protection order", "3326", "order"),
        _result("deferred", "Sentence deferred", "4005", "open"),
        Code("other", "Other sentence", group="other"),
    ),
)

SENTENCE_REQUIREMENTS = CodeList(
    name="sentence_requirements",
    title="Requirements of a community or suspended sentence",
    source=_STANDING_DATA,
    codes=(
        _result("programme", "Programme", "3103"),
        _result("exclusion", "Exclusion", "3106"),
        _result("mental_health_treatment", "Mental health treatment", "3108"),
        _result("drug_rehabilitation", "Drug rehabilitation", "3109"),
        Code("alcohol_treatment", "Alcohol treatment"),
        _result("rehabilitation_activity", "Rehabilitation activity", "3272"),
        _result("location_monitoring", "Location monitoring", "3148"),
        Code("unpaid_work", "Unpaid work"),
        Code("curfew", "Curfew"),
        Code("residence", "Residence"),
        Code("no_contact", "No contact"),
        Code("other", "Other requirement"),
    ),
)

COURT_TYPES = CodeList(
    name="court_types",
    title="Types of court",
    source=_STANDING_DATA,
    codes=(
        Code("magistrates", "Magistrates' court", {"moj_standing_data": "MCA"}),
        Code("youth", "Youth court", {"moj_standing_data": "MCY"}),
        Code("crown", "Crown Court", {"moj_standing_data": "CC"}),
        Code("family", "Family court", {"moj_standing_data": "MCF"}),
        Code("county", "County court"),
        Code("high", "High Court", {"moj_standing_data": "HC"}),
        Code("appeal", "Court of Appeal", {"moj_standing_data": "COA"}),
        Code("unknown", "Not recorded"),
    ),
)

HEARING_TYPES = CodeList(
    name="hearing_types",
    title="Types of hearing",
    source=_STANDING_DATA,
    codes=(
        Code("first", "First hearing", {"moj_standing_data": "FH"}),
        Code("plea_before_venue", "Plea before venue", {"moj_standing_data": "PBV"}),
        Code("plea_and_trial_preparation", "Plea and trial preparation"),
        Code("preliminary", "Preliminary", {"moj_standing_data": "PRELM"}),
        Code("pre_trial_review", "Pre-trial review", {"moj_standing_data": "PTR"}),
        Code("special_measures", "Special measures or ground rules"),
        Code("trial", "Trial", {"moj_standing_data": "TRIAL"}),
        Code("newton", "Newton hearing", {"moj_standing_data": "NEWT"}),
        Code("sentence", "Sentence", {"moj_standing_data": "SWPSR, STPSR"}, note="With or without a report."),
        Code("committal_for_sentence", "Committal for sentence", {"moj_standing_data": "CS"}),
        Code("bail_application", "Bail application", {"moj_standing_data": "BA"}),
        Code("bail_variation", "Bail variation", {"moj_standing_data": "BV"}),
        Code("breach_of_bail", "Breach of bail", {"moj_standing_data": "BOB"}),
        Code("breach_of_order", "Breach of order", {"moj_standing_data": "BOO"}),
        Code("fitness_to_plead", "Fitness to plead", {"moj_standing_data": "FTP"}),
        Code("vacate_trial", "Application to vacate the trial", {"moj_standing_data": "AVTD"}),
        Code("mention", "Mention", {"moj_standing_data": "MNTN"}),
        Code("review", "Review", {"moj_standing_data": "REV"}),
        Code("order_application", "Application for an order"),
        Code("order_variation", "Variation or discharge of an order"),
        Code("appeal_conviction", "Appeal against conviction", {"moj_standing_data": "AAC"}),
        Code("appeal_sentence", "Appeal against sentence", {"moj_standing_data": "AAS"}),
        Code("appeal_both", "Appeal against conviction and sentence", {"moj_standing_data": "AACS"}),
        Code("unknown", "Not recorded"),
    ),
)

HEARING_RESULTS = CodeList(
    name="hearing_results",
    title="Results of a hearing",
    source=_STANDING_DATA,
    codes=(
        _result("effective", "Went ahead", group="effective"),
        _result("adjourned", "Adjourned", "4506", "held_open"),
        _result("cracked", "Cracked: trial not needed", group="failed_trial"),
        _result("ineffective", "Ineffective: trial could not go ahead", "2077", "failed_trial"),
        _result("aborted", "Trial aborted", "2081", "failed_trial"),
        _result("vacated", "Vacated", group="failed_trial"),
        _result("plea_entered", "Plea entered", group="effective"),
        _result("verdict_returned", "Verdict returned", group="effective"),
        _result("sentence_passed", "Sentence passed", group="effective"),
        _result("sent_to_crown_court", "Sent for trial at the Crown Court", "4558, 4559, 4560, 4561", "to_crown_court"),
        _result(
            "committed_for_sentence",
            "Committed to the Crown Court for sentence",
            "4014, 4015, 4016, 4017",
            "to_crown_court",
        ),
        _result("conditional_bail", "Conditional bail", "4027, 4530", "remand"),
        _result("unconditional_bail", "Unconditional bail", "4047, 4542", "remand"),
        _result("remanded_custody", "Remanded in custody", "4028, 4531", "remand"),
        _result("remanded_hospital", "Remanded to hospital", "4536", "remand"),
        _result("bail_varied", "Bail conditions varied", "4572, 4574", "remand"),
        _result("police_bail_varied", "Police bail varied", "4597", "remand"),
        _result("warrant", "Warrant for arrest", group="held_open"),
        _result("order_made", "Order made", group="order"),
        _result("order_refused", "Order refused", group="order"),
        _result("order_varied", "Order varied or discharged", group="order"),
        _result("appeal_dismissed", "Appeal dismissed", "3045", "appeal"),
        _result("appeal_allowed", "Appeal allowed", "2083, 2100", "appeal"),
        _result("retrial_ordered", "Retrial ordered", "2096", "appeal"),
        _result("appeal_withdrawn", "Appeal withdrawn", "3093", "appeal"),
        _result("unknown", "Not recorded"),
    ),
)

ADJOURNMENT_REASONS = CodeList(
    name="adjournment_reasons",
    title="Reasons for adjournment",
    source=f"{_STANDING_DATA}, adjournment qualifiers, and reasons for ineffective trials",
    codes=(
        Code("prosecution_not_ready", "Prosecution not ready", group="prosecution"),
        Code("cps_review", "CPS review", group="prosecution"),
        Code("disclosure", "Disclosure", group="prosecution"),
        Code("prosecution_witness_absent", "Prosecution witness absent", group="prosecution"),
        Code("defence_not_ready", "Defence not ready", group="defence"),
        Code("defence_enquiries", "Defence enquiries", group="defence"),
        Code("defence_witness_absent", "Defence witness absent", group="defence"),
        Code("defendant_absent", "Defendant absent", group="defence"),
        Code("defendant_ill", "Defendant ill", group="defence"),
        Code("defendant_not_produced", "Defendant not produced from custody", group="court"),
        Code("change_of_representation", "Change of legal representation", group="defence"),
        Code("legal_aid", "Legal aid", group="defence"),
        Code("pre_sentence_report", "Pre-sentence report", group="report"),
        Code("psychiatric_report", "Psychiatric report", group="report"),
        Code("expert_evidence", "Expert evidence", group="report"),
        Code("no_court_time", "No court time", group="court"),
        Code("no_judge", "No judge or bench", group="court"),
        Code("overlisting", "Overlisted", group="court"),
        Code("no_interpreter", "No interpreter", group="court"),
        Code("equipment", "Equipment or building", group="court"),
        Code("advocate_unavailable", "Advocate not available", group="court"),
        Code("special_measures", "Special measures not in place", group="court"),
        Code("industrial_action", "Industrial action", group="court"),
        Code("covid", "COVID-19", group="court"),
        Code("victim_unable", "Victim unable to attend", group="victim"),
        Code("other", "Other reason"),
        Code("unknown", "Reason not recorded"),
    ),
)

SPECIAL_MEASURES = CodeList(
    name="special_measures",
    title="Special measures and help at court",
    source="Youth Justice and Criminal Evidence Act 1999 ss.23 to 30 and 34 to 38; Victims' Code",
    codes=(
        Code("screens", "Screens", {"statute": "YJCEA 1999 s.23"}, group="statutory"),
        Code("live_link", "Live link", {"statute": "YJCEA 1999 s.24"}, group="statutory"),
        Code("evidence_in_private", "Evidence in private", {"statute": "YJCEA 1999 s.25"}, group="statutory"),
        Code("no_wigs_gowns", "No wigs or gowns", {"statute": "YJCEA 1999 s.26"}, group="statutory"),
        Code("recorded_evidence", "Video-recorded evidence", {"statute": "YJCEA 1999 s.27"}, group="statutory"),
        Code("recorded_cross", "Pre-recorded cross-examination", {"statute": "YJCEA 1999 s.28"}, group="statutory"),
        Code("intermediary", "Intermediary", {"statute": "YJCEA 1999 s.29"}, group="statutory"),
        Code("communication_aids", "Communication aids", {"statute": "YJCEA 1999 s.30"}, group="statutory"),
        Code(
            "no_cross_by_defendant",
            "No cross-examination by the defendant in person",
            {"statute": "YJCEA 1999 ss.34 to 38"},
            group="statutory",
        ),
        Code("pre_trial_visit", "Pre-trial visit", group="practical"),
        Code("separate_entrance", "Separate entrance", group="practical"),
        Code("separate_waiting", "Separate waiting area", group="practical"),
        Code("supporter_present", "Supporter present", group="practical"),
        Code("remote_from_elsewhere", "Evidence from another place", group="practical"),
        Code("interpreter", "Interpreter", group="practical"),
        Code("other", "Other help"),
    ),
)
