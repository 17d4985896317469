"""Templates that are copied into others, or rendered once a folder, give what Jinja's includes give."""

from pathlib import Path
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import meta
from mkdocs.utils import normalize_url

from noticeboard.build.templates import InlineIncludes, relative_url, render_shared

TEMPLATES = {
    "page.html": "{% set x = 1 %}{% for n in names %}{% include 'theme.html' %}"
    '{% include "line.html" %}{{ x }}{{ loop.index }}{% endfor %}',
    "line.html": '{% set x = 2 %}<p>{{ n }}{{ x }}</p>{% include "end.html" %}\n',
    "end.html": "{% if n %}!{% endif %}\n",
    "tree.html": '{{ t[0] }}{% for part in t[1] %}{% with t = part %}{% include "tree.html" %}'
    "{% endwith %}{% endfor %}",
}
THEME = {"theme.html": "{{ n }}", "foreign.html": '{{ names[0] }}{% include "line.html" %}'}


def environment(*, inline: bool) -> jinja2.Environment:
    env = jinja2.Environment(loader=jinja2.DictLoader({**TEMPLATES, **THEME}))
    env.autoescape = lambda name: name in TEMPLATES
    if inline:
        env.add_extension(InlineIncludes)
    return env


@pytest.mark.parametrize("name", ["page.html", "line.html", "tree.html", "foreign.html"])
def test_inlined_templates_render_as_included_ones(name: str) -> None:
    context: dict[str, Any] = {
        "names": ["<甲>", ""],
        "n": "<乙>",
        "t": ("1", [("2", [("3", [])]), ("4", [])]),
    }
    included, inlined = (
        environment(inline=inline).get_template(name).render(context) for inline in (False, True)
    )
    assert inlined == included != ""


def test_a_theme_template_is_left_alone() -> None:
    env = environment(inline=True)
    extension = env.extensions[InlineIncludes.identifier]
    assert extension.preprocess(THEME["foreign.html"], "foreign.html") == THEME["foreign.html"]
    assert "include" not in extension.preprocess(TEMPLATES["line.html"], "line.html")


def test_shared_templates_are_rendered_once_per_folder() -> None:
    texts = {"frame.html": "{{ address }}<", "page.html": "{{ shared('frame.html') }}"}
    env = jinja2.Environment(loader=jinja2.DictLoader(texts), autoescape=True)
    env.globals["shared"] = render_shared(env)

    def render(address: str, folder: object = None) -> str:
        return env.get_template("page.html").render(address=address, folder=folder)

    assert [render("a", ("notices", 3)), render("b", ("notices", 3))] == ["a<", "a<"]
    assert [render("c", ("units", 2)), render("d"), render("e")] == ["c<", "d<", "e<"]


def test_no_shared_template_depends_on_the_page(project: Path) -> None:
    """Shared templates of bulk pages: only addresses may depend on the page."""
    templates = project / "docs/templates"
    for name in ("styles", "footer-links", "footer-site"):
        source = (templates / f"partials/{name}.html").read_text("utf-8")
        env = jinja2.Environment(autoescape=True)
        env.filters.update(url=str, tel=str)
        names = meta.find_undeclared_variables(env.parse(source))
        assert names <= {"site", "config", "theme_sheets", "portal"}


PARTS = st.sampled_from(["notices", "notices2", "units", "甲", "2024", "a-b", ".", "..", "a.b", ""])
ADDRESSES = st.builds("/".join, st.lists(PARTS, min_size=1, max_size=4)) | st.sampled_from(
    ["a:b", "https://a.example/b", "#a", "/a", "a?b", "units/a.b.c", "feed.xml", "tel:1"]
)


@given(ADDRESSES, st.lists(st.sampled_from(["notices", "units", "甲", "2024"]), min_size=1))
def test_addresses_are_relative_as_the_site_generator_writes_them(
    address: str, folders: list[str]
) -> None:
    class Page:
        url = "".join(f"{folder}/" for folder in folders)

    expected = normalize_url(address, Page())  # type: ignore[arg-type]
    env = jinja2.Environment()
    env.filters["url"] = relative_url(lambda context, value: expected)
    folder = (folders[0], len(folders))
    assert env.from_string("{{ a | url }}").render(a=address, folder=folder) == expected
    env.filters["url"] = relative_url(lambda context, value: "general")
    if address in ("feed.xml", "units/a.b.c") and folders[0] != "units":
        assert env.from_string("{{ a | url }}").render(a=address, folder=folder) != "general"
