"""Who is who in a narrative: the victim, the suspect, the police; and who did what a verb says.

There is no grammar in shorthand, so the subject of a verb is the nearest person before it that is no object of another
verb; where somebody is *told to* do something, it is they who do it. Pronouns go by what the text says of the sexes of
the two, where they differ. Nothing else is inferred of anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from unbroken.conduct.reading.words import Text, classes, lexicon

VICTIM, SUSPECT, POLICE, OTHER, SOMEBODY = "victim", "suspect", "police", "other", ""
_PRONOUNS = {"he": "m", "she": "f"}
_SAYS_SEX = {"his": "m", "her": "f"}
_OBJECTS = frozenset({"him", "her", "them", "me", "us", "himself", "herself", "themselves"})
_POSSESSIVES = frozenset({"his", "her", "their", "my", "our", "your"})
_STEPPED_OVER = _POSSESSIVES | {"the", "a", "an", "this", "that", "same", "new", "former"}
_FIRST = frozenset({"i", "we", "i'm", "i've", "im", "ive", "me", "us"})
_NO_VERBS = frozenset({"be", "have", "do", "say", "tell"})  # after which somebody begins to do something
_AFTER_HER = ("to", "and", "at", "in", "from", "on", "as")
_LED = 6  # words from somebody who is told to do something to the verb that says what


class Cast:
    """The people of one narrative."""

    def __init__(self, text: Text) -> None:
        self.text, self.norms, self.words = text, text.norms, text.words
        theirs = sum(word in ("you", "your") for word in self.words)
        self.is_letter = "client" in self.norms and theirs > 1  # a solicitor's: `you have telephoned our client`
        mine = sum(word in ("i", "my", "me", "we") for word in self.words)
        self.is_first_person = mine > 1 and not self.is_letter
        self.sex = self._sexes()
        self.names = dict(reversed(list(self._names())))  # who is named first stays so

    # -- who is who ----------------------------------------------------------------------------------------------

    def _sexes(self) -> dict[str, str]:
        """`m` or `f` of victim and suspect, "" where the text does not say or is of two minds."""
        votes: Counter[tuple[str, str]] = Counter(self._votes())
        found = {role: _larger(votes[role, "m"], votes[role, "f"]) for role in (VICTIM, SUSPECT)}
        if found[VICTIM] and not found[SUSPECT]:
            other = {"f": "he", "m": "she"}[found[VICTIM]]
            found[SUSPECT] = _PRONOUNS[other] if other in self.words else ""
        return found

    def _votes(self) -> Iterator[tuple[str, str]]:
        """What speaks for the sex of whom: `her ex-husband`, `the victim said he`."""
        known = classes()
        for at, norm in enumerate(self.norms):
            if norm in known["BONDS"] or norm == "former":
                owner = self.words[at - 1] if at else ""
                if owner in ("his", "her"):
                    yield from [(VICTIM, _SAYS_SEX[owner])] * 2
                for sex, words in (("m", known["MEN"]), ("f", known["WOMEN"])):
                    if norm in words or self.words[at] in words:
                        yield from [(SUSPECT, sex)] * 2
        yield from self._votes_of_pronouns()

    def _votes_of_pronouns(self) -> Iterator[tuple[str, str]]:
        """Whoever is mostly `he` and does it to somebody who is mostly `her` is a man, and she a woman."""
        count = Counter(self.words)
        for doer, other in (("he", "she"), ("she", "he")):
            theirs = {"he": "her", "she": "him"}[doer]
            if count[doer] > count[other] and count[theirs] > count[{"her": "him", "him": "her"}[theirs]]:
                yield from [(SUSPECT, _PRONOUNS[doer])] * 2
                yield from [(VICTIM, _PRONOUNS[other])] * 2

    def _names(self) -> Iterator[tuple[str, str]]:
        for at, word in enumerate(self.text.texts):
            is_name = len(word) > 2 and word.istitle() and word.isalpha() and self.words[at] not in lexicon().norms
            if is_name and (role := self._role_of_name(at)):
                yield word, role

    def _role_of_name(self, at: int) -> str:
        known = classes()
        before = self.norms[at - 1] if at else ""
        after = next((norm for norm in self.norms[at + 1 : at + 5] if norm not in ("be", "have", "also", "then")), "")
        if before in known["BONDS"] | known["ANYBODY"] | {"suspect", "former"} or after in known["COURT"]:
            return SUSPECT
        return VICTIM if VICTIM in (before, after) or after in known["REPORTS"] else ""

    # -- who did it ----------------------------------------------------------------------------------------------

    def actor(self, at: int, first: int) -> str:
        """Who does what the verb at this place says, looking back to the beginning of its sentence."""
        for place in range(at - 1, first - 1, -1):
            role = self.role(place)
            if role is None:
                continue
            before = self._before(place, first)
            if before in classes()["CONTROL"] and at - place <= _LED:
                return role  # `told him to stop following`
            if not self._is_object(place, before):
                return role
        return SOMEBODY

    def _is_object(self, place: int, before: str) -> bool:
        if self.words[place] in _OBJECTS or before in classes()["BEFORE_OBJECTS"]:
            return True
        return before in lexicon().verbs and before not in _NO_VERBS

    def _before(self, place: int, first: int) -> str:
        """The norm before somebody, without what goes with them: `followed his former partner` gives *follow*."""
        here = place - 1
        while here >= first and self.words[here] in _STEPPED_OVER:
            here -= 1
        return self.norms[here] if here >= first else ""

    def role(self, at: int) -> str | None:
        """Whose word this is; None where it is nobody's."""
        norm, word = self.norms[at], self.words[at]
        if self.is_letter and norm in ("you", "client", "i", "we"):
            return {"you": SUSPECT, "client": VICTIM}.get(norm) if word != "your" else None
        if word in _FIRST:
            return VICTIM
        if word in _POSSESSIVES and not (word == "her" and self._ends_a_phrase(at)):
            return None
        if norm in _PRONOUNS:
            return self._of_pronoun(_PRONOUNS[norm])
        return self._of_noun(at, norm)

    def _of_noun(self, at: int, norm: str) -> str | None:
        known = classes()
        if norm in (VICTIM, POLICE):
            return norm
        if norm in (SUSPECT, "they") or norm in known["BONDS"]:
            return SUSPECT
        if name := self.names.get(self.text.texts[at]):
            return name
        if norm in known["ANYBODY"]:
            return SUSPECT
        return OTHER if norm in known["RELATIVE"] else None

    def _ends_a_phrase(self, at: int) -> bool:
        after = self.words[at + 1] if at + 1 < len(self.words) else ""
        return not after.isalpha() or self.norms[at + 1] in _AFTER_HER

    def _of_pronoun(self, sex: str) -> str:
        if self.is_first_person:
            return SUSPECT
        victim, suspect = self.sex[VICTIM], self.sex[SUSPECT]
        if victim == sex and suspect != sex:
            return VICTIM
        return SOMEBODY if victim == suspect else SUSPECT


def _larger(men: int, women: int) -> str:
    return "" if men == women else "m" if men > women else "f"
