#!/bin/sh
# Fetch the pinned npm packages of tools/node/NAME into .cache/node/NAME, checked by their hashes.
set -eu
cd -- "$(dirname -- "$0")/.."
name=$1
from=tools/node/$name
into=.cache/node/$name
wanted=$(cat "$from/package.json" "$from/package-lock.json" | sha256sum)
[ "$(cat "$into/.holds" 2>/dev/null)" != "$wanted" ] || exit 0
if ! command -v npm >/dev/null; then
    root=
    [ "$(id -u)" = 0 ] || root="sudo -n"
    echo "正在安装 npm……"
    $root apt-get update -qq >/dev/null 2>&1 || true
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
        npm >/dev/null 2>&1 || true
fi
command -v npm >/dev/null || {
    echo "This needs npm; install it with: apt install npm / 需要 npm，请先安装：apt install npm" >&2
    exit 1
}
rm -rf "$into"
mkdir -p "$into"
cp "$from/package.json" "$from/package-lock.json" "$into"
npm ci --prefix "$into" --ignore-scripts --no-audit --no-fund --loglevel=error || {
    echo "The packages of $from could not be fetched. / $from 里的软件包没有取到。" >&2
    exit 1
}
printf '%s\n' "$wanted" >"$into/.holds"
