# truetonne: everything starts here. Nothing but python3 (3.11 or later) and make is needed beforehand.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
UV := $(VENV)/bin/uv
PORT ?= 8321
TEST_WORKERS ?= auto

# Commands start several times faster from compiled modules; a setting that forbids keeping them would cost each of them seconds.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check bench accessibility setup lock messages schema clean

help: ## show this menu
	@echo "truetonne, a sustainability exchange that anyone can check"
	@echo
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | awk -F'|' '{printf "  %-14s %s\n", $$1, $$2}'

run: $(VENV)/.base ## the whole exchange with demonstration data, on http://127.0.0.1:8321
	@$(BIN)/truetonne up --port $(PORT) --demo

setup: $(VENV)/.base ## build .venv with the truetonne command
	@echo "ready: $(BIN)/truetonne --help"

test: $(VENV)/.dev ## every test (browser tests need a Chromium on the PATH)
	@$(BIN)/pytest -n $(TEST_WORKERS) --dist loadgroup

check: $(VENV)/.dev ## format, lint, types, imports, translations, migrations, licences
	@$(BIN)/python -m tests.check

bench: $(VENV)/.dev ## benchmark tables, peers beside ours in the same run
	@$(BIN)/python -m bench

accessibility: ## axe-core for the browser tests (needs npm; without it they are skipped)
	@if command -v npm >/dev/null 2>&1; then npm ci --prefix tests/accessibility --no-audit --no-fund --silent; \
	else echo "npm is not installed: the tests of accessibility are skipped"; fi

messages: $(VENV)/.dev ## gather texts to translate and list what is missing
	@$(BIN)/python -m truetonne.site.translations

schema: $(VENV)/.dev ## write the prepared database text from the migrations
	@$(BIN)/python -m truetonne.config.schema.writing

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit("truetonne needs Python 3.11 or later; this is %s. Set PYTHON=/path/to/python3.11" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@echo "building $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"

$(VENV)/.base: $(UV) requirements/base.txt pyproject.toml
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/base.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

lock: $(UV) ## renew requirements/*.txt (versions at least one week old)
	@$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --upgrade --exclude-newer "1 week" pyproject.toml -o requirements/base.txt
	@$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --upgrade --exclude-newer "1 week" pyproject.toml --extra dev --extra bench -c requirements/base.txt -o requirements/dev.txt

clean: ## remove the virtual environment (data in TRUETONNE_HOME stays)
	@rm -rf $(VENV)
