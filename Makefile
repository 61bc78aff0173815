# Everything runs from a fresh clone with Python 3.11 or newer; nothing is installed system-wide.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
POLICY := rules/tobacco-retail

.PHONY: demo test clean picture

demo: $(READY)
	$(BIN)/workflow-engine check $(POLICY) --lang zh
	$(BIN)/workflow-engine plan $(POLICY) $(POLICY)/customers.csv --log $(POLICY)/log.csv \
		--at 2026-11-21 --format html --out out --lang zh

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2

$(READY): pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@

clean:
	rm -rf $(VENV) out dist .hypothesis .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# Needs chromium and pdftoppm (poppler-utils) on the machine.
picture: demo
	mkdir -p docs/pictures
	chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
		--print-to-pdf=out/plan.pdf "file://$(CURDIR)/out/plans/LS0275.html"
	pdftoppm -r 100 -png -f 1 -l 1 -singlefile out/plan.pdf docs/pictures/plan
