from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.entries import MADE, draft
from tests.integration.triage.stage import taken
from tests.integration.web.recording.assessing.forms import HER, HIM, days_ago, incident
from unbroken.access.models import User
from unbroken.safety.instruments.loading import shipped


@pytest.fixture
def case(db: None, client_as: Callable[..., User]) -> User:
    """A report with an incident that speaks for some items of S-DASH, opened by an officer of its force."""
    taken(
        draft("report.made", MADE, "report:r1", HER, HIM, happened=days_ago(10)),
        incident(behaviours=["attends_home"], threats=["kill"], narrative="He waited at the gate."),
    )
    return client_as("officer", agency="northmoor")


@pytest.fixture
def licensed(tmp_path: Path, settings: Any) -> Iterator[None]:
    """A folder with the approved wording of S-DASH, for northmoor alone."""
    items = "\n".join(f'{item.key} = "Approved words of {item.key}"' for item in shipped()["s_dash"].items)
    licence = '[licence]\nholder = "The authors"\nforce = "northmoor"\ngranted_on = 2020-01-10\n'
    text = f'instrument = "s_dash"\nversion = "2009"\n{licence}[items]\n{items}\n'
    (tmp_path / "s_dash.toml").write_text(text, encoding="utf-8")
    settings.UNBROKEN_INSTRUMENT_WORDING = str(tmp_path)
    return
