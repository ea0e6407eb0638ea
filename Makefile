# One door for chores. `make` lists them. Everything is safe to run twice.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PY := .venv/bin/python
DEMO_HOME ?= $(CURDIR)/var/demo

.PHONY: help env env-dev demo test check fast bench claims coverage docs pictures wheel clean

help: ## list the chores
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

env: ## create or refresh .venv from the lock file (quick when nothing changed)
	@sh tools/bootstrap.sh run

env-dev: ## the same, with everything the tests need
	@sh tools/bootstrap.sh dev

demo: env ## build Saxonbridge, the invented partnership, and start its site
	@GOLDTHREAD_HOME="$(DEMO_HOME)" .venv/bin/goldthread demo

check: env-dev ## quick: format, lint, types, contracts, fast tests
	@sh tools/check.sh
	@$(PY) -m pytest -q -n 2 -m "not slow and not browser and not bench"

test: env-dev ## everything, as CI runs it: both databases, a real browser
	@sh tools/check.sh
	@sh tools/test.sh

bench: env-dev ## benchmarks beside their peers, as ratios in one run
	@$(PY) -m benchmarks

claims: env-dev ## which statements of the domain book are proven by which test
	@$(PY) tools/claims.py

coverage: env-dev ## branch coverage of core, services and rules, room by room
	@sh tools/coverage.sh

docs: env-dev ## print the reference pages again from the code
	@$(PY) tools/reference.py

pictures: env-dev ## take the pictures of README and the tutorial again
	@$(PY) tools/pictures.py

wheel: env-dev ## build the wheel, front-end files included
	@$(PY) -m hatchling build -t wheel

clean: ## remove what the chores made (the demonstration too)
	@rm -rf .venv var dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
