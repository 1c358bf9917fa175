"""Reports: how and by whom they were made, stages of classification, and the forces that record them."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

CHANNELS = CodeList(
    name="channels",
    title="How the report was made",
    source="MOPAC Stalking Deep Dive, reporting routes, with other and not known so that shares add to 100",
    codes=(
        Code("phone", "Phone", note="Emergency or not is not known."),
        Code("phone_999", "Phone: 999", group="phone"),
        Code("phone_101", "Phone: 101", group="phone"),
        Code("in_person", "In person"),
        Code("online", "Online"),
        Code("third_party", "Through a third party"),
        Code("referral", "Referral from an agency"),
        Code("police_generated", "Found by police", note="During another enquiry, on patrol or by an officer."),
        Code("helpline", "Helpline or support service"),
        Code("post", "Letter or email"),
        Code("transferred", "Passed on by another force"),
        Code("other", "Other route"),
        Code("unknown", "Not known"),
    ),
)

REPORTERS = CodeList(
    name="reporters",
    title="Who reported",
    source="MOPAC Stalking Deep Dive, who reported, with other and not known",
    codes=(
        Code("victim", "Victim"),
        Code("family", "Family"),
        Code("partner", "Partner"),
        Code("friend", "Friend"),
        Code("colleague", "Colleague"),
        Code("employer", "Employer"),
        Code("school", "School, college or university"),
        Code("neighbour", "Neighbour"),
        Code("witness", "Witness"),
        Code("agency", "Agency"),
        Code("health", "Health service"),
        Code("advocate", "Advocate or helpline"),
        Code("police", "Police"),
        Code("suspect", "Suspect", note="A counter-allegation or an admission."),
        Code("anonymous", "Anonymous"),
        Code("other", "Somebody else"),
        Code("unknown", "Not known"),
    ),
)

CLASSIFICATION_STAGES = CodeList(
    name="classification_stages",
    title="Stage at which a report was classified",
    source="Home Office Counting Rules: first record, crime recording decision, review and finalisation",
    codes=(
        Code("initial", "Initial, by the officer or call handler"),
        Code("crime_recording", "Crime recording"),
        Code("supervisor_review", "Supervisor review"),
        Code("specialist_review", "Specialist review"),
        Code("registrar_review", "Force crime registrar review"),
        Code("final", "Final"),
        Code("charge", "Charge"),
    ),
)

RECLASSIFICATION_REASONS = CodeList(
    name="reclassification_reasons",
    title="Why a class was changed",
    source="Home Office Counting Rules on reclassification, with the reasons found in case files",
    codes=(
        Code("course_of_conduct_found", "Course of conduct found", group="facts"),
        Code("linked_reports_found", "Linked reports found", group="facts"),
        Code("new_incident", "New incident", group="facts"),
        Code("impact_recorded", "Fear, alarm or distress recorded", group="facts"),
        Code("former_partner_rule", "Former partner rule of the counting rules", group="rule"),
        Code("first_class_wrong", "First class was wrong on the facts then known", group="error"),
        Code(
            "additional_verifiable_information",
            "Additional verifiable information that no crime happened",
            group="rule",
        ),
        Code("evidence_does_not_support", "Evidence does not support the class", group="facts"),
        Code("cps_advice", "CPS advice", group="prosecution"),
        Code("plea_accepted", "Plea to another offence accepted", group="prosecution"),
        Code("duplicate", "Recorded twice", group="error"),
        Code("override_of_rule", "Reasoned override of a recording rule", group="rule"),
        Code("other", "Other reason"),
        Code("unknown", "Reason not recorded"),
    ),
)

ALLOCATION_REASONS = CodeList(
    name="allocation_reasons",
    title="Why a report was allocated",
    source="MOPAC Stalking Deep Dive: changes of officer are counted",
    codes=(
        Code("first", "First allocation"),
        Code("officer_moved", "Officer moved or left"),
        Code("officer_absent", "Officer absent"),
        Code("workload", "Workload"),
        Code("specialist_needed", "Specialist needed"),
        Code("linked_case", "Joined to a linked case"),
        Code("conflict_of_interest", "Conflict of interest"),
        Code("victim_asked", "Victim asked"),
        Code("other", "Other reason"),
        Code("unknown", "Reason not recorded"),
    ),
)

LINK_REASONS = CodeList(
    name="link_reasons",
    title="Why reports belong together",
    source="Grounds on which reports are read together as a course of conduct",
    codes=(
        Code("same_victim_and_suspect", "Same victim and suspect"),
        Code("same_victim", "Same victim, suspect not known"),
        Code("same_suspect", "Same suspect, another victim"),
        Code("same_identifier", "Same phone, account, vehicle or other identifier"),
        Code("same_household", "Same household"),
        Code("counter_allegation", "Counter-allegation"),
        Code("same_incident", "Same incident recorded twice"),
        Code("order_breach", "Breach of an order arising from the other"),
        Code("other", "Other ground"),
    ),
)

TWICE_EVIDENCE = CodeList(
    name="twice_evidence",
    title="What speaks for two reports being of one incident",
    source="What a person compares before one of two reports is counted as the duplicate of the other",
    codes=(
        Code("same_victim", "Same victim"),
        Code("same_suspect", "Same suspect"),
        Code("same_reference", "Same reference number"),
        Code("same_incident", "An incident of the same sort on the same day"),
        Code("made_together", "Made on the same or the next day"),
        Code("same_class", "Same police class now"),
        Code("same_words", "Same words of the account"),
    ),
)


def _force(code: str, label: str, pnc: str) -> Code:
    return Code(code, label, {"pnc_force": pnc} if pnc else {}, group="territorial")


FORCES = CodeList(
    name="forces",
    title="Police forces",
    source="Police national computer force codes; the forces of England and Wales, and others that pass reports on",
    codes=(
        _force("avon_and_somerset", "Avon and Somerset", "52"),
        _force("bedfordshire", "Bedfordshire", "40"),
        _force("cambridgeshire", "Cambridgeshire", "35"),
        _force("cheshire", "Cheshire", "07"),
        _force("city_of_london", "City of London", "48"),
        _force("cleveland", "Cleveland", "17"),
        _force("cumbria", "Cumbria", "03"),
        _force("derbyshire", "Derbyshire", "30"),
        _force("devon_and_cornwall", "Devon and Cornwall", "50"),
        _force("dorset", "Dorset", "55"),
        _force("durham", "Durham", "11"),
        _force("dyfed_powys", "Dyfed-Powys", "63"),
        _force("essex", "Essex", "42"),
        _force("gloucestershire", "Gloucestershire", "53"),
        _force("greater_manchester", "Greater Manchester", "06"),
        _force("gwent", "Gwent", "61"),
        _force("hampshire", "Hampshire and Isle of Wight", "44"),
        _force("hertfordshire", "Hertfordshire", "41"),
        _force("humberside", "Humberside", "16"),
        _force("kent", "Kent", "46"),
        _force("lancashire", "Lancashire", "04"),
        _force("leicestershire", "Leicestershire", "33"),
        _force("lincolnshire", "Lincolnshire", "32"),
        _force("merseyside", "Merseyside", "05"),
        _force("met", "Metropolitan Police", "01"),
        _force("norfolk", "Norfolk", "36"),
        _force("north_wales", "North Wales", "60"),
        _force("north_yorkshire", "North Yorkshire", "12"),
        _force("northamptonshire", "Northamptonshire", "34"),
        _force("northumbria", "Northumbria", "10"),
        _force("nottinghamshire", "Nottinghamshire", "31"),
        _force("south_wales", "South Wales", "62"),
        _force("south_yorkshire", "South Yorkshire", "14"),
        _force("staffordshire", "Staffordshire", "21"),
        _force("suffolk", "Suffolk", "37"),
        _force("surrey", "Surrey", "45"),
        _force("sussex", "Sussex", "47"),
        _force("thames_valley", "Thames Valley", "43"),
        _force("warwickshire", "Warwickshire", "23"),
        _force("west_mercia", "West Mercia", "22"),
        _force("west_midlands", "West Midlands", "20"),
        _force("west_yorkshire", "West Yorkshire", "13"),
        _force("wiltshire", "Wiltshire", "54"),
        Code("british_transport", "British Transport Police", group="special"),
        Code("ministry_of_defence", "Ministry of Defence Police", group="special"),
        Code("civil_nuclear", "Civil Nuclear Constabulary", group="special"),
        Code("service_police", "Service police", group="special"),
        Code("scotland", "Police Scotland", group="elsewhere"),
        Code("northern_ireland", "Police Service of Northern Ireland", group="elsewhere"),
        Code("other", "Another force", group="elsewhere"),
    ),
)
