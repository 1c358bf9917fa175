from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.unit.people.linkage import made_up
from unbroken.people.linkage.model import BadModel, Weighed, read_model, write_model


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "model.json"
    write_model(made_up.model(), path)
    return path


def test_a_model_is_read_as_it_was_written(path: Path) -> None:
    assert read_model(path) == made_up.model()


def test_a_weight_is_the_log_of_m_over_u() -> None:
    assert [Weighed(0.5, 0.125).weight, Weighed(0.125, 0.5).weight, Weighed(0.3, 0.3).weight] == [2, -2, 0]


def test_a_value_that_is_not_listed_has_the_rarest_frequency() -> None:
    model = made_up.model()
    assert (model.frequency("family", "khan"), model.frequency("family", "obscure")) == (0.2, 1e-5)


Change = Callable[[dict[str, Any]], object]
BAD: list[tuple[str, Change, str]] = [
    ("other format", lambda it: it.update(format=2), "no linkage model of format 1"),
    ("no format", lambda it: it.pop("format"), "no linkage model of format 1"),
    ("no version", lambda it: it.pop("version"), "version"),
    ("no thresholds", lambda it: it.pop("thresholds"), "thresholds"),
    ("no join", lambda it: it["thresholds"].pop("join"), "join"),
    ("thresholds out of order", lambda it: it["thresholds"].update(join=1, review=5), "must rise from review"),
    ("a threshold that is no number", lambda it: it["thresholds"].update(join="high"), "high"),
    ("no prior", lambda it: it.pop("prior"), "prior"),
    ("prior 0", lambda it: it.update(prior=0), "prior is 0.0"),
    ("prior 1", lambda it: it.update(prior=1), "prior is 1.0"),
    ("prior null", lambda it: it.update(prior=None), "not a whole linkage model"),
    ("no comparisons", lambda it: it.pop("comparisons"), "comparisons"),
    ("comparisons a list", lambda it: it.update(comparisons=[]), "not a whole linkage model"),
    ("no comparison", lambda it: it["comparisons"].pop("birth"), "birth, level 'same'"),
    ("comparison a list", lambda it: it["comparisons"].update(birth=[]), "not a whole linkage model"),
    ("no level", lambda it: it["comparisons"]["name"].pop("close"), "name, level 'close'"),
    ("level a number", lambda it: it["comparisons"]["name"].update(close=1), "not a whole linkage model"),
    ("no m", lambda it: it["comparisons"]["phone"]["own"].pop("m"), "phone, level 'own' has m=None"),
    ("m null", lambda it: it["comparisons"]["phone"]["own"].update(m=None), "phone, level 'own' has m=None"),
    ("u null", lambda it: it["comparisons"]["phone"]["few"].update(u=None), "phone, level 'few' has .* u=None"),
    ("m 0", lambda it: it["comparisons"]["sex"]["same"].update(m=0), "sex, level 'same' has m=0"),
    ("u 0", lambda it: it["comparisons"]["sex"]["same"].update(u=0.0), "sex, level 'same' has .* u=0.0"),
    ("m above 1", lambda it: it["comparisons"]["sex"]["differs"].update(m=1.01), "sex, level 'differs' has m=1.01"),
    ("u below 0", lambda it: it["comparisons"]["sex"]["differs"].update(u=-0.1), "sex, level 'differs' has .* u=-0.1"),
    ("m text", lambda it: it["comparisons"]["sex"]["same"].update(m="0.9"), "sex, level 'same' has m='0.9'"),
    ("m true", lambda it: it["comparisons"]["sex"]["same"].update(m=True), "sex, level 'same' has m=True"),
    ("no frequencies", lambda it: it.pop("frequencies"), "frequencies"),
    ("a column without frequencies", lambda it: it["frequencies"].pop("whole"), "must both have whole"),
    ("a column without the rarest", lambda it: it["rarest"].pop("given"), "must both have given"),
    ("frequency 0", lambda it: it["frequencies"]["family"].update(smith=0), "frequencies of family"),
    ("frequency above 1", lambda it: it["frequencies"]["family"].update(smith=2), "frequencies of family"),
    ("rarest 0", lambda it: it["rarest"].update(given=0), "frequencies of given"),
    ("frequency text", lambda it: it["frequencies"]["family"].update(smith="often"), "often"),
    ("frequencies a list", lambda it: it["frequencies"].update(family=[]), "not a whole linkage model"),
]


@pytest.mark.demand("LNK-01")
@pytest.mark.parametrize(("change", "says"), [(change, says) for _, change, says in BAD], ids=[why for why, *_ in BAD])
def test_a_bad_model_is_refused_with_what_is_wrong(path: Path, change: Change, says: str) -> None:
    data = orjson.loads(path.read_bytes())
    change(data)
    path.write_bytes(orjson.dumps(data))
    with pytest.raises(BadModel, match=says):
        read_model(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not JSON"), (b"{", "is not JSON"), (b"\xff\xfe{}", "is not JSON"), (b"[]", "no linkage model"),
        (b"null", "no linkage model"), (b'{"format": 1}', "not a whole linkage model"),
    ],
)  # fmt: skip
def test_what_is_no_model_is_refused(path: Path, content: bytes, says: str) -> None:
    path.write_bytes(content)
    with pytest.raises(BadModel, match=says):
        read_model(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadModel, match=r"none\.json cannot be read: No such file"):
        read_model(tmp_path / "none.json")
    with pytest.raises(BadModel, match="cannot be read: Is a directory"):
        read_model(tmp_path)
