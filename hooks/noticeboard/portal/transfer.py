"""Requests to a board that is not trusted: bounded in size, time, rate, and bound to its address."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import NamedTuple, NoReturn
from urllib.parse import quote, urljoin, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, TimeoutError

from noticeboard.model.problems import NoticeboardError

MAX_REDIRECTS = 3
_CHUNK = 1 << 16
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ATTEMPTS = 2
"""A server may close a kept connection at the moment of a request."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`rate` is in requests per second; the others in seconds, and in bytes per second.

    A response may take `patience`, and as long as its bytes take at `slowest`.
    """

    rate: float = 20
    patience: float = 15
    slowest: float = 5_000
    total: float = 1_800


class UnreachableError(NoticeboardError):
    """The board cannot be reached, or is too slow; it is not worth asking for more."""


class RefusedError(NoticeboardError):
    """One response is not acceptable."""


class Response(NamedTuple):
    """A response whose body was read whole."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class _TimeIsUpError(Exception):
    pass


class Client:
    """Fetches the files of one board, in the main thread of a process."""

    def __init__(self, url: str, limits: Limits) -> None:
        self.url = url
        self._limits = limits
        self._began = time.monotonic()
        self._next = self._began
        timeout = urllib3.Timeout(connect=limits.patience, read=limits.patience)
        self._pool = urllib3.PoolManager(
            maxsize=1,
            timeout=timeout,
            retries=False,
            # Without compression a body cannot grow.
            headers={"User-Agent": "noticeboard-harvest", "Accept-Encoding": "identity"},
        )

    def get(
        self, address: str, max_bytes: int, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Fetch a file by its address below the board's root.

        Raise UnreachableError or RefusedError.
        """
        url = self.url + quote(address)
        for _ in range(MAX_REDIRECTS + 1):
            response = self._request("GET", url, max_bytes, headers or {})
            if response.status not in _REDIRECTS:
                return response
            target = urljoin(url, response.headers.get("location", ""))
            if urlsplit(target)[:2] != urlsplit(self.url)[:2]:
                raise RefusedError(f"{address} 转到了别的网站 {target[:100]}，没有跟去")
            url = target
        raise RefusedError(f"{address} 转来转去，没有取到")

    def is_gone(self, address: str) -> bool:
        """Return whether the board states that it took something off (410)."""
        gone = 410
        return self._request("HEAD", self.url + quote(address), 0, {}).status == gone

    def _request(
        self, method: str, url: str, max_bytes: int, headers: Mapping[str, str]
    ) -> Response:
        for attempt in range(1, _ATTEMPTS + 1):
            self._wait()
            try:
                return self._receive(method, url, max_bytes, headers)
            except (_TimeIsUpError, HTTPError, OSError, ValueError) as error:
                slow = isinstance(error, _TimeIsUpError | TimeoutError)
                if slow and not isinstance(error, NewConnectionError):
                    raise UnreachableError(f"{url} 太慢，没有等完") from None
                if attempt == _ATTEMPTS:
                    raise UnreachableError(f"连不上 {url}：{_reason(error)}") from None
        raise AssertionError("unreachable")

    def _wait(self) -> None:
        """Wait for the next moment at which the rate allows a request."""
        now = time.monotonic()
        if now - self._began > self._limits.total:
            raise UnreachableError(f"用了 {self._limits.total:.0f} 秒还没有取完，下次接着取")
        time.sleep(max(0, self._next - now))
        self._next = max(self._next, now) + 1 / self._limits.rate

    def _receive(
        self, method: str, url: str, max_bytes: int, headers: Mapping[str, str]
    ) -> Response:
        began, received = time.monotonic(), bytearray()

        def remaining() -> float:
            allowed = self._limits.patience + len(received) / self._limits.slowest
            return began + allowed - time.monotonic()

        with _alarm(remaining()):
            response = self._pool.request(
                method,
                url,
                headers={**self._pool.headers, **headers},
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
        try:
            names = {name.lower(): value for name, value in response.headers.items()}
            if names.get("content-encoding", "identity") != "identity":
                raise RefusedError(f"{url} 是压缩过的，没有取；这个文件要原样发出")
            while True:
                with _alarm(remaining()):
                    part = response.read1(_CHUNK)
                if not part:
                    break
                received += part
                if len(received) > max_bytes:
                    raise RefusedError(f"{url} 超过 {max_bytes:,} 字节，没有取")
            length = names.get("content-length", "")
            if method == "GET" and length.isdigit() and int(length) != len(received):
                raise UnreachableError(f"{url} 没有传完就断了")
            response.release_conn()
            return Response(response.status, bytes(received), names)
        finally:
            response.close()


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise _TimeIsUpError after a time, whatever the block waits for."""

    def end(signum: int, frame: FrameType | None) -> NoReturn:
        raise _TimeIsUpError

    if seconds <= 0:
        raise _TimeIsUpError
    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _reason(error: BaseException) -> str:
    """Return the innermost reason, which urllib3 wraps several times."""
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return getattr(error, "strerror", None) or str(error)[:200] or type(error).__name__
