"""Write paths and site addresses as URIs: percent-encoded (RFC 3986), host names in ASCII (RFC 5890)."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_HOST = re.compile(r"(?P<host>[^:\[\]]+)(?P<port>:[0-9]*)?")
# What an address may contain besides letters and digits, and the escapes that it has already.
_URI_CHARACTERS = "%/:?#[]@!$&'()*+,;=-._~"


def percent_encode(path: str) -> str:
    """Return a path of plain names as part of an address; only slashes separate its parts."""
    return quote(path, safe="/")


def ascii_address(address: str) -> str:
    """Return a web address whose host is in punycode and whose path is percent-encoded.

    Escapes in the address stay; an address without host, or whose host no name server knows how to
    look up, is only percent-encoded.
    """
    parts = urlsplit(address)
    match = _HOST.fullmatch(parts.netloc)
    if match:
        try:
            host = match["host"].encode("idna").decode("ascii")
        except UnicodeError:
            host = match["host"]
        parts = parts._replace(netloc=host + (match["port"] or ""))
    return quote(parts.geturl(), safe=_URI_CHARACTERS)
