"""The comment on a request: its golden text, and escaping of everything that a request controls."""

import re
from functools import partial
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import BODY, write
from support.repositories import commit, git

from noticeboard.model.problems import Problem
from noticeboard.pull_request.changes import Change, TextChange
from noticeboard.pull_request.comment import (
    MARKER,
    MAX_LENGTH,
    MAX_OTHER_FILES,
    CommentContext,
    render_comment,
)
from noticeboard.pull_request.hosts import BranchRef
from noticeboard.pull_request.markdown_text import escape, link_target
from noticeboard.pull_request.report import Report, build_report, check_request

CASES = Path(__file__).resolve().parents[2] / "cases/pull_request"
COMMIT = "6f1d2b7c3a9e4d5f8b0c1a2e3d4f5a6b7c8d9e0f"
HUB = BranchRef("github", "https://github.com/shili-clerk/noticeboard", "tongbao/示范局", COMMIT)
LAB = BranchRef("gitlab", "https://gitlab.example/shili/noticeboard", "tongbao", COMMIT)
RUN = "https://github.com/example/noticeboard/actions/runs/11872003001"
context_of = partial(CommentContext, site_url="https://noticeboard.example/")
CLEAN = context_of(HUB, RUN, f"{RUN}/artifacts/77")
ATTACK = (
    '](javascript:x) <script>alert(1)</script> @all #1 !1 `|` **b** www.evil.example "\u202e\n# h'
)


def request_report(root: Path, *, faulty: bool) -> Report:
    """Check a request that changes one notice and adds another."""
    git(root, "init", "--quiet")
    write(root / "notices")
    commit(root)
    git(root, "checkout", "--quiet", "-b", "request")
    if faulty:
        write(root / "notices", body=BODY.replace("照单全收", "诚恳接受"), published="2024-12-03")
        path = write(root / "notices", "2024/other", unit="另一局党组", issuer="【待填】")
        path.write_text(path.read_text("utf-8").replace("region:", "regoin:"), "utf-8")
    else:
        phones = [{"number": "0999-8123457", "hours": "工作日 9:00—17:00"}]
        contact = {"phones": phones, "verified": "2025-03-01"}
        write(root / "notices", contact=contact)
        own = BODY.replace("照单全收，立行立改", "逐条研究，分工负责")
        write(root / "notices", "2024/other", own, unit="另一局党组")
    request = commit(root)
    git(root, "checkout", "--quiet", "main")
    return check_request(root, request, root / "notices")


@pytest.mark.parametrize("faulty", [True, False])
def test_comment_matches_the_golden_text(tmp_path: Path, faulty: bool) -> None:
    context = context_of(HUB, RUN, other_files=("hooks/noticeboard/cli.py",)) if faulty else CLEAN
    comment = render_comment(request_report(tmp_path, faulty=faulty), context)
    expected = CASES / ("comment-errors.md" if faulty else "comment-clean.md")
    # The help names the day of the check.
    comment = re.sub(r"(date&#58;) \d{4}-\d\d-\d\d", r"\1 2026-11-23", comment)
    assert comment == expected.read_text("utf-8")


def test_missing_report_is_an_unfinished_check() -> None:
    comment = render_comment(None, context_of(HUB, RUN, other_files=("Makefile",)))
    assert comment.startswith(MARKER)
    assert "没有做完" in comment
    assert f"({RUN})" in comment
    assert "- Makefile" in comment


def test_gitlab_comment_links_files_and_preview() -> None:
    report = build_report([], [Change(id="2024/a", path="notices/2024/a.md", kind="new")])
    comment = render_comment(report, context_of(LAB, RUN, f"{RUN}/p(1)", preview_is_page=True))
    assert f"https://gitlab.example/shili/noticeboard/-/blob/{COMMIT}/notices/2024/a.md" in comment
    assert f"[打开预览]({RUN}/p%281%29)" in comment
    assert LAB.edit_url.startswith("https://gitlab.example/shili/noticeboard/-/edit/tongbao/")


def hostile_comment() -> str:
    """Return the comment on a request whose every text is an attack."""
    problem = Problem(f"notices/{ATTACK}", 1, 1, "blank", "error", ATTACK, ATTACK)
    text_change = TextChange(label=ATTACK, before=ATTACK, after=ATTACK)
    change = Change(
        id=ATTACK, path=ATTACK, kind="changed", title=ATTACK,
        fields=(text_change,), paragraphs=(text_change,), paragraphs_changed=1, files=(ATTACK,),
    )  # fmt: skip
    return render_comment(
        build_report([problem], [change]), context_of(HUB, RUN, other_files=(ATTACK,))
    )


def test_text_of_a_request_is_inert() -> None:
    comment = hostile_comment()
    html = markdown.markdown(comment, extensions=["tables"])
    assert "<script" not in html
    assert "javascript:x" not in "".join(re.findall(r'href="[^"]*"', html))
    assert not re.search(r"@(?!<!--)|www(?=\.)", re.sub(r"\]\([^)]*\)", "]", comment))
    assert "\u202e" not in comment
    assert html.count("<h1") == 0
    hrefs = set(re.findall(r'href="(https?://[^/"]+)', html))
    assert hrefs == {"https://github.com", "https://noticeboard.example"}


@given(st.text(max_size=60))
def test_escaped_text_is_one_plain_line(text: str) -> None:
    line = escape(text)
    assert "\n" not in line
    assert not re.search(r"[\\`*_\[\]|]|<(?!!-- -->)|@(?!<!--)", line)
    assert escape(line) is line


def test_link_targets_are_web_addresses() -> None:
    assert link_target("javascript:alert(1)") == ""
    assert link_target("https://a.example/(b) c") == "https://a.example/%28b%29%20c"


def test_each_doubt_of_the_importer_is_a_box() -> None:
    reason = "导入时不确定，还没有核对：原文没有写明省份"
    doubt = Problem("notices/2024/a.md", 4, 9, "unanswered-doubt", "warning", reason, "核对")
    comment = render_comment(build_report([doubt], []), CLEAN)
    assert comment.count("- [ ] ") == 1
    box = next(line for line in comment.splitlines() if line.startswith("- [ ] "))
    assert "/edit/" in box
    assert "notices/2024/a.md#L4" in box
    assert "原文没有写明省份" in box


def test_huge_report_fits_the_limit() -> None:
    long = "长" * 300 + ATTACK[:60]
    problems = [
        Problem(f"notices/2024/n{n}.md", n, 1, "blank", "error", long, long) for n in range(1, 1500)
    ]
    changed = [
        Change(
            id=f"2024/n{n}", path=f"notices/2024/n{n}.md", kind="changed", title=long,
            fields=tuple(TextChange(label=f"标题 {k}", before=long, after=long) for k in range(9)),
        )
        for n in range(1, 700)
    ]  # fmt: skip
    context = context_of(HUB, RUN, other_files=[f"f{n}" for n in range(MAX_OTHER_FILES + 5)])
    comment = render_comment(build_report(problems, changed), context)
    assert len(comment) <= MAX_LENGTH
    assert "全部是 1499 个错误、0 个提醒" in comment
    assert "共 699 篇" in comment
    assert f"共 {MAX_OTHER_FILES + 5} 个文件" in comment
