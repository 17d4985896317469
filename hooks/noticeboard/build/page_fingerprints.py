"""The fingerprint of a bulk page: the digest of everything that its HTML depends on."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

from pydantic import BaseModel

from noticeboard.incremental.digests import digest
from noticeboard.model.groups import NoticeGroup
from noticeboard.model.notice import Notice
from noticeboard.pages.base import SitePage

_Substitute = Callable[[Any], object]


class PageFingerprints:
    """The fingerprints of the pages of one build.

    `notices` holds the fingerprint of each notice by id; `common` is that of what all pages depend
    on: program, templates, configuration.
    """

    def __init__(self, notices: Mapping[str, bytes], common: bytes) -> None:
        self._common = common
        self._substitutes = _Substitutes(notices)

    def of(self, page: SitePage) -> bytes:
        """Return the fingerprint of one page."""
        buffer = io.BytesIO()
        _Serializer(buffer, self._substitutes).dump(page)
        return digest("page", self._common, buffer.getbuffer().tobytes())


class _Substitutes(dict[type, _Substitute | None]):
    """Class -> the function that returns what is serialized instead of its objects, if any."""

    def __init__(self, notices: Mapping[str, bytes]) -> None:
        super().__init__()
        self._notices = notices

    def __missing__(self, cls: type) -> _Substitute | None:
        self[cls] = self._choose(cls)
        return self[cls]

    def _choose(self, cls: type) -> _Substitute | None:
        if issubclass(cls, Notice):
            return lambda notice: (notice.id, self._notices[notice.id])
        if issubclass(cls, NoticeGroup):
            return lambda group: group.display_fields
        if issubclass(cls, BaseModel):
            # Pickled, a model would include the set of fields that were given, in random order.
            return lambda model: (cls.__qualname__, model.model_dump_json())
        if is_dataclass(cls):
            values = attrgetter(*(field.name for field in fields(cls)))
            return lambda value: (cls.__qualname__, values(value))
        return None


class _Serializer(pickle.Pickler):
    """Writes equal values as equal bytes, wherever they come from; nothing is ever unpickled.

    `fast` disables the memo, which would write the second of two equal objects as a reference.
    """

    def __init__(self, file: io.BytesIO, substitutes: _Substitutes) -> None:
        super().__init__(file, protocol=5)
        self.fast = True
        self._substitutes = substitutes

    def persistent_id(self, obj: object) -> object:
        # Three times as fast as a reducer, for which pickle looks up a function for each object.
        substitute = self._substitutes[type(obj)]
        return substitute(obj) if substitute else None
