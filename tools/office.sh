#!/bin/sh
# Install LibreOffice Calc for `make audit`.
set -eu
cd -- "$(dirname -- "$0")/.."
installed() {
    command -v soffice >/dev/null && ls "$(dirname -- "$(readlink -f "$(command -v soffice)")")"/libsc*lo.so >/dev/null 2>&1
}
installed || tools/debian.sh "测试用的 LibreOffice" libreoffice-calc
installed || {
    echo "make audit needs LibreOffice Calc: apt install libreoffice-calc / 请先安装 libreoffice-calc" >&2
    exit 1
}
