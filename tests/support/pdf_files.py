"""Write small PDF files object by object, honest and hostile."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

CATALOG, PAGES, PAGE, TEXT, FONT = 1, 2, 3, 4, 5


def pdf_bytes(
    catalog: str = "",
    page: str = "",
    objects: Mapping[int, str | bytes] | None = None,
    *,
    text: str = "",
    trailer: str = "",
) -> bytes:
    """Return a PDF of one page with Latin text.

    `catalog`, `page` and `trailer` are added to these dictionaries; `objects` are further objects
    by number, from 6.
    """
    drawn = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    bodies: dict[int, bytes] = {
        CATALOG: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode("latin-1"),
        PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE: (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            f"/Resources << /Font << /F1 5 0 R >> >> {page} >>"
        ).encode("latin-1"),
        TEXT: stream(drawn),
        FONT: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    for number, body in (objects or {}).items():
        bodies[number] = body.encode("latin-1") if isinstance(body, str) else body
    return _file(bodies, trailer)


def stream(content: bytes, entries: str = "", packed: bool = False) -> bytes:
    """Return a stream object, compressed with `packed`."""
    if packed:
        content, entries = zlib.compress(content), f"/Filter /FlateDecode {entries}"
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (
        len(content),
        entries.encode("latin-1"),
        content,
    )


def changed_pdf(content: bytes, text: str) -> bytes:
    """Return the PDF with a change of its text appended (7.5.6), as editors save it."""
    body = b"4 0 obj\n%s\nendobj\n" % stream(f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode())
    earlier = content[content.rfind(b"startxref") :].split()[1]
    return b"%s%sxref\n4 1\n%010d 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        content, body, len(content), earlier, len(content) + len(body),
    )  # fmt: skip


def object_stream(objects: Mapping[int, str]) -> bytes:
    """Return a compressed object stream (7.5.7) with these objects."""
    numbers, bodies, at = [], [], 0
    for number, body in objects.items():
        numbers.append(f"{number} {at}")
        bodies.append(body)
        at += len(body) + 1
    head = " ".join(numbers) + " "
    entries = f"/Type /ObjStm /N {len(objects)} /First {len(head)}"
    return stream((head + " ".join(bodies)).encode("latin-1"), entries, packed=True)


def _file(bodies: Mapping[int, bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in bodies.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    size = max(bodies) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        used = number in places
        out += b"%010d %05d %s \n" % (
            places.get(number, 0),
            0 if used else 65535,
            b"n" if used else b"f",
        )
    out += f"trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\n".encode("latin-1")
    out += b"startxref\n%d\n%%%%EOF\n" % table
    return bytes(out)
