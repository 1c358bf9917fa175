"""How well linkage finds who is who, measured on records of which it is known: precision and recall, with intervals.

*Pairwise*: of the pairs of records that were joined, how many are of one person (precision); of the pairs that are of
one person, how many were joined (recall). Every pair counts once, so people with many records count most.

*B-cubed* (Bagga and Baldwin 1998, "Entity-Based Cross-Document Coreferencing", COLING; Amigó et al. 2009, Information
Retrieval 12): for each record, the share of its cluster that is of its person, and the share of its person's records
that are in its cluster; then the mean over records. Every record counts once.

F1 is the harmonic mean of precision and recall: of pairs, 2 × right / (joined + true), so 0 where nothing was joined
that should have been.

*Intervals* are of the percentile bootstrap (Efron and Tibshirani 1993, chapter 13) with true persons as units, for the
records of one person stand or fall together: a replicate draws as many persons as there are, with replacement, and
person i counts as often as drawn, w_i times. A right pair lies within one person and counts w_i. A wrong pair of
persons i and j counts (w_i + w_j) / 2: half a pair belongs to either, as in the estimators from sampled entities of
Binette et al. 2023 ("Estimating the Performance of Entity Resolution Algorithms: Lessons Learned Through
PatentsView.org", The American Statistician 77). To count it w_i × w_j times would be to say that whom a person is
mistaken for was drawn by chance too; but the other records stay in the file whoever is drawn. Precision and recall are
so ratios of sums over persons, and clusters are never made anew. The records of one person drawn twice are not taken
for two people's. Where there was no error at all an interval has no width; that is no proof that there are none.

*Of a group*: the pairs are those with both records in the group. B-cubed is the mean over its records, of their whole
clusters. The units are the persons with a record in it. *Between groups* are all other pairs: one record in one group,
the other in another, so that the pairs of a grouping add up to all pairs. They are often the hardest: somebody known
well in one report and by a number alone in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from unbroken.people.linkage.files import BadFile
from unbroken.people.linkage.labelled import check_covers, check_same_records

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

REPLICATES = 500
LEVEL = 0.95
_CELLS = 4_000_000  # numbers held at once for the replicates: 32 MB
_FEWEST_PEOPLE = 2  # with one there is nothing to draw
_RECORDS, _JOINED, _TRUE, _RIGHT, _EXACT, _WHOLE = range(6)  # columns of what each person adds


@dataclass(frozen=True, slots=True)
class Measure:
    """A share from 0 to 1 with its 95 % interval; None where it is not defined, or cannot be known."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """Precision, recall and F1."""

    precision: Measure
    recall: Measure
    f1: Measure


@dataclass(frozen=True, slots=True)
class Quality:
    """How well some records were linked. Numbers of records, true people, clusters found, and pairs.

    `joined_pairs` are those in one cluster, `true_pairs` those of one person, `right_pairs` those that are both.
    """

    records: int
    people: int
    clusters: int
    joined_pairs: int
    true_pairs: int
    right_pairs: int
    pairwise: Rates
    b_cubed: Rates


@dataclass(frozen=True, slots=True)
class Between:
    """How well records of different groups were linked with one another."""

    joined_pairs: int
    true_pairs: int
    right_pairs: int
    pairwise: Rates


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Quality over all records, and by group for each grouping, groups in order of their names; and between them."""

    overall: Quality
    by: Mapping[str, Mapping[str, Quality]] = field(default_factory=dict)
    between: Mapping[str, Between] = field(default_factory=dict)


def evaluate(
    clusters: Mapping[str, str],
    truth: Mapping[str, str],
    *,
    groupings: Mapping[str, Mapping[str, str]] | None = None,
    replicates: int = REPLICATES,
    seed: int = 1,
) -> Evaluation:
    """Measure clusters (cluster by record) against the truth (person by record), overall and by each grouping.

    `groupings` are groups by record, by the name of the grouping; groups are for measuring only and never reach the
    model. The same seed gives the same intervals. Raises BadFile where the records are not the same, where a grouping
    lacks any (more than needed are let be), or where there are none; ValueError for fewer than 1 replicates.
    """
    if replicates < 1:
        raise ValueError("an interval takes at least one replicate")
    check_same_records(clusters, truth, called=("the clusters", "the truth"))
    if not truth:
        raise BadFile("There are no records to measure.")
    for name, groups in (groupings or {}).items():
        check_covers(groups, truth, called=(f"the grouping {name}", "the truth"))
    at = _codes(clusters[name] for name in truth), _codes(truth.values())
    exact = _exactness(*at)
    overall = _quality(*at, exact, replicates=replicates, seed=seed)
    by, between = {}, {}
    for name, groups in (groupings or {}).items():
        labels = [groups[record] for record in truth]
        within = _members(labels)
        between[name] = _between(*at, _codes(labels), replicates=replicates, seed=seed)
        by[name] = {
            group: _quality(at[0][rows], at[1][rows], exact[rows], replicates=replicates, seed=seed)
            for group, rows in within.items()
        }
    return Evaluation(overall, by, between)


