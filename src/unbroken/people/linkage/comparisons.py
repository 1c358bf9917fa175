"""The comparisons of the linkage model: what is compared, in which degrees two descriptions can agree.

Each degree (level) is defined twice, as SQL for the batch engines and in Python for the moment of entry; the first
that applies counts. A test scores tens of thousands of pairs both ways and wants the same level for every one. What a
level weighs is no part of this: the model has that from data.

How many people use an identifier is its *crowd*: counted in differently named people (by initials), so that one person
with sixty reports is no crowd, and a shelter's telephone is. See `crowds`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from unbroken.people.linkage.comparable import Comparable, Strings
from unbroken.people.linkage.crowds import CROWDS, Crowds

NEAR = 0.92  # Jaro–Winkler similarity from which two names are a slip apart; 0.92 is Splink's own first step
_edits, _likeness = DamerauLevenshtein.distance, JaroWinkler.similarity


@dataclass(frozen=True, slots=True)
class Dialect:
    """What an SQL engine calls the functions that levels, crowds and meeting need."""

    name: str
    overlap: str
    edits: str
    likeness: str
    gather: str
    each: str


DUCKDB = Dialect("duckdb", "list_has_any", "damerau_levenshtein", "jaro_winkler_similarity", "list", "unnest")
SPARK = Dialect(
    "spark", "arrays_overlap", "damerau_levenshtein", "likeness", "collect_list", "explode"
)  # likeness: see `spark`


@dataclass(frozen=True, slots=True)
class Level:
    """A degree of agreement. `says` is how it reads on a page; `sql` gives its condition, "" where nothing else fits.

    `rarity` is the column by whose frequency the weight is adjusted: the same rare name says more than a common one.
    `always_meets` says that all pairs that agree so share a key, so that strangers who do can be counted.
    """

    key: str
    says: str
    sql: Callable[[Dialect], str]
    is_null: bool = False
    rarity: str | None = None
    always_meets: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is compared, with its levels, best first. `level_of` gives the index of the level of a pair.

    `rarity_of` names for each column that rarity is read of the level at which just this column is the same: its u is
    what the frequency of a value is held against.
    """

    name: str
    title: str
    levels: tuple[Level, ...]
    level_of: Callable[[Comparable, Comparable, Crowds], int]
    rarity_of: Mapping[str, str] = field(default_factory=dict)

    def level(self, key: str) -> Level:
        """The level of this key; KeyError where there is none."""
        return {level.key: level for level in self.levels}[key]

    def exactly(self, key: str, to: Dialect) -> str:
        """The condition in SQL under which this level applies and none before it; never null."""
        place = [level.key for level in self.levels].index(key)
        before = " OR ".join(f"coalesce({level.sql(to)}, false)" for level in self.levels[:place])
        here = self.levels[place].sql(to)
        return f"(NOT ({before})" + ("" if here == "ELSE" else f" AND coalesce({here}, false)") + ")"


def _null(sql: str) -> Level:
    return Level("missing", "not known of both", lambda _: sql, is_null=True)


def _else(says: str) -> Level:
    return Level("differs", says, lambda _: "ELSE")


def _near_sql(column: str) -> Callable[[Dialect], str]:

    def sql(to: Dialect) -> str:
        left, right = f"{column}_l", f"{column}_r"
        return (
            f"(length({left}) > 3 AND length({right}) > 3 AND {to.edits}({left}, {right}) <= 1) "
            f"OR {to.likeness}({left}, {right}) >= {NEAR}"
        )

    return sql


def _is_near(left: str, right: str) -> bool:
    return (len(left) > 3 and len(right) > 3 and _edits(left, right, score_cutoff=1) <= 1) or _likeness(
        left, right
    ) >= NEAR


def _is_close_given(a: Comparable, b: Comparable, left: str, right: str) -> bool:
    return not a.given_forms.isdisjoint(b.given_forms) or _is_near_given(left, right)


def _is_near_given(left: str, right: str) -> bool:
    return ((len(left) == 1 or len(right) == 1) and left[0] == right[0]) or _is_near(left, right)


def _is_close_family(a: Comparable, b: Comparable, left: str, right: str) -> bool:
    return not a.family_forms.isdisjoint(b.family_forms) or a.sound == b.sound or _is_near(left, right)


