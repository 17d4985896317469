#!/bin/sh
# Download the attack strings for `make audit` into .cache, pinned by hash; none of it is executed.
set -eu
cd -- "$(dirname -- "$0")/.."
tools/node.sh attacks
from=tools/attacks.txt
into=.cache/attacks
wanted=$(sha256sum <"$from")
[ "$(cat "$into/.holds" 2>/dev/null)" != "$wanted" ] || exit 0
rm -rf "$into"
.venv/bin/python -m pip download --quiet --no-input --disable-pip-version-check --require-hashes \
    --no-deps --no-binary :all: --dest "$into" --requirement "$from" || {
    echo "The packages of $from could not be downloaded. / $from 里的软件包没有取到。" >&2
    exit 1
}
printf '%s\n' "$wanted" >"$into/.holds"
