# Every command of the project. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
ARGS ?=
dev = $$(sh deploy/setup.sh dev)

.PHONY: help
help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: check
check: ## Lint, types and import rules: the same everywhere
	@py=$(dev); bin=$$(dirname $$py); \
	$$bin/ruff check . && $$bin/ruff format --check . && $$bin/mypy && PYTHONPATH=. $$bin/lint-imports
