"""The skeleton of a new notice: its answers filled in, and a comment for every field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from noticeboard.importing.frontmatter import scalar
from noticeboard.model.contact import Contact, Phone
from noticeboard.model.dates import PartialDate
from noticeboard.model.field_types import BLANK
from noticeboard.model.inspection import Inspection
from noticeboard.model.notice import FrontMatter, Notice

_IN_FULL = ("title", "unit", "region", "inspection", "published", "issuer", "contact")
_ASKED = frozenset({"start", "end", "feedback"})
"""Fields that may be left out, but that most notices state."""
_OPTIONAL = tuple(name for name in FrontMatter.model_fields if name not in _IN_FULL)


@dataclass(frozen=True, slots=True)
class Answers:
    """An editor's answers about a new notice, by dotted field name; empty means unknown.

    `follow_up_of` is the id of the unit's earlier notice, or empty.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    follow_up_of: str = ""

    def __getitem__(self, name: str) -> str:
        return self.given.get(name, "").strip()


def from_earlier(notice: Notice) -> dict[str, str]:
    """Return what the unit's next notice most likely shares with this one."""
    contact, inspection = notice.contact, notice.inspections[-1]
    phone = contact.phones[0] if contact.phones else None
    shared = {
        "title": notice.title,
        "unit": notice.unit[0],
        "region": notice.region,
        "inspection.authority": inspection.authority,
        "issuer": notice.issuer,
        "contact.phones.number": phone.number if phone else "",
        "contact.phones.hours": (phone.hours or "") if phone else "",
        "contact.email": contact.email or "",
        "contact.address": contact.address or "",
        "contact.postcode": contact.postcode or "",
    }
    return {name: value for name, value in shared.items() if value}


def skeleton(answers: Answers) -> str:
    """Return the text of the file: answers filled in, everything else marked 【待填】.

    `check` reports only these blanks if each answer is valid by itself.
    """
    head = [
        *_fields(FrontMatter, ("title", "unit", "region"), answers),
        *_inspection(answers),
        *_fields(FrontMatter, ("published", "issuer"), answers),
        *_contact(answers),
        *_optional_fields(answers),
    ]
    return "\n".join(["---", *head, "---", "", *_body(answers)])


def _fields(
    model: type[BaseModel], names: tuple[str, ...], answers: Answers, prefix: str = ""
) -> Iterator[str]:
    """Yield a comment and `name: value` for each field; an optional value may stay empty."""
    indent = "  " * prefix.count(".")
    for name in names:
        info = model.model_fields[name]
        value = answers[prefix + name]
        yield f"{indent}# {explanation(info)}"
        if value or info.is_required() or name in _ASKED:
            yield f"{indent}{name}: {scalar(value) if value else BLANK}"
        else:
            yield f"{indent}{name}:"


def _inspection(answers: Answers) -> Iterator[str]:
    yield f"# {explanation(FrontMatter.model_fields['inspection'])}"
    yield "inspection:"
    yield from _fields(Inspection, tuple(Inspection.model_fields), answers, "inspection.")


def _contact(answers: Answers) -> Iterator[str]:
    yield f"# {explanation(FrontMatter.model_fields['contact'])}"
    yield "contact:"
    phones = Contact.model_fields["phones"]
    yield f"  # {explanation(phones)}"
    yield "  phones:"
    number, hours = (answers[f"contact.phones.{name}"] for name in ("number", "hours"))
    yield f"    # {explanation(Phone.model_fields['number'])}"
    yield f"    - number: {scalar(number) if number else BLANK}"
    yield f"      # {explanation(Phone.model_fields['hours'])}"
    yield f"      hours: {scalar(hours)}" if hours else "      hours:"
    for name in ("label", "sms_only"):
        yield f"      # {name}: {explanation(Phone.model_fields[name])}"
    yield f"  # fax: {explanation(Contact.model_fields['fax'])}"
    yield from _fields(Contact, ("email", "address", "postcode", "verified"), answers, "contact.")


def _optional_fields(answers: Answers) -> Iterator[str]:
    """Yield the fields that few notices need, commented out."""
    yield "# 以下各项没有就不写；要写时去掉行首的 #"
    for name in _OPTIONAL:
        if name == "follow_up_of" and answers.follow_up_of:
            yield f"# {explanation(FrontMatter.model_fields[name])}"
            yield f"{name}: {answers.follow_up_of}"
        else:
            yield f"# {name}: {explanation(FrontMatter.model_fields[name])}"


def explanation(info: FieldInfo) -> str:
    """Return `标题：通报的标题，例如 …`, from the model."""
    example = f"，例如 {info.examples[0]}" if info.examples else ""
    description = f"：{info.description}" if info.description else ""
    need = "" if info.is_required() or not info.description else "（没有就留空）"
    return f"{info.title}{description}{example}{need}"


def _body(answers: Answers) -> Iterator[str]:
    """Yield the frame of the text, with contact line and signature, so that only blanks remain."""
    for line in (
        f"{BLANK}开头一段：根据……，现将整改进展情况予以公布。",
        "## 一、组织领导情况",
        BLANK,
    ):
        yield from (line, "")
    phone, email = answers["contact.phones.number"] or BLANK, answers["contact.email"]
    mail = f"，电子邮箱：{email}" if email else ""
    yield from (f"联系电话：{phone}{mail}。", "", answers["issuer"] or BLANK, "")
    published = answers["published"]
    yield PartialDate.parse(published).chinese if published else BLANK
    yield ""
