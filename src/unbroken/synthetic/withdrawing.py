"""What is recorded when a victim withdraws."""

from __future__ import annotations

from unbroken.synthetic.casefile import Body, CaseFile
from unbroken.synthetic.rates import share

_STATEMENT = share("dd-withdrawal-statement-14")


def withdrawal(file: CaseFile, stage: str, reasons: list[str]) -> Body:
    """The body of a withdrawal: a statement for one in twelve, a reason for none otherwise."""
    draw = file.draw
    body: Body = {"stage": stage, "reasons": reasons, "safeguarding_considered": draw.one_of(("yes", "no", "unknown"))}
    if draw.chance(_STATEMENT):
        return body | {"statement_taken": "yes"}
    why = draw.one_of(("Declined by phone.", "No reason recorded.", "Victim would not meet an officer."))
    return body | {"statement_taken": "no", "statement_absent_because": why}
