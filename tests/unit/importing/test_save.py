"""Saving of drafts."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from support import documents

from noticeboard.importing import ImportFailedError, import_file, save


def test_existing_notices_are_never_overwritten(tmp_path: Path) -> None:
    draft = import_file(documents.SEED)
    paths = [save(draft, tmp_path) for _ in range(3)]
    stem = draft.suggested_id.partition("/")[2]
    assert [path.stem for path in paths] == [stem, f"{stem}-2", f"{stem}-3"]
    assert {path.read_text("utf-8") for path in paths} == {draft.markdown}
    assert sorted((tmp_path / "2024").iterdir()) == sorted(paths)


def test_an_unwritable_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "2024").write_text("a file instead of the folder")
    with pytest.raises(ImportFailedError, match="写不进"):
        save(import_file(documents.SEED), tmp_path)


def test_the_body_refers_to_pictures_in_the_folder_of_its_slug(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("整改情况见图。")
    document.add_picture(io.BytesIO(documents.PNG))
    draft = documents.draft_of(document)
    paths = [save(draft, tmp_path / "notices") for _ in range(2)]
    for path in paths:
        assert (path.with_suffix("") / "image1.png").read_bytes() == documents.PNG
        assert f"({path.stem}/image1.png)" in path.read_text("utf-8")
    assert paths[0] != paths[1]
