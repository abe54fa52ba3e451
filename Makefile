# `make parity` and `make test` set everything up; a second call installs nothing.

# TensorFlow has no release for 3.14, and nobody has taken the exact versions there.
# The system's own comes first: it is an optimized build, and one made by hand often is not and
# takes a third longer.
PYTHON ?= $(shell for p in /usr/bin/python3 python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	>/dev/null 2>&1 && echo $$p && break; done)
VENV := .venv
# Windows' Python has its commands elsewhere.
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY := $(VENV)/ready
TOOLS := $(VENV)/tools

.PHONY: help parity site test lint mutants record example notebooks experiments dist try-dist clean

help:
	@echo "make parity  compare NumPy, PyTorch and Keras on everything, and write parity-report/"
	@echo "make site    compare everything, and write the study pages to parity-site/"
	@echo "make test    lint, type-check and test"
	@echo "make mutants make small errors in our own code, count those that nothing notices, and publish"
	@echo "            it; SAMPLE=150 tries so many at random instead, by the day;"
	@echo "            SIDE=parity/checking tries the judge of people's code, which takes hours"
	@echo "make record  refresh the recorded references"
	@echo "make example refresh reports/example, which the README shows"
	@echo "make notebooks  make examples/notebooks of the concepts"
	@echo "make experiments DATA=DIR  run the experiments on the MNIST files in DIR, and publish them;"
	@echo "            LONG=1 runs the settings that take hours too"
	@echo "make dist    build the wheel and the source distribution into dist/, and check them"
	@echo "make try-dist  install the wheel into fresh environments, of each Python that is found, and"
	@echo "            use it there; PYTHONS=python3.12 names some"
	@echo "make clean   remove the environment and every generated file"

parity: $(READY)
	$(BIN)/parity run

site: $(READY)
	$(BIN)/parity run
	$(BIN)/parity site

LINT = $(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && \
	$(BIN)/lint-imports --no-logo

# The tests start hundreds of processes: kept bytecode saves each half a second.
test: export PYTHONDONTWRITEBYTECODE =
# Lint runs beside the tests. What it says is told at once where it fails, else at the end.
test: $(READY)
	@{ { $(LINT); } >$(VENV)/lint.log 2>&1 || { cat $(VENV)/lint.log; exit 1; }; } & lint=$$!; \
	echo $(BIN)/pytest -n auto --dist worksteal; $(BIN)/pytest -n auto --dist worksteal; tests=$$?; \
	wait $$lint || { echo "make lint failed: see above, or $(VENV)/lint.log" >&2; exit 1; }; \
	cat $(VENV)/lint.log; exit $$tests

lint: $(READY)
	$(LINT)

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
	$(BIN)/python -m reports.run.heatmap parity-report/results.json reports/example/groups.png
	$(BIN)/python -m reports.notebooks.example

# After a concept was added or its texts changed, before a release.
notebooks: $(READY)
	$(BIN)/python -m reports.notebooks.colab

EXPERIMENTS := vanishing-gradient batch-norm normalization optimizers overfitting convolution \
	tensorflow-exercises keras-exercises fine-tuning one-shot
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

$(TOOLS)/ready: pyproject.toml Makefile
	$(if $(PYTHON),$(PYTHON),python3) -m venv $(TOOLS)
	$(TOOLS)/$(notdir $(BIN))/python -m pip install --quiet --disable-pip-version-check \
		'setuptools>=77' 'build>=1.2,<2' 'twine>=6.1,<8' 'check-wheel-contents>=0.6,<1' \
		'deflate>=0.7,<1'
	@touch $@

# What check-wheel-contents is told to bear: five packages, and twins that have the same few lines.
dist: $(TOOLS)/ready
	rm -rf dist build
	$(TOOLS)/$(notdir $(BIN))/python -m build --no-isolation
	$(TOOLS)/$(notdir $(BIN))/python tests/doors/pack_wheel.py dist/*.whl
	$(TOOLS)/$(notdir $(BIN))/twine check --strict dist/*
	$(TOOLS)/$(notdir $(BIN))/check-wheel-contents --ignore W002,W009 dist/*.whl

try-dist: $(READY) dist
	$(BIN)/python tests/doors/try_distribution.py $(PYTHONS)

clean:
	rm -rf $(VENV) parity-report parity-site build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache .import_linter_cache
