from dataclasses import replace
from pathlib import Path

from support.factories import write

from noticeboard.model.problems import Problem
from noticeboard.pages.preview import Preview, ProblemExcerpt
from noticeboard.reading.reader import read_all
from noticeboard.rules.check import check_notices


def preview_of(notices: Path) -> Preview:
    parsed_notices = read_all(notices)
    return Preview(parsed_notices, check_notices(parsed_notices, notices), notices)


def excerpts(preview: Preview) -> list[ProblemExcerpt]:
    return preview.excerpts("notices/2024/shifanju.md")["notices/2024/shifanju.md"]


def test_a_file_that_cannot_be_read_has_a_page_of_its_problems(tmp_path: Path) -> None:
    notices = tmp_path / "notices"
    write(notices)
    write(notices, "2024/broken", region=None)
    (notices / "2024/Wrong Name.md").write_text("x", "utf-8")
    preview = preview_of(notices)
    assert [page.uri for page in preview.pages()] == ["problems.md", "notices/2024/broken.md"]
    assert set(preview.by_path) == {"notices/2024/Wrong Name.md", "notices/2024/broken.md"}
    assert preview.error_count == len(preview.problems)
    assert preview.excerpts("notices/2024/shifanju.md") == {}


def test_each_problem_has_its_line(tmp_path: Path) -> None:
    notices = tmp_path / "notices"
    write(notices, published="2023-12-02")
    (excerpt, *_) = excerpts(preview_of(notices))
    assert excerpt.line == "published: '2023-12-02'"
    write(notices, published="2024-12-02")
    preview = preview_of(notices)
    assert (preview.problems, preview.by_path, preview.error_count) == ([], {}, 0)


def test_a_file_that_is_gone_meanwhile_has_no_line(tmp_path: Path) -> None:
    notices = tmp_path / "notices"
    path = write(notices, region=None)
    preview = preview_of(notices)
    path.unlink()
    assert excerpts(preview)[0].line == ""


def test_many_warnings_of_one_rule_are_cut_short(tmp_path: Path) -> None:
    problem = Problem("notices/2024/a.md", 1, 1, "contact-old", "warning", "旧了", "试打")
    problems = [*[replace(problem, line=n) for n in range(1, 30)], replace(problem, rule="alias")]
    preview = Preview([], problems, tmp_path)
    files, left_out = preview.listing()
    assert isinstance(files, dict)
    assert [len(listed) for listed in files.values()] == [21]
    assert left_out == 9


def test_errors_are_listed_before_reminders(tmp_path: Path) -> None:
    notices = tmp_path / "notices"
    write(notices, "2024/a")
    problems = [
        Problem("notices/2024/a.md", 1, 1, "rule", "warning", "说明", "改法"),
        Problem("notices/2024/b.md", 1, 1, "rule", "warning", "说明", "改法"),
        Problem("notices/2024/b.md", 2, 1, "rule", "error", "说明", "改法"),
    ]
    preview = Preview(read_all(notices), problems, notices)
    assert list(preview.by_path) == ["notices/2024/b.md", "notices/2024/a.md"]
    assert [one.severity for one in preview.by_path["notices/2024/b.md"]] == ["error", "warning"]
