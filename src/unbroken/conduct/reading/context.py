"""In what light a text says something: as not so, as feared, as denied.

After the ConText algorithm: words before what was found turn it, within their clause. Source: Chapman et al. (2001), A
simple algorithm for identifying negated findings; Harkema et al. (2009), ConText.
"""

from __future__ import annotations

from collections.abc import Sequence

from unbroken.conduct.reading.words import Text

NEGATED, FEARED, DENIED = "negated", "feared", "denied"
_NOT = frozenset({"not", "no", "without", "nothing", "deny", "rule"})
_LISTS = frozenset({"no", "without"})
_STILL = frozenset({"stop", "leave", "accept", "give", "let", "take", "cease", "only", "long", "know", "surprise",
                    "doubt", "just", "first", "answer", "reply", "listen", "care"})  # fmt: skip
_CLAUSE = frozenset({",", ";", ":", "-", "–", "—", "but", "because", "although", "though", "however", "when", "while",
                     "then", "so", "after", "before", "until", "who", "which", "despite", "yet"})  # fmt: skip
_IF = frozenset({"if", "unless", "whether", "hypothetically", "imagine", "supposing"})
_MODALS = frozenset({"will", "'ll", "may", "might", "could", "can", "should"})
_AFRAID = frozenset({"scared", "fear", "worry", "afraid", "dread", "concern", "concerned", "worried", "risk", "likely",
                     "anxious", "think", "expect", "threaten", "case", "possibility", "fearful"})  # fmt: skip
_DENIALS = frozenset({"deny", "refute"})
_YES = frozenset({"yes", "yeah", "yep", "course", "definitely", "loads", "absolutely", "very", "aye", "terrified",
                  "every", "always", "often", "many", "twice", "repeatedly", "constantly"})  # fmt: skip
_ADVISED = frozenset({"consider", "intend", "plan", "can", "please", "may"})
_ADVICE = frozenset({"advise", "suggest", "recommend"})
_BACK = 7  # words back that a negation reaches


def light(text: Text, start: int, end: int, first: int, *, is_threat: bool = False) -> str:
    """`negated`, `feared`, `denied`, or "" where the words from `start` are said plainly; from `first` on."""
    norms = text.norms
    if _is_denied(norms, start, first):
        return DENIED
    if _is_negated(norms, start, end, first):
        return NEGATED
    return FEARED if _is_feared(text, start, first, is_threat=is_threat) else ""


def _is_denied(norms: Sequence[str], start: int, first: int) -> bool:
    return not _DENIALS.isdisjoint(norms[max(first, start - 12) : start])


def _is_negated(norms: Sequence[str], start: int, end: int, first: int) -> bool:
    back = max(first, start - _BACK)
    for at in range(start - 1, back - 1, -1) if not _NOT.isdisjoint(norms[back:start]) else ():
        norm = norms[at]
        if norm in _NOT:
            return not any(norms[between] in _STILL for between in range(at + 1, start + 1))
        if norm in _CLAUSE and not _is_list(norms, at, first):
            break
    after = list(norms[end : end + 3])
    return after[:2] in ([":", "no"], ["-", "no"]) or (after[:1] == ["no"] and len(after) < 3)


def _is_list(norms: Sequence[str], at: int, first: int) -> bool:
    """Whether a comma parts the things of a list that begins with `no`."""
    return norms[at] == "," and any(norms[before] in _LISTS for before in range(max(first, at - 6), at))


def _is_feared(text: Text, start: int, first: int, *, is_threat: bool) -> bool:
    norms, words = text.norms, text.words
    back = max(first, start - 10)
    before = norms[back:start]
    if not _IF.isdisjoint(before):
        return not is_threat
    if words[start - 1] in _MODALS and start > first and not is_threat:
        return True
    if _AFRAID.isdisjoint(before):
        return False
    afraid = [at for at, norm in enumerate(before, back) if norm in _AFRAID and not (is_threat and norm == "threaten")]
    return any(norms[between] in ("will", "may", "can", "go", "to") or words[between] in _MODALS
               for at in afraid for between in range(at + 1, start))  # fmt: skip


def is_asked(text: Text, at: int) -> bool:
    """Whether the sentence asks it, and the next does not begin with a yes: `Are you afraid? No`."""
    last = text.last[at]
    if last >= len(text.texts) or text.texts[last] != "?":
        return False
    answer = [word for word in text.words[last + 1 : last + 6] if word.isalpha()]
    return _YES.isdisjoint(answer)


def is_supposed(text: Text, start: int, first: int) -> bool:
    """Whether it is what somebody may do, or is to do: `she will block him`, `can you tell him to stop`."""
    near = text.norms[max(first, start - 4) : start]
    near = near[len(near) - near[::-1].index(",") :] if "," in near else near  # `as well as she could, asked him`
    if start > first and text.words[start - 1] in _MODALS:
        return True
    return not (_IF | _ADVISED).isdisjoint(near) or not _ADVICE.isdisjoint(text.norms[max(first, start - 12) : start])
