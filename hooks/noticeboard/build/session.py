"""The builds of one command: one, or with `make serve` one for each change."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from noticeboard.build.loader import NoticeLoader
from noticeboard.build.page_build import PageBuild
from noticeboard.build.settings import EngineConfig, Settings, build_settings
from noticeboard.build.site import SiteBuild, create_loader
from noticeboard.build.swap import ENGINE_FOLDER
from noticeboard.incremental.manifest import FileState
from noticeboard.model.problems import NoticeboardError


class BuildSession:
    """The builds of one command: one, or with `serving` one for each change."""

    def __init__(self) -> None:
        self.serving = False
        self._loader: NoticeLoader | None = None
        self._build: PageBuild | None = None
        self._inputs: Mapping[str, FileState] = {}

    @property
    def build(self) -> PageBuild:
        """The build that `begin` started last."""
        assert self._build
        return self._build

    def begin(self, config: EngineConfig) -> Path:
        """Start a build; return the folder that the site generator may empty and write into.

        Raise NoticeboardError if `extra.site`, the environment or the repository is wrong.
        """
        # A build ends before garbage fills the memory; collecting it takes up to a third of the time.
        gc.disable()
        settings = build_settings(config, self.serving)
        self._loader = self._loader or create_loader(settings)
        self._inputs = other_inputs(settings, config)
        self._build = PageBuild(config, SiteBuild(settings, self._loader))
        return config.target / ENGINE_FOLDER

    def rebuild(self, build_all: Callable[[], None]) -> None:
        """Bring a preview up to date: after a change of notices alone without `build_all`."""
        if not self._refresh():
            build_all()

    def _refresh(self) -> bool:
        """Replace the build if only notices have changed; pages are then rendered on request.

        A site that is small enough to be built whole is not refreshed.
        """
        build = self.build
        inputs = other_inputs(build.site.settings, build.config)
        if build.site.is_complete or inputs != self._inputs:
            return False
        with suppress(NoticeboardError):  # the whole build reports it
            refreshed = build.refreshed(self._loader)
            if not refreshed.site.is_complete:
                self._build = refreshed
                return True
        return False

    def write_requested(self, path: str) -> bool:
        """Write what a path is the address of in the present build; return whether it is any."""
        return self.build.write_requested(path)

    def end(self) -> None:
        """Collect garbage again, after a build or its failure."""
        gc.enable()


def other_inputs(settings: Settings, config: EngineConfig) -> Mapping[str, FileState]:
    """Return the state of everything that a build reads apart from the notices' own files."""
    states = dict(_states_below(settings.docs_dir))
    states.update(_states_below(settings.notices_dir, _NOTICES_DEPTH))
    for file in config.files:
        with suppress(OSError):
            states[str(file)] = FileState.of(file.lstat())
    return states


_NOTICES_DEPTH = 1
"""The folders between notices/ and a notice: its year."""


def _states_below(folder: str | Path, depth: int = -1) -> Iterator[tuple[str, FileState]]:
    """Yield path and state of the regular files below a folder, but for notices at this depth."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _states_below(entry.path, depth - 1)
                continue
            is_notice = depth == 0 and entry.name.endswith(".md")
            if not is_notice and entry.is_file(follow_symlinks=False):
                yield entry.path, FileState.of(entry.stat(follow_symlinks=False))
