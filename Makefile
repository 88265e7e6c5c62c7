# One line a task. `make` lists them.
PYTHON ?= python3
PORT ?= 8501
SPEAKS ?= en
ONLY ?= desk widget
BIN := .venv/bin
PACKAGES := app.py context.py dashboard.py languages notice_settings.py secrets_file.py server_file.py setting_types.py settings.py sign_in.py store_address.py terminal.py tracing.py pages components domain resources web actions sync store belvo_client belvo_sandbox benchmarks tests

COMPILE := pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help setup run demo check audit sbom test suite exam bench live types schema pictures catalogues reset lock clean

help: ## list the tasks
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

.venv/.runtime: requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("Linkdesk needs Python 3.11 or newer; name one with PYTHON=") if sys.version_info < (3, 11) else None'
	@echo 'Installing what the desk needs into .venv, once. That takes a minute or some.'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@

.venv/.dev: .venv/.runtime requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@

# What comes behind a | has only to be done before: the system's packages are installed one after the other, and beside
# Python's where there are two jobs.
.venv/.browser: .venv/.dev tests/install_chromium.sh | .venv/.haproxy
	sh tests/install_chromium.sh $(BIN)/playwright
	@touch $@

.venv/.postgresql: tests/install_postgresql.sh
	sh tests/install_postgresql.sh
	@mkdir -p .venv && touch $@

.venv/.haproxy: tests/install_haproxy.sh | .venv/.postgresql
	sh tests/install_haproxy.sh
	@mkdir -p .venv && touch $@

.venv/.pgbackrest: .venv/.postgresql tests/install_pgbackrest.sh
	sh tests/install_pgbackrest.sh
	@touch $@

.venv/.libreoffice: .venv/.dev tests/install_libreoffice.sh
	sh tests/install_libreoffice.sh
	@touch $@

setup: .venv/.runtime ## install what the desk needs into .venv

run: .venv/.runtime ## serve the desk at http://127.0.0.1:8501 (PORT= for another)
	@echo 'Starting Linkdesk. Its address follows, the first time after a moment.'
	@PORT=$(PORT) exec $(BIN)/python app.py

demo: .venv/.runtime ## serve a desk of its own, filled with the local Belvo's people, that opens at the first story
	@BELVO_ENV=local BELVO_BASE_URL= LINKDESK_STORE= LINKDESK_DATA_DIR=.linkdesk-demo PORT=$(PORT) exec $(BIN)/python -m actions.lab.demo

reset: .venv/.runtime ## have the local Belvo begin anew, and the desk with it
	@$(BIN)/python -m actions.reset

check: .venv/.dev ## lint, formatting, types, and known flaws of what is installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(PACKAGES)
	$(BIN)/python -m tests.audit

audit: .venv/.dev ## known flaws of what is installed, where they can be asked for
	$(BIN)/python -m tests.audit

sbom: .venv/.dev ## what the desk is made of, as CycloneDX (sbom.json)
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --of JSON --output-file sbom.json requirements.lock

test: ## everything that must hold, Chromium and PostgreSQL included
	@$(MAKE) --no-print-directory --jobs 2 suite check

suite: .venv/.browser .venv/.postgresql .venv/.haproxy
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder

exam: .venv/.browser .venv/.postgresql .venv/.pgbackrest .venv/.haproxy .venv/.libreoffice ## the long failure tests
	$(BIN)/pytest -m exam

bench: .venv/.dev .venv/.postgresql ## what pulling, queries, pages and the receiver cost (ROWS="10000 100000 1000000" for other sizes)
	$(BIN)/python -m benchmarks.pull $(ROWS) --json benchmarks/results/pull.json
	$(BIN)/python -m benchmarks.queries $(ROWS) --json benchmarks/results/queries.json
	$(BIN)/python -m benchmarks.receiver --json benchmarks/results/receiver.json
	$(BIN)/python -m benchmarks.many_links --json benchmarks/results/many_links.json
	$(BIN)/python -m benchmarks.claims --json benchmarks/results/claims.json
	$(BIN)/python -m benchmarks.writers --json benchmarks/results/writers.json
	$(BIN)/python -m benchmarks.daily_calls --json benchmarks/results/daily_calls.json
	$(BIN)/python -m benchmarks.files --json benchmarks/results/files.json
	$(BIN)/python -m benchmarks.doors --json benchmarks/results/doors.json
	$(BIN)/python -m benchmarks.desk --json benchmarks/results/desk.json
	$(BIN)/python -m benchmarks.desk 100 --transactions 100000 --json benchmarks/results/desk_of_many.json
	$(BIN)/python -m benchmarks.people --json benchmarks/results/people.json
	$(BIN)/python -m benchmarks.decoding

live: .venv/.dev ## read from Belvo's sandbox with your own keys (BELVO_SECRET_ID, BELVO_SECRET_PASSWORD)
	$(BIN)/pytest -m live tests/live

types: .venv/.dev ## make the types of Belvo's answers from its description
	$(BIN)/python -m tests.belvo_client.generated_types

schema: .venv/.dev ## make the schema of new stores from the migrations
	$(BIN)/python -m tests.store.todays_schema

catalogues: .venv/.runtime ## bring the translations' files up to the texts of the code
	$(BIN)/python -m languages

lock: .venv/.dev ## pin the newest versions that pyproject.toml admits, with their digests
	$(BIN)/uv $(COMPILE) --upgrade pyproject.toml -o requirements.txt
	$(BIN)/uv $(COMPILE) --upgrade pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(BIN)/uv $(COMPILE) --generate-hashes requirements.txt -o requirements.lock
	$(BIN)/uv $(COMPILE) --generate-hashes requirements-dev.txt -o requirements-dev.lock

pictures: .venv/.browser ## take the documents' pictures anew (SPEAKS=es for what the desk speaks, ONLY=widget for some)
	$(BIN)/python -m tests.e2e.take_pictures --language $(SPEAKS) --of $(ONLY)

clean: ## remove what was installed and measured; the data stay
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache benchmarks/results
