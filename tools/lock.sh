#!/bin/sh
# Write requirements.txt, requirements-test.txt, requirements-audit.txt,
# requirements-properdocs.txt, requirements-database.txt, requirements-storage.txt and bench/requirements.txt from pyproject.toml, and requirements-lock.txt
# for uv, which writes them all: with hashes, for every supported Python. Locked versions stay unless
# `--upgrade` or `--upgrade-package X` is passed.
set -eu
cd -- "$(dirname -- "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --require-hashes -r requirements-lock.txt

compile() {
    "$work/venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --custom-compile-command "make lock" "$@" >/dev/null
}

compile pyproject.toml --group build --output-file requirements.txt "$@"
compile --group test --constraints requirements.txt --output-file requirements-test.txt "$@"
compile --group audit --constraints requirements.txt --constraints requirements-test.txt \
    --output-file requirements-audit.txt "$@"
compile --group properdocs --constraints requirements.txt \
    --output-file requirements-properdocs.txt "$@"
compile --group database --constraints requirements.txt --constraints requirements-test.txt \
    --output-file requirements-database.txt "$@"
compile --group storage --output-file requirements-storage.txt "$@"
compile --group bench --output-file bench/requirements.txt "$@"
echo uv | compile --output-file requirements-lock.txt "$@" -
