# Two commands matter: `make demo` (the main job) and `make test` (every check).
PYTHON ?= python3.11
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check

.PHONY: demo test test-video test-numpy2 search fuzz docs bench pictures clean

.venv/.core: pyproject.toml constraints.txt
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PIP) install --quiet --constraint constraints.txt --editable .
	touch $@

.venv/.test: .venv/.core
	$(PIP) install --quiet --constraint constraints.txt --editable ".[test]"
	touch $@

.venv/.video: .venv/.test
	$(PIP) install --quiet --constraint constraints.txt --editable ".[test,video]"
	touch $@

# The pose model holds the pinned numpy below 2; a second environment shows that the core does not.
NUMPY2 := .venv-numpy2
$(NUMPY2)/.test: pyproject.toml constraints.txt constraints-numpy2.txt
	test -x $(NUMPY2)/bin/python || $(PYTHON) -m venv $(NUMPY2)
	sed '/^numpy==/d' constraints.txt | cat - constraints-numpy2.txt > $(NUMPY2)/constraints.txt
	$(NUMPY2)/bin/python -m pip --disable-pip-version-check install --quiet --constraint $(NUMPY2)/constraints.txt --editable ".[test]"
	touch $@

# The browser tests drive the system's Chromium; where it cannot be installed they skip, saying so.
.venv/.chromium: .venv/.core
	command -v chromium >/dev/null || ! command -v apt-get >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium)
	touch $@

.venv/.docs: .venv/.core
	$(PIP) install --quiet --constraint constraints.txt --editable ".[docs]"
	touch $@

.venv/.bench: .venv/.core
	$(PIP) install --quiet --constraint constraints.txt --editable ".[benchmark]"
	touch $@

# make demo FILES=path reads your own files instead of a virtual runner's.
demo: .venv/.core
	.venv/bin/runback demo $(if $(FILES),--files "$(FILES)")

test: .venv/.test .venv/.chromium
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) -m pytest -n 2 --dist loadgroup -m "not slow and not video"

# Films with the real pose model; it brings 1.5 GB of wheels.
test-video: .venv/.video
	$(PY) -m pytest -m video

# The tests of everything that computes, with numpy 2; the pages compute nothing of their own.
test-numpy2: $(NUMPY2)/.test
	$(NUMPY2)/bin/python -m pytest -n 2 --dist loadgroup -m "not slow and not video" --ignore tests/web

# Property tests draw the same examples in every `make test`; this draws new ones, ten times.
search: .venv/.test
	for seed in $$(shuf -i 1-1000000 -n 10); do $(PY) -m pytest -n 2 -m "hypothesis and not slow and not video" --hypothesis-profile search --hypothesis-seed $$seed || exit 1; done

# 100,000 mutated files over all formats and archives.
fuzz: .venv/.test
	$(PY) -m pytest -n 2 -m slow --timeout 7200

docs: .venv/.docs
	.venv/bin/mkdocs build --strict

# The pictures of the README and the docs, from the demo's simulated runner.
pictures: .venv/.test .venv/.chromium
	$(PY) docs/pictures/make.py
	$(PY) docs/pictures/pages.py

# Every benchmark; each writes its table to benchmarks/results. Run it on a quiet machine.
bench: .venv/.bench .venv/.video .venv/.chromium
	for script in fit_decoding import_archive ranking_recall command_line gait_truth planning planning_checked film_speed web_pages; do $(PY) benchmarks/$$script.py || exit 1; done

clean:
	rm -rf .venv $(NUMPY2) site dist demo-data
