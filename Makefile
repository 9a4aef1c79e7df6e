# Every target does its own set-up: .venv from the lock file, and on Linux Qt's system libraries.
# `make` alone lists the targets.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SETUP := requirements-dev.lock pyproject.toml tools/setup.sh tools/system_libraries.py

# Tests need no display; PLATFORM=xcb runs them on the X server at hand.
PLATFORM := offscreen

# One test process per core; WORKERS=0 runs them in this one, for a debugger.
WORKERS := auto

# Tests start many short processes; they start from compiled modules even where the user keeps none.
unexport PYTHONDONTWRITEBYTECODE

# Linux without a display runs the same window off screen.
ifeq ($(shell uname -s)$(DISPLAY)$(WAYLAND_DISPLAY),Linux)
    HEADLESS := 1
endif

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench screenshots translations lock wheel app clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

$(READY): $(SETUP)
	@bash tools/setup.sh

demo: $(READY) ## three agencies exchange real figures; ends in the open window if there is a display
ifdef HEADLESS
	@QT_QPA_PLATFORM=offscreen $(BIN)/stockpile demo --output demo-output --headless
else
	@$(BIN)/python tools/system_libraries.py --window
	@$(BIN)/stockpile demo --output demo-output --window
endif

test: $(READY) ## run the whole test suite; ARGS="tests/core -x" for a part of it
	@QT_QPA_PLATFORM=$(PLATFORM) $(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal $(ARGS)

lint: $(READY) ## style, types and the dependency rule
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## put the code into the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY) ## speed and memory against plain tools, as ratios (some minutes)
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.bench.run $(ARGS)

screenshots: $(READY) ## draw the pictures of the window anew into docs/images
	@QT_QPA_PLATFORM=offscreen $(BIN)/python tools/screenshots.py $(ARGS)

translations: $(READY) ## collect new texts for the translators, compile what they wrote
	$(BIN)/python tools/translations.py update
	$(BIN)/python tools/translations.py compile

lock: ## resolve the dependencies anew and write both lock files
	@bash tools/lock.sh

wheel: $(READY) ## build the wheel into dist/
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --wheel-dir dist .

app: $(READY) ## build the one-folder program for this system into dist/stockpile-client
	$(BIN)/python -m PyInstaller --noconfirm --log-level WARN tools/onefolder.spec

clean: ## remove everything that the other targets made
	rm -rf $(VENV) build dist demo-output bench-output .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find stockpile_client tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
