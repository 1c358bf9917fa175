"""FOUR: is it fixated, obsessive, unwanted, repeated? Each answered yes, no or not known, and what that prompts. Pure.

The mnemonic of the National Police Chiefs' Council tells stalking from harassment (demand RCG-02). It prompts and
classifies nothing: a person decides, with a reason. *No* is answered only where something that is told says so; that
nothing is told of a thing is *not known*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from unbroken.conduct.recognition import RULE, Account, Rule


class Answer(StrEnum):
    """What an account answers to a question."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"


class Prompt(StrEnum):
    """What the four answers by themselves ask somebody to consider."""

    STALKING = "stalking"
    DOMESTIC = "domestic"
    HARASSMENT = "harassment"
    NOTHING_YET = "nothing_yet"


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, its answer, and the rule that answers it: None where nothing does."""

    question: Rule
    answer: Answer
    by: Rule | None


# Each question with the rule that answers it with no. A thing told as a dispute or as welcome outweighs what the acts
# alone suggest, as it does in the finding; that it was once does not outweigh fifty calls on one night.
_NO: tuple[tuple[str, str, bool], ...] = (
    ("fixated", "another_matter", True),
    ("obsessive", "once_only", False),
    ("unwanted", "welcome", True),
    ("repeated", "once_only", False),
)
QUESTIONS = tuple(name for name, _, _ in _NO)
"""The names of the rules that are the four questions."""
AGAINST = frozenset(rule for _, rule, _ in _NO)
"""The names of the rules that answer one of them with no."""


def ask_four(account: Account) -> tuple[Answered, ...]:
    """The four questions in their order, answered by what an account tells."""
    return tuple(_ask(account, RULE[name], RULE[no], outweighs=outweighs) for name, no, outweighs in _NO)


def prompt(answers: Sequence[Answered], *, is_domestic: bool) -> Prompt:
    """What the answers ask to consider.

    All four are stalking; only unwanted and repeated is harassment, and between people who are or were partners, or
    are relatives, stalking under s.2A (RCG-02). A third answer is not "only": without the fourth it settles nothing.
    """
    met = {one.question.name for one in answers if one.answer is Answer.YES}
    if met == set(QUESTIONS):
        return Prompt.STALKING
    if not met >= {"unwanted", "repeated"}:
        return Prompt.NOTHING_YET
    if is_domestic:
        return Prompt.DOMESTIC
    return Prompt.HARASSMENT if len(met) == 2 else Prompt.NOTHING_YET


def is_domestic(account: Account) -> bool:
    """Whether the two are told to be partners, former partners or relatives."""
    return account.tells("relationship_ended", "personally_connected")


def _ask(account: Account, yes: Rule, no: Rule, *, outweighs: bool) -> Answered:
    is_met = yes.holds(account)
    if no.holds(account) and (outweighs or not is_met):
        return Answered(yes, Answer.NO, no)
    return Answered(yes, Answer.YES, yes) if is_met else Answered(yes, Answer.NOT_KNOWN, None)
