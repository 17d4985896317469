#!/bin/sh
# Pack what `make site`, `make editor` and `make test` download into the file $1: wheels, npm packages and fonts, as
# the locks name them, for this machine's kind of processor and version of Python. `BUNDLE=FILE make site` uses it.
set -eu
cd -- "$(dirname -- "$0")/.."
unset BUNDLE
target=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tools/setup.sh site
echo "正在收集 Python 软件包……"
# The editor's packages run in browsers, and are chosen as tools/editor/bundle.py does.
for lock in requirements.txt requirements-test.txt requirements-database.txt; do
    .venv/bin/python -m pip download --quiet --no-input --disable-pip-version-check --require-hashes \
        --no-deps --no-build-isolation -r "$lock" -d "$work/wheels"
done
.venv/bin/python tools/editor/bundle.py --download "$work/wheels"
echo "正在收集 npm 软件包……"
for name in axe editor lint; do
    tools/node.sh "$name"
    mkdir -p "$work/node"
    cp -R ".cache/node/$name" "$work/node/$name"
done
echo "正在收集字体……"
mkdir "$work/fonts"
(cd "$work/fonts" && apt-get download -qq -o APT::Sandbox::User=root fonts-noto-cjk fonts-arphic-ukai >/dev/null) || {
    echo "The fonts could not be downloaded; run apt-get update. / 字体没有取到，请先运行 apt-get update。" >&2
    exit 1
}
.venv/bin/python -c 'import platform, sys; print("python %d.%d, %s" % (*sys.version_info[:2], platform.machine()))' \
    >"$work/bundle.txt"
(cd "$work" && find . -type f ! -name SHA256SUMS -print0 | LC_ALL=C sort -z | xargs -0 sha256sum >SHA256SUMS)
mkdir -p "$(dirname -- "$target")"
tar -cf "$target.new" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$work" .
mv "$target.new" "$target"
echo "$target 已做好（$(du -h "$target" | cut -f1)）：复制到内网，运行 BUNDLE=路径 make site（test、editor 也一样）。"
