#!/bin/sh
# Install the npm packages of tools/node/NAME into .cache/node/NAME, pinned by hash: `node.sh NAME`.
set -eu
cd -- "$(dirname -- "$0")/.."
. tools/offline.sh
name=$1
from=tools/node/$name
into=.cache/node/$name

# Make sure that the command $1 is available, from the Debian package $2.
need() {
    if command -v "$1" >/dev/null; then return; fi
    tools/debian.sh " $2" "$2"
    command -v "$1" >/dev/null || {
        echo "This needs $1; install it with: apt install $2 / 需要 $1，请先安装：apt install $2" >&2
        exit 1
    }
}

[ "$name" != audit ] || need java default-jre-headless
wanted=$(cat "$from/package.json" "$from/package-lock.json" | sha256sum)
[ "$(cat "$into/.holds" 2>/dev/null)" != "$wanted" ] || exit 0
if [ -n "${BUNDLE:-}" ]; then
    [ "$(cat ".cache/bundle/node/$name/.holds" 2>/dev/null)" = "$wanted" ] || {
        echo "BUNDLE does not have $from in this version / BUNDLE 里没有这一版的 $from，请重新 make bundle。" >&2
        exit 1
    }
    rm -rf "$into"
    mkdir -p .cache/node
    cp -R ".cache/bundle/node/$name" "$into"
    exit 0
fi
need npm npm
rm -rf "$into"
mkdir -p "$into"
cp "$from/package.json" "$from/package-lock.json" "$into"
npm ci --prefix "$into" --ignore-scripts --no-audit --no-fund --loglevel=error || {
    echo "The packages of $from could not be downloaded. / $from 里的软件包没有取到。" >&2
    exit 1
}
printf '%s\n' "$wanted" >"$into/.holds"
