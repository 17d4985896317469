"""Lists and archives for machines, read by programs that others have written."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import listparser
import pytest
from rdflib import DCTERMS, RDF, Graph, URIRef
from rdflib.namespace import DCAT
from resync.change_list import ChangeList
from resync.resource_list import ResourceList

from noticeboard.exports.gathering.archives import archive
from noticeboard.exports.gathering.catalogue import Part, catalogue
from noticeboard.exports.gathering.opml import FeedLink, opml
from noticeboard.exports.gathering.resource_sync import (
    MAX_CHANGES,
    RESOURCES,
    Resource,
    change_list,
    resource_lists,
)
from noticeboard.model.dates import BEIJING, PartialDate
from noticeboard.reading.site_config import read_site_config

SITE = "https://noticeboard.example/"
AT = datetime(2025, 1, 2, tzinfo=BEIJING)


def source(number: int, **values: object) -> Resource:
    return Resource(f"{SITE}notices/2024/n{number}/notice.md", "text/markdown", **values)  # type: ignore[arg-type]


def test_resync_reads_the_resource_list(tmp_path: Path) -> None:
    resources = [source(1, moment=AT, sha256="a" * 64, length=7), source(2, sha256="b" * 64)]
    (tmp_path / "list.xml").write_bytes(resource_lists(resources, SITE, AT)[RESOURCES])
    read = ResourceList()
    read.read(str(tmp_path / "list.xml"))
    assert [(each.uri, each.sha256, each.length) for each in read] == [
        (source(1).url, "a" * 64, 7),
        (source(2).url, "b" * 64, None),
    ]
    assert {each.lastmod for each in read} == {"2025-01-01T16:00:00Z", None}
    assert read.up == f"{SITE}resourcesync/capabilitylist.xml"


def test_resync_reads_the_change_list(tmp_path: Path) -> None:
    early, late = datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC)
    changes = [
        source(1, moment=late, change="deleted"),
        source(2, moment=early, change="created", sha256="b" * 64),
    ]
    (tmp_path / "list.xml").write_bytes(change_list(changes, SITE, AT))
    read = ChangeList()
    read.read(str(tmp_path / "list.xml"))
    assert [(each.change, each.uri, each.sha256) for each in read] == [
        ("created", source(2).url, "b" * 64),
        ("deleted", source(1).url, None),
    ]
    assert (read.md_from, read.md_until) == ("2024-03-01T00:00:00Z", "2025-01-01T16:00:00Z")


@pytest.mark.parametrize("count", [0, MAX_CHANGES + 1])
def test_the_change_list_holds_the_newest_changes(tmp_path: Path, count: int) -> None:
    days = [datetime.fromtimestamp(10**9 + n, UTC) for n in range(count)]
    changes = [source(n, moment=day, change="updated") for n, day in enumerate(days)]
    (tmp_path / "list.xml").write_bytes(change_list(changes, SITE, AT))
    read = ChangeList()
    read.read(str(tmp_path / "list.xml"))
    assert len(read) == min(count, MAX_CHANGES)
    assert source(0).url not in {each.uri for each in read}


def test_a_feed_reader_imports_all_feeds() -> None:
    feed = FeedLink("示例区 & 示例县", f"{SITE}a/", f"{SITE}a/feed.xml")
    read = listparser.parse(opml("甲<乙", {"全站": [feed], "地区": []}, AT).decode())
    assert not read.bozo
    assert (read.version, read.meta.title) == ("opml2", "甲<乙")
    assert [(each.title, each.url) for each in read.feeds] == [(feed.title, feed.file)]


def test_the_catalogue_is_dcat_with_titles_publishers_and_files() -> None:
    site = read_site_config("公开栏", "noticeboard.example", {"contact": {"email": "a@b.example"}})
    page = f"{SITE}notices/2024/"
    part = Part("2024年", page, f"{page}notices.zip", PartialDate.parse("2024-05"))
    text = catalogue(site, SITE, [part], PartialDate.parse("2024-12-02"))
    with warnings.catch_warnings():
        # rdflib 7's own parser still uses its deprecated class.
        warnings.filterwarnings("ignore", "ConjunctiveGraph", DeprecationWarning)
        graph = Graph().parse(data=text, format="json-ld")
    terms = {term for quad in graph for term in quad if str(term).startswith(str(DCAT))}
    assert terms
    for term in terms:
        assert term == DCAT[str(term).removeprefix(str(DCAT))]  # rdflib warns of unknown words
    (whole,) = graph.subjects(RDF.type, DCAT.Catalog)
    datasets = set(graph.objects(whole, DCAT.dataset))
    assert datasets == set(graph.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == 2
    for resource in {whole, *datasets, *graph.subjects(RDF.type, DCAT.DataService)}:
        for required in (DCTERMS.title, DCTERMS.publisher):
            assert len(set(graph.objects(resource, required))) == 1
    for dataset in datasets:
        files = set(graph.objects(dataset, DCAT.distribution))
        assert all(graph.value(file, DCAT.downloadURL) for file in files)
        assert files
    assert URIRef(f"{page}notices.zip") in set(graph.objects(None, DCAT.downloadURL))
    assert json.loads(text)["dcat:dataset"][1]["dcterms:modified"]["@type"] == "xsd:gYearMonth"


def test_an_archive_depends_on_nothing_but_its_files(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("乙", "utf-8")
    (tmp_path / "a.csv").write_text("甲", "utf-8")
    files = [("2024/b.md", tmp_path / "b.md"), ("2024/b/甲.csv", tmp_path / "a.csv")]
    first = archive(files)
    (tmp_path / "b.md").chmod(0o600)
    (tmp_path / "a.csv").touch()
    assert archive(reversed(files)) == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert packed.namelist() == ["2024/b.md", "2024/b/甲.csv"]
        assert packed.read("2024/b.md") == "乙".encode()
        assert packed.testzip() is None