def _name(a: Comparable, b: Comparable, _: Crowds) -> int:
    given_l, given_r, family_l, family_r = a.given, b.given, a.family, b.family
    if given_l is None or given_r is None:
        if family_l is None or family_r is None:
            return 0
        if family_l == family_r:
            return 7
        return 9 if _is_close_family(a, b, family_l, family_r) else _crossed(a, b)
    if family_l is None or family_r is None:
        if given_l == given_r:
            return 8
        return 9 if _is_close_given(a, b, given_l, given_r) else _crossed(a, b)
    return _whole_name(a, b, given_l, given_r, family_l, family_r)


def _whole_name(a: Comparable, b: Comparable, given_l: str, given_r: str, family_l: str, family_r: str) -> int:
    if family_l == family_r:
        if given_l == given_r:
            return 2
        if not a.given_forms.isdisjoint(b.given_forms):
            return 3
        return 4 if _is_near_given(given_l, given_r) else 10
    if given_l == given_r:
        return 5 if _is_close_family(a, b, family_l, family_r) else 11
    if given_l == family_r and family_l == given_r:
        return 1
    if _is_close_given(a, b, given_l, given_r) and _is_close_family(a, b, family_l, family_r):
        return 6
    return _crossed(a, b)


def _crossed(a: Comparable, b: Comparable) -> int:
    """Whether a name of the one stands in the other's other field; otherwise the names differ."""
    if a.given is not None and b.family is not None and _is_near(a.given, b.family):
        return 12
    return 12 if a.family is not None and b.given is not None and _is_near(a.family, b.given) else 13


def _crossed_sql(to: Dialect) -> str:
    def near(left: str, right: str) -> str:
        return (
            f"((length({left}) > 3 AND length({right}) > 3 AND {to.edits}({left}, {right}) <= 1) "
            f"OR {to.likeness}({left}, {right}) >= {NEAR})"
        )

    return f"{near('given_l', 'family_r')} OR {near('family_l', 'given_r')}"


def _form_sql(column: str) -> Callable[[Dialect], str]:
    # Forms come from aliases too: they count only where the main name is known of both.
    known = f"{column}_l IS NOT NULL AND {column}_r IS NOT NULL"
    return lambda to: f"({known} AND {to.overlap}({column}_forms_l, {column}_forms_r))"


def _near_given_sql(to: Dialect) -> str:
    initial = "(length(given_l) = 1 OR length(given_r) = 1) AND substr(given_l, 1, 1) = substr(given_r, 1, 1)"
    return f"(({initial}) OR {_near_sql('given')(to)})"


def _close_given_sql(to: Dialect) -> str:
    return f"({_form_sql('given')(to)} OR {_near_given_sql(to)})"


def _close_family_sql(to: Dialect) -> str:
    return f"({_form_sql('family')(to)} OR sound_l = sound_r OR {_near_sql('family')(to)})"


_NO_GIVEN, _NO_FAMILY = "(given_l IS NULL OR given_r IS NULL)", "(family_l IS NULL OR family_r IS NULL)"
NAME = Comparison(
    "name",
    "Name",
    (
        _null(f"{_NO_GIVEN} AND {_NO_FAMILY}"),
        Level(
            "changed_over",
            "given and family name changed over",
            lambda _: "given_l = family_r AND family_l = given_r AND given_l <> given_r",
        ),
        # One level for the whole name: given and family names go together (by origin, by generation), and to count
        # them as if they did not would make strangers of the same community look alike.
        Level("same", "same name", lambda _: "whole_l = whole_r", rarity="whole"),
        Level(
            "family_form",
            "same family name, a form of the same given name",
            lambda to: f"family_l = family_r AND {_form_sql('given')(to)}",
            rarity="family",
        ),
        Level(
            "family_near",
            "same family name, given names a slip apart or only an initial",
            lambda to: f"family_l = family_r AND {_near_given_sql(to)}",
            rarity="family",
        ),
        Level(
            "given_close",
            "same given name, family names spelt or sounding alike",
            lambda to: f"given_l = given_r AND {_close_family_sql(to)}",
            rarity="given",
        ),
        Level(
            "close",
            "given and family names alike, neither the same",
            lambda to: f"{_close_given_sql(to)} AND {_close_family_sql(to)}",
        ),
        Level(
            "family_alone",
            "same family name, all that one source gives",
            lambda _: f"family_l = family_r AND {_NO_GIVEN}",
            rarity="family",
        ),
        Level(
            "given_alone",
            "same given name, all that one source gives",
            lambda _: f"given_l = given_r AND {_NO_FAMILY}",
            rarity="given",
        ),
        Level(
            "part_close",
            "alike in the part of the name that both sources give",
            lambda to: f"({_NO_FAMILY} AND {_close_given_sql(to)}) OR ({_NO_GIVEN} AND {_close_family_sql(to)})",
        ),
        Level(
            "family_only", "same family name, different given names", lambda _: "family_l = family_r", rarity="family"
        ),
        Level("given_only", "same given name, different family names", lambda _: "given_l = given_r", rarity="given"),
        Level("crossed", "a name of the one stands where the other has the other name", _crossed_sql),
        _else("different names"),
    ),
    _name,
    rarity_of={"whole": "same", "family": "family_only", "given": "given_only"},
)


