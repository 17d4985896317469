#!/bin/sh
# Install Debian packages: `debian.sh LABEL PACKAGE…`, with a Chinese LABEL for the progress message.
# Without apt-get or root rights, exit 0: the caller checks whether the programs are available.
set -eu
label=$1
shift
root=
[ "$(id -u)" = 0 ] || root="sudo -n"
[ -z "${BUNDLE:-}" ] || exit 0 # no network
command -v apt-get >/dev/null || exit 0
[ -z "$root" ] || $root true 2>/dev/null || exit 0
echo "正在安装$label……"
$root apt-get update -qq >/dev/null || true
$root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" \
    >/dev/null || true
