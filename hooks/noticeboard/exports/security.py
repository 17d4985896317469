"""What the site tells browsers to refuse, and whom to tell of a hole in it.

`deploy/nginx.conf` says the same as headers, and more that only headers can say.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from noticeboard.reading.site_config import SiteConfig

SECURITY_TXT = ".well-known/security.txt"
VALID_DAYS = 364
"""RFC 9116, 2.5.5: less than a year, so that nobody trusts an address long given up."""

_DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    # Material's style sheet draws its small marks so.
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    # No script may turn text into markup or code, whatever it is given.
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}


def content_security_policy(live: bool = False) -> str:
    """The policy of every page (CSP Level 3, Trusted Types), as a `meta` element may hold it.

    `live` admits the script that MkDocs writes into each page while it serves and reloads.
    """
    directives = dict(_DIRECTIVES)
    if live:
        directives["script-src"] += " 'unsafe-inline'"
    return "; ".join(f"{name} {sources}" for name, sources in directives.items())


def security_txt(site: SiteConfig, site_url: str, repo_url: str, built: datetime) -> str:
    """`/.well-known/security.txt` (RFC 9116), valid for VALID_DAYS from `built`.

    Whom to tell: the site's own e-mail address and telephone, the repository's issues where
    neither is set, the page of the site on who runs it where there is no repository. Empty
    where there is nobody to tell: the file may not be without a contact.
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
    """URIs, the preferred one first (RFC 9116, 2.5.3)."""
    found = []
    if site.contact and site.contact.email:
        found.append(f"mailto:{site.contact.email}")
    if site.contact and site.contact.phone:
        found.append(site.contact.phone.dialled.tel)
    if not found and repo_url:
        found.append(f"{repo_url.rstrip('/')}/issues")
    if not found and site_url:
        found.append(f"{site_url}about/")
    return found
