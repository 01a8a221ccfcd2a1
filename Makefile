# Two commands do everything: `make demo` builds an example, `make test` runs the tests.
# SCALE=ci runs larger random counts; PYTHON chooses the interpreter that makes .venv.

PYTHON ?= python3
SCALE ?= local
EXAMPLE ?= tavola
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check bench nightly accept clean
.DEFAULT_GOAL := demo

$(READY)/package: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "designgen needs Python 3.11 or newer; name one with: make PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "this Python cannot make virtual environments; install them with: apt-get install python3-venv" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@mkdir -p $(READY) && touch $@

$(READY)/development: $(READY)/package
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

demo: $(READY)/package
	@$(BIN)/designgen build examples/$(EXAMPLE).yaml --output output

test: $(READY)/development
	$(BIN)/python -m pytest -n 2 --scale $(SCALE)

check: $(READY)/development
	$(BIN)/ruff format --check src tests
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)/development
	$(BIN)/python tests/benchmark/bench.py
	$(BIN)/python tests/benchmark/claude.py

nightly: $(READY)/development
	$(BIN)/python -m pytest -n 2 --scale nightly -m "nightly or not nightly"

accept: $(READY)/development
	$(BIN)/python -m pytest --accept tests/unit/frontend/test_golden_rules.py tests/golden/test_gallery.py

clean:
	rm -rf $(VENV) dist build
