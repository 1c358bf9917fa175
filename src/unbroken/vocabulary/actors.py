"""Who says, decides, asks or acts: bodies and roles, never named people."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

SAID_BY = CodeList(
    "said_by",
    "Who said so",
    "Unbroken; REC-07 asks for the source of every flag",
    (
        Code("victim", "The victim"),
        Code("suspect", "The suspect"),
        Code("family", "Family or friends"),
        Code("witness", "A witness"),
        Code("officer", "A police officer"),
        Code("advocate", "An advocate"),
        Code("health", "A health professional"),
        Code("probation", "Probation"),
        Code("social_care", "Social care"),
        Code("employer", "An employer"),
        Code("records", "Earlier records"),
        Code("other", "Somebody else"),
        Code("unknown", "Not known"),
    ),
)

OBSERVERS = CodeList(
    "observers",
    "Whose view it is",
    "ASS-10: the victim's and the officer's views of escalation are two facts",
    (
        Code("victim", "The victim"),
        Code("police", "Police"),
        Code("advocate", "An advocate"),
        Code("health", "A health professional"),
        Code("probation", "Probation"),
    ),
)

FLAG_SETTERS = CodeList(
    "flag_setters",
    "Whose flag it is",
    "REC-05: the police and the CPS flag on one case are both kept",
    (
        Code("police", "Police"),
        Code("cps", "Crown Prosecution Service"),
    ),
)

COURT_PARTIES = CodeList(
    "court_parties",
    "Who asked the court",
    "CPS-05: each adjournment with its reason and who asked",
    (
        Code("prosecution", "The prosecution"),
        Code("defence", "The defence"),
        Code("both", "Both sides"),
        Code("court", "The court itself"),
        Code("witness", "A witness"),
        Code("unknown", "Not known"),
    ),
)

ASSESSOR_ROLES = CodeList(
    "assessor_roles",
    "The assessor's role",
    "Unbroken; domain notes on who may use which instrument",
    (
        Code("response_officer", "Response officer"),
        Code("investigator", "Investigator"),
        Code("stalking_lead", "Stalking single point of contact"),
        Code("specialist_officer", "Specialist unit officer"),
        Code("advocate", "Advocate"),
        Code("clinician", "Clinician"),
        Code("probation", "Probation practitioner"),
        Code("victim", "The victim"),
        Code("other", "Somebody else"),
    ),
)

WORKPLACES = CodeList(
    "workplaces",
    "Work that calls for care about access",
    "MS29: a conflict of interest is checked where a party works in policing, justice or a partner agency",
    (
        Code("policing", "Police"),
        Code("prosecution", "Crown Prosecution Service"),
        Code("courts", "Courts"),
        Code("prison_probation", "Prison or probation"),
        Code("health", "Health service"),
        Code("social_care", "Social care"),
        Code("advocacy", "Victim support or advocacy"),
        Code("legal", "Legal profession"),
        Code("public_life", "Public life or the media"),
        Code("none_of_these", "None of these"),
    ),
)

FINDERS = CodeList(
    "finders",
    "Who found it out",
    "PRO-10: who discovered a breach is measured",
    (
        Code("victim", "The victim"),
        Code("police", "Police"),
        Code("monitoring_officer", "The monitoring officer"),
        Code("probation", "Probation"),
        Code("advocate", "An advocate"),
        Code("family", "Family or friends"),
        Code("other", "Somebody else"),
        Code("unknown", "Not known"),
    ),
)

HOME_MOVERS = CodeList(
    "home_movers",
    "Who arranged the move",
    "PRO-12: who moved, who arranged it and whether the victim wished it",
    (
        Code("victim", "The victim"),
        Code("council", "The council"),
        Code("housing_association", "A housing association"),
        Code("police", "Police"),
        Code("refuge", "A refuge"),
        Code("other", "Somebody else"),
        Code("unknown", "Not known"),
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
