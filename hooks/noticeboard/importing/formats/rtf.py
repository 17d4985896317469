"""Reading of RTF files (Rich Text Format Specification 1.9.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from noticeboard.importing.docx.fields import Field
from noticeboard.importing.formats.rich_text import RichText, Style
from noticeboard.importing.formats.rtf_tables import TableEnds
from noticeboard.importing.formats.rtf_words import (
    ALIGNMENTS,
    CHARACTERS,
    CODE_PAGES,
    HIDING,
    POSITIONS,
    REPORTED,
    SHOWN,
    SILENT,
    SYMBOLS,
    RtfState,
    encoding_of,
)
from noticeboard.importing.normalize import strip_hidden
from noticeboard.importing.source import DELETED, ImportFailedError, SourceDocument

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL,
)
_MAX_DEPTH = 2_000
_UNREAD = "没有读到的文字没有采用"


@dataclass(slots=True)
class _OpenField:
    """A field that is being read: the depth of its group, and the text before its result."""

    depth: int
    code: Field
    length: int


def read_rtf(data: bytes) -> SourceDocument:
    """Read an RTF file; raise ImportFailedError when it has no text."""
    return _Reader(data).read()


class _Reader:
    """One pass over the control words of a file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._out = RichText()
        self._state = RtfState()
        self._stack: list[RtfState] = []
        self._default_encoding = "gb18030"
        self._fonts: dict[int, str] = {}
        self._bytes = b""
        self._units: list[int] = []
        self._skip = 0
        self._ignorable = False
        self._fields: list[_OpenField] = []
        self._note = ""
        self._alignment = ""
        self._heading = 0
        self._in_table = False
        self._table = TableEnds(self._out)
        self._pictures = 0
        self._undecoded = 0

    def read(self) -> SourceDocument:
        """Return the document."""
        self._read_fonts()
        at = 0
        while match := _TOKEN.match(self._data, at):
            at = match.end()
            word, number, code, symbol, brace, text = match.groups()
            if word == b"bin":
                at += max(int(number or 0), 0)
            elif code:
                self._byte(bytes([int(code, 16)]))
            elif text:
                self._byte(text)
            else:
                self._flush()
                self._control(word, number, symbol, brace)
        self._flush()
        self._flush_units()
        self._end_paragraph()
        if self._pictures:
            self._out.remark(f"文档里的{self._pictures}张图片没有采用，需要时另存为附件")
        if self._undecoded:
            self._out.remark(f"有{self._undecoded}个字的编码不对，写成了“�”，请对照原文改正")
        return self._out.document()

    def _read_fonts(self) -> None:
        """Read the encodings of the fonts."""
        for font, charset in re.findall(
            rb"\\f(\d{1,5})[^{};]{0,80}?\\fcharset(\d{1,3})", self._data
        ):
            self._fonts[int(font)] = CODE_PAGES.get(int(charset), "")

    def _control(
        self, word: bytes | None, number: bytes | None, symbol: bytes | None, brace: bytes | None
    ) -> None:
        """Read a brace, control word or control symbol."""
        if brace == b"{":
            if len(self._stack) >= _MAX_DEPTH:
                raise ImportFailedError("RTF 文件已损坏；请重新另存为 .docx 后再导入。")
            self._stack.append(self._state)
        elif brace == b"}":
            self._end_group()
        elif symbol == b"*":
            self._ignorable = True
        elif symbol in SYMBOLS:
            self._text(SYMBOLS[symbol])
        elif symbol in {b"\n", b"\r"}:
            self._word("par", None)
        elif word:
            self._word(word.decode("ascii"), int(number) if number else None)

    def _byte(self, text: bytes) -> None:
        """Collect encoded text, without what repeats a Unicode character."""
        skipped = min(self._skip, len(text))
        self._skip -= skipped
        text = text[skipped:]
        if text:
            self._flush_units()
            self._bytes += text

    def _flush(self) -> None:
        """Decode and add the text collected so far."""
        if self._bytes:
            encoded, self._bytes = self._bytes, b""
            text = encoded.decode(self._state.encoding or self._default_encoding, "replace")
            self._text(text)

    def _flush_units(self) -> None:
        if self._units:
            units, self._units = self._units, []
            encoded = b"".join(unit.to_bytes(2, "little") for unit in units)
            self._text(encoded.decode("utf-16-le", "replace"))

    def _text(self, text: str) -> None:
        self._flush_units()
        state = self._state
        if state.skipped:
            return
        if state.destination == "fldinst":
            if self._fields:
                self._fields[-1].code.instruction += text
            return
        if state.destination == "footnote":
            self._note += strip_hidden(text)
            return
        if not state.outside:
            self._undecoded += text.count("\ufffd")
            self._table.place(self._in_table, bool(text.strip()))
        self._out.add(text, state.style._replace(omitted=state.omitted))

    def _word(self, word: str, number: int | None) -> None:
        ignorable, self._ignorable = self._ignorable, False
        if word == "u" and number is not None:
            self._units.append(number & 0xFFFF)
            self._skip = self._state.fallback
            return
        self._flush_units()
        self._skip = 0
        if (
            ignorable
            or word in SILENT
            or word in REPORTED
            or word in {"fldinst", "footnote", "field", "fldrslt"}
        ):
            self._destination(word, ignorable)
        elif self._state.skipped:
            return
        elif word in CHARACTERS:
            self._text(CHARACTERS[word])
        elif not self._paragraph_word(word):
            self._style_word(word, number)

    def _destination(self, word: str, ignorable: bool) -> None:
        """Begin a destination: a group whose text is no part of the paragraph around it."""
        state = self._state
        if word in {"pict", "object"} and not state.skipped:
            self._pictures += 1
        if word == "field":
            self._fields.append(_OpenField(len(self._stack), Field(), self._out.length))
        elif word == "fldrslt":
            if self._fields and self._fields[-1].code.computed:
                self._state = replace(state, outside="域以前的结果没有采用")
        elif word in {"fldinst", "footnote"}:
            self._state = replace(state, destination=word)
        elif word in SILENT:
            self._state = replace(state, skipped=True)
        elif word in REPORTED:
            self._state = replace(state, outside=REPORTED[word])
        elif ignorable and word not in SHOWN:
            self._state = replace(state, outside=_UNREAD)

    def _end_group(self) -> None:
        if not self._stack:
            return
        ended, self._state = self._state, self._stack.pop()
        if ended.destination == "footnote" and self._state.destination != "footnote":
            note, self._note = self._note, ""
            self._out.note(note)
        if self._fields and self._fields[-1].depth > len(self._stack):
            self._end_field(self._fields.pop())

    def _end_field(self, ended: _OpenField) -> None:
        """Add what the field shows unless its result did."""
        address = ended.code.hyperlink
        if address and not address.startswith("#"):
            self._out.remark("超链接的地址没有采用", address)
        if self._out.length > ended.length and not ended.code.computed:
            return
        shown = ended.code.shown()
        self._text(shown.text)
        if shown.remark and not self._state.skipped:
            self._out.remark(shown.remark, shown.sentence)

    def _paragraph_word(self, word: str) -> bool:
        """Read a word about paragraphs and tables; return whether it is one."""
        match word:
            case "par" | "line" | "sect" | "page" | "column":
                if self._state.destination == "footnote":
                    self._note += " "
                elif not self._state.outside:
                    self._end_paragraph()
            case "pard":
                self._alignment, self._heading, self._in_table = "", 0, False
            case "intbl":
                self._in_table = True
            case "cell" | "nestcell":
                self._end_paragraph()
                self._table.end_cell(nested=word == "nestcell")
            case "row" | "nestrow":
                self._table.end_row(nested=word == "nestrow")
            case "clmgf" | "clmrg" | "clvmgf" | "clvmrg":
                self._table.merged = True
            case _ if word in ALIGNMENTS:
                self._alignment = ALIGNMENTS[word]
            case _:
                return False
        return True

    def _end_paragraph(self) -> None:
        self._table.place(self._in_table, self._out.has_text)
        self._out.end_paragraph(self._alignment, self._heading)

    def _style_word(self, word: str, number: int | None) -> None:
        """Read a word about letters."""
        state, style = self._state, self._state.style
        on = number != 0
        if word in HIDING:
            reasons = {HIDING[word]}
            hiding = state.hiding | reasons if on else state.hiding - reasons
            self._state = replace(state, hiding=frozenset(hiding))
        elif word == "plain":
            kept = state.hiding & {DELETED}
            self._state = replace(state, style=Style(), encoding="", hiding=kept)
        elif word == "b":
            self._state = replace(state, style=style._replace(bold=on))
        elif word == "fs" and number:
            self._state = replace(state, style=style._replace(size=number / 2))
        elif word in POSITIONS:
            position = POSITIONS[word] if on else ""
            self._state = replace(state, style=style._replace(position=position))
        elif word == "f" and number is not None:
            self._state = replace(state, encoding=self._fonts.get(number, ""))
        elif word == "uc" and number is not None:
            self._state = replace(state, fallback=min(max(number, 0), 8))
        elif word == "outlinelevel" and number is not None:
            self._heading = number + 1 if 0 <= number < 9 else 0
        elif word == "ansicpg" and number:
            self._default_encoding = encoding_of(number)
