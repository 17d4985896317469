"""`noticeboard new`: questions in Chinese, and the file that it writes."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support.answers import ANSWERS, lacks_only_blanks
from support.factories import notice, write

from noticeboard.cli.main import main
from noticeboard.cli.new import earlier_notice, new_notice
from noticeboard.model.field_types import BLANK
from noticeboard.model.problems import NoticeboardError, Problem
from noticeboard.reading.reader import read_all
from noticeboard.rules.check import check_notices


def problems_of(notices: Path) -> list[Problem]:
    return check_notices(read_all(notices), notices)


def test_the_newest_notice_of_the_unit_is_the_earlier_one() -> None:
    newest = notice("2024/b")
    assert earlier_notice(" 示範局党组", [newest, notice("2024/c", unit="另一局党组")]) == newest
    assert earlier_notice("没有的局", [newest]) is None
    assert earlier_notice("", [newest]) is None


@pytest.fixture
def notices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOTICES_DIR", raising=False)
    write(tmp_path / "notices")
    return tmp_path / "notices"


def typed(*answers: str) -> Result:
    return CliRunner().invoke(main, ["new"], input="".join(f"{answer}\n" for answer in answers))


def test_a_new_unit_is_asked_everything(notices: Path) -> None:
    result = typed(*ANSWERS.values(), "")
    assert result.exit_code == 0, result.output
    path = notices / "2024/shili-shifanju.md"
    assert lacks_only_blanks(path.read_text("utf-8"), problems_of(notices))
    assert "被巡察党组织" in result.output
    assert str(path.relative_to(notices.parent)) in result.output


def test_the_earlier_notice_offers_its_answers(notices: Path) -> None:
    result = typed(
        "示范局党组", "", "", "", "", "-", "", "", "", "2025-12-01", *[""] * 4, "-", "", ""
    )
    assert result.exit_code == 0, result.output
    assert "参照这个单位以前的通报 2024/shifanju" in result.output
    text = (notices / "2025/shifanju.md").read_text("utf-8")
    assert "region: 示例省/示例市/示例区" in text
    assert "follow_up_of: 2024/shifanju" in text
    assert "number: 0999-8123456" in text
    assert lacks_only_blanks(text, problems_of(notices))


def test_a_wrong_answer_is_asked_again(notices: Path) -> None:
    wrong_region = ["示例区示范局党组", "示例省//示例区", BLANK, "示例省"]
    result = typed(
        *wrong_region, *list(ANSWERS.values())[2:9], "2024-13-40", *list(ANSWERS.values())[9:], ""
    )
    assert result.exit_code == 0, result.output
    assert "用半角斜杠分开：湖北省" in result.output
    assert "还不知道的，直接按回车" in result.output
    assert "2024-13-40" in result.output


def test_nothing_is_overwritten(notices: Path) -> None:
    before = (notices / "2024/shifanju.md").read_bytes()
    (notices / "2024/other").mkdir()
    names = ["shifanju", "other", "Wrong Name", "index", ""]
    result = typed("示范局党组", *[""] * 8, "2024-12-02", *[""] * 6, *names)
    assert result.exit_code == 0, result.output
    assert result.output.count("已经有了") == 2
    assert result.output.count("写法不对") == 2
    assert (notices / "2024/shifanju.md").read_bytes() == before
    assert (notices / "2024/shifanju-2.md").is_file()


def test_without_a_date_the_year_is_asked(notices: Path) -> None:
    result = typed("甲局党组", *[""] * 15, "今年", "2025", "")
    assert result.exit_code == 0, result.output
    assert (notices / "2025/jiaju.md").is_file()
    assert lacks_only_blanks((notices / "2025/jiaju.md").read_text("utf-8"), problems_of(notices))


def test_a_folder_that_cannot_be_written_is_one_sentence(notices: Path) -> None:
    (notices / "2030").write_text("", "utf-8")
    answers = {"公布的年份，四位数字": "2030"}

    def ask(question: str, offered: str) -> str:
        return answers.get(question, "a" if question.startswith("文件名") else "")

    with pytest.raises(NoticeboardError, match="写不进"):
        new_notice(notices, [], ask)


def test_without_a_folder_of_notices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOTICES_DIR", raising=False)
    assert typed("").exit_code == 2
