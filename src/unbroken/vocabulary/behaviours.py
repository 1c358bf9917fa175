"""What was done: behaviours, where, with what threat, and what the suspect had been told before."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

STATUTORY_BEHAVIOURS = CodeList(
    name="statutory_behaviours",
    title="Statutory examples of acts associated with stalking",
    source="Protection from Harassment Act 1997 s.2A(3); the statutory list is open-ended, labels are our words",
    codes=(
        Code("follow", "Following the person", {"statute": "PHA 1997 s.2A(3)(a)"}),
        Code("contact", "Contacting or trying to contact them by any means", {"statute": "PHA 1997 s.2A(3)(b)"}),
        Code("publish", "Publishing about them, or as if from them", {"statute": "PHA 1997 s.2A(3)(c)"}),
        Code("monitor", "Monitoring their internet, email or messages", {"statute": "PHA 1997 s.2A(3)(d)"}),
        Code("loiter", "Loitering in any place, public or private", {"statute": "PHA 1997 s.2A(3)(e)"}),
        Code("interfere", "Interfering with property in their possession", {"statute": "PHA 1997 s.2A(3)(f)"}),
        Code("watch", "Watching or spying on them", {"statute": "PHA 1997 s.2A(3)(g)"}),
    ),
)


def _behaviour(code: str, label: str, group: str, s2a3: str = "", note: str = "") -> Code:
    """One behaviour; `group` is the type under which it is counted, `s2a3` the statutory examples it falls under."""
    return Code(code, label, {"s2a3": s2a3} if s2a3 else {}, group=group, note=note)


# The codes of the published example timelines are kept exactly; the group is the type of the Stalking Deep Dive, so
# that types per case can be counted as it counted them.
BEHAVIOURS = CodeList(
    name="behaviours",
    title="Behaviours",
    source="MOPAC Stalking Deep Dive behaviour types, beside the examples of PHA 1997 s.2A(3)",
    codes=(
        _behaviour("calls_texts", "Calls or texts", "phone_text", "contact"),
        _behaviour("online_contact", "Contact online", "online_contact", "contact"),
        _behaviour("letters_gifts", "Letters or gifts", "gifts_love_bombing", "contact"),
        _behaviour("love_bombing", "Love-bombing", "gifts_love_bombing", "contact"),
        _behaviour("face_to_face", "Unwanted face-to-face contact", "face_to_face", "contact"),
        _behaviour(
            "following_surveillance", "Following, watching or loitering", "surveillance", "follow, loiter, watch"
        ),
        _behaviour("attends_home", "Coming to the home", "surveillance", "contact, loiter"),
        _behaviour("attends_work", "Coming to the place of work or study", "surveillance", "contact, loiter"),
        _behaviour("third_party", "Contact through or with other people", "third_party", "contact"),
        _behaviour("befriending", "Befriending people around the victim", "befriending", "contact, watch"),
        _behaviour("threats_harm", "Threats of harm", "threats_harm"),
        _behaviour("threats_self_harm", "Threats of self-harm", "threats_self_harm"),
        _behaviour("property_damage", "Damage to property", "criminal_damage", "interfere"),
        _behaviour("entry_home", "Entering the home", "criminal_damage", "interfere", "Burglary or unwanted entry."),
        _behaviour("theft", "Taking property or post", "criminal_damage", "interfere"),
        _behaviour("animal_harm", "Harm to an animal", "criminal_damage", "interfere"),
        _behaviour("tracking_device", "Tracking device", "tracking", "monitor, watch"),
        _behaviour("account_hacking_spyware", "Account hacking or spyware", "identity_hacking", "monitor, interfere"),
        _behaviour("identity_theft", "Impersonation or identity theft", "identity_hacking", "publish"),
        _behaviour("online_monitoring", "Watching accounts or activity online", "surveillance", "monitor"),
        _behaviour("publishing", "Posting about the victim or their details", "online_contact", "publish"),
        _behaviour("image_sharing", "Sharing or threatening to share images", "image_abuse", "publish"),
        _behaviour("unwanted_orders", "Ordering goods or services in the victim's name", "third_party", "contact"),
        _behaviour("blackmail", "Blackmail", "blackmail"),
        _behaviour("false_reports", "False or vexatious reports and counter-allegations", "vexatious_complaints"),
        _behaviour(
            "court_process", "Using courts or child contact to reach the victim", "vexatious_complaints", "contact"
        ),
        _behaviour("physical_violence", "Physical violence", "physical_violence"),
        _behaviour("strangulation", "Strangulation", "physical_violence"),
        _behaviour("sexual_violence", "Sexual violence", "sexual_violence"),
        _behaviour("abduction", "Abduction or attempt", "physical_violence"),
        _behaviour("order_breach", "Breach of an order or bail", "order_breach"),
        _behaviour("other", "Other behaviour", "other", note="The statutory list is open-ended."),
    ),
)


def statutory_examples(codes: frozenset[str] | set[str]) -> frozenset[str]:
    """The statutory examples (s.2A(3)) that these behaviours fall under; KeyError for a code not in the list."""
    officials = (BEHAVIOURS[code].official.get("s2a3", "") for code in codes)
    return frozenset(part for official in officials for part in official.split(", ") if part)


def types_of(codes: frozenset[str] | set[str]) -> frozenset[str]:
    """The behaviour types, as the Stalking Deep Dive counted them, that these behaviours make up."""
    return frozenset(group for code in codes if (group := BEHAVIOURS[code].group))


PLACES = CodeList(
    name="places",
    title="Kind of place",
    source="MOPAC Stalking Deep Dive, where the offending took place; several may be given",
    codes=(
        Code("home", "Victim's home", group="physical"),
        Code("work_school", "Victim's work or place of study", group="physical"),
        Code("child_school", "Child's school or nursery", group="physical"),
        Code("family_friend_home", "Home of family or a friend", group="physical"),
        Code("suspect_home", "Suspect's home", group="physical"),
        Code("public", "Public place", group="physical"),
        Code("transport", "Public transport or vehicle", group="physical"),
        Code("court", "Court or contact centre", group="physical"),
        Code("health_setting", "Hospital or health setting", group="physical"),
        Code("custody", "From prison or custody", group="remote"),
        Code("online", "Online", group="remote"),
        Code("phone", "By phone", group="remote"),
        Code("none", "No place: calls, texts or online only", group="remote"),
        Code("other", "Other place"),
        Code("unknown", "Not known"),
    ),
)

THREATS = CodeList(
    name="threats",
    title="Threats",
    source="Threats told apart in MOPAC Stalking Deep Dive and in stalking risk guidance",
    codes=(
        Code("kill", "To kill", group="harm"),
        Code("harm", "Of physical harm", group="harm"),
        Code("sexual_harm", "Of sexual harm", group="harm"),
        Code("acid_or_fire", "Of acid or fire", group="harm"),
        Code("weapon", "With or about a weapon", group="harm"),
        Code("abduct", "To abduct a person or child", group="harm"),
        Code("self_harm", "Of self-harm or suicide", group="self_harm"),
        Code("third_party", "To harm somebody else", group="third_party"),
        Code("children", "To harm children", group="third_party"),
        Code("animal", "To harm an animal", group="property"),
        Code("property", "To damage property", group="property"),
        Code("share_images", "To share images", group="exposure"),
        Code("reputation", "To expose or harm reputation or work", group="exposure"),
        Code("report_authorities", "To report to authorities", group="exposure", note="Police, employer, immigration."),
        Code("veiled", "Veiled or implied", group="veiled"),
        Code("other", "Other threat"),
    ),
)

TOLD_TO_STOP = CodeList(
    name="told_to_stop",
    title="What the victim had made clear to the suspect",
    source="Whether the suspect knew or ought to have known: PHA 1997 ss.1(2), 2A",
    codes=(
        Code("asked_to_stop", "Asked the suspect to stop", group="told"),
        Code("asked_by_another", "Somebody else asked the suspect to stop", group="told"),
        Code("warned_by_police", "Police had warned the suspect", group="told"),
        Code("solicitors_letter", "Solicitor's letter", group="told"),
        Code("order_served", "An order or bail condition had been served", group="told"),
        Code("blocked", "Blocked the suspect", group="shown"),
        Code("not_answered", "Did not answer", group="shown"),
        Code("changed_number", "Changed number or account", group="shown"),
        Code("nothing", "Nothing was said", group="none", note="Often for safety; not a sign of consent."),
        Code("unknown", "Not known", group="missing"),
        Code("not_asked", "Not asked", group="missing"),
    ),
)
