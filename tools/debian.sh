#!/bin/sh
# Install Debian packages: `debian.sh WHAT PACKAGE…`, WHAT in Chinese as the terminal says it.
# Where that cannot be done nothing happens: the caller looks whether it has what it needs.
set -eu
what=$1
shift
root=
[ "$(id -u)" = 0 ] || root="sudo -n"
command -v apt-get >/dev/null || exit 0
[ -z "$root" ] || $root true 2>/dev/null || exit 0
echo "正在安装$what……"
$root apt-get update -qq >/dev/null || true
$root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" \
    >/dev/null || true
