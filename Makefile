# The commands of the portal. Each target installs what it needs; only python3 (3.11 or newer, with venv) is assumed.

.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory

PORT ?= 8000
VENV := .venv
PYTHON := $(VENV)/bin/python
MANAGE := $(PYTHON) manage.py
INSTALL := VIRTUAL_ENV=$(VENV) $(VENV)/bin/uv pip install --quiet --require-hashes
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header
DEMO := DEBUG=1 REDIS_URL= BASE_URL=http://127.0.0.1:$(PORT) DATABASE_URL=sqlite:///$(CURDIR)
HOSTED := DEBUG=0 BASE_URL=https://portal.example ALLOWED_HOSTS=portal.example SECRET_KEY=$$(printf '%s' {a..z} {A..Z})
# What pytest ends with where nothing was chosen.
NO_TESTS := 5

export UV_PYTHON_DOWNLOADS := never
unexport PYTHONDONTWRITEBYTECODE # every process would compile every module anew

.PHONY: help setup demo serve assets test lint lint-types lint-others bench prove pictures lock clean

help:           ## list the commands
	@sed -n 's/^\([a-z]*\): .*## /make \1\t/p' Makefile | expand -t 14

setup: $(VENV)/installed-dev ## make .venv with everything that developing needs

demo: $(VENV)/installed-run ## serve the demonstration organisation on http://127.0.0.1:8000 (PORT= to change)
	@DEBUG=1 $(MANAGE) build_assets
	@[ -e demo.sqlite3 ] || { rm -f new-demo.sqlite3*; \
		echo "Writing the demonstration organisation …"; \
		$(DEMO)/new-demo.sqlite3 $(MANAGE) migrate --verbosity 0; \
		$(DEMO)/new-demo.sqlite3 $(MANAGE) seed_demo >/dev/null; \
		mv new-demo.sqlite3 demo.sqlite3; }
	@$(DEMO)/demo.sqlite3 $(MANAGE) migrate --verbosity 0
	@printf '\nSign in at http://127.0.0.1:%s with the password demo-portal as\n' $(PORT)
	@printf '  %s@demo.example\n' leader manager rep steward admin manager2 rep2
	@printf 'Ctrl C stops the demonstration; remove demo.sqlite3 to begin it anew.\n\n'
	@$(DEMO)/demo.sqlite3 WEB_WORKERS=1 WEB_THREADS=8 exec $(VENV)/bin/gunicorn --bind 127.0.0.1:$(PORT)

serve: setup assets ## serve what DATABASE_URL names, with debugging on
	DEBUG=1 $(MANAGE) migrate --verbosity 0
	DEBUG=1 $(MANAGE) runserver 127.0.0.1:$(PORT)

assets: setup ## cut the font and the icons out of their packages
	@DEBUG=1 $(MANAGE) build_assets

test: setup assets ## run the whole suite: on SQLite, or on what DATABASE_URL and REDIS_URL name
	$(VENV)/bin/pytest -n auto $(PYTEST)

lint: setup ## run every linter and every check
	@$(MAKE) --jobs=2 --output-sync lint-types lint-others

lint-types:
	$(VENV)/bin/mypy

lint-others:
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/djlint --lint --quiet portal charters funnels coaching
	DEBUG=1 $(MANAGE) check
	DEBUG=1 $(MANAGE) makemigrations --check --dry-run
	$(HOSTED) $(MANAGE) check --deploy --fail-level WARNING

bench: setup assets ## measure speed as ratios to the floors of the same run
	$(PYTHON) -m tests.bench $(BENCH)

prove: setup assets ## run the proofs in full counts (PYTEST=tests/… for some) and write their table into docs/proofs
	PROVE=1 $(VENV)/bin/pytest -m "proof and quiet" $(PYTEST) || [ $$? = $(NO_TESTS) ]
	PROVE=1 $(VENV)/bin/pytest -v -m "proof and not quiet" -n auto $(PYTEST) || [ $$? = $(NO_TESTS) ]

pictures: setup assets ## draw docs/pictures anew from the demonstration organisation; needs a Chromium
	$(PYTHON) -m tests.pictures

lock: $(VENV)/bin/uv ## compile the locked requirements anew (UPGRADE=--upgrade for the newest)
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements/run.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt

clean: ## remove what was built here; databases stay
	rm -rf $(VENV) .cache .*_cache .hypothesis htmlcov static portal/static/build

$(VENV)/bin/uv:
	@bash deploy/make-venv $(VENV)

$(VENV)/installed-dev: requirements/dev.txt | $(VENV)/bin/uv
	@$(INSTALL) -r $<
	@touch $(VENV)/installed-run $@

$(VENV)/installed-run: requirements/run.txt | $(VENV)/bin/uv
	@$(INSTALL) -r $<
	@touch $@
