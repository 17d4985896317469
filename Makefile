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
site serve check: export BOARD_CONFIG := $(BOARD_CONFIG)
site: export SITE_DIR := $(SITE_DIR)
site: export EDITOR_DIR := $(EDITOR_DIR)

.PHONY: help site editor demo database serve check test quick lint lint-frontend bench screenshot sheet audit vulnerabilities licences sbom lock clean
