"""A generated page -> the digest of all that its HTML hangs on."""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from noticeboard.cache import key
from noticeboard.notice import Notice
from noticeboard.pages import SitePage
from noticeboard.ways import Way


def page_key(page: SitePage, more: object, digests: Mapping[str, bytes], common: bytes) -> bytes:
    """The digest of one page.

    `more` is what its template is given beside the page; `digests` stands for each notice by id;
    `common` for what all pages hang on: program, templates, configuration.
    """
    written = io.BytesIO()
    _Pickler(written, digests).dump((page, more))
    return key("page", common, written.getbuffer().tobytes())


class _Pickler(pickle.Pickler):
    """Writes the digest in the place of a notice, and of a group only what is shown."""

    def __init__(self, file: io.BytesIO, digests: Mapping[str, bytes]) -> None:
        super().__init__(file, protocol=5)
        # Without memory for objects met before: equal values are written alike wherever they
        # come from, be it from a file or from the cache.
        self.fast = True
        self._digests = digests

    def reducer_override(self, obj: object) -> Any:
        if isinstance(obj, Notice):
            return tuple, ((obj.id, self._digests[obj.id]),)
        if isinstance(obj, Way):
            return tuple, (obj.shown,)
        if isinstance(obj, BaseModel):
            # A model remembers as a set, in no order, which of its fields were given.
            return tuple, ((type(obj).__name__, obj.model_dump_json()),)
        return NotImplemented
