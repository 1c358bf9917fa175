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

NO_CRIME_STATEMENTS = CodeList(
    name="no_crime_statements",
    title="What was said not to be",
    source="MOPAC Stalking Deep Dive: one or more officers said so in 73 of the 376 coded cases; demand RCG-09",
    codes=(
        Code("no_crime", "No crime"),
        Code("no_stalking", "No stalking"),
        Code("no_course_of_conduct", "No course of conduct"),
    ),
)
"""The codes are those of the closure reasons (group not_crime) that say the same."""
