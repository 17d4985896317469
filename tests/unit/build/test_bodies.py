from pathlib import Path

import pytest
from support.factories import BODY, write

from noticeboard.build import bodies as module
from noticeboard.build.bodies import rendered
from noticeboard.build.loader import Workshop, bodies_of, load
from noticeboard.incremental.cache import Cache
from noticeboard.incremental.pool import FEW
from noticeboard.text.rendering import render


@pytest.mark.parametrize("count", [3, FEW])
def test_texts_by_id(tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(count):
        write(tmp_path / "notices", f"2024/n{number}", f"{BODY}\n第{number}段。\n")
    cache = Cache(tmp_path / "c")
    loaded = load(tmp_path / "notices", Workshop(cache, 2), keep_bodies=True)
    notices = [entry.parsed.notice for entry in loaded if entry.parsed.notice]
    texts = {notice.id: render(notice.body, notice.id) for notice in notices}
    assert rendered(notices, 2) == texts
    assert dict(bodies_of(loaded, Cache())) == texts
    monkeypatch.setattr(module, "render", None)
    assert dict(bodies_of(loaded, cache)) == texts
    assert len(bodies_of(loaded, cache)) == count


def test_a_text_that_is_not_kept_is_rendered(tmp_path: Path) -> None:
    write(tmp_path / "notices", "2024/n")
    cache = Cache(tmp_path / "c")
    (entry,) = load(tmp_path / "notices", Workshop(cache), keep_bodies=False)
    notice = entry.parsed.notice
    assert notice
    assert bodies_of([entry], cache)["2024/n"] == render(notice.body, notice.id)
