# What a newcomer types. Needs python3 (3.11 or newer), make and the package registries.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# A start reads two thousand modules: compiled once, they take a third of the time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run install test check bench fuzz vnu clean
.DEFAULT_GOAL := help

help: ## say what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: install ## a demo on http://127.0.0.1:8000 (SOLIDAY_PORT, SOLIDAY_DATA change that)
	@SOLIDAY_MODE=demo exec bin/soliday run

install: $(VENV)/run.stamp ## the packages that running needs, in .venv
	@$(BIN)/python -m soliday.languages.compile > /dev/null

test: $(VENV)/dev.stamp ## all tests, on SQLite and on a private PostgreSQL
	@$(BIN)/python -m soliday.languages.compile > /dev/null
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser" $(ARGS)
	@# Apart, because they empty the database that other tests share; a part chosen may hold none.
	$(BIN)/python -m pytest -m browser $(ARGS) || [ $$? -eq 5 ]
	$(BIN)/python -m tests.run_postgres

check: $(VENV)/dev.stamp ## style, types, layers, migrations, translations, templates, docs
	@$(BIN)/python -m soliday.languages.compile > /dev/null
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/python -m soliday.languages.completeness
	$(BIN)/djlint soliday --lint --quiet
	$(BIN)/python -m pytest tests/architecture -q

bench: $(VENV)/dev.stamp ## how fast the parts that matter are
	@for part in $$(grep -l __main__ bench/*.py); do echo "== $$part"; $(BIN)/python -m bench.$$(basename $$part .py) || exit 1; done

fuzz: $(VENV)/dev.stamp ## broken photos against the decoder, for MINUTES (10)
	$(BIN)/python -m fuzz.photos --minutes $(or $(MINUTES),10)

vnu: $(VENV)/vnu.stamp ## the Nu HTML checker, for the tests (needs npm; Java to run it)

clean: ## remove what was installed; data stays
	rm -rf $(VENV)

# A stamp is newer than its list of packages only when all of them are installed.
$(VENV)/run.stamp: requirements/run.txt | $(BIN)/python
	@echo "Installing packages …" >&2
	@$(call install,requirements/run.txt)
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt | $(BIN)/python
	@echo "Installing packages for tests and checks …" >&2
	@$(call install,requirements/dev.txt)
	@touch $@ $(VENV)/run.stamp

# Without the package's own script, which would fetch a Java from elsewhere.
$(VENV)/vnu.stamp: requirements/vnu/package-lock.json | $(BIN)/python
	@mkdir -p $(VENV)/vnu && cp requirements/vnu/*.json $(VENV)/vnu
	@cd $(VENV)/vnu && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) -V 2>&1)." >&2; exit 1; }
	@if command -v uv > /dev/null; then uv venv --quiet --python $(PYTHON) $(VENV); \
	elif $(PYTHON) -c 'import ensurepip, venv' 2> /dev/null; then $(PYTHON) -m venv $(VENV); \
	else echo "Python's venv module is missing. On Debian: apt install python3-venv" >&2; exit 1; fi

install = if [ -x $(BIN)/pip ]; then $(BIN)/pip install --quiet --require-hashes -r $(1); \
	else uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1); fi
