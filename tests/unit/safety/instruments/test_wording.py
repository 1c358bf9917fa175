"""The licence gate: approved wording shows to the force that holds a licence, while it runs, and to nobody else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from unbroken.safety.instruments.loading import BadInstrument, shipped
from unbroken.safety.instruments.wording import Approved, read_wordings, words_of

LICENCE = '[licence]\nholder = "The authors"\nforce = "northmoor"\ngranted_on = 2026-01-10\nuntil = 2026-12-31\n'
KEYS = [item.key for item in shipped()["s_dash"].items]


def wording(
    *, licence: str = LICENCE, version: str = "2009", keys: list[str] = KEYS, instrument: str = "s_dash"
) -> str:
    items = "\n".join(f'{key} = "Approved {key}"' for key in keys)
    return f'instrument = "{instrument}"\nversion = "{version}"\n{licence}\n[items]\n{items}\n'


def read(folder: Path, *texts: str) -> Approved:
    for number, text in enumerate(texts):
        (folder / f"w{number}.toml").write_text(text, encoding="utf-8")
    return read_wordings(folder, shipped())


@pytest.mark.demand("ASS-02")
@pytest.mark.parametrize(
    ("force", "day", "shows"),
    [
        ("northmoor", date(2026, 1, 10), True),
        ("northmoor", date(2026, 12, 31), True),
        ("northmoor", date(2026, 1, 9), False),
        ("northmoor", date(2027, 1, 1), False),
        ("southmoor", date(2026, 6, 1), False),
    ],
)
def test_it_shows_to_the_force_of_the_licence_from_its_first_day_to_its_last(
    tmp_path: Path, force: str, day: date, shows: bool
) -> None:
    found = read(tmp_path, wording()).find("s_dash", force=force, on=day)
    assert (found is not None) is shows
    assert words_of(shipped()["s_dash"].items[0], found) == (
        "Approved sd01" if shows else "The victim is in great fear"
    )


@pytest.mark.demand("ASS-02")
def test_another_instrument_keeps_its_paraphrase(tmp_path: Path) -> None:
    assert read(tmp_path, wording()).find("dash_ric", force="northmoor", on=date(2026, 6, 1)) is None


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (wording(licence=""), ["w0.toml: licence: is missing"]),
        (wording(licence=LICENCE.replace('holder = "The authors"\n', "")), ["w0.toml: licence.holder: is missing"]),
        (
            wording(licence=LICENCE.replace("until = 2026-12-31", "until = 2025-12-31")),
            ["w0.toml: licence.until: is before it was granted"],
        ),
        (wording(version="2010"), ["w0.toml: version: is '2010'; the structure here is of '2009'"]),
        (wording(keys=KEYS[1:]), ["w0.toml: item sd01: has no wording"]),
        (wording(keys=[*KEYS, "sd12"]), ["w0.toml: item sd12: is no item of it"]),
        (wording(instrument="sam"), ["w0.toml: instrument: 'sam' is not an instrument that is shipped"]),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_wording_that_does_not_fit_is_refused_by_name(tmp_path: Path, text: str, faults: list[str]) -> None:
    with pytest.raises(BadInstrument) as bad:
        read(tmp_path, text)
    assert [str(fault) for fault in bad.value.faults] == faults


def test_two_wordings_for_one_force_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInstrument, match=r"w1\.toml: instrument: another file has the wording of it for this force"):
        read(tmp_path, wording(), wording())


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInstrument, match="is not a folder"):
        read_wordings(tmp_path / "none", shipped())
