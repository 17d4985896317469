"""Characters that look like others: radicals and compatibility ideographs for common ideographs.

Copies from PDF files are full of them; readers see no difference, but search and rules do.
"""

from __future__ import annotations

import re
import unicodedata

# Unicode's Equivalent_Unified_Ideograph of U+2E80 to U+2EFF, which NFKC leaves as they are:
# a radical, its ideograph, and so on.
_SUPPLEMENT = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍尐⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爬⺦丬⺧牛"
    "⺨犭⺩王⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艺⻀艻⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辷"
    "⻎辸⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)

RADICALS = dict(zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)) | {
    chr(point): unicodedata.normalize("NFKC", chr(point)) for point in range(0x2F00, 0x2FD6)
}
"""The ideograph that each radical of U+2E80 to U+2FDF represents; U+2E80 itself has none."""

# The same property of the strokes.
_STROKES = "㇆𠃌㇏乀㇐一㇑丨㇒丿㇓乀㇔丶㇕𠃍㇖乛㇗𠃊㇘𠃎㇙𠄌㇚亅㇛𡿨㇜𠃋㇝乀㇞𠃑㇟乚㇠乙㇡𠄎"

# The zeros of the other scripts, but for full width, which is common.
_ZEROS = (
    "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0"
    "\u0f20\u1040\u1090\u17e0\u1810\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0"
    "\ua900\ua9d0\ua9f0\uaa50\uabf0\U000104a0\U00010d30\U00011066\U000110f0\U00011136\U000111d0"
    "\U000112f0\U00011450\U000114d0\U00011650\U000116c0\U00011730\U000118e0\U00011950\U00011c50"
    "\U00011d50\U00011da0\U00016a60\U00016ac0\U00016b50\U0001d7ce\U0001d7d8\U0001d7e2\U0001d7ec"
    "\U0001d7f6\U0001e140\U0001e2f0\U0001e950\U0001fbf0"
)

_DIGITS = {chr(ord(zero) + value): str(value) for zero in _ZEROS for value in range(10)}


def _compatibility_ideographs() -> dict[str, str]:
    """Return the ideograph of each duplicate that Unicode encodes for other character sets."""
    points = (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
    pairs = ((chr(point), unicodedata.normalize("NFKC", chr(point))) for point in points)
    return {old: new for old, new in pairs if old != new}


def _private_characters() -> dict[str, str]:
    """Return the character of each code point that old programs use for lack of one."""
    gbk = {}
    for offset in range(80):  # FE50 to FEA0 of GBK, before Unicode had those characters
        trail = 0x50 + offset + (0x50 + offset >= 0x7F)
        character = bytes((0xFE, trail)).decode("gb18030")
        gbk[chr(0xE815 + offset)] = RADICALS.get(character, character)
    signs = zip("\uf0b7\uf06c\uf06e\uf075\uf0a7\uf0a8\uf0d8\uf0fc\uf0fe", "•●■◆▪□➢✓☑", strict=True)
    return gbk | dict(signs)


LOOKALIKES = (
    RADICALS
    | dict(zip(_STROKES[::2], _STROKES[1::2], strict=True))
    | _compatibility_ideographs()
    | _DIGITS
)
"""The common character that each rare one looks like or represents, one for one."""
PRIVATE_CHARACTERS = _private_characters()
"""The characters of some private-use code points: those of GBK and of the fonts Symbol and Wingdings."""
PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
STANDARD = str.maketrans(
    LOOKALIKES | {old: new for old, new in PRIVATE_CHARACTERS.items() if new.isalpha()}
)
"""The table of `standardize`."""
# Two sets of few ranges, in which a search is ten times faster than in all look-alikes.
_DIGITS_OF_16_BITS = "".join(digit for digit in _DIGITS if ord(digit) < 1 << 16)
_RARE = re.compile(f"[\u2e80-\u2fdf\u31c0-\u31e3\ue000-\ufaff{_DIGITS_OF_16_BITS}]")
_BEYOND_16_BITS = re.compile("[^\u0000-\uffff]")


def may_hold_lookalikes(text: str) -> bool:
    """Return whether the text holds a character of the blocks with look-alikes and private use."""
    return bool(not text.isascii() and (_RARE.search(text) or _BEYOND_16_BITS.search(text)))


def standardize(text: str) -> str:
    """Replace look-alikes by the characters they look like; columns stay the same."""
    return text.translate(STANDARD) if may_hold_lookalikes(text) else text
