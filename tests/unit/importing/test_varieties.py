"""How offices write: each field is right, or blank, or unsure, and never silently wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import pytest
from support import documents

from noticeboard.importing.contact.extract import extract_contact
from noticeboard.importing.draft import Draft
from noticeboard.importing.extract.field import ExtractedField
from noticeboard.importing.pipeline import create_draft
from noticeboard.importing.plaintext import parse_text
from noticeboard.importing.source import ImportFailedError
from noticeboard.reading.reader import read_text
from noticeboard.rules.all_rules import check_file

MIN_RIGHT = 0.97
OPENING = ("unit", "region", "category")
INSPECTION = ("authority", "group", "kind", "start", "end", "feedback")
USUAL_LINES = {
    "TITLE": "中共怀化市示范局党组关于巡察整改进展情况的通报",
    "OPENING": "根据市委统一部署，2023年8月21日至10月20日，市委第二巡察组对市示范局党组进行了巡察。11月30日，市委第二巡察组"
    "向市示范局党组反馈了巡察意见。现将巡察整改进展情况予以公布。",
    "BODY": "一、组织领导情况\n局党组高度重视，召开会议研究部署。\n二、整改落实情况\n已完成整改。",
    "CONTACT": "欢迎广大干部群众监督。联系电话：0745-2712345（工作日8:30—17:30）。",
    "ISSUER": "中共怀化市示范局党组",
}
USUAL_FIELDS = {
    "title": USUAL_LINES["TITLE"], "unit": "怀化市示范局党组", "region": "湖南省/怀化市", "category": "",
    "issuer": USUAL_LINES["ISSUER"], "published": "2024-06-20", "index_number": "", "document_number": "",
    "inspection.authority": "市委", "inspection.group": "市委第二巡察组", "inspection.kind": "",
    "inspection.start": "2023-08-21", "inspection.end": "2023-10-20", "inspection.feedback": "2023-11-30",
    "contact.phones": "0745-2712345", "contact.fax": "", "contact.email": "", "contact.address": "",
    "contact.postcode": "", "progress.problems": "", "progress.rectified": "", "progress.partly": "",
    "progress.ongoing": "", "progress.long_term": "", "progress.measures": "", "progress.as_of": "",
    "open_until": "", "scheduled": "", "contact_missing.reason": "",
}  # fmt: skip


class Answer(NamedTuple):
    """A field of a case: what the text states, what the importer wrote, and its status."""

    case: str
    field: str
    stated: Any
    written: Any
    status: str
    needs_doubt: bool = False

    @property
    def verdict(self) -> str:
        """Return right, blank, unsure or silently wrong."""
        if self.needs_doubt and self.status == "certain":
            return "silently wrong"
        if self.written == self.stated:
            return "right"
        if not self.written:
            return "blank"
        return "unsure" if self.status == "unsure" else "silently wrong"


def answer(
    case: str, name: str, stated: str, field: ExtractedField | None, *, needs_doubt: bool = False
) -> Answer:
    """Return the answer of one extracted field."""
    written = "、".join(field.items) if field else ""
    return Answer(case, name, stated, written, field.status if field else "missing", needs_doubt)


def opening_answers() -> Iterator[Answer]:
    """Yield the answers of the openings."""
    for case in documents.yaml_cases("varieties/openings"):
        end = f"{case.get('issuer', '')}\n{case.get('date', '2024年9月20日')}"
        text = f"{case.get('title', '')}\n{case['text']}\n一、整改情况\n已整改。\n{end}"
        draft = draft_of(text)
        yield from _opening(case, draft)
        second = [case["second"]] if "second" in case else []
        assert len(draft.inspections) == 1 + len(second), case["text"]
        for wanted, inspection in zip(second, draft.inspections[1:], strict=True):
            yield from (
                answer(
                    case["text"], name, wanted.get(name, ""), inspection.get(f"inspection.{name}")
                )
                for name in INSPECTION
            )


def _opening(case: Mapping[str, Any], draft: Draft) -> Iterator[Answer]:
    fields = draft.fields | draft.inspections[0]
    for name in (*OPENING, *INSPECTION):
        field = fields.get(name if name in OPENING else f"inspection.{name}")
        doubt = name in case.get("unsure", [])
        yield answer(case["text"], name, case["want"].get(name, ""), field, needs_doubt=doubt)


def contact_answers() -> Iterator[Answer]:
    """Yield the answers of the contact passages."""
    for case in documents.yaml_cases("varieties/contacts"):
        text, contact = case["text"], extract_contact(case["text"])
        noted = {note.name for note in contact.notes}
        noted |= {phone.number.name for phone in contact.phones if phone.number.status != "certain"}
        phones = [
            [phone.number.value, phone.label, phone.hours.value, "sms" if phone.sms_only else ""]
            for phone in contact.phones
            if phone.number.value
        ]
        status = "unsure" if "contact.phones" in noted else "certain"
        yield Answer(text, "phones", case.get("phones", []), phones, status)
        for name in ("fax", "email", "address", "postcode"):
            one = answer(text, name, case.get(name, ""), getattr(contact, name))
            doubtful = f"contact.{name}" in noted
            yield one._replace(status="unsure") if doubtful else one


def document_answers() -> Iterator[Answer]:
    """Yield the answers of the documents that are notices."""
    for case in documents.yaml_cases("varieties/documents"):
        if "refused" in case:
            continue
        draft = draft_of(text_of(case))
        numbers = [phone.number.value for phone in draft.phones if phone.number.value]
        written = draft.fields | draft.inspections[0]
        for name, stated in (USUAL_FIELDS | case.get("want", {})).items():
            if name == "contact.phones":
                yield Answer(case["lines"][0], name, stated, "、".join(numbers), "certain")
                continue
            doubt = name in case.get("unsure", [])
            yield answer(case["lines"][0], name, stated, written.get(name), needs_doubt=doubt)


@cache
def draft_of(text: str) -> Draft:
    """Return the draft of a text, which several tests read."""
    return create_draft(parse_text(text))


def text_of(case: Mapping[str, Any]) -> str:
    """Return the text of a document's case."""
    return "\n".join(USUAL_LINES.get(line, line) for line in case["lines"])


