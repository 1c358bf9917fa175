"""How people are named, and on what ground two descriptions are held to be one person."""

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
