"""JSON over HTTP, as the web interfaces of GitHub and GitLab speak it."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any

from noticeboard.model.problems import NoticeboardError

MAX_PAGES = 40
_TIMEOUT = 30
_NEXT = re.compile(r'<([^>]+)>;\s*rel="next"')


class ApiError(NoticeboardError):
    """The host refused: `status` is the HTTP status, 0 when it did not answer at all."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class Api:
    """A host's interface at the address `base`, asked with these headers."""

    def __init__(self, base: str, headers: Mapping[str, str]) -> None:
        if not re.match(r"https?://", base):
            raise NoticeboardError(f"接口的网址“{base}”写法不对")
        self._base = base.rstrip("/")
        self._headers = {"Content-Type": "application/json", **headers}

    def ask(self, method: str, path: str, content: object = None) -> Any:
        """The answer to one call, None when it is empty. Raises ApiError."""
        return self._call(method, f"{self._base}/{path}", content)[0]

    def listed(self, path: str) -> Iterator[Any]:
        """The entries of a list, from all of its pages. Raises ApiError."""
        url = f"{self._base}/{path}"
        for _ in range(MAX_PAGES):
            entries, following = self._call("GET", url)
            yield from entries
            # The token goes nowhere else.
            if not following or not following.startswith(f"{self._base}/"):
                return
            url = following

    def _call(self, method: str, url: str, content: object = None) -> tuple[Any, str]:
        data = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(url, data, dict(self._headers), method=method)
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:
                raw = answer.read()
                following = _NEXT.search(answer.headers.get("Link", ""))
        except urllib.error.HTTPError as error:
            with error:
                said = error.read(500).decode("utf-8", "replace")
            raise ApiError(error.code, f"{method} {url}：{error.code} {said}") from None
        except (urllib.error.URLError, TimeoutError) as error:
            raise ApiError(0, f"{method} {url}：连不上（{error}）") from None
        return (json.loads(raw) if raw else None), following[1] if following else ""
