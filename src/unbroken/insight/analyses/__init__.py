"""The analyses: each a function from an extract and a scope to words, tables and pictures, with their definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from unbroken.insight.analyses.attrition import report_attrition
from unbroken.insight.analyses.caseload import report_caseload
from unbroken.insight.analyses.coded import report_coded
from unbroken.insight.analyses.completeness import report_completeness
from unbroken.insight.analyses.disproportionality import report_disproportionality
from unbroken.insight.analyses.leaving import report_leaving
from unbroken.insight.analyses.orders import report_orders
from unbroken.insight.analyses.outcomes import report_outcomes
from unbroken.insight.analyses.predictors import report_predictors
from unbroken.insight.analyses.reclassification import report_reclassification
from unbroken.insight.analyses.standards import report_standards
from unbroken.insight.analyses.timing import report_timing
from unbroken.insight.analyses.trends import report_trends
from unbroken.insight.extract import Extract
from unbroken.insight.scope import Scope
from unbroken.insight.sheets import Analysis

ANALYSES: Mapping[str, Callable[[Extract, Scope], Analysis]] = {
    "attrition": report_attrition,
    "leaving": report_leaving,
    "time": report_timing,
    "predictors": report_predictors,
    "outcomes": report_outcomes,
    "trends": report_trends,
    "reclassification": report_reclassification,
    "orders": report_orders,
    "standards": report_standards,
    "disproportionality": report_disproportionality,
    "caseload": report_caseload,
    "completeness": report_completeness,
    "coded": report_coded,
}
"""Every analysis by name, in the order of the report."""
