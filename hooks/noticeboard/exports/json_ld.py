"""Pages as schema.org data (JSON-LD 1.1), safe inside a script element."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

from noticeboard.exports.models import LICENCE, SCHEMA_VERSION
from noticeboard.model.contact import Contact
from noticeboard.model.dates import PartialDate
from noticeboard.model.notice import Notice
from noticeboard.model.vocabularies import DEFAULT_CATEGORY
from noticeboard.reading.site_config import SiteConfig

CONTEXT: Final = "https://schema.org"
STATUS: Final = {"in_force": "Published", "corrected": "Corrected", "withdrawn": "Withdrawn"}
# `</script>` in the data would end the element, `<!--` hide its end (HTML, 4.12.1.3).
_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
_DOWNLOADS = (("notices.csv", "text/csv"), ("notices.json", "application/json"))

Thing = Mapping[str, object]


class LinkedData:
    """Linked data of one site; `site_url` ends with a slash."""

    def __init__(self, site: SiteConfig, site_url: str) -> None:
        self._site = site
        self._url = site_url

    def notice(self, notice: Notice, canonical: str = "") -> str:
        """Return a notice as an Article about a unit with contact points, in JSON.

        `canonical` is the address of its page, if that is on another board.
        """
        address = f"{self._url}{notice.url}"
        article = _thing(
            "Article",
            url=address,
            mainEntityOfPage=canonical or address,
            headline=notice.title,
            abstract=notice.summary,
            keywords=list(notice.topics),
            inLanguage="zh-CN",
            datePublished=str(notice.published),
            dateModified=str(notice.last_change),
            creativeWorkStatus=STATUS[notice.status],
            author=_thing("Organization", name=notice.issuer),
            publisher=self._publisher(),
            about=_units(notice),
            identifier=[
                _thing("PropertyValue", name=title, value=number)
                for title, number in notice.official_numbers.items()
            ],
            genre=None if notice.category == DEFAULT_CATEGORY else notice.category,
            correction=[
                _thing("CorrectionComment", datePublished=str(c.date), text=c.note)
                for c in notice.corrections
            ],
            encoding=_thing(
                "MediaObject", contentUrl=f"{address}notice.md", encodingFormat="text/markdown"
            ),
            isAccessibleForFree=True,
        )
        return as_script({"@context": CONTEXT, "@id": canonical or address, **article})

    def dataset(self, last_change: PartialDate | None) -> str:
        """Return the open data as a Dataset, in JSON."""
        dataset = _thing(
            "Dataset",
            name=f"{self._site.name}开放数据",
            description="巡察整改进展情况通报的全文、日期、联系方式和改动记录，可以下载并自由使用。",
            url=f"{self._url}data/",
            inLanguage="zh-CN",
            license=LICENCE,
            version=SCHEMA_VERSION,
            dateModified=str(last_change) if last_change else None,
            creator=self._publisher(),
            keywords=["巡察整改", "通报"],
            isAccessibleForFree=True,
            distribution=[
                _thing("DataDownload", contentUrl=f"{self._url}api/v1/{name}", encodingFormat=kind)
                for name, kind in _DOWNLOADS
            ],
        )
        return as_script({"@context": CONTEXT, **dataset})

    def _publisher(self) -> Thing:
        return _thing("Organization", name=self._site.host or self._site.name, url=self._url)


def as_script(data: Thing) -> str:
    """Return JSON that a script element can hold, whatever the values are."""
    return json.dumps(data, ensure_ascii=False).translate(_ESCAPES)


def _units(notice: Notice) -> Thing | list[Thing]:
    """Return the unit as an Organization, or all of them."""
    units = [
        _thing(
            "Organization",
            name=unit,
            areaServed="".join(notice.regions),
            contactPoint=_contact_points(notice.contact),
        )
        for unit in notice.unit
    ]
    return units[0] if len(units) == 1 else units


def _contact_points(contact: Contact) -> list[Thing]:
    """Return a ContactPoint for each telephone number, with its hours, and for the e-mail address."""
    points = [
        _thing(
            "ContactPoint",
            contactType="公众意见",
            name=phone.label,
            telephone=phone.parsed.tel.removeprefix("tel:"),
            hoursAvailable=_thing("OpeningHoursSpecification", description=phone.hours)
            if phone.hours
            else None,
        )
        for phone in contact.phones
    ]
    points += [
        _thing("ContactPoint", contactType="公众意见", faxNumber=number)
        for number in contact.fax or ()
    ]
    if contact.email:
        points.append(_thing("ContactPoint", contactType="公众意见", email=contact.email))
    return points


def _thing(kind: str, **values: object) -> Thing:
    """Return a schema.org item without its empty properties."""
    return {"@type": kind, **{name: v for name, v in values.items() if v not in (None, "", [])}}
