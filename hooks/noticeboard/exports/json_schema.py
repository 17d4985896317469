"""The model -> JSON Schema of what an editor types in the front matter."""

from __future__ import annotations

import json
from typing import Any

from noticeboard.model.dates import PATTERN
from noticeboard.model.field_types import BLANK
from noticeboard.model.notice import FrontMatter

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ADDRESS = "api/v1/notice.schema.json"

Schema = dict[str, Any]


def notice_schema(site_url: str = "") -> Schema:
    """The schema of the front matter, its `$id` below `site_url` when that is given.

    It describes the typed YAML, which the reader takes as text: 430060 may stand unquoted, and a
    field without a value counts as left out.
    """
    schema = FrontMatter.model_json_schema(mode="validation")
    for part in (schema, *schema.get("$defs", {}).values()):
        _as_typed(part)
    head: Schema = {"$schema": DIALECT}
    if site_url:
        head["$id"] = f"{site_url.rstrip('/')}/{ADDRESS}"
    schema["title"] = "巡察整改通报的元数据"
    schema["description"] = "通报文件开头两行 --- 之间的内容"
    return head | schema


def as_json(schema: Schema) -> str:
    """The schema as it is published."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _as_typed(record: Schema) -> None:
    """Let a record's fields hold what YAML may make of the text that the reader sees."""
    record.pop("description", None)  # the class's docstring is for maintainers
    if "title" in record:
        del record["title"]
    required = record.get("required", [])
    for name, schema in record.get("properties", {}).items():
        default = schema.pop("default", None)
        if default:
            schema["default"] = default
        record["properties"][name] = _field(schema, name not in required)


def _field(schema: Schema, may_be_empty: bool) -> Schema:
    # What the model's functions check stands beside the branches.
    limits = {key: schema.pop(key) for key in ("pattern", "minLength") if key in schema}
    told = {key: schema.pop(key) for key in ("title", "description", "examples") if key in schema}
    branches = [_scalar(branch) for branch in schema.pop("anyOf", [schema])]
    branches = [branch for branch in branches if branch.get("type") != "null"]
    if limits:
        branches = [_typed_text(branch | limits) for branch in branches]
    if may_be_empty and len(branches) == 1 and "type" in branches[0] and "enum" not in branches[0]:
        kinds = branches[0]["type"]
        kinds = kinds if isinstance(kinds, list) else [kinds]
        branches = [branches[0] | {"type": [*kinds, "null"]}]
    elif may_be_empty:
        branches.append({"type": "null"})
    return told | (branches[0] if len(branches) == 1 else {"anyOf": branches})


def _scalar(schema: Schema) -> Schema:
    if "items" in schema:
        items = schema["items"]
        branches = [_scalar(branch) for branch in items.get("anyOf", [items])]
        return schema | {"items": branches[0] if len(branches) == 1 else {"anyOf": branches}}
    if schema.get("type") != "string":
        return schema
    return schema if "enum" in schema else _typed_text(schema)


def _typed_text(schema: Schema) -> Schema:
    """A text; without quotation marks YAML takes one of digits for a number."""
    if schema.get("pattern") == PATTERN:
        return schema | {"type": "string"}
    if "pattern" not in schema:
        # What the importer could not find is still to be filled in.
        schema = schema | {"not": {"type": "string", "pattern": BLANK}}
    return schema | {"type": ["string", "number"]}


if __name__ == "__main__":
    print(as_json(notice_schema()), end="")
