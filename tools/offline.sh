# shellcheck shell=sh
# To be sourced from the project's root. With BUNDLE=FILE, unpack that file of `make bundle` into .cache/bundle, and
# let pip use nothing else; node.sh and debian.sh look there, too.
if [ -n "${BUNDLE:-}" ]; then
    [ -f "$BUNDLE" ] || {
        echo "No file $BUNDLE / BUNDLE 写的是“$BUNDLE”，没有这个文件。" >&2
        exit 1
    }
    bundle_stamp=$(stat -c '%s %Y' "$BUNDLE")
    if [ "$(cat .cache/bundle/.holds 2>/dev/null)" != "$bundle_stamp" ]; then
        rm -rf .cache/bundle
        mkdir -p .cache/bundle
        if ! tar -xf "$BUNDLE" --no-same-owner -C .cache/bundle 2>/dev/null ||
            ! (cd .cache/bundle && sha256sum --check --quiet --strict SHA256SUMS) >/dev/null 2>&1; then
            rm -rf .cache/bundle
            echo "$BUNDLE is damaged / $BUNDLE 坏了或不是 make bundle 做的，请重新复制。" >&2
            exit 1
        fi
        printf '%s\n' "$bundle_stamp" >.cache/bundle/.holds
    fi
    # A relative path: pip splits this variable at spaces.
    export PIP_NO_INDEX=1 PIP_FIND_LINKS=.cache/bundle/wheels PIP_CONFIG_FILE=/dev/null
    unset PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_CONSTRAINT
fi
