"""How well narratives are read and cases recognised: precision and recall on labelled narratives, with intervals.

Each figure is with its 95 % Wilson interval. Source: Wilson (1927), Probable inference, the law of succession, and
statistical inference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

import orjson

from unbroken.conduct.accounts import Report, review
from unbroken.conduct.casefiles import CaseFile
from unbroken.conduct.reading import narrative
from unbroken.conduct.recognition import Finding

PARTS = ("held_out", "tuned_on")
FACTS = ("repeated", "incident_count", "duration_days", "told_to_stop", "blocked", "new_accounts_after_block",
         "prior_order", "prior_conviction", "escalation", "fear", "change_of_routine", "relationship_ended",
         "suspect_denies", "harmful_advice", "doubt_or_blame")  # fmt: skip
_ABOUT = (
    0.15  # share by which a duration may differ: `between April and September` is five months to one, six to another
)
_NO_FACTS = "v"  # narratives whose facts are not labelled begin so (narratives/README.md)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A narrative with what its writer says it shows. `group` says what sort of narrative it is."""

    id: str
    text: str
    is_stalking: bool
    behaviours: frozenset[str]
    group: str = ""
    finding: str = ""
    facts: Mapping[str, bool | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """A labelled narrative beside what was read in it."""

    labelled: Labelled
    narrative: narrative.Narrative
    finding: Finding


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found and is there, was found and is not, and is there and was not found."""

    what: str
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> tuple[float, float, float] | None:
        """The share of what was found that is there, with its interval; None where nothing was found."""
        return wilson(self.right, self.right + self.wrong)

    @property
    def recall(self) -> tuple[float, float, float] | None:
        """The share of what is there that was found, with its interval; None where there is nothing."""
        return wilson(self.right, self.right + self.missed)


def wilson(count: int, of: int) -> tuple[float, float, float] | None:
    """A share with its 95 % Wilson interval; None of nothing."""
    from unbroken.insight.stats.intervals import share  # it loads scipy, which nobody waits for who reads

    found = share(count, of)
    if found.value is None or found.interval is None:
        return None
    return found.value, found.interval.low, found.interval.high


def labelled(part: str) -> Iterator[Labelled]:
    """The narratives of a part of the set that ships with Unbroken (`conduct/narratives`)."""
    lines = files("unbroken.conduct").joinpath("narratives", f"{part}.jsonl").read_bytes().splitlines()
    for line in lines:
        one = orjson.loads(line)
        facts = one["facts"] | dict.fromkeys(one["flags"], True)
        yield Labelled(
            one["id"], one["text"], one["stalking"], frozenset(one["behaviours"]), one["group"], one["finding"], facts
        )


def read(narratives: Iterable[Labelled]) -> tuple[Read, ...]:
    """Read them, each as a whole account."""
    return tuple(_read(one) for one in narratives)


def _read(one: Labelled) -> Read:
    found = narrative.read(one.text)
    return Read(one, found, review([Report(1, found)]).recognised.finding)


def measure(narratives: Iterable[Labelled]) -> tuple[Measured, ...]:
    """Stalking by document, then all behaviours together, then each by its code."""
    return measure_read(read(narratives))


def measure_read(narratives: Sequence[Read]) -> tuple[Measured, ...]:
    """The same, of narratives that are read already."""
    stalking = _counted("stalking", (
        (bool(one.finding.is_stalking), one.labelled.is_stalking) for one in narratives))  # fmt: skip
    codes = sorted({code for one in narratives for code in one.narrative.codes | one.labelled.behaviours})
    each = [_counted(code, ((code in one.narrative.codes, code in one.labelled.behaviours) for one in narratives))
            for code in codes]  # fmt: skip
    together = (sum(getattr(one, name) for one in each) for name in ("right", "wrong", "missed"))
    return stalking, Measured("all behaviours", *together), *each


def measure_facts(narratives: Sequence[Read]) -> tuple[Measured, ...]:
    """Each fact; a number is right where it is the one that is labelled, a duration where it is about that."""
    labelled_so = [one for one in narratives if not one.labelled.id.startswith(_NO_FACTS)]
    return tuple(_measure_fact(name, labelled_so) for name in FACTS)


def _measure_fact(name: str, narratives: Sequence[Read]) -> Measured:
    pairs = [(one.narrative.fact(name) or 0, one.labelled.facts.get(name) or 0) for one in narratives]
    agree: Callable[[int, int], bool] = _is_about if name == "duration_days" else int.__eq__
    right = sum(bool(there) and agree(int(found), int(there)) for found, there in pairs)
    return Measured(
        name, right, sum(bool(found) for found, _ in pairs) - right, sum(bool(it) for _, it in pairs) - right
    )


def _is_about(found: int, there: int) -> bool:
    return abs(found - there) <= _ABOUT * max(found, there)


def _counted(what: str, pairs: Iterable[tuple[bool, bool]]) -> Measured:
    """Of pairs of what was found and what is there."""
    count = Counter(pairs)
    return Measured(what, count[True, True], count[True, False], count[False, True])


def groups(narratives: Sequence[Read]) -> tuple[tuple[str, str, int, int], ...]:
    """(group, finding that it should be, how many, how many found as stalking), so that it says where it fails."""
    every = Counter((one.labelled.group, one.labelled.finding) for one in narratives)
    taken = Counter((one.labelled.group, one.labelled.finding) for one in narratives if one.finding.is_stalking)
    return tuple((*key, every[key], taken[key]) for key in sorted(every))


def table(measured: Iterable[Measured]) -> str:
    """The figures as a Markdown table."""
    lines = ["| what | right | wrong | missed | precision | recall |", "|---|---|---|---|---|---|"]
    lines += [f"| {one.what} | {one.right} | {one.wrong} | {one.missed} | {_say(one.precision)} | {_say(one.recall)} |"
              for one in measured]  # fmt: skip
    return "\n".join(lines)


def table_of_groups(found: Iterable[tuple[str, str, int, int]]) -> str:
    """The groups as a Markdown table."""
    lines = ["| group | should be | narratives | found as stalking | share |", "|---|---|---|---|---|"]
    lines += [f"| {group.replace('_', ' ')} | {finding} | {of} | {count} | {_say(wilson(count, of))} |"
              for group, finding, of, count in found]  # fmt: skip
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class CaseRecognised:
    """A case: at which report it was found to be stalking, None where at none, and what each report came to."""

    case: CaseFile
    at: int | None
    findings: tuple[Finding, ...]


def recognise_case(case: CaseFile) -> CaseRecognised:
    """The reports of a case, each with those before it, as `unbroken recognise` reads them."""
    so_far: list[Report] = []
    found: list[Finding] = []
    for report in case.reports:
        so_far.append(Report(report.number, narrative.read(report.facts)))
        found.append(review(so_far).recognised.finding)
    at = next((one.number for one, finding in zip(case.reports, found, strict=True) if finding.is_stalking), None)
    return CaseRecognised(case, at, tuple(found))


def table_of_cases(cases: Iterable[CaseRecognised]) -> str:
    """At which report each case is found to be stalking, beside when a reader and when the police saw a course."""
    lines = ["| case | is | reports | found at report | a reader saw a course at | the police did at | findings |",
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    for one in cases:
        case = one.case
        found = ", ".join(one.findings)
        numbers = " | ".join(_number(at) for at in (one.at, case.earliest_course, case.police_recognised))
        lines.append(f"| {case.id} | {case.label or ''} | {len(case.reports)} | {numbers} | {found} |")
    return "\n".join(lines)


def _number(at: int | None) -> str:
    return "never" if at is None else str(at)


def _say(share: tuple[float, float, float] | None) -> str:
    return "none" if share is None else f"{share[0]:.3f} ({share[1]:.3f} to {share[2]:.3f})"
