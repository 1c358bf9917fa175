"""How people are named, whose a number is, and on what ground two descriptions are held to be one person."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

NAME_KINDS = CodeList(
    "name_kinds",
    "Kind of name",
    "Unbroken",
    (
        Code("legal", "Name"),
        Code("former", "Former name"),
        Code("known_as", "Known as"),
        Code("alias", "Alias"),
        Code("maiden", "Name before marriage"),
        Code("online", "Name used online"),
    ),
)

LINK_BASES = CodeList(
    "link_bases",
    "On what ground two descriptions were joined",
    "Unbroken; architecture, section 3",
    (
        Code("model", "Linkage model"),
        Code("human", "A person decided"),
        Code("source", "The source gave both the same number"),
    ),
)

ATTRIBUTION_CONFIDENCES = CodeList(
    "attribution_confidences",
    "How sure it is whose a number or account is",
    "Unbroken",
    (
        Code("sure", "Sure", note="Found in their hands, admitted, or named by whoever provides it."),
        Code("probable", "Probable", note="Several things speak for it and nothing against it."),
        Code("possible", "Possible", note="Something speaks for it. It has to be looked into."),
    ),
)

ATTRIBUTION_GROUNDS = CodeList(
    "attribution_grounds",
    "What says whose a number or account is",
    "How communications and vehicles are attributed in stalking investigations",
    (
        Code("found_on_device", "Found on a device of theirs"),
        Code("provider", "The provider named them", note="Subscriber, account or registration details."),
        Code("admitted", "They admitted it"),
        Code("seen_using", "They were seen using it"),
        Code("recognised", "The victim or a witness recognised them", note="By voice, picture or what only they know."),
        Code("used_together", "Used together with something known to be theirs", note="Cell sites, logins, payments."),
        Code("same_content", "The same words or pictures as theirs"),
        Code("intelligence", "Intelligence or another agency"),
        Code("other", "Something else"),
    ),
)
