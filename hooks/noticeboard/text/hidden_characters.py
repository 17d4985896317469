"""Invisible characters that change what a reader sees."""

from __future__ import annotations

import re
import unicodedata

HIDDEN = re.compile(
    # Control characters, Unicode line separators, surrogates, what XML forbids.
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
    # Bidirectional marks, zero-width characters, joiners, blank fillers, tags.
    r"|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f]"
    r"|[\u3164\ufeff\uffa0\ufff9-\ufffb\U0001fffe\U0001ffff\U000e0000-\U000e007f]"
)
"""Matches one hidden character; tabs and line feeds are not hidden, carriage returns are."""

HELP = "删掉它：把光标放在这一列，按一次删除键；整段可先粘贴到记事本再复制"


def describe_character(character: str) -> str:
    """Return a character's code point and name: U+200B（ZERO WIDTH SPACE）."""
    return f"U+{ord(character):04X}（{unicodedata.name(character, '控制字符')}）"
