"""What keeps two descriptions apart, however much agrees: small named rules, each with its reason.

A guard holds for two whole clusters too: if it keeps any of the one from any of the other, the model joins neither. A
person may decide otherwise, except about two people of one report. Like the levels, each guard is written for both
engines, and a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.comparisons import BIRTH, NAME, NEAR, Dialect, lasting

_FAMILY_ONLY = [level.key for level in NAME.levels].index("family_only")
_DIFFERENT = len(NAME.levels) - 1
_OTHER_BIRTH = len(BIRTH.levels) - 1
_edits, _likeness = DamerauLevenshtein.distance, JaroWinkler.similarity
_BIRTH = ("born", "born_from", "born_to")
_NO_CROWDS: dict[str, int] = {}


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition in SQL, with the columns that it reads: of descriptions that are alike in them, one stands for all.

    `unique_id` is among them where a description would be kept apart from itself.
    """

    sql: Callable[[Dialect], str]
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """A rule that keeps two descriptions apart. `says` is the reason a person reads; a `final` one nobody overrules.

    In SQL it holds where any of its clauses does.
    """

    name: str
    says: str
    keeps_apart: Callable[[Comparable, Comparable], bool]
    clauses: tuple[Clause, ...]
    final: bool = False

    def sql(self, to: Dialect) -> str:
        """The condition in SQL; never null."""
        return " OR ".join(f"({clause.sql(to)})" for clause in self.clauses)


def same_report(a: Comparable, b: Comparable) -> bool:
    """Both are people of the same report: victim, suspect or witness of it, and so never one person."""
    return not a.reports.isdisjoint(b.reports)


def other_number(a: Comparable, b: Comparable) -> bool:
    """They have different police, court or health numbers, of a kind of which a person has one for life."""
    if not a.police_ids or not b.police_ids or not a.police_ids.isdisjoint(b.police_ids):
        return False
    return not lasting(a.police_ids).isdisjoint(lasting(b.police_ids))


def other_birth(a: Comparable, b: Comparable) -> bool:
    """Whole dates of birth are known of both, and they have nothing in common: no slip makes one from the other."""
    return a.born is not None and b.born is not None and BIRTH.level_of(a, b, _NO_CROWDS) == _OTHER_BIRTH


def other_sex(a: Comparable, b: Comparable) -> bool:
    """One is recorded as female, the other as male."""
    return a.sex is not None and b.sex is not None and a.sex != b.sex


def twins(a: Comparable, b: Comparable) -> bool:
    """Same day of birth, different given names, and the same family name or address: it may be a twin."""
    if a.born is None or a.born != b.born or a.given is None or b.given is None:
        return False
    if a.family is not None and a.family == b.family:
        return _other_given(a, b)
    return NAME.level_of(a, b, _NO_CROWDS) == _DIFFERENT and not a.homes.isdisjoint(b.homes)


def relatives(a: Comparable, b: Comparable) -> bool:
    """Same family name and different given names: it may be a relative or somebody of the same household."""
    return a.given is not None and b.given is not None and a.family == b.family is not None and _other_given(a, b)


def _other_given(a: Comparable, b: Comparable) -> bool:
    """Of two with one family name, whether their given names differ: all of them, or those after the first, by which
    brothers are told apart who are all called Mohammed."""
    if a.given == b.given:
        return False
    return NAME.level_of(a, b, _NO_CROWDS) == _FAMILY_ONLY or _other_second(a, b)


def _other_second(a: Comparable, b: Comparable) -> bool:
    if a.second is None or b.second is None or not a.police_ids.isdisjoint(b.police_ids):
        return False
    (first, one, sound), (first_there, other, sound_there) = a.second.split("|"), b.second.split("|")
    return first == first_there and sound != sound_there and _edits(one, other) > 1 and _likeness(one, other) < NEAR


def other_side(a: Comparable, b: Comparable) -> bool:
    """One is a suspect known by identifiers alone, the other a victim: whoever harasses somebody may use the victim's
    own number or account, and neither makes a victim a suspect."""
    return a.side is not None and b.side is not None and a.side != b.side


def household(a: Comparable, b: Comparable) -> bool:
    """A given name is known of one at most, and all that they have in common is what a household shares: address,
    landline, family name. Whoever else lives there fits as well."""
    if (a.given is not None and b.given is not None) or (a.born is not None and a.born == b.born):
        return False
    if a.homes.isdisjoint(b.homes) and a.phones.isdisjoint(b.phones):
        return False
    own = ((own_phones(a.phones), own_phones(b.phones)), *((getattr(a, name), getattr(b, name)) for name in _OWN))
    return all(left.isdisjoint(right) for left, right in own)


_OWN = ("emails", "handles", "account_names", "vehicles", "police_ids")  # beside these, a mobile phone is one person's
_LANDLINES = ("+441", "+442")


