"""The four indicators by which a victim is triaged to advocacy (ASS-11), and what of the record speaks for each.

They are no instrument: they have no score and no grade. What the record says is shown to whoever decides, and answers
nothing.
"""

from __future__ import annotations

from typing import Final

from unbroken.safety.instruments.shapes import Item, Support

_INCIDENT: Final = "incident.recorded"

INDICATORS: Final = (
    Item(
        key="violence",
        text="Level of violence",
        support=(
            Support(
                kind=_INCIDENT,
                field="behaviours",
                any=("physical_violence", "strangulation", "sexual_violence", "abduction", "threats_harm"),
            ),
            Support(kind=_INCIDENT, field="threats", any=("kill", "harm", "sexual_harm", "acid_or_fire", "weapon")),
            Support(kind=_INCIDENT, field="injury", any=("yes",)),
            Support(kind=_INCIDENT, field="weapon", any=("yes",)),
        ),
    ),
    Item(
        key="children_involved",
        text="Children involved",
        support=(
            Support(kind="relationship.stated", field="children_together", any=("yes",)),
            Support(kind=_INCIDENT, field="threats", any=("children",)),
            Support(kind=_INCIDENT, field="places", any=("child_school",)),
            Support(kind="impact.recorded", field="effects", any=("children_affected",)),
        ),
    ),
    Item(
        key="court_case",
        text="Court case going on",
        support=(
            Support(kind="charge.laid"),
            Support(kind="hearing.listed"),
            Support(kind="hearing.adjourned"),
            Support(kind=_INCIDENT, field="behaviours", any=("court_process",)),
        ),
    ),
    Item(
        key="break_ins",
        text="Break-ins that belong to the stalking",
        support=(Support(kind=_INCIDENT, field="behaviours", any=("entry_home",)),),
    ),
)
