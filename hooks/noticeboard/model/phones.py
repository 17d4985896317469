"""Telephone numbers as Chinese notices write them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_AREA = r"(?P<area>010|02\d|0[3-9]\d{2})"
_LANDLINE = re.compile(rf"\(?{_AREA}\)?[- ]?(?P<local>[1-9]\d{{2,3}}[- ]?\d{{4}})")
_MOBILE = re.compile(r"(?P<local>1[3-9]\d[- ]?\d{4}[- ]?\d{4})")
_SERVICE = re.compile(r"(?P<local>[48]00[- ]?\d{3,4}[- ]?\d{3,4})")
_SHORT = re.compile(rf"(?:\(?{_AREA}\)?[- ]?)?(?P<local>1\d{{4}}|9[56]\d{{3,4}})")
_EXTENSION = re.compile(r"(?:转|-|ext\.?)\s*(?P<extension>\d{1,6})$", re.IGNORECASE)
_SERVICE_DIGITS = 10


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A dialled number: digits only; `area` with its 0, `extension` empty when there is none."""

    area: str
    local: str
    extension: str

    @property
    def tel(self) -> str:
        """The `tel:` address (RFC 3966): international where the number can be dialled so."""
        extension = f";ext={self.extension}" if self.extension else ""
        if self.area and len(self.local) >= 7:
            return f"tel:+86{self.area.removeprefix('0')}{self.local}{extension}"
        if len(self.local) == 11:
            return f"tel:+86{self.local}{extension}"
        return f"tel:{self.area}{self.local}{extension}"

    @property
    def is_mobile(self) -> bool:
        """Whether it is a personal mobile number."""
        return len(self.local) == 11


def parse_phone(text: str) -> PhoneNumber | None:
    """Read a number with area code, a mobile, a 400/800 number or a short code such as 12388.

    Brackets, spaces and hyphens may be full-width; an extension follows 转 or a hyphen.
    None when it is none of these.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"[‐‑‒–—−]", "-", plain)
    for stem, extension in _splits(plain):
        for form in (_LANDLINE, _MOBILE, _SERVICE, _SHORT):
            found = form.fullmatch(stem)
            if not found:
                continue
            local = re.sub(r"\D", "", found["local"])
            if form is _SERVICE and len(local) != _SERVICE_DIGITS:
                continue
            return PhoneNumber(found.groupdict().get("area") or "", local, extension)
    return None


def _splits(plain: str) -> list[tuple[str, str]]:
    """The ways to cut a text into number and extension, the whole first."""
    groups = [(plain, "")]
    found = _EXTENSION.search(plain)
    if found:
        groups.append((plain[: found.start()].rstrip(" -"), found["extension"]))
    return groups