def _codes(values: Iterable[str]) -> Whole:
    import numpy as np

    known: dict[str, int] = {}
    return np.array([known.setdefault(value, len(known)) for value in values], dtype=np.int64)


def _members(labels: Sequence[str]) -> dict[str, Whole]:
    """The places of each label, labels in order."""
    import numpy as np

    codes = _codes(labels)
    names = list(dict.fromkeys(labels))
    parts = np.split(np.argsort(codes, kind="stable"), np.cumsum(np.bincount(codes))[:-1])
    return dict(sorted(zip(names, parts, strict=True)))


def _exactness(found: Whole, true: Whole) -> Floats:
    """B-cubed precision and recall of each record, in two columns."""
    import numpy as np

    shared = _cell_sizes(found, true)
    return np.stack([shared / np.bincount(found)[found], shared / np.bincount(true)[true]], axis=1)


def _cell_sizes(found: Whole, true: Whole) -> Floats:
    """For each record, how many records share both its cluster and its person."""
    import numpy as np

    _, cell, size = np.unique(found * (int(true.max()) + 1) + true, return_inverse=True, return_counts=True)
    sizes: Floats = size[cell].astype(np.float64)
    return sizes


def _quality(found: Whole, true: Whole, exact: Floats, *, replicates: int, seed: int) -> Quality:
    import numpy as np

    found = np.unique(found, return_inverse=True)[1]
    true = np.unique(true, return_inverse=True)[1]
    shares = _by_person(found, true, exact)
    totals = _totals(shares, replicates=replicates, seed=seed)
    return Quality(
        records=len(true),
        people=len(shares),
        clusters=int(found.max()) + 1,
        joined_pairs=round(totals[0, _JOINED]),
        true_pairs=round(totals[0, _TRUE]),
        right_pairs=round(totals[0, _RIGHT]),
        pairwise=_pairwise_rates(totals),
        b_cubed=_b_cubed_rates(totals),
    )


def _between(found: Whole, true: Whole, group: Whole, *, replicates: int, seed: int) -> Between:
    """Of all pairs those that no group has: each record has half of every pair that it is in."""
    import numpy as np

    def across(*labels: Whole) -> Floats:
        alike = labels[0] if len(labels) == 1 else np.unique(np.stack(labels), axis=1, return_inverse=True)[1].ravel()
        return (np.bincount(alike)[alike] - _cell_sizes(alike, group)) / 2

    halves = (across(found), across(true), across(found, true))
    shares = np.zeros((int(true.max()) + 1, _WHOLE + 1))
    for column, each in zip((_JOINED, _TRUE, _RIGHT), halves, strict=True):
        shares[:, column] = np.bincount(true, weights=each)
    totals = _totals(shares, replicates=replicates, seed=seed)
    joined, true_pairs, right = (round(totals[0, column]) for column in (_JOINED, _TRUE, _RIGHT))
    return Between(joined, true_pairs, right, _pairwise_rates(totals))


def _totals(shares: Floats, *, replicates: int, seed: int) -> Floats:
    """The sums over persons, and of each replicate."""
    import numpy as np

    kinds, counts = _alike(shares)
    totals = (counts @ kinds)[np.newaxis]
    if len(shares) < _FEWEST_PEOPLE:
        return totals
    return np.concatenate([totals, _drawn(kinds, counts, replicates=replicates, seed=seed)])


def _by_person(found: Whole, true: Whole, exact: Floats) -> Floats:
    """What each person adds, one row a person: records, joined pairs (of wrong ones half), true pairs, right pairs,
    and the B-cubed precision and recall of their records, summed."""
    import numpy as np

    def total(values: Floats) -> Floats:
        return np.bincount(true, weights=values).astype(np.float64)

    size = np.bincount(true).astype(np.float64)
    joined = (np.bincount(found)[found] - 1) / 2  # a record has half of every pair that it is in
    right = (_cell_sizes(found, true) - 1) / 2
    columns = [size, total(joined), size * (size - 1) / 2, total(right), total(exact[:, 0]), total(exact[:, 1])]
    return np.stack(columns, axis=1)


def _alike(rows: Floats) -> tuple[Floats, Whole]:
    """The rows that differ and how often each is there: most people are alike, and one draw then serves them all."""
    import numpy as np

    label = np.zeros(len(rows), dtype=np.int64)
    for column in rows.T:
        values, place = np.unique(column, return_inverse=True)
        label = np.unique(label * len(values) + place, return_inverse=True)[1]
    _, first, counts = np.unique(label, return_index=True, return_counts=True)
    return rows[first], counts.astype(np.int64)


