# Needs make and Python >= 3.11, nothing else. `make help` lists what there is.

# The newest Python the tests cover; a newer or differently named one as PYTHON=…
PYTHON ?= $(shell for candidate in python3.13 python3.12 python3.11 python3 python; do \
	$$candidate -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' \
		>/dev/null 2>&1 && echo $$candidate && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
PYTEST_ARGS ?= -n 3

LOCALE := data/locale
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard $(LOCALE)/*/LC_MESSAGES/*.po))

# What three workers and every program they start would else compile anew each time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install run test test-slow lint types contracts check bench wheel catalogues messages lock clean

help: ## what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# ── the environment ─────────────────────────────────────────────────────────
$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo "gridterm needs Python 3.11 or newer (on Debian and Ubuntu with python3-venv)," \
			"and none was found. Please install it, or name it: make run PYTHON=/path/to/python3.11" >&2; \
		exit 1; \
	fi
	@if ! $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
		echo "$(PYTHON) is too old: gridterm needs Python 3.11 or newer." \
			"Please name a newer one: make run PYTHON=/path/to/python3.11" >&2; \
		exit 1; \
	fi
	$(PYTHON) -m venv $(VENV)

# Stamps: nothing is installed twice, and nothing asks the network once it is installed.
$(VENV)/.locked: constraints.txt | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r constraints.txt
	@touch $@

$(VENV)/.installed: pyproject.toml hatch_build.py $(VENV)/.locked
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

install: $(VENV)/.installed ## make .venv with everything from constraints.txt

# ── using it ────────────────────────────────────────────────────────────────
run: $(VENV)/.installed catalogues ## open the demo office
	$(BIN)/gridterm demo

bench: $(VENV)/.installed catalogues ## measure speed, as a table and as JSON
	$(BIN)/python -m tests.bench

# ── checking it ─────────────────────────────────────────────────────────────
test: $(VENV)/.installed catalogues ## run the tests but those marked slow
	$(BIN)/python -m pytest $(PYTEST_ARGS) -m "not slow" tests

test-slow: $(VENV)/.installed catalogues ## run the tests marked slow
	$(BIN)/python -m pytest $(PYTEST_ARGS) -m slow tests

lint: $(VENV)/.installed ## style and form
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed ## mypy --strict
	$(BIN)/mypy

contracts: $(VENV)/.installed ## who may import whom
	$(BIN)/lint-imports

check: lint types contracts test test-slow ## all of these

# ── making things ───────────────────────────────────────────────────────────
wheel: $(VENV)/.installed ## build the source package and from it the wheel, in dist/
	rm -rf dist
	$(BIN)/python -m build --no-isolation

catalogues: $(CATALOGUES) ## compile the translations

%.mo: %.po | $(VENV)/.installed
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

messages: $(VENV)/.installed ## collect new texts into the translation files
	$(BIN)/pybabel --quiet extract --output-file $(LOCALE)/gridterm.pot \
		--no-default-keywords --keyword _ --keyword N_ --keyword ngettext:1,2 --keyword pgettext:1c,2 \
		--add-comments Translators: --add-location file --sort-output --width 100 --omit-header \
		gridterm screens
	$(BIN)/pybabel --quiet update --input-file $(LOCALE)/gridterm.pot --output-dir $(LOCALE) \
		--domain gridterm --width 100 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

# The lock is universal (every system, Python 3.11 and newer) and names no package index.
lock: $(BIN)/python ## choose newer versions of everything and write constraints.txt
	$(BIN)/python -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip --disable-pip-version-check install --quiet uv
	$(VENV)-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --extra dev \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-config --upgrade \
		--custom-compile-command 'make lock' --output-file constraints.txt pyproject.toml
	rm -rf $(VENV)-lock

clean: ## remove what was made here, the environment too
	rm -rf $(VENV) $(VENV)-lock dist build .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache .hypothesis snapshot_report.html
	find gridterm screens tests data -name '__pycache__' -type d -prune -exec rm -rf {} +
	find data -name '*.mo' -delete
