#!/bin/sh
# Install rclone, and moto's server into .cache/storage, an environment of its own: `storage.sh`.
set -eu
cd -- "$(dirname -- "$0")/.."
folder=.cache/storage

command -v rclone >/dev/null || tools/debian.sh rclone rclone
command -v rclone >/dev/null || {
    echo "The tests need rclone; install it with: apt install rclone / 测试需要 rclone，请先安装：apt install rclone" >&2
    exit 1
}
place="$(pwd -P) $(sha256sum <requirements-storage.txt)"
[ "$(cat "$folder/.holds" 2>/dev/null)" = "$place" ] && exit 0
echo "正在安装测试用的对象存储……"
rm -rf "$folder"
.venv/bin/python -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --no-input --disable-pip-version-check \
    --require-hashes -r requirements-storage.txt
printf '%s\n' "$place" >"$folder/.holds"