def _birth(a: Comparable, b: Comparable, _: Crowds) -> int:
    left, right = a.born, b.born
    if left is None or right is None:
        from_l, from_r = a.born_from, b.born_from
        if from_l is None or from_r is None:
            return 0
        return 6 if from_l <= (b.born_to or "") and from_r <= (a.born_to or "") else 7
    if left == right:
        return 2 if left[5:] == "01-01" else 1
    if left[:4] == right[:4] and left[5:7] == right[8:] and left[8:] == right[5:7]:
        return 3
    if _edits(left, right, score_cutoff=1) <= 1:
        return 4
    return 5 if left[:4] == right[:4] or left[5:] == right[5:] else 7


_BOTH_BORN = "born_l IS NOT NULL AND born_r IS NOT NULL"
BIRTH = Comparison(
    "birth",
    "Date of birth",
    (
        _null("born_from_l IS NULL OR born_from_r IS NULL"),
        Level("same", "same date of birth", lambda _: "born_l = born_r AND substr(born_l, 6, 5) <> '01-01'"),
        Level(
            "new_year", "same year of birth, both given as 1 January", lambda _: "born_l = born_r"
        ),  # what systems write for a birthday that nobody knows
        Level(
            "changed_over",
            "day and month of birth changed over",
            lambda _: (
                "substr(born_l, 1, 4) = substr(born_r, 1, 4) AND substr(born_l, 6, 2) = substr(born_r, 9, 2) "
                "AND substr(born_l, 9, 2) = substr(born_r, 6, 2)"
            ),
        ),
        Level("near", "dates of birth one digit apart", lambda to: f"{_BOTH_BORN} AND {to.edits}(born_l, born_r) <= 1"),
        Level(
            "partly",
            "same year, or same day and month, of birth",
            lambda _: "substr(born_l, 1, 4) = substr(born_r, 1, 4) OR substr(born_l, 6, 5) = substr(born_r, 6, 5)",
        ),
        Level(
            "fits",
            "the age given fits",
            lambda _: "(born_l IS NULL OR born_r IS NULL) AND born_from_l <= born_to_r AND born_from_r <= born_to_l",
        ),
        _else("different dates of birth"),
    ),
    _birth,
)


def _sex(a: Comparable, b: Comparable, _: Crowds) -> int:
    if a.sex is None or b.sex is None:
        return 0
    return 1 if a.sex == b.sex else 2


SEX = Comparison(
    "sex",
    "Sex",
    (
        _null("sex_l IS NULL OR sex_r IS NULL"),
        Level("same", "same sex", lambda _: "sex_l = sex_r"),
        _else("different sex"),
    ),
    _sex,
)


def _shared(column: str, crowd: str) -> Callable[[Dialect], str]:
    return lambda to: f"{to.overlap}({column}_{crowd}_l, {column}_{crowd}_r)"


def _empty(column: str) -> str:
    return f"{column}_l IS NULL OR {column}_r IS NULL"


def _levels(column: str, one: str, other: str) -> tuple[Level, ...]:
    return (
        _null(_empty(column)),
        Level("own", f"same {one}, used by nobody else", _shared(column, "own"), always_meets=True),
        Level("few", f"same {one}, used by a few people", _shared(column, "few"), always_meets=True),
        Level("many", f"same {one}, used by many people", _shared(column, "many")),
        _else(f"different {other}"),
    )


def _set_level(column: Callable[[Comparable], Strings]) -> Callable[[Comparable, Comparable, Crowds], int]:
    def level_of(a: Comparable, b: Comparable, crowds: Crowds) -> int:
        left, right = column(a), column(b)
        if not left or not right:
            return 0
        shared = left & right
        return 1 + min(crowds.get(token, 0) for token in shared) if shared else 4

    return level_of


def _set_comparison(name: str, title: str, column: str, one: str, other: str) -> Comparison:
    return Comparison(name, title, _levels(column, one, other), _set_level(attrgetter(column)))


