# What can be done here. `make` alone lists it. Everything that a target needs is set up by the target.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# One more than there are processors: the tests that wait for a browser or a job leave theirs to another.
WORKERS ?= $(shell echo $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )))
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help dev demo run test lint check deep fix bench assets docs clean

help: ## List what can be done
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements-dev.lock pyproject.toml
	@tools/set_up $(VENV) $(PYTHON)
	@touch $@

dev: $(STAMP) ## Set up everything for working on the code

demo: $(STAMP) ## Start a site with a made-up council (ONCE=1: walk the main journey and stop)
	@$(BIN)/dueregard demo $(if $(ONCE),--once) $(if $(PORT),--port $(PORT))

run: $(STAMP) ## Start the site on your own data (see docs/how-to/production.md)
	@$(BIN)/dueregard serve

test: $(STAMP) ## Run every test, then the web's once more on PostgreSQL (ARGS=… runs those alone)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not deep" $(ARGS)
	@$(if $(ARGS),true,WORKERS=$(WORKERS) tools/test_postgres $(BIN))

lint: $(STAMP) ## Style, types, import contracts, migrations, licences, container files
	@tools/lint $(BIN)

check: lint test ## Lint and test: all that CI does

deep: $(STAMP) ## The long fuzz, crash and property runs; results go to docs/evidence
	@$(BIN)/python -m pytest -n $(WORKERS) -m deep --timeout 7200 $(ARGS)
	@$(if $(ARGS),true,ALL=1 WORKERS=$(WORKERS) tools/test_postgres $(BIN))

fix: $(STAMP) ## Put right what a machine can put right
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: $(STAMP) ## What it costs, beside what you would use instead
	@$(BIN)/python -m bench

assets: ## Rebuild the style sheets (needs Node)
	@tools/assets/build

docs: $(STAMP) ## Make the generated reference pages and pictures again
	@$(BIN)/python docs/generate.py

clean: ## Throw away what was set up
	@rm -rf $(VENV) var build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
