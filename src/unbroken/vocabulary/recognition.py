"""What a course of conduct may indicate, and what a person says of it."""

from __future__ import annotations

from unbroken.vocabulary.codes import Code, CodeList

FINDINGS = CodeList(
    name="findings",
    title="What a course of conduct indicates",
    source="Protection from Harassment Act 1997 ss.1, 2A and 4A; the two without a section are ours",
    codes=(
        Code("stalking_4A", "Stalking involving fear of violence or serious alarm or distress (s.4A)",
             {"statute": "PHA 1997 s.4A"}, group="stalking"),
        Code("stalking_2A", "Stalking (s.2A)", {"statute": "PHA 1997 s.2A"}, group="stalking"),
        Code("harassment", "Harassment (s.2)", {"statute": "PHA 1997 s.2"}, group="harassment"),
        Code("not_yet", "Not yet to be said: there are questions to ask", group="open"),
        Code("none", "Nothing indicated", group="none"),
    ),
)  # fmt: skip

FINDING_DECISIONS = CodeList(
    name="finding_decisions",
    title="What a person decided about a finding",
    source="RCG-08: what nobody flagged is confirmed or dismissed by a person, with a reason",
    codes=(
        Code("accepted", "Accepted"),
        Code("rejected", "Not accepted"),
    ),
)
