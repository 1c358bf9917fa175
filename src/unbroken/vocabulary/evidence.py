"""Evidence: what it is, why it was not given, what delayed the case, and what a suspect said."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

EVIDENCE_TYPES = CodeList(
    name="evidence_types",
    title="Types of evidence",
    source="MOPAC Stalking Deep Dive evidence measures and lines of enquiry in stalking investigations",
    codes=(
        Code("victim_device", "Victim's device", group="technology"),
        Code("suspect_device", "Suspect's device", group="technology"),
        Code("phone_download", "Phone download", group="technology"),
        Code("screenshots", "Screenshots", group="technology"),
        Code("messages", "Messages, voicemail or call log", group="technology"),
        Code("social_media", "Social media records", group="technology"),
        Code("communications_data", "Communications data from a provider", group="technology"),
        Code("login_records", "Log-in and account records", group="technology"),
        Code("stalkerware_check", "Stalkerware check", group="technology"),
        Code("telematics_tracker", "Tracker or vehicle telematics", group="technology"),
        Code("smart_home", "Smart home or cloud records", group="technology"),
        Code("cctv", "CCTV", group="third_party", note="Overwritten within weeks: has a retention deadline."),
        Code("doorbell", "Doorbell or home camera", group="third_party", note="Has a retention deadline."),
        Code("dashcam", "Dashcam", group="third_party", note="Has a retention deadline."),
        Code("body_worn_video", "Body-worn video", group="police"),
        Code("emergency_call", "Recording of the emergency call", group="police"),
        Code("anpr", "Number plate recognition", group="police"),
        Code("third_party", "Third-party material", group="third_party"),
        Code("bank", "Bank or payment records", group="third_party"),
        Code("medical", "Medical records", group="third_party"),
        Code("employer_records", "Employer or school records", group="third_party"),
        Code("support_notes", "Notes of a support service", group="third_party"),
        Code("victim_statement", "Victim's statement", group="statement"),
        Code("recorded_interview", "Video-recorded interview", group="statement"),
        Code("witness_statement", "Witness statement", group="statement"),
        Code("expert_report", "Expert report", group="statement"),
        Code("incident_log", "Victim's own log", group="object"),
        Code("letters_gifts", "Letters or gifts", group="object"),
        Code("damaged_property", "Damaged property", group="object"),
        Code("weapon", "Weapon", group="object"),
        Code("forensic", "Forensic", group="forensic"),
        Code("photograph", "Photographs", group="object"),
        Code("bad_character", "Earlier convictions or conduct", group="police"),
        Code("other", "Other evidence"),
    ),
)

EVIDENCE_REFUSALS = CodeList(
    name="evidence_refusals",
    title="Why evidence was not given or obtained",
    source="MOPAC Stalking Deep Dive: reasons victims did not hand over technology; victims' accounts",
    codes=(
        Code("loss_of_phone", "Would be without their phone", group="victim"),
        Code("privacy", "Privacy", group="victim"),
        Code("safety", "Not safe to hand over", group="victim"),
        Code("no_longer_supports", "No longer supports the investigation", group="victim"),
        Code("no_reply", "Did not reply", group="victim"),
        Code("deleted", "Deleted before the request", group="lost"),
        Code("overwritten", "Overwritten or past retention", group="lost"),
        Code("device_lost", "Device lost, broken or replaced", group="lost"),
        Code("advised_to_block_or_delete", "Had been advised to block or delete", group="lost"),
        Code("suspect_refused", "Suspect refused", group="suspect"),
        Code("no_passcode", "No passcode", group="suspect"),
        Code("device_not_found", "Device not found", group="suspect"),
        Code("provider_refused", "Provider refused or did not answer", group="third_party"),
        Code("witness_unwilling", "Witness unwilling", group="third_party"),
        Code("witness_not_traced", "Witness not traced", group="third_party"),
        Code("not_proportionate", "Not thought proportionate", group="police"),
        Code("not_requested", "Not requested", group="police"),
        Code("no_capacity", "No capacity to extract or examine", group="police"),
        Code("other", "Other reason"),
        Code("unknown", "Reason not recorded"),
    ),
)

DELAY_CAUSES = CodeList(
    name="delay_causes",
    title="Causes of delay",
    source="MOPAC Stalking Deep Dive, recorded delays: evidence, police work, COVID",
    codes=(
        Code("evidence", "Obtaining evidence", group="evidence"),
        Code("device_examination", "Examining devices", group="evidence"),
        Code("third_party_material", "Waiting for a third party", group="evidence"),
        Code("police_work", "Police work", group="police"),
        Code("officer_change", "Change of officer", group="police"),
        Code("officer_workload", "Officer's workload or absence", group="police"),
        Code("suspect_not_found", "Finding the suspect", group="suspect"),
        Code("suspect_health", "Suspect's health", group="suspect"),
        Code("victim_availability", "Victim not available", group="victim"),
        Code("cps", "Waiting for the CPS", group="prosecution"),
        Code("court", "Court", group="court"),
        Code("other_force", "Waiting for another force", group="police"),
        Code("covid", "COVID-19", group="covid"),
        Code("other", "Other cause"),
        Code("unknown", "Cause not recorded"),
    ),
)

INTERVIEW_ACCOUNTS = CodeList(
    name="interview_accounts",
    title="What the suspect said in interview",
    source="MOPAC Stalking Deep Dive, interview results; more than one may be given",
    codes=(
        Code("admitted", "Admitted"),
        Code("partly_admitted", "Admitted in part"),
        Code("denied", "Denied"),
        Code("minimised", "Minimised"),
        Code("no_comment", "No comment"),
        Code("prepared_statement", "Prepared statement"),
        Code("counter_allegation", "Counter-allegation"),
        Code(
            "defence_raised", "Raised a defence", note="PHA 1997: prevention of crime, lawful, or reasonable conduct."
        ),
        Code("not_fit", "Not fit for interview"),
        Code("unknown", "Not recorded"),
    ),
)

WITNESS_STATES = CodeList(
    name="witness_states",
    title="State of a witness",
    source="Police file standards: witness identified, approached, statement taken or refused",
    codes=(
        Code("identified", "Identified"),
        Code("approached", "Approached"),
        Code("statement_taken", "Statement taken"),
        Code("refused", "Refused a statement"),
        Code("not_traced", "Not traced"),
        Code("no_witness", "No witness known"),
    ),
)

ARREST_REASONS = CodeList(
    name="arrest_reasons",
    title="Why arrest was or was not made",
    source="Police and Criminal Evidence Act 1984 s.24 necessity; decisions found in case files",
    codes=(
        Code("protect_victim", "To protect the victim", group="made"),
        Code("prompt_investigation", "For a prompt and effective investigation", group="made"),
        Code("breach", "For breach of an order or bail", group="made"),
        Code("prevent_disappearance", "To prevent disappearance", group="made"),
        Code("voluntary_interview", "Voluntary interview instead", group="not_made"),
        Code("not_necessary", "Not thought necessary", group="not_made"),
        Code("not_identified", "Suspect not identified", group="not_made"),
        Code("not_located", "Suspect not found", group="not_made"),
        Code("in_hospital", "Suspect in hospital", group="not_made"),
        Code("victim_asked_not", "Victim asked for no arrest", group="not_made"),
        Code("other", "Other reason"),
    ),
)
