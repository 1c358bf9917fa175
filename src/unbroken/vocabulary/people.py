"""People: who they are here, how they describe themselves, and how victim and suspect know one another."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

ROLES_HERE = CodeList(
    name="roles_here",
    title="Role in this report",
    source="Data Protection Act 2018 s.38: categories of person are told apart",
    codes=(
        Code("victim", "Victim"),
        Code("suspect", "Suspect"),
        Code("witness", "Witness"),
        Code("third_party", "Third party"),
        Code("reporter", "Person reporting"),
        Code("unknown", "Not known"),
    ),
)

SEXES = CodeList(
    name="sexes",
    title="Sex",
    source="Person gender code, NHS data dictionary and police data standards",
    codes=(
        Code("female", "Female", {"person_sex": "2"}),
        Code("male", "Male", {"person_sex": "1"}),
        Code("indeterminate", "Indeterminate or intersex", {"person_sex": "9"}),
        Code("refused", "Refused to say", group="missing"),
        Code("not_asked", "Not asked", group="missing"),
        Code("unknown", "Not known", {"person_sex": "0"}, group="missing"),
    ),
)

GENDER_IDENTITIES = CodeList(
    name="gender_identities",
    title="Gender identity, where different from sex registered at birth",
    source="Office for National Statistics, gender identity question of Census 2021",
    codes=(
        Code("woman", "Woman"),
        Code("man", "Man"),
        Code("trans_woman", "Trans woman"),
        Code("trans_man", "Trans man"),
        Code("non_binary", "Non-binary"),
        Code("other", "Another identity"),
        Code("refused", "Refused to say", group="missing"),
        Code("not_asked", "Not asked", group="missing"),
        Code("unknown", "Not known", group="missing"),
    ),
)


def _self_defined(code: str, label: str, official: str, group: str, note: str = "") -> Code:
    return Code(code, label, {"self_defined_18_1": official}, group=group, note=note)


ETHNICITY_SELF = CodeList(
    name="ethnicity_self",
    title="Self-defined ethnicity (18+1)",
    source="Police self-defined ethnicity categories, 18+1, from the Census 2011 and 2021 questions",
    codes=(
        _self_defined("white_british", "White: British", "W1", "white"),
        _self_defined("white_irish", "White: Irish", "W2", "white"),
        _self_defined("white_gypsy_traveller", "White: Gypsy or Irish Traveller", "W3", "white"),
        _self_defined("white_roma", "White: Roma", "W4", "white", "Newer than the others; from Census 2021."),
        _self_defined("white_other", "White: any other background", "W9", "white"),
        _self_defined("mixed_white_black_caribbean", "Mixed: White and Black Caribbean", "M1", "mixed"),
        _self_defined("mixed_white_black_african", "Mixed: White and Black African", "M2", "mixed"),
        _self_defined("mixed_white_asian", "Mixed: White and Asian", "M3", "mixed"),
        _self_defined("mixed_other", "Mixed: any other mixed or multiple background", "M9", "mixed"),
        _self_defined("asian_indian", "Asian: Indian", "A1", "asian"),
        _self_defined("asian_pakistani", "Asian: Pakistani", "A2", "asian"),
        _self_defined("asian_bangladeshi", "Asian: Bangladeshi", "A3", "asian"),
        _self_defined("asian_chinese", "Asian: Chinese", "A4", "asian"),
        _self_defined("asian_other", "Asian: any other background", "A9", "asian"),
        _self_defined("black_caribbean", "Black: Caribbean", "B1", "black"),
        _self_defined("black_african", "Black: African", "B2", "black"),
        _self_defined("black_other", "Black: any other background", "B9", "black"),
        _self_defined("arab", "Arab", "O2", "other"),
        _self_defined("other", "Any other ethnic group", "O9", "other"),
        _self_defined("declined", "Not stated: declined", "N1", "not_stated", "Asked, and would not say."),
        _self_defined("not_understood", "Not stated: did not understand", "N2", "not_stated"),
        _self_defined(
            "not_asked", "Not stated: not asked or officer called away", "N3", "not_stated", "Nobody got an answer."
        ),
        Code("unknown", "Not known", group="not_stated", note="The record does not say why it is missing."),
    ),
)

ETHNICITY_OFFICER = CodeList(
    name="ethnicity_officer",
    title="Officer-defined ethnicity (6+1)",
    source="Police officer-defined ethnicity, 6+1 identity codes; never copied into or from the self-defined one",
    codes=(
        Code("white_north_european", "White: North European", {"officer_defined_6_1": "1"}),
        Code("white_south_european", "White: South European", {"officer_defined_6_1": "2"}),
        Code("black", "Black", {"officer_defined_6_1": "3"}),
        Code("asian", "Asian", {"officer_defined_6_1": "4"}),
        Code("chinese_japanese_se_asian", "Chinese, Japanese or South East Asian", {"officer_defined_6_1": "5"}),
        Code("arab_north_african", "Arab or North African", {"officer_defined_6_1": "6"}),
        Code("unknown", "Not known", {"officer_defined_6_1": "0, 9"}),
    ),
)

AGE_BANDS = CodeList(
    name="age_bands",
    title="Age band",
    source="Office for National Statistics, crime survey age groups, split at 16 for the domestic abuse rule",
    codes=(
        Code("under_10", "Under 10"),
        Code("10_to_15", "10 to 15"),
        Code("16_to_17", "16 to 17"),
        Code("18_to_24", "18 to 24"),
        Code("25_to_34", "25 to 34"),
        Code("35_to_44", "35 to 44"),
        Code("45_to_54", "45 to 54"),
        Code("55_to_64", "55 to 64"),
        Code("65_to_74", "65 to 74"),
        Code("75_and_over", "75 and over"),
        Code("adult", "Adult, age not known"),
        Code("child", "Child under 16, age not known"),
        Code("unknown", "Not known"),
    ),
)

IDENTIFIER_TYPES = CodeList(
    name="identifier_types",
    title="Identifier of a person",
    source="What ties one contact to another: fields of crime reports and communications data",
    codes=(
        Code("phone", "Phone number", group="contact"),
        Code("email", "Email address", group="contact"),
        Code("social_handle", "Social media account", group="contact"),
        Code("vehicle", "Vehicle registration", group="property"),
        Code("device", "Device identifier", group="property", note="IMEI, serial or advertising identifier."),
        Code("ip_address", "Internet address", group="contact"),
        Code("bank_account", "Bank account", group="property"),
        Code("address", "Address", group="location"),
        Code("postcode", "Postcode", group="location"),
        Code("pnc_id", "Police national computer identity", group="agency"),
        Code("cro_number", "Criminal records office number", group="agency"),
        Code("custody_number", "Custody number", group="agency"),
        Code("agency_number", "Agency's own number", group="agency"),
        Code("nhs_number", "NHS number", group="agency"),
        Code("prison_number", "Prison number", group="agency"),
        Code("probation_number", "Probation case reference", group="agency"),
        Code("other", "Other identifier"),
    ),
)

PLATFORMS = CodeList(
    name="platforms",
    title="Platform",
    source="Online services named in stalking reports; an open field stands beside it",
    codes=(
        Code("facebook", "Facebook"),
        Code("messenger", "Messenger"),
        Code("instagram", "Instagram"),
        Code("threads", "Threads"),
        Code("whatsapp", "WhatsApp"),
        Code("snapchat", "Snapchat"),
        Code("tiktok", "TikTok"),
        Code("x", "X (Twitter)"),
        Code("bluesky", "Bluesky"),
        Code("youtube", "YouTube"),
        Code("linkedin", "LinkedIn"),
        Code("telegram", "Telegram"),
        Code("signal", "Signal"),
        Code("discord", "Discord"),
        Code("reddit", "Reddit"),
        Code("skype", "Skype"),
        Code("teams", "Microsoft Teams"),
        Code("dating_app", "Dating app or site"),
        Code("gaming", "Gaming service"),
        Code("marketplace", "Selling or marketplace site"),
        Code("forum", "Forum or message board"),
        Code("image_site", "Image or video hosting site"),
        Code("payment_message", "Bank or payment message"),
        Code("shared_family_account", "Shared family, cloud or streaming account"),
        Code("smart_home", "Smart home device"),
        Code("fitness_app", "Fitness or location sharing app"),
        Code("co_parenting_app", "Co-parenting app"),
        Code("website", "Website"),
        Code("other", "Other platform"),
        Code("unknown", "Not known"),
    ),
)

VULNERABILITIES = CodeList(
    name="vulnerabilities",
    title="Vulnerability, health and safeguarding",
    source="MOPAC Stalking Deep Dive: vulnerable, mental health, physical health and safeguarding are recorded apart",
    codes=(
        Code("vulnerable", "Marked as vulnerable", group="vulnerable"),
        Code("mental_health", "Mental health", group="mental_health"),
        Code("suicide_or_self_harm", "Suicidal thoughts or self-harm", group="mental_health"),
        Code("physical_health", "Physical health", group="physical_health"),
        Code("physical_disability", "Physical disability", group="physical_health"),
        Code("sensory_impairment", "Sight or hearing", group="physical_health"),
        Code("learning_disability", "Learning disability", group="neurodiversity"),
        Code("autism", "Autism", group="neurodiversity"),
        Code("other_neurodivergence", "Other neurodivergence", group="neurodiversity"),
        Code("pregnancy", "Pregnant or new baby", group="physical_health"),
        Code("alcohol_misuse", "Alcohol misuse", group="substance"),
        Code("drug_misuse", "Drug misuse", group="substance"),
        Code("safeguarding_adult", "Known to adult safeguarding", group="safeguarding"),
        Code("safeguarding_child", "Known to child safeguarding", group="safeguarding"),
        Code("child", "Under 18", group="safeguarding"),
        Code("age", "Older age", group="vulnerable"),
        Code("care_leaver", "In care or care leaver", group="safeguarding"),
        Code("repeat_victim", "Victim of earlier offences", group="vulnerable"),
        Code("isolated", "Isolated", group="vulnerable"),
        Code("homeless", "Homeless or insecurely housed", group="vulnerable"),
        Code("immigration_status", "Insecure immigration status", group="vulnerable", note="Sharing is limited."),
        Code("language", "Little English or Welsh", group="vulnerable"),
        Code("financial", "Financial dependence", group="vulnerable"),
        Code("honour_based_abuse", "At risk of honour-based abuse", group="safeguarding"),
        Code("other", "Other vulnerability"),
    ),
)

RELATIONSHIPS = CodeList(
    name="relationships",
    title="Relationship of suspect to victim",
    source="One scheme for every table, after MOPAC Stalking Deep Dive and the crime survey",
    codes=(
        Code("current_partner", "Current partner", group="domestic"),
        Code("ex_partner", "Ex-partner", group="domestic"),
        Code("family", "Family member", group="domestic"),
        Code("friend", "Friend", group="known"),
        Code("acquaintance", "Acquaintance", group="known"),
        Code("dating", "Met for dating, no relationship", group="known"),
        Code("colleague", "Colleague or former colleague", group="known"),
        Code("neighbour", "Neighbour", group="known"),
        Code("client_patient", "Client, patient, pupil or customer", group="known"),
        Code("professional", "Professional, such as a carer, teacher or landlord", group="known"),
        Code("partners_ex", "Ex-partner of the victim's partner, or their family", group="known"),
        Code("online_only", "Known only online", group="known"),
        Code("stranger", "Stranger", group="stranger"),
        Code("unknown", "Not known", group="unknown", note="A suspect is not identified, or nobody could say."),
    ),
)

PERSONALLY_CONNECTED = RELATIONSHIPS.in_group("domestic")
_ADULT_FOR_DOMESTIC_ABUSE = 16


def is_domestic(relationship: str | None, victim_age: int | None, suspect_age: int | None) -> bool | None:
    """Whether the two are personally connected and both aged 16 or over: the domestic abuse test.

    Domestic Abuse Act 2021 ss.1 and 2: partners, former partners and relatives, both 16 or over. Ages are in whole
    years on the day. None when the facts do not settle it; one fact that rules it out settles it as False.
    """
    if relationship is not None and relationship not in RELATIONSHIPS:
        raise KeyError(relationship)
    ages = (victim_age, suspect_age)
    if any(age is not None and age < _ADULT_FOR_DOMESTIC_ABUSE for age in ages):
        return False
    if relationship is None or RELATIONSHIPS[relationship].group == "unknown":
        return None
    if relationship not in PERSONALLY_CONNECTED:
        return False
    return None if None in ages else True
