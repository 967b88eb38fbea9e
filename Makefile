# interop-check: everything a person or a build server does here, one target each.
# Needs Python 3.11 or later, make and a package registry. Works with GNU make 3.81 and later, any POSIX shell.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test lint docs bench-shacl bench-gateway bench-sandbox bench-rdfa bench-api bench-oslo corpus wheel clean pins python system base dev smoke

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Name an interpreter yourself with `make PYTHON=/path/to/python3.12 test`.
PYTHON ?=

# Official standards and real data, where they lie beside the checkout. The demo and most tests run without them.
INTEROP_CHECK_SHARED ?= ../shared
export INTEROP_CHECK_SHARED
STANDARDS = $(if $(wildcard $(INTEROP_CHECK_SHARED)/standards),--standards $(INTEROP_CHECK_SHARED)/standards)

# System packages that the tests need beyond Python, as command:debian-package (for example tidy:tidy). None so far.
SYSTEM_PACKAGES :=

say = printf '\n-- %s\n'

# Sets $$python to an interpreter that is new enough and can make virtual environments; empty if there is none.
# Sets $$old or $$bare to the nearest miss, for the message.
define find_python
python=; old=; bare=; \
for candidate in $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3 python); do \
  version=$$("$$candidate" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue; \
  if ! "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
    old="$$candidate ($$version)"; continue; \
  fi; \
  if ! "$$candidate" -c 'import ensurepip, venv' 2>/dev/null; then \
    bare=$${bare:-$$candidate}; continue; \
  fi; \
  python=$$candidate; break; \
done
endef

help: ## list the targets
	@echo 'make TARGET, where TARGET is one of'
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/\1\t\2/p' $(firstword $(MAKEFILE_LIST)) | \
	  while IFS='	' read -r target text; do printf '  %-12s %s\n' "$$target" "$$text"; done

# ---------------------------------------------------------------- what people run

demo: base ## install into .venv and assess the two sample solutions, reports in out/
	@mkdir -p out
	@$(if $(or $(STANDARDS),$(INTEROP_CHECK_STANDARDS)),:,echo 'No official standards in $(INTEROP_CHECK_SHARED)/standards: data is judged with the shapes of interop-check itself, and the report says so.')
	@$(call assess,parkeerwijzer-goed,the good sample)
	@$(call assess,parkeerwijzer-gebrekkig,the flawed sample)
	@$(say) 'Reports'
	@ls -1 out/parkeerwijzer-*

# Exit codes 0, 1 and 3 are answers about the solution; anything else is a fault and stops make.
define assess
$(say) 'Assessing $(2): fixtures/solutions/$(1)/solution.yaml'; \
code=0; \
$(BIN)/interop-check assess fixtures/solutions/$(1)/solution.yaml --lang nl --offline $(STANDARDS) \
  -f text=- -f json=out/$(1).json -f html=out/$(1).html || code=$$?; \
case $$code in \
  0) echo "Exit code 0: it conforms." ;; \
  1) echo "Exit code 1: it does not conform." ;; \
  3) echo "Exit code 3: undecided, something could not be judged." ;; \
  *) echo "Exit code $$code: the tool or its input is at fault, not the solution." >&2; exit $$code ;; \
esac
endef

test: system dev wheel ## set up what the tests need and run them all: lint, types, tests, and the built wheel elsewhere
	@$(MAKE) --no-print-directory lint
	@$(say) 'Tests'
	$(BIN)/pytest -n auto
	@$(MAKE) --no-print-directory smoke
	@$(say) 'All tests passed'

lint: dev ## ruff (rules and format) and mypy
	@$(say) 'Lint: ruff check'
	$(BIN)/ruff check
	@$(say) 'Format: ruff format --check'
	$(BIN)/ruff format --check
	@$(say) 'Types: mypy'
	$(BIN)/mypy

docs: dev ## write the generated reference under docs/ again
	@$(say) 'Generating the reference'
	$(BIN)/python tools/docs.py

bench-shacl: dev ## time SHACL validation and print the ratios
	@$(say) 'Timing SHACL validation'
	$(BIN)/python bench/shacl.py

bench-gateway: dev ## time the gateway against a server on this machine
	@$(say) 'Gateway benchmark'
	$(BIN)/python bench/gateway.py

bench-api: dev ## time reading and checking descriptions of APIs, beside the peers that are installed
	@$(say) 'API benchmark'
	$(BIN)/python bench/api.py --peers

bench-sandbox: dev ## time reading in a child process beside reading in this one
	@$(say) 'Sandbox benchmark'
	$(BIN)/python bench/sandbox.py

bench-rdfa: dev ## time the reading of RDFa in real pages beside peers, which it installs for the time being
	@$(say) 'RDFa benchmark'
	$(BIN)/python bench/rdfa.py

bench-oslo: dev ## time the whole profile oslo beside validation alone
	@$(say) 'Profile oslo benchmark'
	$(BIN)/python bench/oslo.py

pins: dev ## write the pins of the official standards and the terms that they define again, from the mirror
	@$(say) 'Writing profiles/oslo/pins.yaml and terms.tsv'
	@[ -d '$(INTEROP_CHECK_SHARED)/standards' ] || { \
	  echo 'No mirror in $(INTEROP_CHECK_SHARED)/standards. Name its parent: make INTEROP_CHECK_SHARED=/path pins' >&2; exit 1; }
	$(BIN)/python tools/pin_standards.py '$(INTEROP_CHECK_SHARED)/standards' >$(VENV)/pins.yaml
	@mv $(VENV)/pins.yaml profiles/oslo/pins.yaml
	$(BIN)/python tools/known_terms.py '$(INTEROP_CHECK_SHARED)/standards' >$(VENV)/terms.tsv
	@mv $(VENV)/terms.tsv profiles/oslo/terms.tsv

