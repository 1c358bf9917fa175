"""Words in the record that a supervisor is asked to look at. They are found by `conduct.reading`, under these names."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

WORDING_CONCERNS = CodeList(
    name="wording_concerns",
    title="Words to look at",
    source="MOPAC Stalking Deep Dive, 2024: harmful advice to victims; doubts about victims, and blame",
    codes=(
        Code("harmful_advice", "Advice that may do harm", note="To block, to ignore, to change number, to go offline."),
        Code("doubt_or_blame", "Words that may doubt or blame the victim"),
    ),
)
