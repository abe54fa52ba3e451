# `make parity` and `make test` set everything up; a second call installs nothing.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	>/dev/null 2>&1 && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: help parity site test lint mutants record example experiments clean

help:
	@echo "make parity  compare NumPy, PyTorch and Keras on everything, and write parity-report/"
	@echo "make site    compare everything, and write the study pages to parity-site/"
	@echo "make test    lint, type-check and test"
	@echo "make mutants make small errors in our own code, count those that nothing notices, and publish"
	@echo "            it; SAMPLE=150 tries so many at random instead, by the day;"
	@echo "            SIDE=parity/checking tries the judge of people's code, which takes hours"
	@echo "make record  refresh the recorded references"
	@echo "make example refresh reports/example, which the README shows"
	@echo "make experiments DATA=DIR  run the experiments on the MNIST files in DIR, and publish them;"
	@echo "            LONG=1 runs the settings that take hours too"
	@echo "make clean   remove the environment and every generated file"

parity: $(READY)
	$(BIN)/parity run

site: $(READY)
	$(BIN)/parity run
	$(BIN)/parity site

# The tests start hundreds of processes: kept bytecode saves each half a second.
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY) lint
	$(BIN)/pytest -n auto --dist worksteal

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

mutants: $(READY)
	$(BIN)/python tests/mutants/campaign.py $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SIDE),--side $(SIDE))

record: $(READY)
	$(BIN)/parity record

$(READY): pyproject.toml constraints.txt
ifeq ($(strip $(PYTHON)),)
	@echo "Python 3.11, 3.12 or 3.13 is needed, and none was found. Install one, or name it:" >&2
	@echo "make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2
	@exit 1
endif
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt -e '.[all,test]'
	@touch $(READY)

example: $(READY)
	@mkdir -p reports/example
	$(BIN)/parity run --lang ja
	cp parity-report/report.md reports/example/report.ja.md
	$(BIN)/parity run --lang en
	cp parity-report/report.md parity-report/parity.png reports/example/
	$(BIN)/python -m reports.notebooks.example

EXPERIMENTS := vanishing-gradient batch-norm optimizers overfitting convolution \
	tensorflow-exercises keras-exercises
WITHOUT_IMAGES := day1 keras-simple-rnn binary-addition long-dependencies attention transformer
SWEEPS := parity-report/experiments

# What is finished is found and not run again, so this goes on where it was stopped.
experiments: $(READY)
	@test -n "$(DATA)" || { echo "Say where MNIST lies: make experiments DATA=DIR" >&2; exit 1; }
	for name in $(EXPERIMENTS); do \
		$(BIN)/parity train $$name --data mnist --data-dir "$(DATA)" --out $(SWEEPS)/$$name \
			$(if $(LONG),--long) || exit 1; \
	done
	for name in $(WITHOUT_IMAGES); do \
		$(BIN)/parity train $$name --out $(SWEEPS)/$$name || exit 1; \
	done
	$(BIN)/python -m reports.experiments.publish $(SWEEPS)

clean:
	rm -rf $(VENV) parity-report parity-site build *.egg-info .pytest_cache .ruff_cache .mypy_cache .import_linter_cache
