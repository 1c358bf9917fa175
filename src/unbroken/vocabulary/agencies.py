"""The agencies whose books the record holds, as people call them.

An agency is a short name that an installation chooses; this list only says the common ones well. Police forces are in
`reports.FORCES`.
"""

from __future__ import annotations

import re

from unbroken.vocabulary.codes import Code, CodeList
from unbroken.vocabulary.reports import FORCES

AGENCIES = CodeList(
    name="agencies",
    title="Agencies other than police forces",
    source="Our own short names",
    codes=(
        Code("cps", "Crown Prosecution Service"),
        Code("hmcts", "HM Courts and Tribunals Service"),
        Code("probation", "Probation Service"),
        Code("prisons", "HM Prison Service"),
        Code("health", "Health services"),
        Code("nhs", "NHS"),
        Code("council", "Council"),
        Code("advocacy", "Advocacy service"),
        Code("helpline", "Stalking helpline"),
        Code("northmoor", "Northmoor Constabulary", note="Made up, for the demonstration"),
        Code("eastvale", "Eastvale Police", note="Made up, for the demonstration"),
    ),
)


def say_agency(agency: str) -> str:
    """What people call an agency: a police force as such, a known agency by its name, any other in capital letters."""
    if agency in FORCES:
        name = FORCES.label(agency)
        return name if "Police" in name else f"{name} Police"
    if agency in AGENCIES:
        return AGENCIES.label(agency)
    return " ".join(part.capitalize() for part in re.split(r"[_-]+", agency))
