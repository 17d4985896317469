from hypothesis import given
from hypothesis import strategies as st

from noticeboard.incremental.manifest import UNKNOWN, Made, MadeFiles, told

NUMBERS = st.integers(0, (1 << 63) - 1)
STATES = st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
DIGESTS = st.binary(min_size=1, max_size=32)
# As Python has a file's name that is no UTF-8.
ADDRESSES = st.text(st.characters(exclude_characters="\0"), min_size=1).map(
    lambda text: text.encode("utf-8", "replace").decode() + "\udcff"
)
FILES = st.builds(Made, DIGESTS, DIGESTS, NUMBERS, NUMBERS, st.binary(max_size=8), STATES)


@given(st.dictionaries(ADDRESSES, FILES))
def test_what_is_told_is_read_back(files: dict[str, Made]) -> None:
    read = MadeFiles(told(files))
    assert dict(read) == files
    assert len(read) == len(files)
    assert all(address in read for address in files)


def test_nothing_is_told_of_a_file_without_sources() -> None:
    files = {"a": Made(None, b"1"), "b": Made(b"k", b"2")}
    read = MadeFiles(told(files))
    assert dict(read) == {"b": Made(b"k", b"2", 0, 0, b"", UNKNOWN)}
    assert "a" not in read
    assert read.get("a") is None
    assert dict(MadeFiles()) == dict(MadeFiles(told({}))) == {}
