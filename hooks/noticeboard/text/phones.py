"""Telephone numbers in Chinese notation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_AREA = r"(?P<area>010|02\d|0[3-9]\d{2})"
_LANDLINE = re.compile(rf"\(?{_AREA}\)?[- ]?(?P<local>[1-9]\d{{2,3}}[- ]?\d{{4}})")
_MOBILE = re.compile(r"(?P<local>1[3-9]\d[- ]?\d{4}[- ]?\d{4})")
_SERVICE = re.compile(r"(?P<local>[48]00[- ]?\d{3,4}[- ]?\d{3,4})")
_SHORT = re.compile(rf"(?:\(?{_AREA}\)?[- ]?)?(?P<local>1\d{{4}}|9[56]\d{{3,4}})")
_EXTENSIONS = r"\d{1,6}(?:\s*(?:[、,/~-]|至|到|或)\s*转?\s*\d{1,6})+"
_EXTENSION = re.compile(
    rf"(?:(?:转|分机|-|ext\.?)\s*(?P<extension>\d{{1,6}})"
    rf"|(?:转|分机|ext\.?)\s*(?P<extensions>{_EXTENSIONS}))$",
    re.IGNORECASE,
)
_SERVICE_DIGITS = 10
_FOREIGN_LETTER = re.compile(r"[^\W0-9０-９A-Za-z转分机至到或]")


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A parsed number, digits only; `area` includes its 0, missing parts are empty.

    `extension` is one extension, or several as they are written: `8012、8013`, `801-805`.
    """

    area: str
    local: str
    extension: str

    @property
    def tel(self) -> str:
        """The `tel:` URI (RFC 3966), in international form where possible.

        With several extensions it is the number of the switchboard.
        """
        extension = f";ext={self.extension}" if self.extension.isdecimal() else ""
        if self.area and len(self.local) >= 7:
            return f"tel:+86{self.area.removeprefix('0')}{self.local}{extension}"
        if self.is_mobile:
            return f"tel:+86{self.local}{extension}"
        return f"tel:{self.area}{self.local}{extension}"

    @property
    def is_mobile(self) -> bool:
        """Whether it is a mobile number."""
        return len(self.local) == 11


def parse_phone(text: str) -> PhoneNumber | None:
    """Parse a number with area code, a mobile, a 400/800 number or a short code such as 12388.

    Brackets, spaces and hyphens may be full-width; an extension follows 转 or a hyphen, several
    extensions (8012、8013 or 801-805) follow 转.
    Return None for anything else, such as digits that are neither ASCII nor full-width.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if _FOREIGN_LETTER.search(text):
        return None
    plain = re.sub(r"[‐‑‒–—−]", "-", plain)
    for stem, extension in _splits(plain):
        for form in (_LANDLINE, _MOBILE, _SERVICE, _SHORT):
            match = form.fullmatch(stem)
            if not match:
                continue
            local = re.sub(r"\D", "", match["local"])
            if form is _SERVICE and len(local) != _SERVICE_DIGITS:
                continue
            return PhoneNumber(match.groupdict().get("area") or "", local, extension)
    return None


def _splits(plain: str) -> list[tuple[str, str]]:
    """Return possible (number, extension) pairs, the whole text as a number first."""
    pairs = [(plain, "")]
    match = _EXTENSION.search(plain)
    if match:
        extension = match["extension"] or re.sub(r"\s", "", match["extensions"])
        pairs.append((plain[: match.start()].rstrip(" -"), extension))
    return pairs
