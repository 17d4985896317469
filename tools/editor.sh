#!/bin/sh
# Build the program of the write page into the folder $1, unless it is already there.
set -eu
cd -- "$(dirname -- "$0")/.."
. tools/offline.sh
tools/setup.sh site
tools/node.sh editor
command -v node >/dev/null || { echo "This needs node; install it with: apt install nodejs" >&2; exit 1; }
wanted=$(find hooks/noticeboard docs/templates docs/assets/write/worker.js tools/editor tools/editor.sh \
    requirements.txt tools/node/editor -type f ! -name '*.pyc' -print0 | LC_ALL=C sort -z |
    xargs -0 sha256sum | sha256sum)
[ "$(cat "$1.holds" 2>/dev/null)" != "$wanted" ] || exit 0
rm -f "$1.holds"
.venv/bin/python tools/editor/bundle.py .cache/node/editor/node_modules "$1"
printf '%s\n' "$wanted" >"$1.holds"