def own_phones(phones: Collection[str]) -> frozenset[str]:
    """The phone numbers without British landlines, which are a household's."""
    return frozenset(phone for phone in phones if not phone.startswith(_LANDLINES))


def _household_sql(to: Dialect) -> str:
    def shared(name: str) -> str:
        return f"coalesce({to.overlap}({name}_l, {name}_r), false)"

    own = " OR ".join(map(shared, ("own_phones", *_OWN)))
    return f"""(given_l IS NULL OR given_r IS NULL) AND NOT coalesce(born_l = born_r, false)
        AND ({shared("homes")} OR {shared("phones")}) AND NOT ({own})"""


def _other_number_sql(to: Dialect) -> str:
    return (
        f"coalesce({to.overlap}(police_types_l, police_types_r), false) "
        f"AND NOT coalesce({to.overlap}(police_ids_l, police_ids_r), false)"
    )


def _other_birth_sql(to: Dialect) -> str:
    return f"born_l IS NOT NULL AND born_r IS NOT NULL AND {BIRTH.exactly('differs', to)}"


# What costs little to see comes first, in a CASE: engines then work out the level of the name for few pairs only. Where
# the given names are the same, neither level applies.


def _twins_sql(to: Dialect) -> str:
    return f"""CASE WHEN born_l = born_r AND given_l <> given_r AND family_l = family_r THEN {_other_given_sql(to)}
        ELSE false END"""


def _twins_of_one_home_sql(to: Dialect) -> str:
    return f"""CASE WHEN born_l = born_r AND given_l <> given_r AND NOT coalesce(family_l = family_r, false)
        THEN coalesce({to.overlap}(homes_l, homes_r), false) AND {NAME.exactly("differs", to)} ELSE false END"""


def _relatives_sql(to: Dialect) -> str:
    return f"CASE WHEN family_l = family_r AND given_l <> given_r THEN {_other_given_sql(to)} ELSE false END"


def _other_given_sql(to: Dialect) -> str:
    first, second, sound = ([f"split_part(second_{side}, '|', {n})" for side in "lr"] for n in (1, 2, 3))
    return f"""({NAME.exactly("family_only", to)} OR (coalesce({first[0]} = {first[1]} AND {sound[0]} <> {sound[1]}
        AND {to.edits}({second[0]}, {second[1]}) > 1 AND {to.likeness}({second[0]}, {second[1]}) < {NEAR}, false)
        AND NOT coalesce({to.overlap}(police_ids_l, police_ids_r), false)))"""


_NAMES = ("given", "family", "whole", "sound", "given_forms", "family_forms")

GUARDS = (
    Guard(
        "same_report",
        "Both are people of the same report",
        same_report,
        (Clause(lambda to: f"coalesce({to.overlap}(reports_l, reports_r), false)", ("unique_id", "reports")),),
        final=True,
    ),
    Guard(
        "other_number",
        "They have different police or health numbers",
        other_number,
        (Clause(_other_number_sql, ("police_ids", "police_types")),),
    ),
    Guard(
        "other_birth", "Their dates of birth have nothing in common", other_birth, (Clause(_other_birth_sql, _BIRTH),)
    ),
    Guard(
        "other_sex",
        "One is recorded as female, the other as male",
        other_sex,
        (Clause(lambda _: "coalesce(sex_l <> sex_r, false)", ("sex",)),),
    ),
    Guard(
        "twins",
        "Born on the same day, with different given names: it may be a twin",
        twins,
        (
            Clause(_twins_sql, ("born", "second", "police_ids", *_NAMES)),
            Clause(_twins_of_one_home_sql, ("born", "homes", *_NAMES)),
        ),
    ),
    Guard(
        "relatives",
        "Same family name, different given names: it may be a relative",
        relatives,
        (Clause(_relatives_sql, ("second", "police_ids", *_NAMES)),),
    ),
    Guard(
        "household",
        "All that they have in common is what a household shares: it may be somebody else who lives there",
        household,
        (Clause(_household_sql, ("unique_id", "given", "born", "homes", "phones", "own_phones", *_OWN)),),
    ),
    Guard(
        "other_side",
        "One is a suspect known by a number or account alone, the other a victim: it may be used without the victim",
        other_side,
        (Clause(lambda _: "coalesce(side_l <> side_r, false)", ("side",)),),
    ),
)


def guard_between(a: Comparable, b: Comparable) -> Guard | None:
    """The first guard that keeps two descriptions apart, if any."""
    return next((guard for guard in GUARDS if guard.keeps_apart(a, b)), None)


def clauses() -> tuple[Clause, ...]:
    """The clauses of all guards."""
    return tuple(clause for guard in GUARDS for clause in guard.clauses)


def guarded_sql(to: Dialect) -> str:
    """A condition that holds where any guard keeps a pair apart."""
    return " OR ".join(f"({guard.sql(to)})" for guard in GUARDS)
