"""PNG and JPEG files: complete, nothing after the picture, and of bounded size when decoded."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from noticeboard.attachments.allow_lists import allow_list
from noticeboard.attachments.inspection import Inspection, incomplete, inspected
from noticeboard.files import file_signatures
from noticeboard.files.fault import Fault

MAX_PIXELS = 100_000_000
"""An A3 page scanned at 600 dots per inch has 70 million."""
MAX_SCANS = 200
"""Of a progressive JPEG; each costs a pass over all pixels. Encoders write about ten."""
MAX_PROFILE_BYTES = 5_000_000
"""An unpacked colour profile or text of a PNG."""

_PNG_CHUNKS = allow_list("png", "chunks")
_PACKED_CHUNKS = (b"iCCP", b"zTXt", b"iTXt")
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_SCAN = 0xDA
_TIFF_WIDTH, _TIFF_HEIGHT = 256, 257
_SIGNATURES = (
    file_signatures.PNG, file_signatures.JPEG, b"GIF8", b"BM", b"II*\0", b"MM\0*",
    b"\x01\0\0\0", b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0",
)  # fmt: skip

_SMALLER = "用看图软件打开，缩小或裁剪后另存为 .png 或 .jpg"
_SAVE_AGAIN = "用看图软件打开，另存为 .png 或 .jpg"
TOO_MANY_PIXELS = Fault(f"的图片超过 {MAX_PIXELS // 10_000:,} 万像素，打开要占很多内存", _SMALLER)
_BOMB = Fault("解压后大得不正常（像压缩炸弹）", _SMALLER)
_UNKNOWN_CHUNK = Fault("里有图片以外的数据", _SAVE_AGAIN)
_TRAILING = Fault("在图片后面还藏着别的数据", _SAVE_AGAIN)


class _DamagedError(Exception):
    """The file ends early or breaks the format."""


def inspect_png(content: bytes) -> Inspection:
    """Inspect a PNG (ISO/IEC 15948)."""
    return _inspect(_png_faults(content), ".png")


def inspect_jpeg(content: bytes) -> Inspection:
    """Inspect a JPEG (ITU-T T.81)."""
    return _inspect(_jpeg_faults(content), ".jpg")


def embedded_picture_fault(content: bytes) -> Fault | None:
    """Return the fault of a picture inside a document: of no known type, or too many pixels."""
    if not content.startswith(_SIGNATURES):
        return _UNKNOWN_CHUNK
    if _pixels(content) > MAX_PIXELS:
        return TOO_MANY_PIXELS
    if content.startswith(file_signatures.JPEG):
        try:
            return TOO_MANY_PIXELS if TOO_MANY_PIXELS in _jpeg_faults(content) else None
        except _DamagedError:
            return None
    return None


def _pixels(content: bytes) -> int:
    """Return the size that the head of a PNG, GIF, BMP or TIFF states; 0 for other pictures."""
    if content.startswith(file_signatures.PNG):
        width, height = struct.unpack_from(">II", content, 16)
    elif content.startswith(b"GIF8"):
        width, height = struct.unpack_from("<HH", content, 6)
    elif content.startswith(b"BM"):
        width, height = struct.unpack_from("<ii", content, 18)
    elif content.startswith((b"II*\0", b"MM\0*")):
        width, height = _tiff_size(content, "<" if content.startswith(b"II") else ">")
    else:
        return 0
    return abs(int(width) * int(height))


def _tiff_size(content: bytes, order: str) -> tuple[int, int]:
    """Return width and height of the first picture of a TIFF (6.0, section 2)."""
    (at,) = struct.unpack_from(f"{order}I", content, 4)
    (count,) = struct.unpack_from(f"{order}H", content, at)
    sizes = {_TIFF_WIDTH: 0, _TIFF_HEIGHT: 0}
    for number in range(count):
        tag, kind = struct.unpack_from(f"{order}HH", content, at + 2 + 12 * number)
        if tag in sizes:
            form = "H" if kind == 3 else "I"
            (sizes[tag],) = struct.unpack_from(order + form, content, at + 10 + 12 * number)
    return sizes[_TIFF_WIDTH], sizes[_TIFF_HEIGHT]


def _inspect(faults: Iterator[Fault], suffix: str) -> Inspection:
    try:
        return inspected(faults)
    except (_DamagedError, zlib.error):
        return incomplete(suffix)


def _png_faults(content: bytes) -> Iterator[Fault]:
    chunks = list(_png_chunks(content))
    kinds = [kind for kind, _ in chunks]
    if kinds[0] != b"IHDR" or b"IDAT" not in kinds:
        raise _DamagedError
    if not _PNG_CHUNKS.issuperset(kind.decode("latin-1") for kind in kinds):
        yield _UNKNOWN_CHUNK
    if len(content) > sum(12 + len(data) for _, data in chunks) + len(file_signatures.PNG):
        yield _TRAILING
    for kind, data in chunks:
        if (
            kind in _PACKED_CHUNKS
            and _unpacked_size(_packed(kind, data), MAX_PROFILE_BYTES) is None
        ):
            yield _BOMB
    expected = _png_size(chunks[0][1])
    if expected is None:
        yield TOO_MANY_PIXELS
        return
    size = _unpacked_size(b"".join(data for kind, data in chunks if kind == b"IDAT"), expected)
    if size is None:
        yield _BOMB


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (type, data) of each chunk up to IEND, with its checksum verified."""
    at = len(file_signatures.PNG)
    if not content.startswith(file_signatures.PNG):
        raise _DamagedError
    while at + 12 <= len(content):
        end = at + 8 + int.from_bytes(content[at : at + 4])
        chunk, checksum = content[at + 4 : end], content[end : end + 4]
        if len(checksum) < 4 or zlib.crc32(chunk) != int.from_bytes(checksum):
            raise _DamagedError
        yield chunk[:4], chunk[4:]
        if chunk[:4] == b"IEND":
            return
        at = end + 4
    raise _DamagedError


