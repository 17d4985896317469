"""The matters as open data: JSON of each year and one table, below `/api/v1/`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial

from pydantic import Field

from noticeboard.exports.api import BASE, MAX_LISTED, as_json, metadata
from noticeboard.exports.csv_table import SEPARATOR
from noticeboard.exports.models import SCHEMA_VERSION, Collection, Data, Day, YearLink
from noticeboard.files.csv_safety import write_csv
from noticeboard.history.log import History
from noticeboard.incremental.artifacts import Artifact
from noticeboard.incremental.digests import digest, program_digest
from noticeboard.matters.fields import field_of
from noticeboard.matters.ledger import FigureKind, Ledger, Matter, State
from noticeboard.model.notice import Notice

MATTERS_ADDRESS = f"{BASE}matters.json"
TABLE_ADDRESS = f"{BASE}matters.csv"
COLUMNS = (
    "id", "notice", "unit", "region", "published", "problem", "measures", "states", "state_words", "sums",
    "counts", "field", "field_word", "url",
)  # fmt: skip


class FigureData(Data):
    """A sum or a count as the text writes it, with its sentence; sums are never added."""

    kind: FigureKind = Field(description="sum 金额，count 数量")
    text: str
    sentence: str


class StatementData(Data):
    """A state that the unit itself states, as of the day of publication."""

    state: State
    words: str = Field(description="原文的字句")


class MatterData(Data):
    """A problem that a notice states, quoted; nothing is inferred from the rest of the text."""

    id: str = Field(
        description="由问题的文字算出；在一篇通报里不重复", pattern=r"^z-[0-9a-f]{8}(-\d+)?$"
    )
    notice: str = Field(description="通报编号")
    unit: str
    region: str
    published: Day
    problem: str
    measures: tuple[str, ...] = Field(description="问题以下的文字，逐行照录")
    statements: tuple[StatementData, ...] = Field(description="文中没有逐项写明结果时为空")
    figures: tuple[FigureData, ...]
    field: str = Field(description="按关键词分的领域，只供查找，不供统计")
    field_word: str = Field(description="据以分类的关键词")
    url: str


class MatterNotice(Data):
    """A notice whose matters are listed: how many it says there are, and how many it states."""

    notice: str
    stated: int | None = Field(description="通报写明的问题总数；没有写明时为空")
    listed: int = Field(description="文中逐项写明的问题数")


class MatterYear(Data):
    """The matters of the notices that were published in one year."""

    schema_version: str = SCHEMA_VERSION
    year: str
    notices: tuple[MatterNotice, ...]
    matters: tuple[MatterData, ...]


class MatterList(Collection):
    """Every matter, the newest notice first; with more than 1,000 notices only the years."""

    matters: tuple[MatterData, ...]
    years: tuple[YearLink, ...]


def matter_artifacts(
    by_year: Mapping[str, tuple[Notice, ...]],
    ledgers: Mapping[str, Ledger],
    fingerprints: Mapping[str, bytes],
    history: History,
    generated_at: datetime,
    site_url: str,
) -> Iterator[Artifact]:
    """Yield the list, the data of each year and the table; `site_url` ends with a slash."""
    notices = [notice for own in by_year.values() for notice in own]

    def fingerprint(own: Iterable[Notice]) -> bytes:
        keys = (fingerprints[notice.id] for notice in own)
        return digest("matters", program_digest(), site_url, *keys)

    for year, own in by_year.items():
        render = partial(_year_json, year, own, ledgers, site_url)
        yield Artifact(f"{BASE}matters/{year}.json", render, partial(fingerprint, own))
    table = partial(_table, notices, ledgers, site_url)
    yield Artifact(TABLE_ADDRESS, table, partial(fingerprint, notices))
    links = tuple(_year_link(year, own, ledgers, site_url) for year, own in by_year.items())

    def listing() -> bytes:
        listed = notices if len(notices) <= MAX_LISTED else []
        total = sum(link.total for link in links)
        changes = [notice.last_change for notice in notices]
        data = MatterList(
            **metadata(history, generated_at, total, changes),
            matters=tuple(_matters(listed, ledgers, site_url)),
            years=links,
        )
        return as_json(data).encode()

    yield Artifact(MATTERS_ADDRESS, listing)


def _year_link(
    year: str, notices: Iterable[Notice], ledgers: Mapping[str, Ledger], site_url: str
) -> YearLink:
    total = sum(len(ledgers[notice.id].matters) for notice in notices)
    return YearLink(year=year, total=total, url=f"{site_url}{BASE}matters/{year}.json")


def _year_json(
    year: str, notices: Iterable[Notice], ledgers: Mapping[str, Ledger], site_url: str
) -> bytes:
    notices = list(notices)
    counts = (
        MatterNotice(
            notice=n.id, stated=stated_total(n, ledgers[n.id]), listed=len(ledgers[n.id].matters)
        )
        for n in notices
    )
    matters = tuple(_matters(notices, ledgers, site_url))
    return as_json(MatterYear(year=year, notices=tuple(counts), matters=matters)).encode()


def stated_total(notice: Notice, ledger: Ledger) -> int | None:
    """Return the number of problems that a notice states, in its record or in its text."""
    stated = notice.progress.problems if notice.progress else None
    return ledger.stated if stated is None else stated


def _matters(
    notices: Iterable[Notice], ledgers: Mapping[str, Ledger], site_url: str
) -> Iterator[MatterData]:
    for notice in notices:
        for matter in ledgers[notice.id].matters:
            yield _data(notice, matter, site_url)


def _data(notice: Notice, matter: Matter, site_url: str) -> MatterData:
    field = field_of(matter.problem)
    return MatterData(
        id=matter.id,
        notice=notice.id,
        unit=str(notice.unit),
        region=notice.region,
        published=str(notice.published),
        problem=matter.problem,
        measures=matter.measures,
        statements=tuple(StatementData(**one._asdict()) for one in matter.statements),
        figures=tuple(FigureData(**one._asdict()) for one in matter.figures),
        field=field.name,
        field_word=field.word,
        url=f"{site_url}{notice.url}#{matter.id}",
    )


def _table(notices: Iterable[Notice], ledgers: Mapping[str, Ledger], site_url: str) -> bytes:
    rows = (_row(data) for data in _matters(notices, ledgers, site_url))
    return write_csv([COLUMNS, *rows]).encode()


def _row(data: MatterData) -> tuple[str, ...]:
    figures = {kind: [f.text for f in data.figures if f.kind == kind] for kind in ("sum", "count")}
    return (
        data.id,
        data.notice,
        data.unit,
        data.region,
        data.published,
        data.problem,
        "\n".join(data.measures),
        SEPARATOR.join(dict.fromkeys(one.state for one in data.statements)),
        SEPARATOR.join(one.words for one in data.statements),
        SEPARATOR.join(figures["sum"]),
        SEPARATOR.join(figures["count"]),
        data.field,
        data.field_word,
        data.url,
    )
