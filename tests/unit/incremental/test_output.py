from pathlib import Path

from noticeboard.exports.checksums import compare, write_checksums
from noticeboard.incremental.output import Output


def test_the_sums_are_those_of_the_files(tmp_path: Path) -> None:
    output = Output(tmp_path)
    output.write("a/b/示例.html", "文字\n")
    output.write("a/b/c", b"\0")
    (tmp_path / "other").write_text("not by us")
    write_checksums(tmp_path, output.sums)
    assert set(output.sums) == {"a/b/示例.html", "a/b/c"}
    assert not compare(tmp_path, tmp_path / "SHA256SUMS")
