"""The model that this service links with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from unbroken.people.linkage.model import read_model, shipped_model
from unbroken.people.linkage.scoring import Scorer


@cache
def scorer() -> Scorer:
    """Weighs pairs by the model of this service: its own (UNBROKEN_LINKAGE_MODEL), or the one that is shipped.

    Raises BadModel where the file cannot be used.
    """
    own = settings.UNBROKEN_LINKAGE_MODEL
    return Scorer(read_model(Path(own)) if own else shipped_model())
