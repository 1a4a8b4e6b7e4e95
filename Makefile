# Everything from a fresh clone with Python >= 3.11 and make; .venv is set up once from the locks in requirements/.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
# Hashes are checked, wheels are only fetched; kg itself is linked to this folder.
INSTALL := $(RUN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps
LINK := $(RUN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
# Two, because that is what a laptop spares and CI has; `make test JOBS=8` for more.
JOBS ?= 2
UV ?= uv
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench quality lock clean

help:  ## Show this
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 10

demo: $(RUNTIME)  ## Read the example articles, ask a question, draw demo/graph.html
	@$(RUN)/kg demo

test: $(DEV)  ## Run the tests
	@$(RUN)/python -m pytest -n $(JOBS) --dist loadfile $(TESTS)

lint: $(DEV)  ## Check style, types and the arrows between packages
	@$(RUN)/ruff check .
	@$(RUN)/ruff format --check .
	@$(RUN)/mypy
	@$(RUN)/lint-imports

format: $(DEV)  ## Put the code in its form
	@$(RUN)/ruff check --fix --select I .
	@$(RUN)/ruff format .

bench: $(DEV)  ## Measure, and print the figures
	@for script in tests/bench/*.py; do echo "== $$script"; PYTHONPATH=. $(RUN)/python $$script ../shared || exit 1; done

quality: $(DEV)  ## Score extraction against tests/quality, beside its floors (PIN=1 sets them anew)
	@PYTHONPATH=. $(RUN)/python tests/quality/gate.py $(if $(PIN),--pin)

lock:  ## Write the locks anew (needs uv)
	@for name in runtime build dev; do \
	  case $$name in runtime) from="pyproject.toml";; build) from="--group build";; \
	    dev) from="pyproject.toml --group build --group dev";; esac; \
	  $(UV) pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal \
	    $$from -o requirements/$$name.lock || exit 1; done

clean:  ## Remove what was made here
	rm -rf $(VENV) demo build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(RUN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kg needs Python 3.11 or newer; try: make PYTHON=python3.11")'
	@echo "Setting up $(VENV) (once) …"
	@$(PYTHON) -m venv $(VENV)

$(RUNTIME): requirements/runtime.lock requirements/build.lock pyproject.toml | $(RUN)/python
	@$(INSTALL) -r requirements/runtime.lock
	@$(INSTALL) -r requirements/build.lock
	@$(LINK)
	@touch $@

$(DEV): requirements/dev.lock $(RUNTIME)
	@$(INSTALL) -r requirements/dev.lock
	@touch $@
