from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest

from tests.unit.people.linkage import made_up
from unbroken.people.linkage import batch, training
from unbroken.people.linkage.comparable import Comparable
from unbroken.people.linkage.comparisons import BY_NAME
from unbroken.people.linkage.model import BadModel, Model
from unbroken.people.linkage.training import FEWEST, train

pytestmark = [pytest.mark.demand("LNK-01"), pytest.mark.slow]

CLOSE = 0.06  # of m: what the pairs of 4,000 reports that meet nowhere, and so are not seen, can make of it
MAIN = (("name", "same"), ("name", "family_form"), ("birth", "same"), ("sex", "same"), ("police_id", "same"))


def trained(people: Sequence[Comparable], *, seed: int = 1, base: Model | None = None) -> Model:
    with batch.workspace() as con:
        batch.load(con, people)
        batch.prepare(con)
        return train(con, version="test", trained_on="a made-up force", base=base, seed=seed)


@pytest.fixture(scope="module")
def force() -> list[tuple[Comparable, str]]:
    return list(made_up.synthetic(4000, seed=3))


@pytest.fixture(scope="module")
def model(force: list[tuple[Comparable, str]]) -> Model:
    return trained([one for one, _ in force], base=made_up.model())


def true_m(force: list[tuple[Comparable, str]], comparison: str) -> dict[str, float]:
    """Of all pairs of descriptions of one person, of whom both are known, the share at each level."""
    told: dict[str, list[Comparable]] = defaultdict(list)
    for one, person in force:
        told[person].append(one)
    crowds, compared = made_up.crowds_of(one for one, _ in force), BY_NAME[comparison]
    at = Counter(
        compared.levels[compared.level_of(a, b, crowds)].key for held in told.values() for a, b in combinations(held, 2)
    )
    at.pop("missing", None)
    return {level: count / at.total() for level, count in at.items()}


def test_what_is_learnt_is_near_the_truth(force: list[tuple[Comparable, str]], model: Model) -> None:
    learnt = [model.weights[name][level].m for name, level in MAIN]
    true = [true_m(force, name)[level] for name, level in MAIN]
    assert learnt == pytest.approx(true, abs=CLOSE)
    assert {f"{name}/{level}" for name, level in MAIN} & set(model.carried_over) == set()


def test_the_prior_is_near_the_truth(force: list[tuple[Comparable, str]], model: Model) -> None:
    same = sum(count * (count - 1) / 2 for count in Counter(person for _, person in force).values())
    assert model.prior == pytest.approx(same / (len(force) * (len(force) - 1) / 2), rel=0.25)


def test_some_of_the_pairs_that_meet_teach_the_same(
    force: list[tuple[Comparable, str]], model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(training, "MEETING_PAIRS", 5_000)
    some = trained([one for one, _ in force], base=made_up.model())
    assert some.prior == pytest.approx(model.prior, rel=0.1)
    assert some.prior != model.prior, "fewer were drawn"
    learnt, all_learnt = ([one.weights[name][level].m for name, level in MAIN] for one in (some, model))
    assert learnt == pytest.approx(all_learnt, abs=0.03)


def test_agreement_weighs_for_and_disagreement_against(model: Model) -> None:
    known = {
        f"{name}/{level}": weighed.weight
        for name, levels in model.weights.items()
        for level, weighed in levels.items()
        if f"{name}/{level}" not in model.carried_over
    }
    assert min(known[f"{name}/same"] for name in ("name", "birth", "sex", "police_id")) > 0
    assert max(known[one] for one in ("birth/differs", "name/given_only")) < 0


def test_the_same_seed_gives_the_same_model(force: list[tuple[Comparable, str]], model: Model) -> None:
    people = [one for one, _ in force]
    assert trained(people[::-1], base=made_up.model()) == model


def test_too_few_descriptions_are_refused() -> None:
    with pytest.raises(BadModel, match=f"{FEWEST - 1} descriptions are too few"):
        trained(made_up.people(FEWEST - 1, seed=1))


def test_descriptions_of_which_no_two_meet_are_refused() -> None:
    """What so many share leads to nobody, and there is nothing else."""
    shared = [Comparable(f"d{n}", phones=frozenset({"+442079460123"})) for n in range(FEWEST)]
    with pytest.raises(BadModel, match="No two of these descriptions meet"):
        trained(shared)


def test_levels_that_are_not_seen_are_carried_over_and_named(force: list[tuple[Comparable, str]]) -> None:
    people = [one._replace(sex=None, vehicles=frozenset()) for one, _ in force[:3000]]
    base = made_up.model()
    found = trained(people, base=base)
    unseen = {f"{name}/{level}" for name in ("sex", "vehicle") for level in base.weights[name]}
    assert unseen - set(found.carried_over) == set()
    assert (found.weights["sex"], found.weights["vehicle"]) == (base.weights["sex"], base.weights["vehicle"])
    assert all(
        found.weights[name][level] == base.weights[name][level]
        for name, _, level in (one.partition("/") for one in found.carried_over)
    )


def test_levels_that_nobody_knows_are_named(force: list[tuple[Comparable, str]]) -> None:
    people = [one._replace(sex=None) for one, _ in force[:2000]]
    base = replace(made_up.model(), weights={**made_up.model().weights, "sex": {}})
    with pytest.raises(BadModel, match="sex/same, sex/differs"):
        trained(people, base=base)
