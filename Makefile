# Every chore of the project. `make` alone lists them.

PYTHON ?= python3
PORT ?= 8000

VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
# One process for each core, with a database, a browser and a live server of its own.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist worksteal --durations 25
CODE := rolesite roles assessments web benchmarks tests manage.py
# Whatever the environment says, modules are compiled once, not again by each process.
export PYTHONDONTWRITEBYTECODE :=

# Stamps live inside what they describe, so deleting that is enough to redo it.
RUNTIME := $(VENV)/runtime-installed
DEVELOPMENT := $(VENV)/development-installed
NODE_TOOLS := node_modules/.package-lock.json

# What draws PDFs. The site runs without these, and then offers printing instead.
PDF_LIBRARIES := pango-1.0 pangoft2-1.0 harfbuzz-subset
PDF_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core

# Long enough for `check --deploy`; nothing is ever signed with it.
PRODUCTION_LIKE := ROLESITE_ENV=production \
	SECRET_KEY=only-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz \
	ALLOWED_HOSTS=rolesite.example SITE_URL=https://rolesite.example \
	DATABASE_URL=postgres://rolesite@localhost/rolesite \
	EMAIL_URL=submission://rolesite:nobody@mail.example:587 EMAIL_FROM=rolesite@rolesite.example

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run dev site simulate test test-fast test-tools coverage check check-code check-site check-style check-types deploy-check bench lighthouse security faults css fmt lock upgrade clean

help: ## List every chore
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: site ## Set up what is missing and serve the site on http://127.0.0.1:8000 (PORT= changes it)
	@exec $(MANAGE) serve --port $(PORT)

dev: site ## Serve with reload on every change of the code (PORT= changes the port)
	@DEBUG=true exec $(MANAGE) runserver 127.0.0.1:$(PORT)

# Each command may run again at any time: none overwrites what an editor changed. One process runs
# them all, as starting Django takes longer than they do.
define SET_UP_SITE
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_content")
call_command("publish_first_edition")
call_command("create_local_editor")
endef
export SET_UP_SITE

site: $(RUNTIME)
	@mkdir -p var/static  # or WhiteNoise warns, although nothing is collected in development
	@$(MANAGE) shell --no-imports --command "$$SET_UP_SITE"

# Standard output is for the one JSON object, so what setting up says goes to standard error.
simulate: ## Check the instrument on 200,000 simulated people: figures as JSON, targets compared
	@$(MAKE) --no-print-directory site >&2
	@$(MANAGE) simulate

test: $(DEVELOPMENT) test-tools $(NODE_TOOLS) ## Run every test on SQLite, and those of the database again on a throw-away PostgreSQL
	$(PYTEST)
	@# Its databases are not dropped one by one: they go with the server.
	$(BIN)/python -m tests.throwaway_postgres -- $(PYTEST) -m postgres --reuse-db

test-fast: $(DEVELOPMENT) ## Run the tests that need neither browser, Java nor PostgreSQL
	$(PYTEST) -m "not browser and not services"

coverage: $(DEVELOPMENT) test-tools $(NODE_TOOLS) ## Run every test on SQLite and print how much of the code, branch by branch, ran
	$(PYTEST) --cov --cov-report term:skip-covered

check: ## Check style, types, layers, settings, then run every test: what CI runs
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target check-code
	@$(MAKE) --no-print-directory test

check-code: check-types check-style check-site

check-types: $(DEVELOPMENT)
	$(BIN)/mypy $(CODE)

