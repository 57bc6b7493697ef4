# `make` alone shows what there is. Everything runs in .venv, which is built from the locks when needed.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
LOG    := $(VENV)/setup.log

# A process for each core; who is done takes over what is left for another.
PYTEST := $(BIN)/python -m pytest --numprocesses auto --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help run demo test test-long test-peers check bench bench-faults format lock clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/core  ## start the monitor; Ctrl-C ends it
	@exec $(BIN)/monitor run

demo: $(VENV)/core  ## a week of the sample feed in seconds: no account, no key
	@exec $(BIN)/monitor demo

test: $(VENV)/dev  ## run the tests
	@$(PYTEST)

test-long: $(VENV)/dev  ## run the tests, and those that take minutes each
	@LONG=1 $(PYTEST)

# Slow, and only where those servers are installed: tests/peers says how.
test-peers: $(VENV)/dev  ## run the connectors against real servers on this machine
	@PEERS=1 $(BIN)/python -m pytest tests/peers

# The pages of docs/ are checked by tests, so the last step covers them too.
check: $(VENV)/dev  ## format, lint, types, imports, and the unit tests, which hold the docs too
	@echo '== format'
	@$(BIN)/ruff format --check .
	@echo '== lint'
	@$(BIN)/ruff check .
	@echo '== types'
	@$(BIN)/mypy
	@echo '== imports'
	@$(BIN)/lint-imports --no-logo
	@echo '== unit tests and docs'
	@$(PYTEST) -m 'not slow' tests/unit

bench: $(VENV)/dev  ## measure speed, as ratios from one run
	@$(BIN)/python -m tests.benchmarks

bench-faults: $(VENV)/dev  ## kill the monitor 800 times, and at 10,000 points; SHORT=1: some minutes
	@$(BIN)/python -m tests.faults.bench $(if $(SHORT),--short)

format: $(VENV)/dev  ## lay out the code and repair what the linter can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

# The dev lock is bound to the core lock: both name the same versions.
COMPILE = $(BIN)/pip-compile --quiet $(UPGRADE) --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --no-strip-extras pyproject.toml
EXTRAS = --extra build --extra bluesky --extra mastodon --extra feed --extra holidays \
	--extra slack --extra telegram --extra apprise
lock: $(VENV)/dev  ## write the locks from pyproject.toml; UPGRADE=--upgrade for newer versions
	@$(COMPILE) $(EXTRAS) --output-file requirements.lock
	@$(COMPILE) $(EXTRAS) --extra dev --allow-unsafe --constraint requirements.lock \
		--output-file requirements-dev.lock

clean:  ## remove .venv, caches and builds; data/ stays
	@rm -rf $(VENV) dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# `core` runs the monitor, `dev` checks it; each stamp stands for one finished installation in the same .venv.
$(VENV)/core: requirements.lock pyproject.toml
	@$(call set_up,requirements.lock)
	@touch $@

$(VENV)/dev: requirements-dev.lock pyproject.toml
	@$(call set_up,requirements-dev.lock)
	@touch $@ $(VENV)/core

PIP = $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet

# A .venv that works is kept, so that a changed lock installs only what changed.
define set_up
if ! command -v '$(PYTHON)' >/dev/null; then \
	echo 'error: `$(PYTHON)` not found'; \
	echo ' hint: install Python 3.11 or newer, or name it: make PYTHON=python3.12 $(MAKECMDGOALS)'; \
	exit 1; \
fi; \
if ! '$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
	echo "error: \`$(PYTHON)\` is $$('$(PYTHON)' --version 2>&1), and the monitor needs Python 3.11 or newer"; \
	echo ' hint: install a newer one, or name it: make PYTHON=python3.12 $(MAKECMDGOALS)'; \
	exit 1; \
fi; \
mkdir -p $(VENV); \
printf 'Setting up $(VENV) (once, about a minute) ...'; \
( while sleep 3 && kill -0 $$$$ 2>/dev/null; do printf .; done ) & dots=$$!; \
{ $(BIN)/python -m pip --version || '$(PYTHON)' -m venv --clear $(VENV); } >/dev/null 2>&1; \
{ $(BIN)/python -m pip --version \
	&& $(PIP) --require-hashes -r $(1) \
	&& $(PIP) --no-deps --no-build-isolation --editable .; } >$(LOG) 2>&1; \
status=$$?; \
kill $$dots; wait $$dots 2>/dev/null; \
if [ $$status -eq 0 ]; then echo ' done'; exit 0; fi; \
echo ' failed'; \
cat $(LOG); \
echo 'error: the packages of `$(1)` could not be installed'; \
echo ' hint: the lines above say why (also in $(LOG)); with the network back, run the same command again,'; \
echo '       and if it still fails `make clean` first'; \
exit 1
endef
