# `make app` and `make test` need Python 3.11 or newer with pip, and nothing else: uv comes from
# PyPI into .uv/, everything else into .venv/, both by hash.
PYTHON ?= python3
UV := .uv/bin/uv
PY := .venv/bin/python
COMPILE := --universal --generate-hashes --no-emit-index-url

.PHONY: app test check evals bench train lock clean

app: .venv/.run
	$(PY) -m streamlit run app.py

test: .venv/.dev
	$(PY) -m pytest

check: .venv/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	@# The locks hold what pyproject.toml asks for, and name no host.
	@for lock in requirements requirements-dev; do \
		cp $$lock.lock .venv/$$lock.lock && \
		$(UV) pip compile --quiet pyproject.toml $$([ $$lock = requirements-dev ] && echo --group dev) \
			$(COMPILE) -o .venv/$$lock.lock && \
		diff -I '^#' $$lock.lock .venv/$$lock.lock || { echo "$$lock.lock: run make lock"; exit 1; }; \
	done
	@! grep -nE '://|--(extra-)?index-url' requirements*.lock

evals: .venv/.dev
	$(PY) -m evals

bench: .venv/.bench
	$(PY) -m evals.bench

# Learns the weights of words anew, from evals/datasets/letters and /validator.
train: .venv/.train
	$(PY) -m evals.training

# Writes the lock files anew.
lock: $(UV)
	$(UV) pip compile -q pyproject.toml $(COMPILE) --upgrade -o requirements.lock
	$(UV) pip compile -q pyproject.toml --group dev -c requirements.lock $(COMPILE) --upgrade -o requirements-dev.lock
	printf 'dateparser\ntext2num\nquantulum3\nparsedatetime\n' | $(UV) pip compile -q - -c requirements-dev.lock $(COMPILE) --no-header --python-version 3.11 -o requirements-bench.lock
	printf 'scikit-learn\n' | $(UV) pip compile -q - -c requirements-dev.lock $(COMPILE) --no-header --python-version 3.11 -o requirements-train.lock

clean:
	rm -rf .venv .uv dist .mypy_cache .pytest_cache .ruff_cache

$(UV): requirements-uv.lock
	$(PYTHON) -m pip install --quiet --upgrade --require-hashes --target .uv -r requirements-uv.lock
	touch $@

$(PY): | $(UV)
	$(UV) venv --quiet --python $(PYTHON) .venv

.venv/.run: requirements.lock pyproject.toml | $(PY)
	$(UV) pip install --quiet --python $(PY) --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(PY) --no-deps -e .
	touch $@

.venv/.dev: requirements-dev.lock pyproject.toml | $(PY)
	$(UV) pip install --quiet --python $(PY) --require-hashes -r requirements-dev.lock
	$(UV) pip install --quiet --python $(PY) --no-deps -e .
	touch $@

# The libraries that the benchmarks compare with.
.venv/.bench: requirements-bench.lock .venv/.dev
	$(UV) pip install --quiet --python $(PY) --require-hashes -r requirements-bench.lock
	touch $@

# What learning needs, beside the tests' packages.
.venv/.train: requirements-train.lock .venv/.dev
	$(UV) pip install --quiet --python $(PY) --require-hashes -r requirements-train.lock
	touch $@
