from hypothesis import given
from hypothesis import strategies as st

from noticeboard.incremental.manifest import FileState, ManifestEntry, deserialize, serialize

NUMBERS = st.integers(0, (1 << 63) - 1)
STATES = st.builds(FileState, NUMBERS, NUMBERS, NUMBERS, NUMBERS)
DIGESTS = st.binary(min_size=1, max_size=32)
# Python represents a file name that is not UTF-8 with surrogates.
ADDRESSES = st.text(st.characters(exclude_characters="\0"), min_size=1).map(
    lambda text: text.encode("utf-8", "replace").decode() + "\udcff"
)
ENTRIES = st.builds(
    ManifestEntry, DIGESTS, DIGESTS, NUMBERS, NUMBERS, st.binary(max_size=8), STATES
)


@given(st.dictionaries(ADDRESSES, ENTRIES))
def test_a_manifest_is_read_back(manifest: dict[str, ManifestEntry]) -> None:
    assert deserialize(serialize(manifest)) == manifest


def test_an_entry_without_a_fingerprint_is_not_recorded() -> None:
    manifest = {"a": ManifestEntry(None, b"1"), "b": ManifestEntry(b"k", b"2")}
    read = deserialize(serialize(manifest))
    assert read == {"b": ManifestEntry(b"k", b"2", 0, 0, b"", FileState())}
    assert deserialize(serialize({})) == {}


@given(st.binary(max_size=300))
def test_any_other_bytes_are_an_empty_manifest_or_harmless(raw: bytes) -> None:
    assert isinstance(deserialize(raw), dict)


def test_a_truncated_manifest_is_empty() -> None:
    raw = serialize({"a": ManifestEntry(b"k", b"1"), "b": ManifestEntry(b"k", b"2")})
    assert [deserialize(raw[:length]) for length in range(len(raw))] == [{}] * len(raw)