@pytest.mark.parametrize("answers", [opening_answers, contact_answers, document_answers])
def test_no_field_is_silently_wrong(answers: Any) -> None:
    all_answers = list(answers())
    silent = [one for one in all_answers if one.verdict == "silently wrong"]
    assert silent == []
    stated = Counter(one.verdict for one in all_answers if one.stated)
    assert stated["right"] >= MIN_RIGHT * stated.total(), stated


@pytest.mark.parametrize(
    "case", documents.yaml_cases("varieties/documents"), ids=lambda case: str(case["lines"][0])[:24]
)
def test_what_is_no_part_of_the_notice(case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(ImportFailedError, match=case["refused"]):
            draft_of(text_of(case))
        return
    draft = draft_of(text_of(case))
    omitted = [line for r in draft.remarks if r.omitted for line in r.sentence.split(" ／ ")]
    assert len(omitted) == int(case.get("omitted", 0))
    assert not any(
        line in draft.body
        for line in omitted
        if len(line) > 12 and line != draft.fields["title"].value
    )


def test_a_draft_has_no_error_but_its_blanks() -> None:
    for case in documents.yaml_cases("varieties/documents"):
        if "refused" in case:
            continue
        draft = draft_of(text_of(case))
        parsed = read_text(draft.markdown, f"notices/{draft.suggested_id}.md")
        errors = {p.rule for p in check_file(parsed) if p.severity == "error"}
        assert errors <= {"blank", "placeholder"}, case["lines"]


def test_every_doubt_is_a_warning_until_it_is_decided() -> None:
    case = documents.yaml_cases("varieties/documents")[2]
    draft = draft_of(text_of(case))
    parsed = read_text(draft.markdown, f"notices/{draft.suggested_id}.md")
    reasons = [p.message for p in check_file(parsed) if p.rule == "unanswered-doubt"]
    assert any("按网页的发布时间" in reason for reason in reasons)
    assert any("网页上的2行" in reason for reason in reasons)
    assert "浏览次数" not in draft.markdown
    assert "浏览次数" in draft.report()
