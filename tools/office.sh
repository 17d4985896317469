#!/bin/sh
# Make LibreOffice's spreadsheet be there for `make audit`.
set -eu
there() {
    command -v soffice >/dev/null && ls "$(dirname -- "$(readlink -f "$(command -v soffice)")")"/libsc*lo.so >/dev/null 2>&1
}
if ! there && command -v apt-get >/dev/null; then
    root=
    [ "$(id -u)" = 0 ] || root="sudo -n"
    echo "正在安装测试用的 LibreOffice……"
    # Failure shows in the check below.
    $root apt-get update -qq >/dev/null || true
    $root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
        libreoffice-calc >/dev/null || true
fi
there || {
    echo "make audit needs LibreOffice Calc: apt install libreoffice-calc / 请先安装 libreoffice-calc" >&2
    exit 1
}
