"""Configurations that change what Git prints or starts, as a user, a machine or a folder may have."""

from __future__ import annotations

from pathlib import Path

OPTIONS = {
    "color.branch": "always",
    "color.diff": "always",
    "color.status": "always",
    "color.ui": "always",
    "core.abbrev": "4",
    "core.autocrlf": "true",
    "core.logAllRefUpdates": "always",
    "core.pager": "false",
    "core.quotePath": "true",
    "core.untrackedCache": "true",
    "diff.algorithm": "patience",
    "diff.colorMoved": "zebra",
    "diff.context": "0",
    "diff.external": "false",
    "diff.ignoreSubmodules": "all",
    "diff.mnemonicPrefix": "true",
    "diff.noPrefix": "true",
    "diff.relative": "true",
    "diff.renames": "copies",
    "diff.submodule": "log",
    "diff.shout.command": "false",
    "diff.shout.textconv": "false",
    "diff.shout.xfuncname": "shout",
    "format.pretty": "fuller",
    "i18n.commitEncoding": "GBK",
    "i18n.logOutputEncoding": "UTF-16",
    "log.abbrevCommit": "true",
    "log.date": "relative",
    "log.decorate": "full",
    "log.diffMerges": "combined",
    "log.follow": "true",
    "log.graphColors": "red",
    "log.initialDecorationSet": "all",
    "log.mailmap": "true",
    "log.showRoot": "false",
    "log.showSignature": "true",
    "notes.displayRef": "refs/notes/*",
    "pager.log": "false",
    "pager.status": "false",
    "status.branch": "true",
    "status.relativePaths": "true",
    "status.short": "true",
    "status.showStash": "true",
    "status.showUntrackedFiles": "no",
    "status.submoduleSummary": "true",
}


def hostile_config(folder: Path) -> str:
    """Return every option, and programs that leave a trace in `folder` when they are started."""
    program = folder / "program"
    program.write_text(f'#!/bin/sh\ntouch "{folder}/started"\nexit 1\n')
    program.chmod(0o755)
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "pre-commit"):
        (folder / "hooks").mkdir(exist_ok=True)
        (folder / "hooks" / hook).symlink_to(program)
    (folder / "attributes").write_text("* diff=shout\n*.txt filter=shout\n")
    (folder / "excludes").write_text("*.md\nnotices/\n")
    (folder / "order").write_text("*.txt\n")
    options = {
        **OPTIONS,
        "core.attributesFile": folder / "attributes",
        "core.excludesFile": folder / "excludes",
        "core.fsmonitor": program,
        "core.hooksPath": folder / "hooks",
        "diff.external": program,
        "diff.orderFile": folder / "order",
        "diff.shout.command": program,
        "diff.shout.textconv": program,
        "gpg.program": program,
    }
    lines = []
    for name, value in options.items():
        section, _, key = name.rpartition(".")
        outer, _, inner = section.partition(".")
        heading = f'[{outer} "{inner}"]' if inner else f"[{outer}]"
        lines.append(f'{heading}\n\t{key} = "{value}"\n')
    return "".join(lines)
