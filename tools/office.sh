#!/bin/sh
# Make LibreOffice's spreadsheet be there for `make audit`.
set -eu
cd -- "$(dirname -- "$0")/.."
there() {
    command -v soffice >/dev/null && ls "$(dirname -- "$(readlink -f "$(command -v soffice)")")"/libsc*lo.so >/dev/null 2>&1
}
there || tools/debian.sh "测试用的 LibreOffice" libreoffice-calc
there || {
    echo "make audit needs LibreOffice Calc: apt install libreoffice-calc / 请先安装 libreoffice-calc" >&2
    exit 1
}
