# make report   set everything up, render a sample to out/ and print where the files are
# make test     run the tests     make lint    style and types     make bench   speed, side by side
# make quality  how well the rules on prose judge labelled sentences
SHELL := /bin/bash
VENV := .venv
PYTHON := $(VENV)/bin/python
GOVREPORT := $(VENV)/bin/govreport
PIP := $(VENV)/bin/pip --disable-pip-version-check
SAMPLE := samples/laiyuan-2024.toml
SARIF_SCHEMA := @microsoft/sarif-multitool-ts@5.7.0

.PHONY: report test lint quality bench docs schemas clean system

report: system $(VENV)/ready
	$(GOVREPORT) render $(SAMPLE) -o out

test: $(VENV)/ready-dev
	$(PYTHON) -m pytest -n auto

lint: $(VENV)/ready-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

quality: $(VENV)/ready-dev
	$(PYTHON) tests/quality/score.py
	$(PYTHON) tools/make_rules_page.py

bench: $(VENV)/ready-dev
	$(PYTHON) bench/run.py

docs: $(VENV)/ready
	$(PYTHON) tools/make_rules_page.py

schemas: $(VENV)/ready
	for form in schemas/*/format.toml; do \
	  folder=$$(dirname $$form); \
	  $(GOVREPORT) schema --format $$(basename $$folder) -o $$folder/report.schema.json; done

system:
	@./tools/system-packages.sh

$(VENV)/bin/python:
	@./tools/system-packages.sh
	python3 -m venv $(VENV)

$(VENV)/ready: pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --editable ".[all]"
	@touch $@

$(VENV)/ready-dev: $(VENV)/ready
	@./tools/system-packages.sh dev
	$(PIP) install --quiet --upgrade "pip>=25.1"
	$(PIP) install --quiet --group dev
	-$(VENV)/bin/npm install --silent --no-audit --no-fund --ignore-scripts --prefix $(VENV) $(SARIF_SCHEMA)
	@touch $@

clean:
	rm -rf $(VENV) out dist