check-style: $(DEVELOPMENT) $(NODE_TOOLS)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djade --check --target-version 5.2 $$(find templates -name '*.html')
	@find templates -name '*.html' -exec awk 'length > 120 { print FILENAME ":" FNR ": longer than 120 bytes"; bad = 1 } END { exit bad }' {} + >&2
	npm run --silent lint
	@before=$$(cksum static/css/*.css); npm run --silent css || exit 1; \
	test "$$before" = "$$(cksum static/css/*.css)" || { \
		echo "static/css was out of date. It is built again now: commit it." >&2; exit 1; }

check-site: $(DEVELOPMENT)
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	$(PRODUCTION_LIKE) $(MANAGE) check --deploy --fail-level WARNING

bench: $(DEVELOPMENT) test-tools ## Measure every goal of performance beside its floor, in about 8 minutes (BENCH=--write keeps it)
	@command -v wrk >/dev/null || .ci/apt-install wrk
	@$(BIN)/python -m benchmarks $(BENCH)

lighthouse: $(DEVELOPMENT) test-tools benchmarks/lighthouse/node_modules ## Let Lighthouse look at five pages as on a phone; fails where a goal is missed
	@$(BIN)/python -m benchmarks.lighthouse

deploy-check: $(DEVELOPMENT) test-tools ## Install, upgrade, crash and restore the site behind nginx and PostgreSQL, on free ports
	@missing=""; for program in nginx openssl curl git; do \
		PATH="$$PATH:/usr/sbin" command -v $$program >/dev/null || missing="$$missing $$program"; done; \
	test -z "$$missing" || .ci/apt-install $$missing
	$(BIN)/python -m pytest tests/deployment/check_deployment.py

security: $(DEVELOPMENT) ## Attack the site: access, hostile texts, headers, 10,000 odd requests, in about 8 minutes
	@$(BIN)/python -m tests.security $(SECURITY)

faults: $(DEVELOPMENT) test-tools ## Kill and freeze servers and databases while 40 people answer the quiz, in under 10 minutes
	@$(BIN)/python -m tests.faults $(FAULTS)

css: $(NODE_TOOLS) ## Build the style sheet again from its sources
	npm run css

fmt: $(DEVELOPMENT) ## Format code and templates, and fix what can be fixed
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/djade --target-version 5.2 $$(find templates -name '*.html')

lock: $(DEVELOPMENT) ## Lock again after a change in requirements*.in or package.json
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-config \
		--custom-compile-command "make lock" $(LOCK_FLAGS) requirements.in --output-file requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-config \
		--custom-compile-command "make lock" $(LOCK_FLAGS) requirements-dev.in --output-file requirements-dev.txt
	npm install --package-lock-only
	npm run unfund

upgrade: ## Lock the newest versions that requirements*.in allow
	@$(MAKE) --no-print-directory lock LOCK_FLAGS=--upgrade

clean: ## Remove everything that can be made again; the database in var/ stays
	rm -rf $(VENV) node_modules test-results .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache .hypothesis
	find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): requirements.txt
	@$(PYTHON) -c "import ensurepip" 2>/dev/null || .ci/apt-install python3-venv
	@$(PYTHON) -c "import sys; sys.version_info >= (3, 11) or sys.exit('Rolesite needs Python 3.11 or newer; PYTHON= names another one.')"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(PYTHON) -c "import sys; from ctypes.util import find_library as find; sys.exit(not all(map(find, sys.argv[1:])))" $(PDF_LIBRARIES) \
		|| .ci/apt-install $(PDF_PACKAGES) || echo "Going on without them: the site will make no PDFs." >&2
	@echo "Installing what the site runs on"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(DEVELOPMENT): requirements-dev.txt $(RUNTIME)
	@echo "Installing what testing and checking need"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(NODE_TOOLS): package.json package-lock.json
	@command -v npm >/dev/null || .ci/apt-install nodejs npm
	npm ci
	@touch $@

benchmarks/lighthouse/node_modules: benchmarks/lighthouse/package-lock.json
	@command -v npm >/dev/null || .ci/apt-install nodejs npm
	npm ci --prefix $(@D)
	@touch $@

# Playwright brings its own Node.js, which needs libatomic; a bare Debian has none.
test-tools: $(DEVELOPMENT)
	@missing=""; \
	test -x "$${CHROMIUM:-/usr/bin/chromium-headless-shell}" || missing="$$missing chromium-headless-shell fonts-dejavu-core"; \
	$(BIN)/python -c "import ctypes; ctypes.CDLL('libatomic.so.1')" 2>/dev/null || missing="$$missing libatomic1"; \
	command -v java >/dev/null || missing="$$missing default-jre-headless"; \
	command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing postgresql"; \
	test -z "$$missing" || .ci/apt-install $$missing
