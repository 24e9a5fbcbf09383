# Everything a person or a machine does with this house; `make` lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet
ARGS ?=
WORKERS ?= auto

.PHONY: help demo ocr up test unit check format lint types imports generate rule new-rule revision lock screenshots bench samples mutations clean

help: ## what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(VENV)/.runtime ## the whole house with sample agencies and reports; ARGS=--once ends by itself
	@$(BIN)/gouji demo $(ARGS)

ocr: $(VENV)/.runtime ## what reading scans needs besides (about 200 MB)
	@$(PIP) --require-hashes -r requirements/ocr.lock

up: $(VENV)/.runtime ## the whole house on this machine, data in ./data
	@$(BIN)/gouji up $(ARGS)

test: $(VENV)/.test machine ## every check and every test (.ci/run calls this)
	@$(MAKE) --no-print-directory check
	@$(BIN)/python -m pytest --numprocesses=$(WORKERS) $(ARGS)

unit: $(VENV)/.test ## the quick tests: no servers, no browser
	@$(BIN)/python -m pytest -q tests/shared/report tests/shared/events tests/services tests/architecture -m "not postgresql and not browser" $(ARGS)

check: $(VENV)/.test format-check lint types imports ## format, lint, types, directions

.PHONY: format-check machine
format-check: $(VENV)/.test
	@$(BIN)/ruff format --check --quiet .

format: $(VENV)/.test ## put the code into the house's format
	@$(BIN)/ruff format .

lint: $(VENV)/.test ## ruff, all rules
	@$(BIN)/ruff check --quiet .

types: $(VENV)/.test ## mypy, strict
	@$(BIN)/mypy

imports: $(VENV)/.test ## who may import whom
	@$(BIN)/lint-imports --no-logo

generate: $(VENV)/.test ## write the generated pages: schemas, EVENTS.md, AsyncAPI, CATALOGUE.md, RUBRIC.md
	@for page in shared.events.render services.validate.render_catalogue services.score.render_rubric; do \
		$(BIN)/python -m $$page; done

rule: $(VENV)/.test ## one rule's vectors: make rule ID=A301
	@$(BIN)/python -m pytest -q tests/services/validate/test_rule_units.py tests/services/validate/test_rule_vectors.py -k "$(ID)"

revision: $(VENV)/.test ## a database revision from a room's tables: make revision ROOM=score MESSAGE="add rank"
	@$(BIN)/python -m shared.storage.revision $(ROOM) "$(MESSAGE)"

bench: $(VENV)/.test ## how long reading, judging and the pages take; the pages with 300,000 filings loaded
	@$(BIN)/python -m tests.bench.reading_speed
	@$(BIN)/python -m tests.bench.judging_speed
	@$(BIN)/python -m tests.bench.portal_speed

accuracy: $(VENV)/.test ## what the catalogue catches and how often a diagnosis is the truth, on synthetic reports
	@$(BIN)/python -m tests.bench.catch_rate
	@$(BIN)/python -m tests.bench.diagnosis_accuracy

samples: $(VENV)/.test ## how every report in ../shared/samples is read, cell by cell; DIR=… another folder
	@$(BIN)/python -m tests.corpus.results $(DIR)

mutations: $(VENV)/.test ## which rules notice when one of the 200 cells of a sound report is printed otherwise
	@$(BIN)/python -m tests.services.validate.mutations

screenshots: $(VENV)/.test machine ## take the README's pictures anew
	@$(BIN)/python -m tests.browser.screenshots

lock: ## pin every dependency with its hashes, newest that fit
	@$(PYTHON) -m venv $(VENV) && $(PIP) uv
	@for lock in runtime ocr test; do \
		case $$lock in runtime) more= ;; ocr) more="--extra ocr -c requirements/runtime.lock" ;; \
			test) more="--extra ocr --group dev -c requirements/ocr.lock" ;; esac; \
		$(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 --generate-hashes --no-header \
			--no-emit-index-url --no-emit-find-links pyproject.toml requirements/build.in \
			$$more -o requirements/$$lock.lock; done

clean: ## remove what was built here; never data
	@rm -rf $(VENV) build node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

machine: ## what the tests need besides Python
	@bash tests/servers/machine.sh

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); bash deploy/python-venv.sh "$(PYTHON)" && $(PYTHON) -m venv $(VENV); }

# Where there is no npm, pages show their tables and no charts.
node_modules/.package-lock.json: package.json package-lock.json
	@if command -v npm >/dev/null; then npm ci --ignore-scripts --no-audit --no-fund --silent; \
		else echo "no npm: pages show tables without charts"; fi

$(VENV)/.runtime: requirements/runtime.lock pyproject.toml package-lock.json | $(VENV)/bin/python
	@$(MAKE) --no-print-directory node_modules/.package-lock.json || echo "npm has no packages: pages show tables without charts"
	@echo "installing pinned dependencies …"
	@$(PIP) --require-hashes -r requirements/runtime.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.lock pyproject.toml package-lock.json | $(VENV)/bin/python
	@$(MAKE) --no-print-directory node_modules/.package-lock.json || echo "npm has no packages: pages show tables without charts"
	@echo "installing pinned dependencies and test tools …"
	@$(PIP) --require-hashes -r requirements/test.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.runtime
