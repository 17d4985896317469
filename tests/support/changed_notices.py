"""A repository with published, corrected, withdrawn, silently changed, moved and deleted notices."""

from __future__ import annotations

from pathlib import Path

from support.factories import BODY, write
from support.repositories import commit, git

CORRECTED, WITHDRAWN, HIDDEN = "2024/corrected", "2024/withdrawn", "2024/hidden"
SILENT, MOVED, DELETED = "2024/silent", "2024/moved", "2024/deleted"

FIRST = {"date": "2025-01-05", "note": "更正整改数字和联系电话"}
SECOND = {"date": "2025-01-06", "note": "更正标题中的错字，换了附件"}
PRIVATE = {"date": "2025-01-07", "note": "删去不应公开的信息", "hide": True}
LATER_BODY = BODY.replace("立行立改", "边学边改、立行立改").replace("8123456", "8123457")
NAME = "张某某家住示例路9号3单元402室"


def commit_history(root: Path) -> None:
    """Create a repository at `root` and commit each version of its notices."""
    notices = root / "notices"
    git(root, "init", "--quiet")
    for identity in (CORRECTED, WITHDRAWN, SILENT, MOVED, DELETED):
        write(notices, identity, unit=f"{identity[5:]}局党组", title=f"{identity[5:]}局党组的通报")
    write(notices, HIDDEN, f"{BODY}\n{NAME}。\n", title="隐私局党组的通报")
    (notices / CORRECTED).mkdir()
    (notices / CORRECTED / "附件1.txt").write_text("清单", "utf-8")
    commit(root, "公布")
    title = "corrected局党组的通报"
    attached = {"attachments": ["附件1.txt"], "contact__phones": [{"number": "0999-8123457"}]}
    write(
        notices,
        CORRECTED,
        LATER_BODY,
        title=title,
        unit="corrected局党组",
        corrections=[FIRST],
        **attached,
    )
    commit(root, "更正")
    write(
        notices,
        CORRECTED,
        LATER_BODY,
        title=f"{title}（更正）",
        unit="corrected局党组",
        corrections=[FIRST, SECOND],
        **attached,
    )
    (notices / CORRECTED / "附件1.txt").write_text("新的清单", "utf-8")
    write(
        notices,
        WITHDRAWN,
        "",
        title="withdrawn局党组的通报",
        unit="withdrawn局党组",
        contact__verified="2025-01-08",
        withdrawn={"date": "2025-01-08", "reason": "重复公布", "blanked": True},
    )
    write(notices, HIDDEN, title="隐私局党组的通报", corrections=[PRIVATE])
    commit(root, "再次更正，撤回一篇")
    write(
        notices,
        SILENT,
        BODY.replace("照单全收", "部分接受"),
        unit="silent局党组",
        title="silent局党组的通报",
    )
    write(
        notices,
        MOVED,
        unit="moved局党组",
        title="moved局党组的通报",
        contact__email="xin@example.com",
        contact__verified="2025-01-09",
    )
    (notices / f"{DELETED}.md").unlink()
    commit(root, "不该有的改动")
