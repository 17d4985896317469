#!/bin/sh
# Install the locked packages into .venv: `setup.sh site` for builds, `setup.sh database` also for
# PostgreSQL, `setup.sh test` for builds and tests, `setup.sh audit` for everything.
#
# .venv/.holds records the installed locks. It is removed before any change and written last, so an
# interrupted set-up is never mistaken for a complete one: the next run starts over.
set -eu
cd -- "$(dirname -- "$0")/.."

. tools/offline.sh

fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

version() {
    "$1" -SEc 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || true
}

find_python() {
    for candidate in ${PYTHON:+"$PYTHON"} python3.13 python3.12 python3.11 python3; do
        if recent "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
        [ -z "${PYTHON:-}" ] || break
    done
    fail "noticeboard needs Python 3.11 or newer; install it, or name it with PYTHON=… \
/ 需要 Python 3.11 或更新的版本：请先安装，或用 PYTHON=… 指定。"
}

create() {
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || fail "This Python cannot create a \
virtual environment; install it with: apt install python3-venv \
/ 缺少虚拟环境模块，请先安装：apt install python3-venv"
    echo "正在建立运行环境 .venv（只在第一次）……"
    "$python" -m venv --clear .venv || fail "The virtual environment .venv could not be created. \
/ 运行环境 .venv 没有建成。"
}

pip_install() {
    .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check \
        --root-user-action ignore "$@" || fail "${BUNDLE:+BUNDLE is not of this version of the program, or of another \
Python (see above); run make bundle again. / BUNDLE 是另一版程序或另一版 Python 的（见上），请重新 make bundle。 }The dependencies could not be installed (see \
above); check the network and try again. / 依赖没有装好（原因见上），请检查网络后再试。"
}

holds() {
    [ -x .venv/bin/python ] && sed -n "$1p" .venv/.holds 2>/dev/null
}

browser() {
    for name in chromium-headless-shell chromium chromium-browser google-chrome; do
        if command -v "$name" >/dev/null; then return; fi
    done
    return 1
}

chinese_font() {
    fc-list :lang=zh-cn 2>/dev/null | grep -q .
}

has_headless_shell() {
    command -v chromium-headless-shell >/dev/null || ! grep -qx ID=debian /etc/os-release 2>/dev/null
}

# The fonts of a bundle need no root rights.
unpack_fonts() {
    for package in .cache/bundle/fonts/*.deb; do
        dpkg-deb --extract "$package" .cache/bundle/unpacked
    done
    fonts=${XDG_DATA_HOME:-$HOME/.local/share}/fonts
    mkdir -p "$fonts"
    cp -R .cache/bundle/unpacked/usr/share/fonts "$fonts/noticeboard"
    fc-cache "$fonts/noticeboard" || true
}

set_up_browser() {
    [ -z "${BUNDLE:-}" ] || chinese_font || unpack_fonts
    if browser && chinese_font && has_headless_shell; then return; fi
    chinese_font || tools/debian.sh 中文字体 fonts-noto-cjk fonts-arphic-ukai fontconfig
    has_headless_shell || tools/debian.sh 测试用的浏览器 chromium-headless-shell
    browser || tools/debian.sh 测试用的浏览器 chromium
    browser && chinese_font || fail "The tests need a browser and a Chinese font; install them \
with: apt install chromium fonts-noto-cjk fontconfig \
/ 测试需要浏览器和中文字体，请先安装：apt install chromium fonts-noto-cjk fontconfig"
}

nginx() {
    PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v nginx >/dev/null &&
        [ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ]
}

faketime() {
    ls /usr/lib/*/faketime/libfaketime.so.1 >/dev/null 2>&1
}

