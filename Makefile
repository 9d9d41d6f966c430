# Everything runs in .venv, made once from constraints.txt: exact versions, every file's hash checked.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
# The lock names every part, so nothing is left to resolve. What runs is compiled on all processors, not what never runs.
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-compile
IDLE   := /(tests?|testing|mypyc?|setuptools|pip|huggingface_hub|fsspec|lexers|transformers|quantization|mysql|oracle|mssql|f2py)/

.PHONY: demo test lint format evals bench docs clean

demo: $(READY)  ## compare five reports of one ferry accident
	@mkdir -p out
	@$(BIN)/crosslight compare examples/ferry --html out/ferry.html --json out/ferry.json --quiet
	@$(BIN)/crosslight compare examples/ferry
	@$(BIN)/crosslight verify out/ferry.json
	@echo "The page lies at out/ferry.html: open it in a browser."

test: $(READY)  ## all tests that this machine has the parts for
	$(BIN)/python -m pytest

lint: $(READY)  ## style, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

evals: $(READY)  ## quality against pinned floors (the corpora through CROSSLIGHT_CORPORA)
	$(BIN)/python -m evals.gate

bench: $(READY)  ## speed, side by side with peers
	$(BIN)/python -m benchmarks.compare

$(READY): constraints.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r constraints.txt
	$(PIP) --no-build-isolation --editable .
	$(BIN)/python -m compileall -q -j 0 -x '$(IDLE)' $(VENV)/lib src
	@touch $@

clean:
	rm -rf $(VENV) out
