"""What a narrative tells: behaviours and facts, each with the words that say so."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, NamedTuple

from unbroken.conduct.reading.cast import OTHER, POLICE, SOMEBODY, SUSPECT, VICTIM, Cast
from unbroken.conduct.reading.context import NEGATED, is_asked, is_supposed, light
from unbroken.conduct.reading.measures import Measured, contacts, durations, incidents
from unbroken.conduct.reading.occasions import habits, occasions
from unbroken.conduct.reading.patterns import Found, Patterns
from unbroken.conduct.reading.words import Text, classes

_THREATS = frozenset({"threats_harm", "threats_self_harm"})
_BREACH = "order_breach"
_FACE = "face_to_face"
_THERE = frozenset({"attends_home", "attends_work", "following_surveillance", "physical_violence", "entry_home"})
_SPEAKS = frozenset({"ask", "demand", "beg", "plead", "say", "remark", "mutter", "whisper", "hiss"})
# Words of a sentence in which something is said from elsewhere, or to others.
_FROM_AFAR = frozenset({
    "phone", "ring", "text", "message", "whatsapp", "email", "dm", "write", "call", "calls", "voicemail", "post",
    "telephone", "online", "texts", "emails", "letter", "letters", "note", "card", "read", "reply", "sms", "mobile",
    "interview", "court", "police", "solicitor", "judge", "through", "letterbox", "window"
})  # fmt: skip
_NOT_YET_MADE = frozenset({
    "give", "grant", "impose", "hand", "expire", "lapse", "apply", "seek", "consider", "end", "ban"
})  # fmt: skip
_VIOLENT = frozenset({"physical_violence", "sexual_violence", "property_damage", "entry_home"})
_PARTS = ("sure", "acts", "done_to", "things", "there")
_BE = frozenset({"be", "get", "feel"})
_PLACES = frozenset({"attends_home", "attends_work", "entry_home"})
_TO = frozenset({"me", "us", "her", "him"})
_ASKING = frozenset({
    "has", "have", "had", "did", "does", "do", "is", "are", "was", "were", "any", "what", "who", "when", "where",
    "how", "why", "will", "would", "could", "can"
})  # fmt: skip
_SUBJECTS = frozenset({"he", "she", "they", "suspect", "defendant"})
_NEGATIONS = frozenset({"not", "no", "without", "nothing"})
# After these, what is said to be not so is what follows: `does not think that he rang`.
_CONTENTS = frozenset({
    "that", "think", "believe", "say", "know", "see", "sign", "evidence", "proof", "suggestion", "whether", "if",
    "sure", "suggest", "allege", "tell", "mean", "certain"
})  # fmt: skip
_FORBID = frozenset({"forbid", "prohibit", "ban", "bar", "prevent", "stop", "restrain", "refrain"})
_TO_COME = frozenset({"will", "shall", "gonna", "to"})
_OTHERS = {"he": "her", "she": "his"}
_WHOSE = frozenset({"his", "her", "my", "our", "your"})
_GIVING = frozenset({"send", "make", "leave", "write", "give", "post", "reply"})
_ADVERBS = frozenset({"also", "then", "again", "always", "never", "now", "once", "twice", "all", "still", "often"})
_NEAR = 8  # words within which an online service is that of a message
_HAS = frozenset({"'s", "’s"})  # `he's rung` says that he has
_POSTURES = frozenset({"be", "sit", "stand", "lie", "go", "come"})  # `is sat`, `was stood`: nobody did it to them
_SAME_FORMS = frozenset({"hit", "put", "set", "let", "cut", "beat", "read"})  # `was hit` has the form of `hit`
_DOER = {
    "victim": (VICTIM, SOMEBODY, OTHER),
    "hers": (VICTIM,),
    "suspect": (SUSPECT, SOMEBODY),
    "claims": (SUSPECT,),
}  # by the part of a rule
_ONCE = frozenset({"one", "first", "1", "1st", "half", "zero"})  # numbers that say nothing of a second time
_CLOCK = 4  # digits of a time in a log
_ONE = 4  # times that the suspect is *he* or *she*
_PRESUPPOSED = frozenset({"relationship_ended", "prior_order"})  # `Your ex-husband?` says whose it was
_DONE_BY_VICTIM = frozenset({"told_to_stop", "blocked", "change_of_routine"})  # which she may yet do, or be advised to
_TURNED_BY_NONE = frozenset({"nothing_else", "suspect_denies", "doubt_or_blame", "welcome", "fixation"})


@dataclass(frozen=True, slots=True)
class Said:
    """Something that a text says: its code or name, and from which character to which. `value` is of a fact."""

    name: str
    start: int
    end: int
    text: str
    value: bool | int = True


@dataclass(frozen=True, slots=True)
class Narrative:
    """What was read. `behaviours` may name a code several times; of a fact the first place stands."""

    behaviours: tuple[Said, ...] = ()
    facts: tuple[Said, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        """The behaviours by code."""
        return frozenset(one.name for one in self.behaviours)

    def with_codes(self, codes: Iterable[str]) -> Narrative:
        """With these behaviours besides, as somebody coded them, without words that say so."""
        known = self.codes
        coded = tuple(Said(code, 0, 0, "") for code in sorted(codes) if code not in known)
        return Narrative((*self.behaviours, *coded), self.facts)

    def fact(self, name: str) -> bool | int | None:
        """The value of a fact, None where nothing is said of it."""
        return next((one.value for one in self.facts if one.name == name), None)


def read(text: str) -> Narrative:
    """Read a narrative as the whole account. Beyond `words.LONGEST` characters nothing is read."""
    reader = _Reader(Text(text))
    return Narrative(tuple(reader.behaviours()), tuple(reader.facts()))


class _Reader:
    def __init__(self, text: Text) -> None:
        self.text, self.norms = text, text.norms
        self.cast = Cast(text)
        self.first = text.first
        self.found: dict[str, list[Found]] = {}
        for one in _patterns().find(text):
            self.found.setdefault(one.rule, []).append(one)
        self.named = {rule.partition("/")[0] for rule in self.found}

    def _said(self, name: str, start: int, end: int, value: bool | int = True) -> Said:
        left, right = self.text.place(start, end)
        return Said(name, left, right, self.text.raw[left:right], value)

    # -- behaviours ----------------------------------------------------------------------------------------------

    def behaviours(self) -> Iterator[Said]:
        """What was done, in the order of the text; of places that overlap, the longest."""
        yield from (self._said(code, one.start, one.end) for one, code in self.done)

    @cached_property
    def done(self) -> list[tuple[Found, str]]:
        """What the suspect is said to have done, each with its code, in the order of the text."""
        found: list[tuple[Found, str]] = []
        for code in _rules()["behaviours"].keys() & self.named:
            kept: list[Found] = []
            for one, part in sorted(self._of(code), key=_longest_first):
                if not any(_overlap(one, other) for other in kept) and self._is_done(one, code, part):
                    kept.append(one)
            found += [(one, code) for one in kept]
        return sorted([*found, *self._breaches([one for one, _ in found], found), *self._spoken(found)])

    @cached_property
    def is_at_work(self) -> bool:
        """Whether the text says that somebody is at work where it happens."""
        return "attends_work/at" in self.found or any(True for _ in self._facts_of("at_work"))

    def _breaches(self, done: Sequence[Found], found: Sequence[tuple[Found, str]]) -> Iterator[tuple[Found, str]]:
        """The order that stands, where what was done is told after it: whatever is done against it breaches it."""
        if any(code == _BREACH for _, code in found):
            return
        for order in self._facts_of("prior_order"):
            near = self.norms[max(0, order.start - 5) : order.end + 4]
            stands = "bail" in near or _NOT_YET_MADE.isdisjoint(near)
            if stands and any(one.start > order.end for one in done):
                yield order, _BREACH
                return

    def _spoken(self, found: Sequence[tuple[Found, str]]) -> Iterator[tuple[Found, str]]:
        """What is said where the suspect is there is said to the face: `he knocked and asked for her`."""
        if any(code == _FACE for _, code in found):
            return
        threatened = {self.first[one.start] for one, code in found if code in _THREATS}
        for one, code in found:
            first, last = self.first[one.start], self.text.last[one.start]
            if code not in _THERE or one.rule.endswith("/things") or first in threatened:
                continue
            if not _FROM_AFAR.isdisjoint(self.norms[first:last]):
                continue
            for at in [at for at in range(one.start, last) if self.norms[at] in _SPEAKS]:
                said = Found(f"{_FACE}/spoken", at, at + 1)
                alone = "have" not in self.norms[max(first, at - 2) : at]
                if alone and not light(self.text, at, at + 1, first) and self._is_by_suspect(said, "acts"):
                    yield said, _FACE
                    return

    def _of(self, code: str) -> Iterator[tuple[Found, str]]:
        """What may say that something was done, with the part of the rule that found it."""
        never = self.found.get(f"{code}/never", ())
        for part in _PARTS:
            for one in self.found.get(f"{code}/{part}", ()):
                if not (never and any(_overlap(one, other) for other in never)):
                    yield one, part

    def _is_done(self, one: Found, code: str, part: str) -> bool:
        if self._is_asked(one.start) or self._is_forbidden(one.start):
            return False
        turned = light(self.text, one.start, one.end, self.first[one.start], is_threat=code in _THREATS)
        if turned and not (turned == NEGATED and self._begins_anew(one.start)):
            return False
        if code not in _THREATS and self._is_only_said(one, code):
            return False
        if code == "calls_texts" and self._is_online(one):
            return False
        if part == "there" and not self.is_at_work:
            return False  # the shop is nobody's place of work where the text does not say so
        if code in _PLACES and self._is_own_place(one):
            return False
        if part == "things":
            return not self._is_of_victim(one)
        return self._is_by_suspect(one, part)

    def _begins_anew(self, at: int) -> bool:
        """Whether a clause begins between a negation and this verb: `asked for no more contact he has rung`."""
        words, norms = self.text.words, self.norms
        aside = next((near for near in range(at - 1, max(self.first[at], at - 7) - 1, -1) if words[near] == ")"), 0)
        if aside and _NEGATIONS.isdisjoint(norms[aside:at]):
            return True
        begin = next(
            (near for near in range(at - 1, max(self.first[at], at - 4) - 1, -1) if words[near] in _SUBJECTS), 0
        )
        if not begin or not _NEGATIONS.isdisjoint(norms[begin:at]):
            return False
        return _CONTENTS.isdisjoint(norms[max(self.first[at], begin - 7) : begin])

    def _is_forbidden(self, at: int) -> bool:
        """Whether it is what somebody must not do: `barred from contacting her or entering the road`."""
        words, norms = self.text.words, self.norms
        if not words[at].endswith("ing"):
            return False
        near = range(max(self.first[at], at - 14), at)
        forbids = next((back for back in reversed(near) if norms[back] in _FORBID), -1)
        between = words[forbids:at]
        return forbids >= 0 and "from" in between and _SUBJECTS.isdisjoint(between)

    def _is_asked(self, at: int) -> bool:
        """Whether an operator or an interviewer asks for it: `Has she threatened you?`."""
        start, end = self.first[at], self.text.last[at]
        if end >= len(self.text.texts) or self.text.texts[end] != "?":
            return False
        begin = next((near + 1 for near in range(at - 1, start, -1) if self.norms[near] == ":"), start)
        return self.text.words[begin] in _ASKING

    def _is_own_place(self, one: Found) -> bool:
        """Whether the place is the suspect's own: `went back to his flat`."""
        said = self.text.words[one.start : one.end]
        if "own" in said:
            return True
        whose = next((word for word in reversed(said) if word in _WHOSE), "")
        start = self.first[one.start]
        who = next((word for word in reversed(self.text.words[start : one.start]) if word in _OTHERS), "")
        if _OTHERS.get(who) == whose:
            return False  # `she sat outside his house`
        return bool(whose) and self.cast.is_of_suspect(whose)

    def _is_of_victim(self, one: Found) -> bool:
        """Whether what is told came from the victim or the police: `calls from her`, `I sent him a message`."""
        near = self.norms[max(self.first[one.start], one.start - 4) : one.start + 1]
        if not _GIVING.isdisjoint(near) and self.cast.actor(one.start, self.first[one.start]) in (VICTIM, POLICE):
            return True
        at = one.end if self.norms[one.end - 1] != "from" else one.end - 1
        after = self.norms[at : at + 1]
        return after == ["from"] and self.cast.first_role(at + 1) in (VICTIM, POLICE)

    def _is_online(self, one: Found) -> bool:
        """Whether messages are those of an online service that is named near them, and no calls or texts."""
        first, last = self.first[one.start], self.text.last[one.start]
        near = self.norms[max(first, one.start - _NEAR) : min(last, one.end + _NEAR)]
        said, known = frozenset(self.norms[one.start : one.end]), classes()
        return said.isdisjoint(known["TALKS"]) and not known["ONLINE"].isdisjoint(near)

    def _is_only_said(self, one: Found, code: str) -> bool:
        """Whether it is what somebody said they would do, or was feared: `said he'd stab her`."""
        start = self.first[one.start]
        before = self.norms[max(start, one.start - 3) : one.start]
        if code in _VIOLENT:
            threats = self.found.get("threats_harm/sure", ()), self.found.get("threats_harm/acts", ())
            return not _TO_COME.isdisjoint(before) or any(
                other.start < one.start < other.end for part in threats for other in part
            )
        # `He would wait outside` is what he did; `he said he would wait outside` is not.
        said = self.norms[max(start, one.start - 9) : one.start]
        return "will" in before and not classes()["SAY"].isdisjoint(said)

    def _is_by_suspect(self, one: Found, part: str) -> bool:
        """Whether the suspect did it; of `sure` only where the text names the suspect as who did."""
        first = self.first[one.start]
        actor = self.cast.actor(one.start, first)
        if actor == VICTIM and self._is_to_victim(one):
            actor = SOMEBODY  # nobody rings herself: it was done by whoever is named before
        is_sure = part == "sure"
        if self._is_passive(one.start, first):
            agent = self._agent(one)
            if agent in (POLICE, VICTIM) or actor in (SUSPECT, POLICE):
                return False
            return not is_sure or agent == SUSPECT
        return part != "done_to" and (actor == SUSPECT or (actor == SOMEBODY and not is_sure))

    def _is_to_victim(self, one: Found) -> bool:
        """Whether it was done to the victim, who therefore did not do it: `rang me`, `called the IP`."""
        return any((word in _TO or self.norms[at] == VICTIM) and self.cast.role(at) == VICTIM
                   for at, word in enumerate(self.text.words[one.start : one.end], one.start))  # fmt: skip

    def _is_passive(self, at: int, first: int) -> bool:
        """Whether the verb says what was done to somebody: `was repeatedly followed`, `approached by him`."""
        word, norm = self.text.words[at], self.norms[at]
        if word.endswith("ing") or norm in _POSTURES or (word == norm and word not in _SAME_FORMS):
            return False
        before = at - 1
        while before > first and (self.text.words[before].endswith("ly") or self.norms[before] in _ADVERBS):
            before -= 1
        if before >= first and self.norms[before] in _BE and self.text.words[before] not in _HAS:
            return True
        return (
            word != norm and "by" in self.norms[at + 1 : at + 3] and self._agent_after(at) in (SUSPECT, POLICE, VICTIM)
        )

    def _agent_after(self, at: int) -> str:
        by = self.norms.index("by", at + 1)
        return self.cast.first_role(by + 1)

    def _agent(self, one: Found) -> str:
        for at in range(one.start + 1, min(one.end + 5, len(self.norms) - 1)):
            if self.norms[at] == "by":
                return self.cast.first_role(at + 1)
        return SOMEBODY

    # -- facts ---------------------------------------------------------------------------------------------------

    def facts(self) -> Iterator[Said]:
        told = {name: list(self._facts_of(name)) if name in self.named else [] for name in _on_facts()}
        days = max(durations(self.text), key=lambda one: one.value, default=None)
        for name, on in _on_facts().items():
            holds = (on.weak_if and told[on.weak_if]) or (on.weak_unless and not told[on.weak_unless])
            if holds:
                told[name] += self._facts_of(name, ("weak",))
            if near := on.claims_if and told[on.claims_if]:
                claims = self._facts_of(name, ("claims",))
                told[name] += [one for one in claims if any(self._stands_near(one, other) for other in near)]
        told["repeated"] = list(self._again(told, days.value if days else 0))
        if told["group"] and self._one_does:
            told["group"] = []
        for name, found in told.items():
            on = _on_facts()[name]
            if found and len({one.start for one in found}) >= on.least and (not on.needs or told[on.needs]):
                yield self._said(name, found[0].start, found[0].end)
        if told["nothing_else"] and not told["repeated"]:
            only = told["nothing_else"][0]
            yield self._said("repeated", only.start, only.end, False)
        yield from self._most("incident_count", self._of_conduct(incidents(self.norms)))
        yield from self._most("contact_count", self._of_conduct(contacts(self.norms)))
        if days:
            yield self._said("duration_days", days.start, days.end, days.value)

    def _stands_near(self, one: Found, other: Found) -> bool:
        """Whether something stands in the same sentence as something before it, or in the one after."""
        starts = sorted(first for first, _ in self.text.bounds)
        return 0 <= starts.index(self.first[one.start]) - starts.index(self.first[other.start]) <= 1

    @property
    def _one_does(self) -> bool:
        """Whether the suspect is he or she so often that it is no group, whoever else is named beside."""
        named = sum(norm in ("he", "she") and self.cast.role(at) == SUSPECT for at, norm in enumerate(self.norms))
        return named >= _ONE

    def _again(self, told: Mapping[str, Sequence[Found]], days: int) -> Iterator[Found]:
        """What says that it was done again: plainly, or in words that do where nothing says that it was once."""
        plain = [one for one in told["repeated"] if _may_count(self.norms[one.start]) and self._is_of_conduct(one)]
        done = [one for one, code in self.done if code not in _VIOLENT]  # an offence by itself goes on in its account
        acts = [one for one in done if not one.rule.endswith("/things")]
        yield from plain
        yield from habits(self.text, acts)
        if not told["nothing_else"]:
            yield from occasions(self.text, done, days)

    def _of_conduct(self, found: Iterable[Measured]) -> Iterator[Measured]:
        return (one for one in found if self._is_of_conduct(one))

    def _is_of_conduct(self, one: Found | Measured) -> bool:
        """Whether words that say *again* are of what the suspect did, and not of who reports it, or looks into it."""
        actor = self._doer(one)
        if actor == POLICE:
            return False
        first, last = self.first[one.start], self.text.last[one.start]
        if actor in (VICTIM, OTHER) and not any(first <= other.start < last for other, _ in self.done):
            return not classes()["MEETS"].isdisjoint(self.norms[first:last])
        return True

    def _facts_of(
        self, name: str, parts: Sequence[str] = ("victim", "hers", "suspect", "told", "to", "sure")
    ) -> Iterator[Found]:
        if name not in self.named:
            return
        never = self.found.get(f"{name}/never", ())
        for part in parts:
            wanted = _DOER.get(part)
            for one in self.found.get(f"{name}/{part}", ()):
                if part != "sure" and any(_overlap(one, other) for other in never):
                    continue
                if wanted and self._doer(one) not in wanted and not (part == "victim" and self._is_he_or_she(one)):
                    continue
                if part == "to" and self.cast.role(one.end - 1) != SUSPECT:
                    continue
                if name != "no_fear" and self._is_turned(one, name):
                    continue
                yield one

    def _is_he_or_she(self, one: Found) -> bool:
        """Whether who does it is a pronoun: what is done says better than he or she who of the two it was."""
        before = self.norms[max(self.first[one.start], one.start - 3) : one.start]
        return not self.cast.is_first_person and not {"he", "she"}.isdisjoint(before)

    def _doer(self, one: Found | Measured) -> str:
        return self.cast.actor(one.start, self.first[one.start])

    def _is_turned(self, one: Found, name: str) -> bool:
        first = self.first[one.start]
        if (name not in _PRESUPPOSED and is_asked(self.text, one.start)) or (
            name in _DONE_BY_VICTIM and is_supposed(self.text, one.start, first)
        ):
            return True
        if self.norms[one.start] in ("not", "no", "despite", "deny", "never"):
            return False
        if name in _TURNED_BY_NONE:
            return False
        return light(self.text, one.start, one.end, first, is_threat=True) == NEGATED

    def _most(self, name: str, found: Iterable[Measured]) -> Iterator[Said]:
        best = max(found, key=lambda one: one.value, default=None)
        if best is not None:
            yield self._said(name, best.start, best.end, best.value)


