# Every command of the project. `make help` lists them; each sets up what it needs, once.
.DEFAULT_GOAL := help
SHELL := /bin/sh
ARGS ?=
export PYTHONPATH := $(CURDIR)
export PYTHONDONTWRITEBYTECODE := 1

service = py=$$(sh deploy/setup.sh service) && sh deploy/setup.sh numpy >/dev/null
dev = py=$$(sh deploy/setup.sh dev) && bin=$$(dirname "$$py")

.PHONY: help demo serve test permissions test-security fuzz test-gpu prove screenshots check bench bench-problems bench-service bench-pages soak storm format setup lock

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: ## Serve, hand in the samples over HTTP, print their scores (ARGS=--exit ends afterwards)
	@$(service) && exec "$$py" -m deploy.cli demo $(ARGS)

serve: ## Run the embedded server (ARGS="--port 8080 --data folder")
	@$(service) && exec "$$py" -m deploy.cli serve $(ARGS)

test: ## Set up and pass every test (ARGS="tests/unit -k handin")
	@sh tests/setup.sh
	@$(dev) && exec "$$py" -m pytest -n 3 --dist loadgroup $(ARGS)

permissions: ## Write PERMISSIONS.md anew from the table and the routes
	@$(dev) && exec "$$py" -m tests.permissions

test-security: ## Play every attack against every kind of box (ARGS="namespaces --only kernel")
	@sh tests/setup.sh
	@$(dev) && exec "$$py" -m tests.security $(ARGS)

test-gpu: ## Grade on this machine's GPU and compare with its processor; says so where there is none
	@sh tests/setup.sh
	@$(dev) && exec "$$py" -m tests.gpu $(ARGS)

fuzz: ## Read ten thousand malformed uploads, streams, bundles and sources (ARGS="uploads --count 500")
	@sh deploy/setup.sh numpy >/dev/null
	@$(dev) && exec "$$py" -m tests.fuzz $(ARGS)

screenshots: ## Take pictures of every page as every role, and weigh them (ARGS="--folder shots --only student")
	@sh tests/setup.sh
	@$(dev) && exec "$$py" -m tests.pages $(ARGS)

check: ## Lint, format, types and import rules
	@$(dev) && $$bin/ruff check . && $$bin/ruff format --check . && $$bin/mypy && $$bin/lint-imports

prove: ## Prove every problem in boxes; what did not change is not proved again (ARGS=--json)
	@$(service) && sh deploy/setup.sh torch >/dev/null && exec "$$py" -m deploy.cli prove $(ARGS)

bench: ## Time the boxes against bare processes, as ratios of one run (ARGS="start-up --kinds namespaces --json")
	@$(dev) && exec "$$py" -m tests.bench $(ARGS)

bench-problems: ## Try mutants of every reference: its checks must notice (ARGS="lstm rnn")
	@$(dev) && exec "$$py" -m tests.bench.mutants $(ARGS)

storm: ## Hand in 2,000 times while whatever can die does (ARGS="--seed 7 --submissions 200")
	@sh tests/setup.sh
	@$(dev) && exec "$$py" -m tests.acceptance.storm $(ARGS)

bench-service: ## Play a deadline against the service: waits, gradings a second (ARGS="--students 100 --minutes 1")
	@sh tests/setup.sh
	@$(dev) && exec "$$py" -m tests.bench.service $(ARGS)

bench-pages: ## Time every page of a class of 1,000, and count its queries (ARGS="sqlite --students 200 --json")
	@sh tests/setup.sh
	@$(dev) && exec "$$py" -m tests.bench.pages $(ARGS)

soak: ## Hand 5,000 honest and hostile handins to one worker, and count what it holds (ARGS="--handins 500")
	@$(dev) && sh deploy/setup.sh numpy >/dev/null && exec "$$py" -m tests.soak $(ARGS)

format: ## Put the code into the one format
	@$(dev) && $$bin/ruff check --fix . && $$bin/ruff format .

setup: ## Make the environments that demo and serve need
	@$(service) && echo "$$py"

locked = --universal --generate-hashes --no-annotate --no-header --python-version 3.11
lock: ## Renew the lock files from pyproject.toml (needs uv)
	uv pip compile $(locked) pyproject.toml -o requirements-worker.lock
	uv pip compile $(locked) pyproject.toml --extra server -o requirements.lock
	uv pip compile $(locked) pyproject.toml --extra server --extra telemetry --extra dev -o requirements-dev.lock
	echo numpy==1.26.4 | uv pip compile $(locked) - -o deploy/runtimes/numpy.lock
