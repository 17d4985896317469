import sqlite3
from pathlib import Path

import jinja2
import pytest

from noticeboard.build.template_cache import CompiledTemplates
from noticeboard.incremental.cache import Cache


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that Jinja has compiled."""
    sources: list[str] = []
    compile_source = jinja2.Environment.compile

    def noted(self: jinja2.Environment, source: str, *more: object) -> object:
        sources.append(source)
        return compile_source(self, source, *more)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", noted)
    return sources


def shown(path: Path, source: str, program: bytes = b"1") -> str:
    """What a template says in a new environment."""
    kept = CompiledTemplates(Cache(path), program)
    env = jinja2.Environment(loader=jinja2.DictLoader({"a.html": source}), bytecode_cache=kept)
    return env.get_template("a.html").render(x="甲")


def test_what_is_known_is_not_compiled_again(tmp_path: Path, compiled: list[str]) -> None:
    path = tmp_path / "kept.sqlite"
    assert shown(path, "{{ x }}乙") == shown(path, "{{ x }}乙") == "甲乙"
    assert compiled == ["{{ x }}乙"]
    assert shown(path, "{{ x }}丙") == "甲丙"
    assert shown(path, "{{ x }}丙", b"2") == "甲丙"
    assert compiled == ["{{ x }}乙", "{{ x }}丙", "{{ x }}丙"]


def test_a_damaged_cache_costs_time_only(tmp_path: Path, compiled: list[str]) -> None:
    path = tmp_path / "kept.sqlite"
    shown(path, "{{ x }}")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE entries SET value = x'00'")
    assert shown(path, "{{ x }}") == "甲"
    assert len(compiled) == 2