set_up_server() {
    if nginx && faketime && command -v brotli >/dev/null && command -v openssl >/dev/null; then return; fi
    new=
    [ -e /usr/sbin/nginx ] || new=yes
    tools/debian.sh "测试用的 nginx" nginx-light libnginx-mod-http-brotli-static brotli openssl libfaketime
    # The tests start their own nginx; the service is not needed.
    if [ "$new" ] && command -v systemctl >/dev/null; then
        root=
        [ "$(id -u)" = 0 ] || root="sudo -n"
        $root systemctl disable --now nginx >/dev/null 2>&1 || true
    fi
    nginx && faketime && command -v brotli >/dev/null || fail "The tests need nginx; install it \
with: apt install nginx-light libnginx-mod-http-brotli-static brotli libfaketime \
/ 测试需要 nginx，请先安装：apt install nginx-light libnginx-mod-http-brotli-static brotli libfaketime"
}

postgresql() {
    ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1
}

set_up_postgresql() {
    if postgresql; then return; fi
    tools/debian.sh "测试用的 PostgreSQL" postgresql
    # The tests start their own servers; the service is not needed.
    if command -v systemctl >/dev/null; then
        root=
        [ "$(id -u)" = 0 ] || root="sudo -n"
        $root systemctl disable --now postgresql >/dev/null 2>&1 || true
    fi
    postgresql || fail "The tests need PostgreSQL; install it with: apt install postgresql \
/ 测试需要 PostgreSQL，请先安装：apt install postgresql"
}

command -v git >/dev/null || fail "noticeboard needs git; install it with: apt install git \
/ 需要 git，请先安装：apt install git"

# Concurrent runs wait for each other.
if command -v flock >/dev/null; then
    exec 9<requirements.txt
    flock 9
fi

runtime=$(cat requirements.txt pyproject.toml | sha256sum)
tests=$(cat requirements.txt pyproject.toml requirements-test.txt requirements-database.txt | sha256sum)
audit=
[ "$1" != audit ] || audit=$(cat requirements.txt pyproject.toml requirements-audit.txt | sha256sum)

# A virtual environment is bound to its path and its Python version.
place="$(pwd -P) $(version .venv/bin/python)"
if [ "$(holds 1)" != "$place" ] ||
    { [ -n "${PYTHON:-}" ] && [ "$(version "$PYTHON")" != "$(version .venv/bin/python)" ]; }; then
    create
    place="$(pwd -P) $(version .venv/bin/python)"
fi
if [ "$(holds 2)" != "$runtime" ]; then
    rm -f .venv/.holds
    echo "正在安装依赖……"
    # One package is built from source, so its locked build backend is installed first.
    awk '/^[a-z]/ { own = /^setuptools==/ } own' requirements.txt >.venv/builder.txt
    pip_install --require-hashes -r .venv/builder.txt
    pip_install --require-hashes --no-build-isolation --use-pep517 -r requirements.txt
    pip_install --no-deps --no-build-isolation -e .
    printf '%s\n' "$place" "$runtime" >.venv/.holds
fi
if [ "${ENGINE:-}" = properdocs ] && ! .venv/bin/python -c 'import properdocs' 2>/dev/null; then
    pip_install --require-hashes -r requirements-properdocs.txt
fi
[ "$1" != site ] || exit 0
if [ "$1" = database ]; then
    pip_install --require-hashes -r requirements-database.txt
    exit 0
fi
if [ "$(holds 3)" != "$tests" ]; then
    rm -f .venv/.holds
    echo "正在安装测试工具……"
    pip_install --require-hashes -r requirements-test.txt
    pip_install --require-hashes -r requirements-database.txt
    printf '%s\n' "$place" "$runtime" "$tests" >.venv/.holds
fi
[ "$1" != lint ] || exit 0
if [ "$audit" ] && [ "$(holds 4)" != "$audit" ]; then
    rm -f .venv/.holds
    echo "正在安装审查工具……"
    pip_install --require-hashes -r requirements-audit.txt
    printf '%s\n' "$place" "$runtime" "$tests" "$audit" >.venv/.holds
fi
set_up_browser
set_up_server
set_up_postgresql
