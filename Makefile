# The commands of this project: `make` lists them. Needed: Python 3.11, 3.12 or 3.13 with venv, and make; nothing else.

PYTHON ?= python3
PORT ?= 8000
DOCUMENTS_DIR ?= ../shared/documents
UV ?= uv
# More for pytest: make test ARGS='-k search'
ARGS ?=
# The Nu HTML checker, for check-html.
VNU ?=

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test bench admin lint format fixtures messages check check-long check-html lock venv runtime dev check-fixtures \
	check-documents test-postgresql

PY := .venv/bin/python
# Tests that share something dear, such as a browser, go to one process; the reasons of skipped ones are told.
PYTEST := $(PY) -m pytest --numprocesses auto --maxprocesses 8 --dist loadgroup -rs
ON_SQLITE := DATABASE_URL= DATABASE_REPLICA_URL=
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: runtime ## set everything up and serve on http://127.0.0.1:8000 (PORT=… for another port)
	@exec $(PY) manage.py serve --prepare --port $(PORT)

test: dev ## set up what the tests need and run them on SQLite
	@$(PY) manage.py compile_catalogues
	$(ON_SQLITE) $(PYTEST) $(ARGS)

admin: runtime ## make an account for the admin at /admin/
	@$(PY) manage.py prepare
	@$(PY) manage.py createsuperuser

check: lint check-fixtures check-documents test test-postgresql ## all that CI runs

check-long: dev ## the tests that take minutes: properties, every page in every way
	@$(PY) manage.py compile_catalogues
	$(ON_SQLITE) $(PYTEST) -m long $(ARGS)

bench: runtime ## compare what answers cost beside each other, as ratios measured in one run
	@$(PY) manage.py prepare
	@RATE_LIMIT_MINUTE=0 RATE_LIMIT_HOUR=0 $(PY) manage.py bench

check-html: dev ## validate every kind of page and the style sheets (needs Java, and VNU=…/vnu.jar)
	@$(PY) manage.py compile_catalogues
	VNU='$(VNU)' $(ON_SQLITE) $(PY) -m pytest -rs -m long tests/browser/test_valid.py $(ARGS)

lint: dev ## formatting, lint, types, templates, migrations
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy .
	$(PY) -m djlint --lint --quiet templates
	DATABASE_URL=sqlite://:memory: DATABASE_REPLICA_URL= $(PY) manage.py makemigrations --check --dry-run

format: dev ## format the code and mend what can be mended
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

fixtures: runtime ## build fixtures/*.json from fixtures/dossiers/*.toml
	@$(PY) manage.py build_fixtures

messages: runtime ## bring the interface's translations in line with the code
	@$(PY) manage.py make_catalogues

lock: ## resolve the dependencies anew (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: name it with UV=…" >&2; exit 1; }
	$(LOCK) pyproject.toml --output-file requirements.lock
	$(LOCK) pyproject.toml --extra dev --constraint requirements.lock --output-file requirements-dev.lock

check-fixtures: runtime
	$(PY) manage.py build_fixtures --check $$(test ! -d '$(DOCUMENTS_DIR)' || echo "--documents $(DOCUMENTS_DIR)")

check-documents: runtime
	@test ! -d '$(DOCUMENTS_DIR)' || $(PY) manage.py verify_documents $(DOCUMENTS_DIR)

test-postgresql: dev
	@$(PY) manage.py compile_catalogues
	.ci/postgres $(PYTEST) $(ARGS)

# The virtual environment. A lock that was installed leaves its copy in .venv, so that another lock is noticed by its
# content. The smaller lock's pins are the bigger one's too: installing the one never takes away from the other.

define make_venv
found=; seen=; \
for python in '$(PYTHON)' python3.13 python3.12 python3.11; do \
	version=$$("$$python" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue; \
	case $$version in \
		3.11.*|3.12.*|3.13.*) \
			if "$$python" -c 'import ensurepip, venv' 2>/dev/null; then found=$$python; break; fi; \
			seen="$$seen; $$python is $$version without venv (Debian: apt-get install python3-venv)" ;; \
		*) seen="$$seen; $$python is $$version" ;; \
	esac; \
done; \
if [ -z "$$found" ]; then \
	echo "Python 3.11, 3.12 or 3.13 is needed$${seen:-; there is none}; name one with PYTHON=…" >&2; exit 1; \
fi; \
echo "making .venv with Python $$version"; \
"$$found" -m venv --clear .venv
endef

define install
if ! cmp -s $(1) .venv/$(1); then \
	$(PY) -m pip --version >/dev/null 2>&1 || { $(make_venv); } || exit 1; \
	echo "installing $$(grep -c '==' $(1)) packages from $(1)"; \
	rm -f .venv/requirements*.lock; \
	$(PY) -m pip -qq --disable-pip-version-check --no-input install --require-hashes --requirement $(1) || exit 1; \
	cp $(2) .venv/; \
fi
endef

venv:
	@$(PY) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null || { $(make_venv); }

runtime: venv
	@$(call install,requirements.lock,requirements.lock)

dev: venv
	@$(call install,requirements-dev.lock,requirements-dev.lock requirements.lock)
