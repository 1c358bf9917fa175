"""What holds of the analysis as a whole: it loads little, and the published tables are whole."""

from __future__ import annotations

import subprocess
import sys

import pytest

from unbroken.insight import reference

LOADED = "import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}} & {{{names}}}))"


def loaded(module: str, *names: str) -> str:
    """Which of these packages a fresh interpreter has loaded after importing a module."""
    code = LOADED.format(module=module, names=", ".join(map(repr, names)))
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_importing_the_analysis_loads_nothing_heavy() -> None:
    heavy = ("django", "numpy", "scipy", "pandas", "sklearn", "statsmodels", "firthmodels", "matplotlib", "duckdb")
    assert loaded("unbroken.insight", *heavy) == ""


@pytest.mark.parametrize("module", ["logistic.wording", "competing.subdistribution", "agreement", "sampling"])
def test_statistics_load_no_statistics_package_before_they_fit(module: str) -> None:
    heavy = ("django", "pandas", "sklearn", "statsmodels", "firthmodels", "lifelines", "comprisk", "numba")
    assert loaded(f"unbroken.insight.stats.{module}", *heavy) == ""


@pytest.mark.demand("GOV-10")
def test_the_published_tables_are_whole() -> None:
    """The numbers of rows that their description gives; significant and not, as it says of the regressions."""
    sizes = {name: len(reference.rows(name)) for name in ("published-figures", "regression-tables", "attrition-flow")}
    assert sizes == {"published-figures": 483, "regression-tables": 49, "attrition-flow": 140}
    significant = [row["significant"] for row in reference.rows("regression-tables")]
    assert (significant.count("true"), significant.count("false")) == (26, 23)


@pytest.mark.demand("GOV-10")
def test_printed_percentages_recompute_or_are_marked() -> None:
    """Of the published figures with both counts and a percentage, 129 are the rounded quotient and 8 are not."""
    agrees, differs = 0, 0
    for row in reference.rows("published-figures"):
        if row["numerator"] and row["denominator"] and row["percent"]:
            digits = len(row["percent"].partition(".")[2])
            exact = 100 * float(row["numerator"]) / float(row["denominator"])
            is_right = abs(exact - float(row["percent"])) <= 0.5 * 10**-digits + 1e-9
            tags = [tag.strip() for tag in row["note"].split(";")]
            assert any(tag.startswith("agrees" if is_right else "mismatch") for tag in tags), row["id"]
            agrees, differs = agrees + is_right, differs + (not is_right)
    assert (agrees, differs) == (129, 8)