corpus: dev ## judge the real data at hand again and write docs/corpus-oslo.md
	@$(say) 'Judging the real data'
	$(BIN)/python tools/corpus.py '$(INTEROP_CHECK_SHARED)'

clean: ## remove what this Makefile made, and nothing else
	@rm -rf dist/interop_check-*.whl .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@rm -f out/parkeerwijzer-goed.json out/parkeerwijzer-goed.html
	@rm -f out/parkeerwijzer-gebrekkig.json out/parkeerwijzer-gebrekkig.html
	@for folder in out dist; do [ ! -d $$folder ] || rmdir $$folder 2>/dev/null || echo "$$folder/ kept: it holds other files"; done
	@if [ -e $(VENV)/.made-by-make ]; then rm -rf $(VENV); \
	 elif [ -d $(VENV) ]; then rm -f $(VENV)/.stamp-*; echo '$(VENV)/ kept: it was not made here'; fi

# ---------------------------------------------------------------- what they stand on

python:
	@$(find_python); \
	if [ -n "$$python" ]; then :; \
	elif [ -n "$$bare" ]; then \
	  echo "$$bare cannot make virtual environments: its venv module is missing." >&2; \
	  echo 'On Debian or Ubuntu: apt-get install python3-venv. Elsewhere: install Python from python.org.' >&2; exit 1; \
	else \
	  echo 'No Python 3.11 or later found.' >&2; \
	  [ -z "$$old" ] || echo "Too old: $$old." >&2; \
	  echo 'Install one (Debian or Ubuntu: apt-get install python3 python3-venv; macOS: brew install python),' >&2; \
	  echo 'or name it: make PYTHON=/path/to/python3 demo' >&2; exit 1; \
	fi

# Only what is missing, only as root, only with apt. Everywhere else it says what to install.
system:
	@$(say) 'System packages'
	@missing=; \
	if [ ! -x $(BIN)/python ]; then $(find_python); \
	  [ -n "$$python" ] || [ -z "$$bare" ] || missing="$$missing python3-venv"; fi; \
	for pair in $(SYSTEM_PACKAGES); do \
	  command -v "$${pair%%:*}" >/dev/null 2>&1 || missing="$$missing $${pair#*:}"; \
	done; \
	if [ -z "$$missing" ]; then echo 'nothing missing'; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  echo "installing:$$missing"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $$missing; \
	else echo "missing:$$missing. Install them and run make again." >&2; exit 1; fi

$(BIN)/python:
	@$(MAKE) --no-print-directory python
	@$(find_python); \
	$(say) "Making $(VENV) with $$python ($$("$$python" --version 2>&1))"; \
	fresh=; [ -d $(VENV) ] || fresh=yes; \
	rm -f $(VENV)/.stamp-*; \
	"$$python" -m venv $(VENV) && { [ -z "$$fresh" ] || touch $(VENV)/.made-by-make; }

# A stamp is older than pyproject.toml when dependencies may have changed; otherwise there is nothing to do.
base: $(VENV)/.stamp-base
$(VENV)/.stamp-base: $(BIN)/python pyproject.toml
	@$(say) 'Installing interop-check into $(VENV)'
	@$(PIP) install --editable .
	@touch $@

dev: $(VENV)/.stamp-dev
$(VENV)/.stamp-dev: $(BIN)/python pyproject.toml
	@$(say) 'Installing interop-check and what its tests need into $(VENV)'
	@$(PIP) install --editable '.[dev]'
	@touch $(VENV)/.stamp-base $@

wheel: dev ## build the wheel into dist/
	@$(say) 'Building the wheel'
	@if [ -e $(VENV)/.stamp-wheel ] && ls dist/interop_check-*.whl >/dev/null 2>&1 && \
	  [ -z "$$(find src profiles pyproject.toml README.md LICENSE -name __pycache__ -prune -o -newer $(VENV)/.stamp-wheel -print)" ]; \
	then echo 'nothing changed since the last one'; \
	else rm -f dist/interop_check-*.whl && touch $(VENV)/.stamp-building && \
	  $(BIN)/python -m build --wheel --outdir dist . >$(VENV)/wheel.log 2>&1 || { cat $(VENV)/wheel.log; exit 1; }; \
	  mv $(VENV)/.stamp-building $(VENV)/.stamp-wheel; fi
	@ls -1 dist/interop_check-*.whl

# The wheel is what people install, so it is tried where the checkout cannot help it: another environment, another folder.
smoke: wheel
	@$(say) 'The built wheel, outside the checkout'
	@here=$$(pwd); away=$$(mktemp -d "$${TMPDIR:-/tmp}/interop-check-wheel.XXXXXX"); \
	trap 'rm -rf "$$away"' EXIT; trap 'exit 130' INT TERM; \
	set -e; \
	$(BIN)/python -m venv "$$away/venv"; \
	"$$away/venv/bin/python" -m pip --disable-pip-version-check --quiet install dist/interop_check-*.whl; \
	cp -R fixtures/solutions/parkeerwijzer-goed "$$away/solution"; \
	cd "$$away"; unset PYTHONPATH; \
	echo '$$ interop-check --version'; venv/bin/interop-check --version; \
	echo '$$ interop-check profiles'; venv/bin/interop-check profiles; \
	echo '$$ interop-check assess solution/solution.yaml'; \
	code=0; venv/bin/interop-check assess solution/solution.yaml --lang nl --offline -f json=report.json || code=$$?; \
	case $$code in 0|1|3) echo "exit code $$code" ;; *) echo "exit code $$code: not an answer" >&2; exit 1 ;; esac; \
	test -s report.json || { echo 'no report was written' >&2; exit 1; }; \
	cd "$$here"; echo 'the wheel works on its own'