def _drawn(kinds: Floats, counts: Whole, *, replicates: int, seed: int) -> Floats:
    """The sums of each replicate, one row each. To draw persons and to draw kinds of person is the same."""
    import numpy as np

    chance, people = np.random.default_rng(seed), int(counts.sum())
    at_once = max(1, _CELLS // len(counts))
    parts = [
        chance.multinomial(people, counts / people, size=min(at_once, replicates - start)) @ kinds
        for start in range(0, replicates, at_once)
    ]
    return np.concatenate(parts)


def _pairwise_rates(totals: Floats) -> Rates:
    """Of sums over persons: the first row of all, the others of the replicates."""
    joined, true, right = totals[:, _JOINED], totals[:, _TRUE], totals[:, _RIGHT]
    return Rates(
        _measure(_ratio(right, joined)), _measure(_ratio(right, true)), _measure(_ratio(2 * right, joined + true))
    )


def _b_cubed_rates(totals: Floats) -> Rates:
    """Of the same rows."""
    precision = _ratio(totals[:, _EXACT], totals[:, _RECORDS])
    recall = _ratio(totals[:, _WHOLE], totals[:, _RECORDS])
    return Rates(_measure(precision), _measure(recall), _measure(_ratio(2 * precision * recall, precision + recall)))


def _ratio(above: Floats, below: Floats) -> Floats:
    """The quotient; not a number where it is not defined."""
    import numpy as np

    found: Floats = np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
    return found


def _measure(values: Floats) -> Measure:
    """The value comes first, then those of the replicates; replicates where it is not defined say nothing."""
    import numpy as np

    value, drawn = values[0], values[1:]
    if np.isnan(value):
        return Measure(None)
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return Measure(float(value))
    low, high = np.percentile(drawn, [50 * (1 - LEVEL), 50 * (1 + LEVEL)])
    return Measure(float(value), float(low), float(high))


def table(evaluation: Evaluation) -> str:
    """The evaluation as plain text in columns of fixed width: pairs first, then B-cubed."""
    rows = [("all records", evaluation.overall)]
    pairs: list[tuple[str, Quality | Between]] = [("all records", evaluation.overall)]
    for name, groups in evaluation.by.items():
        each = [(f"{name}: {group}", quality) for group, quality in groups.items()]
        rows += each
        pairs += [*each, (f"{name}: between different groups", evaluation.between[name])]
    wide = min(max(len(label) for label, _ in pairs), _LABEL)
    return "\n".join(
        [
            "Pairs of records",
            _line(wide, "", ("joined", "true", "right"), ("precision", "recall", "F1")),
            *(_line(wide, label, _pairs_of(one), _pairwise(one)) for label, one in pairs),
            "",
            "Records (B-cubed)",
            _line(wide, "", ("records", "people", "clusters"), ("precision", "recall", "F1")),
            *(_line(wide, label, _sizes_of(one), _shown(one.b_cubed)) for label, one in rows),
            "",
            "In brackets: 95 % intervals, from drawing people anew. Where all is right they have no width.",
        ]
    )


_LABEL, _NUMBER, _MEASURE = 44, 15, 23


def _line(wide: int, label: str, numbers: Iterable[int | str], measures: Iterable[str]) -> str:
    shown = "".join(char if char.isprintable() else "?" for char in label)[:wide]
    counts = "".join(f"{n:>{_NUMBER},}" if isinstance(n, int) else f"{n:>{_NUMBER}}" for n in numbers)
    return (f"{shown:<{wide}}{counts}" + "".join(f"  {text:<{_MEASURE}}" for text in measures)).rstrip()


def _pairs_of(one: Quality | Between) -> tuple[int, int, int]:
    return one.joined_pairs, one.true_pairs, one.right_pairs


def _sizes_of(one: Quality) -> tuple[int, int, int]:
    return one.records, one.people, one.clusters


def _pairwise(one: Quality | Between) -> tuple[str, str, str]:
    rates = one.pairwise
    return _text(rates.precision, "none joined"), _text(rates.recall, "none to join"), _text(rates.f1, "no pairs")


def _shown(rates: Rates) -> tuple[str, str, str]:
    return _text(rates.precision), _text(rates.recall), _text(rates.f1)


def _text(measure: Measure, undefined: str = "") -> str:
    if measure.value is None:
        return undefined
    if measure.low is None or measure.high is None:
        return _share(measure.value)
    return f"{_share(measure.value)} ({_share(measure.low)}-{_share(measure.high)})"


def _share(value: float) -> str:
    """With four digits; nothing is rounded to all or to none, for one wrong pair may be what matters."""
    return f"{value if value in (0, 1) else min(max(value, 0.0001), 0.9999):.4f}"
