import re
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import BODY, write
from support.repositories import commit, git

from noticeboard.model.problems import Problem
from noticeboard.pull_request.changes import Change, Difference
from noticeboard.pull_request.comment import (
    MARKER,
    MAX_LENGTH,
    MAX_OTHER_FILES,
    CommentContext,
    render_comment,
)
from noticeboard.pull_request.hosts import BranchRef
from noticeboard.pull_request.markdown_text import address, escape
from noticeboard.pull_request.report import Report, check_request, make_report

CASES = Path(__file__).resolve().parents[2] / "cases/pull_request"
COMMIT = "6f1d2b7c3a9e4d5f8b0c1a2e3d4f5a6b7c8d9e0f"
HUB = BranchRef("github", "https://github.com/shili-clerk/noticeboard", "tongbao/示范局", COMMIT)
LAB = BranchRef("gitlab", "https://gitlab.example/shili/noticeboard", "tongbao", COMMIT)
RUN = "https://github.com/example/noticeboard/actions/runs/11872003001"
CLEAN = CommentContext(HUB, RUN, f"{RUN}/artifacts/77")
ATTACK = (
    '](javascript:x) <script>alert(1)</script> @all #1 !1 `|` **b** www.evil.example "\u202e\n# h'
)


@pytest.fixture(autouse=True)
def site_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://noticeboard.example/")


def request_report(root: Path, *, wrong: bool) -> Report:
    """A request that changes one notice and adds another."""
    git(root, "init", "--quiet")
    write(root / "notices")
    commit(root)
    git(root, "checkout", "--quiet", "-b", "request")
    if wrong:
        write(root / "notices", body=BODY.replace("照单全收", "诚恳接受"), published="2024-12-03")
        path = write(root / "notices", "2024/other", unit="另一局党组", issuer="【待填】")
        path.write_text(path.read_text("utf-8").replace("region:", "regoin:"), "utf-8")
    else:
        phones = [{"number": "0999-8123457", "hours": "工作日 9:00—17:00"}]
        contact = {"phones": phones, "verified": "2025-03-01"}
        write(root / "notices", contact=contact)
        write(root / "notices", "2024/other", unit="另一局党组")
    request = commit(root)
    git(root, "checkout", "--quiet", "main")
    return check_request(root, request, root / "notices")


@pytest.mark.parametrize("wrong", [True, False])
def test_the_comment_is_as_recorded(tmp_path: Path, wrong: bool) -> None:
    around = CommentContext(HUB, RUN, other_files=("hooks/noticeboard/cli.py",)) if wrong else CLEAN
    said = render_comment(request_report(tmp_path, wrong=wrong), around)
    expected = CASES / ("comment-errors.md" if wrong else "comment-clean.md")
    # The remedy names the day of the check.
    said = re.sub(r"(date&#58;) \d{4}-\d\d-\d\d", r"\1 2026-11-23", said)
    assert said == expected.read_text("utf-8")


def test_an_unfinished_check_is_said_to_be_one() -> None:
    said = render_comment(None, CommentContext(HUB, RUN, other_files=("Makefile",)))
    assert said.startswith(MARKER)
    assert "没有做完" in said
    assert f"({RUN})" in said
    assert "- Makefile" in said


def test_gitlab_addresses_and_a_preview_that_opens() -> None:
    report = make_report([], [Change(id="2024/a", path="notices/2024/a.md", kind="new")])
    said = render_comment(report, CommentContext(LAB, RUN, f"{RUN}/p(1)", preview_is_page=True))
    assert f"https://gitlab.example/shili/noticeboard/-/blob/{COMMIT}/notices/2024/a.md" in said
    assert f"[打开预览]({RUN}/p%281%29)" in said
    assert LAB.edit_url.startswith("https://gitlab.example/shili/noticeboard/-/edit/tongbao/")


def attacked() -> str:
    """The comment on a request whose every text is an attack."""
    problem = Problem(f"notices/{ATTACK}", 1, 1, "blank", "error", ATTACK, ATTACK)
    difference = Difference(label=ATTACK, before=ATTACK, after=ATTACK)
    change = Change(
        id=ATTACK, path=ATTACK, kind="changed", title=ATTACK,
        fields=(difference,), paragraphs=(difference,), paragraphs_changed=1, files=(ATTACK,),
    )  # fmt: skip
    return render_comment(
        make_report([problem], [change]), CommentContext(HUB, RUN, other_files=(ATTACK,))
    )


def test_no_text_of_a_request_acts() -> None:
    said = attacked()
    html = markdown.markdown(said, extensions=["tables"])
    assert "<script" not in html
    assert "javascript:x" not in "".join(re.findall(r'href="[^"]*"', html))
    assert not re.search(r"@(?!<!--)|www(?=\.)", re.sub(r"\]\([^)]*\)", "]", said))
    assert "\u202e" not in said
    assert html.count("<h1") == 0
    hrefs = set(re.findall(r'href="(https?://[^/"]+)', html))
    assert hrefs == {"https://github.com", "https://noticeboard.example"}


@given(st.text(max_size=60))
def test_escaped_text_is_one_line_without_marks(text: str) -> None:
    said = escape(text)
    assert "\n" not in said
    assert not re.search(r"[\\`*_\[\]|]|<(?!!-- -->)|@(?!<!--)", said)
    assert escape(said) is said


def test_only_web_addresses_become_links() -> None:
    assert address("javascript:alert(1)") == ""
    assert address("https://a.example/(b) c") == "https://a.example/%28b%29%20c"


def test_a_huge_report_still_fits() -> None:
    long = "长" * 300 + ATTACK[:60]
    problems = [
        Problem(f"notices/2024/n{n}.md", n, 1, "blank", "error", long, long) for n in range(1, 1500)
    ]
    changed = [
        Change(
            id=f"2024/n{n}", path=f"notices/2024/n{n}.md", kind="changed", title=long,
            fields=tuple(Difference(label=f"标题 {k}", before=long, after=long) for k in range(9)),
        )
        for n in range(1, 700)
    ]  # fmt: skip
    around = CommentContext(HUB, RUN, other_files=[f"f{n}" for n in range(MAX_OTHER_FILES + 5)])
    said = render_comment(make_report(problems, changed), around)
    assert len(said) <= MAX_LENGTH
    assert "全部是 1499 个错误、0 个提醒" in said
    assert "共 699 篇" in said
    assert f"共 {MAX_OTHER_FILES + 5} 个文件" in said
