import pytest

from noticeboard.files.filenames import name_fault


@pytest.mark.parametrize(
    "name",
    ["附件1.pdf", "2024年整改清单（终稿）.docx", "a b.txt", "shifanju.md", "﨑.txt", "《通报》.ofd", "é.png", "console.txt"],
)  # fmt: skip
def test_ordinary_names_are_valid(name: str) -> None:
    assert name_fault(name) is None
