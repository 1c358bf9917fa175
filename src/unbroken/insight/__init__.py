"""Why cases are lost: analyses of an extract of the record. Nothing here knows the service or Django.

from unbroken import insight

extract = insight.Extract("extract-2026-01")
found = insight.run(extract, insight.Scope(since=date(2024, 1, 1)))
"""

from unbroken.insight.extract import BadExtract, Extract
from unbroken.insight.publication import BadProtection
from unbroken.insight.report import Report, run, write_report
from unbroken.insight.scope import BadScope, Scope

__all__ = ["BadExtract", "BadProtection", "BadScope", "Extract", "Report", "Scope", "run", "write_report"]
