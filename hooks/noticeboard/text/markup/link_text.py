"""What the shown text of a link names, compared with where the link leads."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from urllib.parse import unquote

from noticeboard.text.links import is_external, netloc
from noticeboard.text.numerals import CHINESE_DIGITS

_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_URL = re.compile(r"https?:[/\\]*([^/?#\\\s，。；、）]+)[^\s，。；、）]*", re.IGNORECASE)
# Without a scheme, only what a reader takes for a host: 附件.docx and Dr.Li are none.
_TOP_LEVEL = (
    "com|net|org|gov|edu|mil|int|info|biz|name|pro|mobi|asia|top|xyz|site|online|club|vip|shop|wang|ltd"
    "|group|link|store|tech|fun|cloud|work|live|news|center|company|team|example|test|[a-z]{2}|xn--[a-z0-9-]+"
)
_HOST = re.compile(
    rf"(?<![A-Za-z0-9@.-])(?:www\.[A-Za-z0-9.-]+[A-Za-z0-9]|(?:[A-Za-z0-9-]+\.)+(?:{_TOP_LEVEL}|{_TOP_LEVEL.upper()}))"
    r"(?![A-Za-z0-9-]|\.[A-Za-z0-9])"
)
_DOTS = re.compile(r"(?<=[A-Za-z0-9])[。｡](?=[A-Za-z0-9])")
_DASHES = "-‐‑‒–—―− "
_DIGITS = re.compile(rf"\+?\d[\d(){_DASHES}转]{{3,}}\d")
_NUMERALS = str.maketrans(CHINESE_DIGITS)
_PHONE = re.compile(r"(?:86)?(?:0\d{9,11}|1[3-9]\d{9}|400\d{7}|800\d{7})")
_MIN_PHONE = 5


def contradiction(text: str, target: str) -> str | None:
    """Return a number, mail address or host that the text names and the target is not."""
    shown = _DOTS.sub(".", unicodedata.normalize("NFKC", text))
    target = unicodedata.normalize("NFKC", unquote(target)).strip()
    address = target[7:].partition("?")[0] if target.lower().startswith("mailto:") else ""
    for mail in _EMAIL.findall(shown):
        if mail.lower() != address.lower():
            return str(mail)
    shown = _EMAIL.sub(" ", shown)
    return _other_host(shown, target) or _other_number(_URL.sub(" ", shown), target)


def _other_host(shown: str, target: str) -> str | None:
    host = _host(netloc(target))
    for match in _URL.finditer(shown):
        if not _is_part_of(_host(match[1]), host) or not _same_page(match[0], target):
            return match[0]
    for match in _HOST.finditer(_URL.sub(" ", shown)):
        names_file = not is_external(target) and target.lower().endswith(match[0].lower())
        if not names_file and not _is_part_of(_host(match[0]), host):
            return match[0]
    return None


def _host(location: str) -> str:
    """Return the host of user@host:port as browsers compare it."""
    host = location.rpartition("@")[2].partition(":")[0].lower().strip(".")
    with suppress(UnicodeError):
        host = host.encode("idna").decode()
    return host.removeprefix("www.")


def _is_part_of(shown: str, host: str) -> bool:
    """Return whether a host is the shown one or lies in the shown domain."""
    return host == shown or host.endswith(f".{shown}")


def _same_page(shown: str, target: str) -> bool:
    """Return whether an address that names a page begins the target; it may be shortened."""

    def page(address: str) -> str:
        return re.sub(r"^https?:[/\\]*(?:www\.)?", "", address, flags=re.IGNORECASE).rstrip("/….")

    return page(unquote(target)).startswith(page(unquote(shown)))


def _other_number(shown: str, target: str) -> str | None:
    is_number = target.lower().startswith(("tel:", "sms:"))
    if not is_number and not is_external(target):
        return None
    wanted = _number(target)
    for match in _DIGITS.finditer(shown.translate(_NUMERALS)):
        number = _number(match[0])
        if len(number) < _MIN_PHONE or (not is_number and not _PHONE.fullmatch(_digits(match[0]))):
            continue
        if not (wanted.endswith(number) if is_number else number in wanted):
            return match[0].strip()
    return None


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _number(text: str) -> str:
    """Return the digits of a telephone number without the codes of the country and for trunks."""
    return re.sub(r"^(?:0086|86(?=0|1\d{10}))?0?", "", _digits(text))
