"""The requests of the write page, as the browser sends them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.factories import text as notice_text

from noticeboard.editor import preview
from noticeboard.editor.messages import Editor
from noticeboard.importing import import_file
from noticeboard.model.notice import FrontMatter

CASES = Path(__file__).resolve().parents[2] / "cases"
ID = "2024/shili"


class Caller:
    def __init__(self, folder: Path) -> None:
        self.editor = Editor(folder)

    def __call__(self, action: str, data: bytes = b"", **values: Any) -> Any:
        return json.loads(
            self.editor.handle(json.dumps({"action": action, "id": ID, **values}), data)
        )


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: Path) -> Caller:
    monkeypatch.setattr(preview, "TEMPLATES", project / "docs/templates")
    preview._environment.cache_clear()
    caller = Caller(tmp_path)
    caller("open", settings={"region": "", "contact_months": 24})
    return caller


def test_the_form_has_every_field_of_the_model(ask: Caller) -> None:
    form = ask("open", settings={})["form"]
    assert [field["name"] for field in form] == list(FrontMatter.model_fields)
    kinds = {field["name"]: field["kind"] for field in form}
    assert kinds["inspection"] == kinds["corrections"] == "records"
    assert kinds["unit"] == kinds["topics"] == "texts"
    assert kinds["published"] == "date"
    assert kinds["category"] == "choice"
    assert all(field["label"] and field["help"] for field in form)


def test_the_draft_is_that_of_the_command_line(ask: Caller) -> None:
    draft = import_file(CASES / "seed.txt")
    answer = ask("import", (CASES / "seed.txt").read_bytes(), name="seed.txt")
    assert (answer["source"], answer["report"]) == (draft.markdown, draft.report())
    assert {one["status"] for one in answer["found"]} == {"certain", "unsure", "missing"}


def test_a_file_that_cannot_be_imported_is_answered_by_a_sentence(ask: Caller) -> None:
    assert "旧格式" in ask("import", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", name="a.doc")["error"]
    assert "空的" in ask("import", b"", name="a.txt")["error"]


def test_problems_name_their_field(ask: Caller) -> None:
    source = notice_text().replace("2024-12-02", "2024-13-02", 1)
    (problem, *_) = [p for p in ask("check", source=source)["problems"] if p["severity"] == "error"]
    assert problem["field"] == ["published"]


def test_attachments_are_kept_listed_and_removed(ask: Caller) -> None:
    source = notice_text()
    listed = ask("attach", b"x", name="附件 1.txt", source=source)
    assert listed["files"] == {"附件 1.txt": "eA=="} == ask("files")["files"]
    assert (
        ask("attach", b"y", name="附件 1.txt", source=listed["source"])["source"]
        == (listed["source"])
    )
    second = ask("attach", b"z", name="b.txt", source=listed["source"])
    values = ask("check", source=second["source"])["values"]
    assert values["attachments"] == [
        {"file": "附件 1.txt", "title": "附件 1"},
        {"file": "b.txt", "title": "b"},
    ]
    first = ask("detach", name="附件 1.txt", source=second["source"])
    assert ask("check", source=first["source"])["values"]["attachments"] == [
        {"file": "b.txt", "title": "b"}
    ]
    both = ask("detach", name="b.txt", source=first["source"])
    assert both == {"source": source, "files": {}}


def test_a_wrong_name_or_text_attaches_nothing(ask: Caller) -> None:
    assert "文件名" in ask("attach", b"x", name="a/b.txt", source=notice_text())["error"]
    assert "---" in ask("attach", b"x", name="a.txt", source="没有元数据")["error"]
    assert ask("files")["files"] == {}
    ask("attach", b"x", name="a.txt")
    rules = {p["rule"] for p in ask("check", source=notice_text())["problems"]}
    assert "attachment-unlisted" in rules


def test_the_preview_is_the_content_of_the_notice_page(ask: Caller) -> None:
    html = ask("preview", source=notice_text())["html"]
    assert 'id="notice-body"' in html
    assert "0999-8123456" in html
    assert ask("preview", source="---\n---\n")["html"] == ""


def test_a_correction_is_compared_with_what_is_published(ask: Caller) -> None:
    published = notice_text()
    ask("open", settings={}, published=published)
    assert ask("check", source=published)["valid"]
    changed = published.replace("0999-8123456", "0999-8123457")
    answer = ask("preview", source=changed)
    assert "0999-8123457" in answer["difference"]
    rules = {
        p["rule"] for p in ask("check", source=changed)["problems"] if p["severity"] == "error"
    }
    assert any(rule.startswith("past-") for rule in rules), rules


def test_the_text_is_shown_while_the_front_matter_has_errors(ask: Caller) -> None:
    html = ask("preview", source=notice_text().replace("published: ", "published: 某日 "))["html"]
    assert "建立台账" in html
    assert preview.INCOMPLETE in html
    assert ask("preview", source="---\n---\n" + "甲" * 400_000)["html"] == ""


def test_a_document_replaces_the_attachments_of_the_last_one(ask: Caller) -> None:
    ask("attach", b"x", name="a.txt")
    answer = ask("import", (CASES / "seed.txt").read_bytes(), name="seed.txt")
    assert ask("files", id=answer["id"])["files"] == ask("files")["files"] == {}


@pytest.mark.parametrize(
    "name", ["", "示例局通报", "2024/示例", "2024/A", "2024/a/b", "../a", "2024/"]
)
def test_a_wrong_name_of_the_file_is_a_problem(ask: Caller, name: str) -> None:
    problems = ask("check", source=notice_text(), id=name)["problems"]
    assert {p["rule"] for p in problems} & {"path", "file-name"}
    assert not ask("check", source=notice_text(), id=name)["valid"]
