# `make serve` and `make test` need only Python and make; each does all of its own set-up.
# One word each; the script of the same name in scripts/ says how.
PORT ?= 8000
ARGS ?=

.PHONY: help serve build offline test check format bench clean
.DEFAULT_GOAL := help

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

serve: ## Build the site and serve it with live reload; PORT=8000
	@scripts/setup build
	@scripts/serve "$(PORT)"

build: ## Build the public site into site/
	@scripts/setup build
	@scripts/build

offline: ## Build the site for reading from a disk: a zip in dist/
	@scripts/setup build
	@scripts/offline

test: ## Run all tests, browser included; ARGS="-k staking" goes to pytest
	@scripts/setup test
	@scripts/test $(ARGS)

check: ## Check format, lint, types and import rules
	@scripts/setup check
	@scripts/check

format: ## Correct what can be corrected by itself
	@scripts/setup check
	@scripts/format

bench: ## Measure speed, as ratios within one run; ARGS="--quick" measures less
	@scripts/setup bench
	@scripts/bench $(ARGS)

clean: ## Remove all that these commands made, the set-up included
	@scripts/clean
