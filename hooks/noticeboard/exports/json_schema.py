"""JSON Schema of the front matter as an editor types it, from the model."""

from __future__ import annotations

import json
from typing import Any

from noticeboard.model.dates import PATTERN
from noticeboard.model.field_types import BLANK
from noticeboard.model.notice import FrontMatter

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ADDRESS = "api/v1/notice.schema.json"

Schema = dict[str, Any]


def notice_schema(site_url: str = "") -> Schema:
    """Return the schema of the front matter, with an `$id` below `site_url` when that is given.

    It describes the typed YAML, whose scalars the reader takes as text: 430060 needs no quotation
    marks, and a field without a value counts as left out.
    """
    schema = FrontMatter.model_json_schema(mode="validation")
    for part in (schema, *schema.get("$defs", {}).values()):
        _widen(part)
    head: Schema = {"$schema": DIALECT}
    if site_url:
        head["$id"] = f"{site_url.rstrip('/')}/{SCHEMA_ADDRESS}"
    schema["title"] = "巡察整改通报的元数据"
    schema["description"] = "通报文件开头两行 --- 之间的内容"
    return head | schema


def schema_json(schema: Schema) -> str:
    """Return the published text of the schema."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _widen(record: Schema) -> None:
    """Widen the fields of a record, in place, to every YAML type that their text can have."""
    record.pop("description", None)  # the class's docstring is for maintainers
    if "title" in record:
        del record["title"]
    required = record.get("required", [])
    for name, schema in record.get("properties", {}).items():
        default = schema.pop("default", None)
        if default:
            schema["default"] = default
        record["properties"][name] = _field(schema, name not in required)


def _field(schema: Schema, optional: bool) -> Schema:
    # Patterns of the model's validators are outside `anyOf`.
    limits = {key: schema.pop(key) for key in ("pattern", "minLength") if key in schema}
    titles = {key: schema.pop(key) for key in ("title", "description", "examples") if key in schema}
    branches = [_scalar(branch) for branch in schema.pop("anyOf", [schema])]
    branches = [branch for branch in branches if branch.get("type") != "null"]
    if limits:
        branches = [_typed_text(branch | limits) for branch in branches]
    if optional and len(branches) == 1 and "type" in branches[0] and "enum" not in branches[0]:
        types = branches[0]["type"]
        types = types if isinstance(types, list) else [types]
        branches = [branches[0] | {"type": [*types, "null"]}]
    elif optional:
        branches.append({"type": "null"})
    return titles | _union(branches)


def _union(branches: list[Schema]) -> Schema:
    """Return a schema for any of the branches.

    An error is reported inside the branch that a list, or a value without one, is meant for.
    """
    for branch in branches if len(branches) > 1 else ():
        if branch.get("type") in ("array", "null"):
            others = [other for other in branches if other is not branch]
            return {"if": {"type": branch["type"]}, "then": branch, "else": _union(others)}
    return branches[0] if len(branches) == 1 else {"anyOf": branches}


def _scalar(schema: Schema) -> Schema:
    if "items" in schema:
        items = schema["items"]
        branches = [_scalar(branch) for branch in items.get("anyOf", [items])]
        return schema | {"items": branches[0] if len(branches) == 1 else {"anyOf": branches}}
    if schema.get("type") != "string":
        return schema
    return schema if "enum" in schema else _typed_text(schema)


def _typed_text(schema: Schema) -> Schema:
    """Return the schema of a text, which YAML reads as a number when it is unquoted digits."""
    if schema.get("pattern") == PATTERN:
        return schema | {"type": "string"}
    if "pattern" not in schema:
        # The importer leaves BLANK where it recognised nothing.
        schema = schema | {"not": {"type": "string", "pattern": BLANK}}
    return schema | {"type": ["string", "number"]}


if __name__ == "__main__":
    print(schema_json(notice_schema()), end="")
