import json

from noticeboard.formats import as_json, as_text
from noticeboard.problems import Problem, has_errors

ERROR = Problem("notices/2024/a.md", 3, 7, "phone", "error", "电话写法不对", "写上区号")
WARNING = Problem("notices/2024/b.md", 9, 1, "tight-bold", "warning", "星号", "加空格")


def test_text_gives_place_rule_message_and_remedy() -> None:
    assert as_text([ERROR, WARNING]) == (
        "notices/2024/a.md:3:7: 错误[phone] 电话写法不对\n    改法：写上区号\n"
        "notices/2024/b.md:9:1: 提醒[tight-bold] 星号\n    改法：加空格\n\n"
        "1 个错误、1 个提醒，涉及 2 个文件"
    )
    assert as_text([]) == "没有发现问题"


def test_json_reads_back() -> None:
    assert [Problem(**entry) for entry in json.loads(as_json([ERROR, WARNING]))] == [ERROR, WARNING]


def test_only_errors_forbid_publication() -> None:
    assert has_errors([WARNING, ERROR])
    assert not has_errors([WARNING])
