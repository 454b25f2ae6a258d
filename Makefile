# make report   set everything up and render a sample to out/
# make test     run the tests     make lint    style and types     make bench   speed against others
SHELL := /bin/bash
VENV := .venv
PYTHON := $(VENV)/bin/python
GOVREPORT := $(VENV)/bin/govreport
SAMPLE := samples/laiyuan-2024.toml

.PHONY: report test lint bench schemas clean

report: $(VENV)/ready
	$(GOVREPORT) render $(SAMPLE) -o out

test: $(VENV)/ready-dev
	$(PYTHON) -m pytest -n auto

lint: $(VENV)/ready-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

bench: $(VENV)/ready-dev
	$(PYTHON) bench/startup.py

schemas: $(VENV)/ready
	for form in schemas/*/format.toml; do \
	  $(GOVREPORT) schema --format $$(basename $$(dirname $$form)) -o $$(dirname $$form)/report.schema.json; done

$(VENV)/bin/python:
	./tools/system-packages.sh
	python3 -m venv $(VENV)

$(VENV)/ready: $(VENV)/bin/python pyproject.toml
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/ready-dev: $(VENV)/ready
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --group dev
	touch $@

clean:
	rm -rf $(VENV) out dist
