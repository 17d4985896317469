"""Client of the JSON web APIs of GitHub, GitLab, Forgejo and Gitea."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from noticeboard.model.problems import NoticeboardError

MAX_PAGES = 40
_TIMEOUT = 30
_NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')


class ApiError(NoticeboardError):
    """A failed call; `status` is the HTTP status, 0 without a response."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class _WithoutToken(urllib.request.HTTPRedirectHandler):
    """Follows a redirect to another host, such as a store of artifacts, without the token."""

    def redirect_request(self, req: Any, *args: Any) -> urllib.request.Request | None:
        new = super().redirect_request(req, *args)
        if new and urlsplit(new.full_url)[:2] != urlsplit(req.full_url)[:2]:
            new.headers.clear()
        return new


class Api:
    """A web API at the address `base`; every request has the `headers`."""

    def __init__(self, base: str, headers: Mapping[str, str]) -> None:
        if not re.match(r"https?://", base):
            raise NoticeboardError(f"接口的网址“{base}”写法不对")
        self._base = base.rstrip("/")
        self._headers = {"Content-Type": "application/json", **headers}
        self._opener = urllib.request.build_opener(_WithoutToken)

    def call(self, method: str, path: str, content: object = None) -> Any:
        """Return the decoded response, None when it is empty. Raises ApiError."""
        raw, _ = self._request(method, f"{self._base}/{path}", content)
        return json.loads(raw) if raw else None

    def download(self, path: str, max_bytes: int) -> bytes:
        """Return the first `max_bytes` of a file. Raises ApiError."""
        return self._request("GET", f"{self._base}/{path}", max_bytes=max_bytes)[0]

    def paginate(self, path: str) -> Iterator[Any]:
        """Yield the items of a list from at most MAX_PAGES pages. Raises ApiError."""
        url = f"{self._base}/{path}"
        for _ in range(MAX_PAGES):
            raw, next_url = self._request("GET", url)
            yield from json.loads(raw)
            # No other host may receive the token.
            if not next_url or not next_url.startswith(f"{self._base}/"):
                return
            url = next_url

    def _request(
        self, method: str, url: str, content: object = None, max_bytes: int = -1
    ) -> tuple[bytes, str]:
        data = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(url, data, dict(self._headers), method=method)
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as response:
                raw: bytes = response.read(max_bytes)
                link = _NEXT.search(response.headers.get("Link", ""))
        except urllib.error.HTTPError as error:
            with error:
                detail = error.read(500).decode("utf-8", "replace")
            raise ApiError(error.code, f"{method} {url}：{error.code} {detail}") from None
        except (urllib.error.URLError, TimeoutError) as error:
            raise ApiError(0, f"{method} {url}：连不上（{error}）") from None
        return raw, link[1] if link else ""