PHONE = _set_comparison("phone", "Phone", "phones", "phone number", "phone numbers")
EMAIL = _set_comparison("email", "Email", "emails", "email address", "email addresses")
VEHICLE = _set_comparison("vehicle", "Vehicle", "vehicles", "vehicle", "vehicles")


def _account(a: Comparable, b: Comparable, crowds: Crowds) -> int:
    if not (a.handles or a.account_names) or not (b.handles or b.account_names):
        return 0
    if shared := a.handles & b.handles:
        return 1 + min(crowds.get(token, 0) for token in shared)
    if not a.emails.isdisjoint(b.emails):
        return 0  # counted as the email address that it is
    own = CROWDS.index("own")
    return 4 if any(crowds.get(token, 0) == own for token in a.account_names & b.account_names) else 5


ACCOUNT = Comparison(
    "account",
    "Account online",
    (
        Level(
            "missing",
            "not known of both, or the same email address",
            lambda to: (
                "(handles_l IS NULL AND account_names_l IS NULL) OR (handles_r IS NULL AND account_names_r IS NULL) "
                f"OR (NOT coalesce({to.overlap}(handles_l, handles_r), false) "
                f"AND coalesce({to.overlap}(emails_l, emails_r), false))"
            ),
            is_null=True,
        ),
        *_levels("handles", "account", "accounts")[1:4],
        Level(
            "name",
            "an account of the same name elsewhere, used by nobody else",
            _shared("account_names", "own"),
            always_meets=True,
        ),
        _else("different accounts"),
    ),
    _account,
)


def _place(a: Comparable, b: Comparable, crowds: Crowds) -> int:
    if not (a.homes or a.postcodes or a.street) or not (b.homes or b.postcodes or b.street):
        return 0
    if shared := a.homes & b.homes:
        return 1 + min(crowds.get(token, 0) for token in shared)
    same_postcode = not a.postcodes.isdisjoint(b.postcodes)
    if a.street is not None and b.street is not None and _is_near(a.street, b.street):
        return 4 if same_postcode else 6
    return 5 if same_postcode else 7


def _nowhere(side: str) -> str:
    return f"(homes_{side} IS NULL AND postcodes_{side} IS NULL AND street_{side} IS NULL)"


PLACE = Comparison(
    "place",
    "Address",
    (
        _null(f"{_nowhere('l')} OR {_nowhere('r')}"),
        Level("own", "same address, where nobody else is known", _shared("homes", "own"), always_meets=True),
        Level("few", "same address, where a few people are known", _shared("homes", "few"), always_meets=True),
        Level("many", "same address, where many people are known", _shared("homes", "many")),
        Level(
            "street",
            "same postcode and street, another number",
            lambda to: f"{to.overlap}(postcodes_l, postcodes_r) AND ({_near_sql('street')(to)})",
        ),
        Level("postcode", "same postcode", lambda to: f"{to.overlap}(postcodes_l, postcodes_r)"),
        Level("street_only", "streets of the same name, another postcode", _near_sql("street")),
        _else("different addresses"),
    ),
    _place,
)


def _police_id(a: Comparable, b: Comparable, _: Crowds) -> int:
    if not a.police_ids or not b.police_ids:
        return 0
    if not a.police_ids.isdisjoint(b.police_ids):
        return 1
    return 0 if lasting(a.police_ids).isdisjoint(lasting(b.police_ids)) else 2


def lasting(police_ids: Strings) -> Strings:
    """The types among these numbers of which a person has only one for life: two different ones are two people."""
    return frozenset(token.partition(":")[0] for token in police_ids) & _LASTING


_LASTING = frozenset({"pnc", "cro", "nhs"})


POLICE_ID = Comparison(
    "police_id",
    "Police or agency number",
    (
        Level(
            "missing",
            "no number of the same kind known of both",
            lambda to: (
                f"{_empty('police_ids')} OR (NOT {to.overlap}(police_ids_l, police_ids_r) "
                f"AND NOT coalesce({to.overlap}(police_types_l, police_types_r), false))"
            ),
            is_null=True,
        ),
        Level(
            "same",
            "same police or agency number",
            lambda to: f"{to.overlap}(police_ids_l, police_ids_r)",
            always_meets=True,
        ),
        _else("different police or agency numbers"),
    ),
    _police_id,
)

COMPARISONS = (NAME, BIRTH, SEX, PHONE, EMAIL, ACCOUNT, VEHICLE, PLACE, POLICE_ID)
BY_NAME: Mapping[str, Comparison] = {comparison.name: comparison for comparison in COMPARISONS}
