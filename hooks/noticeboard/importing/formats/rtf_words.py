"""The control words of RTF that matter for the text, and the state that they change."""

from __future__ import annotations

from dataclasses import dataclass

from noticeboard.importing.formats.rich_text import Style
from noticeboard.importing.source import DELETED, HIDDEN_TEXT, STRUCK

CODE_PAGES = {
    134: "gb18030",
    136: "big5",
    128: "cp932",
    129: "cp949",
    0: "cp1252",
    204: "cp1251",
    161: "cp1253",
}
"""Encodings by the charset of a font."""
SILENT = {
    "fonttbl", "colortbl", "stylesheet", "info", "themedata", "colorschememapping", "latentstyles", "datastore",
    "listtable", "listoverridetable", "rsidtbl", "revtbl", "generator", "xmlnstbl", "mmathPr", "pgdsctbl",
    "bkmkstart", "bkmkend", "datafield", "nonshppict", "filetbl", "falt", "panose", "wgrffmtfilter", "template",
    "userprops", "docvar", "sp", "nonesttables", "background", "defchp", "defpap", "objdata", "objclass", "blipuid",
    "formfield", "pict", "shprslt", "aftnsep", "aftnsepc", "ftnsep", "ftnsepc", "pnseclvl", "listname", "xmlopen",
    "picprop", "password", "pnlvlbody", "pnlvlblt", "pntxta", "pntxtb", "oldcprops", "oldpprops", "oldtprops",
}  # fmt: skip
"""Destinations whose content no reader of the document sees, or that others repeat."""
REPORTED = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "页眉没有采用"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "页脚没有采用"),
    **dict.fromkeys(("annotation", "atnid", "atnauthor"), "批注没有采用"),
}
SHOWN = {"shpinst", "shptxt", "shppict", "listtext", "pntext", "nesttableprops"}
"""Destinations that other programs may ignore, but whose text is a part of the document."""
CHARACTERS = {
    "tab": " ", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
SYMBOLS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
POSITIONS = {"super": "raised", "sub": "lowered", "nosupersub": ""}
HIDING = {"strike": STRUCK, "striked": STRUCK, "v": HIDDEN_TEXT, "deleted": DELETED}
ALIGNMENTS = {"qc": "center", "qr": "right", "ql": "", "qj": "", "qd": ""}


def encoding_of(code_page: int) -> str:
    """Return Python's name of a Windows code page."""
    return {936: "gb18030", 950: "big5", 65001: "utf-8", 1200: "gb18030"}.get(
        code_page, f"cp{code_page}" if code_page in range(1250, 1259) else "gb18030"
    )


_PLAIN = Style()


@dataclass(frozen=True, slots=True)
class RtfState:
    """What applies in a group of braces.

    `destination` is `fldinst`, `footnote` or empty; `hiding` are the reasons to leave text out;
    `fallback` is the number of characters after a Unicode one for programs that do not know it.
    """

    style: Style = _PLAIN
    encoding: str = ""
    destination: str = ""
    skipped: bool = False
    outside: str = ""
    hiding: frozenset[str] = frozenset()
    fallback: int = 1

    @property
    def omitted(self) -> str:
        """The reason to leave text out, or an empty text."""
        return self.outside or min(self.hiding, default="")