def _png_size(header: bytes) -> int | None:
    """Return the most bytes that the decoded rows have; None for too many pixels."""
    width, height = int.from_bytes(header[:4]), int.from_bytes(header[4:8])
    if not width or not height or len(header) != 13 or header[9] not in _CHANNELS:
        raise _DamagedError
    if width * height > MAX_PIXELS:
        return None
    # Interlacing splits the rows into seven pictures, each with its own filter bytes.
    return (width * _CHANNELS[header[9]] * header[8] // 8 + 2) * height + 8 * (width + height)


def _packed(kind: bytes, data: bytes) -> bytes:
    """Return the compressed part of a chunk; empty if it has none."""
    rest = data.partition(b"\0")[2]
    if kind != b"iTXt":
        return rest[1:]
    return rest[2:].partition(b"\0")[2].partition(b"\0")[2] if rest[:1] == b"\1" else b""


def _unpacked_size(packed: bytes, limit: int) -> int | None:
    """Return the size of unpacked data; None if it exceeds the limit."""
    unpacker = zlib.decompressobj()
    size = 0
    while packed and not unpacker.eof:
        part = unpacker.decompress(packed, 1 << 20)
        size += len(part)
        if size > limit:
            return None
        packed = unpacker.unconsumed_tail
        if not part and not packed:
            break
    return size


def _jpeg_faults(content: bytes) -> Iterator[Fault]:
    if not content.startswith(file_signatures.JPEG):
        raise _DamagedError
    at, scans, frames = 2, 0, 0
    while content[at : at + 2] != b"\xff\xd9":
        if content[at : at + 1] != b"\xff" or at + 4 > len(content):
            raise _DamagedError
        marker = content[at + 1]
        if marker == 0xFF:  # fill bytes
            at += 1
            continue
        data = content[at + 4 : at + 2 + int.from_bytes(content[at + 2 : at + 4])]
        if marker in _FRAMES:
            frames += 1
            if not int.from_bytes(data[1:3]):  # the height follows the picture
                raise _DamagedError
            if int.from_bytes(data[1:3]) * int.from_bytes(data[3:5]) > MAX_PIXELS:
                yield TOO_MANY_PIXELS
        at += 4 + len(data)
        if marker == _SCAN:
            scans += 1
            at = _end_of_scan(content, at)
    if not frames or not scans:
        raise _DamagedError
    if scans > MAX_SCANS:
        yield _BOMB
    rest = content[at + 2 :].lstrip(b"\0")
    # Cameras store a preview after the picture (CIPA DC-007).
    if rest and not (
        rest.startswith(file_signatures.JPEG) and rest.rstrip(b"\0").endswith(b"\xff\xd9")
    ):
        yield _TRAILING


def _end_of_scan(content: bytes, at: int) -> int:
    """Return where the marker after entropy-coded data begins."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise _DamagedError
        if content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7:
            at += 2
        elif content[at + 1] == 0xFF:
            at += 1
        else:
            return at
