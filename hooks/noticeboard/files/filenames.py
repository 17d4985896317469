"""File names that are invalid, ambiguous or misleading on some operating system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from noticeboard.files.fault import Fault
from noticeboard.text.hidden_characters import describe_character

_MAX_BYTES = 200
_RESERVED_NAME = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*\\]')
_HIDDEN_CATEGORIES = {"Cc", "Cf", "Zl", "Zp", "Co", "Cn"}
# Scripts with letters that look like Latin ones; Chinese texts need none of them.
_SCRIPTS = {
    "CYRILLIC": "西里尔字母",
    "GREEK": "希腊字母",
    "ARMENIAN": "亚美尼亚字母",
    "CHEROKEE": "切罗基字母",
    "COPTIC": "科普特字母",
    "LISU": "傈僳字母",
    "MATHEMATICAL": "数学字母",
    "FULLWIDTH LATIN": "全角字母",
    "FULLWIDTH DIGIT": "全角数字",
}

# Most names match this and need no further check.
_PLAIN = re.compile(r"(?!con|prn|aux|nul|com|lpt)[a-z0-9][a-z0-9-]{0,80}(?:\.[a-z]{2,4})?")


def find_homoglyph(text: str) -> str | None:
    """Describe the first letter that looks like a Latin one: “а”（U+0430，西里尔字母）."""
    for character in text:
        if character.isascii():
            continue
        name = unicodedata.name(character, "")
        script = next((_SCRIPTS[prefix] for prefix in _SCRIPTS if name.startswith(prefix)), None)
        if script:
            return f"“{character}”（U+{ord(character):04X}，{script}）"
    return None


def escape_hidden(name: str) -> str:
    """Return a path for display, with hidden characters and surrogates as `\\uXXXX`."""
    return "".join(f"\\u{ord(c):04x}" if _is_hidden(c) else c for c in name)


def name_fault(name: str) -> Fault | None:
    """Return why a file or folder may not have this name; None when it may."""
    if _PLAIN.fullmatch(name):
        return None
    return next(filter(None, (check(name) for check in _CHECKS)), None)


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN_CATEGORIES | {"Cs"}


def _not_utf8(name: str) -> Fault | None:
    if any("\ud800" <= character <= "\udfff" for character in name):
        return Fault("文件名不是 UTF-8 编码", "重新命名；压缩包请用 UTF-8 文件名解压")
    return None


def _hidden(name: str) -> Fault | None:
    hidden = next((c for c in name if unicodedata.category(c) in _HIDDEN_CATEGORIES), None)
    if hidden is None:
        return None
    return Fault(f"文件名里有看不见的字符 {describe_character(hidden)}", "重新输入文件名，不要复制")


def _reserved(name: str) -> Fault | None:
    match = _RESERVED_NAME.fullmatch(name)
    if match:
        return Fault(f"“{match[1]}”是 Windows 的设备名，别人的电脑上打不开", "换一个文件名")
    return None


def _trimmed(name: str) -> Fault | None:
    if name != name.strip() or name.endswith("."):
        return Fault("文件名的开头或结尾是空格或点，Windows 上会丢掉", "去掉开头和结尾的空格和点")
    return None


def _forbidden(name: str) -> Fault | None:
    match = _FORBIDDEN.search(name)
    if match:
        return Fault(f"文件名里有 Windows 不允许的“{match[0]}”", "去掉这个符号")
    return None


def _not_nfc(name: str) -> Fault | None:
    if unicodedata.normalize("NFC", name) != name:
        return Fault(
            "文件名里有分开存放的音标或异体（不是 Unicode NFC）", "重新输入文件名，不要复制"
        )
    return None


def _homoglyph(name: str) -> Fault | None:
    homoglyph = find_homoglyph(name)
    if homoglyph:
        return Fault(f"文件名里的{homoglyph}看起来像别的字母", "改用英文字母、数字或汉字")
    return None


def _too_long(name: str) -> Fault | None:
    size = len(name.encode("utf-8", "replace"))
    if size > _MAX_BYTES:
        return Fault(f"文件名有 {size} 字节，超过 {_MAX_BYTES} 字节", "改短，一般不超过 60 个汉字")
    return None


_CHECKS: tuple[Callable[[str], Fault | None], ...] = (
    _not_utf8,
    _hidden,
    _reserved,
    _trimmed,
    _forbidden,
    _not_nfc,
    _homoglyph,
    _too_long,
)
