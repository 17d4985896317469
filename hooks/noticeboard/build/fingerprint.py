"""A generated page -> the digest of all that its HTML hangs on."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

from pydantic import BaseModel

from noticeboard.incremental.cache import key
from noticeboard.model.groups import NoticeGroup
from noticeboard.model.notice import Notice
from noticeboard.pages.base import SitePage

_Tell = Callable[[Any], object]


class PageKeys:
    """The digests of the pages of one build.

    `digests` stands for each notice by id; `common` for what all pages hang on: program,
    templates, configuration.
    """

    def __init__(self, digests: Mapping[str, bytes], common: bytes) -> None:
        self._common = common
        self._told = _Told(digests)

    def of(self, page: SitePage, more: object) -> bytes:
        """The digest of one page; `more` is what its template is given beside the page."""
        written = io.BytesIO()
        _Pickler(written, self._told).dump((page, more))
        return key("page", self._common, written.getbuffer().tobytes())


class _Told(dict[type, _Tell | None]):
    """Class -> what is written in the place of its objects, None where they are themselves."""

    def __init__(self, digests: Mapping[str, bytes]) -> None:
        super().__init__()
        self._digests = digests

    def __missing__(self, found: type) -> _Tell | None:
        self[found] = self._chosen(found)
        return self[found]

    def _chosen(self, found: type) -> _Tell | None:
        if issubclass(found, Notice):
            return lambda notice: (notice.id, self._digests[notice.id])
        if issubclass(found, NoticeGroup):
            return lambda group: group.shown
        if issubclass(found, BaseModel):
            # A model remembers as a set, in no order, which of its fields were given.
            return lambda model: (found.__qualname__, model.model_dump_json())
        if is_dataclass(found):
            values = attrgetter(*(field.name for field in fields(found)))
            return lambda one: (found.__qualname__, values(one))
        return None


class _Pickler(pickle.Pickler):
    """Without memory for objects met before: equal values are written alike wherever they come
    from, be it from a file or from the cache."""

    def __init__(self, file: io.BytesIO, told: _Told) -> None:
        super().__init__(file, protocol=5)
        self.fast = True
        self._told = told

    def persistent_id(self, obj: object) -> object:
        # Three times as fast as a reducer, with which pickle looks up a function for each object.
        tell = self._told[type(obj)]
        return tell(obj) if tell else None
