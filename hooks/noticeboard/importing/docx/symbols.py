"""Characters that Unicode writes in one sign: in circles, raised, lowered, and of symbol fonts."""

from __future__ import annotations

import unicodedata

_SYMBOL_FONTS = {
    "symbol", "webdings", "wingdings", "wingdings 2", "wingdings 3", "marlett", "zapfdingbats",
}  # fmt: skip
_SYMBOLS = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0xA8: "☐", 0xAB: "★", 0xD8: "➢",
        0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x54: "☒", 0xA3: "☐", 0x2A: "☐"},
    # Adobe's Symbol encoding: Greek letters at the places of Latin ones.
    "symbol": {
        **dict(zip(range(ord("A"), ord("Z") + 1), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
        **dict(zip(range(ord("a"), ord("z") + 1), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
        0xA3: "≤", 0xA5: "∞", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±",
        0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD6: "√", 0xE5: "∑",
    },
}  # fmt: skip
_PRIVATE = range(0xF000, 0xF100)
"""Where Word puts the characters of a symbol font."""


def _single(kind: str) -> dict[str, str]:
    """Return the characters that Unicode decomposes as this kind, by what they decompose to."""
    blocks = (
        range(0xA0, 0x100),
        range(0x2070, 0x20A0),
        range(0x2460, 0x2500),
        range(0x3200, 0x3300),
    )
    signs: dict[str, str] = {}
    for code in (code for block in blocks for code in block):
        decomposed = unicodedata.decomposition(chr(code)).split()
        if decomposed[:1] == [f"<{kind}>"]:
            plain = "".join(chr(int(part, 16)) for part in decomposed[1:])
            signs.setdefault(plain, chr(code))
    return signs


_ENCLOSED = _single("circle")
_RAISED = _single("super")
_LOWERED = _single("sub")
_HYPHENS = str.maketrans("-－–＋（）＝", "−−−+()=")


def enclosed(text: str) -> str | None:
    """Return a number or character in a circle as one character; None when Unicode has none."""
    return _ENCLOSED.get(unicodedata.normalize("NFKC", text.strip()))


def raised(text: str) -> str | None:
    """Return a text in superscript characters; None when Unicode does not have them all."""
    return _translate(text, _RAISED)


def lowered(text: str) -> str | None:
    """Return a text in subscript characters; None when Unicode does not have them all."""
    return _translate(text, _LOWERED)


def _translate(text: str, signs: dict[str, str]) -> str | None:
    characters = [
        signs.get(char, char if char.isspace() else "") for char in text.translate(_HYPHENS)
    ]
    return "".join(characters) if all(characters) else None


def is_symbol_font(font: str) -> bool:
    """Return whether the characters of a font are other signs than their codes."""
    return font.lower() in _SYMBOL_FONTS


def symbol(font: str, code: int) -> str | None:
    """Return the sign of a symbol font in Unicode; None when it is not known."""
    if code in _PRIVATE:
        code -= _PRIVATE.start
    elif not is_symbol_font(font):
        return chr(code) if 0x20 <= code < 0xD800 or 0xF900 <= code < 0x110000 else None
    return _SYMBOLS.get(font.lower(), {}).get(code)
