# Every target does all the set-up that it needs. A new machine has Python 3.11 and make.
PYTHON ?= python3
BIN := .venv/bin
# Without a container engine torch exercises run on the host, so torch is installed there.
ENGINE := $(DOCKER_HOST)$(wildcard /var/run/docker.sock $(XDG_RUNTIME_DIR)/docker.sock $(XDG_RUNTIME_DIR)/podman/podman.sock)
comma := ,
EXTRAS := $(if $(ENGINE),dev,dev$(comma)torch)

.PHONY: demo test hostile fuzz quick lint verify prove bench bench-class kills docs image clean

demo: $(BIN)/ready
	@$(BIN)/python tools/demo.py

test: $(BIN)/ready
	@$(BIN)/python tools/images.py
	$(BIN)/python -m pytest -n auto -m "not alone" --ignore tests/hostile
	$(BIN)/python -m pytest -m alone --ignore tests/hostile

# The corpus of attacks, in each sandbox that works here: ten minutes on two cores. HOSTILE: options of pytest.
hostile: $(BIN)/ready
	@$(BIN)/python tools/images.py
	$(BIN)/python -m pytest tests/hostile $(HOSTILE)

# The decoder of what comes out of a sandbox, for FUZZ_S seconds.
FUZZ_S ?= 60
fuzz: $(BIN)/ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[fuzz]"
	$(BIN)/python tools/fuzz_wire.py $(FUZZ_S)

quick: $(BIN)/ready
	$(BIN)/python -m pytest -n auto -m "not slow and not docker and not alone" --ignore tests/hostile

lint: $(BIN)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check dlgrade grader tests tools
	$(BIN)/mypy

verify: $(BIN)/ready
	$(BIN)/dlgrade verify

# What has changed since it was last proved, over so many seeds. Each proof is kept in solutions/<slug>/proof.json.
SEEDS ?= 200
prove: $(BIN)/ready
	$(BIN)/dlgrade verify --seeds $(SEEDS) --proof --jobs 3
	$(BIN)/python tools/catalogue_page.py

# What a check costs against a bare container: some minutes on a quiet machine.
bench: $(BIN)/ready
	$(BIN)/python tools/bench.py

# What the grading of a class costs: a quarter of an hour on a quiet machine.
bench-class: $(BIN)/ready
	$(BIN)/python tools/bench_class.py

# A class of 300 graded while the run is killed 50 times, against an undisturbed run: some minutes.
kills: $(BIN)/ready
	$(BIN)/python tools/class_kills.py

# The pages as a site, in build/site/index.html. A broken link fails.
docs: $(BIN)/docs-ready
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

image: $(BIN)/ready
	$(BIN)/dlgrade image build

$(BIN)/ready: pyproject.toml
	@echo "Setting up .venv (once; a minute or two) ..."
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[$(EXTRAS)]"
	@touch $@

$(BIN)/docs-ready: $(BIN)/ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	@touch $@

clean:
	rm -rf .venv build dist