def _may_count(norm: str) -> bool:
    """Whether a number may count what was done: not one, a clock time, or the number of a paragraph."""
    return norm not in _ONCE and not (norm[:1].isdigit() and ("." in norm or len(norm) == _CLOCK))


def _longest_first(found: tuple[Found, str]) -> tuple[int, int, int]:
    one, part = found
    return one.start - one.end, one.start, _PARTS.index(part)


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


@cache
def _rules() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """The rules of the two data files, by code and part."""
    folder = files(__package__)
    return {name: tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))
            for name in ("behaviours", "facts")}  # fmt: skip


class _On(NamedTuple):
    """On what a fact goes beside its patterns: each but `least` is another fact, "" for none.

    `least` is at how many places it must be found, as one word alone may be anything. It `needs` another: a new account
    is one after a block where there was a block. Its weak patterns hold `weak_if` another is told, or `weak_unless` it
    is; its `claims` are what is said close to `claims_if`.
    """

    least: int = 1
    needs: str = ""
    weak_if: str = ""
    weak_unless: str = ""
    claims_if: str = ""


@cache
def _on_facts() -> Mapping[str, _On]:
    return {name: _On(**{key: value for key, value in parts.items() if key in _On._fields})
            for name, parts in _rules()["facts"].items()}  # fmt: skip


@cache
def _patterns() -> Patterns:
    return Patterns(
        {
            f"{code}/{part}": lines
            for rules in _rules().values()
            for code, parts in rules.items()
            for part, lines in parts.items()
            if isinstance(lines, list)
        }
    )
