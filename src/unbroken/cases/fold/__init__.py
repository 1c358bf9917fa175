"""Where a report and a prosecution stand: pure functions from entries to state."""

from __future__ import annotations

from unbroken.cases.fold.court_shapes import Prosecution
from unbroken.cases.fold.prosecution import fold_prosecution
from unbroken.cases.fold.report import fold_report
from unbroken.cases.fold.shapes import Report

__all__ = ["Prosecution", "Report", "fold_prosecution", "fold_report"]
