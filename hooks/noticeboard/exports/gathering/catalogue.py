"""The open data as a DCAT 3 catalogue in JSON-LD (https://www.w3.org/TR/vocab-dcat-3/)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from noticeboard.exports.models import LICENCE
from noticeboard.model.dates import PartialDate
from noticeboard.reading.site_config import SiteConfig

ADDRESS = "catalog.jsonld"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/ZHO"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_KEYWORDS = ("巡察整改", "通报")

Thing = Mapping[str, Any]


class Part(NamedTuple):
    """A dataset that can be downloaded whole: the notices of a year or a region."""

    title: str
    page: str
    archive: str
    last_change: PartialDate | None


def catalogue(
    site: SiteConfig, site_url: str, parts: Iterable[Part], last_change: PartialDate | None
) -> str:
    """Return the catalogue: a series of all notices, a dataset for each part, and the API."""
    publisher_id = f"{site_url}#publisher"
    publisher = {
        "@id": publisher_id,
        "@type": "foaf:Agent",
        "foaf:name": _text(site.host or site.name),
    }
    datasets = [_whole(site, site_url, last_change)]
    datasets += [_dataset(site, site_url, part) for part in parts]
    for dataset in datasets:
        dataset["dcterms:publisher"] = {"@id": publisher_id}
    document = {
        "@context": _CONTEXT,
        "@id": site_url,
        "@type": "dcat:Catalog",
        "dcterms:title": _text(f"{site.name}开放数据"),
        "dcterms:description": _text("巡察整改进展情况通报的全文和数据，可以下载并自由使用。"),
        "dcterms:publisher": publisher,
        "dcterms:language": _language(),
        "dcterms:license": _licence(),
        "foaf:homepage": {"@id": site_url, "@type": "foaf:Document"},
        **_modified(last_change),
        "dcat:dataset": datasets,
        "dcat:service": _service(site_url, publisher_id, datasets),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _whole(site: SiteConfig, site_url: str, last_change: PartialDate | None) -> dict[str, Any]:
    page = f"{site_url}data/"
    files = [
        ("notices.csv", "text/csv", "全部通报的表格"),
        ("notices.json", "application/json", "全部通报的清单"),
        ("contacts.json", "application/json", "各单位的联系方式"),
        ("rounds.json", "application/json", "巡察轮次"),
    ]
    return {
        **_described(site, page, f"{site.name}全部通报", "全部通报的表格、清单和联系方式。"),
        **_modified(last_change),
        "dcat:distribution": [
            _distribution(f"{site_url}api/v1/{name}", kind, title) for name, kind, title in files
        ],
    }


def _dataset(site: SiteConfig, site_url: str, part: Part) -> dict[str, Any]:
    archive = _distribution(part.archive, "application/zip", "通报的原始文件和附件")
    return {
        **_described(site, part.page, f"{part.title}的通报", f"{part.title}的通报原文和附件。"),
        **_modified(part.last_change),
        "dcterms:isPartOf": {"@id": f"{site_url}data/#dataset"},
        "dcat:distribution": [archive],
    }


def _described(site: SiteConfig, page: str, title: str, description: str) -> dict[str, Any]:
    contact = site.contact
    point = {
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": site.host or site.name,
        **(
            {"vcard:hasEmail": {"@id": f"mailto:{contact.email}"}}
            if contact and contact.email
            else {}
        ),
    }
    return {
        "@id": f"{page}#dataset",
        "@type": "dcat:Dataset",
        "dcterms:identifier": page,
        "dcterms:title": _text(title),
        "dcterms:description": _text(description),
        "dcterms:language": _language(),
        "dcat:keyword": [_text(word) for word in _KEYWORDS],
        "dcat:landingPage": {"@id": page, "@type": "foaf:Document"},
        "dcat:contactPoint": point,
    }


def _distribution(address: str, kind: str, title: str) -> Thing:
    return {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dcterms:title": _text(title),
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": _MEDIA_TYPES + kind, "@type": "dcterms:MediaType"},
        "dcterms:license": _licence(),
    }


def _service(site_url: str, publisher: str, datasets: Sequence[Thing]) -> Thing:
    return {
        "@id": f"{site_url}api/v1/",
        "@type": "dcat:DataService",
        "dcterms:title": _text("静态数据接口"),
        "dcterms:publisher": {"@id": publisher},
        "dcat:endpointURL": {"@id": f"{site_url}api/v1/"},
        "dcat:endpointDescription": {"@id": f"{site_url}api/v1/openapi.json"},
        "dcat:servesDataset": [{"@id": datasets[0]["@id"]}],
    }


def _language() -> Thing:
    return {"@id": _LANGUAGE, "@type": "dcterms:LinguisticSystem"}


def _licence() -> Thing:
    return {"@id": LICENCE, "@type": "dcterms:LicenseDocument"}


def _modified(day: PartialDate | None) -> Thing:
    if not day:
        return {}
    kind = "xsd:date" if day.day else "xsd:gYearMonth"
    return {"dcterms:modified": {"@value": str(day), "@type": kind}}


def _text(value: str) -> Thing:
    return {"@value": value, "@language": "zh"}
