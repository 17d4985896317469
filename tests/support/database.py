"""Random notices and questions for databases, and the answers that the scan has for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random

import corpus
from support.factories import search_document

from noticeboard.database.facet_counts import FacetCounts
from noticeboard.database.loading import Content
from noticeboard.database.records import Source
from noticeboard.database.searching import Question
from noticeboard.incremental.digests import digest
from noticeboard.search.documents import RANKS, Block, SearchDocument
from noticeboard.search.facets import FACETS
from noticeboard.search.ranking import newest_first
from noticeboard.search.scan import Scanner, parse_terms

# The second and the third character share a code of the index, as do the letter and the last one.
PARTS = (
    "甲乙丙丁",
    "𠀀𠠀甲",
    "ab",
    "2024",
    "財務",
    "甲" * 20,
    "Ａ，ｂ",
    "\u0301",
    "%_\\'\"",
    "𠀀ab",
)


def content(documents: Iterable[SearchDocument], notices: str = "some notices") -> Content:
    """Return the documents as the content of a database; other documents have other fingerprints."""
    sources = [
        Source(one, digest(repr(replace(one, compute_blocks=tuple)), repr(one.blocks)).hex(), str)
        for one in documents
    ]
    return Content([replace(one, entry=lambda: "{}") for one in sources], {}, notices)


def random_documents(count: int, random: Random) -> list[SearchDocument]:
    """Return notices of the corpus, and as many short ones of few characters."""
    return [corpus.document(corpus.record(number)) for number in range(count)] + [
        _short_document(number, random) for number in range(count)
    ]


def _short_document(number: int, random: Random) -> SearchDocument:
    def text() -> str:
        return "".join(random.choice(random.choice(PARTS)) for _ in range(random.randint(0, 8)))

    day = f"{random.randint(2018, 2020)}-0{random.randint(1, 2)}"
    blocks = [Block(random.choice(tuple(RANKS)), text()) for _ in range(random.randint(0, 5))]
    return replace(
        search_document(number, blocks),
        published=random.choice((day, f"{day}-01", f"{day}-02")),
        region=random.choice((("示例省",), ("示例省", "示例市"), ("示例省二", "示例市"))),
        authority=random.choice(("市委", "区委", "区委、市委")),
        kind=random.choice(("", "常规", "常规、专项")),
        category=random.choice(("巡察整改", "审计整改")),
    )


@dataclass(frozen=True)
class Expected:
    """What the scan answers: the ids in order, and the counts."""

    ids: Sequence[str]
    unfiltered: int
    facets: dict[str, dict[str, int]]


class Oracle:
    """Answers questions by reading everything."""

    def __init__(self, documents: Sequence[SearchDocument]) -> None:
        self._documents = newest_first(documents)
        self._scanner = Scanner(documents)

    def answer(self, question: Question) -> Expected:
        matches = [(0, one) for one in self._documents]
        if question.terms:
            matches = self._scanner.match(question.terms)
        if question.by_date:
            place = {one.id: number for number, one in enumerate(self._documents)}
            matches.sort(key=lambda match: place[match[1].id])
        facets: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
        for facet, counts in facets.items():
            others = {name: own for name, own in question.selected.items() if name != facet}
            for _, document in matches:
                if _passes(document, others):
                    counts.update(_names(document, facet))
        ids = [one.id for _, one in matches if _passes(one, question.selected)]
        return Expected(ids, len(matches), {facet: dict(own) for facet, own in facets.items()})


def _names(document: SearchDocument, facet: str) -> list[str]:
    value = FACETS[facet](document)
    if facet == "region":
        return ["/".join(document.region[: end + 1]) for end in range(len(document.region))]
    return [name for name in value.split("、") if name]


def _passes(document: SearchDocument, selected: object) -> bool:
    assert isinstance(selected, dict)
    return all(
        not values or set(values) & set(_names(document, facet))
        for facet, values in selected.items()
    )


def counted(counts: FacetCounts) -> dict[str, dict[str, int]]:
    """Return the counts of the values that occur."""
    return {
        facet: {value: count for value, count in own.items() if count}
        for facet, own in counts.facets.items()
    }


def random_questions(
    documents: Sequence[SearchDocument], count: int, random: Random
) -> list[tuple[str, Question]]:
    """Return queries with their questions: parts of the texts, some altered, some with two terms."""
    texts = [block.text for document in documents for block in document.blocks if block.text]
    values = {facet: sorted({n for d in documents for n in _names(d, facet)}) for facet in FACETS}
    questions: list[tuple[str, Question]] = []
    while len(questions) < count:
        query = _part(random.choice(texts), random)
        if random.random() < 0.3:
            query += random.choice(
                ("丁", "𠠀", "z", " 甲", f" {_part(random.choice(texts), random)}")
            )
        chosen = random.sample(sorted(FACETS), k=random.choice((0, 0, 1, 2)))
        selected = {
            facet: random.sample([*values[facet], "没有的值"], k=random.choice((1, 1, 2)))
            for facet in chosen
        }
        terms = parse_terms(query)
        if terms:
            by_date, start = random.random() < 0.3, random.choice((0, 0, 0, 3))
            questions.append((query, Question(terms, selected, by_date, start, 20)))
    return [("", Question(())), ("的", Question(("的",), {}, True)), *questions]


def _part(text: str, random: Random) -> str:
    start = random.randrange(len(text))
    return text[start : start + random.choice((1, 2, 2, 3, 4, 6, 9, 15))]
