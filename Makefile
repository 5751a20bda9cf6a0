# Two commands do all the set-up: `make demo` runs the main job, `make test` passes the tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint format bench bundle clean

demo: $(VENV)/demo
	@mkdir -p build
	@echo "== summitry compare cases/hanoi-2019"
	@$(BIN)/summitry compare cases/hanoi-2019
	@echo "== summitry report cases/hanoi-2019 -o build/hanoi-2019.html"
	@$(BIN)/summitry report cases/hanoi-2019 -o build/hanoi-2019.html

test: $(VENV)/dev lint
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/dev
	$(BIN)/python benchmarks/hanoi.py
	$(BIN)/python benchmarks/influence.py
	$(BIN)/python benchmarks/packages.py
	$(BIN)/python benchmarks/sensitivity.py
	$(BIN)/python benchmarks/stability.py
	$(BIN)/python benchmarks/ledger.py
	$(BIN)/python benchmarks/workbench.py

# An offline bundle for machines like this one: wheels and one start file, zipped into dist/.
bundle: $(BIN)/python
	$(BIN)/python bundle/build.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# A marker file says what is installed; it is made anew when what is wanted changes.
$(VENV)/demo: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[charts]"
	@touch $@

$(VENV)/dev: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@
