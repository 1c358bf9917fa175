"""Who is who in a narrative: the victim, the suspect, the police; and who did what a verb says.

There is no grammar in shorthand, so the subject of a verb is the nearest person before it that is no object of another
verb; where somebody is *told to* do something, it is they who do it. Pronouns go by what the text says of the sexes of
the two, where they differ. Nothing else is inferred of anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from unbroken.conduct.reading.words import NAME, Text, classes, lexicon

VICTIM, SUSPECT, POLICE, OTHER, SOMEBODY = "victim", "suspect", "police", "other", ""
_PRONOUNS = {"he": "m", "she": "f"}
_SAYS_SEX = {"his": "m", "her": "f"}
_OBJECTS = frozenset({"him", "her", "them", "me", "us", "himself", "herself", "themselves"})
_POSSESSIVES = frozenset({"his", "her", "their", "my", "our", "your"})
_STEPPED_OVER = _POSSESSIVES | {"the", "a", "an", "this", "that", "same", "new", "former"}
_NO_LONGER = frozenset({VICTIM, SUSPECT, "ex", "by", ".", "from", "with", "and", "that"})
_STATED = {"female": "f", "woman": "f", "f": "f", "lady": "f", "male": "m", "man": "m", "m": "m", "gentleman": "m"}
# Whoever is named after these is neither of the two.
_OF_COURT = frozenset({
    "prosecutor", "prosecuting", "judge", "recorder", "defending", "mitigating", "barrister", "counsel",
    "magistrate", "detective", "constable", "sergeant", "inspector", "pc", "dc", "sgt", "dr"
})  # fmt: skip
_HELPERS = frozenset({"friend", "colleague", "neighbour", "manager", "boss", "relative", "mate", "workmate"})
_QUOTES = frozenset({'"', "“", "”"})
_CALLS = frozenset({"operator", "caller"})
_TOWARDS = frozenset({
    "to", "at", "outside", "beneath", "under", "underneath", "against", "towards", "into", "behind", "near", "over",
    "onto"
})  # fmt: skip
_AUTHORITIES = frozenset({"police", "force", "999", "101", "station", "investigator", "review", "panel"})
_HUMANS = frozenset({"man", "woman", "male", "female", "girl", "boy", "lady", "gentleman"})
_AUXILIARIES = frozenset({"be", "have", "also", "then", "again", "now", "still", "do", "will", "who", "to"})
_ARTICLES = frozenset({"a", "the", "another", "his", "she", "their", "former", "ex"})
_FIRST = frozenset({"i", "we", "i'm", "i've", "im", "ive", "me", "us"})
# After these somebody begins to do something: `IP states male follows her`.
_NO_VERBS = frozenset({
    "be", "have", "do", "say", "tell", "report", "state", "allege", "claim", "think", "believe", "feel", "know",
    "fear", "disclose", "explain", "mention", "add", "confirm", "advise", "describe", "suspect", "hear", "accept",
    "note", "record", "recall", "reveal", "discover"
})  # fmt: skip
# After these, `her` is the woman to whom something is done, and not whose something is.
_AFTER_HER = frozenset({
    "to", "and", "at", "in", "from", "on", "as", "a", "an", "the", "by", "with", "about", "for", "into", "outside",
    "over", "off", "up", "down", "out", "back", "home", "again", "twice", "once", "every", "all", "when", "while",
    "if", "because", "until", "after", "before", "through", "near", "around", "round", "across", "along", "behind",
    "that", "he", "she", "i", "they", "not", "or", "but", "so", "then", "more", "most", "day", "daily", "online",
    "several", "many", "his", "this", "last", "via", "using", "against", "towards", "constantly", "repeatedly", "be",
    "have", "will", "is", "was"
})  # fmt: skip
_BEGIN_CLAUSES = frozenset({"and", "but", "or", "so", "then", "that", "because", "although", "though", "however"})
_NOMINATIVES = frozenset({"i", "she", "he", "they", "we"})
_AND = frozenset({",", "and", "or"})
_SEEING = frozenset({"see", "spot", "notice", "catch", "find", "hear", "describe", "show"})
_TELLING = frozenset({
    "tell", "ask", "want", "warn", "order", "request", "beg", "urge", "require", "instruct", "allow", "forbid"
})  # fmt: skip
_INFINITIVE = frozenset({"to", "not", "from", "stop"})
_LED = 6  # words from somebody who is told to do something to the verb that says what


class Cast:
    """The people of one narrative."""

    def __init__(self, text: Text) -> None:
        self.text, self.norms, self.words = text, text.norms, text.words
        self._count = count = Counter(self.words)
        theirs = count["you"] + count["your"]
        mine = count["i"] + count["my"] + count["me"] + count["we"]
        # A solicitor's, `you have telephoned our client`, or a judge's, `you followed her`.
        is_to_suspect = theirs > mine + 2 and _CALLS.isdisjoint(self.words)
        self.is_letter = theirs > 1 and ("client" in self.norms or is_to_suspect)
        self.is_quoted = self._quoted()
        self.is_first_person = mine > 1 and not self.is_letter
        self.known = classes()
        self._roles: dict[int, str | None] = {}
        self._actors: dict[int, str] = {}
        self.sex = self._sexes()
        self.names = dict(reversed(list(self._names())))  # who is named first stays so

    def _quoted(self) -> list[bool]:
        """Whether each word is between quotation marks, where somebody else may say `I`."""
        if not _QUOTES.intersection(self.words):
            return [False] * len(self.words)
        found, is_open = [], False
        for word in self.words:
            if word == '"':
                is_open = not is_open
            elif word in ("“", "”"):
                is_open = word == "“"
            found.append(is_open)
        return found

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
        """What speaks for the sex of whom: `her ex-husband`, `bombarded his former girlfriend`, `he was jailed`."""
        bonds, speaking = self.known["BONDS"], _speaking()
        for at, norm in [(at, norm) for at, norm in enumerate(self.norms) if norm in speaking]:
            if norm in bonds or norm == "former":
                yield from self._votes_of_bond(at)
            elif self.words[at] in _PRONOUNS:
                yield from self._votes_of_doing(at, _PRONOUNS[self.words[at]])
            elif norm in (VICTIM, SUSPECT):
                yield from self._votes_of_role(at)
            elif norm in _HUMANS and at and self.words[at - 1] in ("a", "the", "young", "old", "unknown"):
                yield from self._votes_of_doing(at, self._sex_of(at))
        yield from self._votes_of_pronouns()

    def _votes_of_bond(self, at: int) -> Iterator[tuple[str, str]]:
        """Whose former partner is told of: the victim's, unless something was done to that partner."""
        known = self.known
        owner = self.words[at - 1] if at else ""
        before = self.norms[at - 2] if at > 1 else ""
        if before in _TOWARDS and self.norms[at] not in ("ex", "former"):
            return  # `sent it to her husband`: a husband of today may be neither of the two
        is_victim = before in _TOWARDS or (before in lexicon().verbs and before not in known["OF_VICTIMS"])
        mine, theirs = (SUSPECT, VICTIM) if is_victim else (VICTIM, SUSPECT)
        if owner in ("his", "her"):
            yield from [(mine, _SAYS_SEX[owner])] * 2
        told = at + 1 if self.norms[at] == "former" and at + 1 < len(self.norms) else at
        if sex := self._sex_of(told):
            yield from [(theirs, sex)] * 2

    def _sex_of(self, at: int) -> str:
        """Of what sex somebody is by the word for them: `ex-husband` has the norm of `ex`, and says more."""
        word = self.words[at]
        norm = lexicon().norm(word.removeprefix("ex").removeprefix("-")) if word.startswith("ex") else self.norms[at]
        return "m" if norm in self.known["MEN"] else "f" if norm in self.known["WOMEN"] else ""

    def _votes_of_role(self, at: int) -> Iterator[tuple[str, str]]:
        """What is said of somebody beside the word for who they are: `IP (F, 34)`, `the suspect says that he`."""
        for near in range(at + 1, min(at + 5, len(self.words))):
            word = self.words[near]
            if word in _STATED or word[:2] in ("f/", "m/"):
                yield from [(self.norms[at], _STATED.get(word) or word[0])] * 3
                return
            if self.norms[near] in _NO_LONGER or self.norms[near] in self.known["REPORTS"]:
                return
            if word in _PRONOUNS and self.norms[at] == SUSPECT:
                yield SUSPECT, _PRONOUNS[word]
                return

    def _votes_of_doing(self, at: int, sex: str) -> Iterator[tuple[str, str]]:
        """What `he` or `a woman` does: who follows is the suspect, who was followed or tells the police the victim."""
        known, norms = self.known, self.norms
        verb = next((near for near in range(at + 1, min(at + 6, len(norms)))
                     if norms[near] not in _AUXILIARIES and not self.words[near].endswith("ly")), at)  # fmt: skip
        role = ""
        if VICTIM in norms[verb + 1 : verb + 3] and norms[verb] in lexicon().verbs and norms[verb] not in _NO_VERBS:
            role = SUSPECT  # `she has called the IP`: nobody calls herself
        elif norms[verb] in known["HARMS"]:
            was_done_to = "be" in norms[at + 1 : verb] and not self.words[verb].endswith("ing")
            role = VICTIM if was_done_to else SUSPECT
        elif norms[verb] in known["COURT"]:
            role = SUSPECT
        elif norms[verb] in known["SUFFERS"] or (
            norms[verb] in known["TELLS_POLICE"] and not _AUTHORITIES.isdisjoint(norms[verb + 1 : verb + 4])
        ):
            role = VICTIM
        if role:
            yield from [(role, sex)] * 2

    def _votes_of_pronouns(self) -> Iterator[tuple[str, str]]:
        """Whoever is mostly `he` and does it to somebody who is mostly `her` is a man, and she a woman."""
        count = self._count
        for doer, other in (("he", "she"), ("she", "he")):
            theirs = {"he": "her", "she": "him"}[doer]
            if count[doer] > count[other] and count[theirs] > count[{"her": "him", "him": "her"}[theirs]]:
                yield SUSPECT, _PRONOUNS[doer]
                yield VICTIM, _PRONOUNS[other]

    def _names(self) -> Iterator[tuple[str, str]]:
        for at, word in enumerate(self.text.texts):
            if self.norms[at] == NAME and (role := self._role_of_name(at)):
                yield word, role

    def _role_of_name(self, at: int) -> str:
        known = self.known
        before = self.norms[at - 1] if at else ""
        if not _OF_COURT.isdisjoint(self.words[max(0, at - 2) : at]):
            return ""
        after = next((norm for norm in self.norms[at + 1 : at + 5] if norm not in ("be", "have", "also", "then")), "")
        if before in known["BONDS"] | known["ANYBODY"] | {"suspect", "former"} or after in known["COURT"]:
            return SUSPECT
        return VICTIM if VICTIM in (before, after) or after in known["REPORTS"] else ""

    # -- who did it ----------------------------------------------------------------------------------------------

    def actor(self, at: int, first: int) -> str:
        """Who does what the verb at this place says, looking back to the beginning of its sentence."""
        if at not in self._actors:
            self._actors[at] = self._actor(at, first)
        return self._actors[at]

    def _actor(self, at: int, first: int) -> str:
        for place in range(at - 1, first - 1, -1):
            role = self.role(place)
            if role is None:
                continue
            before = self._before(place, first)
            if before in self.known["CONTROL"] and at - place <= _LED and self._is_led(before, place, at):
                return role  # `told him to stop following`
            if role == VICTIM and self._is_aside(place, at, first):
                continue
            if not self._is_object(place, before) or self._is_seen_to(place, at, role, before):
                return role
        return SOMEBODY

    def _is_object(self, place: int, before: str) -> bool:
        if self.words[place] in _NOMINATIVES:
            return False  # `asked for no more contact she has rung`
        if self.words[place] in _OBJECTS or before in self.known["BEFORE_OBJECTS"]:
            return True
        return before in lexicon().verbs and before not in _NO_VERBS

    def _is_aside(self, place: int, at: int, first: int) -> bool:
        """Whether somebody does something in a clause by the way: `rings me when I am at work, sends cards`."""
        before = self.words[place - 1] if place > first else ""
        if not before or before in _BEGIN_CLAUSES or not (before.isalpha() or before.isdigit()):
            return False
        return self.words[place] in _NOMINATIVES and not _AND.isdisjoint(self.words[place + 2 : at])

    def _is_led(self, verb: str, place: int, at: int) -> bool:
        return verb not in _TELLING or not _INFINITIVE.isdisjoint(self.words[place:at])

    def _is_seen_to(self, place: int, at: int, role: str, before: str) -> bool:
        """Whether an object does what the verb says: `reported him ringing`, `saw him outside, watching`."""
        return role == SUSPECT and self.words[at].endswith("ing") and (at - place == 1 or before in _SEEING)

    def _before(self, place: int, first: int) -> str:
        """The norm before somebody, without what goes with them: `followed his former partner` gives *follow*."""
        here = place - 1
        while here >= first and self.words[here] in _STEPPED_OVER:
            here -= 1
        return self.norms[here] if here >= first else ""

    def role(self, at: int) -> str | None:
        """Whose word this is; None where it is nobody's."""
        if at not in self._roles:
            self._roles[at] = self._role(at)
        return self._roles[at]

    def _role(self, at: int) -> str | None:
        norm, word = self.norms[at], self.words[at]
        if self.is_letter and norm in ("you", "client", "i", "we"):
            return {"you": SUSPECT, "client": VICTIM}.get(norm) if word != "your" else None
        if word in _FIRST:
            return SOMEBODY if self.is_quoted[at] and not self.is_first_person else VICTIM
        if word in _POSSESSIVES and not (word == "her" and self._ends_a_phrase(at)):
            return None
        if norm in _PRONOUNS:
            return self._of_pronoun(_PRONOUNS[norm])
        return self._of_noun(at, norm)

    def _of_noun(self, at: int, norm: str) -> str | None:
        known = self.known
        if norm in (VICTIM, POLICE):
            return norm
        if norm == "client" and (not at or self.norms[at - 1] not in _ARTICLES):
            return VICTIM  # an advocate's: `Client reports`
        if norm in (SUSPECT, "they") or norm in known["BONDS"]:
            return SUSPECT
        if name := self.names.get(self.text.texts[at]):
            return name
        if norm == NAME:
            return SOMEBODY
        if norm in _HUMANS:
            return self._of_human(at, "m" if norm in known["MEN"] else "f")
        if norm in known["ANYBODY"]:
            return SUSPECT
        if norm in known["RELATIVE"]:
            is_anybody = at and self.words[at - 1] in ("a", "an", "another") and norm not in _HELPERS
            return SUSPECT if is_anybody else OTHER
        return None

    def first_role(self, at: int) -> str:
        """Whose word comes first from here on, within a few words; SOMEBODY where none does."""
        roles = (self.role(near) for near in range(at, min(at + 4, len(self.norms))))
        return next((role for role in roles if role is not None), SOMEBODY)

    def is_of_suspect(self, whose: str) -> bool:
        """Whether `his` or `her` is the suspect's, as far as the text says of what sex the two are."""
        sex = _SAYS_SEX.get(whose, "")
        if self.is_first_person:
            return bool(sex) and self.sex[SUSPECT] in ("", sex)
        return bool(sex) and self.sex[SUSPECT] == sex and self.sex[VICTIM] not in ("", sex)

    def _of_human(self, at: int, sex: str) -> str:
        """Who `the man` or `a woman` is: whoever is of that sex, or somebody new: the suspect, unless she tells."""
        if at and self.words[at - 1] in ("the", "this", "that"):
            return self._of_pronoun(sex) or SUSPECT
        return next((role for role, _ in self._votes_of_doing(at, sex)), SUSPECT)

    def _ends_a_phrase(self, at: int) -> bool:
        after = self.words[at + 1] if at + 1 < len(self.words) else ""
        if not after.isalpha() or after.endswith(("ly", "ing")) or self.text.numbers[at + 1]:
            return True
        return self.norms[at + 1] in _AFTER_HER

    def _of_pronoun(self, sex: str) -> str:
        if self.is_first_person:
            return SUSPECT
        victim, suspect = self.sex[VICTIM], self.sex[SUSPECT]
        if victim == sex and suspect != sex:
            return VICTIM
        return SOMEBODY if victim == suspect else SUSPECT


@cache
def _speaking() -> frozenset[str]:
    """The norms that may say of what sex one of the two is."""
    return classes()["BONDS"] | _HUMANS | {"former", VICTIM, SUSPECT, *_PRONOUNS}


def _larger(men: int, women: int) -> str:
    return "" if men == women else "m" if men > women else "f"
