"""The Content Security Policy and `security.txt`.

`deploy/nginx.conf` sends the same policy as a header, with directives that only headers can have.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from noticeboard.reading.site_config import SiteConfig

SECURITY_TXT = ".well-known/security.txt"
VALID_DAYS = 364
"""RFC 9116, 2.5.5 recommends less than a year, lest the contacts become stale."""

_DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    # Material's style sheet has icons in data URLs.
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    # No script can turn text into markup or code.
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}


def content_security_policy(live: bool = False, search_origin: str = "") -> str:
    """Return the policy of every page (CSP Level 3, Trusted Types), for a `meta` element.

    `live` allows the inline script of MkDocs that reloads pages while it serves; `search_origin` is
    the host that answers the search page's questions, if it is another one.
    """
    directives = dict(_DIRECTIVES)
    directives["connect-src"] = f"'self' {search_origin}".strip()
    if live:
        directives["script-src"] += " 'unsafe-inline'"
    return _format(directives)


def editor_policy(api_origin: str) -> str:
    """Return the policy of the write page, which starts Python and connects to the code host.

    Its frame shows the notice: no script runs there, and the policy holds in it too.
    """
    return _format(
        _DIRECTIVES
        | {
            "script-src": "'self' 'wasm-unsafe-eval'",
            "worker-src": "'self'",
            "frame-src": "'self'",
            "img-src": "'self' data: blob:",
            "connect-src": f"'self' {api_origin}".strip(),
            "trusted-types": "noticeboard-write",
        }
    )


def _format(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def security_txt(site: SiteConfig, site_url: str, repo_url: str, built: datetime) -> str:
    """Return `security.txt` (RFC 9116), valid for VALID_DAYS from `built`.

    Contacts are the site's e-mail address and telephone; without them the repository's issues;
    without a repository the about page. Empty when there is none, for the file requires a contact.
    """
    expires = (built + timedelta(days=VALID_DAYS)).astimezone(UTC)
    lines = [f"Contact: {uri}" for uri in _contacts(site, site_url, repo_url)]
    if not lines:
        return ""
    lines.append(f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}")
    lines.append("Preferred-Languages: zh, en")
    if site_url:
        lines.append(f"Canonical: {site_url}{SECURITY_TXT}")
    return "\n".join(lines) + "\n"


def _contacts(site: SiteConfig, site_url: str, repo_url: str) -> list[str]:
    """Return contact URIs in order of preference (RFC 9116, 2.5.3)."""
    uris = []
    if site.contact and site.contact.email:
        uris.append(f"mailto:{site.contact.email}")
    if site.contact and site.contact.phone:
        uris.append(site.contact.phone.parsed.tel)
    if not uris and repo_url:
        uris.append(f"{repo_url.rstrip('/')}/issues")
    if not uris and site_url:
        uris.append(f"{site_url}about/")
    return uris
